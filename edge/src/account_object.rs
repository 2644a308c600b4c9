//! The Durable Object of a vendor's account: parses a request and hands it to [`AccountService`], and runs regular work when
//! the alarm fires.
//!
//! A request is carried out to its end, though its caller may have hung up: a refresh that is dropped between its claim and its
//! outcome would leave the account to an operator.

use std::rc::Rc;

use shared::id::AccountId;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use worker::wasm_bindgen::JsValue;
use worker::{DurableObject, Env, Error, Request, Response, Result, State, durable_object};

use crate::account::message::{AccountEnvelope, AccountResponse};
use crate::account::rows::MIGRATIONS;
use crate::account::service::{AccountDeps, AccountService};
use crate::app;
use crate::error::VenueError;
use crate::platform::clock::Offset;
use crate::platform::object::set_alarm;
use crate::platform::sql::ObjectDatabase;
use crate::platform::{log, random, secrets, venues};
use crate::storage::schema::MigratedDatabase;

/// The Durable Object of one account.
#[durable_object]
pub struct AccountObject {
    state: Rc<State>,
    service: Rc<AccountService>,
}

impl DurableObject for AccountObject {
    fn new(state: State, env: Env) -> Self {
        // The worker has refused a wrong offset before it calls an object.
        let offset = Offset::of(&env).unwrap_or_default();
        let (state, env) = (Rc::new(state), Rc::new(env));
        let database = Rc::new(ObjectDatabase::new(state.storage()));
        let database = MigratedDatabase::with(database, MIGRATIONS);
        let (of_secrets, of_variables, calls) = (env.clone(), env.clone(), database.clone());
        let of_alarm = state.clone();
        let deps = AccountDeps {
            database,
            random: Box::new(|| random::bytes().ok()),
            now: Box::new(move || offset.now()),
            worker_secret: Box::new(move |name| secrets::secret(&of_secrets, name)),
            variable: Box::new(move |name| secrets::variable(&of_variables, name)),
            connect: Box::new(move |account| app::connect_account(&env, account, calls.clone())),
            alarm: Box::new(move |at| set_alarm(&of_alarm, Some(offset.of_runtime(at)))),
            log_error: Box::new(log::log_account_error),
        };
        Self {
            state,
            service: Rc::new(AccountService::new(deps)),
        }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let broken = |error: serde_json::Error| Error::RustError(error.to_string());
        let text = request.text().await?;
        let envelope: AccountEnvelope = serde_json::from_str(&text).map_err(broken)?;
        let Some(settings) = venues::accounts()?.get(&envelope.account) else {
            let unknown: AccountResponse = Err(VenueError::NotFound);
            return Response::ok(serde_json::to_string(&unknown).map_err(broken)?);
        };
        self.service
            .remember(&settings.id)
            .map_err(|error| Error::RustError(error.log_text().to_owned()))?;
        let service = self.service.clone();
        let work = future_to_promise(async move {
            let response = service.handle(settings, envelope).await;
            // Responses are plain data: they always serialise. An empty text would be read as a broken connection.
            Ok(serde_json::to_string(&response).unwrap_or_default().into())
        });
        self.state.as_raw().wait_until(&work).map_err(Error::from)?;
        let answer = JsFuture::from(work).await.map_err(Error::from)?;
        Response::ok(JsValue::as_string(&answer).unwrap_or_default())
    }

    async fn alarm(&self) -> Result<Response> {
        let account: Option<AccountId> = self
            .service
            .account()
            .map_err(|error| Error::RustError(error.log_text().to_owned()))?;
        // The account of a file that was taken away has nothing to renew.
        if let Some(settings) = account.and_then(|id| venues::accounts().ok()?.get(&id)) {
            self.service.run_upkeep(settings).await;
        }
        Response::empty()
    }
}
