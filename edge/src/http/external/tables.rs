//! Calls of tills about a table, in Molzait's wire format: the party has sat down, or paid its bill.

use http::StatusCode;
use serde_json::Value;
use shared::access::Permission;
use shared::id::TableId;
use shared::party::Attendees;

use super::fields::{Fields, whole};
use super::reservation_wire::Reservation;
use crate::http::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, Verb};
use crate::http::external_error::ExternalError;
use crate::http::{Reply, json};
use crate::venue::message::table::{TableCall, TablesRequest};

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/external/tables/checkin",
        route: "external.table_checkin",
        handler: Handler::External(|call| Box::pin(told(call, TablesRequest::CheckIn))),
        #[cfg(test)]
        docs: super::docs::CHECK_IN,
        ..CALL
    },
    Endpoint {
        path: "/external/tables/paid",
        route: "external.table_paid",
        handler: Handler::External(|call| Box::pin(told(call, TablesRequest::Paid))),
        #[cfg(test)]
        docs: super::docs::PAID,
        ..CALL
    },
];

/// Defaults of the entries above, for `..CALL`.
const CALL: Endpoint = Endpoint {
    verb: Verb::Post,
    access: Access::Staff(Permission::WriteReservations),
    body: Body::Json,
    ..super::EXTERNAL
};

/// The most tables of a call.
const MOST_TABLES: usize = 16;

/// The longest name of a table, in characters.
const MOST_CHARACTERS: usize = 100;

/// Passes a call on; answers the party's reservation.
async fn told(
    mut call: AdmittedRequest<'_, '_>,
    request: fn(TableCall) -> TablesRequest,
) -> Result<Reply, ExternalError> {
    let about = read(call.json.take())?;
    let party = call.staff_client()?.call_about_table(request(about)).await;
    let party = party.map_err(ExternalError::of_table)?;
    let venue = call.venue()?;
    Ok(json(
        StatusCode::OK,
        &Reservation::of(&venue.id, &venue.locales, &party),
    ))
}

/// Reads a call. As in Molzait's sample it may have both a name and ids, of which the ids count.
fn read(body: Value) -> Result<TableCall, ExternalError> {
    let mut fields = Fields::of(body)?;
    let ids = fields.optional("tableIds", "a list of at most 16 tables' ids", |value| {
        let ids = value.as_array().filter(|ids| ids.len() <= MOST_TABLES)?;
        let ids = ids.iter().map(|id| TableId::parse(id.as_str()?).ok());
        ids.collect::<Option<Vec<_>>>()
    });
    let name = fields.optional("tableName", "the name of a table", |value| {
        let name = value
            .as_str()
            .filter(|name| name.chars().count() <= MOST_CHARACTERS)?;
        Some(name.to_owned())
    });
    let attendees = fields.optional("attendees", "a number from 1 to 50", |value| {
        Attendees::parse(whole(value)?).ok()
    });
    let ids = ids.unwrap_or_default();
    if ids.is_empty() && name.is_none() && fields.faults.is_empty() {
        fields
            .faults
            .push("tableName: write the name of a table, or tableIds".to_owned());
    }
    fields.checked(Some(TableCall { name, ids, attendees }))
}

#[cfg(test)]
#[path = "tables_tests.rs"]
mod tests;
