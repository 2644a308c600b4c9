//! Facts about what is drawn of gift cards: every step and every state of an order, in both languages.

mod bought;
mod buying;

use std::sync::Arc;

use shared::locale::Language;
use shared::problem::ProblemCode;

use crate::flow::{Failure, IdempotencyKey};
use crate::i18n::{Tables, self_service_texts};
use crate::self_service::gift_cards::fixtures::*;
use crate::self_service::gift_cards::*;
use crate::ui::{Context, View, ViewContext};

fn draw_in(language: &str, session: &Session) -> String {
    let language = Language::parse(language).unwrap();
    let (texts, words) = self_service_texts(std::slice::from_ref(&language));
    let view = ViewContext {
        context: Context {
            texts,
            formats: Arc::new(Tables::new(language.as_str())),
            language,
            send: Arc::new(|_| {}),
            fresh_key: || IdempotencyKey::from_random(1),
            hosted: None,
            key: None,
        },
        words,
        send: Arc::new(|_| {}),
    };
    // Comments stand for what is not there and keep neighbouring texts apart.
    session.state.draw(&view).html().replace("<!---->", "")
}

fn draw(session: &Session) -> String {
    draw_in("en", session)
}

fn assert_has(html: &str, wanted: &[&str]) {
    for text in wanted {
        assert!(html.contains(text), "{text:?} is missing in\n{html}");
    }
}

fn assert_lacks(html: &str, unwanted: &[&str]) {
    for text in unwanted {
        assert!(!html.contains(text), "{text:?} should not be in\n{html}");
    }
}

/// The tag that has `inside` in it, from bracket to bracket.
fn tag<'a>(html: &'a str, inside: &str) -> &'a str {
    let at = html
        .find(inside)
        .unwrap_or_else(|| panic!("{inside:?} is missing in\n{html}"));
    let start = html[..at].rfind('<').unwrap();
    let end = at + html[at..].find('>').unwrap();
    &html[start..=end]
}

/// Every screen, by the events that lead there.
fn screens() -> Vec<Session> {
    let mut faulty = Session::at_delivery();
    faulty
        .take(Event::ToChosen(SendTo::Recipient))
        .take(Event::WhenChosen(SendWhen::OnDay))
        .take(Event::Continued);
    let mut own = Session::open();
    own.take(Event::AmountChosen(AmountChoice::Own))
        .take(Event::Continued);
    let mut unsure = Session::sending().0;
    let number = 2;
    unsure.take(Event::Ordered(number, Err(Failure::Offline)));
    let mut balance_shown = Session::open();
    balance_shown
        .take(Event::BalanceWanted)
        .take(Event::CodeTyped(code().text()))
        .take(Event::BalanceAsked);
    let number = balance_shown.number();
    balance_shown.take(Event::BalanceAnswered(number, Ok(balance(700))));
    let mut mistyped = Session::open();
    mistyped
        .take(Event::BalanceWanted)
        .take(Event::CodeTyped("2".to_owned()))
        .take(Event::BalanceAsked);
    let mut stated = Session::ordered("issued");
    stated.take(Event::WithdrawalWanted);
    let number = stated.number();
    stated.take(Event::WithdrawalAnswered(number, Ok(terms("issued"))));
    let mut all = vec![
        Session::start(opening()),
        Session::open(),
        own,
        Session::at_delivery(),
        faulty,
        Session::at_review(),
        Session::sending().0,
        unsure,
        balance_shown,
        mistyped,
        stated,
    ];
    let of_orders = [
        "payment_pending",
        "issuing",
        "issued",
        "refunding",
        "refunded",
        "lapsed",
    ];
    all.extend(of_orders.map(Session::ordered));
    all
}

#[test]
fn every_reference_leads_to_an_element_that_is_there_once() {
    for session in screens() {
        let html = draw(&session);
        assert_lacks(&html, &[" style="]);
        assert_eq!(
            html.matches("<h2").count(),
            usize::from(session.state.shop().is_some()),
            "{html}"
        );
        for attribute in ["aria-labelledby=\"", "aria-describedby=\"", " for=\""] {
            for rest in html.split(attribute).skip(1) {
                for id in rest.split('"').next().unwrap().split(' ') {
                    let count = html.matches(&format!(" id=\"{id}\"")).count();
                    assert_eq!(count, 1, "{attribute}{id} in\n{html}");
                }
            }
        }
    }
}
