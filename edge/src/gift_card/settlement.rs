//! The settlement between a card's ledger and the payment of its purchase once money was refunded: every cent is either
//! on the card or with its purchaser. Pure; amounts are in minor units.

/// Where the money of a purchase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The card's balance.
    pub balance: i64,
    /// The amount redeemed from the card for a refund to its purchaser.
    pub taken_off: i64,
    /// The amount paid for it.
    pub paid: i64,
    /// The part of that which is refunded, or is to be.
    pub gone: i64,
    /// Whether the purchaser has withdrawn: then all that comes back to the card is theirs.
    pub is_withdrawn: bool,
    /// The least amount that can be refunded. Only multiples of it can; what is less stays on the card.
    pub step: i64,
}

/// The movements that balance the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// To be taken off the card; what is below zero is to be put back.
    pub off: i64,
    /// To be given back of the payment, beyond what has gone.
    pub back: i64,
}

/// The movements for these amounts.
#[must_use]
pub fn settle(position: Position) -> Settlement {
    let Position {
        balance,
        taken_off,
        paid,
        gone,
        is_withdrawn,
        step,
    } = position;
    // The balance once the card has exactly the amount that was not refunded.
    let left = (balance + taken_off - gone).max(0);
    let back = if is_withdrawn { left.min(paid - gone) } else { 0 };
    let back = back - back % step;
    // A failed refund is money of the card again.
    let off = (gone + back - taken_off).min(balance);
    Settlement { off, back }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(balance: i64, taken_off: i64, gone: i64, is_withdrawn: bool) -> Settlement {
        settle(Position {
            balance,
            taken_off,
            paid: 5_000,
            gone,
            is_withdrawn,
            step: 1,
        })
    }

    #[test]
    fn what_was_sent_back_is_taken_off_and_what_comes_back_after_a_withdrawal_goes_to_the_purchaser() {
        let moved = |off, back| Settlement { off, back };
        // Nothing is refunded.
        assert_eq!(at(5_000, 0, 0, false), moved(0, 0));
        // A part was refunded by hand, and that refund failed.
        assert_eq!(at(5_000, 0, 500, false), moved(500, 0));
        assert_eq!(at(4_500, 500, 0, false), moved(-500, 0));
        // All of it was refunded, though a part had been spent, which then comes back.
        assert_eq!(at(3_400, 0, 5_000, false), moved(3_400, 0));
        assert_eq!(at(1_600, 3_400, 5_000, false), moved(1_600, 0));
        // What was spent before a withdrawal comes back.
        assert_eq!(at(0, 3_400, 3_400, true), moved(0, 0));
        assert_eq!(at(1_600, 3_400, 3_400, true), moved(1_600, 1_600));
    }

    #[test]
    fn what_cannot_be_refunded_stays_on_the_card() {
        // 5.245 was left at the withdrawal, and 5.240 sent back; then 1.000 that had been spent comes back.
        let position = Position {
            balance: 1_005,
            taken_off: 5_240,
            paid: 10_000,
            gone: 5_240,
            is_withdrawn: true,
            step: 10,
        };
        let moved = Settlement {
            off: 1_000,
            back: 1_000,
        };
        assert_eq!(settle(position), moved);
    }

    proptest! {
        #[test]
        fn every_cent_is_on_the_card_or_spent_or_on_its_way_back(
            spent in 0..=5_000_i64, gone in 0..=5_000_i64, share in 0..=5_000_i64, is_withdrawn: bool,
            step in prop_oneof![Just(1_i64), Just(10), Just(100)],
        ) {
            let taken_off = share.min(5_000 - spent);
            let balance = 5_000 - spent - taken_off;
            // What has gone was a multiple of the step.
            let gone = gone - gone % step;
            let position = Position { balance, taken_off, paid: 5_000, gone, is_withdrawn, step };
            let Settlement { off, back } = settle(position);
            let (left, gone) = (balance - off, gone + back);
            prop_assert!(left >= 0 && gone <= 5_000 && back % step == 0);
            // More may have been refunded than was left: then nothing is left.
            prop_assert_eq!(left, (5_000 - spent - gone).max(0));
            prop_assert!(!is_withdrawn || left < step);
            // Once it adds up it stays so.
            let again = settle(Position { balance: left, taken_off: taken_off + off, gone, ..position });
            prop_assert_eq!(again.off, 0);
        }
    }
}
