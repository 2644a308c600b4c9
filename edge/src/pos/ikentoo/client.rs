//! iKentoo's operations as HTTP calls.
//!
//! An answer's error flag counts under every status, and its message may repeat a guest's data: only what
//! [`map::reason`] lets through reaches a log.

use base64ct::{Base64, Encoding as _};
use config::{IkentooPaths, IkentooSettings};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

use super::{map, wire};
use crate::pos::PosError;
use crate::pos::scalar::Scalar;
use crate::upstream::{Answer, Call, Failure, Scope, Upstream};

/// Everything but what RFC 3986 calls unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The businesses of a page, where they come in pages.
const PAGE_SIZE: u32 = 100;

/// The credentials of our calls.
pub enum IkentooCredentials {
    /// Without credentials.
    None,
    /// By a user name and a password.
    Basic {
        /// The user name.
        username: String,
        /// The password.
        password: SecretString,
    },
    /// By a token.
    Bearer(SecretString),
}

/// Calls the iKentoo of one venue.
pub struct IkentooClient {
    base_url: String,
    paths: IkentooPaths,
    credentials: IkentooCredentials,
    upstream: Upstream,
}

type Result<T> = std::result::Result<T, PosError>;

impl IkentooClient {
    /// A client for the address and the paths of `settings`.
    #[must_use]
    pub fn new(settings: &IkentooSettings, credentials: IkentooCredentials, upstream: Upstream) -> Self {
        Self {
            base_url: settings.base_url.clone(),
            paths: settings.paths,
            credentials,
            upstream,
        }
    }

    /// A page of the businesses that the credentials give access to, counted from 0.
    pub async fn businesses(&self, scope: &Scope, page: u32) -> Result<wire::BusinessPage> {
        let name = "businesses";
        let path = match self.paths {
            IkentooPaths::Ikentoo => "/data/businesses".to_owned(),
            IkentooPaths::KSeries => format!("/f/data/businesses?page={page}&size={PAGE_SIZE}"),
        };
        let call = self.call(name, Method::GET, &path, Vec::new())?;
        let answer = self.upstream.read(scope, &call).await.map_err(away)?;
        sort(name, &answer)?;
        wire::businesses(answer.body()).ok_or_else(|| unreadable(name))
    }

    /// The webhook of this name; none if there is none.
    pub async fn webhook(&self, scope: &Scope, endpoint: &str) -> Result<Option<wire::KnownWebhook>> {
        let name = "webhook";
        let path = format!("{}/{}", self.webhook_path(), segment(endpoint));
        let call = self.call(name, Method::GET, &path, Vec::new())?;
        let answer = self.upstream.read(scope, &call).await.map_err(away)?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        sort(name, &answer)?;
        // An empty answer, or null, is that of a name which is not known either.
        match answer.body().trim_ascii() {
            [] => Ok(None),
            body => serde_json::from_slice(body).map_err(|_| unreadable(name)),
        }
    }

    /// Registers a webhook that is not there.
    pub async fn register(&self, scope: &Scope, webhook: &wire::Webhook) -> Result<()> {
        let path = self.webhook_path();
        self.send(scope, ("register", Method::PUT), path, webhook).await
    }

    /// Changes a webhook that is there.
    pub async fn update(&self, scope: &Scope, webhook: &wire::Webhook) -> Result<()> {
        let path = self.webhook_path();
        self.send(scope, ("update", Method::POST), path, webhook).await
    }

    /// Sets a provider's configuration.
    pub async fn set_configuration(
        &self,
        scope: &Scope,
        provider: &str,
        configuration: &wire::ProviderConfiguration,
    ) -> Result<()> {
        let path = format!("/configuration/1/{}", segment(provider));
        self.send(scope, ("setConfiguration", Method::POST), &path, configuration)
            .await
    }

    /// Removes a provider's configuration of a location. One that is not there is no fault.
    pub async fn remove_configuration(&self, scope: &Scope, provider: &str, location: u64) -> Result<()> {
        let name = "removeConfiguration";
        let path = format!(
            "/configuration/1/{}?businessLocationId={location}",
            segment(provider)
        );
        let call = self.call(name, Method::DELETE, &path, Vec::new())?;
        let answer = self.upstream.write(scope, &call).await.map_err(away)?;
        if answer.status() == StatusCode::NOT_FOUND {
            return Ok(());
        }
        sort(name, &answer)
    }

    /// Checks a party in.
    pub async fn check_in(&self, scope: &Scope, check_in: &wire::CheckIn) -> Result<()> {
        let name = "checkIn";
        let path = match self.paths {
            IkentooPaths::Ikentoo => "/reservation/1/checkin",
            IkentooPaths::KSeries => "/r/reservation/1/checkin",
        };
        let call = self.call(name, Method::POST, path, body_of(name, check_in)?)?;
        let answer = self.upstream.write(scope, &call).await.map_err(away)?;
        // The message tells staff more than the status does.
        match (sort(name, &answer), failure_in(&answer)) {
            (Err(PosError::Refused(code)), Some(message)) => {
                Err(PosError::Refused(map::reason(&message, check_in).unwrap_or(code)))
            }
            (sorted, _) => sorted,
        }
    }

    fn webhook_path(&self) -> &'static str {
        match self.paths {
            IkentooPaths::Ikentoo => "/wh/1/webhook",
            IkentooPaths::KSeries => "/r/wh/1/webhook",
        }
    }

    async fn send(
        &self,
        scope: &Scope,
        (name, method): (&'static str, Method),
        path: &str,
        body: &impl Serialize,
    ) -> Result<()> {
        let call = self.call(name, method, path, body_of(name, body)?)?;
        sort(name, &self.upstream.write(scope, &call).await.map_err(away)?)
    }

    fn call(&self, name: &'static str, method: Method, path: &str, body: Vec<u8>) -> Result<Call> {
        let refused = |what: &str| PosError::Refused(format!("{name}: {what} cannot be sent"));
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.base_url))
            .header(ACCEPT, "application/json");
        if let Some(text) = self.authorization() {
            let mut header = HeaderValue::try_from(text).map_err(|_| refused("the secret"))?;
            header.set_sensitive(true);
            request = request.header(AUTHORIZATION, header);
        }
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let request = request.body(body).map_err(|_| refused("the address"))?;
        Ok(Call { name, request })
    }

    fn authorization(&self) -> Option<String> {
        match &self.credentials {
            IkentooCredentials::None => None,
            IkentooCredentials::Basic { username, password } => {
                let both = format!("{username}:{}", password.expose_secret());
                Some(format!("Basic {}", Base64::encode_string(both.as_bytes())))
            }
            IkentooCredentials::Bearer(token) => Some(format!("Bearer {}", token.expose_secret())),
        }
    }
}

fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

fn body_of(name: &str, body: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(body).map_err(|_| PosError::Refused(format!("{name}: the body cannot be written")))
}

fn unreadable(name: &str) -> PosError {
    PosError::Again {
        retry_after: None,
        cause: format!("{name}: the answer cannot be read"),
    }
}

/// There is no answer. A check-in may have been carried out all the same: it is repeated with the same reference.
fn away(failure: Failure) -> PosError {
    let (retry_after, cause) = match failure {
        Failure::Away { retry_after, cause } => (retry_after, cause.to_owned()),
        Failure::Timeout => (None, "no answer in time".to_owned()),
        Failure::Failed(cause) => (None, cause),
    };
    PosError::Again {
        // Rounded up: asking a moment too early is of no use.
        retry_after: retry_after.map(|time| {
            let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
            u32::try_from(seconds).unwrap_or(u32::MAX)
        }),
        cause,
    }
}

/// The message of an answer whose error flag is set; none if it is not.
fn failure_in(answer: &Answer) -> Option<Scalar> {
    let result: wire::OperationResult = serde_json::from_slice(answer.body()).ok()?;
    result.error.is_true().then_some(result.error_message)
}

/// Sorts an answer by its error flag and its status.
fn sort(name: &str, answer: &Answer) -> Result<()> {
    let status = answer.status();
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(PosError::Unauthorised(format!(
            "{name}: answered {}: see the setting till.ikentoo.authentication and its secret",
            status.as_u16()
        ))),
        _ if failure_in(answer).is_some() => Err(PosError::Refused(format!("{name}: failed"))),
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY => Err(PosError::Again {
            retry_after: None,
            cause: format!("{name}: answered {}", status.as_u16()),
        }),
        _ if status.is_success() => Ok(()),
        _ => Err(PosError::Refused(format!("{name}: answered {}", status.as_u16()))),
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
