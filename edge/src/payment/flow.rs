//! One payment from its beginning to its end, as data: what happened goes in, where it stands and what is
//! left to do comes out. It must not know any provider, nor what the payment is for.
//!
//! What happened may be told twice, late and out of order. So nothing is a command that is carried out
//! once: [`Flow::todo`] says at any time what the provider still has to be asked for, and a crash between
//! any two steps changes nothing about it.

use serde::{Deserialize, Serialize};

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
    /// Not at all: the card is kept.
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
            Event::Paid(amount) if self.mode != Mode::Guarantee => self.paid(amount),
            Event::Closed => self.closed(),
            Event::Returned(total) => self.returned(total),
            Event::Expired if self.state.is_waiting() => self.lost(),
            Event::GiveBack(total) => self.give_back(total),
            Event::Capture if self.mode == Mode::Reserve && self.state == State::Authorised => Self {
                capture: true,
                ..self
            }
            .quietly(),
            _ => self.quietly(),
        }
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
            // What has come stays.
            State::Paid | State::Refunding | State::Refunded => self.quietly(),
        }
    }

    fn give_back(self, total: i64) -> (Self, Option<News>) {
        if self.state.is_waiting() || self.state == State::Authorised {
            let state = State::Lapsed;
            // Whoever says so knows it.
            return Self { state, ..self }.quietly();
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
