//! The world of a run: the booking system, and the venue's object with its database, which can be killed at any moment.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::ops::Range;
use std::rc::{Rc, Weak};

use async_trait::async_trait;
use config::VenueSettings;
use couvert_tests::molzait::STAFF_MARKER;
use couvert_tests::native::{MemoryDatabase, NoSockets, SeededRng, TestClock};
use edge::access::Actor;
use edge::provider::remote::{Background, Remote, RemoteDeps};
use edge::provider::server_timing::ServerTiming;
use edge::storage::database::{Database, Statement};
use edge::storage::picture_store::DatabasePictures;
use edge::storage::schema::MigratedDatabase;
use edge::upstream::{Clock, Ports};
use edge::venue::client::{VenueClient, VenueFacts};
use edge::venue::message::{Envelope, Transport, TransportError};
use edge::venue::service::{self, RemoteConnection, VenueService};
use fastrand::Rng;
use futures_util::future::LocalBoxFuture;
use shared::time::Instant;
use tokio::sync::oneshot;
use tokio::task::{AbortHandle, JoinSet};

use crate::books::Ledger;
use crate::network::DeadlyLine;
use crate::report::Report;
use crate::system::{Connected, System};

/// Tuesday, 2 March 2027, 09:00 UTC.
const BEGINNING: Instant = Instant::from_unix(1_803_978_000);

pub struct World {
    pub clock: TestClock,
    pub system: Rc<dyn System>,
    pub report: RefCell<Report>,
    pub ledger: RefCell<Ledger>,
    /// The ids of reservations whose making was properly answered.
    pub delivered: RefCell<HashSet<String>>,
    /// The number of operations that are left.
    pub operations: Cell<u64>,
    rng: RefCell<Rng>,
    settings: VenueSettings,
    database: MemoryDatabase,
    object: RefCell<Object>,
    this: Weak<World>,
}

/// The venue's object from one start to its death.
struct Object {
    writer: Rc<VenueService>,
    /// All work in it.
    work: JoinSet<()>,
}

impl World {
    pub fn new(system: Rc<dyn System>, seed: u64, operations: u64) -> Rc<Self> {
        let mut settings = serde_json::json!({
            "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR",
            "locales": ["de", "en"],
            "guestFields": { "email": "required", "phone": "optional", "defaultCountry": "AT" },
        });
        let (section, of_system) = system.settings();
        settings[section] = of_system;
        let settings: VenueSettings = serde_json::from_value(settings).expect("settings");
        assert_eq!(settings.faults(), Vec::<String>::new());
        let (clock, database) = (
            TestClock::at(BEGINNING),
            MemoryDatabase::new().expect("a database"),
        );
        Rc::new_cyclic(|this| Self {
            clock,
            system,
            report: RefCell::default(),
            ledger: RefCell::default(),
            delivered: RefCell::default(),
            operations: Cell::new(operations),
            rng: RefCell::new(Rng::with_seed(seed)),
            settings,
            object: RefCell::new(Object::start(this, &database, clock)),
            database,
            this: this.clone(),
        })
    }

    /// A number of this range.
    pub fn rng(&self, range: Range<u64>) -> u64 {
        self.rng.borrow_mut().u64(range)
    }

    /// Takes one operation of what is still to be asked for; whether there was one.
    pub fn take_operation(&self) -> bool {
        let left = self.operations.get();
        self.operations.set(left.saturating_sub(1));
        self.report.borrow_mut().count("operations", "asked");
        left > 0
    }

    /// The booking system as the worker sees it.
    pub fn client(&self) -> VenueClient<'_> {
        let facts = VenueFacts {
            abilities: self.system.abilities(&self.settings),
            experiences: None,
            last_evening: None,
        };
        let transport = Box::new(ObjectLine(self));
        VenueClient::new(
            self.settings.id.clone(),
            facts,
            transport,
            ServerTiming::default(),
        )
    }

    /// Whether the system changes reservations where they are.
    pub fn changes_in_place(&self) -> bool {
        self.system.abilities(&self.settings).in_place
    }

    /// Has the object do what is due.
    pub fn wake(&self) {
        let settings = self.settings.clone();
        let mut object = self.object.borrow_mut();
        let writer = Rc::clone(&object.writer);
        object.work.spawn_local(async move {
            if let Some(run) = writer.run_due_jobs(&settings).await {
                writer.send_letters(&settings, run).await;
            }
        });
    }

    /// Whether something is due that was not done yet.
    pub fn is_anything_due(&self) -> bool {
        let query = Statement::new("SELECT kind FROM due WHERE kind != 'retention'", vec![]);
        self.database.rows(query).is_ok_and(|rows| !rows.is_empty())
    }

    /// Kills the object, with all that it remembers and does, and starts it anew on its database.
    pub fn restart(&self, when: &str) {
        self.report.borrow_mut().count("restarts", when);
        self.look_for_panics();
        let object = Object::start(&self.this, &self.database, self.clock);
        self.object.replace(object);
    }

    /// Kills the object from within; never comes back.
    pub async fn die(&self, when: &'static str) {
        if let Some(world) = self.this.upgrade() {
            tokio::task::spawn_local(async move { world.restart(when) });
        }
        std::future::pending::<()>().await;
    }

    /// The end: all work is stopped.
    pub fn close(&self) {
        self.look_for_panics();
        self.object.borrow_mut().work.abort_all();
    }

    fn look_for_panics(&self) {
        let mut object = self.object.borrow_mut();
        while let Some(ended) = object.work.try_join_next() {
            if ended.is_err_and(|error| error.is_panic()) {
                self.report
                    .borrow_mut()
                    .violation("the object panicked".to_owned());
            }
        }
    }
}

fn surroundings(world: &Weak<World>, database: &MemoryDatabase, clock: TestClock) -> service::Deps {
    let here = world.clone();
    let gone = || edge::error::VenueError::Broken("the world has ended".to_owned());
    let connect_remote = move |settings: &VenueSettings, deps: service::ConnectionDeps<'_>| {
        let world = here.upgrade().ok_or_else(gone)?;
        let line = DeadlyLine {
            simulated: world.system.network(world.clock),
            world: here.clone(),
        };
        let ports = Rc::new(Ports {
            network: Box::new(line),
            clock: Box::new(world.clock),
            rng: Box::new(SeededRng::new(world.rng(0..u64::MAX))),
        });
        let Connected { system, cards, rules } = world.system.connect(settings, &ports)?;
        let remote_deps = RemoteDeps {
            ports: Rc::clone(&ports),
            database: Rc::new(world.database.clone()),
            background: Rc::new(TestBackground(here.clone())),
            secret: deps.secret,
            in_progress: deps.in_progress,
            rules,
        };
        Ok(RemoteConnection {
            remote: Remote::new(system, remote_deps),
            cards,
            ports,
            metrics: Box::new(String::new),
        })
    };
    let world = world.clone();
    service::Deps {
        database: MigratedDatabase::of(Rc::new(database.clone())),
        random: Box::new(move || Some(u128::from(world.upgrade()?.rng(0..u64::MAX)).to_be_bytes())),
        now: Box::new(move || clock.now()),
        worker_secret: Box::new(|_| None),
        connect_remote: Box::new(connect_remote),
        challenge: Box::new(move |_, _, _| Err(gone())),
        mailer: Box::new(move |_, _| Err(gone())),
        deployment_mail: Box::new(|_| Ok(None)),
        payments: Box::new(move |_, _, _| Err(gone())),
        alarm: Box::new(|_| ()),
        sockets: Box::new(NoSockets),
        pictures: Box::new(DatabasePictures(Rc::new(database.clone()))),
        has_picture_file: Box::new(|_, _| false),
        log_error: Box::new(|_, _| ()),
        file_names_secret: Box::new(|_, _| true),
        allows_demonstrations: true,
    }
}

impl Object {
    fn start(world: &Weak<World>, database: &MemoryDatabase, clock: TestClock) -> Self {
        Self {
            writer: Rc::new(VenueService::new(surroundings(world, database, clock))),
            work: JoinSet::new(),
        }
    }
}

/// The line from the worker to the object.
pub struct ObjectLine<'a>(&'a World);

#[async_trait(?Send)]
impl Transport for ObjectLine<'_> {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        let world = self.0;
        let error = |cause: &dyn std::fmt::Display| TransportError(cause.to_string());
        let Envelope { request, .. } = serde_json::from_str(&message).map_err(|cause| error(&cause))?;
        let (sender, answer) = oneshot::channel();
        let is_write = request.policy().is_write;
        let settings = world.settings.clone();
        let task = {
            let mut object = world.object.borrow_mut();
            let writer = Rc::clone(&object.writer);
            object.work.spawn_local(async move {
                // The caller may have gone.
                let _ = sender.send(
                    writer
                        .dispatch(&settings, &request, &Actor::StaffKey)
                        .await
                        .text(),
                );
            })
        };
        // A read ends with its caller; a write is carried out to its end.
        let _hang_up = (!is_write).then(|| HangUp(task));
        let answer = answer.await.map_err(|cause| error(&cause))?;
        if answer.contains(STAFF_MARKER) {
            let text = format!("the staff's alone was answered to {message}");
            world.report.borrow_mut().violation(text);
        }
        Ok(answer)
    }
}

struct HangUp(AbortHandle);

impl Drop for HangUp {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Background work continues for as long as the object lives.
struct TestBackground(Weak<World>);

impl Background for TestBackground {
    fn spawn(&self, work: LocalBoxFuture<'static, ()>) {
        if let Some(world) = self.0.upgrade() {
            world.object.borrow_mut().work.spawn_local(work);
        }
    }
}
