//! Sending a new entry, and what each answer leads to.

use shared::problem::ProblemCode;
use shared::waitlist::WaitlistEntry;

use super::Effect;
use super::form::{Form, Refused};
use crate::flow::{Failure, Focus, GuestFault, HostEvent, IdempotencyKey, Submission};
use crate::self_service::Link;

/// An entry that was made, and its link.
pub(super) type SubmittedEntry = (Box<WaitlistEntry>, Link);

impl Form {
    pub(super) fn confirm(&mut self, fresh: IdempotencyKey, number: u32) -> Vec<Effect> {
        // What was sent is sent again as it was.
        let wanted = if self.submission.is_open() {
            None
        } else {
            let Some(request) = self.request() else {
                return vec![Effect::Focus(Focus::Faults)];
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

    /// The entry, or the effects that show why there is none.
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
            // An entry without its token is no answer of our API.
            Ok(None) => Failure::Unreadable(201),
            Err(failure) => failure,
        };
        let error = Effect::Emit(HostEvent::Error(failure.name()));
        let focused = match self.submission.doubt(attempt, failure) {
            Ok(()) => Focus::Notice,
            Err(failure) => self.refuse(failure),
        };
        Err(vec![Effect::Focus(focused), error])
    }

    /// Shows why it was refused; the element to focus.
    fn refuse(&mut self, failure: Failure) -> Focus {
        self.refused = Some(match failure {
            Failure::Problem(problem) => match problem.code {
                ProblemCode::SlotOpen => {
                    let open = problem.alternatives.into_iter().flatten();
                    Refused::Open(open.map(|slot| slot.minutes).collect())
                }
                ProblemCode::TooManyEntries => Refused::TooMany,
                ProblemCode::ValidationFailed => {
                    let faults = GuestFault::of(&problem);
                    if !faults.is_empty() {
                        self.details.sum_up(faults);
                        return Focus::Faults;
                    }
                    Refused::NotPossible
                }
                _ => Refused::Failed(Failure::Problem(problem)),
            },
            failure => Refused::Failed(failure),
        });
        Focus::Notice
    }
}

/// An entry and its link, whose token only this answer holds.
fn with_right(mut entry: Box<WaitlistEntry>) -> Option<SubmittedEntry> {
    let token = entry.entry_token.take()?;
    let link = Link::of(entry.id.as_str(), &token)?;
    Some((entry, link))
}
