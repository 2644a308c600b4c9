//! The simulated 4spaces in a world of its own: behind the parts that every remote system has, without a venue's object.

use std::cell::RefCell;
use std::rc::Rc;

use config::FourspacesSettings;
use couvert_tests::fourspaces::{DINING, RESTAURANT_ZONE, Settings, Simulator, TroublePlan};
use couvert_tests::native::{MemoryDatabase, SeededRng, Simulated, TestClock};
use edge::provider::fourspaces::{Fourspaces, VenueContext};
use edge::provider::remote::{Remote, RemoteDeps};
use edge::storage::schema::MigratedDatabase;
use edge::storage::secret::Secret;
use edge::upstream::{Ports, Upstream};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::locale::Language;
use shared::money::Currency;
use shared::time::TimeZone;

use super::hotel::Direct;
use super::worlds::{NOW, NoBackground, World, world};

/// A restaurant at 4spaces with what can be asked of its simulator, and of the port in front of it.
pub struct AtFourspaces {
    /// The simulator.
    pub simulator: Rc<RefCell<Simulator>>,
    /// The world of the facts.
    pub world: World,
    /// The clock.
    pub clock: TestClock,
}

/// A restaurant without reservations, with these settings beside its own.
pub fn at_fourspaces(beside: &Value) -> AtFourspaces {
    at_seeded_fourspaces(beside, 1)
}

/// The same, whose trouble is drawn from this seed.
pub fn at_seeded_fourspaces(beside: &Value, seed: u64) -> AtFourspaces {
    let clock = TestClock::at(NOW);
    let zone = TimeZone::parse(RESTAURANT_ZONE).unwrap();
    let sim = Settings {
        seed,
        ..Settings::default()
    };
    let key = SecretString::from(sim.key.as_str());
    let simulator = Rc::new(RefCell::new(Simulator::new(sim, TroublePlan::default())));
    let ports = Rc::new(Ports {
        network: Box::new(Simulated::new(simulator.clone(), clock)),
        clock: Box::new(clock),
        rng: Box::new(SeededRng::new(7)),
    });
    let settings = settings(beside);
    let deps = RemoteDeps {
        ports: ports.clone(),
        database: MigratedDatabase::of(Rc::new(MemoryDatabase::new().unwrap())),
        background: Rc::new(NoBackground),
        secret: Secret::new([7; 32]),
        rules: Fourspaces::rules(&settings, zone.clone()),
        in_progress: Rc::default(),
    };
    let venue = VenueContext {
        currency: Currency::EUR,
        zone,
        language: Language::parse("en").unwrap(),
    };
    let system = Fourspaces::new(settings, venue, key, Upstream::new(ports.clone()), ports);
    let direct = Direct::new(Remote::new(Rc::new(system), deps), clock);
    AtFourspaces {
        simulator,
        world: world(direct, DINING, 2),
        clock,
    }
}

fn settings(beside: &Value) -> FourspacesSettings {
    let mut settings = json!({
        "key": "K", "signIn": "credentials", "userName": "couvert", "horizonDays": 30,
        "attendees": { "min": 1, "max": 8 }, "baseUrl": "https://api.example", "firstMinutes": 1080,
        "lastMinutes": 1320, "services": [{ "id": DINING, "intervalMinutes": 60, "isDefault": true }],
    });
    let members = settings.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    let settings: FourspacesSettings = serde_json::from_value(settings).unwrap();
    assert_eq!(settings.faults(), Vec::<String>::new());
    settings
}

/// The world of the facts alone.
pub fn fourspaces() -> World {
    at_fourspaces(&json!({})).world
}

/// The same, answering in JSV.
pub fn fourspaces_in_jsv() -> World {
    at_fourspaces(&json!({ "format": "jsv" })).world
}
