//! The demonstration provider: a page of the worker's on which one chooses the outcome, and no network.

use async_trait::async_trait;
use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde::{Deserialize, Serialize};
use shared::id::{PaymentId, VenueId};
use shared::money::Money;
use shared::payment::Handover;
use shared::time::Instant;
use subtle::ConstantTimeEq;

use super::flow::reversal::RefundStatus;
use super::flow::{Event, Mode};
use super::{
    Begun, Charged, NewPayment, NewRefund, NotBelieved, PaymentError, PaymentEvents, Payments, Reference,
    WebhookEvent,
};
use crate::delivery::Delivery;
use crate::demo::Allowed;
use crate::storage::secret::Secret;

/// How a payment goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// It succeeds.
    Pay,
    /// The bank declines.
    Decline,
    /// The bank requires authentication.
    Authenticate,
    /// The payer goes away.
    Abandon,
}

impl Choice {
    /// The event that follows for a payment of `amount` minor units.
    #[must_use]
    pub fn event(self, mode: Mode, amount: i64) -> Option<Event> {
        match (self, mode) {
            (Self::Pay, Mode::Charge) => Some(Event::Paid(amount)),
            (Self::Pay, Mode::Reserve | Mode::Guarantee) => Some(Event::Authorised),
            (Self::Decline, _) => Some(Event::Declined),
            (Self::Authenticate, _) => Some(Event::Authenticating),
            (Self::Abandon, _) => None,
        }
    }
}

/// The right to play one payment, computed from the venue's secret and stored nowhere.
#[must_use]
pub fn token(secret: &Secret, id: &PaymentId) -> String {
    Base64UrlUnpadded::encode_string(&secret.hash("pay", id.as_str()))
}

/// Whether this is the payment's token, without telling by the time it takes how much of it is.
#[must_use]
pub fn is_token(secret: &Secret, id: &PaymentId, given: &str) -> bool {
    token(secret, id).as_bytes().ct_eq(given.as_bytes()).into()
}

/// The demonstration's payments of one venue.
pub struct Demo {
    venue: VenueId,
    secret: Secret,
}

impl Demo {
    /// The payments of this venue, whose secret opens their pages, in a deployment that allows them.
    #[must_use]
    pub fn new(_: Allowed, venue: VenueId, secret: Secret) -> Self {
        Self { venue, secret }
    }
}

#[async_trait(?Send)]
impl Payments for Demo {
    async fn begin(&self, new: &NewPayment) -> Result<Begun, PaymentError> {
        let url = format!("/pay/{}/{}#{}", self.venue, new.id, token(&self.secret, &new.id));
        Ok(Begun {
            reference: Reference(format!("demo-{}", new.id)),
            handover: Handover::Demo { url },
        })
    }

    async fn look(&self, _: Mode, _: &Reference) -> Result<PaymentEvents, PaymentError> {
        // A choice is recorded at once: there is no other system to ask.
        Ok(Vec::new())
    }

    async fn capture(
        &self,
        _: &PaymentId,
        _: &Reference,
        amount: Money,
    ) -> Result<PaymentEvents, PaymentError> {
        Ok(vec![Event::Paid(amount.amount())])
    }

    async fn charge(
        &self,
        id: &PaymentId,
        _: &Reference,
        amount: Money,
        _: bool,
    ) -> Result<Charged, PaymentError> {
        Ok(Charged {
            reference: Reference(format!("demo-{id}-charge")),
            standing: vec![Event::Paid(amount.amount())],
        })
    }

    async fn cancel(&self, _: &PaymentId, _: Mode, _: &Reference) -> Result<PaymentEvents, PaymentError> {
        Ok(vec![Event::Closed])
    }

    async fn refund(
        &self,
        id: &PaymentId,
        _: &Reference,
        refund: NewRefund,
    ) -> Result<PaymentEvents, PaymentError> {
        Ok(vec![Event::Refund {
            id: refund.key(id),
            amount: refund.amount.amount(),
            status: RefundStatus::Succeeded,
        }])
    }

    fn notice(&self, _: &Delivery, _: Instant) -> Result<WebhookEvent, NotBelieved> {
        Err(NotBelieved("a demonstration has no webhooks"))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;
    use shared::money::Currency;

    use super::*;

    #[test]
    fn a_payment_leads_to_its_page_and_the_token_stays_in_the_fragment() {
        let demo = Demo::new(
            Allowed::by(&|_| Some("yes".to_owned())).unwrap(),
            VenueId::parse("demo").unwrap(),
            Secret::new([1; 32]),
        );
        let id = PaymentId::parse("p1").unwrap();
        let new = NewPayment {
            id: id.clone(),
            mode: Mode::Charge,
            amount: Money::new(6_800, Currency::parse("EUR").unwrap()).unwrap(),
        };
        let begun = demo.begin(&new).now_or_never().unwrap().unwrap();
        let Handover::Demo { url } = begun.handover else {
            panic!("{begun:?}");
        };
        let (page, given) = url.split_once('#').unwrap();
        assert_eq!(page, "/pay/demo/p1");
        assert!(is_token(&Secret::new([1; 32]), &id, given));
        assert!(!is_token(&Secret::new([2; 32]), &id, given));
        assert!(!is_token(
            &Secret::new([1; 32]),
            &PaymentId::parse("p2").unwrap(),
            given
        ));
    }

    #[test]
    fn success_is_money_or_a_promise_of_it() {
        assert_eq!(Choice::Pay.event(Mode::Charge, 5), Some(Event::Paid(5)));
        assert_eq!(Choice::Pay.event(Mode::Reserve, 5), Some(Event::Authorised));
        assert_eq!(Choice::Pay.event(Mode::Guarantee, 5), Some(Event::Authorised));
        assert_eq!(Choice::Abandon.event(Mode::Charge, 5), None);
    }
}
