//! Reads a venue's settings from JSON that came over the API, with the place of each fault.

use serde::Deserialize as _;
use serde_json::Value;

use crate::fault::{FaultCode, SettingFault};
use crate::pointer::{self, walk};
use crate::venue::VenueSettings;

/// Reads settings, or names the faults: the first value that cannot be read, or every member that was not. Whether the
/// values fit each other is checked by [`VenueSettings::faults`].
pub fn read(json: &Value) -> Result<VenueSettings, Vec<SettingFault>> {
    let settings = tracked(json).map_err(|(error, place)| {
        // The text of an error can quote a value, which is the sender's own.
        vec![SettingFault::new(place, FaultCode::Invalid, error.to_string())]
    })?;
    let known = serde_json::to_value(&settings)
        .map_err(|error| vec![SettingFault::new("", FaultCode::Invalid, error.to_string())])?;
    let mut unknown = Vec::new();
    walk("", json, &mut |pointer, value| {
        // A member that was read is written again, unless it says the same as its absence.
        if !is_default(value) && known.pointer(pointer).is_none() && is_in_known(&known, pointer) {
            unknown.push(SettingFault::new(
                pointer,
                FaultCode::Invalid,
                "there is no such setting",
            ));
        }
    });
    if unknown.is_empty() {
        Ok(settings)
    } else {
        Err(unknown)
    }
}

/// Whether a value may be one that is not written, since its absence says the same.
fn is_default(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(is_so) => !is_so,
        Value::Number(number) => number.as_i64() == Some(0),
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
    }
}

/// Whether the object that a pointer's member stands in was read, so that of an unknown section its head alone is named.
fn is_in_known(known: &Value, pointer: &str) -> bool {
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    known.pointer(parent).is_some_and(Value::is_object)
}

/// Reads settings, or returns the error with a JSON pointer to its place.
fn tracked(json: &Value) -> Result<VenueSettings, (serde_json::Error, String)> {
    let mut track = serde_path_to_error::Track::new();
    let read = VenueSettings::deserialize(serde_path_to_error::Deserializer::new(json, &mut track));
    read.map_err(|error| (error, pointer::of_path(&track.path().to_string())))
}

/// Reads settings that were stored before. Members that are not known here are left out: they are of a newer release,
/// before which the deployment went back.
pub fn read_stored(mut json: Value) -> Result<VenueSettings, serde_json::Error> {
    loop {
        let (error, place) = match tracked(&json) {
            Ok(settings) => return Ok(settings),
            Err(failed) => failed,
        };
        let text = error.to_string();
        let unknown = text
            .strip_prefix("unknown field `")
            .and_then(|rest| rest.split('`').next());
        // Each round takes a member out, so that there is an end.
        if !unknown.is_some_and(|name| remove(&mut json, &place, name)) {
            return Err(error);
        }
    }
}

/// Takes out the first member of this name at or below a place, or beside it; returns whether there was one.
fn remove(json: &mut Value, place: &str, name: &str) -> bool {
    let parent = place.rsplit_once('/').map_or("", |(parent, _)| parent);
    [place, parent].into_iter().any(|place| {
        json.pointer_mut(place)
            .is_some_and(|value| remove_below(value, name))
    })
}

fn remove_below(value: &mut Value, name: &str) -> bool {
    match value {
        Value::Object(members) => {
            members.remove(name).is_some() || members.values_mut().any(|member| remove_below(member, name))
        }
        Value::Array(elements) => elements.iter_mut().any(|element| remove_below(element, name)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::test_support::venue_settings;

    fn faults(change: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
        let mut json = serde_json::to_value(venue_settings()).unwrap();
        change(&mut json);
        let faults = read(&json).err().unwrap_or_default();
        faults
            .into_iter()
            .map(|fault| (fault.pointer, fault.message))
            .collect()
    }

    #[test]
    fn settings_are_read_as_they_are_written() {
        let json = serde_json::to_value(venue_settings()).unwrap();
        let read = read(&json).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), json);
    }

    #[test]
    fn a_value_of_the_wrong_type_is_named_with_its_place() {
        let found = faults(|json| json["engine"]["rooms"][0]["tables"][0]["minPartySize"] = json!("two"));
        assert_eq!(found[0].0, "/engine/rooms/0/tables/0/minPartySize");
        let found = faults(|json| json["timeZone"] = json!("Europe/Linz"));
        assert_eq!(found[0].0, "/timeZone");
    }

    #[test]
    fn an_unknown_setting_is_named_with_its_place() {
        let found = faults(|json| json["engine"]["horizonDay"] = json!(3));
        assert!(found[0].0.starts_with("/engine"), "{found:?}");
        let found = faults(|json| json["colour"] = json!("#000000"));
        assert!(!found.is_empty());
    }

    #[test]
    fn stored_settings_of_a_newer_release_are_read_without_what_is_not_known() {
        let known = serde_json::to_value(venue_settings()).unwrap();
        let mut newer = known.clone();
        newer["brightness"] = json!(7);
        newer["engine"]["rooms"][0]["tables"][0]["height"] = json!({ "cm": 70 });
        newer["engine"]["experiences"][0]["music"] = json!("loud");
        assert!(read(&newer).is_err());
        let stored = read_stored(newer).unwrap();
        assert_eq!(serde_json::to_value(stored).unwrap(), known);
        // What is known and wrong is an error.
        let mut wrong = known;
        wrong["engine"]["horizonDays"] = json!("many");
        assert!(read_stored(wrong).is_err());
    }

    #[test]
    fn what_is_no_object_is_a_fault_of_the_whole() {
        for json in [json!(null), json!([]), json!("x"), json!(1)] {
            let found = read(&json).unwrap_err();
            assert_eq!(found[0].pointer, "", "{json}");
        }
    }
}
