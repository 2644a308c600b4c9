//! Vouchers: codes that open private rates.

use serde::{Deserialize, Serialize};

use super::Limitation;
use crate::provider::lenient::{Elements, Part};

/// A question for the vouchers of a code. It cannot be printed: the code is a secret of those who have it.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct VoucherFilter<'a> {
    #[serde(skip_serializing_if = "<[&str]>::is_empty")]
    pub enterprise_ids: &'a [&'a str],
    pub service_ids: [&'a str; 1],
    pub voucher_code_values: [&'a str; 1],
    pub extent: VoucherExtent,
    pub limitation: Limitation,
}

/// The parts of vouchers that are asked for.
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct VoucherExtent {
    pub vouchers: bool,
    pub voucher_assignments: bool,
}

/// Vouchers, and the rates that they open.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct VoucherList {
    #[serde(default)]
    pub vouchers: Part<Elements<Voucher>>,
    #[serde(default)]
    pub voucher_assignments: Part<Elements<VoucherAssignment>>,
}

/// A voucher.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct Voucher {
    pub id: String,
    pub is_active: bool,
}

/// A rate that a voucher opens.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
#[expect(missing_docs, reason = "the fields are Mews'")]
pub struct VoucherAssignment {
    pub voucher_id: String,
    pub rate_id: String,
}

impl VoucherList {
    /// Whether an active voucher opens a rate.
    #[must_use]
    pub fn opens(&self, rate: &str) -> bool {
        let (Some(vouchers), Some(assignments)) = (self.vouchers.read(), self.voucher_assignments.read())
        else {
            return false;
        };
        let is_active = |id: &str| vouchers.all.iter().any(|one| one.is_active && one.id == id);
        let mut of_rate = assignments.all.iter().filter(|one| one.rate_id == rate);
        of_rate.any(|one| is_active(&one.voucher_id))
    }
}
