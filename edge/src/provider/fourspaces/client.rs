//! 4spaces' operations as HTTP calls.

use std::cell::RefCell;

use config::fourspaces::{AnswerFormat, ApiAccess, SignIn};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderName};
use http::{HeaderValue, Method, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::id::ReservationId;
use shared::time::Instant;

use super::scalar::text;
use super::{answer, wire};
use crate::provider::lenient::Elements;
use crate::provider::remote::RemoteError;
use crate::upstream::{Answer, Call, Scope, Upstream};

/// Everything but the characters that RFC 3986 calls unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

type Result<T> = std::result::Result<T, RemoteError>;

/// The right to make calls, once it was asked for. It has no `Debug`: it is a secret.
#[derive(Clone)]
enum ApiSession {
    /// A token.
    Bearer(SecretString),
    /// The id of a session, which travels as a cookie.
    Cookie(SecretString),
}

/// Calls 4spaces as a venue's user.
pub struct Client {
    access: ApiAccess,
    key: SecretString,
    upstream: Upstream,
    /// The session, where one has to be asked for. Its life is not documented: one that is refused is replaced once.
    session: RefCell<Option<ApiSession>>,
}

impl Client {
    /// A client that reaches the API so.
    #[must_use]
    pub fn new(access: ApiAccess, key: SecretString, upstream: Upstream) -> Self {
        Self {
            access,
            key,
            upstream,
            session: RefCell::default(),
        }
    }

    /// The metrics of its calls.
    #[must_use]
    pub fn metrics(&self, labels: &[(&'static str, &str)]) -> String {
        self.upstream.metrics(labels)
    }

    /// The services with all of their parts.
    pub async fn services(&self, scope: &Scope) -> Result<Elements<wire::ServiceView>> {
        let query = [
            ("LoadProducts", "true"),
            ("LoadAddons", "true"),
            ("LoadTimeOption", "true"),
            ("LoadPersonOption", "true"),
        ];
        let listed = self.get(scope, "services", "/services", &query).await;
        listed.map_err(of_list)
    }

    /// The access templates with their spaces; those alone that are available from one moment to the other, if there are
    /// two.
    pub async fn templates(
        &self,
        scope: &Scope,
        from: Instant,
        to: Option<Instant>,
    ) -> Result<Elements<wire::AccessTemplateView>> {
        let (from, to) = (from.to_string(), to.map(|to| to.to_string()));
        let mut query = vec![("AvailableFrom", from.as_str())];
        if let Some(to) = &to {
            query.extend([("AvailableTo", to.as_str()), ("AvailableOnly", "true")]);
        }
        let path = "/reservation/accessTemplates";
        let listed = self.get(scope, "templates", path, &query).await;
        listed.map_err(of_list)
    }

    /// The spans in which a space of a service is free or is not.
    pub async fn availability(
        &self,
        scope: &Scope,
        (service_id, space_id): (&str, &str),
        (start, end): (Instant, Instant),
    ) -> Result<Elements<wire::AvailabilityView>> {
        let path = format!(
            "/service/{}/availability",
            utf8_percent_encode(service_id, SEGMENT)
        );
        let (start, end) = (start.to_string(), end.to_string());
        let query = [
            ("ThingId", space_id),
            ("Start", start.as_str()),
            ("End", end.as_str()),
        ];
        self.get(scope, "availability", &path, &query).await
    }

    /// The reservations from one moment on, up to another if there is one. Those that are over are not listed.
    pub async fn reservations(
        &self,
        scope: &Scope,
        from: Instant,
        to: Option<Instant>,
    ) -> Result<Elements<wire::ReservationListItem>> {
        let (from, to) = (from.to_string(), to.map(|to| to.to_string()));
        let mut query = vec![("From", from.as_str())];
        query.extend(to.as_deref().map(|to| ("To", to)));
        let listed = self.get(scope, "reservations", "/reservations", &query).await;
        listed.map_err(of_list)
    }

    /// Makes a reservation.
    pub async fn create(
        &self,
        scope: &Scope,
        new: &wire::InsertReservation<'_>,
    ) -> Result<wire::ReservationView> {
        let answer = self
            .write(scope, "create", Method::POST, "/reservation", new)
            .await?;
        answer::data_or_whole("create", &answer)
    }

    /// Confirms a reservation that waits for it.
    pub async fn confirm(&self, scope: &Scope, id: &ReservationId) -> Result<()> {
        let body = wire::ConfirmReservation {
            reservation_id: id.as_str(),
        };
        let answer = self
            .write(scope, "confirm", Method::PUT, "/reservation/confirm", &body)
            .await?;
        answer::done("confirm", &answer).map_err(of_act)
    }

    /// Cancels a reservation.
    pub async fn cancel(&self, scope: &Scope, id: &ReservationId, reason: &'static str) -> Result<()> {
        let body = wire::CancelReservation {
            reservation_id: id.as_str(),
            reason_cancelled: reason,
        };
        let answer = self
            .write(scope, "cancel", Method::PUT, "/reservation/cancel", &body)
            .await?;
        answer::done("cancel", &answer).map_err(of_act)
    }

    /// Publishes a service.
    pub async fn publish(&self, scope: &Scope, body: &Value) -> Result<wire::PublishedService> {
        let answer = self
            .write(scope, "publish", Method::POST, "/service", body)
            .await?;
        answer::data_or_whole("publish", &answer)
    }

    /// Replaces a part of a service, by the path of that part.
    pub async fn update(&self, scope: &Scope, path: &str, body: &Value) -> Result<()> {
        let answer = self.write(scope, "update", Method::PUT, path, body).await?;
        answer::done("update", &answer).map_err(of_act)
    }

    /// Logs that this many parts of an answer were left out, with the reason for the first.
    pub fn log_left_out(&self, name: &'static str, count: usize, first: &str) {
        self.upstream.log_unreadable(name, count, first);
    }

    /// The elements of a list that could be read. The others have a line in the log.
    pub fn readable<T>(&self, name: &'static str, elements: Elements<T>) -> Vec<T> {
        elements.readable(&self.upstream, name)
    }

    async fn get<T: DeserializeOwned>(
        &self,
        scope: &Scope,
        name: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T> {
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(query)
            .finish();
        let path = format!("{path}?{query}");
        let mut session = self.session(scope).await?;
        let mut call = self.call(name, Method::GET, &path, Vec::new(), &session)?;
        let mut answer = self.upstream.read(scope, &call).await?;
        if self.is_over(&answer) {
            session = self.session(scope).await?;
            call = self.call(name, Method::GET, &path, Vec::new(), &session)?;
            answer = self.upstream.read(scope, &call).await?;
        }
        answer::data(name, &answer)
    }

    /// Sends a write. One that is refused for its session was not carried out, and is sent once more with another one.
    async fn write(
        &self,
        scope: &Scope,
        name: &'static str,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<Answer> {
        let body = serde_json::to_vec(body)
            .map_err(|_| RemoteError::Refused(format!("{name}: the body cannot be written")))?;
        // Nothing was sent where there is no session.
        let session = self.session(scope).await.map_err(unsent)?;
        let call = self.call(name, method.clone(), path, body.clone(), &session)?;
        let answer = self.upstream.write(scope, &call).await?;
        if !self.is_over(&answer) {
            return Ok(answer);
        }
        let session = self.session(scope).await.map_err(unsent)?;
        let call = self.call(name, method, path, body, &session)?;
        Ok(self.upstream.write(scope, &call).await?)
    }

    /// Whether an answer says that the session is over, which is forgotten then.
    fn is_over(&self, answer: &Answer) -> bool {
        let is_over =
            self.access.sign_in == SignIn::Credentials && answer.status() == StatusCode::UNAUTHORIZED;
        if is_over {
            self.session.take();
        }
        is_over
    }

    /// The session, which is asked for if there is none yet.
    async fn session(&self, scope: &Scope) -> Result<ApiSession> {
        if self.access.sign_in == SignIn::Bearer {
            return Ok(ApiSession::Bearer(self.key.clone()));
        }
        let kept = self.session.borrow().clone();
        if let Some(session) = kept {
            return Ok(session);
        }
        let session = self.sign_in(scope).await?;
        *self.session.borrow_mut() = Some(session.clone());
        Ok(session)
    }

    /// Signs in with name and password. It changes nothing there that matters, so it is repeated like a read.
    async fn sign_in(&self, scope: &Scope) -> Result<ApiSession> {
        let body = wire::Authenticate {
            user_name: self.access.user_name.as_deref().unwrap_or_default(),
            password: self.key.expose_secret(),
        };
        let body = serde_json::to_vec(&body)
            .map_err(|_| RemoteError::Refused("sign_in: the body cannot be written".to_owned()))?;
        let request = self.request(Method::POST, &self.access.sign_in_path, &body);
        let request = request
            .body(body)
            .map_err(|_| RemoteError::Refused("sign_in: the address cannot be sent".to_owned()))?;
        let call = Call {
            name: "sign_in",
            request,
        };
        let answer = self.upstream.read(scope, &call).await?;
        let session: wire::AuthenticateResponse = answer::data_or_whole("sign_in", &answer)?;
        let secret = |value| text(value).map(SecretString::from);
        secret(&session.bearer_token)
            .map(ApiSession::Bearer)
            .or_else(|| secret(&session.session_id).map(ApiSession::Cookie))
            .ok_or_else(|| RemoteError::Refused("sign_in: the answer has no session".to_owned()))
    }

    fn call(
        &self,
        name: &'static str,
        method: Method,
        path: &str,
        body: Vec<u8>,
        session: &ApiSession,
    ) -> Result<Call> {
        let refused = |what: &str| RemoteError::Refused(format!("{name}: {what} cannot be sent"));
        let (header, value): (HeaderName, String) = match session {
            ApiSession::Bearer(token) => (AUTHORIZATION, format!("Bearer {}", token.expose_secret())),
            ApiSession::Cookie(id) => (COOKIE, format!("ss-id={}", id.expose_secret())),
        };
        let mut value = HeaderValue::try_from(value).map_err(|_| refused("the key"))?;
        value.set_sensitive(true);
        let request = self.request(method, path, &body).header(header, value);
        let request = request.body(body).map_err(|_| refused("the address"))?;
        Ok(Call { name, request })
    }

    fn request(&self, method: Method, path: &str, body: &[u8]) -> http::request::Builder {
        let accepted = match self.access.format {
            AnswerFormat::Json => "application/json",
            AnswerFormat::Jsv => "text/jsv",
        };
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.access.base_url))
            .header(ACCEPT, accepted);
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        request
    }
}

/// The error of a question for a list. A list has no id that could be unknown: where it is not there, nothing is known of
/// what would be in it.
fn of_list(error: RemoteError) -> RemoteError {
    match error {
        RemoteError::NotFound => RemoteError::Failed("a list is not there (404)".to_owned()),
        other => other,
    }
}

/// The error of an act on a reservation that was in the list a moment ago: what is not there is the operation.
fn of_act(error: RemoteError) -> RemoteError {
    match error {
        RemoteError::NotFound => RemoteError::Refused("the operation is not there (404)".to_owned()),
        other => other,
    }
}

/// The error of a step before a write was sent: nothing was carried out.
pub(super) fn unsent(error: RemoteError) -> RemoteError {
    match error {
        RemoteError::Timeout => away("a question before the write was not answered in time".to_owned()),
        RemoteError::Failed(cause) => away(cause),
        other => other,
    }
}

fn away(cause: String) -> RemoteError {
    RemoteError::Away {
        retry_after: None,
        cause,
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
