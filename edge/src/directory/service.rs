//! The directory's service: answers each request in one turn, without awaiting anything, and sends the letters with links
//! by which operators sign in.

use std::rc::Rc;

use serde::Serialize;
use serde_json::value::to_raw_value;
use shared::time::Instant;

use super::letters::OperatorComposer;
use super::message::{DirectoryEnvelope, DirectoryRequest, DirectoryResponse};
use super::venues;
use crate::access::{Actor, Credential, SignedInPerson};
use crate::error::{Result, VenueError};
use crate::mail::MailError;
use crate::storage::audit;
use crate::storage::job_queue::{self, Job, Lane};
use crate::storage::schema::MigratedDatabase;
use crate::venue::access::{self, InvitationChannel};
use crate::venue::context::Ctx;
use crate::venue::message::person::{SessionsRequest, SignInRequest};
use crate::venue::service::DeploymentMail;
use crate::venue::service::link_delivery::{LinkDelivery, MOST_LINK_TRIES, send_link};

/// The most letters that are tried when the alarm fires.
const MOST_LETTERS: u32 = 20;

/// How long the name of an operator who was removed is stored, in days: the audit log names them by their id.
const REMOVED_NAME_DAYS: i64 = 90;

/// How long no letter is tried where the mail service takes nothing and does not say for how long, in seconds.
const MAIL_HELD: i64 = 30;

/// Dependencies of the service.
pub struct DirectoryDeps {
    /// The directory's database, whose migrations are [`super::rows::MIGRATIONS`].
    pub database: Rc<MigratedDatabase>,
    /// Cryptographic randomness, 16 bytes at a time; none if the runtime has none.
    pub random: Box<dyn Fn() -> Option<[u8; 16]>>,
    /// The clock.
    pub now: Box<dyn Fn() -> Instant>,
    /// The deployment's own mail; none where the deployment has none. Fails with the cause.
    pub mail: Box<dyn Fn() -> Result<Option<DeploymentMail>>>,
    /// Sets the object's one alarm to this time.
    pub alarm: Box<dyn Fn(Instant)>,
    /// Logs an error of a letter.
    pub log_error: Box<dyn Fn(&str)>,
}

/// The service of the directory's object.
pub struct DirectoryService {
    deps: DirectoryDeps,
}

impl DirectoryService {
    /// The service with these dependencies.
    #[must_use]
    pub fn new(deps: DirectoryDeps) -> Self {
        Self { deps }
    }

    fn ctx_of<'a>(&'a self, actor: &'a Actor) -> Ctx<'a> {
        Ctx {
            database: &*self.deps.database,
            random: &*self.deps.random,
            now: (self.deps.now)(),
            actor,
        }
    }

    /// Answers a request, and arms the alarm for a letter that it has queued.
    pub fn handle(&self, envelope: &DirectoryEnvelope) -> DirectoryResponse {
        let response = match &envelope.request {
            // Of callers who are not known yet.
            DirectoryRequest::SignIn(request) => self.sign_in(request),
            DirectoryRequest::Identify(token, device) => {
                let ctx = self.ctx_of(&Actor::Unaudited);
                let SignedInPerson { id, session, .. } = access::use_session(ctx, &token.0, *device)?;
                answer(&(id, session))
            }
            request => {
                let actor = actor_of(envelope.operator.as_ref())?;
                self.answer_operator(self.ctx_of(&actor), request)
            }
        };
        if envelope.request.is_write() {
            self.arm_alarm();
        }
        response
    }

    /// Answers a request of an operator, whom the worker has authorised.
    fn answer_operator(&self, ctx: Ctx<'_>, request: &DirectoryRequest) -> DirectoryResponse {
        match request {
            DirectoryRequest::List {
                after,
                status,
                limit,
                files,
            } => answer(&venues::list(
                ctx,
                after.as_ref(),
                *status,
                (*limit).into(),
                files,
            )?),
            DirectoryRequest::Venue(subject) => answer(&venues::venue(ctx, subject)?),
            DirectoryRequest::Begin(creation) => answer(&venues::begin(ctx, creation)?),
            DirectoryRequest::Unfinished(id) => answer(&venues::unfinished(ctx, id)?),
            DirectoryRequest::Complete(id) => answer(&venues::complete(ctx, id)?),
            DirectoryRequest::Abandon(id, settings) => answer(&venues::abandon(ctx, id, settings)?),
            DirectoryRequest::Adopt(subject, name) => answer(&venues::adopt(ctx, subject, name)?),
            DirectoryRequest::Rename(subject, name) => answer(&venues::rename(ctx, subject, name.as_str())?),
            DirectoryRequest::SetSuspended(subject, suspension) => {
                answer(&venues::set_suspended(ctx, subject, *suspension)?)
            }
            DirectoryRequest::Audit(before) => answer(&audit::page(ctx.database, *before)?),
            DirectoryRequest::Operators => answer(&access::people(ctx)?),
            DirectoryRequest::InviteOperator(new) => {
                answer(&access::invite_operator(ctx, new, self.channel())?)
            }
            DirectoryRequest::RemoveOperator(id) => answer(&access::remove(ctx, id)?),
            DirectoryRequest::Sessions(SessionsRequest::List) => answer(&access::sessions(ctx)?),
            DirectoryRequest::Sessions(SessionsRequest::End(id)) => answer(&access::end_session(ctx, id)?),
            DirectoryRequest::Sessions(SessionsRequest::SignOut) => answer(&access::sign_out(ctx)?),
            DirectoryRequest::SignIn(_) | DirectoryRequest::Identify(..) => Err(VenueError::Unauthorized),
        }
    }

    /// Answers a request of somebody who is not signed in. What has ended is deleted on the way.
    fn sign_in(&self, request: &SignInRequest) -> DirectoryResponse {
        let ctx = self.ctx_of(&Actor::Unaudited);
        let before = ctx.now.plus_seconds(-REMOVED_NAME_DAYS * 24 * 60 * 60);
        ctx.database
            .write(Vec::from(access::delete_ended(ctx.now, before)))?;
        match request {
            SignInRequest::Open(token, device) => answer(&access::sign_in(ctx, &token.0, *device)?),
            SignInRequest::SendLink(email) => answer(&access::request_link(ctx, email)?),
        }
    }

    /// The channel of invitations. Where the deployment's mail is set wrongly it is the response, and the log says why.
    fn channel(&self) -> InvitationChannel {
        match (self.deps.mail)() {
            Ok(Some(_)) => InvitationChannel::Mail,
            Ok(None) => InvitationChannel::Response,
            Err(error) => {
                (self.deps.log_error)(error.log_text());
                InvitationChannel::Response
            }
        }
    }

    fn arm_alarm(&self) {
        match job_queue::next(&*self.deps.database, Lane::Letters) {
            Ok(Some(at)) => (self.deps.alarm)(at),
            Ok(None) => {}
            Err(error) => (self.deps.log_error)(&error.0),
        }
    }

    /// Sends the letters that are due, then arms the alarm for the next one.
    pub async fn send_letters(&self) {
        for _ in 0..MOST_LETTERS {
            match self.send_next().await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => (self.deps.log_error)(error.log_text()),
            }
        }
        self.arm_alarm();
    }

    /// Sends the first letter that is due; returns whether there was one.
    async fn send_next(&self) -> Result<bool> {
        let ctx = self.ctx_of(&Actor::Unaudited);
        let Some(job) = job_queue::first(ctx.database, Lane::Letters, ctx.now)? else {
            return Ok(false);
        };
        // Queued again before it is tried: a letter that brings the object down is not tried again at once.
        let again = ctx.now.plus_seconds(job_queue::wait_seconds(job.tries));
        ctx.database.write(vec![job_queue::postpone(&job, again)])?;
        self.send(ctx, &job).await.map(|()| true)
    }

    async fn send(&self, ctx: Ctx<'_>, job: &Job) -> Result<()> {
        let over = || vec![job_queue::settle_tried(job)];
        let give_up = |cause: &str| {
            ctx.database.write(over())?;
            Err(VenueError::Failed(cause.to_owned()))
        };
        if job.tries >= MOST_LINK_TRIES {
            return give_up("given up: a link to sign in that was asked for some minutes ago");
        }
        let Some(DeploymentMail { settings, mailer }) = (self.deps.mail)()? else {
            return give_up("a link to sign in was not sent: the deployment cannot send e-mails");
        };
        let composer = OperatorComposer { mail: &settings };
        match send_link(ctx, &composer, &*mailer, job).await? {
            LinkDelivery::NoPerson | LinkDelivery::Tried(Ok(())) => Ok(ctx.database.write(over())?),
            LinkDelivery::Enough => {
                give_up("a link to sign in was not sent: its person has enough valid ones")
            }
            LinkDelivery::Tried(Err(MailError::Away { retry_after, cause })) => {
                let seconds = retry_after.map_or(MAIL_HELD, |time| {
                    let seconds = i64::try_from(time.as_secs()).unwrap_or(MAIL_HELD);
                    seconds.saturating_add(1)
                });
                let until = ctx.now.plus_seconds(seconds);
                ctx.database.write(vec![job_queue::put_off(job, until)])?;
                Err(VenueError::Failed(cause))
            }
            LinkDelivery::Tried(Err(MailError::Later(cause))) => Err(VenueError::Failed(cause)),
            LinkDelivery::Tried(Err(MailError::Never(cause))) => give_up(&format!("given up: {cause}")),
        }
    }
}

/// The actor behind the sender of a request; [`VenueError::Unauthorized`] for one who is no operator.
fn actor_of(operator: Option<&Credential>) -> Result<Actor> {
    match operator {
        Some(Credential::Operator) => Ok(Actor::Operator),
        Some(Credential::OperatorPerson(person, session)) => Ok(Actor::Person(SignedInPerson::operator(
            person.clone(),
            session.clone(),
        ))),
        _ => Err(VenueError::Unauthorized),
    }
}

/// A result as JSON.
fn answer<T: Serialize>(value: &T) -> DirectoryResponse {
    to_raw_value(value).map_err(|error| VenueError::Broken(error.to_string()))
}

#[cfg(test)]
#[path = "operators_tests.rs"]
mod operators_tests;
#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
