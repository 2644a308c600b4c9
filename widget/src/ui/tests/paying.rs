//! Facts about what a booking costs, and about the gift card that can pay for it.

use super::*;

#[test]
fn a_payment_is_described_before_it_is_owed() {
    let state = review_of(&serde_json::json!({ "payment": {
        "type": "prepayment", "amount": { "amount": 7850, "currency": "EUR" }, "dueMinutes": 60, "refundMinutes": 2880,
    }}));
    let html = draw_in("en", &state);
    assert_has(
        &html,
        &[
            "€78.50 is paid in advance.",
            "within 1 hour",
            "at least 2 days before",
        ],
    );
    assert_has(
        &html,
        &["Nothing is charged yet", "Reserve with obligation to pay"],
    );
    assert_has(
        &draw_in("de", &state),
        &[
            "78,50 € werden im Voraus bezahlt.",
            "Zahlungspflichtig reservieren",
        ],
    );
    let state = review_of(&serde_json::json!({ "payment": {
        "type": "card_guarantee", "amount": { "amount": 5000, "currency": "EUR" }, "dueMinutes": 30, "refundMinutes": null,
    }}));
    assert_has(
        &draw_in("en", &state),
        &[
            "€50 is charged only if nobody comes.",
            "Nothing is charged: you add your card right after this step.",
            "Please add a card within 30 minutes",
            "Reserve with obligation to pay",
        ],
    );
    assert_lacks(
        &draw_in("en", &state),
        &["refunded", "Please pay", "free of charge"],
    );
    let state = review_of(&serde_json::json!({ "payment": {
        "type": "card_guarantee", "amount": { "amount": 5000, "currency": "EUR" }, "dueMinutes": 30, "refundMinutes": 1440,
    }}));
    assert_has(
        &draw_in("en", &state),
        &["You can cancel free of charge until 24 hours before your visit."],
    );
    assert_has(
        &draw_in("de", &state),
        &["Kostenlos stornieren können Sie bis 24 Stunden vor Ihrem Besuch."],
    );
}

#[test]
fn the_rule_of_a_payment_is_a_day_and_stands_alone() {
    let state = review_of(&serde_json::json!({ "freeUntil": { "day": "2026-11-26", "minutes": 1080 } }));
    let html = draw_in("en", &state);
    assert_has(&html, &["You get it back if you cancel by Thu 26 Nov, 6:00 PM."]);
    // The venue's general words could contradict it.
    assert_lacks(&html, &["Free until four hours before.", "before your visit"]);
    let state = review_of(&serde_json::json!({
        "freeUntil": { "day": "2026-11-26", "minutes": 1080 },
        "payment": {
            "type": "card_guarantee", "amount": { "amount": 5000, "currency": "EUR" }, "dueMinutes": 30,
            "refundMinutes": 1500,
        },
    }));
    assert_has(
        &draw_in("en", &state),
        &["You can cancel free of charge until Thu 26 Nov, 6:00 PM."],
    );
}

#[test]
fn a_table_that_nothing_is_paid_for_has_a_rule_of_its_own_too() {
    let until = serde_json::json!({ "day": "2026-11-27", "minutes": 1020 });
    let with = |until: &serde_json::Value| {
        let state = review_of(&serde_json::json!({ "payment": null, "freeUntil": until }));
        draw_in("en", &state)
    };
    let (rule, general) = (
        "You can cancel free of charge until Fri 27 Nov, 5:00 PM.",
        "Free until four hours before.",
    );
    assert_has(&with(&until), &["If your plans change", rule]);
    assert_lacks(&with(&until), &[general]);
    assert_has(
        &with(&serde_json::Value::Null),
        &["If your plans change", general],
    );
}

#[test]
fn what_each_guest_pays_stands_beside_the_sum() {
    let with = |amount: i64| {
        let state = review_of(&serde_json::json!({ "payment": {
            "type": "prepayment", "amount": { "amount": amount, "currency": "EUR" }, "dueMinutes": 60,
            "refundMinutes": 2880,
        }}));
        draw_in("en", &state)
    };
    assert_has(&with(6_800), &["2 × €34 = €68 is paid in advance."]);
    assert_lacks(&with(6_801), &["2 ×"]);
}

#[test]
fn a_gift_card_is_asked_for_behind_a_disclosure_that_needs_no_code() {
    let mut state = review_of(&serde_json::json!({ "payment": {
        "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" }, "dueMinutes": 60, "refundMinutes": 2880,
    }}));
    assert_lacks(&draw_in("en", &state), &["gift-code"]);
    let Screen::Open(booking) = &mut state.screen else {
        panic!("no booking");
    };
    let mut venue = (*booking.venue).clone();
    venue.features.push(shared::venue::Feature::GiftCards);
    booking.venue = Arc::new(venue);
    let html = draw_in("en", &state);
    assert_has(
        &html,
        &[
            "<summary>Use a gift card</summary>",
            "<label for=\"gift-code\">The gift card’s code</label>",
            "the rest you pay by bank card",
        ],
    );
    assert_has(
        tag(&html, "id=\"gift-code\""),
        &["name=\"giftCardCode\"", "autocomplete=\"off\"", "gift-code-hint"],
    );
    assert_lacks(tag(&html, "class=\"more\""), &[" open"]);
    let typed = |state: State, text: &str| {
        step(
            state,
            Event::GiftCodeTyped(text.to_owned()),
            Instant::from_unix(0),
        )
        .0
    };
    assert_has(&html, &["<p class=\"strong\" role=\"status\"></p>"]);
    let event = Event::GiftCodeTyped("222222-222222-222222".to_owned());
    let (state, effects) = step(state, event, Instant::from_unix(0));
    let Some(Effect::AskBalance(number, _)) = effects.first() else {
        panic!("{effects:?}");
    };
    let event = Event::BalanceAnswered(*number, Ok(worth(2_500)));
    let (known, _) = step(state.clone(), event, Instant::from_unix(0));
    assert_has(
        &draw_in("en", &known),
        &["role=\"status\">€25 comes from your gift card.</p>"],
    );
    let state = typed(state, "222222-222222-222223");
    let (state, _) = step(
        state,
        Event::Confirmed(IdempotencyKey::from_random(1)),
        Instant::from_unix(0),
    );
    let html = draw_in("en", &state);
    assert_has(tag(&html, "class=\"more\""), &[" open"]);
    assert_has(
        tag(&html, "id=\"gift-code\""),
        &["aria-invalid=\"true\"", "gift-code-fault gift-code-hint"],
    );
    assert_has(&html, &["id=\"gift-code-fault\">A character is wrong"]);
}

#[test]
fn what_a_gift_card_has_paid_is_not_asked_for_again() {
    let (mut session, number) = Session::sending();
    let terms = serde_json::json!({
        "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" }, "dueMinutes": 60, "refundMinutes": 2880,
    });
    let reservation = Box::new(Reservation {
        payment: Some(read(terms)),
        gift_card: Some(read(serde_json::json!({ "amount": 4000, "currency": "EUR" }))),
        ..*reservation()
    });
    session.take(Event::ReservationAnswered(number, Ok(reservation)));
    let html = draw(&session);
    assert_has(
        &html,
        &["€40 comes from your gift card.", "at least 2 days before"],
    );
    assert_lacks(&html, &["is due", "Please pay"]);
}
