//! Customers, as they are looked for and added.

use serde::{Deserialize, Serialize};

use super::Limitation;
use crate::provider::lenient::{Elements, Lenient};

/// A question for customers. It cannot be printed: it holds their addresses.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct CustomerFilter<'a> {
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub chain_ids: &'a [&'a str],
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub customer_ids: &'a [&'a str],
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub emails: &'a [&'a str],
    pub extent: CustomerExtent,
    pub limitation: Limitation,
}

/// The parts of customers that are asked for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct CustomerExtent {
    pub customers: bool,
    pub addresses: bool,
}

impl CustomerExtent {
    /// The customers without their postal addresses.
    pub const CUSTOMERS: Self = Self {
        customers: true,
        addresses: false,
    };
}

/// Customers.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct CustomerList {
    pub customers: Elements<CustomerProfile>,
}

/// A customer's profile, as far as it is read. It has no `Debug`: the data is personal.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct CustomerProfile {
    pub id: String,
    pub is_active: bool,
    #[serde(default)]
    pub first_name: Lenient,
    #[serde(default)]
    pub last_name: Lenient,
    #[serde(default)]
    pub email: Lenient,
    #[serde(default)]
    pub phone: Lenient,
    #[serde(default)]
    pub preferred_language_code: Lenient,
    /// The profile that has made it: a person of the property, or an integration.
    #[serde(default)]
    pub creator_profile_id: Lenient,
    /// The profile that has changed it last.
    #[serde(default)]
    pub updater_profile_id: Lenient,
}

/// The data that a customer's profile lacks. It cannot be printed: the data is personal.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct CustomerUpdate<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_id: Option<&'a str>,
    pub customer_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<&'a str>,
}

/// A customer to add. It cannot be printed: the data is personal.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct NewCustomer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<&'a str>,
    pub last_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<&'a str>,
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub options: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain_id: Option<&'a str>,
    /// Always false: a stranger's typing never overwrites a profile of the property.
    pub overwrite_existing: bool,
}
