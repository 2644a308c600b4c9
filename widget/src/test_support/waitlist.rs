//! A venue with a waitlist, its answers, and a session led to a screen by the events that guests make.

use serde_json::{Value, json};
use shared::availability::Slot;
use shared::id::VenueId;
use shared::locale::Language;
use shared::reservation::Reservation;
use shared::time::Instant;
use shared::venue::Venue;
use shared::waitlist::WaitlistEntry;

use crate::flow::{self, Field, Flow, Focus, IdempotencyKey, Prefill};
use crate::self_service::waitlist::*;
use crate::self_service::{Link, Opening};
use crate::test_support::booking::{day, experience, key, party, read, slots_at};

/// Saturday, 21 November 2026, 12:00 in Vienna.
pub(crate) const NOW: i64 = 1_795_258_800;

pub(crate) fn venue() -> Venue {
    let mut venue = crate::test_support::booking::venue();
    venue.features.push(shared::venue::Feature::Waitlist);
    venue
}

/// A day on which 18:00, 18:30 and 19:00 are full, and 17:00 can never be had.
pub(crate) fn full() -> Vec<Slot> {
    let mut slots = slots_at(&[(1020, "full"), (1080, "full"), (1110, "full"), (1140, "full")]);
    slots[0].reasons = read(json!(["lead_time_too_short"]));
    slots
}

/// An entry in this status, without its token. An offered table is held for half an hour.
pub(crate) fn entry(status: &str) -> WaitlistEntry {
    let mut entry = json!({
        "id": "w1", "status": status, "experienceId": "dinner", "day": "2026-11-24",
        "from": 1080, "to": 1140, "attendees": 2,
    });
    if status == "offered" {
        entry["offer"] = json!({ "minutes": 1110, "until": Instant::from_unix(NOW + 1_800) });
    }
    read(entry)
}

/// The answer to a new entry.
pub(crate) fn left() -> WaitlistEntry {
    let mut left = entry("waiting");
    left.entry_token = Some("secret".to_owned());
    left
}

/// The reservation that an entry becomes, with more fields.
pub(crate) fn taken(more: &Value) -> Box<Reservation> {
    let mut whole = json!({
        "id": "r1", "number": "R-000123", "status": "booked", "day": "2026-11-24", "minutes": 1110,
        "duration": 120, "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } },
        "manageToken": "secret",
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        whole[name] = value.clone();
    }
    read(whole)
}

/// A guest's choice: dinner for two on a day that is full.
pub(crate) fn choice() -> Prefill {
    Prefill {
        experience: Some(experience("dinner")),
        attendees: Some(party(2)),
        day: Some(day("2026-11-24")),
        minutes: None,
    }
}

/// A guest on the waitlist.
pub(crate) struct Session {
    pub(crate) state: Waitlist,
    pub(crate) effects: Vec<Effect>,
    pub(crate) now: i64,
}

impl Session {
    pub(crate) fn start(choice: Prefill, link: Option<Link>) -> Self {
        let (state, effects) = Waitlist::start(Opening {
            venue: VenueId::parse("demo").unwrap(),
            language: Language::parse("en").unwrap(),
            link,
            choice,
            has_paid: false,
            answer: None,
            now: Instant::from_unix(NOW),
        });
        Self {
            state,
            effects,
            now: NOW,
        }
    }

    pub(crate) fn take(&mut self, event: Event) -> &mut Self {
        self.effects = self.state.take(event, Instant::from_unix(self.now));
        self
    }

    /// So many seconds go by, all in one.
    pub(crate) fn wait(&mut self, seconds: i64) -> &mut Self {
        self.now += seconds;
        self.take(Event::Ticked)
    }

    pub(crate) fn types(&mut self, field: Field, text: &str) -> &mut Self {
        self.take(Event::Details(flow::Event::Typed(field, text.to_owned())))
    }

    /// At the form, nothing typed yet.
    pub(crate) fn at_form() -> Self {
        let mut session = Self::start(choice(), None);
        session
            .take(Event::VenueAnswered(1, Ok(Box::new(venue()))))
            .take(Event::SlotsAnswered(1, Ok(full())));
        session
    }

    /// At the form, with valid details.
    pub(crate) fn ready() -> Self {
        let mut session = Self::at_form();
        session
            .types(Field::LastName, "Muster")
            .types(Field::Email, "ada@example.com");
        session
    }

    /// A session whose entry is being sent, and the request's number.
    pub(crate) fn sending() -> (Self, u32) {
        let mut session = Self::ready();
        session.take(Event::Confirmed(key(1)));
        let number = session.sent().0;
        (session, number)
    }

    /// At an entry in this status, by an e-mail's link.
    pub(crate) fn at_entry(status: &str) -> Self {
        let mut session = Self::start(Prefill::default(), Link::read("w1.secret"));
        session
            .take(Event::VenueAnswered(1, Ok(Box::new(venue()))))
            .take(Event::EntryAnswered(1, Ok(Box::new(entry(status)))));
        session
    }

    pub(crate) fn form(&self) -> &Form {
        match &self.state.screen {
            Screen::Form(form) => form,
            other => panic!("{other:?} is no form"),
        }
    }

    pub(crate) fn entry(&self) -> &EntryView {
        match &self.state.screen {
            Screen::Entry(entry) => entry,
            other => panic!("{other:?} is no wish"),
        }
    }

    /// The number and the key of the entry that the last event sent.
    pub(crate) fn sent(&self) -> (u32, IdempotencyKey) {
        let sent = self.effects.iter().find_map(|effect| match effect {
            Effect::Submit(number, key, _) => Some((*number, key.clone())),
            _ => None,
        });
        sent.expect("a wish was sent")
    }

    /// The number of the question or the write that the last event led to.
    pub(crate) fn number(&self) -> u32 {
        let number = self.effects.iter().find_map(|effect| match effect {
            Effect::AskVenue(number, _)
            | Effect::AskSlots(number, _)
            | Effect::AskEntry(number, _)
            | Effect::Accept(number, _)
            | Effect::Withdraw(number, _) => Some(*number),
            _ => None,
        });
        number.expect("something was asked")
    }

    /// Whether the last event moved the focus there.
    pub(crate) fn focuses(&self, focus: Focus) -> bool {
        self.effects.contains(&Effect::Focus(focus))
    }
}
