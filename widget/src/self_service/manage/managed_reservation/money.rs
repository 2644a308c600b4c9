//! The refund of a cancellation made now, by the rules that the edge follows.

use shared::availability::ClockTime;
use shared::money::Money;
use shared::payment::{PaymentKind, PaymentStatus, PaymentTerms};
use shared::time::Instant;

use super::{ManagedReservation, Phase};

/// The refund of a cancellation, beside the part that returns to a gift card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refund {
    /// Nothing was charged.
    NothingPaid,
    /// The card's authorisation is released.
    Released,
    /// This amount is refunded.
    Back(Money),
    /// This amount is retained, of card and gift card together.
    Retained(Money),
}

impl ManagedReservation {
    /// The refund of cancelling now, and the amount that returns to a gift card.
    #[must_use]
    pub fn refund(&self) -> (Refund, Option<Money>) {
        let gift = self.reservation.gift_card;
        let status = self.checkout.as_ref().map(|checkout| checkout.payment.status);
        let charged = self.checkout.as_ref().map(|checkout| checkout.payment.amount);
        let charged = charged.filter(|_| status == Some(PaymentStatus::Paid));
        // An amount that is only reserved is released at any time.
        let taken = match (status, self.phase()) {
            (None, Phase::Booked) => gift,
            (None, _) => None,
            (Some(_), _) => charged.map(|charged| plus(charged, gift)),
        };
        let refund = match (taken, charged, status) {
            // Nothing is kept for a table that was never certain.
            (Some(taken), _, _) if !self.is_early() && self.phase() != Phase::ToPay => {
                return (Refund::Retained(taken), None);
            }
            (_, Some(charged), _) => Refund::Back(charged),
            (_, None, Some(PaymentStatus::Authorised)) => Refund::Released,
            _ => Refund::NothingPaid,
        };
        (refund, gift)
    }

    /// The amount that a cancellation, or guests who did not come, have left with the restaurant, of card and gift card
    /// together; none if it returns, or if nothing was paid.
    #[must_use]
    pub fn retained(&self) -> Option<Money> {
        let is_left = matches!(self.phase(), Phase::Cancelled | Phase::NoShow);
        if !is_left || self.is_guaranteed() {
            return None;
        }
        let gift = self.reservation.gift_card;
        match &self.checkout {
            None => gift,
            Some(checkout) if checkout.payment.status == PaymentStatus::Paid => {
                Some(plus(checkout.payment.amount, gift))
            }
            Some(_) => None,
        }
    }

    /// The terms of payment as they are now: once the refund time has passed nothing comes back.
    #[must_use]
    pub fn terms(&self) -> Option<PaymentTerms> {
        let mut terms = self.reservation.payment.clone()?;
        let is_over = |until: Instant| until < self.now;
        if self.reservation.refund_until.is_some_and(is_over) {
            terms.refund_minutes = None;
        }
        Some(terms)
    }

    /// The last moment at which cancelling gives everything back, as the venue's clock shows it; none before the browser has
    /// read it.
    #[must_use]
    pub fn deadline(&self) -> Option<ClockTime> {
        let (read, shown) = self.clock_read?;
        (self.reservation.refund_until == Some(read)).then_some(shown)
    }

    /// Whether there is still as much time as it takes for money to come back: by the deadline that the answer names,
    /// else by the terms.
    fn is_early(&self) -> bool {
        if let Some(until) = self.reservation.refund_until {
            return self.now <= until;
        }
        let terms = self.reservation.payment.as_ref();
        let minutes = terms.and_then(|terms| terms.refund_minutes);
        minutes.is_some_and(|minutes| {
            let back = |start: Instant| start.plus_minutes(-i64::from(minutes)) >= self.now;
            self.start.is_some_and(back)
        })
    }

    /// Whether a card guarantees it, which is charged after a no-show.
    #[must_use]
    pub fn is_guaranteed(&self) -> bool {
        let terms = self.reservation.payment.as_ref();
        terms.is_some_and(|terms| terms.kind == PaymentKind::CardGuarantee)
    }
}

fn plus(charged: Money, gift: Option<Money>) -> Money {
    let gift = gift.map_or(0, Money::amount);
    Money::new(charged.amount() + gift, charged.currency()).unwrap_or(charged)
}
