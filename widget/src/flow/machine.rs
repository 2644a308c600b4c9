//! The state machine that all four views share: the booking, the guest's own reservation, gift cards and the waitlist
//! each implement [`Flow`], which one runtime drives and one view draws.

use shared::id::{ExperienceId, TemplateId, VenueId};
use shared::money::Money;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;

/// A view's state machine. Pure: answers, the time and random keys come in with events, and everything that reaches
/// outside leaves as an effect.
pub trait Flow: Clone + Send + Sync + 'static {
    /// The settings of a view: those of the page and of its address.
    type Setup;
    /// An event: an answer, an act of the guest, a request of the page.
    type Event: Clone + Send + Sync + 'static;
    /// An effect outside. Requests carry a number, which their answer repeats.
    type Effect: CommonEffect;

    /// The first state, and what it needs first.
    fn start(setup: Self::Setup) -> (Self, Vec<Self::Effect>);

    /// Handles one event that happens at `now`. Events that make no sense in a state, late answers among them, change
    /// nothing.
    fn take(&mut self, event: Self::Event, now: Instant) -> Vec<Self::Effect>;

    /// The venue, once it is known.
    fn venue(&self) -> Option<&Venue>;

    /// The event for a page's request for fresh data.
    fn refreshed() -> Self::Event;
}

/// The effects that every flow has beside its own.
pub trait CommonEffect {
    /// Request the venue, by this number.
    fn ask_venue(number: u32, venue: VenueId) -> Self;

    /// Dispatch an event to the page.
    fn emit(event: HostEvent) -> Self;

    /// The event for the page that an effect is, if it is one.
    fn host_event(&self) -> Option<&HostEvent>;
}

/// Implements [`CommonEffect`] for an enum with the variants `AskVenue(u32, VenueId)` and `Emit(HostEvent)`.
macro_rules! common_effect {
    ($effect:ty) => {
        impl $crate::flow::CommonEffect for $effect {
            fn ask_venue(number: u32, venue: shared::id::VenueId) -> Self {
                Self::AskVenue(number, venue)
            }

            fn emit(event: $crate::flow::HostEvent) -> Self {
                Self::Emit(event)
            }

            fn host_event(&self) -> Option<&$crate::flow::HostEvent> {
                match self {
                    Self::Emit(event) => Some(event),
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use common_effect;

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
    /// The view can be used, or shows why it cannot.
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
    use crate::flow::Failure;

    const DATA_LAYER: &str = include_str!("../../loader/data-layer.js");
    const TYPES: &str = include_str!("../../loader/couvert.d.ts");
    const GUIDE: &str = include_str!("../../../.github/EMBEDDING.md");

    #[test]
    fn host_events_have_a_detail_in_json() {
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
            let (found, text) = event.json();
            assert_eq!(found, name);
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), detail);
            for field in detail.as_object().unwrap().keys() {
                // Passed on to tag managers, and documented: types name a field as `field:` or `"field":`.
                assert!(DATA_LAYER.contains(&format!("\"{field}\"")), "{field}");
                assert!(TYPES.contains(&format!("  {field}: ")), "{field}");
            }
            assert!(TYPES.contains(&format!("\"couvert:{name}\"")), "{name}");
            assert!(GUIDE.contains(&format!("`couvert:{name}`")), "{name}");
        }
    }

    #[test]
    fn the_codes_that_are_not_the_apis_are_documented() {
        for failure in [Failure::Offline, Failure::Unreadable(502)] {
            let code = failure.name();
            assert!(TYPES.contains(&format!("\"{code}\"")), "{code}");
            assert!(GUIDE.contains(&format!("`{code}`")), "{code}");
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
