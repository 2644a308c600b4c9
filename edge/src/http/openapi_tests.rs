//! Facts about the API's description: the committed file is the one that the table of endpoints makes, every example in
//! it is valid, and every response of any test of the API is one that it describes.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use super::openapi_document::{described, text};
use super::*;

static DESCRIBED: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(ops::DOCUMENT).unwrap());
static DESCRIBED_EXTERNAL: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(external::openapi::DOCUMENT).unwrap());

/// The paths of the committed documents.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
const FILE_EXTERNAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi-external.json");

/// A document's schema at a pointer, with the types it refers to.
fn validator(document: &Value, pointer: &str) -> Validator {
    let mut schema = document.pointer(pointer).unwrap().clone();
    schema["components"] = document["components"].clone();
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
    // Endpoints for developers are in no document.
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
    let document = if external::is_below(endpoint.path) {
        &*DESCRIBED_EXTERNAL
    } else {
        &*DESCRIBED
    };
    let responses = pointer(&["paths", endpoint.path, &verb, "responses"]);
    let exact = format!("{responses}/{status}");
    let response = if document.pointer(&exact).is_some() {
        exact
    } else {
        format!("{responses}/{}XX", status / 100)
    };
    // Failures are described once for all operations.
    let response = match document
        .pointer(&format!("{response}/$ref"))
        .and_then(Value::as_str)
    {
        Some(reference) => reference.trim_start_matches('#').to_owned(),
        None => response,
    };
    let place = response + &pointer(&["content", media, "schema"]);
    assert!(
        document.pointer(&place).is_some(),
        "{method} {path}: {place} is not described"
    );
    if media.ends_with("json") && !reply.body().is_empty() {
        let body: Value = serde_json::from_slice(reply.body()).unwrap();
        let faults: Vec<String> = validator(document, &place)
            .iter_errors(&body)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{method} {path}: {body}");
    }
}

#[test]
fn the_committed_document_is_the_one_of_the_endpoints() {
    for (file, made, committed) in [
        (FILE, text(), ops::DOCUMENT),
        (
            FILE_EXTERNAL,
            openapi_external::text(),
            external::openapi::DOCUMENT,
        ),
    ] {
        if std::env::var_os("COUVERT_WRITE_OPENAPI").is_some() {
            std::fs::write(file, &made).unwrap();
            continue;
        }
        let is_same = made == committed;
        assert!(is_same, "{file} is out of date: run `cargo xtask openapi`");
    }
}

#[test]
fn every_endpoint_is_described_but_for_developers_and_pictures() {
    let mut undescribed: Vec<_> = endpoints::all()
        .filter(|endpoint| endpoint.docs.id.is_empty())
        .map(|endpoint| endpoint.path)
        .collect();
    undescribed.retain(|path| {
        ["/dev/", "/pictures/"]
            .iter()
            .all(|prefix| !path.starts_with(prefix))
    });
    // The address in e-mails of earlier versions.
    assert_eq!(undescribed, ["/house/{venue}"; 2]);
    for endpoint in described().chain(openapi_external::described()) {
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
    for (document, least) in [(&*DESCRIBED, 20), (&*DESCRIBED_EXTERNAL, 4)] {
        let mut found = Vec::new();
        examples(&document["paths"], "/paths", &mut found);
        assert!(found.len() > least);
        for (pointer, example) in found {
            let faults: Vec<_> = validator(document, &pointer)
                .iter_errors(&example)
                .map(|fault| fault.to_string())
                .collect();
            assert_eq!(faults, Vec::<String>::new(), "{pointer}");
        }
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
fn every_schema_of_external_is_used() {
    let schemas: Value = serde_json::from_str(external::docs::SCHEMAS).unwrap();
    let text = DESCRIBED_EXTERNAL.to_string();
    for name in schemas.as_object().unwrap().keys() {
        let reference = format!("\"#/components/schemas/{name}\"");
        assert!(text.contains(&reference), "{name}");
    }
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
    for document in [&*DESCRIBED, &*DESCRIBED_EXTERNAL] {
        let mut found = Vec::new();
        references(document, &mut found);
        assert!(found.len() > 20);
        for reference in found {
            assert!(
                document.pointer(reference.trim_start_matches('#')).is_some(),
                "{reference}"
            );
        }
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
