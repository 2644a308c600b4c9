//! Rules of days for staff: created, listed, removed. No rule cancels or moves a reservation; the reservations that one
//! meets are listed, and their guests are written to by a request of its own. An open offer of the waitlist is no
//! reservation yet: a rule that meets it takes it back.

use serde_json::{Value, json};
use shared::day_rule::{
    DayRule, DayRuleEffect, DayRuleImpact, DayRuleList, DayRuleNotification, MAX_DAY_RULES, MAX_LISTED,
    MetReservation,
};
use shared::id::{DayRuleId, ReservationId};
use shared::locale::{Language, LocalizedText};
use shared::problem::ProblemCode;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes};

use super::day_rule_letters::withdraw_letters;
use super::offers::offer_returned;
use super::query::find;
use super::{LetterFacts, Reservations, row, row_write};
use crate::error::{Result, VenueError};
use crate::provider::engine::book::Entry;
use crate::provider::engine::day_rule_check::{CheckedEffect, check};
use crate::provider::engine::day_rules::DayRules;
use crate::provider::engine::number::reservation_number;
use crate::provider::status::holds_tables;
use crate::storage::database::Statement;
use crate::storage::idempotency::fingerprint;
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::insert;
use crate::venue::context::Ctx;
use crate::venue::day_rules::{self, DayRuleRow};
use crate::venue::message::day_rule::{CreatedDayRule, NewDayRule};
use crate::venue::waitlist::{self, WaitlistRow};

/// The most letters that one request queues, so that no other request waits for all of them.
const LETTERS_AT_ONCE: usize = 100;

/// Leaves of a text the languages of the venue, if it has one of them.
pub(super) fn in_languages(text: &mut LocalizedText, locales: &[Language]) {
    let is_spoken = |language: &Language| locales.iter().any(|one| one.primary() == language.primary());
    if text.iter().any(|(language, _)| is_spoken(language)) {
        *text = text
            .iter()
            .filter(|(language, _)| is_spoken(language))
            .map(|(language, text)| (language.clone(), text.to_owned()))
            .collect();
    }
}

impl Reservations {
    /// Reads the rules that are in force, for the engine.
    pub(super) fn read_day_rules(&mut self, ctx: Ctx<'_>) -> Result<()> {
        self.day_rules = day_rules::in_force(ctx.database, ctx.now)?;
        self.rules = DayRules::of(&self.plan, &self.day_rules);
        Ok(())
    }

    /// The rules that are in force.
    #[must_use]
    pub fn list_day_rules(&self, ctx: Ctx<'_>) -> DayRuleList {
        let in_force = |rule: &&DayRule| ctx.now < rule.ends_at;
        DayRuleList {
            rules: self.day_rules.iter().filter(in_force).cloned().collect(),
        }
    }

    /// Creates a rule, or answers an earlier request with the same key again. [`ProblemCode::TooManyDayRules`] where the
    /// venue has as many as it may, [`VenueError::TooMany`] where it has created too many in a day.
    ///
    /// Offers of the waitlist that the rule meets are taken back in the same write, and their guests wait again with the
    /// same place: else a guest could accept a closed table after staff were told whom the rule meets. A refusal at
    /// acceptance would lose more: so another table, or this one once the rule is removed, is offered to these guests
    /// first.
    pub fn create_day_rule(&mut self, ctx: Ctx<'_>, new: &NewDayRule) -> Result<CreatedDayRule> {
        let NewDayRule { request, key } = new;
        let fingerprint = fingerprint(request);
        if let Some(row) = day_rules::of_key(ctx.database, key, ctx.now)? {
            if row.fingerprint != fingerprint {
                return Err(VenueError::KeyReused);
            }
            return Ok(CreatedDayRule {
                impact: self.impact(ctx, row.public())?,
                replayed: true,
            });
        }
        let checked = check(&self.plan, &self.rules, ctx.now, &request.effect);
        let CheckedEffect { effect, ends_at } = checked.map_err(VenueError::Fields)?;
        if self.list_day_rules(ctx).rules.len() >= MAX_DAY_RULES {
            return Err(VenueError::Refused(ProblemCode::TooManyDayRules));
        }
        day_rules::check_rate(ctx.database, ctx.now)?;
        let id =
            DayRuleId::parse(ctx.new_id()?.as_str()).map_err(|code| VenueError::Broken(code.to_string()))?;
        let row = DayRuleRow {
            id,
            key: key.clone(),
            fingerprint,
            effect,
            reason: request.reason.clone(),
            ends_at,
            created_at: ctx.now,
            created_by: ctx.actor.name(),
            removed_at: None,
        };
        let mut statements = vec![insert(&row)?];
        let rule = row.public();
        let rules = DayRules::of(&self.plan, [&rule]);
        let met = self.met_holders(&rules, ctx.now, &rule.id);
        let taken_back = self.take_offers_back(ctx, met)?;
        statements.extend(taken_back.statements);
        // Special hours may offer times that the day did not have.
        if matches!(rule.effect, DayRuleEffect::SpecialHours { .. }) {
            statements.extend(self.freed_by(ctx, &rule)?);
        }
        let after = Some(audited(&rule));
        statements.extend(ctx.audit("day_rule.create", rule.id.as_str(), None, after)?);
        ctx.database.write(statements)?;
        for id in &taken_back.reservations {
            self.mark(id, Status::Voided);
        }
        self.read_day_rules(ctx)?;
        Ok(CreatedDayRule {
            impact: self.impact(ctx, rule)?,
            replayed: false,
        })
    }

    /// A rule and the reservations that it meets now.
    pub fn day_rule(&self, ctx: Ctx<'_>, id: &DayRuleId) -> Result<DayRuleImpact> {
        let rule = day_rules::find(ctx.database, id)?.ok_or(VenueError::NotFound)?;
        self.impact(ctx, rule)
    }

    /// Removes a rule. What it took away can be booked again, and is offered to the waitlist. Offers of times that special
    /// hours have added are taken back, and letters about it that were not sent are not any more. Repeating the call
    /// changes nothing.
    pub fn remove_day_rule(&mut self, ctx: Ctx<'_>, id: &DayRuleId) -> Result<DayRule> {
        let rule = day_rules::find(ctx.database, id)?.ok_or(VenueError::NotFound)?;
        if rule.removed_at.is_some() || rule.ends_at <= ctx.now {
            return Ok(rule);
        }
        let mut statements = vec![day_rules::remove(id, ctx.now)];
        let taken_back = self.take_offers_back(ctx, self.unserved_without(ctx.now, &rule))?;
        statements.extend(taken_back.statements);
        statements.extend(withdraw_letters(id));
        statements.extend(self.freed_by(ctx, &rule)?);
        let before = Some(audited(&rule));
        statements.extend(ctx.audit("day_rule.remove", id.as_str(), before, None)?);
        ctx.database.write(statements)?;
        for id in &taken_back.reservations {
            self.mark(id, Status::Voided);
        }
        self.read_day_rules(ctx)?;
        Ok(DayRule {
            removed_at: Some(ctx.now),
            ..rule
        })
    }

    /// Queues a letter to each guest whom a rule meets and who was not written to about it, at most
    /// `LETTERS_AT_ONCE`. A guest who is still paying has no reservation yet, and is written to by a later request.
    /// [`ProblemCode::DayRuleOver`] for a rule that is not in force any more, and [`ProblemCode::NoMail`] at a venue that
    /// sends no mail.
    pub fn notify_met(&mut self, ctx: Ctx<'_>, id: &DayRuleId) -> Result<DayRuleNotification> {
        let rule = &day_rules::find(ctx.database, id)?.ok_or(VenueError::NotFound)?;
        if rule.removed_at.is_some() || rule.ends_at <= ctx.now {
            return Err(VenueError::Refused(ProblemCode::DayRuleOver));
        }
        let Some(letters) = &self.letters else {
            return Err(VenueError::Refused(ProblemCode::NoMail));
        };
        let written = day_rules::letters(ctx.database, id)?;
        let met = self.met(ctx, rule)?;
        let ids: Vec<_> = met.iter().map(|entry| &entry.id).collect();
        let records = row::of_ids(ctx.database, &ids)?;
        let (addressed, others): (Vec<_>, Vec<_>) = records
            .into_iter()
            .filter(|record| record.status != Status::PaymentPending)
            .partition(|record| record.guest().email.is_some());
        let left: Vec<_> = addressed
            .iter()
            .filter(|record| !written.contains_key(&record.id))
            .collect();
        let mut statements = Vec::new();
        let batch = left.iter().take(LETTERS_AT_ONCE);
        for record in batch.clone() {
            let facts = LetterFacts {
                reservation: &self.public(record),
                revision: record.next_revision(),
                money: None,
                guest: &record.guest(),
                notes: None,
                answers: &[],
                message: None,
                locale: &record.locale,
            };
            statements.extend(letters.about_rule(&self.secret, rule, facts, ctx.now)?);
            statements.push(day_rules::notified(id, &record.id, ctx.now)?);
        }
        let queued = batch.count();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let notification = DayRuleNotification {
            queued: count(queued),
            without_address: count(others.len()),
            left: count(left.len().saturating_sub(queued)),
        };
        if !statements.is_empty() {
            let after = Some(json!({ "queued": notification.queued }));
            statements.extend(ctx.audit("day_rule.notify", id.as_str(), None, after)?);
            ctx.database.write(statements)?;
        }
        Ok(notification)
    }

    /// The rule with the reservations that it meets; none once it is over or removed.
    fn impact(&self, ctx: Ctx<'_>, rule: DayRule) -> Result<DayRuleImpact> {
        let met = self.met(ctx, &rule)?;
        let written = day_rules::letters(ctx.database, &rule.id)?;
        let listed: Vec<_> = met.iter().take(MAX_LISTED).map(|entry| &entry.id).collect();
        let records = row::of_ids(ctx.database, &listed)?;
        let meets = records.into_iter().map(|record| MetReservation {
            number: reservation_number(record.number.into()),
            day: record.day,
            minutes: record.minutes,
            attendees: record.attendees,
            notified_at: written.get(&record.id).copied(),
            id: record.id,
        });
        Ok(DayRuleImpact {
            meets_count: u32::try_from(met.len()).unwrap_or(u32::MAX),
            meets: meets.collect(),
            rule,
        })
    }

    /// The upcoming reservations that a rule in force meets, by time. A table that is held for an offer of the waitlist
    /// is no reservation yet.
    fn met(&self, ctx: Ctx<'_>, rule: &DayRule) -> Result<Vec<&Entry>> {
        let mut met = Vec::new();
        for entry in self.met_holders(&self.rules, ctx.now, &rule.id) {
            if Self::offered_to(ctx, entry)?.is_none() {
                met.push(entry);
            }
        }
        met.sort_by(|one, other| (one.start, &one.id).cmp(&(other.start, &other.id)));
        Ok(met)
    }

    /// The upcoming holders of tables that the rule of this id among `rules` meets: reservations, and offers of the
    /// waitlist.
    fn met_holders<'a, 'b>(
        &'a self,
        rules: &'b DayRules,
        now: Instant,
        id: &'b DayRuleId,
    ) -> impl Iterator<Item = &'a Entry> {
        let ahead = self
            .book
            .entries()
            .filter(move |entry| now < entry.start && holds_tables(entry.status));
        ahead.filter(move |entry| rules.meets(&self.plan, id, entry))
    }

    /// The entry of the waitlist for whose open offer this one holds a table; none for a guest's reservation.
    fn offered_to(ctx: Ctx<'_>, entry: &Entry) -> Result<Option<WaitlistRow>> {
        if entry.status != Status::Unconfirmed {
            return Ok(None);
        }
        Ok(waitlist::offered_by(ctx.database, (&entry.id, entry.day))?)
    }

    /// The upcoming holders of tables whose times were added by special hours that end: under the other rules in force
    /// their day has no such seating.
    fn unserved_without(&self, now: Instant, rule: &DayRule) -> Vec<&Entry> {
        let DayRuleEffect::SpecialHours {
            day, experience_id, ..
        } = &rule.effect
        else {
            return Vec::new();
        };
        let Some(experience) = self.plan.find_experience(experience_id) else {
            return Vec::new();
        };
        let is_left = |other: &&DayRule| other.id != rule.id && now < other.ends_at;
        let rules = DayRules::of(&self.plan, self.day_rules.iter().filter(is_left));
        let ahead = self.book.entries().filter(|entry| {
            entry.day == *day
                && entry.experience == Some(experience)
                && now < entry.start
                && holds_tables(entry.status)
        });
        ahead.filter(|entry| !rules.serves(&self.plan, entry)).collect()
    }

    /// Statements that take back the offers among these holders of tables, and queue a look at their days: another table
    /// may be free for their guests.
    fn take_offers_back<'a>(
        &self,
        ctx: Ctx<'_>,
        holders: impl IntoIterator<Item = &'a Entry>,
    ) -> Result<OffersTakenBack> {
        let mut taken_back = OffersTakenBack::default();
        for entry in holders {
            if let Some(waiting) = Self::offered_to(ctx, entry)? {
                let record = find(ctx, &entry.id)?;
                let statements = &mut taken_back.statements;
                statements.push(row_write::set_status(&record, Status::Voided, ctx.now));
                statements.extend(offer_returned(&waiting, &entry.id, ctx.now));
                statements.extend(self.freed(entry.day, ctx.now));
                taken_back.reservations.push(entry.id.clone());
            }
        }
        Ok(taken_back)
    }

    /// Statements that queue a look at each day on which guests wait and a rule's end, or its beginning, may give them a
    /// table.
    fn freed_by(&self, ctx: Ctx<'_>, rule: &DayRule) -> Result<Vec<Statement>> {
        if self.waitlist.is_none() {
            return Ok(Vec::new());
        }
        let local = |at: Instant| self.plan.zone().local(at).map(|(day, _)| day);
        let (first, last) = match &rule.effect {
            DayRuleEffect::Closure {
                from,
                to,
                until_minutes,
                ..
            } => {
                let last = to.unwrap_or(*from);
                // Its minutes may pass midnight, into the seatings of the next day.
                let after = until_minutes.map_or(0, |until| until.get().saturating_sub(1) / Minutes::DAY);
                (*from, last.plus(after.into()).unwrap_or(last))
            }
            DayRuleEffect::BlockedTables { from, until, .. } => (
                local(*from).unwrap_or(Day::MIN),
                local(*until).unwrap_or(Day::MAX),
            ),
            DayRuleEffect::Pause { until, .. } => (
                local(ctx.now).unwrap_or(Day::MIN),
                until.and_then(local).unwrap_or(Day::MAX),
            ),
            DayRuleEffect::SpecialHours { day, .. } | DayRuleEffect::CoversLimit { day, .. } => (*day, *day),
            DayRuleEffect::Note { .. } => return Ok(Vec::new()),
        };
        // A stay may reach into the next day, and minutes pass midnight.
        let first = first.minus(2).unwrap_or(first);
        let days = waitlist::days_waiting(ctx.database, first, last)?;
        Ok(days
            .into_iter()
            .map(|day| job_queue::schedule(JobKind::Freed, &waitlist::freed(day, 0), ctx.now))
            .collect())
    }
}

/// The offers that a new rule, or the end of one, takes back.
#[derive(Default)]
struct OffersTakenBack {
    /// The statements that return their guests to the waitlist.
    statements: Vec<Statement>,
    /// The reservations that held their tables.
    reservations: Vec<ReservationId>,
}

/// A rule in the audit log: its effect without what staff have written, which may name a guest.
fn audited(rule: &DayRule) -> Value {
    let mut effect = json!(rule.effect);
    if let Some(fields) = effect.as_object_mut() {
        fields.remove("text");
    }
    effect
}
