//! A payment's state until it is made or lapses: polled every two seconds while money may come from elsewhere.

use shared::payment::{Handover, Payment, PaymentStatus};
use shared::time::Instant;

use super::{Effect, Event, Outcome};
use crate::flow::Failure;
use crate::self_service::countdown::to_read_out;

/// Seconds between two requests while money may come from elsewhere.
const PAUSE: i64 = 2;
/// Seconds between two requests once the money has come, while its outcome is awaited.
const OUTCOME_PAUSE: i64 = 5;
/// Seconds until the next request after a failed one.
const LONG_PAUSE: i64 = 10;
/// Seconds between two ticks from which on the page was out of sight: otherwise it ticks once a second.
const OUT_OF_SIGHT: i64 = 3;

/// A payment and the step that makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkout {
    /// The payment as last answered.
    pub payment: Payment,
    /// The time of the last event.
    pub now: Instant,
    /// The payment form.
    pub form: PaymentForm,
    /// The last failure.
    pub error: Option<CheckoutError>,
    /// Whether more time is being requested.
    pub is_extending: bool,
    /// The seconds left that were last read out.
    pub spoken: Option<i64>,
    /// Whether the thing that is paid for becomes certain only some time after its payment, and is not yet.
    is_awaited: bool,
    /// The earliest time of the next request; none while one is in flight.
    next: Option<Instant>,
    is_ticking: bool,
    /// The time since which the next tick is awaited.
    ticks_since: Instant,
    /// The guest's visit to the other page.
    visit: PageVisit,
}

/// The guest's visit to the other page on which the payment is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageVisit {
    /// The guest has not opened that page, or its outcome is known.
    NotBegun,
    /// The guest opened that page.
    Begun,
    /// The guest is back. The payment's status is requested next.
    Over,
    /// The status was requested after the return.
    Asked,
    /// The payment was still open after the return.
    Unpaid,
}

/// The state of the payment form, which is the provider's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentForm {
    /// There is none: the guest pays on another page.
    Away,
    /// It is being requested.
    Preparing,
    /// It can be filled in.
    Ready,
    /// It was submitted.
    Paying,
    /// It was submitted before the guest was led away and returned.
    Returned,
    /// It could not be loaded.
    Failed,
}

/// A failure after which the guest can try again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckoutError {
    /// The card was declined.
    Declined,
    /// The guest left what their bank asked for.
    Abandoned,
    /// No answer came: what was paid counts all the same, and nothing is paid twice.
    Offline,
    /// There is no more time to be had.
    NoMoreTime,
    /// The request for more time failed, though there is a connection.
    MoreTimeFailed(Failure),
}

impl Checkout {
    /// A payment that was answered at `now`.
    #[must_use]
    pub fn start(payment: Payment, now: Instant) -> (Self, Vec<Effect>) {
        let mut checkout = Self {
            payment,
            now,
            form: PaymentForm::Away,
            error: None,
            is_extending: false,
            spoken: None,
            is_awaited: false,
            next: Some(now.plus_seconds(PAUSE)),
            is_ticking: false,
            ticks_since: now,
            visit: PageVisit::NotBegun,
        };
        let mut effects = checkout.prepare();
        effects.extend(checkout.tick());
        (checkout, effects)
    }

    /// Whether the payment is neither made nor lapsed.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(
            self.payment.status,
            PaymentStatus::Open | PaymentStatus::Authenticating | PaymentStatus::Failed
        )
    }

    /// Says whether the thing that is paid for is still to become certain: it is asked for also once the money has come.
    #[must_use]
    pub fn await_outcome(&mut self, is_awaited: bool) -> Option<Effect> {
        self.is_awaited = is_awaited;
        self.tick()
    }

    /// Whether an answer may bring something new.
    fn is_followed(&self) -> bool {
        self.is_pending() || (self.is_awaited && self.payment.status == PaymentStatus::Paid)
    }

    /// Seconds until it has to be paid; none where there is no such time, or where it is over and the next
    /// answer decides.
    #[must_use]
    pub fn left(&self) -> Option<i64> {
        let left = self.payment.deadline?.unix() - self.now.unix();
        (self.is_pending() && left > 0).then_some(left)
    }

    /// Whether the guest is back from the other page without having paid there, and still has time to pay.
    #[must_use]
    pub fn has_returned_unpaid(&self) -> bool {
        self.visit == PageVisit::Unpaid && self.left().is_some()
    }

    /// Handles one event.
    #[must_use]
    pub fn take(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let before = self.left();
        self.now = now;
        match event {
            Event::Ticked => {
                self.is_ticking = false;
                self.spoken = to_read_out(before, self.left()).or(self.spoken);
                self.register_return();
                let mut effects = self.ask_if_due();
                effects.extend(self.tick());
                effects
            }
            Event::Updated(payment) => self.updated(*payment),
            Event::UpdateFailed(failure) => self.update_failed(failure),
            Event::MoreTimeWanted if self.payment.extendable && !self.is_extending => {
                self.is_extending = true;
                vec![Effect::AskForMoreTime]
            }
            Event::NoMoreTime if self.is_extending => {
                self.is_extending = false;
                self.payment.extendable = false;
                self.fail(CheckoutError::NoMoreTime)
            }
            Event::PageOpened if self.form == PaymentForm::Away && self.is_pending() => {
                self.visit = PageVisit::Begun;
                Vec::new()
            }
            Event::Prepared(is_ready) if self.form == PaymentForm::Preparing => {
                self.form = if is_ready {
                    PaymentForm::Ready
                } else {
                    PaymentForm::Failed
                };
                Vec::new()
            }
            Event::Returned if self.form == PaymentForm::Preparing => self.returned(),
            // A second press finds the form handed over.
            Event::PayPressed if self.form == PaymentForm::Ready && self.is_pending() => {
                self.form = PaymentForm::Paying;
                self.error = None;
                vec![Effect::Confirm]
            }
            Event::PayPressed if self.form == PaymentForm::Failed => self.prepare(),
            Event::Confirmed(outcome) if self.form == PaymentForm::Paying => self.confirmed(outcome),
            _ => Vec::new(),
        }
    }

    fn updated(&mut self, payment: Payment) -> Vec<Effect> {
        self.is_extending = false;
        if matches!(
            self.error,
            Some(CheckoutError::Offline | CheckoutError::MoreTimeFailed(_))
        ) {
            self.error = None;
        }
        let is_declined = payment.status == PaymentStatus::Failed && self.payment.status != payment.status;
        let is_moved = payment.handover != self.payment.handover;
        self.payment = payment;
        self.visit = match (self.visit, self.payment.status) {
            (PageVisit::Asked, PaymentStatus::Open) => PageVisit::Unpaid,
            (visit, PaymentStatus::Open) => visit,
            _ => PageVisit::NotBegun,
        };
        let pause = if self.is_pending() { PAUSE } else { OUTCOME_PAUSE };
        self.next = Some(self.now.plus_seconds(pause));
        let mut effects = Vec::new();
        if is_declined {
            effects.extend(self.fail(CheckoutError::Declined));
        } else if self.payment.status == PaymentStatus::Authenticating {
            self.error = None;
        }
        if is_moved && self.is_pending() {
            effects.extend(self.prepare());
        }
        effects.extend(self.tick());
        effects
    }

    /// Schedules the next request after a failed one. A busy server is asked again without a notice, unless the guest
    /// waits for more time.
    fn update_failed(&mut self, failure: Failure) -> Vec<Effect> {
        self.next = Some(self.now.plus_seconds(LONG_PAUSE));
        let was_extending = std::mem::take(&mut self.is_extending);
        match failure {
            Failure::Offline => self.error = Some(CheckoutError::Offline),
            failure if was_extending => self.error = Some(CheckoutError::MoreTimeFailed(failure)),
            // An answer came, so there is a connection.
            _ if self.error == Some(CheckoutError::Offline) => self.error = None,
            _ => {}
        }
        let focus = was_extending.then_some(Effect::FocusNotice);
        focus.into_iter().chain(self.tick()).collect()
    }

    fn confirmed(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            // It stays handed over: the next answer has its outcome.
            Outcome::Taken => {
                self.next = None;
                return vec![Effect::Ask];
            }
            Outcome::Incomplete => {}
            Outcome::Declined => {
                self.form = PaymentForm::Ready;
                return self.fail(CheckoutError::Declined);
            }
            Outcome::Abandoned => {
                self.form = PaymentForm::Ready;
                return self.fail(CheckoutError::Abandoned);
            }
            Outcome::Failed => {
                self.form = PaymentForm::Ready;
                return self.fail(CheckoutError::Offline);
            }
        }
        self.form = PaymentForm::Ready;
        Vec::new()
    }

    /// Awaits the outcome of paying elsewhere; a form is loaded only if it failed.
    fn returned(&mut self) -> Vec<Effect> {
        self.form = PaymentForm::Returned;
        if self.payment.status == PaymentStatus::Failed {
            return self.fail(CheckoutError::Declined);
        }
        self.next = None;
        vec![Effect::Ask]
    }

    fn fail(&mut self, error: CheckoutError) -> Vec<Effect> {
        self.error = Some(error);
        let mut effects = match self.form {
            PaymentForm::Returned => self.prepare(),
            _ => Vec::new(),
        };
        if self.form == PaymentForm::Paying {
            self.form = PaymentForm::Ready;
        }
        effects.push(Effect::FocusNotice);
        effects
    }

    /// Loads the payment form, if the provider has one.
    fn prepare(&mut self) -> Vec<Effect> {
        match &self.payment.handover {
            Some(handover @ Handover::Stripe { .. }) if self.is_pending() => {
                self.form = PaymentForm::Preparing;
                vec![Effect::Prepare(Box::new(handover.clone()))]
            }
            _ => {
                self.form = PaymentForm::Away;
                Vec::new()
            }
        }
    }

    /// Schedules the next tick, unless one is scheduled or nothing new can come.
    fn tick(&mut self) -> Option<Effect> {
        let waits = self.is_followed() && !std::mem::replace(&mut self.is_ticking, true);
        self.is_ticking = self.is_followed();
        if waits {
            self.ticks_since = self.now;
        }
        waits.then_some(Effect::Wait)
    }

    /// Has the status requested at once when the guest is back from the other page. An answer to an earlier request may
    /// not know yet what happened there.
    fn register_return(&mut self) {
        let was_out_of_sight = self.now.unix() - self.ticks_since.unix() >= OUT_OF_SIGHT;
        if !was_out_of_sight || self.visit == PageVisit::NotBegun {
            return;
        }
        self.next = self.next.and(Some(self.now));
        // Once the guest has read so, it is not said anew.
        if self.visit != PageVisit::Unpaid {
            self.visit = PageVisit::Over;
        }
    }

    /// Requests the payment's status, if the last answer is old enough. While a card is typed into the form
    /// nothing can have changed before the time is up.
    fn ask_if_due(&mut self) -> Vec<Effect> {
        let is_typing =
            matches!(self.form, PaymentForm::Preparing | PaymentForm::Ready) && self.left().is_some();
        let is_due = self.next.is_some_and(|next| next <= self.now);
        if !self.is_followed() || is_typing || !is_due {
            return Vec::new();
        }
        self.next = None;
        if self.visit == PageVisit::Over {
            self.visit = PageVisit::Asked;
        }
        vec![Effect::Ask]
    }
}
