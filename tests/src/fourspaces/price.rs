//! The price of an order as the marketplace computes it, in whole numbers from its own JSON: nothing of the adapter is used.

use serde_json::Value;

/// One, in millionths.
const UNIT: i128 = 1_000_000;

/// An order whose price is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// The service.
    pub service: &'a str,
    /// The stay, in minutes.
    pub minutes: i64,
    /// The guests of full age.
    pub adults: u8,
    /// The children.
    pub children: u8,
    /// The add-ons by id, with their numbers.
    pub addons: Vec<(&'a str, u8)>,
}

/// The price of an order of this service in cents: that of its first product, with the add-ons.
pub(super) fn total(service: &Value, order: &Order<'_>) -> i128 {
    let at = |pointer: &str| service.pointer(pointer);
    let timespan = |name: &str| at(&format!("/timeOption/timespanOptions/{name}"));
    let whole = |name: &str| timespan(name).and_then(Value::as_i64).unwrap_or_default();
    let longer = (order.minutes - whole("minDuration")).max(0);
    let increment = whole("increment");
    let increments = if increment > 0 {
        (longer + increment - 1) / increment
    } else {
        0
    };
    let time = UNIT + i128::from(increments) * millionths(timespan("incrementPriceMultiplier"));
    let adult = millionths(at("/personOption/adultPriceMultiplier"));
    let child = millionths(at("/personOption/childPriceMultiplier"));
    let people = if adult == 0 && child == 0 {
        UNIT
    } else {
        i128::from(order.adults) * adult + i128::from(order.children) * child
    };
    // Three factors in millionths each.
    let scale = UNIT * UNIT * UNIT;
    let product = millionths(at("/products/0/unitPrice")) * time * people;
    let minimal = millionths(at("/products/0/minimalPrice")) * UNIT * UNIT;
    let of_addons: i128 = order
        .addons
        .iter()
        .map(|(id, count)| i128::from(*count) * cents(addon_price(service, id), UNIT))
        .sum();
    cents(product.max(minimal), scale) + of_addons
}

fn addon_price(service: &Value, id: &str) -> i128 {
    let addons = service.get("addons").and_then(Value::as_array);
    let found = addons
        .into_iter()
        .flatten()
        .find(|addon| addon.get("id").and_then(Value::as_str) == Some(id));
    found.map_or(0, |addon| millionths(addon.get("unitPrice")))
}

/// An amount of major units in cents, where one unit is `scale`: the nearest, a half upwards.
fn cents(amount: i128, scale: i128) -> i128 {
    (amount * 100 + scale / 2) / scale
}

/// A decimal number in millionths; nothing if there is none.
fn millionths(value: Option<&Value>) -> i128 {
    let text = match value {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(text)) => text.clone(),
        _ => return 0,
    };
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = format!("{whole}{part:0<6}");
    digits.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::marketplace::{DINING, PROJECTOR, services};
    use super::*;

    #[test]
    fn a_price_is_that_of_people_time_and_add_ons_and_at_least_the_minimal_one() {
        let mut service = services().remove(0);
        let mut order = Order {
            service: DINING,
            minutes: 120,
            adults: 2,
            children: 1,
            addons: vec![(PROJECTOR, 2)],
        };
        assert_eq!(total(&service, &order), 12_475 + 5_900);
        order.minutes = 150;
        assert_eq!(total(&service, &order), 18_713 + 5_900);
        service["products"][0]["minimalPrice"] = json!(250);
        assert_eq!(total(&service, &order), 25_000 + 5_900);
    }
}
