//! A guest for the gallery, led to any screen of a booking by the events that guests make; fixtures answer the
//! requests.

use std::error::Error;

use serde_json::{Value, json};
use shared::availability::{CalendarDay, DayStatus, Slot};
use shared::locale::Language;
use shared::problem::{Problem, ProblemCode};
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;
use widget::flow::{
    CalendarQuestion, Effect, Event, Failure, Field, Flow, IdempotencyKey, Prefill, Setup, State, step,
};

/// A result with the only error here: a fixture that cannot be parsed.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The answer to a request of the widget's.
#[derive(Clone, Default)]
pub(crate) enum Reply<T> {
    /// This.
    Answer(T),
    /// Nothing yet.
    #[default]
    Awaited,
    /// This failure.
    Failure(Failure),
}

/// The scripted answers of the API.
pub(crate) struct Backend {
    /// Where.
    pub(crate) venue: Reply<Value>,
    /// The state of a day, by its date.
    pub(crate) calendar: Reply<fn(Day) -> DayStatus>,
    /// The slots of any day.
    pub(crate) slots: Reply<Value>,
    /// The answer to a reservation's request.
    pub(crate) reservation: Reply<Value>,
}

/// A guest in front of the widget.
pub(crate) struct Guest {
    /// The API; its answers may change on the way.
    pub(crate) backend: Backend,
    state: State,
    open: Vec<Effect>,
}

impl Guest {
    /// Starts a widget in this language, and answers its first requests.
    pub(crate) fn start(backend: Backend, language: &str, prefill: Prefill) -> Result<Self> {
        let setup = Setup {
            venue: parsed(shared::id::VenueId::parse("demo"))?,
            language: parsed(Language::parse(language))?,
            prefill,
        };
        let (state, open) = State::start(setup);
        let mut guest = Self { backend, state, open };
        guest.answer()?;
        Ok(guest)
    }

    /// The screen's state.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Does something, and waits for the answers.
    pub(crate) fn does(mut self, event: Event) -> Result<Self> {
        self.take(event);
        self.answer()?;
        Ok(self)
    }

    /// Chooses a day.
    pub(crate) fn on(self, day: &str) -> Result<Self> {
        let day = parsed(Day::parse(day))?;
        self.does(Event::DayChosen(day))
    }

    /// Chooses a time.
    pub(crate) fn at(self, minutes: i64) -> Result<Self> {
        let minutes = parsed(Minutes::parse(minutes))?;
        self.does(Event::TimeChosen(minutes))
    }

    /// Types into some fields.
    pub(crate) fn types(mut self, texts: &[(Field, &str)]) -> Self {
        for (field, text) in texts {
            self.take(Event::Typed(*field, (*text).to_owned()));
        }
        self
    }

    /// Fills in the details and continues.
    pub(crate) fn introduces_herself(self) -> Result<Self> {
        self.types(&[
            (Field::FirstName, "Ada"),
            (Field::LastName, "Muster"),
            (Field::Email, "ada.muster@example.com"),
            (Field::Phone, "0660 5512234"),
            (Field::Notes, "A quiet table, please.\nOne of us eats no nuts."),
        ])
        .does(Event::Continued)
    }

    /// Confirms.
    pub(crate) fn confirms(self) -> Result<Self> {
        self.does(Event::Confirmed(IdempotencyKey::from_random(1)))
    }

    fn take(&mut self, event: Event) {
        let (state, effects) = step(self.state.clone(), event, Instant::from_unix(0));
        self.state = state;
        self.open.extend(effects);
    }

    fn answer(&mut self) -> Result<()> {
        while let Some(effect) = self.open.pop() {
            let event = match effect {
                Effect::AskVenue(number, _) => reply(&self.backend.venue, read::<Box<Venue>>)?
                    .map(|answer| Event::VenueAnswered(number, answer)),
                Effect::AskCalendar(number, question) => {
                    reply(&self.backend.calendar, |status| Ok(days(&question, *status)))?
                        .map(|answer| Event::CalendarAnswered(number, answer))
                }
                Effect::AskSlots(number, _) => reply(&self.backend.slots, read::<Vec<Slot>>)?
                    .map(|answer| Event::SlotsAnswered(number, answer)),
                Effect::AskBalance(number, _) => {
                    let worth =
                        json!({ "remaining": { "amount": 2_500, "currency": "EUR" }, "expiresOn": null });
                    Some(Event::BalanceAnswered(number, Ok(read(&worth)?)))
                }
                Effect::Reserve(number, ..) => reply(&self.backend.reservation, read::<Box<Reservation>>)?
                    .map(|answer| Event::ReservationAnswered(number, answer)),
                _ => None,
            };
            if let Some(event) = event {
                self.take(event);
            }
        }
        Ok(())
    }
}

fn reply<T, R>(
    reply: &Reply<T>,
    read: impl FnOnce(&T) -> Result<R>,
) -> Result<Option<std::result::Result<R, Failure>>> {
    Ok(match reply {
        Reply::Answer(answer) => Some(Ok(read(answer)?)),
        Reply::Awaited => None,
        Reply::Failure(failure) => Some(Err(failure.clone())),
    })
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> Result<T> {
    Ok(serde_json::from_value(value.clone())?)
}

/// The parsed value, or the fault of a fixture.
pub(crate) fn parsed<T, E: std::fmt::Debug>(result: std::result::Result<T, E>) -> Result<T> {
    result.map_err(|error| format!("a fixture cannot be read: {error:?}").into())
}

/// The days that are asked for.
pub(crate) fn days(question: &CalendarQuestion, status: fn(Day) -> DayStatus) -> Vec<CalendarDay> {
    let days = question.from.through(question.to);
    days.map(|day| CalendarDay {
        day,
        status: status(day),
        notice: None,
    })
    .collect()
}

/// A problem, as the API answers it.
pub(crate) fn problem(code: ProblemCode) -> Failure {
    Failure::Problem(Box::new(Problem::new(code)))
}

/// Someone was faster; these slots are left.
pub(crate) fn taken(left: Value) -> Result<Failure> {
    let mut problem = Problem::new(ProblemCode::SlotTaken);
    problem.alternatives = serde_json::from_value(left)?;
    Ok(Failure::Problem(Box::new(problem)))
}

/// The demo restaurant.
pub(crate) fn venue() -> Result<Value> {
    Ok(serde_json::from_str(include_str!("venue.json"))?)
}

/// A month like any other: no service on Mondays and in the last days of a year, some days full.
pub(crate) fn usual(day: Day) -> DayStatus {
    match (day.weekday().num_days_from_monday(), day.ymd().1, day.ymd().2) {
        (0, ..) | (_, 12, 24..=26) => DayStatus::Closed,
        (5, ..) | (_, _, 24 | 25) => DayStatus::Full,
        _ => DayStatus::Open,
    }
}

/// A month with nothing left.
pub(crate) fn full(day: Day) -> DayStatus {
    match usual(day) {
        DayStatus::Open => DayStatus::Full,
        other => other,
    }
}

/// An open slot for an instant booking in one of two areas.
pub(crate) fn slot(minutes: u16) -> Value {
    json!({
        "minutes": minutes, "duration": 120, "showEndTime": false, "status": "open", "spotsOpen": 20,
        "confirmation": "instant", "payment": null, "reasons": [],
        "areas": [
            { "id": "parlour", "name": { "en": "Parlour", "de": "Stube" } },
            { "id": "conservatory", "name": { "en": "Conservatory", "de": "Wintergarten" } },
        ],
    })
}

/// A slot with some of its fields as in `changes`.
pub(crate) fn slot_with(minutes: u16, changes: &Value) -> Value {
    with(slot(minutes), changes)
}

/// A value with some of its fields as in `changes`.
pub(crate) fn with(mut value: Value, changes: &Value) -> Value {
    for (name, change) in changes.as_object().into_iter().flatten() {
        value[name] = change.clone();
    }
    value
}
