//! A venue's `[till]`: the point of sale that receives its reservations and reports what happens at its tables. Exactly
//! one, at a venue of the embedded engine: reservations of other systems are not this worker's to send.

mod ikentoo;
mod lightspeed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::ikentoo::{IkentooAuthentication, IkentooConfiguration, IkentooPaths, IkentooSettings};
pub use self::lightspeed::LightspeedSettings;
use crate::engine::EngineSettings;

/// A venue's till.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TillSettings {
    /// Lightspeed K-Series, by its interface for reservation platforms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lightspeed: Option<LightspeedSettings>,
    /// iKentoo, by its interface for check-ins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ikentoo: Option<IkentooSettings>,
}

/// The till of a venue.
#[derive(Clone, Copy, Debug)]
pub enum Till<'a> {
    /// Lightspeed K-Series.
    Lightspeed(&'a LightspeedSettings),
    /// iKentoo.
    Ikentoo(&'a IkentooSettings),
}

impl Till<'_> {
    /// Its name in the addresses of its deliveries.
    #[must_use]
    pub fn source(self) -> &'static str {
        match self {
            Self::Lightspeed(_) => "lightspeed",
            Self::Ikentoo(_) => "ikentoo",
        }
    }
}

impl TillSettings {
    /// The till; none if the settings name none or two, which [`Self::faults`] reports.
    #[must_use]
    pub fn till(&self) -> Option<Till<'_>> {
        match (&self.lightspeed, &self.ikentoo) {
            (Some(settings), None) => Some(Till::Lightspeed(settings)),
            (None, Some(settings)) => Some(Till::Ikentoo(settings)),
            _ => None,
        }
    }

    /// Every fault, as a line that begins with the setting's name. `engine` is the section of the embedded engine, if the
    /// venue has one.
    #[must_use]
    pub fn faults(&self, engine: Option<&EngineSettings>) -> Vec<String> {
        let mut faults = Vec::new();
        if self.till().is_none() {
            faults.push("till: name exactly one, [till.lightspeed] or [till.ikentoo]".to_owned());
        }
        if let Some(lightspeed) = &self.lightspeed {
            let named = lightspeed.faults();
            faults.extend(named.iter().map(|fault| format!("till.lightspeed.{fault}")));
        }
        if let Some(ikentoo) = &self.ikentoo {
            let named = ikentoo.faults();
            faults.extend(named.iter().map(|fault| format!("till.ikentoo.{fault}")));
        }
        match engine {
            Some(engine) => faults.extend(name_faults(engine)),
            None => faults.push("till: needs [engine], whose reservations it receives".to_owned()),
        }
        faults
    }
}

/// A fault for each table whose name another has, as the till compares names: it could not tell them apart.
fn name_faults(engine: &EngineSettings) -> Vec<String> {
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    let mut faults = Vec::new();
    for (room_index, room) in engine.rooms.iter().enumerate() {
        for (table_index, table) in room.tables.iter().enumerate() {
            let place = format!("engine.rooms[{room_index}].tables[{table_index}].name");
            let name = table_name(&table.name);
            match known.get(name) {
                Some(first) => faults.push(format!(
                    "{place}: to the till `{name}` is the table of {first} too, give each table a name of its own"
                )),
                None => {
                    known.insert(name, place);
                }
            }
        }
    }
    faults
}

/// A table's name as it is compared: without spaces around it, and a number without its zeros behind the point, since
/// some tills write the table `2` as `2.0`.
#[must_use]
pub fn table_name(name: &str) -> &str {
    let name = name.trim();
    let Some((whole, decimals)) = name.split_once('.') else {
        return name;
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) {
        return name;
    }
    name.trim_end_matches('0').trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::VenueSettings;
    use crate::test_support::venue_settings;

    fn faults(till: serde_json::Value, change: impl FnOnce(&mut VenueSettings)) -> Vec<String> {
        let mut settings = venue_settings();
        settings.till = Some(serde_json::from_value(till).unwrap());
        change(&mut settings);
        settings.faults()
    }

    fn lightspeed() -> serde_json::Value {
        json!({ "lightspeed": { "account": "group", "restaurant": "linde" } })
    }

    #[test]
    fn an_engine_venue_has_one_till() {
        assert_eq!(faults(lightspeed(), |_| ()), Vec::<String>::new());
        let none = "till: name exactly one, [till.lightspeed] or [till.ikentoo]";
        assert_eq!(faults(json!({}), |_| ()), [none]);
        let mut two = lightspeed();
        two["ikentoo"] = ikentoo();
        assert_eq!(faults(two, |_| ()), [none]);
        let elsewhere = faults(lightspeed(), |settings| settings.engine = None);
        let needs = "till: needs [engine], whose reservations it receives".to_owned();
        assert!(elsewhere.contains(&needs), "{elsewhere:?}");
    }

    fn ikentoo() -> serde_json::Value {
        json!({
            "baseUrl": "https://api.lsk.lightspeed.app", "businessLocationId": "25769803788",
            "webhookUsername": "couvert", "webhookPassword": "LINDE_IKENTOO_WEBHOOK",
        })
    }

    #[test]
    fn a_name_of_two_tables_is_a_fault_where_a_till_has_to_tell_them_apart() {
        let rename = |first: &'static str, second: &'static str| {
            move |settings: &mut VenueSettings| {
                let rooms = &mut settings.engine.as_mut().unwrap().rooms;
                first.clone_into(&mut rooms[0].tables[0].name);
                second.clone_into(&mut rooms[1].tables[0].name);
            }
        };
        for (first, second) in [("2", "2"), ("2", "2.0"), (" Bar ", "Bar")] {
            let found = faults(lightspeed(), rename(first, second));
            assert_eq!(found.len(), 1, "{first} and {second}: {found:?}");
            assert!(
                found[0].starts_with("engine.rooms[1].tables[0].name: "),
                "{found:?}"
            );
        }
        for (first, second) in [("2", "20"), ("2.0", "2.5"), ("Bar", "bar")] {
            assert_eq!(faults(lightspeed(), rename(first, second)), Vec::<String>::new());
        }
        let mut without = venue_settings();
        rename("2", "2.0")(&mut without);
        assert_eq!(without.faults(), Vec::<String>::new());
    }

    #[test]
    fn a_number_is_the_same_table_with_and_without_its_zeros() {
        for (given, compared) in [
            ("2", "2"),
            ("2.0", "2"),
            ("20.00", "20"),
            ("2.50", "2.5"),
            (" 2.0 ", "2"),
            ("100", "100"),
            ("2.", "2."),
            (".0", ".0"),
            ("1.0.0", "1.0.0"),
            ("Terrace 1.0", "Terrace 1.0"),
            ("", ""),
        ] {
            assert_eq!(table_name(given), compared, "{given:?}");
        }
    }
}
