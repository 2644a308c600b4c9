//! Single values as 4spaces writes them, in JSON and in JSV: a number may be a text, a date has one of several forms. Pure.

use chrono::{DateTime, NaiveDateTime};
use shared::time::Instant;

use crate::provider::lenient::Lenient;

/// A date that was never set is the first one of .NET's calendar. Nothing that is booked begins before this second.
const FIRST: i64 = 946_684_800;
/// The last second of the calendar that is read: the year 2200.
const LAST: i64 = 7_258_118_400;

/// A whole number.
#[must_use]
pub fn whole(value: &Lenient) -> Option<i64> {
    match value {
        Lenient::Whole(number) => Some(*number),
        Lenient::Text(text) => text.trim().parse().ok(),
        Lenient::Bool(_) | Lenient::Other => None,
    }
}

/// Whether the value is true, as a boolean or as a text.
#[must_use]
pub fn is_true(value: &Lenient) -> bool {
    match value {
        Lenient::Bool(truth) => *truth,
        Lenient::Text(text) => text.trim().eq_ignore_ascii_case("true"),
        Lenient::Whole(_) | Lenient::Other => false,
    }
}

/// A text without the blanks around it, if there is something in it.
#[must_use]
pub fn text(value: &Lenient) -> Option<&str> {
    value.text().map(str::trim)
}

/// The place of an enumeration's value: the number itself, or that of its name.
#[must_use]
pub fn variant(value: &Lenient, variants: &[(i64, &str)]) -> Option<i64> {
    let by_name = |text: &str| {
        let found = variants
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(text));
        found.map(|(number, _)| *number)
    };
    whole(value).or_else(|| self::text(value).and_then(by_name))
}

/// A moment: milliseconds after the Unix epoch, alone or as `/Date(…)/`, or ISO 8601, which is UTC without an offset. None
/// of one that was never set.
#[must_use]
pub fn moment(value: &Lenient) -> Option<Instant> {
    let seconds = match value {
        Lenient::Whole(millis) => millis.div_euclid(1_000),
        Lenient::Text(text) => seconds(text.trim())?,
        Lenient::Bool(_) | Lenient::Other => return None,
    };
    (FIRST..LAST)
        .contains(&seconds)
        .then(|| Instant::from_unix(seconds))
}

fn seconds(text: &str) -> Option<i64> {
    if let Some(wrapped) = text.strip_prefix("/Date(") {
        // An offset behind the number says how a reader may show it, and changes nothing of the moment.
        let inner = wrapped.strip_suffix(")/")?;
        let end = inner
            .rfind(['+', '-'])
            .filter(|at| *at > 0)
            .unwrap_or(inner.len());
        let millis: i64 = inner.get(..end)?.parse().ok()?;
        return Some(millis.div_euclid(1_000));
    }
    if let Ok(millis) = text.parse::<i64>() {
        return Some(millis.div_euclid(1_000));
    }
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.timestamp());
    }
    let time = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    Some(time.and_utc().timestamp())
}

/// The minutes of a time of the day or of a span below a day: `PT18H30M` (ISO 8601) or `18:30:00`.
#[must_use]
pub fn minutes(value: &Lenient) -> Option<u16> {
    let text = text(value)?;
    let minutes = match text.strip_prefix("PT") {
        Some(parts) => designated(parts)?,
        None => clock(text)?,
    };
    u16::try_from(minutes).ok().filter(|minutes| *minutes < 1_440)
}

/// The minutes of `18H30M15S`; seconds are cut off.
fn designated(parts: &str) -> Option<u32> {
    let mut rest = parts;
    let mut minutes = 0_u32;
    let mut is_empty = true;
    for (mark, length) in [('H', 60_u32), ('M', 1)] {
        if let Some((number, behind)) = rest.split_once(mark) {
            minutes = minutes.checked_add(number.parse::<u32>().ok()?.checked_mul(length)?)?;
            (rest, is_empty) = (behind, false);
        }
    }
    if let Some(seconds) = rest.strip_suffix('S') {
        seconds.parse::<f64>().ok()?;
        (rest, is_empty) = ("", false);
    }
    (rest.is_empty() && !is_empty).then_some(minutes)
}

/// The minutes of `18:30` or `18:30:00`; seconds are cut off.
fn clock(text: &str) -> Option<u32> {
    let mut parts = text.split(':').map(|part| part.parse::<u32>().ok());
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let is_time = minutes < 60 && parts.next().is_none_or(|seconds| seconds.is_some());
    (is_time && parts.next().is_none())
        .then(|| hours.checked_mul(60)?.checked_add(minutes))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Lenient {
        Lenient::Text(text.to_owned())
    }

    #[test]
    fn a_moment_is_read_in_each_of_its_forms() {
        let expected = Some(Instant::from_unix(1_796_148_000));
        for text in [
            "1796148000000",
            "/Date(1796148000000)/",
            "/Date(1796148000000-0000)/",
            "/Date(1796148000000+0100)/",
            "2026-12-01T18:00:00Z",
            "2026-12-01T18:00:00.0000000Z",
            "2026-12-01T19:00:00+01:00",
            "2026-12-01T18:00:00",
        ] {
            assert_eq!(moment(&written(text)), expected, "{text}");
        }
        assert_eq!(moment(&Lenient::Whole(1_796_148_000_000)), expected);
    }

    #[test]
    fn a_date_that_was_never_set_is_none() {
        assert_eq!(moment(&Lenient::Whole(-62_135_596_800_000)), None);
        for text in [
            "/Date(-62135596800000)/",
            "0001-01-01T00:00:00",
            "",
            "soon",
            "/Date()/",
            "/Date(-)/",
        ] {
            assert_eq!(moment(&written(text)), None, "{text}");
        }
    }

    #[test]
    fn times_of_a_day_are_minutes() {
        for (text, expected) in [
            ("PT0S", Some(0)),
            ("PT18H30M", Some(1_110)),
            ("PT18H", Some(1_080)),
            ("PT45M", Some(45)),
            ("18:30:00", Some(1_110)),
            ("08:05", Some(485)),
            ("PT", None),
            ("PT24H", None),
            ("P1D", None),
            ("18:60", None),
            ("18", None),
            ("PTxM", None),
        ] {
            assert_eq!(minutes(&written(text)), expected, "{text}");
        }
    }

    #[test]
    fn numbers_truths_and_names_come_as_texts_too() {
        let names = [(1, "Reservation"), (2, "Request")];
        assert_eq!(variant(&written("reservation"), &names), Some(1));
        assert_eq!(variant(&written("2"), &names), Some(2));
        assert_eq!(variant(&Lenient::Whole(7), &names), Some(7));
        assert_eq!(variant(&written("Other"), &names), None);
        assert!(is_true(&written("True")) && is_true(&Lenient::Bool(true)));
        assert!(!is_true(&written("no")) && !is_true(&Lenient::Other));
        assert_eq!(
            (whole(&written(" 90 ")), whole(&Lenient::Bool(true))),
            (Some(90), None)
        );
    }
}
