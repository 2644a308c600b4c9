//! 4spaces under trouble.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use config::{RemoteSettings, VenueSettings};
use couvert_tests::fourspaces::{
    DINING, RESTAURANT_ZONE, Settings, Simulator, StoredReservation, TroublePlan,
};
use couvert_tests::native::{Simulated, TestClock};
use edge::error::VenueError;
use edge::provider::Abilities;
use edge::provider::fourspaces::{self, Fourspaces, VenueContext};
use edge::upstream::{Network, Ports, Upstream};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::reservation::Status;
use shared::time::{Day, Instant, TimeZone};

use crate::system::{Connected, Stored, System, Weather};

/// A simulated 4spaces.
pub struct AtFourspaces {
    simulator: Rc<RefCell<Simulator>>,
    zone: TimeZone,
}

impl AtFourspaces {
    /// One with empty books.
    pub fn new(seed: u64) -> Self {
        let settings = Settings {
            seed,
            ..Settings::default()
        };
        let simulator = Simulator::new(settings, TroublePlan::default());
        Self {
            simulator: Rc::new(RefCell::new(simulator)),
            zone: TimeZone::parse(RESTAURANT_ZONE).expect("a zone"),
        }
    }

    fn stored(&self, one: &StoredReservation) -> Stored {
        let start = Instant::from_unix(one.checkin);
        let (day, minutes) = self.zone.local(start).expect("a time");
        // The last name is followed by the reference: One G1x2 (Ref. ABCD-EFGHJK).
        let mut names = one.guest.split(' ');
        let (first_name, last_name) = (names.next(), names.next());
        let guests = one.comment.lines().find_map(|line| line.strip_prefix("Guests: "));
        Stored {
            id: one.id.clone(),
            last_name: last_name.unwrap_or_default().to_owned(),
            first_name: first_name.map(str::to_owned),
            email: one.email.clone(),
            experience: DINING.to_owned(),
            day,
            minutes: minutes.get(),
            attendees: guests.and_then(|count| count.parse().ok()).unwrap_or_default(),
            duration: u16::try_from((one.checkout - one.checkin) / 60).expect("a stay"),
            first_status: Some("booked"),
            is_live: one.state < 50,
        }
    }
}

/// A state in the words of the API.
fn status(state: i64) -> &'static str {
    match state {
        10 => "booked",
        60 => "cancelled",
        _ => "requested",
    }
}

impl System for AtFourspaces {
    fn settings(&self) -> (&'static str, Value) {
        let settings = json!({
            "key": "KEY", "signIn": "credentials", "userName": "couvert", "horizonDays": 60,
            "attendees": { "min": 1, "max": 8 }, "baseUrl": "https://sim.example", "firstMinutes": 1_080,
            "lastMinutes": 1_320, "services": [{ "id": DINING, "intervalMinutes": 60, "isDefault": true }],
        });
        ("fourspaces", settings)
    }

    fn abilities(&self, _: &VenueSettings) -> Abilities {
        fourspaces::ABILITIES
    }

    fn network(&self, clock: TestClock) -> Box<dyn Network> {
        Box::new(Simulated::new(Rc::clone(&self.simulator), clock))
    }

    fn connect(&self, venue: &VenueSettings, ports: &Rc<Ports>) -> Result<Connected, VenueError> {
        let Some(config::System::Remote(RemoteSettings::Fourspaces(settings))) = venue.system() else {
            return Err(VenueError::NotFound);
        };
        let context = VenueContext::of(venue).ok_or(VenueError::NotFound)?;
        let key = SecretString::from("sim-key");
        let upstream = Upstream::new(Rc::clone(ports));
        let system = Fourspaces::new(settings.clone(), context, key, upstream, Rc::clone(ports));
        Ok(Connected {
            system: Rc::new(system),
            cards: None,
            rules: Fourspaces::rules(settings, venue.time_zone.clone()),
        })
    }

    fn set_weather(&self, weather: Weather, seed: u64) {
        let percent = match weather {
            Weather::Quiet => 0,
            Weather::Mild => 5,
            Weather::Rough => 20,
            Weather::Lossy => 40,
            Weather::Storm => 70,
        };
        let plan = TroublePlan { percent };
        self.simulator.borrow_mut().draw_trouble(plan, seed);
    }

    fn guests(&self) -> u64 {
        30
    }

    fn experience(&self, _: u8) -> &'static str {
        DINING
    }

    fn starts(&self, _: &str, _: Day) -> Vec<u16> {
        vec![1_080, 1_140, 1_200, 1_260, 1_320]
    }

    fn steps(&self) -> &'static [Status] {
        &[Status::Cancelled]
    }

    fn made(&self, path: &str, answer: &Value) -> Option<String> {
        let id = answer.pointer("/data/id").filter(|_| path == "/reservation")?;
        id.as_str().map(str::to_owned)
    }

    fn status(&self, id: &str, _: Duration) -> Option<&'static str> {
        let simulator = self.simulator.borrow();
        let mut all = simulator.books().all().iter();
        all.find(|one| one.id == id).map(|one| status(one.state))
    }

    fn reservations(&self, _: Duration) -> Vec<Stored> {
        let simulator = self.simulator.borrow();
        simulator
            .books()
            .all()
            .iter()
            .map(|one| self.stored(one))
            .collect()
    }

    fn counts(&self) -> Vec<(&'static str, String, u64)> {
        let simulator = self.simulator.borrow();
        let counts = simulator.counts().iter();
        counts
            .map(|(what, count)| ("requests upstream", (*what).to_owned(), *count))
            .collect()
    }
}
