//! Authorizations: a person is sent to the vendor with a state and a challenge, and comes back with a code.

use config::AccountSettings;
use secrecy::SecretString;
use shared::account::AccountAuthorization;
use shared::id::{TokenName, VenueId};

use super::rows::AuthorizationRow;
use super::sealed::{self, SealedTexts};
use super::tokens;
use crate::error::{Result, VenueError};
use crate::oauth::authorization::{self, LIFE_SECONDS};
use crate::oauth::pkce;
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::row::insert;
use crate::venue::context::Ctx;

/// The most authorizations that are under way at once.
const MOST: usize = 50;
/// The most that the managers of one venue have under way: the oldest gives way to a new one, so that no venue keeps the others
/// from theirs.
const MOST_OF_VENUE: usize = 5;

fn verifier_name(state_hash: &str) -> String {
    format!("authorization/{state_hash}")
}

/// The address to which the vendor sends a person back.
pub(super) fn redirect_uri(settings: &AccountSettings) -> String {
    format!("{}/callback", settings.issuer())
}

/// Begins an authorization of a token, by an operator or by the manager of a venue. `settings` are those with the deployment's
/// variables.
pub(super) fn begin(
    ctx: Ctx<'_>,
    texts: SealedTexts<'_>,
    (account, settings): (&AccountSettings, &config::account::OAuthSettings),
    name: &TokenName,
    venue: Option<VenueId>,
) -> Result<AccountAuthorization> {
    delete_ended(ctx)?;
    let sql = "SELECT * FROM authorizations ORDER BY ends_at, state_hash";
    let open: Vec<AuthorizationRow> = select(ctx.database, sql, vec![])?;
    let of_venue = open
        .iter()
        .filter(|row| row.venue.is_some() && row.venue == venue);
    let of_venue: Vec<&AuthorizationRow> = of_venue.collect();
    let surplus = of_venue.len().saturating_sub(MOST_OF_VENUE - 1);
    if open.len() - surplus >= MOST {
        return Err(VenueError::TooMany { retry_after: 60 });
    }
    let given_way = of_venue.into_iter().take(surplus);
    let mut statements: Vec<Statement> = given_way.flat_map(|row| delete(&row.state_hash)).collect();
    let (state, verifier) = (authorization::state(ctx.key()?), pkce::verifier(ctx.key()?));
    let url = authorization::address(
        &settings.authorize_url,
        &settings.client_id,
        (&redirect_uri(account), tokens::scopes(settings, name)),
        (&state, &verifier),
    );
    let url =
        url.ok_or_else(|| VenueError::Broken("the address of authorizations cannot be read".to_owned()))?;
    let row = AuthorizationRow {
        state_hash: authorization::state_hash(&state),
        token: name.clone(),
        ends_at: ctx.now.plus_seconds(LIFE_SECONDS),
        venue,
    };
    statements.push(insert(&row)?);
    statements.push(texts.store(&verifier_name(&row.state_hash), &verifier)?);
    statements.extend(ctx.audit("token.authorize", name.as_str(), None, None)?);
    ctx.database.write(statements)?;
    Ok(AccountAuthorization {
        url,
        ends_at: row.ends_at,
    })
}

/// The authorization of a state with its verifier, which is over from now on; none if there is no such one.
pub(super) fn take(
    ctx: Ctx<'_>,
    texts: SealedTexts<'_>,
    state: &SecretString,
) -> Result<Option<(AuthorizationRow, SecretString)>> {
    let hash = authorization::state_hash(state);
    let row: Option<AuthorizationRow> = first(
        ctx.database,
        "SELECT * FROM authorizations WHERE state_hash = ? AND ends_at > ?",
        vec![hash.as_str().into(), ctx.now.unix().into()],
    )?;
    let Some(row) = row else {
        return Ok(None);
    };
    let verifier = texts.open(&verifier_name(&hash))?;
    ctx.database.write(delete(&hash))?;
    Ok(Some((row, verifier)))
}

fn delete(state_hash: &str) -> Vec<Statement> {
    let sql = "DELETE FROM authorizations WHERE state_hash = ?";
    vec![
        Statement::new(sql, vec![state_hash.into()]),
        sealed::delete(&verifier_name(state_hash)),
    ]
}

/// Deletes authorizations whose time is over.
pub(super) fn delete_ended(ctx: Ctx<'_>) -> Result<()> {
    let statements: Vec<_> = ended(ctx.database, ctx.now.unix())?
        .iter()
        .flat_map(|row| delete(&row.state_hash))
        .collect();
    if !statements.is_empty() {
        ctx.database.write(statements)?;
    }
    Ok(())
}

fn ended(database: &dyn Database, now: i64) -> Result<Vec<AuthorizationRow>> {
    let sql = "SELECT * FROM authorizations WHERE ends_at <= ?";
    Ok(select(database, sql, vec![now.into()])?)
}
