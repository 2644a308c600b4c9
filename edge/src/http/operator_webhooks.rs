//! Endpoints of operators for the hosts to which a venue's webhooks may be sent.

use http::StatusCode;
#[cfg(test)]
use shared::problem::ProblemCode;
use shared::webhook::WebhookHost;
#[cfg(test)]
use shared::webhook::WebhookHosts;

use super::endpoint::{AdmittedRequest, Endpoint, Handler, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::operator_venues::OWN;
use super::{Reply, json, no_content};

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/v1/operator/venues/{venueId}/webhook-hosts",
        route: "operator.venue.webhook_hosts",
        handler: Handler::Api(|call| Box::pin(list(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listWebhookHosts",
            summary: "The hosts to which a venue's webhooks may be sent",
            description: "With those of webhooks that wait to be confirmed.",
            response: Content::json::<WebhookHosts>(
                r#"{ "hosts": [{
                    "host": "hooks.example.com", "confirmedAt": "2026-11-29T18:00:00Z", "confirmedBy": "operator"
                }], "waiting": ["hooks.example.net:8443"] }"#,
            ),
            problems: &[ProblemCode::VenueNotFound],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Put,
        path: HOST,
        route: "operator.venue.webhook_host",
        handler: Handler::Api(|call| Box::pin(confirm(call))),
        #[cfg(test)]
        docs: Docs {
            id: "confirmWebhookHost",
            summary: "Confirm a host for a venue's webhooks",
            description: "A port other than 443 is a part of it. Webhooks that waited for it are sent the changes since \
                they were created, as far as those are kept. Confirming it again changes nothing.",
            status: 204,
            response: Content::NONE,
            problems: &[ProblemCode::VenueNotFound],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: HOST,
        route: "operator.venue.webhook_host",
        handler: Handler::Api(|call| Box::pin(withdraw(call))),
        #[cfg(test)]
        docs: Docs {
            id: "withdrawWebhookHost",
            summary: "Withdraw a host of a venue's webhooks",
            description: "Webhooks to it wait from now on.",
            status: 204,
            response: Content::NONE,
            problems: &[ProblemCode::VenueNotFound],
            ..DOCS
        },
        ..OWN
    },
];

const HOST: &str = "/v1/operator/venues/{venueId}/webhook-hosts/{webhookHost}";

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Operator,
    ..Docs::UNDESCRIBED
};

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let venue = call.known_venue().await?;
    let hosts = call.object_of(&venue.id).webhook_hosts().await?;
    Ok(json(StatusCode::OK, &hosts))
}

async fn confirm(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let host = call.parameter("webhookHost", WebhookHost::parse)?;
    let venue = call.known_venue().await?;
    call.object_of(&venue.id).confirm_webhook_host(host).await?;
    Ok(no_content())
}

async fn withdraw(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let host = call.parameter("webhookHost", WebhookHost::parse)?;
    let venue = call.known_venue().await?;
    call.object_of(&venue.id).withdraw_webhook_host(host).await?;
    Ok(no_content())
}

#[cfg(test)]
#[path = "operator_webhooks_tests.rs"]
mod tests;
