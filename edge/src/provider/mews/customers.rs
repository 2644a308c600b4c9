//! The customer of a booking: the property's own profile with the guest's e-mail address, or a new one.
//!
//! Text of an unknown guest never overwrites a profile: a customer is added with `OverwriteExisting` false, and an
//! existing one is used as it is. Only a profile that this integration has made, and that has not been changed by others
//! since, is completed with a first name or a number that it lacks. Inferred: all profiles that an integration makes have
//! the same creator, which the answer to an addition shows; until that was seen, no profile counts as ours.
//!
//! Documented: an address that is taken is an error. Its status is not documented, so after any refusal the address is
//! looked up once more, by which a profile is found that another request has added meanwhile.

use std::cell::RefCell;

use shared::reservation::ReservationRequest;
use shared::validation::{Email, Name, Phone};

use super::client::{Connector, Operation};
use super::wire::Limitation;
use super::wire::customer::{
    CustomerExtent, CustomerFilter, CustomerList, CustomerProfile, CustomerUpdate, NewCustomer,
};
use crate::provider::lenient::Lenient;
use crate::provider::remote::RemoteError;
use crate::upstream::Scope;

/// The customer of a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingCustomer {
    /// The profile's id.
    pub id: String,
    /// Whether the profile has another name or phone number than the guest has typed.
    pub differs: bool,
}

/// The customers of a property.
#[derive(Clone, Copy)]
pub struct Customers<'a> {
    /// The client of Mews.
    pub connector: &'a Connector,
    /// The chain, where the access token is that of a portfolio.
    pub chain_id: Option<&'a str>,
    /// The profile by which Mews names this integration; none until it was seen.
    pub own_profile: &'a RefCell<Option<String>>,
}

impl Customers<'_> {
    /// The customer for a guest's request. Nothing is booked yet: an unknown outcome here concerns the profile alone, and
    /// counts as if Mews were unavailable.
    pub async fn find_or_add(
        self,
        scope: &Scope,
        request: &ReservationRequest,
    ) -> Result<BookingCustomer, RemoteError> {
        let email = request.guest.email.as_ref().map(Email::as_str);
        if let Some(email) = email
            && let Some(found) = self.find(scope, email).await.map_err(of_profile)?
        {
            return Ok(self.known(scope, found, request).await);
        }
        let error = match self.add(scope, request).await {
            Ok(added) => {
                if let Some(own) = added.creator_profile_id.text() {
                    self.own_profile.replace(Some(own.to_owned()));
                }
                return Ok(BookingCustomer {
                    id: added.id,
                    differs: false,
                });
            }
            Err(error) => error,
        };
        let is_refused = !error.is_outcome_unknown() && !matches!(error, RemoteError::Away { .. });
        if let Some(email) = email.filter(|_| is_refused)
            && let Some(found) = self.find(scope, email).await.map_err(of_profile)?
        {
            return Ok(self.known(scope, found, request).await);
        }
        Err(of_profile(error))
    }

    /// The customer of an existing profile. One of ours is completed with what it lacks.
    async fn known(
        self,
        scope: &Scope,
        found: CustomerProfile,
        request: &ReservationRequest,
    ) -> BookingCustomer {
        let guest = &request.guest;
        let is_lacking = |own: &Lenient| own.text().is_none() && self.is_ours(&found);
        let first_name = guest.first_name.as_ref().map(Name::as_str);
        let phone = guest.phone.as_ref().map(Phone::as_str);
        let update = CustomerUpdate {
            chain_id: self.chain_id,
            customer_id: &found.id,
            first_name: first_name.filter(|_| is_lacking(&found.first_name)),
            phone: phone.filter(|_| is_lacking(&found.phone)),
        };
        if update.first_name.is_none() && update.phone.is_none() {
            return known(&found, request);
        }
        let operation = Operation::UPDATE_CUSTOMER;
        let updated: Result<CustomerProfile, RemoteError> =
            self.connector.act(scope, operation, &update).await;
        // The booking does not depend on it: what was not written is noted.
        known(updated.as_ref().unwrap_or(&found), request)
    }

    /// Whether this integration has made a profile, and was the last to change it.
    fn is_ours(self, one: &CustomerProfile) -> bool {
        let own = self.own_profile.borrow();
        let is_own = |profile: &Lenient| own.is_some() && profile.text() == own.as_deref();
        is_own(&one.creator_profile_id) && is_own(&one.updater_profile_id)
    }

    /// The active profile with this e-mail address.
    async fn find(self, scope: &Scope, email: &str) -> Result<Option<CustomerProfile>, RemoteError> {
        let emails = [email];
        let list = self.list(scope, &[], &emails).await?;
        let has_address = |one: &CustomerProfile| {
            let own = one.email.text().unwrap_or_default();
            one.is_active && own.eq_ignore_ascii_case(email)
        };
        Ok(list.into_iter().find(has_address))
    }

    /// The profiles of these ids.
    pub async fn of_ids(self, scope: &Scope, ids: &[&str]) -> Result<Vec<CustomerProfile>, RemoteError> {
        let mut found = Vec::new();
        for some in ids.chunks(Limitation::MOST.into()) {
            found.extend(self.list(scope, some, &[]).await?);
        }
        Ok(found)
    }

    async fn list(
        self,
        scope: &Scope,
        customer_ids: &[&str],
        emails: &[&str],
    ) -> Result<Vec<CustomerProfile>, RemoteError> {
        let chains: Vec<&str> = self.chain_id.into_iter().collect();
        let question = CustomerFilter {
            chain_ids: &chains,
            customer_ids,
            emails,
            extent: CustomerExtent::CUSTOMERS,
            limitation: Limitation::default(),
        };
        let list: CustomerList = self.connector.ask(scope, Operation::CUSTOMERS, &question).await?;
        Ok(self.connector.readable(Operation::CUSTOMERS, list.customers))
    }

    async fn add(self, scope: &Scope, request: &ReservationRequest) -> Result<CustomerProfile, RemoteError> {
        let guest = &request.guest;
        let new = NewCustomer {
            first_name: guest.first_name.as_ref().map(Name::as_str),
            last_name: guest.last_name.as_str(),
            email: guest.email.as_ref().map(Email::as_str),
            phone: guest.phone.as_ref().map(Phone::as_str),
            options: if request.marketing_consent {
                &["SendMarketingEmails"]
            } else {
                &[]
            },
            chain_id: self.chain_id,
            overwrite_existing: false,
        };
        self.connector.act(scope, Operation::ADD_CUSTOMER, &new).await
    }
}

/// A profile that is there, for a request.
fn known(found: &CustomerProfile, request: &ReservationRequest) -> BookingCustomer {
    let guest = &request.guest;
    let is = |typed: Option<&str>, own: Option<&str>| {
        typed.is_none_or(|typed| own.is_some_and(|own| own.trim().to_lowercase() == typed.to_lowercase()))
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let phone = guest.phone.as_ref().map(|phone| digits(phone.as_str()));
    let own_phone = found.phone.text().map(digits);
    let is_same = is(
        guest.first_name.as_ref().map(Name::as_str),
        found.first_name.text(),
    ) && is(Some(guest.last_name.as_str()), found.last_name.text())
        && is(phone.as_deref(), own_phone.as_deref());
    BookingCustomer {
        id: found.id.clone(),
        differs: !is_same,
    }
}

/// The error for a customer's profile, which is sent before the booking. A rule that refuses a profile is not about the
/// time, so that another time would not help the guest.
fn of_profile(error: RemoteError) -> RemoteError {
    match before_booking(error) {
        RemoteError::Conflict | RemoteError::Declined(_) => {
            RemoteError::Refused("the customer's profile is turned down".to_owned())
        }
        error => error,
    }
}

/// An error before a booking was sent.
#[must_use]
pub fn before_booking(error: RemoteError) -> RemoteError {
    match error {
        RemoteError::Timeout => RemoteError::Away {
            retry_after: None,
            cause: "no answer in time, before the booking was sent".to_owned(),
        },
        RemoteError::Failed(cause) => RemoteError::Away {
            retry_after: None,
            cause,
        },
        error => error,
    }
}

#[cfg(test)]
#[path = "customers_tests.rs"]
mod tests;
