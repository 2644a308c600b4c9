//! The access code for a reservation of a private experience, which is not offered without it.

use std::sync::Arc;

use shared::choices::AccessCode;
use shared::problem::ProblemCode;
use shared::validation::FieldCode;
use shared::venue::{Feature, Venue};

use super::{Effect, ManagedReservation, Notice, Step, TypedCode};
use crate::flow::Failure;
use crate::self_service::StepContext;
use crate::self_service::extras::ExtrasFocus;

impl ManagedReservation {
    /// Whether its experience may be offered with a code, and is not without one.
    #[must_use]
    pub fn needs_code(&self) -> bool {
        let has_codes = self.venue.features.contains(&Feature::AccessCodes);
        self.can_change() && has_codes && self.experience().is_none()
    }

    /// Asks the guest for the code, before another table is looked for or what was chosen is changed.
    pub(super) fn begin_code(&mut self, is_for_move: bool) -> Vec<Effect> {
        self.go(Step::Code(TypedCode {
            is_for_move,
            ..TypedCode::default()
        }))
    }

    pub(super) fn type_code(&mut self, text: String) {
        if let Step::Code(typed) = &mut self.step {
            typed.text = text;
            typed.fault = None;
        }
    }

    /// Uses the code from now on, and asks what the venue offers with it.
    pub(super) fn confirm_code(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Step::Code(typed) = &mut self.step else {
            return Vec::new();
        };
        if typed.asked.is_some() {
            return Vec::new();
        }
        match AccessCode::parse(&typed.text) {
            Ok(code) => {
                let number = context.next_number();
                typed.asked = Some(number);
                self.notice = None;
                let venue = self.venue.id.clone();
                vec![Effect::UseCode(Some(code)), Effect::AskVenue(number, venue)]
            }
            Err(fault) => {
                typed.fault = Some(fault);
                vec![Effect::FocusField(ExtrasFocus::Code)]
            }
        }
    }

    /// Takes the venue as it is by now, and goes on where the code opens the experience. A code that does not is given up.
    pub(super) fn venue_answered(
        &mut self,
        number: u32,
        answer: Result<Arc<Venue>, Failure>,
        context: &StepContext<'_>,
    ) -> Vec<Effect> {
        let failure = match answer {
            Ok(venue) => {
                self.venue = venue;
                self.renew();
                None
            }
            Err(failure) => Some(failure),
        };
        let is_opened = failure.is_none() && self.experience().is_some();
        let Step::Code(typed) = &mut self.step else {
            return Vec::new();
        };
        if typed.asked != Some(number) {
            return Vec::new();
        }
        typed.asked = None;
        let is_for_move = typed.is_for_move;
        match failure {
            None if is_opened && is_for_move => self.begin_move(context),
            None if is_opened && self.can_choose() => self.begin_choosing(),
            None if is_opened => self.go(Step::View),
            Some(failure) if !is_refused(&failure) => {
                let mut effects = vec![Effect::UseCode(None)];
                effects.extend(self.say(Notice::Failed(failure)));
                effects
            }
            _ => {
                if let Step::Code(typed) = &mut self.step {
                    typed.fault = Some(FieldCode::Unknown);
                }
                vec![Effect::UseCode(None), Effect::FocusField(ExtrasFocus::Code)]
            }
        }
    }
}

/// Whether the API says that the code opens nothing.
fn is_refused(failure: &Failure) -> bool {
    matches!(failure, Failure::Problem(problem) if problem.code == ProblemCode::AccessCodeUnknown)
}
