//! The waitlist over random sequences of events: no table is ever held twice, and no entry is passed over.

use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::waitlist::WaitlistRequest;
use serde_json::Value;
use shared::id::{ReservationId, WaitlistEntryId};
use shared::reservation::Status;

use super::object::Object;
use super::waitlist::{entry, order, restaurant};

const DAYS: [&str; 2] = ["2026-11-22", "2026-11-27"];

/// A sequence of events, and its source of randomness.
struct Course {
    rng: fastrand::Rng,
    object: Object,
    booked: Vec<Value>,
    entries: Vec<Value>,
    /// How many of each kind of outcome have come about.
    offers: usize,
}

/// A number in a row.
fn number(row: &Value, name: &str) -> i64 {
    row[name].as_i64().unwrap()
}

impl Course {
    async fn step(&mut self, number: u32) {
        let day = DAYS[self.rng.usize(..DAYS.len())];
        let minutes = 1080 + 30 * self.rng.u16(..7);
        let attendees = self.rng.u8(1..=4);
        let key = format!("key-{number}");
        match self.rng.u8(..12) {
            0..=3 => {
                let answer = self.object.send(order(day, minutes, attendees, &key)).await;
                self.booked.extend(answer["Ok"].get("reservation").cloned());
            }
            4..=6 => {
                let window = (minutes, minutes + 30 * self.rng.u16(..4));
                let email = format!("guest-{number}@example.com");
                let call = entry(day, window, attendees, &email, &key);
                let answer = self.object.send(call).await;
                self.entries.extend(answer["Ok"].get("wish").cloned());
            }
            7..=8 => {
                if let Some(one) = self.rng.choice(&self.booked) {
                    let id = ReservationId::parse(one["id"].as_str().unwrap()).unwrap();
                    let to = [Status::Cancelled, Status::Voided, Status::NoShow];
                    let to = to[self.rng.usize(..3)];
                    let call = Request::Staff(StaffRequest::SetStatus(id, to));
                    self.object.send(call).await;
                }
            }
            9..=10 => {
                if let Some(one) = self.rng.choice(&self.entries) {
                    let id = WaitlistEntryId::parse(one["id"].as_str().unwrap()).unwrap();
                    let call = if self.rng.bool() {
                        WaitlistRequest::Accept(id)
                    } else {
                        WaitlistRequest::Withdraw(id)
                    };
                    let token = one["wishToken"].as_str();
                    let answer = self.object.say_with(token, Request::Waitlist(call)).await;
                    let made = &answer["Ok"];
                    if made.get("number").is_some() && !self.booked.iter().any(|one| one["id"] == made["id"])
                    {
                        self.booked.push(made.clone());
                    }
                }
            }
            _ => {
                let minutes = self.rng.i64(0..45);
                let end = self.object.now().plus_minutes(minutes);
                self.object.run_until(end).await;
            }
        }
        self.check();
    }

    fn check(&mut self) {
        let held = self.object.rows(
            "SELECT id, table_ids, starts_at, ends_at, status FROM reservations
             WHERE status NOT IN ('declined', 'finished', 'cancelled', 'no_show', 'voided')",
        );
        for (place, one) in held.iter().enumerate() {
            for other in &held[place + 1..] {
                let shares = one["table_ids"] == other["table_ids"];
                let meets = number(one, "starts_at") < number(other, "ends_at")
                    && number(other, "starts_at") < number(one, "ends_at");
                assert!(!(shares && meets), "a table is held twice: {one} {other}");
            }
        }
        let entries = self.object.rows(
            "SELECT waitlist.*, reservations.status AS held, reservations.minutes AS offered,
                reservations.attendees AS seats
             FROM waitlist LEFT JOIN reservations ON reservations.id = reservation_id
             ORDER BY waitlist.created_at, waitlist.rowid",
        );
        let mut offered = 0;
        for (place, entry) in entries.iter().enumerate() {
            let window = number(entry, "from_minutes")..=number(entry, "to_minutes");
            if entry["status"] == "offered" {
                offered += 1;
                assert_eq!(entry["held"], "unconfirmed", "{entry}");
                assert!(window.contains(&number(entry, "offered")), "{entry}");
                assert_eq!(entry["seats"], entry["attendees"], "{entry}");
                for older in &entries[..place] {
                    let window = number(older, "from_minutes")..=number(older, "to_minutes");
                    let would_fit = older["day"] == entry["day"]
                        && older["attendees"] == entry["attendees"]
                        && window.contains(&number(entry, "offered"));
                    assert!(
                        !(older["status"] == "waiting" && would_fit),
                        "passed over: {older} for {entry}"
                    );
                }
            }
        }
        let unconfirmed = held.iter().filter(|one| one["status"] == "unconfirmed");
        assert_eq!(unconfirmed.count(), offered);
        self.offers = self.offers.max(offered);
    }
}

#[tokio::test]
async fn no_table_is_offered_twice_and_no_entry_is_passed_over() {
    let (mut most, mut taken) = (0, 0);
    for seed in 0..60 {
        let mut course = Course {
            rng: fastrand::Rng::with_seed(seed),
            object: restaurant(),
            booked: Vec::new(),
            entries: Vec::new(),
            offers: 0,
        };
        for number in 0..80 {
            course.step(number).await;
        }
        most = most.max(course.offers);
        let accepted = "SELECT id FROM waitlist WHERE status = 'accepted'";
        taken += course.object.rows(accepted).len();
    }
    // Otherwise nothing of this was tried.
    assert!(most >= 2 && taken >= 20, "{most} {taken}");
}
