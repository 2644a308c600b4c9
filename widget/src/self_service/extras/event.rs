//! Events and effects of a booking with extras.

use shared::availability::Slots;
use shared::choices::AccessCode;
use shared::id::{AddOnId, AgeCategoryId, QuestionId, VenueId};
use shared::quote::{Quote, QuoteRequest};
use shared::venue::Venue;

use super::ExtrasField;
use crate::flow::{self, Failure, HostEvent, SlotsQuestion, common_effect};

/// An event: an answer of the API, an act of the guest, or a request of the page.
#[derive(Clone, Debug)]
pub enum Event {
    /// An event of the booking, answers included.
    Booking(flow::Event),
    /// Answer to the request for a day's slots, and for what is sold out on the day.
    SlotsAnswered(u32, SlotsQuestion, Result<Slots, Failure>),
    /// Answer to the request for the venue as it is by now.
    VenueAnswered(u32, Result<Box<Venue>, Failure>),
    /// Answer to the question for the price.
    QuoteAnswered(u32, Result<Box<Quote>, Failure>),
    /// The guest counted the people of a category.
    PeopleCounted(AgeCategoryId, u8),
    /// The guest chose so many units of an add-on.
    AddOnChosen(AddOnId, u8),
    /// The guest changed the text of an answer.
    Answered(QuestionId, String),
    /// The guest pressed a fault in the list, which leads to its field.
    FieldWanted(ExtrasField),
    /// The guest wants to change the extras.
    ExtrasWanted,
    /// The guest changed the access code.
    CodeTyped(String),
    /// The guest uses the access code.
    CodeConfirmed,
    /// The guest retried the question for the price.
    QuoteRetried,
}

/// A side effect for the runtime. Requests carry a number, which their answer repeats.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Request the venue as it is by now.
    AskVenue(u32, VenueId),
    /// An effect of the booking.
    Booking(Box<flow::Effect>),
    /// Ask what the booking costs.
    AskQuote(u32, Box<QuoteRequest>),
    /// Send this access code with all that is asked from now on; none any more, if there is none.
    UseCode(Option<AccessCode>),
    /// Move the keyboard's focus to a field, once the new state is drawn.
    FocusField(ExtrasFocus),
    /// Dispatch an event to the page.
    Emit(HostEvent),
}

common_effect!(Effect);

/// A field of the extras by its place on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtrasFocus {
    /// The access code.
    Code,
    /// The people by age category.
    People,
    /// An add-on, by its place in the experience.
    AddOn(usize),
    /// A question, by its place in the experience.
    Question(usize),
}
