//! Admits requests: rate limits of this isolate, and bearer tokens. Staff keys are compared here and nowhere else in
//! this folder, so that every guess at one is counted.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use shared::problem::ProblemCode;
use subtle::ConstantTimeEq;

use super::bearer::{self, bearer};
use super::client::caller;
use super::endpoint::{Access, Endpoint, RateLimit};
use super::error::ApiError;
use super::{Context, Request};
use crate::limits::{Class, TooMany};
use config::LimitSettings;
use config::VenueSettings;

/// Counts a request against its endpoint's rate limit, if that is one of this isolate.
pub fn count_request(
    endpoint: &Endpoint,
    request: &Request,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
) -> Result<(), TooMany> {
    match endpoint.rate_limit {
        RateLimit::Isolate(class) | RateLimit::IsolatePage(class) => count(request, class, venue, context),
        RateLimit::Unlimited | RateLimit::StaffKey | RateLimit::VenueObject => Ok(()),
    }
}

/// Checks that a request has the bearer token that its endpoint requires, and compares staff keys. Returns the token,
/// unless it was a staff key.
pub fn authorize(
    endpoint: &Endpoint,
    request: &Request,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
) -> Result<Option<SecretString>, ApiError> {
    let is_staff = || -> Result<bool, ApiError> {
        let venue = venue.ok_or(ProblemCode::VenueNotFound)?;
        Ok(is_staff(request, venue, context)?)
    };
    match endpoint.access {
        Access::Public | Access::Signature | Access::Page => Ok(None),
        Access::PublicOrReservationToken => Ok(bearer::token(request.headers())),
        Access::ReservationToken | Access::OrderToken | Access::EntryToken => bearer(request).map(Some),
        Access::StaffKey => {
            if is_staff()? {
                Ok(None)
            } else {
                Err(ProblemCode::Unauthorized.into())
            }
        }
        Access::StaffKeyOrToken => {
            let token = bearer(request)?;
            Ok((!is_staff()?).then_some(token))
        }
    }
}

/// Counts one request of a class: by the venue's limits, or by the defaults where it is of no venue.
fn count(
    request: &Request,
    class: Class,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
) -> Result<(), TooMany> {
    let limits = venue.map_or_else(LimitSettings::default, |venue| venue.limits);
    let mut limiter = context.limiter.borrow_mut();
    limiter.take(
        &limits,
        class,
        venue.map(|venue| &venue.id),
        caller(request),
        context.now,
    )
}

/// Whether the request carries the staff key of this venue; counted as by [`by_staff_key`].
fn is_staff(request: &Request, venue: &VenueSettings, context: &Context<'_>) -> Result<bool, TooMany> {
    let found = by_staff_key(request, Some(venue), context, |is_its| {
        is_its(venue).then_some(venue)
    })?;
    Ok(found.is_some())
}

/// The venue whose staff key the request carries; none if `find` finds no such venue. `find` gets a function that
/// compares the key with a venue's own. A wrong key is counted as a look-up, and a right one as staff's, by the limits
/// of the venue that was found. A caller whose guesses have run out is compared only as [`Limiter::admit_key`] allows.
/// A request without a key is no guess, and is counted as a read.
///
/// [`Limiter::admit_key`]: crate::limits::Limiter::admit_key
pub fn by_staff_key<'v>(
    request: &Request,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
    find: impl FnOnce(&dyn Fn(&VenueSettings) -> bool) -> Option<&'v VenueSettings>,
) -> Result<Option<&'v VenueSettings>, TooMany> {
    let limits = venue.map_or_else(LimitSettings::default, |venue| venue.limits);
    let id = venue.map(|venue| &venue.id);
    let Some(given) = bearer::token(request.headers()) else {
        count(request, Class::Read, venue, context)?;
        return Ok(None);
    };
    let presented = {
        let (mut limiter, caller) = (context.limiter.borrow_mut(), caller(request));
        let presented = limiter.presented(caller, given.expose_secret().as_bytes());
        limiter.admit_key(&limits, id, (caller, presented), context.now)?;
        presented
    };
    let is_its = |venue: &VenueSettings| {
        let secret = venue.staff_key.as_deref().and_then(|name| (context.secret)(name));
        secret.is_some_and(|secret| matches(&given, &secret))
    };
    let found = find(&is_its);
    let class = if found.is_some() {
        Class::Staff
    } else {
        Class::LookUp
    };
    count(request, class, found.or(venue), context)?;
    if found.is_some() {
        context.limiter.borrow_mut().remember_key(presented);
    }
    Ok(found)
}

/// Whether both are equal. Digests of equal length are compared in constant time, so the time shows neither the secret's
/// length nor the place of the first difference.
fn matches(given: &SecretString, secret: &SecretString) -> bool {
    let digest = |text: &SecretString| Sha256::digest(text.expose_secret().as_bytes());
    digest(given).as_slice().ct_eq(digest(secret).as_slice()).into()
}

#[cfg(test)]
#[path = "admission_tests.rs"]
mod tests;
