//! The state machine of a booking at another system that is paid for here, from the hold to the table or the money back.
//! Pure.
//!
//! Events may come twice, late, or in another order than they happened in: [`step`] reads each as a fact, and an old one
//! changes nothing. The call to the other system that is left follows from the state ([`PaidBooking::task`]), so it is read
//! anew after an interruption. What concerns the money here is in the write of the step: so a guest ends with one table that
//! is paid once, or with the money.

use serde::{Deserialize, Serialize};

/// Where a booking stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is held at the other system, and was not paid yet.
    AwaitingPayment,
    /// It is paid, and the other system was not asked to confirm it yet.
    Paid,
    /// The other system was asked to confirm it; whether it has may not be known.
    Confirming,
    /// The other system has confirmed it.
    Booked,
    /// Its guest cancels it: the other system is to be asked, or was.
    Cancelling,
    /// Nothing is wanted of it any more: what is there at the other system is to be given up.
    Releasing,
    /// It is over, at the other system too.
    Over,
}

/// How far the deposit is in the other system's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posting {
    /// The other system takes no deposits.
    None,
    /// It is to be posted once the booking is confirmed.
    Wanted,
    /// It was sent; whether it is there may not be known.
    Sent,
    /// It is there.
    Posted,
}

/// Why a booking is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingEnd {
    /// It was not paid in time.
    Unpaid,
    /// The hold was gone when the money had come.
    HoldGone,
    /// The other system did not confirm it in time.
    Unconfirmed,
    /// Its guest has cancelled it.
    Cancelled,
    /// It was cancelled at the other system.
    CancelledThere,
}

/// A booking, as far as its fate depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaidBooking {
    /// Where it stands.
    pub stage: Stage,
    /// How far its deposit is posted.
    pub posting: Posting,
    /// Whether its money goes back with the cancellation by its guest, which is under way or done.
    pub gives_back: bool,
    /// Why it is over; none while it is not.
    pub ending: Option<BookingEnd>,
}

/// News of a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Its payment has been made.
    Paid,
    /// Its payment will not come any more.
    Lapsed,
    /// The other system is about to be asked to confirm it.
    ConfirmationBegun,
    /// The other system has confirmed it.
    Confirmed,
    /// It is surely not there any more.
    Gone,
    /// It was not confirmed until its deadline.
    GivenUp,
    /// The deposit is about to be sent, for the first time or again.
    PostingBegun,
    /// The deposit is in the other system's books.
    Posted,
    /// Its guest cancels it; whether the money goes back was decided by its terms at that moment.
    CancellationBegun {
        /// Whether the money goes back.
        gives_back: bool,
    },
    /// It was cancelled for its guest.
    Cancelled,
    /// The other system does not let it be cancelled: its guests are there.
    NotCancelled,
    /// The other system, or its staff, have cancelled it.
    CancelledThere,
}

/// An effect, in the write of the step that it follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Give back all of the money: the payment, and the contribution of a gift card.
    GiveBack,
    /// Spend the contribution of a gift card, which was set aside.
    Spend,
    /// Tell the guest that the table is booked and paid.
    SendConfirmation,
    /// Tell the guest that the reservation is cancelled.
    SendCancellation,
    /// Tell the guest that there is no table, and that the money goes back.
    SendRegrets,
}

/// A call to the other system that is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Confirm the booking. If it may have been confirmed before, look first.
    Confirm {
        /// Whether it was asked before.
        is_asked: bool,
    },
    /// Post the deposit. If it may have been sent before, look first.
    Post {
        /// Whether it was sent before.
        is_sent: bool,
    },
    /// Cancel the booking for its guest.
    Cancel,
    /// Give up what is there.
    Release,
}

impl PaidBooking {
    /// A booking that is held, and waits for its payment; `takes_deposit` is whether the other system does.
    #[must_use]
    pub fn held(takes_deposit: bool) -> Self {
        Self {
            stage: Stage::AwaitingPayment,
            posting: if takes_deposit {
                Posting::Wanted
            } else {
                Posting::None
            },
            gives_back: false,
            ending: None,
        }
    }

    /// The call to the other system that is left; none while the booking waits for its payment, or rests.
    #[must_use]
    pub fn task(&self) -> Option<Task> {
        match (self.stage, self.posting) {
            (Stage::Paid, _) => Some(Task::Confirm { is_asked: false }),
            (Stage::Confirming, _) => Some(Task::Confirm { is_asked: true }),
            (Stage::Booked, Posting::Wanted) => Some(Task::Post { is_sent: false }),
            (Stage::Booked, Posting::Sent) => Some(Task::Post { is_sent: true }),
            (Stage::Cancelling, _) => Some(Task::Cancel),
            (Stage::Releasing, _) => Some(Task::Release),
            (Stage::AwaitingPayment | Stage::Booked | Stage::Over, _) => None,
        }
    }

    /// Whether it was cancelled when that gave nothing back any more.
    fn keeps_money(self) -> bool {
        self.ending == Some(BookingEnd::Cancelled) && !self.gives_back
    }

    /// Cancelled by its guest before it was certain.
    fn called_off(self) -> Self {
        Self {
            gives_back: true,
            ..self.ended(Stage::Releasing, BookingEnd::Cancelled)
        }
    }

    fn at(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }

    fn ended(self, stage: Stage, ending: BookingEnd) -> Self {
        Self {
            stage,
            ending: Some(ending),
            ..self
        }
    }
}

/// The booking after the news, and what is to be written with it.
#[must_use]
pub fn step(booking: PaidBooking, event: Event) -> (PaidBooking, Vec<Effect>) {
    use Effect::{GiveBack, SendCancellation, SendConfirmation, SendRegrets, Spend};
    use Stage::{AwaitingPayment, Booked, Cancelling, Confirming, Over, Paid, Releasing};
    match (booking.stage, event) {
        (AwaitingPayment, Event::Paid) => (booking.at(Paid), vec![]),
        // It came when the booking was called off already.
        (Releasing | Over, Event::Paid) if !booking.keeps_money() => (booking, vec![GiveBack]),
        (AwaitingPayment, Event::Lapsed) => (booking.ended(Releasing, BookingEnd::Unpaid), vec![GiveBack]),
        (Paid, Event::ConfirmationBegun) => (booking.at(Confirming), vec![]),
        (Paid | Confirming, Event::Confirmed) => (booking.at(Booked), vec![Spend, SendConfirmation]),
        (AwaitingPayment | Paid | Confirming, Event::Gone) => (
            booking.ended(Over, BookingEnd::HoldGone),
            vec![GiveBack, SendRegrets],
        ),
        (Paid | Confirming, Event::GivenUp) => (
            booking.ended(Releasing, BookingEnd::Unconfirmed),
            vec![GiveBack, SendRegrets],
        ),
        // Nothing is taken for a table that was never certain.
        (AwaitingPayment, Event::CancellationBegun { .. }) => (booking.called_off(), vec![GiveBack]),
        (Paid | Confirming, Event::CancellationBegun { .. }) => {
            (booking.called_off(), vec![GiveBack, SendCancellation])
        }
        (Booked, Event::PostingBegun) if booking.posting == Posting::Wanted => {
            let posting = Posting::Sent;
            (PaidBooking { posting, ..booking }, vec![])
        }
        (_, Event::Posted) if booking.posting == Posting::Sent => {
            let posting = Posting::Posted;
            (PaidBooking { posting, ..booking }, vec![])
        }
        (Booked, Event::CancellationBegun { gives_back }) => (
            PaidBooking {
                gives_back,
                ..booking.at(Cancelling)
            },
            vec![],
        ),
        (Cancelling, Event::NotCancelled) => (
            PaidBooking {
                gives_back: false,
                ..booking.at(Booked)
            },
            vec![],
        ),
        (Cancelling, Event::Cancelled) => {
            let money = booking.gives_back.then_some(GiveBack);
            let effects = money.into_iter().chain([SendCancellation]).collect();
            (booking.ended(Over, BookingEnd::Cancelled), effects)
        }
        (Booked, Event::CancelledThere) => (
            booking.ended(Over, BookingEnd::CancelledThere),
            vec![GiveBack, SendCancellation],
        ),
        (Releasing, Event::Gone) => (booking.at(Over), vec![]),
        // Old and impossible events.
        _ => (booking, vec![]),
    }
}

#[cfg(test)]
#[path = "paid_booking_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "paid_booking_property_tests.rs"]
mod property_tests;
