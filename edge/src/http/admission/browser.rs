//! Admits the person who uses a browser: by the cookie of a session, or on a developer's own machine without one.

use secrecy::ExposeSecret as _;
use shared::access::Permission;
use shared::problem::ProblemCode;

use super::super::device::device;
use super::super::endpoint::Endpoint;
use super::super::error::ApiError;
use super::super::session_cookie::{self, Realm};
use super::super::{Context, Request, development};
use super::{Admission, StaffKeyMatch, admit, count};
use crate::access::{Credential, StaffSender};
use crate::limits::{Class, KeyDigest};
use config::VenueSettings;

/// The admission of a person to what requires this permission at a venue; none of a request with a key, or without a session.
/// The venue's object compares the session, and [`Admission::count_key_outcome`] gets its response.
pub fn admission(
    endpoint: &Endpoint,
    request: &Request,
    (venue, permission): (&VenueSettings, Permission),
    context: &Context<'_>,
) -> Result<Option<Admission>, ApiError> {
    let realm = Realm::Venue(&venue.id);
    if let Some((credential, key)) = session(endpoint, request, (realm, Some(venue)), context)? {
        let session = StaffKeyMatch {
            venue,
            credential,
            key,
        };
        return Ok(Some(session.admission(permission)));
    }
    let Some(credential) = development::credential(endpoint, request, venue, context) else {
        return Ok(None);
    };
    count(request, Class::Staff, Some(venue), context)?;
    Ok(Some(Admission {
        staff: Some(StaffSender {
            credential,
            permission,
        }),
        ..Admission::default()
    }))
}

/// The session whose cookie of this realm a request carries; none without one, and none for a read by a page of another
/// origin. A write, or a WebSocket, that does not state our own origin is refused, and counted as a read: it is no guess.
pub(super) fn session(
    endpoint: &Endpoint,
    request: &Request,
    (realm, venue): (Realm<'_>, Option<&VenueSettings>),
    context: &Context<'_>,
) -> Result<Option<(Credential, KeyDigest)>, ApiError> {
    let Some(token) = session_cookie::token(request, realm) else {
        return Ok(None);
    };
    if endpoint.is_read() && !session_cookie::is_readable(request) {
        return Ok(None);
    }
    if !endpoint.is_read() && !session_cookie::is_of_own_page(request) {
        count(request, Class::Read, venue, context)?;
        return Err(ProblemCode::Forbidden.into());
    }
    let key = admit(&token, request, venue, context)?;
    count(request, Class::Staff, venue, context)?;
    let credential = Credential::Session(token.expose_secret().to_owned(), device(request));
    Ok(Some((credential, key)))
}
