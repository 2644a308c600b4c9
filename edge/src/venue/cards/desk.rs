//! The port for gift cards as the worker holds it: every call goes to the venue's object. It must not know
//! who may call, nor how answers are written.

use async_trait::async_trait;
use base64ct::{Base64, Encoding as _};
use shared::gift_card::{Balance, GiftCardCode, GiftCardOrder, Withdrawal, WithdrawalRequest};
use shared::id::OrderId;

use super::call::{CardCall, Cards};
use super::{Ordered, WantedCard};
use crate::provider::ProviderError;
use crate::venue::call::{Call, Line};
use crate::venue::desk::Desk;

/// A venue's object to whoever buys its gift cards, for one request.
pub struct CardDesk<L>(pub Desk<L>);

#[async_trait(?Send)]
impl<L: Line> Cards for CardDesk<L> {
    async fn create(&self, wanted: &WantedCard) -> Result<Ordered, ProviderError> {
        let call = CardCall::Create(Box::new(wanted.clone()));
        self.0.make(Call::Cards(call)).await
    }

    async fn order(&self, id: &OrderId) -> Result<GiftCardOrder, ProviderError> {
        self.0.make(Call::Cards(CardCall::Order(id.clone()))).await
    }

    async fn balance(&self, code: &GiftCardCode) -> Result<Balance, ProviderError> {
        self.0.make(Call::Cards(CardCall::Balance(*code))).await
    }
    async fn sheet(&self, id: &OrderId) -> Result<Vec<u8>, ProviderError> {
        let call = Call::Cards(CardCall::Sheet(id.clone()));
        let text: String = self.0.make(call).await?;
        Base64::decode_vec(&text).map_err(|error| ProviderError::Broken(error.to_string()))
    }

    async fn withdraw(&self, id: &OrderId, request: WithdrawalRequest) -> Result<Withdrawal, ProviderError> {
        let call = CardCall::Withdraw(id.clone(), request);
        self.0.make(Call::Cards(call)).await
    }
}
