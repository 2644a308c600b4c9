//! What the API takes and answers, as an OpenAPI 3.1 document. The build script compiles this file
//! and writes the document into the worker; values and their bounds come from the API's types. It must
//! not know how anything is answered. `openapi_tests.rs` holds it against the router and the answers.

#[path = "card_operations.rs"]
mod card_operations;
#[path = "failures.rs"]
mod failures;
#[path = "guest_operations.rs"]
mod guest_operations;
#[path = "page_operations.rs"]
mod page_operations;
#[path = "payment_operations.rs"]
mod payment_operations;
#[path = "reservation_operations.rs"]
mod reservation_operations;
#[path = "waitlist_operations.rs"]
mod waitlist_operations;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};
use shared::availability::{Calendar, Slots};
use shared::fragment::Fragment;
use shared::id::{ExperienceId, OrderId, ReservationId, VenueId, WaitlistEntryId};
use shared::party::Attendees;
use shared::problem::{MEDIA_TYPE, Problem, ProblemCode};
use shared::time::Day;
use shared::venue::Venue;

use failures::{OF_MOVE, OF_OPERATOR, OF_QUESTION};

const JSON: &str = "application/json";

/// A method of a path.
struct Operation {
    path: &'static str,
    method: &'static str,
    id: &'static str,
    summary: &'static str,
    /// Beside those that stand in the path.
    parameters: Vec<Value>,
    /// Its media type and what it says.
    body: Option<(&'static str, Value)>,
    /// Whose token it takes, if it takes one.
    token: Option<&'static str>,
    status: u16,
    answer: (&'static str, Value),
    /// The answer's headers, beside those of every answer.
    headers: &'static [(&'static str, &'static str)],
    /// What can go wrong. Whatever is asked, it can be malformed.
    codes: Vec<ProblemCode>,
}

/// The whole document.
pub fn document() -> Value {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut types = settings.into_generator();
    let operations = operations(&mut types);
    let problem = of::<Problem>(&mut types);
    let mut paths = Map::new();
    for operation in operations {
        let path = paths
            .entry(operation.path)
            .or_insert_with(|| json!({ "parameters": in_path(operation.path, &mut types) }));
        path[operation.method] = operation.describe(&problem);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Couvert",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Days are the venue's own; times are minutes after its midnight and may pass \
                1440; money is in minor units. Errors are problem details (RFC 9457) with a stable `code`.",
        },
        "servers": [{ "url": "/" }],
        "paths": paths,
        "components": {
            "schemas": types.take_definitions(true),
            "securitySchemes": {
                "manageToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The `manageToken` of the answer to the reservation's creation.",
                },
                "orderToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The `orderToken` of the answer to the order's creation.",
                },
                "wishToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token that came with the wish on the waitlist.",
                },
                "staffKey": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The key of the venue's own staff.",
                },
            },
        },
    })
}

fn operations(types: &mut SchemaGenerator) -> Vec<Operation> {
    let mut operations = page_operations::around();
    operations.extend(of_venue(types));
    operations.extend(card_operations::of_cards(types));
    operations.extend(reservation_operations::of_reservations(types));
    operations.extend(payment_operations::of_payments(types));
    operations.extend(payment_operations::of_no_shows(types));
    operations.extend(waitlist_operations::of_waitlist(types));
    operations.extend(guest_operations::of_guests(types));
    operations
}

/// A question without parameters.
fn get(
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    answer: (&'static str, Value),
    codes: Vec<ProblemCode>,
) -> Operation {
    Operation {
        path,
        method: "get",
        id,
        summary,
        parameters: vec![],
        body: None,
        token: None,
        status: 200,
        answer,
        headers: &[],
        codes,
    }
}

/// What is known of a venue and done there.
fn of_venue(types: &mut SchemaGenerator) -> Vec<Operation> {
    let question = [
        query(
            "experienceId",
            "What is to be booked.",
            &of::<ExperienceId>(types),
        ),
        query("attendees", "The size of the party.", &of::<Attendees>(types)),
    ];
    let days = [
        ("from", "The first day."),
        ("to", "The last, at most 61 days after the first."),
    ];
    let days = days.map(|(name, text)| query(name, text, &of::<Day>(types)));
    let day = query("day", "The day.", &of::<Day>(types));
    let moving = json!({
        "name": "reservationId", "in": "query",
        "description": "The reservation that its guest wants to move, with its token in the header \
            `authorization`: its own table counts as free.",
        "schema": of::<ReservationId>(types),
    });
    let venue = of::<Venue>(types);
    let calendar = of::<Calendar>(types);
    let slots = of::<Slots>(types);
    vec![
        get(
            "/v1/venues/{venue}",
            "venue",
            "The venue as guests see it",
            (JSON, venue),
            failures::of_venue(&[]),
        ),
        Operation {
            parameters: question.iter().cloned().chain(days).collect(),
            ..get(
                "/v1/venues/{venue}/calendar",
                "calendar",
                "Which days are open to a party",
                (JSON, calendar),
                failures::of_venue(OF_QUESTION),
            )
        },
        Operation {
            parameters: question.into_iter().chain([day, moving]).collect(),
            ..get(
                "/v1/venues/{venue}/slots",
                "slots",
                "The times of a day, those that are full included",
                (JSON, slots),
                failures::of_venue(OF_MOVE),
            )
        },
        first_screen(types),
        Operation {
            token: Some("staffKey"),
            ..get(
                "/v1/venues/{venue}/metrics",
                "metrics",
                "What has been counted of calls to the venue's system, for its operator",
                ("application/openmetrics-text", json!({ "type": "string" })),
                failures::of_venue(OF_OPERATOR),
            )
        },
    ]
}

fn first_screen(types: &mut SchemaGenerator) -> Operation {
    let text = || json!({ "type": "string", "maxLength": 100 });
    let parameters = [
        ("view", "What is wanted.", json!({ "const": "reservation" })),
        (
            "language",
            "The language to write in, with the region that says how, as browsers name it; English, if there is none.",
            text(),
        ),
        ("experienceId", "What is chosen beforehand.", text()),
        ("attendees", "The size of the party.", text()),
        ("date", "The day.", text()),
        ("time", "The time, such as `19:30`.", text()),
        ("color", "The page's accent colour, `#rrggbb`.", text()),
    ];
    Operation {
        parameters: parameters
            .iter()
            .map(|(name, text, schema)| {
                json!({ "name": name, "in": "query", "description": text, "schema": schema })
            })
            .collect(),
        ..get(
            "/v1/venues/{venue}/fragment",
            "fragment",
            "The widget's first screen as HTML, with the data it was drawn from; what cannot be read of \
                the page's settings is left to the guest",
            (JSON, of::<Fragment>(types)),
            failures::of_venue(OF_QUESTION),
        )
    }
}

/// The key that makes a write happen once.
fn idempotency_key(text: &str) -> Value {
    json!({
        "name": "idempotency-key", "in": "header", "required": true, "description": text,
        "schema": { "type": "string", "pattern": "^[!-~]+$", "minLength": 1, "maxLength": 255 },
    })
}

/// The token of the check against robots.
fn challenge_token() -> Value {
    json!({
        "name": "turnstile-token", "in": "header",
        "description": "What the guest's check against robots gave; not looked at where the venue has no such check.",
        "schema": { "type": "string" },
    })
}

impl Operation {
    fn describe(&self, problem: &Value) -> Value {
        let (media, schema) = &self.answer;
        let mut headers = every_answer();
        for (name, text) in self.headers {
            headers.insert((*name).to_owned(), header(text));
        }
        let mut responses = Map::new();
        responses.insert(
            self.status.to_string(),
            json!({
                "description": self.summary,
                "headers": headers,
                "content": { *media: { "schema": schema } },
            }),
        );
        let codes: Vec<ProblemCode> = [ProblemCode::Malformed]
            .iter()
            .chain(&self.codes)
            .copied()
            .collect();
        for status in codes.iter().map(|code| code.status()) {
            let codes: Vec<ProblemCode> = codes
                .iter()
                .copied()
                .filter(|code| code.status() == status)
                .collect();
            responses.insert(status.to_string(), failure(&codes, problem));
        }
        let mut operation = json!({
            "operationId": self.id,
            "summary": self.summary,
            "parameters": self.parameters,
            "responses": responses,
        });
        if let Some((media, schema)) = &self.body {
            operation["requestBody"] =
                json!({ "required": true, "content": { *media: { "schema": schema } } });
        }
        if let Some(token) = self.token {
            operation["security"] = json!([{ token: [] }]);
        }
        operation
    }
}

/// The answer to one or several codes of the same status.
fn failure(codes: &[ProblemCode], problem: &Value) -> Value {
    let texts: Vec<_> = codes.iter().map(|code| code.text()).collect();
    let titles: Vec<_> = codes.iter().map(|code| code.title()).collect();
    let mut headers = every_answer();
    if codes
        .iter()
        .any(|code| matches!(code, ProblemCode::RateLimited | ProblemCode::UpstreamUnavailable))
    {
        headers.insert("retry-after".to_owned(), header("When to come back, in seconds."));
    }
    json!({
        "description": titles.join("; "),
        "headers": headers,
        "content": { MEDIA_TYPE: { "schema": {
            "allOf": [problem, { "properties": {
                "status": { "const": codes.first().map(|code| code.status()) },
                "code": { "enum": texts },
            } }],
        } } },
    })
}

fn every_answer() -> Map<String, Value> {
    Map::from_iter([(
        "x-request-id".to_owned(),
        header("Names the request in the operator's log."),
    )])
}

fn header(text: &str) -> Value {
    json!({ "description": text, "schema": { "type": "string" } })
}

fn query(name: &str, text: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "required": true, "description": text, "schema": schema })
}

/// The parameters that stand in the path.
fn in_path(path: &str, types: &mut SchemaGenerator) -> Vec<Value> {
    let mut parameter = |name: &str, schema: fn(&mut SchemaGenerator) -> Value| {
        path.contains(&format!("{{{name}}}"))
            .then(|| json!({ "name": name, "in": "path", "required": true, "schema": schema(types) }))
    };
    [
        parameter("venue", of::<VenueId>),
        parameter("id", of::<ReservationId>),
        parameter("orderId", of::<OrderId>),
        parameter("wishId", of::<WaitlistEntryId>),
        parameter("source", |_| json!({ "type": "string", "pattern": "^[a-z]+$" })),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn of<T: JsonSchema>(types: &mut SchemaGenerator) -> Value {
    types.subschema_for::<T>().to_value()
}
