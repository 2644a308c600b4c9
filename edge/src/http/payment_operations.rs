//! What the API's description says of payments. It must not know how they are made.

use schemars::SchemaGenerator;
use serde_json::json;
use shared::no_show::NoShow;
use shared::problem::ProblemCode;
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
        &[
            ProblemCode::Forbidden,
            ProblemCode::IllegalTransition,
            ProblemCode::OutcomeUnknown,
        ],
    ]
    .concat();
    let of_form = [
        ProblemCode::NotFound,
        ProblemCode::Forbidden,
        ProblemCode::BodyTooLarge,
        ProblemCode::UnsupportedMediaType,
        ProblemCode::OutcomeUnknown,
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
                    ProblemCode::NotFound,
                    ProblemCode::Forbidden,
                    ProblemCode::BodyTooLarge,
                    ProblemCode::OutcomeUnknown,
                ]),
            )
        },
        get(
            "/pay/{venue}/{id}",
            "payPage",
            "The page of a demonstration's payment, which asks for what opens it",
            page(),
            failures::of_venue(&[ProblemCode::NotFound]),
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

/// What a restaurant says of guests who did not come: by the API, and on the page for it.
pub fn of_no_shows(types: &mut SchemaGenerator) -> Vec<Operation> {
    let page = || (HTML, json!({ "type": "string" }));
    let field = json!({ "type": "string" });
    let of_form = [
        ProblemCode::Forbidden,
        ProblemCode::BodyTooLarge,
        ProblemCode::UnsupportedMediaType,
        ProblemCode::OutcomeUnknown,
    ];
    let of_no_show = [
        OF_RESERVATION,
        &[
            ProblemCode::Forbidden,
            ProblemCode::IllegalTransition,
            ProblemCode::TooEarly,
            ProblemCode::TooLate,
            ProblemCode::OutcomeUnknown,
        ],
    ]
    .concat();
    let no_show = of::<NoShow>(types);
    let no_shows = "/v1/venues/{venue}/reservations/{id}/no-show";
    vec![
        Operation {
            token: Some("staffKey"),
            ..get(
                no_shows,
                "lookAtNoShow",
                "A reservation to which nobody may come, as its restaurant sees it",
                (JSON, no_show.clone()),
                failures::of_venue(OF_RESERVATION),
            )
        },
        Operation {
            method: "post",
            token: Some("staffKey"),
            ..get(
                no_shows,
                "noShow",
                "Says that nobody came, and charges the card that was kept for that; once more changes nothing",
                (JSON, no_show),
                failures::of_venue(&of_no_show),
            )
        },
        get(
            "/house/{venue}",
            "housePage",
            "The page on which a restaurant says that nobody came, which asks for what opens it",
            page(),
            vec![ProblemCode::VenueNotFound],
        ),
        Operation {
            method: "post",
            body: Some((
                FORM,
                json!({ "type": "object", "properties": { "token": field, "said": field } }),
            )),
            ..get(
                "/house/{venue}",
                "sayOnHousePage",
                "Looks at a reservation there, or says that nobody came to it",
                page(),
                failures::of_venue(&of_form),
            )
        },
    ]
}
