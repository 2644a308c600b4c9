//! Money in minor units. Formatting is the caller's, with the number of decimals from [`Currency::decimals`].

use std::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "requests")]
use crate::validation::{FieldCode, FieldErrors};

/// The largest amount, in minor units: 2^53 − 1, the last whole number that survives a JavaScript number.
pub const MAX_AMOUNT: i64 = (1 << 53) - 1;

/// A currency's ISO 4217 code, such as `EUR`.
///
/// ```
/// use shared::money::{Currency, MoneyError};
///
/// assert_eq!(Currency::parse("JPY").map(Currency::decimals), Ok(0));
/// assert_eq!(Currency::parse("eur"), Err(MoneyError::NoCurrency));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = FieldErrors, try_from(String) = Self::read -> FieldCode))]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// Takes three capital letters.
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        match text.as_bytes() {
            [a, b, c] if [a, b, c].iter().all(|byte| byte.is_ascii_uppercase()) => Ok(Self([*a, *b, *c])),
            _ => Err(MoneyError::NoCurrency),
        }
    }

    /// Takes three capital letters of a request.
    #[cfg(feature = "requests")]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "deserr hands over the text that it has read"
    )]
    fn read(text: String) -> Result<Self, FieldCode> {
        Self::parse(&text).map_err(|_| FieldCode::Invalid)
    }

    /// The three letters.
    #[must_use]
    pub fn code(&self) -> &str {
        // The constructor admits ASCII alone.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// How many decimals the minor unit stands for (ISO 4217, list one): 2 for `EUR`, 0 for `JPY`, 3 for `KWD`.
    #[must_use]
    pub fn decimals(self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF"
            | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;

    fn try_from(text: String) -> Result<Self, MoneyError> {
        Self::parse(&text)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

/// An amount of money, `{ "amount": 1250, "currency": "EUR" }` for €12.50; at most ±[`MAX_AMOUNT`]. May be negative, as
/// a ledger's entries are.
///
/// ```
/// use shared::money::{Currency, Money, MoneyError};
///
/// # fn main() -> Result<(), MoneyError> {
/// let deposit = Money::new(2_000, Currency::EUR)?;
/// let of_party = deposit.checked_mul(4)?;
/// assert_eq!(of_party.amount(), 8_000);
///
/// let card = Money::new(10_000, Currency::EUR)?;
/// assert_eq!(card.checked_sub(of_party)?.amount(), 2_000);
///
/// let yen = Money::new(5_000, Currency::parse("JPY")?)?;
/// assert_eq!(card.checked_add(yen), Err(MoneyError::CurrencyMismatch));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = FieldErrors, try_from(Wire) = Self::read -> FieldCode))]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Money {
    amount: i64,
    currency: Currency,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "requests", derive(deserr::Deserr))]
#[cfg_attr(feature = "requests", deserr(error = FieldErrors, deny_unknown_fields))]
struct Wire {
    amount: i64,
    currency: Currency,
}

/// Why an amount is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// The amount passes ±[`MAX_AMOUNT`].
    TooLarge,
    /// The two amounts are in different currencies.
    CurrencyMismatch,
    /// The currency is not three capital letters.
    NoCurrency,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::TooLarge => "the amount is too large",
            Self::CurrencyMismatch => "the currencies differ",
            Self::NoCurrency => "a currency is three capital letters",
        })
    }
}

impl std::error::Error for MoneyError {}

impl Money {
    /// `amount` minor units of `currency`.
    pub fn new(amount: i64, currency: Currency) -> Result<Self, MoneyError> {
        if (-MAX_AMOUNT..=MAX_AMOUNT).contains(&amount) {
            Ok(Self { amount, currency })
        } else {
            Err(MoneyError::TooLarge)
        }
    }

    /// Takes an amount of a request.
    #[cfg(feature = "requests")]
    fn read(wire: Wire) -> Result<Self, FieldCode> {
        Self::try_from(wire).map_err(|_| FieldCode::OutOfRange)
    }

    /// Nothing, in `currency`.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { amount: 0, currency }
    }

    /// The amount in minor units.
    #[must_use]
    pub fn amount(self) -> i64 {
        self.amount
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// The sum.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        Self::new(self.amount + other.amount, self.currency)
    }

    /// The difference; may be negative.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        Self::new(self.amount - other.amount, self.currency)
    }

    /// The amount `count` times, as a price per guest becomes a price per party.
    pub fn checked_mul(self, count: u32) -> Result<Self, MoneyError> {
        let amount = self
            .amount
            .checked_mul(i64::from(count))
            .ok_or(MoneyError::TooLarge)?;
        Self::new(amount, self.currency)
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch)
        }
    }
}

impl TryFrom<Wire> for Money {
    type Error = MoneyError;

    fn try_from(wire: Wire) -> Result<Self, MoneyError> {
        Self::new(wire.amount, wire.currency)
    }
}

impl From<Money> for Wire {
    fn from(money: Money) -> Self {
        Self {
            amount: money.amount,
            currency: money.currency,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR).unwrap()
    }

    #[test]
    fn money_is_an_integer_of_minor_units_on_the_wire() {
        assert_eq!(
            serde_json::to_value(eur(1250)).unwrap(),
            serde_json::json!({ "amount": 1250, "currency": "EUR" })
        );
    }

    #[test]
    fn fractions_unknown_currencies_and_unsafe_integers_are_refused() {
        for json in [
            r#"{"amount":12.5,"currency":"EUR"}"#,
            r#"{"amount":1,"currency":"eur"}"#,
            r#"{"amount":1,"currency":"EURO"}"#,
            r#"{"amount":9007199254740992,"currency":"EUR"}"#,
        ] {
            assert!(serde_json::from_str::<Money>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn currencies_do_not_mix() {
        let yen = Money::new(1, Currency::parse("JPY").unwrap()).unwrap();
        assert_eq!(eur(1).checked_add(yen), Err(MoneyError::CurrencyMismatch));
        assert_eq!(eur(1).checked_sub(yen), Err(MoneyError::CurrencyMismatch));
    }

    #[test]
    fn decimals_follow_iso_4217() {
        let decimals = |code| Currency::parse(code).unwrap().decimals();
        assert_eq!((decimals("EUR"), decimals("JPY"), decimals("KWD")), (2, 0, 3));
    }

    proptest! {
        #[test]
        fn what_is_added_can_be_taken_off_again(a in -MAX_AMOUNT..=MAX_AMOUNT, b in -MAX_AMOUNT..=MAX_AMOUNT) {
            if let Ok(sum) = eur(a).checked_add(eur(b)) {
                prop_assert_eq!(sum.checked_sub(eur(b)), Ok(eur(a)));
            } else {
                prop_assert!((a + b).abs() > MAX_AMOUNT);
            }
        }

        #[test]
        fn a_multiple_is_the_repeated_sum(a in -1_000_000i64..1_000_000, count in 0u32..60) {
            let mut sum = eur(0);
            for _ in 0..count {
                sum = sum.checked_add(eur(a)).unwrap();
            }
            prop_assert_eq!(eur(a).checked_mul(count), Ok(sum));
        }

        #[test]
        fn no_arithmetic_leaves_the_safe_range(a in any::<i64>(), count in any::<u32>()) {
            if let Ok(product) = Money::new(a, Currency::EUR).and_then(|money| money.checked_mul(count)) {
                prop_assert!(product.amount().abs() <= MAX_AMOUNT);
            }
        }
    }
}
