//! Admits requests: rate limits of this isolate, bearer tokens, and sessions. The staff key and the operator's key are
//! compared here and nowhere else in this folder, so that every guess at one is counted.

pub mod browser;

use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use shared::access::Permission;
use shared::id::VenueId;
use shared::problem::ProblemCode;
use subtle::ConstantTimeEq;

use super::bearer::{self, bearer};
use super::client::caller;
use super::endpoint::{Access, Endpoint, RateLimit};
use super::error::ApiError;
use super::session_cookie::Realm;
use super::{Context, Request};
use crate::access::{Credential, StaffSender, key};
use crate::error::VenueError;
use crate::limits::{Class, KeyDigest, TooMany};
use config::LimitSettings;
use config::VenueSettings;
use config::secret::OPERATOR_KEY;

/// Counts a request against its endpoint's rate limit, if that is one of this isolate.
pub fn count_request(
    endpoint: &Endpoint,
    request: &Request,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
) -> Result<(), TooMany> {
    match endpoint.rate_limit {
        RateLimit::Isolate(class) | RateLimit::IsolatePage(class) => count(request, class, venue, context),
        RateLimit::Unlimited | RateLimit::Staff | RateLimit::VenueObject => Ok(()),
    }
}

/// The token or the sender with which a request is admitted.
#[derive(Default)]
pub struct Admission {
    /// The bearer token, where it is none of staff.
    pub token: Option<SecretString>,
    /// The sender, where it is staff.
    pub staff: Option<StaffSender>,
    /// The digest of an access key or a session's token, which the venue's object, or the directory's, has yet to compare.
    presented: Option<KeyDigest>,
}

/// Checks that a request has the bearer token that its endpoint requires, and compares the keys that are worker secrets.
/// An access key is compared by the venue's object, whose response [`Admission::count_key_outcome`] gets.
pub fn authorize(
    endpoint: &Endpoint,
    request: &Request,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
) -> Result<Admission, ApiError> {
    let staff = |permission| -> Result<Option<Admission>, ApiError> {
        let venue = venue.ok_or(ProblemCode::VenueNotFound)?;
        let of_browser = browser::admission(endpoint, request, (venue, permission), context)?;
        if of_browser.is_some() {
            return Ok(of_browser);
        }
        let found = present(request, Some(venue), context, |name_of| {
            name_of(venue).map(|name| (venue, name))
        })?;
        Ok(found.map(|presented| presented.admission(permission)))
    };
    let of_token = |token| Admission {
        token,
        ..Admission::default()
    };
    match endpoint.access {
        Access::Public | Access::Signature | Access::Client | Access::Page => Ok(Admission::default()),
        Access::PublicOrReservationToken => Ok(of_token(bearer::token(request.headers()))),
        Access::ReservationToken | Access::OrderToken | Access::EntryToken => {
            bearer(request).map(|token| of_token(Some(token)))
        }
        Access::Operator => match browser::session(endpoint, request, (Realm::Operators, None), context)? {
            Some((credential, key)) => Ok(Admission {
                token: None,
                staff: Some(StaffSender {
                    credential,
                    permission: Permission::Directory,
                }),
                presented: Some(key),
            }),
            None => Ok(operator(request, context)?.ok_or(ProblemCode::Unauthorized)?),
        },
        Access::Staff(permission) => Ok(staff(permission)?.ok_or(ProblemCode::Unauthorized)?),
        Access::StaffOrToken(permission) => match staff(permission)? {
            Some(admission) => Ok(admission),
            None => bearer(request).map(|token| of_token(Some(token))),
        },
    }
}

/// The outcome of a request of staff, as far as its key decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOutcome {
    /// The request was answered, so its key was right.
    Answered,
    /// The key was refused.
    Refused,
    /// Another error, which may have come before the key was compared.
    Failed,
}

impl KeyOutcome {
    /// The outcome of a result, by whether its error refuses the key.
    pub fn of<T, E>(result: &Result<T, E>, is_refusal: impl FnOnce(&E) -> bool) -> Self {
        match result {
            Ok(_) => Self::Answered,
            Err(error) if is_refusal(error) => Self::Refused,
            Err(_) => Self::Failed,
        }
    }
}

impl Admission {
    /// Admits the credentials of a client of an issuer of tokens to their comparison in the account's object, whose response
    /// [`Admission::count_key_outcome`] gets. A request without credentials is no guess, and is counted as a read.
    pub fn of_client(
        given: Option<&SecretString>,
        request: &Request,
        context: &Context<'_>,
    ) -> Result<Self, TooMany> {
        let Some(given) = given else {
            count(request, Class::Read, None, context)?;
            return Ok(Self::default());
        };
        let key = admit(given, request, None, context)?;
        count(request, Class::Staff, None, context)?;
        Ok(Self {
            presented: Some(key),
            ..Self::default()
        })
    }

    /// The admission of an operator who is signed in, whose session the directory's object has compared; any other as it
    /// is.
    pub async fn of_operator(
        self,
        endpoint: &Endpoint,
        request: &Request,
        context: &Context<'_>,
    ) -> Result<Self, ApiError> {
        let session = match (endpoint.access, &self.staff) {
            (
                Access::Operator,
                Some(StaffSender {
                    credential: Credential::Session(token, device),
                    permission,
                }),
            ) => Some((token.clone(), *device, *permission)),
            _ => None,
        };
        let Some((token, device, permission)) = session else {
            return Ok(self);
        };
        let compared = (context.directory)().identify(token, device).await;
        let is_refusal = |error: &VenueError| *error == VenueError::Unauthorized;
        self.count_key_outcome(request, None, context, KeyOutcome::of(&compared, is_refusal));
        Ok(Self {
            token: None,
            staff: Some(StaffSender {
                credential: compared?,
                permission,
            }),
            presented: None,
        })
    }

    /// Counts what the response says about a key that the venue's object has compared: a refused one as a look-up. One
    /// that was right is compared again when the caller's guesses have run out; after another error it is not known
    /// whether it was.
    pub fn count_key_outcome(
        &self,
        request: &Request,
        venue: Option<&VenueSettings>,
        context: &Context<'_>,
        outcome: KeyOutcome,
    ) {
        match (self.presented, outcome) {
            // The response is a refusal already.
            (Some(_), KeyOutcome::Refused) => drop(count(request, Class::LookUp, venue, context)),
            (Some(presented), KeyOutcome::Answered) => context.limiter.borrow_mut().remember_key(presented),
            (Some(_), KeyOutcome::Failed) | (None, _) => {}
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

/// The key that a request carries, and the venue to which it belongs.
pub struct StaffKeyMatch<'v> {
    /// The venue.
    pub venue: &'v VenueSettings,
    credential: Credential,
    key: KeyDigest,
}

impl StaffKeyMatch<'_> {
    /// The admission to an endpoint that requires this permission.
    pub fn admission(self, permission: Permission) -> Admission {
        Admission {
            token: None,
            presented: self.credential.is_compared_by_venue().then_some(self.key),
            staff: Some(StaffSender {
                credential: self.credential,
                permission,
            }),
        }
    }
}

/// The venue that a request's access key names; none if the request carries none.
pub fn venue_of_key(request: &Request) -> Option<VenueId> {
    let given = bearer::token(request.headers())?;
    key::PresentedAccessKey::parse(given.expose_secret()).map(|key| key.venue)
}

/// The name of the secret that holds a request's key, if it is the staff key of these settings.
pub type FindsKey<'f> = dyn Fn(&VenueSettings) -> Option<String> + 'f;

/// The key of staff that a request carries; none if it has none, or one that is certainly wrong. `venue` is that of the
/// path, or the one that an access key names ([`venue_of_key`]); `find` finds the venue of a staff key by a function that compares the
/// key with a venue's own. A wrong key is counted as a look-up, and others as staff's, by the limits of the venue. A
/// caller whose guesses have run out is compared only as [`Limiter::admit_key`] allows. A request without a key is no
/// guess, and is counted as a read.
///
/// [`Limiter::admit_key`]: crate::limits::Limiter::admit_key
pub fn present<'v>(
    request: &Request,
    venue: Option<&'v VenueSettings>,
    context: &Context<'_>,
    find: impl FnOnce(&FindsKey<'_>) -> Option<(&'v VenueSettings, String)>,
) -> Result<Option<StaffKeyMatch<'v>>, TooMany> {
    let Some(given) = bearer::token(request.headers()) else {
        count(request, Class::Read, venue, context)?;
        return Ok(None);
    };
    let key = admit(&given, request, venue, context)?;
    let is_its = |venue: &VenueSettings| {
        let name = venue.staff_key.as_deref()?;
        let secret = (context.secret)(name)?;
        matches(&given, &secret).then(|| name.to_owned())
    };
    let found = if let Some(access_key) = key::PresentedAccessKey::parse(given.expose_secret()) {
        let text = given.expose_secret().to_owned();
        venue
            .filter(|venue| venue.id == access_key.venue)
            .map(|venue| (venue, Credential::AccessKey(text)))
    } else if let Some(venue) = venue.filter(|_| is_operator(&given, context)) {
        Some((venue, Credential::Operator))
    } else {
        find(&is_its).map(|(venue, name)| (venue, Credential::StaffKey(name)))
    };
    let class = if found.is_some() {
        Class::Staff
    } else {
        Class::LookUp
    };
    count(
        request,
        class,
        found.as_ref().map(|(venue, _)| *venue).or(venue),
        context,
    )?;
    let presented = found.map(|(venue, credential)| StaffKeyMatch {
        venue,
        credential,
        key,
    });
    if presented
        .as_ref()
        .is_some_and(|found| !found.credential.is_compared_by_venue())
    {
        context.limiter.borrow_mut().remember_key(key);
    }
    Ok(presented)
}

/// Admits a key or a token to its comparison, as [`Limiter::admit_key`] allows.
///
/// [`Limiter::admit_key`]: crate::limits::Limiter::admit_key
fn admit(
    given: &SecretString,
    request: &Request,
    venue: Option<&VenueSettings>,
    context: &Context<'_>,
) -> Result<KeyDigest, TooMany> {
    let limits = venue.map_or_else(LimitSettings::default, |venue| venue.limits);
    let (mut limiter, caller) = (context.limiter.borrow_mut(), caller(request));
    let key = limiter.presented(caller, given.expose_secret().as_bytes());
    let id = venue.map(|venue| &venue.id);
    limiter.admit_key(&limits, id, (caller, key), context.now)?;
    Ok(key)
}

/// The admission of a request with the operator's key, to endpoints of no venue; none for another token. Requests are
/// counted as those of staff are, by the default limits.
fn operator(request: &Request, context: &Context<'_>) -> Result<Option<Admission>, TooMany> {
    let Some(given) = bearer::token(request.headers()) else {
        count(request, Class::Read, None, context)?;
        return Ok(None);
    };
    let key = admit(&given, request, None, context)?;
    if !is_operator(&given, context) {
        count(request, Class::LookUp, None, context)?;
        return Ok(None);
    }
    count(request, Class::Staff, None, context)?;
    context.limiter.borrow_mut().remember_key(key);
    Ok(Some(Admission {
        staff: Some(StaffSender {
            credential: Credential::Operator,
            permission: Permission::Directory,
        }),
        ..Admission::default()
    }))
}

/// Whether a key is the operator's.
fn is_operator(given: &SecretString, context: &Context<'_>) -> bool {
    let secret = (context.secret)(OPERATOR_KEY);
    secret.is_some_and(|secret| matches(given, &secret))
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
