//! Answers the requests of operators: the creation of the venue, its suspension, the worker secrets that are assigned
//! to it, also where it is not served any more, and the hosts of its webhooks.

use config::VenueSettings;
use serde_json::Value;
use shared::access::Permission;
use shared::problem::ProblemCode;

use super::VenueService;
use super::dispatch::{Json, json};
use crate::access::{Actor, Credential, SignedInPerson, StaffSender};
use crate::error::{Result, VenueError};
use crate::venue::message::operator::OperatorRequest;
use crate::venue::message::staff::StaffRequest;
use crate::venue::message::{Envelope, Request, Response};
use crate::venue::webhooks::hosts;
use crate::venue::{secrets, settings};

impl VenueService {
    /// Creates the venue. Nothing is written for a sender who is no operator, or by settings that cannot be served.
    pub(super) fn create(
        &self,
        of_file: Option<&VenueSettings>,
        envelope: &Envelope,
        given: &Value,
    ) -> Response {
        let result = self.store_new(of_file, envelope, given);
        match result.and_then(|()| json(&())) {
            Ok(answer) => plain(answer),
            Err(error) => error.into(),
        }
    }

    fn store_new(&self, of_file: Option<&VenueSettings>, envelope: &Envelope, given: &Value) -> Result<()> {
        let actor = operator(envelope.staff.as_ref())?;
        let exists = || VenueError::Refused(ProblemCode::VenueExists);
        if of_file.is_some() {
            return Err(exists());
        }
        match self.in_force(None) {
            // Not checked again: an older release may have stored them, and this one may check more.
            Ok(_) if settings::is_first(&*self.deps.database, given)? => return Ok(()),
            Ok(_) => return Err(exists()),
            Err(VenueError::UnknownVenue) => {}
            Err(error) => return Err(error),
        }
        // The guests' data of a venue that was served before is not another restaurant's.
        if self.was_served()? {
            return Err(exists());
        }
        let wanted = settings::read_new(&envelope.venue, given, self.deps.allows_demonstrations)?;
        let ctx = self.ctx_of(&actor);
        self.store_first(ctx, wanted)?;
        let in_force = self.in_force(None)?;
        self.arm_alarm(&in_force.settings);
        Ok(())
    }

    /// Whether a venue without settings was served before, by a file that was taken away. Without a schema nothing is
    /// written.
    fn was_served(&self) -> Result<bool> {
        Ok(self.deps.database.has_schema()? && self.venue()?.is_some())
    }

    /// Answers a request to the object of a venue without settings. Of one that was served before, an operator can still
    /// reach the secrets: they are used again when its file comes back.
    pub(super) fn handle_unserved(&self, request: &Request, envelope: &Envelope) -> Response {
        match self.answer_unserved(request, envelope) {
            Ok(answer) => plain(answer),
            Err(error) => error.into(),
        }
    }

    fn answer_unserved(&self, request: &Request, envelope: &Envelope) -> Result<Json> {
        let is_about_secrets = matches!(
            request,
            Request::Staff(StaffRequest::ResealSecrets)
                | Request::Operator(OperatorRequest::WorkerSecrets | OperatorRequest::WithdrawSecret(_))
        );
        if !is_about_secrets || !self.was_served()? {
            return Err(VenueError::UnknownVenue);
        }
        let actor = operator(envelope.staff.as_ref())?;
        match request {
            Request::Staff(StaffRequest::ResealSecrets) => {
                json(&self.reseal_secrets(&envelope.venue, &actor)?)
            }
            Request::Operator(OperatorRequest::WorkerSecrets) => {
                json(&secrets::assigned(self.ctx_of(&actor))?)
            }
            Request::Operator(OperatorRequest::WithdrawSecret(name)) => {
                json(&secrets::withdraw(self.ctx_of(&actor), name)?)
            }
            _ => Err(VenueError::UnknownVenue),
        }
    }

    /// Answers a request of an operator about a venue that there is.
    pub(super) fn answer_operator(
        &self,
        settings: &VenueSettings,
        request: &OperatorRequest,
        actor: &Actor,
    ) -> Result<Json> {
        if !actor.is_operator() {
            return Err(VenueError::Forbidden);
        }
        match request {
            // Answered before the settings are looked for.
            OperatorRequest::Create(_) => Err(VenueError::Refused(ProblemCode::VenueExists)),
            OperatorRequest::SetSuspended(is_suspended) => {
                json(&self.set_suspended(settings, *is_suspended, actor)?)
            }
            OperatorRequest::WorkerSecrets => json(&secrets::assigned(self.ctx_of(actor))?),
            OperatorRequest::AssignSecret(name) => {
                secrets::assign(self.ctx_of(actor), name)?;
                self.drop_adapters();
                json(&())
            }
            OperatorRequest::WithdrawSecret(name) => {
                secrets::withdraw(self.ctx_of(actor), name)?;
                self.drop_adapters();
                json(&())
            }
            OperatorRequest::WebhookHosts => json(&hosts::list(self.ctx_of(actor))?),
            OperatorRequest::ConfirmWebhookHost(host) => json(&hosts::confirm(self.ctx_of(actor), host)?),
            OperatorRequest::WithdrawWebhookHost(host) => json(&hosts::withdraw(self.ctx_of(actor), host)?),
        }
    }
}

/// A response of a venue without settings; those that it has by then are added to it.
fn plain(answer: Json) -> Response {
    Response {
        result: Ok(answer),
        server_timing: Vec::new(),
        fresh_seconds: 0,
        settings_version: None,
        is_suspended: false,
    }
}

/// The operator who sends a request; [`VenueError::Forbidden`] for every other sender.
fn operator(sender: Option<&StaffSender>) -> Result<Actor> {
    match sender.filter(|sender| sender.permission == Permission::Directory) {
        Some(StaffSender {
            credential: Credential::Operator,
            ..
        }) => Ok(Actor::Operator),
        Some(StaffSender {
            credential: Credential::OperatorPerson(person, session),
            ..
        }) => Ok(Actor::Person(SignedInPerson::operator(
            person.clone(),
            session.clone(),
        ))),
        _ => Err(VenueError::Forbidden),
    }
}
