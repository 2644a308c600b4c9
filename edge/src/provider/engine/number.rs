//! The short number that a guest gives at the door.

/// The number of a venue's `counter`-th reservation, such as `R-000123`. Six digits at least, more
/// when they are used up.
#[must_use]
pub fn reservation_number(counter: u64) -> String {
    format!("R-{counter:06}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_six_digits_until_they_are_used_up() {
        assert_eq!(reservation_number(123), "R-000123");
        assert_eq!(reservation_number(999_999), "R-999999");
        assert_eq!(reservation_number(1_000_000), "R-1000000");
    }
}
