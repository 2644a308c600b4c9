//! The notices of an authenticated delivery to an account, by the account's vendor.

use config::AccountSettings;
use shared::money::Currency;

use crate::delivery::Delivery;
use crate::pos::fact::Notice;
use crate::pos::{Unreadable, lightspeed};

/// The notices of a delivery. Amounts are read once more by the venue that they are for, in its own currency.
pub fn notices(settings: &AccountSettings, delivery: &Delivery) -> Result<Vec<Notice>, Unreadable> {
    match &settings.lightspeed {
        Some(platform) => lightspeed::read::notices(platform, Currency::EUR, delivery),
        None => Err(Unreadable(format!(
            "no deliveries of {} are read",
            settings.vendor
        ))),
    }
}
