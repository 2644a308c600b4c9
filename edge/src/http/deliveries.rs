//! Deliveries of other systems: of those that know the venue, and of those that know the deployment's account alone. The
//! parts of a request that are kept are chosen here; whether it is authentic, in the object that it is for.

use http::StatusCode;
use serde_json::json;
use shared::problem::{Problem, ProblemCode};

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, Request, account_deliveries, json, request_limits};
use crate::delivery::{Delivery, WebhookOutcome};
use crate::limits::Class;

/// The endpoints of deliveries.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        verb: Verb::Post,
        path: "/v1/webhooks/{source}",
        route: "webhook.account",
        access: Access::Signature,
        rate_limit: RateLimit::Isolate(Class::Read),
        body: Body::Raw,
        handler: Handler::Api(|call| Box::pin(of_account(call))),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Payments,
            id: "receiveAccountWebhook",
            summary: "Receives an event of a vendor's account",
            description: "For vendors that know this deployment and not its venues, such as Lightspeed. The body is at \
                most 256 KiB. What proves its origin is agreed with each account: a user name and a password, a token, \
                or keys in headers and in the query. The answer comes before the event is worked off; one that was \
                received before is answered alike.",
            request: Some(Content::literal(EVENT)),
            response: Content::literal(RECEIVED),
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
        handler: Handler::Api(|call| Box::pin(of_venue(call))),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Payments,
            id: "receiveWebhook",
            summary: "Receives an event of a payment provider or a till",
            description: "For the venue's payment provider, which signs the body, and for its till, which proves its \
                origin as its settings say. The body is at most 256 KiB. An event that was received before is answered \
                alike and not processed again. Events of a till are worked off after the answer.",
            parameters: &[Parameter {
                place: "header",
                ..Parameter::optional(
                    "stripe-signature",
                    "Stripe's signature over the body.",
                    Schema::TEXT,
                )
            }],
            request: Some(Content::literal(EVENT)),
            response: Content::literal(RECEIVED),
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
];

#[cfg(test)]
const EVENT: &str = r#"{ "type": "object" }"#;
#[cfg(test)]
const RECEIVED: &str =
    r#"{ "type": "object", "properties": { "received": { "const": true } }, "required": ["received"] }"#;

async fn of_venue(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let source = source(&call)?;
    let delivery = delivery(call.request, &[])?;
    answer(call.venue_client()?.webhook(&source, delivery).await?)
}

async fn of_account(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let source = source(&call)?;
    let accounts = account_deliveries::accounts(call.context, &source);
    if accounts.is_empty() {
        return Err(ProblemCode::NotFound.into());
    }
    let delivery = delivery(call.request, &account_deliveries::key_headers(&accounts))?;
    let received = account_deliveries::receive(call.context, &accounts, &delivery).await;
    let (outcome, cause) = received?;
    call.cause.replace(cause);
    answer(outcome)
}

fn source(call: &AdmittedRequest<'_, '_>) -> Result<String, ApiError> {
    call.parameter("source", |text| Ok::<_, ()>(text.to_owned()))
}

/// The parts of a request that are kept: the body byte for byte, the query, and the headers that may matter.
fn delivery(request: &Request, key_headers: &[String]) -> Result<Delivery, ApiError> {
    let body = request.body().as_ref().ok_or(ProblemCode::BodyTooLarge)?;
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| (name.as_str(), value.to_str().ok()));
    let query = request_limits::parameters(request)?;
    let delivery = Delivery::of(headers, query, body.clone(), key_headers);
    Ok(delivery.ok_or_else(|| {
        Problem::new(ProblemCode::Malformed).with_detail("the headers or the query are too large")
    })?)
}

/// An event that was received before gets the same response, so that its sender does not send it again.
fn answer(outcome: WebhookOutcome) -> Result<Reply, ApiError> {
    match outcome {
        WebhookOutcome::Processed | WebhookOutcome::Duplicate => {
            Ok(json(StatusCode::OK, &json!({ "received": true })))
        }
        WebhookOutcome::Rejected => Err(Problem::new(ProblemCode::Malformed)
            .with_detail("the signature is not right")
            .into()),
    }
}

#[cfg(test)]
#[path = "deliveries_tests.rs"]
mod tests;
