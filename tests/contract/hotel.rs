//! The hotel's system in a world of its own: behind the parts that every remote system has, without a venue's object.

use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use couvert_tests::native::{Handler, MemoryDatabase, SeededRng, TestClock};
use couvert_tests::property::{DINNER, Property};
use edge::error::Result;
use edge::provider::choices::Choices;
use edge::provider::offer::Offers;
use edge::provider::remote::{AsksQuestions, ForRequest, Remote, RemoteDeps, Rules, VenuePorts};
use edge::provider::{
    Abilities, Booked, BookingRequest, CalendarQuestion, Provider, ReservationsQuestion, SlotsQuestion,
};
use edge::storage::schema::MigratedDatabase;
use edge::storage::secret::Secret;
use edge::upstream::{Clock, Ports, Scope};
use http::{Request, Response};
use serde_json::json;
use shared::availability::{CalendarDay, Slot};
use shared::choices::{AnswerValue, GivenAnswer};
use shared::id::{ExperienceId, ReservationId};
use shared::offer::Question;
use shared::party::{Attendees, PartyRange};
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::{Day, TimeZone};
use shared::venue::Experience;

use super::worlds::{NOW, NoBackground, World, world};

/// How long a guest waits.
const PATIENCE: Duration = Duration::from_secs(20);

/// A hotel with what can be asked of its system, and of the port in front of it.
pub struct Hotel {
    /// The system itself.
    pub property: Rc<Property>,
    /// The world of the facts.
    pub world: World,
    /// The clock.
    pub clock: TestClock,
}

/// A hotel without reservations.
pub fn hotel_alone() -> Hotel {
    let clock = TestClock::at(NOW);
    let zone = TimeZone::parse("Europe/Vienna").unwrap();
    let property = Rc::new(Property::new(clock, zone.clone()));
    let ports = Ports {
        network: Box::new(Handler(async |_: Request<Vec<u8>>| Response::new(Vec::new()))),
        clock: Box::new(clock),
        rng: Box::new(SeededRng::new(7)),
    };
    let deps = RemoteDeps {
        ports: Rc::new(ports),
        database: MigratedDatabase::of(Rc::new(MemoryDatabase::new().unwrap())),
        background: Rc::new(NoBackground),
        secret: Secret::new([7; 32]),
        rules: Rules {
            zone,
            horizon_days: 30,
            attendees: PartyRange {
                min: Attendees::MIN,
                max: Attendees::parse(8).unwrap(),
            },
            settle: Duration::from_mins(1),
        },
        in_progress: Rc::default(),
    };
    let direct = Direct::new(Remote::new(property.clone(), deps), clock);
    Hotel {
        property,
        world: world(direct, DINNER, 2),
        clock,
    }
}

/// The world of the facts alone.
pub fn hotel() -> World {
    hotel_alone().world
}

/// A venue that asks of allergies at every experience, and needs no answer.
struct Allergies;

impl AsksQuestions for Allergies {
    fn questions(&self, _: &ExperienceId) -> Vec<Question> {
        let question = json!({
            "id": "allergies", "kind": { "type": "text" }, "label": { "en": "Allergies" }, "isRequired": false,
        });
        vec![serde_json::from_value(question).unwrap()]
    }

    fn line(&self, answer: &GivenAnswer) -> String {
        let AnswerValue::Text(text) = &answer.value else {
            return String::new();
        };
        format!("Allergies: {}", text.as_str())
    }
}

/// A remote system with a scope of its own for each request, whose venue asks of allergies.
pub struct Direct {
    remote: Remote,
    clock: TestClock,
}

impl Direct {
    /// This system, at this clock.
    pub fn new(remote: Remote, clock: TestClock) -> Self {
        Self { remote, clock }
    }

    fn request(&self) -> ForRequest {
        self.remote
            .for_request(&Scope::new(self.clock.elapsed() + PATIENCE))
    }
}

#[async_trait(?Send)]
impl Provider for Direct {
    fn abilities(&self) -> Abilities {
        self.request().abilities()
    }

    async fn experiences(&self) -> Result<Vec<Experience>> {
        self.request().experiences().await
    }

    fn last_evening(&self) -> Option<Day> {
        self.request().last_evening()
    }

    async fn calendar(&self, question: &CalendarQuestion) -> Result<Vec<CalendarDay>> {
        self.request().calendar(question).await
    }

    async fn slots(&self, question: &SlotsQuestion) -> Result<Vec<Slot>> {
        self.request().slots(question).await
    }

    async fn reserve(&self, order: &BookingRequest) -> Result<Booked> {
        self.reserve_with(order, &Choices::default()).await
    }

    async fn offers(&self, experience_id: &ExperienceId) -> Result<Offers> {
        self.request().offers(experience_id).await
    }

    async fn slots_with(&self, question: &SlotsQuestion, choices: &Choices) -> Result<Vec<Slot>> {
        self.request().slots_with(question, choices).await
    }

    async fn quote(&self, request: &QuoteRequest, choices: &Choices) -> Result<Option<Quote>> {
        self.request().quote(request, choices).await
    }

    async fn reserve_with(&self, order: &BookingRequest, choices: &Choices) -> Result<Booked> {
        let ports = VenuePorts {
            questions: Some(&Allergies),
            ..VenuePorts::default()
        };
        self.request().reserve_through(order, choices, ports).await
    }

    async fn reservation(&self, id: &ReservationId) -> Result<Reservation> {
        self.request().reservation(id).await
    }

    async fn reservations(&self, question: &ReservationsQuestion) -> Result<Vec<Reservation>> {
        self.request().reservations(question).await
    }

    async fn change(&self, id: &ReservationId, change: &ReservationChange) -> Result<Reservation> {
        self.request().change(id, change).await
    }

    async fn set_status(&self, id: &ReservationId, status: Status) -> Result<Reservation> {
        self.request().set_status(id, status).await
    }
}
