//! The state machine of a gift-card order, from the order to the issued card or the refund. Pure.
//!
//! Events may come twice, late, or in another order than they happened in: [`step`] reads each as a fact, and an old one
//! changes nothing. The effects that are left follow from the order's state ([`Order::outstanding`]), so they are read
//! anew after an interruption. Money that was taken becomes a card or is refunded, and a card is issued only for money
//! that has come.

use serde::{Deserialize, Serialize};

/// The provider's permanent id of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PaymentReference(pub String);

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing was paid yet.
    AwaitingPayment,
    /// The money is there, and the card was not requested yet.
    Paid,
    /// Another system was asked for a card; whether it made one may not be known.
    Issuing,
    /// The card is there.
    Issued,
    /// The money is on its way back.
    Refunding,
    /// Its purchaser has withdrawn, and another system is to take off the card what is left on it.
    Emptying,
    /// Its purchaser has withdrawn: what was left on the card is on its way back.
    Withdrawing,
    /// It is refunded.
    Refunded,
    /// Nothing was paid in time.
    Lapsed,
}

impl Stage {
    /// The word it is stored as.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::AwaitingPayment => "awaiting_payment",
            Self::Paid => "paid",
            Self::Issuing => "issuing",
            Self::Issued => "issued",
            Self::Refunding => "refunding",
            Self::Emptying => "emptying",
            Self::Withdrawing => "withdrawing",
            Self::Refunded => "refunded",
            Self::Lapsed => "lapsed",
        }
    }

    /// Whether an order may rest here.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Issued | Self::Refunded | Self::Lapsed)
    }
}

/// Where a venue's cards are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Issuer {
    /// In the venue's own ledger.
    Here,
    /// At the system that takes its bookings.
    Upstream,
}

/// An order, as far as its fate depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Where it stands.
    pub stage: Stage,
    /// Where its card is made.
    pub issuer: Issuer,
    /// The payment that it lives by; none before there is one.
    pub payment: Option<PaymentReference>,
}

/// News of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// This payment has been made.
    Paid(PaymentReference),
    /// The time to pay is over.
    Lapsed,
    /// The other system is about to be asked for a card.
    IssueBegun,
    /// There is a card.
    Issued,
    /// There is no card and will be none: the other system refused, and nothing is in flight.
    NotIssued,
    /// Its purchaser withdraws from a card that another system keeps: it is about to be asked to empty it.
    WithdrawalBegun,
    /// There was nothing left on the card to withdraw from.
    NotWithdrawn,
    /// Its purchaser withdraws: what was left on the card was taken off it, and its payment gives that back.
    Withdrawn,
    /// The refund that is due of this payment has gone.
    Refunded(PaymentReference),
    /// This payment was refunded at the provider, by a decision made there.
    SentBack {
        /// The payment.
        payment: PaymentReference,
        /// Whether that is all of it.
        is_all: bool,
    },
    /// The amount that the card had paid came back after its purchaser had withdrawn, and is refunded to them.
    ShareReturned,
}

/// An effect. Each may be requested more than once and is carried out once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Make the card in the venue's own ledger, in the same transaction.
    IssueHere,
    /// Request a card from the other system. After an earlier request, its outcome is read first.
    IssueUpstream {
        /// The payment of the card.
        payment: PaymentReference,
        /// Whether it may have been asked before.
        is_asked: bool,
    },
    /// Ask the other system to take what is left off the card. Was it asked before, find out first what came of
    /// that.
    EmptyUpstream,
    /// Give the money back, all of it.
    Refund(PaymentReference),
    /// Take no payment for it any more.
    ClosePayment,
    /// Tell the purchaser that the card is there.
    SendReceipt,
    /// Send the card, on its day.
    SendCard,
    /// Tell the purchaser that the withdrawal has arrived.
    SendWithdrawal,
    /// Send the purchaser an e-mail about the refund.
    SendRefundNotice,
}

impl Order {
    /// A new order.
    #[must_use]
    pub fn new(issuer: Issuer) -> Self {
        Self {
            stage: Stage::AwaitingPayment,
            issuer,
            payment: None,
        }
    }

    /// The effects that are left before the order is at rest; none while it waits for another system.
    #[must_use]
    pub fn outstanding(&self) -> Vec<Effect> {
        let Some(payment) = &self.payment else {
            return vec![];
        };
        match (self.stage, self.issuer) {
            (Stage::Paid, Issuer::Here) => vec![Effect::IssueHere],
            (Stage::Paid | Stage::Issuing, _) => vec![Effect::IssueUpstream {
                payment: payment.clone(),
                is_asked: self.stage == Stage::Issuing,
            }],
            (Stage::Emptying, _) => vec![Effect::EmptyUpstream],
            (Stage::Refunding, _) => vec![Effect::Refund(payment.clone())],
            // A withdrawal refunds not all of it: the payment has the amount.
            (
                Stage::AwaitingPayment | Stage::Issued | Stage::Withdrawing | Stage::Refunded | Stage::Lapsed,
                _,
            ) => vec![],
        }
    }
}

/// The reason for a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It came when the time to pay was over.
    Late,
    /// The card could not be made.
    NotIssued,
    /// The purchaser has withdrawn.
    Withdrawn,
}

impl Reason {
    /// Every one there is.
    pub const ALL: [Self; 3] = [Self::Late, Self::NotIssued, Self::Withdrawn];

    /// Why an order that stood in one stage gives its money back in another, if that is what it does.
    #[must_use]
    pub fn of(from: Stage, to: Stage) -> Option<Self> {
        match (from, to) {
            (Stage::Lapsed, Stage::Refunding | Stage::Refunded) => Some(Self::Late),
            (Stage::Paid | Stage::Issuing, Stage::Refunding) => Some(Self::NotIssued),
            (Stage::Issued, Stage::Emptying | Stage::Withdrawing) => Some(Self::Withdrawn),
            _ => None,
        }
    }

    /// The word it is stored as.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::NotIssued => "not_issued",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The order after the news, and what is to be done about it.
#[must_use]
pub fn step(order: &Order, event: &Event) -> (Order, Vec<Effect>) {
    use Stage::{AwaitingPayment, Emptying, Issued, Issuing, Lapsed, Paid, Refunded, Refunding, Withdrawing};
    let to = |stage, payment: Option<&PaymentReference>, mut effects: Vec<Effect>| {
        let next = Order {
            stage,
            issuer: order.issuer,
            payment: payment.or(order.payment.as_ref()).cloned(),
        };
        effects.extend(next.outstanding());
        (next, effects)
    };
    match (order.stage, event) {
        (AwaitingPayment, Event::Paid(payment)) => to(Paid, Some(payment), vec![]),
        (AwaitingPayment, Event::Lapsed) => to(Lapsed, None, vec![Effect::ClosePayment]),
        // The money came after all, and too late.
        (Lapsed, Event::Paid(payment)) => to(Refunding, Some(payment), vec![]),
        // A second payment.
        (Paid | Issuing | Issued | Refunding | Emptying | Withdrawing | Refunded, Event::Paid(payment))
            if order.payment.as_ref() != Some(payment) =>
        {
            (order.clone(), vec![Effect::Refund(payment.clone())])
        }
        (Paid, Event::IssueBegun) if order.issuer == Issuer::Upstream => {
            // The caller is about to request the card itself.
            let (next, _) = to(Issuing, None, vec![]);
            (next, vec![])
        }
        (Paid | Issuing, Event::Issued) => to(Issued, None, vec![Effect::SendReceipt, Effect::SendCard]),
        (Paid | Issuing, Event::NotIssued) => to(Refunding, None, vec![]),
        (Issued, Event::WithdrawalBegun) if order.issuer == Issuer::Upstream => to(Emptying, None, vec![]),
        (Emptying, Event::NotWithdrawn) => to(Issued, None, vec![]),
        // What another system keeps has to be taken off there first.
        (Issued, Event::Withdrawn) if order.issuer == Issuer::Upstream => (order.clone(), vec![]),
        (Issued | Emptying, Event::Withdrawn) => to(Withdrawing, None, vec![Effect::SendWithdrawal]),
        // News of the refund overtook that of the payment: there is no money to make a card for.
        (AwaitingPayment | Lapsed, Event::Refunded(payment)) => {
            to(Refunded, Some(payment), vec![Effect::SendRefundNotice])
        }
        (Paid | Refunding | Withdrawing, Event::Refunded(payment))
            if order.payment.as_ref() == Some(payment) =>
        {
            to(Refunded, None, vec![Effect::SendRefundNotice])
        }
        // A partial refund before the card is issued withdraws the order: the rest is refunded too.
        (Paid, Event::SentBack { payment, .. }) if order.payment.as_ref() == Some(payment) => {
            to(Refunding, None, vec![])
        }
        // What was on a card here is taken off it in the same write.
        (
            Issued,
            Event::SentBack {
                payment,
                is_all: true,
            },
        ) if order.issuer == Issuer::Here && order.payment.as_ref() == Some(payment) => {
            to(Refunding, None, vec![])
        }
        (Withdrawing | Refunded, Event::ShareReturned) => to(Withdrawing, None, vec![]),
        // Old and impossible events. While another system may be issuing the card, a manual refund decides nothing, and an
        // issued card is not revoked by one.
        _ => (order.clone(), vec![]),
    }
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
