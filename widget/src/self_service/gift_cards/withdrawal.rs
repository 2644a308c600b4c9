//! Withdrawal from a purchase, in the two steps that the law requires: the refund is stated first, then confirmed. The
//! edge decides until when it is possible.

use shared::gift_card::{OrderStatus, Withdrawal as Terms};
use shared::problem::ProblemCode;

use super::{Effect, Event, Focus, Order, Shop};
use crate::flow::{Failure, HostEvent};
use crate::self_service::StepContext;

/// The state of a withdrawal.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Withdrawal {
    /// None was begun.
    #[default]
    Unwanted,
    /// The statement of the refund is being requested, by this number.
    Requested(u32),
    /// The statement failed, or nothing comes back.
    Refused(Failure),
    /// The refund is stated.
    Stated(Terms),
    /// The confirmation is being sent, by this number.
    Sending(u32, Terms),
    /// The confirmation was refused, or its outcome is unknown. Confirming again has no further effect.
    Failed(Terms, Failure),
    /// It was accepted.
    Taken(Terms),
}

impl Withdrawal {
    /// Whether the guest is about to withdraw.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        !matches!(self, Self::Unwanted | Self::Taken(_))
    }

    /// The refund and its deadline, once they are known.
    #[must_use]
    pub fn terms(&self) -> Option<&Terms> {
        match self {
            Self::Unwanted | Self::Requested(_) | Self::Refused(_) => None,
            Self::Stated(terms) | Self::Sending(_, terms) | Self::Failed(terms, _) | Self::Taken(terms) => {
                Some(terms)
            }
        }
    }

    /// Whether it can be abandoned: no confirmation is in flight or may have arrived.
    #[must_use]
    pub fn may_be_left(&self) -> bool {
        match self {
            Self::Requested(_) | Self::Refused(_) | Self::Stated(_) => true,
            Self::Failed(_, failure) => is_refusal(failure),
            Self::Unwanted | Self::Sending(..) | Self::Taken(_) => false,
        }
    }
}

/// Whether a failure is a definite refusal: nothing was done.
#[must_use]
pub fn is_refusal(failure: &Failure) -> bool {
    matches!(failure, Failure::Problem(problem) if matches!(
        problem.code,
        ProblemCode::WithdrawalOver | ProblemCode::GiftCardUsedUp | ProblemCode::NotWithdrawable | ProblemCode::RateLimited
    ))
}

impl Order {
    /// Whether a withdrawal can be stated: of a card that is there and has something on it.
    #[must_use]
    pub fn can_be_withdrawn(&self) -> bool {
        let has_worth = self.card().is_some_and(|card| card.remaining.amount() > 0);
        self.status() == Some(OrderStatus::Issued) && has_worth
    }

    fn ask_what_comes_back(&mut self, context: &mut StepContext<'_>) -> Effect {
        let number = context.next_number();
        self.withdrawal = Withdrawal::Requested(number);
        Effect::Withdraw(number, self.key.clone(), false)
    }
}

impl Shop {
    pub(super) fn take_withdrawal(&mut self, event: Event, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Some(order) = &mut self.order else {
            return Vec::new();
        };
        match (event, &order.withdrawal) {
            (Event::WithdrawalWanted, Withdrawal::Unwanted) if order.can_be_withdrawn() => vec![
                order.ask_what_comes_back(context),
                Effect::Focus(Focus::Heading),
                Effect::Emit(HostEvent::Step("gift-card-withdrawal")),
            ],
            (Event::Retried, Withdrawal::Refused(_)) => {
                vec![order.ask_what_comes_back(context), Effect::Focus(Focus::Heading)]
            }
            (Event::WithdrawalConfirmed, Withdrawal::Stated(terms) | Withdrawal::Failed(terms, _)) => {
                let number = context.next_number();
                order.withdrawal = Withdrawal::Sending(number, *terms);
                vec![Effect::Withdraw(number, order.key.clone(), true)]
            }
            (Event::WentBack, withdrawal) if withdrawal.may_be_left() => {
                order.withdrawal = Withdrawal::Unwanted;
                vec![
                    Effect::Focus(Focus::Heading),
                    Effect::Emit(HostEvent::Step(order.step_name())),
                ]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn withdrawal_answered(
        &mut self,
        number: u32,
        answer: Result<Terms, Failure>,
        context: &mut StepContext<'_>,
    ) -> Vec<Effect> {
        let Some(order) = &mut self.order else {
            return Vec::new();
        };
        let confirmed = match &order.withdrawal {
            Withdrawal::Requested(asked) if *asked == number => None,
            Withdrawal::Sending(asked, terms) if *asked == number => Some(*terms),
            _ => return Vec::new(),
        };
        match (answer, confirmed) {
            // It may have been withdrawn from before, such as in another window.
            (Ok(terms), confirmed) if confirmed.is_some() || terms.status != OrderStatus::Issued => {
                order.withdrawal = Withdrawal::Taken(terms);
                order.end_with(terms.status);
                let mut effects = vec![
                    Effect::Focus(Focus::Heading),
                    Effect::Emit(HostEvent::Step(order.step_name())),
                ];
                effects.extend(order.go_on_waiting(context));
                effects
            }
            (Ok(terms), _) => {
                order.withdrawal = Withdrawal::Stated(terms);
                vec![Effect::Focus(Focus::Heading)]
            }
            (Err(failure), confirmed) => {
                let tell = Effect::Emit(HostEvent::Error(failure.name()));
                order.withdrawal = match confirmed {
                    Some(terms) => Withdrawal::Failed(terms, failure),
                    None => Withdrawal::Refused(failure),
                };
                vec![Effect::Focus(Focus::Notice), tell]
            }
        }
    }
}
