//! A guest's HTTP client: availability, bookings.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Response;

use crate::server::CANARY;

/// An answer with its status, its headers and its body as JSON.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: ureq::http::HeaderMap,
    /// The body, or null where it is not JSON.
    pub body: Value,
}

/// A client of one venue.
#[derive(Clone)]
pub struct Guest {
    agent: Agent,
    venue: String,
}

/// A time that is open, as a party of a certain size sees it.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The experience.
    pub experience: String,
    /// The day.
    pub day: String,
    /// The minutes.
    pub minutes: i64,
    /// The party's size.
    pub attendees: u8,
}

impl Guest {
    /// A guest of `venue` at `origin`.
    pub fn of(origin: &str, venue: &str) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        Self {
            agent,
            venue: format!("{origin}/v1/venues/{venue}"),
        }
    }

    /// GET of a path below the venue.
    pub fn get(&self, path: &str) -> Answer {
        let request = self.agent.get(format!("{}{path}", self.venue));
        read(request.header("cf-connecting-ip", address()).call().unwrap()).unwrap()
    }

    /// POST of a booking with these headers and this body, from an address of its own unless they have
    /// one; none if the connection broke.
    pub fn post(&self, headers: &[(&str, &str)], body: &[u8]) -> Option<Answer> {
        let request = self.agent.post(format!("{}/reservations", self.venue));
        let request = headers
            .iter()
            .fold(request, |request, (name, value)| request.header(*name, *value));
        let request = if headers.iter().any(|(name, _)| *name == "cf-connecting-ip") {
            request
        } else {
            request.header("cf-connecting-ip", address())
        };
        request.send(body).ok().and_then(read)
    }

    /// Books under `key`; none if the connection broke.
    pub fn book(&self, choice: &Choice, key: &str) -> Option<Answer> {
        let headers = [("content-type", "application/json"), ("idempotency-key", key)];
        self.post(&headers, choice.body().to_string().as_bytes())
    }

    /// The slots of a day for a choice's experience and party.
    pub fn slots(&self, choice: &Choice) -> Vec<Value> {
        let Choice {
            experience,
            day,
            attendees,
            ..
        } = choice;
        let answer = self.get(&format!(
            "/slots?experienceId={experience}&day={day}&attendees={attendees}"
        ));
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.body["slots"].as_array().unwrap().clone()
    }

    /// The open times of the next days for a party, day by day.
    pub fn open_times(&self, experience: &str, attendees: u8) -> impl Iterator<Item = Choice> {
        let today = self.get("").body["today"].as_str().unwrap().to_owned();
        let (from, to) = (days_after(&today, 1), days_after(&today, 60));
        let calendar = self.get(&format!(
            "/calendar?experienceId={experience}&attendees={attendees}&from={from}&to={to}"
        ));
        assert_eq!(calendar.status, 200, "{}", calendar.body);
        let days = calendar.body["days"].as_array().unwrap().clone();
        let guest = self.clone();
        let experience = experience.to_owned();
        days.into_iter()
            .filter(|day| day["status"] == "open")
            .flat_map(move |day| {
                let day = day["day"].as_str().unwrap().to_owned();
                let choice = Choice {
                    experience: experience.clone(),
                    day,
                    minutes: 0,
                    attendees,
                };
                let slots = guest.slots(&choice);
                slots
                    .into_iter()
                    .filter(|slot| slot["status"] == "open")
                    .map(move |slot| Choice {
                        minutes: slot["minutes"].as_i64().unwrap(),
                        ..choice.clone()
                    })
            })
    }
}

impl Choice {
    /// The body of its booking.
    pub fn body(&self) -> Value {
        json!({
            "experienceId": self.experience,
            "day": self.day,
            "minutes": self.minutes,
            "attendees": self.attendees,
            "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com", "phone": "+436605512234" },
            "locale": "en",
        })
    }
}

/// An address of its own for each call: all guests of these tests are on one machine, and would otherwise be one caller
/// over its rate limit.
fn address() -> String {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    std::net::Ipv4Addr::from(0x0a00_0000 + number).to_string()
}

/// The day `count` days after `day`.
pub fn days_after(day: &str, count: u32) -> String {
    shared::time::Day::parse(day)
        .unwrap()
        .plus(count)
        .unwrap()
        .to_string()
}

/// Reads an answer; none if the connection broke before its end.
pub fn read(mut response: Response<ureq::Body>) -> Option<Answer> {
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    let text = response.body_mut().read_to_string().ok()?;
    // No answer holds a key, but for an access key in the answer to its creation. Each venue here is a `demo`.
    assert!(!text.contains(CANARY), "{text}");
    assert!(status == 201 || !text.contains("cvk_demo"), "{text}");
    assert!(!format!("{headers:?}").contains(CANARY), "{headers:?}");
    Some(Answer {
        status,
        headers,
        body: serde_json::from_str(&text).unwrap_or(Value::Null),
    })
}
