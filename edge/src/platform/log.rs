//! The operator's log: one JSON object per line, without personal data. Of a request it has the route's name and
//! the venue.

use std::rc::Rc;

use async_trait::async_trait;
use serde::Serialize;
use shared::id::{AccountId, VenueId};

use crate::http::access_log::Record;
use crate::mail::{MailError, Mailer, OutgoingEmail};
use crate::upstream::{Event, Log, Outcome};

/// Writes the line; as an error where the fault is ours.
pub fn write(record: &Record) {
    let line = serde_json::to_string(record).unwrap_or_default();
    if record.status >= 500 {
        worker::console_error!("{line}");
    } else {
        worker::console_log!("{line}");
    }
}

/// Logs an error of a background job in a venue's object.
pub fn log_error(venue: &VenueId, cause: &str) {
    #[derive(Serialize)]
    struct Line<'a> {
        venue: &'a VenueId,
        event: &'static str,
        cause: &'a str,
    }
    let event = "jobFailed";
    let line = serde_json::to_string(&Line { venue, event, cause }).unwrap_or_default();
    worker::console_error!("{line}");
}

/// Logs an error of regular work in an account's object.
pub fn log_account_error(account: &AccountId, cause: &str) {
    #[derive(Serialize)]
    struct Line<'a> {
        account: &'a AccountId,
        event: &'static str,
        cause: &'a str,
    }
    let event = "jobFailed";
    let line = serde_json::to_string(&Line {
        account,
        event,
        cause,
    })
    .unwrap_or_default();
    worker::console_error!("{line}");
}

/// The log of an account's upstream: each line is an [`Event`] with the account's id.
pub struct AccountUpstreamLog(pub AccountId);

impl Log for AccountUpstreamLog {
    fn write(&self, event: &Event) {
        #[derive(Serialize)]
        struct Line<'a> {
            account: &'a AccountId,
            #[serde(flatten)]
            event: &'a Event,
        }
        let account = &self.0;
        let line = serde_json::to_string(&Line { account, event }).unwrap_or_default();
        write_event(event, &line);
    }
}

/// Logs each e-mail that a mailer has sent, without personal data.
pub struct MailLog {
    /// Whose letters they are.
    pub venue: VenueId,
    /// The mailer.
    pub mailer: Rc<dyn Mailer>,
}

#[async_trait(?Send)]
impl Mailer for MailLog {
    async fn send(&self, letter: &OutgoingEmail) -> Result<(), MailError> {
        self.mailer.send(letter).await?;
        worker::console_log!("{{\"venue\":\"{}\",\"event\":\"letterSent\"}}", self.venue);
        Ok(())
    }
}

/// The log of a venue's upstream: each line is an [`Event`] with the venue's id.
pub struct UpstreamLog(pub VenueId);

impl Log for UpstreamLog {
    fn write(&self, event: &Event) {
        write_event(event, &line(&self.0, event));
    }
}

/// Writes an event's line; as a warning unless it is a call that was answered.
fn write_event(event: &Event, line: &str) {
    let is_good = matches!(
        event,
        Event::UpstreamCall {
            outcome: Outcome::Answered,
            ..
        }
    );
    if is_good {
        worker::console_log!("{line}");
    } else {
        worker::console_warn!("{line}");
    }
}

fn line(venue: &VenueId, event: &Event) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        venue: &'a VenueId,
        #[serde(flatten)]
        event: &'a Event,
    }
    serde_json::to_string(&Line { venue, event }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::upstream::BreakerState;

    #[test]
    fn an_event_is_one_line_with_its_venue() {
        let event = Event::UpstreamBreaker {
            from: BreakerState::Closed,
            to: BreakerState::Open,
        };
        assert_eq!(
            line(&VenueId::parse("linde").unwrap(), &event),
            r#"{"venue":"linde","event":"upstreamBreaker","from":"closed","to":"open"}"#
        );
    }
}
