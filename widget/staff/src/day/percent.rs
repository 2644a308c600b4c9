//! Parts of a whole in percent, as styles take them, without floats.

/// The part in percent of the whole, with two decimals, such as `12.50%`.
#[must_use]
pub fn percent(part: i64, whole: i64) -> String {
    let hundredths = part.saturating_mul(10_000) / whole.max(1);
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}%", size / 100, size % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_written_with_two_decimals_and_its_sign() {
        for (part, whole, text) in [
            (1, 8, "12.50%"),
            (1, 3, "33.33%"),
            (-1, 200, "-0.50%"),
            (0, 7, "0.00%"),
            (3, 2, "150.00%"),
            (3, 0, "300.00%"),
        ] {
            assert_eq!(percent(part, whole), text);
        }
    }
}
