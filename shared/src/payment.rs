//! What a booking or a gift card costs in advance, and what a browser needs to pay it. It must not know how
//! any payment provider works.

use serde::{Deserialize, Serialize};

use crate::id::PaymentId;
use crate::money::Money;
use crate::time::Instant;

/// The conditions of payment of a slot or a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PaymentTerms {
    /// What is asked for.
    #[serde(rename = "type")]
    pub kind: PaymentKind,
    /// For the whole party.
    pub amount: Money,
    /// Minutes in which to pay before the table is given up.
    pub due_minutes: u32,
    /// The money is given back when cancelled at least this many minutes before the start; none
    /// means never.
    pub refund_minutes: Option<u32>,
}

/// What is asked for in advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// The price itself.
    Prepayment,
    /// A part, set against the bill.
    Deposit,
    /// A card, charged only when nobody comes.
    CardGuarantee,
}

/// A payment as whoever makes it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// Where it stands.
    pub status: PaymentStatus,
    /// What is charged; for a guarantee, what would be.
    pub amount: Money,
    /// Until when it can be paid; none once that no longer matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Instant>,
    /// Whether the deadline can be put off: once.
    pub extendable: bool,
    /// Where and how to pay; none where that is over, or not ready yet: ask again shortly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handover: Option<Handover>,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// To be paid.
    Open,
    /// The payer's bank asks, or the money is on its way.
    Authenticating,
    /// Declined: another card may do.
    Failed,
    /// The money is set aside, or the card is kept, and nothing is charged yet.
    Authorised,
    /// The money has come.
    Paid,
    /// Not paid in time, or called off.
    Lapsed,
    /// The money is on its way back.
    Refunding,
    /// All or a part of the money went back.
    Refunded,
}

/// What keeps a restaurant from money that it was promised, or a payer from money that they are owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentProblem {
    /// What was set aside is not any more: the bank has let it go.
    AuthorisationLost,
    /// What was set aside could not be taken.
    CaptureFailed,
    /// The payer's bank has turned a refund down.
    RefundFailed,
    /// A refund has not succeeded for days.
    RefundStuck,
    /// The payer disputes the payment.
    Disputed,
    /// The payer's bank has taken the money back.
    DisputeLost,
}

/// Where and how to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Handover {
    /// On a page of our own that only plays at paying.
    Demo {
        /// Its address. What it holds behind `#` is a secret.
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
