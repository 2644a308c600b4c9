//! Payments: more time to pay for a reservation, and the webhooks of payment providers.

use http::StatusCode;
use serde_json::json;
use shared::id::ReservationId;
use shared::problem::{Problem, ProblemCode};
#[cfg(test)]
use shared::reservation::Reservation;

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, json, reservations};
use crate::limits::Class;
use crate::venue::message::payment::WebhookOutcome;

/// The endpoints of payments.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
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
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/webhooks/{venue}/{source}",
        route: "webhook",
        access: Access::Signature,
        rate_limit: RateLimit::Isolate(Class::Read),
        body: Body::Raw,
        handler: Handler::Api(|call| Box::pin(webhook(call))),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Payments,
            id: "receiveWebhook",
            summary: "Receives an event of a payment provider",
            description: "For the provider alone. The body is its event as it signed it, at most 256 KiB. An event \
                that was received before is answered alike and not processed again.",
            parameters: &[Parameter {
                place: "header",
                ..Parameter::optional(
                    "stripe-signature",
                    "Stripe's signature over the body.",
                    Schema::TEXT,
                )
            }],
            request: Some(Content::literal(r#"{ "type": "object" }"#)),
            response: Content::literal(
                r#"{ "type": "object", "properties": { "received": { "const": true } }, "required": ["received"] }"#,
            ),
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
];

async fn extend(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = call.parameter("reservationId", ReservationId::parse)?;
    let reservation = call.venue_client()?.extend_hold(&id).await?;
    Ok(reservations::shown(reservation))
}

/// Passes the unchanged body on. An event that was received before gets the same response, so that the provider does not
/// send it again.
async fn webhook(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let source = call.parameter("source", |text| Ok::<_, ()>(text.to_owned()))?;
    let body = call.request.body().as_ref().ok_or(ProblemCode::BodyTooLarge)?;
    let mut signatures = call.request.headers().get_all("stripe-signature").iter();
    // With two signatures it would be open which one counts.
    let signature = match (signatures.next(), signatures.next()) {
        (Some(signature), None) => signature.to_str().ok().map(str::to_owned),
        _ => None,
    };
    match call.venue_client()?.webhook(&source, signature, body).await? {
        WebhookOutcome::Processed | WebhookOutcome::Duplicate => {
            Ok(json(StatusCode::OK, &json!({ "received": true })))
        }
        WebhookOutcome::Rejected => Err(Problem::new(ProblemCode::Malformed)
            .with_detail("the signature is not right")
            .into()),
    }
}
