//! Mews under trouble.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use config::{RemoteSettings, VenueSettings};
use couvert_tests::mews::{Booking, Books, CATEGORY, RATE, SERVICE, Settings, Share, Simulator, Troubles};
use couvert_tests::native::{Simulated, TestClock};
use edge::error::VenueError;
use edge::provider::Abilities;
use edge::provider::mews::client::Tokens;
use edge::provider::mews::{self, Mews, ServedVenue};
use edge::upstream::{Log, Network, Ports, Upstream};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::reservation::Status;
use shared::time::{Day, TimeZone};

use crate::system::{Connected, Stored, System, Weather};

/// The experience of the venue.
const DINNER: &str = "dinner";

/// A simulated Mews.
pub struct AtMews {
    simulator: Rc<RefCell<Simulator>>,
    zone: TimeZone,
}

impl AtMews {
    /// One with empty books.
    pub fn new(seed: u64) -> Self {
        let settings = Settings {
            seed,
            ..Settings::default()
        };
        Self {
            simulator: Rc::new(RefCell::new(Simulator::new(settings))),
            zone: TimeZone::parse("Europe/Vienna").expect("a zone"),
        }
    }

    fn stored(&self, books: &Books, one: &Booking) -> Stored {
        let customer = books
            .customers
            .iter()
            .find(|customer| customer.id == one.customer);
        let customer = customer.expect("a reservation has a customer");
        let (day, minutes) = self.zone.local(one.start).expect("a time");
        let seconds = one.end.unix() - one.start.unix();
        Stored {
            id: one.id.clone(),
            last_name: customer.last_name.clone(),
            // The profile is that of the first request under this address.
            first_name: None,
            email: customer.email.clone(),
            experience: DINNER.to_owned(),
            day,
            minutes: minutes.get(),
            attendees: u32::try_from(one.guests()).expect("a party"),
            duration: u16::try_from(seconds / 60).expect("a stay"),
            first_status: Some("booked"),
            is_live: one.is_live(),
        }
    }
}

/// A state in the words of the API.
fn status(state: &str) -> &'static str {
    match state {
        "Confirmed" => "booked",
        "Canceled" => "cancelled",
        _ => "unconfirmed",
    }
}

impl System for AtMews {
    fn settings(&self) -> (&'static str, Value) {
        let settings = json!({
            "clientToken": "CLIENT", "accessToken": "ACCESS", "baseUrl": "https://sim.example", "horizonDays": 60,
            "settleSeconds": 9,
            "experiences": [{
                "id": DINNER, "serviceId": SERVICE, "rateId": RATE, "categoryId": CATEGORY, "units": 2,
                "firstMinutes": 1_080, "lastMinutes": 1_260, "attendees": { "min": 1, "max": 6 },
            }],
        });
        ("mews", settings)
    }

    fn abilities(&self, venue: &VenueSettings) -> Abilities {
        venue.mews.as_ref().map_or(Abilities::NONE, mews::abilities)
    }

    fn network(&self, clock: TestClock) -> Box<dyn Network> {
        Box::new(Simulated::new(Rc::clone(&self.simulator), clock))
    }

    fn connect(
        &self,
        venue: &VenueSettings,
        ports: &Rc<Ports>,
        log: Rc<dyn Log>,
    ) -> Result<Connected, VenueError> {
        let Some(config::System::Remote(RemoteSettings::Mews(settings))) = venue.system() else {
            return Err(VenueError::NotFound);
        };
        let tokens = Tokens {
            client: SecretString::from("sim-client"),
            access: SecretString::from("sim-access").into(),
        };
        let line = (
            Rc::clone(ports),
            Upstream::with(Rc::clone(ports), config::UpstreamSettings::default(), log),
        );
        let system = Mews::new(settings.clone(), ServedVenue::of(venue), tokens, line);
        Ok(Connected {
            system: Rc::new(system),
            cards: None,
            rules: Mews::rules(settings, venue.time_zone.clone()),
        })
    }

    fn set_weather(&self, weather: Weather, seed: u64) {
        let percent = match weather {
            Weather::Quiet => 0,
            Weather::Mild => 3,
            Weather::Rough => 15,
            Weather::Lossy => 30,
            Weather::Storm => 60,
        };
        self.simulator.borrow_mut().troubles = Troubles::new(seed, Share(percent));
    }

    /// As few as find answers within the calls that Mews allows.
    fn guests(&self) -> u64 {
        12
    }

    fn experience(&self, _: u8) -> &'static str {
        DINNER
    }

    fn starts(&self, _: &str, _: Day) -> Vec<u16> {
        vec![1_080, 1_140, 1_200, 1_260]
    }

    fn steps(&self) -> &'static [Status] {
        &[Status::Cancelled]
    }

    fn made(&self, path: &str, answer: &Value) -> Option<String> {
        let made = answer.pointer("/Reservations/0/Reservation/Id");
        let id = made.filter(|_| path.ends_with("/reservations/add"))?;
        id.as_str().map(str::to_owned)
    }

    fn status(&self, id: &str, now: Duration) -> Option<&'static str> {
        let mut simulator = self.simulator.borrow_mut();
        simulator.books(now).get(id).map(|one| status(one.state))
    }

    fn reservations(&self, now: Duration) -> Vec<Stored> {
        let mut simulator = self.simulator.borrow_mut();
        let books = &*simulator.books(now);
        books.bookings.iter().map(|one| self.stored(books, one)).collect()
    }

    fn counts(&self) -> Vec<(&'static str, String, u64)> {
        let simulator = self.simulator.borrow();
        let calls = simulator.calls().iter();
        calls
            .map(|(path, count)| ("requests upstream", path.clone(), *count))
            .collect()
    }

    fn faults(&self) -> Vec<String> {
        self.simulator.borrow().faults().to_vec()
    }
}
