//! A receiver of webhooks that the test scripts.

use std::cell::RefCell;
use std::collections::VecDeque;

use async_trait::async_trait;
use edge::webhook::{DeliveryOutcome, WebhookSender};
use serde_json::Value;
use shared::id::WebhookId;

/// Takes every message after its scripted answers.
#[derive(Default)]
pub struct Receiver {
    /// The next answers.
    pub says: RefCell<VecDeque<DeliveryOutcome>>,
    /// The answer after those; that it has the message if there is none.
    pub always: RefCell<Option<DeliveryOutcome>>,
    /// A change that happens while the next message is on its way.
    pub meanwhile: RefCell<Option<Box<dyn FnOnce()>>>,
    /// The messages that were sent.
    pub received: RefCell<Vec<Received>>,
}

/// A message that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub webhook: String,
    pub url: String,
    pub id: String,
    /// The time of the try.
    pub at: i64,
    pub signatures: Vec<String>,
    pub body: String,
}

impl Received {
    /// The type, and the id of the subject.
    pub fn subject(&self) -> (String, String) {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&body["type"]), text(&body["data"]["id"]))
    }
}

#[async_trait(?Send)]
impl WebhookSender for Receiver {
    async fn send(&self, webhook: &WebhookId, request: http::Request<Vec<u8>>) -> DeliveryOutcome {
        let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
        self.received.borrow_mut().push(Received {
            webhook: webhook.to_string(),
            url: request.uri().to_string(),
            id: header("webhook-id"),
            at: header("webhook-timestamp").parse().unwrap(),
            signatures: header("webhook-signature")
                .split(' ')
                .map(str::to_owned)
                .collect(),
            body: String::from_utf8(request.body().clone()).unwrap(),
        });
        if let Some(happens) = self.meanwhile.take() {
            happens();
        }
        let scripted = self.says.borrow_mut().pop_front();
        scripted
            .or(*self.always.borrow())
            .unwrap_or(DeliveryOutcome::Delivered)
    }
}
