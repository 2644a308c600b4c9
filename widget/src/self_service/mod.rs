//! What a guest does after a booking and beside it, as state machines like the booking's. They must not know how
//! anything looks, which language is read, nor the browser.

pub mod gift_cards;
mod link;
pub mod manage;
pub mod payment;
pub mod waitlist;

use shared::id::{ExperienceId, TemplateId, VenueId};
use shared::locale::Language;
use shared::money::Money;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;

use crate::flow::{Field, Prefill};

pub use link::Link;

/// A view's state machine. Pure: answers, the time and random keys come in, and all that reaches outside leaves
/// as an effect.
pub trait Flow: Clone + Send + Sync + 'static {
    /// What can happen.
    type Event: Clone + Send + Sync + 'static;
    /// What is to be done outside.
    type Effect;

    /// A view that has just been put on a page, and what it asks for first.
    fn start(opening: Opening) -> (Self, Vec<Self::Effect>);

    /// Takes one event at a time. Events that make no sense in a state, late answers among them, change
    /// nothing.
    fn take(&mut self, event: Self::Event, now: Instant) -> Vec<Self::Effect>;

    /// The venue, once it is known.
    fn venue(&self) -> Option<&Venue>;

    /// What happens when the page asks for what is new.
    fn refreshed() -> Self::Event;
}

/// What a view begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Where.
    pub venue: VenueId,
    /// The language that the guest reads.
    pub language: Language,
    /// The reservation, the order or the wish that the guest has the right to, if they came with one.
    pub link: Option<Link>,
    /// What the guest had chosen before they came here.
    pub choice: Prefill,
    /// Whether the guest comes back from a bank's page, where the payment went well as far as its address says.
    pub has_paid: bool,
    /// When.
    pub now: Instant,
}

/// What every view asks of its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToPage {
    /// Move the keyboard's focus to the element of this id, once the new state is drawn.
    Focus(&'static str),
    /// Move the keyboard's focus to a day of the calendar.
    FocusDay(Day),
    /// Move the keyboard's focus to a field of the guest's details.
    FocusField(Field),
    /// Tell the page.
    Tell(Told),
    /// Show another view, by its name.
    Go(&'static str),
    /// Show the guest's own reservation.
    Lead(Link),
}

/// What the page that embeds the widget is told. Never anything personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
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
        /// And where it stands.
        status: Status,
    },
    /// A gift card was ordered and paid for.
    GiftCardOrdered {
        /// Of this design.
        template: TemplateId,
        /// For so much.
        amount: Money,
    },
    /// Something failed: a problem's code, `offline` or `unreadable`.
    Error(&'static str),
}
