//! Endpoints of OAuth 2.0: the token endpoint and the published keys of an account's issuer, and the address to which a vendor
//! sends a person back. The token endpoint answers errors as RFC 6749 has them.

use http::header::{AUTHORIZATION, CACHE_CONTROL, HeaderValue, SET_COOKIE, WWW_AUTHENTICATE};
use http::{Method, StatusCode};
use serde_json::json;
use shared::id::AccountId;
use shared::problem::ProblemCode;

use super::admission::{Admission, KeyOutcome};
use super::endpoint::{Access, AdmittedRequest, Body, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
use super::form::Form;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::plain_page::{self, ContinuePage, Frame, NextPage};
use super::{Reply, authorization_cookie, language, request_limits};
use crate::account::client::AccountClient;
use crate::account::message::{AuthorizationOutcome, AuthorizationReturn, IssueOutcome, IssueRequest};
use crate::issuer::client_auth::{credentials, single};
use crate::issuer::error::TokenError;
use crate::issuer::keys::PUBLISHED_SECONDS;
use crate::limits::Class;

/// The endpoints.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        verb: Verb::Post,
        path: "/oauth/{account}/token",
        route: "oauth.token",
        access: Access::Client,
        rate_limit: RateLimit::Staff,
        body: Body::Form,
        handler: Handler::Api(|call| Box::pin(token(call))),
        #[cfg(test)]
        docs: Docs {
            id: "issueToken",
            summary: "Issues a token to a vendor's client",
            description: "For vendors whose webhooks authenticate by OAuth 2.0: the grant of client credentials. The client \
                authenticates as the account's settings allow: by its secret in the header `Authorization` or in the form, by \
                an assertion that its secret signs (HS256), or by one that its private key signs (ES256). An assertion is \
                accepted once. The token is a JSON Web Token (RFC 9068), signed by ES256 with a key of `jwks.json`. Errors \
                are those of RFC 6749, section 5.2. Wrong credentials are counted.",
            request: Some(Content::form(
                r#"{
                    "type": "object", "required": ["grant_type"],
                    "properties": {
                        "grant_type": { "const": "client_credentials" }, "scope": { "type": "string" },
                        "client_id": { "type": "string" }, "client_secret": { "type": "string" },
                        "client_assertion_type": { "type": "string" }, "client_assertion": { "type": "string" }
                    }
                }"#,
            )),
            response: Content::literal(
                r#"{
                    "type": "object", "required": ["access_token", "token_type", "expires_in"],
                    "properties": {
                        "access_token": { "type": "string" }, "token_type": { "const": "Bearer" },
                        "expires_in": { "type": "integer" }, "scope": { "type": "string" }
                    }
                }"#,
            ),
            problems: &[
                ProblemCode::Unauthorized,
                ProblemCode::NotFound,
                ProblemCode::SealingUnavailable,
            ],
            ..DOCS
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        path: "/oauth/{account}/jwks.json",
        route: "oauth.keys",
        rate_limit: RateLimit::Isolate(Class::Read),
        handler: Handler::Api(|call| Box::pin(keys(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getIssuerKeys",
            summary: "The public keys of an account's issuer",
            description: "A JSON Web Key Set (RFC 7517). It may be cached for five minutes: a key is published for ten before \
                it signs, and until the last token that it has signed is over.",
            response: Content::literal(
                r#"{
                    "type": "object", "required": ["keys"],
                    "properties": { "keys": { "type": "array", "items": {
                        "type": "object", "required": ["kty", "crv", "x", "y", "kid", "use", "alg"],
                        "properties": {
                            "kty": { "const": "EC" }, "crv": { "const": "P-256" }, "x": { "type": "string" },
                            "y": { "type": "string" }, "kid": { "type": "string" }, "use": { "const": "sig" },
                            "alg": { "const": "ES256" }
                        }
                    } } }
                }"#,
            ),
            problems: &[ProblemCode::SealingUnavailable],
            ..DOCS
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        path: "/oauth/{account}/callback",
        route: "oauth.callback",
        access: Access::Page,
        rate_limit: RateLimit::Isolate(Class::LookUp),
        handler: Handler::Api(|call| Box::pin(callback(call))),
        #[cfg(test)]
        docs: Docs {
            id: "completeAuthorization",
            summary: "Where a vendor sends a person back who has authorized an account",
            description: "The state is that of an authorization that an operator has begun, or the manager of a venue, who is \
                led back to the page of the till; the manager's counts in the browser alone in which it was begun, by the cookie \
                `__Host-oauth-authorization`. It is used up by the first answer, and over after fifteen minutes.",
            parameters: &[
                Parameter::optional("state", "The state of the authorization.", Schema::TEXT),
                Parameter::optional(
                    "code",
                    "The code; absent where the person has refused.",
                    Schema::TEXT,
                ),
                Parameter::optional(
                    "error",
                    "The vendor's reason where there is no code.",
                    Schema::TEXT,
                ),
            ],
            response: Content::HTML,
            problems: &[ProblemCode::AccountNotConnected, ProblemCode::SealingUnavailable],
            ..DOCS
        },
        ..Endpoint::DEFAULT
    },
];

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Operations,
    ..Docs::UNDESCRIBED
};

/// The schema of an error of the token endpoint.
#[cfg(test)]
pub(super) fn error_schema() -> serde_json::Value {
    let codes = [
        TokenError::InvalidRequest,
        TokenError::InvalidClient,
        TokenError::InvalidScope,
        TokenError::UnsupportedGrantType,
    ];
    json!({ "type": "object", "required": ["error"], "properties": { "error": { "enum": codes } } })
}

/// The client of the path's account; `not_found` for one that the deployment does not have.
fn account<'a>(call: &AdmittedRequest<'_, 'a>) -> Result<AccountClient<'a>, ApiError> {
    let id = call.parameter("account", AccountId::parse)?;
    let settings = call.context.accounts.get(&id).ok_or(ProblemCode::NotFound)?;
    Ok((call.context.account)(&settings.id))
}

async fn token(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let account = account(&call)?;
    let form = Form::of(call.request)?.into_fields();
    let mut headers = call.request.headers().get_all(AUTHORIZATION).iter();
    let authorization = match (headers.next().map(HeaderValue::to_str), headers.next()) {
        (None, _) => None,
        (Some(Ok(header)), None) => Some(header.to_owned()),
        // Two readers could take different ones for it.
        (Some(_), _) => return Ok(refused(TokenError::InvalidRequest)),
    };
    let given = credentials(authorization.as_deref(), &form);
    let secret = given
        .as_ref()
        .ok()
        .map(crate::issuer::client_auth::Credentials::secret);
    let admission = Admission::of_client(secret, call.request, call.context)?;
    if let Err(error) = given {
        return Ok(refused(error));
    }
    let issued = account.issue(IssueRequest { authorization, form }).await;
    let outcome = match &issued {
        Ok(IssueOutcome::Refused(TokenError::InvalidClient)) => KeyOutcome::Refused,
        Ok(_) => KeyOutcome::Answered,
        Err(_) => KeyOutcome::Failed,
    };
    admission.count_key_outcome(call.request, None, call.context, outcome);
    Ok(match issued? {
        IssueOutcome::Issued(token) => super::json(StatusCode::OK, &token),
        IssueOutcome::Refused(error) => refused(error),
    })
}

/// An error as RFC 6749, section 5.2 has it.
fn refused(error: TokenError) -> Reply {
    let is_unknown = error == TokenError::InvalidClient;
    let status = if is_unknown {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::BAD_REQUEST
    };
    let mut reply = super::json(status, &json!({ "error": error }));
    if is_unknown {
        let challenge = HeaderValue::from_static("Basic realm=\"oauth\"");
        reply.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    reply
}

async fn keys(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let mut reply = super::json(StatusCode::OK, &account(&call)?.keys().await?);
    if let Ok(value) = HeaderValue::from_str(&format!("public, max-age={PUBLISHED_SECONDS}")) {
        reply.headers_mut().insert(CACHE_CONTROL, value);
    }
    Ok(reply)
}

async fn callback(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    // The state is used up by an answer: by none that has no reader.
    if *call.request.method() != Method::GET {
        return Err(ProblemCode::MethodNotAllowed.into());
    }
    let account = account(&call)?;
    // Vendors add parameters of their own.
    let parameters = request_limits::parameters(call.request)?;
    let one = |name| single(&parameters, name).ok().flatten().map(str::to_owned);
    let Some(state) = one("state") else {
        return Err(ProblemCode::Malformed.into());
    };
    let code = one("code").filter(|_| one("error").is_none());
    let is_of_beginner = authorization_cookie::is_of_beginner(call.request, &state);
    let back = AuthorizationReturn {
        state,
        code,
        is_of_beginner,
    };
    let mut reply = callback_page(&call, account.complete(back).await?)?;
    // That of another authorization, which this browser has begun since, stays.
    if is_of_beginner && let Some(cookie) = authorization_cookie::cleared() {
        reply.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(reply)
}

/// The page for a person whom the vendor has sent back. A manager is led on to the page of the till.
fn callback_page(call: &AdmittedRequest<'_, '_>, outcome: AuthorizationOutcome) -> Result<Reply, ApiError> {
    let localizer = language::localizer_of_deployment(call.request)?;
    let texts = localizer.texts();
    let (text, venue, is_at_once) = match outcome {
        AuthorizationOutcome::Connected(venue) => (texts.authorized_done, venue, true),
        AuthorizationOutcome::Denied(venue) => (texts.authorized_denied, venue, false),
        AuthorizationOutcome::Unknown => (texts.authorized_over, None, false),
    };
    let page = ContinuePage {
        frame: Frame {
            texts,
            title: texts.authorized_title,
            venue: None,
            assets: call.context.assets,
            script: None,
        },
        text: text.to_owned(),
        next_page: venue.map(|venue| NextPage {
            url: format!("/staff/{venue}/till"),
            text: texts.till_page_title.to_owned(),
            is_at_once,
        }),
    };
    plain_page::answer(&page, None)
}

#[cfg(test)]
#[path = "oauth_tests.rs"]
mod tests;
