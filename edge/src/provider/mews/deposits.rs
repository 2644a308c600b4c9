//! Payments that were made here, posted at Mews: each once.
//!
//! Mews has no key that makes a repeated post harmless, so a payment is looked for by our reference before it is posted
//! again. Inferred: a property that reckons net takes the amount that was paid as a net value, since a payment has no tax of
//! its own. A refund of such a payment is the staff's to post: `payments/refund` refuses payments that were made elsewhere.

use super::amount::Decimal;
use super::catalogue::Catalogue;
use super::client::{Connector, Operation};
use super::wire::Done;
use super::wire::booking::StoredReservation;
use super::wire::payment::{NewExternalPayment, PaidAmount, PaymentFilter, PaymentList, PostedPayment};
use crate::provider::remote::{Deposit, RemoteError};
use crate::upstream::Scope;

/// The payment type of an amount that a gift card has paid.
const GIFT_CARD: &str = "GiftCard";

/// Posts payments of a property.
#[derive(Clone, Copy)]
pub struct Deposits<'a> {
    /// The client of Mews.
    pub connector: &'a Connector,
    /// The property, where the access token is that of a portfolio.
    pub enterprise_id: Option<&'a str>,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The type under which it is posted, unless a gift card has given it and the property tells these apart.
    pub payment_type: &'a str,
    /// The accounting category under which it is posted; none leaves that to Mews.
    pub accounting_category_id: Option<&'a str>,
}

impl Deposits<'_> {
    /// Posts a payment. The outcome may be unknown, and posting again may post twice.
    pub async fn post(
        self,
        scope: &Scope,
        reservation: &StoredReservation,
        deposit: &Deposit,
    ) -> Result<(), RemoteError> {
        let is_enabled = |kind: &str| self.catalogue.payment_types.iter().any(|one| one == kind);
        let kind = if deposit.is_of_gift_card && is_enabled(GIFT_CARD) {
            GIFT_CARD
        } else {
            self.payment_type
        };
        if !is_enabled(kind) {
            let cause = "the setting mews.paymentType is not enabled in the property's accounting".to_owned();
            return Err(RemoteError::Refused(cause));
        }
        let currency = deposit.amount.currency();
        let is_net = self.catalogue.is_net;
        let payment = NewExternalPayment {
            enterprise_id: self.enterprise_id,
            account_id: &reservation.account_id,
            accounting_category_id: self.accounting_category_id,
            reservation_id: &reservation.id,
            amount: PaidAmount {
                currency: currency.code(),
                gross_value: (!is_net).then(|| Decimal::of(deposit.amount)),
                net_value: is_net.then(|| Decimal::of(deposit.amount)),
            },
            kind,
            external_identifier: &deposit.reference,
        };
        let _: Done = self
            .connector
            .act(scope, Operation::ADD_PAYMENT, &payment)
            .await?;
        Ok(())
    }

    /// The references of the payments that were posted for a reservation and stand.
    pub async fn posted(self, scope: &Scope, reservation: &str) -> Result<Vec<String>, RemoteError> {
        let enterprises: Vec<&str> = self.enterprise_id.into_iter().collect();
        let list = self
            .connector
            .list::<PaymentList, _>(scope, Operation::PAYMENTS, |limitation| PaymentFilter {
                enterprise_ids: &enterprises,
                reservation_ids: [reservation],
                limitation,
            })
            .await?;
        // One that cannot be read may be the one that is looked for.
        if let Some(fault) = list.unreadable.first() {
            return Err(RemoteError::Failed(format!("payments: {fault}")));
        }
        let reference = |one: &PostedPayment| {
            let stands = !["Canceled", "Failed"].contains(&one.state.as_str());
            let external = one.data.read().and_then(|data| data.external.read());
            let own = external.and_then(|external| external.external_identifier.text());
            own.filter(|_| stands).map(str::to_owned)
        };
        Ok(list.all.iter().filter_map(reference).collect())
    }
}

#[cfg(test)]
#[path = "deposits_tests.rs"]
mod tests;
