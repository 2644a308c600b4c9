//! Reads a venue's settings from JSON that came over the API, with the place of each fault.

use serde_json::Value;

use crate::fault::{FaultCode, SettingFault};
use crate::pointer;
use crate::venue::VenueSettings;

/// Reads settings, or names the faults: every unknown setting, or the first value that cannot be read. Whether the
/// values fit each other is checked by [`VenueSettings::faults`].
pub fn read(json: &Value) -> Result<VenueSettings, Vec<SettingFault>> {
    let mut unknown = Vec::new();
    let mut track = serde_path_to_error::Track::new();
    let read: Result<VenueSettings, _> = {
        let tracked = serde_path_to_error::Deserializer::new(json, &mut track);
        serde_ignored::deserialize(tracked, |path| {
            let place = pointer::of_path(&path.to_string());
            unknown.push(SettingFault::new(
                place,
                FaultCode::Invalid,
                "there is no such setting",
            ));
        })
    };
    match read {
        Ok(settings) if unknown.is_empty() => Ok(settings),
        Ok(_) => Err(unknown),
        Err(error) => {
            let place = pointer::of_path(&track.path().to_string());
            // The text of an error can quote a value, which is the sender's own.
            Err(vec![SettingFault::new(
                place,
                FaultCode::Invalid,
                error.to_string(),
            )])
        }
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
    fn what_is_no_object_is_a_fault_of_the_whole() {
        for json in [json!(null), json!([]), json!("x"), json!(1)] {
            let found = read(&json).unwrap_err();
            assert_eq!(found[0].pointer, "", "{json}");
        }
    }
}
