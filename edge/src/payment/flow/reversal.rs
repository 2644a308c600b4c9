//! Money that left a payment again: refunds, and disputes by which a bank takes it back. Each has an id and a status
//! that only ever goes forward, so notices of them may come twice, late and in any order. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The most refunds that are kept of one payment: a failed one is made anew once a day, for years.
const MOST_REFUNDS: usize = 2_000;

/// The most disputes that are kept of one payment.
const MOST_DISPUTES: usize = 100;

/// How far a refund has come. A later one overrules an earlier one: a bank may turn down what had succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// On its way.
    Pending,
    /// Done.
    Succeeded,
    /// Turned down: the money is where it was.
    Failed,
}

/// How far a dispute has come. A later one overrules an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    /// The bank inquires, and has taken nothing.
    Inquiry,
    /// The bank has taken the money for as long as it is decided.
    Open,
    /// The money stays with the restaurant.
    Won,
    /// It is lost: the money has gone to the payer.
    Lost,
}

/// One refund or dispute, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal<S> {
    /// How much.
    pub amount: i64,
    /// How far it has come.
    pub status: S,
}

/// Every refund and dispute of a payment that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversals {
    /// Refunds by the provider's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    refunds: BTreeMap<String, Reversal<RefundStatus>>,
    /// Disputes by the provider's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    disputes: BTreeMap<String, Reversal<DisputeStatus>>,
    /// The refunded total that was reported without the single refunds.
    #[serde(rename = "heard", default, skip_serializing_if = "is_default")]
    reported: i64,
}

/// Whether a value is what is read where none was written.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Takes in one, unless it is new and so many are known; its status if that is news.
fn take<S: Copy + Ord>(
    known: &mut BTreeMap<String, Reversal<S>>,
    most: usize,
    id: &str,
    event: Reversal<S>,
) -> Option<S> {
    if event.amount <= 0 {
        return None;
    }
    let is_full = known.len() >= most;
    match known.get_mut(id) {
        Some(known) => {
            known.amount = known.amount.max(event.amount);
            let is_news = event.status > known.status;
            known.status = known.status.max(event.status);
            is_news.then_some(event.status)
        }
        None if !is_full => {
            known.insert(id.to_owned(), event);
            Some(event.status)
        }
        None => None,
    }
}

impl Reversals {
    /// Takes in a refund; its status if that is news.
    pub fn refund(&mut self, id: &str, amount: i64, status: RefundStatus) -> Option<RefundStatus> {
        take(&mut self.refunds, MOST_REFUNDS, id, Reversal { amount, status })
    }

    /// Takes in a dispute; its status if that is news.
    pub fn dispute(&mut self, id: &str, amount: i64, status: DisputeStatus) -> Option<DisputeStatus> {
        take(&mut self.disputes, MOST_DISPUTES, id, Reversal { amount, status })
    }

    /// Takes in that so much was refunded in total.
    pub fn report(&mut self, total: i64) {
        self.reported = self.reported.max(total);
    }

    /// The refunds that have succeeded: the provider's id and the amount of each.
    pub fn done(&self) -> impl Iterator<Item = (&str, i64)> {
        let succeeded = self.refunds.iter();
        let succeeded = succeeded.filter(|(_, refund)| refund.status == RefundStatus::Succeeded);
        succeeded.map(|(id, refund)| (id.as_str(), refund.amount))
    }

    /// Whether more is reported as refunded than is known by single refunds: the provider has to be read.
    #[must_use]
    pub fn has_unseen(&self) -> bool {
        self.reported > self.refunded(|_| true)
    }

    /// Whether no refund is known by its id.
    #[must_use]
    pub fn has_no_refunds(&self) -> bool {
        self.refunds.is_empty()
    }

    fn refunded(&self, counts: impl Fn(RefundStatus) -> bool) -> i64 {
        let counted = self.refunds.values().filter(|refund| counts(refund.status));
        counted.fold(0_i64, |sum, refund| sum.saturating_add(refund.amount))
    }

    /// The sum of refunds that have not failed.
    #[must_use]
    pub fn sent(&self) -> i64 {
        self.refunded(|status| status != RefundStatus::Failed)
    }

    /// The sum of refunds that have succeeded.
    #[must_use]
    pub fn succeeded(&self) -> i64 {
        self.refunded(|status| status == RefundStatus::Succeeded)
    }

    /// How many refunds failed.
    #[must_use]
    pub fn failures(&self) -> usize {
        let failed = |refund: &&Reversal<RefundStatus>| refund.status == RefundStatus::Failed;
        self.refunds.values().filter(failed).count()
    }

    fn disputed(&self, status: DisputeStatus) -> i64 {
        let counted = self.disputes.values().filter(|dispute| dispute.status == status);
        counted.fold(0_i64, |sum, dispute| sum.saturating_add(dispute.amount))
    }

    /// The sum of lost disputes.
    #[must_use]
    pub fn charged_back(&self) -> i64 {
        self.disputed(DisputeStatus::Lost)
    }

    /// The sum of open disputes.
    #[must_use]
    pub fn in_dispute(&self) -> i64 {
        self.disputed(DisputeStatus::Open)
            .saturating_add(self.disputed(DisputeStatus::Inquiry))
    }

    /// How much this dispute is about; none of an id that is not known.
    #[must_use]
    pub fn amount_of_dispute(&self, id: &str) -> Option<i64> {
        self.disputes.get(id).map(|dispute| dispute.amount)
    }

    /// How many disputes there are and were.
    #[must_use]
    pub fn disputes(&self) -> usize {
        self.disputes.len()
    }
}
