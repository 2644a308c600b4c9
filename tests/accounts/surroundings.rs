//! The surroundings of an account's object, which outlive it: its database, its clock, and the network to its vendor.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use async_trait::async_trait;
use config::AccountSettings;
use couvert_tests::native::{MemoryDatabase, SeededRng, TestClock};
use edge::access::Credential;
use edge::account::client::AccountClient;
use edge::account::message::AccountEnvelope;
use edge::account::rows::MIGRATIONS;
use edge::account::service::{AccountConnection, AccountDeps, AccountService};
use edge::storage::database::Database;
use edge::storage::schema::MigratedDatabase;
use edge::upstream::{Network, NetworkError, Ports, Upstream};
use edge::venue::message::{Transport, TransportError};
use http::{Request, Response};
use secrecy::SecretString;
use serde_json::{from_str, from_value, json};
use shared::time::Instant;

/// The secret of the vendor's client at our issuer: 32 bytes, as an assertion that it signs needs.
pub const CLIENT_SECRET: &str = "0123456789abcdef0123456789abcdef";

/// The key under which texts are sealed.
const SEAL_KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The settings of the account `group`, whose vendor authorizes at this origin.
pub fn settings(vendor: &str) -> AccountSettings {
    from_value(json!({
        "id": "group", "vendor": "lightspeed", "name": "Lightspeed", "site": "https://book.example.com",
        "oauth": {
            "clientId": "devp-v2-couvert", "clientSecret": "GROUP_SECRET",
            "authorizeUrl": format!("{vendor}/authorize"), "tokenUrl": format!("{vendor}/token"),
            "platformScopes": ["reservation-couvert"], "restaurantScopes": ["user"],
        },
        "webhooks": {
            "kind": "oauth2", "clientId": "lightspeed", "clientSecret": "GROUP_CLIENT", "scopes": ["webhooks"],
            "methods": ["client_secret_basic", "client_secret_post", "client_secret_jwt"],
        },
        "lightspeed": { "code": "couvert", "displayName": "Couvert", "baseUrl": "https://api.example.com" },
    }))
    .unwrap()
}

/// The value of a secret of the worker.
fn secret(name: &str) -> Option<SecretString> {
    match name {
        "SEAL_KEY" => Some(SecretString::from(SEAL_KEY)),
        "GROUP_SECRET" => Some(SecretString::from("our-secret")),
        "GROUP_CLIENT" => Some(SecretString::from(CLIENT_SECRET)),
        _ => None,
    }
}

/// The surroundings of an account's object.
pub struct Surroundings {
    /// Its settings.
    pub settings: Rc<AccountSettings>,
    /// The time.
    pub now: Rc<Cell<Instant>>,
    /// How many answers of the vendor are lost from now on, once it has carried out what it was asked for.
    pub lost: Rc<Cell<u32>>,
    /// The lines of its log.
    pub log: Rc<RefCell<Vec<String>>>,
    database: Rc<dyn Database>,
    drawn: Rc<Cell<u64>>,
}

impl Surroundings {
    /// Those of an account that is new.
    pub fn new(settings: AccountSettings, now: Instant) -> Self {
        Self {
            settings: Rc::new(settings),
            now: Rc::new(Cell::new(now)),
            lost: Rc::default(),
            log: Rc::default(),
            database: Rc::new(MemoryDatabase::new().unwrap()),
            drawn: Rc::default(),
        }
    }

    /// The account's object, as it is after a restart.
    pub fn object(&self) -> AccountLine {
        let (now, log, drawn, lost) = (
            self.now.clone(),
            self.log.clone(),
            self.drawn.clone(),
            self.lost.clone(),
        );
        let begun = self.now.get();
        let deps = AccountDeps {
            database: MigratedDatabase::with(self.database.clone(), MIGRATIONS),
            random: Box::new(move || {
                drawn.set(drawn.get() + 1);
                let mut bytes = [7; 16];
                bytes[..8].copy_from_slice(&drawn.get().to_be_bytes());
                Some(bytes)
            }),
            now: Box::new(move || now.get()),
            worker_secret: Box::new(secret),
            variable: Box::new(|_| None),
            connect: Box::new(move |_| Ok(connection(begun, lost.clone()))),
            alarm: Box::new(|_| {}),
            log_error: Box::new(move |_, line| log.borrow_mut().push(line.to_owned())),
        };
        AccountLine {
            service: Rc::new(AccountService::new(deps)),
            settings: self.settings.clone(),
        }
    }
}

/// The connection to the vendor over the machine's network.
fn connection(now: Instant, lost: Rc<Cell<u32>>) -> AccountConnection {
    let ports = Rc::new(Ports {
        network: Box::new(Internet { agent: agent(), lost }),
        clock: Box::new(TestClock::at(now)),
        rng: Box::new(SeededRng::new(1)),
    });
    AccountConnection {
        upstream: Upstream::new(ports.clone()),
        api: Upstream::new(ports.clone()),
        ports,
    }
}

/// A client that takes every answer as it is.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build()
        .into()
}

/// The machine's network. Others go on while a request is on its way.
struct Internet {
    agent: ureq::Agent,
    lost: Rc<Cell<u32>>,
}

#[async_trait(?Send)]
impl Network for Internet {
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, NetworkError> {
        let agent = self.agent.clone();
        let sent = tokio::task::spawn_blocking(move || {
            let (head, mut body) = agent.run(request)?.into_parts();
            let most = u64::try_from(limit).unwrap_or(u64::MAX);
            let bytes = body.with_config().limit(most).read_to_vec()?;
            Ok::<_, ureq::Error>(Response::from_parts(head, bytes))
        });
        let answer = sent.await.unwrap();
        if let Some(left) = self.lost.get().checked_sub(1) {
            self.lost.set(left);
            return Err(NetworkError::Broken("lost".to_owned()));
        }
        answer.map_err(|error| NetworkError::Broken(error.to_string()))
    }
}

/// The line to an account's object.
#[derive(Clone)]
pub struct AccountLine {
    service: Rc<AccountService>,
    settings: Rc<AccountSettings>,
}

impl AccountLine {
    /// A client of the object, for the worker.
    pub fn client(&self) -> AccountClient<'static> {
        AccountClient::new(self.settings.id.clone(), Box::new(self.clone()))
    }

    /// A client of the object, for an operator.
    pub fn operator(&self) -> AccountClient<'static> {
        self.client().with_operator(Some(Credential::Operator))
    }
}

#[async_trait(?Send)]
impl Transport for AccountLine {
    async fn send(&self, message: String) -> Result<String, TransportError> {
        let envelope: AccountEnvelope = from_str(&message).unwrap();
        let response = self.service.handle(&self.settings, envelope).await;
        Ok(serde_json::to_string(&response).unwrap())
    }
}
