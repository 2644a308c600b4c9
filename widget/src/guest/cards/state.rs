//! Where the purchase of a gift card stands, and the way from one step to the next. It must not know how
//! questions are asked; what a step has rules for is in the sibling files.

use std::sync::Arc;

use shared::gift_card::GiftCards;
use shared::locale::{Language, negotiate};
use shared::time::Day;
use shared::venue::Venue;

use super::{
    BalanceCheck, Draft, Effect, Event, Focus, HostEvent, Order, OrderKey, SendWhen, Setup, Submission,
};
use crate::flow::Failure;

/// The view's state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What the page asked for.
    pub setup: Setup,
    /// What is shown.
    pub screen: Screen,
    /// The number of the last question; a question's number is never given twice.
    asked: u32,
}

/// What is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// The venue was asked for, by this number.
    Loading(u32),
    /// The venue's data could not be had.
    Unavailable(Failure),
    /// The venue sells no gift cards.
    NotOffered(Arc<Venue>),
    /// The counter at which cards are sold, shown and asked about.
    Counter(Box<Counter>),
}

/// A venue's counter.
#[derive(Clone, Debug, PartialEq)]
pub struct Counter {
    /// Whose.
    pub venue: Arc<Venue>,
    /// The language to write in: one the venue has texts in.
    pub locale: Language,
    /// The card that is being put together; none where an order is shown and nothing is sold any more.
    pub draft: Option<Draft>,
    /// The step of putting it together.
    pub step: Step,
    /// How far its order has got on its way.
    pub submission: Submission,
    /// The order that was made, or that the address names.
    pub order: Option<Order>,
    /// The question for a balance.
    pub balance: BalanceCheck,
    /// What the guest looks at.
    pub place: Place,
    /// What stands above the step.
    pub notice: Option<Notice>,
    /// The question for the venue as it is now, while it is on its way.
    pub(super) renewing: Option<u32>,
}

/// What the guest looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The card that is being put together.
    Shop,
    /// The order that was made.
    Order,
    /// The question for a balance.
    Balance,
}

/// A step of putting a card together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Design, amount and message.
    Design,
    /// To whom, when, and who buys.
    Delivery,
    /// Everything once more, before it counts.
    Review,
}

impl Step {
    /// The name told to the page.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Design => "gift-card-design",
            Self::Delivery => "gift-card-delivery",
            Self::Review => "gift-card-review",
        }
    }
}

/// What stands above a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The order was refused: nothing was ordered.
    Refused(Failure),
    /// What was chosen is not offered any more.
    NotOffered,
}

/// Gives every question a number of its own, so that a late answer to an older one is known as such.
pub(super) struct Numbers<'a>(&'a mut u32);

impl Numbers<'_> {
    pub(super) fn next(&mut self) -> u32 {
        *self.0 = self.0.wrapping_add(1);
        *self.0
    }
}

impl State {
    /// A view that has just been put on a page.
    #[must_use]
    pub fn start(setup: Setup) -> (Self, Vec<Effect>) {
        let effects = vec![Effect::AskVenue(1, setup.venue.clone())];
        let state = Self {
            setup,
            screen: Screen::Loading(1),
            asked: 1,
        };
        (state, effects)
    }

    /// The counter, once the venue is known.
    #[must_use]
    pub fn counter(&self) -> Option<&Counter> {
        match &self.screen {
            Screen::Counter(counter) => Some(counter),
            _ => None,
        }
    }

    pub(super) fn take(&mut self, event: Event) -> Vec<Effect> {
        let mut numbers = Numbers(&mut self.asked);
        match (&mut self.screen, event) {
            (Screen::Loading(number), Event::VenueAnswered(answered, answer)) if *number == answered => {
                match answer {
                    Ok(venue) => self.open(Arc::new(*venue)),
                    Err(failure) => {
                        let tell = Effect::Tell(HostEvent::Error(failure.name()));
                        self.screen = Screen::Unavailable(failure);
                        vec![tell]
                    }
                }
            }
            (Screen::Unavailable(_) | Screen::NotOffered(_), Event::Retried | Event::Refreshed) => {
                let number = numbers.next();
                self.screen = Screen::Loading(number);
                vec![Effect::AskVenue(number, self.setup.venue.clone())]
            }
            (Screen::Counter(counter), event) => counter.take(event, &mut numbers),
            _ => Vec::new(),
        }
    }

    fn open(&mut self, venue: Arc<Venue>) -> Vec<Effect> {
        let mut effects = vec![Effect::Tell(HostEvent::Ready)];
        let draft = venue.gift_cards.as_ref().and_then(Draft::new);
        if draft.is_none() && self.setup.order.is_none() {
            self.screen = Screen::NotOffered(venue);
            return effects;
        }
        let mut counter = Counter {
            locale: negotiate(std::slice::from_ref(&self.setup.language), &venue.locales)
                .unwrap_or(&self.setup.language)
                .clone(),
            venue,
            draft,
            step: Step::Design,
            submission: Submission::Idle,
            order: None,
            balance: BalanceCheck::default(),
            place: Place::Shop,
            notice: None,
            renewing: None,
        };
        if let Some(key) = self.setup.order.clone() {
            effects.extend(counter.show_order(key, &mut Numbers(&mut self.asked)));
        }
        self.screen = Screen::Counter(Box::new(counter));
        effects
    }
}

impl Counter {
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

    fn take(&mut self, event: Event, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        match event {
            Event::Ordered(number, answer) => self.ordered(number, answer, numbers),
            Event::OrderAnswered(number, answer) => self.order_answered(number, answer, numbers),
            Event::WithdrawalAnswered(number, answer) => self.withdrawal_answered(number, answer, numbers),
            Event::Downloaded(number, answer) => self.downloaded(number, answer),
            Event::BalanceAnswered(number, answer) => self.balance_answered(number, answer),
            Event::VenueAnswered(number, answer) => self.renewed(number, answer),
            Event::Waited(number) => self.waited(number, numbers),
            event => match self.place {
                Place::Shop => self.take_shop(event, numbers),
                Place::Order => self.take_order(event, numbers),
                Place::Balance => self.take_balance(event, numbers),
            },
        }
    }

    fn take_shop(&mut self, event: Event, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        match event {
            Event::Confirmed(key) => return self.confirm(key, numbers),
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
            Event::Refreshed => return self.renew(numbers),
            Event::FieldWanted(field) if field.step() == self.step => {
                return vec![Effect::Focus(Focus::Field(field))];
            }
            event => self.take_draft(event),
        }
        Vec::new()
    }

    /// Takes what changes the card, within the step that asks for it.
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
            Effect::Tell(HostEvent::Step(step.name())),
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
                Effect::Tell(HostEvent::Step(step.name())),
            ];
        }
        vec![Effect::Focus(Focus::Faults)]
    }

    /// Begins another card for the same purchaser.
    pub(super) fn start_over(&mut self, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let Some(draft) = &mut self.draft else {
            return Vec::new();
        };
        draft.forget_card();
        self.order = None;
        self.submission = Submission::Idle;
        self.place = Place::Shop;
        let mut effects = self.go(Step::Design);
        effects.extend(self.renew(numbers));
        effects
    }

    /// Asks what is offered now, behind what is shown.
    pub(super) fn renew(&mut self, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let number = numbers.next();
        self.renewing = Some(number);
        vec![Effect::AskVenue(number, self.venue.id.clone())]
    }

    fn renewed(&mut self, number: u32, answer: Result<Box<Venue>, Failure>) -> Vec<Effect> {
        if self.renewing != Some(number) {
            return Vec::new();
        }
        self.renewing = None;
        // What is known stays where nothing newer can be had, and while an order is made of it.
        let Some(venue) = answer.ok().filter(|_| !self.submission.is_open()) else {
            return Vec::new();
        };
        let offered: Option<GiftCards> = venue.gift_cards.clone();
        self.venue = Arc::new(*venue);
        let before = self
            .draft
            .as_ref()
            .map(|draft| (draft.template.clone(), draft.amount));
        let (Some(offered), Some(draft)) = (offered, &mut self.draft) else {
            return Vec::new();
        };
        if !draft.keep_offered(&offered) {
            self.notice = Some(Notice::NotOffered);
            return Vec::new();
        }
        let is_same = before == Some((draft.template.clone(), draft.amount));
        if is_same || self.place != Place::Shop || self.step == Step::Design {
            return Vec::new();
        }
        // What the guest is about to order has changed under them.
        let mut effects = self.go(Step::Design);
        self.notice = Some(Notice::NotOffered);
        effects.retain(|effect| !matches!(effect, Effect::Focus(_)));
        effects.push(Effect::Focus(Focus::Notice));
        effects
    }

    /// Shows an order that is not known yet.
    fn show_order(&mut self, key: OrderKey, numbers: &mut Numbers<'_>) -> Vec<Effect> {
        let number = numbers.next();
        let effect = Effect::AskOrder(number, key.clone());
        self.order = Some(Order::asked(key, number));
        self.place = Place::Order;
        vec![effect]
    }

    /// The card's day, where it is sent on one, for the words on the button.
    #[must_use]
    pub fn is_sent_later(&self) -> bool {
        let draft = self.draft.as_ref();
        draft.is_some_and(|draft| {
            draft.when == SendWhen::OnDay && draft.day().is_some_and(|day| day > self.today())
        })
    }
}
