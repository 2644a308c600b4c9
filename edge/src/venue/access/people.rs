//! People who work for the venue: invited, listed, given other rights, removed.

use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::access::{Grant, Permission, Role};
use shared::id::PersonId;
use shared::locale::Language;
use shared::person::{ChangedPerson, NewOperator, NewPerson, Person, PersonChange, PersonList};
use shared::time::Instant;
use shared::validation::{Email, FieldCode, FieldError};

use crate::access::Actor;
use crate::access::token::short_id;
use crate::error::{Result, VenueError};
use crate::storage::database::{Statement, first, select};
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::{self, TableRow, insert_or_replace};
use crate::venue::access::grants::{grant_to_give, require_cover};
use crate::venue::access::links::{self, INVITATION_SECONDS, LINK_SECONDS};
use crate::venue::context::Ctx;
use crate::venue::message::person::Invitation;

/// The number of people that a venue may have, without those who were removed.
const MAX_PEOPLE: usize = 100;

/// The name of a person whose name is not stored any more.
const BLANKED: &str = "-";

/// A row of the table `people`.
#[derive(Serialize, Deserialize)]
pub(super) struct PersonRow {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) email: Option<Email>,
    mailbox: Option<String>,
    pub(super) locale: Option<Language>,
    role: Role,
    #[serde(with = "row::optional_json")]
    permissions: Option<Vec<Permission>>,
    #[serde(with = "row::unix")]
    invited_at: Instant,
    invited_by: String,
    #[serde(with = "row::optional_unix")]
    last_seen_at: Option<Instant>,
    #[serde(with = "row::optional_unix")]
    removed_at: Option<Instant>,
}

impl TableRow for PersonRow {
    const TABLE: &'static str = "people";
}

impl PersonRow {
    /// Their rights.
    pub(super) fn grant(&self) -> Grant {
        Grant {
            role: self.role,
            permissions: self.permissions.clone(),
        }
    }

    fn public(self) -> Person {
        Person {
            grant: self.grant(),
            id: self.id,
            name: self.name,
            email: self.email,
            invited_at: self.invited_at,
            invited_by: self.invited_by,
            last_seen_at: self.last_seen_at,
            removed_at: self.removed_at,
        }
    }
}

/// The address as people are found by it: mail services take both cases for one.
fn mailbox(email: &Email) -> String {
    email.as_str().to_lowercase()
}

/// The person of this id, unless they were removed.
pub(super) fn current(ctx: Ctx<'_>, id: &PersonId) -> Result<Option<PersonRow>> {
    let row = find(ctx, id)?;
    Ok(row.filter(|row| row.removed_at.is_none()))
}

/// The person with this address. Those who were removed have none.
pub(super) fn by_email(ctx: Ctx<'_>, email: &Email) -> Result<Option<PersonRow>> {
    let row = first(
        ctx.database,
        "SELECT * FROM people WHERE mailbox = ?",
        vec![mailbox(email).into()],
    )?;
    Ok(row)
}

fn find(ctx: Ctx<'_>, id: &PersonId) -> Result<Option<PersonRow>> {
    let row = first(
        ctx.database,
        "SELECT * FROM people WHERE id = ?",
        vec![id.as_str().into()],
    )?;
    Ok(row)
}

/// All people: by name, those who were removed last.
pub(super) fn rows(ctx: Ctx<'_>) -> Result<Vec<PersonRow>> {
    let rows = select(
        ctx.database,
        "SELECT * FROM people ORDER BY removed_at IS NOT NULL, name, id",
        vec![],
    )?;
    Ok(rows)
}

/// The people of the venue.
pub fn list(ctx: Ctx<'_>) -> Result<PersonList> {
    Ok(PersonList {
        people: rows(ctx)?.into_iter().map(PersonRow::public).collect(),
    })
}

/// The channel by which the link of an invitation reaches its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitationChannel {
    /// An e-mail.
    Mail,
    /// The response to the person who invites, to be passed on: neither the venue nor the deployment can send e-mails.
    Response,
}

/// Invites a person. One whose address is known already gets this name, these rights and another invitation. Rights
/// that the actor does not have are not given, and a person who has more than the actor is not changed.
///
/// A token is in the answer as [`Invitation::token`] says.
pub fn invite(ctx: Ctx<'_>, new: &NewPerson, channel: InvitationChannel) -> Result<Invitation> {
    let grant = grant_to_give(ctx.actor, new.role, new.permissions.as_deref())?;
    store_invitation(ctx, (new, grant), channel, INVITATION_SECONDS)
}

/// Invites an operator of the deployment, whose link is valid for no longer than one that is asked for: it opens every
/// venue. [`VenueError::Forbidden`] for an actor who is none.
pub fn invite_operator(ctx: Ctx<'_>, new: &NewOperator, channel: InvitationChannel) -> Result<Invitation> {
    let grant = Grant::all_of(Role::Operator);
    require_cover(ctx.actor, &grant)?;
    let new = NewPerson {
        name: new.name.clone(),
        email: new.email.clone(),
        role: grant.role,
        permissions: None,
        locale: new.locale.clone(),
    };
    store_invitation(ctx, (&new, grant), channel, LINK_SECONDS)
}

/// Stores an invited person with these rights, and a link of so many seconds or the job that sends one.
fn store_invitation(
    ctx: Ctx<'_>,
    (new, grant): (&NewPerson, Grant),
    channel: InvitationChannel,
    link_seconds: i64,
) -> Result<Invitation> {
    let known = by_email(ctx, &new.email)?;
    if let Some(known) = &known {
        require_cover(ctx.actor, &known.grant())?;
    } else if count(ctx, |_| true)? >= MAX_PEOPLE {
        return Err(VenueError::Fields(vec![FieldError::new(
            "",
            FieldCode::OutOfRange,
        )]));
    }
    let broken = || VenueError::Broken("a person's id could not be made".to_owned());
    let before = known.as_ref().map(|known| rights(&known.grant()));
    let row = PersonRow {
        id: match &known {
            Some(known) => known.id.clone(),
            None => short_id(ctx.random()?).ok_or_else(broken)?,
        },
        name: new.name.as_str().to_owned(),
        email: Some(new.email.clone()),
        mailbox: Some(mailbox(&new.email)),
        locale: new.locale.clone(),
        role: grant.role,
        permissions: grant.permissions.clone(),
        invited_at: ctx.now,
        invited_by: ctx.actor.name().unwrap_or_default(),
        last_seen_at: known.and_then(|known| known.last_seen_at),
        removed_at: None,
    };
    let mut statements = vec![insert_or_replace(&row)?];
    let mut token = None;
    if channel == InvitationChannel::Response || *ctx.actor == Actor::Operator {
        let (_, link, statement) = links::new_link(ctx, &row.id, link_seconds)?;
        token = Some(link.expose_secret().to_owned());
        statements.push(statement);
    }
    if channel == InvitationChannel::Mail {
        statements.push(job_queue::schedule(JobKind::Invitation, row.id.as_str(), ctx.now));
    }
    statements.extend(ctx.audit("person.invite", row.id.as_str(), before, Some(rights(&grant)))?);
    ctx.database.write(statements)?;
    Ok(Invitation {
        person: row.public(),
        token,
        is_mailed: channel == InvitationChannel::Mail,
    })
}

/// Gives a person other rights. Their sessions have them from the next request on.
pub fn change(ctx: Ctx<'_>, id: &PersonId, change: &PersonChange) -> Result<ChangedPerson> {
    let row = current(ctx, id)?.ok_or(VenueError::NotFound)?;
    require_cover(ctx.actor, &row.grant())?;
    let grant = grant_to_give(ctx.actor, change.role, change.permissions.as_deref())?;
    let before = rights(&row.grant());
    let row = PersonRow {
        role: grant.role,
        permissions: grant.permissions.clone(),
        ..row
    };
    let mut statements = vec![insert_or_replace(&row)?];
    statements.extend(ctx.audit("person.change", id.as_str(), Some(before), Some(rights(&grant)))?);
    ctx.database.write(statements)?;
    changed(ctx, row)
}

/// Removes a person: their sessions and links end at once. One who was removed before stays so.
pub fn remove(ctx: Ctx<'_>, id: &PersonId) -> Result<ChangedPerson> {
    let row = find(ctx, id)?.ok_or(VenueError::NotFound)?;
    if row.removed_at.is_some() {
        return changed(ctx, row);
    }
    require_cover(ctx.actor, &row.grant())?;
    let before = rights(&row.grant());
    let row = PersonRow {
        email: None,
        mailbox: None,
        removed_at: Some(ctx.now),
        ..row
    };
    let text = || id.as_str().into();
    let mut statements = vec![
        insert_or_replace(&row)?,
        Statement::new("DELETE FROM sessions WHERE person_id = ?", vec![text()]),
        Statement::new("DELETE FROM sign_in_links WHERE person_id = ?", vec![text()]),
    ];
    statements
        .extend([JobKind::Invitation, JobKind::SignInLink].map(|kind| job_queue::settle(kind, id.as_str())));
    statements.extend(ctx.audit("person.remove", id.as_str(), Some(before), None)?);
    ctx.database.write(statements)?;
    changed(ctx, row)
}

/// Blanks the names of people who were removed before this instant.
pub(super) fn blank_removed(before: Instant) -> Statement {
    Statement::new(
        "UPDATE people SET name = ?1 WHERE removed_at < ?2 AND name <> ?1",
        vec![BLANKED.into(), before.unix().into()],
    )
}

fn changed(ctx: Ctx<'_>, row: PersonRow) -> Result<ChangedPerson> {
    let managers = count(ctx, |row| row.grant().grants(Permission::People))?;
    Ok(ChangedPerson {
        person: row.public(),
        managers_left: u32::try_from(managers).unwrap_or(u32::MAX),
    })
}

/// The number of people of this kind who were not removed.
fn count(ctx: Ctx<'_>, is_counted: impl Fn(&PersonRow) -> bool) -> Result<usize> {
    let is_current = |row: &&PersonRow| row.removed_at.is_none() && is_counted(row);
    Ok(rows(ctx)?.iter().filter(is_current).count())
}

/// A person's rights in the audit log, which has neither name nor address.
fn rights(grant: &Grant) -> Value {
    json!({ "role": grant.role, "permissions": grant.permissions })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_has_the_columns_of_its_table() {
        row::test_support::check::<PersonRow>(&json!({
            "id": "aaaaaaaaaaaa", "name": "Ada", "email": "Ada@example.com", "mailbox": "ada@example.com",
            "locale": "de", "role": "host", "permissions": "[\"writeDay\"]", "invited_at": 1_795_258_800,
            "invited_by": "operator", "last_seen_at": null, "removed_at": 1_795_258_800,
        }));
    }
}
