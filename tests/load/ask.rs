//! Sends requests to the worker, the bare worker and the fixed answer over one kept connection each.

use std::cell::Cell;
use std::fmt;

use serde_json::Value;
use shared::time::Day;
use ureq::Agent;

/// A measurement that could not be made.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// With its reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A question for a day's slots.
#[derive(Clone, Debug)]
pub struct Question {
    experience: String,
    day: Day,
    attendees: u8,
}

/// One client with one kept connection.
pub struct Asker {
    agent: Agent,
    origin: String,
    asked: Cell<u32>,
}

impl Asker {
    /// A client of what answers at `origin`.
    pub fn new(origin: &str) -> Self {
        let agent = Agent::config_builder().http_status_as_error(false).build().into();
        Self {
            agent,
            origin: origin.to_owned(),
            asked: Cell::new(0),
        }
    }

    /// The day's slots, from Couvert.
    pub fn slots(&self, question: &Question) -> Result<(), Failure> {
        self.ask("/v1/venues/demo-molzait/slots", question)
    }

    /// The day's slots as the upstream words them, through the bare worker.
    pub fn upstream_slots(&self, question: &Question) -> Result<(), Failure> {
        self.ask("/external/availability/slots", question)
    }

    /// The answer that never changes.
    pub fn fixed(&self) -> Result<(), Failure> {
        self.get("/").map(drop)
    }

    /// The answer of the worker that never changes.
    pub fn health(&self) -> Result<(), Failure> {
        self.get("/healthz").map(drop)
    }

    /// Both systems name a question's parts alike.
    fn ask(&self, path: &str, question: &Question) -> Result<(), Failure> {
        let Question {
            experience,
            day,
            attendees,
        } = question;
        self.get(&format!(
            "{path}?experienceId={experience}&day={day}&attendees={attendees}"
        ))
        .map(drop)
    }

    fn get(&self, path: &str) -> Result<String, Failure> {
        // Each request of a guest of its own, so that no limit is measured.
        let asked = self.asked.replace(self.asked.get() + 1);
        let guest = format!(
            "10.{}.{}.{}",
            (asked >> 16) & 255,
            (asked >> 8) & 255,
            asked & 255
        );
        let mut answer = self
            .agent
            .get(format!("{}{path}", self.origin))
            .header("cf-connecting-ip", guest)
            .call()
            .map_err(|error| Failure(format!("{path}: {error}")))?;
        let text = answer
            .body_mut()
            .read_to_string()
            .map_err(|error| Failure(format!("{path}: {error}")))?;
        if answer.status().as_u16() == 200 {
            Ok(text)
        } else {
            Err(Failure(format!("{path} answers {}: {text}", answer.status())))
        }
    }
}

/// Questions that differ in day, party or experience, from the day after tomorrow on.
pub fn questions(asker: &Asker) -> Result<Vec<Question>, Failure> {
    let venue = asker.get("/v1/venues/demo-molzait")?;
    let venue: Value = serde_json::from_str(&venue).map_err(|error| Failure(error.to_string()))?;
    let today = venue["today"]
        .as_str()
        .and_then(|day| Day::parse(day).ok())
        .ok_or_else(|| Failure::new("the venue does not say what day it is"))?;
    let horizon = venue["horizonDays"].as_u64().unwrap_or_default();
    let experiences = venue["experiences"].as_array().into_iter().flatten();
    let ids: Vec<&str> = experiences
        .filter_map(|experience| experience["id"].as_str())
        .collect();
    let mut questions = Vec::new();
    for ahead in 2..u32::try_from(horizon).unwrap_or_default() {
        let Some(day) = today.plus(ahead) else { break };
        for experience in &ids {
            for attendees in 1..=6 {
                questions.push(Question {
                    experience: (*experience).to_owned(),
                    day,
                    attendees,
                });
            }
        }
    }
    Ok(questions)
}
