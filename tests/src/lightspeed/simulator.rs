//! The simulator: reads requests, keeps the books, and collects the events that follow.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use http::{Method, Request, Response, header};
use serde_json::{Value, json};

use super::access::AccessBooks;
use super::books::Books;
use super::event::Outgoing;
use super::fault::Fault;
use super::{control, strict_profile};
use crate::molzait::answer::json_answer;
use crate::molzait::{Act, End};

/// The scope of a user's token.
const USER: &str = "user-token-by-authorization-code";
/// The scope with which orders and floor plans are read.
const ORDERS: &str = "orders-api";
/// A till's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The platform's code.
    pub platform: String,
    /// The tables of every location.
    pub tables: Vec<String>,
    /// The locations that a user sees, with their names.
    pub locations: Vec<(u64, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            platform: "couvert".to_owned(),
            tables: (1..=20).map(|number| number.to_string()).collect(),
            locations: vec![(9_765_040_300_495_493, "Gasthaus zur Linde".to_owned())],
        }
    }
}

/// The simulator.
pub struct Simulator {
    /// Its settings.
    pub settings: Settings,
    /// Its books.
    pub books: Books,
    /// How the next requests go wrong.
    pub faults: VecDeque<Fault>,
    /// The restaurants that are connected, with their locations.
    pub integrations: BTreeMap<String, u64>,
    /// The number of requests by operation.
    pub requests: BTreeMap<&'static str, u64>,
    pub(super) access: AccessBooks,
    pub(super) profile: Option<Value>,
    /// Onboardings, with their location and their end.
    pub(super) onboardings: BTreeMap<String, (u64, Duration)>,
    pub(super) outbox: VecDeque<Outgoing>,
    pub(super) drawn: u64,
}

/// An answer: its status, and its body if it has one.
pub(super) type Answered = (u16, Option<Value>);

pub(super) fn refused(fault: &str) -> Answered {
    (400, Some(json!({ "fault": fault })))
}

impl Simulator {
    /// A till that no platform has a profile at.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            books: Books::default(),
            faults: VecDeque::new(),
            integrations: BTreeMap::new(),
            requests: BTreeMap::new(),
            access: AccessBooks::default(),
            profile: None,
            onboardings: BTreeMap::new(),
            outbox: VecDeque::new(),
            drawn: 0,
        }
    }

    /// A token of the platform's scope, as if it was authorized.
    pub fn platform_token(&mut self, now: Duration) -> String {
        let scope = format!("reservation-{}", self.settings.platform);
        self.access.issue(&scope, now)
    }

    /// A token of a user of all locations.
    pub fn user_token(&mut self, now: Duration) -> String {
        self.access.issue(&format!("{USER} {ORDERS}"), now)
    }

    /// Ends all access tokens.
    pub fn expire_tokens(&mut self) {
        self.access.expire();
    }

    /// The events that wait to be sent, the oldest first. They are handed over once.
    pub fn take_events(&mut self) -> Vec<Outgoing> {
        self.outbox.drain(..).collect()
    }

    /// Puts an event back that could not be sent.
    pub fn put_back(&mut self, event: Outgoing) {
        self.outbox.push_back(event);
    }

    /// The reaction to a request.
    pub fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        if let Some(answer) = control::answer(self, request, now) {
            return Act::now(End::Answer(answer));
        }
        let fault = self.faults.pop_front();
        let status = |status, body: &Value| Act::now(End::Answer(json_answer(status, body, now)));
        match fault {
            None => Act::now(End::Answer(self.answer(request, now))),
            Some(Fault::Reset) => Act::now(End::Reset),
            Some(Fault::Hang) => Act::now(End::Hang),
            Some(Fault::Lost) => {
                self.answer(request, now);
                Act::now(End::Reset)
            }
            Some(Fault::Late(milliseconds)) => Act {
                delay: Duration::from_millis(milliseconds),
                end: End::Answer(self.answer(request, now)),
            },
            Some(Fault::Garbage) => Act::now(End::Answer(Response::new(b"<html>503</html>".to_vec()))),
            Some(Fault::Status(code)) => status(code, &json!({})),
            Some(Fault::Throttled(seconds)) => {
                let mut answer = json_answer(429, &json!({}), now);
                answer
                    .headers_mut()
                    .insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
                Act::now(End::Answer(answer))
            }
            Some(fault @ (Fault::Fails(_) | Fault::Declined)) => {
                Act::now(End::Answer(self.answer_with(request, now, Some(&fault))))
            }
        }
    }

    /// The answer to a request that is carried out.
    pub fn answer(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Response<Vec<u8>> {
        self.answer_with(request, now, None)
    }

    fn answer_with(
        &mut self,
        request: &Request<Vec<u8>>,
        now: Duration,
        fault: Option<&Fault>,
    ) -> Response<Vec<u8>> {
        if request.uri().path().starts_with("/realms/") {
            return self.authorize(request, now);
        }
        let (status, body) = self.carry_out(request, now, fault);
        let Some(body) = body else {
            let mut answer = json_answer(status, &Value::Null, now);
            answer.body_mut().clear();
            answer.headers_mut().remove(header::CONTENT_TYPE);
            return answer;
        };
        json_answer(status, &body, now)
    }

    fn authorize(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Response<Vec<u8>> {
        let fields = |bytes: &[u8]| -> BTreeMap<String, String> {
            form_urlencoded::parse(bytes).into_owned().collect()
        };
        let is_token = request.uri().path().ends_with("/token");
        if is_token && request.method() == Method::POST {
            let (status, body) = self.access.token(&fields(request.body()), now);
            return json_answer(status, &body, now);
        }
        let query = request.uri().query().unwrap_or_default();
        match self.access.authorize(&fields(query.as_bytes())) {
            Ok(back) => {
                let mut answer = Response::new(Vec::new());
                *answer.status_mut() = http::StatusCode::FOUND;
                if let Ok(back) = back.parse() {
                    answer.headers_mut().insert(header::LOCATION, back);
                }
                answer
            }
            Err(fault) => json_answer(400, &json!({ "error": fault }), now),
        }
    }

    fn carry_out(&mut self, request: &Request<Vec<u8>>, now: Duration, fault: Option<&Fault>) -> Answered {
        let authorization = request.headers().get(header::AUTHORIZATION);
        let authorization = authorization.and_then(|value| value.to_str().ok());
        let Some(scope) = self.access.scope(authorization, now) else {
            return (401, None);
        };
        let platform = self.settings.platform.clone();
        let scopes: Vec<&str> = scope.split(' ').collect();
        let is_platform = scopes.contains(&format!("reservation-{platform}").as_str());
        let (is_user, reads_orders) = (scopes.contains(&USER), scopes.contains(&ORDERS));
        let body: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let path = request.uri().path().to_owned();
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        if let ("GET", ["o", "op", "data", location, "floorplans"]) =
            (request.method().as_str(), parts.as_slice())
        {
            return self.floor_plans(location, reads_orders);
        }
        let ["reservation", "api", "1", rest @ ..] = parts.as_slice() else {
            return (404, None);
        };
        match (request.method().as_str(), rest) {
            (method, ["user", "platform", code, rest @ ..]) if *code == platform => {
                if is_user {
                    self.of_user(method, rest, &body)
                } else {
                    (403, None)
                }
            }
            (method, ["platform", code, rest @ ..]) if *code == platform => {
                if is_platform {
                    self.of_platform(method, rest, (&body, now, fault))
                } else {
                    (403, None)
                }
            }
            _ => (404, None),
        }
    }

    fn of_user(&mut self, method: &str, rest: &[&str], body: &Value) -> Answered {
        match (method, rest) {
            ("GET", ["business-locations"]) => {
                self.count("locations");
                let locations = self.settings.locations.iter().map(|(id, name)| {
                    json!({
                        "businessLocationId": id.to_string(), "name": name, "street1": "Hauptstraße 1",
                        "city": "Wien", "zip": "1010", "country": "AT",
                    })
                });
                (200, Some(locations.collect()))
            }
            ("POST", ["integration", "activate"]) => {
                self.count("activate");
                match strict_profile::integration(body) {
                    Err(fault) => refused(&fault),
                    Ok(_) if self.profile.is_none() => (404, None),
                    Ok((location, restaurant)) => self.activate(location, restaurant),
                }
            }
            ("POST", ["integration", "deactivate"]) => {
                self.count("deactivate");
                match strict_profile::integration(body) {
                    Err(fault) => refused(&fault),
                    Ok((location, restaurant)) if self.integrations.get(&restaurant) == Some(&location) => {
                        self.integrations.remove(&restaurant);
                        self.notify_integration("DEACTIVATED", &restaurant, location);
                        (200, None)
                    }
                    Ok(_) => (404, None),
                }
            }
            _ => (404, None),
        }
    }

    fn activate(&mut self, location: u64, restaurant: String) -> Answered {
        let code = |code: &str| (400, Some(json!({ "errorCode": code })));
        if !self.settings.locations.iter().any(|(id, _)| *id == location) {
            return (403, None);
        }
        match self.integrations.get(&restaurant) {
            Some(known) if *known == location => return code("PLATFORM_ALREADY_ACTIVATED"),
            Some(_) => return code("INTEGRATION_LOCATION_ID_MISMATCH"),
            None => {}
        }
        self.notify_integration("ACTIVATED", &restaurant, location);
        self.integrations.insert(restaurant, location);
        (200, None)
    }

    fn of_platform(
        &mut self,
        method: &str,
        rest: &[&str],
        (body, now, fault): (&Value, Duration, Option<&Fault>),
    ) -> Answered {
        match (method, rest) {
            ("POST", ["profile"]) => {
                self.count("setProfile");
                if let Err(fault) = strict_profile::profile(body) {
                    return refused(&fault);
                }
                self.profile = Some(body.clone());
                (200, Some(self.shown_profile()))
            }
            ("GET", ["profile"]) => {
                self.count("profile");
                if self.profile.is_none() {
                    return refused("there is no profile");
                }
                (200, Some(self.shown_profile()))
            }
            ("PATCH", ["course-settings"]) => {
                self.count("setCourses");
                let Some(profile) = self.profile.as_mut() else {
                    return refused("there is no profile");
                };
                if let Err(fault) = strict_profile::courses(body) {
                    return refused(&fault);
                }
                for name in ["allowCourseNumberUpdates", "inServiceTableStatuses"] {
                    if let Some(value) = body.get(name) {
                        profile[name] = value.clone();
                    }
                }
                (200, None)
            }
            ("PATCH", ["webhook", "auth", kind]) => self.set_auth(kind, body),
            ("POST", ["integration", "onboarding"]) => {
                self.count("answerOnboarding");
                self.finish_onboarding(body, now)
            }
            ("PUT", ["restaurant", restaurant, "reservation", id, "push"]) => {
                self.count("push");
                let key = ((*restaurant).to_owned(), (*id).to_owned());
                self.push(&key, body, (now, fault))
            }
            _ => (404, None),
        }
    }

    fn set_auth(&mut self, kind: &str, body: &Value) -> Answered {
        self.count("setWebhookAuth");
        let (name, current) = match kind {
            "api-keys" => ("apiKeys", "API_KEYS"),
            "basic-auth" => ("basic", "BASIC_AUTH"),
            "bearer-auth" => ("bearer", "BEARER_TOKEN"),
            "oauth2" => ("oauth2", "OAUTH2"),
            _ => return (404, None),
        };
        if let Err(fault) = strict_profile::credentials(name, body) {
            return refused(&fault);
        }
        let Some(profile) = self.profile.as_mut() else {
            return (404, None);
        };
        profile["webhookAuthType"] = json!(current);
        profile["webhookAuthDetails"] = json!({ name: body });
        (200, Some(json!({ "accepted": true, "currentAuthType": current })))
    }

    fn finish_onboarding(&mut self, body: &Value, now: Duration) -> Answered {
        let code = |status, code: &str| (status, Some(json!({ "onboardingCode": code })));
        let Ok((id, location, restaurant)) = strict_profile::onboarding(body) else {
            return code(400, "UNEXPECTED_ERROR");
        };
        match self.onboardings.get(&id) {
            None => code(400, "ONBOARDING_ID_NOT_VALID"),
            Some((known, _)) if *known != location => code(400, "BUSINESS_LOCATION_NOT_VALID"),
            Some((_, end)) if *end < now => code(400, "ONBOARDING_EXPIRED"),
            Some(_) => {
                self.onboardings.remove(&id);
                self.notify_integration("ACTIVATED", &restaurant, location);
                self.integrations.insert(restaurant, location);
                code(200, "DONE")
            }
        }
    }

    fn shown_profile(&self) -> Value {
        let mut profile = self.profile.clone().unwrap_or_default();
        if let Some(members) = profile.as_object_mut() {
            members.remove("webhookAuthDetails");
        }
        profile
    }

    pub(super) fn count(&mut self, operation: &'static str) {
        *self.requests.entry(operation).or_default() += 1;
    }

    pub(super) fn name(&mut self, kind: &str) -> String {
        self.drawn += 1;
        format!("{kind}-{}", self.drawn)
    }
}
