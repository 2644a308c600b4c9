//! Stripe's operations as HTTP calls.
//!
//! An error's `message` may repeat a payer's input: it is never read.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName};
use http::{HeaderValue, Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};

use super::map;
use super::wire;
use crate::payment::PaymentError;
use crate::upstream::{Answer, Call, Failure, Scope, Upstream};

type Result<T> = std::result::Result<T, PaymentError>;

/// The version of the API that every call names and every webhook is made with, so that the shapes of objects do
/// not depend on the account's default.
pub const VERSION: &str = "2025-09-30.clover";

/// Calls Stripe with an account's key.
pub struct Client {
    base: String,
    key: SecretString,
    upstream: Upstream,
}

impl Client {
    /// A client for the API at `base`.
    #[must_use]
    pub fn new(base: String, key: SecretString, upstream: Upstream) -> Self {
        Self { base, key, upstream }
    }

    /// Reads an object. `path` is path and query.
    pub async fn get(&self, scope: &Scope, name: &'static str, path: &str) -> Result<wire::Object> {
        let call = self.call(name, Method::GET, path, None, String::new())?;
        let answer = self.upstream.read(scope, &call).await;
        sort(name, &answer.map_err(|failure| away(name, failure))?)
    }

    /// Sends a form under a key.
    pub async fn post(
        &self,
        scope: &Scope,
        name: &'static str,
        path: &str,
        key: &str,
        form: String,
    ) -> Result<wire::Object> {
        let call = self.call(name, Method::POST, path, Some(key), form)?;
        let answer = self.upstream.write(scope, &call).await;
        sort(name, &answer.map_err(|failure| away(name, failure))?)
    }

    fn call(
        &self,
        name: &'static str,
        method: Method,
        path: &str,
        key: Option<&str>,
        form: String,
    ) -> Result<Call> {
        let never = |what: &str| PaymentError::Never(format!("{name}: {what} cannot be sent"));
        let mut secret = HeaderValue::try_from(format!("Bearer {}", self.key.expose_secret()))
            .map_err(|_| never("the key"))?;
        secret.set_sensitive(true);
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base))
            .header(AUTHORIZATION, secret)
            .header(ACCEPT, "application/json")
            .header(HeaderName::from_static("stripe-version"), VERSION);
        if let Some(key) = key {
            request = request
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(HeaderName::from_static("idempotency-key"), key);
        }
        let request = request
            .body(form.into_bytes())
            .map_err(|_| never("the address"))?;
        Ok(Call { name, request })
    }
}

fn away(name: &str, failure: Failure) -> PaymentError {
    let cause = match failure {
        Failure::Away { cause, .. } => cause.to_owned(),
        Failure::Timeout => "no answer in time".to_owned(),
        Failure::Failed(cause) => cause,
    };
    PaymentError::Again(format!("stripe: {name}: {cause}"))
}

/// Sorts an answer by its status and its error's type, and reads the body of a good one.
fn sort(name: &str, answer: &Answer) -> Result<wire::Object> {
    let status = answer.status();
    let body = str::from_utf8(answer.body()).unwrap_or_default();
    if status.is_success() {
        return serde_json::from_str(body)
            .map_err(|_| PaymentError::Again(format!("stripe: {name}: the answer cannot be read")));
    }
    let fault = serde_json::from_str::<wire::Failure>(body).ok();
    let word = |text: Option<&String>| {
        let text = text.filter(|text| {
            text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        });
        text.cloned().unwrap_or_default()
    };
    let kind = word(fault.as_ref().and_then(|fault| fault.error.kind.as_ref()));
    let code = word(fault.as_ref().and_then(|fault| fault.error.code.as_ref()));
    let text = format!("stripe: {name}: {} {kind} {code}", status.as_u16());
    let text = text.trim_end().to_owned();
    Err(match (status, kind.as_str()) {
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _) => PaymentError::Never(format!(
            "{text}: the key is not accepted: see the setting payments.secretKey and its secret"
        )),
        (_, "idempotency_error") if status != StatusCode::CONFLICT => PaymentError::Never(text),
        (StatusCode::PAYMENT_REQUIRED, _) | (_, "card_error") => PaymentError::Declined(map::refusal(&code)),
        // The same request is under way, or the object is being changed by another.
        (StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT, _)
        | (_, "api_error" | "rate_limit_error") => PaymentError::Again(text),
        (StatusCode::BAD_REQUEST, _) => PaymentError::Moved(text),
        _ if status.is_client_error() => PaymentError::Never(text),
        _ => PaymentError::Again(text),
    })
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
