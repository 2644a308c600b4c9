//! Request bodies: their largest size, and JSON, read strictly (one media type, UTF-8, no name twice in an object).

use std::fmt;

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use shared::problem::{Problem, ProblemCode};

use super::{ApiError, Request};

/// The largest body accepted, in bytes: a booking with the longest note in the widest script fits
/// several times over.
pub const MAX_BYTES: usize = 16 * 1024;

/// The largest body of a webhook, in bytes. An event contains a whole object: a payment with metadata of fifty keys and
/// the details of its method exceeds [`MAX_BYTES`] and stays far below this.
pub const MAX_RAW_BYTES: usize = 256 * 1024;

/// The largest body with settings, in bytes: one and a half times what settings may have, so that those which are a little
/// too large get an answer that says so.
pub const MAX_LARGE_BYTES: usize = config::MAX_BYTES * 3 / 2;

/// Whether the headers say, once and clearly, that the body is JSON in UTF-8 and not compressed.
fn is_plain_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(Ok(media_type)), None) = (types.next().map(HeaderValue::to_str), types.next()) else {
        return false;
    };
    let mut parts = media_type.split(';').map(str::trim);
    let is_json = parts
        .next()
        .is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    let is_utf8 = |parameter: &str| match parameter.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    };
    is_json && parts.all(is_utf8) && !headers.contains_key(CONTENT_ENCODING)
}

/// The body as JSON.
pub fn json(request: &Request) -> Result<Value, ApiError> {
    if !is_plain_json(request.headers()) {
        return Err(ProblemCode::UnsupportedMediaType.into());
    }
    let body = request.body().as_ref().ok_or(ProblemCode::BodyTooLarge)?;
    let text =
        str::from_utf8(body).map_err(|_| Problem::new(ProblemCode::Malformed).with_detail("not UTF-8"))?;
    let unique = serde_json::from_str(text).map(|Unique(value)| value);
    unique.map_err(|error| {
        // Line and column only: the parser's own text could repeat what the guest wrote.
        let place = format!("not JSON at line {}, column {}", error.line(), error.column());
        Problem::new(ProblemCode::Malformed).with_detail(place).into()
    })
}

/// JSON in which no object has a name twice: parsers differ in which of two values they take (RFC 8259, section 4).
/// `serde_json::Value` itself takes the last.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("no number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Unique(value)) = items.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some((name, Unique(value))) = entries.next_entry::<String, Unique>()? {
            if fields.insert(name, value).is_some() {
                return Err(A::Error::custom("a name occurs twice in an object"));
            }
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> Result<Value, ()> {
        let request = http::Request::post("/")
            .header(CONTENT_TYPE, "application/json")
            .body(Some(text.as_bytes().to_vec()))
            .unwrap();
        json(&request).map_err(|stop| assert_eq!(stop.problem.code, ProblemCode::Malformed))
    }

    #[test]
    fn a_repeated_name_is_refused_at_every_depth() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":1,"b":2,"a":null}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            r#"[{"a":[{"b":1,"b":2}]}]"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"":1,"":2}"#,
        ] {
            assert_eq!(read(text), Err(()), "{text}");
        }
        for (text, value) in [
            (
                r#"{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}"#,
                json!({ "a": { "a": { "a": 1 } }, "b": [{ "a": 1 }, { "a": 2 }] }),
            ),
            (r#"{"a":1,"A":2}"#, json!({ "a": 1, "A": 2 })),
            (
                "[null,true,-1,18446744073709551615,1.5,\"x\"]",
                json!([null, true, -1, u64::MAX, 1.5, "x"]),
            ),
        ] {
            assert_eq!(read(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn text_that_is_no_json_or_too_deep_is_refused() {
        for text in [
            String::new(),
            "{".to_owned(),
            "{\"a\"}".to_owned(),
            "1e999".to_owned(),
            "[".repeat(8_000),
            format!("{}{}", "[".repeat(200), "]".repeat(200)),
        ] {
            assert_eq!(read(&text), Err(()), "{text:.40}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e15..1e15).prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map(".{0,4}", inner, 0..5)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn everything_else_is_read_as_serde_reads_it(value in any_json()) {
            let text = value.to_string();
            prop_assert_eq!(read(&text), Ok(serde_json::from_str(&text).unwrap()));
        }
    }
}
