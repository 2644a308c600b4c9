//! Facts about the API's description: the committed file is the one that the table of endpoints makes, every example in
//! it is valid, and every response of any test of the API is one that it describes.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::openapi_document::{described, text};
use super::*;

static DESCRIBED: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(ops::DOCUMENT).unwrap());

/// The path of the committed document.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

/// The document's schema at a pointer, with the types it refers to.
fn validator(pointer: &str) -> Validator {
    let mut schema = DESCRIBED.pointer(pointer).unwrap().clone();
    schema["components"] = DESCRIBED["components"].clone();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// Whether the document describes this answer: its status, its media type and its content.
pub(super) fn assert_described(method: &Method, path: &str, reply: &Reply) {
    let found = endpoints::at(path).and_then(|found| found.checked().ok());
    let Some(found) = found else {
        let is_redirect = reply.status() == StatusCode::PERMANENT_REDIRECT;
        assert!(is_redirect || reply.status().is_client_error(), "{path}");
        return;
    };
    if *method == Method::OPTIONS || reply.status() == StatusCode::METHOD_NOT_ALLOWED {
        return;
    }
    // HEAD is described by GET, whose headers it repeats.
    let method = if *method == Method::HEAD {
        &Method::GET
    } else {
        method
    };
    let Some(endpoint) = found.endpoint(method) else {
        assert_eq!(reply.status(), StatusCode::NOT_FOUND, "{method} {path}");
        return;
    };
    // Endpoints for developers and in Molzait's format are not in the document.
    if endpoint.docs.id.is_empty() {
        return;
    }
    let status = reply.status().as_u16();
    if matches!(status, 101 | 202 | 204) {
        assert_eq!(endpoint.docs.status, status, "{method} {path}");
        assert!(reply.body().is_empty(), "{method} {path}");
        return;
    }
    let media = reply.headers()[CONTENT_TYPE]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap();
    let pointer = |tokens: &[&str]| {
        let tokens = tokens.iter().map(|token| format!("/{}", escaped(token)));
        tokens.collect::<String>()
    };
    let verb = method.as_str().to_ascii_lowercase();
    let response = pointer(&["paths", endpoint.path, &verb, "responses", &status.to_string()]);
    // Failures are described once for all operations.
    let response = match DESCRIBED
        .pointer(&format!("{response}/$ref"))
        .and_then(Value::as_str)
    {
        Some(reference) => reference.trim_start_matches('#').to_owned(),
        None => response,
    };
    let place = response + &pointer(&["content", media, "schema"]);
    assert!(
        DESCRIBED.pointer(&place).is_some(),
        "{method} {path}: {place} is not described"
    );
    if media.ends_with("json") && !reply.body().is_empty() {
        let body: Value = serde_json::from_slice(reply.body()).unwrap();
        let faults: Vec<String> = validator(&place)
            .iter_errors(&body)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{method} {path}: {body}");
    }
}

#[test]
fn the_committed_document_is_the_one_of_the_endpoints() {
    let made = text();
    if std::env::var_os("COUVERT_WRITE_OPENAPI").is_some() {
        std::fs::write(FILE, &made).unwrap();
        return;
    }
    let is_same = made == ops::DOCUMENT;
    assert!(
        is_same,
        "edge/openapi.json is out of date: run `cargo xtask openapi`"
    );
}

#[test]
fn every_endpoint_is_described_but_for_developers_pictures_and_molzaits_format() {
    let mut undescribed: Vec<_> = endpoints::all()
        .filter(|endpoint| endpoint.docs.id.is_empty())
        .map(|endpoint| endpoint.path)
        .collect();
    undescribed.retain(|path| {
        ["/external/", "/dev/", "/pictures/"]
            .iter()
            .all(|prefix| !path.starts_with(prefix))
    });
    // The address in e-mails of earlier versions.
    assert_eq!(undescribed, ["/house/{venue}"; 2]);
    for endpoint in described() {
        let docs = &endpoint.docs;
        assert!(docs.description.ends_with('.'), "{}", docs.id);
        assert!(
            !docs.summary.is_empty() && !docs.summary.ends_with('.'),
            "{}",
            docs.id
        );
        assert_eq!(
            docs.request.is_some(),
            endpoint.body != endpoint::Body::Unread,
            "{}",
            docs.id
        );
    }
}

#[test]
fn every_example_is_valid() {
    fn examples(value: &Value, pointer: &str, found: &mut Vec<(String, Value)>) {
        match value {
            Value::Object(members) => {
                if let (Some(example), Some(_)) = (members.get("example"), members.get("schema")) {
                    found.push((format!("{pointer}/schema"), example.clone()));
                }
                for (name, value) in members {
                    examples(value, &format!("{pointer}/{}", escaped(name)), found);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    examples(value, &format!("{pointer}/{index}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    examples(&DESCRIBED["paths"], "/paths", &mut found);
    assert!(found.len() > 20);
    for (pointer, example) in found {
        let faults: Vec<_> = validator(&pointer)
            .iter_errors(&example)
            .map(|fault| fault.to_string())
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{pointer}");
    }
}

#[test]
fn the_document_is_served_and_may_be_cached() {
    let (reply, _) = super::tests::ask(http::Request::get("/v1/openapi.json"), Some(""));
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.headers()[CONTENT_TYPE], "application/json");
    assert_eq!(reply.headers()[CACHE_CONTROL], "public, max-age=300");
    assert_eq!(super::tests::problem(&reply)["openapi"], "3.1.0");
}

#[test]
fn every_reference_resolves() {
    fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
        match value {
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str));
                members.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    references(&DESCRIBED, &mut found);
    assert!(found.len() > 20);
    for reference in found {
        assert!(
            DESCRIBED.pointer(reference.trim_start_matches('#')).is_some(),
            "{reference}"
        );
    }
}

#[test]
fn every_code_is_described_somewhere_but_for_those_of_no_operation() {
    let text = DESCRIBED["components"]["responses"].to_string();
    let missing: Vec<_> = ProblemCode::ALL
        .iter()
        .map(|code| code.text())
        .filter(|code| !text.contains(&format!("\"{code}\"")))
        .collect();
    // A wrong method has no operation. Only Molzait's format accepts requests and creates cards.
    assert_eq!(
        missing,
        ["method_not_allowed", "payment_lost", "gift_card_exists"]
    );
}
