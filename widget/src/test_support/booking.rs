//! A venue and its answers, and a booking led to a step by the events that guests make.

use serde_json::{Value, json};
use shared::availability::{CalendarDay, DayStatus, Slot};
use shared::gift_card::Balance;
use shared::id::{ExperienceId, VenueId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::problem::{Problem, ProblemCode};
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes};
use shared::venue::Venue;

use crate::flow::{
    Answer, Booking, CalendarQuestion, Effect, Event, Failure, Field, Flow, IdempotencyKey, Prefill, Screen,
    Setup, State, Step, step,
};

pub(crate) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

pub(crate) fn minutes(number: i64) -> Minutes {
    Minutes::parse(number).unwrap()
}

pub(crate) fn party(number: i64) -> Attendees {
    Attendees::parse(number).unwrap()
}

pub(crate) fn experience(id: &str) -> ExperienceId {
    ExperienceId::parse(id).unwrap()
}

pub(crate) fn key(number: u128) -> IdempotencyKey {
    IdempotencyKey::from_random(number)
}

pub(crate) fn problem(code: ProblemCode) -> Failure {
    Failure::Problem(Box::new(Problem::new(code)))
}

pub(crate) fn setup(prefill: Prefill) -> Setup {
    Setup {
        venue: VenueId::parse("demo").unwrap(),
        language: Language::parse("en-GB").unwrap(),
        prefill,
    }
}

/// Today is Saturday, 21 November 2026; 90 days can be booked.
pub(crate) fn venue() -> Venue {
    let experience = |id: &str, name: &str, is_default: bool, max: u8, confirmation: &str| {
        json!({
            "id": id,
            "name": { "en": name, "de": format!("{name} (de)") },
            "shortDescription": { "en": format!("About {name}."), "de": format!("Über {name}.") },
            "descriptionHtml": { "en": format!("<p>More about {name}.</p>") },
            "image": { "url": format!("https://book.example.com/{id}.svg") },
            "isDefault": is_default,
            "attendees": { "min": 1, "max": max },
            "confirmation": confirmation,
        })
    };
    read(json!({
        "id": "demo", "name": "Linde", "timeZone": "Europe/Vienna", "today": "2026-11-21", "firstDay": "2026-11-21", "currency": "EUR",
        "locales": ["de", "en"], "attendees": { "min": 1, "max": 12 }, "horizonDays": 90,
        "experiences": [
            experience("lunch", "Lunch", false, 12, "instant"),
            experience("dinner", "Dinner", true, 12, "instant"),
            experience("table", "Chef’s table", false, 4, "request"),
        ],
        "giftCards": null,
        "policies": {
            "cancellation": { "en": "Free until four hours before.", "de": "Kostenlos bis vier Stunden vorher." },
            "privacyUrl": "https://example.com/privacy",
            "termsUrl": "https://example.com/terms",
            "phone": "+4315550123",
            "phoneDisplay": "+43 1 555 01 23",
            "marketingConsent": true,
        },
        "guestFields": { "email": "required", "phone": "optional", "defaultCountry": "AT" },
        "theme": { "color": "#2f5d50" },
        "location": {
            "address": "Hauptplatz 1, 8010 Graz", "directionsUrl": "https://maps.example/?to=47.07,15.44",
        },
        "features": ["areas", "notes", "letters", "slot_changes", "paid_slot_changes", "note_changes"],
    }))
}

pub(crate) fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// Every day asked for, Mondays closed, the 24th of a month full, the rest open.
pub(crate) fn calendar(question: &CalendarQuestion) -> Vec<CalendarDay> {
    question
        .from
        .through(question.to)
        .map(|day| CalendarDay {
            day,
            status: match (day.weekday(), day.ymd().2) {
                (chrono::Weekday::Mon, _) => DayStatus::Closed,
                (_, 24) => DayStatus::Full,
                _ => DayStatus::Open,
            },
            notice: None,
        })
        .collect()
}

/// The balance of a gift card that never expires, in cents.
pub(crate) fn worth(remaining: i64) -> Balance {
    read(json!({ "remaining": { "amount": remaining, "currency": "EUR" }, "expiresOn": null }))
}

/// 18:00, 19:00 and 20:00 open, 18:30 full.
pub(crate) fn slots() -> Vec<Slot> {
    slots_at(&[(1080, "open"), (1110, "full"), (1140, "open"), (1200, "open")])
}

pub(crate) fn slots_at(times: &[(u16, &str)]) -> Vec<Slot> {
    let slots: Vec<_> = times
        .iter()
        .map(|(minutes, status)| {
            json!({
                "minutes": minutes, "duration": 120, "showEndTime": false, "status": status, "spotsOpen": 20,
                "confirmation": "instant",
                "areas": [
                    { "id": "parlour", "name": { "en": "Parlour" } },
                    { "id": "garden", "name": { "en": "Garden" } },
                ],
                "payment": null,
                "reasons": if *status == "open" { json!([]) } else { json!(["no_tables_found"]) },
            })
        })
        .collect();
    read(Value::Array(slots))
}

pub(crate) fn deposit() -> PaymentTerms {
    read(json!({
        "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" }, "dueMinutes": 30, "refundMinutes": 1440,
    }))
}

pub(crate) fn reservation() -> Box<Reservation> {
    read(json!({
        "id": "r1", "number": "R-000123", "status": "booked", "day": "2026-11-27", "minutes": 1140,
        "duration": 120, "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } },
        "manageToken": "secret",
    }))
}

/// A guest's session: takes events and remembers what was asked for.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) state: State,
    /// The effects of the last event.
    pub(crate) effects: Vec<Effect>,
    pub(crate) now: Instant,
}

impl Session {
    pub(crate) fn start(prefill: Prefill) -> Self {
        Self::start_with(setup(prefill))
    }

    pub(crate) fn start_with(setup: Setup) -> Self {
        let (state, effects) = State::start(setup);
        Self {
            state,
            effects,
            now: Instant::from_unix(0),
        }
    }

    pub(crate) fn take(&mut self, event: Event) -> &mut Self {
        (self.state, self.effects) = step(self.state.clone(), event, self.now);
        self
    }

    /// Answers every question of the last event, and those that come of the answers.
    pub(crate) fn answer(&mut self) -> &mut Self {
        let mut open = self.effects.clone();
        while let Some(effect) = open.pop() {
            let event = match effect {
                Effect::AskVenue(number, _) => Event::VenueAnswered(number, Ok(Box::new(venue()))),
                Effect::AskCalendar(number, question) => {
                    Event::CalendarAnswered(number, Ok(calendar(&question)))
                }
                Effect::AskSlots(number, _) => Event::SlotsAnswered(number, Ok(slots())),
                Effect::Reserve(number, ..) => Event::ReservationAnswered(number, Ok(reservation())),
                Effect::AskBalance(..) | Effect::Focus(_) | Effect::Emit(_) => continue,
            };
            self.take(event);
            open.extend(self.effects.clone());
        }
        self
    }

    /// At the first step, the month known.
    pub(crate) fn at_find() -> Self {
        let mut session = Self::start(Prefill::default());
        session.answer();
        session
    }

    /// At the first step, a day chosen and its times known.
    pub(crate) fn at_times() -> Self {
        let mut session = Self::at_find();
        session.take(Event::DayChosen(day("2026-11-27"))).answer();
        session
    }

    /// At the details, 19:00 chosen.
    pub(crate) fn at_details() -> Self {
        let mut session = Self::at_times();
        session.take(Event::TimeChosen(minutes(1140)));
        session
    }

    /// At the details, filled in, of a time without a payment.
    pub(crate) fn at_filled() -> Self {
        let mut session = Self::at_details();
        session
            .take(Event::Typed(Field::FirstName, "Ada".to_owned()))
            .take(Event::Typed(Field::LastName, "Muster".to_owned()))
            .take(Event::Typed(Field::Email, "ada@example.com".to_owned()))
            .take(Event::Typed(Field::Notes, "Window, please".to_owned()));
        session
    }

    /// At the review of a time with a deposit, with valid details.
    pub(crate) fn at_review() -> Self {
        let mut session = Self::at_filled();
        let Screen::Open(booking) = &mut session.state.screen else {
            panic!("no booking");
        };
        let mut paid = slots();
        for slot in &mut paid {
            slot.payment = Some(deposit());
        }
        booking.slots = Answer::Known(paid);
        session.take(Event::Continued);
        assert_eq!(session.booking().step, Step::Review);
        session
    }

    /// At the review, the reservation sent and not answered; its number.
    pub(crate) fn sending() -> (Self, u32) {
        let mut session = Self::at_review();
        session.take(Event::Confirmed(key(1)));
        let number = session.sent().0;
        (session, number)
    }

    pub(crate) fn booking(&self) -> &Booking {
        self.state.booking().unwrap()
    }

    /// The number and key of the reservation that the last event sent.
    pub(crate) fn sent(&self) -> (u32, IdempotencyKey) {
        self.effects
            .iter()
            .find_map(|effect| match effect {
                Effect::Reserve(number, key, _) => Some((*number, key.clone())),
                _ => None,
            })
            .expect("a reservation was sent")
    }

    /// The number of the calendar question of the last event.
    pub(crate) fn asked_calendar(&self) -> (u32, CalendarQuestion) {
        self.effects
            .iter()
            .find_map(|effect| match effect {
                Effect::AskCalendar(number, question) => Some((*number, question.clone())),
                _ => None,
            })
            .expect("the calendar was asked for")
    }

    /// The number of the slots question of the last event.
    pub(crate) fn asked_slots(&self) -> u32 {
        self.effects
            .iter()
            .find_map(|effect| match effect {
                Effect::AskSlots(number, _) => Some(*number),
                _ => None,
            })
            .expect("the slots were asked for")
    }
}
