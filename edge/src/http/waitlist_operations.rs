//! What the API's description says of the waitlist. The build script compiles this file too. It must not know
//! how anything is answered.

use schemars::SchemaGenerator;
use shared::reservation::Reservation;
use shared::waitlist::{WaitlistEntry, WaitlistEntryRequest};

use super::failures::{OF_NEW_WISH, OF_WISH, of_venue};
use super::{JSON, Operation, challenge_token, get, idempotency_key, of};

const ONE: &str = "/v1/venues/{venue}/waitlist/{wishId}";

/// Waiting for a table, and taking it.
pub(super) fn of_waitlist(types: &mut SchemaGenerator) -> Vec<Operation> {
    let wish = (JSON, of::<WaitlistEntry>(types));
    vec![
        Operation {
            method: "post",
            status: 201,
            parameters: vec![
                idempotency_key(
                    "Chosen by the caller, one for each wish: repeating it answers with the wish as it stands \
                        and leaves one.",
                ),
                challenge_token(),
            ],
            body: Some((JSON, of::<WaitlistEntryRequest>(types))),
            headers: &[(
                "idempotency-replayed",
                "`true` where the wish had been left before.",
            )],
            ..get(
                "/v1/venues/{venue}/waitlist",
                "leaveWish",
                "Leaves a wish where nothing is open; the first table that comes free and fits is offered by mail",
                wish.clone(),
                of_venue(OF_NEW_WISH),
            )
        },
        Operation {
            token: Some("wishToken"),
            ..get(
                ONE,
                "wish",
                "A wish, to whoever has its token",
                wish.clone(),
                of_venue(OF_WISH),
            )
        },
        Operation {
            method: "delete",
            token: Some("wishToken"),
            ..get(
                ONE,
                "withdrawWish",
                "Withdraws a wish and gives back what is held for it; once more changes nothing",
                wish,
                of_venue(OF_WISH),
            )
        },
        Operation {
            method: "post",
            token: Some("wishToken"),
            ..get(
                "/v1/venues/{venue}/waitlist/{wishId}/acceptance",
                "acceptOffer",
                "Takes the table that is offered; once more gives the same reservation",
                (JSON, of::<Reservation>(types)),
                of_venue(OF_WISH),
            )
        },
    ]
}
