//! Admits a request: its policy's authorization, the check against robots, and the venue's quota.

use std::rc::Rc;

use config::{ChallengeSettings, System, VenueSettings};
use shared::problem::ProblemCode;

use crate::access::Actor;
use crate::challenge::Check;
use crate::error::{Result, VenueError};
use crate::limits::Creation;
use crate::provider::remote;
use crate::storage::idempotency;
use crate::venue::access;
use crate::venue::context::Ctx;
use crate::venue::gift_cards;
use crate::venue::message::Envelope;
use crate::venue::message::policy::{Authorization, Policy};
use crate::venue::message::visitor::Visitor;
use crate::venue::service::VenueService;
use crate::venue::service::authorize::AuthContext;
use crate::venue::waitlist;

/// A request that has been admitted.
pub(super) struct Admitted {
    /// Whose request it is.
    pub actor: Actor,
    /// The creation that was counted against the venue's quota.
    pub counted: Option<Creation>,
    /// Whether its idempotency key is known, so that it only repeats a response.
    pub is_repeated: bool,
}

impl VenueService {
    /// Admits a request, or returns the error.
    pub(super) async fn admit(
        &self,
        settings: &VenueSettings,
        policy: &Policy<'_>,
        envelope: &Envelope,
    ) -> Result<Admitted> {
        let ctx = self.ctx();
        let context = AuthContext {
            settings,
            now: ctx.now,
            key: &|| ctx.key(),
            secret: &|| ctx.secret(),
        };
        let actor = match policy.authorization {
            Authorization::Staff => {
                let actor = access::identify(ctx, settings, envelope.staff.as_ref())?;
                self.require_assigned(settings, &actor)?;
                actor
            }
            _ => Actor::Unaudited,
        };
        let visitor = envelope.visitor.as_ref();
        self.authorizer.authorize(context, policy, visitor)?;
        let is_repeated = self.is_repeated(settings, policy)?;
        self.refuse_suspended(policy, is_repeated)?;
        let counted = if is_repeated {
            None
        } else {
            self.challenge(settings, policy, visitor).await?
        };
        Ok(Admitted {
            actor,
            counted,
            is_repeated,
        })
    }

    /// Refuses the bearer of the staff key, which is a worker secret, if that is not assigned to the venue.
    pub(super) fn require_assigned(&self, settings: &VenueSettings, actor: &Actor) -> Result<()> {
        let name = settings
            .staff_key
            .as_deref()
            .filter(|_| *actor == Actor::StaffKey);
        match name {
            Some(name) if !self.secrets(settings).is_assigned(name)? => Err(VenueError::Unauthorized),
            _ => Ok(()),
        }
    }

    /// Refuses a request for something new at a suspended venue. A repeated request is answered: what it asks for exists.
    pub(super) fn refuse_suspended(&self, policy: &Policy<'_>, is_repeated: bool) -> Result<()> {
        let is_suspended = policy.is_refused_when_suspended && !is_repeated && self.is_suspended();
        if is_suspended {
            Err(VenueError::Refused(ProblemCode::VenueSuspended))
        } else {
            Ok(())
        }
    }

    /// Whether the idempotency key of a request is known.
    fn is_repeated(&self, settings: &VenueSettings, policy: &Policy<'_>) -> Result<bool> {
        let Some((creation, key)) = policy.creation else {
            return Ok(false);
        };
        let Ctx { database, now, .. } = self.ctx();
        Ok(match (creation, settings.system()) {
            (Creation::Reservation, Some(System::Remote(_))) => remote::knows(database, key, now)?,
            (Creation::Reservation, Some(System::Engine(_)) | None) => {
                idempotency::find(database, key, now)?.is_some()
            }
            (Creation::GiftCardOrder, _) => gift_cards::knows(database, key, now)?,
            (Creation::WaitlistEntry, _) => waitlist::of_key(database, key, now)?.is_some(),
        })
    }

    /// Verifies the check against robots and counts against the venue's quota, for requests that create something. A
    /// repeated request needs neither.
    async fn challenge(
        &self,
        settings: &VenueSettings,
        policy: &Policy<'_>,
        visitor: Option<&Visitor>,
    ) -> Result<Option<Creation>> {
        let Some((creation, key)) = policy.creation else {
            return Ok(None);
        };
        let Ctx { now, .. } = self.ctx();
        if let Some(turnstile) = &settings.turnstile {
            let token = visitor.and_then(|visitor| visitor.challenge_token.as_deref());
            // Venues may share a secret, and guests choose their keys, which have no spaces.
            let purpose = format!("{} {creation:?} {}", settings.id, key.as_str());
            self.check(settings, turnstile)?.pass(token, &purpose).await?;
        }
        self.authorizer.count_creation(settings, creation, now)?;
        Ok(Some(creation))
    }

    /// The check against robots. It is created once per object, or until settings or a secret change.
    fn check(&self, settings: &VenueSettings, turnstile: &ChallengeSettings) -> Result<Rc<Check>> {
        if let Some(check) = &*self.check.borrow() {
            return Ok(check.clone());
        }
        let check = Rc::new((self.deps.challenge)(
            &settings.id,
            turnstile,
            self.secrets(settings),
        )?);
        self.check.replace(Some(check.clone()));
        Ok(check)
    }
}
