//! A check at a table of the simulated restaurant.

use serde_json::{Value, json};

/// How far a check has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckState {
    /// The party sits.
    Open,
    /// It was paid.
    Paid,
    /// It was cancelled.
    Cancelled,
}

/// A dish on a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dish {
    /// Its name.
    pub name: String,
    /// Its price in cents, taxes included.
    pub cents: u32,
}

/// A check.
#[derive(Clone, Debug)]
pub struct Check {
    /// The till's number of the account.
    pub account: u32,
    /// The table at which the party sits.
    pub table: String,
    /// The platform's id of the reservation; none for a party without one.
    pub reference: Option<String>,
    /// The webhook of the platform that checked the party in; none for a party without a reservation.
    pub endpoint: Option<String>,
    /// The number of guests.
    pub covers: u32,
    /// The notes and the guest, as they were sent.
    pub sent: Value,
    /// How far it has come.
    pub state: CheckState,
    /// The dishes that were ordered.
    pub dishes: Vec<Dish>,
    /// The tip in cents.
    pub tip_cents: u32,
}

impl Check {
    /// The whole in cents, without the tip.
    #[must_use]
    pub fn cents(&self) -> u32 {
        self.dishes.iter().map(|dish| dish.cents).sum()
    }

    /// The check, for a person who plays the till.
    #[must_use]
    pub fn show(&self) -> Value {
        let dishes = self.dishes.iter();
        let dishes: Vec<Value> = dishes
            .map(|dish| json!({ "name": dish.name, "cents": dish.cents }))
            .collect();
        json!({
            "account": self.account, "table": self.table, "reference": self.reference, "covers": self.covers,
            "state": match self.state {
                CheckState::Open => "open",
                CheckState::Paid => "paid",
                CheckState::Cancelled => "cancelled",
            },
            "dishes": dishes, "cents": self.cents(), "tipCents": self.tip_cents, "sent": self.sent,
        })
    }
}
