//! The account as an issuer of tokens: its signing keys, and the answer to the vendor's client. See [`crate::issuer`].

use base64ct::{Base64UrlUnpadded, Encoding as _};
use config::AccountSettings;
use config::account::{ClientMethod, IssuerSettings};
use p256::ecdsa::SigningKey;
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use shared::problem::ProblemCode;

use super::message::{IssueOutcome, IssueRequest};
use super::rows::{ClientCheckRow, SigningKeyRow, UsedAssertionRow};
use super::sealed::{self, SealedTexts};
use crate::error::{Result, VenueError};
use crate::issuer::client_auth::{Method, RegisteredClient, UsedAssertion, credentials};
use crate::issuer::error::TokenError;
use crate::issuer::jwk::{JwkSet, PublicJwk};
use crate::issuer::keys::{self, KeyTimes, Rotation};
use crate::issuer::token::{NewAccessToken, issue as issue_token, scope};
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::row::insert;
use crate::venue::context::Ctx;

/// The most assertions that are remembered. Each was signed by the client itself.
const MOST_ASSERTIONS: usize = 10_000;

/// How often random bytes are drawn for a key: all but one of four billion are one.
const MOST_DRAWS: u32 = 4;

fn private_name(kid: &str) -> String {
    format!("key/{kid}")
}

/// Every key, the oldest first.
pub(super) fn all(database: &dyn Database) -> Result<Vec<SigningKeyRow>> {
    let sql = "SELECT * FROM signing_keys ORDER BY created_at, signs_from";
    Ok(select(database, sql, vec![])?)
}

fn times(rows: &[SigningKeyRow]) -> Vec<KeyTimes> {
    rows.iter().map(SigningKeyRow::times).collect()
}

/// The keys as they are published. The first one is made here.
pub(super) fn published(ctx: Ctx<'_>, texts: SealedTexts<'_>) -> Result<JwkSet> {
    let mut rows = all(ctx.database)?;
    if keys::signing(rows.iter(), SigningKeyRow::times, ctx.now).is_none() {
        rotate(ctx, texts, false)?;
        rows = all(ctx.database)?;
    }
    let published = rows
        .into_iter()
        .filter(|row| keys::is_published(&row.times(), ctx.now));
    Ok(JwkSet {
        keys: published.map(|row| row.jwk).collect(),
    })
}

/// Adds a key that will follow the others. Nothing is done while one waits to sign, unless it has to be immediate.
pub(super) fn rotate(ctx: Ctx<'_>, texts: SealedTexts<'_>, is_immediate: bool) -> Result<()> {
    let rows = all(ctx.database)?;
    let Some(Rotation { new, others_end_at }) = keys::rotate(&times(&rows), is_immediate, ctx.now) else {
        return Ok(());
    };
    let (private, jwk) = new_key(ctx)?;
    let kid = jwk.kid.clone().unwrap_or_default();
    let mut statements: Vec<Statement> = if is_immediate {
        rows.iter().flat_map(|row| delete(&row.kid)).collect()
    } else {
        vec![Statement::new(
            "UPDATE signing_keys SET ends_at = ? WHERE ends_at IS NULL",
            vec![others_end_at.unix().into()],
        )]
    };
    statements.push(insert(&SigningKeyRow {
        kid: kid.clone(),
        jwk,
        created_at: new.created_at,
        signs_from: new.signs_from,
        ends_at: new.ends_at,
    })?);
    statements.push(texts.store(&private_name(&kid), &private)?);
    let after = json!({ "kid": kid, "isImmediate": is_immediate });
    statements.extend(ctx.audit("keys.rotate", "keys", None, Some(after))?);
    Ok(ctx.database.write(statements)?)
}

/// A new private key as it is stored, and its public part.
fn new_key(ctx: Ctx<'_>) -> Result<(SecretString, PublicJwk)> {
    for _ in 0..MOST_DRAWS {
        let bytes = ctx.key()?;
        let key = SigningKey::from_slice(&bytes).ok();
        if let Some(jwk) = key.and_then(|key| PublicJwk::of(key.verifying_key())) {
            return Ok((SecretString::from(Base64UrlUnpadded::encode_string(&bytes)), jwk));
        }
    }
    Err(VenueError::Broken(
        "no key can be made of the runtime's random bytes".to_owned(),
    ))
}

/// The statements that delete a key.
pub(super) fn delete(kid: &str) -> Vec<Statement> {
    vec![
        Statement::new("DELETE FROM signing_keys WHERE kid = ?", vec![kid.into()]),
        sealed::delete(&private_name(kid)),
    ]
}

/// The key that signs at this instant, and its id. The keys are rotated first where that is due.
fn signing_key(ctx: Ctx<'_>, texts: SealedTexts<'_>) -> Result<(String, SigningKey)> {
    if keys::is_rotation_due(&times(&all(ctx.database)?), ctx.now) {
        rotate(ctx, texts, false)?;
    }
    let rows = all(ctx.database)?;
    let broken = || VenueError::Broken("the account has no key that signs".to_owned());
    let row = keys::signing(rows.iter(), SigningKeyRow::times, ctx.now).ok_or_else(broken)?;
    let private = texts.open(&private_name(&row.kid))?;
    let bytes = Base64UrlUnpadded::decode_vec(private.expose_secret()).map_err(|_| broken())?;
    let key = SigningKey::from_slice(&bytes).map_err(|_| broken())?;
    Ok((row.kid.clone(), key))
}

/// Answers the vendor's client. `secret` is that of the settings, if they name one and the deployment has it.
pub(super) fn issue(
    ctx: Ctx<'_>,
    texts: SealedTexts<'_>,
    (account, secret): (&AccountSettings, Option<&SecretString>),
    request: &IssueRequest,
) -> Result<IssueOutcome> {
    let settings = account.webhooks.issuer().ok_or(VenueError::NotFound)?;
    if let Err(error) = authenticate(ctx, (account, settings, secret), request)? {
        return Ok(IssueOutcome::Refused(error));
    }
    let scope = match scope(&request.form, &settings.scopes) {
        Ok(scope) => scope,
        Err(error) => return Ok(IssueOutcome::Refused(error)),
    };
    let (kid, key) = signing_key(ctx, texts)?;
    let new = NewAccessToken {
        issuer: &account.issuer(),
        audience: &account.audience(),
        client: &settings.client_id,
        scope,
        id: ctx.random()?,
        now: ctx.now,
    };
    let issued = issue_token(new, &kid, &key);
    let issued = issued.ok_or_else(|| VenueError::Broken("a token cannot be written".to_owned()))?;
    Ok(IssueOutcome::Issued(issued))
}

/// Compares the credentials of a request, and counts the outcome. An assertion is accepted once.
fn authenticate(
    ctx: Ctx<'_>,
    (account, settings, secret): (&AccountSettings, &IssuerSettings, Option<&SecretString>),
    request: &IssueRequest,
) -> Result<Result<(), TokenError>> {
    let given = match credentials(request.authorization.as_deref(), &request.form) {
        Ok(given) => given,
        Err(error) => return Ok(Err(error)),
    };
    let public_key = settings.public_key.as_ref().map(|key| PublicJwk {
        kty: "EC".to_owned(),
        crv: "P-256".to_owned(),
        x: key.x.clone(),
        y: key.y.clone(),
        kid: None,
        usage: None,
        alg: None,
    });
    let methods: Vec<Method> = settings.methods.iter().map(|method| method_of(*method)).collect();
    let client = RegisteredClient {
        id: &settings.client_id,
        secret,
        key: public_key.as_ref(),
        methods: &methods,
    };
    let issuer = account.issuer();
    let audiences = [format!("{issuer}/token"), issuer];
    let checked = given.check(&client, &audiences, ctx.now);
    let accepted = match checked {
        Ok(Some(used)) if is_used(ctx.database, &used)? => Err(TokenError::InvalidClient),
        other => other,
    };
    match accepted {
        Ok(used) => {
            let mut statements = vec![right(ctx, &settings.client_id)];
            if let Some(used) = used {
                statements.extend(remember(ctx, used)?);
            }
            ctx.database.write(statements)?;
            Ok(Ok(()))
        }
        Err(error) => {
            ctx.database.write(vec![wrong(ctx, &settings.client_id)])?;
            Ok(Err(error))
        }
    }
}

const fn method_of(method: ClientMethod) -> Method {
    match method {
        ClientMethod::ClientSecretBasic => Method::ClientSecretBasic,
        ClientMethod::ClientSecretPost => Method::ClientSecretPost,
        ClientMethod::ClientSecretJwt => Method::ClientSecretJwt,
        ClientMethod::PrivateKeyJwt => Method::PrivateKeyJwt,
    }
}

fn is_used(database: &dyn Database, used: &UsedAssertion) -> Result<bool> {
    let sql = "SELECT * FROM used_assertions WHERE digest = ?";
    let row: Option<UsedAssertionRow> = first(database, sql, vec![used.digest.as_str().into()])?;
    Ok(row.is_some())
}

/// The statements that remember an assertion, and forget those that are over.
fn remember(ctx: Ctx<'_>, used: UsedAssertion) -> Result<Vec<Statement>> {
    let sql = "SELECT * FROM used_assertions WHERE over_at > ?";
    let rows: Vec<UsedAssertionRow> = select(ctx.database, sql, vec![ctx.now.unix().into()])?;
    if rows.len() >= MOST_ASSERTIONS {
        return Err(VenueError::Refused(ProblemCode::RateLimited));
    }
    let row = UsedAssertionRow {
        digest: used.digest,
        over_at: used.over_at,
    };
    let forget = Statement::new(
        "DELETE FROM used_assertions WHERE over_at <= ?",
        vec![ctx.now.unix().into()],
    );
    Ok(vec![forget, insert(&row)?])
}

fn right(ctx: Ctx<'_>, client: &str) -> Statement {
    Statement::new(
        "INSERT INTO client_checks (client, wrong, last_right_at) VALUES (?, 0, ?)
         ON CONFLICT (client) DO UPDATE SET last_right_at = excluded.last_right_at",
        vec![client.into(), ctx.now.unix().into()],
    )
}

fn wrong(ctx: Ctx<'_>, client: &str) -> Statement {
    Statement::new(
        "INSERT INTO client_checks (client, wrong, last_wrong_at) VALUES (?, 1, ?)
         ON CONFLICT (client) DO UPDATE SET wrong = wrong + 1, last_wrong_at = excluded.last_wrong_at",
        vec![client.into(), ctx.now.unix().into()],
    )
}

/// The counted attempts of a client; none before its first.
pub(super) fn checks(database: &dyn Database, client: &str) -> Result<Option<ClientCheckRow>> {
    let sql = "SELECT * FROM client_checks WHERE client = ?";
    Ok(first(database, sql, vec![client.into()])?)
}
