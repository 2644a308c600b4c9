//! Requests about webhooks.

use serde::{Deserialize, Serialize};
use shared::id::WebhookId;
use shared::page::PagePosition;
use shared::webhook::NewWebhook;

use crate::venue::message::policy::Policy;

/// A request about webhooks, for venues of any booking system.
#[derive(Debug, Serialize, Deserialize)]
pub enum WebhooksRequest {
    /// Answered with the webhooks.
    List,
    /// Answered with the webhook made, and its secret.
    Create(Box<NewWebhook>),
    /// Answered with nothing once there is no such webhook.
    Delete(WebhookId),
    /// Answered with the webhook and its new secret.
    RotateSecret(WebhookId),
    /// Answered with the dead letters of the webhook before this one, the newest first.
    DeadLetters(WebhookId, Option<PagePosition>),
    /// Answered with the number of dead letters that are queued to be sent again.
    Replay(WebhookId),
}

impl WebhooksRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::List | Self::DeadLetters(..) => Policy::READ_BY_STAFF,
            Self::Create(_) | Self::Delete(_) | Self::RotateSecret(_) | Self::Replay(_) => {
                Policy::WRITE_BY_STAFF
            }
        }
    }
}
