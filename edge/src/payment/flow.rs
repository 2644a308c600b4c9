//! The state machine of one payment: events go in; its status and the provider calls that are left come out. It
//! must not know any provider, nor what the payment is for.
//!
//! Events may come twice, late and out of order. So there is no command that is carried out once: [`Flow::todo`] is at
//! any time the provider call that is left, and a crash between any two steps does not change it.

mod balance;
mod event;
mod outcome;
pub mod reversal;

pub use self::event::Event;
pub use self::outcome::{News, Todo};

use serde::{Deserialize, Serialize};
use shared::no_show::ChargeRefusal;

use self::reversal::{DisputeStatus, RefundStatus, Reversals};

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Wanted here; whether the provider knows of it is not certain.
    Wanted,
    /// The payer can pay.
    Open,
    /// The payer's bank requires authentication, or the money is on its way.
    Authenticating,
    /// Declined; the payer may try again.
    Failed,
    /// The amount is authorised, or the card is on file.
    Authorised,
    /// The money has come.
    Paid,
    /// Not paid in time, or cancelled.
    Lapsed,
    /// Money has to go back.
    Refunding,
    /// The due refund has gone.
    Refunded,
    /// The stored card is to be charged; whether it was is not certain.
    Charging,
    /// The stored card could not be charged.
    Uncharged,
}

impl State {
    /// Every state there is.
    pub const ALL: &[Self] = &[
        Self::Wanted,
        Self::Open,
        Self::Authenticating,
        Self::Failed,
        Self::Authorised,
        Self::Paid,
        Self::Lapsed,
        Self::Refunding,
        Self::Refunded,
        Self::Charging,
        Self::Uncharged,
    ];

    /// Whether the payer is waited for.
    #[must_use]
    pub fn is_waiting(self) -> bool {
        matches!(
            self,
            Self::Wanted | Self::Open | Self::Authenticating | Self::Failed
        )
    }
}

/// How the money is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// At once.
    Charge,
    /// Authorised at first, and captured on request.
    Reserve,
    /// Not at first: the card is kept on file, and charged on request.
    Guarantee,
}

/// A payment. Amounts are in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, stored by its name"
)]
pub struct Flow {
    /// Where it stands.
    pub state: State,
    /// How the money is taken.
    pub mode: Mode,
    /// The amount taken.
    pub taken: i64,
    /// The total to refund, by decisions made here.
    pub owed: i64,
    /// The refunded amount, in rows from before refunds were stored one by one.
    pub returned: i64,
    /// Whether the authorised amount is to be captured.
    pub capture: bool,
    /// Whether the provider has closed it.
    pub closed: bool,
    /// The amount to charge to the card on file; 0 until a charge is requested.
    #[serde(default)]
    pub claim: i64,
    /// The part of that which is refunded as soon as it has come, since the charge was waived.
    #[serde(default)]
    pub waived: i64,
    /// Why the stored card was not charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<ChargeRefusal>,
    /// Its refunds and disputes.
    #[serde(default)]
    pub reversals: Reversals,
    /// How many refunds had failed when nothing decided here was last left to refund.
    #[serde(default)]
    pub failed_before: usize,
    /// Whether the amount was authorised and cannot be captured any more.
    #[serde(default)]
    pub lost: bool,
    /// Whether the remaining call was tried so often that it was reported.
    #[serde(default)]
    pub stuck: bool,
}

impl Flow {
    /// A payment that is wanted.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        Self {
            state: State::Wanted,
            mode,
            taken: 0,
            owed: 0,
            returned: 0,
            capture: false,
            closed: false,
            claim: 0,
            waived: 0,
            refusal: None,
            reversals: Reversals::default(),
            failed_before: 0,
            lost: false,
            stuck: false,
        }
    }

    /// The payment after an event, and the news that follow from it. A repeated event, or one that a later one has
    /// overtaken, changes nothing.
    #[must_use]
    pub fn step(self, event: Event) -> (Self, Vec<News>) {
        let todo = self.todo();
        let (flow, news) = self.stepped(event);
        // Something else to do has tries of its own.
        let is_same = match (todo, flow.todo()) {
            (Some(Todo::Refund { .. } | Todo::Look), Some(Todo::Refund { .. } | Todo::Look)) => true,
            (before, after) => before == after,
        };
        let stuck = flow.stuck && is_same;
        (Self { stuck, ..flow }, news)
    }

    fn stepped(mut self, event: Event) -> (Self, Vec<News>) {
        match event {
            Event::Begun if self.state == State::Wanted => self.at(State::Open),
            Event::Authenticating if self.state.is_waiting() => self.at(State::Authenticating),
            Event::Declined if self.state.is_waiting() => self.at(State::Failed),
            Event::Authorised if self.mode != Mode::Charge => self.authorised(),
            Event::Paid(amount) if self.mode != Mode::Guarantee || self.is_claimed() => self.paid(amount),
            Event::Closed => self.closed(),
            Event::Returned(total) => {
                self.reversals.report(total);
                self.quietly()
            }
            Event::Refund { id, amount, status } => {
                let before = self.clone();
                let news = self.reversals.refund(&id, amount, status);
                self.weighed(
                    &before,
                    (news == Some(RefundStatus::Failed)).then_some(News::RefundFailed),
                )
            }
            Event::Dispute { id, amount, status } => {
                let before = self.clone();
                let news = self.reversals.dispute(&id, amount, status);
                let news = news.and_then(|status| match status {
                    DisputeStatus::Won => Some(News::DisputeWon),
                    DisputeStatus::Lost => Some(News::DisputeLost),
                    // One that becomes a dispute is no further news.
                    DisputeStatus::Inquiry | DisputeStatus::Open => {
                        (self.reversals.disputes() > before.reversals.disputes()).then_some(News::Disputed)
                    }
                });
                self.weighed(&before, news)
            }
            Event::Expired if self.state.is_waiting() => self.lost(),
            Event::GiveBack(total) => self.give_back(total),
            Event::Capture if self.mode == Mode::Reserve && self.state == State::Authorised => Self {
                capture: true,
                ..self
            }
            .quietly(),
            Event::CaptureRefused if self.state == State::Authorised && self.capture => {
                Self { lost: true, ..self }.lost()
            }
            Event::Charge(claim)
                if self.mode == Mode::Guarantee && self.state == State::Authorised && claim > 0 =>
            {
                Self { claim, ..self }.at(State::Charging)
            }
            Event::Refused(refusal) if self.state == State::Charging => self.refused(refusal),
            Event::Stuck if !self.stuck => {
                let is_money = matches!(self.todo(), Some(Todo::Capture | Todo::Refund { .. }));
                let is_on_its_way = self.state == State::Refunding;
                if is_money || is_on_its_way {
                    (Self { stuck: true, ..self }, vec![News::Stuck])
                } else {
                    self.quietly()
                }
            }
            _ => self.quietly(),
        }
    }

    /// Whether money may come from the stored card: also after all seemed to have failed.
    fn is_claimed(&self) -> bool {
        matches!(self.state, State::Charging | State::Uncharged)
    }

    fn quietly(self) -> (Self, Vec<News>) {
        (self, Vec::new())
    }

    fn at(self, state: State) -> (Self, Vec<News>) {
        Self { state, ..self }.quietly()
    }

    fn lost(self) -> (Self, Vec<News>) {
        let state = State::Lapsed;
        (Self { state, ..self }, vec![News::Lost])
    }

    fn authorised(self) -> (Self, Vec<News>) {
        if self.state.is_waiting() {
            let state = State::Authorised;
            return (Self { state, ..self }, vec![News::Secured]);
        }
        // Where it has lapsed meanwhile, it is closed as any other.
        self.quietly()
    }

    fn paid(self, amount: i64) -> (Self, Vec<News>) {
        if amount <= 0 || self.taken > 0 {
            return self.quietly();
        }
        let before = self.clone();
        let paid = Self {
            taken: amount,
            state: State::Paid,
            ..self
        };
        match before.state {
            // Too late: all of it is refunded.
            State::Lapsed => Self { owed: amount, ..paid }.weighed(&before, Some(News::Late)),
            // The authorisation was news already.
            State::Authorised => paid.weighed(&before, None),
            State::Charging | State::Uncharged if before.waived > 0 => {
                let owed = before.waived.min(amount);
                Self { owed, ..paid }.weighed(&before, None)
            }
            State::Charging | State::Uncharged => paid.weighed(&before, Some(News::Charged)),
            _ => paid.weighed(&before, Some(News::Secured)),
        }
    }

    /// Where money has come: whether something of it has to go back, is on its way, or is back.
    fn weighed(self, before: &Self, news: Option<News>) -> (Self, Vec<News>) {
        let mut news_list = Vec::from_iter(news);
        if !matches!(self.state, State::Paid | State::Refunding | State::Refunded) {
            return (self, news_list);
        }
        let (due, gone) = (self.due_back(), self.gone_back());
        let state = if due == 0 {
            State::Paid
        } else if gone >= due {
            State::Refunded
        } else {
            State::Refunding
        };
        if self.gone_or_due() > before.gone_or_due().max(self.owed.min(self.taken)) {
            news_list.push(News::SentBack);
        }
        let is_more = before.state != State::Refunded || gone > before.gone_back();
        if state == State::Refunded && is_more {
            news_list.push(News::Returned);
        }
        let failed_before = if state == State::Refunding && self.owed > 0 {
            self.failed_before
        } else {
            self.reversals.failures()
        };
        let weighed = Self {
            state,
            failed_before,
            ..self
        };
        (weighed, news_list)
    }

    fn closed(self) -> (Self, Vec<News>) {
        let (state, was_closed) = (self.state, self.closed);
        let closed = Self { closed: true, ..self };
        match state {
            State::Wanted | State::Open | State::Authenticating | State::Failed => closed.lost(),
            State::Authorised => Self { lost: true, ..closed }.lost(),
            State::Lapsed => closed.quietly(),
            // What has come stays; and the charge to a stored card is a payment of its own.
            State::Paid | State::Refunding | State::Refunded | State::Charging | State::Uncharged => Self {
                closed: was_closed,
                ..closed
            }
            .quietly(),
        }
    }

    fn refused(self, refusal: ChargeRefusal) -> (Self, Vec<News>) {
        let is_wanted = self.waived == 0;
        let refused = Self {
            state: State::Uncharged,
            refusal: Some(refusal),
            ..self
        };
        (refused, Vec::from_iter(is_wanted.then_some(News::Uncharged)))
    }

    fn give_back(self, total: i64) -> (Self, Vec<News>) {
        if self.state.is_waiting() || self.state == State::Authorised {
            let state = State::Lapsed;
            // The caller has requested it, so it is no news.
            return Self { state, ..self }.quietly();
        }
        if self.is_claimed() {
            // It may have been charged, so it is neither forgotten nor known to have come.
            let waived = self.waived.max(total.min(self.claim));
            return Self { waived, ..self }.quietly();
        }
        let before = self.clone();
        let owed = self.owed.max(total.min(self.taken));
        Self { owed, ..self }.weighed(&before, None)
    }
}

#[cfg(test)]
#[path = "flow_property_tests.rs"]
mod properties;
#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
