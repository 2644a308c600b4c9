//! Another system that keeps gift cards: the engine of a second venue, reached over its own `/external`, and the
//! unreliable network to it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use async_trait::async_trait;
use config::{Accounts, RemoteSettings, System, VenueSettings, Venues};
use couvert_tests::native::{
    Handler, MemoryDatabase, NoPictureCache, NoSockets, NoStreams, SeededRng, TestClock, no_account,
    no_directory,
};
use edge::access::Actor;
use edge::error::VenueError;
use edge::http::Context;
use edge::http::response_cache::ResponseCache;
use edge::limits::Limiter;
use edge::provider::engine::adapter as engine_adapter;
use edge::provider::molzait::Molzait;
use edge::provider::remote::{Background, Remote, RemoteDeps};
use edge::provider::server_timing::ServerTiming;
use edge::storage::database::{Database, Statement};
use edge::storage::picture_store::DatabasePictures;
use edge::storage::schema::MigratedDatabase;
use edge::upstream::{Network, NetworkError, Ports, Upstream};
use edge::venue::client::settings::SettingsCache;
use edge::venue::client::{VenueClient, VenueFacts};
use edge::venue::message::staff_gift_card::CardTransactionOutcome;
use edge::venue::message::{Envelope, Transport, TransportError};
use edge::venue::service::{ConnectRemote, Deps, RemoteConnection, VenueService};
use futures_util::future::LocalBoxFuture;
use http::Method;
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::gift_card::GiftCardCode;
use shared::id::VenueId;

use super::card_transactions::move_money;
use super::venue::{AMOUNT, NOON};

const KEY: &str = "the-key-of-the-system";

/// The other system, with its books.
pub struct CardSystem {
    database: Rc<MemoryDatabase>,
    writer: Rc<VenueService>,
    settings: &'static VenueSettings,
    venues: &'static Venues,
    /// The network's faults for the next requests, the first first.
    pub line: RefCell<Vec<Fault>>,
    /// The fault for all others.
    pub always: Cell<Option<Fault>>,
    /// How many requests were sent.
    pub asked: Cell<u32>,
    /// An event in the system while a request is in flight, and before which of the next requests: 0 is the next.
    pub meanwhile: RefCell<Option<Planned>>,
    /// The write that was lost last.
    lost: RefCell<Option<http::Request<Vec<u8>>>>,
}

/// After how many requests something happens, and what.
pub type Planned = (u32, Box<dyn FnOnce()>);

/// A fault of a request.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// It does not arrive.
    Lost,
    /// Its answer does not come back.
    AnswerLost,
    /// It is turned down.
    Refused,
    /// It is turned down, because what was lost before arrives a moment earlier.
    Overtaken,
    /// Nothing.
    None,
}

impl CardSystem {
    /// Without a card, over a line that works.
    pub fn new() -> Rc<Self> {
        Self::in_currency("EUR")
    }

    /// The same, whose prices are in this currency.
    pub fn in_currency(currency: &str) -> Rc<Self> {
        let settings: VenueSettings = serde_json::from_value(json!({
            "id": "cards", "name": "Card system", "timeZone": "Europe/Vienna", "currency": currency, "locales": ["en"],
            "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
            "staffKey": "HOUSE_KEY",
            "giftCards": { "templates": [{ "id": "plain", "name": { "en": "Plain" }, "amounts": [AMOUNT] }] },
            "engine": {
                "horizonDays": 30,
                "rooms": [{ "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0, "tables": [{
                    "id": "t1", "name": "1", "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 0, "y": 0,
                }] }],
                "experiences": [{
                    "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN",
                    "shortDescription": { "en": "A" }, "descriptionHtml": { "en": "<p>A</p>" },
                    "attendees": { "min": 1, "max": 2 }, "confirmation": "instant", "slotIntervalMinutes": 30,
                    "durations": [{ "upTo": 2, "minutes": 90 }],
                    "periods": [{ "weekdays": ["mon"], "firstMinutes": 1_080, "lastMinutes": 1_320 }],
                }],
            },
        }))
        .unwrap();
        let venues = Venues::from_json(&json!([settings]).to_string()).unwrap();
        let database = Rc::new(MemoryDatabase::new().unwrap());
        let drawn = Cell::new(0_u128);
        let writer = VenueService::new(Deps {
            database: MigratedDatabase::of(database.clone()),
            random: Box::new(move || {
                drawn.set(drawn.get() + 1);
                Some(drawn.get().to_be_bytes())
            }),
            now: Box::new(|| NOON),
            worker_secret: Box::new(|_| None),
            connect_remote: Box::new(|_, _| Err(VenueError::NotFound)),
            challenge: Box::new(|_, _, _| Err(VenueError::NotFound)),
            mailer: Box::new(|_, _| Err(VenueError::NotFound)),
            deployment_mail: Box::new(|_| Ok(None)),
            till: Box::new(|_, _| Err(VenueError::NotFound)),
            payments: Box::new(|_, _, _| Err(VenueError::NotFound)),
            alarm: Box::new(|_| ()),
            sockets: Box::new(NoSockets),
            pictures: Box::new(DatabasePictures(MigratedDatabase::of(database.clone()))),
            has_picture_file: Box::new(|_, _| false),
            log_error: Box::new(|_, _| ()),
            file_names_secret: Box::new(|_, _| true),
            allows_demonstrations: true,
        });
        Rc::new(Self {
            database,
            writer: Rc::new(writer),
            settings: Box::leak(Box::new(settings)),
            venues: Box::leak(Box::new(venues)),
            line: RefCell::default(),
            always: Cell::new(None),
            asked: Cell::new(0),
            meanwhile: RefCell::default(),
            lost: RefCell::new(None),
        })
    }

    async fn answer(&self, request: http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
        let (server_timing, limiter) = (ServerTiming::default(), RefCell::new(Limiter::new([0; 32])));
        let venue_client = |venue: &VenueSettings| {
            let facts = VenueFacts {
                abilities: engine_adapter::ABILITIES,
                experiences: None,
                last_evening: None,
            };
            let transport = Box::new(Wire(self.writer.clone(), self.settings));
            VenueClient::new(venue.id.clone(), facts, transport, ServerTiming::default())
        };
        let settings_client = |id: &VenueId| {
            let transport = Box::new(Wire(self.writer.clone(), self.settings));
            VenueClient::new(
                id.clone(),
                VenueFacts::UNKNOWN,
                transport,
                ServerTiming::default(),
            )
        };
        let context = Context {
            venues: self.venues,
            settings_cache: &SettingsCache::default(),
            settings_client: &settings_client,
            demo: None,
            venue_client: &venue_client,
            secret: &|name| (name == "HOUSE_KEY").then(|| SecretString::from(KEY)),
            variable: &|_| None,
            server_timing: &server_timing,
            limiter: &limiter,
            response_cache: &ResponseCache::default(),
            streams: &NoStreams,
            picture_cache: &NoPictureCache,
            directory: &no_directory,
            accounts: &Accounts::default(),
            account: &no_account,
            clock: &TestClock::at(NOON),
            now: NOON,
            request_id: "request".to_owned(),
            random: [0; 16],
            assets: "/assets/none",
        };
        edge::http::handle(request.map(Some), &context).await.0
    }

    /// Counts a request, and lets happen what was to happen during it.
    fn let_it_happen(&self) {
        let planned = self.meanwhile.take();
        match planned {
            Some((0, happens)) => happens(),
            Some((after, happens)) => {
                self.meanwhile.replace(Some((after - 1, happens)));
            }
            None => {}
        }
    }

    /// The top-up of each of its cards, with its payment.
    pub fn cards(&self) -> Vec<Value> {
        let sql = "SELECT amount, payment_reference FROM gift_cards
            JOIN gift_card_transactions ON card_id = gift_cards.id AND gift_card_transactions.id = 'issue'";
        self.rows(sql)
    }

    /// The redemptions of its cards, in their order.
    pub fn redeemed(&self) -> Vec<Value> {
        self.rows("SELECT id, amount FROM gift_card_transactions WHERE amount < 0 ORDER BY rowid")
    }

    fn rows(&self, sql: &'static str) -> Vec<Value> {
        self.database
            .rows(Statement::new(sql, vec![]))
            .unwrap_or_default()
    }

    /// A card is redeemed there.
    pub async fn spend(&self, code: GiftCardCode, amount: i64) {
        let call = move_money(code.into(), -amount, Some("lunch"));
        let response = self.writer.dispatch(self.settings, &call, &Actor::StaffKey).await;
        let outcome: CardTransactionOutcome = response.into_result().unwrap();
        assert!(matches!(outcome, CardTransactionOutcome::Recorded { .. }));
    }

    /// Its staff put something more on its cards.
    pub fn top_up(&self) {
        let sql = "INSERT INTO gift_card_transactions (card_id, id, amount, progress, created_at)
            SELECT id, 'present', 1, 'successful', 0 FROM gift_cards";
        self.database.write(vec![Statement::new(sql, vec![])]).unwrap();
    }
}

/// The line to the object of the other system.
#[derive(Clone)]
struct Wire(Rc<VenueService>, &'static VenueSettings);

#[async_trait(?Send)]
impl Transport for Wire {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        let Envelope { request, .. } =
            serde_json::from_str(&message).map_err(|error| TransportError(error.to_string()))?;
        Ok(self.0.dispatch(self.1, &request, &Actor::StaffKey).await.text())
    }
}

/// The network to the other system.
struct UnreliableNetwork(Rc<CardSystem>);

#[async_trait(?Send)]
impl Network for UnreliableNetwork {
    async fn exchange(
        &self,
        request: http::Request<Vec<u8>>,
        limit: usize,
    ) -> Result<http::Response<Vec<u8>>, NetworkError> {
        let system = &self.0;
        system.asked.set(system.asked.get() + 1);
        system.let_it_happen();
        let next = {
            let mut line = system.line.borrow_mut();
            (!line.is_empty()).then(|| line.remove(0))
        };
        let broken = || NetworkError::Broken("cut".to_owned());
        match next.or(system.always.get()).unwrap_or(Fault::None) {
            Fault::Lost => {
                if request.method() == Method::POST {
                    system.lost.replace(Some(request));
                }
                Err(broken())
            }
            Fault::Overtaken => {
                let earlier = system.lost.take().unwrap();
                assert_eq!(system.answer(earlier).await.status(), 201);
                Ok(http::Response::builder()
                    .status(409)
                    .body(b"{}".to_vec())
                    .unwrap())
            }
            Fault::Refused => Ok(http::Response::builder()
                .status(403)
                .body(b"{}".to_vec())
                .unwrap()),
            fault => {
                let end = Handler(async |request| system.answer(request).await);
                let answer = end.exchange(request, limit).await;
                if matches!(fault, Fault::AnswerLost) {
                    Err(broken())
                } else {
                    answer
                }
            }
        }
    }
}

/// Background work is dropped: it is optional.
struct NoBackground;

impl Background for NoBackground {
    fn spawn(&self, _: LocalBoxFuture<'static, ()>) {}
}

/// How a venue reaches the other system.
pub fn connect_remote(system: &Rc<CardSystem>) -> Rc<ConnectRemote> {
    let system = system.clone();
    Rc::new(move |venue, deps| {
        let Some(System::Remote(RemoteSettings::Molzait(settings))) = venue.system() else {
            return Err(VenueError::NotFound);
        };
        let ports = Rc::new(Ports {
            network: Box::new(UnreliableNetwork(system.clone())),
            clock: Box::new(TestClock::at(NOON)),
            rng: Box::new(SeededRng::new(7)),
        });
        let remote_deps = RemoteDeps {
            ports: ports.clone(),
            database: system.database.clone(),
            background: Rc::new(NoBackground),
            secret: deps.secret,
            in_progress: deps.in_progress,
            rules: Molzait::rules(settings, venue.time_zone.clone()),
        };
        let (key, upstream) = (SecretString::from(KEY), Upstream::new(ports.clone()));
        let system = Rc::new(Molzait::new(settings.clone(), venue.currency, key, upstream));
        Ok(RemoteConnection {
            remote: Remote::new(system.clone(), remote_deps),
            cards: Some(system),
            ports,
            metrics: Box::new(String::new),
        })
    })
}
