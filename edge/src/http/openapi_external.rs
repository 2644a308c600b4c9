//! The description of `/external`, an OpenAPI 3.1 document, made from the table of endpoints and the schemas of
//! `external/schemas.json`. Only tests compile it: the worker serves the file `edge/openapi-external.json`, which
//! `cargo xtask openapi` writes.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::endpoint::Endpoint;
use super::openapi_docs::Tag;
use super::openapi_security::description;
use super::{endpoints, external};

/// The document as it is written to `edge/openapi-external.json`.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(&document()).unwrap();
    text.push('\n');
    text
}

/// The endpoints that are described.
pub fn described() -> impl Iterator<Item = &'static Endpoint> {
    endpoints::all().filter(|endpoint| external::is_below(endpoint.path))
}

fn document() -> Value {
    let mut types = SchemaSettings::draft2020_12().into_generator();
    let mut paths = Map::new();
    for endpoint in described() {
        let path = paths.entry(endpoint.path).or_insert_with(|| {
            let parameters = path_parameters(endpoint.path);
            if parameters.is_empty() {
                json!({})
            } else {
                json!({ "parameters": parameters })
            }
        });
        path[endpoint.verb.text().to_ascii_lowercase()] = operation(endpoint, &mut types);
    }
    let schemas: Value = serde_json::from_str(external::docs::SCHEMAS).unwrap();
    let is_used = |tag: &Tag| described().any(|endpoint| endpoint.docs.tag == *tag);
    let tags = Tag::EXTERNAL.into_iter().filter(is_used);
    let tags: Vec<_> = tags
        .map(|tag| json!({ "name": tag.name(), "description": tag.description() }))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Couvert in Molzait's format",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "A restaurant's own tills, telephone systems and tablets.",
            "description": "The API of Molzait, answered by the embedded engine. A key names its venue. Fields that are not \
                described are ignored, and additions to Molzait's format are named as such. Times are minutes after the \
                venue's midnight and pass 1440 after the next one, or instants in UTC; money is in cents.",
            "license": { "name": "MIT", "identifier": "MIT" },
        },
        "servers": [{ "url": "/", "description": "The deployment that serves this document." }],
        "tags": tags,
        "paths": paths,
        "components": {
            "responses": {
                "Refused": failure("The request was refused: `message` says why."),
                "Failed": failure("The request failed. Whether it was carried out can be read."),
            },
            "schemas": schemas,
            "securitySchemes": { "key": {
                "type": "http", "scheme": "bearer",
                "description": "An access key of the venue (`cvk_…`), or its staff key. Never in a page: requests with an \
                    `Origin` are refused.",
            } },
        },
    })
}

fn operation(endpoint: &Endpoint, types: &mut SchemaGenerator) -> Value {
    let docs = &endpoint.docs;
    let headers: Map<String, Value> = docs
        .headers
        .iter()
        .map(|(name, text)| {
            let header = json!({ "description": text, "schema": { "type": "string" } });
            ((*name).to_owned(), header)
        })
        .collect();
    let success = json!({
        "description": format!("{}.", docs.summary),
        "headers": headers,
        "content": docs.response.describe(types),
    });
    let mut operation = json!({
        "operationId": docs.id,
        "tags": [docs.tag.name()],
        "summary": docs.summary,
        "description": description(endpoint),
        "security": [{ "key": [] }],
        "responses": {
            docs.status.to_string(): success,
            "4XX": { "$ref": "#/components/responses/Refused" },
            "5XX": { "$ref": "#/components/responses/Failed" },
        },
    });
    let parameters = docs.parameters.iter();
    let parameters: Vec<_> = parameters.map(|parameter| parameter.describe(types)).collect();
    if !parameters.is_empty() {
        operation["parameters"] = Value::Array(parameters);
    }
    if let Some(request) = &docs.request {
        operation["requestBody"] = json!({ "required": true, "content": request.describe(types) });
    }
    operation
}

fn failure(text: &str) -> Value {
    json!({
        "description": text,
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
    })
}

fn path_parameters(path: &str) -> Vec<Value> {
    let known = [
        ("reservationId", "The reservation's id."),
        ("floorPlanId", "The floor plan's id."),
        ("code", "The gift card's code, percent-encoded."),
        ("transactionId", "The transaction's id, percent-encoded."),
        (
            "phoneNumberId",
            "The telephone system's id of the line that was called.",
        ),
    ];
    let named = known
        .into_iter()
        .filter(|(name, _)| path.contains(&format!("{{{name}}}")));
    let parameter = |(name, text): (&str, &str)| {
        json!({
            "name": name, "in": "path", "required": true, "description": text,
            "schema": { "type": "string", "minLength": 1 },
        })
    };
    named.map(parameter).collect()
}
