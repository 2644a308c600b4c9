//! The account of HTTP tests: its own service on a database in memory.

use async_trait::async_trait;
use config::Accounts;
use serde_json::{Value, json};
use shared::id::AccountId;

use crate::account::client::AccountClient;
use crate::account::service::AccountService;
use crate::test_support::account::{AccountWorld, settings};
use crate::venue::message::{Transport, TransportError};

/// An account in this process: `group`, whose vendor fetches tokens here.
pub(in crate::http) struct NativeAccount {
    accounts: Accounts,
    service: AccountService,
}

impl Default for NativeAccount {
    fn default() -> Self {
        let accounts = serde_json::to_string(&[settings()]).unwrap();
        Self {
            accounts: Accounts::from_json(&accounts).unwrap(),
            service: AccountWorld::default().service(),
        }
    }
}

impl NativeAccount {
    /// The same with another account beside it, which is answered by the same service.
    pub(in crate::http) fn beside(self, other: &Value) -> Self {
        let accounts = json!([settings(), other]).to_string();
        Self {
            accounts: Accounts::from_json(&accounts).unwrap(),
            ..self
        }
    }

    /// The settings of all accounts.
    pub(in crate::http) fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// A client of an account.
    pub(in crate::http) fn client(&self, account: &AccountId) -> AccountClient<'_> {
        AccountClient::new(account.clone(), Box::new(self))
    }
}

#[async_trait(?Send)]
impl Transport for &NativeAccount {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        let envelope = serde_json::from_str(&message).unwrap();
        let response = self.service.handle(&settings(), envelope).await;
        Ok(serde_json::to_string(&response).unwrap())
    }
}
