//! A deployment with ten thousand venues: the cost of a guest's request, and what an isolate keeps.
//!
//! The worker, the directory and the venues' objects run in this process, each object on an SQLite of its own. Every
//! thirty-third venue is created over HTTP. Of the others the directory has its rows: their objects would be databases
//! that no other venue's request reaches, a third of a megabyte each.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use async_trait::async_trait;
use config::{Accounts, Venues};
use couvert_tests::native::{MemoryDatabase, NoPictureCache, NoSockets, NoStreams, TestClock, no_account};
use edge::demo::Allowed;
use edge::directory::client::DirectoryClient;
use edge::directory::rows::MIGRATIONS;
use edge::directory::service::{DirectoryDeps, DirectoryService};
use edge::error::VenueError;
use edge::http::response_cache::ResponseCache;
use edge::http::{self, Context};
use edge::limits::Limiter;
use edge::provider::server_timing::ServerTiming;
use edge::storage::database::{Database, DatabaseError, Statement};
use edge::storage::picture_store::DatabasePictures;
use edge::storage::schema::MigratedDatabase;
use edge::venue::client::settings::{Copies, SettingsCache};
use edge::venue::client::{VenueClient, VenueFacts};
use edge::venue::message::{Envelope, Transport, TransportError};
use edge::venue::service::{Deps, VenueService};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::id::VenueId;
use shared::time::Instant;

use super::object::{NOON, settings};

/// The number of venues.
const VENUES: usize = 10_000;
/// Of so many venues one has an object.
const STEP: usize = 33;
/// The last venue with an object.
const LAST: usize = (VENUES - 1) / STEP * STEP;
/// The number of venues whose settings an isolate holds.
const COPIES: usize = 256;

/// A database that counts its statements and the rows that they read.
struct Counting {
    database: MemoryDatabase,
    read: Rc<Cell<(u32, usize)>>,
}

impl Counting {
    fn count(&self, statements: usize, rows: usize) {
        let (all, read) = self.read.get();
        self.read
            .set((all + u32::try_from(statements).unwrap(), read + rows));
    }
}

impl Database for Counting {
    fn rows(&self, query: Statement) -> Result<Vec<Value>, DatabaseError> {
        let rows = self.database.rows(query)?;
        self.count(1, rows.len());
        Ok(rows)
    }

    fn write(&self, statements: Vec<Statement>) -> Result<(), DatabaseError> {
        self.count(statements.len(), 0);
        self.database.write(statements)
    }
}

/// The cost of requests: calls of venues' objects and of the directory, statements and rows read in both.
type Cost = (u32, u32, (u32, usize));

struct Deployment {
    objects: RefCell<BTreeMap<VenueId, Rc<VenueService>>>,
    directory: DirectoryService,
    read: Rc<Cell<(u32, usize)>>,
    venue_calls: Cell<u32>,
    directory_calls: Cell<u32>,
    now: Cell<Instant>,
    copies: Rc<SettingsCache>,
}

impl Deployment {
    fn new() -> Self {
        let read = Rc::<Cell<(u32, usize)>>::default();
        let database = Rc::new(Counting {
            database: MemoryDatabase::new().unwrap(),
            read: read.clone(),
        });
        Self {
            objects: RefCell::default(),
            directory: DirectoryService::new(directory_deps(database)),
            read,
            venue_calls: Cell::new(0),
            directory_calls: Cell::new(0),
            now: Cell::new(NOON),
            copies: Rc::default(),
        }
    }

    fn object(&self, id: &VenueId) -> Rc<VenueService> {
        let mut objects = self.objects.borrow_mut();
        let object = objects.entry(id.clone()).or_insert_with(|| {
            let database = Counting {
                database: MemoryDatabase::new().unwrap(),
                read: self.read.clone(),
            };
            Rc::new(VenueService::new(deps(Rc::new(database))))
        });
        object.clone()
    }

    /// Creates a venue over HTTP.
    async fn create(&self, id: &str) {
        let mut settings = restaurant();
        settings["id"] = json!(id);
        let new = json!({ "id": id, "name": "Linde", "settings": settings });
        let (status, created) = self.ask("POST", "/v1/operator/venues", &new).await;
        assert_eq!((status, &created["status"]), (201, &json!("live")), "{created}");
    }

    /// Creates the rows of a venue in the directory.
    fn create_rows(&self, id: &str) {
        for request in [
            json!({ "Begin": { "id": id, "name": "Linde", "settings": { "id": id } } }),
            json!({ "Complete": id }),
        ] {
            let envelope = json!({ "operator": "operator", "request": request });
            let envelope = serde_json::from_value(envelope).unwrap();
            self.directory.handle(&envelope).unwrap();
        }
    }

    /// The response to a request, as JSON.
    async fn ask(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let timing = ServerTiming::default();
        let now = self.now.get();
        let copies = Copies {
            cache: self.copies.clone(),
            now,
        };
        let client = |id: &VenueId| {
            VenueClient::new(id.clone(), VenueFacts::UNKNOWN, Box::new(self), timing.clone())
                .with_copies(copies.clone())
        };
        let context = Context {
            venues: &Venues::from_json("[]").unwrap(),
            settings_cache: &copies.cache,
            settings_client: &client,
            demo: Allowed::by(&|_| Some("yes".to_owned())),
            venue_client: &|venue| client(&venue.id),
            streams: &NoStreams,
            picture_cache: &NoPictureCache,
            directory: &|| DirectoryClient::new(Box::new(ToDirectory(self))),
            accounts: &Accounts::default(),
            account: &no_account,
            secret: &|name| (name == "OPERATOR_KEY").then(|| SecretString::from("operator")),
            variable: &|_| None,
            server_timing: &timing,
            limiter: &RefCell::new(Limiter::new([0; 32])),
            response_cache: &ResponseCache::default(),
            clock: &TestClock::at(now),
            now,
            request_id: "id-1".to_owned(),
            random: [7; 16],
            assets: "/assets/abc",
        };
        let mut request = ::http::Request::builder()
            .method(method)
            .uri(format!("https://book.example.com{path}"));
        if !body.is_null() {
            request = request.header("content-type", "application/json");
        }
        if path.starts_with("/v1/operator/") {
            request = request.header("authorization", "Bearer operator");
        }
        let request = request.body(Some(body.to_string().into_bytes())).unwrap();
        let (reply, _) = http::handle(request, &context).await;
        let body = serde_json::from_slice(reply.body()).unwrap_or_default();
        (reply.status().as_u16(), body)
    }

    /// The cost of a guest's requests for a venue's first screen, in an isolate without a copy of its settings.
    async fn cost_of_a_guest(&self, venue: &str) -> Cost {
        self.venue_calls.set(0);
        self.directory_calls.set(0);
        self.read.set((0, 0));
        let (status, seen) = self
            .ask("GET", &format!("/v1/venues/{venue}"), &Value::Null)
            .await;
        assert_eq!((status, &seen["id"]), (200, &json!(venue)), "{seen}");
        let slots = format!("/v1/venues/{venue}/slots?experienceId=dinner&day=2026-11-27&attendees=2");
        let (status, slots) = self.ask("GET", &slots, &Value::Null).await;
        assert_eq!(status, 200, "{slots}");
        assert!(!slots["slots"].as_array().unwrap().is_empty());
        (
            self.venue_calls.get(),
            self.directory_calls.get(),
            self.read.get(),
        )
    }
}

#[async_trait(?Send)]
impl Transport for &Deployment {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        self.venue_calls.set(self.venue_calls.get() + 1);
        let envelope: Envelope = serde_json::from_str(&message).unwrap();
        let object = self.object(&envelope.venue);
        Ok(object.handle(None, &envelope).await.text())
    }
}

/// The connection to the directory's object.
struct ToDirectory<'a>(&'a Deployment);

#[async_trait(?Send)]
impl Transport for ToDirectory<'_> {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        let Self(deployment) = self;
        deployment
            .directory_calls
            .set(deployment.directory_calls.get() + 1);
        let envelope = serde_json::from_str(&message).unwrap();
        let response = deployment.directory.handle(&envelope);
        Ok(serde_json::to_string(&response).unwrap())
    }
}

fn directory_deps(database: Rc<Counting>) -> DirectoryDeps {
    DirectoryDeps {
        database: MigratedDatabase::with(database, MIGRATIONS),
        random: Box::new(|| Some([7; 16])),
        now: Box::new(|| NOON),
        mail: Box::new(|| Ok(None)),
        alarm: Box::new(|_| {}),
        log_error: Box::new(|_| {}),
    }
}

fn deps(database: Rc<Counting>) -> Deps {
    let drawn = Cell::new(0_u128);
    Deps {
        sockets: Box::new(NoSockets),
        pictures: Box::new(DatabasePictures(MigratedDatabase::of(database.clone()))),
        has_picture_file: Box::new(|_, _| false),
        database: MigratedDatabase::of(database),
        random: Box::new(move || {
            drawn.set(drawn.get() + 1);
            Some(drawn.get().to_be_bytes())
        }),
        now: Box::new(|| NOON),
        worker_secret: Box::new(|_| None),
        file_names_secret: Box::new(|_, _| false),
        connect_remote: Box::new(|_, _| Err(VenueError::NotFound)),
        challenge: Box::new(|_, _, _| Err(VenueError::NotFound)),
        mailer: Box::new(|_, _| Err(VenueError::NotFound)),
        payments: Box::new(|_, _, _| Err(VenueError::NotFound)),
        deployment_mail: Box::new(|_| Ok(None)),
        till: Box::new(|_, _| Err(VenueError::NotFound)),
        alarm: Box::new(|_| {}),
        log_error: Box::new(|_, _| {}),
        allows_demonstrations: true,
    }
}

fn id(number: usize) -> String {
    format!("v{number}")
}

/// A small restaurant.
fn restaurant() -> Value {
    json!(settings(&json!({
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
                "shortDescription": { "en": "Served" }, "descriptionHtml": { "en": "<p>Served</p>" },
                "attendees": { "min": 1, "max": 2 }, "confirmation": "instant", "slotIntervalMinutes": 30,
                "durations": [{ "upTo": 2, "minutes": 90 }],
                "periods": [{ "weekdays": ["fri"], "firstMinutes": 1_080, "lastMinutes": 1_320 }],
            }],
        },
    })))
}

#[tokio::test]
async fn the_last_of_ten_thousand_venues_costs_its_guest_what_the_first_did_alone() {
    let deployment = Deployment::new();
    let mut first_alone = None;
    for number in 0..VENUES {
        if number % STEP == 0 {
            deployment.create(&id(number)).await;
        } else {
            deployment.create_rows(&id(number));
        }
        if number == 0 {
            first_alone = Some(deployment.cost_of_a_guest(&id(0)).await);
        }
    }
    // A look-up of the settings, the experiences and the slots: of the one object, and never of the directory.
    let last = deployment.cost_of_a_guest(&id(LAST)).await;
    assert_eq!(Some(last), first_alone);
    assert_eq!((last.0, last.1), (3, 0));

    // Guests of many venues, and of one that is asked for all the time.
    let asked: Vec<String> = (0..VENUES).step_by(STEP).map(id).collect();
    assert!(asked.len() > COPIES);
    for venue in &asked {
        deployment.cost_of_a_guest(&id(0)).await;
        deployment.cost_of_a_guest(venue).await;
    }
    let copies = asked.iter().filter(|venue| {
        let id = VenueId::parse(venue).unwrap();
        deployment.copies.get(&id).is_some()
    });
    assert_eq!(copies.count(), COPIES);
    assert!(deployment.copies.get(&VenueId::parse("v0").unwrap()).is_some());

    // The directory has them all, page by page.
    let (mut listed, mut after) = (0, String::new());
    loop {
        let path = format!("/v1/operator/venues{after}");
        let (status, page) = deployment.ask("GET", &path, &Value::Null).await;
        assert_eq!(status, 200);
        listed += page["venues"].as_array().unwrap().len();
        match page["next"].as_str() {
            Some(next) => after = format!("?after={next}"),
            None => break,
        }
    }
    assert_eq!(listed, VENUES);
}

#[tokio::test]
async fn an_unknown_id_asks_its_object_once_and_the_directory_never() {
    let deployment = Deployment::new();
    for seconds in [0, 29, 30] {
        deployment.now.set(NOON.plus_seconds(seconds));
        let (status, _) = deployment.ask("GET", "/v1/venues/v33", &Value::Null).await;
        assert_eq!(status, 404);
    }
    assert_eq!(
        (deployment.venue_calls.get(), deployment.directory_calls.get()),
        (2, 0)
    );
    // It is created later, and is known at once where it was created.
    deployment.create("v33").await;
    let (status, _) = deployment.ask("GET", "/v1/venues/v33", &Value::Null).await;
    assert_eq!(status, 200);
}
