//! Formatting of days, times and money as a trait, so that views render in a browser, on the edge and in native tests.

use shared::money::Money;
use shared::time::{Day, Minutes};

/// Writes days, times and money in one language. A day is a civil day, without a time zone.
pub trait Formats: Send + Sync {
    /// Such as `Friday, 27 November 2026`.
    fn day(&self, day: Day) -> String;
    /// Such as `Fri 27 Nov`.
    fn short_day(&self, day: Day) -> String;
    /// Such as `November 2026`.
    fn month(&self, month: Day) -> String;
    /// Such as `Friday`.
    fn weekday(&self, day: Day) -> String;
    /// Such as `Fr` or `Fri`: the head of a calendar's column.
    fn short_weekday(&self, day: Day) -> String;
    /// Such as `19:00` or `7:00 PM`.
    fn time(&self, minutes: Minutes) -> String;
    /// Such as `€58` or `58,50 €`.
    fn money(&self, money: Money) -> String;
    /// The weekday that a week begins with, in days after Monday: 6 where it is Sunday.
    fn first_weekday(&self) -> u8;
}

/// The amount as a decimal number, without a float ever having held it: `58.5` in minor units of
/// two decimals is `58.50`.
#[cfg_attr(
    not(any(feature = "intl", feature = "ssr", test)),
    expect(dead_code, reason = "no formats are compiled")
)]
pub(super) fn decimal(money: Money) -> String {
    let decimals = money.currency().decimals() as usize;
    let digits = money.amount().unsigned_abs().to_string();
    let padded = ["0".repeat((decimals + 1).saturating_sub(digits.len())), digits].concat();
    let (whole, fraction) = padded.split_at(padded.len() - decimals);
    let sign = if money.amount() < 0 { "-" } else { "" };
    if fraction.is_empty() {
        [sign, whole].concat()
    } else {
        [sign, whole, ".", fraction].concat()
    }
}

#[cfg(test)]
mod tests {
    use shared::money::Currency;

    use super::*;

    #[test]
    fn money_becomes_a_decimal_number_without_a_float() {
        let decimal =
            |amount, currency| decimal(Money::new(amount, Currency::parse(currency).unwrap()).unwrap());
        assert_eq!(decimal(5850, "EUR"), "58.50");
        assert_eq!(decimal(5, "EUR"), "0.05");
        assert_eq!(decimal(-1250, "EUR"), "-12.50");
        assert_eq!(decimal(700, "JPY"), "700");
        assert_eq!(decimal(1, "KWD"), "0.001");
        assert_eq!(decimal(9_007_199_254_740_991, "EUR"), "90071992547409.91");
    }
}
