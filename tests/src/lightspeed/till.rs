//! The till behind the API: pushes, checks, and the events that follow.

use std::time::Duration;

use serde_json::{Value, json};

use super::books::{Check, Key};
use super::event::{self, Authentication, Outgoing};
use super::fault::Fault;
use super::simulator::{Answered, Simulator, refused};
use super::{strict, strict_profile};

/// How long an onboarding may be answered.
const ONBOARDING: Duration = Duration::from_hours(1);

impl Simulator {
    /// The floor plan of a location, which has all tables.
    pub(super) fn floor_plans(&mut self, location: &str, is_allowed: bool) -> Answered {
        self.count("floorPlans");
        let mut known = self.settings.locations.iter();
        if !is_allowed || !known.any(|(id, _)| id.to_string() == location) {
            return (403, None);
        }
        let tables = self.settings.tables.iter().enumerate().map(|(index, name)| {
            json!({
                "number": name, "reference": format!("T{name}"), "id": index, "active": true, "description": name,
                "defaultClientCount": 2,
            })
        });
        let plan = json!({ "id": 1, "name": "Hall", "tables": tables.collect::<Vec<Value>>() });
        (200, Some(json!([plan])))
    }

    pub(super) fn push(
        &mut self,
        key: &Key,
        body: &Value,
        (now, fault): (Duration, Option<&Fault>),
    ) -> Answered {
        let (restaurant, id) = key;
        if !strict::is_id(restaurant, 128) || !strict::is_id(id, 36) {
            return refused("an id of the path is none");
        }
        if let Err(fault) = strict::reservation(body) {
            return refused(&fault);
        }
        if !self.integrations.contains_key(restaurant) {
            return (404, None);
        }
        let is_accepted = fault != Some(&Fault::Declined);
        let answer = json!({
            "accepted": is_accepted, "platformCode": self.settings.platform, "platformRestaurantId": restaurant,
            "platformReservationId": id,
        });
        let outcome = match fault {
            Some(Fault::Declined) => Ok(false),
            Some(Fault::Fails(code)) => Err(code.clone()),
            _ => {
                let pushed = self.books.push(key, body, &self.settings.tables);
                pushed.map_err(str::to_owned)
            }
        };
        match outcome {
            Ok(true) if body["status"] == "SEATED" => self.open_for(key, now),
            Ok(_) => {}
            Err(code) => {
                let trace = self.name("trace");
                let event = event::error(
                    &self.settings.platform,
                    (restaurant.as_str(), id.as_str()),
                    &code,
                    &trace,
                );
                self.notify("ERROR", event);
            }
        }
        (202, Some(answer))
    }

    /// Opens a check for a party that was seated by a push, if it has a table and no check yet.
    fn open_for(&mut self, key: &Key, now: Duration) {
        let has_check = self
            .books
            .checks
            .iter()
            .any(|check| check.reservation.as_ref() == Some(key));
        let known = self.books.reservations.get(key);
        let table = known.and_then(|known| known.tables.first().cloned());
        let covers = known.and_then(|known| u32::try_from(known.body["partySize"].as_u64()?).ok());
        if let (false, Some(table)) = (has_check, table) {
            self.open_check(Some(key.clone()), (table, covers.unwrap_or(1)), now);
        }
    }

    /// Opens a check, and sends its event.
    pub(super) fn open_check(
        &mut self,
        reservation: Option<Key>,
        (table, covers): (String, u32),
        now: Duration,
    ) -> String {
        self.drawn += 1;
        let number = format!("A{}", self.drawn);
        self.books.checks.push(Check {
            number: number.clone(),
            reservation,
            table,
            covers,
            lines: Vec::new(),
            course: 0,
            events: 0,
            opened: now,
            closed: None,
            is_cancelled: false,
        });
        self.notify_order("OPEN", &number, now);
        number
    }

    /// Sends an event of a check.
    pub(super) fn notify_order(&mut self, kind: &str, number: &str, now: Duration) {
        let Some(check) = self.books.checks.iter_mut().find(|check| check.number == number) else {
            return;
        };
        check.events += 1;
        let check = check.clone();
        let is_own = self
            .profile
            .as_ref()
            .is_some_and(|profile| profile["ownNotificationsOnly"] == true);
        if is_own && check.reservation.is_none() {
            return;
        }
        let restaurant = match &check.reservation {
            Some((restaurant, _)) => Some(restaurant.clone()),
            None => self.integrations.keys().next().cloned(),
        };
        let Some(restaurant) = restaurant else {
            return;
        };
        let switch = match kind {
            "OPEN" => "ORDER_OPENED",
            "UPDATE" => "ORDER_UPDATED",
            _ => "ORDER_CLOSED",
        };
        let event = event::order(kind, &self.head(&restaurant), &check, now);
        self.notify(switch, event);
    }

    /// The head of an event about a restaurant.
    pub(super) fn head(&self, restaurant: &str) -> Value {
        let location = self.integrations.get(restaurant).copied().unwrap_or_default();
        event::head(&self.settings.platform, restaurant, location)
    }

    pub(super) fn notify_integration(&mut self, kind: &str, restaurant: &str, location: u64) {
        let mut event = event::head(&self.settings.platform, restaurant, location);
        event["notificationType"] = json!(kind);
        self.notify(&format!("INTEGRATION_{kind}"), event);
    }

    /// Puts an event into the outbox, if the profile wants it.
    pub(super) fn notify(&mut self, switch: &str, body: Value) {
        let key = self.name("event");
        let Some(profile) = &self.profile else {
            return;
        };
        let kinds = profile["notificationTypes"].as_array();
        let is_wanted = kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == switch));
        let address = strict_profile::NOTIFICATIONS
            .iter()
            .find(|(kind, _)| *kind == switch);
        let url = address.and_then(|(_, name)| profile[*name].as_str());
        if let (true, Some(url)) = (is_wanted, url) {
            self.outbox.push_back(Outgoing {
                url: url.to_owned(),
                key,
                body,
                authentication: Authentication::of(profile),
                tries: 0,
            });
        }
    }

    /// Begins an onboarding.
    pub(super) fn start_onboarding(
        &mut self,
        reference: &str,
        location: u64,
        now: Duration,
    ) -> Result<String, String> {
        let known = self.settings.locations.iter().find(|(id, _)| *id == location);
        let (_, name) = known.ok_or("there is no such location")?;
        let name = name.clone();
        let id = self.name("onboarding");
        let end = now + ONBOARDING;
        self.onboardings.insert(id.clone(), (location, end));
        let event = event::onboarding(
            &self.settings.platform,
            &id,
            (reference, location, &name),
            end.as_secs(),
        );
        self.notify("ONBOARDING_STARTED", event);
        Ok(id)
    }
}
