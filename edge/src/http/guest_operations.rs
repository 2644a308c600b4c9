//! OpenAPI operations: export and erasure of a guest's data by staff.

use schemars::SchemaGenerator;
use shared::guest_data::{GuestErasure, GuestExport, GuestQuestion};
use shared::problem::ProblemCode;

use super::failures;
use super::{JSON, Operation, get, of};

/// Beside what can go wrong with every question about a venue.
const OF_GUEST: &[ProblemCode] = &[
    ProblemCode::Unauthorized,
    ProblemCode::Forbidden,
    ProblemCode::BodyTooLarge,
    ProblemCode::UnsupportedMediaType,
    ProblemCode::ValidationFailed,
    ProblemCode::OutcomeUnknown,
];

/// The two operations on what is kept about an address.
pub fn of_guests(types: &mut SchemaGenerator) -> Vec<Operation> {
    let question = of::<GuestQuestion>(types);
    let staff = |path, id, summary, answer, codes| Operation {
        method: "post",
        body: Some((JSON, question.clone())),
        token: Some("staffKey"),
        ..get(path, id, summary, (JSON, answer), codes)
    };
    let (export, erasure) = (of::<GuestExport>(types), of::<GuestErasure>(types));
    vec![
        staff(
            "/v1/venues/{venue}/guests/export",
            "exportGuest",
            "Everything that is kept about an e-mail address. A remote booking system keeps data of its own",
            export,
            failures::of_venue(OF_GUEST),
        ),
        staff(
            "/v1/venues/{venue}/guests/erase",
            "eraseGuest",
            "Erases what is kept about an e-mail address; what is still needed is erased as soon as it is not",
            erasure,
            failures::of_venue(OF_GUEST),
        ),
    ]
}
