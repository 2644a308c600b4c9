//! Payments that were made here, posted at Mews: each once.
//!
//! Mews has no key that makes a repeated post harmless, so a payment is looked for by our reference before it is posted
//! again. A refund of such a payment is the staff's to post: `payments/refund` refuses payments that were made elsewhere.

use shared::money::Money;

use super::amount::Decimal;
use super::catalogue::Catalogue;
use super::client::{Connector, Operation};
use super::wire::Done;
use super::wire::booking::StoredReservation;
use super::wire::payment::{NewExternalPayment, PaidAmount, PaymentFilter, PaymentList, PostedPayment};
use crate::provider::remote::RemoteError;
use crate::upstream::Scope;

/// A payment of a reservation to post.
#[derive(Clone, Copy, Debug)]
pub struct Deposit<'a> {
    /// Our reference, by which it is found again.
    pub reference: &'a str,
    /// The amount that was paid, taxes included.
    pub amount: Money,
    /// The amount without its taxes, for a property that reckons net; the same, if it is not known.
    pub net: Money,
}

/// Posts payments of a property.
#[derive(Clone, Copy)]
pub struct Deposits<'a> {
    /// The line to Mews.
    pub connector: &'a Connector,
    /// The property, where the access token is that of a portfolio.
    pub enterprise_id: Option<&'a str>,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The type under which it is posted.
    pub payment_type: &'a str,
}

impl Deposits<'_> {
    /// Posts a payment, unless it is there. The outcome may be unknown: called again, it looks for it first.
    pub async fn post(
        self,
        scope: &Scope,
        reservation: &StoredReservation,
        deposit: Deposit<'_>,
    ) -> Result<(), RemoteError> {
        let is_enabled = self
            .catalogue
            .payment_types
            .iter()
            .any(|one| one == self.payment_type);
        if !is_enabled {
            let cause = "the setting mews.paymentType is not enabled in the property's accounting".to_owned();
            return Err(RemoteError::Refused(cause));
        }
        if self.is_posted(scope, &reservation.id, deposit.reference).await? {
            return Ok(());
        }
        let currency = deposit.amount.currency();
        let is_net = self.catalogue.is_net;
        let payment = NewExternalPayment {
            enterprise_id: self.enterprise_id,
            account_id: &reservation.account_id,
            reservation_id: &reservation.id,
            amount: PaidAmount {
                currency: currency.code(),
                gross_value: (!is_net).then(|| Decimal::of(deposit.amount)),
                net_value: is_net.then(|| Decimal::of(deposit.net)),
            },
            kind: self.payment_type,
            external_identifier: deposit.reference,
        };
        let _: Done = self
            .connector
            .act(scope, Operation::ADD_PAYMENT, &payment)
            .await?;
        Ok(())
    }

    async fn is_posted(self, scope: &Scope, reservation: &str, reference: &str) -> Result<bool, RemoteError> {
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
        let is_it = |one: &PostedPayment| {
            let external = one.data.read().and_then(|data| data.external.read());
            let own = external.and_then(|external| external.external_identifier.text());
            own == Some(reference) && !["Canceled", "Failed"].contains(&one.state.as_str())
        };
        Ok(list.all.iter().any(is_it))
    }
}

#[cfg(test)]
#[path = "deposits_tests.rs"]
mod tests;
