//! Restrictions: which stays a property does not take. Pure.
//!
//! Documented: a stay that meets all conditions of a restriction is refused, unless it meets the exceptions; both ends of
//! its interval are included; the lists of days and hours are of all where they are left out. Inferred: days and hours are
//! those of the property's clocks, every stated exception has to be met, and one that cannot be read is left to Mews, which
//! refuses the booking by the same rule.

use chrono::Weekday;
use shared::time::{Instant, TimeZone};

use super::bookable::Bookable;
use super::duration;
use super::units::{HOUR, Stay};
use super::wire::catalogue::{Rate, Restriction, RestrictionConditions, RestrictionExceptions};

/// The hours of a day by their names, from midnight on.
const HOURS: [&str; 24] = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
    "Twenty",
    "TwentyOne",
    "TwentyTwo",
    "TwentyThree",
];

/// Everything of a stay that restrictions are about.
#[derive(Clone, Copy)]
pub struct RestrictedStay<'a> {
    /// The experience.
    pub bookable: &'a Bookable,
    /// The rate that is booked.
    pub rate: &'a Rate,
    /// The time.
    pub stay: Stay,
    /// The property's time zone.
    pub zone: &'a TimeZone,
    /// The time it is.
    pub now: Instant,
}

/// Whether one of the restrictions refuses a stay.
#[must_use]
pub fn is_refused(restrictions: &[Restriction], stay: RestrictedStay<'_>) -> bool {
    restrictions.iter().any(|one| stay.is_refused_by(one))
}

impl RestrictedStay<'_> {
    fn is_refused_by(self, restriction: &Restriction) -> bool {
        restriction.service_id == self.bookable.settings.service_id
            && self.is_meant(&restriction.conditions)
            && !restriction
                .exceptions
                .as_ref()
                .is_some_and(|exceptions| self.is_excepted(exceptions))
    }

    fn is_meant(self, conditions: &RestrictionConditions) -> bool {
        let is = |wanted: &Option<String>, own: &str| wanted.as_deref().is_none_or(|wanted| wanted == own);
        let base = conditions.base_rate_id.as_deref();
        let is_base =
            base.is_none_or(|base| base == self.rate.id || self.rate.base_rate_id.text() == Some(base));
        let kind = conditions.resource_category_type.as_deref();
        is(&conditions.exact_rate_id, &self.rate.id)
            && is_base
            && is(&conditions.rate_group_id, &self.rate.group_id)
            && is(&conditions.resource_category_id, &self.bookable.category.id)
            && kind.is_none_or(|kind| self.bookable.category.kind.text() == Some(kind))
            && self
                .moments(&conditions.kind)
                .any(|moment| self.is_within(conditions, moment))
    }

    /// The moments of a stay that a kind of restriction looks at.
    fn moments(self, kind: &str) -> impl Iterator<Item = Instant> + use<> {
        let Stay { start, end } = self.stay;
        let hours = (end.unix() - start.unix() + HOUR - 1) / HOUR;
        let (from, count) = match kind {
            "Start" => (start, 1),
            "End" => (end, 1),
            "Stay" => (start, hours),
            // A kind that is not known is left to Mews.
            _ => (start, 0),
        };
        (0..count).map(move |hour| from.plus_seconds(hour * HOUR))
    }

    fn is_within(self, conditions: &RestrictionConditions, moment: Instant) -> bool {
        let at = |text: &Option<String>| text.clone().and_then(|text| Instant::try_from(text).ok());
        let Some((day, minutes)) = self.zone.local(moment) else {
            return false;
        };
        let hour = usize::from(minutes.get() / 60);
        let is_hour = |hours: &std::collections::BTreeMap<String, bool>| {
            HOURS
                .get(hour)
                .is_some_and(|name| hours.get(*name) == Some(&true))
        };
        let is_day = |days: &Vec<String>| days.iter().any(|one| one == weekday(day.weekday()));
        at(&conditions.start_utc).is_none_or(|start| start <= moment)
            && at(&conditions.end_utc).is_none_or(|end| moment <= end)
            && conditions.days.as_ref().is_none_or(is_day)
            && conditions.hours.as_ref().is_none_or(is_hour)
    }

    fn is_excepted(self, exceptions: &RestrictionExceptions) -> bool {
        let RestrictionExceptions {
            min_advance,
            max_advance,
            min_length,
            max_length,
            min_price,
            max_price,
        } = exceptions;
        let lengths = [min_advance, max_advance, min_length, max_length];
        let prices = [min_price, max_price].map(|price| price.read().is_some());
        if lengths.iter().all(|length| length.is_none()) && prices == [false, false] {
            return false;
        }
        let advance = self.stay.start.unix() - self.now.unix();
        let length = self.stay.end.unix() - self.stay.start.unix();
        let read = |text: &Option<String>| text.as_deref().and_then(duration::seconds);
        read(min_advance).is_none_or(|least| least <= advance)
            && read(max_advance).is_none_or(|most| advance <= most)
            && read(min_length).is_none_or(|least| least <= length)
            && read(max_length).is_none_or(|most| length <= most)
    }
}

/// A weekday's English name.
fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

#[cfg(test)]
#[path = "restriction_tests.rs"]
mod tests;
