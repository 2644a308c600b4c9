//! Rebuilds the booking's state from a fragment: the answers that the edge drew its first screen from. The same
//! answers make the same state, so that the screen in the document can be hydrated instead of drawn anew. Pure: it
//! makes no requests and reads no clock.

use shared::fragment::Fragment;

use shared::time::Instant;

use crate::flow::{Effect, Event, Flow, Setup, State, step};

/// The state that the fragment's answers lead to, each of them as old as `now`, and the effects
/// that the fragment has no answer to.
#[must_use]
pub fn restore(setup: Setup, fragment: Fragment, now: Instant) -> (State, Vec<Effect>) {
    let mut venue = Some(Box::new(fragment.venue));
    let mut calendars = fragment.calendars.into_iter().peekable();
    let mut slots = fragment.slots;
    let (mut state, mut effects) = State::start(setup);
    let mut left = Vec::new();
    while !effects.is_empty() {
        let effect = effects.remove(0);
        let event = match &effect {
            Effect::AskVenue(number, _) => venue.take().map(|venue| Event::VenueAnswered(*number, Ok(venue))),
            Effect::AskCalendar(number, question) => calendars
                .next_if(|known| (known.from, known.to) == (question.from, question.to))
                .map(|known| Event::CalendarAnswered(*number, Ok(known.days))),
            Effect::AskSlots(number, question) => slots
                .take_if(|known| known.day == question.day)
                .map(|known| Event::SlotsAnswered(*number, Ok(known.slots))),
            Effect::AskBalance(..) | Effect::Reserve(..) | Effect::Focus(_) | Effect::Emit(_) => None,
        };
        match event {
            Some(event) => {
                let (next, more) = step(state, event, now);
                state = next;
                effects.extend(more);
            }
            None => left.push(effect),
        }
    }
    (state, left)
}

#[cfg(test)]
mod tests {
    use shared::fragment::FragmentCalendar;
    use shared::locale::Language;

    use super::*;
    use crate::flow::{HostEvent, Prefill};
    use crate::i18n::CachedFormats;
    use crate::test_support::booking::*;

    fn fragment(calendars: Vec<FragmentCalendar>) -> Fragment {
        Fragment {
            html: String::new(),
            language: Language::parse("en").unwrap(),
            sheet: None,
            venue: venue(),
            calendars,
            slots: None,
            formatted: CachedFormats::new(),
            style: String::new(),
            code: String::new(),
            module: String::new(),
        }
    }

    #[test]
    fn what_the_edge_could_not_answer_is_asked_again() {
        let setup = setup(Prefill::default());
        let (state, left) = restore(setup, fragment(vec![]), Instant::from_unix(0));
        assert!(state.booking().is_some());
        assert!(matches!(
            &left[..],
            [Effect::Emit(HostEvent::Ready), Effect::AskCalendar(..)]
        ));
    }
}
