//! The API's description, an OpenAPI 3.1 document, made from the table of endpoints and the schemas of the API's types.
//! Only tests compile it: the worker serves the file `edge/openapi.json`, which `cargo xtask openapi` writes.

mod problems;

use std::collections::BTreeMap;

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use shared::choices::AccessCode;
use shared::id::{
    AccessKeyId, DayRuleId, ExperienceId, OrderId, PaymentId, PersonId, PictureName, ReservationId,
    SecretName, SessionId, VenueId, WaitlistEntryId, WebhookId,
};
use shared::problem::{MEDIA_TYPE, Problem, ProblemCode};
use shared::settings::VersionParameter;
use shared::webhook::WebhookHost;

use super::endpoint::{Access, Endpoint};
use super::openapi_docs::{Schema, Tag};
use super::openapi_requests::without_defaults;
use super::openapi_security::{description, security, security_schemes};
use super::{endpoints, external};
use problems::problems;

/// The document as it is written to `edge/openapi.json`.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&document()).unwrap();
    text.push('\n');
    text
}

/// Every endpoint that is described, but for those of `/external`.
pub fn described() -> impl Iterator<Item = &'static Endpoint> {
    endpoints::all().filter(|endpoint| !endpoint.docs.id.is_empty() && !external::is_below(endpoint.path))
}

fn document() -> Value {
    let mut settings = SchemaSettings::draft2020_12().for_serialize();
    settings.definitions_path = "/components/schemas".into();
    settings.meta_schema = None;
    let mut types = settings.into_generator();
    let problem = types.subschema_for::<Problem>().to_value();
    let mut paths = Map::new();
    let mut failures = Map::new();
    for endpoint in described() {
        let path = paths.entry(endpoint.path).or_insert_with(|| {
            let parameters = path_parameters(endpoint.path, &mut types);
            if parameters.is_empty() {
                json!({})
            } else {
                json!({ "parameters": parameters })
            }
        });
        path[endpoint.verb.text().to_ascii_lowercase()] =
            operation(endpoint, &problem, &mut failures, &mut types);
    }
    without_defaults(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Couvert",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Reservations, gift cards and waitlists of restaurants.",
            "description": "JSON with names in camelCase. Days are those of the venue's calendar (`YYYY-MM-DD`); times \
                are minutes after the venue's midnight and pass 1440 after the next one; instants are RFC 3339 in UTC; \
                money is in minor units (`{ \"amount\": 1250, \"currency\": \"EUR\" }` is 12.50 euros); texts are \
                objects by language.\n\nErrors are problem details (RFC 9457). Decide by `code`, which is stable; \
                `errors` names every faulty field by a JSON pointer. After 429 and 503 wait as long as `Retry-After` \
                says.\n\nTo book: get the venue, ask for the slots of a day, create a reservation with an \
                `Idempotency-Key`. Where the outcome is unknown (`outcome_unknown`, or no response), repeat the same \
                request with the same key: it books once.",
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "servers": [{ "url": "/", "description": "The deployment that serves this document." }],
        "tags": Tag::ALL.map(|tag| json!({ "name": tag.name(), "description": tag.description() })),
        "paths": paths,
        "components": {
            "headers": {
                "RequestId": header("The request's id in the operator's log."),
                "RetryAfter": header("When to try again, in seconds."),
            },
            "responses": failures,
            "schemas": types.take_definitions(true),
            "securitySchemes": security_schemes(),
        },
    }))
}

fn operation(
    endpoint: &Endpoint,
    problem: &Value,
    failures: &mut Map<String, Value>,
    types: &mut SchemaGenerator,
) -> Value {
    let docs = &endpoint.docs;
    let mut headers = every_response();
    for (name, text) in docs.headers {
        headers.insert((*name).to_owned(), header(text));
    }
    if endpoint.is_idempotent {
        let text = "`true` where an earlier request with this key created it.";
        headers.insert("idempotency-replayed".to_owned(), header(text));
    }
    let success = json!({
        "description": format!("{}.", docs.summary),
        "headers": headers,
        "content": docs.response.describe(types),
    });
    let mut responses = Map::from_iter([(docs.status.to_string(), success)]);
    let mut by_status = BTreeMap::<u16, Vec<ProblemCode>>::new();
    for code in problems(endpoint) {
        by_status.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in by_status {
        let is_page = endpoint.access == Access::Page;
        let name = name_of(&codes) + if is_page { "OnPage" } else { "" };
        let reference = format!("#/components/responses/{name}");
        failures.entry(name).or_insert_with(|| {
            let mut response = failure(&codes, problem);
            if is_page {
                // To a browser: see `error_page`.
                response["content"]["text/html"] = json!({ "schema": { "type": "string" } });
            }
            response
        });
        responses.insert(status.to_string(), json!({ "$ref": reference }));
    }
    let mut operation = json!({
        "operationId": docs.id,
        "tags": [docs.tag.name()],
        "summary": docs.summary,
        "description": description(endpoint),
        "security": security(endpoint.access),
        "responses": responses,
    });
    let parameters = parameters(endpoint, types);
    if !parameters.is_empty() {
        operation["parameters"] = Value::Array(parameters);
    }
    if let Some(request) = &docs.request {
        operation["requestBody"] = json!({ "required": true, "content": request.describe(types) });
    }
    operation
}

fn parameters(endpoint: &Endpoint, types: &mut SchemaGenerator) -> Vec<Value> {
    let mut parameters = Vec::new();
    if endpoint.is_idempotent {
        parameters.push(json!({
            "name": "idempotency-key", "in": "header", "required": true,
            "description": "Chosen by the caller, a new one for each thing to create, such as a UUID. Repeating a \
                request with its key creates nothing again and returns what was created, as it is now. The same key \
                with another body is refused.",
            "schema": { "type": "string", "pattern": "^[!-~]+$", "minLength": 1, "maxLength": 255 },
            "example": "0d4e5f5c-6f0b-4d8e-9b1a-3a1f4f6f2c77",
        }));
    }
    if endpoint.takes_challenge {
        parameters.push(json!({
            "name": "turnstile-token", "in": "header",
            "description": "The token of the check against robots, at venues whose `challenge` is not null.",
            "schema": { "type": "string" },
        }));
    }
    if endpoint.takes_access_code {
        parameters.push(json!({
            "name": "access-code", "in": "header",
            "description": "A code that opens rates which others do not see. It is in no address, and the response is \
                for its sender alone.",
            "schema": { "type": "string", "minLength": 1, "maxLength": AccessCode::MAX_CHARS },
        }));
    }
    parameters.extend(
        endpoint
            .docs
            .parameters
            .iter()
            .map(|parameter| parameter.describe(types)),
    );
    parameters
}

/// The name of the response to one or several codes, such as `ForbiddenOrChallengeFailed`.
fn name_of(codes: &[ProblemCode]) -> String {
    let names: Vec<_> = codes.iter().map(|code| format!("{code:?}")).collect();
    names.join("Or")
}

/// The response to one or several codes of the same status.
fn failure(codes: &[ProblemCode], problem: &Value) -> Value {
    let texts: Vec<_> = codes.iter().map(|code| code.text()).collect();
    let lines = codes
        .iter()
        .map(|code| format!("`{}`: {}", code.text(), code.title()));
    let lines: Vec<_> = lines.collect();
    let mut headers = every_response();
    if codes
        .iter()
        .any(|code| matches!(code, ProblemCode::RateLimited | ProblemCode::UpstreamUnavailable))
    {
        headers.insert("retry-after".to_owned(), reference("RetryAfter"));
    }
    json!({
        "description": format!("{}.", lines.join("; ")),
        "headers": headers,
        "content": { MEDIA_TYPE: { "schema": {
            "allOf": [problem, { "properties": {
                "status": { "const": codes.first().map(|code| code.status()) },
                "code": { "enum": texts },
            } }],
        } } },
    })
}

fn every_response() -> Map<String, Value> {
    Map::from_iter([("x-request-id".to_owned(), reference("RequestId"))])
}

/// A header that several responses have.
fn reference(header: &str) -> Value {
    json!({ "$ref": format!("#/components/headers/{header}") })
}

fn header(text: &str) -> Value {
    json!({ "description": text, "schema": { "type": "string" } })
}

fn path_parameters(path: &str, types: &mut SchemaGenerator) -> Vec<Value> {
    let known = [
        ("venue", "The venue's id.", Schema::of::<VenueId>(), "demo"),
        ("venueId", "The venue's id.", Schema::of::<VenueId>(), "demo"),
        (
            "reservationId",
            "The reservation's id.",
            Schema::of::<ReservationId>(),
            "",
        ),
        (
            "experienceId",
            "The experience's id.",
            Schema::of::<ExperienceId>(),
            "dinner",
        ),
        ("orderId", "The order's id.", Schema::of::<OrderId>(), ""),
        (
            "entryId",
            "The waitlist entry's id.",
            Schema::of::<WaitlistEntryId>(),
            "",
        ),
        (
            "ruleId",
            "The id of the rule of days.",
            Schema::of::<DayRuleId>(),
            "",
        ),
        ("paymentId", "The payment's id.", Schema::of::<PaymentId>(), ""),
        (
            "version",
            "The number of the version.",
            Schema::of::<VersionParameter>(),
            "",
        ),
        (
            "keyId",
            "The access key's id.",
            Schema::of::<AccessKeyId>(),
            "k4w2x6m3n7pa",
        ),
        (
            "personId",
            "The person's id.",
            Schema::of::<PersonId>(),
            "p4w2x6m3n7pa",
        ),
        (
            "sessionId",
            "The session's id.",
            Schema::of::<SessionId>(),
            "s4w2x6m3n7pa",
        ),
        (
            "webhookId",
            "The webhook's id.",
            Schema::of::<WebhookId>(),
            "w4w2x6m3n7pa",
        ),
        (
            "webhookHost",
            "The host's name, with the port where it is not 443.",
            Schema::of::<WebhookHost>(),
            "hooks.example.com",
        ),
        (
            "secretName",
            "The secret's name, as the venue's settings have it.",
            Schema::of::<SecretName>(),
            "LINDE_MAIL_KEY",
        ),
        (
            "pictureName",
            "The picture's name, as its upload was answered.",
            Schema::of::<PictureName>(),
            "3fd0a1c2b5e64f7890ab12cd34ef5678.jpg",
        ),
        (
            "source",
            "The payment provider.",
            Schema::Literal(r#"{ "type": "string", "pattern": "^[a-z]+$" }"#),
            "stripe",
        ),
    ];
    known
        .into_iter()
        .filter(|(name, ..)| path.contains(&format!("{{{name}}}")))
        .map(|(name, text, schema, example)| {
            let mut parameter = json!({
                "name": name, "in": "path", "required": true, "description": text, "schema": schema.value(types),
            });
            if !example.is_empty() {
                parameter["example"] = json!(example);
            }
            parameter
        })
        .collect()
}
