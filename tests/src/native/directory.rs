//! A directory of venues that cannot be reached: guests' requests ask none.

use async_trait::async_trait;
use edge::directory::client::DirectoryClient;
use edge::venue::message::{Transport, TransportError};

/// The connection to a directory that is not there.
struct NoDirectory;

#[async_trait(?Send)]
impl Transport for NoDirectory {
    async fn send(&self, _: String) -> Result<String, TransportError> {
        Err(TransportError("there is no directory".to_owned()))
    }
}

/// A client whose every request fails.
#[must_use]
pub fn no_directory<'a>() -> DirectoryClient<'a> {
    DirectoryClient::new(Box::new(NoDirectory))
}
