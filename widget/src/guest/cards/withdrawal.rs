//! Withdrawing from a purchase, in the two steps that the law asks for: the guest says so, sees what comes back,
//! and confirms. It must not know until when the right holds: the edge does.

use shared::gift_card::{GiftCardOrder, OrderStatus};
use shared::money::Money;
use shared::problem::Code;

use super::state::Numbers;
use super::{Counter, Effect, Event, Focus, HostEvent, Order};
use crate::flow::{Failure, IdempotencyKey};

/// How far a withdrawal has got.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Withdrawal {
    /// Nobody wants to.
    #[default]
    Unwanted,
    /// The guest said so and sees what follows.
    Stated,
    /// It was confirmed and is on its way, by this number.
    Sending(u32, IdempotencyKey),
    /// It was refused, or nobody knows whether it arrived: then the key is kept.
    Failed(Option<IdempotencyKey>, Failure),
    /// It has arrived.
    Taken,
}

impl Withdrawal {
    /// Whether the guest is about to withdraw.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Stated | Self::Sending(..) | Self::Failed(..))
    }
}

impl Order {
    /// What comes back, if the guest withdraws: what is left on the card.
    #[must_use]
    pub fn comes_back(&self) -> Option<Money> {
        self.card().map(|card| card.remaining)
    }

    /// Whether a withdrawal can be stated: of a card that is there and has something on it.
    #[must_use]
    pub fn can_be_withdrawn(&self) -> bool {
        self.status() == Some(OrderStatus::Issued)
            && self.comes_back().is_some_and(|money| money.amount() > 0)
    }
}

impl Counter {
    pub(super) fn take_withdrawal(&mut self, event: Event, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let Some(order) = &mut self.order else {
            return Vec::new();
        };
        match (event, &order.withdrawal) {
            (Event::WithdrawalWanted, Withdrawal::Unwanted) if order.can_be_withdrawn() => {
                order.withdrawal = Withdrawal::Stated;
                vec![
                    Effect::Focus(Focus::Heading),
                    Effect::Tell(HostEvent::Step("gift-card-withdrawal")),
                ]
            }
            (Event::WithdrawalConfirmed(fresh), Withdrawal::Stated | Withdrawal::Failed(..)) => {
                let key = match &order.withdrawal {
                    Withdrawal::Failed(Some(key), _) => key.clone(),
                    _ => fresh,
                };
                let number = numbers.next();
                order.withdrawal = Withdrawal::Sending(number, key.clone());
                vec![Effect::Withdraw(number, key, order.key.clone())]
            }
            (Event::WentBack, Withdrawal::Stated | Withdrawal::Failed(None, _)) => {
                order.withdrawal = Withdrawal::Unwanted;
                vec![
                    Effect::Focus(Focus::Heading),
                    Effect::Tell(HostEvent::Step(order.step_name())),
                ]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn withdrawal_answered(
        &mut self,
        number: u32,
        answer: Result<Box<GiftCardOrder>, Failure>,
        numbers: &mut Numbers<'_>,
    ) -> Vec<Effect> {
        let Some(order) = &mut self.order else {
            return Vec::new();
        };
        let key = match &order.withdrawal {
            Withdrawal::Sending(asked, key) if *asked == number => key.clone(),
            _ => return Vec::new(),
        };
        match answer {
            Ok(known) => {
                order.withdrawal = Withdrawal::Taken;
                let mut effects = order.learn(known, numbers);
                if !effects.contains(&Effect::Focus(Focus::Heading)) {
                    effects.insert(0, Effect::Focus(Focus::Heading));
                }
                effects
            }
            Err(failure) => {
                let tell = Effect::Tell(HostEvent::Error(failure.name()));
                let is_refused = matches!(&failure, Failure::Problem(problem)
                    if matches!(problem.code, Code::IllegalTransition | Code::ValidationFailed | Code::RateLimited));
                order.withdrawal = Withdrawal::Failed((!is_refused).then_some(key), failure);
                vec![Effect::Focus(Focus::Notice), tell]
            }
        }
    }
}
