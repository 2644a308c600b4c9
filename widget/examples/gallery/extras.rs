//! Gallery screens of a booking with extras: the name of each, and the events that lead there.

use serde_json::{Value, json};
use shared::availability::Slots;
use shared::id::{AddOnId, AgeCategoryId, QuestionId};
use shared::locale::Language;
use shared::problem::{Problem, ProblemCode};
use shared::quote::{Quote, QuoteRequest};
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};
use widget::flow::{self, Failure, Field, Flow, IdempotencyKey, Part, Prefill};
use widget::self_service::Opening;
use widget::self_service::extras::{BookingWithExtras, Effect, Event};

use crate::guest::{Result, days, parsed, slot_with, usual, venue, with};

/// A screen by its file's name.
pub(crate) struct ExtrasScreen {
    /// The file's name.
    pub(crate) name: &'static str,
    /// Leads a guest there.
    pub(crate) reach: fn(&str) -> Result<Session>,
}

/// All of them, in the order in which a guest meets them.
pub(crate) const SCREENS: [ExtrasScreen; 13] = [
    screen("extras-loading", |language| Ok(Session::begin(language)?.0)),
    screen("extras", Session::start),
    screen("extras-chosen", chosen),
    screen("extras-pricing", |language| {
        chosen(language)?.waits().does(Event::AddOnChosen(wine()?, 2))
    }),
    screen("extras-no-price", |language| {
        let guest = chosen(language)?.waits().does(Event::AddOnChosen(wine()?, 2))?;
        let number = guest.asked;
        guest.does(Event::QuoteAnswered(number, Err(Failure::Offline)))
    }),
    screen("extras-faults", |language| {
        Session::start(language)?.books(flow::Event::Continued)
    }),
    screen("extras-lowered", |language| {
        chosen(language)?
            .books(flow::Event::ChangeWanted(Part::Party))?
            .books(flow::Event::PartyChosen(parsed(
                shared::party::Attendees::parse(2),
            )?))?
            .books(flow::Event::TimeChosen(parsed(shared::time::Minutes::parse(
                660,
            ))?))
    }),
    screen("extras-sold", |language| {
        let sold = FieldError::new("/addOns/0/quantity", FieldCode::SoldOut);
        sent(language)?.refused(Problem::fields(vec![sold]))
    }),
    screen("extras-details", |language| {
        chosen(language)?.books(flow::Event::Continued)
    }),
    screen("extras-last-details", |language| {
        let allergies = parsed(QuestionId::parse("allergies"))?;
        Session::start_as(language, true)?
            .does(Event::AddOnChosen(wine()?, 1))?
            .does(Event::Answered(allergies, "One of us eats no nuts.".to_owned()))?
            .books(flow::Event::Continued)
    }),
    screen("extras-review", review),
    screen("extras-price-changed", |language| {
        let mut problem = Problem::new(ProblemCode::PriceChanged);
        problem.quote = Some(serde_json::from_value(quote(15_300, 10_200))?);
        sent(language)?.refused(problem)
    }),
    screen("extras-done", |language| {
        let guest = sent(language)?;
        let number = guest.asked;
        let made = serde_json::from_value(reservation())?;
        guest.books(flow::Event::ReservationAnswered(number, Ok(made)))
    }),
];

/// A session of a guest who books a brunch.
pub(crate) struct Session {
    state: BookingWithExtras,
    /// The number of the last question for the price, or of the reservation.
    asked: u32,
    /// Whether prices are answered.
    answers: bool,
    /// Whether all is paid at the restaurant.
    pays_there: bool,
}

const fn screen(name: &'static str, reach: fn(&str) -> Result<Session>) -> ExtrasScreen {
    ExtrasScreen { name, reach }
}

impl Session {
    /// Nothing answered yet, and what is asked.
    fn begin(language: &str) -> Result<(Self, Vec<Effect>)> {
        let (state, effects) = BookingWithExtras::start(Opening {
            venue: parsed(shared::id::VenueId::parse("demo"))?,
            language: parsed(Language::parse(language))?,
            link: None,
            choice: Prefill::read("brunch", "4", "2026-11-29", "11:00"),
            has_paid: false,
            answer: None,
            now: Instant::from_unix(0),
        });
        let guest = Self {
            state,
            asked: 0,
            answers: true,
            pays_there: false,
        };
        Ok((guest, effects))
    }

    fn start(language: &str) -> Result<Self> {
        Self::start_as(language, false)
    }

    fn start_as(language: &str, pays_there: bool) -> Result<Self> {
        let (mut guest, effects) = Self::begin(language)?;
        guest.pays_there = pays_there;
        guest.settle(effects)?;
        Ok(guest)
    }

    /// The screen's state.
    pub(crate) fn state(&self) -> &BookingWithExtras {
        &self.state
    }

    /// From now on prices are waited for.
    fn waits(mut self) -> Self {
        self.answers = false;
        self
    }

    /// Does something, and waits for the answers.
    fn does(mut self, event: Event) -> Result<Self> {
        let effects = self.state.take(event, Instant::from_unix(0));
        self.settle(effects)?;
        Ok(self)
    }

    fn books(self, event: flow::Event) -> Result<Self> {
        self.does(Event::Booking(event))
    }

    fn refused(self, problem: Problem) -> Result<Self> {
        let number = self.asked;
        let failure = Failure::Problem(Box::new(problem));
        self.books(flow::Event::ReservationAnswered(number, Err(failure)))
    }

    fn settle(&mut self, mut open: Vec<Effect>) -> Result<()> {
        while let Some(effect) = open.pop() {
            if let Some(event) = self.answer(effect)? {
                open.extend(self.state.take(event, Instant::from_unix(0)));
            }
        }
        Ok(())
    }

    fn answer(&mut self, effect: Effect) -> Result<Option<Event>> {
        Ok(Some(match effect {
            Effect::AskQuote(number, question) => {
                self.asked = number;
                if !self.answers {
                    return Ok(None);
                }
                let mut quote = priced(&question)?;
                if self.pays_there {
                    quote.due_now = serde_json::from_value(euros(0))?;
                    quote.due_at_venue = quote.total;
                    quote.terms = None;
                }
                Event::QuoteAnswered(number, Ok(quote))
            }
            Effect::Booking(effect) => match *effect {
                flow::Effect::AskVenue(number, _) => {
                    let venue = serde_json::from_value(with_extras(venue()?))?;
                    Event::Booking(flow::Event::VenueAnswered(number, Ok(venue)))
                }
                flow::Effect::AskCalendar(number, question) => {
                    Event::Booking(flow::Event::CalendarAnswered(number, Ok(days(&question, usual))))
                }
                flow::Effect::AskSlots(number, question) => {
                    let slots =
                        json!({ "slots": [brunch(600), brunch(660), brunch(720)], "soldOut": ["cake"] });
                    let mut slots: Slots = serde_json::from_value(slots)?;
                    for slot in slots.slots.iter_mut().filter(|_| self.pays_there) {
                        slot.payment = None;
                    }
                    Event::SlotsAnswered(number, question, Ok(slots))
                }
                flow::Effect::Reserve(number, ..) => {
                    self.asked = number;
                    return Ok(None);
                }
                _ => return Ok(None),
            },
            _ => return Ok(None),
        }))
    }
}

fn wine() -> Result<AddOnId> {
    parsed(AddOnId::parse("wine"))
}

/// Two children, a wine pairing, an allergy and a high chair.
fn chosen(language: &str) -> Result<Session> {
    let answer = |id: &str, text: &str| -> Result<Event> {
        Ok(Event::Answered(parsed(QuestionId::parse(id))?, text.to_owned()))
    };
    let children = parsed(AgeCategoryId::parse("children"))?;
    let small = parsed(AgeCategoryId::parse("small-children"))?;
    Session::start(language)?
        .does(Event::PeopleCounted(children, 1))?
        .does(Event::PeopleCounted(small, 1))?
        .does(Event::AddOnChosen(wine()?, 1))?
        .does(answer("allergies", "One of us eats no nuts.")?)?
        .does(answer("high_chair", "1")?)
}

fn review(language: &str) -> Result<Session> {
    let typed = [
        (Field::FirstName, "Ada"),
        (Field::LastName, "Muster"),
        (Field::Email, "ada.muster@example.com"),
    ];
    let guest = chosen(language)?.books(flow::Event::Continued)?;
    let guest = typed.into_iter().try_fold(guest, |guest, (field, text)| {
        guest.books(flow::Event::Typed(field, text.to_owned()))
    })?;
    guest.books(flow::Event::Continued)
}

/// At the review, the reservation sent and not answered.
fn sent(language: &str) -> Result<Session> {
    review(language)?.books(flow::Event::Confirmed(IdempotencyKey::from_random(1)))
}

fn brunch(minutes: u16) -> Value {
    let payment = json!({
        "type": "prepayment", "amount": euros(10_400), "dueMinutes": 30, "refundMinutes": 2_880,
    });
    slot_with(minutes, &json!({ "areas": [], "payment": payment }))
}

fn euros(cents: i64) -> Value {
    json!({ "amount": cents, "currency": "EUR" })
}

/// The venue, with extras of its brunch.
pub(crate) fn with_extras(mut venue: Value) -> Value {
    let adults = json!({ "id": "adults", "name": { "en": "Adults", "de": "Erwachsene" }, "isDefault": true });
    let children = json!({
        "id": "children", "name": { "en": "Children", "de": "Kinder" }, "minAge": 6, "maxAge": 12, "isDefault": false,
        "price": euros(1_700), "needsAdult": true,
    });
    let small = json!({
        "id": "small-children", "name": { "en": "Small children", "de": "Kleinkinder" }, "maxAge": 5, "isDefault": false,
        "price": euros(0), "max": 4, "needsAdult": true,
        "note": { "en": "with a high chair if you need one", "de": "auf Wunsch mit Hochstuhl" },
    });
    let wine = json!({
        "id": "wine", "name": { "en": "Wine pairing", "de": "Weinbegleitung" }, "price": euros(1_900), "per": "guest",
        "description": { "en": "Sparkling wine and two still ones.", "de": "Ein Glas Sekt und zwei stille Weine." },
        "image": { "url": "/gallery/pictures/gift-evening.svg" }, "max": 8, "vatBasisPoints": 2_000,
    });
    let flowers = json!({
        "id": "flowers", "name": { "en": "Flowers on the table", "de": "Blumen auf dem Tisch" }, "price": euros(2_500),
        "per": "unit", "max": 2,
    });
    let cake = json!({
        "id": "cake", "name": { "en": "Birthday cake", "de": "Geburtstagstorte" }, "price": euros(4_000), "per": "booking", "max": 1,
    });
    let allergies = json!({
        "id": "allergies", "kind": { "type": "text" }, "isRequired": true,
        "label": { "en": "Allergies and intolerances", "de": "Allergien und Unverträglichkeiten" },
        "help": { "en": "We cook around them.", "de": "Wir richten uns danach." },
    });
    let occasion = json!({
        "id": "occasion", "label": { "en": "Is there an occasion?", "de": "Gibt es einen Anlass?" }, "isRequired": false,
        "kind": { "type": "choice", "choices": [{ "id": "birthday", "label": { "en": "Birthday", "de": "Geburtstag" } }] },
    });
    let high_chair = json!({
        "id": "high_chair", "kind": { "type": "number", "min": 0, "max": 4 }, "isRequired": false,
        "label": { "en": "High chairs", "de": "Hochstühle" },
    });
    let wheelchair = json!({
        "id": "wheelchair", "kind": { "type": "yes_no" }, "isRequired": false,
        "label": { "en": "Does anyone come in a wheelchair?", "de": "Kommt jemand im Rollstuhl?" },
    });
    let extras = json!({
        "hasExtras": true,
        "price": euros(3_400),
        "people": [adults, children, small],
        "addOns": [wine, flowers, cake],
        "questions": [allergies, occasion, high_chair, wheelchair],
    });
    for experience in venue["experiences"].as_array_mut().into_iter().flatten() {
        if experience["id"] == "brunch" {
            *experience = with(experience.clone(), &extras);
        }
    }
    venue
}

/// The price of a party as the API would answer it.
fn priced(question: &QuoteRequest) -> Result<Box<Quote>> {
    let count = |id: &str| {
        let mut people = question.people.iter();
        let counted = people.find(|one| one.category.as_str() == id);
        counted.map_or(0, |one| i64::from(one.count))
    };
    let children = count("children");
    let adults = if question.people.is_empty() {
        i64::from(question.attendees.get())
    } else {
        count("adults")
    };
    let wine: i64 = question.add_ons.iter().map(|one| i64::from(one.quantity)).sum();
    let line = |id: &str, kind: &str, name: Value, (quantity, unit): (i64, i64)| {
        json!({
            "kind": kind, "id": id, "label": name, "quantity": quantity, "unit": euros(unit),
            "total": euros(quantity * unit),
        })
    };
    let lines = [
        line(
            "adults",
            "people",
            json!({ "en": "Adults", "de": "Erwachsene" }),
            (adults, 3_400),
        ),
        line(
            "children",
            "people",
            json!({ "en": "Children", "de": "Kinder" }),
            (children, 1_700),
        ),
        line(
            "wine",
            "add_on",
            json!({ "en": "Wine pairing", "de": "Weinbegleitung" }),
            (wine, 1_900),
        ),
    ];
    let lines: Vec<_> = lines.into_iter().filter(|line| line["quantity"] != 0).collect();
    let guests = 3_400 * adults + 1_700 * children;
    let mut whole = quote(guests + 1_900 * wine, guests);
    whole["lines"] = json!(lines);
    Ok(serde_json::from_value(whole)?)
}

fn quote(total: i64, now: i64) -> Value {
    let tax = total / 11;
    json!({
        "lines": [{
            "kind": "people", "id": "adults", "label": { "en": "Brunch", "de": "Brunch" }, "quantity": 1,
            "unit": euros(total), "total": euros(total),
        }],
        "taxes": [{ "basisPoints": 1_000, "net": euros(total - tax), "tax": euros(tax) }],
        "total": euros(total), "dueNow": euros(now), "dueAtVenue": euros(total - now),
        "terms": { "type": "prepayment", "amount": euros(now), "dueMinutes": 30, "refundMinutes": 2_880 },
    })
}

pub(crate) fn reservation() -> Value {
    json!({
        "id": "r1", "number": "R-000123", "status": "booked", "day": "2026-11-29", "minutes": 660, "duration": 120,
        "attendees": 4, "manageToken": "a-token-of-no-use",
        "experience": { "id": "brunch", "name": { "en": "Sunday brunch", "de": "Sonntagsbrunch" } },
        "people": [
            { "category": "adults", "name": { "en": "Adults", "de": "Erwachsene" }, "count": 2 },
            { "category": "children", "name": { "en": "Children", "de": "Kinder" }, "count": 1 },
            { "category": "small-children", "name": { "en": "Small children", "de": "Kleinkinder" }, "count": 1 },
        ],
        "addOns": [
            { "id": "wine", "name": { "en": "Wine pairing", "de": "Weinbegleitung" }, "quantity": 1, "total": euros(1_900) },
        ],
        "total": euros(10_400),
    })
}
