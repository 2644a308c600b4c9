//! A venue's object with a clock that the test sets, and a mailer that the test scripts.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use async_trait::async_trait;
use config::VenueSettings;
use couvert_tests::fourspaces::{Settings as SimulatorSettings, Simulator, TroublePlan};
use couvert_tests::ikentoo::SimulatorNetwork;
use couvert_tests::native::{MemoryDatabase, NoSockets, SeededRng, Simulated, TestClock};
use couvert_tests::till::MemoryTill;
use edge::access::{Credential, StaffSender};
use edge::error::VenueError;
use edge::limits::Caller;
use edge::mail::{MailError, Mailbox, Mailer, OutgoingEmail};
use edge::pos::Pos;
use edge::provider::fourspaces::marketplace::FourspacesMarketplace;
use edge::provider::marketplace::Marketplace;
use edge::storage::database::{Database, Statement};
use edge::storage::picture_store::DatabasePictures;
use edge::storage::schema::{self, MigratedDatabase};
use edge::storage::venue_secrets::VenueSecrets;
use edge::upstream::{Ports, Upstream};
use edge::venue::message::visitor::Visitor;
use edge::venue::message::{Envelope, Request};
use edge::venue::service::{Challenge, DeploymentMail, Deps, MailerFactory, VenueService};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::access::Permission;
use shared::time::Instant;

use super::receiver::Receiver;

/// Noon of 21 November 2026 in Vienna.
pub const NOON: Instant = Instant::from_unix(1_795_258_800);

/// The bearer of the staff key.
pub fn staff() -> StaffSender {
    StaffSender {
        credential: Credential::StaffKey("LINDE_STAFF".to_owned()),
        permission: Permission::Identify,
    }
}

/// A venue's object and the world around it.
pub struct Object {
    pub settings: VenueSettings,
    pub database: Rc<MemoryDatabase>,
    now: Rc<Cell<Instant>>,
    alarm: Rc<Cell<Option<Instant>>>,
    pub office: Rc<Office>,
    /// The receiver of its webhooks.
    pub receiver: Rc<Receiver>,
    /// The marketplace to which its experiences are published.
    pub marketplace: Rc<RefCell<Simulator>>,
    pub complaints: Rc<RefCell<Vec<String>>>,
    /// The secrets of the worker by name.
    pub worker_secrets: Rc<RefCell<BTreeMap<String, String>>>,
    /// Whether the deployment has a file of the venue.
    pub has_file: Rc<Cell<bool>>,
    writer: VenueService,
}

/// A till behind its port, and the ports of its adapter.
pub type OtherTill = (Rc<dyn Pos>, Rc<Ports>);

/// A mailer that accepts every e-mail after its scripted answers.
#[derive(Default)]
pub struct Office {
    /// Whether it says nothing at all.
    pub hangs: Cell<bool>,
    pub says: RefCell<VecDeque<MailError>>,
    /// A change that happens while the next message is being handed over.
    pub meanwhile: RefCell<Option<Box<dyn FnOnce()>>>,
    pub taken: RefCell<Vec<OutgoingEmail>>,
    /// The deployment's own mail.
    pub deployment: RefCell<Option<DeploymentMail>>,
    /// The venue's till.
    pub till: Rc<MemoryTill>,
    /// The network to its simulated iKentoo, where that is its till.
    pub ikentoo: RefCell<Option<SimulatorNetwork>>,
    /// Another till in place of the one in memory, with its ports.
    pub other_till: RefCell<Option<OtherTill>>,
}

#[async_trait(?Send)]
impl Mailer for Office {
    async fn send(&self, letter: &OutgoingEmail) -> Result<(), MailError> {
        if self.hangs.get() {
            return std::future::pending().await;
        }
        if let Some(happens) = self.meanwhile.take() {
            happens();
        }
        if let Some(error) = self.says.borrow_mut().pop_front() {
            return Err(error);
        }
        self.taken.borrow_mut().push(letter.clone());
        Ok(())
    }
}

impl Object {
    pub fn new() -> Self {
        Self::of(settings(&json!({})))
    }

    /// The object of a venue with these settings.
    pub fn of(settings: VenueSettings) -> Self {
        let database = Rc::new(MemoryDatabase::new().unwrap());
        schema::migrate(&*database).unwrap();
        Self::on(settings, database, NOON, Rc::default(), (None, None))
    }

    /// The object of a venue on a database that was not opened yet.
    pub fn untouched(settings: VenueSettings) -> Self {
        let database = Rc::new(MemoryDatabase::new().unwrap());
        Self::on(settings, database, NOON, Rc::default(), (None, None))
    }

    /// The object of a venue with these settings whose mailer is made by this.
    pub fn with_post(settings: VenueSettings, post: Box<MailerFactory>) -> Self {
        let database = Rc::new(MemoryDatabase::new().unwrap());
        schema::migrate(&*database).unwrap();
        Self::on(settings, database, NOON, Rc::default(), (Some(post), None))
    }

    /// The object of a venue of these settings whose check against robots is made by this.
    pub fn guarded(settings: VenueSettings, challenge: Box<Challenge>) -> Self {
        let database = Rc::new(MemoryDatabase::new().unwrap());
        Self::on(settings, database, NOON, Rc::default(), (None, Some(challenge)))
    }

    /// The same venue's object after a restart.
    pub fn restarted(self) -> Self {
        Self::on(
            self.settings,
            self.database,
            self.now.get(),
            self.office,
            (None, None),
        )
    }

    fn on(
        settings: VenueSettings,
        database: Rc<MemoryDatabase>,
        now: Instant,
        office: Rc<Office>,
        (made, check): (Option<Box<MailerFactory>>, Option<Box<Challenge>>),
    ) -> Self {
        let now = Rc::new(Cell::new(now));
        let alarm = Rc::new(Cell::new(None));
        let complaints = Rc::new(RefCell::new(Vec::new()));
        let worker_secrets = Rc::<RefCell<BTreeMap<String, String>>>::default();
        let known = worker_secrets.clone();
        let has_file = Rc::new(Cell::new(true));
        let (is_of_file, of_file) = (has_file.clone(), settings.clone());
        let drawn = Cell::new(0_u128);
        let (clock, asked, heard, post) = (now.clone(), alarm.clone(), complaints.clone(), office.clone());
        let writer = VenueService::new(Deps {
            database: MigratedDatabase::of(database.clone()),
            random: Box::new(move || {
                drawn.set(drawn.get() + 1);
                // At both ends: short ids are made of the first half.
                Some((drawn.get() << 96 | drawn.get()).to_be_bytes())
            }),
            now: Box::new(move || clock.get()),
            worker_secret: Box::new(move |name| {
                let secrets = known.borrow();
                secrets.get(name).map(|text| SecretString::from(text.as_str()))
            }),
            connect_remote: Box::new(|_, _| Err(VenueError::NotFound)),
            challenge: check.unwrap_or_else(|| Box::new(|_, _, _| Err(VenueError::NotFound))),
            mailer: made.unwrap_or_else(|| Box::new(move |_, _| Ok(post.clone()))),
            deployment_mail: Box::new(|_| Ok(None)),
            till: Box::new(|_, _| Err(VenueError::NotFound)),
            payments: Box::new(|_, _, _| Err(VenueError::NotFound)),
            alarm: Box::new(move |at| asked.set(at)),
            sockets: Box::new(NoSockets),
            pictures: Box::new(DatabasePictures(MigratedDatabase::of(database.clone()))),
            has_picture_file: Box::new(|_, _| false),
            log_error: Box::new(move |_, cause| heard.borrow_mut().push(cause.to_owned())),
            file_names_secret: Box::new(move |_, name| is_of_file.get() && of_file.names_secret(name)),
            allows_demonstrations: true,
        });
        let receiver = Rc::<Receiver>::default();
        let webhooks = receiver.clone();
        let writer = writer.sending_webhooks(Box::new(move |_| Ok(webhooks.clone())));
        let marketplace = Rc::new(RefCell::new(Simulator::new(
            SimulatorSettings::default(),
            TroublePlan::default(),
        )));
        let simulated = marketplace.clone();
        let writer = writer.publishing(Box::new(move |settings, secrets| {
            simulated_marketplace(simulated.clone(), settings, secrets)
        }));
        Self {
            settings,
            database,
            now,
            alarm,
            office,
            receiver,
            marketplace,
            complaints,
            worker_secrets,
            has_file,
            writer,
        }
    }

    pub fn write(&self, statements: Vec<Statement>) {
        self.database.write(statements).unwrap();
    }

    /// Says a message to it, and gives what it answers.
    pub async fn send(&self, call: Request) -> Value {
        self.say_with(None, call).await
    }

    /// The same, with a reservation's token.
    pub async fn say_with(&self, token: Option<&str>, call: Request) -> Value {
        self.say_from(Caller::of(None), (token, None), call).await
    }

    /// The same from this caller, with this token of the check against robots.
    pub async fn say_from(
        &self,
        caller: Caller,
        (token, passed): (Option<&str>, Option<&str>),
        call: Request,
    ) -> Value {
        let message = Envelope {
            venue: self.settings.id.clone(),
            request: call,
            visitor: Some(Visitor {
                caller,
                manage_token: token.map(str::to_owned),
                challenge_token: passed.map(str::to_owned),
            }),
            staff: Some(staff()),
        };
        let of_file = self.has_file.get().then_some(&self.settings);
        let response = self.writer.handle(of_file, &message).await;
        let response: Value = serde_json::from_str(&response.text()).unwrap();
        response["answer"].clone()
    }

    /// Wakes it now.
    pub async fn wake(&self) {
        self.alarm.set(None);
        let run = self.writer.run_due_jobs(&self.settings).await;
        if let Some(run) = self.writer.begin_webhooks(&self.settings) {
            self.writer.send_webhooks(&self.settings, run).await;
        }
        if let Some(run) = run {
            self.writer.send_letters(&self.settings, run).await;
        }
    }

    /// Lets the time come that it asked to be woken at, and wakes it; again, as long as only the daily retention was
    /// due. How many seconds that took.
    pub async fn wake_when_asked(&self) -> i64 {
        let begun = self.now.get().unix();
        loop {
            let at = self.alarm.get().expect("it asked to be woken");
            self.now.set(at);
            let is_daily =
                self.is_at_rest() || self.next_but_retention().is_some_and(|next| next > at.unix());
            self.wake().await;
            if !is_daily || self.is_at_rest() {
                return at.unix() - begun;
            }
        }
    }

    /// When something is due that is not the daily retention.
    fn next_but_retention(&self) -> Option<i64> {
        self.rows("SELECT MIN(at) AS at FROM due WHERE kind != 'retention'")[0]["at"].as_i64()
    }

    /// Runs its alarms until this time, and sets the clock to it.
    pub async fn run_until(&self, end: Instant) {
        self.wake().await;
        while let Some(at) = self.alarm.get().filter(|at| *at <= end && *at > self.now.get()) {
            self.now.set(at);
            self.wake().await;
        }
        self.now.set(end.max(self.now.get()));
    }

    /// Its present time.
    pub fn now(&self) -> Instant {
        self.now.get()
    }

    /// Rows of the database.
    pub fn rows(&self, sql: &'static str) -> Vec<Value> {
        self.database.rows(Statement::new(sql, vec![])).unwrap()
    }

    /// When it asked to be woken.
    pub fn asked_for(&self) -> Option<Instant> {
        self.alarm.get()
    }

    /// Whether it asked to be woken again for nothing but the daily retention.
    pub fn is_at_rest(&self) -> bool {
        self.alarm.get().is_none() || self.next_but_retention().is_none()
    }

    pub fn writer(&self) -> &VenueService {
        &self.writer
    }
}

/// The simulated 4spaces as the marketplace of a venue, with the venue's secret.
fn simulated_marketplace(
    simulator: Rc<RefCell<Simulator>>,
    settings: &VenueSettings,
    secrets: VenueSecrets<'_>,
) -> Result<Rc<dyn Marketplace>, VenueError> {
    let settings = settings.publication.clone().ok_or(VenueError::NotFound)?;
    let key = secrets.require(&settings.key).map_err(|error| VenueError::Away {
        retry_after: None,
        cause: error.to_string(),
    })?;
    let clock = TestClock::at(NOON);
    let ports = Rc::new(Ports {
        network: Box::new(Simulated::new(simulator, clock)),
        clock: Box::new(clock),
        rng: Box::new(SeededRng::new(7)),
    });
    let access = settings.access();
    let upstream = Upstream::new(ports.clone());
    Ok(Rc::new(FourspacesMarketplace::new(
        settings,
        access,
        key,
        (upstream, ports),
    )))
}

/// An e-mail to a recipient of its own: one recipient gets only so many a day.
pub fn letter_of_its_own(id: &str) -> OutgoingEmail {
    let mut letter = letter(id);
    letter.to.address = format!("{id}@example.com");
    letter
}

pub fn letter(id: &str) -> OutgoingEmail {
    let mailbox = |address: &str| Mailbox {
        name: None,
        address: address.to_owned(),
    };
    OutgoingEmail {
        id: id.to_owned(),
        from: mailbox("house@example.com"),
        to: mailbox("ada@example.com"),
        reply_to: None,
        subject: "Your table".to_owned(),
        text: "See you.".to_owned(),
        html: "<p>See you.</p>".to_owned(),
        attachments: Vec::new(),
        is_limited: true,
    }
}

/// A venue's settings, with these beside those that every venue has.
pub fn settings(beside: &Value) -> VenueSettings {
    let mut settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "staffKey": "LINDE_STAFF",
    });
    let members = settings.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(settings).unwrap()
}
