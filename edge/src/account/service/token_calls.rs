//! The calls of the vendor's token endpoint: refreshes and authorizations, under the service's lock.

use std::rc::Rc;
use std::time::Duration;

use config::AccountSettings;
use config::account::OAuthSettings;
use secrecy::SecretString;
use shared::id::{AccountId, TokenName};

use super::{AccountConnection, AccountService};
use crate::access::Actor;
use crate::account::authorizations;
use crate::account::message::{AccessToken, AuthorizationOutcome, AuthorizationReturn};
use crate::account::rows::TokenRow;
use crate::account::tokens::{self, TokenCallOutcome};
use crate::error::{Result, VenueError};
use crate::oauth::refresh::{self, RefreshOutcome, TokenDecision, TokenPhase};
use crate::upstream::{Answer, Call, Failure, Scope};
use crate::venue::context::Ctx;

/// How long a call of the token endpoint may take.
const DEADLINE: Duration = Duration::from_secs(10);

impl AccountService {
    /// The access token of a name, refreshed first where it is over soon.
    pub(super) async fn access_token(
        &self,
        settings: &AccountSettings,
        name: &TokenName,
    ) -> Result<AccessToken> {
        let texts = self.texts(&settings.id);
        if let Some(token) = tokens::fresh(self.ctx_of(&Actor::Unaudited), texts, name)? {
            return Ok(token);
        }
        let _alone = self.refreshing.lock().await;
        let (row, decision) = tokens::next_step(self.ctx_of(&Actor::Unaudited), name)?;
        match decision {
            TokenDecision::Use => return tokens::opened(texts, &row),
            TokenDecision::Refresh => self.refresh(settings, row).await?,
            TokenDecision::Away(_) | TokenDecision::Lost(_) => {
                return Err(tokens::refusal(decision, (self.deps.now)()));
            }
        }
        match tokens::next_step(self.ctx_of(&Actor::Unaudited), name)? {
            (row, TokenDecision::Use) => tokens::opened(texts, &row),
            (_, decision) => Err(tokens::refusal(decision, (self.deps.now)())),
        }
    }

    /// Refreshes a token because an operator wants it, also one whose refresh was interrupted or refused.
    pub(super) async fn refresh_now(
        &self,
        settings: &AccountSettings,
        ctx: Ctx<'_>,
        name: &TokenName,
    ) -> Result<()> {
        let _alone = self.refreshing.lock().await;
        let (row, _) = tokens::next_step(ctx, name)?;
        if !row.has_refresh {
            return Err(tokens::LOST);
        }
        let entry = ctx.audit("token.refresh", name.as_str(), None, None)?;
        ctx.database.write(entry.into_iter().collect())?;
        let state = refresh::retried(row.state());
        self.refresh(settings, row.with_state(state, ctx.now)).await
    }

    /// Sends a refresh, under the lock: the claim is stored before it, and the outcome after it.
    pub(super) async fn refresh(&self, settings: &AccountSettings, row: TokenRow) -> Result<()> {
        let (oauth, secret) = self.client(settings)?;
        let texts = self.texts(&settings.id);
        // All that could fail is done before the claim: a claim means that the request may have been sent.
        let request = tokens::client(&oauth, &secret).refresh(&tokens::refresh_token(texts, &row)?);
        let request = request.ok_or_else(|| VenueError::Broken("the refresh cannot be built".to_owned()))?;
        let connection = self.connection(&settings.id)?;
        let row = tokens::claim(self.ctx_of(&Actor::Unaudited), &row)?;
        let sent = call(&connection, "refresh", request).await;
        let ctx = self.ctx_of(&Actor::Unaudited);
        match tokens::outcome_of(sent, ctx.now) {
            TokenCallOutcome::Tokens(new) => {
                let statements = tokens::store(ctx, texts, (&row.name, Some(&row)), &new)?;
                Ok(ctx.database.write(statements)?)
            }
            TokenCallOutcome::Nothing(outcome, problem) => {
                let settled = tokens::settle(ctx, row, outcome, Some(problem))?;
                if settled.phase != TokenPhase::Ready {
                    let line = format!("the token {} has to be authorized again: {problem}", settled.name);
                    (self.deps.log_error)(&settings.id, &line);
                }
                Ok(())
            }
        }
    }

    /// Completes an authorization: exchanges its code. The state is used up first, also by another browser than that in which
    /// the manager of a venue has begun it: the person there would give this venue their own access. An operator may hand the
    /// address to another person.
    pub(super) async fn complete(
        &self,
        settings: &AccountSettings,
        back: AuthorizationReturn,
    ) -> Result<AuthorizationOutcome> {
        let (oauth, secret) = self.client(settings)?;
        let (texts, state) = (self.texts(&settings.id), SecretString::from(back.state));
        let connection = self.connection(&settings.id)?;
        let _alone = self.refreshing.lock().await;
        let taken = authorizations::take(self.ctx_of(&Actor::Unaudited), texts, &state)?;
        let Some((authorization, verifier)) = taken else {
            return Ok(AuthorizationOutcome::Unknown);
        };
        if authorization.venue.is_some() && !back.is_of_beginner {
            return Ok(AuthorizationOutcome::Unknown);
        }
        let Some(code) = back.code else {
            return Ok(AuthorizationOutcome::Denied(authorization.venue));
        };
        let redirect_uri = authorizations::redirect_uri(settings);
        let request = tokens::client(&oauth, &secret).exchange(&code, &redirect_uri, &verifier);
        let request = request.ok_or_else(|| VenueError::Broken("the exchange cannot be built".to_owned()))?;
        let sent = call(&connection, "exchange", request).await;
        let ctx = self.ctx_of(&Actor::Unaudited);
        match tokens::outcome_of(sent, ctx.now) {
            TokenCallOutcome::Tokens(new) => {
                let statements = tokens::store(ctx, texts, (&authorization.token, None), &new)?;
                ctx.database.write(statements)?;
                Ok(AuthorizationOutcome::Connected(authorization.venue))
            }
            TokenCallOutcome::Nothing(RefreshOutcome::Refused, _) => {
                Ok(AuthorizationOutcome::Denied(authorization.venue))
            }
            TokenCallOutcome::Nothing(_, problem) => {
                Err(VenueError::Failed(format!("the exchange of a code: {problem}")))
            }
        }
    }

    /// Deletes a token, once no refresh of it is under way.
    pub(super) async fn forget(&self, ctx: Ctx<'_>, name: &TokenName) -> Result<()> {
        let _alone = self.refreshing.lock().await;
        tokens::find(ctx.database, name)?.ok_or(VenueError::NotFound)?;
        let mut statements = tokens::delete(name);
        statements.extend(ctx.audit("token.forget", name.as_str(), None, None)?);
        Ok(ctx.database.write(statements)?)
    }

    /// The settings of our client at the vendor, with the deployment's variables, and its secret.
    fn client(&self, settings: &AccountSettings) -> Result<(OAuthSettings, SecretString)> {
        let oauth = tokens::oauth(settings)?.with_variables(&*self.deps.variable);
        let secret = (self.deps.worker_secret)(&oauth.client_secret);
        let secret = secret.ok_or_else(|| VenueError::Away {
            retry_after: None,
            cause: format!(
                "account {}: the secret {} is not set",
                settings.id, oauth.client_secret
            ),
        })?;
        Ok((oauth, secret))
    }

    /// The connection to the vendor, which is kept.
    pub(super) fn connection(&self, account: &AccountId) -> Result<Rc<AccountConnection>> {
        if let Some(connection) = self.connection.get() {
            return Ok(connection.clone());
        }
        let connection = Rc::new((self.deps.connect)(account)?);
        Ok(self.connection.get_or_init(|| connection).clone())
    }
}

/// Calls the token endpoint, once.
async fn call(
    connection: &AccountConnection,
    name: &'static str,
    request: http::Request<Vec<u8>>,
) -> Result<Answer, Failure> {
    let scope = Scope::new(connection.ports.clock.elapsed() + DEADLINE);
    connection.upstream.write(&scope, &Call { name, request }).await
}
