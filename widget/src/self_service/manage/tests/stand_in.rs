//! Facts about the answer to a reservation's creation, which stands in where the reservation cannot be read again.

use super::*;
use crate::self_service::Link;
use crate::test_support::booking::venue;

#[test]
fn a_table_that_was_just_held_keeps_its_number_though_it_cannot_be_read_again() {
    let held = || {
        let mut session = Session::start(reservation(&json!({ "status": "payment_pending" })));
        session.state.loader.opening.answer = Some(session.reservation.clone());
        session
    };
    let mut session = held();
    let number = session.state.loader.numbers.last();
    session.take(Event::ReservationAnswered(
        number,
        Err(problem(ProblemCode::RateLimited)),
    ));
    session.take(Event::VenueAnswered(number, Ok(Box::new(venue()))));
    assert_eq!(session.managed().phase(), Phase::ToPay);
    assert!(matches!(session.managed().notice, Some(Notice::Failed(_))));
    assert_eq!(session.managed().reservation.number, "R-000123");
    session.take(Event::Refreshed).answer();
    assert_eq!(session.managed().notice, None);
    // Without the venue as well, the screen that says so has the number.
    let mut session = held();
    session.take(Event::VenueAnswered(number, Err(Failure::Offline)));
    assert_eq!(session.state.screen, Screen::Failed(Failure::Offline));
    assert_eq!(session.state.answer().unwrap().number, "R-000123");
    // An answer about another reservation does not stand in.
    session.state.loader.opening.link = Link::read("r2.token");
    assert_eq!(session.state.answer(), None);
}
