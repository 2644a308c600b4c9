//! An order after it was made: polled until its status is final, with the card's file and code.

use shared::gift_card::{GiftCard, GiftCardOrder, OrderStatus};
use shared::id::TemplateId;
use shared::problem::ProblemCode;

use super::{Effect, Event, Focus, OrderKey, Section, Shop, Token, Withdrawal};
use crate::flow::{Failure, HostEvent};
use crate::self_service::StepContext;
use crate::self_service::payment::Checkout;

/// Seconds between two requests while the status can change.
const PAUSE: u8 = 2;
/// Seconds until the next request after a failed one.
const LONG_PAUSE: u8 = 10;

/// An order, which its key allows to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Which one.
    pub key: OrderKey,
    /// The order as last answered.
    pub known: Option<Box<GiftCardOrder>>,
    /// Why the last request for it failed.
    pub failure: Option<Failure>,
    /// The card as a file.
    pub download: Download,
    /// Whether copying the code succeeded; none before it was tried.
    pub copied: Option<bool>,
    /// Its payment, as long as one is to be made.
    pub checkout: Option<Checkout>,
    /// The withdrawal from the purchase.
    pub withdrawal: Withdrawal,
    /// The number of the request in flight, or of the delay before it.
    awaited: Option<u32>,
    /// Whether it was made here, and not looked up.
    is_own: bool,
    /// The design that was ordered here, until the page's event is dispatched.
    unreported: Option<TemplateId>,
}

/// A card as a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Download {
    /// It was not requested.
    #[default]
    Idle,
    /// It is being requested, by this number.
    Requested(u32),
    /// It was offered for download.
    Offered,
    /// The request failed.
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
            unreported: None,
        }
    }

    /// An order that was just made here; none if the answer holds no token to read it with.
    pub(super) fn made(mut order: GiftCardOrder, template: TemplateId) -> Option<Self> {
        let key = OrderKey {
            id: order.order_id.clone(),
            token: Token::new(order.order_token.take()?),
        };
        Some(Self {
            known: Some(Box::new(order)),
            awaited: None,
            is_own: true,
            unreported: Some(template),
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

    /// Whether the order came to nothing and its form can be sent again.
    #[must_use]
    pub fn can_be_repeated(&self) -> bool {
        self.is_own && self.status() == Some(OrderStatus::Lapsed)
    }

    /// The order as last answered.
    #[must_use]
    pub fn status(&self) -> Option<OrderStatus> {
        self.known.as_ref().map(|known| known.status)
    }

    /// Whether the API knows no such order for this token: a retry is of no use.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        matches!(&self.failure, Some(Failure::Problem(problem))
            if matches!(problem.code, ProblemCode::NotFound | ProblemCode::Unauthorized | ProblemCode::Forbidden | ProblemCode::VenueNotFound))
    }

    /// The step's name in the page's `step` event.
    pub(super) fn step_name(&self) -> &'static str {
        match self.status() {
            Some(OrderStatus::PaymentPending) => "gift-card-payment",
            _ => "gift-card-order",
        }
    }

    /// Schedules the next request while the status can change.
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

    /// Requests the order now.
    pub(super) fn ask(&mut self, context: &mut StepContext<'_>) -> Effect {
        let number = context.next_number();
        self.awaited = Some(number);
        Effect::AskOrder(number, self.key.clone())
    }

    /// The page's event for a card that was paid for; once per order.
    pub(super) fn tell(&mut self) -> Option<Effect> {
        let known = self.known.as_ref()?;
        if !matches!(known.status, OrderStatus::Issuing | OrderStatus::Issued) {
            return None;
        }
        let amount = known.amount;
        let template = self.unreported.take()?;
        Some(Effect::Emit(HostEvent::GiftCardOrdered { template, amount }))
    }

    /// Takes the status that a withdrawal has left.
    pub(super) fn end_with(&mut self, status: OrderStatus) {
        if let Some(known) = &mut self.known {
            known.status = status;
            known.card = None;
        }
    }

    /// Takes a fresh answer, and moves the focus where that shows another screen.
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
                order.failure = Some(failure.clone());
                order.awaited = None;
                let mut effects = order.tell_payment_nothing(failure, context);
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
                if matches!(order.download, Download::Requested(_)) {
                    return Vec::new();
                }
                let number = context.next_number();
                order.download = Download::Requested(number);
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
        if order.download != Download::Requested(number) {
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
