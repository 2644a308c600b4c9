//! Orders of gift cards, and the balance of a card.

use serde::{Deserialize, Serialize};

use super::{GiftCardCode, GiftCards};
use crate::id::{OrderId, TemplateId};
use crate::locale::Language;
use crate::money::Money;
use crate::payment::Payment;
use crate::time::Day;
use crate::validation::{Email, FieldCode, FieldError, Message, Name, request_type};

/// How far ahead the day can be on which a card is sent.
pub const MAX_DAYS_AHEAD: u16 = 365;

request_type! {
    /// An order for a gift card: the body of its POST.
    pub struct GiftCardRequest {
        /// The design.
        pub template_id: TemplateId,
        /// Its value, which is its price.
        pub amount: Money,
        /// The purchaser.
        pub purchaser: Purchaser,
        /// The recipient; the purchaser if left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub recipient: Option<Recipient>,
        /// The message on the card.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub message: Option<Message>,
        /// The day on which it is sent, in the venue's zone; as soon as it is paid, if none is named.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub deliver_on: Option<Day>,
        /// The language to write in.
        pub locale: Language,
    }
}

request_type! {
    /// The purchaser of a gift card.
    pub struct Purchaser {
        /// Their name.
        pub name: Name,
        /// Where the receipt goes.
        pub email: Email,
    }
}

request_type! {
    /// The recipient of a gift card: an e-mail address, to which the card is sent, or a name alone, and the purchaser
    /// hands the card over.
    pub struct Recipient {
        /// Their name, as the card shows it.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub name: Option<Name>,
        /// Where the card is sent.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "requests", deserr(default))]
        pub email: Option<Email>,
    }
}

impl GiftCardRequest {
    /// The faults of the order at a venue that offers these cards, on this day of the venue's calendar.
    #[must_use]
    pub fn faults(&self, offered: &GiftCards, today: Day) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut fault = |pointer: &str, code| faults.push(FieldError::new(pointer, code));
        match offered.template(&self.template_id) {
            None => fault("/templateId", FieldCode::NotOffered),
            Some(template) if template.takes(self.amount) => {}
            Some(template) => {
                let mut currencies = template.amounts.iter().map(|amount| amount.currency());
                let currency = currencies
                    .next()
                    .or_else(|| template.custom.map(|range| range.min.currency()));
                if currency != Some(self.amount.currency()) {
                    fault("/amount/currency", FieldCode::NotOffered);
                } else if template.custom.is_some() {
                    fault("/amount/amount", FieldCode::OutOfRange);
                } else {
                    fault("/amount/amount", FieldCode::NotOffered);
                }
            }
        }
        if let Some(recipient) = &self.recipient
            && recipient.name.is_none()
            && recipient.email.is_none()
        {
            fault("/recipient", FieldCode::Required);
        }
        if let Some(day) = self.deliver_on {
            let ahead = day.since(today);
            if ahead < 0 {
                fault("/deliverOn", FieldCode::InThePast);
            } else if ahead > i64::from(MAX_DAYS_AHEAD) {
                fault("/deliverOn", FieldCode::BeyondHorizon);
            }
        }
        faults
    }
}

/// Where an order stands, as its purchaser sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    /// It waits for its payment.
    PaymentPending,
    /// It is paid, and the card is being made.
    Issuing,
    /// The card is there.
    Issued,
    /// The card could not be made, or the payment came too late: the money is on its way back.
    Refunding,
    /// It is refunded.
    Refunded,
    /// It was not paid in time; nothing was charged.
    Lapsed,
}

/// An order of a gift card, as its purchaser sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GiftCardOrder {
    /// Its id.
    pub order_id: OrderId,
    /// Its status.
    pub status: OrderStatus,
    /// The card's value, which is the amount to pay.
    pub amount: Money,
    /// The day on which the card is sent; none if that is when it is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deliver_on: Option<Day>,
    /// Whether the card is sent to the recipient's e-mail address, and not to the purchaser's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sent_to_recipient: bool,
    /// The bearer token that reads the order and its card. Only in the response to its creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_token: Option<String>,
    /// Its payment, while one is to be made or under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<Payment>,
    /// The card, once it is issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<GiftCard>,
}

/// A gift card with its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct GiftCard {
    /// Its code, which is worth the balance.
    pub code: GiftCardCode,
    /// Its design.
    pub template_id: TemplateId,
    /// Its value when it was issued.
    pub amount: Money,
    /// Its value now.
    pub remaining: Money,
    /// The last day on which it is valid; none if it never expires.
    pub expires_on: Option<Day>,
    /// The recipient's name, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient_name: Option<Name>,
    /// The message on the card.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

request_type! {
    /// The question for a card's balance. The code stands in a body and never in an address.
    #[derive(Copy)]
    pub struct BalanceQuestion {
        /// The card's code.
        pub code: GiftCardCode,
    }
}

/// A card's balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Balance {
    /// Its value now.
    pub remaining: Money,
    /// The last day on which it is valid; none if it never expires.
    pub expires_on: Option<Day>,
}

#[cfg(test)]
#[path = "order_tests.rs"]
mod tests;
