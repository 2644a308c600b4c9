//! Tills: the names of tables as a till and a floor plan compare them.

/// A table's name as it is compared: without spaces around it, and a number without its zeros behind the point, since
/// some tills write the table `2` as `2.0`.
#[must_use]
pub fn table_name(name: &str) -> &str {
    let name = name.trim();
    let Some((whole, decimals)) = name.split_once('.') else {
        return name;
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) {
        return name;
    }
    name.trim_end_matches('0').trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::table_name;

    #[test]
    fn a_number_is_the_same_table_with_and_without_its_zeros() {
        for (given, compared) in [
            ("2", "2"),
            ("2.0", "2"),
            ("20.00", "20"),
            ("2.50", "2.5"),
            (" 2.0 ", "2"),
            ("100", "100"),
            ("2.", "2."),
            (".0", ".0"),
            ("1.0.0", "1.0.0"),
            ("Terrace 1.0", "Terrace 1.0"),
            ("", ""),
        ] {
            assert_eq!(table_name(given), compared, "{given:?}");
        }
    }
}
