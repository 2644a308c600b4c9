//! Covers by quarter of an hour against the limits: how full the rooms are, and how much comes at the kitchen at once.

use shared::day_rule::DayRuleEffect;
use shared::reservation::Status;
use shared::staff_day::{CoversLimits, DayService, ReservationForStaff, StaffDay};

/// The length of a step of the curve, in minutes.
pub const QUARTER: i64 = 15;

/// The covers of an evening.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Curve {
    /// The quarters from the first seating until the last party leaves, without a gap; none for a day without either.
    pub quarters: Vec<Quarter>,
    /// The covers of the day in all.
    pub covers: u32,
    /// The most covers of the day, by its rules.
    pub limit: Option<u32>,
}

/// A quarter of an hour. Its minutes are those of the clock on the wall, and a party's end is reckoned in them too: in the two
/// nights of a year in which clocks change, the curve is an hour off after the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quarter {
    /// Its first minute after the day's midnight.
    pub minutes: i64,
    /// The covers that are there at some time of it.
    pub seated: u32,
    /// The covers that begin in it.
    pub starting: u32,
    /// The limits that count then.
    pub limits: CoversLimits,
}

impl Quarter {
    /// Whether more covers are there or begin than the limits allow: staff may book past them.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let passes = |covers: u32, limit: Option<u32>| limit.is_some_and(|limit| covers > limit);
        passes(self.seated, self.limits.seated) || passes(self.starting, self.limits.starting)
    }
}

impl Curve {
    /// The curve of a day, by the status that the page shows of each reservation.
    #[must_use]
    pub fn of(day: &StaffDay, status: impl Fn(&ReservationForStaff) -> Status) -> Self {
        let counted: Vec<&ReservationForStaff> = day
            .reservations
            .iter()
            .filter(|one| counts(status(one)))
            .collect();
        let start = |one: &ReservationForStaff| i64::from(one.minutes.get());
        let end = |one: &ReservationForStaff| start(one) + i64::from(one.duration);
        let services = || day.services.iter();
        let first = services()
            .map(|service| i64::from(service.first_minutes.get()))
            .chain(counted.iter().map(|one| start(one)))
            .min();
        let last = services()
            .map(|service| i64::from(service.last_minutes.get()) + QUARTER)
            .chain(counted.iter().map(|one| end(one)))
            .max();
        let mut quarters = Vec::new();
        if let (Some(first), Some(last)) = (first, last) {
            let mut minutes = first - first.rem_euclid(QUARTER);
            while minutes < last {
                let next = minutes + QUARTER;
                let sum = |is_in: &dyn Fn(&ReservationForStaff) -> bool| {
                    let counted = counted.iter().filter(|one| is_in(one));
                    counted.map(|one| u32::from(one.attendees.get())).sum::<u32>()
                };
                quarters.push(Quarter {
                    minutes,
                    seated: sum(&|one| start(one) < next && minutes < end(one)),
                    starting: sum(&|one| (minutes..next).contains(&start(one))),
                    limits: limits(day, minutes),
                });
                minutes = next;
            }
        }
        Self {
            quarters,
            covers: counted.iter().map(|one| u32::from(one.attendees.get())).sum(),
            limit: limit_of_day(day),
        }
    }

    /// The quarter with the most covers; of several the first.
    #[must_use]
    pub fn peak(&self) -> Option<&Quarter> {
        // Of equals the maximum is the last, so the order is turned round.
        self.quarters.iter().rev().max_by_key(|quarter| quarter.seated)
    }

    /// The largest number on the curve or of a limit, for the height of a drawing; at least 1.
    #[must_use]
    pub fn height(&self) -> u32 {
        let values = self
            .quarters
            .iter()
            .flat_map(|quarter| [Some(quarter.seated), quarter.limits.seated]);
        values.flatten().max().unwrap_or_default().max(1)
    }
}

/// Whether a party of this status counts among the day's guests: it is expected or there, or has left.
fn counts(status: Status) -> bool {
    !status.is_final() || status == Status::Finished
}

/// The limits at these minutes: the venue's, else the sum of those of the services that seat parties then.
fn limits(day: &StaffDay, minutes: i64) -> CoversLimits {
    let serves = |service: &&DayService| {
        let (first, last) = (
            i64::from(service.first_minutes.get()),
            i64::from(service.last_minutes.get()),
        );
        first < minutes + QUARTER && minutes <= last
    };
    let sum = |limit: fn(&CoversLimits) -> Option<u32>| {
        let mut limits = day
            .services
            .iter()
            .filter(serves)
            .map(|service| limit(&service.limits));
        // None where a service has no limit, or nothing is served.
        let first = limits.next()??;
        limits.try_fold(first, |sum, limit| Some(sum + limit?))
    };
    CoversLimits {
        seated: day.limits.seated.or_else(|| sum(|limits| limits.seated)),
        starting: day.limits.starting.or_else(|| sum(|limits| limits.starting)),
    }
}

/// The least limit of the day's covers by the rules that are about every experience.
fn limit_of_day(day: &StaffDay) -> Option<u32> {
    let limits = day.rules.iter().filter_map(|rule| match &rule.effect {
        DayRuleEffect::CoversLimit {
            experience_id: None,
            covers,
            ..
        } => Some(u32::from(*covers)),
        _ => None,
    });
    limits.min()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::test_support::{evening_of, evening_with, reservation, with_status};
    use super::*;

    fn curve(reservations: Vec<ReservationForStaff>) -> Curve {
        Curve::of(&evening_of(reservations), |one| one.status)
    }

    fn quarter(curve: &Curve, minutes: i64) -> Quarter {
        let mut quarters = curve.quarters.iter();
        *quarters.find(|quarter| quarter.minutes == minutes).unwrap()
    }

    #[test]
    fn a_party_counts_from_its_start_until_its_table_is_free() {
        let curve = curve(vec![reservation("r1", 1_140, 4), reservation("r2", 1_155, 2)]);
        let covers = |minutes| {
            let quarter = quarter(&curve, minutes);
            (quarter.seated, quarter.starting)
        };
        assert_eq!(covers(1_125), (0, 0));
        assert_eq!(covers(1_140), (4, 4));
        assert_eq!(covers(1_155), (6, 2));
        assert_eq!(covers(1_245), (6, 0));
        assert_eq!(covers(1_260), (2, 0));
        assert_eq!(curve.covers, 6);
    }

    #[test]
    fn absent_parties_are_not_counted_and_departed_ones_are() {
        let of = |status| curve(vec![with_status(reservation("r1", 1_140, 4), status)]).covers;
        assert_eq!((of(Status::Finished), of(Status::Requested)), (4, 4));
        for status in [
            Status::Cancelled,
            Status::NoShow,
            Status::Declined,
            Status::Voided,
        ] {
            assert_eq!(of(status), 0, "{status:?}");
        }
    }

    #[test]
    fn a_quarter_past_a_limit_is_marked() {
        let many = (0..4u32)
            .map(|number| reservation(&format!("r{number}"), 1_140, 4))
            .collect();
        let curve = curve(many);
        // Sixteen begin at once, of twelve that may; forty may be seated.
        assert!(quarter(&curve, 1_140).is_over());
        assert!(!quarter(&curve, 1_155).is_over());
        assert_eq!(curve.peak().map(|quarter| quarter.minutes), Some(1_140));
        assert_eq!(curve.height(), 40);
    }

    #[test]
    fn without_limits_of_the_venue_those_of_the_services_count() {
        let service = |limits| {
            json!({
                "experienceId": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN", "firstMinutes": 1_080,
                "lastMinutes": 1_290, "intervalMinutes": 15, "limits": limits,
            })
        };
        let with = |services: Vec<serde_json::Value>| {
            let day = evening_with(Vec::new(), json!({ "limits": {}, "services": services }));
            limits(&day, 1_140).seated
        };
        assert_eq!(
            with(vec![
                service(json!({ "seated": 30 })),
                service(json!({ "seated": 8 }))
            ]),
            Some(38)
        );
        assert_eq!(
            with(vec![service(json!({ "seated": 30 })), service(json!({}))]),
            None
        );
        assert_eq!(with(Vec::new()), None);
    }

    #[test]
    fn a_day_without_services_and_guests_has_no_curve() {
        let day = evening_with(Vec::new(), json!({ "services": [] }));
        let curve = Curve::of(&day, |one| one.status);
        assert_eq!((curve.quarters.len(), curve.peak()), (0, None));
    }

    proptest! {
        #[test]
        fn each_cover_begins_in_exactly_one_quarter(
            parties in prop::collection::vec((0i64..=2_700, 1u8..=50), 0..40),
        ) {
            let parties: Vec<_> = (0u32..)
                .zip(&parties)
                .map(|(number, (minutes, size))| reservation(&format!("r{number}"), *minutes, *size))
                .collect();
            let curve = curve(parties);
            let starting: u32 = curve.quarters.iter().map(|quarter| quarter.starting).sum();
            prop_assert_eq!(starting, curve.covers);
            prop_assert!(curve.quarters.iter().all(|quarter| quarter.seated >= quarter.starting));
            prop_assert!(curve.quarters.windows(2).all(|pair| pair[1].minutes - pair[0].minutes == QUARTER));
        }
    }
}
