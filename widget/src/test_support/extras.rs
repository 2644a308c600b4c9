//! A brunch with extras, and a booking of it led to a step by the events that guests make.

use serde_json::{Value, json};
use shared::availability::Slots;
use shared::id::{AddOnId, AgeCategoryId, QuestionId, VenueId};
use shared::locale::Language;
use shared::quote::{Quote, QuoteRequest};
use shared::time::Instant;
use shared::venue::Venue;

use crate::flow::{self, Booking, Field, Flow, Prefill, SlotsQuestion, Step};
use crate::self_service::Opening;
use crate::self_service::extras::*;
use crate::test_support::booking::{calendar, read, reservation, slots, venue};

pub(crate) fn money(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

pub(crate) fn category(id: &str) -> AgeCategoryId {
    AgeCategoryId::parse(id).unwrap()
}

pub(crate) fn add_on(id: &str) -> AddOnId {
    AddOnId::parse(id).unwrap()
}

pub(crate) fn question(id: &str) -> QuestionId {
    QuestionId::parse(id).unwrap()
}

/// The extras of the brunch.
pub(crate) fn extras() -> Value {
    json!({
        "hasExtras": true,
        "price": money(3_400),
        "people": [
            { "id": "adults", "name": { "en": "Adults", "de": "Erwachsene" }, "isDefault": true },
            {
                "id": "children", "name": { "en": "Children", "de": "Kinder" }, "minAge": 6, "maxAge": 12,
                "isDefault": false, "price": money(1_700), "needsAdult": true,
            },
            {
                "id": "small", "name": { "en": "Small children", "de": "Kleinkinder" }, "maxAge": 5, "isDefault": false,
                "price": money(0), "max": 2, "needsAdult": true, "note": { "en": "With a high chair" },
            },
        ],
        "addOns": [
            {
                "id": "wine", "name": { "en": "Wine pairing", "de": "Weinbegleitung" },
                "description": { "en": "Three glasses." }, "image": { "url": "https://book.example.com/wine.svg" },
                "price": money(1_900), "per": "guest", "max": 20, "vatBasisPoints": 2_000,
            },
            { "id": "flowers", "name": { "en": "Flowers", "de": "Blumen" }, "price": money(2_500), "per": "unit", "max": 2 },
            { "id": "cake", "name": { "en": "Cake", "de": "Torte" }, "price": money(4_000), "per": "booking", "max": 1 },
        ],
        "questions": [
            {
                "id": "allergies", "kind": { "type": "text" }, "label": { "en": "Allergies", "de": "Allergien" },
                "help": { "en": "We cook around them." }, "isRequired": true,
            },
            {
                "id": "occasion", "label": { "en": "An occasion?", "de": "Ein Anlass?" }, "isRequired": false,
                "kind": { "type": "choice", "choices": [{ "id": "birthday", "label": { "en": "Birthday", "de": "Geburtstag" } }] },
            },
            {
                "id": "high_chair", "kind": { "type": "number", "min": 0, "max": 4 },
                "label": { "en": "High chairs", "de": "Hochstühle" }, "isRequired": false,
            },
            {
                "id": "wheelchair", "kind": { "type": "yes_no" }, "label": { "en": "Does anyone use a wheelchair?", "de": "Kommt jemand im Rollstuhl?" },
                "isRequired": false,
            },
        ],
    })
}

/// The venue, whose dinner has these extras.
pub(crate) fn venue_with(extras: &Value) -> Venue {
    let mut whole = serde_json::to_value(venue()).unwrap();
    for (name, value) in extras.as_object().into_iter().flatten() {
        whole["experiences"][1][name] = value.clone();
    }
    read(whole)
}

/// The answer to a question for the price: a line of adults at 34 euros, and what is left of the flowers.
pub(crate) fn quote(question: &QuoteRequest) -> Box<Quote> {
    let counted: i64 = question.people.iter().map(|one| i64::from(one.count)).sum();
    let guests = if counted > 0 {
        counted
    } else {
        i64::from(question.attendees.get())
    };
    let add_ons: i64 = question
        .add_ons
        .iter()
        .map(|one| 1_000 * i64::from(one.quantity))
        .sum();
    let total = 3_400 * guests + add_ons;
    read(json!({
        "lines": [
            {
                "kind": "people", "id": "adults", "label": { "en": "Adults", "de": "Erwachsene" }, "quantity": guests,
                "unit": money(3_400), "total": money(3_400 * guests),
            },
        ],
        "taxes": [{ "basisPoints": 1_000, "net": money(total - total / 11), "tax": money(total / 11) }],
        "total": money(total), "dueNow": money(1_000), "dueAtVenue": money(total - 1_000),
        "left": [{ "id": "flowers", "left": 1 }],
    }))
}

/// A guest's session.
pub(crate) struct Session {
    pub(crate) state: BookingWithExtras,
    /// The effects of the last event.
    pub(crate) effects: Vec<Effect>,
    /// The venue as the API answers it.
    pub(crate) venue: Venue,
    /// The add-ons that are sold out on every day.
    pub(crate) sold_out: Vec<AddOnId>,
    /// Whether every time is paid for in advance.
    pub(crate) has_payment: bool,
    /// Whether nothing is due before the visit.
    pub(crate) is_due_later: bool,
}

impl Session {
    /// A booking of this choice, nothing answered yet.
    pub(crate) fn start(choice: Prefill, venue: Venue) -> Self {
        let (state, effects) = BookingWithExtras::start(Opening {
            venue: VenueId::parse("demo").unwrap(),
            language: Language::parse("en-GB").unwrap(),
            link: None,
            choice,
            has_paid: false,
            answer: None,
            now: Instant::from_unix(0),
        });
        Self {
            state,
            effects,
            venue,
            sold_out: Vec::new(),
            has_payment: false,
            is_due_later: false,
        }
    }

    /// At the extras of a dinner for four, the price known.
    pub(crate) fn at_extras() -> Self {
        Self::at_extras_of(&extras())
    }

    /// The same, of other extras.
    pub(crate) fn at_extras_of(extras: &Value) -> Self {
        let choice = Prefill::read("dinner", "4", "2026-11-27", "19:00");
        let mut session = Self::start(choice, venue_with(extras));
        session.answer();
        session
    }

    /// At the review of a party with two children, a wine pairing and an allergy, the price known.
    pub(crate) fn at_review() -> Self {
        let mut session = Self::at_extras();
        session
            .take(Event::PeopleCounted(category("children"), 2))
            .take_and_answer(Event::AddOnChosen(add_on("wine"), 1))
            .take(Event::Answered(question("allergies"), "Nuts".to_owned()))
            .take(Event::Booking(flow::Event::Continued));
        for (field, text) in [(Field::LastName, "Muster"), (Field::Email, "ada@example.com")] {
            session.take(Event::Booking(flow::Event::Typed(field, text.to_owned())));
        }
        session.take_and_answer(Event::Booking(flow::Event::Continued));
        assert_eq!(session.booking().step, Step::Review);
        session
    }

    /// At the details of the same party, where nothing is due before the visit: they end with the button that books.
    pub(crate) fn at_last_details() -> Self {
        let choice = Prefill::read("dinner", "4", "2026-11-27", "19:00");
        let mut session = Self::start(choice, venue_with(&extras()));
        session.is_due_later = true;
        session
            .answer()
            .take_and_answer(Event::AddOnChosen(add_on("wine"), 1))
            .take(Event::Answered(question("allergies"), "Nuts".to_owned()))
            .take(Event::Booking(flow::Event::Continued));
        assert_eq!(session.booking().step, Step::Details);
        session
    }

    pub(crate) fn take(&mut self, event: Event) -> &mut Self {
        self.effects = self.state.take(event, Instant::from_unix(0));
        self
    }

    /// Takes an event, and answers what it asks.
    pub(crate) fn take_and_answer(&mut self, event: Event) -> &mut Self {
        self.take(event).answer()
    }

    /// Answers every question of the last event but the reservation's, and those that come of the answers.
    pub(crate) fn answer(&mut self) -> &mut Self {
        let mut open = self.effects.clone();
        while let Some(effect) = open.pop() {
            let Some(event) = self.answer_to(effect) else {
                continue;
            };
            self.take(event);
            open.extend(self.effects.clone());
        }
        self
    }

    pub(crate) fn answer_to(&self, effect: Effect) -> Option<Event> {
        Some(match effect {
            Effect::AskVenue(number, _) => Event::VenueAnswered(number, Ok(Box::new(self.venue.clone()))),
            Effect::AskQuote(number, question) => {
                let mut quote = quote(&question);
                if self.is_due_later {
                    (quote.due_now, quote.due_at_venue) = (read(money(0)), quote.total);
                }
                Event::QuoteAnswered(number, Ok(quote))
            }
            Effect::Booking(effect) => match *effect {
                flow::Effect::AskVenue(number, _) => Event::Booking(flow::Event::VenueAnswered(
                    number,
                    Ok(Box::new(self.venue.clone())),
                )),
                flow::Effect::AskCalendar(number, question) => {
                    Event::Booking(flow::Event::CalendarAnswered(number, Ok(calendar(&question))))
                }
                flow::Effect::AskSlots(number, question) => self.slots(number, question),
                _ => return None,
            },
            Effect::UseCode(_) | Effect::FocusField(_) | Effect::Emit(_) => return None,
        })
    }

    fn slots(&self, number: u32, question: SlotsQuestion) -> Event {
        let terms = json!({
            "type": "prepayment", "amount": money(13_600), "dueMinutes": 30, "refundMinutes": 2_880,
        });
        let mut slots = slots();
        for slot in slots.iter_mut().filter(|_| self.has_payment) {
            slot.payment = read(terms.clone());
        }
        let sold_out = self.sold_out.clone();
        Event::SlotsAnswered(number, question, Ok(Slots { slots, sold_out }))
    }

    /// Sends the reservation; its number and its body.
    pub(crate) fn send(&mut self) -> (u32, shared::reservation::ReservationRequest) {
        let key = crate::test_support::booking::key(1);
        self.take(Event::Booking(flow::Event::Confirmed(key)));
        self.sent().expect("a reservation was sent")
    }

    /// The number and the body of the reservation that the last event sent.
    pub(crate) fn sent(&self) -> Option<(u32, shared::reservation::ReservationRequest)> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Booking(effect) => match &**effect {
                flow::Effect::Reserve(number, _, request) => Some((*number, (**request).clone())),
                _ => None,
            },
            _ => None,
        })
    }

    /// The API refuses the reservation of this number, or makes it.
    pub(crate) fn reserved(&mut self, number: u32, answer: Result<(), flow::Failure>) -> &mut Self {
        let answer = answer.map(|()| reservation());
        self.take(Event::Booking(flow::Event::ReservationAnswered(number, answer)))
    }

    pub(crate) fn booking(&self) -> &Booking {
        self.state.booking.booking().unwrap()
    }

    /// Whether the last event moved the focus there.
    pub(crate) fn is_focused(&self, focus: flow::Focus) -> bool {
        let wanted = Effect::Booking(Box::new(flow::Effect::Focus(focus)));
        self.effects.contains(&wanted)
    }
}
