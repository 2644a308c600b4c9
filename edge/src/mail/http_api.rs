//! Sends e-mails through a service with an HTTP API in the form of Resend's.
//!
//! The service delivers a letter of the same `Idempotency-Key` once within a day, and trying again is the
//! outbox's affair.

use std::rc::Rc;

use async_trait::async_trait;
use http::HeaderValue;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use shared::id::VenueId;

use super::{DEADLINE, MailError, Mailbox, Mailer, OutgoingEmail, one_line};
use crate::upstream::{Call, Failure, Ports, Scope, Upstream};

/// A service for mail.
pub struct HttpApi {
    venue: VenueId,
    url: String,
    key: SecretString,
    upstream: Upstream,
    ports: Rc<Ports>,
}

/// A letter in the service's words.
#[derive(Serialize)]
struct Wire<'a> {
    from: String,
    to: [String; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<String>,
    subject: String,
    text: &'a str,
    html: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<WireFile<'a>>,
}

#[derive(Serialize)]
struct WireFile<'a> {
    filename: &'a str,
    content_type: &'a str,
    content: &'a str,
}

impl HttpApi {
    /// The service at this address, for a venue.
    #[must_use]
    pub fn new(venue: VenueId, url: String, key: SecretString, upstream: Upstream, ports: Rc<Ports>) -> Self {
        Self {
            venue,
            url,
            key,
            upstream,
            ports,
        }
    }

    fn call(&self, letter: &OutgoingEmail) -> Option<Call> {
        let mut key = HeaderValue::from_str(&format!("Bearer {}", self.key.expose_secret())).ok()?;
        key.set_sensitive(true);
        let wire = Wire {
            from: mailbox(&letter.from),
            to: [mailbox(&letter.to)],
            reply_to: letter.reply_to.as_ref().map(mailbox),
            subject: one_line(&letter.subject),
            text: &letter.text,
            html: &letter.html,
            attachments: letter
                .attachments
                .iter()
                .map(|file| WireFile {
                    filename: &file.name,
                    content_type: &file.media_type,
                    content: &file.content,
                })
                .collect(),
        };
        let request = http::Request::post(&self.url)
            .header(AUTHORIZATION, key)
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            // Venues may share a key.
            .header("idempotency-key", format!("{}/{}", self.venue, letter.id))
            .body(serde_json::to_vec(&wire).ok()?)
            .ok()?;
        Some(Call {
            name: "mail",
            request,
        })
    }
}

#[async_trait(?Send)]
impl Mailer for HttpApi {
    async fn send(&self, letter: &OutgoingEmail) -> Result<(), MailError> {
        let call = self
            .call(letter)
            .ok_or_else(|| MailError::Never("mail: the request cannot be built".to_owned()))?;
        let scope = Scope::new(self.ports.clock.elapsed() + DEADLINE);
        let sent = self.upstream.write(&scope, &call).await;
        let answer = sent.map_err(|failure| match failure {
            Failure::Away { retry_after, cause } => MailError::Away {
                retry_after,
                cause: format!("mail: {cause}"),
            },
            Failure::Timeout => MailError::Later("mail: no answer in time".to_owned()),
            Failure::Failed(cause) => MailError::Later(format!("mail: {cause}")),
        })?;
        let status = answer.status().as_u16();
        let cause = format!("mail: status {status}");
        match status {
            200..=299 => Ok(()),
            // What is wrong with the letter itself stays wrong.
            400 | 413 | 422 => Err(MailError::Never(cause)),
            // A key or a sender that is not known yet has to be corrected by the operator.
            _ => Err(MailError::Later(cause)),
        }
    }
}

/// A mailbox as a header has it (RFC 5322, section 3.4).
fn mailbox(mailbox: &Mailbox) -> String {
    let address = one_line(&mailbox.address);
    match &mailbox.name {
        Some(name) => {
            let name = one_line(name).replace('\\', "\\\\").replace('"', "\\\"");
            format!("\"{name}\" <{address}>")
        }
        None => address,
    }
}

#[cfg(test)]
#[path = "http_api_tests.rs"]
mod tests;
