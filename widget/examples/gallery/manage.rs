//! Gallery screens of a guest's own reservation and its payment: the name of each, and the events that lead there.

use serde_json::{Value, json};
use shared::locale::Language;
use shared::party::Attendees;
use shared::problem::{Problem, ProblemCode};
use shared::reservation::Reservation;
use shared::time::{Day, Instant, Minutes};
use shared::validation::{FieldCode, FieldError};
use widget::flow::{self, Failure, Flow};
use widget::self_service::extras;
use widget::self_service::manage::{Effect, Event, Manage};
use widget::self_service::payment::{self, Outcome};
use widget::self_service::{Link, Opening};

use crate::extras::{reservation as ordered, with_extras};
use crate::guest::{Result, days, parsed, problem, slot, usual, venue, with};

/// A screen by its file's name.
pub(crate) struct ManageScreen {
    /// The file's name.
    pub(crate) name: &'static str,
    /// Leads a guest there.
    pub(crate) reach: fn(&str) -> Result<Owner>,
}

/// All of them, in the order in which a guest meets them.
pub(crate) const SCREENS: [ManageScreen; 37] = [
    screen("pay", |language| at(language, &to_pay("open", &away()))),
    screen("pay-prepayment", |language| {
        let mut reservation = to_pay("open", &away());
        reservation["payment"]["type"] = json!("prepayment");
        at(language, &reservation)
    }),
    screen("pay-guarantee", |language| {
        at(language, &guarantee("payment_pending", "open"))
    }),
    screen("pay-guarantee-stored", |language| {
        at(language, &guarantee("payment_pending", "open"))?.asks_again(&guarantee("booked", "authorised"))
    }),
    screen("pay-part-by-gift-card", |language| {
        at(language, &by_gift_card(to_pay("open", &away())))
    }),
    screen("pay-declined", |language| {
        let guest = at(language, &to_pay("open", &away()))?;
        guest.asks_again(&to_pay("failed", &away()))
    }),
    screen("pay-authenticating", |language| {
        at(language, &to_pay("authenticating", &away()))
    }),
    screen("pay-offline", |language| {
        let guest = at(language, &to_pay("open", &away()))?;
        guest.does(Event::Payment(payment::Event::UpdateFailed(Failure::Offline)))
    }),
    screen("pay-card-loading", |language| {
        at(language, &to_pay("open", &card()))
    }),
    screen("pay-card-failed", |language| {
        let guest = at(language, &to_pay("open", &card()))?;
        guest.does(Event::Payment(payment::Event::Prepared(false)))
    }),
    screen("pay-card-abandoned", |language| {
        at(language, &to_pay("open", &card()))?
            .does(Event::Payment(payment::Event::Prepared(true)))?
            .does(Event::Payment(payment::Event::PayPressed))?
            .does(Event::Payment(payment::Event::Confirmed(Outcome::Abandoned)))
    }),
    screen("pay-paid", |language| {
        at(language, &to_pay("open", &away()))?.asks_again(&paid())
    }),
    screen("pay-lapsed", |language| {
        at(
            language,
            &with(to_pay("lapsed", &Value::Null), &json!({ "status": "voided" })),
        )
    }),
    screen("manage-loading", Owner::start),
    screen("manage-extras", |language| at(language, &booked(&extras()))),
    screen("manage-extras-review", |language| review_of(language, &extras())),
    screen("manage-none", |language| {
        let guest = Owner::start(language)?;
        let number = guest.asked();
        guest.does(Event::ReservationAnswered(
            number,
            Err(problem(ProblemCode::Unauthorized)),
        ))
    }),
    screen("manage-failed", |language| {
        let guest = Owner::start(language)?;
        let number = guest.asked();
        guest.does(Event::ReservationAnswered(number, Err(Failure::Offline)))
    }),
    screen("manage", |language| at(language, &booked(&json!({})))),
    screen("manage-requested", |language| {
        at(language, &booked(&json!({ "status": "requested" })))
    }),
    screen("manage-past", |language| {
        at(language, &booked(&json!({ "status": "finished" })))
    }),
    screen("manage-no-show", |language| {
        at(language, &guarantee("no_show", "paid"))
    }),
    screen("manage-find", |language| {
        at(language, &booked(&json!({})))?.does(Event::MoveWanted)
    }),
    screen("manage-review", review),
    screen("manage-taken", |language| {
        review(language)?.refused(problem(ProblemCode::SlotTaken))
    }),
    screen("manage-other-price", |language| {
        let field = FieldError::new("/attendees", FieldCode::NotOffered);
        review(language)?.refused(Failure::Problem(Box::new(Problem::fields(vec![field]))))
    }),
    screen("manage-too-late", |language| {
        review(language)?.refused(problem(ProblemCode::IllegalTransition))
    }),
    screen("manage-changed", |language| {
        let changes = json!({ "day": "2026-12-02", "minutes": 1080, "attendees": 3 });
        let guest = review(language)?.does(Event::MoveConfirmed)?;
        let number = guest.asked();
        let changed = parsed(serde_json::from_value(booked(&changes)))?;
        guest.does(Event::Changed(number, Ok(changed)))
    }),
    screen("manage-choices", |language| {
        changing(language, &json!({}))?.does(Event::ChoicesWanted)
    }),
    screen("manage-choices-changed", |language| {
        let wine = parsed(shared::id::AddOnId::parse("wine"))?;
        changing(language, &json!({}))?
            .does(Event::ChoicesWanted)?
            .does(Event::Extras(extras::Event::AddOnChosen(wine, 2)))
    }),
    screen("manage-code", |language| {
        changing(language, &json!({ "experiences": [] }))?.does(Event::MoveWanted)
    }),
    screen("manage-notes", |language| {
        at(language, &booked(&json!({})))?
            .does(Event::NotesWanted)?
            .does(Event::NotesTyped("la ".repeat(400)))
    }),
    screen("manage-cancel", |language| {
        at(language, &booked(&json!({})))?.does(Event::CancelWanted)
    }),
    screen("manage-cancel-refund", |language| {
        at(language, &paid())?.does(Event::CancelWanted)
    }),
    screen("manage-cancel-gift-card", |language| {
        at(language, &by_gift_card(paid()))?.does(Event::CancelWanted)
    }),
    screen("manage-cancelled-gift-card", |language| {
        let guest = at(language, &by_gift_card(paid()))?
            .does(Event::CancelWanted)?
            .does(Event::CancelConfirmed)?;
        let number = guest.asked();
        let mut cancelled = paid();
        cancelled["status"] = json!("cancelled");
        cancelled["checkout"]["status"] = json!("refunding");
        guest.does(Event::Cancelled(
            number,
            Ok(parsed(serde_json::from_value(cancelled))?),
        ))
    }),
    screen("manage-cancelled", |language| {
        let mut cancelled = paid();
        cancelled["status"] = json!("cancelled");
        cancelled["checkout"]["status"] = json!("refunding");
        at(language, &cancelled)
    }),
];

/// Saturday, 21 November 2026, 12:00 in Vienna.
const NOW: i64 = 1_795_258_800;
/// Friday, 27 November 2026, 19:00 there.
const START: i64 = 1_795_802_400;

/// A guest with a reservation of their own.
pub(crate) struct Owner {
    state: Manage,
    open: Vec<Effect>,
    venue: Value,
    reservation: Value,
}

const fn screen(name: &'static str, reach: fn(&str) -> Result<Owner>) -> ManageScreen {
    ManageScreen { name, reach }
}

impl Owner {
    fn start(language: &str) -> Result<Self> {
        let (state, open) = Manage::start(Opening {
            venue: parsed(shared::id::VenueId::parse("demo"))?,
            language: parsed(Language::parse(language))?,
            link: Link::read("r1.token"),
            choice: flow::Prefill::default(),
            has_paid: false,
            answer: None,
            now: Instant::from_unix(NOW),
        });
        Ok(Self {
            state,
            open,
            venue: venue()?,
            reservation: Value::Null,
        })
    }

    /// The screen's state.
    pub(crate) fn state(&self) -> &Manage {
        &self.state
    }

    /// The number of the last question or write.
    fn asked(&self) -> u32 {
        let number = |effect: &Effect| match effect {
            Effect::AskReservation(number, _) | Effect::Change(number, ..) | Effect::Cancel(number, _) => {
                Some(*number)
            }
            _ => None,
        };
        self.open.iter().rev().find_map(number).unwrap_or_default()
    }

    /// Does something, and waits for the answers that are not the reservation's.
    fn does(mut self, event: Event) -> Result<Self> {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            let effects = self.state.take(event, Instant::from_unix(NOW));
            for effect in &effects {
                events.extend(self.answer(effect)?);
            }
            self.open.extend(effects);
        }
        Ok(self)
    }

    fn answer(&self, effect: &Effect) -> Result<Option<Event>> {
        Ok(Some(match effect {
            Effect::AskVenue(number, _) => {
                Event::VenueAnswered(*number, Ok(serde_json::from_value(self.venue.clone())?))
            }
            Effect::AskReservation(number, _) if !self.reservation.is_null() => {
                Event::ReservationAnswered(*number, Ok(self.read()?))
            }
            Effect::AskQuote(number, ..) => {
                let quote = json!({
                    "lines": [], "taxes": [], "total": euros(10_400), "dueNow": euros(0), "dueAtVenue": euros(10_400),
                });
                Event::QuoteAnswered(*number, Ok(serde_json::from_value(quote)?))
            }
            Effect::Locate(..) => Event::StartLocated(Some(Instant::from_unix(START))),
            Effect::Find(effect, _) => Event::Find(match &**effect {
                flow::Effect::AskCalendar(number, question) => {
                    flow::Event::CalendarAnswered(*number, Ok(days(question, usual)))
                }
                flow::Effect::AskSlots(number, _) => {
                    let slots = json!([slot(1080), slot(1140), slot(1200)]);
                    flow::Event::SlotsAnswered(*number, Ok(serde_json::from_value(slots)?))
                }
                _ => return Ok(None),
            }),
            _ => return Ok(None),
        }))
    }

    fn read(&self) -> Result<Box<Reservation>> {
        Ok(serde_json::from_value(self.reservation.clone())?)
    }

    /// Asks where the reservation stands, and it stands so.
    fn asks_again(mut self, reservation: &Value) -> Result<Self> {
        self.reservation = reservation.clone();
        self.does(Event::Refreshed)
    }

    /// Confirms a change that is refused.
    fn refused(self, failure: Failure) -> Result<Self> {
        let guest = self.does(Event::MoveConfirmed)?;
        let number = guest.asked();
        guest.does(Event::Changed(number, Err(failure)))
    }
}

/// With this reservation shown.
fn at(language: &str, reservation: &Value) -> Result<Owner> {
    let mut guest = Owner::start(language)?;
    guest.reservation = reservation.clone();
    guest.does(Event::Refreshed)
}

/// With a brunch whose extras can be changed, at a venue with these members.
fn changing(language: &str, members: &Value) -> Result<Owner> {
    let mut guest = Owner::start(language)?;
    let venue = with(
        with_extras(venue()?),
        &json!({ "features": ["notes", "access_codes", "choice_changes", "slot_changes", "note_changes"] }),
    );
    guest.venue = with(venue, members);
    guest.reservation = ordered();
    guest.does(Event::Refreshed)
}

/// At the last step of a move.
fn review(language: &str) -> Result<Owner> {
    review_of(language, &json!({}))
}

/// The same of a reservation with these changes.
fn review_of(language: &str, changes: &Value) -> Result<Owner> {
    let found = |event| Event::Find(event);
    at(language, &booked(changes))?
        .does(Event::MoveWanted)?
        .does(found(flow::Event::PartyChosen(parsed(Attendees::parse(3))?)))?
        .does(found(flow::Event::MonthTurned(1)))?
        .does(found(flow::Event::DayChosen(parsed(Day::parse("2026-12-02"))?)))?
        .does(found(flow::Event::TimeChosen(parsed(Minutes::parse(1080))?)))
}

fn euros(cents: i64) -> Value {
    json!({ "amount": cents, "currency": "EUR" })
}

/// The choices that a reservation has beside its table.
fn extras() -> Value {
    json!({
        "people": [
            { "category": "adults", "name": { "en": "Adults", "de": "Erwachsene" }, "count": 1 },
            { "category": "children", "name": { "en": "Children", "de": "Kinder" }, "count": 1 },
        ],
        "addOns": [
            { "id": "wine", "name": { "en": "Wine pairing", "de": "Weinbegleitung" }, "quantity": 1, "total": euros(1_900) },
        ],
        "answers": [
            {
                "question": "allergies", "value": "Nuts",
                "label": { "en": "Allergies or intolerances", "de": "Allergien oder Unverträglichkeiten" },
            },
        ],
        "total": euros(7_000),
    })
}

fn booked(changes: &Value) -> Value {
    let booked = json!({
        "id": "r1", "number": "R-000123", "status": "booked", "day": "2026-11-27", "minutes": 1140,
        "duration": 120, "attendees": 2,
        "experience": { "id": "dinner", "name": { "en": "Dinner", "de": "Abendessen" } },
    });
    with(booked, changes)
}

fn to_pay(status: &str, handover: &Value) -> Value {
    booked(&json!({
        "status": "payment_pending",
        "payment": {
            "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" }, "dueMinutes": 15,
            "refundMinutes": 2880,
        },
        "checkout": {
            "id": "p1", "status": status, "amount": { "amount": 4000, "currency": "EUR" },
            "deadline": Instant::from_unix(NOW + 872), "extendable": true, "handover": handover,
        },
    }))
}

/// With a card that is stored, and nothing paid.
fn guarantee(status: &str, payment: &str) -> Value {
    let mut reservation = to_pay(payment, &away());
    reservation["status"] = json!(status);
    reservation["payment"]["type"] = json!("card_guarantee");
    reservation
}

/// With a gift card that gives a part beside it.
fn by_gift_card(mut reservation: Value) -> Value {
    reservation["giftCard"] = json!({ "amount": 2800, "currency": "EUR" });
    reservation
}

fn paid() -> Value {
    with(to_pay("paid", &Value::Null), &json!({ "status": "booked" }))
}

fn away() -> Value {
    json!({ "type": "demo", "url": "/pay/demo/p1#t" })
}

fn card() -> Value {
    json!({
        "type": "stripe", "publishableKey": "pk", "clientSecret": "pi_1_secret_2",
        "scriptUrl": "https://js.stripe.com/v3/",
    })
}
