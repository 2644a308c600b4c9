//! Sends webhooks over HTTP. Each webhook has a breaker and a queue of its own, so that one receiver that does not answer
//! holds up no other.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use config::UpstreamSettings;
use http::Request;
use shared::id::WebhookId;

use super::{DeliveryOutcome, WebhookSender};
use crate::upstream::{Call, Failure, Log, Ports, Scope, Upstream};

/// How long one try may take.
const DEADLINE: Duration = Duration::from_secs(10);
/// The largest answer, in bytes of its body. Nothing is done with it.
const ANSWER_BYTES: u32 = 64 * 1024;
/// The number of receivers whose state is kept; a venue has fewer webhooks, but deleted ones stay here.
const MOST_KEPT: usize = 32;
/// How long nothing is tried where nothing was sent and it is not known for how long, in seconds.
const UNSENT_WAIT: i64 = 30;
/// The longest `Retry-After` that is obeyed, in seconds.
const LONGEST_WAIT: i64 = 24 * 60 * 60;

/// Sends the webhooks of one venue.
pub struct UpstreamWebhooks {
    ports: Rc<Ports>,
    log: Rc<dyn Log>,
    receivers: RefCell<BTreeMap<WebhookId, Rc<Upstream>>>,
}

impl UpstreamWebhooks {
    /// Sends through these ports.
    #[must_use]
    pub fn new(ports: Rc<Ports>, log: Rc<dyn Log>) -> Self {
        Self {
            ports,
            log,
            receivers: RefCell::default(),
        }
    }

    fn receiver(&self, webhook: &WebhookId) -> Rc<Upstream> {
        let mut receivers = self.receivers.borrow_mut();
        if let Some(receiver) = receivers.get(webhook) {
            return receiver.clone();
        }
        if receivers.len() >= MOST_KEPT {
            receivers.clear();
        }
        let settings = UpstreamSettings {
            body_limit_bytes: ANSWER_BYTES,
            ..UpstreamSettings::default()
        };
        let receiver = Rc::new(Upstream::with(self.ports.clone(), settings, self.log.clone()));
        receivers.insert(webhook.clone(), receiver.clone());
        receiver
    }
}

#[async_trait(?Send)]
impl WebhookSender for UpstreamWebhooks {
    async fn send(&self, webhook: &WebhookId, request: Request<Vec<u8>>) -> DeliveryOutcome {
        let scope = Scope::new(self.ports.clock.elapsed() + DEADLINE);
        let call = Call {
            name: "webhook",
            request,
        };
        let receiver = self.receiver(webhook);
        match receiver.write(&scope, &call).await {
            Ok(answer) => match answer.status().as_u16() {
                200..=299 => DeliveryOutcome::Delivered,
                410 => DeliveryOutcome::Gone,
                status => DeliveryOutcome::Failed {
                    status: Some(status),
                    retry_after: 0,
                },
            },
            Err(failure) => delivery_of(&failure),
        }
    }
}

fn delivery_of(failure: &Failure) -> DeliveryOutcome {
    match failure {
        // The receiver has answered 429, now or shortly before.
        Failure::Away {
            retry_after,
            cause: "throttled",
        } => DeliveryOutcome::Failed {
            status: Some(429),
            retry_after: seconds(*retry_after).unwrap_or(0),
        },
        Failure::Away { retry_after, .. } => DeliveryOutcome::Unsent {
            retry_after: seconds(*retry_after).unwrap_or(UNSENT_WAIT),
        },
        Failure::Timeout => DeliveryOutcome::Failed {
            status: None,
            retry_after: 0,
        },
        Failure::Failed(cause) => DeliveryOutcome::Failed {
            status: cause
                .strip_prefix("status ")
                .and_then(|status| status.parse().ok()),
            retry_after: 0,
        },
    }
}

/// A wait in whole seconds, a second at least.
fn seconds(wait: Option<Duration>) -> Option<i64> {
    let seconds = i64::try_from(wait?.as_secs()).unwrap_or(LONGEST_WAIT);
    Some(seconds.saturating_add(1).min(LONGEST_WAIT))
}

#[cfg(test)]
#[path = "upstream_tests.rs"]
mod tests;
