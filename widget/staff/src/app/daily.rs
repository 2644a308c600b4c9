//! Changes of the day: parties that come without a reservation, and rules of the day with the reservations that they meet.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::day_rule::{DayRuleEffect, DayRuleImpact, DayRuleRequest};
use shared::id::{DayRuleId, TableId};
use shared::party::Attendees;
use shared::staff_day::{ReservationForStaff, WalkInRequest};
use shared::time::Instant;

use super::{App, device_now};
use crate::api::ApiError;

impl App {
    /// Seats a party that came without a reservation.
    pub fn seat_walk_in(self, table_ids: Vec<TableId>, party: u8) {
        let Ok(attendees) = Attendees::parse(party.into()) else {
            return;
        };
        spawn_local(async move {
            let walk_in = WalkInRequest {
                table_ids,
                attendees,
                waitlist_entry_id: None,
            };
            match self.seat(&walk_in).await {
                Ok(one) => self.took_seated(one),
                Err(ApiError::Refused) => {
                    self.say(self.texts.not_seated.to_owned());
                    self.refresh();
                }
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Creates a rule of the day, which is in force at once. The same rule twice within a minute is one.
    pub fn create_rule(self, effect: DayRuleEffect) {
        let key = key_of(&effect, device_now());
        let client = self.client.get_value();
        spawn_local(async move {
            let rule = DayRuleRequest { effect, reason: None };
            let mut answer = client.create_rule(&rule, &key).await;
            // The rule of this minute, which was removed since: what is wanted now is another one.
            while let Some(known) = removed(&answer) {
                let anew = format!("{key}-{known}");
                answer = client.create_rule(&rule, &anew).await;
            }
            match answer {
                Ok(impact) => {
                    self.say(self.texts.rule_meets.of(impact.meets_count));
                    self.impact.set(Some(impact));
                    self.refresh();
                }
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Reads the reservations that a rule of the day meets, and lists them.
    pub fn read_impact(self, id: DayRuleId) {
        let client = self.client.get_value();
        spawn_local(async move {
            match client.rule(&id).await {
                Ok(impact) => self.impact.set(Some(impact)),
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Writes to the guests whom a rule of the day meets.
    pub fn notify(self, id: DayRuleId) {
        let client = self.client.get_value();
        spawn_local(async move {
            match client.notify(&id).await {
                Ok(outcome) => {
                    let mut said = self.texts.letters_queued.of(outcome.queued);
                    if outcome.without_address > 0 {
                        let others = self.texts.without_address.of(outcome.without_address);
                        said = format!("{said} {others}");
                    }
                    self.say(said);
                    self.read_impact(id);
                }
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Removes a rule of the day.
    pub fn remove_rule(self, id: DayRuleId) {
        let client = self.client.get_value();
        spawn_local(async move {
            match client.remove_rule(&id).await {
                Ok(()) => {
                    self.say(self.texts.rule_removed.to_owned());
                    self.impact.set(None);
                    self.refresh();
                }
                Err(error) => self.say_failure(error),
            }
        });
    }

    /// Takes the answer to the seating of a party, and says who was seated where: a party that was due at the table is seated in
    /// place of a new one.
    pub(super) fn took_seated(self, one: ReservationForStaff) {
        let tables: Vec<&str> = one.tables.iter().map(|table| table.name.as_str()).collect();
        let table = self.texts.table.with(&tables.join(", "));
        let guests = self.texts.guests.of(one.attendees.get().into());
        let seated = self.texts.walk_in_seated(&guests, &table);
        let id = one.id.clone();
        self.evening.update(|evening| evening.took_reservation(one));
        let row = self
            .evening
            .with_untracked(|evening| evening.row(&id, device_now()));
        self.say(match row.filter(|row| !row.is_unnamed()) {
            Some(row) => self.texts.done(&self.party_name(&row), &seated),
            None => seated,
        });
    }

    pub(super) fn say(self, text: String) {
        self.times.update_value(|times| times.tapped = device_now());
        self.has_undo.set(false);
        self.has_said.set(true);
        self.said.set(text);
    }

    pub(super) fn say_failure(self, error: ApiError) {
        let text = match error {
            ApiError::Lost => self.texts.failed_lost,
            ApiError::SignedOut | ApiError::Forbidden => self.texts.failed_forbidden,
            ApiError::NotFound | ApiError::Changed | ApiError::Refused => self.texts.failed_refused,
        };
        self.say(text.to_owned());
    }
}

/// The rule of an answer, if it is not in force any more.
fn removed(answer: &Result<DayRuleImpact, ApiError>) -> Option<DayRuleId> {
    let rule = answer.as_ref().ok().map(|impact| &impact.rule)?;
    rule.removed_at.is_some().then(|| rule.id.clone())
}

/// The key by which the venue knows a rule that it was sent before: the same effect in the same minute, by the hash FNV-1a of
/// its text.
fn key_of(effect: &DayRuleEffect, now: Instant) -> String {
    let text = serde_json::to_string(effect).unwrap_or_default();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("staff-page-{hash:016x}-{}", now.unix().div_euclid(60))
}
