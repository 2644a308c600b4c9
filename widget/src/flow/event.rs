//! Events and effects of a booking.

use shared::availability::{CalendarDay, Slot};
use shared::gift_card::{Balance, GiftCardCode};
use shared::id::{AreaId, ExperienceId, VenueId};
use shared::party::Attendees;
use shared::problem::Problem;
use shared::reservation::{Reservation, ReservationRequest};
use shared::time::{Day, Minutes};
use shared::venue::Venue;

use super::{Field, HostEvent, IdempotencyKey, common_effect};

/// An event: an answer of the API, an act of the guest, or a request of the page.
#[derive(Clone, Debug)]
pub enum Event {
    /// Answer to the request for the venue.
    VenueAnswered(u32, Result<Box<Venue>, Failure>),
    /// Answer to a request for a span of the calendar.
    CalendarAnswered(u32, Result<Vec<CalendarDay>, Failure>),
    /// Answer to a request for a day's slots.
    SlotsAnswered(u32, Result<Vec<Slot>, Failure>),
    /// Answer to the reservation's request. After [`Failure::Offline`] its outcome is unknown.
    ReservationAnswered(u32, Result<Box<Reservation>, Failure>),
    /// The guest chose an experience.
    ExperienceChosen(ExperienceId),
    /// The guest chose a party size.
    PartyChosen(Attendees),
    /// The guest turned the calendar by so many months; back, if negative.
    MonthTurned(i8),
    /// The guest moved the calendar's cursor by keyboard.
    CursorMoved(Cursor),
    /// The guest chose a day.
    DayChosen(Day),
    /// The guest chose a time.
    TimeChosen(Minutes),
    /// The guest chose an area; none stands for any. It filters the times, and is asked for with the details.
    AreaChosen(Option<AreaId>),
    /// The guest changed a field's text.
    Typed(Field, String),
    /// The guest pressed a fault in the list, which leads to its field.
    FieldWanted(Field),
    /// The guest left a field.
    FieldLeft(Field),
    /// The guest changed the code of the gift card that is to pay.
    GiftCodeTyped(String),
    /// The answer to a question for a gift card's balance.
    BalanceAnswered(u32, Result<Balance, Failure>),
    /// The guest gave or withdrew consent to news.
    ConsentSet(bool),
    /// The guest continues to the next step.
    Continued,
    /// The guest goes back one step.
    WentBack,
    /// The guest wants to change a part of what is chosen.
    ChangeWanted(Part),
    /// The guest confirmed the booking. The random key is used unless an earlier request is repeated.
    Confirmed(IdempotencyKey),
    /// The guest retried a failed request.
    Retried(Question),
    /// The guest starts another booking after a finished one.
    BookAnother,
    /// The page requests fresh availability.
    Refreshed,
}

/// A step within the calendar's grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// Days on, or back.
    Days(i8),
    /// Months on, or back, keeping the day of the month where it exists.
    Months(i8),
    /// To the week's first day. Weeks begin so many days after Monday.
    WeekStart(u8),
    /// To the week's last day. Weeks begin so many days after Monday.
    WeekEnd(u8),
}

/// A part of the choice that the summary leads back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The experience.
    Experience,
    /// The party's size.
    Party,
    /// The day.
    Day,
    /// The time of the last event.
    Time,
    /// The guest's details.
    Details,
}

/// A request that the guest can retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The venue's data.
    Venue,
    /// The shown month's days.
    Calendar,
    /// The chosen day's slots.
    Slots,
}

/// Why a request has no usable answer, sorted by what can be done next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The API answered with a problem: decide by its code.
    Problem(Box<Problem>),
    /// Nothing came back in time: ask again once there is a connection.
    Offline,
    /// The answer is not this API's JSON; its HTTP status.
    Unreadable(u16),
}

/// A side effect for the runtime. Requests carry a number, which their answer repeats.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Request the venue.
    AskVenue(u32, VenueId),
    /// Request a span of the calendar.
    AskCalendar(u32, CalendarQuestion),
    /// Request a day's slots.
    AskSlots(u32, SlotsQuestion),
    /// Request the balance of the gift card that is to pay.
    AskBalance(u32, GiftCardCode),
    /// Make the reservation.
    Reserve(u32, IdempotencyKey, Box<ReservationRequest>),
    /// Move the keyboard's focus, once the new state is drawn.
    Focus(Focus),
    /// Dispatch an event to the page.
    Emit(HostEvent),
}

common_effect!(Effect);

/// A question about the calendar, both days included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarQuestion {
    /// For which experience.
    pub experience: ExperienceId,
    /// For how many.
    pub attendees: Attendees,
    /// From this day.
    pub from: Day,
    /// To this day.
    pub to: Day,
}

/// A question about a day's slots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotsQuestion {
    /// For which experience.
    pub experience: ExperienceId,
    /// For how many.
    pub attendees: Attendees,
    /// On which day.
    pub day: Day,
}

/// Where the keyboard's focus belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The heading of the step.
    Step,
    /// The notice above the step.
    Notice,
    /// The list of faulty fields.
    Faults,
    /// The day that the calendar's keyboard cursor is on.
    Day(Day),
    /// The heading of the times.
    Times,
    /// A field of the details.
    Field(Field),
    /// The code of a gift card.
    GiftCard,
    /// The notice above a payment.
    PaymentNotice,
    /// A part of the find step.
    Part(Part),
}

impl Failure {
    /// The code of the page's `error` event: the problem's, `offline` or `unreadable`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Problem(problem) => problem.code.text(),
            Self::Offline => "offline",
            Self::Unreadable(_) => "unreadable",
        }
    }
}
