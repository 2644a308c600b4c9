//! Facts about a booking with extras of which nothing is paid before the visit: its details book.

use super::*;

fn type_details(session: &mut Session) {
    for (field, text) in [(Field::LastName, "Muster"), (Field::Email, "ada@example.com")] {
        session.take(Event::Booking(flow::Event::Typed(field, text.to_owned())));
    }
}

#[test]
fn where_nothing_is_due_before_the_visit_the_details_book() {
    let mut session = Session::at_last_details();
    assert!(!session.booking().has_review());
    let confirmed =
        |number| Event::Booking(flow::Event::Confirmed(crate::test_support::booking::key(number)));
    session.take(confirmed(1));
    assert!(session.sent().is_none());
    assert!(session.is_focused(Focus::Faults));
    type_details(&mut session);
    session.take(confirmed(2));
    let (_, request) = session.sent().unwrap();
    assert_eq!(request.quoted.map(|quoted| quoted.total.amount()), Some(14_600));
    assert_eq!(
        serde_json::to_value(&request.answers).unwrap()[0]["value"],
        "Nuts"
    );
}

#[test]
fn an_add_on_that_is_gone_is_named_where_the_details_book_too() {
    let mut session = Session::at_last_details();
    type_details(&mut session);
    let (number, _) = session.send();
    let fault = FieldError {
        pointer: "/addOns/0/quantity".to_owned(),
        code: FieldCode::SoldOut,
    };
    session.reserved(number, Err(refused(vec![fault])));
    assert!(session.state.is_at_extras);
    assert!(session.is_focused(Focus::Faults));
}

#[test]
fn a_price_that_is_due_now_by_now_is_reviewed() {
    let mut session = Session::at_last_details();
    type_details(&mut session);
    let (number, _) = session.send();
    let mut problem = Problem::new(ProblemCode::PriceChanged);
    problem.quote = Some(read(json!({
        "lines": [], "taxes": [], "total": money(20_000), "dueNow": money(500), "dueAtVenue": money(19_500),
    })));
    session.reserved(number, Err(Failure::Problem(Box::new(problem))));
    assert_eq!(session.booking().step, Step::Details);
    assert!(session.booking().has_review());
    session.take(Event::Booking(flow::Event::Continued));
    assert_eq!(session.booking().step, Step::Review);
}
