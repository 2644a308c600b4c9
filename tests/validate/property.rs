//! A venue at the simulated property, behind the parts that every remote system has, without a venue's object.

use std::error::Error;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use config::VenueSettings;
use config::mews::ServiceExperience;
use couvert_tests::mews::{CATEGORY, PRIVATE_RATE, RATE, SERVICE, Settings, WINE};
use couvert_tests::native::{MemoryDatabase, SeededRng, TestClock};
use edge::provider::mews::client::{Connector, Tokens};
use edge::provider::mews::{Mews, ServedVenue};
use edge::provider::remote::{Background, ForRequest, Remote, RemoteDeps};
use edge::storage::schema::MigratedDatabase;
use edge::storage::secret::Secret;
use edge::upstream::{Clock as _, Ports, Scope, Upstream};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::time::Day;

use crate::proxy::Line;

/// How long a guest waits for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The surroundings of a venue.
pub struct Opening<'a> {
    /// Where its Mews is.
    pub origin: &'a str,
    /// The network to it.
    pub line: Line,
    /// The clock.
    pub clock: TestClock,
    /// The seed of chance.
    pub seed: u64,
}

/// A venue.
pub struct Property {
    /// The adapter, without the port in front of it.
    pub system: Rc<Mews>,
    /// The line to operations that no guest needs.
    pub connector: Connector,
    /// Its experience.
    pub experience: ServiceExperience,
    /// Its settings.
    pub venue: VenueSettings,
    /// The clock.
    pub clock: TestClock,
    remote: Remote,
}

/// Work that continues after an answer.
struct LocalWork;

impl Background for LocalWork {
    fn spawn(&self, work: Pin<Box<dyn Future<Output = ()>>>) {
        tokio::task::spawn_local(work);
    }
}

impl Property {
    /// A venue whose experience has these settings beside those of every other one, and its `[mews]` this target of notes.
    pub fn open(opening: &Opening<'_>, beside: &Value, notes: &str) -> Result<Self, Box<dyn Error>> {
        let venue = settings(opening.origin, beside, notes)?;
        let mews = venue.mews.clone().ok_or("the venue has no Mews")?;
        let experience = mews.experiences.first().cloned();
        let ports = Rc::new(Ports {
            network: Box::new(opening.line.clone()),
            clock: Box::new(opening.clock),
            rng: Box::new(SeededRng::new(opening.seed)),
        });
        let deps = RemoteDeps {
            ports: ports.clone(),
            database: MigratedDatabase::of(Rc::new(MemoryDatabase::new()?)),
            background: Rc::new(LocalWork),
            secret: Secret::new([7; 32]),
            rules: Mews::rules(&mews, venue.time_zone.clone()),
            in_progress: Rc::default(),
        };
        let connector = Connector::new(&mews, tokens(), Upstream::new(ports.clone()));
        let upstream = Upstream::new(ports.clone());
        let served = ServedVenue::of(&venue);
        let system = Rc::new(Mews::new(mews, served, tokens(), (ports, upstream)));
        Ok(Self {
            remote: Remote::new(system.clone(), deps),
            system,
            connector,
            experience: experience.ok_or("the venue has no experience")?,
            venue,
            clock: opening.clock,
        })
    }

    /// The scope of a request that is made now.
    pub fn scope(&self) -> Scope {
        Scope::new(self.clock.elapsed() + PATIENCE)
    }

    /// The port for a request that is made now.
    pub fn request(&self) -> ForRequest {
        self.remote.for_request(&self.scope())
    }

    /// The day it is there.
    pub fn today(&self) -> Day {
        let local = self.venue.time_zone.local(self.clock.now());
        local.map_or(Day::MAX, |(today, _)| today)
    }
}

fn tokens() -> Tokens {
    let settings = Settings::default();
    Tokens {
        client: SecretString::from(settings.client_token),
        access: SecretString::from(settings.access_token).into(),
    }
}

fn settings(origin: &str, beside: &Value, notes: &str) -> Result<VenueSettings, Box<dyn Error>> {
    let mut dinner = json!({
        "id": "dinner", "serviceId": SERVICE, "rateId": RATE, "privateRateId": PRIVATE_RATE, "categoryId": CATEGORY,
        "units": 2, "firstMinutes": 1_080, "lastMinutes": 1_260, "isDefault": true,
        "attendees": { "min": 1, "max": 6 }, "addOns": [{ "id": "wine", "productId": WINE }],
    });
    if let (Some(dinner), Some(beside)) = (dinner.as_object_mut(), beside.as_object()) {
        dinner.extend(beside.clone());
    }
    let venue: VenueSettings = serde_json::from_value(json!({
        "id": "quitte", "name": "Quitte", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "payments": { "adapter": "demo" },
        "mews": {
            "clientToken": "MEWS_CLIENT_TOKEN", "accessToken": "MEWS_ACCESS_TOKEN", "baseUrl": origin,
            "horizonDays": 90, "notes": notes, "experiences": [dinner],
        },
    }))?;
    let faults = venue.faults();
    if faults.is_empty() {
        Ok(venue)
    } else {
        Err(faults.join("\n").into())
    }
}
