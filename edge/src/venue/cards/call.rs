//! The port for gift cards as guests buy and ask about them. It must not know how an order is kept, nor how
//! anything is written on the wire.

use async_trait::async_trait;
use base64ct::{Base64, Encoding as _};
use config::VenueSettings;
use serde::{Deserialize, Serialize};
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, Withdrawal, WithdrawalRequest};
use shared::id::OrderId;

use super::{Ordered, WantedCard, by_code, create, enclosed, order, sheet, withdraw};
use crate::provider::ProviderError;
use crate::venue::means::Means;

/// What can be asked of a venue's object about gift cards.
#[derive(Debug, Serialize, Deserialize)]
pub enum CardCall {
    /// Answered with the order made.
    Create(Box<WantedCard>),
    /// Answered with the order, and its card once it is issued.
    Order(OrderId),
    /// Answered with the balance of the card of this code.
    Balance(GiftCardCode),
    /// Answered with the order's card as a PDF, in base64.
    Sheet(OrderId),
    /// Answered with what comes back by withdrawing, which is done if it is confirmed.
    Withdraw(OrderId, WithdrawalRequest),
}

/// A venue, to whoever buys its gift cards or has one.
#[async_trait(?Send)]
pub trait Cards {
    /// Orders a card. Repeating the key orders nothing more.
    async fn create(&self, wanted: &WantedCard) -> Result<Ordered, ProviderError>;

    /// An order, to whoever shows its token.
    async fn order(&self, id: &OrderId) -> Result<GiftCardOrder, ProviderError>;

    /// The balance of a card.
    async fn balance(&self, code: &GiftCardCode) -> Result<Balance, ProviderError>;

    /// An order's card as a PDF, to whoever shows its token.
    async fn sheet(&self, id: &OrderId) -> Result<Vec<u8>, ProviderError>;

    /// What comes back by withdrawing from an order, which is done if it is confirmed, once.
    async fn withdraw(&self, id: &OrderId, request: WithdrawalRequest) -> Result<Withdrawal, ProviderError>;
}

/// What the object says to a call.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum CardAnswer {
    /// To [`CardCall::Create`].
    Ordered(Box<Ordered>),
    /// To [`CardCall::Order`].
    Order(Box<GiftCardOrder>),
    /// To [`CardCall::Balance`].
    Balance(Balance),
    /// To [`CardCall::Sheet`].
    Sheet(String),
    /// To [`CardCall::Withdraw`].
    Withdrawal(Withdrawal),
}

/// Answers a call, whichever system takes the venue's bookings.
pub fn answer(means: Means<'_>, venue: &VenueSettings, call: &CardCall) -> Result<CardAnswer, ProviderError> {
    match call {
        CardCall::Create(wanted) => {
            create(means, venue, wanted).map(|ordered| CardAnswer::Ordered(Box::new(ordered)))
        }
        CardCall::Order(id) => order(means, id).map(|order| CardAnswer::Order(Box::new(order))),
        CardCall::Balance(code) => by_code(means, code)?
            .ok_or(ProviderError::NotFound)?
            .balance()
            .map(CardAnswer::Balance),
        CardCall::Sheet(id) => {
            let enclosed = enclosed(means, venue, id)?;
            let sheet = sheet::written(venue, &enclosed)?;
            Ok(CardAnswer::Sheet(Base64::encode_string(&sheet)))
        }
        CardCall::Withdraw(id, WithdrawalRequest { confirm }) => {
            withdraw(means, venue, id, *confirm, None).map(CardAnswer::Withdrawal)
        }
    }
}
