//! The resources under `/v1/venues/{venue}/gift-cards`. It must not know how an order is kept, nor where a
//! card's money is counted.

use http::StatusCode;
use http::header::{HeaderName, HeaderValue};
use shared::check::read_json;
use shared::gift_card::{BalanceQuestion, GiftCardOrder};
use shared::id::OrderId;
use shared::problem::Code;

use super::{Reply, Request, Stop, body, json, reservation};
use crate::provider::{IdempotencyKey, ProviderError};
use crate::venue::cards::WantedCard;
use crate::venue::cards::call::Cards;

/// Orders a card, once per `Idempotency-Key`.
pub async fn post(request: &Request, cards: &dyn Cards) -> Result<Reply, Stop> {
    let body = body::json(request)?;
    let key = request
        .headers()
        .get("idempotency-key")
        .and_then(|value| value.to_str().ok())
        .and_then(IdempotencyKey::parse)
        .ok_or(Code::IdempotencyKeyRequired)?;
    let wanted = WantedCard {
        request: read_json(body)?,
        key,
    };
    let ordered = cards.create(&wanted).await?;
    let mut reply = json(StatusCode::CREATED, &ordered.order);
    if ordered.replayed {
        reply.headers_mut().insert(
            HeaderName::from_static("idempotency-replayed"),
            HeaderValue::from_static("true"),
        );
    }
    Ok(reply)
}

/// The order, to whoever shows its token. An id that nobody has and a token that is not the id's are answered
/// alike.
pub async fn order(request: &Request, id: &OrderId, cards: &dyn Cards) -> Result<Reply, Stop> {
    if reservation::manage_token(request).is_none() {
        return Err(Code::Unauthorized.into());
    }
    let order = GiftCardOrder {
        // Whoever reads it has the token; it need not travel twice.
        order_token: None,
        ..cards.order(id).await?
    };
    Ok(json(StatusCode::OK, &order))
}

/// The balance of the card of a code. What is mistyped is told before anybody is asked; a code that no card
/// has costs a look-up, of which each caller has few.
pub async fn balance(request: &Request, cards: &dyn Cards) -> Result<Reply, Stop> {
    let BalanceQuestion { code } = read_json(body::json(request)?)?;
    match cards.balance(&code).await {
        Ok(balance) => Ok(json(StatusCode::OK, &balance)),
        Err(ProviderError::NotFound) => Err(Code::GiftCardNotFound.into()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
#[path = "gift_cards_tests.rs"]
mod tests;
