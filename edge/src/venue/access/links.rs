//! Links by which people sign in, each once.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use shared::id::{PersonId, SignInLinkId};
use shared::time::Instant;

use crate::access::token::{NewToken, PresentedToken};
use crate::error::{Result, VenueError};
use crate::storage::database::{Statement, first, select};
use crate::storage::row::{self, TableRow, insert};
use crate::venue::context::Ctx;

/// How long a link that was asked for is valid, in seconds: a quarter of an hour, in which a letter arrives and is read,
/// and after which one that lies open in a mailbox opens nothing.
pub const LINK_SECONDS: i64 = 15 * 60;

/// How long a link in an invitation is valid, in seconds: a week, since an invited person may be away.
pub(super) const INVITATION_SECONDS: i64 = 7 * 24 * 60 * 60;

/// How long a link is stored after it has expired, in seconds: its page says why it does not sign in.
const EXPIRED_STORED_SECONDS: i64 = 7 * 24 * 60 * 60;

/// A row of the table `sign_in_links`.
#[derive(Serialize, Deserialize)]
pub(super) struct LinkRow {
    id: SignInLinkId,
    pub(super) person_id: PersonId,
    secret_hash: String,
    #[serde(with = "row::unix")]
    created_at: Instant,
    #[serde(with = "row::unix")]
    pub(super) expires_at: Instant,
    #[serde(with = "row::optional_unix")]
    pub(super) used_at: Option<Instant>,
}

impl TableRow for LinkRow {
    const TABLE: &'static str = "sign_in_links";
}

/// The id and the token of a new link of a person, and the statement that stores its hash.
pub(super) fn new_link(
    ctx: Ctx<'_>,
    person: &PersonId,
    seconds: i64,
) -> Result<(SignInLinkId, SecretString, Statement)> {
    let broken = || VenueError::Broken("a link's token could not be made".to_owned());
    let NewToken {
        id,
        token,
        secret_hash,
    } = NewToken::<SignInLinkId>::of_random(ctx.random()?, ctx.key()?).ok_or_else(broken)?;
    let row = LinkRow {
        id: id.clone(),
        person_id: person.clone(),
        secret_hash,
        created_at: ctx.now,
        expires_at: ctx.now.plus_seconds(seconds),
        used_at: None,
    };
    Ok((id, token, insert(&row)?))
}

/// The link of a token, also one that is used up or has expired; none if there is no such link.
pub(super) fn find(ctx: Ctx<'_>, token: &str) -> Result<Option<LinkRow>> {
    let Some(presented) = PresentedToken::<SignInLinkId>::parse(token) else {
        return Ok(None);
    };
    let row: Option<LinkRow> = first(
        ctx.database,
        "SELECT * FROM sign_in_links WHERE id = ?",
        vec![presented.id.as_str().into()],
    )?;
    Ok(row.filter(|row| presented.matches(&row.secret_hash)))
}

/// The number of links of a person that are valid, without invitations, which are valid for longer.
pub(super) fn count_valid(ctx: Ctx<'_>, person: &PersonId) -> Result<usize> {
    let rows: Vec<LinkRow> = select(
        ctx.database,
        "SELECT * FROM sign_in_links
         WHERE person_id = ? AND used_at IS NULL AND expires_at > ? AND expires_at <= ?",
        vec![
            person.as_str().into(),
            ctx.now.unix().into(),
            (ctx.now.unix() + LINK_SECONDS).into(),
        ],
    )?;
    Ok(rows.len())
}

/// The statement that deletes a link.
pub(super) fn delete(link: &SignInLinkId) -> Statement {
    Statement::new(
        "DELETE FROM sign_in_links WHERE id = ?",
        vec![link.as_str().into()],
    )
}

/// The statement that uses up all valid links of a person.
pub(super) fn use_up(ctx: Ctx<'_>, person: &PersonId) -> Statement {
    Statement::new(
        "UPDATE sign_in_links SET used_at = ?1 WHERE person_id = ?2 AND used_at IS NULL AND expires_at > ?1",
        vec![ctx.now.unix().into(), person.as_str().into()],
    )
}

/// Deletes links that have expired some time ago.
pub(super) fn delete_expired(now: Instant) -> Statement {
    Statement::new(
        "DELETE FROM sign_in_links WHERE expires_at < ?",
        vec![(now.unix() - EXPIRED_STORED_SECONDS).into()],
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_row_has_the_columns_of_its_table() {
        row::test_support::check::<LinkRow>(&json!({
            "id": "aaaaaaaaaaaa", "person_id": "bbbbbbbbbbbb", "secret_hash": "ab", "created_at": 1_795_258_800,
            "expires_at": 1_795_259_700, "used_at": null,
        }));
    }
}
