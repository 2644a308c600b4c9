//! The price of a booking before it is made. Pure.

use serde::{Deserialize, Serialize};
use shared::locale::LocalizedText;
use shared::money::{Money, MoneyError};

/// The price of a booking, in its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The parts of the total.
    pub lines: Vec<QuoteLine>,
    /// The taxes that the total contains.
    pub taxes: Vec<TaxAmount>,
    /// The price of the booking, taxes included.
    pub total: Money,
    /// The part that is paid with the booking.
    pub due_now: Money,
    /// The part that is paid at the venue.
    pub due_at_venue: Money,
}

/// A line of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteLine {
    /// Its name.
    pub label: LocalizedText,
    /// How many of it.
    pub count: u16,
    /// The price of all of them, taxes included.
    pub amount: Money,
}

/// A tax that a total contains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxAmount {
    /// Its name or rate, as the venue's country writes it.
    pub label: LocalizedText,
    /// The amount.
    pub amount: Money,
}

impl Quote {
    /// The quote of these lines, of which `due_now` is paid with the booking. An error where the currencies differ, or an
    /// amount is too large.
    pub fn of(lines: Vec<QuoteLine>, taxes: Vec<TaxAmount>, due_now: Money) -> Result<Self, MoneyError> {
        let nothing = Money::zero(due_now.currency());
        let total = lines
            .iter()
            .try_fold(nothing, |sum, line| sum.checked_add(line.amount))?;
        Ok(Self {
            lines,
            taxes,
            total,
            due_now,
            due_at_venue: total.checked_sub(due_now)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use shared::money::Currency;

    use super::*;

    fn line(amount: i64, currency: Currency) -> QuoteLine {
        QuoteLine {
            label: LocalizedText::default(),
            count: 1,
            amount: Money::new(amount, currency).unwrap(),
        }
    }

    #[test]
    fn lines_in_two_currencies_make_no_total() {
        let yen = Currency::parse("JPY").unwrap();
        let lines = vec![line(100, Currency::EUR), line(100, yen)];
        let quote = Quote::of(lines, vec![], Money::zero(Currency::EUR));
        assert_eq!(quote, Err(MoneyError::CurrencyMismatch));
    }

    proptest! {
        #[test]
        fn what_is_due_now_and_at_the_venue_is_the_total_of_the_lines(
            amounts in proptest::collection::vec(0_i64..1_000_000, 1..8),
            share in 0_i64..=100,
        ) {
            let total: i64 = amounts.iter().sum();
            let due_now = Money::new(total * share / 100, Currency::EUR).unwrap();
            let lines = amounts.iter().map(|amount| line(*amount, Currency::EUR)).collect();
            let quote = Quote::of(lines, vec![], due_now).unwrap();
            prop_assert_eq!(quote.total.amount(), total);
            prop_assert_eq!(quote.due_now.checked_add(quote.due_at_venue).unwrap(), quote.total);
        }
    }
}
