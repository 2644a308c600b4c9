//! The access code that a guest has: typed, sent with what is asked from then on, and given up where it opens nothing.

use std::fmt;

use shared::choices::AccessCode;
use shared::problem::ProblemCode;
use shared::time::Instant;
use shared::validation::FieldCode;

use super::{BookingWithExtras, Effect, ExtrasFocus};
use crate::flow::{self, Failure, Step};

/// The field of the access code.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct CodeField {
    /// As typed.
    pub text: String,
    /// The fault that is shown.
    pub fault: Option<FieldCode>,
    /// The code that is sent.
    pub(super) used: Option<AccessCode>,
}

impl fmt::Debug for CodeField {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The code is a secret of those who have it.
        formatter
            .debug_struct("CodeField")
            .field("fault", &self.fault)
            .field("used", &self.used)
            .finish_non_exhaustive()
    }
}

impl CodeField {
    /// Whether a code is sent.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.used.is_some()
    }
}

impl BookingWithExtras {
    pub(super) fn type_code(&mut self, text: String) {
        self.code.text = text;
        self.code.fault = None;
    }

    /// Uses the code from now on, or none where the field was emptied: all is asked again with it.
    pub(super) fn confirm_code(&mut self, now: Instant) -> Vec<Effect> {
        let is_find = self
            .booking
            .booking()
            .is_some_and(|booking| booking.step == Step::Find);
        match AccessCode::parse(&self.code.text) {
            _ if !is_find => Vec::new(),
            Ok(code) => self.send_code(Some(code), now),
            Err(FieldCode::Required) if self.code.is_used() => self.send_code(None, now),
            Err(code) => {
                self.code.fault = Some(code);
                vec![Effect::FocusField(ExtrasFocus::Code)]
            }
        }
    }

    /// Gives the code up where the API says that it opens nothing.
    pub(super) fn refuse_code(&mut self, now: Instant) -> Vec<Effect> {
        self.code.fault = Some(FieldCode::Unknown);
        let mut effects = self.send_code(None, now);
        effects.push(Effect::FocusField(ExtrasFocus::Code));
        effects
    }

    /// Whether an answer says that the code which is sent opens nothing.
    pub(super) fn is_code_refused<T>(&self, answer: &Result<T, Failure>) -> bool {
        self.code.is_used()
            && matches!(answer, Err(Failure::Problem(problem)) if problem.code == ProblemCode::AccessCodeUnknown)
    }

    fn send_code(&mut self, code: Option<AccessCode>, now: Instant) -> Vec<Effect> {
        self.code.used.clone_from(&code);
        let mut effects = vec![Effect::UseCode(code)];
        effects.extend(self.pass(flow::Event::Refreshed, now));
        effects
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Prefill;
    use crate::self_service::extras::Event;
    use crate::test_support::booking::problem;
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
    fn all_is_asked_again_with_a_code_before_anything_else() {
        let session = with_code(" SPRING ");
        let code = AccessCode::parse("SPRING").unwrap();
        assert_eq!(session.effects[0], Effect::UseCode(Some(code)));
        assert!(is_asked(&session).is_some());
        assert!(!format!("{:?}", session.state).contains("SPRING"));
    }

    #[test]
    fn a_code_that_opens_nothing_is_named_and_given_up() {
        let mut session = with_code("AUTUMN");
        let number = is_asked(&session).unwrap();
        let answer = Err(problem(ProblemCode::AccessCodeUnknown));
        session.take(Event::Booking(flow::Event::CalendarAnswered(number, answer)));
        assert_eq!(session.state.code.fault, Some(FieldCode::Unknown));
        assert!(session.effects.contains(&Effect::UseCode(None)));
        assert!(is_asked(&session).is_some());
    }

    #[test]
    fn no_code_is_no_code() {
        let session = with_code("  ");
        assert_eq!(session.state.code.fault, Some(FieldCode::Required));
        assert_eq!(session.effects, [Effect::FocusField(ExtrasFocus::Code)]);
    }
}
