//! The resources under `/v1/venues/{venue}/gift-cards`. It must not know how an order is kept, nor where a
//! card's money is counted.

use config::VenueSettings;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use shared::gift_card::{BalanceQuestion, GiftCardOrder, WithdrawalRequest};
use shared::id::OrderId;
use shared::problem::ProblemCode;
use shared::validation::read_json;

use super::asker::visitor;
use super::route::Resource;
use super::{Context, Reply, Request, Stop, body, json, once, reservation};
use crate::provider::ProviderError;
use crate::venue::cards::WantedCard;
use crate::venue::cards::call::Cards;

/// Answers what concerns gift cards.
pub async fn answer<'a>(
    request: &Request,
    resource: &Resource,
    venue: &'a VenueSettings,
    context: &Context<'a>,
) -> Result<Reply, Stop> {
    let cards = (context.cards)(venue, visitor(request));
    let cards = cards.as_ref();
    match resource {
        Resource::GiftCards => post(request, cards).await,
        Resource::GiftCardOrder(id) => order(request, id, cards).await,
        Resource::GiftCardSheet(id) => sheet(request, id, cards).await,
        Resource::GiftCardWithdrawal(id) => withdrawal(request, id, cards).await,
        Resource::GiftCardBalance => balance(request, cards).await,
        _ => Err(ProblemCode::NotFound.into()),
    }
}

/// Orders a card, once per `Idempotency-Key`.
async fn post(request: &Request, cards: &dyn Cards) -> Result<Reply, Stop> {
    let body = body::json(request)?;
    let key = once::key(request)?;
    let wanted = WantedCard {
        request: read_json(body)?,
        key,
    };
    let ordered = cards.create(&wanted).await?;
    Ok(once::created(&ordered.order, ordered.replayed))
}

/// The order, to whoever shows its token. An id that nobody has and a token that is not the id's are answered
/// alike.
async fn order(request: &Request, id: &OrderId, cards: &dyn Cards) -> Result<Reply, Stop> {
    if reservation::manage_token(request).is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    let order = GiftCardOrder {
        // Whoever reads it has the token; it need not travel twice.
        order_token: None,
        ..cards.order(id).await?
    };
    Ok(json(StatusCode::OK, &order))
}

/// The order's card as a PDF, to whoever shows its token. It goes into no cache and stands in no frame.
async fn sheet(request: &Request, id: &OrderId, cards: &dyn Cards) -> Result<Reply, Stop> {
    if reservation::manage_token(request).is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    let mut reply = Reply::new(cards.sheet(id).await?);
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(
        CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"gift-card.pdf\""),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(reply)
}

/// Says what comes back by withdrawing from the purchase and does it once that is confirmed, for whoever
/// shows the order's token.
async fn withdrawal(request: &Request, id: &OrderId, cards: &dyn Cards) -> Result<Reply, Stop> {
    if reservation::manage_token(request).is_none() {
        return Err(ProblemCode::Unauthorized.into());
    }
    let wanted: WithdrawalRequest = read_json(body::json(request)?)?;
    Ok(json(StatusCode::OK, &cards.withdraw(id, wanted).await?))
}

/// The balance of the card of a code. What is mistyped is told before anybody is asked; a code that no card
/// has costs a look-up, of which each caller has few.
async fn balance(request: &Request, cards: &dyn Cards) -> Result<Reply, Stop> {
    let BalanceQuestion { code } = read_json(body::json(request)?)?;
    match cards.balance(&code).await {
        Ok(balance) => Ok(json(StatusCode::OK, &balance)),
        Err(ProviderError::NotFound) => Err(ProblemCode::GiftCardNotFound.into()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
#[path = "gift_cards_tests.rs"]
mod tests;
