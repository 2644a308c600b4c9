//! The connection of the venue's till: its manager authorizes us at the vendor, chooses the location, and connects it.

use config::VenueSettings;
use config::till::table_name;
use shared::till::{
    TillAuthorization, TillConnected, TillConnectionState, TillDetail, TillLocation, TillTables,
};
use shared::validation::{FieldCode, FieldError};

use super::dispatch::{Json, json};
use super::{VenueService, WRITE_DEADLINE};
use crate::error::{Result, VenueError};
use crate::pos::{Connection, ConnectionState, PosError};
use crate::upstream::Scope;
use crate::venue::context::Ctx;
use crate::venue::message::till::TillRequest;
use crate::venue::tills::push;

impl VenueService {
    /// Answers the requests of staff about the connection. Every other request about the till is not for here.
    pub(super) async fn connect_till(
        &self,
        settings: &VenueSettings,
        request: &TillRequest,
        ctx: Ctx<'_>,
    ) -> Result<Json> {
        let connection = self.till(settings)?;
        let scope = Scope::new(connection.ports.clock.elapsed() + WRITE_DEADLINE).of_write();
        match request {
            TillRequest::ConnectionState => {
                let state = connection.pos.connection_state(&scope).await;
                let state = state.map_err(of_till)?.ok_or(VenueError::NotFound)?;
                // A floor plan that cannot be read stops no step.
                let there = connection.pos.tables(&scope).await.ok().flatten();
                json(&TillConnectionState {
                    tables: there.map(|there| differences(&tables(settings), &there)),
                    ..public(state)
                })
            }
            TillRequest::Authorize => {
                let url = connection.pos.authorize().await.map_err(of_till)?;
                let url = url.ok_or(VenueError::NotFound)?;
                let audited = ctx.audit("till.authorize", settings.id.as_str(), None, None)?;
                ctx.database.write(audited.into_iter().collect())?;
                json(&TillAuthorization { url })
            }
            TillRequest::ChooseLocation(location) => {
                let chosen = connection.pos.choose_location(&scope, location).await;
                chosen.map_err(of_till)?;
                let after = Some(serde_json::json!(location));
                let audited = ctx.audit("till.location", settings.id.as_str(), None, after)?;
                ctx.database.write(audited.into_iter().collect())?;
                json(&())
            }
            TillRequest::Connect(origin) => {
                let wanted = self.till_address(settings, origin)?;
                let connected = connection.pos.connect(&scope, &wanted).await;
                let connected = connected.map_err(of_till)?;
                let after = Some(serde_json::json!(wanted.url));
                // A till that was not connected has refused the earlier pushes.
                let mut statements = push::introduce(ctx.now);
                statements.extend(ctx.audit("till.connect", &wanted.name, None, after)?);
                ctx.database.write(statements)?;
                let detail = |(name, value)| TillDetail { name, value };
                json(&TillConnected {
                    url: wanted.url,
                    details: connected.details.into_iter().map(detail).collect(),
                })
            }
            TillRequest::Disconnect(origin) => {
                let known = self.till_address(settings, origin)?;
                let ended = connection.pos.disconnect(&scope, &known).await;
                ended.map_err(of_till)?;
                let before = Some(serde_json::json!(known.url));
                let audited = ctx.audit("till.disconnect", &known.name, before, None)?;
                ctx.database.write(audited.into_iter().collect())?;
                json(&())
            }
            TillRequest::DeadLetters | TillRequest::Reservation(_) | TillRequest::Replay(..) => {
                Err(VenueError::NotFound)
            }
        }
    }

    /// The connection of the venue's till at this origin of the deployment. Where deliveries come to the vendor's account
    /// the address is the account's.
    fn till_address(&self, settings: &VenueSettings, origin: &str) -> Result<Connection> {
        let source = settings.till().ok_or(VenueError::NotFound)?.source();
        let is_own = self.till(settings)?.authentication.is_some();
        let url = if is_own {
            format!("{origin}/v1/webhooks/{}/{source}", settings.id)
        } else {
            format!("{origin}/v1/webhooks/{source}")
        };
        Ok(Connection {
            name: settings.id.to_string(),
            url,
        })
    }
}

fn public(state: ConnectionState) -> TillConnectionState {
    let locations = state.locations.into_iter();
    TillConnectionState {
        is_authorized: state.is_authorized,
        locations: locations
            .map(|(id, description)| TillLocation { id, description })
            .collect(),
        location: state.location,
        is_connected: state.is_connected,
        tables: None,
    }
}

/// The names of the venue's tables.
fn tables(settings: &VenueSettings) -> Vec<String> {
    let rooms = settings.engine.iter().flat_map(|engine| &engine.rooms);
    let tables = rooms.flat_map(|room| &room.tables);
    tables.map(|table| table.name.clone()).collect()
}

/// The tables that only one side has.
fn differences(here: &[String], there: &[String]) -> TillTables {
    let only = |names: &[String], others: &[String]| -> Vec<String> {
        let is_there = |name: &str| others.iter().any(|other| table_name(other) == name);
        let names = names.iter().map(|name| table_name(name));
        let missing = names.filter(|name| !is_there(name));
        missing.map(str::to_owned).collect()
    };
    TillTables {
        only_here: only(here, there),
        only_there: only(there, here),
    }
}

/// The error of a till for a caller who waits for its answer.
fn of_till(error: PosError) -> VenueError {
    match error {
        PosError::Again { retry_after, cause } => VenueError::Away { retry_after, cause },
        // The manager has to choose.
        PosError::Refused(code) if ["LOCATION_NOT_CHOSEN", "NO_SUCH_LOCATION"].contains(&code.as_str()) => {
            VenueError::Fields(vec![FieldError::new("/location", FieldCode::NotOffered)])
        }
        PosError::Unauthorised(_) | PosError::Refused(_) | PosError::Stale => {
            VenueError::Failed(error.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_differ_by_their_names_alone() {
        let names = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
        let found = differences(&names(&["1", "2", "Bar 1"]), &names(&["2.0", " 1 ", "7"]));
        assert_eq!(
            found,
            TillTables {
                only_here: names(&["Bar 1"]),
                only_there: names(&["7"]),
            }
        );
    }
}
