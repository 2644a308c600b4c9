//! Rate limits of one venue over all of its callers, for requests that create something which costs money or sends
//! mail: a limit per caller does not stop an attacker with many addresses. One bucket (GCRA) for each kind, so that a
//! flood of one kind leaves the others open. The venue's Durable Object keeps them in memory: every such request
//! passes it, so the count is exact, and an object that was evicted had been idle.

use config::LimitSettings;
use shared::time::Instant;

use super::TooMany;
use super::gcra::{self, Due};

/// The thing that a request creates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// A reservation: it holds a table, and mails the guest and the restaurant.
    Reservation,
    /// An order of a gift card: it opens a payment.
    GiftCardOrder,
    /// A waitlist entry: it sends the guest an e-mail.
    WaitlistEntry,
}

/// The state of one venue's buckets.
#[derive(Debug, Default)]
pub struct VenueQuota {
    reservations: Option<Due>,
    gift_card_orders: Option<Due>,
    entries: Option<Due>,
}

impl VenueQuota {
    /// Counts one creation, or returns after how many seconds it would be allowed.
    pub fn take(
        &mut self,
        settings: &LimitSettings,
        creation: Creation,
        now: Instant,
    ) -> Result<(), TooMany> {
        let due = self.due(creation);
        let next = gcra::take(settings.venue_writes, *due, now);
        *due = Some(next.map_err(|retry_after| TooMany { retry_after })?);
        Ok(())
    }

    /// Counts one creation less: it was refused, so that requests for what cannot be had use nothing up.
    pub fn give_back(&mut self, creation: Creation) {
        let due = self.due(creation);
        *due = due.map(gcra::give_back);
    }

    fn due(&mut self, creation: Creation) -> &mut Option<Due> {
        match creation {
            Creation::Reservation => &mut self.reservations,
            Creation::GiftCardOrder => &mut self.gift_card_orders,
            Creation::WaitlistEntry => &mut self.entries,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use config::limits::Rate;

    #[test]
    fn what_was_refused_uses_nothing_up() {
        let settings = LimitSettings {
            venue_writes: Rate {
                per_minute: 1,
                burst: 2,
            },
            ..LimitSettings::default()
        };
        let now = Instant::from_unix(1_795_000_000);
        let mut quota = VenueQuota::default();
        for _ in 0..100 {
            assert_eq!(quota.take(&settings, Creation::Reservation, now), Ok(()));
            quota.give_back(Creation::Reservation);
        }
        for _ in 0..2 {
            assert_eq!(quota.take(&settings, Creation::Reservation, now), Ok(()));
        }
        assert!(quota.take(&settings, Creation::Reservation, now).is_err());
    }

    #[test]
    fn each_kind_runs_out_by_itself_and_comes_back_with_time() {
        let settings = LimitSettings {
            venue_writes: Rate {
                per_minute: 60,
                burst: 3,
            },
            ..LimitSettings::default()
        };
        let at = |seconds: i64| Instant::from_unix(1_795_000_000 + seconds);
        let mut quota = VenueQuota::default();
        for creation in [
            Creation::GiftCardOrder,
            Creation::Reservation,
            Creation::WaitlistEntry,
        ] {
            for _ in 0..3 {
                assert_eq!(quota.take(&settings, creation, at(0)), Ok(()), "{creation:?}");
            }
            let refused = Err(TooMany { retry_after: 1 });
            assert_eq!(quota.take(&settings, creation, at(0)), refused, "{creation:?}");
            assert_eq!(quota.take(&settings, creation, at(1)), Ok(()), "{creation:?}");
            assert_eq!(quota.take(&settings, creation, at(1)), refused, "{creation:?}");
        }
    }
}
