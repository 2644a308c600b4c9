//! Decimal numbers of tills, read digit by digit: no float touches money.

use std::fmt;

use shared::money::{Currency, Money};

/// The most digits behind the point: what has more is no amount of money and no count of dishes.
const MAX_SCALE: u32 = 12;

/// A decimal number: `mantissa` in units of 10 to the power of minus `scale`.
///
/// ```
/// use edge::pos::decimal::DecimalNumber;
/// use shared::money::{Currency, Money};
///
/// let price = DecimalNumber::parse("35.19").unwrap();
/// assert_eq!(price.money(Currency::EUR), Money::new(3_519, Currency::EUR).ok());
/// assert_eq!(price.in_units(0), Some(35));
/// assert_eq!(price.to_string(), "35.19");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecimalNumber {
    mantissa: i64,
    scale: u32,
}

impl DecimalNumber {
    /// Takes a number as JSON writes it, with or without an exponent. None for anything else, and for one of more digits
    /// than are of use.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", text),
        };
        let (number, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        let fraction = fraction.trim_end_matches('0');
        let mantissa: i64 = format!("{sign}{whole}{fraction}").parse().ok()?;
        let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        match u32::try_from(scale) {
            Ok(scale) if scale <= MAX_SCALE => Some(Self { mantissa, scale }),
            Ok(_) => None,
            Err(_) => {
                let factor = 10_i64.checked_pow(scale.unsigned_abs())?;
                let mantissa = mantissa.checked_mul(factor)?;
                Some(Self { mantissa, scale: 0 })
            }
        }
    }

    /// An amount in units of its currency.
    #[must_use]
    pub fn of_money(money: Money) -> Self {
        Self {
            mantissa: money.amount(),
            scale: money.currency().decimals(),
        }
    }

    /// The number in units of 10 to the power of minus `decimals`, halves rounded away from zero; none if it is too large.
    #[must_use]
    pub fn in_units(self, decimals: u32) -> Option<i64> {
        if decimals >= self.scale {
            let factor = 10_i64.checked_pow(decimals - self.scale)?;
            return self.mantissa.checked_mul(factor);
        }
        let unit = 10_i64.checked_pow(self.scale - decimals)?;
        let (whole, rest) = (self.mantissa / unit, self.mantissa % unit);
        let is_half = rest.abs() >= unit / 2;
        Some(if is_half {
            whole + self.mantissa.signum()
        } else {
            whole
        })
    }

    /// The amount of money that it is; none if it is too large.
    #[must_use]
    pub fn money(self, currency: Currency) -> Option<Money> {
        Money::new(self.in_units(currency.decimals())?, currency).ok()
    }
}

impl fmt::Display for DecimalNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = usize::try_from(self.scale).unwrap_or_default();
        let digits = format!("{:0>width$}", self.mantissa.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if fraction.is_empty() {
            write!(formatter, "{sign}{whole}")
        } else {
            write!(formatter, "{sign}{whole}.{fraction}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_to_its_last_digit() {
        for (text, hundredths) in [
            ("70", 7_000),
            ("70.0", 7_000),
            ("35.19", 3_519),
            ("-0.5", -50),
            ("0", 0),
            ("0.005", 1),
            ("-0.005", -1),
            ("0.0049999", 0),
            ("1.5e1", 1_500),
            ("15E-1", 150),
            ("2e+2", 20_000),
            ("90071992547409.93", 9_007_199_254_740_993),
        ] {
            let number = DecimalNumber::parse(text).unwrap();
            assert_eq!(number.in_units(2), Some(hundredths), "{text}");
        }
    }

    #[test]
    fn a_text_that_is_no_decimal_number_is_refused() {
        for text in [
            "",
            "-",
            ".5",
            "1.2.3",
            "1,5",
            "NaN",
            "+1",
            "1e",
            "1e99",
            "1e-99",
            "99999999999999999999",
            "null",
            "0x10",
            " 1",
        ] {
            assert_eq!(DecimalNumber::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn money_has_the_decimals_of_its_currency() {
        let yen = Currency::parse("JPY").unwrap();
        let amount = DecimalNumber::parse("1234.5").unwrap();
        assert_eq!(amount.money(yen), Money::new(1_235, yen).ok());
        assert_eq!(
            amount.money(Currency::EUR),
            Money::new(123_450, Currency::EUR).ok()
        );
        let large = DecimalNumber::parse("99999999999999999").unwrap();
        assert_eq!(large.money(Currency::EUR), None);
    }

    #[test]
    fn an_amount_is_written_with_its_decimals() {
        let write =
            |amount, currency| DecimalNumber::of_money(Money::new(amount, currency).unwrap()).to_string();
        let yen = Currency::parse("JPY").unwrap();
        assert_eq!(write(4_000, Currency::EUR), "40.00");
        assert_eq!(write(5, Currency::EUR), "0.05");
        assert_eq!(write(-5, Currency::EUR), "-0.05");
        assert_eq!(write(4_000, yen), "4000");
    }
}
