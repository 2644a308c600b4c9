//! Requests of a venue's staff and tills about gift cards and their transactions.

use super::VenueClient;
use crate::error::VenueError;
use crate::gift_card::code::CardCode;
use crate::venue::message::Request;
use crate::venue::message::staff::StaffRequest;
use crate::venue::message::staff_gift_card::{
    CardTransaction, CardTransactionOutcome, CardTransactionRequest, CardTransactionUpdate,
    NewCardTransaction, NewStaffCard, StaffCard,
};

impl VenueClient<'_> {
    /// Makes a gift card. One whose code or payment was used before is refused.
    pub async fn create_gift_card(&self, new: NewStaffCard) -> Result<StaffCard, VenueError> {
        let request = StaffRequest::CreateCard(Box::new(new));
        self.request(Request::Staff(request)).await
    }

    /// The gift card of a code.
    pub async fn staff_gift_card(&self, code: CardCode) -> Result<StaffCard, VenueError> {
        self.request(Request::Staff(StaffRequest::Card(code))).await
    }

    /// Moves money of a gift card.
    pub async fn create_card_transaction(
        &self,
        new: NewCardTransaction,
    ) -> Result<CardTransactionOutcome, VenueError> {
        let request = CardTransactionRequest::Create(Box::new(new));
        self.request(Request::Staff(StaffRequest::CardTransactions(request)))
            .await
    }

    /// A transaction of the gift card of a code.
    pub async fn card_transaction(&self, code: CardCode, id: &str) -> Result<CardTransaction, VenueError> {
        let request = CardTransactionRequest::Read(code, id.to_owned());
        self.request(Request::Staff(StaffRequest::CardTransactions(request)))
            .await
    }

    /// Settles or cancels a pending transaction.
    pub async fn update_card_transaction(
        &self,
        update: CardTransactionUpdate,
    ) -> Result<CardTransactionOutcome, VenueError> {
        let request = CardTransactionRequest::Update(Box::new(update));
        self.request(Request::Staff(StaffRequest::CardTransactions(request)))
            .await
    }
}
