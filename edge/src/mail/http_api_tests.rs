//! Facts about what a service for mail is sent, and what its answers mean.

use std::cell::RefCell;

use pollster::block_on;
use serde_json::{Value, json};

use super::*;
use crate::mail::Attachment;
use crate::test_support::still::Still;
use crate::upstream::{Network, NetworkError};

type Requests = Rc<RefCell<Vec<http::Request<Vec<u8>>>>>;

/// Answers every request with this status.
struct Service(u16, Requests);

#[async_trait(?Send)]
impl Network for Service {
    async fn exchange(
        &self,
        request: http::Request<Vec<u8>>,
        _: usize,
    ) -> Result<http::Response<Vec<u8>>, NetworkError> {
        self.1.borrow_mut().push(request);
        let answer = http::Response::builder().status(self.0);
        Ok(answer.body(b"{\"id\":\"1\"}".to_vec()).unwrap())
    }
}

fn letter() -> OutgoingEmail {
    let mailbox = |name: Option<&str>, address: &str| Mailbox {
        name: name.map(str::to_owned),
        address: address.to_owned(),
    };
    OutgoingEmail {
        id: "confirmed-r1".to_owned(),
        from: mailbox(Some("Linde"), "linde@example.com"),
        to: mailbox(Some("Ada \"x\"\r\nBcc: eve@example.com"), "ada@example.com"),
        reply_to: Some(mailbox(None, "table@example.com")),
        subject: "Your\r\nBcc: eve@example.com table".to_owned(),
        text: "See you.".to_owned(),
        html: "<p>See you.</p>".to_owned(),
        attachments: vec![Attachment {
            name: "reservation.ics".to_owned(),
            media_type: "text/calendar".to_owned(),
            content: "QkVHSU4=".to_owned(),
        }],
        is_limited: false,
    }
}

fn send(status: u16) -> (Result<(), MailError>, Requests) {
    let requests = Requests::default();
    let ports = Rc::new(Ports {
        network: Box::new(Service(status, requests.clone())),
        clock: Box::new(Still),
        rng: Box::new(Still),
    });
    let service = HttpApi::new(
        VenueId::parse("linde").unwrap(),
        "https://api.resend.com/emails".to_owned(),
        SecretString::from("s3cret"),
        Upstream::new(ports.clone()),
        ports,
    );
    (block_on(service.send(&letter())), requests)
}

#[test]
fn a_letter_is_handed_over_with_the_key_and_its_name() {
    let (sent, requests) = send(200);
    assert_eq!(sent, Ok(()));
    let requests = requests.borrow();
    let request = &requests[0];
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://api.resend.com/emails");
    assert_eq!(request.headers()["authorization"], "Bearer s3cret");
    assert_eq!(request.headers()["idempotency-key"], "linde/confirmed-r1");
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(
        body,
        json!({
            "from": "\"Linde\" <linde@example.com>",
            "to": ["\"Ada \\\"x\\\" Bcc: eve@example.com\" <ada@example.com>"],
            "reply_to": "table@example.com",
            "subject": "Your Bcc: eve@example.com table",
            "text": "See you.",
            "html": "<p>See you.</p>",
            "attachments": [{
                "filename": "reservation.ics", "content_type": "text/calendar", "content": "QkVHSU4=",
            }],
        })
    );
}

#[test]
fn what_may_yet_be_mended_is_tried_again_and_a_bad_letter_is_not() {
    for (status, is_final) in [
        (401, false),
        (403, false),
        (409, false),
        (429, false),
        (500, false),
        (400, true),
        (422, true),
    ] {
        let (sent, _) = send(status);
        assert_eq!(
            matches!(sent, Err(MailError::Never(_))),
            is_final,
            "{status}: {sent:?}"
        );
        assert!(sent.is_err(), "{status}");
        let (Err(MailError::Later(text) | MailError::Never(text)), _) = send(status) else {
            continue;
        };
        assert!(
            !text.contains("example.com") && !text.contains("s3cret"),
            "{text}"
        );
    }
}
