//! Counts what callers ask in this isolate, and compares bearer tokens with the keys of venues' staff. Nothing
//! else here compares such a key, so every guess at one is counted.

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::asker::caller;
use super::{Context, Request, bearer};
use crate::config::VenueSettings;
use crate::limits::{Class, Settings, TooMany};

/// Counts one request of a class: by the venue's limits, or by the defaults where it is of no venue.
pub fn count(
    request: &Request,
    class: Class,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
) -> Result<(), TooMany> {
    let limits = venue.map_or_else(Settings::default, |venue| venue.limits);
    let mut limiter = context.limiter.borrow_mut();
    limiter.take(
        &limits,
        class,
        venue.map(|venue| &venue.id),
        caller(request),
        context.now,
    )
}

/// The venue whose staff key the request carries; none if `find` finds no such venue. `find` is given what compares
/// the key with a venue's own. A caller whose guesses have run out is not compared at all; a wrong key is counted as a
/// look-up, and a right one as staff's, by the limits of the venue that was found.
pub fn by_staff_key<'v>(
    request: &Request,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
    find: impl FnOnce(&dyn Fn(&VenueSettings) -> bool) -> Option<&'v VenueSettings>,
) -> Result<Option<&'v VenueSettings>, TooMany> {
    let limits = venue.map_or_else(Settings::default, |venue| venue.limits);
    let id = venue.map(|venue| &venue.id);
    context
        .limiter
        .borrow_mut()
        .check(&limits, Class::LookUp, id, caller(request), context.now)?;
    let given = bearer::token(request.headers());
    let is_its = |venue: &VenueSettings| {
        let secret = venue.staff_key.as_deref().and_then(|name| (context.secret)(name));
        given
            .as_ref()
            .zip(secret)
            .is_some_and(|(given, secret)| matches(given, &secret))
    };
    let found = find(&is_its);
    let class = if found.is_some() {
        Class::Staff
    } else {
        Class::LookUp
    };
    count(request, class, found.or(venue), context)?;
    Ok(found)
}

/// Whether both are the same. Digests of equal length are compared, so neither the length of the
/// secret nor the place of the first difference shows in the time.
fn matches(given: &SecretString, secret: &SecretString) -> bool {
    let digest = |text: &SecretString| Sha256::digest(text.expose_secret().as_bytes());
    digest(given).as_slice().ct_eq(digest(secret).as_slice()).into()
}

#[cfg(test)]
#[path = "admission_tests.rs"]
mod tests;
