//! Answers the requests of operators: the creation of the venue, its suspension, the worker secrets that are assigned
//! to it, and the hosts of its webhooks.

use config::VenueSettings;
use serde_json::Value;
use shared::access::Permission;
use shared::problem::ProblemCode;

use super::VenueService;
use super::dispatch::{Json, json};
use crate::access::{Actor, Credential, StaffSender};
use crate::error::{Result, VenueError};
use crate::venue::message::operator::OperatorRequest;
use crate::venue::message::{Envelope, Response};
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
            Ok(answer) => Response {
                result: Ok(answer),
                server_timing: Vec::new(),
                fresh_seconds: 0,
                settings_version: None,
                is_suspended: false,
            },
            Err(error) => error.into(),
        }
    }

    fn store_new(&self, of_file: Option<&VenueSettings>, envelope: &Envelope, given: &Value) -> Result<()> {
        let actor = operator(envelope.staff.as_ref())?;
        let exists = || VenueError::Refused(ProblemCode::VenueExists);
        if of_file.is_some() {
            return Err(exists());
        }
        let wanted = settings::read_new(&envelope.venue, given, self.deps.allows_demonstrations)?;
        match self.in_force(None) {
            Ok(_) if settings::is_first(&*self.deps.database, &wanted)? => Ok(()),
            Ok(_) => Err(exists()),
            Err(VenueError::UnknownVenue) => {
                // The guests' data of a venue that was served before is not another restaurant's.
                if self.deps.database.has_schema()? && self.venue()?.is_some() {
                    return Err(exists());
                }
                let ctx = self.ctx_of(&actor);
                self.store_first(ctx, wanted)?;
                let in_force = self.in_force(None)?;
                self.arm_alarm(&in_force.settings);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Answers a request of an operator about a venue that there is.
    pub(super) fn answer_operator(
        &self,
        settings: &VenueSettings,
        request: &OperatorRequest,
        actor: &Actor,
    ) -> Result<Json> {
        if *actor != Actor::Operator {
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

/// The operator who sends a request; [`VenueError::Forbidden`] for anybody else.
fn operator(sender: Option<&StaffSender>) -> Result<Actor> {
    let is_operator = sender.is_some_and(|sender| {
        sender.credential == Credential::Operator && sender.permission == Permission::Directory
    });
    if is_operator {
        Ok(Actor::Operator)
    } else {
        Err(VenueError::Forbidden)
    }
}
