//! The state machine that all four views share: the booking, the guest's own reservation, gift cards and the waitlist
//! each implement [`Flow`], which one runtime drives and one view draws.

use shared::id::{ExperienceId, TemplateId};
use shared::money::Money;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;

/// A view's state machine. It must not know how anything looks, which language is read, nor the browser: answers, the
/// time and random keys come in with events, and everything that reaches outside leaves as an effect.
pub trait Flow: Clone + Send + Sync + 'static {
    /// What the view starts with: what the page and its address ask for.
    type Setup;
    /// What can happen: an answer, an act of the guest, a request of the page.
    type Event: Clone + Send + Sync + 'static;
    /// What is to be done outside. Requests carry a number, which their answer repeats.
    type Effect;

    /// The first state, and what it needs first.
    fn start(setup: Self::Setup) -> (Self, Vec<Self::Effect>);

    /// Handles one event that happens at `now`. Events that make no sense in a state, late answers among them, change
    /// nothing.
    fn take(&mut self, event: Self::Event, now: Instant) -> Vec<Self::Effect>;

    /// The venue, once it is known.
    fn venue(&self) -> Option<&Venue>;

    /// The event for when the page asks for fresh data.
    fn refreshed() -> Self::Event;
}

/// The state after one event, and what is to be done outside.
#[must_use]
pub fn step<F: Flow>(mut state: F, event: F::Event, now: Instant) -> (F, Vec<F::Effect>) {
    let effects = state.take(event, now);
    (state, effects)
}

/// Numbers the requests of a flow, from 1, wrapping. An answer with the number of an older request is recognised as
/// late.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestNumbers(u32);

impl RequestNumbers {
    /// A number that no request has had.
    pub fn issue(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(1);
        self.0
    }

    /// The number of the last request.
    #[cfg(test)]
    pub(crate) fn last(self) -> u32 {
        self.0
    }
}

/// An event for the page that embeds the widget. It never holds personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostEvent {
    /// The view can be used, or says why it cannot.
    Ready,
    /// Another step is shown, by its name.
    Step(&'static str),
    /// A reservation was made.
    Reserved {
        /// Of this experience.
        experience: ExperienceId,
        /// On this day.
        day: Day,
        /// At this time.
        minutes: Minutes,
        /// For so many.
        attendees: Attendees,
        /// Its status.
        status: Status,
    },
    /// A gift card was ordered and paid for.
    GiftCardOrdered {
        /// Of this design.
        template: TemplateId,
        /// Its value.
        amount: Money,
    },
    /// Something failed: a problem's code, `offline` or `unreadable`.
    Error(&'static str),
}

impl HostEvent {
    /// The event's name after `couvert:`, and its detail as JSON.
    #[must_use]
    pub fn json(&self) -> (&'static str, String) {
        // Ids, days and codes hold nothing that JSON would escape.
        let (name, fields) = match self {
            Self::Ready => ("ready", String::new()),
            Self::Step(step) => ("step", format!(r#","step":"{step}""#)),
            Self::Reserved {
                experience,
                day,
                minutes,
                attendees,
                status,
            } => (
                "reserved",
                format!(
                    r#","experienceId":"{experience}","day":"{day}","minutes":{},"attendees":{attendees},"status":"{}""#,
                    minutes.get(),
                    status.text()
                ),
            ),
            Self::GiftCardOrdered { template, amount } => (
                "gift-card-ordered",
                format!(
                    r#","templateId":"{template}","amount":{},"currency":"{}""#,
                    amount.amount(),
                    amount.currency().code()
                ),
            ),
            Self::Error(code) => ("error", format!(r#","code":"{code}""#)),
        };
        (name, [r#"{"version":1"#, &fields, "}"].concat())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use shared::money::Currency;

    use super::*;

    #[test]
    fn the_page_is_told_of_events_in_json() {
        let reserved = HostEvent::Reserved {
            experience: ExperienceId::parse("dinner").unwrap(),
            day: Day::parse("2026-11-27").unwrap(),
            minutes: Minutes::parse(1_140).unwrap(),
            attendees: Attendees::parse(2).unwrap(),
            status: Status::Booked,
        };
        let ordered = HostEvent::GiftCardOrdered {
            template: TemplateId::parse("branch").unwrap(),
            amount: Money::new(7_550, Currency::parse("EUR").unwrap()).unwrap(),
        };
        for (event, name, detail) in [
            (HostEvent::Ready, "ready", json!({ "version": 1 })),
            (
                HostEvent::Step("find"),
                "step",
                json!({ "version": 1, "step": "find" }),
            ),
            (
                reserved,
                "reserved",
                json!({
                    "version": 1, "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2,
                    "status": "booked",
                }),
            ),
            (
                ordered,
                "gift-card-ordered",
                json!({ "version": 1, "templateId": "branch", "amount": 7550, "currency": "EUR" }),
            ),
            (
                HostEvent::Error("offline"),
                "error",
                json!({ "version": 1, "code": "offline" }),
            ),
        ] {
            let (told, text) = event.json();
            assert_eq!(told, name);
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), detail);
        }
    }

    #[test]
    fn no_two_requests_have_the_same_number() {
        let mut numbers = RequestNumbers::default();
        assert_eq!([numbers.issue(), numbers.issue(), numbers.issue()], [1, 2, 3]);
        let mut last = RequestNumbers(u32::MAX);
        assert_eq!(last.issue(), 0);
    }
}
