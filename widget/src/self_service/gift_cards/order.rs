//! An order after it was made: asked about until it rests, and what can be done with its card. It must not
//! know how a card is paid.

use shared::gift_card::{GiftCard, GiftCardOrder, OrderStatus};
use shared::id::TemplateId;
use shared::problem::ProblemCode;

use super::{Effect, Event, Focus, OrderKey, Section, Shop, Token, Withdrawal};
use crate::flow::{Failure, HostEvent};
use crate::self_service::StepContext;
use crate::self_service::payment::Checkout;

/// Seconds between two questions while something is under way.
const PAUSE: u8 = 2;
/// Seconds until the next question where one could not be answered.
const LONG_PAUSE: u8 = 10;

/// An order, to whoever may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Which one.
    pub key: OrderKey,
    /// Where it stands, as far as is known.
    pub known: Option<Box<GiftCardOrder>>,
    /// Why it is not known where it stands now.
    pub failure: Option<Failure>,
    /// The card as a file.
    pub download: Download,
    /// Whether the code could be put where it can be pasted from.
    pub copied: Option<bool>,
    /// Its payment, as long as one is to be made.
    pub checkout: Option<Checkout>,
    /// The withdrawal from the purchase.
    pub withdrawal: Withdrawal,
    /// The question that is on its way, or the pause before it.
    awaited: Option<u32>,
    /// Whether it was made here, and not looked up.
    is_own: bool,
    /// The design that was ordered here, until the page has been told.
    untold: Option<TemplateId>,
}

/// A card as a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Download {
    /// It was not asked for.
    #[default]
    Idle,
    /// It is on its way, by this number.
    Asked(u32),
    /// It was offered.
    Offered,
    /// It could not be had.
    Failed(Failure),
}

impl Order {
    /// An order that was asked for, by this number.
    pub(super) fn asked(key: OrderKey, number: u32) -> Self {
        Self {
            key,
            known: None,
            failure: None,
            download: Download::Idle,
            copied: None,
            checkout: None,
            withdrawal: Withdrawal::Unwanted,
            awaited: Some(number),
            is_own: false,
            untold: None,
        }
    }

    /// An order that was just made here; none if nobody could ever ask about it.
    pub(super) fn made(mut order: GiftCardOrder, template: TemplateId) -> Option<Self> {
        let key = OrderKey {
            id: order.order_id.clone(),
            token: Token::new(order.order_token.take()?),
        };
        Some(Self {
            known: Some(Box::new(order)),
            awaited: None,
            is_own: true,
            untold: Some(template),
            ..Self::asked(key, 0)
        })
    }

    /// The card, once it is issued.
    #[must_use]
    pub fn card(&self) -> Option<&GiftCard> {
        self.known.as_ref()?.card.as_ref()
    }

    /// Whether it was made here, so that what was typed belongs to it.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.is_own
    }

    /// Whether nothing came of it, and what was typed for it is there for another try.
    #[must_use]
    pub fn can_be_repeated(&self) -> bool {
        self.is_own && self.status() == Some(OrderStatus::Lapsed)
    }

    /// Where it stands, as far as is known.
    #[must_use]
    pub fn status(&self) -> Option<OrderStatus> {
        self.known.as_ref().map(|known| known.status)
    }

    /// Whether there is no such order, or not for this token: asking again is of no use.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(&self.failure, Some(Failure::Problem(problem))
            if matches!(problem.code, ProblemCode::NotFound | ProblemCode::Unauthorized | ProblemCode::Forbidden | ProblemCode::VenueNotFound))
    }

    /// The name told to the page.
    pub(super) fn step_name(&self) -> &'static str {
        match self.status() {
            Some(OrderStatus::PaymentPending) => "gift-card-payment",
            _ => "gift-card-order",
        }
    }

    /// Waits before the next question, where something is under way.
    pub(super) fn go_on_waiting(&mut self, context: &mut StepContext<'_>) -> Option<Effect> {
        let is_moving = match self.status() {
            None | Some(OrderStatus::PaymentPending | OrderStatus::Issuing | OrderStatus::Refunding) => true,
            Some(OrderStatus::Issued | OrderStatus::Refunded | OrderStatus::Lapsed) => false,
        };
        if !is_moving || self.is_unknown() {
            self.awaited = None;
            return None;
        }
        if self.is_being_paid() {
            return None;
        }
        let number = context.next_number();
        self.awaited = Some(number);
        let pause = if self.failure.is_some() { LONG_PAUSE } else { PAUSE };
        Some(Effect::Wait(number, pause))
    }

    /// Asks at once.
    pub(super) fn ask(&mut self, context: &mut StepContext<'_>) -> Effect {
        let number = context.next_number();
        self.awaited = Some(number);
        Effect::AskOrder(number, self.key.clone())
    }

    /// Tells the page of a card that was paid for, once.
    pub(super) fn tell(&mut self) -> Option<Effect> {
        let known = self.known.as_ref()?;
        if !matches!(known.status, OrderStatus::Issuing | OrderStatus::Issued) {
            return None;
        }
        let amount = known.amount;
        let template = self.untold.take()?;
        Some(Effect::Emit(HostEvent::GiftCardOrdered { template, amount }))
    }

    /// Takes what a withdrawal has made of it.
    pub(super) fn end_with(&mut self, status: OrderStatus) {
        if let Some(known) = &mut self.known {
            known.status = status;
            known.card = None;
        }
    }

    /// Takes what is known now, and moves the focus where that is another screen.
    pub(super) fn learn(&mut self, known: Box<GiftCardOrder>, context: &mut StepContext<'_>) -> Vec<Effect> {
        let before = self.status();
        self.failure = None;
        self.known = Some(known);
        self.awaited = None;
        let mut effects = Vec::new();
        if self.status() != before {
            effects.push(Effect::Focus(Focus::Heading));
            effects.push(Effect::Emit(HostEvent::Step(self.step_name())));
        }
        effects.extend(self.tell());
        effects.extend(self.tell_payment(context));
        effects.extend(self.go_on_waiting(context));
        effects
    }
}

impl Shop {
    pub(super) fn waited(&mut self, number: u32, context: &mut StepContext<'_>) -> Vec<Effect> {
        let order = self.order.as_mut().filter(|order| order.awaited == Some(number));
        order.map(|order| vec![order.ask(context)]).unwrap_or_default()
    }

    pub(super) fn order_answered(
        &mut self,
        number: u32,
        answer: Result<Box<GiftCardOrder>, Failure>,
        context: &mut StepContext<'_>,
    ) -> Vec<Effect> {
        let is_shown = self.section == Section::Order;
        let Some(order) = self.order.as_mut().filter(|order| order.awaited == Some(number)) else {
            return Vec::new();
        };
        let mut effects = match answer {
            Ok(known) => order.learn(known, context),
            Err(failure) => {
                let is_news = order.failure.as_ref() != Some(&failure);
                let tell = Effect::Emit(HostEvent::Error(failure.name()));
                order.failure = Some(failure);
                order.awaited = None;
                let mut effects = order.tell_payment_nothing(context);
                effects.extend(order.go_on_waiting(context));
                effects.extend(is_news.then_some(tell));
                if order.is_unknown() {
                    effects.push(Effect::Focus(Focus::Heading));
                }
                effects
            }
        };
        if !is_shown {
            effects.retain(|effect| !matches!(effect, Effect::Focus(_)));
        }
        effects
    }

    pub(super) fn take_order(&mut self, event: Event, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Some(order) = &mut self.order else {
            return Vec::new();
        };
        match event {
            Event::Retried | Event::Refreshed
                if order.failure.is_some() && !order.is_unknown() && !order.withdrawal.is_under_way() =>
            {
                vec![order.ask(context)]
            }
            Event::CopyWanted => order
                .card()
                .map(|card| Effect::Copy(card.code))
                .into_iter()
                .collect(),
            Event::Copied(is_copied) => {
                order.copied = Some(is_copied);
                Vec::new()
            }
            Event::DownloadWanted if order.card().is_some() => {
                if matches!(order.download, Download::Asked(_)) {
                    return Vec::new();
                }
                let number = context.next_number();
                order.download = Download::Asked(number);
                vec![Effect::Download(number, order.key.clone())]
            }
            Event::AnotherWanted if !order.withdrawal.is_under_way() => self.start_over(context),
            Event::BalanceWanted if !order.withdrawal.is_under_way() => self.open_balance(),
            event => self.take_withdrawal(event, context),
        }
    }

    pub(super) fn downloaded(&mut self, number: u32, answer: Result<(), Failure>) -> Vec<Effect> {
        let Some(order) = &mut self.order else {
            return Vec::new();
        };
        if order.download != Download::Asked(number) {
            return Vec::new();
        }
        match answer {
            Ok(()) => {
                order.download = Download::Offered;
                Vec::new()
            }
            Err(failure) => {
                let tell = Effect::Emit(HostEvent::Error(failure.name()));
                order.download = Download::Failed(failure);
                vec![tell]
            }
        }
    }
}
