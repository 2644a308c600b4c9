//! The access code that a guest has: typed, sent with what is asked from then on, and given up where it opens nothing.

use std::sync::Arc;

use shared::choices::AccessCode;
use shared::problem::ProblemCode;
use shared::time::Instant;
use shared::validation::FieldCode;
use shared::venue::Venue;

use super::{BookingWithExtras, Effect, ExtrasFocus};
use crate::flow::{self, Failure, Step};

impl BookingWithExtras {
    pub(super) fn type_code(&mut self, text: String) {
        self.code.text = text;
        self.code.fault = None;
    }

    /// Uses the code from now on, or none where the field was emptied: all is asked again with it.
    pub(super) fn confirm_code(&mut self) -> Vec<Effect> {
        let is_find = self
            .booking
            .booking()
            .is_some_and(|booking| booking.step == Step::Find);
        match AccessCode::parse(&self.code.text) {
            _ if !is_find => Vec::new(),
            Ok(code) => self.send_code(Some(code)),
            Err(FieldCode::Required) if self.code.is_used() => self.send_code(None),
            Err(code) => {
                self.code.fault = Some(code);
                vec![Effect::FocusField(ExtrasFocus::Code)]
            }
        }
    }

    /// Gives the code up where the API says that it opens nothing.
    pub(super) fn refuse_code(&mut self) -> Vec<Effect> {
        self.code.fault = Some(FieldCode::Unknown);
        let mut effects = self.send_code(None);
        effects.push(Effect::FocusField(ExtrasFocus::Code));
        effects
    }

    /// The code to send from now on, if it is another one than before: none for an experience that all can see.
    pub(super) fn switch_code(&mut self) -> Option<Effect> {
        let booking = self.booking.booking();
        let opened = &self.code.opened;
        let is_for_it = booking.is_none_or(|booking| opened.contains(&booking.experience.id));
        let is_sent = opened.is_empty() || self.code.asked.is_some() || is_for_it;
        let wanted = self.code.used.clone().filter(|_| is_sent);
        if wanted == self.code.sent {
            return None;
        }
        self.code.sent.clone_from(&wanted);
        Some(Effect::UseCode(wanted))
    }

    /// Whether an answer says that the code which is sent opens nothing.
    pub(super) fn is_code_refused<T>(&self, answer: &Result<T, Failure>) -> bool {
        self.code.is_used()
            && matches!(answer, Err(Failure::Problem(problem)) if problem.code == ProblemCode::AccessCodeUnknown)
    }

    /// Uses a code with all that is asked from now on, the venue first: it offers more with it, or less without.
    fn send_code(&mut self, code: Option<AccessCode>) -> Vec<Effect> {
        let number = self.numbers.issue();
        self.code.used = code;
        self.code.asked = Some(number);
        vec![Effect::AskVenue(number, self.booking.setup.venue.clone())]
    }

    /// Takes the venue as it is with the code, chooses what the code opens, and asks the rest again.
    pub(super) fn code_answered(&mut self, answer: Result<Box<Venue>, Failure>, now: Instant) -> Vec<Effect> {
        self.code.asked = None;
        if self.is_code_refused(&answer) {
            return self.refuse_code();
        }
        let mut effects = Vec::new();
        if let (Ok(venue), Some(booking)) = (answer, self.open()) {
            let known: Vec<_> = booking
                .venue
                .experiences
                .iter()
                .map(|one| one.id.clone())
                .collect();
            let offered: Vec<_> = venue.experiences.iter().map(|one| one.id.clone()).collect();
            let opened: Vec<_> = offered.iter().filter(|id| !known.contains(id)).cloned().collect();
            let mut experiences = venue.experiences.iter();
            let own = experiences.find(|one| one.id == booking.experience.id).cloned();
            let chosen = match (opened.first(), &own) {
                (Some(opened), _) => Some(opened.clone()),
                (None, Some(_)) => None,
                (None, None) => offered.first().cloned(),
            };
            if let Some(own) = own {
                booking.experience = Arc::new(own);
            }
            booking.venue = Arc::from(venue);
            if self.code.is_used() {
                self.code.opened.extend(opened);
            } else {
                self.code.opened.clear();
            }
            if let Some(chosen) = chosen {
                effects.extend(self.pass(flow::Event::ExperienceChosen(chosen), now));
            }
        }
        effects.extend(self.pass(flow::Event::Refreshed, now));
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Prefill;
    use crate::self_service::extras::Event;
    use crate::test_support::booking::{experience, problem};
    use crate::test_support::extras::{Session, extras, venue_with};

    fn with_code(text: &str) -> Session {
        let mut session = Session::start(Prefill::default(), venue_with(&extras()));
        session.answer();
        session
            .take(Event::CodeTyped(text.to_owned()))
            .take(Event::CodeConfirmed);
        session
    }

    fn is_asked(session: &Session) -> Option<u32> {
        session.effects.iter().find_map(|effect| match effect {
            Effect::Booking(effect) => match &**effect {
                flow::Effect::AskCalendar(number, _) => Some(*number),
                _ => None,
            },
            _ => None,
        })
    }

    #[test]
    fn all_is_asked_again_with_a_code_the_venue_first() {
        let mut session = with_code(" SPRING ");
        let code = AccessCode::parse("SPRING").unwrap();
        assert!(
            matches!(&session.effects[..], [Effect::UseCode(Some(used)), Effect::AskVenue(..)] if *used == code)
        );
        assert!(!format!("{:?}", session.state).contains("SPRING"));
        // What it opens is chosen, and the code is sent for that alone.
        let mut club = session.venue.experiences[0].clone();
        club.id = experience("club");
        session.venue.experiences.push(club);
        session.answer();
        assert_eq!(session.booking().experience.id, experience("club"));
        session.take(Event::Booking(flow::Event::ExperienceChosen(experience(
            "dinner",
        ))));
        assert_eq!(session.effects[0], Effect::UseCode(None));
        session.take(Event::Booking(flow::Event::ExperienceChosen(experience("club"))));
        assert!(matches!(session.effects[0], Effect::UseCode(Some(_))));
        // Without the code it is not there any more.
        session.venue.experiences.pop();
        session
            .take(Event::CodeTyped(String::new()))
            .take(Event::CodeConfirmed);
        session.answer();
        assert_ne!(session.booking().experience.id, experience("club"));
    }

    #[test]
    fn a_code_that_opens_nothing_is_named_and_given_up() {
        let mut session = with_code("AUTUMN");
        let Effect::AskVenue(number, _) = session.effects[1] else {
            panic!("{:?}", session.effects);
        };
        let answer = Err(problem(ProblemCode::AccessCodeUnknown));
        session.take(Event::VenueAnswered(number, answer));
        assert_eq!(session.state.code.fault, Some(FieldCode::Unknown));
        assert_eq!(session.effects[0], Effect::UseCode(None));
        assert!(session.effects.contains(&Effect::FocusField(ExtrasFocus::Code)));
    }

    #[test]
    fn a_code_that_is_over_meanwhile_is_given_up() {
        let mut session = with_code("SPRING");
        session.answer();
        session.take(Event::Booking(flow::Event::Refreshed));
        let number = is_asked(&session).unwrap();
        let answer = Err(problem(ProblemCode::AccessCodeUnknown));
        session.take(Event::Booking(flow::Event::CalendarAnswered(number, answer)));
        assert!(session.effects.contains(&Effect::UseCode(None)));
        assert!(!session.state.code.is_used());
    }

    #[test]
    fn no_code_is_no_code() {
        let session = with_code("  ");
        assert_eq!(session.state.code.fault, Some(FieldCode::Required));
        assert_eq!(session.effects, [Effect::FocusField(ExtrasFocus::Code)]);
    }
}
