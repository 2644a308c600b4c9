//! Questions about the time units of a service, and the answers.

use serde::{Deserialize, Serialize};

use super::catalogue::Amount;
use crate::provider::lenient::Whole;

/// The metrics of which what is free follows.
pub const METRICS: [&str; 5] = [
    "UsableResources",
    "Occupied",
    "OtherServiceReservationCount",
    "HouseUse",
    "PublicAvailabilityAdjustment",
];

/// A question for the metrics of every time unit from one to another, both included; each by its start.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct AvailabilityQuestion<'a> {
    pub service_id: &'a str,
    pub first_time_unit_start_utc: String,
    pub last_time_unit_start_utc: String,
    pub metrics: &'static [&'static str],
}

/// The metrics.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct AvailabilityMetrics {
    pub time_unit_starts_utc: Vec<String>,
    pub resource_category_availabilities: Vec<CategoryMetrics>,
}

/// The metrics of a category.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct CategoryMetrics {
    pub resource_category_id: String,
    pub metrics: UnitMetrics,
}

/// One number for each time unit, in their order. One that is left out counts as zeros.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct UnitMetrics {
    pub usable_resources: Vec<Whole>,
    pub occupied: Vec<Whole>,
    pub other_service_reservation_count: Vec<Whole>,
    pub house_use: Vec<Whole>,
    pub public_availability_adjustment: Vec<Whole>,
}

/// The answer of the operation before the metrics: what is free by the vendor's own count.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct FreeUnits {
    pub time_unit_starts_utc: Vec<String>,
    pub category_availabilities: Vec<CategoryFreeUnits>,
}

/// The same of a category.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct CategoryFreeUnits {
    pub category_id: String,
    pub availabilities: Vec<Whole>,
}

/// A question for that.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct FreeUnitsQuestion<'a> {
    pub service_id: &'a str,
    pub first_time_unit_start_utc: String,
    pub last_time_unit_start_utc: String,
}

/// A question for the prices of time units.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PricingQuestion<'a> {
    pub rate_id: &'a str,
    pub first_time_unit_start_utc: String,
    pub last_time_unit_start_utc: String,
}

/// The prices of a rate. They are of a resource that is full.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct RatePricing {
    pub currency: String,
    pub time_unit_starts_utc: Vec<String>,
    pub category_prices: Vec<CategoryPricing>,
}

/// The prices of a category, one for each time unit.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct CategoryPricing {
    pub category_id: String,
    pub amount_prices: Vec<Amount>,
}
