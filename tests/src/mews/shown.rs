//! The simulator's JSON of customers, reservations and payments, with fields that only staff may see.

use serde_json::{Value, json};

use super::books::{Booking, Customer, Payment};
use super::prices::Prices;
use super::property::{self, CATEGORY, ENTERPRISE, MADE, SERVICE, WINE};
use crate::molzait::STAFF_MARKER;

const GROUP: &str = "94843f6f-3be3-481b-a1c7-06458774c3df";
/// The profile of the integration.
const PROFILE: &str = "3cd637ef-4728-47f9-8fb1-afb900c9cdcf";
/// That of a person at the reception.
const RECEPTION: &str = "5d1c8a9e-0f2b-4c3d-8e4f-1a2b3c4d5e6f";

/// A customer.
pub(super) fn customer(one: &Customer) -> Value {
    let profile = if one.is_of_staff { RECEPTION } else { PROFILE };
    json!({
        "Id": one.id, "ChainId": property::ENTERPRISE, "Number": "1", "FirstName": one.first_name,
        "LastName": one.last_name, "Email": one.email, "Phone": one.phone, "HasOtaEmail": false,
        "Notes": format!("{STAFF_MARKER} customer"), "CreatedUtc": MADE, "UpdatedUtc": MADE, "Classifications": [],
        "Options": [], "IsActive": true, "PreferredSpaceFeatures": [], "CreatorProfileId": profile,
        "UpdaterProfileId": profile, "MergeTargetId": null, "PreferredLanguageCode": null,
    })
}

fn people(one: &Booking) -> Value {
    let counts = one.people.iter();
    counts
        .map(|(category, count)| json!({ "AgeCategoryId": category, "Count": count }))
        .collect()
}

/// A reservation in the older form, with which a creation is answered.
pub(super) fn fresh(one: &Booking) -> Value {
    json!({
        "Id": one.id, "ServiceId": SERVICE, "GroupId": GROUP, "Number": one.number, "ChannelNumber": one.channel_number,
        "State": one.state, "Origin": "Connector", "CreatedUtc": MADE, "UpdatedUtc": MADE, "StartUtc": one.start,
        "EndUtc": one.end, "ReleasedUtc": one.released, "RequestedCategoryId": CATEGORY,
        "AssignedResourceLocked": false, "RateId": one.rate, "PersonCounts": people(one), "OwnerId": one.customer,
        "CustomerId": one.customer, "CompanionIds": [],
        "Options": { "OwnerCheckedIn": false, "AllCompanionsCheckedIn": false, "AnyCompanionCheckedIn": false },
    })
}

/// A reservation in the newer form. One that was not cancelled has no reason of it: the vendor's document has an
/// enumeration there, in which null is not.
pub(super) fn stored(one: &Booking) -> Value {
    let mut shown = json!({
        "Id": one.id, "ServiceId": SERVICE, "AccountId": one.customer, "AccountType": "Customer",
        "CreatorProfileId": PROFILE, "UpdaterProfileId": PROFILE, "Number": one.number, "State": one.state,
        "Origin": "Connector", "CreatedUtc": MADE, "UpdatedUtc": MADE,
        "Options": {
            "OwnerCheckedIn": false, "AllCompanionsCheckedIn": false, "AnyCompanionCheckedIn": false,
            "ConnectorCheckIn": false,
        },
        "RateId": one.rate, "GroupId": GROUP, "RequestedResourceCategoryId": CATEGORY,
        "AssignedResourceLocked": false, "ChannelNumber": one.channel_number, "ReleasedUtc": one.released,
        "StartUtc": one.start, "EndUtc": one.end, "ScheduledStartUtc": one.start, "ScheduledEndUtc": one.end,
        "PersonCounts": people(one), "QrCodeData": format!("{STAFF_MARKER} code"),
    });
    if let Some(reason) = one.reason {
        shown["CancellationReason"] = json!(reason);
    }
    shown
}

/// The items of a reservation's order that are of products.
pub(super) fn order_items(one: &Booking, prices: &Prices) -> Vec<Value> {
    let (unit, amount) = (prices.amount(prices.wine), prices.amount(one.wine * prices.wine));
    let wine = json!({
        "Id": GROUP, "EnterpriseId": ENTERPRISE, "AccountId": one.customer, "AccountType": "Customer",
        "ServiceId": SERVICE, "ServiceOrderId": one.id, "UnitCount": one.wine, "UnitAmount": unit,
        "Amount": amount, "OriginalAmount": amount, "RevenueType": "Product", "CreatorProfileId": PROFILE,
        "UpdaterProfileId": PROFILE, "CreatedUtc": MADE, "UpdatedUtc": MADE, "ConsumedUtc": one.start,
        "AccountingState": if one.is_live() { "Open" } else { "Canceled" }, "Type": "ProductOrder",
        "Options": { "CanceledWithReservation": !one.is_live() },
        "Data": { "Discriminator": "Product", "Product": { "ProductId": WINE, "AgeCategoryId": null } },
    });
    (one.wine > 0).then_some(wine).into_iter().collect()
}

/// A payment.
pub(super) fn payment(one: &Payment) -> Value {
    let amount = Prices::default().amount(one.cents);
    json!({
        "Id": GROUP, "EnterpriseId": ENTERPRISE, "AccountId": PROFILE, "AccountType": "Customer",
        "ReservationId": one.reservation, "Amount": amount, "OriginalAmount": amount, "CreatedUtc": MADE,
        "UpdatedUtc": MADE, "SettlementUtc": MADE, "AccountingState": "Open", "State": "Charged",
        "Type": "ExternalPayment",
        "Data": {
            "Discriminator": "External",
            "External": { "Type": "Prepayment", "ExternalIdentifier": one.reference },
        },
    })
}
