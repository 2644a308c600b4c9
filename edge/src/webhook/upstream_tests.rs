//! Facts about how webhooks are sent, and what the answers mean.

use pollster::block_on;

use super::*;
use crate::test_support::still::Still;
use crate::upstream::{Network, NetworkError, NoLog};

type Sent = Rc<RefCell<Vec<(String, usize)>>>;

/// Answers every request with this status, or not at all.
struct Receiver(Option<u16>, Sent);

#[async_trait(?Send)]
impl Network for Receiver {
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<http::Response<Vec<u8>>, NetworkError> {
        self.1.borrow_mut().push((request.uri().to_string(), limit));
        let status = self.0.ok_or_else(|| NetworkError::Broken("refused".to_owned()))?;
        let answer = http::Response::builder()
            .status(status)
            .header("location", "https://10.0.0.1/");
        Ok(answer.body(Vec::new()).unwrap())
    }
}

fn webhooks(status: Option<u16>) -> (UpstreamWebhooks, Sent) {
    let sent = Sent::default();
    let ports = Ports {
        network: Box::new(Receiver(status, sent.clone())),
        clock: Box::new(Still),
        rng: Box::new(Still),
    };
    (UpstreamWebhooks::new(Rc::new(ports), Rc::new(NoLog)), sent)
}

fn send(webhooks: &UpstreamWebhooks, id: &str) -> DeliveryOutcome {
    let request = Request::post("https://hooks.example.com/a")
        .body(b"{}".to_vec())
        .unwrap();
    block_on(webhooks.send(&WebhookId::parse(id).unwrap(), request))
}

#[test]
fn every_status_of_2xx_is_a_success_and_410_the_end() {
    let failed = |status| DeliveryOutcome::Failed {
        status: Some(status),
        retry_after: 0,
    };
    for (status, delivery) in [
        (200, DeliveryOutcome::Delivered),
        (204, DeliveryOutcome::Delivered),
        (299, DeliveryOutcome::Delivered),
        (410, DeliveryOutcome::Gone),
        (302, failed(302)),
        (404, failed(404)),
        (500, failed(500)),
        (503, failed(503)),
    ] {
        let (webhooks, sent) = webhooks(Some(status));
        assert_eq!(send(&webhooks, "aaaaaaaaaaaa"), delivery, "{status}");
        // A redirect is not followed.
        assert_eq!(
            *sent.borrow(),
            [("https://hooks.example.com/a".to_owned(), 64 * 1024)],
            "{status}"
        );
    }
    let (broken, _) = webhooks(None);
    assert_eq!(
        send(&broken, "aaaaaaaaaaaa"),
        DeliveryOutcome::Failed {
            status: None,
            retry_after: 0
        }
    );
}

#[test]
fn a_receiver_that_asks_for_time_is_given_it() {
    let (webhooks, _) = webhooks(Some(429));
    let delivery = send(&webhooks, "aaaaaaaaaaaa");
    assert!(
        matches!(delivery, DeliveryOutcome::Failed { status: Some(429), retry_after } if retry_after > 0),
        "{delivery:?}"
    );
}

#[test]
fn a_receiver_that_fails_holds_up_no_other() {
    let (webhooks, sent) = webhooks(Some(500));
    for _ in 0..30 {
        send(&webhooks, "aaaaaaaaaaaa");
    }
    // Its breaker has opened.
    let delivery = send(&webhooks, "aaaaaaaaaaaa");
    assert!(
        matches!(delivery, DeliveryOutcome::Unsent { retry_after } if retry_after > 0),
        "{delivery:?}"
    );
    let before = sent.borrow().len();
    send(&webhooks, "bbbbbbbbbbbb");
    assert_eq!(sent.borrow().len(), before + 1);
}
