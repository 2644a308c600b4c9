//! The simulator's core: `state + request + now -> Act`, and the events that follow. Pure.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use base64ct::{Base64, Encoding as _};
use http::{HeaderValue, Request, Response, header};
use serde_json::{Value, json};

use super::check::{Check, CheckState, Dish};
use super::event::{self, Callback, EventKind};
use super::settings::{Settings, Trouble};
use crate::molzait::answer::json_answer;
use crate::molzait::{Act, End};

/// A restaurant's iKentoo.
#[derive(Debug, Default)]
pub struct Simulator {
    /// The settings.
    pub settings: Settings,
    /// Troubles of the next requests, one each.
    pub troubles: VecDeque<Trouble>,
    /// How often each event is sent.
    pub copies: Option<usize>,
    /// The webhooks by their names, as they were registered.
    pub webhooks: BTreeMap<String, Value>,
    /// The configurations by provider and location.
    pub configurations: BTreeMap<(String, u64), Value>,
    /// The checks, the oldest first.
    pub checks: Vec<Check>,
    /// The number of check-ins that came in, those that changed nothing included.
    pub check_ins: u32,
    callbacks: Vec<Callback>,
    number: u32,
}

/// An answer: its status and its body.
type Outcome = Result<Value, (u16, Value)>;

impl Simulator {
    /// With empty books.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            ..Self::default()
        }
    }

    /// The reaction to a request that comes in at `now`, since the Unix epoch.
    pub fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        let answer = |status, body: &Value| End::Answer(json_answer(status, body, now));
        Act::now(match self.troubles.pop_front() {
            None => End::Answer(self.carry_out(request, now)),
            Some(Trouble::ErrorFlag { status, message }) => answer(status, &result(Some(&message))),
            Some(Trouble::Status { status }) => answer(status, &refusal(status, "trouble").1),
            Some(Trouble::Throttled { seconds }) => {
                let mut answer = json_answer(429, &json!({}), now);
                answer
                    .headers_mut()
                    .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                End::Answer(answer)
            }
            Some(Trouble::ResetBefore) => End::Reset,
            Some(Trouble::ResetAfter) => {
                self.carry_out(request, now);
                End::Reset
            }
            Some(Trouble::Hang) => {
                self.carry_out(request, now);
                End::Hang
            }
            Some(Trouble::Garbage) => {
                let mut answer = self.carry_out(request, now);
                *answer.body_mut() = b"{\"error\":".to_vec();
                End::Answer(answer)
            }
            Some(Trouble::FailsLater { message }) => {
                let sent: Value = serde_json::from_slice(request.body()).unwrap_or_default();
                let (reference, endpoint) = (text(&sent, "reservationReference"), text(&sent, "endPointId"));
                self.notify(&EventKind::Failed(message), (reference, endpoint), None, now);
                answer(200, &result(None))
            }
        })
    }

    /// The events that were not sent yet.
    pub fn take_callbacks(&mut self) -> Vec<Callback> {
        std::mem::take(&mut self.callbacks)
    }

    /// Opens a check for a party without a reservation; whether the table was free.
    pub fn open(&mut self, table: &str, covers: u32) -> bool {
        if !self.settings.tables.contains(table) || self.open_check(table).is_some() {
            return false;
        }
        self.start(table, covers, (None, None), Value::Null);
        true
    }

    /// Puts a dish on the open check of a table; whether there is one.
    pub fn order(&mut self, table: &str, dish: Dish) -> bool {
        let check = self
            .open_check(table)
            .and_then(|place| self.checks.get_mut(place));
        check.map(|check| check.dishes.push(dish)).is_some()
    }

    /// Closes the open check of a table with a tip; whether there is one.
    pub fn pay(&mut self, table: &str, tip_cents: u32, now: Duration) -> bool {
        self.end(table, (CheckState::Paid, &EventKind::CheckedOut), tip_cents, now)
    }

    /// Cancels the open check of a table; whether there is one.
    pub fn cancel(&mut self, table: &str, now: Duration) -> bool {
        self.end(table, (CheckState::Cancelled, &EventKind::Cancelled), 0, now)
    }

    /// Moves the party of a table to another, or gives its table a status; whether there is one.
    pub fn update_table(&mut self, table: &str, to: &str, status: &str, now: Duration) -> bool {
        let Some(place) = self.open_check(table) else {
            return false;
        };
        if let Some(check) = self.checks.get_mut(place) {
            to.clone_into(&mut check.table);
        }
        self.notify_of(place, &EventKind::TableStatus(status.to_owned()), now);
        true
    }

    /// The newest check of a reservation.
    #[must_use]
    pub fn check_of(&self, reference: &str) -> Option<&Check> {
        let mut newest_first = self.checks.iter().rev();
        newest_first.find(|check| check.reference.as_deref() == Some(reference))
    }

    fn open_check(&self, table: &str) -> Option<usize> {
        let is_it = |check: &Check| check.table == table && check.state == CheckState::Open;
        self.checks.iter().position(is_it)
    }

    fn end(&mut self, table: &str, (state, kind): (CheckState, &EventKind), tip: u32, now: Duration) -> bool {
        let Some(place) = self.open_check(table) else {
            return false;
        };
        if let Some(check) = self.checks.get_mut(place) {
            (check.state, check.tip_cents) = (state, tip);
        }
        self.notify_of(place, kind, now);
        true
    }

    fn start(
        &mut self,
        table: &str,
        covers: u32,
        (reference, endpoint): (Option<String>, Option<String>),
        sent: Value,
    ) {
        self.number += 1;
        self.checks.push(Check {
            account: self.number,
            table: table.to_owned(),
            reference,
            endpoint,
            covers,
            sent,
            state: CheckState::Open,
            dishes: Vec::new(),
            tip_cents: 0,
        });
    }

    /// Tells of a check. Of a party that no platform checked in every webhook is told.
    fn notify_of(&mut self, place: usize, kind: &EventKind, now: Duration) {
        let Some(check) = self.checks.get(place).cloned() else {
            return;
        };
        let endpoints: Vec<String> = match &check.endpoint {
            Some(endpoint) => vec![endpoint.clone()],
            None => self.webhooks.keys().cloned().collect(),
        };
        for endpoint in endpoints {
            let to = (check.reference.clone(), Some(endpoint));
            self.notify(kind, to, Some(&check), now);
        }
    }

    fn notify(
        &mut self,
        kind: &EventKind,
        (reference, endpoint): (Option<String>, Option<String>),
        check: Option<&Check>,
        now: Duration,
    ) {
        let webhook = endpoint.and_then(|endpoint| self.webhooks.get(&endpoint));
        let Some(webhook) = webhook.cloned() else {
            return;
        };
        self.number += 1;
        // Two events of one instant have an order.
        let at = now + Duration::from_millis(self.number.into());
        let both = [text(&webhook, "username"), text(&webhook, "password")].map(Option::unwrap_or_default);
        let encoded = Base64::encode_string(both.join(":").as_bytes());
        let is_basic = webhook["withBasicAuth"] == json!(true);
        let callback = Callback {
            url: text(&webhook, "url").unwrap_or_default(),
            authorization: is_basic.then(|| format!("Basic {encoded}")),
            body: event::body(kind, (reference.as_deref(), check), self.number, at),
        };
        let copies = self.copies.unwrap_or(1);
        self.callbacks.extend(std::iter::repeat_n(callback, copies));
    }

    fn carry_out(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Response<Vec<u8>> {
        let outcome = self.authorize(request).and_then(|()| self.dispatch(request, now));
        match outcome {
            Ok(body) => json_answer(200, &body, now),
            Err((status, body)) => json_answer(status, &body, now),
        }
    }

    fn authorize(&self, request: &Request<Vec<u8>>) -> Result<(), (u16, Value)> {
        let given = request.headers().get(header::AUTHORIZATION);
        match &self.settings.authorization {
            Some(expected) if given.is_none_or(|given| given.as_bytes() != expected.as_bytes()) => {
                Err(refusal(401, "no access"))
            }
            _ => Ok(()),
        }
    }

    fn dispatch(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Outcome {
        let path = request.uri().path();
        let of_today = path.strip_prefix("/r/").or_else(|| path.strip_prefix("/f/"));
        let rest = of_today.unwrap_or_else(|| path.trim_start_matches('/'));
        let parts: Vec<&str> = rest.split('/').collect();
        let sent: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        match (request.method().as_str(), parts.as_slice()) {
            ("GET", ["data", "businesses"]) => Ok(self.businesses(of_today.is_some())),
            ("PUT", ["wh", "1", "webhook"]) => self.set_webhook(sent, false),
            ("POST", ["wh", "1", "webhook"]) => self.set_webhook(sent, true),
            ("GET", ["wh", "1", "webhook", name]) => {
                let known = self.webhooks.get(*name).cloned();
                known.ok_or_else(|| refusal(404, "no such webhook"))
            }
            ("POST", ["reservation", "1", "checkin"]) => self.check_in(&sent, now),
            ("POST", ["configuration", "1", provider]) => {
                let location = self.own_location(&sent["businessLocationId"])?;
                let key = ((*provider).to_owned(), location);
                self.configurations.insert(key, sent);
                Ok(Value::Null)
            }
            ("DELETE", ["configuration", "1", provider]) => {
                let query = request.uri().query().unwrap_or_default();
                let pairs = form_urlencoded::parse(query.as_bytes());
                let mut values = pairs.filter(|(name, _)| name == "businessLocationId");
                let given = values.next().and_then(|(_, value)| value.parse::<u64>().ok());
                let location = self.own_location(&json!(given))?;
                let known = self.configurations.remove(&((*provider).to_owned(), location));
                known
                    .map(|_| Value::Null)
                    .ok_or_else(|| refusal(404, "no configuration"))
            }
            _ => Err(refusal(404, "no such operation")),
        }
    }

    fn businesses(&self, is_today: bool) -> Value {
        let id = self.settings.location;
        if is_today {
            let location =
                json!({ "blName": "Demo", "blID": id, "country": "AT", "timezone": "Europe/Vienna" });
            json!({ "_embedded": { "businessList": [{
                "businessName": "iKentoo", "businessId": 1, "currencyCode": "EUR", "businessLocations": [location],
            }] }, "_links": { "self": { "href": "/f/data/businesses" } } })
        } else {
            json!([{ "name": "iKentoo", "id": 1, "businessLocations": [{ "name": "Demo", "id": id }] }])
        }
    }

    fn own_location(&self, given: &Value) -> Result<u64, (u16, Value)> {
        given
            .as_u64()
            .filter(|id| *id == self.settings.location)
            .ok_or_else(|| refusal(400, "businessLocationId"))
    }

    fn set_webhook(&mut self, sent: Value, is_change: bool) -> Outcome {
        let (name, url) = (text(&sent, "endpointId"), text(&sent, "url"));
        let is_basic = sent["withBasicAuth"] == json!(true);
        let has_credentials = text(&sent, "username").is_some() && text(&sent, "password").is_some();
        let (Some(name), Some(_), true) = (name, url, !is_basic || has_credentials) else {
            return Err(refusal(400, "webhook"));
        };
        match (is_change, self.webhooks.contains_key(&name)) {
            (true, false) => Err(refusal(404, "no such webhook")),
            (false, true) => Err(refusal(409, "the webhook is there already")),
            _ => {
                self.webhooks.insert(name, sent.clone());
                Ok(sent)
            }
        }
    }

    fn check_in(&mut self, sent: &Value, now: Duration) -> Outcome {
        self.check_ins += 1;
        self.own_location(&sent["businessLocationId"])?;
        let needed = |field: &str| text(sent, field).ok_or_else(|| refusal(400, field));
        let (table, reference, endpoint) = (
            needed("table")?,
            needed("reservationReference")?,
            needed("endPointId")?,
        );
        for field in ["firstName", "thirdPartyReference", "email"] {
            text(&sent["customerInfo"], field).ok_or_else(|| refusal(400, field))?;
        }
        if !self.webhooks.contains_key(&endpoint) {
            return Ok(result(Some("The endpoint is not registered")));
        }
        let to = (Some(reference.clone()), Some(endpoint));
        if !self.settings.tables.contains(&table) {
            let kind = EventKind::Failed("The table does not exist".to_owned());
            self.notify(&kind, to, None, now);
            return Ok(result(None));
        }
        let open = self.check_of(&reference);
        if let Some(open) = open.filter(|check| check.state == CheckState::Open) {
            let is_same = open.table == table;
            return Ok(result((!is_same).then_some("The party is checked in already")));
        }
        let covers = sent["customerCount"].as_u64().unwrap_or_default();
        self.start(
            &table,
            u32::try_from(covers).unwrap_or_default(),
            to,
            sent.clone(),
        );
        let place = self.checks.len() - 1;
        self.notify_of(place, &EventKind::Accepted, now);
        self.notify_of(place, &EventKind::CheckedIn, now);
        Ok(result(None))
    }
}

fn text(value: &Value, field: &str) -> Option<String> {
    let text = value[field].as_str().filter(|text| !text.is_empty())?;
    Some(text.to_owned())
}

/// The answer to a check-in: whether it failed, and why.
fn result(message: Option<&str>) -> Value {
    json!({
        "error": message.is_some(), "errorMessage": message.unwrap_or_default(), "responseEntity": null,
    })
}

fn refusal(status: u16, message: &str) -> (u16, Value) {
    let body = json!({
        "status": status.to_string(), "timestamp": "01-01-2026 12:00:00", "message": message,
        "apiSubExceptions": [],
    });
    (status, body)
}
