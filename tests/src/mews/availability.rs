//! The simulator's answers about time units: what is free, and what it costs.

use serde_json::{Value, json};
use shared::time::Instant;

use super::books::{Books, HOUR, hours};
use super::property::{self, CATEGORY, PRIVATE_RATE, RATE, SERVICE, TABLES};
use super::request::{text, texts, time};
use super::simulator::Refused;

/// The time units of a question.
fn units(body: &Value) -> Result<Vec<Instant>, Refused> {
    let invalid = || Refused::input("Invalid FirstTimeUnitStartUtc");
    let first = time(body, "FirstTimeUnitStartUtc").filter(|at| property::is_unit_start(*at));
    let last = time(body, "LastTimeUnitStartUtc").filter(|at| property::is_unit_start(*at));
    let (first, last) = first.zip(last).ok_or_else(invalid)?;
    let units: Vec<Instant> = hours(&(first..last.plus_seconds(HOUR))).collect();
    if units.is_empty() || units.len() > 367 {
        return Err(Refused::input("Invalid interval"));
    }
    Ok(units)
}

pub(super) fn of_service(body: &Value) -> Result<(), Refused> {
    if text(body, "ServiceId") == Some(SERVICE) {
        Ok(())
    } else {
        Err(Refused::input("Invalid ServiceId"))
    }
}

pub(super) fn metrics(books: &Books, body: &Value) -> Result<Value, Refused> {
    of_service(body)?;
    let units = units(body)?;
    let of = |metric: &str| -> Vec<i64> {
        let number = |unit: &Instant| match metric {
            "UsableResources" | "ActiveResources" => TABLES,
            "Occupied" => books.occupied(*unit, None),
            "OptionalReservations" => books.occupied(*unit, Some("Optional")),
            "ConfirmedReservations" => books.occupied(*unit, Some("Confirmed")),
            "PublicAvailabilityAdjustment" if !property::is_open(*unit) => -TABLES,
            _ => 0,
        };
        units.iter().map(number).collect()
    };
    let metrics: serde_json::Map<String, Value> = texts(body, "Metrics")
        .into_iter()
        .map(|metric| (metric.to_owned(), json!(of(metric))))
        .collect();
    Ok(json!({
        "TimeUnitStartsUtc": units,
        "ResourceCategoryAvailabilities": [{ "ResourceCategoryId": CATEGORY, "Metrics": metrics }],
    }))
}

pub(super) fn free_units(books: &Books, body: &Value) -> Result<Value, Refused> {
    of_service(body)?;
    let units = units(body)?;
    let adjustment = |unit: &Instant| if property::is_open(*unit) { 0 } else { -TABLES };
    let free = |unit: &Instant| TABLES - books.occupied(*unit, None) + adjustment(unit);
    Ok(json!({
        "TimeUnitStartsUtc": units,
        "CategoryAvailabilities": [{
            "CategoryId": CATEGORY,
            "Availabilities": units.iter().map(free).collect::<Vec<_>>(),
            "Adjustments": units.iter().map(adjustment).collect::<Vec<_>>(),
        }],
    }))
}

pub(super) fn pricing(books: &Books, body: &Value) -> Result<Value, Refused> {
    let rate = text(body, "RateId").filter(|rate| [RATE, PRIVATE_RATE].contains(rate));
    let rate = rate.ok_or_else(|| Refused::input("Invalid RateId"))?;
    let units = units(body)?;
    let prices: Vec<Value> = units
        .iter()
        .map(|_| books.prices.amount(books.prices.of_hour(rate)))
        .collect();
    Ok(json!({
        "Currency": "EUR", "TimeUnitStartsUtc": units, "BasePrices": [], "BaseAmountPrices": prices,
        "CategoryPrices": [{ "CategoryId": CATEGORY, "Prices": [], "AmountPrices": prices }],
        "CategoryAdjustments": [], "AgeCategoryAdjustments": [], "RelativeAdjustment": 0, "AbsoluteAdjustment": 0,
        "EmptyUnitAdjustment": 0, "ExtraUnitAdjustment": 0,
    }))
}
