//! Gallery screens of gift cards: the name of each, and the events that lead there.

use serde_json::{Value, json};
use shared::gift_card::GiftCardCode;
use shared::locale::Language;
use shared::problem::ProblemCode;
use shared::time::Instant;
use shared::venue::Venue;
use widget::flow::{Failure, Flow, IdempotencyKey, Prefill, step};
use widget::self_service::Opening;
use widget::self_service::gift_cards::{AmountChoice, Effect, Event, Field, GiftCards, SendTo, SendWhen};

use crate::guest::{Result, problem, venue, with};

/// A screen by its file's name.
pub(crate) struct CardScreen {
    /// The file's name.
    pub(crate) name: &'static str,
    /// Leads a purchaser there.
    pub(crate) reach: fn(&str) -> Result<Purchaser>,
}

/// All of them, in the order in which a purchaser meets them.
pub(crate) const SCREENS: [CardScreen; 25] = [
    screen("gift-card-loading", Purchaser::start),
    screen("gift-card-unavailable", |language| {
        let guest = Purchaser::start(language)?;
        Ok(guest.does(Event::VenueAnswered(1, Err(Failure::Offline))))
    }),
    screen("gift-card-none", |language| {
        Purchaser::start(language)?.at(with(venue()?, &json!({ "giftCards": null })))
    }),
    screen("gift-card-design", open),
    screen("gift-card-own-amount", |language| {
        Ok(open(language)?
            .does(Event::AmountChosen(AmountChoice::Own))
            .types(&[(Field::Amount, "75"), (Field::Message, MESSAGE)]))
    }),
    screen("gift-card-design-faults", |language| {
        Ok(open(language)?
            .does(Event::AmountChosen(AmountChoice::Own))
            .types(&[(Field::Amount, "1.000"), (Field::Message, &"la ".repeat(150))])
            .does(Event::Continued))
    }),
    screen("gift-card-delivery", |language| {
        Ok(designed(language)?.does(Event::Continued))
    }),
    screen("gift-card-delivery-later", |language| {
        Ok(addressed(language)?.does(Event::WentBack))
    }),
    screen("gift-card-delivery-faults", |language| {
        Ok(designed(language)?
            .does(Event::Continued)
            .does(Event::ToChosen(SendTo::Recipient))
            .does(Event::WhenChosen(SendWhen::OnDay))
            .types(&[(Field::RecipientEmail, "grete@"), (Field::Day, "2026-11-20")])
            .does(Event::Continued))
    }),
    screen("gift-card-review", addressed),
    screen("gift-card-review-expiring", |language| {
        let mut venue = with(venue()?, &json!({ "giftCards": gift_cards() }));
        venue["giftCards"]["templates"][0]["validity"] = json!({ "type": "years_from_year_end", "years": 3 });
        Ok(introduced(Purchaser::start(language)?.at(venue)?))
    }),
    screen(
        "gift-card-sending",
        |language| Ok(addressed(language)?.confirms()),
    ),
    screen("gift-card-unsure", |language| {
        Ok(addressed(language)?.confirms().fails(Failure::Offline))
    }),
    screen("gift-card-refused", |language| {
        Ok(addressed(language)?
            .confirms()
            .fails(problem(ProblemCode::RateLimited)))
    }),
    screen("gift-card-pay", |language| ordered(language, "payment_pending")),
    screen("gift-card-issuing", |language| ordered(language, "issuing")),
    screen("gift-card-issued", |language| {
        Ok(ordered(language, "issued")?.does(Event::Copied(true)))
    }),
    screen("gift-card-refunding", |language| ordered(language, "refunding")),
    screen("gift-card-refunded", |language| ordered(language, "refunded")),
    screen("gift-card-lapsed", |language| ordered(language, "lapsed")),
    screen("gift-card-withdrawal", |language| {
        ordered(language, "issued")?
            .does(Event::WithdrawalWanted)
            .in_status("issued")
    }),
    screen("gift-card-withdrawn", |language| {
        ordered(language, "issued")?
            .does(Event::WithdrawalWanted)
            .in_status("issued")?
            .does(Event::WithdrawalConfirmed)
            .in_status("refunding")
    }),
    screen("gift-card-balance", |language| {
        let balance =
            json!({ "remaining": { "amount": 4_250, "currency": "EUR" }, "expiresOn": "2029-12-31" });
        let asked = asked(language, &code()?)?;
        let number = asked.number();
        Ok(asked.does(Event::BalanceAnswered(
            number,
            Ok(serde_json::from_value(balance)?),
        )))
    }),
    screen("gift-card-balance-mistyped", |language| {
        asked(language, "234567-89ABCD-EFGHJK")
    }),
    screen("gift-card-balance-limited", |language| {
        let asked = asked(language, &code()?)?;
        let number = asked.number();
        Ok(asked.does(Event::BalanceAnswered(
            number,
            Err(problem(ProblemCode::RateLimited)),
        )))
    }),
];

/// Saturday, 21 November 2026, 13:12 in Vienna.
const NOW: i64 = 1_795_263_120;

const MESSAGE: &str = "Dear Grete,\nhappy birthday! Come hungry.";

const fn screen(name: &'static str, reach: fn(&str) -> Result<Purchaser>) -> CardScreen {
    CardScreen { name, reach }
}

/// A purchaser in front of the widget.
pub(crate) struct Purchaser {
    state: GiftCards,
    effects: Vec<Effect>,
}

impl Purchaser {
    fn start(language: &str) -> Result<Self> {
        let unreadable = |code| format!("a fixture cannot be read: {code:?}");
        let (state, effects) = GiftCards::start(Opening {
            venue: shared::id::VenueId::parse("demo").map_err(unreadable)?,
            language: Language::parse(language).map_err(unreadable)?,
            link: None,
            choice: Prefill::default(),
            has_paid: false,
            answer: None,
            now: Instant::from_unix(NOW),
        });
        Ok(Self { state, effects })
    }

    /// The screen's state.
    pub(crate) fn state(&self) -> &GiftCards {
        &self.state
    }

    fn at(self, venue: Value) -> Result<Self> {
        let venue: Box<Venue> = serde_json::from_value(venue)?;
        Ok(self.does(Event::VenueAnswered(1, Ok(venue))))
    }

    fn does(self, event: Event) -> Self {
        let (state, effects) = step(self.state, event, Instant::from_unix(NOW));
        Self { state, effects }
    }

    fn types(self, texts: &[(Field, &str)]) -> Self {
        texts.iter().fold(self, |guest, (field, text)| {
            guest.does(Event::Typed(*field, (*text).to_owned()))
        })
    }

    fn confirms(self) -> Self {
        self.does(Event::Confirmed(IdempotencyKey::from_random(1)))
    }

    fn fails(self, failure: Failure) -> Self {
        let number = self.number();
        self.does(Event::Ordered(number, Err(failure)))
    }

    /// The order with a refund in this status.
    fn in_status(self, status: &str) -> Result<Self> {
        let terms = json!({
            "status": status, "refund": { "amount": 5_000, "currency": "EUR" }, "until": "2026-12-05",
        });
        let number = self.number();
        Ok(self.does(Event::WithdrawalAnswered(
            number,
            Ok(serde_json::from_value(terms)?),
        )))
    }

    /// The number of the question that the last act led to.
    fn number(&self) -> u32 {
        let number = self.effects.iter().find_map(|effect| match effect {
            Effect::Order(number, ..) | Effect::AskBalance(number, _) | Effect::Withdraw(number, ..) => {
                Some(*number)
            }
            _ => None,
        });
        number.unwrap_or_default()
    }
}

fn gift_cards() -> Value {
    let euros = |amount: i64| json!({ "amount": amount, "currency": "EUR" });
    json!({ "templates": [
        {
            "id": "branch", "name": { "en": "Quince branch", "de": "Quittenzweig" },
            "image": { "url": "/gallery/pictures/gift-branch.svg" },
            "amounts": [euros(2_500), euros(5_000), euros(10_000)],
            "custom": { "min": euros(1_000), "max": euros(50_000) }, "validity": { "type": "never" },
        },
        {
            "id": "evening", "name": { "en": "An evening for two", "de": "Ein Abend zu zweit" },
            "image": { "url": "/gallery/pictures/gift-evening.svg" },
            "amounts": [euros(12_000), euros(18_000)], "custom": null, "validity": { "type": "never" },
        },
    ]})
}

fn open(language: &str) -> Result<Purchaser> {
    Purchaser::start(language)?.at(with(venue()?, &json!({ "giftCards": gift_cards() })))
}

fn designed(language: &str) -> Result<Purchaser> {
    Ok(written(open(language)?))
}

fn written(guest: Purchaser) -> Purchaser {
    guest.types(&[(Field::Message, MESSAGE)])
}

fn introduced(guest: Purchaser) -> Purchaser {
    written(guest)
        .does(Event::Continued)
        .does(Event::ToChosen(SendTo::Recipient))
        .does(Event::WhenChosen(SendWhen::OnDay))
        .types(&[
            (Field::RecipientEmail, "grete.muster@example.com"),
            (Field::RecipientName, "Grete"),
            (Field::Day, "2026-12-24"),
            (Field::PurchaserName, "Ada Muster"),
            (Field::PurchaserEmail, "ada.muster@example.com"),
        ])
        .does(Event::Continued)
}

fn addressed(language: &str) -> Result<Purchaser> {
    Ok(introduced(open(language)?))
}

fn code() -> Result<String> {
    let code = GiftCardCode::of_random(0..40).ok_or("a code is drawn")?;
    Ok(code.text())
}

fn ordered(language: &str, status: &str) -> Result<Purchaser> {
    let euros = json!({ "amount": 2_500, "currency": "EUR" });
    let mut order = json!({
        "orderId": "o1", "status": status, "amount": euros, "deliverOn": "2026-12-24", "sentToRecipient": true,
        "orderToken": "a-token-of-no-use",
    });
    if status == "issued" {
        order["card"] = json!({
            "code": code()?, "templateId": "branch", "amount": euros, "remaining": euros, "expiresOn": null,
            "recipientName": "Grete", "message": MESSAGE,
        });
    }
    if status == "payment_pending" {
        order["payment"] = json!({
            "id": "p1", "status": "open", "amount": euros, "deadline": "2026-11-21T12:30:00Z",
            "extendable": false, "handover": { "type": "demo", "url": "/pay/demo/p1#t" },
        });
    }
    let guest = addressed(language)?.confirms();
    let number = guest.number();
    Ok(guest.does(Event::Ordered(number, Ok(serde_json::from_value(order)?))))
}

fn asked(language: &str, code: &str) -> Result<Purchaser> {
    Ok(open(language)?
        .does(Event::BalanceWanted)
        .does(Event::CodeTyped(code.to_owned()))
        .does(Event::BalanceAsked))
}
