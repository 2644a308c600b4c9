//! E-mails of demonstrations, which are not sent: they are stored in the venue's database for `/dev/mail`.

use std::rc::Rc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use shared::time::Instant;

use super::{MailError, Mailer, OutgoingEmail};
use crate::demo::Allowed;
use crate::storage::database::{Database, DatabaseError, Statement, select};
use crate::storage::row::{self, TableRow};

/// How many are kept: the latest.
const KEPT: i64 = 100;

/// Keeps letters instead of sending them.
pub struct PreviewMailer {
    database: Rc<dyn Database>,
    now: Box<dyn Fn() -> Instant>,
}

/// Takes no letter, where none may be shown.
pub struct DisabledMailer;

/// A letter that was kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownLetter {
    /// Counts from 1 in each venue.
    pub number: u32,
    /// When it would have been sent.
    pub at: Instant,
    /// The letter itself.
    pub letter: OutgoingEmail,
}

/// The same as a row.
#[derive(Serialize, Deserialize)]
struct ShownLetterRow {
    /// None before it is stored: the database counts.
    number: Option<u32>,
    id: String,
    #[serde(with = "row::unix")]
    at: Instant,
    #[serde(with = "row::json")]
    letter: OutgoingEmail,
}

impl TableRow for ShownLetterRow {
    const TABLE: &'static str = "shown_letters";
}

impl PreviewMailer {
    /// Keeps them in this database, in a deployment that allows it.
    #[must_use]
    pub fn new(_: Allowed, database: Rc<dyn Database>, now: Box<dyn Fn() -> Instant>) -> Self {
        Self { database, now }
    }
}

#[async_trait(?Send)]
impl Mailer for PreviewMailer {
    async fn send(&self, letter: &OutgoingEmail) -> Result<(), MailError> {
        let row = row::insert_if_absent(&ShownLetterRow {
            number: None,
            id: letter.id.clone(),
            at: (self.now)(),
            letter: letter.clone(),
        });
        let kept = self.database.write(vec![
            row.map_err(|DatabaseError(cause)| MailError::Never(cause))?,
            Statement::new(
                "DELETE FROM shown_letters WHERE number <= (SELECT MAX(number) FROM shown_letters) - ?",
                vec![KEPT.into()],
            ),
        ]);
        kept.map_err(|DatabaseError(cause)| MailError::Later(cause))
    }
}

#[async_trait(?Send)]
impl Mailer for DisabledMailer {
    async fn send(&self, _: &OutgoingEmail) -> Result<(), MailError> {
        Err(MailError::Never(
            "letters are shown in development alone".to_owned(),
        ))
    }
}

/// The letters that are kept, the latest first; or the one of this number, if it is there.
pub fn letters(database: &dyn Database, number: Option<u32>) -> Result<Vec<ShownLetter>, DatabaseError> {
    let rows: Vec<ShownLetterRow> = select(
        database,
        "SELECT * FROM shown_letters WHERE number = COALESCE(?, number) ORDER BY number DESC",
        vec![number.map(i64::from).into()],
    )?;
    let shown = |row: ShownLetterRow| ShownLetter {
        number: row.number.unwrap_or_default(),
        at: row.at,
        letter: row.letter,
    };
    Ok(rows.into_iter().map(shown).collect())
}
