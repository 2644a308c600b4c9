//! Facts about an order, its card and balances as they are drawn.

use super::*;

#[test]
fn a_card_is_shown_with_its_code_and_what_happens_next() {
    let mut session = Session::ordered("issued");
    let html = draw(&session);
    assert_has(
        &html,
        &[
            "Your gift card is here",
            &code().text(),
            "Copy code",
            "Download as PDF",
            "For Grete",
            "Never expires",
            "on its way to the recipient",
            "Withdraw from this purchase",
        ],
    );
    session.take(Event::Copied(false));
    assert_has(&draw(&session), &["could not be copied"]);
    session.take(Event::DownloadWanted);
    let html = draw(&session);
    assert_has(&html, &["The file is being made"]);
    let number = session.number();
    session.take(Event::Downloaded(number, Err(Failure::Offline)));
    assert_has(
        &draw(&session),
        &["The file could not be downloaded", "Download as PDF"],
    );
}

#[test]
fn an_order_that_is_opened_again_says_to_whom_the_card_was_sent() {
    let reopened = |is_for_recipient: bool, deliver_on: Option<&str>| {
        let mut session = Session::start(opening_with("o1.token"));
        session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
        let number = session.number();
        let order = shared::gift_card::GiftCardOrder {
            sent_to_recipient: is_for_recipient,
            deliver_on: deliver_on.map(crate::test_support::booking::day),
            ..order("issued")
        };
        session.take(Event::OrderAnswered(number, Ok(Box::new(order))));
        draw(&session)
    };
    assert_has(
        &reopened(true, None),
        &["The card was sent to the recipient by e-mail, and your receipt to you."],
    );
    assert_has(
        &reopened(false, Some("2026-11-20")),
        &["The card was sent to you by e-mail, with your receipt."],
    );
    assert_has(
        &reopened(true, Some("2026-12-24")),
        &["We send the card to the recipient on Thursday, 24 December 2026."],
    );
}

#[test]
fn each_end_of_an_order_says_what_became_of_the_money() {
    for (status, words) in [
        ("issuing", "appears here by itself"),
        ("refunding", "You get back all that you have paid"),
        ("refunded", "has gone back the way it came"),
        ("lapsed", "Order it again"),
    ] {
        assert_has(&draw(&Session::ordered(status)), &[words]);
    }
}

#[test]
fn a_withdrawal_says_what_comes_back_before_it_is_confirmed() {
    let mut session = Session::ordered("issued");
    session.take(Event::WithdrawalWanted);
    let number = session.number();
    assert_lacks(&draw(&session), &["Confirm withdrawal"]);
    session.take(Event::WithdrawalAnswered(number, Ok(terms("issued"))));
    assert_has(
        &draw(&session),
        &[
            "€42 comes back to you",
            "until Saturday, 5 December 2026",
            "Confirm withdrawal",
            "Keep the card",
        ],
    );
    assert_has(&draw_in("de", &session), &["Widerruf bestätigen"]);
    session.take(Event::WithdrawalConfirmed);
    let number = session.number();
    session.take(Event::WithdrawalAnswered(number, Ok(terms("refunding"))));
    assert_has(&draw(&session), &["You have withdrawn"]);
    let mut late = Session::ordered("issued");
    late.take(Event::WithdrawalWanted);
    let number = late.number();
    late.take(Event::WithdrawalAnswered(
        number,
        Err(problem(ProblemCode::WithdrawalOver)),
    ));
    let html = draw(&late);
    assert_has(&html, &["The 14 days for withdrawing are over."]);
    assert_lacks(&html, &["Try again"]);
}

#[test]
fn a_balance_is_shown_with_its_last_day() {
    let mut session = Session::open();
    session
        .take(Event::BalanceWanted)
        .take(Event::CodeTyped(code().text()))
        .take(Event::BalanceAsked);
    let number = session.number();
    let asked = session.state.clone();
    for (worth, expires, words) in [
        (700, None, &["€7 is on this card.", "Never expires"][..]),
        (
            700,
            Some("2029-12-31"),
            &["€7 is on this card.", "Valid until Monday, 31 December 2029"],
        ),
        (0, None, &["Nothing is left on this card."]),
        (
            700,
            Some("2026-11-20"),
            &["This card expired on Friday, 20 November 2026."],
        ),
    ] {
        session.state = asked.clone();
        let known = shared::gift_card::Balance {
            expires_on: expires.map(|day| shared::time::Day::parse(day).unwrap()),
            ..balance(worth)
        };
        session.take(Event::BalanceAnswered(number, Ok(known)));
        assert_has(&draw(&session), words);
    }
    for (code, words) in [
        (ProblemCode::GiftCardNotFound, "No card has this code here"),
        (ProblemCode::RateLimited, "That was asked too often"),
    ] {
        session.state = asked.clone();
        session.take(Event::BalanceAnswered(number, Err(problem(code))));
        assert_has(&draw(&session), &[words]);
    }
}

#[test]
fn a_venue_without_cards_offers_a_table() {
    let mut session = Session::start(opening());
    session.take(Event::VenueAnswered(
        1,
        Ok(Box::new(crate::test_support::booking::venue())),
    ));
    assert_has(
        &draw(&session),
        &["Linde sells no gift cards online", "Reserve a table"],
    );
    assert_has(&draw_in("de", &session), &["Tisch reservieren"]);
}

#[test]
fn what_a_guest_types_is_never_html() {
    let mut session = Session::open();
    session.types(Field::Message, "<b onclick=x>");
    assert_lacks(&draw(&session), &["<b onclick"]);
}
