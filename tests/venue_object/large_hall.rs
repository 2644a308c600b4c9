//! Facts about a hall of 400 tables: the work of a guest's question does not grow with the reservations of other days.

use std::rc::Rc;

use config::VenueSettings;
use edge::error::VenueError;
use edge::provider::{CalendarQuestion, SlotsQuestion};
use edge::storage::database::{Database as _, Statement};
use edge::venue::message::Request;
use serde_json::json;
use shared::availability::{CalendarDay, Slot, SlotStatus};
use shared::id::ExperienceId;
use shared::party::Attendees;
use shared::time::Day;

use super::venue::{Venue, no_limits};

#[path = "../../edge/benches/hall/mod.rs"]
mod hall;

fn settings() -> VenueSettings {
    let settings = json!({
        "id": "linde", "name": "Linde", "timeZone": "Europe/Vienna", "currency": "EUR", "locales": ["en"],
        "guestFields": { "email": "optional", "phone": "optional", "defaultCountry": "AT" },
        "limits": no_limits(), "engine": hall::engine(),
    });
    let settings: VenueSettings = serde_json::from_value(settings).unwrap();
    assert_eq!(settings.faults(), Vec::<String>::new());
    settings
}

/// The hall with so many reservations in the coming weeks: each for two, for two hours, at one
/// of three quarters of the tables, one day after the other.
async fn hall_with(reservations: usize) -> Venue {
    let venue = Venue::of(settings(), Rc::new(|_, _| Err(VenueError::NotFound)));
    // The first request makes the tables.
    slots(&venue, "2026-11-22").await;
    // Noon, 14:00, 16:00, 18:00 and 20:00 of each day from tomorrow on, in Vienna's winter time.
    let sql = "WITH RECURSIVE
            numbers (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?1),
            stays (n, day, slot, place) AS (
                SELECT n, 1 + n / (5 * ?2), n / ?2 % 5, n % ?2 FROM numbers
            )
        INSERT INTO reservations (
            id, number, experience_id, day, minutes, starts_at, ends_at, attendees, status, table_ids, last_name, locale,
            marketing_consent, created_at, source
        )
        SELECT
            'r' || n, n + 1, 'dinner', date('2026-11-21', '+' || day || ' days'), 720 + 120 * slot,
            unixepoch('2026-11-21T11:00:00Z') + 86400 * day + 7200 * slot,
            unixepoch('2026-11-21T11:00:00Z') + 86400 * day + 7200 * (slot + 1),
            2, 'booked', '[\"t' || place || '\"]', 'Muster', 'en', 0, unixepoch('2026-11-20'), 'app'
        FROM stays";
    let count = |number: usize| i64::try_from(number).unwrap().into();
    let insert = Statement::new(sql, vec![count(reservations), count(hall::TABLES - 100)]);
    venue.database.write(vec![insert]).unwrap();
    assert_eq!(venue.count("SELECT id FROM reservations"), reservations);
    venue.restarted()
}

fn dinner() -> ExperienceId {
    ExperienceId::parse("dinner").unwrap()
}

fn two() -> Attendees {
    Attendees::parse(2).unwrap()
}

async fn slots(venue: &Venue, day: &str) -> Vec<Slot> {
    let question = SlotsQuestion {
        experience_id: dinner(),
        attendees: two(),
        day: Day::parse(day).unwrap(),
        moving: None,
    };
    venue.send(Request::Slots(question), None).await.unwrap()
}

async fn calendar(venue: &Venue) -> Vec<CalendarDay> {
    let question = CalendarQuestion {
        experience_id: dinner(),
        attendees: two(),
        from: Day::parse("2026-12-01").unwrap(),
        to: Day::parse("2026-12-31").unwrap(),
    };
    venue.send(Request::Calendar(question), None).await.unwrap()
}

#[tokio::test]
async fn a_question_reads_as_much_with_a_hundred_thousand_reservations_as_with_a_thousand() {
    let mut works = Vec::new();
    for reservations in [1_000, 100_000] {
        let venue = hall_with(reservations).await;
        let before = venue.database.work();
        let first = slots(&venue, "2026-11-22").await;
        let opened = venue.database.work();
        // Each is read once, when the object starts.
        let read = opened.rows - before.rows;
        assert!((reservations..reservations + 100).contains(&read), "{read} rows");
        let open = |slots: &[Slot]| {
            slots
                .iter()
                .filter(|slot| slot.status == SlotStatus::Open)
                .count()
        };
        assert_eq!(open(&first), 23);
        let mut work = Vec::new();
        for day in ["2026-11-22", "2026-12-10", "2027-01-10"] {
            let before = venue.database.work();
            assert_eq!(open(&slots(&venue, day).await), 23, "{day}");
            let after = venue.database.work();
            work.push((after.rows - before.rows, after.steps - before.steps));
        }
        let before = venue.database.work();
        assert_eq!(calendar(&venue).await.len(), 31);
        let after = venue.database.work();
        work.push((after.rows - before.rows, after.steps - before.steps));
        works.push(work);
    }
    assert_eq!(works[0], works[1]);
    assert!(works[0].iter().all(|(rows, _)| *rows < 10), "{works:?}");
}

#[tokio::test]
async fn a_start_reads_every_reservation_that_is_not_over_and_no_other() {
    let venue = hall_with(2_500).await;
    // Several end at the same instant, more than a page of them, and one was over long ago.
    venue.write(
        "UPDATE reservations SET ends_at = (SELECT MAX(ends_at) FROM reservations) WHERE number > 300",
    );
    venue.write("UPDATE reservations SET ends_at = 1, starts_at = 0 WHERE number = 1");
    let before = venue.database.work().rows;
    slots(&venue, "2026-11-22").await;
    let read = venue.database.work().rows - before;
    assert!((2_499..2_520).contains(&read), "{read} rows");
}
