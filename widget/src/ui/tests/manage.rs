//! Facts about a guest's own reservation and its payment as they are drawn.

use serde_json::{Value, json};

use super::*;
use crate::self_service::manage::{Event as Managed, Manage};
use crate::self_service::payment;
use crate::test_support::manage::{Session as Guest, paid, reservation};
use crate::ui::root;

fn shown_in(language: &str, state: &Manage) -> String {
    let view = view_context(language);
    html(|| root(state, &view))
}

fn shown(guest: &Guest) -> String {
    shown_in("en", &guest.state)
}

fn after(more: &Value, events: &[Managed]) -> Guest {
    let mut guest = Guest::open(more);
    for event in events {
        guest.take(event.clone()).answer();
    }
    guest
}

#[test]
fn without_a_link_nothing_is_said_of_its_validity() {
    let mut guest = Guest::open(&json!({}));
    guest.state.screen = crate::self_service::manage::Screen::NoReservation;
    let no_longer = "The link is incomplete or no longer valid.";
    assert_has(&shown(&guest), &["We cannot find this reservation", no_longer]);
    guest.state.loader.opening.link = None;
    let html = shown(&guest);
    assert_has(
        &html,
        &["If you followed a link from our e-mail, please open it once more."],
    );
    assert_lacks(&html, &[no_longer]);
}

#[test]
fn the_reservation_is_there_with_all_that_can_be_done_with_it() {
    let guest = Guest::open(&json!({ "notes": "Window <b>please</b>" }));
    let html = shown(&guest);
    assert_has(
        &html,
        &[
            "Your reservation</h2>",
            "Window &lt;b&gt;please&lt;/b&gt;",
            "Friday, 27 November 2026",
            "7:00 PM",
            "2 guests",
            "R-000123",
            "Change day, time or guests",
            "Add to calendar",
            "Message the restaurant",
            "Cancel reservation",
            "tel:+4315550123",
        ],
    );
    assert_lacks(&html, &["token", " style="]);
    assert_has(
        &shown_in("de", &guest.state),
        &["Ihre Reservierung</h2>", "Abendessen", "Reservierung stornieren"],
    );
}

#[test]
fn what_is_over_says_so_and_offers_a_new_table() {
    for (status, text) in [
        ("cancelled", "Your reservation is cancelled"),
        ("declined", "there is no table free"),
        ("voided", "The table is not held any more"),
        ("finished", "has begun or is over"),
    ] {
        let html = shown(&Guest::open(&json!({ "status": status })));
        assert_has(&html, &[text, "Reserve a table"]);
        assert_lacks(&html, &["Cancel reservation", "Change day"]);
    }
}

#[test]
fn what_comes_back_is_said_before_it_is_cancelled() {
    let html = shown(&after(&paid("booked", "paid"), &[Managed::CancelWanted]));
    assert_has(&html, &["You get €40 back.", "Keep reservation"]);
    let html = shown(&after(&json!({}), &[Managed::CancelWanted]));
    assert_has(&html, &["Cancelling costs you nothing."]);
    let mut late = Guest::open(&paid("booked", "paid"));
    late.now += 86_400 * 5;
    late.take(Managed::CancelWanted);
    assert_has(&shown(&late), &["is no longer refundable"]);
    let mut gift = paid("booked", "paid");
    gift["giftCard"] = json!({ "amount": 1500, "currency": "EUR" });
    assert_has(
        &shown(&Guest::open(&gift)),
        &["€40 is paid.", "€15 comes from your gift card."],
    );
    let html = shown(&after(&gift, &[Managed::CancelWanted]));
    assert_has(&html, &["You get €40 back.", "€15 goes back to your gift card."]);
    let mut guest = after(&gift, &[Managed::CancelWanted, Managed::CancelConfirmed]);
    let number = guest.sent();
    let cancelled = json!({ "status": "cancelled" });
    guest.take(Managed::Cancelled(number, Ok(reservation(&cancelled))));
    assert_has(&shown(&guest), &["€15 is back on your gift card."]);
}

#[test]
fn the_day_until_which_it_comes_back_is_said_while_that_counts() {
    let rule = "You get it back if you cancel by Wed 25 Nov, 7:00 PM.";
    let mut booked = paid("booked", "paid");
    assert_lacks(&shown(&Guest::open(&booked)), &["You get it back"]);
    booked["refundUntil"] = json!("2026-11-25T18:00:00Z");
    let mut guest = Guest::open(&booked);
    assert_has(&shown(&guest), &["€40 is paid.", rule]);
    guest.now += 86_400 * 5;
    guest.take(Managed::FileSaved(Ok(())));
    assert_has(&shown(&guest), &["It is not refunded if you cancel."]);
    let mut to_pay = paid("payment_pending", "open");
    to_pay["refundUntil"] = json!("2026-11-25T18:00:00Z");
    let html = shown(&Guest::open(&to_pay));
    assert_has(&html, &[rule]);
    assert_lacks(&html, &["before your visit"]);
    let free = json!({ "freeUntil": { "day": "2026-11-27", "minutes": 1020 } });
    assert_has(
        &shown(&Guest::open(&free)),
        &["You can cancel free of charge until Fri 27 Nov, 5:00 PM."],
    );
    for mut over in [paid("cancelled", "refunding"), paid("booked", "lapsed")] {
        over["refundUntil"] = json!("2026-11-25T18:00:00Z");
        assert_lacks(&shown(&Guest::open(&over)), &["You get it back"]);
    }
}

#[test]
fn a_part_that_a_gift_card_gives_stands_beside_what_is_charged() {
    let mut more = paid("payment_pending", "open");
    more["giftCard"] = json!({ "amount": 1500, "currency": "EUR" });
    assert_has(
        &shown(&Guest::open(&more)),
        &["€40 is charged now.", "€15 comes from your gift card."],
    );
}

#[test]
fn another_table_is_looked_for_as_in_a_booking_and_shown_beside_the_present_one() {
    let pick = |event| Managed::Find(event);
    let events = [Managed::MoveWanted, pick(Event::DayChosen(day("2026-11-28")))];
    let mut guest = after(&json!({}), &events);
    assert_has(
        &shown(&guest),
        &[
            "When would you like to come?",
            "role=\"grid\"",
            "6:00 PM",
            "How many guests?",
        ],
    );
    guest.take(pick(Event::TimeChosen(minutes(1080))));
    assert_has(
        &shown(&guest),
        &[
            "Friday, 27 November 2026, 7:00 PM, 2 guests",
            "Saturday, 28 November 2026, 6:00 PM, 2 guests",
            "Change reservation",
        ],
    );
}

#[test]
fn the_payment_says_what_it_costs_and_how_long_there_is() {
    let guest = Guest::open(&paid("payment_pending", "open"));
    let html = shown(&guest);
    assert_has(
        &html,
        &[
            "Pay to keep your table",
            "€40 is charged now.",
            "It is taken off your bill",
            "at least 2 days before your visit",
            "14:32",
            "role=\"timer\"",
            "I need more time",
            "href=\"https://book.example.com/pay/demo/p1#t\"",
        ],
    );
    assert_has(
        &shown_in("de", &guest.state),
        &["40 € bezahlen", "Ich brauche mehr Zeit"],
    );
}

/// The same with a card that is stored and nothing paid.
fn guarantee(status: &str, payment: &str) -> Value {
    let mut more = paid(status, payment);
    more["payment"]["type"] = json!("card_guarantee");
    more
}

#[test]
fn where_a_card_is_kept_nothing_is_called_a_payment() {
    let mut guest = Guest::open(&guarantee("payment_pending", "open"));
    let html = shown(&guest);
    assert_has(
        &html,
        &[
            "Add a card to secure your table",
            "Nothing is charged now",
            "If nobody comes, €40 is charged.",
            ">Add a card<",
            "You add your card on a separate page.",
        ],
    );
    assert_lacks(&html, &["Pay ", "paid"]);
    assert_has(&shown_in("de", &guest.state), &[">Karte hinterlegen<"]);
    guest.now += 32;
    guest.take(Managed::Payment(payment::Event::Ticked));
    assert_has(&shown(&guest), &["14 minutes left to add a card."]);
    guest.take(Managed::Payment(payment::Event::UpdateFailed(Failure::Offline)));
    assert_has(
        &shown(&guest),
        &["If you have already added your card, that counts."],
    );
    let mut more = guarantee("payment_pending", "open");
    more["checkout"]["handover"] = json!({
        "type": "stripe", "publishableKey": "pk_1", "clientSecret": "seti_1_secret_2",
        "scriptUrl": "https://js.stripe.com/v3/",
    });
    let mut guest = Guest::open(&more);
    guest.take(Managed::Payment(payment::Event::Prepared(true)));
    assert_has(&shown(&guest), &[">Add a card</button>"]);
    guest.take(Managed::Payment(payment::Event::PayPressed));
    guest.take(Managed::Payment(payment::Event::Confirmed(
        payment::Outcome::Abandoned,
    )));
    assert_has(&shown(&guest), &["The card was not confirmed"]);
}

#[test]
fn who_comes_back_from_the_other_page_unpaid_reads_so_beside_the_way_to_pay() {
    for (kind, line) in [
        ("deposit", "Nothing has been charged. You can still pay before"),
        ("card_guarantee", "No card has been saved. You can still add one"),
    ] {
        let mut more = paid("payment_pending", "open");
        more["payment"]["type"] = json!(kind);
        let mut guest = Guest::open(&more);
        assert_lacks(&shown(&guest), &[line]);
        guest.take(Managed::Payment(payment::Event::PageOpened));
        guest.now += 30;
        guest.take(Managed::Payment(payment::Event::Ticked)).answer();
        let busy = problem(ProblemCode::RateLimited);
        guest.take(Managed::Payment(payment::Event::UpdateFailed(busy)));
        let html = shown(&guest);
        assert_has(&html, &[line]);
        assert_lacks(&html, &["No connection", "on a separate page"]);
    }
}

#[test]
fn who_did_not_come_reads_so_and_what_that_has_cost() {
    let html = shown(&Guest::open(&guarantee("no_show", "paid")));
    assert_has(
        &html,
        &[
            "Nobody came</h2>",
            "The restaurant has noted that nobody came.",
            "€40 has been charged to your card because nobody came.",
            "tel:+4315550123",
        ],
    );
    assert_lacks(&html, &["€40 is paid.", "Cancel reservation", "begun"]);
    let html = shown(&Guest::open(&guarantee("no_show", "authorised")));
    assert_lacks(&html, &["charged"]);
    let html = shown(&Guest::open(&paid("no_show", "paid")));
    assert_has(
        &html,
        &[
            "Nobody came</h2>",
            "The €40 you have paid is no longer refundable.",
        ],
    );
    assert_lacks(&html, &["is paid"]);
    let html = shown(&Guest::open(&paid("no_show", "refunded")));
    assert_lacks(&html, &["no longer refundable", "is paid"]);
}

#[test]
fn what_was_only_authorised_is_released_with_a_table_that_is_called_off() {
    for status in ["cancelled", "declined", "voided"] {
        for payment in ["lapsed", "authorised"] {
            let html = shown(&Guest::open(&guarantee(status, payment)));
            assert_has(&html, &["Any card kept for this reservation is released."]);
            assert_lacks(&html, &["time to add a card", "A card is kept"]);
            let html = shown(&Guest::open(&paid(status, payment)));
            assert_has(&html, &["Nothing has been charged, and nothing will be."]);
            assert_lacks(&html, &["The time to pay", "set aside"]);
        }
    }
    let html = shown(&Guest::open(&guarantee("cancelled", "lapsed")));
    assert_has(&html, &["Your reservation is cancelled</h2>"]);
    // The restaurant does without it.
    for status in ["booked", "requested", "no_show", "seated"] {
        for more in [guarantee(status, "lapsed"), paid(status, "lapsed")] {
            let html = shown(&Guest::open(&more));
            assert_lacks(&html, &["The time to", "Nothing has been charged"]);
        }
    }
    let html = shown(&Guest::open(&guarantee("payment_pending", "lapsed")));
    assert_has(&html, &["The time to add a card is over."]);
    let html = shown(&Guest::open(&guarantee("booked", "authorised")));
    assert_has(&html, &["A card is kept. It is charged only if nobody comes."]);
}

#[test]
fn what_a_late_cancellation_has_cost_is_said_after_it() {
    let sentence = "The €40 you have paid is no longer refundable.";
    let html = shown(&Guest::open(&paid("cancelled", "paid")));
    assert_has(&html, &["Your reservation is cancelled</h2>", sentence]);
    assert_lacks(&html, &["is paid"]);
    let mut gift = paid("cancelled", "paid");
    gift["giftCard"] = json!({ "amount": 1500, "currency": "EUR" });
    let html = shown(&Guest::open(&gift));
    assert_has(&html, &["The €55 you have paid is no longer refundable."]);
    assert_lacks(&html, &["comes from your gift card"]);
    gift["giftCard"] = json!({ "amount": 4000, "currency": "EUR" });
    gift["checkout"] = json!(null);
    let html = shown(&Guest::open(&gift));
    assert_has(&html, &[sentence]);
    assert_lacks(&html, &["comes from your gift card"]);
    for on_its_way in ["refunding", "refunded"] {
        assert_lacks(
            &shown(&Guest::open(&paid("cancelled", on_its_way))),
            &["no longer"],
        );
    }
}

#[test]
fn only_whole_minutes_are_read_out() {
    let mut guest = Guest::open(&paid("payment_pending", "open"));
    guest.now += 31;
    guest.take(Managed::Payment(payment::Event::Ticked));
    assert_lacks(&shown(&guest), &["left to pay"]);
    guest.now += 1;
    guest.take(Managed::Payment(payment::Event::Ticked));
    assert_has(
        &shown(&guest),
        &["<div class=\"sr\" role=\"status\">14 minutes left to pay.</div>"],
    );
}

#[test]
fn the_form_for_a_card_stands_in_the_pages_own_tree() {
    let mut more = paid("payment_pending", "open");
    more["checkout"]["handover"] = json!({
        "type": "stripe", "publishableKey": "pk_1", "clientSecret": "pi_1_secret_2",
        "scriptUrl": "https://js.stripe.com/v3/",
    });
    let mut guest = Guest::open(&more);
    assert_has(
        &shown(&guest),
        &["<slot name=\"couvert-payment\">", "aria-busy=\"true\""],
    );
    guest.take(Managed::Payment(payment::Event::Prepared(true)));
    assert_has(&shown(&guest), &["Pay €40"]);
    assert_lacks(&shown(&guest), &["pi_1_secret_2"]);
    guest.take(Managed::Payment(payment::Event::PayPressed));
    guest.take(Managed::Payment(payment::Event::Confirmed(
        payment::Outcome::Declined,
    )));
    assert_has(
        &shown(&guest),
        &["id=\"payment-notice\"", "The card was declined"],
    );
}

#[test]
fn every_reference_of_these_screens_leads_to_an_element_that_is_there() {
    let long = Managed::NotesTyped("x".repeat(1001));
    for guest in [
        after(&json!({}), &[Managed::MoveWanted]),
        after(&json!({}), &[Managed::NotesWanted, long]),
        after(&paid("payment_pending", "failed"), &[]),
    ] {
        assert_references_resolve(&shown(&guest));
    }
}
