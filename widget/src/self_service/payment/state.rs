//! Where a payment stands for whoever makes it. It must not know how questions are asked.

use shared::payment::{Handover, Payment, PaymentStatus};
use shared::time::Instant;

use super::{Effect, Event, Outcome};
use crate::self_service::countdown::to_read_out;

/// Seconds between two questions while the money may come from elsewhere.
const PAUSE: i64 = 2;
/// Seconds until the next question where one was not answered.
const LONG_PAUSE: i64 = 10;

/// A payment under way.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkout {
    /// The payment as it was last told.
    pub payment: Payment,
    /// The time.
    pub now: Instant,
    /// The form for the card, where there is one.
    pub form: Form,
    /// What went wrong last.
    pub trouble: Option<Trouble>,
    /// Whether more time was asked for, and not answered.
    pub is_extending: bool,
    /// So many seconds were left when it was last read out.
    pub spoken: Option<i64>,
    /// When to ask next at the earliest; none while a question is on its way.
    next: Option<Instant>,
    is_ticking: bool,
}

/// The form for a card, which is not ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// There is none: one pays on a page of its own.
    Away,
    /// It is on its way.
    Preparing,
    /// It can be filled in.
    Ready,
    /// What it holds was handed over.
    Paying,
    /// It was handed over before the guest was led away, to where they have come back from.
    Returned,
    /// It cannot be had.
    Failed,
}

/// What went wrong. The guest can try again after each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The card was declined.
    Declined,
    /// The guest left what their bank asked for.
    Abandoned,
    /// Nobody answered: what was paid counts all the same, and nothing is paid twice.
    Offline,
    /// There is no more time to be had.
    NoMoreTime,
}

impl Checkout {
    /// A payment that was told at `now`.
    #[must_use]
    pub fn start(payment: Payment, now: Instant) -> (Self, Vec<Effect>) {
        let mut checkout = Self {
            payment,
            now,
            form: Form::Away,
            trouble: None,
            is_extending: false,
            spoken: None,
            next: Some(now.plus_seconds(PAUSE)),
            is_ticking: false,
        };
        let mut effects = checkout.prepare();
        effects.extend(checkout.tick());
        (checkout, effects)
    }

    /// Whether the guest has to do something, or the money is on its way.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(
            self.payment.status,
            PaymentStatus::Open | PaymentStatus::Authenticating | PaymentStatus::Failed
        )
    }

    /// Seconds until it has to be paid; none where there is no such time, or it is over and only the answer to
    /// the next question tells.
    #[must_use]
    pub fn left(&self) -> Option<i64> {
        let left = self.payment.deadline?.unix() - self.now.unix();
        (self.is_pending() && left > 0).then_some(left)
    }

    /// Takes one event.
    #[must_use]
    pub fn take(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        let before = self.left();
        self.now = now;
        match event {
            Event::Ticked => {
                self.is_ticking = false;
                self.spoken = to_read_out(before, self.left()).or(self.spoken);
                let mut effects = self.ask_if_due();
                effects.extend(self.tick());
                effects
            }
            Event::Updated(payment) => self.told(*payment),
            Event::UpdateFailed => {
                self.next = Some(now.plus_seconds(LONG_PAUSE));
                self.trouble = Some(Trouble::Offline);
                self.tick().into_iter().collect()
            }
            Event::MoreTimeWanted if self.payment.extendable && !self.is_extending => {
                self.is_extending = true;
                vec![Effect::AskForMoreTime]
            }
            Event::NoMoreTime if self.is_extending => {
                self.is_extending = false;
                self.payment.extendable = false;
                self.fail(Trouble::NoMoreTime)
            }
            Event::Prepared(is_ready) if self.form == Form::Preparing => {
                self.form = if is_ready { Form::Ready } else { Form::Failed };
                Vec::new()
            }
            Event::Returned if self.form == Form::Preparing => self.returned(),
            // A second press finds the form handed over.
            Event::PayPressed if self.form == Form::Ready && self.is_pending() => {
                self.form = Form::Paying;
                self.trouble = None;
                vec![Effect::Confirm]
            }
            Event::PayPressed if self.form == Form::Failed => self.prepare(),
            Event::Confirmed(outcome) if self.form == Form::Paying => self.confirmed(outcome),
            _ => Vec::new(),
        }
    }

    fn told(&mut self, payment: Payment) -> Vec<Effect> {
        self.next = Some(self.now.plus_seconds(PAUSE));
        self.is_extending = false;
        if self.trouble == Some(Trouble::Offline) {
            self.trouble = None;
        }
        let is_declined = payment.status == PaymentStatus::Failed && self.payment.status != payment.status;
        let is_moved = payment.handover != self.payment.handover;
        self.payment = payment;
        let mut effects = Vec::new();
        if is_declined {
            effects.extend(self.fail(Trouble::Declined));
        } else if self.payment.status == PaymentStatus::Authenticating {
            self.trouble = None;
        }
        if is_moved && self.is_pending() {
            effects.extend(self.prepare());
        }
        effects.extend(self.tick());
        effects
    }

    fn confirmed(&mut self, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            // It stays handed over: the next answer says what became of it.
            Outcome::Taken => {
                self.next = None;
                return vec![Effect::Ask];
            }
            Outcome::Incomplete => {}
            Outcome::Declined => {
                self.form = Form::Ready;
                return self.fail(Trouble::Declined);
            }
            Outcome::Abandoned => {
                self.form = Form::Ready;
                return self.fail(Trouble::Abandoned);
            }
            Outcome::Failed => {
                self.form = Form::Ready;
                return self.fail(Trouble::Offline);
            }
        }
        self.form = Form::Ready;
        Vec::new()
    }

    /// Waits for what became of it elsewhere; only where nothing did, a form is needed.
    fn returned(&mut self) -> Vec<Effect> {
        self.form = Form::Returned;
        if self.payment.status == PaymentStatus::Failed {
            return self.fail(Trouble::Declined);
        }
        self.next = None;
        vec![Effect::Ask]
    }

    fn fail(&mut self, trouble: Trouble) -> Vec<Effect> {
        self.trouble = Some(trouble);
        let mut effects = match self.form {
            Form::Returned => self.prepare(),
            _ => Vec::new(),
        };
        if self.form == Form::Paying {
            self.form = Form::Ready;
        }
        effects.push(Effect::FocusNotice);
        effects
    }

    /// Gets the form ready, where there is one.
    fn prepare(&mut self) -> Vec<Effect> {
        match &self.payment.handover {
            Some(handover @ Handover::Stripe { .. }) if self.is_pending() => {
                self.form = Form::Preparing;
                vec![Effect::Prepare(Box::new(handover.clone()))]
            }
            _ => {
                self.form = Form::Away;
                Vec::new()
            }
        }
    }

    /// Waits a second, unless that is done already or nothing is to come.
    fn tick(&mut self) -> Option<Effect> {
        let waits = self.is_pending() && !std::mem::replace(&mut self.is_ticking, true);
        self.is_ticking = self.is_pending();
        waits.then_some(Effect::Wait)
    }

    /// Asks where the payment stands, if the last answer is old enough. While a card is typed into the form
    /// nothing can have changed before the time is up.
    fn ask_if_due(&mut self) -> Vec<Effect> {
        let is_typing = matches!(self.form, Form::Preparing | Form::Ready) && self.left().is_some();
        let is_due = self.next.is_some_and(|next| next <= self.now);
        if !self.is_pending() || is_typing || !is_due {
            return Vec::new();
        }
        self.next = None;
        vec![Effect::Ask]
    }
}
