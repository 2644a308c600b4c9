//! Facts about quotes: their JSON, and that their sums agree.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::money::Currency;
use crate::validation::read_json;

fn line(kind: QuoteLineKind, amount: i64, currency: Currency) -> QuoteLine {
    let amount = Money::new(amount, currency).unwrap();
    QuoteLine {
        kind,
        id: None,
        label: LocalizedText::default(),
        quantity: 1,
        unit: amount,
        total: amount,
    }
}

#[test]
fn a_question_is_read_and_written_alike() {
    let least = json!({ "experienceId": "brunch", "day": "2026-11-29", "minutes": 660, "attendees": 4 });
    let read: QuoteRequest = read_json(least.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), least);
    let mut most = least;
    most["people"] = json!([{ "category": "adults", "count": 4 }]);
    most["addOns"] = json!([{ "id": "wine", "quantity": 2 }]);
    most["giftCardCode"] = json!("222222-222222-222222");
    let read: QuoteRequest = read_json(most.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), most);
}

#[test]
fn a_quote_is_written_as_the_api_says() {
    let eur = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    let quote = json!({
        "lines": [
            { "kind": "people", "id": "adults", "label": { "en": "Adults" }, "quantity": 2, "unit": eur(3_900), "total": eur(7_800) },
            { "kind": "add_on", "id": "wine", "label": { "en": "Wine" }, "quantity": 2, "unit": eur(2_900), "total": eur(5_800) },
            { "kind": "gift_card", "label": {}, "quantity": 1, "unit": eur(-5_000), "total": eur(-5_000) },
        ],
        "taxes": [{ "basisPoints": 1_000, "net": eur(7_091), "tax": eur(709) }],
        "total": eur(13_600), "dueNow": eur(8_600), "dueAtVenue": eur(0),
        "terms": { "type": "prepayment", "amount": eur(13_600), "dueMinutes": 15, "refundMinutes": 1_440 },
        "left": [{ "id": "flowers", "left": 3 }],
    });
    let read: Quote = serde_json::from_value(quote.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), quote);
    let quoted = json!({ "total": eur(13_600), "dueNow": eur(8_600) });
    assert_eq!(serde_json::to_value(read.quoted()).unwrap(), quoted);
    assert_eq!(read_json::<Quoted>(quoted).unwrap(), read.quoted());
}

#[test]
fn lines_in_two_currencies_make_no_total() {
    let yen = Currency::parse("JPY").unwrap();
    let lines = vec![
        line(QuoteLineKind::Experience, 100, Currency::EUR),
        line(QuoteLineKind::AddOn, 100, yen),
    ];
    let quote = Quote::of(lines, vec![], Money::zero(Currency::EUR));
    assert_eq!(quote, Err(MoneyError::CurrencyMismatch));
}

proptest! {
    #[test]
    fn what_is_due_now_and_at_the_venue_and_given_by_a_card_is_the_total(
        amounts in proptest::collection::vec(0_i64..1_000_000, 1..8),
        share in 0_i64..=100,
        card in 0_i64..=100,
    ) {
        let total: i64 = amounts.iter().sum();
        let charged = total * share / 100;
        let given = charged * card / 100;
        let due_now = Money::new(charged - given, Currency::EUR).unwrap();
        let mut lines: Vec<_> = amounts
            .iter()
            .map(|amount| line(QuoteLineKind::AddOn, *amount, Currency::EUR))
            .collect();
        lines.push(line(QuoteLineKind::GiftCard, -given, Currency::EUR));
        let quote = Quote::of(lines, vec![], due_now).unwrap();
        prop_assert_eq!(quote.total.amount(), total);
        prop_assert_eq!(quote.due_now.amount() + quote.due_at_venue.amount() + given, total);
    }
}
