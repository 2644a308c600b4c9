//! Lengths of time as Mews writes them (ISO 8601, 4.4.4.2), such as `P0M1DT12H0M0S` or `-PT30M`. Pure.

/// The seconds of a length of time; none for a text that is none, and for years and months, whose length depends on when
/// they begin.
#[must_use]
pub fn seconds(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let rest = rest.strip_prefix('P')?;
    let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
    let date = parts(
        date,
        &[
            ('Y', None),
            ('M', None),
            ('W', Some(604_800)),
            ('D', Some(86_400)),
        ],
    )?;
    let time = parts(time, &[('H', Some(3_600)), ('M', Some(60)), ('S', Some(1))])?;
    date.checked_add(time)?.checked_mul(sign)
}

/// The sum of parts such as `1D` and `-30M`; a unit without a length may be zero only. Fractions of seconds are dropped.
fn parts(mut text: &str, units: &[(char, Option<i64>)]) -> Option<i64> {
    let mut sum: i64 = 0;
    while let Some(at) = text.find(|character: char| character.is_ascii_alphabetic()) {
        let (number, rest) = text.split_at(at);
        let unit = rest.chars().next()?;
        let (_, length) = units.iter().find(|(known, _)| *known == unit)?;
        let whole = number.split(['.', ',']).next()?;
        let count: i64 = whole.parse().ok()?;
        sum = match length {
            Some(length) => sum.checked_add(count.checked_mul(*length)?)?,
            None if count == 0 => sum,
            None => return None,
        };
        text = rest.get(1..)?;
    }
    text.is_empty().then_some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_they_are_documented() {
        for (text, length) in [
            ("P0M0DT15H0M0S", Some(54_000)),
            ("P0M2DT0H0M0S", Some(172_800)),
            ("P0M0DT0H0M0S", Some(0)),
            ("P0M0DT0H-15M0S", Some(-900)),
            ("-PT30M", Some(-1_800)),
            ("PT1H30M0.5S", Some(5_400)),
            ("P1W", Some(604_800)),
            ("P1M", None),
            ("P1Y2D", None),
            ("15:00", None),
            ("P3", None),
            ("PTxH", None),
            ("", None),
        ] {
            assert_eq!(seconds(text), length, "{text}");
        }
    }
}
