//! Gift cards on the worker's side: each call is one request to the venue's object.

use async_trait::async_trait;
use base64ct::{Base64, Encoding as _};
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, Withdrawal, WithdrawalRequest};
use shared::id::OrderId;

use super::{Ordered, WantedCard};
use crate::error::VenueError;
use crate::venue::client::VenueClient;
use crate::venue::message::gift_card::{Cards, GiftCardsRequest};
use crate::venue::message::{Request, Transport};

/// A venue's gift cards through its object, for one request.
pub struct CardDesk<L>(pub VenueClient<L>);

#[async_trait(?Send)]
impl<L: Transport> Cards for CardDesk<L> {
    async fn create(&self, wanted: &WantedCard) -> Result<Ordered, VenueError> {
        let call = GiftCardsRequest::Create(Box::new(wanted.clone()));
        self.0.make(Request::GiftCards(call)).await
    }

    async fn order(&self, id: &OrderId) -> Result<GiftCardOrder, VenueError> {
        self.0
            .make(Request::GiftCards(GiftCardsRequest::Order(id.clone())))
            .await
    }

    async fn balance(&self, code: &GiftCardCode) -> Result<Balance, VenueError> {
        self.0
            .make(Request::GiftCards(GiftCardsRequest::Balance(*code)))
            .await
    }
    async fn sheet(&self, id: &OrderId) -> Result<Vec<u8>, VenueError> {
        let call = Request::GiftCards(GiftCardsRequest::Sheet(id.clone()));
        let text: String = self.0.make(call).await?;
        Base64::decode_vec(&text).map_err(|error| VenueError::Broken(error.to_string()))
    }

    async fn withdraw(&self, id: &OrderId, request: WithdrawalRequest) -> Result<Withdrawal, VenueError> {
        let call = GiftCardsRequest::Withdraw(id.clone(), request);
        self.0.make(Request::GiftCards(call)).await
    }
}
