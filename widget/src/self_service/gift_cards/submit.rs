//! Sending the order, and what each answer leads to.

use shared::gift_card::{GiftCardOrder, GiftCardRequest};
use shared::problem::{Problem, ProblemCode};

use super::{Effect, Fault, Field, FieldFault, Focus, Notice, Order, Section, Shop, Step};
use crate::flow::{Failure, HostEvent, IdempotencyKey, Submission};
use crate::self_service::StepContext;

impl Shop {
    pub(super) fn confirm(&mut self, fresh: IdempotencyKey, context: &mut StepContext<'_>) -> Vec<Effect> {
        let wanted = self.request().map(Box::new);
        let Some(attempt) = self.submission.next(fresh, wanted) else {
            return Vec::new();
        };
        let number = context.next_number();
        let effect = Effect::Order(number, attempt.key.clone(), attempt.request.clone());
        self.submission = Submission::Sending(number, attempt);
        self.notice = None;
        vec![effect]
    }

    /// The order's body, if the guest is at the review and everything is there.
    fn request(&self) -> Option<GiftCardRequest> {
        let draft = self.draft.as_ref().filter(|_| self.step == Step::Review)?;
        draft.request(self.today(), &self.locale)
    }

    pub(super) fn ordered(
        &mut self,
        number: u32,
        answer: Result<Box<GiftCardOrder>, Failure>,
        context: &mut StepContext<'_>,
    ) -> Vec<Effect> {
        let Some(attempt) = self.submission.answered(number) else {
            return Vec::new();
        };
        let failure = match answer.map(|order| Order::made(*order, attempt.request.template_id.clone())) {
            Ok(Some(order)) => return self.show_made(order, context),
            // An order without a right to see it is no answer of ours.
            Ok(None) => Failure::Unreadable(201),
            Err(failure) => failure,
        };
        let tell = Effect::Emit(HostEvent::Error(failure.name()));
        let mut effects = match self.submission.doubt(attempt, failure) {
            Ok(()) => vec![Effect::Focus(Focus::Notice)],
            Err(failure) => self.refuse(failure, context),
        };
        effects.push(tell);
        effects
    }

    fn show_made(&mut self, order: Order, context: &mut StepContext<'_>) -> Vec<Effect> {
        self.order = Some(order);
        self.section = Section::Order;
        self.notice = None;
        let mut effects = vec![Effect::Focus(Focus::Heading)];
        if let Some(order) = &mut self.order {
            effects.push(Effect::Emit(HostEvent::Step(order.step_name())));
            effects.extend(order.tell_payment(context));
            effects.extend(order.go_on_waiting(context));
            effects.extend(order.tell());
        }
        effects
    }

    fn refuse(&mut self, failure: Failure, context: &mut StepContext<'_>) -> Vec<Effect> {
        match failure {
            Failure::Problem(problem) if problem.code == ProblemCode::ValidationFailed => {
                self.show_faults(*problem, context)
            }
            failure => {
                self.notice = Some(Notice::Refused(failure));
                vec![Effect::Focus(Focus::Notice)]
            }
        }
    }

    /// Shows the fields that the edge refused though they passed the view's own validation.
    fn show_faults(&mut self, problem: Problem, context: &mut StepContext<'_>) -> Vec<Effect> {
        let is_at = |pointer: &str| problem.errors.iter().find(|error| error.pointer == pointer);
        let is_asked = |field: &Field| self.draft.as_ref().is_some_and(|draft| draft.asks(*field));
        let faults: Vec<_> = Field::ALL
            .into_iter()
            .filter(is_asked)
            .filter_map(|field| {
                let fault = Fault::Code(is_at(field.pointer())?.code);
                Some(FieldFault { field, fault })
            })
            .collect();
        let earliest = faults.iter().map(|fault| fault.field.step()).min();
        if let (Some(step), Some(draft)) = (earliest, &mut self.draft) {
            draft.sum_up(faults);
            let mut effects = self.go(step);
            effects.retain(|effect| !matches!(effect, Effect::Focus(_)));
            effects.insert(0, Effect::Focus(Focus::Faults));
            // What is offered may have changed since it was read.
            effects.extend(self.renew(context));
            return effects;
        }
        let mut effects = vec![Effect::Focus(Focus::Notice)];
        if ["/templateId", "/amount/amount", "/amount/currency"]
            .iter()
            .any(|pointer| is_at(pointer).is_some())
        {
            self.step = Step::Design;
            effects.push(Effect::Emit(HostEvent::Step(self.step.name())));
            effects.extend(self.renew(context));
            self.notice = Some(Notice::NotOffered);
        } else {
            self.notice = Some(Notice::Refused(Failure::Problem(Box::new(problem))));
        }
        effects
    }
}
