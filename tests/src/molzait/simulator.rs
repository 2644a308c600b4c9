//! The simulator's core: `state + request + now -> Act`. Pure.

use std::collections::BTreeMap;
use std::time::Duration;

use http::{Request, Response, StatusCode, header};
use serde_json::{Value, json};

use super::answer::{self, Refusal, Times};
use super::books::{Books, Refused, Reservation};
use super::demand::{self, Demand, Operation};
use super::fault::{Faults, Misbehaviour, RetryAfter};
use super::restaurant;
use super::spoil::spoil;
use super::weights::Weights;
use crate::act::{Act, End, Simulation};
use crate::picture;

/// The settings that the contract leaves open, and the key.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The key that callers must have.
    pub key: String,
    /// Seeds ids and faults.
    pub seed: u64,
    /// The status when a slot is gone: 409 or 400.
    pub gone_status: u16,
    /// The status when a reservation is made: 200 or 201.
    pub created_status: u16,
    /// Whether times of reservations are in UTC as they claim; otherwise they are local.
    pub is_true_utc: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            key: "sim-key".to_owned(),
            seed: 1,
            gone_status: 409,
            created_status: 201,
            is_true_utc: false,
        }
    }
}

/// How often what was asked and what went wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Requests by operation, those that went wrong included.
    pub requests: BTreeMap<&'static str, u64>,
    /// Misbehaviours by kind.
    pub faults: BTreeMap<&'static str, u64>,
}

/// A restaurant's Molzait.
#[derive(Debug)]
pub struct Simulator {
    /// The settings.
    pub settings: Settings,
    /// The faults.
    pub faults: Faults,
    books: Books,
    counts: Counts,
    /// Writes to carry out at a time, since the Unix epoch.
    late: Vec<(Duration, Operation, Request<Vec<u8>>)>,
}

impl Simulator {
    /// With empty books and these weights of faults.
    #[must_use]
    pub fn new(settings: Settings, weights: Weights) -> Self {
        Self {
            faults: Faults::new(settings.seed, weights),
            books: Books::new(settings.seed),
            counts: Counts::default(),
            late: Vec::new(),
            settings,
        }
    }

    /// The books at `now`, since the Unix epoch.
    pub fn books(&mut self, now: Duration) -> &Books {
        self.catch_up(now);
        &self.books
    }

    /// The counts of requests and faults so far.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// A change by the restaurant, such as a cancellation; whether it was possible.
    pub fn set_status(&mut self, id: &str, status: &'static str) -> bool {
        matches!(self.books.set_status(id, status), Some(Ok(_)))
    }

    /// The reaction to a request that comes in at `now`, since the Unix epoch.
    pub fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        self.catch_up(now);
        let Some(operation) = Operation::of(request) else {
            let text = format!("Cannot {} {}", request.method(), request.uri().path());
            return Act::now(End::Answer(refused(&Refusal::new(404, &text), now)));
        };
        *self.counts.requests.entry(operation.name()).or_default() += 1;
        let misbehaviour = self.faults.draw(operation);
        if misbehaviour != Misbehaviour::Well {
            let kind = misbehaviour.kind().name();
            *self.counts.faults.entry(kind).or_default() += 1;
        }
        self.misbehave(misbehaviour, operation, request, now)
    }

    fn misbehave(
        &mut self,
        misbehaviour: Misbehaviour,
        operation: Operation,
        request: &Request<Vec<u8>>,
        now: Duration,
    ) -> Act {
        let carry_out = |this: &mut Self, skew| this.carry_out(operation, request, now, skew);
        let status = |status: u16| {
            let text = "Something went wrong inside";
            End::Answer(refused(&Refusal::new(status, text), now))
        };
        let page = |status: u16| {
            let page = b"<!doctype html><title>Oops</title><h1>Back soon</h1>".to_vec();
            End::Answer(answer::raw(status, "text/html", page, now))
        };
        Act::now(match misbehaviour {
            Misbehaviour::Well => End::Answer(carry_out(self, 0)),
            Misbehaviour::Delay { millis } => {
                return Act {
                    delay: Duration::from_millis(millis),
                    end: End::Answer(carry_out(self, 0)),
                };
            }
            Misbehaviour::ResetBefore => End::Reset,
            Misbehaviour::ResetAfter => {
                carry_out(self, 0);
                End::Reset
            }
            Misbehaviour::Half => End::Half(carry_out(self, 0)),
            Misbehaviour::Garbage => {
                let mut answer = carry_out(self, 0);
                *answer.body_mut() = b"{\"id\": \"\xff\xfe, [}".to_vec();
                End::Answer(answer)
            }
            Misbehaviour::HtmlOk => {
                carry_out(self, 0);
                page(200)
            }
            Misbehaviour::HtmlBadGateway { carried_out } => {
                if carried_out {
                    carry_out(self, 0);
                }
                page(502)
            }
            Misbehaviour::Throttled { retry_after } => End::Answer(throttled(&retry_after, now)),
            Misbehaviour::StatusBefore { status: code } => status(code),
            Misbehaviour::StatusAfter { status: code } => {
                carry_out(self, 0);
                status(code)
            }
            Misbehaviour::SilentBefore => End::Hang,
            Misbehaviour::SilentAfter => {
                carry_out(self, 0);
                End::Hang
            }
            Misbehaviour::Late { millis } => {
                let due = now + Duration::from_millis(millis);
                self.late.push((due, operation, request.clone()));
                End::Reset
            }
            Misbehaviour::Endless => End::Endless(carry_out(self, 0)),
            Misbehaviour::Skewed { seconds } => {
                let mut answer = carry_out(self, seconds);
                let wrong = now.as_secs().saturating_add_signed(seconds);
                if let Ok(date) = answer::http_date(Duration::from_secs(wrong)).parse() {
                    answer.headers_mut().insert(header::DATE, date);
                }
                End::Answer(answer)
            }
            Misbehaviour::MissingFields
            | Misbehaviour::WrongTypes
            | Misbehaviour::DuplicateSlots
            | Misbehaviour::UnsortedSlots
            | Misbehaviour::HugeNumbers => {
                let mut answer = carry_out(self, 0);
                if answer.status().is_success()
                    && let Ok(mut body) = serde_json::from_slice(answer.body())
                {
                    spoil(&mut body, misbehaviour.kind(), self.faults.chance());
                    *answer.body_mut() = body.to_string().into_bytes();
                }
                End::Answer(answer)
            }
        })
    }

    /// Carries out what was put off until `now`.
    fn catch_up(&mut self, now: Duration) {
        let (mut due, left): (Vec<_>, Vec<_>) = std::mem::take(&mut self.late)
            .into_iter()
            .partition(|(at, ..)| *at <= now);
        self.late = left;
        due.sort_by_key(|(at, ..)| *at);
        for (at, operation, request) in due {
            self.carry_out(operation, &request, at, 0);
        }
    }

    /// Does what is asked, and answers.
    fn carry_out(
        &mut self,
        operation: Operation,
        request: &Request<Vec<u8>>,
        now: Duration,
        skew: i64,
    ) -> Response<Vec<u8>> {
        let answer = self
            .authorize(request)
            .and_then(|()| demand::read(operation, request))
            .and_then(|demand| self.fulfil(demand, request, (now, skew)));
        match answer {
            Ok(body) => {
                let status = if operation == Operation::Create {
                    self.settings.created_status
                } else {
                    200
                };
                answer::json_answer(status, &body, now)
            }
            Err(refusal) => refused(&refusal, now),
        }
    }

    fn authorize(&self, request: &Request<Vec<u8>>) -> Result<(), Refusal> {
        let given = request.headers().get(header::AUTHORIZATION);
        let expected = format!("Bearer {}", self.settings.key);
        if given.is_some_and(|given| given.as_bytes() == expected.as_bytes()) {
            Ok(())
        } else {
            Err(Refusal::unauthorized())
        }
    }

    fn fulfil(
        &mut self,
        demand: Demand,
        request: &Request<Vec<u8>>,
        (now, skew): (Duration, i64),
    ) -> Result<Value, Refusal> {
        let times = Times {
            is_true_utc: self.settings.is_true_utc,
            skew,
        };
        let show = |stored: &Reservation| answer::reservation(stored, times);
        match demand {
            Demand::Experiences => Ok(answer::experiences(&picture::address(request))),
            Demand::Slots {
                attendees,
                day,
                experience,
                except,
            } => {
                restaurant::experience(&experience).ok_or_else(unknown_experience)?;
                let offers = self
                    .books
                    .offers(&experience, day, attendees, except.as_deref(), now);
                Ok(answer::slots(&experience, day, attendees, &offers))
            }
            Demand::List { from, to, statuses } => {
                let fits = |stored: &&Reservation| {
                    (from..=to).contains(&stored.asked.day)
                        && (statuses.is_empty() || statuses.iter().any(|status| status == stored.status))
                };
                Ok(self.books.reservations().iter().filter(fits).map(show).collect())
            }
            Demand::Create(asked) => {
                self.books
                    .create(asked, now)
                    .map(show)
                    .map_err(|refused| match refused {
                        Refused::UnknownExperience => unknown_experience(),
                        Refused::NotOpen => {
                            Refusal::new(self.settings.gone_status, "The slot is not available")
                        }
                    })
            }
            Demand::Get(id) => self.books.get(&id).map(show).ok_or_else(unknown_reservation),
            Demand::Update { id, status: None } => {
                self.books.get(&id).map(show).ok_or_else(unknown_reservation)
            }
            Demand::Update {
                id,
                status: Some(status),
            } => match self.books.set_status(&id, status) {
                None => Err(unknown_reservation()),
                Some(Err(())) => Err(Refusal::invalid(&["the reservation is over".to_owned()])),
                Some(Ok(stored)) => Ok(show(stored)),
            },
        }
    }
}

impl Simulation for Simulator {
    fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        Self::act(self, request, now)
    }
}

fn unknown_experience() -> Refusal {
    Refusal::new(404, "Experience not found")
}

fn unknown_reservation() -> Refusal {
    Refusal::new(404, "Reservation not found")
}

fn refused(refusal: &Refusal, now: Duration) -> Response<Vec<u8>> {
    answer::json_answer(refusal.status, &refusal.body, now)
}

fn throttled(retry_after: &RetryAfter, now: Duration) -> Response<Vec<u8>> {
    let body = json!({ "statusCode": 429, "message": "ThrottlerException: Too Many Requests" });
    let mut answer = answer::json_answer(StatusCode::TOO_MANY_REQUESTS.as_u16(), &body, now);
    let value = match retry_after {
        RetryAfter::Absent => return answer,
        RetryAfter::Seconds(seconds) => seconds.to_string(),
        RetryAfter::Date(seconds) => answer::http_date(now + Duration::from_secs((*seconds).into())),
        RetryAfter::Nonsense => "soon, -1".to_owned(),
    };
    if let Ok(value) = value.parse() {
        answer.headers_mut().insert(header::RETRY_AFTER, value);
    }
    answer
}
