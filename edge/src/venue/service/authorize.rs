//! Authorises a request: rate limit per caller, then the token. A wrong token is answered as not found. All requests
//! of a venue's guests come to its one object, so none is counted twice.

use std::cell::RefCell;

use config::VenueSettings;
use shared::time::Instant;

use crate::error::VenueError;
use crate::limits::{Class, Creation, Limiter, TooMany, VenueQuota};
use crate::storage::secret::Secret;
use crate::venue::message::policy::{Authorization, Policy};
use crate::venue::message::visitor::Visitor;

/// Dependencies for authorising one request: the venue's settings, the time and its keys.
#[derive(Clone, Copy)]
pub struct AuthContext<'a> {
    /// The venue's settings.
    pub settings: &'a VenueSettings,
    /// The instant of the request.
    pub now: Instant,
    /// A random key of this process, under which callers' addresses are hashed.
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
    /// Checks the authorization that a request's policy demands of its visitor. Requests without a demand, those that
    /// the worker has authorised, and those of staff, who are identified apart, pass.
    pub fn authorize(
        &self,
        context: AuthContext<'_>,
        policy: &Policy<'_>,
        visitor: Option<&Visitor>,
    ) -> Result<(), VenueError> {
        if let Authorization::Public | Authorization::ByWorker | Authorization::Staff = policy.authorization {
            return Ok(());
        }
        let visitor = visitor.ok_or_else(|| {
            VenueError::Broken("a request that needs a visitor was sent without one".to_owned())
        })?;
        for class in policy.rate_classes {
            self.count(context, *class, visitor)?;
        }
        let secret = || (context.secret)();
        let given = visitor.manage_token.as_deref().unwrap_or_default();
        let is_right = match policy.authorization {
            Authorization::ReservationToken(id) => secret()?.is_manage_token(id, given),
            Authorization::OrderToken(id) => secret()?.is_order_token(id, given),
            Authorization::EntryToken(id) => secret()?.is_entry_token(id, given),
            Authorization::Public
            | Authorization::ByWorker
            | Authorization::Staff
            | Authorization::Visitor => true,
        };
        if is_right {
            Ok(())
        } else {
            // The same error as for an id that does not exist, so that a caller does not learn which ids exist.
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

    /// Takes a creation that was refused out of the count again.
    pub fn give_back_creation(&self, creation: Creation) {
        self.quota.borrow_mut().give_back(creation);
    }

    fn count(&self, context: AuthContext<'_>, class: Class, visitor: &Visitor) -> Result<(), VenueError> {
        let AuthContext { settings, now, .. } = context;
        let mut slot = self.limiter.borrow_mut();
        let limiter = match &mut *slot {
            Some(limiter) => limiter,
            empty => empty.insert(Limiter::new((context.key)()?)),
        };
        limiter
            .take(&settings.limits, class, Some(&settings.id), visitor.caller, now)
            .map_err(|TooMany { retry_after }| VenueError::TooMany { retry_after })
    }
}

#[cfg(test)]
#[path = "authorize_tests.rs"]
mod tests;
