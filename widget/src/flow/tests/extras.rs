//! Facts about experiences with extras, from which another flow goes on.

use super::*;

/// The venue known, every experience with extras.
fn opened(prefill: Prefill) -> Session {
    let mut session = Session::start(prefill);
    let mut venue = venue();
    for experience in &mut venue.experiences {
        experience.has_extras = true;
    }
    session.take(Event::VenueAnswered(1, Ok(Box::new(venue))));
    session
}

#[test]
fn a_time_of_an_experience_with_extras_hands_the_choice_over() {
    let mut session = opened(Prefill::default());
    session.answer();
    session.take(Event::DayChosen(day("2026-11-27"))).answer();
    session.take(Event::TimeChosen(minutes(1140)));
    assert_eq!(session.effects, [Effect::Emit(HostEvent::Step(EXTRAS))]);
    // The form that is drawn next holds all of the choice.
    assert_eq!(session.booking().step, Step::Details);
}

#[test]
fn a_complete_choice_of_an_experience_with_extras_is_handed_over_at_once() {
    let mut session = opened(prefill("dinner", "2", "2026-11-27", "19:00"));
    let number = session.asked_slots();
    session.take(Event::SlotsAnswered(number, Ok(slots())));
    assert_eq!(session.effects, [Effect::Emit(HostEvent::Step(EXTRAS))]);
}

#[test]
fn without_extras_nothing_is_different() {
    let session = Session::at_details();
    assert!(
        session
            .effects
            .contains(&Effect::Emit(HostEvent::Step("details")))
    );
    assert!(!session.effects.contains(&Effect::Emit(HostEvent::Step(EXTRAS))));
}
