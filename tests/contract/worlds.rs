//! The booking systems, each in a world of its own in this process.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use async_trait::async_trait;
use config::{Accounts, RemoteSettings, System, VenueSettings, Venues};
use couvert_tests::molzait::{ALA_CARTE, Settings as SimulatorSettings, Simulator, Weights};
use couvert_tests::native::{
    Handler, MemoryDatabase, NoPictureCache, NoSockets, NoStreams, SeededRng, Simulated, TestClock,
    no_account, no_directory,
};
use edge::access::Actor;
use edge::error::VenueError;
use edge::http::Context;
use edge::http::response_cache::ResponseCache;
use edge::limits::Limiter;
use edge::localization::questions;
use edge::provider::Provider;
use edge::provider::engine::adapter as engine_adapter;
use edge::provider::mews;
use edge::provider::molzait::{self, Molzait};
use edge::provider::remote::{Background, Remote, RemoteDeps};
use edge::provider::server_timing::ServerTiming;
use edge::storage::picture_store::DatabasePictures;
use edge::storage::schema::MigratedDatabase;
use edge::upstream::{Network, Ports, Upstream};
use edge::venue::client::settings::SettingsCache;
use edge::venue::client::{VenueClient, VenueFacts};
use edge::venue::message::{Envelope, Transport, TransportError};
use edge::venue::service::{ConnectionDeps, Deps as Surrounding, RemoteConnection, VenueService};
use futures_util::future::LocalBoxFuture;
use http::{Method, Request, Response};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::id::ExperienceId;
use shared::party::Attendees;
use shared::time::{Day, Instant};

/// Noon of 21 November 2026 in Vienna.
pub const NOW: Instant = Instant::from_unix(1_795_258_800);
const KEY: &str = "the-key-of-the-restaurant";

/// A booking system with what can be asked of it.
pub struct World {
    /// The system.
    pub provider: Box<dyn Provider>,
    /// Something that can be booked.
    pub experience: ExperienceId,
    /// A party that it takes.
    pub party: Attendees,
    /// The day it is there.
    pub today: Day,
    /// How many days ahead bookings are taken.
    pub horizon_days: u16,
    /// Whether guests can be seated only once their time has come.
    pub seats_in_time_alone: bool,
}

/// A world of this system.
pub fn world(provider: impl Provider + 'static, experience: &str, party: u8) -> World {
    World {
        provider: Box::new(provider),
        experience: ExperienceId::parse(experience).unwrap(),
        party: Attendees::parse(party.into()).unwrap(),
        today: Day::parse("2026-11-21").unwrap(),
        horizon_days: 30,
        seats_in_time_alone: false,
    }
}

/// The embedded engine, called as the worker calls it.
pub fn engine() -> World {
    let settings = engine_settings();
    let line = LocalLine::new(settings, Box::new(|_, _| Err(VenueError::NotFound)));
    world(client(settings, line), "dinner", 2)
}

/// Molzait as it is simulated.
pub fn simulated() -> World {
    let clock = TestClock::at(NOW);
    let simulator = Simulator::new(SimulatorSettings::default(), Weights::quiet());
    let network = Simulated::new(Rc::new(RefCell::new(simulator)), clock);
    remote(network, clock, &SimulatorSettings::default().key, ALA_CARTE, 8)
}

/// Molzait as the engine plays it, over the API's own router.
pub fn external() -> World {
    let clock = TestClock::at(NOW);
    let sent = Rc::default();
    played(engine_settings(), clock, sent)
}

/// The same where dinner has to be paid in advance on these terms, and how often something was sent to be changed.
pub fn external_with_payment(terms: &Value) -> (World, Rc<Cell<u32>>) {
    let mut settings = serde_json::to_value(engine_settings()).unwrap();
    settings["payments"] = json!({ "adapter": "demo" });
    settings["engine"]["experiences"][0]["payment"] = terms.clone();
    let sent: Rc<Cell<u32>> = Rc::default();
    let world = played(leaked(venue(&settings)), TestClock::at(NOW), sent.clone());
    (world, sent)
}

fn played(settings: &'static VenueSettings, clock: TestClock, sent: Rc<Cell<u32>>) -> World {
    let line = LocalLine::new(settings, Box::new(|_, _| Err(VenueError::NotFound)));
    let venues: &'static Venues = leaked(Venues::from_json(&json!([settings]).to_string()).unwrap());
    let network = Handler(async move |request: Request<Vec<u8>>| {
        if request.method() != Method::GET {
            sent.set(sent.get() + 1);
        }
        answer(venues, &line, request).await
    });
    remote(network, clock, KEY, "dinner", 2)
}

/// Molzait as the engine plays it with this section `engine`, and the same venue for its till.
pub fn external_with_till(engine: &Value) -> (World, Served) {
    let till = Served::new(engine);
    let (venues, line) = (till.venues, till.line.clone());
    let network = Handler(async move |request: Request<Vec<u8>>| answer(venues, &line, request).await);
    (remote(network, TestClock::at(NOW), KEY, "dinner", 2), till)
}

/// A venue of the embedded engine, answering under `/external` with the right key.
pub struct Served {
    venues: &'static Venues,
    line: LocalLine,
}

impl Served {
    /// One with this section `engine`, payments and a design of gift cards.
    pub fn new(engine: &Value) -> Self {
        let settings = leaked(venue(&json!({
            "payments": { "adapter": "demo" },
            "giftCards": { "templates": [{
                "id": "string", "name": { "en": "Plain" }, "image": "dinner.jpg", "amounts": [10_000],
            }] },
            "engine": engine,
        })));
        Self {
            venues: leaked(Venues::from_json(&json!([settings]).to_string()).unwrap()),
            line: LocalLine::new(settings, Box::new(|_, _| Err(VenueError::NotFound))),
        }
    }

    /// The status and the body of the answer to a request.
    pub async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> (u16, Value) {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("https://book.example.com{path}"))
            .header("authorization", format!("Bearer {KEY}"));
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
        let answered = answer(self.venues, &self.line, request.body(body).unwrap()).await;
        let value = serde_json::from_slice(answered.body()).unwrap_or_default();
        (answered.status().as_u16(), value)
    }
}

async fn answer(venues: &'static Venues, line: &LocalLine, request: Request<Vec<u8>>) -> Response<Vec<u8>> {
    let (server_timing, limiter) = (ServerTiming::default(), RefCell::new(Limiter::new([0; 32])));
    let context = Context {
        venues,
        demo: None,
        settings_cache: &SettingsCache::default(),
        settings_client: &|id| {
            VenueClient::new(
                id.clone(),
                VenueFacts::UNKNOWN,
                Box::new(line.clone()),
                ServerTiming::default(),
            )
        },
        venue_client: &|venue| client(venue, line.clone()),
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
        clock: &TestClock::at(NOW),
        now: NOW,
        request_id: "request".to_owned(),
        random: [0; 16],
        assets: "/assets/none",
    };
    edge::http::handle(request.map(Some), &context).await.0
}

/// A venue at Molzait, reached over this network.
fn remote(
    network: impl Network + 'static,
    clock: TestClock,
    key: &str,
    experience: &str,
    party: u8,
) -> World {
    let settings = leaked(venue(&json!({
        "molzait": {
            "key": "LINDE_MOLZAIT_KEY", "horizonDays": 30, "attendees": { "min": 1, "max": 8 },
            "areas": [
                { "id": "hall", "name": { "en": "Hall" } }, { "id": "main-room", "name": { "en": "Main room" } },
            ],
        },
    })));
    let database = Rc::new(MemoryDatabase::new().unwrap());
    let ports = Rc::new(Ports {
        network: Box::new(network),
        clock: Box::new(clock),
        rng: Box::new(SeededRng::new(7)),
    });
    let key = key.to_owned();
    let reopened = database.clone();
    let connect_remote = move |venue: &VenueSettings, deps: ConnectionDeps<'_>| {
        let Some(System::Remote(RemoteSettings::Molzait(settings))) = venue.system() else {
            return Err(VenueError::NotFound);
        };
        let remote_deps = RemoteDeps {
            ports: ports.clone(),
            database: reopened.clone(),
            background: Rc::new(NoBackground),
            secret: deps.secret,
            in_progress: deps.in_progress,
            rules: Molzait::rules(settings, venue.time_zone.clone()),
        };
        let upstream = Upstream::new(ports.clone());
        let key = SecretString::from(key.as_str());
        let system = Rc::new(Molzait::new(settings.clone(), venue.currency, key, upstream));
        Ok(RemoteConnection {
            remote: Remote::new(system.clone(), remote_deps),
            cards: Some(system),
            ports: ports.clone(),
            metrics: Box::new(String::new),
        })
    };
    let line = LocalLine::on(settings, Box::new(connect_remote), database);
    world(client(settings, line), experience, party)
}

/// Background work is dropped: it is optional.
pub struct NoBackground;

impl Background for NoBackground {
    fn spawn(&self, _: LocalBoxFuture<'static, ()>) {}
}

/// The line to a writer in this process.
#[derive(Clone)]
struct LocalLine {
    writer: Rc<VenueService>,
    settings: &'static VenueSettings,
}

type ConnectRemote = edge::venue::service::ConnectRemote;

impl LocalLine {
    fn new(settings: &'static VenueSettings, connect_remote: Box<ConnectRemote>) -> Self {
        Self::on(settings, connect_remote, Rc::new(MemoryDatabase::new().unwrap()))
    }

    fn on(
        settings: &'static VenueSettings,
        connect_remote: Box<ConnectRemote>,
        database: Rc<MemoryDatabase>,
    ) -> Self {
        let ids = RefCell::new(0_u128);
        let writer = VenueService::new(Surrounding {
            database: MigratedDatabase::of(database.clone()),
            random: Box::new(move || {
                *ids.borrow_mut() += 1;
                Some(ids.borrow().to_be_bytes())
            }),
            now: Box::new(|| NOW),
            worker_secret: Box::new(|_| None),
            connect_remote,
            challenge: Box::new(|_, _, _| Err(VenueError::NotFound)),
            mailer: Box::new(|_, _| Err(VenueError::NotFound)),
            deployment_mail: Box::new(|_| Ok(None)),
            till: Box::new(|_, _| Err(VenueError::NotFound)),
            payments: Box::new(|_, _, _| Err(VenueError::NotFound)),
            alarm: Box::new(|_| ()),
            pictures: Box::new(DatabasePictures(database)),
            has_picture_file: Box::new(|_, _| false),
            sockets: Box::new(NoSockets),
            log_error: Box::new(|_, _| ()),
            file_names_secret: Box::new(|_, _| true),
            allows_demonstrations: true,
        });
        Self {
            writer: Rc::new(writer),
            settings,
        }
    }
}

#[async_trait(?Send)]
impl Transport for LocalLine {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        // Tokens are compared before the system is asked.
        let Envelope { request, .. } =
            serde_json::from_str(&message).map_err(|error| TransportError(error.to_string()))?;
        Ok(self
            .writer
            .dispatch(self.settings, &request, &Actor::StaffKey)
            .await
            .text())
    }
}

fn client(settings: &VenueSettings, line: LocalLine) -> VenueClient<'static> {
    let facts = match settings.system() {
        Some(System::Engine(engine)) => VenueFacts {
            abilities: engine_adapter::ABILITIES,
            experiences: Some(engine_adapter::experiences(
                engine,
                settings.currency,
                questions::words,
            )),
            last_evening: None,
        },
        Some(System::Remote(RemoteSettings::Mews(mews))) => VenueFacts {
            abilities: mews::abilities(mews),
            experiences: None,
            last_evening: None,
        },
        Some(System::Remote(RemoteSettings::Molzait(molzait))) => VenueFacts {
            abilities: molzait::abilities(molzait),
            experiences: None,
            last_evening: None,
        },
        Some(System::Remote(RemoteSettings::Fourspaces(_))) | None => VenueFacts {
            abilities: molzait::ABILITIES,
            experiences: None,
            last_evening: None,
        },
    };
    VenueClient::new(
        settings.id.clone(),
        facts,
        Box::new(line),
        ServerTiming::default(),
    )
}

/// Worlds last as long as the test's process.
fn leaked<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn venue(part: &serde_json::Value) -> VenueSettings {
    let mut settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "staffKey": "HOUSE_KEY",
    });
    let fields = settings.as_object_mut().unwrap();
    fields.extend(part.as_object().unwrap().clone());
    let settings: VenueSettings = serde_json::from_value(settings).unwrap();
    assert_eq!(settings.faults(), Vec::<String>::new());
    settings
}

/// Two tables for two, and dinner every day from six to ten each half-hour.
fn engine_settings() -> &'static VenueSettings {
    let table = |id: &str| json!({ "id": id, "name": id, "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 0, "y": 0 });
    leaked(venue(&json!({ "engine": {
        "horizonDays": 30,
        "rooms": [{ "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0, "tables": [table("t1"), table("t2")] }],
        "experiences": [{
            "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN",
            "shortDescription": { "en": "À la carte" }, "descriptionHtml": { "en": "<p>À la carte</p>" },
            "attendees": { "min": 1, "max": 2 }, "confirmation": "instant", "slotIntervalMinutes": 30,
            "durations": [{ "upTo": 2, "minutes": 90 }],
            "periods": [{
                "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                "firstMinutes": 1080, "lastMinutes": 1320,
            }],
        }],
    } })))
}
