//! A venue's `[waitlist]`: how long a table is held for an offer, and how many entries may wait.

use serde::{Deserialize, Serialize};

/// For how long an offer can be held, in minutes.
const HOLDS: std::ops::RangeInclusive<u32> = 5..=1_440;
/// The limits of open entries per guest.
const ENTRIES_PER_GUEST: std::ops::RangeInclusive<u32> = 1..=20;
/// The limits of open entries per day.
const ENTRIES_PER_DAY: std::ops::RangeInclusive<u32> = 1..=1_000;

/// A venue's waitlist.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WaitlistSettings {
    /// For how many minutes a table is held for the guest it is offered to, 5 to 1440.
    #[serde(default = "hold_minutes")]
    pub hold_minutes: u32,
    /// How many entries a guest can have open at once, 1 to 20. Guests are distinguished by e-mail address, without its tag, and by
    /// telephone number.
    #[serde(default = "most_per_guest")]
    pub most_per_guest: u32,
    /// How many entries can be open for one day at once, 1 to 1000.
    #[serde(default = "most_per_day")]
    pub most_per_day: u32,
}

fn hold_minutes() -> u32 {
    30
}

fn most_per_guest() -> u32 {
    3
}

fn most_per_day() -> u32 {
    100
}

impl WaitlistSettings {
    /// Every fault, as a line that begins with the setting's name.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if !HOLDS.contains(&self.hold_minutes) {
            faults.push("holdMinutes: write 5 to 1440".to_owned());
        }
        if !ENTRIES_PER_GUEST.contains(&self.most_per_guest) {
            faults.push("mostPerGuest: write 1 to 20".to_owned());
        }
        if !ENTRIES_PER_DAY.contains(&self.most_per_day) {
            faults.push("mostPerDay: write 1 to 1000".to_owned());
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_defaults_are_half_an_hour_three_entries_and_a_hundred() {
        let settings: WaitlistSettings = serde_json::from_value(json!({})).unwrap();
        assert_eq!((settings.hold_minutes, settings.most_per_guest), (30, 3));
        assert_eq!(settings.most_per_day, 100);
        assert_eq!(settings.faults(), Vec::<String>::new());
    }

    #[test]
    fn useless_settings_are_faults() {
        let settings: WaitlistSettings =
            serde_json::from_value(json!({ "holdMinutes": 4, "mostPerGuest": 0, "mostPerDay": 0 })).unwrap();
        assert_eq!(settings.faults().len(), 3);
    }
}
