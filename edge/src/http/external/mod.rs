//! `/external`: the embedded engine with Molzait's API, for a venue's own staff, cash registers and phone systems.
//! Requests and responses are in that system's wire format, errors too. The bearer token is the venue's staff key
//! or one of its access keys, which names the venue. Browsers are refused: a key that opens every guest's data has no place in a page.

#[cfg(test)]
pub mod docs;
mod fields;
mod floor_plan_input;
mod floor_plans;
mod gift_card_input;
mod gift_card_wire;
pub mod gift_cards;
mod input;
pub mod openapi;
pub mod phone_calls;
mod reservation_input;
mod reservation_wire;
mod reservations;
pub mod tables;
mod wire;

use std::cell::RefCell;

use http::{Method, StatusCode};
use shared::access::Permission;

use super::access_log::Record;
use super::admission::{self, FindsKey, KeyOutcome};
use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
use super::external_error::ExternalError;
use super::path_match::PathMatch;
use super::{Context, Reply, Request, json, own_origin, request_limits, venue_lookup};
use crate::provider::Provider as _;
use config::{System, VenueSettings};

/// The endpoints in Molzait's format, which a document of their own describes.
pub const ENDPOINTS: &[Endpoint] = &[
    openapi::DESCRIBE,
    floor_plans::LIST,
    floor_plans::CREATE,
    floor_plans::REPLACE,
    floor_plans::DELETE,
    Endpoint {
        path: "/external/availability/experiences",
        route: "external.experiences",
        handler: Handler::External(|call| Box::pin(experiences(call))),
        #[cfg(test)]
        docs: docs::LIST_EXPERIENCES,
        ..EXTERNAL
    },
    Endpoint {
        path: "/external/availability/slots",
        route: "external.slots",
        handler: Handler::External(|call| Box::pin(slots(call))),
        #[cfg(test)]
        docs: docs::LIST_SLOTS,
        ..EXTERNAL
    },
    Endpoint {
        path: "/external/reservations",
        route: "external.list",
        handler: Handler::External(|call| Box::pin(reservations::list(call))),
        #[cfg(test)]
        docs: docs::LIST_RESERVATIONS,
        ..EXTERNAL
    },
    Endpoint {
        verb: Verb::Post,
        path: "/external/reservations",
        route: "external.create",
        access: Access::Staff(Permission::WriteReservations),
        body: Body::Json,
        handler: Handler::External(|call| Box::pin(reservations::create(call))),
        #[cfg(test)]
        docs: docs::CREATE_RESERVATION,
        ..EXTERNAL
    },
    Endpoint {
        path: "/external/reservations/{reservationId}",
        route: "external.get",
        handler: Handler::External(|call| Box::pin(reservations::get(call))),
        #[cfg(test)]
        docs: docs::READ_RESERVATION,
        ..EXTERNAL
    },
    Endpoint {
        verb: Verb::Patch,
        ..UPDATE
    },
    // Molzait's reference does not say which of the two methods it is.
    Endpoint {
        verb: Verb::Put,
        #[cfg(test)]
        docs: docs::PUT_RESERVATION,
        ..UPDATE
    },
];

/// Defaults of the entries above, for `..EXTERNAL`.
const EXTERNAL: Endpoint = Endpoint {
    access: Access::Staff(Permission::ReadReservations),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

const UPDATE: Endpoint = Endpoint {
    path: "/external/reservations/{reservationId}",
    route: "external.update",
    access: Access::Staff(Permission::WriteReservations),
    body: Body::Json,
    handler: Handler::External(|call| Box::pin(reservations::update(call))),
    #[cfg(test)]
    docs: docs::CHANGE_RESERVATION,
    ..EXTERNAL
};

/// Whether a path belongs to Molzait's API.
pub fn is_below(path: &str) -> bool {
    path == "/external" || path.starts_with("/external/")
}

/// Answers a request, and completes its record for the log. `found` are the endpoints of the path.
pub async fn handle(
    request: &Request,
    found: Option<&PathMatch<'_>>,
    context: &Context<'_>,
    record: &mut Record,
) -> Reply {
    record.route = "external";
    match answer(request, found, context, record).await {
        Ok(reply) => reply,
        Err(fault) => {
            record.cause.clone_from(&fault.cause);
            fault.reply()
        }
    }
}

async fn answer(
    request: &Request,
    found: Option<&PathMatch<'_>>,
    context: &Context<'_>,
    record: &mut Record,
) -> Result<Reply, ExternalError> {
    request_limits::check(request)?;
    if request.headers().contains_key(http::header::ORIGIN) {
        return Err(ExternalError::forbidden());
    }
    let named = match admission::venue_of_key(request) {
        Some(id) => venue_lookup::find(&id, request, context).await?,
        None => None,
    };
    let settings = named.as_ref().map(|found| &*found.settings);
    let presented = admission::present(request, settings, context, |name_of| venue_of(name_of, context))
        .map_err(ApiError::from)?
        .ok_or_else(ExternalError::unauthorized)?;
    record.venue = Some(presented.venue.id.to_string());
    let in_force = match &named {
        Some(found) => found.clone(),
        // A staff key is looked for among this isolate's copies and the files, and other settings may be in force.
        None => venue_lookup::find(&presented.venue.id, request, context)
            .await?
            .ok_or_else(ExternalError::unauthorized)?,
    };
    let venue = &*in_force.settings;
    let found = found.ok_or_else(ExternalError::no_such_place)?;
    // Molzait does not answer HEAD.
    let endpoint = found
        .endpoint(request.method())
        .filter(|_| *request.method() != Method::HEAD)
        .ok_or_else(ExternalError::no_such_place)?;
    let Handler::External(handler) = endpoint.handler else {
        return Err(ExternalError::no_such_place());
    };
    record.route = endpoint.route;
    if !has_book(venue) {
        return Err(ExternalError::forbidden());
    }
    let cause = RefCell::new(None);
    let Access::Staff(permission) = endpoint.access else {
        return Err(ExternalError::no_such_place());
    };
    let admission = presented.admission(permission);
    let call = AdmittedRequest {
        parameters: found.parameters.clone(),
        staff: admission.staff.clone(),
        ..AdmittedRequest::new(endpoint, request, Some(venue), context, &cause)?
    };
    let outcome = handler(call).await;
    // As of the other endpoints that may change which slots are open: also after a failure.
    if !endpoint.verb.is_safe() {
        context.response_cache.remove_venue(&venue.id);
    }
    let settled = KeyOutcome::of(&outcome, ExternalError::is_unauthorized);
    admission.count_key_outcome(request, Some(venue), context, settled);
    outcome
}

async fn experiences(call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let (venue, context) = (call.venue()?, call.context);
    let origin = own_origin(call.request).unwrap_or_default();
    let addresses = context.addresses(&origin);
    let client = call.staff_client()?;
    // The experiences may be in the settings, and the key is compared all the same.
    client.identity().await?;
    let all = client.experiences().await?;
    let all: Vec<_> = all
        .into_iter()
        .map(|one| wire::Experience::of(one, venue, addresses))
        .collect();
    Ok(json(StatusCode::OK, &all))
}

async fn slots(call: AdmittedRequest<'_, '_>) -> Result<Reply, ExternalError> {
    let question = input::slots(&request_limits::parameters(call.request)?)?;
    Ok(json(
        StatusCode::OK,
        &call.staff_client()?.staff_slots(&question).await?,
    ))
}

/// The venue of this key, with the name of its secret; of several, one that uses the embedded engine. Every venue's key is
/// compared, also after one has matched, so that the time taken reveals nothing.
fn venue_of<'a>(name_of: &FindsKey<'_>, context: &Context<'a>) -> Option<(&'a VenueSettings, String)> {
    let mut found: Option<(&VenueSettings, String)> = None;
    for venue in context.venues.iter() {
        let copy = context.settings_cache.get(&venue.id);
        let name = name_of(copy.as_ref().map_or(venue, |copy| &*copy.settings));
        let is_better = |(before, _): &(&VenueSettings, String)| has_book(venue) && !has_book(before);
        if let Some(name) = name
            && found.as_ref().is_none_or(is_better)
        {
            found = Some((venue, name));
        }
    }
    found
}

/// Whether the venue uses the embedded engine.
fn has_book(venue: &VenueSettings) -> bool {
    matches!(venue.system(), Some(System::Engine(_)))
}

#[cfg(test)]
#[path = "external_tests.rs"]
mod tests;
