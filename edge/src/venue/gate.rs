//! Who gets past: counts what guests write and look up, and compares their tokens. All of a venue's
//! guests pass the one gate of its object, so nothing is counted twice or in two places. It must not
//! know how a call is carried out.

use std::cell::RefCell;

use config::VenueSettings;
use shared::time::Instant;

use super::call::Call;
use super::cards::call::CardCall;
use super::token::Secret;
use super::visitor::Visitor;
use super::waitlist::call::WaitCall;
use crate::limits::{Class, Creation, Limiter, TooMany, VenueQuota};
use crate::provider::{ProviderError, SlotsQuestion};

/// What the gate works with while it looks at one message.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The venue's settings.
    pub settings: &'a VenueSettings,
    /// The instant of the message.
    pub now: Instant,
    /// A key that nobody can guess, for this process alone.
    pub key: &'a dyn Fn() -> Result<[u8; 32], ProviderError>,
    /// The venue's secret.
    pub secret: &'a dyn Fn() -> Result<Secret, ProviderError>,
}

/// A venue's gate, as long as its object lives.
#[derive(Default)]
pub struct Gate {
    limiter: RefCell<Option<Limiter>>,
    quota: RefCell<VenueQuota>,
}

impl Gate {
    /// Lets the visitor's call past, or says why not. What is public passes, and so does what shows a proof
    /// of its own: staff and takers of payments. The worker has counted those before they came here.
    pub fn admit(
        &self,
        around: Around<'_>,
        call: &Call,
        visitor: Option<&Visitor>,
    ) -> Result<(), ProviderError> {
        let class = match call {
            Call::Reserve(_)
            | Call::Change(..)
            | Call::SetStatus(..)
            | Call::ExtendHold(_)
            | Call::Waitlist(WaitCall::Leave(_) | WaitCall::Withdraw(_) | WaitCall::Accept(_))
            | Call::Cards(CardCall::Create(_) | CardCall::Withdraw(..)) => Class::Write,
            Call::Reservation(_)
            | Call::Play(..)
            | Call::Waitlist(WaitCall::Look(_))
            | Call::Cards(CardCall::Order(_) | CardCall::Balance(_) | CardCall::Sheet(_)) => Class::LookUp,
            Call::Slots(question) if question.moving.is_some() => Class::LookUp,
            Call::Experiences
            | Call::Calendar(_)
            | Call::Slots(_)
            | Call::Reservations(_)
            | Call::Staff(_)
            | Call::Webhook { .. }
            | Call::ShownMail(_)
            | Call::Metrics => return Ok(()),
        };
        let visitor = visitor.ok_or_else(|| ProviderError::Broken("nobody asks".to_owned()))?;
        self.count(around, class, visitor)?;
        if let Call::Reserve(order) = call
            && order.request.gift_card_code.is_some()
        {
            // Whether there is a card of this code shows in the answer, as it does when its balance is asked.
            self.count(around, Class::LookUp, visitor)?;
        }
        let secret = || (around.secret)();
        let given = visitor.manage_token.as_deref().unwrap_or_default();
        let is_right = match call {
            Call::Reservation(id) | Call::Change(id, _) | Call::SetStatus(id, _) | Call::ExtendHold(id) => {
                secret()?.is_manage_token(id, given)
            }
            Call::Slots(SlotsQuestion { moving: Some(id), .. }) => secret()?.is_manage_token(id, given),
            Call::Cards(CardCall::Order(id) | CardCall::Sheet(id) | CardCall::Withdraw(id, _)) => {
                secret()?.is_order_token(id, given)
            }
            Call::Waitlist(call) => match call.wish() {
                Some(id) => secret()?.is_wish_token(id, given),
                None => true,
            },
            _ => true,
        };
        if is_right {
            Ok(())
        } else {
            // As if there were nothing of the kind, so that nobody learns what there is.
            Err(ProviderError::NotFound)
        }
    }

    /// Counts a creation against the venue's quota over all callers. Called after the check against robots, so that
    /// requests which fail it do not use the quota up.
    pub fn count_creation(
        &self,
        settings: &VenueSettings,
        creation: Creation,
        now: Instant,
    ) -> Result<(), ProviderError> {
        let mut quota = self.quota.borrow_mut();
        quota
            .take(&settings.limits, creation, now)
            .map_err(|TooMany { retry_after }| ProviderError::TooMany { retry_after })
    }

    /// Counts one creation less, since it was refused.
    pub fn give_back_creation(&self, creation: Creation) {
        self.quota.borrow_mut().give_back(creation);
    }

    fn count(&self, around: Around<'_>, class: Class, visitor: &Visitor) -> Result<(), ProviderError> {
        let Around { settings, now, .. } = around;
        let mut slot = self.limiter.borrow_mut();
        let limiter = match &mut *slot {
            Some(limiter) => limiter,
            empty => empty.insert(Limiter::new((around.key)()?)),
        };
        limiter
            .take(&settings.limits, class, Some(&settings.id), visitor.caller, now)
            .map_err(|TooMany { retry_after }| ProviderError::TooMany { retry_after })
    }
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
