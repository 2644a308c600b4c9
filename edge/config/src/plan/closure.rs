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
    /// Whether it takes away the slot that is named by `day` and stays as given. A closure of whole
    /// days goes by the day that names the slot: closed on Sunday still serves Saturday's 1 o'clock
    /// at night. A span is time on the clock, and a party of any day is gone before it begins.
    pub(super) fn covers(&self, zone: &TimeZone, day: Day, stay: Option<(Instant, Instant)>) -> bool {
        let Some((first, last)) = self.span else {
            return (self.from..=self.to).contains(&day);
        };
        let Some((start, end)) = stay else { return false };
        // Minutes pass midnight and stays last up to a day, so the span of a neighbouring day may meet this one.
        let around = day.minus(1).unwrap_or(day).through(day.plus(3).unwrap_or(day));
        around
            .filter(|day| (self.from..=self.to).contains(day))
            .any(|day| begin(zone, day, first) < end && start < finish(zone, day, last))
    }
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
