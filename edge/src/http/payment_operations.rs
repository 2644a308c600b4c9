//! What the API's description says of payments. It must not know how they are made.

use schemars::SchemaGenerator;
use serde_json::json;
use shared::problem::Code;
use shared::reservation::Reservation;

use super::failures::{self, OF_RESERVATION};
use super::{JSON, Operation, get, of};

const HTML: &str = "text/html";
const FORM: &str = "application/x-www-form-urlencoded";

/// More time to pay, the page that plays at paying, and where takers of payments call.
pub fn of_payments(types: &mut SchemaGenerator) -> Vec<Operation> {
    let page = || (HTML, json!({ "type": "string" }));
    let of_extension = [
        OF_RESERVATION,
        &[Code::Forbidden, Code::IllegalTransition, Code::OutcomeUnknown],
    ]
    .concat();
    let of_form = [
        Code::NotFound,
        Code::Forbidden,
        Code::BodyTooLarge,
        Code::UnsupportedMediaType,
        Code::OutcomeUnknown,
    ];
    let field = json!({ "type": "string" });
    let received = json!({
        "type": "object", "properties": { "received": { "const": true } }, "required": ["received"],
    });
    vec![
        Operation {
            method: "post",
            token: Some("manageToken"),
            ..get(
                "/v1/venues/{venue}/reservations/{id}/payment/extension",
                "extendPayment",
                "Holds a reservation's table longer while it is paid for, once",
                (JSON, of::<Reservation>(types)),
                failures::of_venue(&of_extension),
            )
        },
        Operation {
            method: "post",
            parameters: vec![json!({
                "name": "stripe-signature", "in": "header", "description": "What proves who has sent it.",
                "schema": { "type": "string" },
            })],
            body: Some((JSON, json!({ "type": "object" }))),
            ..get(
                "/v1/webhooks/{venue}/{source}",
                "webhook",
                "What a taker of payments tells unasked",
                (JSON, received),
                failures::of_venue(&[
                    Code::NotFound,
                    Code::Forbidden,
                    Code::BodyTooLarge,
                    Code::OutcomeUnknown,
                ]),
            )
        },
        get(
            "/pay/{venue}/{id}",
            "payPage",
            "The page of a demonstration's payment, which asks for what opens it",
            page(),
            failures::of_venue(&[Code::NotFound]),
        ),
        Operation {
            method: "post",
            body: Some((
                FORM,
                json!({ "type": "object", "properties": { "token": field, "choice": field } }),
            )),
            ..get(
                "/pay/{venue}/{id}",
                "pay",
                "Chooses how a demonstration's payment goes",
                page(),
                failures::of_venue(&of_form),
            )
        },
    ]
}
