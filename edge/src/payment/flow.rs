//! One payment from its beginning to its end, as data: what happened goes in, where it stands and what is
//! left to do comes out. It must not know any provider, nor what the payment is for.
//!
//! What happened may be told twice, late and out of order. So nothing is a command that is carried out
//! once: [`Flow::todo`] says at any time what the provider still has to be asked for, and a crash between
//! any two steps changes nothing about it.

use serde::{Deserialize, Serialize};
use shared::payment::Refusal;

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Wanted here; whether the provider knows of it is not certain.
    Wanted,
    /// The payer can pay.
    Open,
    /// The payer's bank asks, or the money is on its way.
    Authenticating,
    /// Declined; the payer may try again.
    Failed,
    /// The money is set aside, or the card is kept.
    Authorised,
    /// The money has come.
    Paid,
    /// Not paid in time, or called off.
    Lapsed,
    /// Money has to go back.
    Refunding,
    /// What had to go back went back.
    Refunded,
    /// The kept card is to be charged; whether it was is not certain.
    Charging,
    /// The kept card could not be charged.
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
    /// Set aside at first, and taken when somebody says so.
    Reserve,
    /// Not at first: the card is kept, and charged when somebody says so.
    Guarantee,
}

/// A payment. Amounts are in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// Where it stands.
    pub state: State,
    /// How the money is taken.
    pub mode: Mode,
    /// What has come.
    pub taken: i64,
    /// What of it has to go back, in total.
    pub owed: i64,
    /// What of that went back.
    pub returned: i64,
    /// Whether what was set aside is to be taken.
    pub capture: bool,
    /// Whether the provider has closed it.
    pub closed: bool,
    /// What is to be taken from the kept card; 0 as long as nobody has said so.
    #[serde(default)]
    pub claim: i64,
    /// What of that goes back as soon as it has come: nobody wants it any more.
    #[serde(default)]
    pub waived: i64,
    /// Why the kept card was not charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The provider knows of it.
    Begun,
    /// The payer's bank asks.
    Authenticating,
    /// The payer's bank said no, or the payer gave the bank the wrong answer.
    Declined,
    /// The money is set aside, or the card is kept.
    Authorised,
    /// This much has come.
    Paid(i64),
    /// The provider has closed it: nothing can be paid any more.
    Closed,
    /// This much went back, in total.
    Returned(i64),
    /// The time to pay is over.
    Expired,
    /// It is no longer wanted: what was set aside is set free, and of what has come this much has to go
    /// back, in total.
    GiveBack(i64),
    /// What was set aside is to be taken.
    Capture,
    /// The kept card is to be charged this much.
    Charge(i64),
    /// The kept card was not charged.
    Refused(Refusal),
}

impl Event {
    /// What this says, where it is told of the charge to a kept card and not of the keeping.
    #[must_use]
    pub fn of_charge(self) -> Option<Self> {
        match self {
            Self::Paid(_) | Self::Returned(_) | Self::Refused(_) => Some(self),
            // Nobody is there who could try again.
            Self::Declined | Self::Closed => Some(Self::Refused(Refusal::CardDeclined)),
            _ => None,
        }
    }
}

/// What whoever wanted the payment has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The money has come, or is set aside, or the card is kept: it was waited for.
    Secured,
    /// It will not come any more.
    Lost,
    /// What had to go back went back.
    Returned,
    /// The kept card was charged.
    Charged,
    /// The kept card could not be charged.
    Uncharged,
}

/// What the provider has to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Todo {
    /// Take what was set aside.
    Capture,
    /// Close it, and set free what was set aside.
    Cancel,
    /// Send this much back, so that `total` is back then.
    Refund {
        /// What is still to go.
        amount: i64,
        /// What will have gone.
        total: i64,
    },
    /// Charge the kept card this much, once.
    Charge(i64),
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
        }
    }

    /// What the provider still has to be asked for, beside beginning it.
    #[must_use]
    pub fn todo(&self) -> Option<Todo> {
        match self.state {
            State::Refunding => Some(Todo::Refund {
                amount: self.owed - self.returned,
                total: self.owed,
            }),
            State::Authorised if self.capture => Some(Todo::Capture),
            State::Lapsed if !self.closed => Some(Todo::Cancel),
            State::Charging => Some(Todo::Charge(self.claim)),
            _ => None,
        }
    }

    /// The payment after an event, and what has to be told of it. An event that was told before, or that
    /// something later has overtaken, changes nothing.
    #[must_use]
    pub fn step(self, event: Event) -> (Self, Option<News>) {
        match event {
            Event::Begun if self.state == State::Wanted => self.at(State::Open),
            Event::Authenticating if self.state.is_waiting() => self.at(State::Authenticating),
            Event::Declined if self.state.is_waiting() => self.at(State::Failed),
            Event::Authorised if self.mode != Mode::Charge => self.authorised(),
            Event::Paid(amount) if self.mode != Mode::Guarantee || self.is_claimed() => self.paid(amount),
            Event::Closed => self.closed(),
            Event::Returned(total) => self.returned(total),
            Event::Expired if self.state.is_waiting() => self.lost(),
            Event::GiveBack(total) => self.give_back(total),
            Event::Capture if self.mode == Mode::Reserve && self.state == State::Authorised => Self {
                capture: true,
                ..self
            }
            .quietly(),
            Event::Charge(claim)
                if self.mode == Mode::Guarantee && self.state == State::Authorised && claim > 0 =>
            {
                Self { claim, ..self }.at(State::Charging)
            }
            Event::Refused(refusal) if self.state == State::Charging => self.refused(refusal),
            _ => self.quietly(),
        }
    }

    /// Whether money may come from the kept card: also after all seemed to have failed.
    fn is_claimed(&self) -> bool {
        matches!(self.state, State::Charging | State::Uncharged)
    }

    fn quietly(self) -> (Self, Option<News>) {
        (self, None)
    }

    fn at(self, state: State) -> (Self, Option<News>) {
        Self { state, ..self }.quietly()
    }

    fn lost(self) -> (Self, Option<News>) {
        let state = State::Lapsed;
        (Self { state, ..self }, Some(News::Lost))
    }

    fn authorised(self) -> (Self, Option<News>) {
        if self.state.is_waiting() {
            let state = State::Authorised;
            return (Self { state, ..self }, Some(News::Secured));
        }
        // Where it has lapsed meanwhile, it is closed as any other.
        self.quietly()
    }

    fn paid(self, amount: i64) -> (Self, Option<News>) {
        if amount <= 0 || self.taken > 0 {
            return self.quietly();
        }
        let paid = Self {
            taken: amount,
            state: State::Paid,
            ..self
        };
        match self.state {
            // Too late: all of it goes back.
            State::Lapsed => paid.give_back(amount),
            // What was set aside was told of already.
            State::Authorised => paid.quietly(),
            State::Charging | State::Uncharged if self.waived > 0 => paid.give_back(self.waived),
            State::Charging | State::Uncharged => (paid, Some(News::Charged)),
            _ => (paid, Some(News::Secured)),
        }
    }

    fn closed(self) -> (Self, Option<News>) {
        let closed = Self { closed: true, ..self };
        match self.state {
            State::Wanted | State::Open | State::Authenticating | State::Failed | State::Authorised => {
                closed.lost()
            }
            State::Lapsed => closed.quietly(),
            // What has come stays; and the charge to a kept card is a payment of its own.
            State::Paid | State::Refunding | State::Refunded | State::Charging | State::Uncharged => {
                self.quietly()
            }
        }
    }

    fn refused(self, refusal: Refusal) -> (Self, Option<News>) {
        let refused = Self {
            state: State::Uncharged,
            refusal: Some(refusal),
            ..self
        };
        (refused, (self.waived == 0).then_some(News::Uncharged))
    }

    fn give_back(self, total: i64) -> (Self, Option<News>) {
        if self.state.is_waiting() || self.state == State::Authorised {
            let state = State::Lapsed;
            // Whoever says so knows it.
            return Self { state, ..self }.quietly();
        }
        if self.is_claimed() {
            // It may have been charged, so it is neither forgotten nor known to have come.
            let waived = self.waived.max(total.min(self.claim));
            return Self { waived, ..self }.quietly();
        }
        let owed = self.owed.max(total.min(self.taken));
        let state = if owed > self.returned {
            State::Refunding
        } else {
            self.state
        };
        Self { state, owed, ..self }.quietly()
    }

    fn returned(self, total: i64) -> (Self, Option<News>) {
        let returned = self.returned.max(total.min(self.taken));
        if returned == self.returned {
            return self.quietly();
        }
        // Money can be sent back at the provider too, unasked.
        let owed = self.owed.max(returned);
        let state = if returned < owed {
            State::Refunding
        } else {
            State::Refunded
        };
        let told = (state == State::Refunded).then_some(News::Returned);
        let flow = Self {
            state,
            owed,
            returned,
            ..self
        };
        (flow, told)
    }
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
