//! Mews as it is simulated, in a world of its own: behind the parts that every remote system has, without a venue's
//! object.

use std::cell::RefCell;
use std::rc::Rc;

use config::VenueSettings;
use couvert_tests::mews::{CATEGORY, PRIVATE_RATE, RATE, SERVICE, Settings, Simulator, WINE};
use couvert_tests::native::{MemoryDatabase, SeededRng, Simulated, TestClock};
use edge::provider::mews::client::Tokens;
use edge::provider::mews::{Mews, ServedVenue};
use edge::provider::remote::{Remote, RemoteDeps};
use edge::storage::schema::MigratedDatabase;
use edge::storage::secret::Secret;
use edge::upstream::{Ports, Upstream};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::hotel::Direct;
use super::worlds::{NOW, NoBackground, World, world};

/// A property with what can be asked of it, and of the port in front of it.
pub struct Property {
    /// Its Mews.
    pub simulator: Rc<RefCell<Simulator>>,
    /// The adapter, without the port in front of it.
    pub system: Rc<Mews>,
    /// The world of the facts.
    pub world: World,
    /// The clock.
    pub clock: TestClock,
    /// The settings of its venue.
    pub settings: VenueSettings,
    /// The ports.
    pub ports: Rc<Ports>,
}

/// The tokens that the simulator takes.
pub fn tokens() -> Tokens {
    Tokens {
        client: SecretString::from("sim-client"),
        access: SecretString::from("sim-access").into(),
    }
}

/// The settings of its venue, with these beside those of `[mews]`.
fn settings(beside: &Value) -> VenueSettings {
    let mut mews = json!({
        "clientToken": "MEWS_CLIENT_TOKEN", "accessToken": "LINDE_MEWS_TOKEN", "baseUrl": "https://sim.example",
        "horizonDays": 30,
        "experiences": [{
            "id": "dinner", "serviceId": SERVICE, "rateId": RATE, "privateRateId": PRIVATE_RATE,
            "categoryId": CATEGORY, "units": 2, "firstMinutes": 1_080, "lastMinutes": 1_260, "isDefault": true,
            "attendees": { "min": 1, "max": 8 }, "addOns": [{ "id": "wine", "productId": WINE }],
        }],
    });
    mews.as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    let venue = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "payments": { "adapter": "demo" },
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" }, "mews": mews,
    });
    let venue: VenueSettings = serde_json::from_value(venue).unwrap();
    assert_eq!(venue.faults(), Vec::<String>::new());
    venue
}

/// A property without reservations, whose venue has these settings beside.
pub fn property(beside: &Value) -> Property {
    property_of(beside, Settings::default())
}

/// The same of a property that is simulated like this.
pub fn property_of(beside: &Value, simulated: Settings) -> Property {
    let clock = TestClock::at(NOW);
    let simulator = Rc::new(RefCell::new(Simulator::new(simulated)));
    let ports = Rc::new(Ports {
        network: Box::new(Simulated::new(simulator.clone(), clock)),
        clock: Box::new(clock),
        rng: Box::new(SeededRng::new(7)),
    });
    let venue = settings(beside);
    let mews = venue.mews.clone().unwrap();
    let deps = RemoteDeps {
        ports: ports.clone(),
        database: MigratedDatabase::of(Rc::new(MemoryDatabase::new().unwrap())),
        background: Rc::new(NoBackground),
        secret: Secret::new([7; 32]),
        rules: Mews::rules(&mews, venue.time_zone.clone()),
        in_progress: Rc::default(),
    };
    let upstream = Upstream::new(ports.clone());
    let system = Rc::new(Mews::new(
        mews,
        ServedVenue::of(&venue),
        tokens(),
        (ports.clone(), upstream),
    ));
    let direct = Direct::new(Remote::new(system.clone(), deps), clock);
    let mut world = world(direct, "dinner", 2);
    world.horizon_days = venue.mews.as_ref().unwrap().horizon_days;
    world.seats_in_time_alone = true;
    Property {
        simulator,
        system,
        world,
        clock,
        settings: venue,
        ports,
    }
}

/// The world of the facts alone.
pub fn mews() -> World {
    property(&json!({})).world
}
