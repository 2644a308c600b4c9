//! The scripted venue's responses to tills' calls about a table, and to staff who seat a party.

use serde_json::json;
use shared::id::TableId;
use shared::reservation::Status;
use shared::validation::{FieldCode, FieldError};

use super::{Answer, reservation};
use crate::error::VenueError;
use crate::venue::message::staff::StaffBooked;
use crate::venue::message::table::TablesRequest;

/// Has a party at each table but for some names, which are those of refusals.
pub(super) fn answer(request: &TablesRequest) -> Answer {
    let (call, status) = match request {
        TablesRequest::CheckIn(call) => (call, Status::Seated),
        TablesRequest::Paid(call) => (call, Status::Paid),
        TablesRequest::Seat(new) => {
            return Ok(json!(StaffBooked {
                reservation: reservation(Status::Seated),
                warnings: Vec::new(),
                replayed: new.key.as_str() == "key-of-before",
            }));
        }
    };
    let ids = |ids: &[&str]| ids.iter().map(|id| TableId::parse(id).unwrap()).collect();
    match call.name.as_deref() {
        Some("unknown") => Err(VenueError::Fields(vec![FieldError::new(
            "/tableName",
            FieldCode::Unknown,
        )])),
        Some("shared") => Err(VenueError::TablesOfOneName {
            ids: ids(&["t1", "g1"]),
        }),
        Some("taken") => Err(VenueError::TablesNotFree {
            taken: ids(&["t9"]),
            blocked: Vec::new(),
        }),
        Some("blocked") => Err(VenueError::TablesNotFree {
            taken: Vec::new(),
            blocked: ids(&["t8"]),
        }),
        Some("empty") => Err(VenueError::NotFound),
        _ => Ok(json!(reservation(status))),
    }
}
