//! A loaded reservation: its steps, and what its guest can still do with it.

mod answers;
mod money;

use std::sync::Arc;

use shared::availability::ClockTime;
use shared::locale::Language;
use shared::money::Money;
use shared::problem::ProblemCode;
use shared::quote::Quote;
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::{Instant, Minutes};
use shared::validation::{FieldCode, Notes};
use shared::venue::{Feature, Venue};

use super::{ChangedExtras, Effect, Event, TypedCode};
use crate::flow::{self, Answer, Failure, Focus, HostEvent};
use crate::self_service::payment::{self, Checkout};
use crate::self_service::{Link, StepContext, is_link_refused};

pub use money::Refund;

/// A reservation.
#[derive(Clone, Debug, PartialEq)]
pub struct ManagedReservation {
    /// The venue.
    pub venue: Arc<Venue>,
    /// The right to the reservation.
    pub(super) link: Link,
    /// The language that the guest reads.
    pub(super) language: Language,
    /// The reservation.
    pub reservation: Box<Reservation>,
    /// When it begins, once that is known.
    pub start: Option<Instant>,
    /// The deadline of its refund that was read last, also as the venue's clock shows it.
    pub(super) clock_read: Option<(Instant, ClockTime)>,
    /// The time of the last event.
    pub now: Instant,
    /// The step that is shown.
    pub step: Step,
    /// The notice above it.
    pub notice: Option<Notice>,
    /// The payment, where one was made or is to be.
    pub checkout: Option<Box<Checkout>>,
    /// The amount that a cancellation has just given back to a gift card.
    pub gift_back: Option<Money>,
    /// Its price after the change that is being reviewed.
    pub quote: Answer<Box<Quote>>,
    /// The calendar file.
    pub file: File,
    /// The number of the write in flight.
    pub sending: Option<u32>,
    /// The number of the request in flight.
    pub(super) asked: Option<u32>,
}

/// A step of managing a reservation.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The facts; the payment, while one is to be made.
    View,
    /// Looking for another slot.
    Find(Box<flow::State>),
    /// Reviewing the move to this time before it is sent.
    Review(Box<flow::State>, Minutes),
    /// Changing what was chosen beside the table.
    Extras(Box<ChangedExtras>),
    /// The access code of a private experience.
    Code(TypedCode),
    /// The notes to the restaurant.
    Notes(String),
    /// The consequences of cancelling, before it is sent.
    Cancel,
}

impl Step {
    fn name(&self) -> &'static str {
        match self {
            Self::View => "manage",
            Self::Find(_) => "manage-find",
            Self::Review(..) => "manage-review",
            Self::Extras(_) => "manage-extras",
            Self::Code(_) => "manage-code",
            Self::Notes(_) => "manage-notes",
            Self::Cancel => "manage-cancel",
        }
    }
}

/// A notice above a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// It was paid.
    Paid,
    /// It was changed.
    Changed,
    /// The notes were changed.
    Noted,
    /// The slot was taken by another guest.
    Taken(Minutes),
    /// The price would differ, so that it cannot be changed here.
    OtherPrice,
    /// The change is not possible.
    NotPossible,
    /// The booking system makes no such change.
    NotOffered,
    /// It is too late for that here.
    TooLate,
    /// A request failed.
    Failed(Failure),
}

/// The calendar file.
#[derive(Clone, Debug, PartialEq)]
pub enum File {
    /// It was not requested.
    Idle,
    /// It is being requested.
    Requested,
    /// It was offered for download.
    Saved,
    /// The request failed.
    Failed(Failure),
}

/// The phase of a reservation, for its guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It is held until it is paid.
    ToPay,
    /// It awaits the restaurant's answer.
    Requested,
    /// It is booked.
    Booked,
    /// The restaurant declined it.
    Declined,
    /// It was cancelled.
    Cancelled,
    /// It is void, such as when it was not paid in time.
    Gone,
    /// The guest did not come.
    NoShow,
    /// It has begun, or is over.
    Past,
}

type StepResult = Result<Vec<Effect>, Failure>;

impl ManagedReservation {
    /// A reservation that was just loaded.
    pub(super) fn open(
        venue: Arc<Venue>,
        link: Link,
        language: Language,
        reservation: Box<Reservation>,
        now: Instant,
    ) -> (Self, Vec<Effect>) {
        let mut managed = Self {
            venue,
            link,
            language,
            reservation,
            start: None,
            clock_read: None,
            now,
            step: Step::View,
            notice: None,
            checkout: None,
            gift_back: None,
            quote: Answer::NotRequested,
            file: File::Idle,
            sending: None,
            asked: None,
        };
        let mut effects = managed.follow_payment();
        effects.extend(managed.locate());
        effects.push(Effect::Focus(Focus::Step));
        effects.push(Effect::Emit(HostEvent::Step(managed.step.name())));
        (managed, effects)
    }

    /// Its phase.
    #[must_use]
    pub fn phase(&self) -> Phase {
        match self.reservation.status {
            Status::PaymentPending => Phase::ToPay,
            Status::Cancelled => Phase::Cancelled,
            Status::Declined => Phase::Declined,
            Status::Voided => Phase::Gone,
            Status::NoShow => Phase::NoShow,
            _ if self.start.is_some_and(|start| start <= self.now) => Phase::Past,
            Status::Requested | Status::Unconfirmed => Phase::Requested,
            Status::Booked | Status::Reconfirmed => Phase::Booked,
            _ => Phase::Past,
        }
    }

    /// Whether it can be changed here.
    #[must_use]
    pub fn can_change(&self) -> bool {
        matches!(self.phase(), Phase::Requested | Phase::Booked)
    }

    /// Whether it can be cancelled here.
    #[must_use]
    pub fn can_cancel(&self) -> bool {
        self.can_change() || self.phase() == Phase::ToPay
    }

    /// Whether the booking system takes this change of it now.
    pub(super) fn takes(&self, change: Feature) -> bool {
        self.can_change() && self.venue.features.contains(&change)
    }

    fn takes_slot_changes(&self) -> bool {
        let is_paid = self.reservation.payment.is_some();
        self.takes(Feature::SlotChanges) && (!is_paid || self.takes(Feature::PaidSlotChanges))
    }

    /// Whether it can be moved: the booking system takes that, and its experience is still offered.
    #[must_use]
    pub fn can_move(&self) -> bool {
        self.takes_slot_changes() && self.experience().is_some()
    }

    /// Whether to offer that: at once, or once the guest has typed the code of the experience.
    #[must_use]
    pub fn offers_move(&self) -> bool {
        self.can_move() || (self.takes_slot_changes() && self.needs_code())
    }

    /// Whether its note can be changed here.
    #[must_use]
    pub fn can_write(&self) -> bool {
        self.takes(Feature::NoteChanges)
    }

    /// Handles one event. Fails where the link is no longer valid.
    pub(super) fn take(&mut self, event: Event, context: &mut StepContext<'_>) -> StepResult {
        self.now = context.now;
        Ok(match event {
            Event::StartLocated(start) => {
                self.start = start;
                Vec::new()
            }
            Event::ClockRead(until, shown) => {
                self.clock_read = shown.map(|(day, minutes)| (until, ClockTime { day, minutes }));
                Vec::new()
            }
            Event::ReservationAnswered(number, answer) if self.asked == Some(number) => {
                self.asked = None;
                return self.reservation_answered(answer);
            }
            Event::Extended(number, answer) if self.asked == Some(number) => {
                self.asked = None;
                match answer {
                    Ok(reservation) => return self.reservation_answered(Ok(reservation)),
                    Err(failure) if is_link_refused(&failure) => return Err(failure),
                    Err(Failure::Problem(problem)) if problem.code == ProblemCode::IllegalTransition => {
                        self.pass(payment::Event::NoMoreTime, context)
                    }
                    Err(failure) => self.pass(payment::Event::UpdateFailed(failure), context),
                }
            }
            Event::Payment(event) => self.pass(event, context),
            Event::Changed(number, answer) if self.sending == Some(number) => {
                self.sending = None;
                return self.changed(answer, context);
            }
            Event::Cancelled(number, answer) if self.sending == Some(number) => {
                self.sending = None;
                return match answer {
                    Ok(reservation) => {
                        let gift = self.reservation.gift_card;
                        let mut effects = self.settle_written(reservation, context);
                        self.gift_back = gift.filter(|_| self.reservation.gift_card.is_none());
                        effects.extend(self.go(Step::View));
                        Ok(effects)
                    }
                    Err(failure) => self.refused(failure, context),
                };
            }
            Event::FileWanted if self.file != File::Requested => {
                self.file = File::Requested;
                vec![Effect::SaveFile(self.link.clone())]
            }
            Event::FileSaved(answer) => {
                self.file = match answer {
                    Ok(()) => File::Saved,
                    Err(failure) => File::Failed(failure),
                };
                Vec::new()
            }
            Event::QuoteAnswered(number, answer) => {
                self.priced(number, answer);
                Vec::new()
            }
            // Another number of guests is a move.
            Event::Find(flow::Event::ChangeWanted(_))
                if self.sending.is_none() && self.can_move() && matches!(self.step, Step::Extras(_)) =>
            {
                self.begin_move(context)
            }
            // While a write is on its way nothing may change what it was made of.
            Event::Find(event) => self.find(event, context),
            _ if self.sending.is_some() => Vec::new(),
            Event::Refreshed if self.asked.is_none() => self.ask(context),
            Event::MoveWanted if self.can_move() => self.begin_move(context),
            Event::MoveWanted if self.offers_move() => self.begin_code(true),
            Event::MoveConfirmed => self.confirm_move(context),
            Event::NotesWanted if self.can_write() => {
                let notes = self.reservation.notes.as_ref();
                let known = notes.map_or_else(String::new, |notes| notes.as_str().to_owned());
                self.go(Step::Notes(known))
            }
            Event::NotesTyped(text) => {
                if let Step::Notes(notes) = &mut self.step {
                    *notes = text;
                }
                Vec::new()
            }
            Event::NotesConfirmed => self.confirm_notes(context),
            Event::CancelWanted if self.can_cancel() => self.go(Step::Cancel),
            Event::CancelConfirmed if self.step == Step::Cancel => {
                let number = context.next_number();
                self.sending = Some(number);
                self.notice = None;
                vec![Effect::Cancel(number, self.link.clone())]
            }
            Event::WentBack => self.go_back(),
            event => self.take_choices(event, context),
        })
    }

    /// Shows another step and focuses its heading.
    pub(super) fn go(&mut self, step: Step) -> Vec<Effect> {
        self.step = step;
        self.notice = None;
        vec![
            Effect::Focus(Focus::Step),
            Effect::Emit(HostEvent::Step(self.step.name())),
        ]
    }

    /// Shows a notice.
    pub(super) fn say(&mut self, notice: Notice) -> Vec<Effect> {
        self.notice = Some(notice);
        vec![Effect::Focus(Focus::Notice)]
    }

    fn go_back(&mut self) -> Vec<Effect> {
        match std::mem::replace(&mut self.step, Step::View) {
            Step::View => Vec::new(),
            Step::Review(find, _) => self.go(Step::Find(find)),
            _ => self.go(Step::View),
        }
    }

    pub(super) fn ask(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let number = context.next_number();
        self.asked = Some(number);
        vec![Effect::AskReservation(number, self.link.clone())]
    }

    /// Sends a change.
    pub(super) fn send(&mut self, change: ReservationChange, context: &mut StepContext<'_>) -> Vec<Effect> {
        let number = context.next_number();
        self.sending = Some(number);
        self.notice = None;
        vec![Effect::Change(number, self.link.clone(), Box::new(change))]
    }

    fn confirm_notes(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Step::Notes(text) = &self.step else {
            return Vec::new();
        };
        match Notes::parse(text) {
            // There are no notes to send.
            Err(FieldCode::Required) => self.go(Step::View),
            Ok(notes) => {
                let change = ReservationChange {
                    notes: Some(notes),
                    ..ReservationChange::default()
                };
                self.send(change, context)
            }
            Err(_) => self.say(Notice::NotPossible),
        }
    }
}
