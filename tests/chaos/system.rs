//! A booking system under trouble, as guests, weather and check see it: simulated, reached by its adapter, and with its own
//! books.

use std::rc::Rc;
use std::time::Duration;

use config::VenueSettings;
use couvert_tests::native::TestClock;
use edge::error::VenueError;
use edge::provider::Abilities;
use edge::provider::remote::{RemoteCards, RemoteSystem, Rules};
use edge::upstream::{Network, Ports};
use serde_json::Value;
use shared::reservation::Status;
use shared::time::Day;

/// How bad the conditions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Everything works.
    Quiet,
    /// Little goes wrong.
    Mild,
    /// Much goes wrong.
    Rough,
    /// Many answers get lost, those of bookings above all.
    Lossy,
    /// Hardly anything works.
    Storm,
}

/// A reservation in a system's books, in the words of the API.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Its id.
    pub id: String,
    /// Its guest's last name, by which the attempt is known.
    pub last_name: String,
    /// Its guest's first name; none where the books may have that of another attempt.
    pub first_name: Option<String>,
    /// Its guest's address; none where the books keep none.
    pub email: Option<String>,
    /// Its experience.
    pub experience: String,
    /// Its day.
    pub day: Day,
    /// Its start, in minutes after the day's midnight.
    pub minutes: u16,
    /// The party's size.
    pub attendees: u32,
    /// How long it is, in minutes.
    pub duration: u16,
    /// Its status right after it was booked; none of a time that guests cannot book.
    pub first_status: Option<&'static str>,
    /// Whether it takes a table.
    pub is_live: bool,
}

/// An adapter that was made for a connection.
pub struct Connected {
    /// The adapter.
    pub system: Rc<dyn RemoteSystem>,
    /// Its gift cards, if it has some.
    pub cards: Option<Rc<dyn RemoteCards>>,
    /// The settings that every remote system has.
    pub rules: Rules,
}

/// A booking system.
pub trait System {
    /// The name of its section of a venue's settings, and the section.
    fn settings(&self) -> (&'static str, Value);

    /// The abilities that its adapter has with these settings.
    fn abilities(&self, venue: &VenueSettings) -> Abilities;

    /// The line to its simulator.
    fn network(&self, clock: TestClock) -> Box<dyn Network>;

    /// Its adapter for a venue.
    fn connect(&self, venue: &VenueSettings, ports: &Rc<Ports>) -> Result<Connected, VenueError>;

    /// Changes the conditions, with trouble of this seed where it is drawn anew.
    fn set_weather(&self, weather: Weather, seed: u64);

    /// How many guests there are at once.
    fn guests(&self) -> u64;

    /// An experience, of a number below ten.
    fn experience(&self, number: u8) -> &'static str;

    /// The starts of an experience on a day, by time.
    fn starts(&self, experience: &str, day: Day) -> Vec<u16>;

    /// The statuses that a reservation is taken to, the commoner ones more than once.
    fn steps(&self) -> &'static [Status];

    /// The id of the reservation that this answer to a POST has made.
    fn made(&self, path: &str, answer: &Value) -> Option<String>;

    /// The status of a reservation in its books at this time after the Unix epoch.
    fn status(&self, id: &str, now: Duration) -> Option<&'static str>;

    /// All reservations in its books, in the order in which they were made.
    fn reservations(&self, now: Duration) -> Vec<Stored>;

    /// Counts for the report: the group, the thing, and how many.
    fn counts(&self) -> Vec<(&'static str, String, u64)>;

    /// The requests that had another shape than the vendor documents, where the simulator keeps them.
    fn faults(&self) -> Vec<String> {
        Vec::new()
    }
}
