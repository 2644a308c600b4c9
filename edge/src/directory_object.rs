//! The Durable Object of the directory: parses a request and hands it to [`DirectoryService`]. The deployment has one.

use std::rc::Rc;

use worker::{DurableObject, Env, Error, Request, Response, Result, State, durable_object};

use crate::directory::message::DirectoryRequest;
use crate::directory::rows::MIGRATIONS;
use crate::directory::service::DirectoryService;
use crate::platform::clock::Offset;
use crate::platform::sql::ObjectDatabase;
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
        Self {
            service: DirectoryService::new(database, Box::new(move || offset.now())),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let broken = |error: serde_json::Error| Error::RustError(error.to_string());
        let text = request.text().await?;
        let request: DirectoryRequest = serde_json::from_str(&text).map_err(broken)?;
        let response = self.service.handle(&request);
        Response::ok(serde_json::to_string(&response).map_err(broken)?)
    }
}
