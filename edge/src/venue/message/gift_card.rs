//! Requests about gift cards, and their responses.

use async_trait::async_trait;
use base64ct::{Base64, Encoding as _};
use config::VenueSettings;
use serde::{Deserialize, Serialize};
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, Withdrawal, WithdrawalRequest};
use shared::id::OrderId;

use crate::error::VenueError;
use crate::venue::context::Ctx;
use crate::venue::gift_cards::{Ordered, WantedCard, by_code, create, enclosed, order, sheet, withdraw};

/// What can be asked of a venue's object about gift cards.
#[derive(Debug, Serialize, Deserialize)]
pub enum GiftCardsRequest {
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

/// A venue's gift cards, for purchasers and holders.
#[async_trait(?Send)]
pub trait Cards {
    /// Orders a card. Repeating the key orders nothing more.
    async fn create(&self, wanted: &WantedCard) -> Result<Ordered, VenueError>;

    /// An order; needs its token.
    async fn order(&self, id: &OrderId) -> Result<GiftCardOrder, VenueError>;

    /// The balance of a card.
    async fn balance(&self, code: &GiftCardCode) -> Result<Balance, VenueError>;

    /// An order's card as a PDF; needs the order's token.
    async fn sheet(&self, id: &OrderId) -> Result<Vec<u8>, VenueError>;

    /// What comes back by withdrawing from an order, which is done if it is confirmed, once.
    async fn withdraw(&self, id: &OrderId, request: WithdrawalRequest) -> Result<Withdrawal, VenueError>;
}

/// What the object says to a call.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum GiftCardsResponse {
    /// To [`GiftCardsRequest::Create`].
    Ordered(Box<Ordered>),
    /// To [`GiftCardsRequest::Order`].
    Order(Box<GiftCardOrder>),
    /// To [`GiftCardsRequest::Balance`].
    Balance(Balance),
    /// To [`GiftCardsRequest::Sheet`].
    Sheet(String),
    /// To [`GiftCardsRequest::Withdraw`].
    Withdrawal(Withdrawal),
}

/// Answers a call, whichever system takes the venue's bookings.
pub fn answer(
    ctx: Ctx<'_>,
    venue: &VenueSettings,
    call: &GiftCardsRequest,
) -> Result<GiftCardsResponse, VenueError> {
    match call {
        GiftCardsRequest::Create(wanted) => {
            create(ctx, venue, wanted).map(|ordered| GiftCardsResponse::Ordered(Box::new(ordered)))
        }
        GiftCardsRequest::Order(id) => order(ctx, id).map(|order| GiftCardsResponse::Order(Box::new(order))),
        GiftCardsRequest::Balance(code) => by_code(ctx, code)?
            .ok_or(VenueError::NotFound)?
            .balance()
            .map(GiftCardsResponse::Balance),
        GiftCardsRequest::Sheet(id) => {
            let enclosed = enclosed(ctx, venue, id)?;
            let sheet = sheet::written(venue, &enclosed)?;
            Ok(GiftCardsResponse::Sheet(Base64::encode_string(&sheet)))
        }
        GiftCardsRequest::Withdraw(id, WithdrawalRequest { confirm }) => {
            withdraw(ctx, venue, id, *confirm, None).map(GiftCardsResponse::Withdrawal)
        }
    }
}
