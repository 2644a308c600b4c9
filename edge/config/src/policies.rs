//! The policies of a venue that guests see before they book, as far as they can be at fault.

use shared::validation::Phone;

use crate::address;
use crate::venue::VenueSettings;

impl VenueSettings {
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
        faults
    }
}
