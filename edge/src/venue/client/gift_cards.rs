//! Gift cards, for purchasers and holders.

use base64ct::{Base64, Encoding as _};
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, Withdrawal, WithdrawalRequest};
use shared::id::OrderId;

use super::VenueClient;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::gift_card::{GiftCardsRequest, Ordered, WantedCard};

impl VenueClient<'_> {
    /// Orders a card. Repeating the key orders nothing more.
    pub async fn order_gift_card(&self, wanted: &WantedCard) -> Result<Ordered, VenueError> {
        let request = GiftCardsRequest::Create(Box::new(wanted.clone()));
        self.request(Request::GiftCards(request)).await
    }

    /// An order; needs its token.
    pub async fn gift_card_order(&self, id: &OrderId) -> Result<GiftCardOrder, VenueError> {
        let request = GiftCardsRequest::Order(id.clone());
        self.request(Request::GiftCards(request)).await
    }

    /// The balance of a card.
    pub async fn gift_card_balance(&self, code: &GiftCardCode) -> Result<Balance, VenueError> {
        let request = GiftCardsRequest::Balance(*code);
        self.request(Request::GiftCards(request)).await
    }

    /// An order's card as a PDF; needs the order's token.
    pub async fn gift_card_pdf(&self, id: &OrderId) -> Result<Vec<u8>, VenueError> {
        let request = GiftCardsRequest::Pdf(id.clone());
        let text: String = self.request(Request::GiftCards(request)).await?;
        Base64::decode_vec(&text).map_err(|error| VenueError::Broken(error.to_string()))
    }

    /// The refund of a withdrawal from an order, which is carried out if it is confirmed, once; needs the order's token.
    pub async fn withdraw_from_gift_card(
        &self,
        id: &OrderId,
        withdrawal: WithdrawalRequest,
    ) -> Result<Withdrawal, VenueError> {
        let request = GiftCardsRequest::Withdraw(id.clone(), withdrawal);
        self.request(Request::GiftCards(request)).await
    }
}
