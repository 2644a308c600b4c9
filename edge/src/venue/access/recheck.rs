//! The credential of an open connection, checked again after it was opened.

use config::VenueSettings;
use shared::access::{Grant, Permission, Role};
use shared::time::Instant;

use crate::access::{Actor, CredentialId};
use crate::error::{Result, VenueError};
use crate::venue::access::{keys, sessions};
use crate::venue::context::Ctx;

/// The id of the credential behind an actor; none for one who is not staff.
#[must_use]
pub fn credential_id(actor: &Actor, settings: &VenueSettings) -> Option<CredentialId> {
    match actor {
        Actor::Operator => Some(CredentialId::Operator),
        Actor::StaffKey => settings.staff_key.clone().map(CredentialId::StaffKey),
        Actor::AccessKey(id, _) => Some(CredentialId::AccessKey(id.clone())),
        Actor::Person(person) => Some(CredentialId::Session(person.session.clone())),
        Actor::Unaudited | Actor::LetterLink => None,
    }
}

/// When a credential ends if it is not used again; none for one without an end. [`VenueError::Unauthorized`] for one that
/// has ended or that the settings do not name any more, [`VenueError::Forbidden`] where the permission is missing. This is
/// no use of the credential, and nothing is noted.
pub fn recheck(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    id: &CredentialId,
    permission: Permission,
) -> Result<Option<Instant>> {
    let found = match id {
        CredentialId::Operator => Some((Grant::all_of(Role::Operator), None)),
        CredentialId::StaffKey(name) => {
            let is_named = settings.staff_key.as_ref() == Some(name);
            is_named.then(|| (Grant::all_of(Role::Manager), None))
        }
        CredentialId::AccessKey(id) => keys::grant_of(ctx, id)?.map(|grant| (grant, None)),
        CredentialId::Session(id) => {
            sessions::grant_of(ctx, id)?.map(|(grant, ends_at)| (grant, Some(ends_at)))
        }
    };
    let (grant, ends_at) = found.ok_or(VenueError::Unauthorized)?;
    if grant.grants(permission) {
        Ok(ends_at)
    } else {
        Err(VenueError::Forbidden)
    }
}
