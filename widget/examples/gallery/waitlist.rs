//! Gallery screens of the waitlist: the name of each, and the events that lead there.

use serde_json::{Value, json};
use shared::locale::Language;
use shared::problem::{Problem, ProblemCode};
use shared::time::{Day, Instant, Minutes};
use widget::flow::{self, Failure, Field, Flow, IdempotencyKey, Prefill};
use widget::self_service::waitlist::{Effect, Event, Waitlist};
use widget::self_service::{Link, Opening};

use crate::guest::{Result, parsed, problem, slot, slot_with, venue, with};

/// A screen by its file's name.
pub(crate) struct WaitScreen {
    /// The file's name.
    pub(crate) name: &'static str,
    /// Leads a guest there.
    pub(crate) reach: fn(&str) -> Result<Session>,
}

/// All of them, in the order in which a guest meets them.
pub(crate) const SCREENS: [WaitScreen; 22] = [
    screen("wait-loading", |language| Session::start(language, None)),
    screen("wait-failed", |language| {
        let guest = Session::start(language, None)?;
        guest.does(Event::SlotsAnswered(1, Err(Failure::Offline)))
    }),
    screen("wait-nothing", |language| {
        let guest = Session::start(language, None)?;
        guest.does(Event::SlotsAnswered(
            1,
            Err(problem(ProblemCode::ValidationFailed)),
        ))
    }),
    screen("wait-form", form),
    screen("wait-form-faults", |language| {
        form(language)?
            .types(&[(Field::Email, "ada.muster@")])?
            .does(Event::Confirmed(IdempotencyKey::from_random(1)))
    }),
    screen("wait-sending", sending),
    screen("wait-unsure", |language| {
        sending(language)?.fails(Failure::Offline)
    }),
    screen("wait-open", |language| {
        let mut open = Problem::new(ProblemCode::SlotOpen);
        open.alternatives = serde_json::from_value(json!([slot(1110), slot(1140)]))?;
        sending(language)?.fails(Failure::Problem(Box::new(open)))
    }),
    screen("wait-too-many", |language| {
        sending(language)?.fails(problem(ProblemCode::TooManyEntries))
    }),
    screen("wait-left", |language| {
        let guest = sending(language)?;
        let mut left = entry("waiting");
        left["wishToken"] = json!("a-token-of-no-use");
        let number = guest.number();
        guest.does(Event::Submitted(number, Ok(serde_json::from_value(left)?)))
    }),
    screen("wait-withdraw", |language| {
        at(language, "waiting")?.does(Event::WithdrawWanted)
    }),
    screen("wait-withdrawn", |language| at(language, "withdrawn")),
    screen("wait-offered", |language| at(language, "offered")),
    screen("wait-time-up", |language| {
        at(language, "offered")?.at_time(NOW + 1_801).does(Event::Ticked)
    }),
    screen("wait-offline", |language| {
        let guest = at(language, "offered")?.does(Event::TakeWanted)?;
        let number = guest.number();
        guest.does(Event::Accepted(number, Err(Failure::Offline)))
    }),
    screen("wait-over", |language| {
        let guest = at(language, "offered")?.does(Event::TakeWanted)?;
        let number = guest.number();
        guest.does(Event::Accepted(number, Err(problem(ProblemCode::OfferOver))))
    }),
    screen("wait-accepting", |language| {
        at(language, "offered")?.does(Event::TakeWanted)
    }),
    screen("wait-decline", |language| {
        at(language, "offered")?.does(Event::WithdrawWanted)
    }),
    screen("wait-accepted", |language| at(language, "accepted")),
    screen("wait-lapsed", |language| at(language, "lapsed")),
    screen("wait-ended", |language| at(language, "ended")),
    screen("wait-none", |language| {
        let guest = Session::start(language, Link::read("w1.token"))?;
        guest.does(Event::EntryAnswered(1, Err(problem(ProblemCode::NotFound))))
    }),
];

/// Saturday, 21 November 2026, 12:00 in Vienna.
const NOW: i64 = 1_795_258_800;
/// A day on which nothing is open.
const DAY: &str = "2026-11-24";

/// A session of a guest on the waitlist.
pub(crate) struct Session {
    state: Waitlist,
    effects: Vec<Effect>,
    now: i64,
}

const fn screen(name: &'static str, reach: fn(&str) -> Result<Session>) -> WaitScreen {
    WaitScreen { name, reach }
}

impl Session {
    fn start(language: &str, link: Option<Link>) -> Result<Self> {
        let (state, effects) = Waitlist::start(Opening {
            venue: parsed(shared::id::VenueId::parse("demo"))?,
            language: parsed(Language::parse(language))?,
            link,
            choice: Prefill::read("dinner", "2", DAY, ""),
            has_paid: false,
            answer: None,
            now: Instant::from_unix(NOW),
        });
        let guest = Self {
            state,
            effects,
            now: NOW,
        };
        let venue = with(venue()?, &json!({ "features": ["areas", "notes", "waitlist"] }));
        guest.does(Event::VenueAnswered(1, Ok(serde_json::from_value(venue)?)))
    }

    /// The screen's state.
    pub(crate) fn state(&self) -> &Waitlist {
        &self.state
    }

    /// Handles an event, and the local time that it requests.
    fn does(mut self, event: Event) -> Result<Self> {
        self.effects = self.state.take(event, Instant::from_unix(self.now));
        let clock = self.effects.iter().find_map(|effect| match effect {
            Effect::ReadClock(_, instant) => Some(*instant),
            _ => None,
        });
        if let Some(instant) = clock {
            let shown = (parsed(Day::parse("2026-11-21"))?, parsed(Minutes::parse(750))?);
            self.state.take(
                Event::ClockRead(instant, Some(shown)),
                Instant::from_unix(self.now),
            );
        }
        Ok(self)
    }

    /// At another time.
    fn at_time(mut self, now: i64) -> Self {
        self.now = now;
        self
    }

    fn types(self, texts: &[(Field, &str)]) -> Result<Self> {
        texts.iter().try_fold(self, |guest, (field, text)| {
            guest.does(Event::Details(flow::Event::Typed(*field, (*text).to_owned())))
        })
    }

    fn fails(self, failure: Failure) -> Result<Self> {
        let number = self.number();
        self.does(Event::Submitted(number, Err(failure)))
    }

    /// The number of the write that the last act led to.
    fn number(&self) -> u32 {
        let number = self.effects.iter().find_map(|effect| match effect {
            Effect::Submit(number, ..) | Effect::Accept(number, _) => Some(*number),
            _ => None,
        });
        number.unwrap_or_default()
    }
}

fn form(language: &str) -> Result<Session> {
    let full = json!({ "status": "full", "reasons": ["no_tables_found"] });
    let slots: Vec<Value> = (0..=12).map(|step| slot_with(1_050 + 15 * step, &full)).collect();
    let slots = serde_json::from_value(Value::Array(slots))?;
    Session::start(language, None)?.does(Event::SlotsAnswered(1, Ok(slots)))
}

fn sending(language: &str) -> Result<Session> {
    form(language)?
        .types(&[
            (Field::FirstName, "Ada"),
            (Field::LastName, "Muster"),
            (Field::Email, "ada.muster@example.com"),
        ])?
        .does(Event::Confirmed(IdempotencyKey::from_random(1)))
}

fn entry(status: &str) -> Value {
    let mut entry = json!({
        "id": "w1", "status": status, "experienceId": "dinner", "day": DAY, "from": 1080, "to": 1200,
        "attendees": 2,
    });
    if status == "offered" {
        entry["offer"] = json!({ "minutes": 1140, "until": Instant::from_unix(NOW + 1_800) });
    }
    entry
}

/// At an entry in this status, by an e-mail's link.
fn at(language: &str, status: &str) -> Result<Session> {
    let guest = Session::start(language, Link::read("w1.token"))?;
    guest.does(Event::EntryAnswered(
        1,
        Ok(serde_json::from_value(entry(status))?),
    ))
}
