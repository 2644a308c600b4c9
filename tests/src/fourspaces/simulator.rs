//! The simulator's core: `state + request + now -> Act`. Pure.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use http::{Request, Response, header};
use serde_json::{Value, json};

use super::books::{Books, StoredReservation, spaces_of};
use super::demand::{self, Fields, Operation, Query, service_of};
use super::faults::{Faults, Trouble, TroublePlan, TroubleShare};
use super::marketplace::{self, TEMPLATES};
use super::price::{self, Order};
use super::publication::{self, ServicePart};
use super::response::{self, Refused};
use crate::act::{Act, End, Simulation};
use crate::picture;

/// The key of callers, and the seed.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The token that callers must have, and the password of the user `couvert`.
    pub key: String,
    /// Seeds what goes wrong.
    pub seed: u64,
    /// Whether reservations wait for a confirmation.
    pub waits: bool,
    /// How many calls it takes within [`BUDGET_SECONDS`]; the vendor states none.
    pub budget: Option<usize>,
}

/// The seconds that a budget of calls is for.
pub const BUDGET_SECONDS: u64 = 30;

/// How long after a call a slow answer comes.
const SLOW: Duration = Duration::from_secs(3);

impl Default for Settings {
    fn default() -> Self {
        Self {
            key: "sim-key".to_owned(),
            seed: 1,
            waits: false,
            budget: None,
        }
    }
}

/// A restaurant's 4spaces.
#[derive(Debug)]
pub struct Simulator {
    settings: Settings,
    faults: Faults,
    books: Books,
    services: Vec<Value>,
    counts: BTreeMap<&'static str, u64>,
    /// The tokens that were handed out, and how many of them are over.
    sessions: (u64, u64),
    /// When the calls of the budget's seconds came.
    calls: VecDeque<Duration>,
}

impl Simulator {
    /// With empty books, and this much trouble.
    #[must_use]
    pub fn new(settings: Settings, plan: TroublePlan) -> Self {
        Self {
            faults: Faults::new(settings.seed, plan),
            books: Books::default(),
            services: marketplace::services(),
            counts: BTreeMap::new(),
            sessions: (0, 0),
            calls: VecDeque::new(),
            settings,
        }
    }

    /// The books.
    #[must_use]
    pub fn books(&self) -> &Books {
        &self.books
    }

    /// How often each operation was called.
    #[must_use]
    pub fn counts(&self) -> &BTreeMap<&'static str, u64> {
        &self.counts
    }

    /// Forgets the counts.
    pub fn clear_counts(&mut self) {
        self.counts.clear();
    }

    /// Lets this much go wrong by itself from now on.
    pub fn set_trouble(&mut self, plan: TroublePlan) {
        self.draw_trouble(plan, self.settings.seed);
    }

    /// The same, drawn from this seed.
    pub fn draw_trouble(&mut self, plan: TroublePlan, seed: u64) {
        self.faults = Faults::new(seed, plan);
    }

    /// Lets these kinds of trouble happen by themselves from now on, beside those of the plan.
    pub fn set_shares(&mut self, shares: Vec<TroubleShare>) {
        self.faults.share(shares);
    }

    /// Counts a call at `now`; whether the budget has room for it.
    fn has_room(&mut self, now: Duration) -> bool {
        let since = now.saturating_sub(Duration::from_secs(BUDGET_SECONDS));
        while self.calls.front().is_some_and(|call| *call <= since) {
            self.calls.pop_front();
        }
        let has_room = self
            .settings
            .budget
            .is_none_or(|budget| self.calls.len() < budget);
        if has_room && self.settings.budget.is_some() {
            self.calls.push_back(now);
        }
        has_room
    }

    /// Lets the next request of this operation go wrong.
    pub fn fail(&mut self, operation: Operation, trouble: Trouble) {
        self.faults.script(operation, trouble);
    }

    /// Takes a reservation to a state, as staff do.
    pub fn set_state(&mut self, id: &str, state: i64) -> bool {
        let found = self.books.find_mut(id);
        found.map(|one| one.state = state).is_some()
    }

    /// Changes a service, as an administrator does.
    pub fn change_service(&mut self, id: &str, change: impl FnOnce(&mut Value)) -> bool {
        let of_id = |one: &&mut Value| one.get("id").and_then(Value::as_str) == Some(id);
        let found = self.services.iter_mut().find(of_id);
        found.map(change).is_some()
    }

    /// The price of an order in cents; none of a service that is not there.
    #[must_use]
    pub fn price(&self, order: &Order<'_>) -> Option<i128> {
        let of_id = |one: &&Value| one.get("id").and_then(Value::as_str) == Some(order.service);
        let service = self.services.iter().find(of_id)?;
        Some(price::total(service, order))
    }

    fn carry_out(
        &mut self,
        operation: Operation,
        request: &Request<Vec<u8>>,
        now: i64,
    ) -> Result<Value, Refused> {
        if operation == Operation::SignIn {
            return self.sign_in(request);
        }
        self.authorize(request)?;
        let data = match operation {
            Operation::SignIn => Value::Null,
            Operation::Services => self.list_services(request)?,
            Operation::Publish => return publication::insert(&mut self.services, request),
            Operation::UpdateProducts => {
                return publication::update(&mut self.services, request, ServicePart::Products);
            }
            Operation::UpdateAddons => {
                return publication::update(&mut self.services, request, ServicePart::Addons);
            }
            Operation::UpdatePersonOption => {
                return publication::update(&mut self.services, request, ServicePart::PersonOption);
            }
            Operation::Templates => self.templates(request)?,
            Operation::Availability => self.availability(request)?,
            Operation::Create => self.create(request, now)?,
            Operation::List => self.list(request, now)?,
            Operation::Confirm => return self.step(request, false),
            Operation::Cancel => return self.step(request, true),
        };
        Ok(json!({ "data": data, "responseStatus": {} }))
    }

    fn sign_in(&mut self, request: &Request<Vec<u8>>) -> Result<Value, Refused> {
        let mut fields = Fields::of(request)?;
        let name = fields.text("userName", true);
        let password = fields.text("password", true);
        fields.done()?;
        if name.as_deref() != Some("couvert") || password.as_deref() != Some(self.settings.key.as_str()) {
            return Err(Refused::new(401, "Unauthorized"));
        }
        self.sessions.0 += 1;
        let token = format!("session-{}", self.sessions.0);
        Ok(
            json!({ "userId": "1", "sessionId": "s", "bearerToken": token, "roles": [], "responseStatus": {} }),
        )
    }

    fn authorize(&self, request: &Request<Vec<u8>>) -> Result<(), Refused> {
        let given = request.headers().get(header::AUTHORIZATION);
        let given = given.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let token = given.strip_prefix("Bearer ").unwrap_or_default();
        let number = token
            .strip_prefix("session-")
            .and_then(|number| number.parse::<u64>().ok());
        let is_session = number.is_some_and(|number| number > self.sessions.1 && number <= self.sessions.0);
        if token == self.settings.key || is_session {
            Ok(())
        } else {
            Err(Refused::new(401, "Unauthorized"))
        }
    }

    fn templates(&self, request: &Request<Vec<u8>>) -> Result<Value, Refused> {
        let mut query = Query::of(request);
        let (from, to) = (query.moment("AvailableFrom"), query.moment("AvailableTo"));
        let is_only = query.truth("AvailableOnly");
        query.done(&[("AvailableFrom", from.is_some())])?;
        let from = from.unwrap_or_default();
        let to = to.unwrap_or(from + 1);
        let all = TEMPLATES.iter().map(|(id, name, spaces)| {
            let is_free = spaces.iter().any(|space| self.books.is_free(space, from, to));
            let spaces: Vec<Value> = spaces
                .iter()
                .map(|space| json!({ "id": space, "name": space, "accessFrom": null, "accessCardNumbers": [] }))
                .collect();
            json!({
                "id": id, "name": name, "description": null, "isAvailable": is_free, "tags": [],
                "smartspaces": spaces,
            })
        });
        Ok(all
            .filter(|one| !is_only || one.get("isAvailable") == Some(&json!(true)))
            .collect())
    }

    fn availability(&self, request: &Request<Vec<u8>>) -> Result<Value, Refused> {
        let service = service_of(request.uri().path()).unwrap_or_default();
        let is_known = self
            .services
            .iter()
            .any(|one| one.get("id").and_then(Value::as_str) == Some(service));
        if !is_known {
            return Err(Refused::new(404, "NotFound"));
        }
        let mut query = Query::of(request);
        let space = query.id("ThingId");
        let (start, end) = (query.moment("Start"), query.moment("End"));
        query.done(&[("ThingId", space.is_some()), ("Start", start.is_some())])?;
        let start = start.unwrap_or_default();
        let end = end.unwrap_or(start + 86_400);
        if end <= start {
            return Err(Refused::fields(&[("End".to_owned(), "GreaterThan")]));
        }
        Ok(self.books.spans(&space.unwrap_or_default(), start, end).into())
    }

    fn create(&mut self, request: &Request<Vec<u8>>, now: i64) -> Result<Value, Refused> {
        let asked = demand::reservation(request)?;
        if spaces_of(&asked.template).is_none() {
            return Err(Refused::fields(&[(
                "AccessTemplates[0].Id".to_owned(),
                "Invalid",
            )]));
        }
        if asked.checkin < now {
            return Err(Refused::fields(&[(
                "VisitData.Checkin".to_owned(),
                "GreaterThan",
            )]));
        }
        let waits = self.settings.waits;
        let made = self.books.create(asked).map(|one| one.id.clone());
        let id = made.ok_or_else(|| Refused::new(409, "NotAvailable"))?;
        let made = self
            .books
            .find_mut(&id)
            .ok_or_else(|| Refused::new(500, "Lost"))?;
        if waits {
            made.state = 15;
        }
        Ok(json!({
            "id": made.id, "state": made.state, "reasonDenied": null,
            "guests": [{ "guestLastName": made.guest, "email": made.email }],
            "additionalData": { "comment": made.comment }, "externalId": null, "reservationGuestInfos": [],
        }))
    }

    fn list(&self, request: &Request<Vec<u8>>, now: i64) -> Result<Value, Refused> {
        let mut query = Query::of(request);
        let (from, to) = (query.moment("From"), query.moment("To"));
        query.done(&[])?;
        let fits = |one: &&StoredReservation| {
            one.checkout > now
                && from.is_none_or(|from| one.checkout > from)
                && to.is_none_or(|to| one.checkin < to)
        };
        let show = |one: &StoredReservation| {
            json!({
                "id": one.id, "checkin": format!("/Date({})/", one.checkin * 1_000),
                "checkout": one.checkout * 1_000, "guestList": [one.guest], "guests": 1, "tokens": 0,
                "state": one.state, "reasonDenied": null,
                "accessTemplates": [{ "id": one.template, "name": "Dining rooms", "things": [{ "thingId": one.space }] }],
            })
        };
        Ok(self.books.all().iter().filter(fits).map(show).collect())
    }

    fn list_services(&self, request: &Request<Vec<u8>>) -> Result<Value, Refused> {
        let mut query = Query::of(request);
        let parts = [
            ("LoadProducts", "products"),
            ("LoadAddons", "addons"),
            ("LoadTimeOption", "timeOption"),
            ("LoadPersonOption", "personOption"),
        ];
        let left_out: Vec<&str> = parts
            .iter()
            .filter(|(parameter, _)| !query.truth(parameter))
            .map(|(_, field)| *field)
            .collect();
        query.done(&[])?;
        let mut services = marketplace::shown(&self.services, &picture::address(request));
        for service in &mut services {
            if let Value::Object(service) = service {
                service.retain(|name, _| !left_out.contains(&name.as_str()));
            }
        }
        Ok(services.into())
    }

    /// Confirms a reservation, or cancels it.
    fn step(&mut self, request: &Request<Vec<u8>>, is_cancellation: bool) -> Result<Value, Refused> {
        let mut fields = Fields::of(request)?;
        let id = fields.text("reservationId", true);
        let reason = is_cancellation
            .then(|| fields.text("reasonCancelled", true))
            .flatten();
        fields.done()?;
        let found = self.books.find_mut(&id.unwrap_or_default());
        let one = found.ok_or_else(|| Refused::new(404, "NotFound"))?;
        if one.state >= 40 {
            return Err(Refused::new(409, "InvalidState"));
        }
        one.state = if is_cancellation { 60 } else { 10 };
        one.reason = reason;
        Ok(json!({ "responseStatus": {} }))
    }
}

impl Simulation for Simulator {
    fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        let Some(operation) = Operation::of(request) else {
            let unknown = Refused::new(404, "NotFound");
            return Act::now(End::Answer(response::answer(request, Err(unknown))));
        };
        *self.counts.entry(operation.name()).or_default() += 1;
        let trouble = if self.has_room(now) {
            self.faults.draw(operation)
        } else {
            Some(Trouble::Throttled)
        };
        let refused = |status: u16, code: &str| -> Response<Vec<u8>> {
            response::answer(request, Err(Refused::new(status, code)))
        };
        let delay = match trouble {
            Some(Trouble::Slow) => SLOW,
            _ => Duration::ZERO,
        };
        let end = match trouble {
            Some(Trouble::ResetBefore) => End::Reset,
            Some(Trouble::SilentBefore) => End::Hang,
            Some(Trouble::StatusBefore) => End::Answer(refused(503, "Unavailable")),
            Some(Trouble::Throttled) => End::Answer(refused(429, "TooManyRequests")),
            Some(Trouble::SessionOver) => {
                self.sessions.1 = self.sessions.0;
                End::Answer(refused(401, "Unauthorized"))
            }
            trouble => {
                let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
                let mut answer = response::answer(request, self.carry_out(operation, request, seconds));
                match trouble {
                    Some(Trouble::ResetAfter) => End::Reset,
                    Some(Trouble::SilentAfter) => End::Hang,
                    Some(Trouble::StatusAfter) => End::Answer(refused(500, "Unexpected")),
                    Some(Trouble::Half) => End::Half(answer),
                    Some(Trouble::Garbage) => {
                        *answer.body_mut() = b"{\"data\": \xff[}".to_vec();
                        End::Answer(answer)
                    }
                    _ => End::Answer(answer),
                }
            }
        };
        Act { delay, end }
    }
}
