//! The simulated property: a restaurant service with hourly units, its rates, categories and products.

use std::sync::LazyLock;

use serde_json::{Value, json};
use shared::time::{Instant, TimeZone};

use super::prices::{Prices, TAX};

/// The property.
pub const ENTERPRISE: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
/// Its chain.
const CHAIN: &str = "9d4c3c9f-1a0c-4a5d-9d6a-2f6c0f7a1b2c";
/// The service that can be booked.
pub const SERVICE: &str = "bd26d8db-86da-4f96-9efc-e5a4654a4a94";
/// Its tables, for four guests and two more.
pub const CATEGORY: &str = "34c29e73-c8db-4e93-b51b-981e42655e03";
/// The rate of every guest.
pub const RATE: &str = "ed4b660b-19d0-434b-9360-a4de2ea42eda";
/// The rate that the voucher opens.
pub const PRIVATE_RATE: &str = "a39a59fa-3a08-4822-bdd4-ab0b00e3d21f";
/// The group of both rates.
const RATE_GROUP: &str = "c1c1c1c1-0000-4000-8000-000000000001";
/// The code of the voucher.
pub const VOUCHER_CODE: &str = "Spring-2026";
/// Grown people.
pub const ADULTS: &str = "1f67644f-052d-4863-acdf-ae1600c60ca0";
/// Children.
pub const CHILDREN: &str = "ab58c939-be30-4a60-8f75-ae1600c60c9f";
/// A product, charged for each person.
pub const WINE: &str = "2e9eb3fc-8a77-466a-9cd9-abcf002a2a01";
/// The department of the kitchen.
pub const KITCHEN: &str = "98776d06-60e4-495f-82f1-95ab2f644d63";
/// The accounting category of deposits.
pub const DEPOSITS: &str = "0cf7aa90-736f-43e9-a7dc-787704548d86";
/// The time at which everything was set up.
pub(super) const MADE: &str = "2026-01-01T00:00:00Z";
/// The picture of the property.
const COVER: &str = "5b8a1f6e-32c4-4d0e-9a77-51c0d2e3f4a5";

/// How many tables there are.
pub const TABLES: i64 = 2;
/// The guests of a table, and those that can be added.
pub(super) const ROOM: i64 = 6;

/// Its time zone.
pub(super) const ZONE: &str = "Europe/Vienna";
/// The hours of a day in which tables are open, on the wall's clock.
const OPEN: std::ops::Range<u16> = 18..23;

/// The price of a table for an hour where nothing else is set, in cents, taxes included.
#[must_use]
pub fn price_of_hour(rate: &str) -> i64 {
    Prices::default().of_hour(rate)
}

/// The minutes after midnight of an instant on the property's wall. The zone is read once: the simulator asks for each hour of
/// months.
fn wall_minutes(instant: Instant) -> Option<u16> {
    static THERE: LazyLock<Option<TimeZone>> = LazyLock::new(|| TimeZone::parse(ZONE).ok());
    let (_, minutes) = THERE.as_ref()?.local(instant)?;
    Some(minutes.get())
}

/// Whether tables are open in the hour that begins at this instant.
pub(super) fn is_open(hour: Instant) -> bool {
    wall_minutes(hour).is_some_and(|minutes| OPEN.contains(&(minutes / 60)))
}

/// Whether an instant is the start of a time unit.
pub(super) fn is_unit_start(instant: Instant) -> bool {
    instant.unix() % 60 == 0 && wall_minutes(instant).is_some_and(|minutes| minutes % 60 == 0)
}

/// The answer to a question about the catalogue, whose picture is at this address; none if it is none.
pub(super) fn answer(prices: &Prices, path: &str, now: Instant, picture: &str) -> Option<Value> {
    let stamps = json!({ "CreatedUtc": MADE, "UpdatedUtc": MADE });
    let with = |mut one: Value| {
        if let (Some(one), Some(stamps)) = (one.as_object_mut(), stamps.as_object()) {
            one.extend(stamps.clone());
        }
        one
    };
    Some(match path {
        "configuration/get" => json!({
            "NowUtc": now, "IsIdentityDocumentNumberRequired": false, "Enterprise": with(enterprise(prices)),
        }),
        "services/getAll" => json!({ "Services": [with(service())], "Cursor": null }),
        "resourceCategories/getAll" => json!({ "ResourceCategories": [category()], "Cursor": null }),
        "ageCategories/getAll" => json!({
            "AgeCategories": [
                with(age_category(CHILDREN, "Children", (Some(3), Some(12)), "Child")),
                with(age_category(ADULTS, "Adults", (Some(13), None), "Adult")),
            ],
            "Cursor": null,
        }),
        "rates/getAll" => rates(),
        "products/getAll" => {
            json!({ "Products": [with(wine(prices))], "CustomerProducts": [], "Cursor": null })
        }
        "restrictions/getAll" => json!({ "Restrictions": [], "Cursor": null }),
        "taxations/getAll" => json!({
            "Taxations": [{ "Code": "AT", "Name": "VAT", "LocalName": "MWST" }],
            "TaxRates": [{
                "Code": TAX, "TaxationCode": "AT", "Value": prices.tax_share(),
                "Strategy": { "Discriminator": "Relative", "Value": { "Value": prices.tax_share() } },
            }],
        }),
        "departments/getAll" => json!({
            "Departments": [with(json!({
                "Id": KITCHEN, "EnterpriseId": ENTERPRISE, "IsActive": true, "Name": "Kitchen",
            }))],
            "Cursor": null,
        }),
        "accountingCategories/getAll" => json!({
            "AccountingCategories": [with(json!({
                "Id": DEPOSITS, "EnterpriseId": ENTERPRISE, "IsActive": true, "Name": "Deposits", "Code": "100",
                "ExternalCode": null, "LedgerAccountCode": null, "PostingAccountCode": null, "CostCenterCode": null,
                "Classification": null,
            }))],
            "Cursor": null,
        }),
        "images/getUrls" => json!({
            "ImageUrls": [{ "ImageId": COVER, "Url": picture }],
        }),
        _ => return None,
    })
}

/// The vouchers of a question, which knows a code or not.
pub(super) fn vouchers(knows_code: bool) -> Value {
    let voucher = "6b1d1f0a-2a3b-4c5d-8e9f-0a1b2c3d4e5f";
    let all = if knows_code {
        json!([{
            "Id": voucher, "ServiceId": SERVICE, "EnterpriseId": ENTERPRISE, "Name": "Spring", "Type": "Public",
            "IsActive": true, "ActivityState": "Active", "CreatedUtc": MADE, "UpdatedUtc": MADE,
        }])
    } else {
        json!([])
    };
    let assignments = if knows_code {
        json!([{ "VoucherId": voucher, "RateId": PRIVATE_RATE }])
    } else {
        json!([])
    };
    json!({ "Vouchers": all, "VoucherAssignments": assignments, "Cursor": null })
}

fn enterprise(prices: &Prices) -> Value {
    json!({
        "Id": ENTERPRISE, "ChainId": CHAIN, "ChainName": "Chain", "Name": "Hotel Quitte", "TimeZoneIdentifier": ZONE,
        "LegalEnvironmentCode": "AT", "AccommodationEnvironmentCode": "AT", "AccountingEnvironmentCode": "AT",
        "TaxEnvironmentCode": "AT", "DefaultLanguageCode": "de-AT",
        "EditableHistoryInterval": "P0M7DT0H0M0S", "AccountingEditableHistoryInterval": "P0M7DT0H0M0S",
        "OperationalEditableHistoryInterval": "P0M7DT0H0M0S", "CoverImageId": COVER,
        "Pricing": if prices.is_net { "Net" } else { "Gross" },
        "AddressId": "0d5b8a1f-6e32-4c4d-8e9a-7751c0d2e3f4",
        "Address": { "Id": "0d5b8a1f-6e32-4c4d-8e9a-7751c0d2e3f4", "City": "Wien", "CountryCode": "AT" },
        "GroupNames": [], "Subscription": {},
        "Currencies": [{ "Currency": "EUR", "IsDefault": true, "IsEnabled": true }],
        "AccountingConfiguration": {
            "SurchargeConfiguration": { "SurchargeFees": {} },
            "EnabledExternalPaymentTypes": ["Prepayment", "GiftCard", "Cash"], "Options": [],
        },
        "IsPortfolio": false,
    })
}

fn service() -> Value {
    let nothing = "P0M0DT0H0M0S";
    json!({
        "Id": SERVICE, "EnterpriseId": ENTERPRISE, "IsActive": true, "Name": "Restaurant",
        "Names": { "de-AT": "Restaurant Quitte", "en-US": "Quince restaurant" }, "Options": { "BillAsPackage": false },
        "Ordering": 0,
        "Data": { "Discriminator": "Bookable", "Value": {
            "StartOffset": nothing, "EndOffset": nothing, "OccupancyStartOffset": nothing,
            "OccupancyEndOffset": nothing, "TimeUnit": "Hour", "TimeUnitPeriod": "Hour",
        } },
    })
}

fn category() -> Value {
    json!({
        "Id": CATEGORY, "EnterpriseId": ENTERPRISE, "ServiceId": SERVICE, "IsActive": true, "Type": "Restaurant",
        "Classification": "Other", "Names": { "en-US": "Table for four" }, "ShortNames": { "en-US": "T4" },
        "Descriptions": { "en-US": "A table by the window" }, "Ordering": 0, "Capacity": 4, "ExtraCapacity": 2,
    })
}

fn age_category(id: &str, name: &str, (from, to): (Option<u8>, Option<u8>), kind: &str) -> Value {
    json!({
        "Id": id, "ServiceId": SERVICE, "MinimalAge": from, "MaximalAge": to, "Names": { "en-US": name },
        "Classification": kind, "IsActive": true,
    })
}

/// The rates, with the parts that answers have beside them though other operations list them too.
fn rates() -> Value {
    json!({
        "Rates": [rate(RATE, true), rate(PRIVATE_RATE, false)],
        "RateGroups": [{ "Id": RATE_GROUP, "ServiceId": SERVICE, "IsActive": true, "Name": "Default" }],
        "RateRestrictions": { "DateRestrictions": [], "EarlinessRestrictions": [], "LengthRestrictions": [] },
        "Cursor": null,
    })
}

/// A rate, which says when it was updated and not when it was created.
fn rate(id: &str, is_public: bool) -> Value {
    json!({
        "Id": id, "GroupId": RATE_GROUP, "ServiceId": SERVICE, "BaseRateId": null, "UpdatedUtc": MADE,
        "IsBaseRate": true, "IsActive": true, "IsEnabled": true, "IsPublic": is_public, "IsDefault": is_public,
        "Type": if is_public { "Public" } else { "Private" }, "Names": { "en-US": "Dinner" },
        "Description": { "en-US": "The best of the day", "de-AT": "Das Beste vom Tag" },
    })
}

fn wine(prices: &Prices) -> Value {
    let mut price = prices.amount(prices.wine);
    price["Value"] = Value::Null;
    json!({
        "Id": WINE, "ServiceId": SERVICE, "IsActive": true, "Names": { "en-US": "Wine" },
        "ExternalNames": { "en-US": "Wine pairing", "de-AT": "Weinbegleitung" }, "ShortNames": { "en-US": "W" },
        "Descriptions": { "en-US": "Four glasses" }, "ChargingMode": "PerPerson", "PostingMode": "Once",
        "Options": { "BillAsPackage": false, "ExcludePriceFromOffer": false },
        "Promotions": {
            "BeforeCheckIn": true, "AfterCheckIn": false, "DuringStay": false, "BeforeCheckOut": false,
            "AfterCheckOut": false, "DuringCheckOut": false,
        },
        "Classifications": { "Food": false, "Beverage": true, "Wellness": false, "CityTax": false, "Fee": false },
        "Price": price, "Pricing": {}, "Ordering": 0, "ConsumptionMoment": "ServiceOrderStart",
    })
}
