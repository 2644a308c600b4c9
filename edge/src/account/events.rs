//! The content of an authenticated delivery to an account, by the account's vendor.

use config::AccountSettings;
use shared::id::{AccountRestaurantId, TokenName};
use shared::money::Currency;

use super::message::GivenToken;
use crate::delivery::Delivery;
use crate::pos::fact::Notice;
use crate::pos::{Unreadable, lightspeed};
use crate::provider::mews::webhook::{self, AccessChange, IntegrationEvent, MewsReport};

/// The content of a delivery.
pub enum AccountEvent {
    /// Notices of a till. Amounts are read once more by the venue that they are for, in its own currency.
    Notices(Vec<Notice>),
    /// Data has changed at this restaurant of a booking system, whose venue reads it again; none if the id is not valid.
    Changes(Option<AccountRestaurantId>),
    /// A report about the account itself, in a few words for the operator, and the change of a token that it states.
    Reported(String, Option<TokenChange>),
}

/// A change of a token by the vendor.
pub enum TokenChange {
    /// A new token.
    Given(GivenToken),
    /// The end of the connection whose token has this name.
    Ended(TokenName),
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
        Some(MewsReport::Integration(event)) => Ok(AccountEvent::Reported(event.to_string(), change(event))),
        None => Err(Unreadable("it is none of the vendor's".to_owned())),
    }
}

/// The change of a token that an event of an integration states, if it says which integration it is.
fn change(event: IntegrationEvent) -> Option<TokenChange> {
    let (name, change) = (event.integration?, event.change?);
    let given = |token: String, is_first: bool| GivenToken {
        name: name.clone(),
        token,
        is_first,
    };
    Some(match change {
        AccessChange::First(token) => TokenChange::Given(given(token, true)),
        AccessChange::Next(token) => TokenChange::Given(given(token, false)),
        AccessChange::Ended => TokenChange::Ended(name),
    })
}
