//! The directory of HTTP tests: its own service on a database in memory.

use std::rc::Rc;

use async_trait::async_trait;
use serde_json::{Value, json};

use super::ScriptedVenue;
use crate::directory::client::DirectoryClient;
use crate::directory::service::DirectoryService;
use crate::test_support::database::Memory;
use crate::test_support::directory::directory_on;
use crate::venue::message::operator::OperatorRequest;
use crate::venue::message::{Transport, TransportError};

/// A directory in this process.
pub(in crate::http) struct NativeDirectory(DirectoryService);

impl Default for NativeDirectory {
    fn default() -> Self {
        Self(directory_on(Rc::new(Memory::empty())))
    }
}

impl NativeDirectory {
    /// A client of it.
    pub(in crate::http) fn client(&self) -> DirectoryClient<'_> {
        DirectoryClient::new(Box::new(self))
    }
}

#[async_trait(?Send)]
impl Transport for &NativeDirectory {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        let envelope = serde_json::from_str(&message).unwrap();
        Ok(serde_json::to_string(&self.0.handle(&envelope)).unwrap())
    }
}

impl ScriptedVenue {
    pub(super) fn operator(&self, request: &OperatorRequest) -> Value {
        if let OperatorRequest::SetSuspended(is_suspended) = request {
            self.is_suspended.set(*is_suspended);
        }
        match request {
            OperatorRequest::SetSuspended(is_suspended) => {
                json!({ "is_suspended": is_suspended, "change": 1 })
            }
            OperatorRequest::WorkerSecrets => json!({ "secrets": [{
                "name": "LINDE_MAIL_KEY", "assignedAt": "2026-11-29T18:00:00Z", "assignedBy": "operator",
            }] }),
            _ => Value::Null,
        }
    }
}
