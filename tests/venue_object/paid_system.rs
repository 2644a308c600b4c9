//! A venue that takes the payments of its bookings at another system: a hotel's in memory, or a simulated one.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use config::{RemoteSettings, System, VenueSettings};
use couvert_tests::molzait::{Settings as SimulatorSettings, Simulator, Weights};
use couvert_tests::native::{Handler, SeededRng, Simulated, TestClock};
use couvert_tests::property::{DINNER, Property};
use edge::error::VenueError;
use edge::provider::molzait::Molzait;
use edge::provider::remote::{Background, Remote, RemoteDeps, RemoteSystem, Rules};
use edge::provider::{Booked, BookingRequest};
use edge::storage::database::Database;
use edge::storage::idempotency::IdempotencyKey;
use edge::storage::schema::MigratedDatabase;
use edge::upstream::{Network, Ports, Upstream};
use edge::venue::message::Request;
use edge::venue::service::{ConnectRemote, RemoteConnection};
use futures_util::future::LocalBoxFuture;
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::party::{Attendees, PartyRange};
use shared::quote::Quote;
use shared::reservation::{Reservation, Status};

use super::venue::{NOON, Venue, mail, no_limits};

/// The deposit of each guest at the hotel, in cents.
pub const EACH: i64 = 3_400;

/// Where dinner for two at the hotel is booked.
const PLACE: (&str, &str, u16) = (DINNER, "2026-11-25", 1_140);

/// The database of the object as it lives now: a connection is made after each start.
pub(super) type Disk = Rc<RefCell<Option<Rc<dyn Database>>>>;

struct NoBackground;

impl Background for NoBackground {
    fn spawn(&self, _: LocalBoxFuture<'static, ()>) {}
}

/// A venue, and the system that keeps its reservations.
pub struct Paid<S> {
    pub venue: Venue,
    pub system: Rc<S>,
    disk: Disk,
}

/// One whose reservations a hotel keeps.
pub type Hotel = Paid<Property>;
/// One whose reservations a Molzait keeps.
pub type AtMolzait = Paid<RefCell<Simulator>>;

/// The settings of a venue; `payments` says who takes them, if that is set.
fn settings(payments: Option<&str>) -> VenueSettings {
    let mut settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "payments": {
            "adapter": "stripe", "secretKey": "A", "webhookSecret": "B", "publishableKey": "pk_1", "leastCharge": 100,
        },
        "mail": mail(),
        "limits": no_limits(),
        "staffKey": "LINDE_STAFF",
        "molzait": { "key": "LINDE_KEY", "horizonDays": 30, "settleSeconds": 9 },
    });
    if let Some(payments) = payments {
        settings["molzait"]["payments"] = json!(payments);
    }
    let settings: VenueSettings = serde_json::from_value(settings).unwrap();
    assert_eq!(settings.faults(), Vec::<String>::new());
    settings
}

/// The settings of a venue that has to know of allergies, and asks for high chairs and a song, at this experience.
fn asking(settings: &VenueSettings, experience: &str) -> VenueSettings {
    let mut settings = serde_json::to_value(settings).unwrap();
    settings["experienceQuestions"] = json!([{ "experienceId": experience, "questions": [
        { "ready": "allergies", "isRequired": true },
        { "ready": "high_chair" },
        { "id": "song", "type": "text", "label": { "en": "Which song?" } },
    ] }]);
    let settings: VenueSettings = serde_json::from_value(settings).unwrap();
    assert_eq!(settings.faults(), Vec::<String>::new());
    settings
}

pub(super) fn ports(network: Box<dyn Network>, clock: TestClock) -> Rc<Ports> {
    Rc::new(Ports {
        network,
        clock: Box::new(clock),
        rng: Box::new(SeededRng::new(7)),
    })
}

pub(super) fn connect(
    disk: &Disk,
    reach: impl Fn(&VenueSettings) -> Result<(Rc<dyn RemoteSystem>, Rc<Ports>, Rules), VenueError> + 'static,
) -> Rc<ConnectRemote> {
    let disk = disk.clone();
    Rc::new(move |venue, deps| {
        let (system, ports, rules) = reach(venue)?;
        let remote_deps = RemoteDeps {
            ports: ports.clone(),
            database: disk.borrow().clone().ok_or(VenueError::NotFound)?,
            background: Rc::new(NoBackground),
            secret: deps.secret,
            in_progress: deps.in_progress,
            rules,
        };
        Ok(RemoteConnection {
            remote: Remote::new(system, remote_deps),
            cards: None,
            ports,
            metrics: Box::new(String::new),
        })
    })
}

impl Hotel {
    /// A hotel that takes deposits, whose payments the venue takes.
    pub fn new() -> Self {
        Self::with(Some("ours"))
    }

    /// The same, whose payments are taken like this.
    pub fn with(payments: Option<&str>) -> Self {
        Self::settling(payments, 9)
    }

    /// The same, which may still be working on a call so many seconds after that was sent.
    pub fn settling(payments: Option<&str>, seconds: u64) -> Self {
        Self::of(settings(payments), seconds)
    }

    /// One that asks its guests.
    pub fn asking() -> Self {
        Self::of(asking(&settings(Some("ours")), DINNER), 9)
    }

    fn of(settings: VenueSettings, seconds: u64) -> Self {
        let clock = TestClock::at(NOON);
        let property = Rc::new(Property::new(clock, settings.time_zone.clone()));
        property.take_deposits(EACH);
        let (disk, system) = (Disk::default(), property.clone());
        let reach = connect(&disk, move |venue| {
            let network = Handler(async |_: http::Request<Vec<u8>>| http::Response::new(Vec::new()));
            let rules = Rules {
                zone: venue.time_zone.clone(),
                horizon_days: 30,
                attendees: PartyRange {
                    min: Attendees::MIN,
                    max: Attendees::parse(8).unwrap(),
                },
                settle: Duration::from_secs(seconds),
            };
            let system: Rc<dyn RemoteSystem> = system.clone();
            Ok((system, ports(Box::new(network), clock), rules))
        });
        Self::opened(Venue::of(settings, reach), property, disk)
    }

    /// Books dinner for two at seven.
    pub async fn book(&self, key: &str) -> Result<Reservation, VenueError> {
        self.book_at(PLACE, key).await
    }

    /// The same with these choices.
    pub async fn book_with(&self, choices: &Value, key: &str) -> Result<Reservation, VenueError> {
        self.book_choices(PLACE, choices, key).await
    }

    /// The price of dinner for two at seven with these choices.
    pub async fn quote(&self, choices: &Value) -> Result<Quote, VenueError> {
        let (experience, day, minutes) = PLACE;
        let mut request = json!({
            "experienceId": experience, "day": day, "minutes": minutes, "attendees": 2,
        });
        let members = request.as_object_mut().unwrap();
        members.extend(choices.as_object().unwrap().clone());
        let request = Box::new(serde_json::from_value(request).unwrap());
        let quote: Option<Quote> = self.venue.send(Request::Quote(request, None), None).await?;
        Ok(quote.unwrap())
    }
}

impl AtMolzait {
    /// A Molzait whose payments the venue takes.
    pub fn simulated() -> Self {
        Self::of(settings(Some("ours")))
    }

    /// One that asks its guests at this experience, and takes no payments here.
    pub fn asking(experience: &str) -> Self {
        Self::of(asking(&settings(None), experience))
    }

    /// The notes of its reservations, by their order.
    pub fn notes(&self) -> Vec<Option<String>> {
        let now = u64::try_from(self.venue.now.get().unix()).unwrap();
        let mut simulator = self.system.borrow_mut();
        let books = simulator.books(Duration::from_secs(now));
        let notes = books.reservations().iter().map(|one| one.asked.notes.clone());
        notes.collect()
    }

    fn of(settings: VenueSettings) -> Self {
        let clock = TestClock::at(NOON);
        let simulator = Simulator::new(SimulatorSettings::default(), Weights::quiet());
        let simulator = Rc::new(RefCell::new(simulator));
        let (disk, system) = (Disk::default(), simulator.clone());
        let reach = connect(&disk, move |venue| {
            let Some(System::Remote(RemoteSettings::Molzait(settings))) = venue.system() else {
                return Err(VenueError::NotFound);
            };
            let ports = ports(Box::new(Simulated::new(system.clone(), clock)), clock);
            let (key, upstream) = (SecretString::from("sim-key"), Upstream::new(ports.clone()));
            let rules = Molzait::rules(settings, venue.time_zone.clone());
            let molzait = Molzait::new(settings.clone(), venue.currency, key, upstream);
            let system: Rc<dyn RemoteSystem> = Rc::new(molzait);
            Ok((system, ports, rules))
        });
        Self::opened(Venue::of(settings, reach), simulator, disk)
    }
}

impl<S> Paid<S> {
    pub(super) fn opened(venue: Venue, system: Rc<S>, disk: Disk) -> Self {
        disk.replace(Some(MigratedDatabase::of(venue.mortal.clone())));
        Self { venue, system, disk }
    }

    /// The same after a restart of the venue's object, on a database that lives.
    pub fn restarted(self) -> Self {
        Self::opened(self.venue.restarted(), self.system, self.disk)
    }

    /// Books this place for two.
    pub async fn book_at(&self, place: (&str, &str, u16), key: &str) -> Result<Reservation, VenueError> {
        self.book_choices(place, &json!({}), key).await
    }

    /// The same with these choices.
    pub async fn book_choices(
        &self,
        (experience, day, minutes): (&str, &str, u16),
        choices: &Value,
        key: &str,
    ) -> Result<Reservation, VenueError> {
        let mut request = json!({
            "experienceId": experience, "day": day, "minutes": minutes, "attendees": 2, "locale": "en",
            "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" },
        });
        let members = request.as_object_mut().unwrap();
        members.extend(choices.as_object().unwrap().clone());
        let order = BookingRequest {
            request: serde_json::from_value(request).unwrap(),
            key: IdempotencyKey::parse(key).unwrap(),
        };
        let call = Request::Reserve(Box::new(order));
        let booked: Booked = self.venue.send(call, None).await?;
        Ok(booked.reservation)
    }

    /// The guest pays, and the provider tells the venue.
    pub async fn pay(&self) {
        assert!(self.venue.bank.pay());
        self.venue.tell("n1").await.unwrap();
    }

    /// Lets so many minutes pass, for the venue and for the other system.
    pub async fn pass(&self, minutes: u32) {
        for _ in 0..minutes {
            tokio::time::advance(Duration::from_mins(1)).await;
            self.venue.run_until(self.venue.now.get().plus_minutes(1)).await;
        }
    }

    /// Lets so many hours pass at once.
    pub async fn skip(&self, hours: u32) {
        for _ in 0..hours {
            tokio::time::advance(Duration::from_hours(1)).await;
            self.venue.run_until(self.venue.now.get().plus_minutes(60)).await;
        }
    }

    /// The guest cancels.
    pub async fn cancel(&self, booked: &Reservation) -> Result<Reservation, VenueError> {
        let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
        self.venue.send(call, booked.manage_token.clone()).await
    }

    /// The guest changes the reservation.
    pub async fn change(&self, booked: &Reservation, change: Value) -> Result<Reservation, VenueError> {
        let change = serde_json::from_value(change).unwrap();
        let call = Request::Change(booked.id.clone(), Box::new(change));
        self.venue.send(call, booked.manage_token.clone()).await
    }

    /// The money that the guest has paid, and how much of it has gone back.
    pub fn money(&self) -> (i64, i64) {
        let account = self.venue.bank.account();
        (account.paid, account.returned)
    }
}
