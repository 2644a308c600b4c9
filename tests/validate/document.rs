//! A vendor's OpenAPI document: the operations that it describes, and the file that the proxy reads it from, with one place
//! corrected in which Mews' document contradicts itself.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The fields that say who calls. A request to Mews has each of them once.
const TOKENS: [&str; 3] = ["AccessToken", "Client", "ClientToken"];

/// The schema of a change within a request of `reservations/update`. It stands in no other place of the document.
const CHANGE: &str = "/components/schemas/ReservationUpdateParameters/required";

/// A document.
#[derive(Debug)]
pub struct Document {
    json: Value,
    paths: Vec<String>,
    /// The places that were corrected, each with the reason.
    pub corrections: Vec<String>,
}

impl Document {
    /// The document of a file in JSON.
    pub fn read(file: &Path) -> Result<Self, Box<dyn Error>> {
        Self::of(serde_json::from_slice(&fs::read(file)?)?)
    }

    /// The document of this content.
    pub fn of(mut json: Value) -> Result<Self, Box<dyn Error>> {
        let corrections = without_repeated_tokens(&mut json).into_iter().collect();
        let paths = json["paths"].as_object();
        let paths = paths.ok_or("the document has no paths")?;
        Ok(Self {
            paths: paths.keys().cloned().collect(),
            corrections,
            json,
        })
    }

    /// The path of the document that a request's path is of; none that the document does not describe. A segment in braces
    /// stands for any other.
    pub fn path_of(&self, path: &str) -> Option<&str> {
        let given: Vec<&str> = path.split('/').collect();
        let is_it = |described: &&String| {
            let wanted: Vec<&str> = described.split('/').collect();
            let mut pairs = wanted.iter().zip(&given);
            wanted.len() == given.len()
                && pairs.all(|(wanted, given)| wanted.starts_with('{') || wanted == given)
        };
        self.paths.iter().find(is_it).map(String::as_str)
    }

    /// Writes it to a file of this process: the proxy reads no other way.
    pub fn write(&self) -> Result<PathBuf, Box<dyn Error>> {
        let name = format!("couvert-validate-{}.json", std::process::id());
        let file = std::env::temp_dir().join(name);
        fs::write(&file, serde_json::to_vec(&self.json)?)?;
        Ok(file)
    }
}

/// Takes the tokens out of those fields that each change of `reservations/update` is required to have; the correction in
/// words, where there was something to take out. The document's own example of the operation has the tokens once, beside
/// the list of changes, as every operation has them, and is valid with this correction alone.
fn without_repeated_tokens(document: &mut Value) -> Option<String> {
    let required = document.pointer_mut(CHANGE)?.as_array_mut()?;
    let before = required.len();
    required.retain(|name| name.as_str().is_none_or(|name| !TOKENS.contains(&name)));
    (required.len() < before).then(|| {
        format!(
            "{} are not required of each change of reservations/update: the document's own example has them once, of \
             the request",
            TOKENS.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn document(required: &Value) -> Document {
        Document::of(json!({
            "paths": { "/o/{code}/push": {}, "/reservations/update": {} },
            "components": { "schemas": {
                "ReservationUpdateParameters": { "required": required },
                "MultipleReservationUpdateParameters": { "required": ["AccessToken", "Client", "ClientToken"] },
            } },
        }))
        .unwrap()
    }

    #[test]
    fn tokens_are_required_of_a_request_and_not_of_each_of_its_changes() {
        let corrected = document(&json!(["AccessToken", "Client", "ClientToken", "ReservationId"]));
        assert_eq!(corrected.json.pointer(CHANGE), Some(&json!(["ReservationId"])));
        let schemas = &corrected.json["components"]["schemas"];
        assert_eq!(
            schemas["MultipleReservationUpdateParameters"]["required"],
            json!(["AccessToken", "Client", "ClientToken"])
        );
        assert_eq!(corrected.corrections.len(), 1);
    }

    #[test]
    fn a_document_without_that_fault_is_left_as_it_is() {
        assert_eq!(document(&json!(["ReservationId"])).corrections, [""; 0]);
        let without_schemas = Document::of(json!({ "paths": {} })).unwrap();
        assert_eq!(without_schemas.json, json!({ "paths": {} }));
        assert!(Document::of(json!({ "openapi": "3.0.4" })).is_err());
    }

    #[test]
    fn a_segment_in_braces_stands_for_any_other() {
        let document = document(&json!([]));
        for (path, described) in [
            ("/reservations/update", Some("/reservations/update")),
            ("/o/couvert/push", Some("/o/{code}/push")),
            ("/o/couvert/pull", None),
            ("/o/couvert", None),
            ("/reservations/update/2", None),
        ] {
            assert_eq!(document.path_of(path), described, "{path}");
        }
    }
}
