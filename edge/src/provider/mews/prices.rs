//! The prices of starts, of the prices of time units. Pure.
//!
//! Inferred: the price of a stay is the sum of those of its units in the category. Mews names it for a table that is full;
//! what a party pays that is smaller, with children or with products, a quote says.

use std::collections::BTreeMap;

use shared::money::{Currency, Money};
use shared::offer::{Price, PricePer};
use shared::time::{Day, Instant, Minutes, TimeZone};

use super::bookable::Bookable;
use super::units::{HOUR, place};
use super::wire::service::RatePricing;

/// The prices of a table for a whole stay, taxes included, by the start's day and time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartPrices(BTreeMap<(Day, Minutes), Money>);

impl StartPrices {
    /// The price of a start, if it is known.
    #[must_use]
    pub fn at(&self, day: Day, minutes: Minutes) -> Option<Price> {
        self.0.get(&(day, minutes)).copied().map(of_table)
    }

    /// The prices of the starts of a day, by time.
    #[must_use]
    pub fn of_day(&self, day: Day) -> Vec<(Minutes, Price)> {
        let starts = self.0.iter().filter(|((of, _), _)| *of == day);
        starts
            .map(|((_, minutes), amount)| (*minutes, of_table(*amount)))
            .collect()
    }
}

/// The price of a table for a whole stay.
fn of_table(amount: Money) -> Price {
    Price {
        amount,
        per: PricePer::Booking,
        is_tax_included: true,
    }
}

/// The prices of the starts in an answer. One whose units have no price that can be read is left out.
#[must_use]
pub fn start_prices(
    pricing: &RatePricing,
    bookable: &Bookable,
    zone: &TimeZone,
    currency: Currency,
) -> StartPrices {
    let of_category = pricing
        .category_prices
        .iter()
        .find(|one| one.category_id == bookable.category.id);
    let Some(prices) = of_category.filter(|_| pricing.currency == currency.code()) else {
        return StartPrices::default();
    };
    let starts = pricing.time_unit_starts_utc.iter();
    let units: BTreeMap<Instant, Money> = starts
        .zip(&prices.amount_prices)
        .filter_map(|(start, price)| {
            let start = Instant::try_from(start.clone()).ok()?;
            Some((start, price.gross_value.money(currency)?))
        })
        .collect();
    let mut found = BTreeMap::new();
    for first in units.keys() {
        let start = first.plus_seconds(bookable.offsets.start);
        let amount = (0..i64::from(bookable.settings.units)).try_fold(Money::zero(currency), |sum, hour| {
            let price = units.get(&first.plus_seconds(hour * HOUR))?;
            sum.checked_add(*price).ok()
        });
        if let Some(named) = place(zone, &bookable.settings, start)
            && let Some(amount) = amount
        {
            // Of two starts that the wall's clock shows alike, the earlier one is meant.
            found.entry(named).or_insert(amount);
        }
    }
    StartPrices(found)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::provider::mews::catalogue::Catalogue;
    use crate::test_support::mews::{answers, settings};

    fn prices(hours: &[(&str, Value)], currency: &str) -> Vec<(u16, i64)> {
        let zone = TimeZone::parse("Europe/Vienna").unwrap();
        let catalogue = Catalogue::of(answers(|_| {}), &settings(&json!({})), &zone, Currency::EUR).unwrap();
        let amounts: Vec<Value> = hours
            .iter()
            .map(|(_, price)| json!({ "Currency": currency, "GrossValue": price }))
            .collect();
        let starts: Vec<&str> = hours.iter().map(|(start, _)| *start).collect();
        let pricing = json!({
            "Currency": currency, "TimeUnitStartsUtc": starts,
            "CategoryPrices": [{ "CategoryId": "c1", "AmountPrices": amounts }],
        });
        let pricing = serde_json::from_value(pricing).unwrap();
        let day = Day::parse("2026-11-27").unwrap();
        let StartPrices(found) = start_prices(&pricing, &catalogue.bookables[0], &zone, Currency::EUR);
        assert!(found.keys().all(|(of, _)| *of == day));
        found
            .iter()
            .map(|((_, minutes), amount)| (minutes.get(), amount.amount()))
            .collect()
    }

    #[test]
    fn a_stay_costs_what_its_hours_cost() {
        let hours = [
            ("2026-11-27T17:00:00Z", json!(12.5)),
            ("2026-11-27T18:00:00Z", json!(15)),
            ("2026-11-27T19:00:00Z", json!(20.01)),
        ];
        // Dinner takes two hours: of the last one the second is not known.
        assert_eq!(prices(&hours, "EUR"), [(1_080, 2_750), (1_140, 3_501)]);
    }

    #[test]
    fn prices_in_another_currency_are_none() {
        let hours = [
            ("2026-11-27T17:00:00Z", json!(10)),
            ("2026-11-27T18:00:00Z", json!(10)),
        ];
        assert!(prices(&hours, "USD").is_empty());
    }
}
