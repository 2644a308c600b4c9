//! The staff's endpoints of made-up venues on a developer's own machine: `cargo xtask dev` opens them to the person who runs it, so
//! that the restaurant's page is one click away from the demo restaurant. Three things have to come together: a variable
//! that nothing else sets, a made-up venue, and an address that leads to the machine itself. A browser's requests are
//! admitted as those with a session's cookie are, so no page of another origin reads or writes anything.

use http::header::AUTHORIZATION;

use super::endpoint::Endpoint;
use super::{Context, Request, session_cookie};
use crate::access::Credential;
use config::VenueSettings;

/// The deployment's variable, which `cargo xtask dev` alone sets.
pub const VARIABLE: &str = "COUVERT_DEV";

/// The hosts that are the machine itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The credential of a developer at a made-up venue: its staff key, which the request need not have. None where one of the
/// conditions is not met, or where the request has a key of its own.
pub fn credential(
    endpoint: &Endpoint,
    request: &Request,
    venue: &VenueSettings,
    context: &Context<'_>,
) -> Option<Credential> {
    let is_developers = (context.variable)(VARIABLE).as_deref() == Some("yes");
    if !is_developers || context.demo.is_none() || !venue.is_demonstration() {
        return None;
    }
    let is_loopback = request.uri().host().is_some_and(|host| LOOPBACK.contains(&host));
    if !is_loopback || request.headers().contains_key(AUTHORIZATION) {
        return None;
    }
    let is_own = if endpoint.is_read() {
        session_cookie::is_readable(request)
    } else {
        session_cookie::is_of_own_page(request)
    };
    let name = venue.staff_key.as_ref().filter(|_| is_own)?;
    (context.secret)(name).map(|_| Credential::StaffKey(name.clone()))
}

#[cfg(test)]
#[path = "development_tests.rs"]
mod tests;
