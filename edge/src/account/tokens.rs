//! The deployment's tokens at the vendor: stored, used, refreshed once for all who ask. See [`crate::oauth::refresh`].

use config::AccountSettings;
use config::account::{OAuthSettings, SecretPlace as SettingsPlace};
use secrecy::{ExposeSecret, SecretString};
use shared::id::TokenName;
use shared::problem::ProblemCode;
use shared::time::Instant;

use super::message::AccessToken;
use super::rows::TokenRow;
use super::sealed::{self, SealedTexts};
use crate::error::{Result, VenueError};
use crate::oauth::answer::{TokenAnswer, Tokens};
use crate::oauth::authorization::{OAuthClient, SecretPlace};
use crate::oauth::refresh::{
    Loss, REFUSED_HOLD_SECONDS, RefreshOutcome, TokenDecision, TokenPhase, decide, is_fresh,
};
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::row::insert_or_replace;
use crate::upstream::{Answer, Failure};
use crate::venue::context::Ctx;

/// The name of the account's own token.
pub const PLATFORM: &str = "platform";

/// The pause before the next refresh where the vendor takes none and states no `Retry-After`, in seconds.
const AWAY_SECONDS: i64 = 15;

/// How young an access token may be that is refreshed because the vendor has refused it, in seconds: one that is refused at
/// once would be refused again.
pub(super) const REJECTED_AGE: i64 = 60;

/// The row of a token, if there is one.
pub(super) fn find(database: &dyn Database, name: &TokenName) -> Result<Option<TokenRow>> {
    let sql = "SELECT * FROM tokens WHERE name = ?";
    Ok(first(database, sql, vec![name.as_str().into()])?)
}

/// Every token, by name.
pub(super) fn all(database: &dyn Database) -> Result<Vec<TokenRow>> {
    Ok(select(database, "SELECT * FROM tokens ORDER BY name", vec![])?)
}

/// The name of the text of an access token.
pub(super) fn access_name(name: &TokenName) -> String {
    format!("token/{name}/access")
}

/// The name of the text of the access token before, where the vendor gives them by itself.
pub(super) fn earlier_name(name: &TokenName) -> String {
    format!("token/{name}/earlier")
}

fn refresh_name(name: &TokenName) -> String {
    format!("token/{name}/refresh")
}

/// The error of a token without which nothing can be called.
pub(super) const LOST: VenueError = VenueError::Refused(ProblemCode::AccountNotConnected);

/// The access token of a row.
pub(super) fn opened(texts: SealedTexts<'_>, row: &TokenRow) -> Result<AccessToken> {
    let token = texts.open(&access_name(&row.name))?;
    Ok(AccessToken {
        token: token.expose_secret().to_owned(),
        generation: row.generation,
        until: row.access_until,
    })
}

/// The access token, if it can be used without a refresh and without the lock.
pub(super) fn fresh(ctx: Ctx<'_>, texts: SealedTexts<'_>, name: &TokenName) -> Result<Option<AccessToken>> {
    let row = find(ctx.database, name)?.ok_or(LOST)?;
    let is_fresh = is_fresh(&row.state(), ctx.now);
    is_fresh.then(|| opened(texts, &row)).transpose()
}

/// The next step for a token, under the lock. A claim that is found there was interrupted, and is stored as that.
pub(super) fn next_step(ctx: Ctx<'_>, name: &TokenName) -> Result<(TokenRow, TokenDecision)> {
    let mut row = find(ctx.database, name)?.ok_or(LOST)?;
    if row.phase == TokenPhase::Claimed {
        row = settle(ctx, row, RefreshOutcome::Unknown, Some("interrupted"))?;
    }
    let decision = decide(&row.state(), ctx.now);
    Ok((row, decision))
}

/// The error of a decision that leaves no access token.
pub(super) fn refusal(decision: TokenDecision, now: Instant) -> VenueError {
    match decision {
        TokenDecision::Away(until) => VenueError::Away {
            retry_after: u32::try_from(until.unix() - now.unix()).ok(),
            cause: "the vendor takes no refresh of its token at present".to_owned(),
        },
        TokenDecision::Lost(Loss::Interrupted | Loss::Refused | Loss::Over)
        | TokenDecision::Use
        | TokenDecision::Refresh => LOST,
    }
}

/// The refresh token of a row.
pub(super) fn refresh_token(texts: SealedTexts<'_>, row: &TokenRow) -> Result<SecretString> {
    texts.open(&refresh_name(&row.name))
}

/// Stores the claim of a refresh, before it is sent.
pub(super) fn claim(ctx: Ctx<'_>, row: &TokenRow) -> Result<TokenRow> {
    let state = crate::oauth::refresh::claimed(row.state());
    let claimed = row.clone().with_state(state, ctx.now);
    ctx.database.write(vec![insert_or_replace(&claimed)?])?;
    Ok(claimed)
}

/// Stores the outcome of a refresh that brought no tokens.
pub(super) fn settle(
    ctx: Ctx<'_>,
    row: TokenRow,
    outcome: RefreshOutcome,
    problem: Option<&str>,
) -> Result<TokenRow> {
    let state = crate::oauth::refresh::settled(row.state(), outcome);
    let settled = TokenRow {
        problem: problem.map(str::to_owned),
        ..row.with_state(state, ctx.now)
    };
    ctx.database.write(vec![insert_or_replace(&settled)?])?;
    Ok(settled)
}

/// The statements that store new tokens, in place of those of an earlier answer. Without a new refresh token the earlier one
/// goes on (RFC 6749, section 6), unless the tokens are of a new authorization.
pub(super) fn store(
    ctx: Ctx<'_>,
    texts: SealedTexts<'_>,
    (name, earlier): (&TokenName, Option<&TokenRow>),
    tokens: &Tokens,
) -> Result<Vec<Statement>> {
    let goes_on = tokens.refresh.is_none() && earlier.is_some_and(|row| row.phase == TokenPhase::Claimed);
    let refresh_until = if goes_on {
        earlier.and_then(|row| row.refresh_until)
    } else {
        tokens.refresh_until
    };
    let generation = find(ctx.database, name)?.map_or(0, |row| row.generation);
    let row = TokenRow {
        name: name.clone(),
        phase: TokenPhase::Ready,
        generation: generation.saturating_add(1),
        access_until: tokens.access_until,
        has_refresh: tokens.refresh.is_some() || (goes_on && earlier.is_some_and(|row| row.has_refresh)),
        refresh_until,
        held_until: None,
        changed_at: ctx.now,
        problem: None,
    };
    let mut statements = vec![
        insert_or_replace(&row)?,
        texts.store(&access_name(name), &tokens.access)?,
    ];
    match &tokens.refresh {
        Some(refresh) => statements.push(texts.store(&refresh_name(name), refresh)?),
        None if goes_on => {}
        None => statements.push(sealed::delete(&refresh_name(name))),
    }
    Ok(statements)
}

/// The statements that delete a token.
pub(super) fn delete(name: &TokenName) -> Vec<Statement> {
    vec![
        Statement::new("DELETE FROM tokens WHERE name = ?", vec![name.as_str().into()]),
        sealed::delete(&access_name(name)),
        sealed::delete(&earlier_name(name)),
        sealed::delete(&refresh_name(name)),
    ]
}

/// Takes that the vendor has refused the access token of a generation: it expires if it is still the one in use and not new.
pub(super) fn reject(ctx: Ctx<'_>, name: &TokenName, generation: u64) -> Result<()> {
    let Some(row) = find(ctx.database, name)? else {
        return Ok(());
    };
    let is_in_use = row.generation == generation && row.phase == TokenPhase::Ready;
    if is_in_use && row.changed_at.plus_seconds(REJECTED_AGE) <= ctx.now {
        let row = TokenRow {
            access_until: ctx.now,
            ..row
        };
        ctx.database.write(vec![insert_or_replace(&row)?])?;
    }
    Ok(())
}

/// Our client at the vendor.
pub(super) fn client<'a>(oauth: &'a OAuthSettings, secret: &'a SecretString) -> OAuthClient<'a> {
    OAuthClient {
        id: &oauth.client_id,
        secret,
        secret_place: match oauth.secret_in {
            SettingsPlace::Form => SecretPlace::Form,
            SettingsPlace::Header => SecretPlace::Header,
        },
        token_url: &oauth.token_url,
    }
}

/// The scopes of a token.
pub(super) fn scopes<'a>(oauth: &'a OAuthSettings, name: &TokenName) -> &'a [String] {
    if name.as_str() == PLATFORM {
        &oauth.platform_scopes
    } else {
        &oauth.restaurant_scopes
    }
}

/// The settings of the account's client; an account without one has no tokens.
pub(super) fn oauth(settings: &AccountSettings) -> Result<&OAuthSettings> {
    settings.oauth.as_ref().ok_or(LOST)
}

/// The result of a call of the token endpoint.
pub(super) enum TokenCallOutcome {
    /// Tokens.
    Tokens(Tokens),
    /// None: the outcome for a refresh, and the problem in a fixed word.
    Nothing(RefreshOutcome, &'static str),
}

/// Reads the answer to a call of the token endpoint, or its failure.
pub(super) fn outcome_of(sent: Result<Answer, Failure>, now: Instant) -> TokenCallOutcome {
    let answer = match sent {
        Ok(answer) => answer,
        Err(Failure::Away { retry_after, cause }) => {
            let seconds = retry_after.and_then(|time| i64::try_from(time.as_secs()).ok());
            let until = now.plus_seconds(seconds.map_or(AWAY_SECONDS, |seconds| seconds.saturating_add(1)));
            return TokenCallOutcome::Nothing(RefreshOutcome::Unsent(until), cause);
        }
        Err(Failure::Timeout) => return TokenCallOutcome::Nothing(RefreshOutcome::Unknown, "timeout"),
        Err(Failure::Failed(_)) => return TokenCallOutcome::Nothing(RefreshOutcome::Unknown, "failed"),
    };
    match crate::oauth::answer::read(answer.status().as_u16(), answer.body(), now) {
        TokenAnswer::Tokens(tokens) => TokenCallOutcome::Tokens(tokens),
        TokenAnswer::InvalidGrant => TokenCallOutcome::Nothing(RefreshOutcome::Refused, "invalid_grant"),
        TokenAnswer::Refused(code) => {
            let until = now.plus_seconds(REFUSED_HOLD_SECONDS);
            TokenCallOutcome::Nothing(RefreshOutcome::Unsent(until), code)
        }
        TokenAnswer::Unreadable => TokenCallOutcome::Nothing(RefreshOutcome::Unknown, "unreadable"),
    }
}
