//! The account's service: answers requests, each in one turn but for calls of the vendor's token endpoint. These are made under
//! one lock, from the decision to the stored outcome, so that a refresh is sent once for all who ask.

mod token_calls;
mod vendor_calls;

use std::cell::OnceCell;
use std::rc::Rc;

use config::AccountSettings;
use secrecy::SecretString;
use serde::Serialize;
use serde_json::value::to_raw_value;
use shared::id::AccountId;
use shared::time::Instant;
use tokio::sync::Mutex;

use super::message::{
    AccountEnvelope, AccountOperation, AccountRequest, AccountResponse, DeliveryRoute, IssueOutcome,
    IssueRequest,
};
use super::sealed::SealedTexts;
use super::{
    authorizations, deliveries, details, given_tokens, issuing, leases, onboardings, restaurants, tokens,
    upkeep,
};
use crate::access::{Actor, Credential, SignedInPerson};
use crate::error::{Result, VenueError};
use crate::storage::audit;
use crate::storage::database::Database as _;
use crate::storage::meta;
use crate::storage::schema::MigratedDatabase;
use crate::upstream::{Ports, Upstream};
use crate::venue::context::Ctx;

/// The name of the account's id in the table `meta`.
const ACCOUNT: &str = "account";

/// Dependencies of the service.
pub struct AccountDeps {
    /// The account's database, whose migrations are [`super::rows::MIGRATIONS`].
    pub database: Rc<MigratedDatabase>,
    /// Cryptographic randomness, 16 bytes at a time; none if the runtime has none.
    pub random: Box<dyn Fn() -> Option<[u8; 16]>>,
    /// The clock.
    pub now: Box<dyn Fn() -> Instant>,
    /// Reads a secret of the worker by its name; none if it is not set.
    pub worker_secret: Box<ReadSecret>,
    /// Reads a variable of the deployment by its name; none if it is not set.
    pub variable: Box<ReadVariable>,
    /// Connects to the vendor's token endpoint. Fails with the cause.
    pub connect: Box<ConnectAccount>,
    /// Sets the object's one alarm to this time.
    pub alarm: Box<dyn Fn(Instant)>,
    /// Logs an error of regular work.
    pub log_error: Box<LogAccountError>,
}

/// See [`AccountDeps::worker_secret`].
pub type ReadSecret = dyn Fn(&str) -> Option<SecretString>;

/// See [`AccountDeps::variable`].
pub type ReadVariable = dyn Fn(&str) -> Option<String>;

/// See [`AccountDeps::connect`].
pub type ConnectAccount = dyn Fn(&AccountId) -> Result<AccountConnection>;

/// See [`AccountDeps::log_error`]: the account, and the cause without personal data.
pub type LogAccountError = dyn Fn(&AccountId, &str);

/// The connection to a vendor's token endpoint, and to its API.
pub struct AccountConnection {
    /// Network, clock and jitter source.
    pub ports: Rc<Ports>,
    /// The way to call it.
    pub upstream: Upstream,
    /// The way to call the vendor's API, which may be there when its token endpoint is not.
    pub api: Upstream,
}

/// The service of an account's object.
pub struct AccountService {
    deps: AccountDeps,
    connection: OnceCell<Rc<AccountConnection>>,
    /// Held from the decision about a token until the outcome is stored.
    refreshing: Mutex<()>,
}

impl AccountService {
    /// The service with these dependencies.
    #[must_use]
    pub fn new(deps: AccountDeps) -> Self {
        Self {
            deps,
            connection: OnceCell::new(),
            refreshing: Mutex::new(()),
        }
    }

    fn ctx_of<'a>(&'a self, actor: &'a Actor) -> Ctx<'a> {
        Ctx {
            database: &*self.deps.database,
            random: &*self.deps.random,
            now: (self.deps.now)(),
            actor,
        }
    }

    fn texts<'a>(&'a self, account: &'a AccountId) -> SealedTexts<'a> {
        SealedTexts {
            account,
            database: &*self.deps.database,
            of_worker: &*self.deps.worker_secret,
            random: &*self.deps.random,
        }
    }

    /// The account, once a request was answered; none before.
    pub fn account(&self) -> Result<Option<AccountId>> {
        let stored = meta::get(&*self.deps.database, ACCOUNT)?;
        Ok(stored.and_then(|id| AccountId::parse(&id).ok()))
    }

    /// Stores the account, for work that no request asks for.
    pub fn remember(&self, account: &AccountId) -> Result<()> {
        if self.account()?.as_ref() != Some(account) {
            self.deps
                .database
                .write(vec![meta::set(ACCOUNT, account.as_str())])?;
        }
        Ok(())
    }

    /// Answers a request about the account of these settings, and arms the alarm after a write.
    pub async fn handle(&self, settings: &AccountSettings, envelope: AccountEnvelope) -> AccountResponse {
        let is_write = envelope.request.is_write();
        let response = self.answer(settings, envelope).await;
        if is_write && let Err(error) = self.arm_alarm() {
            (self.deps.log_error)(&settings.id, error.log_text());
        }
        response
    }

    async fn answer(&self, settings: &AccountSettings, envelope: AccountEnvelope) -> AccountResponse {
        let ctx = self.ctx_of(&Actor::Unaudited);
        match envelope.request {
            AccountRequest::Operator(operation) => {
                let actor = actor_of(envelope.operator.as_ref())?;
                self.answer_operator(settings, &actor, operation).await
            }
            AccountRequest::Complete(back) => answer(&self.complete(settings, back).await?),
            AccountRequest::Issue(request) => answer(&self.issue(ctx, settings, &request)?),
            AccountRequest::Keys => {
                settings.webhooks.issuer().ok_or(VenueError::NotFound)?;
                answer(&issuing::published(ctx, self.texts(&settings.id))?)
            }
            AccountRequest::AccessToken(name) => answer(&self.access_token(settings, &name).await?),
            AccountRequest::StoreToken(given) => {
                let _alone = self.refreshing.lock().await;
                let ctx = self.ctx_of(&Actor::Unaudited);
                answer(&given_tokens::store(ctx, self.texts(&settings.id), given)?)
            }
            AccountRequest::EndToken(name) => {
                let _alone = self.refreshing.lock().await;
                answer(&given_tokens::end(ctx, &name)?)
            }
            AccountRequest::RejectToken(name, generation) if settings.oauth.is_none() => answer(
                &given_tokens::reject(ctx, self.texts(&settings.id), &name, generation)?,
            ),
            AccountRequest::RejectToken(name, generation) => answer(&tokens::reject(ctx, &name, generation)?),
            AccountRequest::Venue(id) => answer(&restaurants::venue(ctx.database, &id)?),
            AccountRequest::Route(id) => answer(&DeliveryRoute {
                venue: restaurants::venue(ctx.database, &id)?,
                has_kept: !deliveries::of(ctx.database, &id)?.is_empty(),
            }),
            AccountRequest::Restaurant(id) => answer(&restaurants::state(ctx.database, &id)?),
            AccountRequest::AuthorizeRestaurant(id, venue) => {
                let name = restaurants::token_name(&id)?;
                restaurants::check_venue(ctx.database, &id, &venue)?;
                let oauth = tokens::oauth(settings)?.with_variables(&*self.deps.variable);
                let texts = self.texts(&settings.id);
                let begun = authorizations::begin(ctx, texts, (settings, &oauth), &name, Some(venue));
                answer(&begun?)
            }
            AccountRequest::Join(id, new) => answer(&restaurants::join(ctx, id, new)?),
            AccountRequest::SetActive(id, is_active) => {
                answer(&restaurants::set_active(ctx, &id, is_active)?)
            }
            AccountRequest::SetProfile => answer(&self.set_profile(settings).await?),
            AccountRequest::KeepDelivery(new) => answer(&deliveries::keep(ctx, new)?),
            AccountRequest::DeliveriesOf(id) => answer(&deliveries::of(ctx.database, &id)?),
            AccountRequest::ForgetDelivery(id) => answer(&deliveries::forget(ctx, id)?),
            AccountRequest::BeginOnboarding(new) => answer(&onboardings::begin(ctx, new)?),
            AccountRequest::SettleOnboarding(id, restaurant, code) => {
                answer(&onboardings::settle(ctx, &id, &restaurant, &code)?)
            }
            AccountRequest::Lease(request) => {
                answer(&leases::lease(ctx, settings.calls_of_token(), request)?)
            }
        }
    }

    /// Answers a request of an operator, whom the worker has authorised.
    async fn answer_operator(
        &self,
        settings: &AccountSettings,
        actor: &Actor,
        operation: AccountOperation,
    ) -> AccountResponse {
        let (ctx, texts) = (self.ctx_of(actor), self.texts(&settings.id));
        match operation {
            AccountOperation::Details => {}
            AccountOperation::Authorize(name) => {
                let oauth = tokens::oauth(settings)?.with_variables(&*self.deps.variable);
                let begun = authorizations::begin(ctx, texts, (settings, &oauth), &name, None);
                return answer(&begun?);
            }
            AccountOperation::Refresh(name) => self.refresh_now(settings, ctx, &name).await?,
            AccountOperation::Forget(name) => return answer(&self.forget(ctx, &name).await?),
            AccountOperation::RotateKeys(rotation) => {
                settings.webhooks.issuer().ok_or(VenueError::NotFound)?;
                issuing::rotate(ctx, texts, rotation.is_immediate)?;
            }
            AccountOperation::Assign(id, new) => restaurants::assign(ctx, id, new)?,
            AccountOperation::Withdraw(id) => {
                // Its token is deleted with it, once no refresh is under way.
                let _alone = self.refreshing.lock().await;
                return answer(&restaurants::withdraw(ctx, &id)?);
            }
            AccountOperation::Deliveries => return answer(&deliveries::list(ctx.database)?),
            AccountOperation::DiscardDelivery(id) => return answer(&deliveries::discard(ctx, id)?),
            AccountOperation::Audit(before) => return answer(&audit::page(ctx.database, before)?),
            AccountOperation::Profile => return answer(&self.profile(settings).await?),
            AccountOperation::SetProfile => {
                ctx.database.write(
                    ctx.audit("profile.set", settings.id.as_str(), None, None)?
                        .into_iter()
                        .collect(),
                )?;
                return answer(&self.set_profile(settings).await?);
            }
            AccountOperation::SetWebhookAuth => return answer(&self.set_webhook_auth(settings).await?),
            AccountOperation::SetCourses => return answer(&self.set_courses(settings).await?),
            AccountOperation::AnswerOnboarding(given) => {
                return answer(&self.answer_onboarding(settings, actor, given).await?);
            }
        }
        let secret = |name: &str| (self.deps.worker_secret)(name).is_some();
        let is_refreshing = self.refreshing.try_lock().is_err();
        answer(&details::of(
            self.ctx_of(actor),
            settings,
            &secret,
            is_refreshing,
        )?)
    }

    fn issue(
        &self,
        ctx: Ctx<'_>,
        settings: &AccountSettings,
        request: &IssueRequest,
    ) -> Result<IssueOutcome> {
        let issuer = settings.webhooks.issuer().ok_or(VenueError::NotFound)?;
        let name = issuer.client_secret.as_deref();
        let secret = name.and_then(|name| (self.deps.worker_secret)(name));
        let account = (settings, secret.as_ref());
        issuing::issue(ctx, self.texts(&settings.id), account, request)
    }

    /// Arms the alarm for the next run of regular work, if it is not armed.
    fn arm_alarm(&self) -> Result<()> {
        let (database, now) = (&*self.deps.database, (self.deps.now)());
        if upkeep::next(database)?.is_none_or(|next| next <= now) {
            let next = now.plus_seconds(upkeep::EVERY_SECONDS);
            database.write(vec![upkeep::schedule(next)])?;
            (self.deps.alarm)(next);
        }
        Ok(())
    }

    /// Runs the regular work: deletes what has ended, and renews tokens whose refresh token is over soon.
    pub async fn run_upkeep(&self, settings: &AccountSettings) {
        let log = |error: &VenueError| (self.deps.log_error)(&settings.id, error.log_text());
        let ctx = self.ctx_of(&Actor::Unaudited);
        if let Err(error) = upkeep::delete_ended(ctx) {
            log(&error);
        }
        for name in upkeep::due(ctx).unwrap_or_default() {
            let _alone = self.refreshing.lock().await;
            let step = tokens::next_step(self.ctx_of(&Actor::Unaudited), &name);
            let renewed = match step {
                Ok((row, _)) if crate::oauth::refresh::is_renewal_due(&row.state(), (self.deps.now)()) => {
                    self.refresh(settings, row).await
                }
                Ok(_) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = renewed {
                log(&error);
            }
        }
        if let Err(error) = self.arm_alarm() {
            log(&error);
        }
    }
}

/// The actor behind the sender of a request; [`VenueError::Unauthorized`] for one who is no operator.
fn actor_of(operator: Option<&Credential>) -> Result<Actor> {
    match operator {
        Some(Credential::Operator) => Ok(Actor::Operator),
        Some(Credential::OperatorPerson(person, session)) => Ok(Actor::Person(SignedInPerson::operator(
            person.clone(),
            session.clone(),
        ))),
        _ => Err(VenueError::Unauthorized),
    }
}

/// A result as JSON.
fn answer<T: Serialize>(value: &T) -> AccountResponse {
    to_raw_value(value).map_err(|error| VenueError::Broken(error.to_string()))
}

#[cfg(test)]
#[path = "areas_tests.rs"]
mod areas_tests;
#[cfg(test)]
#[path = "issuing_tests.rs"]
mod issuing_tests;
#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
