//! A venue that sells gift cards, with its database and its clock, for tests.

use std::cell::Cell;

use config::VenueSettings;
use serde_json::{Value as Json, json};
use shared::gift_card::{GiftCardCode, GiftCardOrder};
use shared::id::OrderId;
use shared::money::{Currency, Money};
use shared::time::Instant;
use shared::validation::read_json;

use super::*;
use crate::access::Actor;
use crate::error::VenueError;
use crate::gift_card::order::{Effect, Event, PaymentReference};
use crate::storage::database::{Database, DatabaseError, Statement};
use crate::storage::idempotency::IdempotencyKey;
use crate::storage::secret::Secret;
use crate::test_support::database::Memory;
use crate::venue::context::Ctx;
use crate::venue::message::gift_card::{Ordered, WantedCard};

/// Sunday, 22 November 2026, 7 in the morning in Vienna.
pub(in crate::venue) const NOW: i64 = 1_795_327_200;

/// A venue's database, random source and clock. After `writes_left` writes one write fails, as in a power failure.
pub(in crate::venue) struct Disk {
    memory: Memory,
    pub(in crate::venue) drawn: Cell<u8>,
    pub(in crate::venue) writes_left: Cell<Option<u32>>,
    pub(in crate::venue) now: Cell<i64>,
}

impl Disk {
    pub(in crate::venue) fn new(writes_left: Option<u32>) -> Self {
        Self {
            memory: Memory::new(),
            drawn: Cell::new(0),
            writes_left: Cell::new(writes_left),
            now: Cell::new(NOW),
        }
    }

    pub(in crate::venue) fn with<T>(&self, act: impl FnOnce(Ctx<'_>) -> T) -> T {
        act(Ctx {
            database: self,
            random: &|| {
                self.drawn.set(self.drawn.get().wrapping_add(1));
                Some([self.drawn.get(); 16])
            },
            now: Instant::from_unix(self.now.get()),
            actor: &Actor::StaffKey,
        })
    }

    /// The venue's secret, made if there is none yet.
    pub(in crate::venue) fn secret(&self) -> Result<Secret, VenueError> {
        self.with(|ctx| (ctx.secret(),)).0
    }

    pub(in crate::venue) fn count(&self, sql: &'static str) -> i64 {
        let rows = self.rows(Statement::new(sql, vec![])).unwrap();
        rows[0]["count"].as_i64().unwrap()
    }

    /// All stored rows of gift cards, as text.
    pub(in crate::venue) fn text(&self) -> String {
        [
            "SELECT * FROM gift_card_orders",
            "SELECT * FROM gift_cards",
            "SELECT * FROM gift_card_transactions",
            "SELECT * FROM due",
        ]
        .map(|sql| format!("{:?}", self.rows(Statement::new(sql, vec![])).unwrap()))
        .concat()
    }
}

impl Database for Disk {
    fn rows(&self, query: Statement) -> Result<Vec<Json>, DatabaseError> {
        self.memory.rows(query)
    }

    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
        match self.writes_left.get() {
            Some(0) => {
                self.writes_left.set(None);
                return Err(DatabaseError("the power failed".to_owned()));
            }
            Some(left) => self.writes_left.set(Some(left - 1)),
            None => {}
        }
        self.memory.write(statements)
    }
}

pub(in crate::venue) fn venue() -> VenueSettings {
    let all: Vec<VenueSettings> =
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/venues.json"))).unwrap();
    let mut venue = all.into_iter().find(|venue| venue.id.as_str() == "demo").unwrap();
    venue.gift_cards = serde_json::from_value(json!({
        "templates": [
            { "id": "austria", "name": { "en": "A" }, "custom": { "min": 100, "max": 50000 } },
            { "id": "germany", "name": { "en": "B" }, "amounts": [5000],
              "validity": { "type": "years_from_year_end", "years": 3 } },
        ],
    }))
    .unwrap();
    venue
}

pub(in crate::venue) fn body() -> Json {
    json!({
        "templateId": "germany", "amount": { "amount": 5000, "currency": "EUR" },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" },
        "recipient": { "name": "Ben", "email": "ben@example.com" },
        "message": "Alles Gute!", "deliverOn": "2026-12-24", "locale": "de",
    })
}

pub(in crate::venue) fn wanted(body: Json, key: &str) -> WantedCard {
    WantedCard {
        request: read_json(body).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    }
}

pub(in crate::venue) fn make(disk: &Disk, body: Json, key: &str) -> Result<Ordered, VenueError> {
    disk.with(|ctx| create(ctx, &venue(), &wanted(body, key)))
}

pub(in crate::venue) fn handle(disk: &Disk, id: &OrderId, event: &Event) -> Result<Vec<Effect>, VenueError> {
    disk.with(|ctx| {
        let OrderUpdate { statements, effects } = news(ctx, &venue(), id, std::slice::from_ref(event))?;
        if !statements.is_empty() {
            ctx.database.write(statements)?;
        }
        Ok(effects)
    })
}

pub(in crate::venue) fn payment(name: &str) -> PaymentReference {
    PaymentReference(name.to_owned())
}

pub(in crate::venue) fn look(disk: &Disk, id: &OrderId) -> GiftCardOrder {
    disk.with(|ctx| order(ctx, id)).unwrap()
}

pub(in crate::venue) fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR).unwrap()
}

/// A card that has been paid for.
pub(in crate::venue) fn card(disk: &Disk, template: &str, key: &str) -> (OrderId, GiftCardCode) {
    let mut body = body();
    body["templateId"] = json!(template);
    let id = make(disk, body, key).unwrap().order.order_id;
    assert_eq!(handle(disk, &id, &Event::Paid(payment("p1"))), Ok(vec![]));
    let code = look(disk, &id).card.unwrap().code;
    (id, code)
}
