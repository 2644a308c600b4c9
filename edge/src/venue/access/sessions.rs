//! Sessions of people who are signed in: begun by a link, used by a cookie, listed, ended. A session that is over is
//! deleted.

use std::collections::HashMap;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::access::{Grant, Permission};
use shared::id::{PersonId, SessionId};
use shared::person::{Session, SessionDevice, SessionList};
use shared::time::Instant;

use crate::access::token::{NewToken, PresentedToken};
use crate::access::{Actor, Device, SignedInPerson};
use crate::error::{Result, VenueError};
use crate::storage::database::{Statement, first, select};
use crate::storage::row::{self, TableRow, insert};
use crate::venue::access::grants::require_cover;
use crate::venue::access::people::{self, PersonRow};
use crate::venue::context::Ctx;

/// How long a session lasts without use, in hours: it outlasts those between lunch and dinner, and not the night and the
/// morning on a device that several people use.
pub(super) const IDLE_HOURS: u32 = 12;
const IDLE_SECONDS: i64 = IDLE_HOURS as i64 * 60 * 60;

/// How long a session lasts at most, in seconds: a week, after which a cookie that was copied is of no use, and its person
/// signs in again by their mailbox.
pub(super) const ABSOLUTE_SECONDS: i64 = 7 * 24 * 60 * 60;

/// By how many seconds stored times of last use may be behind: each write of them costs money.
const LAST_USE_SECONDS: i64 = 10 * 60;

/// The number of sessions of a person. A new one ends the one that was used least recently.
const MAX_SESSIONS: usize = 10;

/// The number of devices that are stored of a session. A new one replaces the one that was used least recently.
const MAX_DEVICES: usize = 4;

/// A row of the table `sessions`.
#[derive(Serialize, Deserialize)]
struct SessionRow {
    id: SessionId,
    person_id: PersonId,
    secret_hash: String,
    #[serde(with = "row::unix")]
    created_at: Instant,
    #[serde(with = "row::unix")]
    last_used_at: Instant,
    #[serde(with = "row::json")]
    devices: Vec<SessionDevice>,
}

impl TableRow for SessionRow {
    const TABLE: &'static str = "sessions";
}

impl SessionRow {
    /// When it ends if it is not used again.
    fn ends_at(&self) -> Instant {
        let idle = self.last_used_at.plus_seconds(IDLE_SECONDS);
        idle.min(self.created_at.plus_seconds(ABSOLUTE_SECONDS))
    }

    fn is_open(&self, now: Instant) -> bool {
        now < self.ends_at()
    }
}

/// A new session of a person: its id, its token, and the statements that store it.
pub(super) fn begin(
    ctx: Ctx<'_>,
    person: &PersonId,
    device: Device,
) -> Result<(SessionId, SecretString, Vec<Statement>)> {
    let broken = || VenueError::Broken("a session's token could not be made".to_owned());
    let NewToken {
        id,
        token,
        secret_hash,
    } = NewToken::<SessionId>::of_random(ctx.random()?, ctx.key()?).ok_or_else(broken)?;
    let row = SessionRow {
        id: id.clone(),
        person_id: person.clone(),
        secret_hash,
        created_at: ctx.now,
        last_used_at: ctx.now,
        devices: vec![seen_now(device, ctx.now)],
    };
    let statements = vec![
        Statement::new(
            "DELETE FROM sessions WHERE person_id = ?1 AND id NOT IN
                (SELECT id FROM sessions WHERE person_id = ?1 ORDER BY last_used_at DESC, id LIMIT ?2)",
            vec![
                person.as_str().into(),
                i64::try_from(MAX_SESSIONS - 1).unwrap_or_default().into(),
            ],
        ),
        insert(&row)?,
        Statement::new(
            "UPDATE people SET last_seen_at = ? WHERE id = ?",
            vec![ctx.now.unix().into(), person.as_str().into()],
        ),
    ];
    Ok((id, token, statements))
}

fn seen_now(Device { browser, system }: Device, now: Instant) -> SessionDevice {
    SessionDevice {
        browser,
        system,
        first_used_at: now,
        last_used_at: now,
    }
}

/// The person behind a session's token: [`VenueError::Unauthorized`] for a session that is over or never was. The use is
/// noted.
pub fn use_session(ctx: Ctx<'_>, token: &str, device: Device) -> Result<SignedInPerson> {
    let presented = PresentedToken::<SessionId>::parse(token).ok_or(VenueError::Unauthorized)?;
    let row = find(ctx, &presented.id)?.filter(|row| presented.matches(&row.secret_hash));
    let row = row.ok_or(VenueError::Unauthorized)?;
    let person = people::current(ctx, &row.person_id)?.ok_or(VenueError::Unauthorized)?;
    note_use(ctx, &row, device)?;
    Ok(SignedInPerson {
        id: person.id.clone(),
        session: row.id,
        grant: person.grant(),
    })
}

/// The rights of a session's person at this moment, and when the session ends if it is not used again; none if it is over.
pub(super) fn grant_of(ctx: Ctx<'_>, id: &SessionId) -> Result<Option<(Grant, Instant)>> {
    let Some(row) = find(ctx, id)? else {
        return Ok(None);
    };
    let person = people::current(ctx, &row.person_id)?;
    Ok(person.map(|person| (person.grant(), row.ends_at())))
}

/// Writes the use of a session: by a device that is new to it at once, else once in [`LAST_USE_SECONDS`].
fn note_use(ctx: Ctx<'_>, row: &SessionRow, device: Device) -> Result<()> {
    let is_recent = |at: Instant| ctx.now.unix() - at.unix() < LAST_USE_SECONDS;
    let is_same = |seen: &SessionDevice| (seen.browser, seen.system) == (device.browser, device.system);
    let mut devices = row.devices.clone();
    let known = devices.iter_mut().find(|seen| is_same(seen));
    match known {
        Some(known) if is_recent(known.last_used_at) && is_recent(row.last_used_at) => return Ok(()),
        Some(known) => known.last_used_at = ctx.now,
        None => {
            if devices.len() >= MAX_DEVICES {
                devices.sort_by_key(|seen| std::cmp::Reverse(seen.last_used_at));
                devices.truncate(MAX_DEVICES - 1);
            }
            devices.push(seen_now(device, ctx.now));
        }
    }
    ctx.database.write(vec![
        Statement::new(
            "UPDATE sessions SET last_used_at = ?, devices = ? WHERE id = ?",
            vec![
                ctx.now.unix().into(),
                json!(devices).to_string().into(),
                row.id.as_str().into(),
            ],
        ),
        Statement::new(
            "UPDATE people SET last_seen_at = ? WHERE id = ?",
            vec![ctx.now.unix().into(), row.person_id.as_str().into()],
        ),
    ])?;
    Ok(())
}

/// A session that is not over.
fn find(ctx: Ctx<'_>, id: &SessionId) -> Result<Option<SessionRow>> {
    let row: Option<SessionRow> = first(
        ctx.database,
        "SELECT * FROM sessions WHERE id = ?",
        vec![id.as_str().into()],
    )?;
    Ok(row.filter(|row| row.is_open(ctx.now)))
}

/// Whether the actor sees a person's sessions: their own, or all with the permission for people.
fn sees(ctx: Ctx<'_>, person: &PersonId) -> bool {
    is_own(ctx, person)
        || ctx
            .actor
            .grant()
            .is_some_and(|grant| grant.grants(Permission::People))
}

fn is_own(ctx: Ctx<'_>, person: &PersonId) -> bool {
    matches!(ctx.actor, Actor::Person(own) if own.id == *person)
}

/// The sessions that the actor sees, the one used last first.
pub fn list(ctx: Ctx<'_>) -> Result<SessionList> {
    let rows: Vec<SessionRow> = select(
        ctx.database,
        "SELECT * FROM sessions ORDER BY last_used_at DESC, id",
        vec![],
    )?;
    let people: HashMap<PersonId, PersonRow> = people::rows(ctx)?
        .into_iter()
        .map(|person| (person.id.clone(), person))
        .collect();
    let current = match ctx.actor {
        Actor::Person(person) => Some(&person.session),
        _ => None,
    };
    let sessions = rows
        .into_iter()
        .filter(|row| row.is_open(ctx.now) && sees(ctx, &row.person_id))
        .filter_map(|row| {
            let name = people.get(&row.person_id)?.name.clone();
            Some(Session {
                is_current: current == Some(&row.id),
                ends_at: row.ends_at(),
                id: row.id,
                person: row.person_id,
                name,
                created_at: row.created_at,
                last_used_at: row.last_used_at,
                devices: row.devices,
            })
        });
    Ok(SessionList {
        sessions: sessions.collect(),
    })
}

/// Ends a session that the actor sees. That of a person with more rights is not the actor's to end.
pub fn end(ctx: Ctx<'_>, id: &SessionId) -> Result<()> {
    let row = find(ctx, id)?.filter(|row| sees(ctx, &row.person_id));
    let row = row.ok_or(VenueError::NotFound)?;
    let person = people::current(ctx, &row.person_id)?.ok_or(VenueError::NotFound)?;
    if !is_own(ctx, &person.id) {
        require_cover(ctx.actor, &person.grant())?;
    }
    delete(ctx, id)
}

/// Ends the session of the request; [`VenueError::NotFound`] for a request without one.
pub fn sign_out(ctx: Ctx<'_>) -> Result<()> {
    match ctx.actor {
        Actor::Person(person) => delete(ctx, &person.session),
        _ => Err(VenueError::NotFound),
    }
}

fn delete(ctx: Ctx<'_>, id: &SessionId) -> Result<()> {
    let mut statements = vec![Statement::new(
        "DELETE FROM sessions WHERE id = ?",
        vec![id.as_str().into()],
    )];
    statements.extend(ctx.audit("session.end", id.as_str(), None, None)?);
    ctx.database.write(statements)?;
    Ok(())
}

/// Deletes sessions that are over.
pub(super) fn delete_ended(now: Instant) -> Statement {
    Statement::new(
        "DELETE FROM sessions WHERE last_used_at <= ? OR created_at <= ?",
        vec![
            (now.unix() - IDLE_SECONDS).into(),
            (now.unix() - ABSOLUTE_SECONDS).into(),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_has_the_columns_of_its_table() {
        row::test_support::check::<SessionRow>(&json!({
            "id": "aaaaaaaaaaaa", "person_id": "bbbbbbbbbbbb", "secret_hash": "ab", "created_at": 1_795_258_800,
            "last_used_at": 1_795_258_800, "devices": "[]",
        }));
    }
}
