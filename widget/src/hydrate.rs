//! Begins with what the edge has drawn: the same state is built from the same answers, so that its
//! screen can be taken over. It must not ask anything, nor know how the answers came here.

use shared::fragment::Fragment;
use shared::locale::Language;

use crate::flow::{Effect, Event, Setup, State, step};

/// The tag to write days and prices by: that of the reader who has named a region, since `en-GB` writes
/// other times than `en-US`, and else the language alone.
#[must_use]
pub fn dialect<'a>(language: &str, wanted: impl IntoIterator<Item = &'a Language>) -> Option<Language> {
    let is_meant = |tag: &&Language| tag.primary() == language && tag.as_str() != language;
    let named = wanted.into_iter().find(is_meant).cloned();
    named.or_else(|| Language::parse(language).ok())
}

/// A widget that knows what the fragment says, at this second, and what is left to be done.
#[must_use]
pub fn begin(setup: Setup, fragment: Fragment, now: u32) -> (State, Vec<Effect>) {
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
            Effect::Reserve(..) | Effect::Focus(_) | Effect::Tell(_) => None,
        };
        match event {
            Some(event) => {
                let (next, more) = step(state.at(now), event);
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

    use super::*;
    use crate::flow::fixtures::*;
    use crate::flow::{HostEvent, Prefill};
    use crate::i18n::Notes;

    fn fragment(calendars: Vec<FragmentCalendar>) -> Fragment {
        Fragment {
            html: String::new(),
            language: Language::parse("en").unwrap(),
            sheet: None,
            venue: venue(),
            calendars,
            slots: None,
            formatted: Notes::new(),
            style: String::new(),
            code: String::new(),
            module: String::new(),
        }
    }

    #[test]
    fn a_region_counts_where_it_is_of_the_language_that_is_spoken() {
        let tags = |list: &[&str]| -> Vec<Language> {
            list.iter().map(|tag| Language::parse(tag).unwrap()).collect()
        };
        let pick = |list: &[&str]| dialect("de", &tags(list)).unwrap().as_str().to_owned();
        assert_eq!(pick(&["en-GB", "de", "de-AT"]), "de-AT");
        assert_eq!(pick(&["en-GB", "de"]), "de");
        assert_eq!(pick(&[]), "de");
    }

    #[test]
    fn what_the_edge_could_not_answer_is_asked_again() {
        let setup = setup(Prefill::default());
        let (state, left) = begin(setup, fragment(vec![]), 0);
        assert!(state.booking().is_some());
        assert!(matches!(
            &left[..],
            [Effect::Tell(HostEvent::Ready), Effect::AskCalendar(..)]
        ));
    }
}
