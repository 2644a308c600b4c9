//! The payment provider Stripe. It must not know other providers, nor how the network is reached.

mod client;
pub mod map;
mod signature;
pub mod wire;

use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use config::payment::StripeSettings;
use secrecy::SecretString;
use shared::id::PaymentId;
use shared::money::Money;
use shared::payment::Handover;
use shared::time::Instant;

use self::client::Client;
use super::flow::{Event, Mode};
use super::{
    Begun, Charged, NewPayment, NewRefund, NotBelieved, PaymentError, PaymentEvents, Payments, Reference,
    WebhookEvent,
};
use crate::delivery::Delivery;
use crate::upstream::{Ports, Scope, Upstream};

/// How long a payer, or the object behind them, is kept waiting for an answer of Stripe.
const DEADLINE: Duration = Duration::from_secs(15);

/// The Stripe of one venue.
pub struct Stripe {
    settings: StripeSettings,
    client: Client,
    webhook_secret: SecretString,
    ports: Rc<Ports>,
}

impl Stripe {
    /// Stripe with these settings and the venue's secrets. Where the deployment has other addresses for it,
    /// they are in the settings already.
    #[must_use]
    pub fn new(
        settings: StripeSettings,
        key: SecretString,
        webhook_secret: SecretString,
        upstream: Upstream,
        ports: Rc<Ports>,
    ) -> Self {
        Self {
            client: Client::new(settings.api_base.clone(), key, upstream),
            settings,
            webhook_secret,
            ports,
        }
    }

    fn scope(&self) -> Scope {
        Scope::new(self.ports.clock.elapsed() + DEADLINE)
    }

    /// Makes what a payer's browser needs to pay. A card can be charged later only if it belongs to a customer.
    async fn intent(&self, new: &NewPayment) -> Result<wire::Object, PaymentError> {
        let (scope, id) = (self.scope(), &new.id);
        let customer: Option<wire::Object> = if new.mode == Mode::Guarantee {
            let (key, form) = (format!("{id}-customer"), map::customer(id));
            let path = "/v1/customers";
            Some(self.client.post(&scope, "customer", path, &key, form).await?)
        } else {
            None
        };
        let customer = customer.as_ref().map(|customer| customer.id.as_str());
        let form = map::begin(new, &self.settings.payment_method_types, customer)?;
        let (key, path) = (format!("{id}-begin"), map::path(new.mode));
        self.client.post(&scope, "begin", path, &key, form).await
    }

    /// The Setup Intent by which a card was stored.
    async fn setup_intent(&self, scope: &Scope, reference: &Reference) -> Result<wire::Object, PaymentError> {
        let path = format!("{}/{}", map::path(Mode::Guarantee), segment(&reference.0)?);
        self.client.get(scope, "kept", &path).await
    }
}

/// The part of an address that an id is, if it is one.
fn segment(id: &str) -> Result<&str, PaymentError> {
    let is_id = (1..=128).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_id
        .then_some(id)
        .ok_or_else(|| PaymentError::Never("stripe: the payment's reference is no id".to_owned()))
}

#[async_trait(?Send)]
impl Payments for Stripe {
    async fn begin(&self, new: &NewPayment) -> Result<Begun, PaymentError> {
        let begun = self.intent(new).await;
        let intent = begun.map_err(|error| match error {
            // Nothing can have moved yet: what was asked for is wrong.
            PaymentError::Moved(cause) => PaymentError::Never(cause),
            other => other,
        })?;
        let client_secret = intent
            .client_secret
            .ok_or_else(|| PaymentError::Again("stripe: begin: no client secret".to_owned()))?;
        Ok(Begun {
            reference: Reference(intent.id),
            handover: Handover::Stripe {
                publishable_key: self.settings.publishable_key.clone(),
                client_secret,
                script_url: self.settings.script_url.clone(),
            },
        })
    }

    async fn look(&self, mode: Mode, reference: &Reference) -> Result<PaymentEvents, PaymentError> {
        let (path, id, scope) = (map::path(mode), segment(&reference.0)?, self.scope());
        let intent: wire::Object = self.client.get(&scope, "look", &format!("{path}/{id}")).await?;
        let mut standing = map::standing(&intent);
        if mode != Mode::Guarantee && intent.status == "succeeded" {
            // Each by itself: the total does not show which are on their way and which have failed.
            let path = format!("/v1/refunds?payment_intent={id}&limit=100");
            let refunds: wire::Object = self.client.get(&scope, "refunds", &path).await?;
            standing.extend(refunds.data.iter().filter_map(map::refunded));
        }
        Ok(standing)
    }

    async fn capture(
        &self,
        id: &PaymentId,
        reference: &Reference,
        _: Money,
    ) -> Result<PaymentEvents, PaymentError> {
        let path = format!("{}/{}/capture", map::path(Mode::Reserve), segment(&reference.0)?);
        let key = format!("{id}-capture");
        let intent: wire::Object = self
            .client
            .post(&self.scope(), "capture", &path, &key, String::new())
            .await?;
        Ok(map::standing(&intent))
    }

    async fn charge(
        &self,
        id: &PaymentId,
        reference: &Reference,
        amount: Money,
        again: bool,
    ) -> Result<Charged, PaymentError> {
        let scope = self.scope();
        let setup = self.setup_intent(&scope, reference).await?;
        let (Some(customer), Some(method)) = (&setup.customer, &setup.payment_method) else {
            return Err(PaymentError::Never(format!(
                "stripe: charge: no card is stored for payment {id}"
            )));
        };
        if again {
            // Stripe forgets keys after a day, but not what a customer has paid, and this one pays once.
            let path = format!(
                "{}?customer={}&limit=1",
                map::path(Mode::Charge),
                segment(customer)?
            );
            let found: wire::Object = self.client.get(&scope, "charges", &path).await?;
            if let Some(intent) = found.data.first() {
                return map::charged(intent);
            }
        }
        let (key, form) = (format!("{id}-charge"), map::charge(id, amount, customer, method)?);
        let path = map::path(Mode::Charge);
        let intent: wire::Object = self.client.post(&scope, "charge", path, &key, form).await?;
        map::charged(&intent)
    }

    async fn cancel(
        &self,
        id: &PaymentId,
        mode: Mode,
        reference: &Reference,
    ) -> Result<PaymentEvents, PaymentError> {
        if mode == Mode::Guarantee {
            let scope = self.scope();
            let setup = self.setup_intent(&scope, reference).await?;
            if let ("succeeded", Some(method)) = (setup.status.as_str(), &setup.payment_method) {
                // What has succeeded cannot be cancelled, but the card can be forgotten.
                let path = format!("/v1/payment_methods/{}/detach", segment(method)?);
                let key = format!("{id}-detach");
                let forgotten = self
                    .client
                    .post(&scope, "detach", &path, &key, String::new())
                    .await;
                return match forgotten {
                    // It is detached already.
                    Ok(_) | Err(PaymentError::Moved(_)) => Ok(vec![Event::Closed]),
                    Err(error) => Err(error),
                };
            }
        }
        let path = format!("{}/{}/cancel", map::path(mode), segment(&reference.0)?);
        let key = format!("{id}-cancel");
        let intent: wire::Object = self
            .client
            .post(&self.scope(), "cancel", &path, &key, String::new())
            .await?;
        Ok(map::standing(&intent))
    }

    async fn refund(
        &self,
        id: &PaymentId,
        reference: &Reference,
        refund: NewRefund,
    ) -> Result<PaymentEvents, PaymentError> {
        let (key, form) = (refund.key(id), map::refund(reference, refund.amount)?);
        let made: wire::Object = self
            .client
            .post(&self.scope(), "refund", "/v1/refunds", &key, form)
            .await?;
        let event = map::refunded(&made)
            .ok_or_else(|| PaymentError::Again("stripe: refund: the answer cannot be read".to_owned()))?;
        Ok(vec![event])
    }

    fn notice(&self, delivery: &Delivery, now: Instant) -> Result<WebhookEvent, NotBelieved> {
        let header = delivery
            .header("stripe-signature")
            .ok_or(NotBelieved("there is no signature"))?;
        let tolerance = self.settings.webhook_tolerance_seconds.into();
        signature::verify(header, &delivery.body, &self.webhook_secret, tolerance, now)?;
        let unread = || NotBelieved("what was signed cannot be read");
        let body = str::from_utf8(&delivery.body).map_err(|_| unread())?;
        let event = serde_json::from_str(body).map_err(|_| unread())?;
        map::notice(event).map_err(|_| unread())
    }
}
