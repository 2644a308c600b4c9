//! A venue's `[limits]`: the allowed rates of requests, per caller and over all callers.

use serde::{Deserialize, Serialize};

/// How often one caller may ask, by class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LimitSettings {
    /// Public reads: venue, calendar, slots.
    pub reads: Rate,
    /// Writes: bookings, changes, cancellations, more time to pay, orders and withdrawals of gift
    /// cards, entries of the waitlist made, accepted or withdrawn.
    pub writes: Rate,
    /// Reads by a secret: reservations, orders, PDFs of gift cards and entries of the waitlist by their
    /// token, slots to move a reservation to, gift cards by their code, also in a booking; and wrong keys.
    pub look_ups: Rate,
    /// The limit of requests by staff, point-of-sale and phone systems with their key.
    pub staff: Rate,
    /// The limit over all callers for reservations, gift-card orders and waitlist entries, each counted
    /// for itself.
    pub venue_writes: Rate,
}

/// So many requests at once, and so many in every minute after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Rate {
    /// The lasting rate, 1 to 1000000.
    pub per_minute: u32,
    /// How many may come at the same moment after a pause, 1 to `perMinute`.
    pub burst: u32,
}

impl Rate {
    /// The allowance of `share` callers together.
    #[must_use]
    pub fn times(self, share: u32) -> Self {
        Self {
            per_minute: self.per_minute.saturating_mul(share),
            burst: self.burst.saturating_mul(share),
        }
    }
}

/// The highest rate that can be set, well above what one venue's object can answer.
const MAX_PER_MINUTE: u32 = 1_000_000;

/// A family behind one address changes its mind about party, day and time for some minutes; a shared
/// office or a mobile network's gateway does so several times over.
impl Default for LimitSettings {
    fn default() -> Self {
        Self {
            reads: Rate {
                per_minute: 300,
                burst: 120,
            },
            writes: Rate {
                per_minute: 20,
                burst: 10,
            },
            look_ups: Rate {
                per_minute: 30,
                burst: 10,
            },
            // A phone system asks for the slots of each day of a month, one by one.
            staff: Rate {
                per_minute: 3_000,
                burst: 1_000,
            },
            // When an evening opens for booking at noon, many guests come at once.
            venue_writes: Rate {
                per_minute: 120,
                burst: 120,
            },
        }
    }
}

impl LimitSettings {
    /// Every fault, as a line that names its place.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let rates = [
            ("reads", self.reads),
            ("writes", self.writes),
            ("lookUps", self.look_ups),
            ("staff", self.staff),
            ("venueWrites", self.venue_writes),
        ];
        let mut faults = Vec::new();
        for (name, rate) in rates {
            if !(1..=MAX_PER_MINUTE).contains(&rate.per_minute) {
                faults.push(format!("{name}.perMinute: write 1 to {MAX_PER_MINUTE}"));
            }
            // So a full burst is won back within a minute, and a process that was ended for want of
            // work has forgotten nothing that still counted.
            if !(1..=rate.per_minute.max(1)).contains(&rate.burst) {
                faults.push(format!("{name}.burst: write 1 to perMinute"));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_stated_has_a_default_without_fault() {
        let settings: LimitSettings =
            serde_json::from_str(r#"{ "writes": { "perMinute": 5, "burst": 5 } }"#).unwrap();
        assert_eq!(settings.faults(), Vec::<String>::new());
        assert_eq!((settings.writes.burst, settings.reads.per_minute), (5, 300));
    }

    #[test]
    fn every_fault_names_its_place() {
        let rate = |per_minute, burst| Rate { per_minute, burst };
        let settings = LimitSettings {
            reads: rate(0, 1),
            writes: rate(10, 0),
            look_ups: rate(10, 11),
            staff: rate(10, 11),
            venue_writes: rate(10, 0),
        };
        assert_eq!(
            settings.faults(),
            [
                "reads.perMinute: write 1 to 1000000",
                "writes.burst: write 1 to perMinute",
                "lookUps.burst: write 1 to perMinute",
                "staff.burst: write 1 to perMinute",
                "venueWrites.burst: write 1 to perMinute",
            ]
        );
    }
}
