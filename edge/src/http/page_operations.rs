//! What the API's description says of what is of no venue, and of the pages for people. It must not know
//! how anything is answered.

use serde_json::json;
use shared::problem::ProblemCode;

use super::{JSON, Operation, get};

const HTML: &str = "text/html";

/// What is of no venue, and the pages for people.
pub fn around() -> Vec<Operation> {
    let page = || (HTML, json!({ "type": "string" }));
    let health = json!({
        "type": "object", "properties": { "status": { "const": "ok" } }, "required": ["status"],
    });
    let document = json!({ "type": "object" });
    vec![
        get(
            "/healthz",
            "health",
            "Whether the worker is alive",
            (JSON, health),
            vec![],
        ),
        get(
            "/v1/openapi.json",
            "openapi",
            "This document",
            (JSON, document),
            vec![],
        ),
        get(
            "/",
            "demoPage",
            "A demo restaurant's page, in English; where demonstrations are not allowed, what this host is for",
            page(),
            vec![],
        ),
        get(
            "/de",
            "demoPageGerman",
            "A demo restaurant's page, in German",
            page(),
            vec![ProblemCode::NotFound],
        ),
        Operation {
            parameters: [
                ("language", "The page's language, as a tag (BCP 47)."),
                ("experience", "What is chosen."),
                ("attendees", "The size of the party."),
                ("date", "The day."),
                ("time", "The time, such as `19:30`."),
            ]
            .map(|(name, text)| {
                json!({ "name": name, "in": "query", "description": text, "schema": { "type": "string" } })
            })
            .into(),
            ..get(
                "/book/{venue}",
                "bookingPage",
                "The hosted booking page; what cannot be read of its parameters is left to the guest",
                page(),
                vec![ProblemCode::VenueNotFound],
            )
        },
        Operation {
            method: "post",
            body: Some((
                "application/x-www-form-urlencoded",
                json!({ "type": "object", "additionalProperties": { "type": "string" } }),
            )),
            ..get(
                "/book/{venue}",
                "bookingForm",
                "What a form of the booking page leads to, for browsers without scripts",
                page(),
                vec![
                    ProblemCode::VenueNotFound,
                    ProblemCode::Forbidden,
                    ProblemCode::BodyTooLarge,
                    ProblemCode::UnsupportedMediaType,
                ],
            )
        },
    ]
}
