//! The scripted venue's responses about webhooks.

use serde_json::{Value, json};
use shared::webhook::NewWebhook;

use super::Answer;
use crate::venue::message::webhook::WebhooksRequest;

/// Has one webhook, which waits for its host.
pub(super) fn answer(request: &WebhooksRequest) -> Answer {
    match request {
        WebhooksRequest::List => Ok(json!({ "webhooks": [webhook(None)] })),
        WebhooksRequest::Create(new) => Ok(with_secret(webhook(Some(new)))),
        WebhooksRequest::RotateSecret(_) => Ok(with_secret(webhook(None))),
        WebhooksRequest::Delete(_) => Ok(Value::Null),
        WebhooksRequest::DeadLetters(..) => Ok(json!({ "letters": [] })),
        WebhooksRequest::Replay(_) => Ok(json!({ "queued": 2 })),
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
