//! The hotel's offers: an experience, its sittings, people by age category, add-ons and their prices.

use edge::provider::offer::Offers;
use edge::provider::remote::{Decline, RemoteError};
use serde_json::json;
use shared::choices::{AccessCode, ChosenAddOn, PeopleCount};
use shared::locale::LocalizedText;
use shared::money::{Currency, Money};
use shared::offer::{Price, PricePer};
use shared::quote::{Quote, QuoteLine, QuoteLineKind, TaxAmount};
use shared::venue::Experience;

/// The one experience.
pub const DINNER: &str = "dinner";
/// The code that opens the early sitting, and a lower price.
pub const PRIVATE_CODE: &str = "FRIENDS";
/// When the early sitting begins, in minutes after midnight.
pub const PRIVATE_MINUTES: u16 = 1_020;
/// How many wine pairings there are on a day.
pub const WINE_STOCK: u16 = 6;

/// When the sittings of a day begin.
pub(super) const SITTINGS: [u16; 4] = [1_080, 1_140, 1_200, 1_260];
/// How long a sitting is, in minutes.
pub(super) const SITTING_MINUTES: u16 = 60;
/// The kinds of tables: how many guests one seats, and how many there are.
pub(super) const TABLES: [(u8, usize); 3] = [(2, 2), (4, 1), (8, 1)];

/// The most guests of a party.
pub(super) const LARGEST_PARTY: u8 = 8;

pub(super) fn experiences() -> Vec<Experience> {
    let dinner = json!({
        "id": DINNER, "name": { "en": "Dinner at the hotel" }, "shortDescription": { "en": "Four courses" },
        "descriptionHtml": {}, "image": null, "isDefault": true,
        "attendees": { "min": 1, "max": LARGEST_PARTY }, "confirmation": "instant",
    });
    vec![serde_json::from_value(dinner).unwrap()]
}

pub(super) fn offers() -> Offers {
    let add_on = |id: &str, name: &str, amount: i64, per: &str, max: u8| {
        json!({
            "id": id, "name": { "en": name },
            "price": { "amount": amount, "currency": "EUR" }, "per": per, "max": max,
        })
    };
    serde_json::from_value(json!({
        "people": [
            { "id": "adult", "name": { "en": "Adults" }, "minAge": 12, "isDefault": true },
            { "id": "child", "name": { "en": "Children" }, "maxAge": 11, "isDefault": false },
        ],
        "add_ons": [
            add_on("wine", "Wine pairing", 2_900, "unit", 4),
            add_on("high-chair", "High chair", 0, "unit", 2),
        ],
    }))
    .unwrap()
}

/// The price for one guest of each age category, with or without the private rate.
fn prices(is_private: bool) -> [(&'static str, Money); 2] {
    let adult = if is_private { 3_900 } else { 4_500 };
    [("adult", euros(adult)), ("child", euros(2_000))]
}

/// The price of a sitting, which is that of an adult.
pub(super) fn sitting_price(is_private: bool) -> Price {
    let [(_, amount), _] = prices(is_private);
    Price {
        amount,
        per: PricePer::Guest,
        is_tax_included: true,
    }
}

/// Whether a code opens the private rate; one that opens nothing is declined.
pub(super) fn is_private(code: Option<&AccessCode>) -> Result<bool, RemoteError> {
    match code {
        None => Ok(false),
        Some(code) if code.expose() == PRIVATE_CODE => Ok(true),
        Some(_) => Err(RemoteError::Declined(Decline::CodeNotAccepted)),
    }
}

/// The price of these people and add-ons; all of it is paid at the hotel.
pub(super) fn quote(
    people: &[PeopleCount],
    add_ons: &[ChosenAddOn],
    is_private: bool,
    surcharge: i64,
) -> Quote {
    let mut lines = Vec::new();
    let prices = prices(is_private);
    for one in people {
        let price = prices
            .iter()
            .find(|(category, _)| *category == one.category.as_str());
        let (_, unit) = *price.unwrap();
        lines.push(line(
            QuoteLineKind::People,
            one.category.as_str(),
            (one.count, unit),
        ));
    }
    let offers = offers();
    for one in add_ons {
        let offered = offers
            .add_ons
            .iter()
            .find(|offered| offered.id == one.id)
            .unwrap();
        lines.push(line(
            QuoteLineKind::AddOn,
            one.id.as_str(),
            (one.quantity, offered.price),
        ));
    }
    if surcharge != 0 {
        lines.push(line(
            QuoteLineKind::Experience,
            "surcharge",
            (1, euros(surcharge)),
        ));
    }
    let total: i64 = lines.iter().map(|line| line.total.amount()).sum();
    // A tenth of the net price.
    let tax = TaxAmount {
        basis_points: 1_000,
        net: euros(total - total / 11),
        tax: euros(total / 11),
    };
    Quote::of(lines, vec![tax], Money::zero(Currency::EUR)).unwrap()
}

fn line(kind: QuoteLineKind, name: &str, (quantity, unit): (u8, Money)) -> QuoteLine {
    QuoteLine {
        kind,
        id: Some(name.to_owned()),
        label: text(name),
        quantity: quantity.into(),
        unit,
        total: unit.checked_mul(quantity.into()).unwrap(),
    }
}

pub(super) fn text(english: &str) -> LocalizedText {
    serde_json::from_value(json!({ "en": english })).unwrap()
}

pub(super) fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR).unwrap()
}
