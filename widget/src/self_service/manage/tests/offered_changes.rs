//! Facts about the changes of a reservation that its booking system makes.

use shared::problem::Problem;
use shared::validation::{FieldCode, FieldError};
use shared::venue::Feature;

use super::*;

#[test]
fn only_what_the_booking_system_changes_is_offered() {
    let offered = |taken: &[Feature], more: &Value| {
        let mut venue = crate::test_support::booking::venue();
        let changes = [
            Feature::SlotChanges,
            Feature::PaidSlotChanges,
            Feature::NoteChanges,
        ];
        venue
            .features
            .retain(|feature| !changes.contains(feature) || taken.contains(feature));
        let mut session = Session::open_at(venue, more);
        let offered = (session.managed().offers_move(), session.managed().can_write());
        for event in [Event::MoveWanted, Event::NotesWanted] {
            session.take(event);
        }
        assert_eq!(session.managed().step == Step::View, offered == (false, false));
        assert!(session.managed().can_cancel());
        offered
    };
    let (free, deposit) = (json!({}), paid("booked", "paid"));
    let slots = [Feature::SlotChanges];
    let paid_slots = [Feature::SlotChanges, Feature::PaidSlotChanges];
    assert_eq!(offered(&[], &free), (false, false));
    assert_eq!(offered(&slots, &free), (true, false));
    assert_eq!(offered(&slots, &deposit), (false, false));
    assert_eq!(offered(&paid_slots, &deposit), (true, false));
    assert_eq!(offered(&[Feature::NoteChanges], &free), (false, true));
}

#[test]
fn a_change_that_is_refused_at_the_price_it_had_is_not_refused_for_its_price() {
    let total = json!({ "amount": 7_800, "currency": "EUR" });
    let mut session = Session::open(&json!({ "total": total }));
    session.take(Event::MoveWanted).answer();
    session
        .take(Event::Find(flow::Event::DayChosen(day("2026-11-28"))))
        .answer();
    session.take(Event::Find(flow::Event::TimeChosen(minutes(1200))));
    let asked = session.effects.iter().find_map(|effect| match effect {
        Effect::AskQuote(number, ..) => Some(*number),
        _ => None,
    });
    let quote = read(json!({
        "lines": [], "taxes": [], "total": total, "dueNow": { "amount": 0, "currency": "EUR" }, "dueAtVenue": total,
    }));
    session
        .take(Event::QuoteAnswered(asked.unwrap(), Ok(Box::new(quote))))
        .take(Event::MoveConfirmed);
    let number = session.sent();
    let refused = Problem::fields(vec![FieldError::new("/minutes", FieldCode::NotOffered)]);
    session.take(Event::Changed(number, Err(Failure::Problem(Box::new(refused)))));
    assert_eq!(session.managed().notice, Some(Notice::NotOffered));
}

#[test]
fn every_refusal_of_a_change_says_what_can_be_done_next() {
    let price = Problem::fields(vec![FieldError::new("/attendees", FieldCode::NotOffered)]);
    let wrong = Problem::fields(vec![FieldError::new("/day", FieldCode::BeyondHorizon)]);
    let never = Problem::fields(vec![FieldError::new("", FieldCode::NotOffered)]);
    let of = |problem: Problem| Failure::Problem(Box::new(problem));
    for (failure, notice) in [
        (problem(ProblemCode::SlotTaken), Notice::Taken(minutes(1200))),
        (of(price), Notice::OtherPrice),
        (of(wrong), Notice::NotPossible),
        (of(never), Notice::NotOffered),
        (problem(ProblemCode::IllegalTransition), Notice::TooLate),
        (Failure::Offline, Notice::Failed(Failure::Offline)),
    ] {
        let mut session = at_review();
        session.take(Event::MoveConfirmed);
        let number = session.sent();
        session.take(Event::Changed(number, Err(failure)));
        assert_eq!(session.managed().notice, Some(notice));
        assert!(is_focused(&session, Focus::Notice));
    }
    let mut session = at_review();
    session.take(Event::MoveConfirmed);
    let number = session.sent();
    session.take(Event::Changed(number, Err(problem(ProblemCode::Unauthorized))));
    assert_eq!(session.state.screen, Screen::NoReservation);
}
