//! The policies of a venue that guests see before they book, as far as they can be at fault.

use shared::id::ExperienceId;
use shared::validation::Phone;
use shared::venue::Policies;

use crate::address;
use crate::venue::VenueSettings;

impl VenueSettings {
    /// The telephone number as people write it, where there is one.
    #[must_use]
    pub fn shown_phone(&self) -> Option<String> {
        let Policies {
            phone, phone_display, ..
        } = &self.policies;
        let phone = phone.as_deref()?;
        let grouped = || Phone::parse(phone, None).map_or_else(|_| phone.to_owned(), |phone| phone.grouped());
        Some(phone_display.clone().unwrap_or_else(grouped))
    }

    /// How many minutes before its time a table of this experience that nothing is paid for can last be cancelled free of
    /// charge; none where that is not stated.
    #[must_use]
    pub fn free_cancellation_minutes(&self, experience: &ExperienceId) -> Option<u32> {
        let mut experiences = self.engine.as_ref()?.experiences.iter();
        let found = experiences.find(|written| written.id == *experience)?;
        found.free_cancellation_minutes
    }

    /// A fault for each policy that a guest's browser could not follow, and for one that a fee needs.
    pub(crate) fn policy_faults(&self) -> Vec<String> {
        let policies = &self.policies;
        let addresses = [
            ("privacyUrl", &policies.privacy_url),
            ("termsUrl", &policies.terms_url),
        ];
        let mut faults: Vec<String> = addresses
            .into_iter()
            .filter(|(_, address)| {
                address
                    .as_deref()
                    .is_some_and(|address| !address::is_page(address))
            })
            .map(|(name, _)| {
                format!("policies.{name}: write a whole address, such as https://www.example.com/privacy")
            })
            .collect();
        let is_phone =
            |phone: &String| Phone::parse(phone, None).is_ok_and(|parsed| parsed.as_str() == phone);
        if policies.phone.as_ref().is_some_and(|phone| !is_phone(phone)) {
            faults.push("policies.phone: write it with its country, such as +4312345678".to_owned());
        }
        let shown = policies.phone_display.as_ref();
        let is_same = |shown: &String| {
            let parsed = Phone::parse(shown, None);
            parsed.is_ok_and(|parsed| Some(parsed.as_str()) == policies.phone.as_deref())
        };
        if shown.is_some_and(|shown| !is_same(shown)) {
            faults.push(
                "policies.phoneDisplay: write the number of `phone`, such as +43 1 234 56 78".to_owned(),
            );
        }
        let has_fee = self.mews.as_ref().is_some_and(|mews| mews.post_cancellation_fee);
        let wording = policies.cancellation.as_ref();
        if has_fee && wording.is_none_or(|wording| wording.iter().next().is_none()) {
            let line = "policies.cancellation: say what a cancellation costs, since mews.postCancellationFee charges it";
            faults.push(line.to_owned());
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::test_support::venue_settings;

    #[test]
    fn a_fee_that_mews_posts_is_worded_by_the_venue() {
        let faults = |has_fee: bool, wording: &Value| {
            let mut settings = serde_json::to_value(venue_settings()).unwrap();
            settings["policies"]["cancellation"] = wording.clone();
            settings["mews"] = json!({
                "clientToken": "MEWS_CLIENT_TOKEN", "accessToken": "LINDE_MEWS_TOKEN", "horizonDays": 60,
                "postCancellationFee": has_fee,
                "experiences": [{ "id": "dinner", "serviceId": "5e1", "rateId": "7a7e", "categoryId": "ca7", "units": 2 }],
            });
            let settings: VenueSettings = serde_json::from_value(settings).unwrap();
            settings.policy_faults().len()
        };
        let words = json!({ "en": "Free of charge until the evening before." });
        assert_eq!(faults(true, &words), 0);
        assert_eq!(faults(false, &Value::Null), 0);
        assert_eq!(faults(true, &Value::Null), 1);
        assert_eq!(faults(true, &json!({})), 1);
    }
}
