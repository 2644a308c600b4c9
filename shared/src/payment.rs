//! Payments in advance, of a reservation or a gift card: their terms, their status, and what a browser needs to make one.

use serde::{Deserialize, Serialize};

use crate::id::PaymentId;
use crate::money::Money;
use crate::time::Instant;

/// The conditions of payment of a slot or a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PaymentTerms {
    /// The kind of payment.
    #[serde(rename = "type")]
    pub kind: PaymentKind,
    /// The amount for the whole party.
    pub amount: Money,
    /// Minutes until the table is released if it is not paid.
    pub due_minutes: u32,
    /// Cancelling at least this many minutes before the start refunds the payment; none means never.
    pub refund_minutes: Option<u32>,
}

/// The kind of a payment in advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// The price itself.
    Prepayment,
    /// A deposit, deducted from the bill.
    Deposit,
    /// A card on file, charged only for a no-show.
    CardGuarantee,
}

/// A payment as its payer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// Its status.
    pub status: PaymentStatus,
    /// The amount charged; for a card guarantee, the amount that would be.
    pub amount: Money,
    /// When it must be paid by; none once that no longer matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Instant>,
    /// Whether the deadline can be put off: once.
    pub extendable: bool,
    /// How to pay; none when that is over, or not ready yet: ask again shortly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<Handover>,
}

/// The status of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// To be paid.
    Open,
    /// The payer's bank requires authentication, or the money is on its way.
    Authenticating,
    /// Declined: another card may do.
    Failed,
    /// The money is authorised, or the card is on file; nothing is charged yet.
    Authorised,
    /// Charged.
    Paid,
    /// Not paid in time, or cancelled.
    Lapsed,
    /// The money is on its way back.
    Refunding,
    /// All or a part of the payment is refunded.
    Refunded,
}

/// A problem that keeps the restaurant from money it was promised, or the payer from a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentProblem {
    /// The authorisation has lapsed at the bank.
    AuthorisationLost,
    /// The authorised amount could not be captured.
    CaptureFailed,
    /// The payer's bank has rejected a refund.
    RefundFailed,
    /// A refund has not succeeded for days.
    RefundStuck,
    /// The payer disputes the payment.
    Disputed,
    /// The payer's bank has reversed the payment.
    DisputeLost,
}

/// How to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Handover {
    /// On the payment page of demonstrations.
    Demo {
        /// Its URL. Its fragment is a secret.
        url: String,
    },
    /// With Stripe's own elements in the page.
    Stripe {
        /// Names the account.
        publishable_key: String,
        /// Opens this one payment.
        client_secret: String,
        /// Where Stripe's script is.
        script_url: String,
    },
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::money::Currency;

    #[test]
    fn a_payment_is_written_as_the_api_says() {
        let payment = Payment {
            id: PaymentId::parse("p1").unwrap(),
            status: PaymentStatus::Open,
            amount: Money::new(6_800, Currency::parse("EUR").unwrap()).unwrap(),
            deadline: Some(Instant::from_unix(1_795_258_800)),
            extendable: true,
            handover: Some(Handover::Stripe {
                publishable_key: "pk_1".to_owned(),
                client_secret: "pi_1_secret_2".to_owned(),
                script_url: "https://js.stripe.com/v3/".to_owned(),
            }),
        };
        let json = json!({
            "id": "p1", "status": "open", "amount": { "amount": 6_800, "currency": "EUR" },
            "deadline": "2026-11-21T11:00:00Z", "extendable": true,
            "handover": {
                "type": "stripe", "publishableKey": "pk_1", "clientSecret": "pi_1_secret_2",
                "scriptUrl": "https://js.stripe.com/v3/",
            },
        });
        assert_eq!(serde_json::to_value(&payment).unwrap(), json);
        assert_eq!(serde_json::from_value::<Payment>(json).unwrap(), payment);
    }

    #[test]
    fn a_demonstrations_payment_leads_to_a_page() {
        let handover = Handover::Demo {
            url: "/pay/demo/p1#t".to_owned(),
        };
        assert_eq!(
            serde_json::to_value(handover).unwrap(),
            json!({ "type": "demo", "url": "/pay/demo/p1#t" })
        );
    }
}
