//! How much all callers together may make anew at a venue: what costs money or writes to somebody is worth having
//! many addresses for. It is counted by the venue's object, which all of it passes, and in memory: an object that was
//! put away had nothing to do. Each kind is counted by itself, so that a flood of one leaves the others open.

use shared::time::Instant;

use super::gcra::{self, Due};
use super::{Settings, TooMany};

/// What is made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// A reservation: it holds a table, and writes to the guest and the restaurant.
    Reservation,
    /// An order of a gift card: it opens a payment.
    GiftCardOrder,
    /// A wish on the waitlist: it writes to the guest.
    Wish,
}

/// What was made at one venue.
#[derive(Debug, Default)]
pub struct Together {
    reservations: Option<Due>,
    gift_card_orders: Option<Due>,
    wishes: Option<Due>,
}

impl Together {
    /// Takes one of a kind, or says when to come back.
    pub fn take(&mut self, settings: &Settings, made: Made, now: Instant) -> Result<(), TooMany> {
        let due = match made {
            Made::Reservation => &mut self.reservations,
            Made::GiftCardOrder => &mut self.gift_card_orders,
            Made::Wish => &mut self.wishes,
        };
        let next = gcra::take(settings.venue_writes, *due, now);
        *due = Some(next.map_err(|retry_after| TooMany { retry_after })?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Rate;

    #[test]
    fn each_kind_runs_out_by_itself_and_comes_back_with_time() {
        let settings = Settings {
            venue_writes: Rate {
                per_minute: 60,
                burst: 3,
            },
            ..Settings::default()
        };
        let at = |seconds| Instant::from_unix(1_795_000_000 + seconds);
        let mut together = Together::default();
        for made in [Made::GiftCardOrder, Made::Reservation, Made::Wish] {
            for _ in 0..3 {
                assert_eq!(together.take(&settings, made, at(0)), Ok(()), "{made:?}");
            }
            let refused = Err(TooMany { retry_after: 1 });
            assert_eq!(together.take(&settings, made, at(0)), refused, "{made:?}");
            assert_eq!(together.take(&settings, made, at(1)), Ok(()), "{made:?}");
            assert_eq!(together.take(&settings, made, at(1)), refused, "{made:?}");
        }
    }
}
