//! E-mails of demonstrations, which are not sent: they are stored in the venue's database for `/dev/mail`.

use std::rc::Rc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use shared::time::Instant;

use super::{MailError, Mailer, OutgoingEmail};
use crate::demo::Allowed;
use crate::storage::database::{Database, DatabaseError, Statement, select};
use crate::storage::row::{self, TableRow};

/// How many e-mails are stored: the latest.
const MOST_STORED: i64 = 100;

/// Stores e-mails instead of sending them.
pub struct PreviewMailer {
    database: Rc<dyn Database>,
    now: Box<dyn Fn() -> Instant>,
}

/// Refuses every e-mail, where none may be shown.
pub struct DisabledMailer;

/// An e-mail that was stored instead of sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewedEmail {
    /// Counts from 1 in each venue.
    pub number: u32,
    /// When it would have been sent.
    pub at: Instant,
    /// The e-mail itself.
    #[serde(rename = "letter")]
    pub email: OutgoingEmail,
}

/// A row of the table `shown_letters`.
#[derive(Serialize, Deserialize)]
struct PreviewRow {
    /// None before it is stored: the database counts.
    number: Option<u32>,
    id: String,
    #[serde(with = "row::unix")]
    at: Instant,
    #[serde(with = "row::json")]
    letter: OutgoingEmail,
}

impl TableRow for PreviewRow {
    const TABLE: &'static str = "shown_letters";
}

impl PreviewMailer {
    /// Stores them in this database, in a deployment that allows it.
    #[must_use]
    pub fn new(_: Allowed, database: Rc<dyn Database>, now: Box<dyn Fn() -> Instant>) -> Self {
        Self { database, now }
    }
}

#[async_trait(?Send)]
impl Mailer for PreviewMailer {
    async fn send(&self, letter: &OutgoingEmail) -> Result<(), MailError> {
        let row = row::insert_if_absent(&PreviewRow {
            number: None,
            id: letter.id.clone(),
            at: (self.now)(),
            letter: letter.clone(),
        });
        let written = self.database.write(vec![
            row.map_err(|DatabaseError(cause)| MailError::Never(cause))?,
            Statement::new(
                "DELETE FROM shown_letters WHERE number <= (SELECT MAX(number) FROM shown_letters) - ?",
                vec![MOST_STORED.into()],
            ),
        ]);
        written.map_err(|DatabaseError(cause)| MailError::Later(cause))
    }
}

#[async_trait(?Send)]
impl Mailer for DisabledMailer {
    async fn send(&self, _: &OutgoingEmail) -> Result<(), MailError> {
        Err(MailError::Never(
            "e-mails are shown in development alone".to_owned(),
        ))
    }
}

/// The stored e-mails, the latest first; or the one of this number, if it is there.
pub fn emails(database: &dyn Database, number: Option<u32>) -> Result<Vec<PreviewedEmail>, DatabaseError> {
    let rows: Vec<PreviewRow> = select(
        database,
        "SELECT * FROM shown_letters WHERE number = COALESCE(?, number) ORDER BY number DESC",
        vec![number.map(i64::from).into()],
    )?;
    let previewed = |row: PreviewRow| PreviewedEmail {
        number: row.number.unwrap_or_default(),
        at: row.at,
        email: row.letter,
    };
    Ok(rows.into_iter().map(previewed).collect())
}
