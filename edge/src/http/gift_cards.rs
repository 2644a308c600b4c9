//! Gift cards at `/v1/venues/{venue}/gift-cards`: ordering one, following the order by its token, and the balance of a
//! code. A token is compared in the venue's object, which answers an unknown id and a wrong token alike.

use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
#[cfg(test)]
use shared::gift_card::{Balance, GiftCardRequest, Withdrawal, WithdrawalRequest};
use shared::gift_card::{BalanceQuestion, GiftCardOrder};
use shared::id::OrderId;
use shared::problem::ProblemCode;

use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Schema, Tag};
use super::{Reply, idempotency, json};
use crate::error::VenueError;
use crate::venue::message::gift_card::WantedCard;

/// The endpoints of gift cards. They answer 404 at a venue that sells none.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        verb: Verb::Post,
        path: "/v1/venues/{venue}/gift-cards",
        route: "gift_cards",
        access: Access::Public,
        is_idempotent: true,
        takes_challenge: true,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(create(call))),
        #[cfg(test)]
        docs: Docs {
            id: "orderGiftCard",
            summary: "Order a gift card",
            description: "Orders a card of one of the venue's designs. It is issued, and sent on the day of \
                `deliverOn`, once the order's `payment` is made. Keep the `orderToken`: it is in this response alone.",
            status: 201,
            request: Some(Content::json::<GiftCardRequest>(
                r#"{
                    "templateId": "classic", "amount": { "amount": 10000, "currency": "EUR" },
                    "purchaser": { "name": "Ada Muster", "email": "ada@example.com" },
                    "recipient": { "name": "Ben" }, "message": "Happy birthday!", "deliverOn": "2026-12-24",
                    "locale": "en"
                }"#,
            )),
            response: Content::json::<GiftCardOrder>(
                r#"{
                    "orderId": "5b0d9c1e", "status": "payment_pending",
                    "amount": { "amount": 10000, "currency": "EUR" }, "deliverOn": "2026-12-24",
                    "orderToken": "b8Zq0x…"
                }"#,
            ),
            problems: &[ProblemCode::NotFound],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/venues/{venue}/gift-cards/orders/{orderId}",
        route: "gift_card_order",
        handler: Handler::Api(|call| Box::pin(order(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getGiftCardOrder",
            summary: "An order, with its card once it is issued",
            description: "Ask again while the status is `payment_pending`; the code is in `card.code`.",
            response: Content::json::<GiftCardOrder>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: "/v1/venues/{venue}/gift-cards/orders/{orderId}/card.pdf",
        route: "gift_card_sheet",
        handler: Handler::Api(|call| Box::pin(pdf(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getGiftCardPdf",
            summary: "An issued card to print",
            description: "A PDF in the order's language.",
            response: Content {
                media: "application/pdf",
                schema: Schema::Literal(r#"{ "type": "string", "contentMediaType": "application/pdf" }"#),
                example: "",
            },
            headers: &[("content-disposition", "Suggests a name for the file.")],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/venues/{venue}/gift-cards/orders/{orderId}/withdrawal",
        route: "gift_card_withdrawal",
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(withdrawal(call))),
        #[cfg(test)]
        docs: Docs {
            id: "withdrawFromGiftCard",
            summary: "Withdraw from the purchase of a card",
            description: "Without `confirm` nothing is done, and the response says what would be refunded and until \
                when. With it the card ends and the money goes back; doing it again changes nothing.",
            request: Some(Content::json::<WithdrawalRequest>(r#"{ "confirm": true }"#)),
            response: Content::json::<Withdrawal>(
                r#"{ "status": "refunding", "refund": { "amount": 10000, "currency": "EUR" }, "until": "2026-12-15" }"#,
            ),
            problems: &[
                ProblemCode::WithdrawalOver,
                ProblemCode::GiftCardUsedUp,
                ProblemCode::NotWithdrawable,
            ],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/venues/{venue}/gift-cards/balance",
        route: "gift_card_balance",
        access: Access::Public,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(balance(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getGiftCardBalance",
            summary: "What a card is worth",
            description: "The code is sent in the body, so that it is in no address and no log. A code that is \
                mistyped is `validation_failed`; one that no card has is `gift_card_not_found`, and a caller may ask \
                for few of those.",
            request: Some(Content::json::<BalanceQuestion>("")),
            response: Content::json::<Balance>(
                r#"{ "remaining": { "amount": 6500, "currency": "EUR" }, "expiresOn": "2029-12-31" }"#,
            ),
            problems: &[ProblemCode::GiftCardNotFound],
            ..DOCS
        },
        ..OWN
    },
];

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::OrderToken,
    rate_limit: RateLimit::VenueObject,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::GiftCards,
    ..Docs::UNDESCRIBED
};

/// Orders a card, once per `Idempotency-Key`.
async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let wanted = WantedCard {
        request: call.body()?,
        key: call.key()?,
    };
    let ordered = call.venue_client()?.order_gift_card(&wanted).await?;
    Ok(idempotency::created(&ordered.order, ordered.replayed))
}

/// The order without its token, which the reader has sent.
async fn order(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let order = GiftCardOrder {
        order_token: None,
        ..call.venue_client()?.gift_card_order(&id(&call)?).await?
    };
    Ok(json(StatusCode::OK, &order))
}

/// The card as a PDF, which no cache may store.
async fn pdf(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let mut reply = Reply::new(call.venue_client()?.gift_card_pdf(&id(&call)?).await?);
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    headers.insert(
        CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"gift-card.pdf\""),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(reply)
}

async fn withdrawal(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let wanted = call.body()?;
    let withdrawal = call
        .venue_client()?
        .withdraw_from_gift_card(&id(&call)?, wanted)
        .await?;
    Ok(json(StatusCode::OK, &withdrawal))
}

async fn balance(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let BalanceQuestion { code } = call.body()?;
    match call.venue_client()?.gift_card_balance(&code).await {
        Ok(balance) => Ok(json(StatusCode::OK, &balance)),
        Err(VenueError::NotFound) => Err(ProblemCode::GiftCardNotFound.into()),
        Err(error) => Err(error.into()),
    }
}

fn id(call: &AdmittedRequest<'_, '_>) -> Result<OrderId, ApiError> {
    call.parameter("orderId", OrderId::parse)
}

#[cfg(test)]
#[path = "gift_cards_tests.rs"]
mod tests;
