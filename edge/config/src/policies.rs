//! The policies of a venue that guests see before they book, as far as they can be at fault.

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

    /// A fault for each policy that a guest's browser could not follow.
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
        faults
    }
}
