//! Facts about buying a gift card: the steps, what is sent, what each answer means.

mod balance;
mod choosing;
mod ordered;
mod submitting;

use serde_json::json;
use shared::problem::{Problem, ProblemCode};
use shared::validation::{FieldCode, FieldError};

use super::*;
use crate::flow::{Failure, HostEvent, Submission};
use crate::self_service::payment;
use crate::test_support::gift_cards::*;

fn refusal(errors: &[(&str, FieldCode)]) -> Failure {
    let errors = errors
        .iter()
        .map(|(pointer, code)| FieldError::new(*pointer, *code));
    Failure::Problem(Box::new(Problem::fields(errors.collect())))
}

#[test]
fn a_venue_without_gift_cards_says_so_and_can_be_asked_again() {
    let mut session = Session::start(opening());
    let without = crate::test_support::booking::venue();
    session.take(Event::VenueAnswered(1, Ok(Box::new(without))));
    assert!(matches!(session.state.screen, Screen::NothingOffered(_)));
    session.take(Event::Refreshed);
    let number = session.number();
    session.take(Event::VenueAnswered(number, Ok(Box::new(venue()))));
    assert!(session.state.shop().is_some());
}

#[test]
fn a_venue_that_cannot_be_had_can_be_asked_again() {
    let mut session = Session::start(opening());
    session.take(Event::VenueAnswered(1, Err(Failure::Offline)));
    assert_eq!(session.state.screen, Screen::Unavailable(Failure::Offline));
    assert_eq!(session.effects, [Effect::Emit(HostEvent::Error("offline"))]);
    session.take(Event::Retried);
    let number = session.number();
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
    assert_eq!(session.state.screen, Screen::Loading(number));
}

#[test]
fn a_link_shows_its_order_even_where_nothing_is_sold_any_more() {
    let order_of = |venue| {
        let mut session = Session::start(opening_with("o1.secret"));
        session.take(Event::VenueAnswered(1, Ok(Box::new(venue))));
        session
    };
    for mut session in [order_of(venue()), order_of(crate::test_support::booking::venue())] {
        assert_eq!(session.shop().section, Section::Order);
        let key = order_key("o1.secret");
        let number = session.number();
        assert!(session.effects.contains(&Effect::AskOrder(number, key)));
        session.take(Event::OrderAnswered(number, Ok(Box::new(order("issued")))));
        assert!(session.the_order().card().is_some());
        // Looking at it again is no second order.
        assert!(
            !session
                .effects
                .iter()
                .any(|effect| matches!(effect, Effect::Emit(HostEvent::GiftCardOrdered { .. })))
        );
    }
}
