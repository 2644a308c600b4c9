//! The payment of an order: passes events and effects between the order and its [`Checkout`].

use shared::gift_card::OrderStatus;

use super::{Effect, Focus, Order, Shop};
use crate::flow::Failure;
use crate::self_service::StepContext;
use crate::self_service::payment::{Checkout, Effect as Asked, Event as Happened};

impl Order {
    /// Whether the payment schedules the requests for the order.
    pub(super) fn is_being_paid(&self) -> bool {
        let is_pending = self.checkout.as_ref().is_some_and(Checkout::is_pending);
        self.status() == Some(OrderStatus::PaymentPending) && is_pending
    }

    /// Hands the order's payment to the checkout.
    pub(super) fn tell_payment(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let is_pending = self.status() == Some(OrderStatus::PaymentPending);
        let payment = self.known.as_ref().and_then(|known| known.payment.clone());
        let asked = match (&mut self.checkout, payment.filter(|_| is_pending)) {
            (Some(checkout), Some(payment)) => {
                checkout.take(Happened::Updated(Box::new(payment)), context.now)
            }
            (None, Some(payment)) => {
                let (checkout, asked) = Checkout::start(payment, context.now);
                self.checkout = Some(checkout);
                asked
            }
            // Without one there is nothing to pay, or not any more.
            (_, None) => {
                self.checkout = None;
                Vec::new()
            }
        };
        self.carry(asked, context)
    }

    /// Tells the checkout why the request failed.
    pub(super) fn tell_payment_nothing(
        &mut self,
        failure: Failure,
        context: &mut StepContext<'_>,
    ) -> Vec<Effect> {
        let checkout = self.checkout.as_mut();
        let asked = checkout.map(|checkout| checkout.take(Happened::UpdateFailed(failure), context.now));
        self.carry(asked.unwrap_or_default(), context)
    }

    fn carry(&mut self, asked: Vec<Asked>, context: &mut StepContext<'_>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for asked in asked {
            effects.extend(match asked {
                Asked::Ask => vec![self.ask(context)],
                // The time to pay for a card cannot be put off: no table waits for it.
                Asked::AskForMoreTime => {
                    let checkout = self.checkout.as_mut();
                    let refused = checkout.map(|checkout| checkout.take(Happened::NoMoreTime, context.now));
                    self.carry(refused.unwrap_or_default(), context)
                }
                Asked::FocusNotice => vec![Effect::Focus(Focus::PaymentNotice)],
                asked @ (Asked::Wait | Asked::Prepare(_) | Asked::Confirm) => {
                    vec![Effect::Payment(self.key.clone(), asked)]
                }
            });
        }
        effects
    }
}

impl Shop {
    pub(super) fn take_payment(&mut self, event: Happened, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Some(order) = &mut self.order else {
            return Vec::new();
        };
        let checkout = order.checkout.as_mut();
        let asked = checkout.map(|checkout| checkout.take(event, context.now));
        order.carry(asked.unwrap_or_default(), context)
    }
}
