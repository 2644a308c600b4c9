//! The scripted venue's responses about webhooks.

use serde_json::{Value, json};
use shared::webhook::NewWebhook;

use crate::venue::message::webhook::WebhooksRequest;

/// Has one webhook, which waits for its host.
pub(super) fn answer(request: &WebhooksRequest) -> Value {
    match request {
        WebhooksRequest::List => json!({ "webhooks": [webhook(None)] }),
        WebhooksRequest::Create(new) => with_secret(webhook(Some(new))),
        WebhooksRequest::RotateSecret(_) => with_secret(webhook(None)),
        WebhooksRequest::Delete(_) => Value::Null,
        WebhooksRequest::DeadLetters(..) => json!({ "letters": [] }),
        WebhooksRequest::Replay(_) => json!({ "queued": 2 }),
    }
}

fn webhook(new: Option<&NewWebhook>) -> Value {
    json!({
        "id": "aaaaaaaaaaaa", "url": new.map_or("https://hooks.example.com/".to_owned(), |new| new.url.to_string()),
        "kinds": ["reservation"], "status": "waiting", "createdAt": "2026-11-29T18:00:00Z", "createdBy": "staff_key",
        "deadLetters": 0,
    })
}

fn with_secret(mut webhook: Value) -> Value {
    webhook["secret"] = json!("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
    webhook
}
