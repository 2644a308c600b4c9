//! Payments that were made elsewhere, as they are posted and looked for.

use serde::{Deserialize, Serialize};

use super::Limitation;
use crate::provider::lenient::{Elements, Lenient, Part};
use crate::provider::mews::amount::Decimal;

/// A payment to post.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct NewExternalPayment<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enterprise_id: Option<&'a str>,
    pub account_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounting_category_id: Option<&'a str>,
    pub reservation_id: &'a str,
    pub amount: PaidAmount<'a>,
    #[serde(rename = "Type")]
    pub kind: &'a str,
    pub external_identifier: &'a str,
}

/// The amount of a payment: gross or net, as the property reckons.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PaidAmount<'a> {
    pub currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross_value: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_value: Option<Decimal>,
}

/// A question for the payments of a reservation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PaymentFilter<'a> {
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub enterprise_ids: &'a [&'a str],
    pub reservation_ids: [&'a str; 1],
    pub limitation: Limitation,
}

/// Payments.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PaymentList {
    pub payments: Elements<PostedPayment>,
    #[serde(default)]
    pub cursor: Lenient,
}

/// A payment, as far as it is read.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PostedPayment {
    /// `Charged`, `Canceled`, `Pending`, `Failed` or `Verifying`.
    pub state: String,
    #[serde(default)]
    pub data: Part<PaymentData>,
}

/// The part of a payment that depends on its kind.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct PaymentData {
    #[serde(default)]
    pub external: Part<ExternalData>,
}

/// The part of a payment that was made elsewhere.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct ExternalData {
    #[serde(default)]
    pub external_identifier: Lenient,
}
