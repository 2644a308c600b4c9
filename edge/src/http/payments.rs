//! Payments: more time to pay for a reservation.

use shared::id::ReservationId;
#[cfg(test)]
use shared::problem::ProblemCode;
#[cfg(test)]
use shared::reservation::Reservation;

use super::endpoint::{Access, AdmittedRequest, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, reservations};

/// The endpoint of payments.
pub const ENDPOINTS: &[Endpoint] = &[Endpoint {
    verb: Verb::Post,
    path: "/v1/venues/{venue}/reservations/{reservationId}/payment/extension",
    route: "reservation.extension",
    access: Access::ReservationToken,
    rate_limit: RateLimit::VenueObject,
    handler: Handler::Api(|call| Box::pin(extend(call))),
    #[cfg(test)]
    docs: Docs {
        tag: Tag::Payments,
        id: "extendPaymentDeadline",
        summary: "More time to pay",
        description: "Puts the payment's deadline off, once per reservation, while its table is held.",
        response: Content::json::<Reservation>(""),
        problems: &[ProblemCode::IllegalTransition],
        ..Docs::UNDESCRIBED
    },
    ..Endpoint::DEFAULT
}];

async fn extend(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("reservationId", ReservationId::parse)?;
    let reservation = call.venue_client()?.extend_hold(&id).await?;
    reservations::shown(&call, reservation)
}
