//! Facts about the steps of a purchase as they are drawn.

use super::*;

#[test]
fn the_first_step_offers_pictures_amounts_and_a_message_with_a_counter() {
    let html = draw(&Session::open());
    assert_has(
        &html,
        &[
            "Give a gift card",
            "Step 1 of 3",
            "Which card?",
            "https://book.example.com/branch.svg",
            "€25",
            "€50",
            "Another amount",
            "400 characters left",
            "Never expires",
            "Check a card’s balance",
        ],
    );
    assert_has(tag(&html, "?view=gift-card"), &["aria-current=\"page\""]);
    assert_has(tag(&html, "?view=reservation"), &["href"]);
    assert_has(tag(&html, "value=\"branch\""), &["checked"]);
    assert_has(tag(&html, "value=\"2500\""), &["checked"]);
    assert_lacks(&html, &["id=\"gift-amount\""]);
}

#[test]
fn an_own_amount_is_asked_for_with_its_limits_and_its_fault_stands_at_the_field() {
    let mut session = Session::open();
    session.take(Event::AmountChosen(AmountChoice::Own));
    let html = draw(&session);
    assert_has(&html, &["Amount in EUR", "From €10 to €500.", "no amount yet"]);
    assert_has(
        tag(&html, "id=\"gift-amount\""),
        &["inputmode=\"decimal\"", "gift-amount-hint"],
    );
    for (text, fault) in [
        ("", "Please enter an amount."),
        ("x", "in figures"),
        ("75.555", "at most two decimals"),
        ("-5", "without a minus sign"),
        ("5", "The smallest amount is €10."),
        ("501", "The largest amount is €500."),
    ] {
        session.types(Field::Amount, text).take(Event::Continued);
        let html = draw(&session);
        assert_has(&html, &["One field needs another look", fault]);
        assert_has(
            tag(&html, "id=\"gift-amount\""),
            &["aria-invalid=\"true\"", "gift-amount-fault"],
        );
    }
}

#[test]
fn the_preview_follows_what_is_typed_and_announces_nothing() {
    let mut session = Session::at_delivery();
    session.types(Field::RecipientName, "Grete");
    let html = draw(&session);
    let preview = &html[html.find("<aside").unwrap()..html.find("</aside>").unwrap()];
    assert_has(
        preview,
        &[
            "Preview of the card",
            "Linde",
            "€50",
            "For Grete",
            "Happy birthday!",
            "Never expires",
        ],
    );
    assert_lacks(preview, &["aria-live", "role=\"status\"", "role=\"alert\""]);
    assert_lacks(&html, &["aria-live"]);
}

#[test]
fn the_last_day_is_shown_on_every_step_before_paying() {
    let mut session = Session::open();
    session.take(Event::TemplateChosen(template("evening")));
    for step in [Step::Design, Step::Delivery, Step::Review] {
        assert_eq!(session.shop().step, step);
        assert_has(&draw(&session), &["alid until Monday, 31 December 2029"]);
        session
            .types(Field::PurchaserName, "Ada")
            .types(Field::PurchaserEmail, "ada@example.com")
            .take(Event::Continued);
    }
    assert_has(
        &draw_in("de", &session),
        &["Gültig bis Montag, 31. Dezember 2029"],
    );
}

#[test]
fn the_delivery_asks_for_what_is_needed_and_the_browser_helps_with_the_guests_own() {
    let mut session = Session::at_delivery();
    let html = draw(&session);
    assert_lacks(&html, &["id=\"gift-recipient-email\"", "id=\"gift-day\""]);
    assert_has(
        tag(&html, "id=\"gift-purchaser-email\""),
        &["autocomplete=\"email\"", "type=\"email\""],
    );
    session
        .take(Event::ToChosen(SendTo::Recipient))
        .take(Event::WhenChosen(SendWhen::OnDay));
    let html = draw(&session);
    assert_has(
        tag(&html, "id=\"gift-recipient-email\""),
        &["autocomplete=\"off\""],
    );
    assert_has(
        tag(&html, "id=\"gift-day\""),
        &["type=\"date\"", "min=\"2026-11-21\"", "max=\"2027-11-21\""],
    );
}

#[test]
fn each_address_that_is_missing_is_called_by_whose_it_is() {
    let mut session = Session::at_delivery();
    session
        .take(Event::ToChosen(SendTo::Recipient))
        .take(Event::Continued);
    let html = draw(&session);
    let fault = |id: &str| {
        let rest = html.split(&format!("id=\"{id}-fault\">")).nth(1).unwrap();
        rest.split('<').next().unwrap().to_owned()
    };
    assert_eq!(
        fault("gift-recipient-email"),
        "Please enter the recipient’s e-mail address."
    );
    assert_eq!(fault("gift-purchaser-email"), "Please enter your e-mail address.");
}

#[test]
fn the_review_names_the_price_the_validity_and_the_right_to_withdraw_beside_the_button() {
    let html = draw(&Session::at_review());
    let closing = &html[html.find("class=\"closing\"").unwrap()..];
    assert_has(
        closing,
        &[
            "Gift card “Quince branch” worth €50. There are no further costs.",
            "The card never expires.",
            "Right of withdrawal",
            "within 14 days",
            "href=\"https://example.com/terms\"",
            "Order and pay €50",
        ],
    );
    assert_has(
        &html,
        &[
            "grete@example.com",
            "ada@example.com",
            "As soon as it is paid",
            "Change: Message",
        ],
    );
    let german = draw_in("de", &Session::at_review());
    assert_has(&german, &["50 € zahlungspflichtig bestellen", "binnen 14 Tagen"]);
}

#[test]
fn while_it_is_sent_nothing_can_be_changed_and_a_doubt_offers_the_same_again() {
    let (mut session, number) = Session::sending();
    let html = draw(&session);
    assert_has(tag(&html, "aria-busy"), &["aria-disabled=\"true\""]);
    assert_lacks(&html, &["pencil", ">Back<"]);
    session.take(Event::Ordered(number, Err(Failure::Offline)));
    let html = draw(&session);
    assert_has(
        &html,
        &[
            "We are not sure your order arrived",
            "you will not order twice",
            "Try again",
        ],
    );
    assert_lacks(&html, &["Order and pay"]);
}

#[test]
fn each_refusal_has_its_own_sentence() {
    for (code, words) in [
        (ProblemCode::RateLimited, "Too many people are asking at once"),
        (ProblemCode::UpstreamUnavailable, "is not answering"),
    ] {
        let (mut session, number) = Session::sending();
        session.take(Event::Ordered(number, Err(problem(code))));
        assert_has(&draw(&session), &["Nothing has been ordered", words]);
    }
    let (mut session, number) = Session::sending();
    session.take(Event::Ordered(
        number,
        Err(problem(ProblemCode::IdempotencyInFlight)),
    ));
    assert_has(
        &draw(&session),
        &[
            "We are not sure your order arrived",
            "Your order is still being made",
        ],
    );
}
