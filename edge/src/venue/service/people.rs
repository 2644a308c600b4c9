//! Answers requests about people, their sessions and signing in, and sends letters with links.

use std::rc::Rc;

use config::{MailSettings, VenueSettings};

use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::mail::Mailer;
use crate::storage::job_queue::{self, Job, JobKind};
use crate::venue::access::{self, InvitationChannel};
use crate::venue::composer::Composer;
use crate::venue::message::person::{PeopleRequest, SessionsRequest, SignInRequest};
use crate::venue::service::dispatch::{Json, json};
use crate::venue::service::link_delivery::{LinkDelivery, MOST_LINK_TRIES, send_link};
use crate::venue::service::{DeploymentMail, VenueService};

impl VenueService {
    pub(super) fn answer_people(
        &self,
        settings: &VenueSettings,
        request: &PeopleRequest,
        actor: &Actor,
    ) -> Result<Json> {
        let ctx = self.ctx_of(actor);
        match request {
            PeopleRequest::List => json(&access::people(ctx)?),
            PeopleRequest::Invite(new) => json(&access::invite(ctx, new, self.channel(settings))?),
            PeopleRequest::Change(id, change) => json(&access::change(ctx, id, change)?),
            PeopleRequest::Remove(id) => json(&access::remove(ctx, id)?),
        }
    }

    pub(super) fn answer_sessions(&self, request: &SessionsRequest, actor: &Actor) -> Result<Json> {
        let ctx = self.ctx_of(actor);
        match request {
            SessionsRequest::List => json(&access::sessions(ctx)?),
            SessionsRequest::End(id) => json(&access::end_session(ctx, id)?),
            SessionsRequest::SignOut => json(&access::sign_out(ctx)?),
        }
    }

    pub(super) fn answer_sign_in(&self, request: &SignInRequest) -> Result<Json> {
        let ctx = self.ctx();
        match request {
            SignInRequest::Open(token, device) => json(&access::sign_in(ctx, &token.0, *device)?),
            SignInRequest::SendLink(email) => json(&access::request_link(ctx, email)?),
        }
    }

    /// The channel of invitations. Where the deployment's mail is set wrongly it is the response, and the log says why.
    fn channel(&self, settings: &VenueSettings) -> InvitationChannel {
        if settings.mail.is_some() {
            return InvitationChannel::Mail;
        }
        match self.deployment_mail(settings) {
            Ok(Some(_)) => InvitationChannel::Mail,
            Ok(None) => InvitationChannel::Response,
            Err(error) => {
                self.log_error(settings, &error);
                InvitationChannel::Response
            }
        }
    }

    /// The deployment's mail. It is made once per object, so that its breaker, queue and `Retry-After` outlive a letter.
    fn deployment_mail(&self, settings: &VenueSettings) -> Result<Option<DeploymentMail>> {
        if let Some(known) = &*self.deployment_mail.borrow() {
            return Ok(Some(known.clone()));
        }
        let made = (self.deps.deployment_mail)(&settings.id)?;
        self.deployment_mail.replace(made.clone());
        Ok(made)
    }

    /// The mail for letters to the venue's people: the venue's own, else the deployment's.
    fn mail_to_people(&self, settings: &VenueSettings) -> Result<Option<(MailSettings, Rc<dyn Mailer>)>> {
        if let Some(mail) = &settings.mail {
            return Ok(Some((mail.clone(), self.mailer(settings)?)));
        }
        let mail = self.deployment_mail(settings)?;
        Ok(mail.map(|DeploymentMail { settings, mailer }| (settings, mailer)))
    }

    /// Composes a letter with a link to sign in, and hands it to the mail service.
    pub(super) async fn deliver_link(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        // It may be asked for again meanwhile: that is another letter.
        let over = || vec![job_queue::settle_tried(job)];
        let give_up = |cause: &str| {
            self.ctx().database.write(over())?;
            Err(VenueError::Failed(cause.to_owned()))
        };
        if job.kind == JobKind::SignInLink && job.tries >= MOST_LINK_TRIES {
            return give_up("given up: a link to sign in that was asked for some minutes ago");
        }
        let Some((mail, mailer)) = self.mail_to_people(settings)? else {
            return give_up(
                "a link to sign in was not sent: neither the venue nor the deployment can send e-mails",
            );
        };
        let composer = Composer::new(settings, &mail);
        match send_link(self.ctx(), &composer, &*mailer, job).await? {
            LinkDelivery::NoPerson => Ok(self.ctx().database.write(over())?),
            LinkDelivery::Enough => {
                give_up("a link to sign in was not sent: its person has enough valid ones")
            }
            LinkDelivery::Tried(sent) => self.finish_delivery(job, sent, over()),
        }
    }
}
