//! Molzait's operations as HTTP calls.
//!
//! An error's `message` may repeat a guest's data: it is never read. The
//! outcome is derived from the status alone.

use config::MolzaitSettings;
use config::molzait::UpdateMethod;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::ReservationId;
use shared::reservation::Status;
use shared::time::Day;

use super::cards::{Card, Creation, Moved, Movement};
use super::wire;
use crate::provider::SlotsQuestion;
use crate::provider::lenient::{Elements, read};
use crate::provider::remote::{RemoteError, check_status};
use crate::upstream::{Answer, Call, Scope, Upstream};

/// Everything but what RFC 3986 calls unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Calls Molzait with a venue's key.
pub struct Client {
    settings: MolzaitSettings,
    key: SecretString,
    upstream: Upstream,
}

type Result<T> = std::result::Result<T, RemoteError>;

impl Client {
    /// A client for the address and the paths of `settings`.
    #[must_use]
    pub fn new(settings: MolzaitSettings, key: SecretString, upstream: Upstream) -> Self {
        Self {
            settings,
            key,
            upstream,
        }
    }

    /// The metrics of its calls.
    #[must_use]
    pub fn metrics(&self, labels: &[(&'static str, &str)]) -> String {
        self.upstream.metrics(labels)
    }

    /// The experiences.
    pub async fn experiences(&self, scope: &Scope) -> Result<Vec<wire::Experience>> {
        let path = &self.settings.paths.experiences;
        let all = self.get(scope, "experiences", path, &[]).await?;
        Ok(self.readable("experiences", all))
    }

    /// The slots of a day.
    pub async fn slots(&self, scope: &Scope, question: &SlotsQuestion) -> Result<Vec<wire::Slot>> {
        let (attendees, day) = (question.attendees.to_string(), question.day.to_string());
        let mut query = vec![
            ("attendees", attendees.as_str()),
            ("day", day.as_str()),
            ("experienceId", question.experience_id.as_str()),
        ];
        query.extend(
            question
                .moving
                .as_ref()
                .map(|moving| ("reservationId", moving.as_str())),
        );
        let path = &self.settings.paths.slots;
        let answer: wire::Slots = self.get(scope, "slots", path, &query).await?;
        Ok(self.readable("slots", answer.slots))
    }

    /// The reservations of some days; those of every status, if none is named.
    pub async fn reservations(
        &self,
        scope: &Scope,
        days: (Day, Day),
        statuses: &[Status],
        include_walk_ins: bool,
    ) -> Result<Elements<wire::Reservation>> {
        let (from, to) = (days.0.to_string(), days.1.to_string());
        let mut query = vec![("from", from.as_str()), ("to", to.as_str())];
        query.extend(statuses.iter().map(|status| ("status", status.text())));
        query.push(("includeWalkIns", if include_walk_ins { "true" } else { "false" }));
        let path = &self.settings.paths.reservations;
        self.get(scope, "reservations", path, &query).await
    }

    /// A reservation.
    pub async fn reservation(&self, scope: &Scope, id: &ReservationId) -> Result<wire::Reservation> {
        self.get(scope, "reservation", &self.path_of(id), &[]).await
    }

    /// Makes a reservation.
    pub async fn create(&self, scope: &Scope, new: &wire::NewReservation<'_>) -> Result<wire::Reservation> {
        let path = &self.settings.paths.reservations;
        self.put(scope, "create", Method::POST, path, new).await
    }

    /// Takes a reservation to another status.
    pub async fn set_status(
        &self,
        scope: &Scope,
        id: &ReservationId,
        status: Status,
    ) -> Result<wire::Reservation> {
        let method = match self.settings.paths.update_method {
            UpdateMethod::Patch => Method::PATCH,
            UpdateMethod::Put => Method::PUT,
        };
        let change = wire::Change {
            status: status.text(),
        };
        self.put(scope, "status", method, &self.path_of(id), &change)
            .await
    }

    /// Makes a gift card.
    pub(super) async fn create_card(&self, scope: &Scope, new: &Creation<'_>) -> Result<Card> {
        let path = &self.settings.paths.gift_cards;
        self.put(scope, "create_card", Method::POST, path, new).await
    }

    /// The gift card of this code.
    pub(super) async fn card(&self, scope: &Scope, code: &str) -> Result<Card> {
        let path = with_id(&self.settings.paths.gift_card, code);
        self.get(scope, "card", &path, &[]).await
    }

    /// Puts money on the gift card of this code, or takes it off.
    pub(super) async fn move_on_card(
        &self,
        scope: &Scope,
        code: &str,
        movement: &Movement<'_>,
    ) -> Result<Moved> {
        let path = with_id(&self.settings.paths.gift_card_transactions, code);
        self.put(scope, "move_on_card", Method::POST, &path, movement)
            .await
    }

    /// The elements of a list that could be read. The others have a line in the log.
    pub fn readable<T>(&self, name: &'static str, elements: Elements<T>) -> Vec<T> {
        elements.readable(&self.upstream, name)
    }

    fn path_of(&self, id: &ReservationId) -> String {
        with_id(&self.settings.paths.reservation, id.as_str())
    }

    async fn get<T: DeserializeOwned>(
        &self,
        scope: &Scope,
        name: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T> {
        let mut address = format!("{}{path}", self.settings.base_url);
        if !query.is_empty() {
            let query = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(query)
                .finish();
            address.push('?');
            address.push_str(&query);
        }
        let call = self.call(name, Method::GET, &address, Vec::new())?;
        sort(name, &self.upstream.read(scope, &call).await?)
    }

    async fn put<T: DeserializeOwned>(
        &self,
        scope: &Scope,
        name: &'static str,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T> {
        let address = format!("{}{path}", self.settings.base_url);
        let body = serde_json::to_vec(body)
            .map_err(|_| RemoteError::Refused(format!("{name}: the body cannot be written")))?;
        let call = self.call(name, method, &address, body)?;
        sort(name, &self.upstream.write(scope, &call).await?)
    }

    fn call(&self, name: &'static str, method: Method, address: &str, body: Vec<u8>) -> Result<Call> {
        let refused = |what: &str| RemoteError::Refused(format!("{name}: {what} cannot be sent"));
        let mut key = HeaderValue::try_from(format!("Bearer {}", self.key.expose_secret()))
            .map_err(|_| refused("the key"))?;
        key.set_sensitive(true);
        let mut request = http::Request::builder()
            .method(method)
            .uri(address)
            .header(AUTHORIZATION, key)
            .header(ACCEPT, "application/json");
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let request = request.body(body).map_err(|_| refused("the address"))?;
        Ok(Call { name, request })
    }
}

/// A path of the settings, for what has this id.
fn with_id(path: &str, id: &str) -> String {
    path.replace("{id}", &utf8_percent_encode(id, SEGMENT).to_string())
}

/// Sorts an answer by its status, and reads the body of a good one.
fn sort<T: DeserializeOwned>(name: &str, answer: &Answer) -> Result<T> {
    let status = answer.status();
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(RemoteError::Refused(format!(
            "{name}: the key is not accepted ({}): see the setting molzait.key and its secret",
            status.as_u16()
        ))),
        StatusCode::NOT_FOUND => Err(RemoteError::NotFound),
        StatusCode::GONE => Err(RemoteError::Conflict),
        _ => {
            check_status(name, answer)?;
            read(answer.body()).map_err(|fault| RemoteError::Failed(format!("{name}: {fault}")))
        }
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
