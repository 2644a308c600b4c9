//! Leaving the wish: what is asked for, and what each answer means. It must not know under which key it is sent.

use shared::problem::{Problem, ProblemCode};
use shared::waitlist::WaitlistEntry;

use super::form::{Form, Refused};
use super::state::{focus, tell};
use super::{Effect, NOTICE};
use crate::flow::{Failure, Field, GuestFault, IdempotencyKey, Submission};
use crate::self_service::{Link, Told};

/// A wish that was left, and the right to it.
pub(super) type SubmittedEntry = (Box<WaitlistEntry>, Link);

impl Form {
    pub(super) fn confirm(&mut self, fresh: IdempotencyKey, number: u32) -> Vec<Effect> {
        // What was sent is sent again as it was.
        let wanted = if self.submission.is_open() {
            None
        } else {
            let Some(request) = self.request() else {
                return vec![focus("faults")];
            };
            Some(request)
        };
        let Some(attempt) = self.submission.next(fresh, wanted) else {
            return Vec::new();
        };
        let effect = Effect::Submit(number, attempt.key.clone(), attempt.request.clone());
        self.submission = Submission::Sending(number, attempt);
        self.refused = None;
        self.details.faults.clear();
        self.details.is_summed_up = false;
        vec![effect]
    }

    /// What came of it: the wish, or what is shown instead.
    pub(super) fn answered(
        &mut self,
        number: u32,
        answer: Result<Box<WaitlistEntry>, Failure>,
    ) -> Result<SubmittedEntry, Vec<Effect>> {
        let Some(attempt) = self.submission.answered(number) else {
            return Err(Vec::new());
        };
        let failure = match answer.map(with_right) {
            Ok(Some(left)) => return Ok(left),
            // A wish without a right to it is no answer of ours.
            Ok(None) => Failure::Unreadable(201),
            Err(failure) => failure,
        };
        let told = tell(Told::Error(failure.name()));
        let focused = match self.submission.doubt(attempt, failure) {
            Ok(()) => NOTICE,
            Err(failure) => self.refuse(failure),
        };
        Err(vec![focus(focused), told])
    }

    /// Shows why nothing came of it, and says where.
    fn refuse(&mut self, failure: Failure) -> &'static str {
        self.refused = Some(match failure {
            Failure::Problem(problem) => match problem.code {
                ProblemCode::SlotOpen => {
                    let open = problem.alternatives.into_iter().flatten();
                    Refused::Open(open.map(|slot| slot.minutes).collect())
                }
                ProblemCode::TooManyWishes => Refused::TooMany,
                ProblemCode::ValidationFailed => {
                    let faults = faults(&problem);
                    if !faults.is_empty() {
                        self.details.sum_up(faults);
                        return "faults";
                    }
                    Refused::NotPossible
                }
                _ => Refused::Failed(Failure::Problem(problem)),
            },
            failure => Refused::Failed(failure),
        });
        NOTICE
    }
}

/// The fields that the edge found fault with, though the view's own check passed.
fn faults(problem: &Problem) -> Vec<GuestFault> {
    let fault = |field: Field| {
        let mut errors = problem.errors.iter();
        let error = errors.find(|error| error.pointer == field.pointer())?;
        let code = error.code;
        Some(GuestFault { field, code })
    };
    Field::ALL.into_iter().filter_map(fault).collect()
}

/// A wish and its link, which is told once.
fn with_right(mut wish: Box<WaitlistEntry>) -> Option<SubmittedEntry> {
    let token = wish.wish_token.take()?;
    let link = Link::read(&[wish.id.as_str(), ".", &token].concat())?;
    Some((wish, link))
}
