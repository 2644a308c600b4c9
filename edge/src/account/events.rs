//! The content of an authenticated delivery to an account, by the account's vendor.

use config::AccountSettings;
use shared::id::AccountRestaurantId;
use shared::money::Currency;

use crate::delivery::Delivery;
use crate::pos::fact::Notice;
use crate::pos::{Unreadable, lightspeed};
use crate::provider::mews::webhook::{self, MewsReport};

/// The content of a delivery.
pub enum AccountEvent {
    /// Notices of a till. Amounts are read once more by the venue that they are for, in its own currency.
    Notices(Vec<Notice>),
    /// Data has changed at this restaurant of a booking system, whose venue reads it again; none if the id is not valid.
    Changes(Option<AccountRestaurantId>),
    /// A report about the account itself, in one word, for the operator.
    Reported(String),
}

/// Reads a delivery.
pub fn read(settings: &AccountSettings, delivery: &Delivery) -> Result<AccountEvent, Unreadable> {
    if let Some(platform) = &settings.lightspeed {
        let notices = lightspeed::read::notices(platform, Currency::EUR, delivery)?;
        return Ok(AccountEvent::Notices(notices));
    }
    if settings.vendor != webhook::VENDOR {
        let cause = format!("no deliveries of {} are read", settings.vendor);
        return Err(Unreadable(cause));
    }
    match webhook::read(&delivery.body) {
        Some(MewsReport::Changes(changes)) => {
            let restaurant = AccountRestaurantId::parse(&changes.property).ok();
            Ok(AccountEvent::Changes(restaurant))
        }
        Some(MewsReport::Integration(action)) => Ok(AccountEvent::Reported(action)),
        None => Err(Unreadable("it is none of the vendor's".to_owned())),
    }
}
