//! What the API's description says of gift cards. It must not know how anything is answered.

use schemars::SchemaGenerator;
use serde_json::json;
use shared::gift_card::{
    Balance, BalanceQuestion, GiftCardOrder, GiftCardRequest, Withdrawal, WithdrawalRequest,
};
use shared::problem::ProblemCode;

use super::{JSON, Operation, challenge_token, failures, get, idempotency_key, of};

/// Buying a card, and asking about one.
pub fn of_cards(types: &mut SchemaGenerator) -> Vec<Operation> {
    let order = of::<GiftCardOrder>(types);
    vec![
        Operation {
            method: "post",
            status: 201,
            parameters: vec![
                idempotency_key(
                    "Chosen by the caller, one for each order: repeating it answers with the order as it stands \
                        and orders once.",
                ),
                challenge_token(),
            ],
            body: Some((JSON, of::<GiftCardRequest>(types))),
            headers: &[(
                "idempotency-replayed",
                "`true` where the order had been made before.",
            )],
            ..get(
                "/v1/venues/{venue}/gift-cards",
                "orderGiftCard",
                "Orders a gift card, which is issued once it is paid",
                (JSON, order.clone()),
                failures::of_venue(failures::OF_CARD_ORDER),
            )
        },
        Operation {
            token: Some("orderToken"),
            ..get(
                "/v1/venues/{venue}/gift-cards/orders/{orderId}",
                "giftCardOrder",
                "An order with its card, to whoever has its token",
                (JSON, order),
                failures::of_venue(failures::OF_RESERVATION),
            )
        },
        Operation {
            token: Some("orderToken"),
            headers: &[("content-disposition", "Proposes a name for the file.")],
            ..get(
                "/v1/venues/{venue}/gift-cards/orders/{orderId}/card.pdf",
                "giftCardSheet",
                "The card of an issued order to print, in the order's language",
                (
                    "application/pdf",
                    json!({ "type": "string", "contentMediaType": "application/pdf" }),
                ),
                failures::of_venue(failures::OF_RESERVATION),
            )
        },
        Operation {
            method: "post",
            token: Some("orderToken"),
            body: Some((JSON, of::<WithdrawalRequest>(types))),
            ..get(
                "/v1/venues/{venue}/gift-cards/orders/{orderId}/withdrawal",
                "withdrawFromGiftCard",
                "What comes back by withdrawing from the purchase; with `confirm` it is done, once",
                (JSON, of::<Withdrawal>(types)),
                failures::of_venue(failures::OF_WITHDRAWAL),
            )
        },
        Operation {
            method: "post",
            body: Some((JSON, of::<BalanceQuestion>(types))),
            ..get(
                "/v1/venues/{venue}/gift-cards/balance",
                "giftCardBalance",
                "What a gift card is worth and until when it is valid",
                (JSON, of::<Balance>(types)),
                failures::of_venue(&[
                    ProblemCode::GiftCardNotFound,
                    ProblemCode::Forbidden,
                    ProblemCode::BodyTooLarge,
                    ProblemCode::UnsupportedMediaType,
                    ProblemCode::ValidationFailed,
                ]),
            )
        },
    ]
}
