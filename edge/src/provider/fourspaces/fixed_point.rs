//! Decimal numbers, exact: prices in major units, rates of tax and multipliers come so. Pure.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use shared::money::{Currency, Money};

/// How many decimals a number has at most.
const DECIMALS: u32 = 6;
/// One, in millionths.
const UNIT: i64 = 10_i64.pow(DECIMALS);
/// How many digits survive a double-precision number.
const DIGITS: usize = 15;

/// A decimal number in whole millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FixedPoint(i64);

impl FixedPoint {
    /// One.
    pub const ONE: Self = Self(UNIT);

    /// The number of this text, such as `12.5` or `-3`; none with more than six decimals, or with an exponent.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let decimals = decimals.trim_end_matches('0');
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let width = usize::try_from(DECIMALS).ok()?;
        if whole.is_empty() || !is_digits(whole) || !is_digits(decimals) || decimals.len() > width {
            return None;
        }
        let whole: i64 = whole.parse().ok()?;
        let part: i64 = format!("{decimals:0<width$}").parse().ok()?;
        let millionths = whole.checked_mul(UNIT)?.checked_add(part)?;
        Some(Self(millionths * sign))
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Option<Self> {
        number.checked_mul(UNIT).map(Self)
    }

    /// An amount in major units.
    #[must_use]
    pub fn of_money(amount: Money) -> Option<Self> {
        let minor_units = 10_i64.checked_pow(amount.currency().decimals())?;
        let millionths = amount.amount().checked_mul(UNIT.checked_div(minor_units)?)?;
        Some(Self(millionths))
    }

    /// A percentage of so many hundredths.
    #[must_use]
    pub fn of_basis_points(points: u16) -> Self {
        Self(i64::from(points) * (UNIT / 100))
    }

    /// The part that one amount is of another, in whole millionths; none of an amount of nothing or less.
    #[must_use]
    pub fn ratio(part: Money, whole: Money) -> Option<Self> {
        let part = i128::from(part.amount()) * i128::from(UNIT);
        i64::try_from(rounded(part, whole.amount().into())?)
            .ok()
            .map(Self)
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The product; a part beyond millionths is rounded to the nearest, a half away from zero.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let product = i128::from(self.0) * i128::from(other.0);
        i64::try_from(rounded(product, i128::from(UNIT))?).ok().map(Self)
    }

    /// The amount that so many major units are; a part of a minor unit is rounded to the nearest, a half away from zero.
    #[must_use]
    pub fn money(self, currency: Currency) -> Option<Money> {
        let minor = i128::from(self.0) * 10_i128.checked_pow(currency.decimals())?;
        let amount = i64::try_from(rounded(minor, i128::from(UNIT))?).ok()?;
        Money::new(amount, currency).ok()
    }

    /// The same amount, if it has no part of a minor unit.
    #[must_use]
    pub fn exact_money(self, currency: Currency) -> Option<Money> {
        let minor = i128::from(self.0) * 10_i128.checked_pow(currency.decimals())?;
        self.money(currency).filter(|_| minor % i128::from(UNIT) == 0)
    }

    /// A percentage in hundredths of one; half of one is rounded up. None of one that is less than nothing or too large.
    #[must_use]
    pub fn basis_points(self) -> Option<u16> {
        u16::try_from(rounded(self.0.into(), i128::from(UNIT) / 100)?).ok()
    }

    /// The part of an amount that is a tax of this percentage, which the amount contains.
    #[must_use]
    pub fn tax_within(self, amount: Money) -> Option<Money> {
        let whole = i128::from(UNIT) * 100 + i128::from(self.0);
        let tax = i128::from(amount.amount()) * i128::from(self.0);
        let tax = i64::try_from(rounded(tax, whole)?).ok()?;
        Money::new(tax, amount.currency()).ok()
    }
}

/// A fraction of whole numbers, rounded to the nearest, a half away from zero; none of nothing or less.
fn rounded(number: i128, by: i128) -> Option<i128> {
    if by <= 0 {
        return None;
    }
    let half = if number < 0 { -(by / 2) } else { by / 2 };
    number.checked_add(half)?.checked_div(by)
}

impl fmt::Display for FixedPoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (
            self.0.unsigned_abs() / 1_000_000,
            self.0.unsigned_abs() % 1_000_000,
        );
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            return write!(formatter, "{sign}{whole}");
        }
        let part = format!("{part:06}");
        write!(formatter, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

struct FixedPointVisitor;

impl Visitor<'_> for FixedPointVisitor {
    type Value = FixedPoint;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a decimal number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<FixedPoint, E> {
        FixedPoint::whole(number).ok_or_else(|| E::custom("a number out of range"))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<FixedPoint, E> {
        let number = i64::try_from(number).ok().and_then(FixedPoint::whole);
        number.ok_or_else(|| E::custom("a number out of range"))
    }

    /// A number with decimals reaches this worker as a double. Its shortest text is the one that was sent, as long as that
    /// has no more than fifteen digits (IEEE 754, section 5.12.2): the digits are taken, and nothing is computed with it.
    fn visit_f64<E: Error>(self, number: f64) -> Result<FixedPoint, E> {
        let text = number.to_string();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let decimal = (digits <= DIGITS).then(|| FixedPoint::parse(&text)).flatten();
        decimal.ok_or_else(|| E::custom("a number that is not exact"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<FixedPoint, E> {
        FixedPoint::parse(text.trim()).ok_or_else(|| E::custom("no decimal number"))
    }
}

impl<'de> Deserialize<'de> for FixedPoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FixedPointVisitor)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn decimal(text: &str) -> FixedPoint {
        FixedPoint::parse(text).unwrap()
    }

    #[test]
    fn a_number_is_read_as_it_is_written_in_both_formats() {
        for (value, text) in [
            (json!(12.3), "12.3"),
            (json!("12.30"), "12.3"),
            (json!(0.1), "0.1"),
            (json!(-7), "-7"),
            (json!(100.0), "100"),
            (json!("0"), "0"),
            (json!(19.999_999), "19.999999"),
        ] {
            let read: FixedPoint = serde_json::from_value(value).unwrap();
            assert_eq!(read.to_string(), text);
        }
        for value in [
            json!("1e3"),
            json!(1e300),
            json!("1.2345678"),
            json!(""),
            json!("x"),
            json!([1]),
            json!(".5"),
        ] {
            assert!(
                serde_json::from_value::<FixedPoint>(value.clone()).is_err(),
                "{value}"
            );
        }
    }

    #[test]
    fn amounts_are_rounded_to_the_minor_unit_of_their_currency() {
        let yen = Currency::parse("JPY").unwrap();
        let euros = |text: &str| decimal(text).money(Currency::EUR).unwrap().amount();
        assert_eq!((euros("12.5"), euros("0.005"), euros("0.0049")), (1_250, 1, 0));
        assert_eq!(euros("-0.005"), -1);
        assert_eq!(decimal("12.5").money(yen).unwrap().amount(), 13);
        assert_eq!(decimal("12.5").exact_money(yen), None);
        assert_eq!(
            decimal("12.5").exact_money(Currency::EUR),
            decimal("12.5").money(Currency::EUR)
        );
        assert_eq!(
            decimal("9000000000000").money(Currency::EUR).unwrap().amount(),
            900_000_000_000_000
        );
    }

    #[test]
    fn a_percentage_is_named_in_hundredths() {
        let points = |text: &str| decimal(text).basis_points();
        assert_eq!((points("10"), points("5.5")), (Some(1_000), Some(550)));
        assert_eq!((points("0.004"), points("0.005")), (Some(0), Some(1)));
        assert_eq!((points("-1"), points("700")), (None, None));
    }

    #[test]
    fn amounts_rates_and_parts_become_decimal_numbers() {
        let euros = |cents: i64| Money::new(cents, Currency::EUR).unwrap();
        let text = |number: Option<FixedPoint>| number.unwrap().to_string();
        assert_eq!(text(FixedPoint::of_money(euros(4_990))), "49.9");
        let yen = Money::new(4_990, Currency::parse("JPY").unwrap()).unwrap();
        assert_eq!(text(FixedPoint::of_money(yen)), "4990");
        assert_eq!(FixedPoint::of_basis_points(550).to_string(), "5.5");
        assert_eq!(text(FixedPoint::ratio(euros(1_000), euros(3_000))), "0.333333");
        assert_eq!(FixedPoint::ratio(euros(1), euros(0)), None);
    }

    #[test]
    fn a_tax_is_the_part_that_the_price_contains() {
        let euros = |cents: i64| Money::new(cents, Currency::EUR).unwrap();
        let tax = |rate: &str, cents: i64| decimal(rate).tax_within(euros(cents)).unwrap().amount();
        assert_eq!(
            (tax("10", 1_100), tax("20", 1_200), tax("5.5", 1_055)),
            (100, 200, 55)
        );
        assert_eq!((tax("0", 1_000), tax("10", 0)), (0, 0));
        assert_eq!(decimal("-100").tax_within(euros(100)), None);
    }

    proptest! {
        #[test]
        fn a_text_of_a_number_is_that_number(millionths in -1_000_000_000_000_i64..1_000_000_000_000) {
            let number = FixedPoint(millionths);
            prop_assert_eq!(FixedPoint::parse(&number.to_string()), Some(number));
        }

        #[test]
        fn one_changes_no_product(millionths in any::<i64>()) {
            prop_assert_eq!(FixedPoint(millionths).times(FixedPoint::ONE), Some(FixedPoint(millionths)));
        }

        #[test]
        fn a_number_of_json_keeps_its_digits(cents in 0_i64..10_000_000_000) {
            let text = format!("{}.{:02}", cents / 100, cents % 100);
            let read: FixedPoint = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(read.money(Currency::EUR).unwrap().amount(), cents);
        }
    }
}
