//! The price of a booking before it is made, at `/v1/venues/{venue}/quote`.

use http::StatusCode;
use shared::problem::ProblemCode;
#[cfg(test)]
use shared::quote::Quote;
use shared::quote::QuoteRequest;

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, access_code, json};
use crate::booking;

/// The endpoint of quotes.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint {
    verb: Verb::Post,
    path: "/v1/venues/{venue}/quote",
    route: "quote",
    access: Access::PublicOrReservationToken,
    rate_limit: RateLimit::VenueObject,
    takes_access_code: true,
    body: Body::Json,
    handler: Handler::Api(|call| Box::pin(quote(call))),
    #[cfg(test)]
    docs: Docs {
        id: "getQuote",
        tag: Tag::Availability,
        summary: "What a booking costs",
        description: "The lines of the price, the taxes that it contains, what is charged with the booking and what is \
            paid at the venue. Nothing is held. A booking that sends `total` and `dueNow` back in `quoted` is refused \
            with `price_changed` if the price is another one by then. Where the venue's booking system states no \
            prices, the response is `not_found`. With `reservationId` and that reservation's token, what the reservation has \
            ordered itself counts as left: the price is that of changing it.",
        request: Some(Content::json::<QuoteRequest>(
            r#"{
                "experienceId": "brunch", "day": "2026-12-06", "minutes": 660, "attendees": 3,
                "people": [{ "category": "adults", "count": 2 }, { "category": "children", "count": 1 }],
                "addOns": [{ "id": "wine", "quantity": 2 }]
            }"#,
        )),
        response: Content::json::<Quote>(
            r#"{
                "lines": [
                    {
                        "kind": "people", "id": "adults", "label": { "en": "Adults" }, "quantity": 2,
                        "unit": { "amount": 3400, "currency": "EUR" }, "total": { "amount": 6800, "currency": "EUR" }
                    },
                    {
                        "kind": "add_on", "id": "wine", "label": { "en": "Wine pairing" }, "quantity": 2,
                        "unit": { "amount": 1900, "currency": "EUR" }, "total": { "amount": 3800, "currency": "EUR" }
                    }
                ],
                "taxes": [{
                    "basisPoints": 1000, "net": { "amount": 9636, "currency": "EUR" },
                    "tax": { "amount": 964, "currency": "EUR" }
                }],
                "total": { "amount": 10600, "currency": "EUR" }, "dueNow": { "amount": 10600, "currency": "EUR" },
                "dueAtVenue": { "amount": 0, "currency": "EUR" }
            }"#,
        ),
        problems: &[ProblemCode::NotFound, ProblemCode::VenueSuspended],
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
}];

async fn quote(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let venue = call.venue()?;
    let code = access_code::of(call.request)?;
    let question: QuoteRequest = call.body()?;
    if question.reservation_id.is_some() && call.token.is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    let quote = booking::quote(venue, &call.venue_client()?, &question, code).await?;
    Ok(json(StatusCode::OK, &quote))
}

#[cfg(test)]
#[path = "quote_tests.rs"]
mod tests;
