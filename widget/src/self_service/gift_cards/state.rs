//! The gift cards' state and the transitions between its steps; the rules of each step are in the sibling files.

use std::sync::Arc;

use shared::gift_card::GiftCardRequest;
use shared::locale::Language;
use shared::time::{Day, Instant};
use shared::venue::Venue;

use super::{BalanceCheck, Draft, Effect, Event, Focus, Order, OrderKey};
use crate::flow::{Failure, Flow, HostEvent, RequestNumbers, Submission, VenueScreen};
use crate::self_service::{Opening, StepContext};

/// The flow's state.
#[derive(Clone, Debug, PartialEq)]
pub struct GiftCards {
    /// The settings that it started with.
    pub opening: Opening,
    /// The screen that is shown.
    pub screen: Screen,
    numbers: RequestNumbers,
}

/// The screen that is shown.
pub type Screen = VenueScreen<Shop>;

/// A venue's gift-card shop: cards are sold, shown and asked about here.
#[derive(Clone, Debug, PartialEq)]
pub struct Shop {
    /// The venue.
    pub venue: Arc<Venue>,
    /// The language to write in: one the venue has texts in.
    pub locale: Language,
    /// The card that is being put together; none where an order is shown and nothing is sold any more.
    pub draft: Option<Draft>,
    /// The step of putting it together.
    pub step: Step,
    /// The state of the order's request.
    pub submission: Submission<GiftCardRequest>,
    /// The order that was made here, or that the link leads to.
    pub order: Option<Order>,
    /// The form for checking a balance.
    pub balance: BalanceCheck,
    /// The section of the shop that is shown.
    pub section: Section,
    /// The notice above the step.
    pub notice: Option<Notice>,
    /// The number of the request for fresh data of the venue.
    pub(super) renewing: Option<u32>,
}

/// The section of the shop that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The card that is being put together.
    Purchase,
    /// The order that was made.
    Order,
    /// The form for checking a balance.
    Balance,
}

/// A step of putting a card together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Design, amount and message.
    Design,
    /// Recipient, time of delivery and purchaser.
    Delivery,
    /// Everything once more, before it counts.
    Review,
}

impl Step {
    /// The step's name in the page's `step` event.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Design => "gift-card-design",
            Self::Delivery => "gift-card-delivery",
            Self::Review => "gift-card-review",
        }
    }
}

/// A notice above a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The order was refused: nothing was ordered.
    Refused(Failure),
    /// The chosen design or amount is not offered any more.
    NotOffered,
}

impl GiftCards {
    /// The shop, once the venue is known.
    #[must_use]
    pub fn shop(&self) -> Option<&Shop> {
        self.screen.opened()
    }

    fn open(&mut self, venue: Arc<Venue>, now: Instant) -> Vec<Effect> {
        let mut effects = vec![Effect::Emit(HostEvent::Ready)];
        let draft = venue.gift_cards.as_ref().and_then(Draft::new);
        let order = self.opening.link.as_ref().and_then(OrderKey::of);
        if draft.is_none() && order.is_none() {
            self.screen = Screen::NothingOffered(venue);
            return effects;
        }
        let mut shop = Shop {
            locale: self.opening.language.clone(),
            venue,
            draft,
            step: Step::Design,
            submission: Submission::Idle,
            order: None,
            balance: BalanceCheck::default(),
            section: Section::Purchase,
            notice: None,
            renewing: None,
        };
        if let Some(key) = order {
            let mut context = StepContext::new(&mut self.numbers, now);
            effects.extend(shop.show_order(key, &mut context));
        } else {
            effects.push(Effect::Emit(HostEvent::Step(shop.step.name())));
        }
        self.screen = Screen::Open(Box::new(shop));
        effects
    }
}

impl Flow for GiftCards {
    type Setup = Opening;
    type Event = Event;
    type Effect = Effect;

    fn start(opening: Opening) -> (Self, Vec<Effect>) {
        let mut numbers = RequestNumbers::default();
        let (screen, effects) = Screen::request(&opening.venue, &mut numbers);
        let state = Self {
            opening,
            screen,
            numbers,
        };
        (state, effects)
    }

    fn take(&mut self, event: Event, now: Instant) -> Vec<Effect> {
        match (&mut self.screen, event) {
            (screen @ Screen::Loading(_), Event::VenueAnswered(number, answer)) => {
                match screen.answered(number, answer) {
                    Ok(venue) => self.open(venue, now),
                    Err(effects) => effects,
                }
            }
            (Screen::Unavailable(_) | Screen::NothingOffered(_), Event::Retried | Event::Refreshed) => {
                let (screen, effects) = Screen::request(&self.opening.venue, &mut self.numbers);
                self.screen = screen;
                effects
            }
            (Screen::NothingOffered(_) | Screen::Open(_), Event::BookingWanted) => {
                vec![Effect::OpenView("reservation")]
            }
            (Screen::Open(shop), event) => shop.take(event, &mut StepContext::new(&mut self.numbers, now)),
            _ => Vec::new(),
        }
    }

    fn venue(&self) -> Option<&Venue> {
        self.screen.venue(|shop| &shop.venue)
    }

    fn refreshed() -> Event {
        Event::Refreshed
    }
}

impl Shop {
    /// The day it is at the venue.
    #[must_use]
    pub fn today(&self) -> Day {
        self.venue.today
    }

    /// The last day on which a card bought now is valid; none if it never expires, or none is being bought.
    #[must_use]
    pub fn last_day(&self) -> Option<Day> {
        let draft = self.draft.as_ref()?;
        draft.template.validity.last_day(self.today())
    }

    fn take(&mut self, event: Event, context: &mut StepContext<'_>) -> Vec<Effect> {
        match event {
            Event::Ordered(number, answer) => self.ordered(number, answer, context),
            Event::OrderAnswered(number, answer) => self.order_answered(number, answer, context),
            Event::WithdrawalAnswered(number, answer) => self.withdrawal_answered(number, answer, context),
            Event::Downloaded(number, answer) => self.downloaded(number, answer),
            Event::BalanceAnswered(number, answer) => self.balance_answered(number, answer),
            Event::VenueAnswered(number, answer) => self.renewed(number, answer),
            Event::Waited(number) => self.waited(number, context),
            Event::Payment(event) => self.take_payment(event, context),
            event => match self.section {
                Section::Purchase => self.take_purchase(event, context),
                Section::Order => self.take_order(event, context),
                Section::Balance => self.take_balance(event, context),
            },
        }
    }

    fn take_purchase(&mut self, event: Event, context: &mut StepContext<'_>) -> Vec<Effect> {
        match event {
            Event::Confirmed(key) => return self.confirm(key, context),
            // While an order is on its way nothing may change what it was made of.
            _ if self.submission.is_open() => return Vec::new(),
            Event::Continued => return self.go_on(),
            Event::WentBack => {
                return match self.step {
                    Step::Design => Vec::new(),
                    Step::Delivery => self.go(Step::Design),
                    Step::Review => self.go(Step::Delivery),
                };
            }
            Event::ChangeWanted(step) if step < self.step => return self.go(step),
            Event::BalanceWanted => return self.open_balance(),
            Event::Refreshed => return self.renew(context),
            Event::FieldWanted(field) if field.step() == self.step => {
                return vec![Effect::Focus(Focus::Field(field))];
            }
            event => self.take_draft(event),
        }
        Vec::new()
    }

    /// Handles an event that changes the card, within the step that offers it.
    fn take_draft(&mut self, event: Event) {
        let today = self.today();
        let (Some(draft), Some(offered)) = (&mut self.draft, &self.venue.gift_cards) else {
            return;
        };
        match (self.step, event) {
            (Step::Design, Event::TemplateChosen(id)) => draft.choose_template(&id, offered),
            (Step::Design, Event::AmountChosen(amount)) => draft.choose_amount(amount),
            (Step::Delivery, Event::ToChosen(to)) => draft.send_to(to),
            (Step::Delivery, Event::WhenChosen(when)) => draft.send_when(when),
            (step, Event::Typed(field, text)) if field.step() == step => {
                draft.type_into(field, text, today);
            }
            (step, Event::FieldLeft(field)) if field.step() == step => draft.leave(field, today),
            _ => {}
        }
    }

    /// Shows another step.
    pub(super) fn go(&mut self, step: Step) -> Vec<Effect> {
        self.step = step;
        self.notice = None;
        vec![
            Effect::Focus(Focus::Heading),
            Effect::Emit(HostEvent::Step(step.name())),
        ]
    }

    /// The step after the present one, if nothing is wrong so far.
    fn go_on(&mut self) -> Vec<Effect> {
        let today = self.today();
        let next = match self.step {
            Step::Design => Step::Delivery,
            Step::Delivery => Step::Review,
            Step::Review => return Vec::new(),
        };
        let Some(draft) = &mut self.draft else {
            return Vec::new();
        };
        let faults = draft.faults_up_to(self.step, today);
        let earliest = faults.iter().map(|fault| fault.field.step()).min();
        let Some(step) = earliest else {
            draft.forget_faults();
            return self.go(next);
        };
        draft.sum_up(faults);
        // What was right before may be wrong now, such as a design's limits.
        if step < self.step {
            self.step = step;
            return vec![
                Effect::Focus(Focus::Faults),
                Effect::Emit(HostEvent::Step(step.name())),
            ];
        }
        vec![Effect::Focus(Focus::Faults)]
    }

    /// Begins another card for the same purchaser, or this one again where its order has failed.
    pub(super) fn start_over(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let is_again = self.order.as_ref().is_some_and(Order::can_be_repeated);
        let Some(draft) = &mut self.draft else {
            return Vec::new();
        };
        if !is_again {
            draft.forget_card();
        }
        self.order = None;
        self.submission = Submission::Idle;
        self.section = Section::Purchase;
        let mut effects = self.go(if is_again { Step::Review } else { Step::Design });
        effects.extend(self.renew(context));
        effects
    }

    /// Shows an order that has to be requested.
    fn show_order(&mut self, key: OrderKey, context: &mut StepContext<'_>) -> Vec<Effect> {
        let number = context.next_number();
        let effect = Effect::AskOrder(number, key.clone());
        self.order = Some(Order::asked(key, number));
        self.section = Section::Order;
        vec![effect]
    }
}
