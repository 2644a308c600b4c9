//! The restaurant's services, access templates and smart spaces, as an administrator has set them up.

use serde_json::{Value, json};

use crate::picture;

/// The zone of the restaurant.
pub const RESTAURANT_ZONE: &str = "Europe/Vienna";
/// The private dining, which can be booked.
pub const DINING: &str = "d1000000000000000000000000000001";
/// The chef's table, which has to be paid first.
pub const CHEFS_TABLE: &str = "d1000000000000000000000000000002";
/// A service that is a ticket.
pub const TICKET: &str = "d1000000000000000000000000000004";
/// An add-on of the private dining.
pub const PROJECTOR: &str = "ad000000000000000000000000000001";

/// The organization.
pub(super) const ORGANIZATION: &str = "0a000000000000000000000000000001";
/// The access templates with their spaces.
pub(super) const TEMPLATES: [(&str, &str, &[&str]); 2] = [
    (
        "e1000000000000000000000000000001",
        "Dining rooms",
        &[
            "f1000000000000000000000000000001",
            "f1000000000000000000000000000002",
        ],
    ),
    (
        "e1000000000000000000000000000002",
        "Kitchen",
        &["f1000000000000000000000000000003"],
    ),
];
/// Seconds after the Unix epoch at which a Monday (UTC) began.
const MONDAY: i64 = 4 * 86_400;

/// Whether the restaurant is closed at a moment: on Mondays, as UTC counts days.
pub(super) fn is_closed(at: i64) -> bool {
    (at - MONDAY).rem_euclid(7 * 86_400) < 86_400
}

/// The next change between open and closed after a moment.
pub(super) fn next_change(at: i64) -> i64 {
    let into_week = (at - MONDAY).rem_euclid(7 * 86_400);
    let rest = if into_week < 86_400 { 86_400 } else { 7 * 86_400 };
    at + rest - into_week
}

fn product(id: &str, name: &str, price: &Value, template: &str) -> Value {
    json!({
        "id": id, "name": name, "description": null, "unitPrice": price, "minimalPrice": 0, "vatPercentage": 0,
        "imageUrl": picture::PATH, "externalId": [],
        "reservationData": {
            "id": "c1000000000000000000000000000001", "accessTemplateGroupId": null, "accessTemplateId": template,
            "autoAssignAccessTemplate": false,
        },
        "requestData": null, "externalData": null, "ticketData": null,
    })
}

/// Services as they are listed: with the address of their pictures.
pub(super) fn shown(services: &[Value], address: &str) -> Vec<Value> {
    let mut services = services.to_vec();
    for service in &mut services {
        let products = service.get_mut("products").and_then(Value::as_array_mut);
        for product in products.into_iter().flatten() {
            if let Some(url) = product.get_mut("imageUrl").filter(|url| **url == picture::PATH) {
                *url = address.into();
            }
        }
    }
    services
}

/// The services as they are when the simulator begins.
pub(super) fn services() -> Vec<Value> {
    let service = |id: &str, kind: i64, name: &str, requires_payment: bool, products: Value| {
        json!({
            "id": id, "organizationId": ORGANIZATION, "serviceType": kind, "name": name,
            "description": format!("<p>{name}: \"four courses\", at [eight]</p>"), "subTitle": "A room of your own",
            "imageUrl": null, "isPublic": true, "requireConfirmation": false, "requirePayment": requires_payment,
            "latitude": null, "longitude": null,
            "currency": { "id": "cc000000000000000000000000000001", "name": "Euro", "code": "EUR", "symbol": "€" },
            "vatPercentage": 10, "products": products,
            "addons": [{
                "id": PROJECTOR, "name": "Projector", "unitPrice": 29.5, "vatPercentage": 20, "maxQuantity": 2,
                "externalId": "projector",
            }],
            "timeOption": {
                "id": "b1000000000000000000000000000001", "type": 1, "dailyOptions": null,
                "timespanOptions": {
                    "minDuration": 120, "maxDuration": 240, "increment": 60, "incrementPriceMultiplier": 0.5,
                },
            },
            "personOption": {
                "id": "b2000000000000000000000000000001", "canSelectChildren": true, "maxAdultCount": 8,
                "maxChildrenCount": 4, "adultPriceMultiplier": 1, "childPriceMultiplier": 0.5,
            },
            "providers": {}, "organization": { "id": ORGANIZATION, "code": "birne" },
        })
    };
    let [(rooms, ..), (kitchen, ..)] = TEMPLATES;
    vec![
        service(
            DINING,
            1,
            "Private dining",
            false,
            json!([product(
                "a1000000000000000000000000000001",
                "Dining room",
                &json!(49.9),
                rooms
            )]),
        ),
        service(
            CHEFS_TABLE,
            1,
            "Chef's table",
            true,
            json!([product(
                "a1000000000000000000000000000002",
                "Chef's table",
                &json!(120),
                kitchen
            )]),
        ),
        service(
            "d1000000000000000000000000000003",
            2,
            "Cleaning",
            false,
            json!([]),
        ),
        service(TICKET, 4, "Tasting", false, json!([])),
    ]
}
