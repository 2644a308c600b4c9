//! Facts about the page of a demonstration's payment, and about payments in the API.

use base64ct::{Base64, Encoding as _};
use sha2::{Digest, Sha256};

use super::super::tests::{ask, venues};
use super::*;
use config::VenueSettings;

fn post(form: &str, language: &str) -> (Reply, String) {
    post_to("p1", form, language)
}

fn post_to(payment: &str, form: &str, language: &str) -> (Reply, String) {
    let request = http::Request::post(format!("https://book.example/pay/demo-molzait/{payment}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept-language", language);
    let (reply, _) = ask(request, Some(form));
    let text = String::from_utf8(reply.body().clone()).unwrap();
    (reply, text)
}

fn policy(reply: &Reply) -> &str {
    reply.headers()["content-security-policy"].to_str().unwrap()
}

#[test]
fn the_token_form_runs_one_script_and_works_without_it() {
    let (reply, _) = ask(
        http::Request::get("https://book.example/pay/demo-molzait/p1"),
        Some(""),
    );
    assert_eq!(reply.status(), 200);
    let hash = Base64::encode_string(&Sha256::digest(SCRIPT));
    assert!(policy(&reply).contains(&format!("script-src 'sha256-{hash}'")));
    assert!(!policy(&reply).contains("unsafe"));
    let text = String::from_utf8(reply.body().clone()).unwrap();
    assert!(text.contains("<label for=\"token\">") && text.contains("<button>Open payment</button>"));
}

#[test]
fn each_choice_shows_the_payments_status() {
    for (form, english, german, is_open) in [
        ("token=t", "Waiting to be paid.", "Wartet auf Zahlung.", true),
        ("token=t&choice=pay", "Paid.", "Bezahlt.", false),
        ("token=t&choice=decline", "declined", "abgelehnt", true),
        (
            "token=t&choice=authenticate",
            "The bank asks",
            "Die Bank fragt",
            true,
        ),
        (
            "token=t&choice=abandon",
            "Nothing was charged",
            "Es wurde nichts abgebucht",
            true,
        ),
    ] {
        for (language, words, amount) in [("en", english, "€68.05"), ("de-AT", german, "68,05 €")] {
            let (reply, text) = post(form, language);
            assert_eq!(reply.status(), 200);
            assert!(text.contains(words) && text.contains(amount), "{text}");
            assert_eq!(text.contains("name=\"choice\""), is_open, "{text}");
            assert!(policy(&reply).contains("script-src 'none'"));
            assert_eq!(reply.headers()["cache-control"], "no-store");
            assert_eq!(reply.headers()["referrer-policy"], "no-referrer");
        }
    }
}

#[test]
fn the_page_says_what_is_paid_for() {
    let (_, text) = post("token=t", "en");
    let facts = "<strong>Dinner</strong><br>Friday, 27 November 2026, 19:00 · 2 guests";
    assert!(text.contains(facts), "{text}");
}

#[test]
fn the_page_wears_the_restaurants_colour_and_its_policy_allows_that_sheet_alone() {
    let (reply, text) = post("token=t", "en");
    let (_, rest) = text.split_once("<style>").unwrap();
    let (sheet, _) = rest.split_once("</style>").unwrap();
    assert!(sheet.starts_with(":root{--brand:#"), "{sheet}");
    let hash = Base64::encode_string(&Sha256::digest(sheet));
    let allowed = format!("style-src 'self' 'sha256-{hash}';");
    assert!(policy(&reply).contains(&allowed), "{}", policy(&reply));
    assert!(text.contains(">Pay · €68.05</button>"), "{text}");
    // An empty form for a new reservation is no way back.
    assert!(!text.contains("href=\"/book/"), "{text}");
}

#[test]
fn where_a_card_is_stored_nothing_is_shown_as_paid() {
    for (form, language, there) in [
        (
            "token=t",
            "en",
            [
                "Waiting for a card.",
                "<dt>If nobody comes</dt><dd>€68.05</dd>",
                ">Keep the card<",
            ],
        ),
        (
            "token=t",
            "de",
            [
                "Wartet auf eine Karte.",
                "<dt>Falls niemand kommt</dt><dd>68,05 €</dd>",
                ">Karte hinterlegen<",
            ],
        ),
    ] {
        let (_, text) = post_to("p2", form, language);
        assert!(there.iter().all(|words| text.contains(words)), "{text}");
        assert!(
            !text.contains(">Pay ·") && !text.contains(">Bezahlen ·"),
            "{text}"
        );
    }
    let (_, text) = post_to("p2", "token=t&choice=pay", "en");
    assert!(text.contains("Nothing has been charged yet."), "{text}");
}

#[test]
fn the_page_is_in_the_readers_language() {
    for language in crate::localization::languages() {
        let (_, text) = post("token=t", language.as_str());
        let expected = format!("<html lang=\"{}\" dir=\"ltr\">", language.as_str());
        assert!(text.contains(&expected), "{text}");
        let texts = crate::localization::texts([&language]);
        for words in [texts.pay_page_title, texts.pay_page_waiting, texts.pay_page_demo] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}

#[test]
fn foreign_text_is_escaped_on_a_page() {
    const SIGNS: &str = "'\"<>&";
    let venue = VenueSettings {
        name: format!("Linde {SIGNS}"),
        ..venues().iter().next().unwrap().clone()
    };
    let texts = crate::localization::texts([]);
    let page = StatusPage {
        frame: Frame {
            texts,
            title: texts.pay_page_title,
            venue: Some(&venue),
            assets: "/assets/abc",
            script: None,
        },
        sheet: "",
        status: texts.pay_page_waiting,
        amount_name: texts.pay_page_amount,
        amount: SIGNS.to_owned(),
        reservation: Some((SIGNS, SIGNS.to_owned())),
        choices: Some((SIGNS.to_owned(), [("decline", texts.pay_page_decline); 3])),
        token: SIGNS,
    };
    let html = page.render().unwrap();
    let signs = "&#39;&#34;&#60;&#62;&#38;";
    for text in [
        format!("<p>Linde {signs}</p>"),
        format!("<dd>{signs}</dd>"),
        format!("<strong>{signs}</strong><br>{signs}</p>"),
        format!("value=\"pay\">{signs}</button>"),
        format!("name=\"token\" value=\"{signs}\">"),
    ] {
        assert!(html.contains(&text), "{text}: {html}");
    }
    assert!(!html.contains(SIGNS));
}

#[test]
fn a_wrong_token_opens_nothing_and_is_not_shown_again() {
    let (_, text) = post("token=%22%3E%3Cscript%3E&choice=pay", "en");
    assert!(text.contains("There is no such payment"), "{text}");
    assert!(!text.contains("<script>"), "{text}");
}

#[test]
fn another_site_cannot_choose() {
    let request = http::Request::post("https://book.example/pay/demo-molzait/p1")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://evil.example");
    let (reply, _) = ask(request, Some("token=t&choice=pay"));
    assert_eq!(reply.status(), 403);
}

#[test]
fn a_webhook_with_a_valid_signature_is_passed_on_byte_for_byte() {
    let status = |signature: Option<&str>, source: &str| {
        let mut request = http::Request::post(format!("https://book.example/v1/webhooks/demo/{source}"));
        if let Some(signature) = signature {
            request = request.header("stripe-signature", signature);
        }
        ask(request, Some("{ \"a\" : 1 }")).0.status().as_u16()
    };
    assert_eq!(status(Some("good"), "stripe"), 200);
    assert_eq!(status(Some("bad"), "stripe"), 400);
    assert_eq!(status(None, "stripe"), 400);
    assert_eq!(status(Some("good"), "paypal"), 404);
    assert_eq!(status(Some("good"), "../x"), 404);
}

#[test]
fn more_time_requires_the_token() {
    let address = "https://book.example/v1/venues/demo/reservations/r1/payment/extension";
    let (reply, _) = ask(http::Request::post(address), Some(""));
    assert_eq!(reply.status(), 401);
    let request = http::Request::post(address).header("authorization", "Bearer manage-secret");
    let (reply, _) = ask(request, Some(""));
    assert_eq!(reply.status(), 200);
    let body: serde_json::Value = serde_json::from_slice(reply.body()).unwrap();
    assert_eq!(body["checkout"]["deadline"], "2026-11-21T12:00:00Z");
    assert_eq!(body.get("manageToken"), None);
}
