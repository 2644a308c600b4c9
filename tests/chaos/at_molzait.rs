//! Molzait under trouble.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use config::{RemoteSettings, VenueSettings};
use couvert_tests::molzait::{
    ALA_CARTE, BRUNCH, CHEFS_TABLE, Reservation, Settings, Simulator, Weights, sittings,
};
use couvert_tests::native::{Simulated, TestClock};
use edge::error::VenueError;
use edge::provider::Abilities;
use edge::provider::molzait::{self, Molzait};
use edge::upstream::{Network, Ports, Upstream};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::reservation::Status;
use shared::time::Day;

use crate::system::{Connected, Stored, System, Weather};

/// A simulated Molzait.
pub struct AtMolzait(Rc<RefCell<Simulator>>);

impl AtMolzait {
    /// One with empty books.
    pub fn new(seed: u64) -> Self {
        let settings = Settings {
            seed,
            ..Settings::default()
        };
        Self(Rc::new(RefCell::new(Simulator::new(settings, Weights::quiet()))))
    }
}

fn weights(weather: Weather) -> &'static str {
    match weather {
        Weather::Quiet => "quiet",
        Weather::Mild => {
            "well=90,delay=4,reset_after=1,half=1,status_before=1,status_after=1,late=1,html_ok=1"
        }
        Weather::Rough => "rough",
        Weather::Lossy => {
            "well=30,create.reset_after=15,create.late=15,create.silent_after=10,create.garbage=10,\
             create.missing_fields=5,create.wrong_types=5,list.missing_fields=5,list.half=5"
        }
        Weather::Storm => {
            "well=30,reset_before=10,reset_after=10,status_before=15,status_after=10,silent_after=5,\
             throttled=5,late=10,endless=3,huge_numbers=5,wrong_types=5,missing_fields=5"
        }
    }
}

fn stored(one: &Reservation) -> Stored {
    let asked = &one.asked;
    let sitting = sittings(&asked.experience, asked.day)
        .into_iter()
        .find(|sitting| sitting.minutes == asked.minutes);
    let first_status = match sitting {
        Some(sitting) if sitting.is_paid => None,
        Some(sitting) if sitting.confirmation == "instant" => Some("booked"),
        _ => Some("requested"),
    };
    Stored {
        id: one.id.clone(),
        last_name: asked.guest.last_name.clone(),
        first_name: asked.guest.first_name.clone(),
        email: asked.guest.email.clone(),
        experience: asked.experience.clone(),
        day: asked.day,
        minutes: asked.minutes,
        attendees: asked.attendees,
        duration: one.duration,
        first_status,
        is_live: one.is_live(),
    }
}

impl System for AtMolzait {
    fn settings(&self) -> (&'static str, Value) {
        let settings = json!({
            "key": "KEY", "baseUrl": "https://sim.example", "horizonDays": 60, "settleSeconds": 9,
        });
        ("molzait", settings)
    }

    fn abilities(&self, _: &VenueSettings) -> Abilities {
        molzait::ABILITIES
    }

    fn network(&self, clock: TestClock) -> Box<dyn Network> {
        Box::new(Simulated::new(Rc::clone(&self.0), clock))
    }

    fn connect(&self, venue: &VenueSettings, ports: &Rc<Ports>) -> Result<Connected, VenueError> {
        let Some(config::System::Remote(RemoteSettings::Molzait(settings))) = venue.system() else {
            return Err(VenueError::NotFound);
        };
        let key = SecretString::from("sim-key");
        let upstream = Upstream::new(Rc::clone(ports));
        let system = Rc::new(Molzait::new(settings.clone(), venue.currency, key, upstream));
        Ok(Connected {
            system: system.clone(),
            cards: Some(system),
            rules: Molzait::rules(settings, venue.time_zone.clone()),
        })
    }

    fn set_weather(&self, weather: Weather, _: u64) {
        let weights: Weights = weights(weather).parse().expect("weights");
        self.0.borrow_mut().faults.weights = weights;
    }

    fn guests(&self) -> u64 {
        40
    }

    fn experience(&self, number: u8) -> &'static str {
        match number {
            0 => CHEFS_TABLE,
            1 => BRUNCH,
            _ => ALA_CARTE,
        }
    }

    fn starts(&self, experience: &str, day: Day) -> Vec<u16> {
        sittings(experience, day).iter().map(|one| one.minutes).collect()
    }

    fn steps(&self) -> &'static [Status] {
        &[
            Status::Cancelled,
            Status::Cancelled,
            Status::Reconfirmed,
            Status::NoShow,
        ]
    }

    fn made(&self, _: &str, answer: &Value) -> Option<String> {
        let is_reservation = answer.get("status").is_some_and(Value::is_string);
        let id = answer.get("id").filter(|_| is_reservation)?;
        id.as_str().map(str::to_owned)
    }

    fn status(&self, id: &str, now: Duration) -> Option<&'static str> {
        let mut simulator = self.0.borrow_mut();
        simulator.books(now).get(id).map(|stored| stored.status)
    }

    fn reservations(&self, now: Duration) -> Vec<Stored> {
        let mut simulator = self.0.borrow_mut();
        simulator.books(now).reservations().iter().map(stored).collect()
    }

    fn counts(&self) -> Vec<(&'static str, String, u64)> {
        let simulator = self.0.borrow();
        let counts = simulator.counts();
        let requests = counts
            .requests
            .iter()
            .map(|(what, count)| ("requests upstream", what, count));
        let faults = counts.faults.iter().map(|(what, count)| ("faults", what, count));
        requests
            .chain(faults)
            .map(|(group, what, count)| (group, (*what).to_owned(), *count))
            .collect()
    }
}
