//! Signing in: a session begins with a link alone.

use secrecy::ExposeSecret;

use crate::access::{Actor, Device, SignedInPerson};
use crate::error::Result;
use crate::storage::job_queue::{self, JobKind};
use crate::venue::access::{links, people, sessions};
use crate::venue::context::Ctx;
use crate::venue::message::person::{NewSession, SignInOutcome};

/// Begins a session by a link's token, which is used up by it, as are all other links of the person. An invitation that has
/// not been sent yet is not sent any more: its link would be valid for a week.
pub fn sign_in(ctx: Ctx<'_>, token: &str, device: Device) -> Result<SignInOutcome> {
    let Some(link) = links::find(ctx, token)? else {
        return Ok(SignInOutcome::Unknown);
    };
    if link.used_at.is_some() {
        return Ok(SignInOutcome::Used);
    }
    if ctx.now >= link.expires_at {
        return Ok(SignInOutcome::Expired);
    }
    let Some(person) = people::current(ctx, &link.person_id)? else {
        return Ok(SignInOutcome::Unknown);
    };
    let (session, token, mut statements) = sessions::begin(ctx, &person.id, device)?;
    statements.push(links::use_up(ctx, &person.id));
    statements.push(job_queue::settle(JobKind::Invitation, person.id.as_str()));
    let actor = Actor::Person(SignedInPerson {
        id: person.id.clone(),
        session: session.clone(),
        grant: person.grant(),
    });
    let by_person = Ctx { actor: &actor, ..ctx };
    statements.extend(by_person.audit("session.begin", session.as_str(), None, None)?);
    ctx.database.write(statements)?;
    Ok(SignInOutcome::SignedIn(Box::new(NewSession {
        token: token.expose_secret().to_owned(),
        name: person.name,
        ends_at: ctx.now.plus_seconds(sessions::ABSOLUTE_SECONDS),
        idle_hours: sessions::IDLE_HOURS,
    })))
}
