//! Parses an amount of money as people type it into minor units, without a float.

use shared::gift_card::AmountRange;
use shared::money::{Currency, Money};

/// The fault of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountFault {
    /// There is none.
    Required,
    /// It is no number, or not one that can be read in one way only.
    NotANumber,
    /// It has more decimals than the currency, or a sign between its thousands.
    TooFine,
    /// It is below zero.
    Negative,
    /// It is less than can be bought.
    TooSmall,
    /// It is more than can be bought.
    TooLarge,
}

/// No limit lies beyond 15 digits, so a longer number need not be counted.
const MAX_DIGITS: usize = 15;

/// The amount in `text`, such as `75`, `75,5`, `75.50`, `€ 75` or `75,-`, within `range`.
pub fn read_amount(text: &str, range: AmountRange) -> Result<Money, AmountFault> {
    let currency = range.min.currency();
    let typed: String = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    let typed = without_currency(&typed, currency);
    if typed.is_empty() {
        return Err(AmountFault::Required);
    }
    let is_minus = |character| matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    if typed.starts_with(is_minus) {
        return Err(AmountFault::Negative);
    }
    // In Austria and Switzerland a dash stands for no cents.
    let (whole, fraction) = typed.split_once([',', '.']).unwrap_or((typed, ""));
    let fraction = if fraction.chars().all(is_minus) {
        ""
    } else {
        fraction
    };
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(AmountFault::NotANumber);
    }
    let decimals = currency.decimals() as usize;
    if fraction.len() > decimals {
        return Err(AmountFault::TooFine);
    }
    let digits = [whole, fraction, &"0".repeat(decimals - fraction.len())].concat();
    let digits = digits.trim_start_matches('0');
    if digits.len() > MAX_DIGITS {
        return Err(AmountFault::TooLarge);
    }
    let minor = digits
        .bytes()
        .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    let amount = Money::new(minor, currency).map_err(|_| AmountFault::TooLarge)?;
    if minor < range.min.amount() {
        Err(AmountFault::TooSmall)
    } else if minor > range.max.amount() {
        Err(AmountFault::TooLarge)
    } else {
        Ok(amount)
    }
}

/// The text without the sign or the letters of this currency, and of no other.
fn without_currency(text: &str, currency: Currency) -> &str {
    let code = currency.code();
    let sign = match code {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        "JPY" => "¥",
        _ => code,
    };
    let small = code.to_ascii_lowercase();
    for name in [sign, code, &small] {
        if let Some(rest) = text.strip_prefix(name).or_else(|| text.strip_suffix(name)) {
            return rest;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn range(min: i64, max: i64, currency: &str) -> AmountRange {
        let money = |amount| Money::new(amount, Currency::parse(currency).unwrap()).unwrap();
        AmountRange {
            min: money(min),
            max: money(max),
        }
    }

    fn euros(text: &str) -> Result<i64, AmountFault> {
        read_amount(text, range(1_000, 50_000, "EUR")).map(Money::amount)
    }

    #[test]
    fn comma_point_and_the_currency_s_own_sign_are_understood() {
        for (text, amount) in [
            ("75", 7_500),
            (" 75 ", 7_500),
            ("75,5", 7_550),
            ("75.50", 7_550),
            ("75.05", 7_505),
            ("€75", 7_500),
            ("75,50 €", 7_550),
            ("EUR 75", 7_500),
            ("75 eur", 7_500),
            ("75,-", 7_500),
            ("75,–", 7_500),
            ("75.", 7_500),
            ("0075", 7_500),
            ("10", 1_000),
            ("500,00", 50_000),
        ] {
            assert_eq!(euros(text), Ok(amount), "{text}");
        }
    }

    #[test]
    fn each_fault_has_its_own_name() {
        use AmountFault::*;
        for (text, fault) in [
            ("", Required),
            ("  ", Required),
            ("€", Required),
            ("seventy", NotANumber),
            ("7 5 x", NotANumber),
            ("$75", NotANumber),
            (",", NotANumber),
            ("1.000,50", NotANumber),
            ("７５", NotANumber),
            ("75.555", TooFine),
            ("1.000", TooFine),
            ("-75", Negative),
            ("−75", Negative),
            ("9,99", TooSmall),
            ("0", TooSmall),
            (",5", TooSmall),
            ("500,01", TooLarge),
            ("99999999999999999999999999", TooLarge),
        ] {
            assert_eq!(euros(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_currency_has_the_decimals_it_has() {
        assert_eq!(
            read_amount("5000", range(1_000, 50_000, "JPY")).map(Money::amount),
            Ok(5_000)
        );
        assert_eq!(
            read_amount("5000.5", range(1_000, 50_000, "JPY")),
            Err(AmountFault::TooFine)
        );
        assert_eq!(
            read_amount("12.345", range(1_000, 50_000, "KWD")).map(Money::amount),
            Ok(12_345)
        );
    }

    proptest! {
        #[test]
        fn every_amount_within_the_limits_is_read_as_it_is_written(amount in 1_000i64..=50_000, comma in any::<bool>()) {
            let sign = if comma { ',' } else { '.' };
            prop_assert_eq!(euros(&format!("{}{sign}{:02}", amount / 100, amount % 100)), Ok(amount));
        }

        #[test]
        fn no_text_brings_an_amount_beyond_the_limits(text in "[-0-9.,€ ]{0,24}") {
            if let Ok(amount) = euros(&text) {
                prop_assert!((1_000..=50_000).contains(&amount));
            }
        }

        #[test]
        fn no_text_brings_the_reader_down(text in ".{0,40}") {
            let _ = euros(&text);
        }
    }
}
