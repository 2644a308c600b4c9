//! Facts about answering a request on the staff reservation page.

use serde_json::{Value, json};

use super::super::test_support::ScriptedVenue;
use super::super::tests::ask_staff;

const PAGE: &str = "https://book.example/staff/demo/reservation";

fn page(form: &str, language: &str) -> (String, ScriptedVenue) {
    let script = ScriptedVenue::default();
    let request = http::Request::post(PAGE)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept-language", language);
    let (reply, _) = ask_staff(request, form, &script);
    assert_eq!(reply.status(), 200, "{form}");
    assert_eq!(reply.headers()["cache-control"], "no-store");
    assert!(
        !reply.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("unsafe")
    );
    (String::from_utf8(reply.into_body()).unwrap(), script)
}

/// The answers that were sent to the venue.
fn answers(script: &ScriptedVenue) -> Vec<Value> {
    let requests = script.requests();
    let of = |request: &Value| request["Staff"]["AnswerRequest"]["answer"].clone();
    requests.iter().map(of).collect()
}

fn buttons(text: &str) -> Vec<&str> {
    let buttons = text.split("<button name=\"answer\" value=\"").skip(1);
    buttons.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn the_link_alone_shows_the_request_and_both_answers() {
    let (text, script) = page("token=request%3Dr1.2.t", "en-GB");
    for shown in [
        "The guest is waiting for your answer.",
        "Friday, 27 November 2026, 19:00",
        "2 guests",
        "R-000007",
        "Ada Muster",
        "ada@example.com",
        "By the window",
        "Hall: W1",
        "€50, set aside, not charged yet",
        "If you accept, €50 is charged.",
        "If you decline, the €50 set aside is released.",
    ] {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    assert_eq!(buttons(&text), ["accept", "ask"]);
    assert_eq!(
        script.requests(),
        [json!({ "Staff": { "AnswerRequest": {
            "link": { "id": "r1", "revision": 2, "token": "t" }, "answer": null,
        } } })]
    );
    assert_eq!(script.staff(), [Value::Null]);
}

#[test]
fn a_get_asks_for_the_link_and_reaches_no_venue() {
    for address in [
        PAGE.to_owned(),
        format!("{PAGE}?token=request%3Dr1.2.t&answer=accept"),
    ] {
        let script = ScriptedVenue::default();
        let (reply, _) = ask_staff(http::Request::get(address), "", &script);
        assert_eq!(reply.status(), 200);
        let text = String::from_utf8(reply.into_body()).unwrap();
        assert!(text.contains("<label for=\"token\">"), "{text}");
        assert!(answers(&script).is_empty());
    }
}

#[test]
fn one_button_accepts() {
    let (text, script) = page("token=request%3Dr1.2.t&answer=accept", "en");
    assert_eq!(answers(&script), [json!("Accept")]);
    assert!(text.contains("The reservation is confirmed."), "{text}");
    assert_eq!(buttons(&text), Vec::<&str>::new());
}

#[test]
fn declining_is_asked_once_more_and_takes_a_message() {
    let (text, script) = page("token=request%3Dr1.2.t&answer=ask", "en");
    assert_eq!(answers(&script), [Value::Null]);
    assert!(text.contains("Decline this request?"), "{text}");
    assert!(
        text.contains("set aside is released") && !text.contains("is charged."),
        "{text}"
    );
    assert!(text.contains("<textarea id=\"message\""), "{text}");
    assert_eq!(buttons(&text), ["decline", ""]);
    let back = page("token=request%3Dr1.2.t&answer=&message=Sorry", "en").1;
    assert_eq!(answers(&back), [Value::Null]);
    for (message, sent) in [
        ("", json!({ "Decline": null })),
        ("+%0D%0A+", json!({ "Decline": null })),
        ("Sorry%0D%0ATomas", json!({ "Decline": "Sorry\nTomas" })),
        ("%3Cb%3E", json!({ "Decline": "<b>" })),
    ] {
        let form = format!("token=request%3Dr1.2.t&answer=decline&message={message}");
        let (text, script) = page(&form, "en");
        assert_eq!(answers(&script), [sent], "{message}");
        assert!(text.contains("The request is declined."), "{text}");
        assert_eq!(buttons(&text), Vec::<&str>::new());
    }
}

#[test]
fn a_message_that_cannot_be_sent_declines_nothing_and_is_shown_again() {
    for message in [
        "x".repeat(401),
        "Sorry%1B%5B31m".to_owned(),
        "%3C/textarea%3E%00".to_owned(),
    ] {
        let form = format!("token=request%3Dr1.2.t&answer=decline&message={message}");
        let (text, script) = page(&form, "en");
        assert_eq!(answers(&script), [Value::Null], "{message}");
        assert!(text.contains("This message cannot be sent"), "{text}");
        assert_eq!(buttons(&text), ["decline", ""]);
        assert_eq!(text.matches("</textarea>").count(), 1, "{text}");
    }
}

#[test]
fn an_earlier_link_only_shows_how_it_stands() {
    for answer in ["", "&answer=accept", "&answer=ask", "&answer=decline&message=No"] {
        let (text, _) = page(&format!("token=request%3Dr1.1.t{answer}"), "en");
        assert!(
            text.contains("The request has changed since this e-mail"),
            "{text}"
        );
        assert_eq!(buttons(&text), Vec::<&str>::new(), "{answer}");
        assert!(!text.contains("<textarea"), "{text}");
    }
}

#[test]
fn a_request_whose_money_is_lost_can_still_be_declined() {
    let (text, script) = page("token=request%3Dlost.2.t&answer=accept", "en");
    assert_eq!(answers(&script), [json!("Accept"), Value::Null]);
    assert!(text.contains("It cannot be accepted"), "{text}");
    assert_eq!(buttons(&text), ["accept", "ask"]);
}

#[test]
fn a_guest_without_an_address_is_called() {
    let (text, _) = page("token=request%3Dsilent.2.t&answer=ask", "en");
    assert!(
        text.contains("please call") && text.contains("+436601234567"),
        "{text}"
    );
    assert!(!text.contains("<textarea"), "{text}");
    let (text, _) = page("token=request%3Dsilent.2.t&answer=decline", "en");
    assert!(
        text.contains("The request is declined.") && text.contains("please call"),
        "{text}"
    );
}

#[test]
fn a_wrong_link_opens_nothing_and_is_not_shown_again() {
    for token in [
        "request%3Dr1.2.wrong",
        "request%3Dnobody.2.t",
        "request%3Dr1.t",
        "request%3D%3Cscript%3E.1.t",
    ] {
        let (text, _) = page(&format!("token={token}&answer=accept"), "en");
        assert!(text.contains("There is no such reservation"), "{token}: {text}");
        assert!(!text.contains("<script>"), "{token}: {text}");
    }
}

#[test]
fn another_site_cannot_answer_it() {
    let script = ScriptedVenue::default();
    let request = http::Request::post(PAGE)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://evil.example");
    let (reply, _) = ask_staff(request, "token=request%3Dr1.2.t&answer=accept", &script);
    assert_eq!(reply.status(), 403);
    assert!(script.requests().is_empty());
}

#[test]
fn the_page_is_in_the_readers_language() {
    for language in crate::localization::languages() {
        let (text, _) = page("token=request%3Dr1.2.t", language.as_str());
        let texts = crate::localization::texts([&language]);
        for words in [
            texts.request_page_title,
            texts.request_page_ask,
            texts.request_page_accept,
            texts.request_page_decline,
            texts.fact_table,
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}
