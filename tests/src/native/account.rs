//! Accounts with vendors that cannot be reached: guests' requests ask none.

use async_trait::async_trait;
use edge::account::client::AccountClient;
use edge::venue::message::{Transport, TransportError};
use shared::id::AccountId;

/// The connection to an account that is not there.
struct NoAccount;

#[async_trait(?Send)]
impl Transport for NoAccount {
    async fn send(&self, _: String) -> Result<String, TransportError> {
        Err(TransportError("there is no account".to_owned()))
    }
}

/// A client whose every request fails.
#[must_use]
pub fn no_account<'a>(account: &AccountId) -> AccountClient<'a> {
    AccountClient::new(account.clone(), Box::new(NoAccount))
}
