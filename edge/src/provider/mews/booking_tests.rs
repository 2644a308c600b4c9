//! Facts about reservations as they are sent, and about their prices.

use serde_json::{Value, json};
use shared::time::TimeZone;

use super::*;
use crate::provider::mews::units::Offsets;
use crate::test_support::mews::{answers, settings};

fn request(beside: &Value) -> ReservationRequest {
    let mut request = json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1_140, "attendees": 3, "locale": "de-AT",
        "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com", "phone": "+436605512234" },
    });
    request
        .as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    serde_json::from_value(request).unwrap()
}

fn choices(json: &Value) -> Choices {
    serde_json::from_value(json.clone()).unwrap()
}

fn chosen() -> Choices {
    choices(&json!({
        "people": [{ "category": "adults", "count": 2 }, { "category": "kids", "count": 1 }],
        "add_ons": [{ "id": "wine", "quantity": 2 }, { "id": "lounge", "quantity": 2 }],
        "access_code": "Spring 2026", "quoted": null,
    }))
}

fn with<T>(choices: &Choices, ask: impl Fn(AskedStay<'_>, &Catalogue) -> T) -> T {
    let zone = TimeZone::parse("Europe/Vienna").unwrap();
    let catalogue = Catalogue::of(answers(|_| {}), &settings(&json!({})), &zone, Currency::EUR).unwrap();
    let request = request(&json!({}));
    let start = zone.resolve(request.day, request.minutes).instant().unwrap();
    let asked = AskedStay {
        bookable: &catalogue.bookables[0],
        attendees: request.attendees,
        choices,
        stay: Stay::beginning(start, 2, Offsets::default()),
    };
    ask(asked, &catalogue)
}

#[test]
fn a_party_that_was_not_counted_is_adults() {
    let data = with(&Choices::default(), |asked, _| {
        serde_json::to_value(asked.data().unwrap()).unwrap()
    });
    assert_eq!(
        data,
        json!({
            "State": "Confirmed", "StartUtc": "2026-11-27T18:00:00Z", "EndUtc": "2026-11-27T20:00:00Z",
            "PersonCounts": [{ "AgeCategoryId": "adults", "Count": 3 }], "RequestedCategoryId": "c1", "RateId": "r1",
        })
    );
}

#[test]
fn people_products_and_a_code_travel_with_it() {
    let data = with(&chosen(), |asked, _| {
        serde_json::to_value(asked.data().unwrap()).unwrap()
    });
    let [start, end] = ["2026-11-27T18:00:00Z", "2026-11-27T20:00:00Z"];
    assert_eq!(
        data,
        json!({
            "State": "Confirmed", "StartUtc": start, "EndUtc": end,
            "PersonCounts": [{ "AgeCategoryId": "adults", "Count": 2 }, { "AgeCategoryId": "kids", "Count": 1 }],
            "RequestedCategoryId": "c1", "RateId": "r2", "VoucherCode": "Spring 2026",
            "ProductOrders": [
                { "ProductId": "p1", "Count": 2, "StartUtc": start, "EndUtc": start },
                { "ProductId": "p2", "Count": 2, "StartUtc": start, "EndUtc": end },
            ],
        })
    );
}

#[test]
fn a_quote_is_what_mews_names_and_its_lines_add_up_to_it() {
    let price = json!({ "TotalAmount": {
        "Currency": "EUR", "GrossValue": 215.5, "TaxValues": [{ "Code": "AT-10", "Value": 19.59 }],
    } });
    let quote = with(&chosen(), |asked, catalogue| {
        asked.quote(
            &serde_json::from_value(price.clone()).unwrap(),
            catalogue,
            Currency::EUR,
            None,
        )
    });
    let quote = quote.unwrap();
    let lines: Vec<_> = quote
        .lines
        .iter()
        .map(|line| (line.quantity, line.unit.amount(), line.total.amount()))
        .collect();
    // Wine for two of three guests, and twice the lounge for two hours.
    assert_eq!(lines, [(3, 4_850, 14_550), (2, 2_500, 5_000), (2, 1_000, 2_000)]);
    assert_eq!((quote.total.amount(), quote.due_now.amount()), (21_550, 0));
    let tax = quote.taxes[0];
    // Ten percent of what is left of 215.50 without it.
    assert_eq!(
        (tax.basis_points, tax.net.amount(), tax.tax.amount()),
        (1_000, 19_591, 1_959)
    );
}

#[test]
fn a_price_that_guests_share_evenly_is_one_of_each() {
    let price = json!({ "TotalAmount": { "Currency": "EUR", "GrossValue": 90, "TaxValues": [] } });
    let quote = with(&Choices::default(), |asked, catalogue| {
        let price = serde_json::from_value(price.clone()).unwrap();
        asked.quote(&price, catalogue, Currency::EUR, None)
    });
    let lines = quote.unwrap().lines;
    assert_eq!((lines[0].quantity, lines[0].unit.amount()), (3, 3_000));
}

#[test]
fn a_deposit_is_due_with_the_booking_and_the_rest_of_the_price_at_the_venue() {
    let price = json!({ "TotalAmount": { "Currency": "EUR", "GrossValue": 60, "TaxValues": [] } });
    for (due_now, due_at_venue) in [(4_500, 1_500), (7_500, 0)] {
        let terms: PaymentTerms = serde_json::from_value(json!({
            "type": "deposit", "amount": { "amount": due_now, "currency": "EUR" }, "dueMinutes": 15,
            "refundMinutes": null,
        }))
        .unwrap();
        let quote = with(&Choices::default(), |asked, catalogue| {
            let price = serde_json::from_value(price.clone()).unwrap();
            asked.quote(&price, catalogue, Currency::EUR, Some(terms.clone()))
        });
        let quote = quote.unwrap();
        let due = (quote.due_now.amount(), quote.due_at_venue.amount());
        assert_eq!((quote.total.amount(), due), (6_000, (due_now, due_at_venue)));
        assert_eq!(quote.terms, Some(terms));
    }
}

#[test]
fn taxes_that_mews_has_rounded_fit_the_total_and_a_part_without_tax_stays_without() {
    let eur = |amount: i64| Money::new(amount, Currency::EUR).unwrap();
    let of = |parts: &[(u16, i64)], total: i64| {
        let taxes = parts.iter().filter_map(|(rate, tax)| taxed(*rate, eur(*tax)));
        let fitted = fitted(taxes.collect(), eur(total)).unwrap();
        let amounts = fitted.iter().map(|one| (one.net.amount(), one.tax.amount()));
        amounts.collect::<Vec<_>>()
    };
    assert_eq!(of(&[(1_000, 1_959)], 21_550), [(19_591, 1_959)]);
    assert_eq!(
        of(&[(1_000, 900), (2_000, 967)], 15_700),
        [(8_998, 900), (4_835, 967)]
    );
    // Fifty euros have no tax.
    assert_eq!(of(&[(1_000, 1_000)], 16_000), [(10_000, 1_000)]);
    assert!(of(&[(1_000, 0), (0, 5)], 100).is_empty());
}

#[test]
fn the_field_of_samples_is_a_price_too_and_another_currency_is_none() {
    let of = |price: &Value| {
        with(&Choices::default(), |asked, catalogue| {
            asked.quote(
                &serde_json::from_value(price.clone()).unwrap(),
                catalogue,
                Currency::EUR,
                None,
            )
        })
    };
    let old = json!({ "Total": { "Currency": "EUR", "NetValue": 20, "GrossValue": 23, "TaxValues": [{ "Code": "UK-S", "Value": 3 }] } });
    assert_eq!(of(&old).unwrap().total.amount(), 2_300);
    for other in [
        json!({}),
        json!({ "Total": { "Currency": "GBP", "GrossValue": 23 } }),
    ] {
        assert!(of(&other).is_err(), "{other}");
    }
}

#[test]
fn a_note_says_who_booked_only_where_the_profile_says_otherwise() {
    let with_notes = request(&json!({ "notes": "By the window" }));
    let silent = request(&json!({}));
    for (request, differs, target, noted) in [
        (&with_notes, false, NotesTarget::Note, Some("By the window")),
        (
            &with_notes,
            true,
            NotesTarget::Task,
            Some("By the window\nBooked online by Ada Muster +436605512234."),
        ),
        (&silent, false, NotesTarget::Note, None),
        (
            &silent,
            true,
            NotesTarget::Note,
            Some("Booked online by Ada Muster +436605512234."),
        ),
        (&with_notes, true, NotesTarget::None, None),
    ] {
        assert_eq!(note(request, differs, target).as_deref(), noted);
    }
}

#[test]
fn a_change_of_the_number_keeps_the_children_that_are_left_adults_for() {
    let before: Vec<StoredPersonCount> = serde_json::from_value(json!([
        { "AgeCategoryId": "adults", "Count": 2 }, { "AgeCategoryId": "kids", "Count": 1 },
    ]))
    .unwrap();
    let changed = |guests: u8| {
        with(&Choices::default(), |asked, _| {
            let people = changed_people(asked.bookable, &before, guests);
            let all = people.into_iter().map(|one| (one.age_category_id, one.count));
            all.collect::<Vec<_>>()
        })
    };
    let of = |name: &str, count: u16| (name.to_owned(), count);
    assert_eq!(changed(4), [of("adults", 3), of("kids", 1)]);
    assert_eq!(changed(2), [of("adults", 1), of("kids", 1)]);
    assert_eq!(changed(1), [of("adults", 1)]);
}
