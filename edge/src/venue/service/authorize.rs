//! Authorises a request: rate limit per caller, then the token. A wrong token is answered as not found. All requests
//! of a venue's guests come to its one object, so none is counted twice.

use std::cell::RefCell;

use config::VenueSettings;
use shared::time::Instant;

use crate::error::VenueError;
use crate::limits::{Class, Creation, Limiter, TooMany, VenueQuota};
use crate::provider::SlotsQuestion;
use crate::storage::secret::Secret;
use crate::venue::message::Request;
use crate::venue::message::gift_card::GiftCardsRequest;
use crate::venue::message::visitor::Visitor;
use crate::venue::message::waitlist::WaitlistRequest;

/// Dependencies for authorising one request: the venue's settings, the time and its keys.
#[derive(Clone, Copy)]
pub struct AuthContext<'a> {
    /// The venue's settings.
    pub settings: &'a VenueSettings,
    /// The instant of the message.
    pub now: Instant,
    /// A key that nobody can guess, for this process alone.
    pub key: &'a dyn Fn() -> Result<[u8; 32], VenueError>,
    /// The venue's secret.
    pub secret: &'a dyn Fn() -> Result<Secret, VenueError>,
}

/// Counts callers and compares tokens for one venue, as long as its object lives.
#[derive(Default)]
pub struct Authorizer {
    limiter: RefCell<Option<Limiter>>,
    quota: RefCell<VenueQuota>,
}

impl Authorizer {
    /// Lets the visitor's call past, or says why not. What is public passes, and so does what shows a proof
    /// of its own: staff and takers of payments. The worker has counted those before they came here.
    pub fn authorize(
        &self,
        around: AuthContext<'_>,
        call: &Request,
        visitor: Option<&Visitor>,
    ) -> Result<(), VenueError> {
        let class = match call {
            Request::Reserve(_)
            | Request::Change(..)
            | Request::SetStatus(..)
            | Request::ExtendHold(_)
            | Request::Waitlist(
                WaitlistRequest::Leave(_) | WaitlistRequest::Withdraw(_) | WaitlistRequest::Accept(_),
            )
            | Request::GiftCards(GiftCardsRequest::Create(_) | GiftCardsRequest::Withdraw(..)) => {
                Class::Write
            }
            Request::Reservation(_)
            | Request::Play(..)
            | Request::Waitlist(WaitlistRequest::Look(_))
            | Request::GiftCards(
                GiftCardsRequest::Order(_) | GiftCardsRequest::Balance(_) | GiftCardsRequest::Sheet(_),
            ) => Class::LookUp,
            Request::Slots(question) if question.moving.is_some() => Class::LookUp,
            Request::Experiences
            | Request::Calendar(_)
            | Request::Slots(_)
            | Request::Reservations(_)
            | Request::Staff(_)
            | Request::Webhook { .. }
            | Request::PreviewMail(_)
            | Request::Metrics => return Ok(()),
        };
        let visitor = visitor
            .ok_or_else(|| VenueError::Broken("a request that needs a caller came without one".to_owned()))?;
        self.count(around, class, visitor)?;
        if let Request::Reserve(order) = call
            && order.request.gift_card_code.is_some()
        {
            // Whether there is a card of this code shows in the answer, as it does when its balance is asked.
            self.count(around, Class::LookUp, visitor)?;
        }
        let secret = || (around.secret)();
        let given = visitor.manage_token.as_deref().unwrap_or_default();
        let is_right = match call {
            Request::Reservation(id)
            | Request::Change(id, _)
            | Request::SetStatus(id, _)
            | Request::ExtendHold(id)
            | Request::Slots(SlotsQuestion { moving: Some(id), .. }) => secret()?.is_manage_token(id, given),
            Request::GiftCards(
                GiftCardsRequest::Order(id) | GiftCardsRequest::Sheet(id) | GiftCardsRequest::Withdraw(id, _),
            ) => secret()?.is_order_token(id, given),
            Request::Waitlist(call) => match call.wish() {
                Some(id) => secret()?.is_wish_token(id, given),
                None => true,
            },
            _ => true,
        };
        if is_right {
            Ok(())
        } else {
            // As if there were nothing of the kind, so that nobody learns what there is.
            Err(VenueError::NotFound)
        }
    }

    /// Counts a creation against the venue's quota over all callers. Called after the check against robots, so that
    /// requests which fail it do not use the quota up.
    pub fn count_creation(
        &self,
        settings: &VenueSettings,
        creation: Creation,
        now: Instant,
    ) -> Result<(), VenueError> {
        let mut quota = self.quota.borrow_mut();
        quota
            .take(&settings.limits, creation, now)
            .map_err(|TooMany { retry_after }| VenueError::TooMany { retry_after })
    }

    /// Counts one creation less, since it was refused.
    pub fn give_back_creation(&self, creation: Creation) {
        self.quota.borrow_mut().give_back(creation);
    }

    fn count(&self, around: AuthContext<'_>, class: Class, visitor: &Visitor) -> Result<(), VenueError> {
        let AuthContext { settings, now, .. } = around;
        let mut slot = self.limiter.borrow_mut();
        let limiter = match &mut *slot {
            Some(limiter) => limiter,
            empty => empty.insert(Limiter::new((around.key)()?)),
        };
        limiter
            .take(&settings.limits, class, Some(&settings.id), visitor.caller, now)
            .map_err(|TooMany { retry_after }| VenueError::TooMany { retry_after })
    }
}

#[cfg(test)]
#[path = "authorize_tests.rs"]
mod tests;
