//! What the API's description says of reservations. The build script compiles this file too. It must not know
//! how anything is answered.

use schemars::SchemaGenerator;
use serde_json::json;
use shared::reservation::{Reservation, ReservationChange, ReservationRequest};

use super::failures::{OF_BOOKING, OF_CANCELLATION, OF_CHANGE, OF_RESERVATION, of_venue};
use super::{JSON, Operation, challenge_token, get, idempotency_key, of};

const ONE: &str = "/v1/venues/{venue}/reservations/{id}";

/// Making one, and what its guest can do with it.
pub(super) fn of_reservations(types: &mut SchemaGenerator) -> Vec<Operation> {
    let reservation = (JSON, of::<Reservation>(types));
    vec![
        reserve(types),
        Operation {
            token: Some("manageToken"),
            ..get(
                ONE,
                "reservation",
                "A reservation, to whoever has its token",
                reservation.clone(),
                of_venue(OF_RESERVATION),
            )
        },
        Operation {
            method: "patch",
            token: Some("manageToken"),
            body: Some((JSON, of::<ReservationChange>(types))),
            ..get(
                ONE,
                "change",
                "Changes a reservation that has not begun: all that is wished, or nothing",
                reservation.clone(),
                of_venue(OF_CHANGE),
            )
        },
        Operation {
            method: "post",
            token: Some("manageToken"),
            ..get(
                "/v1/venues/{venue}/reservations/{id}/cancel",
                "cancel",
                "Cancels a reservation that has not begun; once more changes nothing",
                reservation,
                of_venue(OF_CANCELLATION),
            )
        },
        Operation {
            token: Some("manageToken"),
            headers: &[("content-disposition", "Proposes a name for the file.")],
            ..get(
                "/v1/venues/{venue}/reservations/{id}/calendar.ics",
                "reservationCalendar",
                "The same for a calendar (RFC 5545), in the reader's language",
                ("text/calendar", json!({ "type": "string" })),
                of_venue(OF_RESERVATION),
            )
        },
    ]
}

fn reserve(types: &mut SchemaGenerator) -> Operation {
    Operation {
        method: "post",
        status: 201,
        parameters: vec![
            idempotency_key(
                "Chosen by the caller, one for each booking: repeating it books once, and answers with the booking as it is now.",
            ),
            challenge_token(),
        ],
        body: Some((JSON, of::<ReservationRequest>(types))),
        headers: &[(
            "idempotency-replayed",
            "`true` where an earlier request with this key made the booking.",
        )],
        ..get(
            "/v1/venues/{venue}/reservations",
            "reserve",
            "Books a table",
            (JSON, of::<Reservation>(types)),
            of_venue(OF_BOOKING),
        )
    }
}
