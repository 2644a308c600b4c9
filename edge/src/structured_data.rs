//! A restaurant's place in the words of schema.org, for pages and letters, and JSON-LD that can stand in an element of HTML.

use config::LocationSettings;
use serde_json::{Value, json};

/// The address (<https://schema.org/PostalAddress>): in its parts where they are known, else on one line.
#[must_use]
pub fn address(line: Option<&str>, location: Option<&LocationSettings>) -> Option<Value> {
    let Some(parts) = location else {
        return line.map(Value::from);
    };
    let mut address = json!({
        "@type": "PostalAddress",
        "streetAddress": parts.street,
        "addressLocality": parts.locality,
        "addressCountry": parts.country,
    });
    if let Some(code) = &parts.postal_code {
        address["postalCode"] = Value::from(code.as_str());
    }
    Some(address)
}

/// The position (<https://schema.org/GeoCoordinates>), where it is known.
#[must_use]
pub fn position(location: Option<&LocationSettings>) -> Option<Value> {
    let (latitude, longitude) = location?.position()?;
    Some(json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude }))
}

/// The text of a `script` element with this JSON-LD. No text in it may end the element, and no quotation mark in a text
/// stands as such.
#[must_use]
pub fn script(facts: &Value) -> String {
    let json = facts.to_string();
    let mut text = String::with_capacity(json.len());
    let mut characters = json.chars();
    while let Some(character) = characters.next() {
        match character {
            '<' => text.push_str("\\u003c"),
            '\\' => match characters.next() {
                Some('"') => text.push_str("\\u0022"),
                Some(escaped) => text.extend(['\\', escaped]),
                None => text.push('\\'),
            },
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_its_parts_where_they_are_known_and_is_a_line_elsewhere() {
        let parts = json!({
            "street": "Hauptplatz 1", "postalCode": "8010", "locality": "Graz", "country": "AT",
            "latitude": 47.07, "longitude": 15.44,
        });
        let location: LocationSettings = serde_json::from_value(parts).unwrap();
        let found = address(Some("a line"), Some(&location)).unwrap();
        assert_eq!(found["streetAddress"], "Hauptplatz 1");
        assert_eq!(found["postalCode"], "8010");
        assert_eq!(position(Some(&location)).unwrap()["latitude"], 47.07);
        assert_eq!(address(Some("a line"), None), Some(json!("a line")));
        assert_eq!((address(None, None), position(None)), (None, None));
    }

    #[test]
    fn no_text_ends_the_element() {
        assert_eq!(script(&json!("</script>")), "\"\\u003c/script>\"");
        for text in ["a\"b", "a\\", "a\\\"b", "ä\n"] {
            let written = script(&json!(text));
            assert_eq!(written.matches('"').count(), 2, "{written}");
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
