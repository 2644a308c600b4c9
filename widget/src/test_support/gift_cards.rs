//! A venue that sells gift cards, its answers, and a purchase led to a step by the events that guests make.

use serde_json::{Value, json};
use shared::gift_card::{Balance, GiftCardOrder};
use shared::id::{TemplateId, VenueId};
use shared::locale::Language;
use shared::money::{Currency, Money};
use shared::problem::{Problem, ProblemCode};
use shared::time::Instant;
use shared::venue::Venue;

use crate::flow::{Failure, Flow, IdempotencyKey, Prefill, step};
use crate::self_service::gift_cards::*;
use crate::self_service::{Link, Opening};

pub(crate) fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

pub(crate) fn key(number: u128) -> IdempotencyKey {
    IdempotencyKey::from_random(number)
}

pub(crate) fn problem(code: ProblemCode) -> Failure {
    Failure::Problem(Box::new(Problem::new(code)))
}

pub(crate) fn euros(amount: i64) -> Money {
    Money::new(amount, Currency::EUR).unwrap()
}

pub(crate) fn template(id: &str) -> TemplateId {
    TemplateId::parse(id).unwrap()
}

/// Today is Saturday, 21 November 2026. A branch for €25, €50 or €10 to €500 never expires; an evening for
/// €120 does at the end of the third year.
pub(crate) fn venue() -> Venue {
    Venue {
        gift_cards: Some(read(gift_cards())),
        ..crate::test_support::booking::venue()
    }
}

pub(crate) fn gift_cards() -> Value {
    let euros = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    json!({ "templates": [
        {
            "id": "branch", "name": { "en": "Quince branch", "de": "Quittenzweig" },
            "image": { "url": "https://book.example.com/branch.svg" },
            "amounts": [euros(2_500), euros(5_000)],
            "custom": { "min": euros(1_000), "max": euros(50_000) },
            "validity": { "type": "never" },
        },
        {
            "id": "evening", "name": { "en": "An evening for two", "de": "Ein Abend zu zweit" },
            "image": null, "amounts": [euros(12_000)], "custom": null,
            "validity": { "type": "years_from_year_end", "years": 3 },
        },
    ]})
}

pub(crate) fn opening() -> Opening {
    Opening {
        venue: VenueId::parse("demo").unwrap(),
        language: Language::parse("en").unwrap(),
        link: None,
        choice: Prefill::default(),
        has_paid: false,
        answer: None,
        now: now(),
    }
}

/// With a link to an order.
pub(crate) fn opening_with(link: &str) -> Opening {
    Opening {
        link: Link::read(link),
        ..opening()
    }
}

pub(crate) fn order_key(link: &str) -> OrderKey {
    OrderKey::of(&Link::read(link).unwrap()).unwrap()
}

/// A code that is one.
pub(crate) fn code() -> shared::gift_card::GiftCardCode {
    shared::gift_card::GiftCardCode::of_random(0..40).unwrap()
}

/// The order of a branch for €50, in this status, without its token.
pub(crate) fn order(status: &str) -> GiftCardOrder {
    let mut order = json!({
        "orderId": "o1", "status": status, "amount": { "amount": 5_000, "currency": "EUR" },
        "sentToRecipient": true,
    });
    if status == "issued" {
        order["card"] = json!({
            "code": code().text(), "templateId": "branch",
            "amount": { "amount": 5_000, "currency": "EUR" }, "remaining": { "amount": 5_000, "currency": "EUR" },
            "expiresOn": null, "recipientName": "Grete", "message": "Happy birthday!",
        });
    }
    if status == "payment_pending" {
        order["payment"] = json!({
            "id": "p1", "status": "open", "amount": { "amount": 5_000, "currency": "EUR" },
            "deadline": "2026-11-21T12:30:00Z", "extendable": false,
            "handover": { "type": "demo", "url": "https://book.example.com/pay/demo/p1#t" },
        });
    }
    read(order)
}

/// The answer to an order's creation.
pub(crate) fn ordered(status: &str) -> Box<GiftCardOrder> {
    Box::new(GiftCardOrder {
        order_token: Some("secret".to_owned()),
        ..order(status)
    })
}

pub(crate) fn balance(amount: i64) -> Balance {
    Balance {
        remaining: euros(amount),
        expires_on: None,
    }
}

/// The refund, done or on its way.
pub(crate) fn terms(status: &str) -> shared::gift_card::Withdrawal {
    read(json!({
        "status": status, "refund": { "amount": 4_200, "currency": "EUR" }, "until": "2026-12-05",
    }))
}

/// Half an hour before the payment's deadline.
pub(crate) fn now() -> Instant {
    Instant::from_unix(1_795_262_400)
}

/// A view in front of a guest.
pub(crate) struct Session {
    pub(crate) state: GiftCards,
    /// The effects of the last event.
    pub(crate) effects: Vec<Effect>,
    /// The time of the last event.
    pub(crate) now: Instant,
}

impl Session {
    pub(crate) fn start(opening: Opening) -> Self {
        let (state, effects) = GiftCards::start(opening);
        Self {
            state,
            effects,
            now: now(),
        }
    }

    pub(crate) fn open() -> Self {
        let mut session = Self::start(opening());
        session.take(Event::VenueAnswered(1, Ok(Box::new(venue()))));
        session
    }

    pub(crate) fn take(&mut self, event: Event) -> &mut Self {
        let (state, effects) = step(self.state.clone(), event, self.now);
        self.state = state;
        self.effects = effects;
        self
    }

    pub(crate) fn types(&mut self, field: Field, text: &str) -> &mut Self {
        self.take(Event::Typed(field, text.to_owned()))
    }

    pub(crate) fn at_delivery() -> Self {
        let mut session = Self::open();
        session
            .take(Event::AmountChosen(AmountChoice::Fixed(euros(5_000))))
            .types(Field::Message, "Happy birthday!")
            .take(Event::Continued);
        session
    }

    pub(crate) fn at_review() -> Self {
        let mut session = Self::at_delivery();
        session
            .take(Event::ToChosen(SendTo::Recipient))
            .types(Field::RecipientName, "Grete")
            .types(Field::RecipientEmail, "grete@example.com")
            .types(Field::PurchaserName, "Ada Muster")
            .types(Field::PurchaserEmail, "ada@example.com")
            .take(Event::Continued);
        session
    }

    /// A session whose order is on its way, and its number.
    pub(crate) fn sending() -> (Self, u32) {
        let mut session = Self::at_review();
        session.take(Event::Confirmed(key(1)));
        let (number, _) = session.sent();
        (session, number)
    }

    /// A session whose order has been made.
    pub(crate) fn ordered(status: &str) -> Self {
        let (mut session, number) = Self::sending();
        session.take(Event::Ordered(number, Ok(ordered(status))));
        session
    }

    pub(crate) fn shop(&self) -> &Shop {
        self.state.shop().unwrap()
    }

    pub(crate) fn draft(&self) -> &Draft {
        self.shop().draft.as_ref().unwrap()
    }

    pub(crate) fn the_order(&self) -> &Order {
        self.shop().order.as_ref().unwrap()
    }

    /// The number and the key of the order that was sent by the last event.
    pub(crate) fn sent(&self) -> (u32, IdempotencyKey) {
        let sent = self.effects.iter().find_map(|effect| match effect {
            Effect::Order(number, key, _) => Some((*number, key.clone())),
            _ => None,
        });
        sent.unwrap()
    }

    /// The number of the pause or the question that the last event led to.
    pub(crate) fn number(&self) -> u32 {
        let number = self.effects.iter().find_map(|effect| match effect {
            Effect::Wait(number, _)
            | Effect::AskOrder(number, _)
            | Effect::AskBalance(number, _)
            | Effect::AskVenue(number, _)
            | Effect::Download(number, _)
            | Effect::Withdraw(number, ..) => Some(*number),
            _ => None,
        });
        number.unwrap()
    }
}
