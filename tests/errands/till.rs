//! A venue that asks for payment, a bank that keeps its own books, and a database that can die. It must not
//! know what is tested.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use async_trait::async_trait;
use couvert_tests::native::MemoryDatabase;
use edge::config::VenueSettings;
use edge::limits::Caller;
use edge::payment::flow::{Event, Mode};
use edge::payment::{
    Begun, Delivery, NewPayment, NotBelieved, Notice, PaymentError, Payments, Reference, Standing,
};
use edge::provider::{IdempotencyKey, Order, ProviderError, Reserved};
use edge::venue::call::{Call, Heard, Message, Said};
use edge::venue::database::{Database, DatabaseError, Statement};
use edge::venue::staff::{StaffCall, StaffReservation};
use edge::venue::visitor::Visitor;
use edge::venue::writer::{World, Writer};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shared::id::{PaymentId, ReservationId};
use shared::money::Money;
use shared::payment::Handover;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;

/// Noon of 21 November 2026 in Vienna.
pub const NOON: Instant = Instant::from_unix(1_795_258_800);
/// What two guests pay.
pub const AMOUNT: i64 = 6_800;

/// A payment as the bank has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    pub authorised: bool,
    pub paid: i64,
    pub returned: i64,
    pub closed: bool,
    pub manual: bool,
}

/// A bank with books of its own.
#[derive(Default)]
pub struct Bank {
    pub accounts: RefCell<BTreeMap<String, Account>>,
    keys: RefCell<Vec<String>>,
    /// How many of the next requests it does not take.
    pub away: Cell<u32>,
    /// How many of the next requests it carries out without an answer.
    pub mute: Cell<u32>,
}

impl Bank {
    fn take(&self) -> Result<(), PaymentError> {
        count_down(&self.away)
    }

    fn say<T>(&self, answer: T) -> Result<T, PaymentError> {
        count_down(&self.mute).map(|()| answer)
    }

    fn change(&self, reference: &Reference, change: impl FnOnce(&mut Account)) -> Standing {
        let mut accounts = self.accounts.borrow_mut();
        let account = accounts.get_mut(&reference.0).unwrap();
        change(account);
        standing(account)
    }

    /// The one payment it has.
    pub fn account(&self) -> Account {
        let accounts = self.accounts.borrow();
        assert_eq!(accounts.len(), 1, "{accounts:?}");
        accounts.values().next().unwrap().clone()
    }

    /// The payer pays, if they still can.
    pub fn pay(&self) -> bool {
        let mut accounts = self.accounts.borrow_mut();
        let Some(account) = accounts.values_mut().next().filter(|account| !account.closed) else {
            return false;
        };
        if account.manual {
            account.authorised = true;
        } else {
            account.paid = AMOUNT;
        }
        true
    }

    /// What it tells unasked of the one payment, under this name.
    pub fn notice(&self, id: &str) -> String {
        let accounts = self.accounts.borrow();
        let (reference, account) = accounts.iter().next().unwrap();
        json!({ "id": id, "reference": reference, "standing": standing(account) }).to_string()
    }
}

fn count_down(cell: &Cell<u32>) -> Result<(), PaymentError> {
    match cell.get() {
        0 => Ok(()),
        left => {
            cell.set(left - 1);
            Err(PaymentError::Again("the bank is away".to_owned()))
        }
    }
}

fn standing(account: &Account) -> Standing {
    let mut standing = vec![Event::Begun];
    standing.extend(account.authorised.then_some(Event::Authorised));
    standing.extend((account.paid > 0).then_some(Event::Paid(account.paid)));
    standing.extend((account.returned > 0).then_some(Event::Returned(account.returned)));
    standing.extend(account.closed.then_some(Event::Closed));
    standing
}

#[async_trait(?Send)]
impl Payments for Bank {
    async fn begin(&self, new: &NewPayment) -> Result<Begun, PaymentError> {
        self.take()?;
        let reference = format!("bank-{}", new.id);
        let manual = new.mode != Mode::Charge;
        self.accounts
            .borrow_mut()
            .entry(reference.clone())
            .or_insert(Account {
                manual,
                ..Account::default()
            });
        self.say(Begun {
            reference: Reference(reference),
            handover: Handover::Demo {
                url: "/bank".to_owned(),
            },
        })
    }

    async fn look(&self, _: Mode, reference: &Reference) -> Result<Standing, PaymentError> {
        self.take()?;
        self.say(self.change(reference, |_| ()))
    }

    async fn capture(
        &self,
        _: &PaymentId,
        reference: &Reference,
        amount: Money,
    ) -> Result<Standing, PaymentError> {
        self.take()?;
        self.say(self.change(reference, |account| account.paid = amount.amount()))
    }

    async fn cancel(&self, _: &PaymentId, _: Mode, reference: &Reference) -> Result<Standing, PaymentError> {
        self.take()?;
        if self
            .accounts
            .borrow()
            .get(&reference.0)
            .is_some_and(|account| account.paid > 0)
        {
            return Err(PaymentError::Moved("it is paid".to_owned()));
        }
        self.say(self.change(reference, |account| account.closed = true))
    }

    async fn refund(
        &self,
        id: &PaymentId,
        reference: &Reference,
        amount: Money,
        total: Money,
    ) -> Result<Standing, PaymentError> {
        self.take()?;
        let key = format!("{id} {}", total.amount());
        let is_new = !self.keys.borrow().contains(&key);
        self.keys.borrow_mut().push(key);
        let returned = if is_new { amount.amount() } else { 0 };
        self.say(self.change(reference, |account| {
            account.returned += returned;
            assert!(account.returned <= account.paid, "more went back than had come");
        }))
    }

    fn notice(&self, delivery: Delivery<'_>, _: Instant) -> Result<Notice, NotBelieved> {
        if delivery.signature != Some("signed") {
            return Err(NotBelieved("forged"));
        }
        let said: Value = serde_json::from_slice(delivery.body).unwrap();
        let read = |name: &str| serde_json::from_value(said[name].clone()).unwrap();
        Ok(Notice {
            id: said["id"].as_str().unwrap().to_owned(),
            about: Some((
                read("reference"),
                serde_json::from_value(said["standing"].clone()).unwrap(),
            )),
        })
    }
}

/// A database that takes so many writes and then none.
pub struct Mortal {
    database: Rc<MemoryDatabase>,
    left: Cell<Option<u32>>,
}

impl Database for Mortal {
    fn rows(&self, query: Statement) -> Result<Vec<Value>, DatabaseError> {
        self.database.rows(query)
    }

    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
        match self.left.get() {
            Some(0) => return Err(DatabaseError("gone".to_owned())),
            Some(left) => self.left.set(Some(left - 1)),
            None => {}
        }
        self.database.write(statements)
    }
}

/// A venue that asks for payment.
pub struct Venue {
    settings: VenueSettings,
    database: Rc<MemoryDatabase>,
    mortal: Rc<Mortal>,
    pub now: Rc<Cell<Instant>>,
    alarm: Rc<Cell<Option<Instant>>>,
    drawn: Rc<Cell<u8>>,
    pub bank: Rc<Bank>,
    pub complaints: Rc<RefCell<Vec<String>>>,
    writer: Writer,
}

impl Venue {
    /// One whose dinner is confirmed in this way.
    pub fn new(confirmation: &str) -> Self {
        let database = Rc::new(MemoryDatabase::new().unwrap());
        let now = Rc::new(Cell::new(NOON));
        Self::on(
            settings(confirmation),
            database,
            now,
            Rc::default(),
            Rc::default(),
        )
    }

    /// The same venue's object after a restart, on a database that lives.
    pub fn restarted(self) -> Self {
        Self::on(self.settings, self.database, self.now, self.drawn, self.bank)
    }

    fn on(
        settings: VenueSettings,
        database: Rc<MemoryDatabase>,
        now: Rc<Cell<Instant>>,
        drawn: Rc<Cell<u8>>,
        bank: Rc<Bank>,
    ) -> Self {
        let mortal = Rc::new(Mortal {
            database: database.clone(),
            left: Cell::new(None),
        });
        let alarm = Rc::new(Cell::new(None));
        let complaints = Rc::new(RefCell::new(Vec::new()));
        let (clock, asked, heard) = (now.clone(), alarm.clone(), complaints.clone());
        let (till, draw) = (bank.clone(), drawn.clone());
        let writer = Writer::new(World {
            database: mortal.clone(),
            random: Box::new(move || {
                draw.set(draw.get().wrapping_add(1));
                Some([draw.get(); 16])
            }),
            now: Box::new(move || clock.get()),
            reach: Box::new(|_, _| Err(ProviderError::NotFound)),
            challenge: Box::new(|_, _| Err(ProviderError::NotFound)),
            post: Box::new(|_| Err(ProviderError::NotFound)),
            payments: Box::new(move |_, _| Ok(till.clone())),
            alarm: Box::new(move |at| asked.set(Some(at))),
            complain: Box::new(move |_, cause| heard.borrow_mut().push(cause.to_owned())),
        });
        Self {
            settings,
            database,
            mortal,
            now,
            alarm,
            drawn,
            bank,
            complaints,
            writer,
        }
    }

    /// Lets the database take so many writes more.
    pub fn doom(&self, writes: u32) {
        self.mortal.left.set(Some(writes));
    }

    /// Says something to the object.
    pub async fn say<T: DeserializeOwned>(
        &self,
        call: Call,
        manage_token: Option<String>,
    ) -> Result<T, ProviderError> {
        let message = Message {
            venue: self.settings.id.clone(),
            call,
            visitor: Some(Visitor {
                caller: Caller::UNKNOWN,
                manage_token,
                challenge_token: None,
            }),
        };
        let said = self.writer.hear(&self.settings, &message).await;
        serde_json::from_str::<Said<T>>(&said).unwrap().answer
    }

    /// Books the one table for two.
    pub async fn book(&self, key: &str) -> Result<Reservation, ProviderError> {
        let request = json!({
            "experienceId": "dinner", "day": "2026-11-25", "minutes": 1_140, "attendees": 2, "locale": "en",
            "guest": { "lastName": "Lovelace" },
        });
        let order = Order {
            request: serde_json::from_value(request).unwrap(),
            key: IdempotencyKey::parse(key).unwrap(),
        };
        let reserved: Reserved = self.say(Call::Reserve(Box::new(order)), None).await?;
        Ok(reserved.reservation)
    }

    /// The reservation as its guest sees it.
    pub async fn see(&self, booked: &Reservation) -> Reservation {
        let call = Call::Reservation(booked.id.clone());
        self.say(call, booked.manage_token.clone()).await.unwrap()
    }

    /// The bank tells what it has, under this name.
    pub async fn tell(&self, id: &str) -> Result<Heard, ProviderError> {
        let notice = self.bank.notice(id);
        self.deliver(notice.as_bytes(), Some("signed")).await
    }

    /// Delivers something to where the bank calls.
    pub async fn deliver(&self, body: &[u8], signature: Option<&str>) -> Result<Heard, ProviderError> {
        let call = Call::Webhook {
            source: "stripe".to_owned(),
            signature: signature.map(str::to_owned),
            body: data_encoding::BASE64.encode(body),
        };
        self.say(call, None).await
    }

    /// Staff take the reservation to another status.
    pub async fn staff(&self, id: &ReservationId, to: Status) {
        let call = Call::Staff(StaffCall::SetStatus(id.clone(), to));
        let _: StaffReservation = self.say(call, None).await.unwrap();
    }

    /// Wakes it whenever it asks, until this time, and lets that come.
    pub async fn run_until(&self, end: Instant) {
        self.alarm.set(None);
        self.writer.wake(&self.settings).await;
        // One that asks for the same moment again can do nothing.
        while let Some(at) = self.alarm.get().filter(|at| *at <= end && *at > self.now.get()) {
            self.now.set(at);
            self.alarm.set(None);
            self.writer.wake(&self.settings).await;
        }
        self.now.set(end.max(self.now.get()));
    }

    /// How many rows a table has.
    pub fn count(&self, sql: &'static str) -> usize {
        self.database.rows(Statement::new(sql, vec![])).unwrap().len()
    }
}

fn settings(confirmation: &str) -> VenueSettings {
    let settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "payments": {
            "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1",
        },
        "giftCards": { "templates": [{ "id": "plain", "name": { "en": "Plain" }, "amounts": [AMOUNT] }] },
        "limits": {
            "writes": { "perMinute": 10_000, "burst": 10_000 },
            "lookUps": { "perMinute": 10_000, "burst": 10_000 },
        },
        "engine": {
            "horizonDays": 30,
            "rooms": [{
                "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0,
                "tables": [{
                    "id": "t1", "name": "1", "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 0, "y": 0,
                }],
            }],
            "experiences": [{
                "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN",
                "shortDescription": { "en": "À la carte" }, "descriptionHtml": { "en": "<p>À la carte</p>" },
                "attendees": { "min": 1, "max": 2 }, "confirmation": confirmation, "slotIntervalMinutes": 30,
                "durations": [{ "upTo": 2, "minutes": 90 }],
                "payment": { "type": "deposit", "pricePerGuest": 3_400, "dueMinutes": 30, "refundMinutes": 1_440 },
                "periods": [{
                    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                    "firstMinutes": 1_080, "lastMinutes": 1_320,
                }],
            }],
        },
    });
    serde_json::from_value(settings).unwrap()
}
