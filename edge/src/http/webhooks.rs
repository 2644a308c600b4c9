//! Webhooks of a venue: staff create them, and read and send again what could not be delivered.

use http::StatusCode;
use shared::access::Permission;
use shared::id::WebhookId;
#[cfg(test)]
use shared::page::PagePosition;
#[cfg(test)]
use shared::problem::ProblemCode;
#[cfg(test)]
use shared::webhook::{DeadLetterPage, ReplayedLetters, WebhookWithSecret, Webhooks};
use shared::webhook::{DeadLettersQuery, NewWebhook};

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, json, no_content};

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: WEBHOOKS,
        route: "staff.webhooks",
        access: Access::Staff(Permission::ReadSettings),
        handler: Handler::Api(|call| Box::pin(list(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listWebhooks",
            summary: "Webhooks",
            description: "In the order in which they were created. Secrets are in no response but that of their creation.",
            response: Content::json::<Webhooks>(
                r#"{ "webhooks": [{
                    "id": "k4w2x6m3n7pa", "url": "https://hooks.example.com/couvert", "kinds": ["reservation"],
                    "status": "active", "createdAt": "2026-11-29T18:00:00Z", "createdBy": "staff_key", "deadLetters": 0
                }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: WEBHOOKS,
        route: "staff.webhooks",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(create(call))),
        #[cfg(test)]
        docs: Docs {
            id: "createWebhook",
            summary: "Create a webhook",
            description: "Each later change of these kinds is sent to the address, signed as Standard Webhooks 1.0 says \
                (`webhook-id`, `webhook-timestamp`, `webhook-signature`), as `type`, `timestamp` and `data`: the change as \
                the list of changes has it. Any status of 2xx says that it has arrived, 410 that no more is wanted; all \
                else is tried again for three days, in order, and then becomes a dead letter. Redirects are not followed. \
                The address is by HTTPS, of a host with a name; an operator has to confirm the host before anything is \
                sent, and a port other than 443 with it. If changes are lost because they are no longer kept, \
                `changes.resync` is sent. The `secret` is in this response alone.",
            request: Some(Content::json::<NewWebhook>(
                r#"{ "url": "https://hooks.example.com/couvert", "kinds": ["reservation", "waitlist_entry"] }"#,
            )),
            status: 201,
            response: Content::json::<WebhookWithSecret>(""),
            problems: &[ProblemCode::SealingUnavailable],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Delete,
        path: "/v1/staff/{venue}/webhooks/{webhookId}",
        route: "staff.webhook",
        handler: Handler::Api(|call| Box::pin(delete(call))),
        #[cfg(test)]
        docs: Docs {
            id: "deleteWebhook",
            summary: "Delete a webhook",
            description: "With its dead letters. A message that is on its way arrives.",
            status: 204,
            response: Content::NONE,
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/webhooks/{webhookId}/secret",
        route: "staff.webhook.secret",
        handler: Handler::Api(|call| Box::pin(rotate(call))),
        #[cfg(test)]
        docs: Docs {
            id: "rotateWebhookSecret",
            summary: "Give a webhook a new secret",
            description: "Messages are signed by the new secret and, for a day, by the one before it too. The `secret` is \
                in this response alone.",
            response: Content::json::<WebhookWithSecret>(""),
            problems: &[ProblemCode::SealingUnavailable],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/staff/{venue}/webhooks/{webhookId}/dead-letters",
        route: "staff.webhook.dead_letters",
        access: Access::Staff(Permission::ReadSettings),
        handler: Handler::Api(|call| Box::pin(dead_letters(call))),
        #[cfg(test)]
        docs: Docs {
            id: "listDeadLetters",
            summary: "Changes that a webhook could not deliver",
            description: "Those that were given up after the last try, the newest first, 50 on a page. They are kept for 30 \
                days, the newest 1,000 of a venue.",
            parameters: &[Parameter::optional(
                "before",
                "The `next` of the page before.",
                Schema::of::<PagePosition>(),
            )],
            response: Content::json::<DeadLetterPage>(
                r#"{ "letters": [{
                    "number": 3, "at": "2026-11-29T18:00:00Z", "status": 500, "isQueued": false,
                    "change": {
                        "cursor": 41, "at": "2026-11-26T18:00:00Z", "kind": "reservation", "action": "changed",
                        "id": "r1", "revision": 3, "fields": ["status"]
                    }
                }] }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/webhooks/{webhookId}/replay",
        route: "staff.webhook.replay",
        handler: Handler::Api(|call| Box::pin(replay(call))),
        #[cfg(test)]
        docs: Docs {
            id: "replayDeadLetters",
            summary: "Send dead letters again",
            description: "All of the webhook, before the changes that it has not been sent yet. Each is tried three times \
                within some five minutes, and stays in the list if it fails again. What was being tried is tried at once.",
            response: Content::json::<ReplayedLetters>(r#"{ "queued": 3 }"#),
            ..DOCS
        },
        ..OWN
    },
];

const WEBHOOKS: &str = "/v1/staff/{venue}/webhooks";

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::Staff(Permission::WriteSettings),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Staff,
    ..Docs::UNDESCRIBED
};

async fn list(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    Ok(json(StatusCode::OK, &call.staff_client()?.webhooks().await?))
}

async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let new: NewWebhook = call.body()?;
    let created = call.staff_client()?.create_webhook(new).await?;
    Ok(json(StatusCode::CREATED, &created))
}

async fn delete(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = webhook_id(&call)?;
    call.staff_client()?.delete_webhook(id).await?;
    Ok(no_content())
}

async fn rotate(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = webhook_id(&call)?;
    let rotated = call.staff_client()?.rotate_webhook_secret(id).await?;
    Ok(json(StatusCode::OK, &rotated))
}

async fn dead_letters(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = webhook_id(&call)?;
    let DeadLettersQuery { before } = call.query()?;
    let page = call.staff_client()?.dead_letters(id, before).await?;
    Ok(json(StatusCode::OK, &page))
}

async fn replay(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = webhook_id(&call)?;
    let replayed = call.staff_client()?.replay_dead_letters(id).await?;
    Ok(json(StatusCode::OK, &replayed))
}

fn webhook_id(call: &AdmittedRequest<'_, '_>) -> Result<WebhookId, ApiError> {
    call.parameter("webhookId", WebhookId::parse)
}

#[cfg(test)]
#[path = "webhooks_tests.rs"]
mod tests;
