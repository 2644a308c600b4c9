//! Facts about ordering a gift card, and asking what one is worth, on a page without scripts.

use super::super::test_support::{ScriptedVenue, code};
use super::super::tests::ask_staff;

fn post(form: &str, script: &ScriptedVenue) -> String {
    let request = http::Request::post("https://book.example.com/book/demo/gift-card")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept-language", "en");
    let (reply, record) = ask_staff(request, form, script);
    assert_eq!(reply.status(), 200, "{form}");
    assert_eq!(reply.headers()["cache-control"], "no-store");
    let logged = serde_json::to_string(&record).unwrap();
    assert!(
        !logged.contains("Muster") && !logged.contains("secret"),
        "{logged}"
    );
    String::from_utf8(reply.into_body()).unwrap()
}

const ORDER: &str = "card=branch%3A5000&name=Ada+Muster&email=ada%40example.com";

#[test]
fn a_card_is_ordered_in_two_forms_under_the_key_of_the_second() {
    let script = ScriptedVenue::default();
    let review = post(&format!("{ORDER}&recipientName=Ben&act=review"), &script);
    for part in [
        "<dd>Quince branch, €50</dd>",
        "<dd>Ada Muster</dd>",
        "<dd>Ben</dd>",
        "name=\"key\" value=\"",
        "value=\"order\">Order and pay</button>",
    ] {
        assert!(review.contains(part), "{part}: {review}");
    }
    assert!(script.gift_card_keys.borrow().is_empty());
    let key = "000000000000000000000000000000ff";
    let ordered = post(&format!("{ORDER}&key={key}&act=order"), &script);
    assert_eq!(*script.gift_card_keys.borrow(), [key]);
    assert!(
        ordered.contains("The card is made as soon as it is paid."),
        "{ordered}"
    );
    assert!(
        ordered.contains("name=\"order\" value=\"o1.order-secret\""),
        "{ordered}"
    );
    let issued = post("order=o1.order-secret&act=status", &script);
    assert!(
        issued.contains(&format!("<dd>{}</dd>", code().text())),
        "{issued}"
    );
}

#[test]
fn every_faulty_field_is_marked_and_nothing_is_ordered() {
    let script = ScriptedVenue::default();
    for (form, marked) in [
        ("act=review", 2),
        ("card=branch%3A5000&name=Ada&email=nonsense&act=review", 1),
        (
            "card=branch%3A5000&name=Ada&email=ada%40example.com&recipientEmail=x&act=order&key=k",
            1,
        ),
        // A card that is not on offer is no field of text.
        (
            "card=branch%3A7&name=Ada&email=ada%40example.com&act=order&key=k",
            0,
        ),
    ] {
        let html = post(form, &script);
        assert!(html.contains("Please check the marked fields."), "{form}: {html}");
        assert_eq!(
            html.matches("aria-invalid=true").count(),
            marked,
            "{form}: {html}"
        );
    }
    assert!(script.gift_card_keys.borrow().is_empty());
    let html = post(&format!("{ORDER}&act=edit"), &script);
    assert!(html.contains("value=\"Ada Muster\""), "{html}");
    assert!(html.contains("value=\"branch:5000\" required checked"), "{html}");
}

#[test]
fn an_amount_of_ones_own_and_a_day_are_taken_within_what_is_offered() {
    let script = ScriptedVenue::default();
    let own = "card=branch%3Aown&name=Ada+Muster&email=ada%40example.com";
    let review = post(
        &format!("{own}&ownAmount=75%2C50&deliverOn=2026-12-24&act=review"),
        &script,
    );
    for part in [
        "<dd>Quince branch, another amount (€10 to €500)</dd>",
        "<dd>€75.50</dd>",
        "24 December 2026</dd>",
        "name=\"ownAmount\" value=\"75,50\"",
        "name=\"deliverOn\" value=\"2026-12-24\"",
    ] {
        assert!(review.contains(part), "{part}: {review}");
    }
    for faulty in [
        "ownAmount=&deliverOn=",
        "ownAmount=9.99",
        "ownAmount=501",
        "ownAmount=much",
        "ownAmount=75&deliverOn=2020-01-01",
        "ownAmount=75&deliverOn=2199-01-01",
        "ownAmount=75&deliverOn=soon",
    ] {
        let html = post(
            &format!("{own}&{faulty}&act=order&key=000000000000000000000000000000ff"),
            &script,
        );
        assert_eq!(html.matches("aria-invalid=true").count(), 1, "{faulty}: {html}");
    }
    // One of a design that is sold for the proposed amounts alone is none of its cards.
    let evening = own.replace("branch", "evening");
    let html = post(&format!("{evening}&ownAmount=75&act=review"), &script);
    assert!(html.contains("Please check the marked fields."), "{html}");
    assert!(script.gift_card_keys.borrow().is_empty());
}

#[test]
fn a_balance_is_asked_by_a_form_and_no_address_has_a_name_or_a_code_in_it() {
    let script = ScriptedVenue::default();
    for (asked, answer) in [
        (code().text(), "This card is worth €20. Valid until"),
        (
            "222222-222222-222222".to_owned(),
            "There is no card with this code.",
        ),
        ("222222-222222-222223".to_owned(), "This code is mistyped."),
        (String::new(), "This code is mistyped."),
    ] {
        let html = post(&format!("act=balance&code={asked}"), &script);
        assert!(html.contains(answer), "{asked}: {html}");
    }
    let address = "https://book.example.com/book/demo/gift-card?name=Muster&email=a%40example.com";
    let (reply, _) = ask_staff(http::Request::get(address), "", &script);
    let html = String::from_utf8(reply.into_body()).unwrap();
    assert!(
        !html.contains("Muster") && html.contains("method=\"post\""),
        "{html}"
    );
}

#[test]
fn an_unknown_order_and_cards_of_a_venue_that_sells_none_are_not_found() {
    let request = |venue: &str| {
        http::Request::post(format!("https://book.example.com/book/{venue}/gift-card"))
            .header("content-type", "application/x-www-form-urlencoded")
    };
    for (venue, form) in [
        ("demo", "act=status"),
        ("demo", "act=status&order=nonsense"),
        ("demo", "act=status&order=o2.t"),
        ("demo-mews", ORDER),
    ] {
        let script = ScriptedVenue::default();
        let (reply, _) = ask_staff(request(venue), form, &script);
        assert_eq!(reply.status(), 404, "{venue}: {form}");
        assert!(script.gift_card_keys.borrow().is_empty(), "{venue}: {form}");
    }
}

#[test]
fn a_page_of_another_site_orders_nothing_and_asks_for_no_balance() {
    let script = ScriptedVenue::default();
    let key = "000000000000000000000000000000ff";
    for form in [
        format!("{ORDER}&key={key}&act=order"),
        format!("act=balance&code={}", code().text()),
    ] {
        for origin in ["https://evil.test", "null"] {
            let request = http::Request::post("https://book.example.com/book/demo/gift-card")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("origin", origin);
            let (reply, _) = ask_staff(request, &form, &script);
            assert_eq!(reply.status(), 403, "{origin}: {form}");
            let headers = reply.headers();
            assert!(!headers.contains_key("access-control-allow-origin"), "{origin}");
        }
    }
    assert!(
        script
            .requests()
            .iter()
            .all(|request| request.get("GiftCards").is_none())
    );
}
