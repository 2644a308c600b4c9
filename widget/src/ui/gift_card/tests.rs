//! Facts about what is drawn of gift cards: every step and every state of an order, in both languages.

mod bought;
mod buying;

use shared::problem::ProblemCode;

use crate::flow::Failure;
use crate::self_service::gift_cards::*;
use crate::test_support::drawing::*;
use crate::test_support::gift_cards::*;
use crate::ui::View;

fn draw_in(language: &str, session: &Session) -> String {
    let mut view = view_context(language);
    view.context.hosted = None;
    html(|| session.state.draw(&view))
}

fn draw(session: &Session) -> String {
    draw_in("en", session)
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
        assert_references_resolve(&html);
    }
}
