//! When a countdown is read out to screen readers: seldom enough to be followed.

/// The seconds to read out when a countdown falls from `before` to `left`: at whole minutes, and at half of the last
/// one. None between them.
pub(super) fn to_read_out(before: Option<i64>, left: Option<i64>) -> Option<i64> {
    let (before, left) = (before?, left?);
    let mark = if left <= 30 { 30 } else { (left + 59) / 60 * 60 };
    (left <= mark && before > mark).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_minutes_and_half_of_the_last_are_read_out() {
        let read: Vec<_> = (1..=125)
            .rev()
            .filter_map(|left| to_read_out(Some(left + 1), Some(left)))
            .collect();
        assert_eq!(read, [120, 60, 30]);
        assert_eq!(to_read_out(Some(61), None), None);
        assert_eq!(to_read_out(Some(190), Some(100)), Some(120));
    }
}
