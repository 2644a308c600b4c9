//! The Durable Object of the directory: parses a request and hands it to [`DirectoryService`], and sends letters when the
//! alarm fires. The deployment has one.

use std::rc::Rc;

use config::RESERVED_ID;
use shared::id::VenueId;
use worker::{DurableObject, Env, Error, Request, Response, Result, State, durable_object};

use crate::app;
use crate::directory::message::DirectoryEnvelope;
use crate::directory::rows::MIGRATIONS;
use crate::directory::service::{DirectoryDeps, DirectoryService};
use crate::error::VenueError;
use crate::platform::clock::Offset;
use crate::platform::object::set_alarm;
use crate::platform::sql::ObjectDatabase;
use crate::platform::{log, random};
use crate::storage::schema::MigratedDatabase;

/// The Durable Object of the directory of venues.
#[durable_object]
pub struct DirectoryObject {
    service: DirectoryService,
}

impl DurableObject for DirectoryObject {
    fn new(state: State, env: Env) -> Self {
        // The worker has refused a wrong offset before it calls an object.
        let offset = Offset::of(&env).unwrap_or_default();
        let database = Rc::new(ObjectDatabase::new(state.storage()));
        let database = MigratedDatabase::with(database, MIGRATIONS);
        let letters = database.clone();
        let deps = DirectoryDeps {
            database,
            random: Box::new(|| random::bytes().ok()),
            now: Box::new(move || offset.now()),
            mail: Box::new(move || app::deployment_mail(&env, &own_id()?, letters.clone())),
            alarm: Box::new(move |at| set_alarm(&state, Some(offset.of_runtime(at)))),
            log_error: Box::new(|cause| {
                if let Ok(id) = own_id() {
                    log::log_error(&id, cause);
                }
            }),
        };
        Self {
            service: DirectoryService::new(deps),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let broken = |error: serde_json::Error| Error::RustError(error.to_string());
        let text = request.text().await?;
        let envelope: DirectoryEnvelope = serde_json::from_str(&text).map_err(broken)?;
        let response = self.service.handle(&envelope);
        Response::ok(serde_json::to_string(&response).map_err(broken)?)
    }

    async fn alarm(&self) -> Result<Response> {
        self.service.send_letters().await;
        Response::empty()
    }
}

/// The name of the directory in the log and at the mail service, where a venue has its id.
fn own_id() -> std::result::Result<VenueId, VenueError> {
    VenueId::parse(RESERVED_ID).map_err(|code| VenueError::Broken(code.to_string()))
}
