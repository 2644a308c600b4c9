//! The embedded booking engine: a pure core. It must not know storage, HTTP, the clock or chance:
//! what time it is, what is stored and every id are arguments.
//!
//! A shell, such as the venue's Durable Object, keeps three values in memory:
//!
//! - a [`Plan`](config::plan::Plan), built once from the venue's [`EngineSettings`](config::EngineSettings);
//! - a [`Book`](book::Book), filled from storage: one [`Entry`](book::Entry) for each reservation
//!   that may still matter, which is every one whose end lies ahead. Stored ids become the plan's
//!   numbers by [`Plan::find_experience`](config::plan::Plan::find_experience) and
//!   [`Plan::table_set`](config::plan::Plan::table_set);
//! - the [`DayRules`](day_rules::DayRules), made of the stored rules with the plan's numbers.
//!
//! It then calls, always with the present instant: [`calendar`](calendar::calendar) for the days,
//! [`slots`](slot::slots) for the times of a day, [`reserve`](reserve::reserve) to place a party.
//! Reserving changes nothing. The shell stores the placement and only then puts it into the book,
//! so that a failed write leaves no trace; between the two nothing else may reserve.
//!
//! A later status goes through [`crate::provider::status::step`], is stored, and is put into the book the same way;
//! final ones free the tables.
//!
//! Invariants, which the property tests hold over random venues and histories:
//!
//! - no table is given to two parties at once, and no limit is ever passed by guests;
//! - a slot is open exactly when `reserve` at the same instant places the party;
//! - the tables given are never worse than others that were free.
//!
//! ```
//! use config::{EngineSettings, plan::Plan};
//! use edge::provider::engine::{book::Book, day_rules::DayRules, reserve::{PlacementRequest, reserve}};
//! use shared::id::{ExperienceId, ReservationId};
//! use shared::money::Currency;
//! use shared::party::Attendees;
//! use shared::reservation::Status;
//! use shared::time::{Day, Instant, Minutes, TimeZone};
//!
//! let settings: EngineSettings = serde_json::from_str(r#"{
//!     "horizonDays": 30,
//!     "rooms": [{ "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0, "tables": [
//!         { "id": "t1", "name": "1", "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 0, "y": 0 }
//!     ] }],
//!     "experiences": [{
//!         "id": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN",
//!         "shortDescription": { "en": "À la carte" }, "descriptionHtml": { "en": "<p>À la carte</p>" },
//!         "attendees": { "min": 1, "max": 2 }, "confirmation": "instant", "slotIntervalMinutes": 30,
//!         "durations": [{ "upTo": 2, "minutes": 90 }],
//!         "periods": [{ "weekdays": ["fri"], "firstMinutes": 1080, "lastMinutes": 1260 }]
//!     }]
//! }"#)?;
//! let zone = TimeZone::parse("Europe/Vienna").unwrap();
//! let plan = Plan::build(&settings, zone, Currency::EUR).unwrap();
//! let mut book = Book::new();
//! let rules = DayRules::none();
//!
//! let now = Instant::from_unix(1_795_000_000); // 18 November 2026
//! let dinner = ExperienceId::parse("dinner").unwrap();
//! let request = PlacementRequest {
//!     experience_id: &dinner,
//!     day: Day::parse("2026-11-20").unwrap(),
//!     minutes: Minutes::parse(1140).unwrap(),
//!     attendees: Attendees::MIN,
//!     area_id: None,
//!     moving: None,
//! };
//! let placement = reserve(&plan, &book, &rules, now, &request).unwrap();
//! assert_eq!(placement.status, Status::Booked);
//! // Store it here, then:
//! book.put(placement.entry(ReservationId::parse("r1").unwrap()));
//! assert!(reserve(&plan, &book, &rules, now, &request).is_err());
//! # Ok::<(), serde_json::Error>(())
//! ```

pub mod adapter;
pub mod book;
pub mod calendar;
pub mod day_plan;
pub mod day_rule_check;
pub mod day_rules;
pub mod demo;
pub mod explain;
pub mod number;
pub mod order;
pub mod reserve;
pub mod slot;
pub mod staff_placement;
pub mod walk_in;
pub mod wire;

mod assign;
mod exclusion;
mod kept_seating;
mod load;
mod occupancy;
mod pinned_tables;
mod question;
mod service_day;

#[cfg(test)]
mod history_tests;
