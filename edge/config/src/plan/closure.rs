//! Closures: the days and spans of time on which a venue, or one experience, is closed.

use shared::time::{Day, Instant, Minutes, Resolved, TimeZone};

use super::fault::{FaultKind, Faults};
use crate::engine;

/// The most closures the venue, or one experience, may have.
const MAX_CLOSURES: usize = 366;

/// Closed days, or a span of each of some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    from: Day,
    to: Day,
    span: Option<(Minutes, Minutes)>,
}

impl Closure {
    /// Closed from one day to another, or on each of them from some minutes until others.
    #[must_use]
    pub fn new(from: Day, to: Day, span: Option<(Minutes, Minutes)>) -> Self {
        Self { from, to, span }
    }

    /// When its last day is over for it: the end of the span, or of the last seating that the day can name.
    #[must_use]
    pub fn end(&self, zone: &TimeZone) -> Instant {
        match self.span {
            Some((_, last)) => finish(zone, self.to, last),
            None => finish(zone, self.to, Minutes::MAX),
        }
    }

    /// Whether it may cover a slot that is named by `day`, depending on the stay.
    #[must_use]
    pub fn is_near(&self, day: Day) -> bool {
        let (first, last) = neighbours(day);
        self.from <= last && first <= self.to
    }

    /// Whether it takes away the slot that is named by `day` and stays as given. A closure of whole
    /// days goes by the day that names the slot: closed on Sunday still serves Saturday's 1 o'clock
    /// at night. A span is time on the clock, and a party of any day is gone before it begins.
    #[must_use]
    pub fn covers(&self, zone: &TimeZone, day: Day, stay: Option<(Instant, Instant)>) -> bool {
        let Some((first, last)) = self.span else {
            return (self.from..=self.to).contains(&day);
        };
        let Some((start, end)) = stay else { return false };
        let (first_day, last_day) = neighbours(day);
        first_day
            .through(last_day)
            .filter(|day| (self.from..=self.to).contains(day))
            .any(|day| begin(zone, day, first) < end && start < finish(zone, day, last))
    }
}

/// The first and the last of the days whose spans may meet a stay that is named by `day`: minutes pass midnight, and
/// stays last up to a day.
fn neighbours(day: Day) -> (Day, Day) {
    (day.minus(1).unwrap_or(day), day.plus(3).unwrap_or(day))
}

/// The positions of the closures that cover a slot, as [`Closure::covers`] describes it.
pub(super) fn covering(
    closures: &[Closure],
    zone: &TimeZone,
    day: Day,
    stay: Option<(Instant, Instant)>,
) -> impl Iterator<Item = usize> {
    let all = closures.iter().enumerate();
    all.filter(move |(_, closure)| closure.covers(zone, day, stay))
        .map(|(place, _)| place)
}

/// The first instant at which the clock shows `minutes` of `day` or later.
fn begin(zone: &TimeZone, day: Day, minutes: Minutes) -> Instant {
    edge(zone, day, minutes, |earlier, _| earlier)
}

/// The last instant at which the clock comes to `minutes` of `day`.
fn finish(zone: &TimeZone, day: Day, minutes: Minutes) -> Instant {
    edge(zone, day, minutes, |_, later| later)
}

fn edge(zone: &TimeZone, day: Day, minutes: Minutes, pick: fn(Instant, Instant) -> Instant) -> Instant {
    let at = |minutes| match zone.resolve(day, minutes) {
        Resolved::Once(instant) => Some(instant),
        Resolved::Twice { earlier, later } => Some(pick(earlier, later)),
        Resolved::Never => None,
    };
    // In a gap the clock jumps over the time: what is meant is the moment it jumps.
    (minutes.get()..=Minutes::MAX.get())
        .filter_map(|number| Minutes::parse(number.into()).ok())
        .find_map(at)
        .unwrap_or(Instant::from_unix(i64::MAX))
}

/// Reads the closures at `path`.
pub(super) fn read(path: &str, closures: &[engine::Closure], faults: &mut Faults) -> Vec<Closure> {
    faults.count(format!("{path}closures"), closures.len(), MAX_CLOSURES);
    let mut read = Vec::with_capacity(closures.len());
    for (place, closure) in closures.iter().enumerate() {
        let path = format!("{path}closures[{place}]");
        let to = closure.to.unwrap_or(closure.from);
        if to < closure.from {
            faults.add(format!("{path}.to"), FaultKind::Reversed);
        }
        let mut minutes = |key: &str, number: u16| {
            faults.range(
                format!("{path}.{key}"),
                number.into(),
                0,
                Minutes::MAX.get().into(),
            );
            Minutes::parse(number.into()).unwrap_or(Minutes::MAX)
        };
        let from = closure.from_minutes.map(|number| minutes("fromMinutes", number));
        let until = closure
            .until_minutes
            .map(|number| minutes("untilMinutes", number));
        let span = match (from, until) {
            (None, None) => None,
            (Some(from), Some(until)) => {
                if until <= from {
                    faults.add(format!("{path}.untilMinutes"), FaultKind::Reversed);
                }
                Some((from, until))
            }
            (Some(_), None) | (None, Some(_)) => {
                faults.add(path, FaultKind::HalfASpan);
                None
            }
        };
        read.push(Closure {
            from: closure.from,
            to,
            span,
        });
    }
    read
}
