//! A vendor's account for tests: a database in memory, a clock that is set, and a vendor whose refresh tokens are valid once.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use async_trait::async_trait;
use config::AccountSettings;
use http::{Request, Response};
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::time::Instant;

use super::database::Memory;
use super::still::Still;
use crate::account::rows::MIGRATIONS;
use crate::account::service::{AccountConnection, AccountDeps, AccountService};
use crate::error::Result;
use crate::storage::database::Database;
use crate::storage::schema::MigratedDatabase;
use crate::upstream::{Network, NetworkError, Ports, Upstream};

/// When the tests begin.
pub(crate) const NOW: Instant = Instant::from_unix(1_795_000_000);
/// The secret of the vendor's client at our issuer.
pub(crate) const CLIENT_SECRET: &str = "0123456789abcdef0123456789abcdef";
/// The life of the vendor's access tokens and of its refresh tokens, in seconds.
pub(crate) const ACCESS_SECONDS: i64 = 300;
pub(crate) const REFRESH_SECONDS: i64 = 14 * 24 * 60 * 60;

/// The settings of the account `group`.
pub(crate) fn settings() -> AccountSettings {
    serde_json::from_value(json!({
        "id": "group", "vendor": "lightspeed", "name": "Lightspeed", "site": "https://book.example.com",
        "oauth": {
            "clientId": "devp-v2-couvert", "clientSecret": "GROUP_SECRET",
            "authorizeUrl": "https://auth.example.com/auth", "tokenUrl": "https://auth.example.com/token",
            "platformScopes": ["reservation-couvert"], "restaurantScopes": ["user"],
        },
        "webhooks": {
            "kind": "oauth2", "clientId": "lightspeed", "clientSecret": "GROUP_CLIENT", "scopes": ["webhooks"],
            "methods": ["client_secret_basic", "client_secret_post", "client_secret_jwt"],
        },
        "calls": { "count": 10, "windowSeconds": 30 },
        "lightspeed": { "code": "couvert", "displayName": "Couvert", "baseUrl": "https://api.example.com" },
    }))
    .unwrap()
}

/// The reaction of the vendor's token endpoint to the next request.
#[derive(Clone, Debug)]
pub(crate) enum Reaction {
    /// It carries the request out, and the answer is lost.
    Lost,
    /// It answers with this status and text, and carries nothing out.
    Refuses(u16, &'static str),
}

/// The vendor's token endpoint. A refresh token that is sent twice locks the client out.
#[derive(Default)]
pub(crate) struct TokenVendor {
    /// The fields of the requests that it received.
    pub(crate) received: RefCell<Vec<Vec<(String, String)>>>,
    /// Its next reactions; it answers with tokens when there is none.
    pub(crate) reactions: RefCell<VecDeque<Reaction>>,
    /// Whether a refresh token was sent twice.
    pub(crate) is_locked: Cell<bool>,
    /// The number of its last refresh token.
    issued: Cell<u32>,
}

impl TokenVendor {
    /// The number of refreshes that it received.
    pub(crate) fn refreshes(&self) -> usize {
        let is_refresh = |fields: &&Vec<(String, String)>| field(fields, "grant_type") == "refresh_token";
        self.received.borrow().iter().filter(is_refresh).count()
    }

    /// Carries a request out: none for a refresh token that is not the last one.
    fn tokens(&self, fields: &[(String, String)]) -> Option<Value> {
        let is_last = field(fields, "refresh_token") == format!("refresh-{}", self.issued.get());
        if field(fields, "grant_type") == "refresh_token" && !is_last {
            self.is_locked.set(true);
            return None;
        }
        let number = self.issued.get() + 1;
        self.issued.set(number);
        Some(json!({
            "access_token": format!("access-{number}"), "token_type": "Bearer", "expires_in": ACCESS_SECONDS,
            "refresh_token": format!("refresh-{number}"), "refresh_expires_in": REFRESH_SECONDS,
        }))
    }
}

/// A field of a form; empty where it is absent.
pub(crate) fn field<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map_or("", |(_, value)| value)
}

/// The connection to the vendor.
struct ToVendor(Rc<TokenVendor>);

#[async_trait(?Send)]
impl Network for ToVendor {
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        _: usize,
    ) -> std::result::Result<Response<Vec<u8>>, NetworkError> {
        // Others go on while the request is on its way, and while the answer is.
        tokio::task::yield_now().await;
        let fields: Vec<(String, String)> = form_urlencoded::parse(request.body()).into_owned().collect();
        self.0.received.borrow_mut().push(fields.clone());
        let reaction = self.0.reactions.borrow_mut().pop_front();
        let (status, text) = match reaction {
            Some(Reaction::Refuses(status, text)) => (status, text.to_owned()),
            other => match self.0.tokens(&fields) {
                Some(_) if other.is_some() => return Err(NetworkError::Broken("lost".to_owned())),
                Some(tokens) => (200, tokens.to_string()),
                None => (400, r#"{"error":"invalid_grant"}"#.to_owned()),
            },
        };
        tokio::task::yield_now().await;
        Ok(Response::builder()
            .status(status)
            .body(text.into_bytes())
            .unwrap())
    }
}

/// The account's database, vendor and clock, which outlive its object.
pub(crate) struct AccountWorld {
    /// Its database.
    pub(crate) database: Rc<dyn Database>,
    /// Its vendor.
    pub(crate) vendor: Rc<TokenVendor>,
    /// The time.
    pub(crate) now: Rc<Cell<Instant>>,
    /// The lines of its log.
    pub(crate) log: Rc<RefCell<Vec<String>>>,
    drawn: Rc<Cell<u32>>,
}

impl Default for AccountWorld {
    fn default() -> Self {
        Self::on(Rc::new(Memory::empty()))
    }
}

impl AccountWorld {
    /// The same with this database.
    pub(crate) fn on(database: Rc<dyn Database>) -> Self {
        Self {
            database,
            vendor: Rc::default(),
            now: Rc::new(Cell::new(NOW)),
            log: Rc::default(),
            drawn: Rc::default(),
        }
    }

    /// Lets so many seconds pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.now.set(self.now.get().plus_seconds(seconds));
    }

    /// The account's object, as it is after a restart.
    pub(crate) fn service(&self) -> AccountService {
        let (now, log, drawn) = (self.now.clone(), self.log.clone(), self.drawn.clone());
        let vendor = self.vendor.clone();
        let secret = |name: &str| match name {
            "SEAL_KEY" => Some(SecretString::from("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")),
            "GROUP_SECRET" => Some(SecretString::from("our-secret")),
            "GROUP_CLIENT" => Some(SecretString::from(CLIENT_SECRET)),
            _ => None,
        };
        AccountService::new(AccountDeps {
            database: MigratedDatabase::with(self.database.clone(), MIGRATIONS),
            random: Box::new(move || {
                drawn.set(drawn.get() + 1);
                let mut bytes = [7; 16];
                bytes[..4].copy_from_slice(&drawn.get().to_be_bytes());
                Some(bytes)
            }),
            now: Box::new(move || now.get()),
            worker_secret: Box::new(secret),
            variable: Box::new(|_| None),
            connect: Box::new(move |_| Ok(connection(vendor.clone()))),
            alarm: Box::new(|_| {}),
            log_error: Box::new(move |_, line| log.borrow_mut().push(line.to_owned())),
        })
    }

    /// The answer of an object to a request in JSON.
    pub(crate) async fn ask(service: &AccountService, request: Value) -> Result<Value> {
        let mut envelope = json!({ "account": "group", "operator": "operator" });
        envelope["request"] = request;
        let envelope = serde_json::from_value(envelope).unwrap();
        let response = service.handle(&settings(), envelope).await?;
        Ok(serde_json::from_str(response.get()).unwrap())
    }

    /// Authorizes a token.
    pub(crate) async fn connect(service: &AccountService, name: &str) {
        let begun = Self::ask(service, json!({ "Operator": { "Authorize": name } }))
            .await
            .unwrap();
        let url = url::Url::parse(begun["url"].as_str().unwrap()).unwrap();
        let state = url
            .query_pairs()
            .find(|(name, _)| name == "state")
            .unwrap()
            .1
            .into_owned();
        let back = json!({ "Complete": { "state": state, "code": "code-1" } });
        assert_eq!(Self::ask(service, back).await, Ok(json!({ "Connected": null })));
    }

    /// Everything that is stored, as text.
    pub(crate) fn stored(&self) -> String {
        let rows = |sql: &'static str| {
            let rows = self
                .database
                .rows(crate::storage::database::Statement::new(sql, vec![]));
            Value::from(rows.unwrap()).to_string()
        };
        [
            "SELECT * FROM sealed_texts",
            "SELECT * FROM tokens",
            "SELECT * FROM authorizations",
            "SELECT * FROM signing_keys",
            "SELECT * FROM used_assertions",
            "SELECT * FROM client_checks",
            "SELECT * FROM given_tokens",
            "SELECT * FROM audit",
        ]
        .map(rows)
        .concat()
    }
}

fn connection(vendor: Rc<TokenVendor>) -> AccountConnection {
    let ports = Rc::new(Ports {
        network: Box::new(ToVendor(vendor)),
        clock: Box::new(Still),
        rng: Box::new(Still),
    });
    AccountConnection {
        upstream: Upstream::new(ports.clone()),
        api: Upstream::new(ports.clone()),
        ports,
    }
}
