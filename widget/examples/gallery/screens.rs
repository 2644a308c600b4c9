//! Gallery screens of a booking: the name of each, and the events that lead there.

use serde_json::{Value, json};
use shared::party::Attendees;
use shared::problem::ProblemCode;
use widget::flow::{Event, Failure, Field, Prefill};

use crate::guest::{
    Backend, Guest, Reply, Result, full, problem, slot, slot_with, taken, usual, venue, with,
};

/// A screen by its file's name.
pub(crate) struct Screen {
    /// The file's name.
    pub(crate) name: &'static str,
    /// Leads a guest there.
    pub(crate) reach: fn(&str) -> Result<Guest>,
}

/// All of them: a booking in the order in which a guest makes it, then what stands in its way.
pub(crate) const SCREENS: [Screen; 33] = [
    screen("find", |language| start(backend()?, language)),
    screen("find-one-experience", |language| {
        let mut venue = venue()?;
        let dinner = venue["experiences"][1].clone();
        venue["experiences"] = json!([dinner]);
        start(
            Backend {
                venue: Reply::Answer(venue),
                ..backend()?
            },
            language,
        )
    }),
    screen("month-loading", |language| {
        start(
            Backend {
                calendar: Reply::Awaited,
                ..backend()?
            },
            language,
        )
    }),
    screen("month-failed", |language| {
        start(
            Backend {
                calendar: Reply::Failure(Failure::Offline),
                ..backend()?
            },
            language,
        )
    }),
    screen("month-full", |language| {
        start(
            Backend {
                calendar: Reply::Answer(full),
                ..backend()?
            },
            language,
        )
    }),
    screen("times", |language| start(backend()?, language)?.on(DAY)),
    screen("times-loading", |language| {
        start(
            Backend {
                slots: Reply::Awaited,
                ..backend()?
            },
            language,
        )?
        .on(DAY)
    }),
    screen("times-failed", |language| {
        let slots = Reply::Failure(problem(ProblemCode::UpstreamTimeout));
        start(Backend { slots, ..backend()? }, language)?.on(DAY)
    }),
    screen("times-none", |language| {
        let full = json!({ "status": "full", "reasons": ["no_tables_found"] });
        let slots = json!([slot_with(1080, &full), slot_with(1110, &full)]);
        start(
            Backend {
                slots: Reply::Answer(slots),
                ..backend()?
            },
            language,
        )?
        .on(DAY)
    }),
    screen("times-waitlist", |language| {
        let venue = with(venue()?, &json!({ "features": ["areas", "notes", "waitlist"] }));
        let full = json!({ "status": "full", "reasons": ["no_tables_found"] });
        start(
            Backend {
                venue: Reply::Answer(venue),
                slots: Reply::Answer(json!([slot_with(1080, &full), slot_with(1110, &full)])),
                ..backend()?
            },
            language,
        )?
        .on("2026-11-24")
    }),
    screen("times-conditions", with_conditions),
    screen("times-chosen", |language| {
        start(backend()?, language)?
            .on(DAY)?
            .at(1140)?
            .does(Event::WentBack)
    }),
    screen("large-party", |language| {
        let party = Attendees::parse(8).map_err(|_| "eight guests are a party")?;
        start(backend()?, language)?
            .does(Event::PartyChosen(party))?
            .on(DAY)
    }),
    screen("details", |language| {
        start(backend()?, language)?.on(DAY)?.at(1140)
    }),
    screen("faults", |language| {
        start(backend()?, language)?
            .on(DAY)?
            .at(1140)?
            .types(&[
                (Field::FirstName, "Ada"),
                (Field::Email, "ada@"),
                (Field::Phone, "12"),
            ])
            .does(Event::Continued)
    }),
    screen("details-filled", |language| {
        start(backend()?, language)?
            .on(DAY)?
            .at(1140)?
            .introduces_herself()
    }),
    screen("review-deposit", |language| {
        with_conditions(language)?.at(1140)?.introduces_herself()
    }),
    screen("details-request", |language| {
        with_conditions(language)?.at(1170)?.introduces_herself()
    }),
    screen("review-gift-card", |language| {
        by_gift_card(language)?.does(Event::GiftCodeTyped(CODE.to_owned()))
    }),
    screen("review-gift-card-fault", |language| {
        by_gift_card(language)?
            .does(Event::GiftCodeTyped("7KQ2MD-X49HTW-RC83FN".to_owned()))?
            .confirms()
    }),
    screen("sending", |language| confirmed(language, Reply::Awaited)),
    screen("unsure", |language| {
        confirmed(language, Reply::Failure(Failure::Offline))
    }),
    screen("refused", |language| {
        confirmed(language, Reply::Failure(problem(ProblemCode::RateLimited)))
    }),
    screen("slot-lost", |language| {
        let mut guest = start(backend()?, language)?
            .on(DAY)?
            .at(1140)?
            .introduces_herself()?;
        let left = json!([slot(720), slot(1080), slot(1170), slot(1230), slot(1260)]);
        guest.backend.reservation = Reply::Failure(taken(left)?);
        guest.confirms()
    }),
    screen("done", |language| {
        confirmed(language, Reply::Answer(reservation(&json!({}))))
    }),
    screen("done-requested", |language| {
        confirmed(
            language,
            Reply::Answer(reservation(&json!({ "status": "requested" }))),
        )
    }),
    screen("done-pending", |language| {
        let changes = json!({ "status": "payment_pending", "payment": deposit() });
        confirmed(language, Reply::Answer(reservation(&changes)))
    }),
    screen("done-guarantee", |language| {
        let mut guarantee = deposit();
        guarantee["type"] = json!("card_guarantee");
        let changes = json!({ "status": "payment_pending", "payment": guarantee });
        confirmed(language, Reply::Answer(reservation(&changes)))
    }),
    screen("done-gift-card", |language| {
        let changes = json!({
            "payment": deposit(), "giftCard": { "amount": 4000, "currency": "EUR" },
        });
        confirmed(language, Reply::Answer(reservation(&changes)))
    }),
    screen("long-names", long_names),
    screen("loading", |language| start(awaited()?, language)),
    screen("unavailable", |language| {
        start(
            Backend {
                venue: Reply::Failure(Failure::Offline),
                ..backend()?
            },
            language,
        )
    }),
    screen("nothing-offered", |language| {
        let venue = with(venue()?, &json!({ "experiences": [] }));
        start(
            Backend {
                venue: Reply::Answer(venue),
                ..backend()?
            },
            language,
        )
    }),
];

/// A Friday; the fixtures' today is the Saturday before.
const DAY: &str = "2026-11-27";

const fn screen(name: &'static str, reach: fn(&str) -> Result<Guest>) -> Screen {
    Screen { name, reach }
}

fn start(backend: Backend, language: &str) -> Result<Guest> {
    Guest::start(backend, language, Prefill::default())
}

fn awaited() -> Result<Backend> {
    Ok(Backend {
        venue: Reply::Awaited,
        ..backend()?
    })
}

fn backend() -> Result<Backend> {
    Ok(Backend {
        venue: Reply::Answer(venue()?),
        calendar: Reply::Answer(usual),
        slots: Reply::Answer(usual_slots()),
        reservation: Reply::Answer(reservation(&json!({}))),
    })
}

/// A code as long as any other, of no card.
const CODE: &str = "222222-222222-222222";

/// At the review of a time with a deposit, at a venue that accepts gift cards.
fn by_gift_card(language: &str) -> Result<Guest> {
    let mut venue = venue()?;
    if let Some(features) = venue["features"].as_array_mut() {
        features.push(json!("gift_cards"));
    }
    let backend = Backend {
        venue: Reply::Answer(venue),
        slots: Reply::Answer(conditions()),
        ..backend()?
    };
    start(backend, language)?.on(DAY)?.at(1140)?.introduces_herself()
}

/// On a day whose times have every note that a time can have.
fn with_conditions(language: &str) -> Result<Guest> {
    let backend = Backend {
        slots: Reply::Answer(conditions()),
        ..backend()?
    };
    start(backend, language)?.on(DAY)
}

fn confirmed(language: &str, reply: Reply<Value>) -> Result<Guest> {
    let guest = start(
        Backend {
            reservation: reply,
            ..backend()?
        },
        language,
    )?;
    guest.on(DAY)?.at(1140)?.introduces_herself()?.confirms()
}

fn usual_slots() -> Value {
    let full = json!({ "status": "full", "reasons": ["no_tables_found"], "areas": [] });
    let scarce = json!({ "spotsOpen": 3 });
    let mut slots: Vec<Value> = vec![slot(720), slot(750), slot_with(780, &full), slot(810)];
    slots.extend([
        slot(1050),
        slot(1080),
        slot_with(1110, &full),
        slot(1140),
        slot_with(1170, &scarce),
        slot(1200),
        slot_with(1230, &full),
    ]);
    Value::Array(slots)
}

/// Every note that a time can carry.
fn conditions() -> Value {
    let parlour = json!([{ "id": "parlour", "name": { "en": "Parlour", "de": "Stube" } }]);
    json!([
        slot_with(720, &json!({ "showEndTime": true, "duration": 90 })),
        slot_with(
            750,
            &json!({ "showEndTime": true, "duration": 90, "spotsOpen": 2 })
        ),
        slot_with(1080, &json!({ "areas": parlour })),
        slot_with(1140, &json!({ "showEndTime": true, "payment": deposit() })),
        slot_with(1170, &json!({ "confirmation": "request" })),
        slot_with(
            1200,
            &json!({ "status": "full", "reasons": ["lead_time_too_short"] })
        ),
        slot_with(1470, &json!({ "showEndTime": true, "payment": deposit() })),
    ])
}

fn deposit() -> Value {
    json!({
        "type": "deposit", "amount": { "amount": 4000, "currency": "EUR" },
        "dueMinutes": 30, "refundMinutes": 1440,
    })
}

fn reservation(changes: &Value) -> Value {
    let booked = json!({
        "id": "r1", "number": "R-000123", "status": "booked", "day": DAY, "minutes": 1140, "duration": 120,
        "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner", "de": "Abendessen" } },
        "manageToken": "a-token-of-no-use",
    });
    with(booked, changes)
}

fn long_names(language: &str) -> Result<Guest> {
    let mut venue = venue()?;
    let long = "Donaudampfschifffahrtsgesellschaftskapitänsabendessen mit Weinbegleitung und Nachspeise";
    venue["name"] = json!("Gasthaus zum Goldenen Hirschen am Unteren Naschmarkt");
    for experience in venue["experiences"].as_array_mut().into_iter().flatten() {
        experience["name"] = json!({ "en": long, "de": long });
    }
    Guest::start(
        Backend {
            venue: Reply::Answer(venue),
            ..backend()?
        },
        language,
        Prefill::default(),
    )?
    .on(DAY)?
    .at(1140)?
    .types(&[
        (Field::FirstName, "Maria Magdalena Anna Theresia Christina"),
        (
            Field::LastName,
            "Schwarzenberg-Hohenlohe-Waldenburg-Schillingsfürst",
        ),
        (
            Field::Email,
            "maria.magdalena.anna.theresia.christina@schwarzenberg-hohenlohe-waldenburg.example",
        ),
    ])
    .does(Event::Continued)
}
