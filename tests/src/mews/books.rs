//! The simulator's books: customers, reservations, and what is posted with them.

use std::ops::Range;

use shared::time::Instant;

use super::prices::Prices;
use super::property::{self, TABLES};

/// The length of a time unit, in seconds.
pub(super) const HOUR: i64 = 3_600;

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the add call")]
pub struct Customer {
    pub id: String,
    pub first_name: Option<String>,
    pub last_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// Whether the property's staff have made it, or changed it last.
    pub is_of_staff: bool,
}

/// A reservation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the add call")]
pub struct Booking {
    pub id: String,
    pub number: String,
    pub customer: String,
    pub channel_number: Option<String>,
    /// In the words of the newer form.
    pub state: &'static str,
    pub reason: Option<&'static str>,
    pub start: Instant,
    pub end: Instant,
    pub released: Option<Instant>,
    pub rate: String,
    pub people: Vec<(String, i64)>,
    /// The price in cents, taxes included.
    pub price: i64,
    /// How many wine pairings come with it.
    pub wine: i64,
    pub notes: Vec<String>,
    /// Whether a mail was sent for each step.
    pub mails: u32,
}

/// A payment that was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are those of the add call")]
pub struct Payment {
    pub reservation: String,
    pub reference: String,
    pub cents: i64,
}

impl Booking {
    /// Whether it takes a table.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.state != "Canceled"
    }

    /// How many people it is for.
    #[must_use]
    pub fn guests(&self) -> i64 {
        self.people.iter().map(|(_, count)| count).sum()
    }
}

/// The books.
#[derive(Debug, Default)]
pub struct Books {
    /// The customers, in the order in which they were added.
    pub customers: Vec<Customer>,
    /// The reservations, in the order in which they were made.
    pub bookings: Vec<Booking>,
    /// The payments.
    pub payments: Vec<Payment>,
    /// The tasks, by their texts.
    pub tasks: Vec<String>,
    /// The prices.
    pub(super) prices: Prices,
    ids: u64,
}

impl Books {
    /// Empty ones, of a property with these prices.
    pub(super) fn new(prices: Prices) -> Self {
        Self {
            prices,
            ..Self::default()
        }
    }

    /// Another id.
    pub(super) fn id(&mut self) -> String {
        self.ids += 1;
        format!("0b000000-0000-4000-8000-{:012x}", self.ids)
    }

    /// The reservation of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Booking> {
        self.bookings.iter().find(|one| one.id == id)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Booking> {
        self.bookings.iter_mut().find(|one| one.id == id)
    }

    /// Releases the holds whose time is over.
    pub(super) fn release(&mut self, now: Instant) {
        let lapsed = |one: &&mut Booking| one.state == "Optional" && one.released.is_some_and(|at| at <= now);
        for one in self.bookings.iter_mut().filter(lapsed) {
            one.state = "Canceled";
            one.reason = Some("ConfirmationMissed");
        }
    }

    /// How many reservations take a table in the hour that begins at this instant.
    pub(super) fn occupied(&self, hour: Instant, state: Option<&str>) -> i64 {
        let is_there = |one: &&Booking| {
            let is_asked = state.map_or(one.is_live(), |state| one.state == state);
            is_asked && one.start < hour.plus_seconds(HOUR) && hour < one.end
        };
        i64::try_from(self.bookings.iter().filter(is_there).count()).unwrap_or(i64::MAX)
    }

    /// Whether a table is free in every hour of a stay, one reservation left out of the count.
    pub(super) fn is_free(&self, stay: &Range<Instant>, except: Option<&str>) -> bool {
        hours(stay).all(|hour| {
            let own = except.and_then(|id| self.get(id));
            let own =
                own.filter(|one| one.is_live() && one.start < hour.plus_seconds(HOUR) && hour < one.end);
            let taken = self.occupied(hour, None) - i64::from(own.is_some());
            property::is_open(hour) && taken < TABLES
        })
    }
}

/// The starts of the hours of a stay.
pub(super) fn hours(stay: &Range<Instant>) -> impl Iterator<Item = Instant> + use<> {
    let (start, end) = (stay.start, stay.end);
    (0..)
        .map(move |hour| start.plus_seconds(hour * HOUR))
        .take_while(move |hour| *hour < end)
}
