//! The actor behind the sender of a request of staff.

use config::VenueSettings;
use shared::access::{Identity, Permission};
use shared::id::VenueId;

use crate::access::{Actor, Credential, SignedInPerson, StaffSender};
use crate::error::{Result, VenueError};
use crate::venue::access::{keys, people, sessions};
use crate::venue::context::Ctx;

/// The actor behind the sender of a staff request: [`VenueError::Unauthorized`] for a key that this venue does not have or
/// has revoked, for a session that is over, and for a staff key that its settings do not name any more,
/// [`VenueError::Forbidden`] where the permission is missing.
pub fn identify(ctx: Ctx<'_>, settings: &VenueSettings, sender: Option<&StaffSender>) -> Result<Actor> {
    let StaffSender {
        credential,
        permission,
    } = sender.ok_or(VenueError::Unauthorized)?;
    let actor = match credential {
        Credential::Operator => Actor::Operator,
        Credential::OperatorPerson(person, session) => {
            Actor::Person(SignedInPerson::operator(person.clone(), session.clone()))
        }
        Credential::StaffKey(name) if settings.staff_key.as_ref() == Some(name) => Actor::StaffKey,
        Credential::StaffKey(_) => return Err(VenueError::Unauthorized),
        Credential::AccessKey(text) => keys::actor_of(ctx, &settings.id, text)?,
        Credential::Session(token, device) => Actor::Person(sessions::use_session(ctx, token, *device)?),
    };
    if actor.grant().is_some_and(|grant| grant.grants(*permission)) {
        Ok(actor)
    } else {
        Err(VenueError::Forbidden)
    }
}

/// The actor of the request, as its bearer may know it.
pub fn identity(ctx: Ctx<'_>, venue: &VenueId) -> Result<Identity> {
    let (Some(actor), Some(grant)) = (ctx.actor.name(), ctx.actor.grant()) else {
        return Err(VenueError::Unauthorized);
    };
    let name = match ctx.actor {
        Actor::Person(person) => people::current(ctx, &person.id)?.map(|row| row.name),
        _ => None,
    };
    Ok(Identity {
        venue: venue.clone(),
        actor,
        name,
        role: grant.role,
        permissions: Permission::ALL
            .into_iter()
            .filter(|permission| grant.grants(*permission))
            .collect(),
    })
}
