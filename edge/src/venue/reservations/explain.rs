//! Why a time can or cannot be booked, in words for the restaurant's staff.

mod day_rules;

use std::collections::BTreeMap;

use config::engine;
use shared::day_rule::DayRule;
use shared::explanation::{BrokenRule, ExplainedTable, Explanation, RuleCode, TableStatus};
use shared::id::ReservationId;
use shared::time::{Day, Instant, Minutes};

use super::{Reservations, row};
use crate::error::{Result, VenueError};
use crate::localization::{Localizer, Texts};
use crate::provider::SlotsQuestion;
use crate::provider::engine::explain::{self, Rule, RuleScope, TableState, TableVerdict};
use crate::provider::engine::number::reservation_number;
use crate::venue::context::Ctx;

impl Reservations {
    /// The rules and tables that decide whether a guest who asks this question can book the time `minutes`, in the
    /// reader's language.
    pub fn explain(
        &self,
        ctx: Ctx<'_>,
        question: &SlotsQuestion,
        minutes: Minutes,
        localizer: &Localizer,
    ) -> Result<Explanation> {
        let found = explain::explain(&self.plan, &self.book, &self.rules, ctx.now, question, minutes)
            .map_err(VenueError::Fields)?;
        let position = self
            .settings
            .experiences
            .iter()
            .position(|experience| experience.id == question.experience_id);
        let (position, experience) = position
            .and_then(|position| Some((position, self.settings.experiences.get(position)?)))
            .ok_or(VenueError::NotFound)?;
        let words = Words {
            question,
            minutes,
            localizer,
            texts: localizer.texts(),
            settings: &self.settings,
            experience,
            path: format!("engine.experiences[{position}]"),
            name: experience.name.get(localizer.language()).to_owned(),
            rules: &self.day_rules,
            areas: self.plan.rooms(),
            moment: &|at| {
                self.plan
                    .zone()
                    .local(at)
                    .map(|(day, minutes)| localizer.moment(day, minutes))
            },
            clock: &|at| self.plan.zone().local(at).map(|(_, minutes)| minutes),
        };
        let mut numbers = BTreeMap::new();
        for table in &found.tables {
            if let TableState::Taken(ids) = &table.state {
                for id in ids {
                    if !numbers.contains_key(id) {
                        let number =
                            row::find(ctx.database, id)?.map(|row| reservation_number(row.number.into()));
                        numbers.insert(id.clone(), number.unwrap_or_default());
                    }
                }
            }
        }
        Ok(Explanation {
            is_open: found.rules.is_empty(),
            rules: found.rules.iter().filter_map(|rule| words.rule(rule)).collect(),
            tables: found
                .tables
                .iter()
                .filter_map(|table| self.explained_table(&words, table, &numbers))
                .collect(),
        })
    }

    fn explained_table(
        &self,
        words: &Words<'_>,
        verdict: &TableVerdict,
        numbers: &BTreeMap<ReservationId, String>,
    ) -> Option<ExplainedTable> {
        let table_ids = self.plan.table_ids(verdict.tables);
        let tables = self.settings.rooms.iter().flat_map(|room| &room.tables);
        let names: Vec<&str> = tables
            .filter(|table| table_ids.contains(&table.id))
            .map(|table| table.name.as_str())
            .collect();
        let reservations: Vec<String> = match &verdict.state {
            TableState::Taken(ids) => ids.iter().filter_map(|id| numbers.get(id).cloned()).collect(),
            _ => Vec::new(),
        };
        let (status, text) = words.table(verdict, &reservations);
        Some(ExplainedTable {
            name: names.join(" + "),
            area_id: self.plan.rooms().get(verdict.room)?.id().clone(),
            min_party_size: verdict.party.0,
            max_party_size: verdict.party.1,
            status,
            text,
            reservations,
            table_ids,
        })
    }
}

/// Everything that the sentences are made of.
struct Words<'a> {
    question: &'a SlotsQuestion,
    minutes: Minutes,
    localizer: &'a Localizer,
    texts: &'static Texts,
    settings: &'a config::EngineSettings,
    experience: &'a engine::Experience,
    /// The experience's path in the settings.
    path: String,
    name: String,
    /// The rules of days that are in force.
    rules: &'a [DayRule],
    areas: &'a [config::plan::Room],
    /// Day and time at an instant, by the venue's clock.
    moment: &'a dyn Fn(Instant) -> Option<String>,
    /// The venue's clock at an instant.
    clock: &'a dyn Fn(Instant) -> Option<Minutes>,
}

impl Words<'_> {
    fn rule(&self, rule: &Rule) -> Option<BrokenRule> {
        let (texts, name) = (self.texts, self.name.as_str());
        let own = |key: &str| Some(format!("{}.{key}", self.path));
        let day = || self.localizer.day(self.question.day);
        let (code, text, change, setting) = match rule {
            Rule::PartyTooSmall { least } => (
                RuleCode::PartyTooSmall,
                texts.explain_party_too_small(name, &least.to_string()),
                texts.explain_party_too_small_change.to_owned(),
                own("attendees.min"),
            ),
            Rule::PartyTooLarge { most } => (
                RuleCode::PartyTooLarge,
                texts.explain_party_too_large(name, &most.to_string()),
                texts.explain_party_too_large_change.to_owned(),
                own("attendees.max"),
            ),
            Rule::InThePast => (
                RuleCode::InThePast,
                texts.explain_in_the_past.to_owned(),
                texts.explain_in_the_past_change.to_owned(),
                None,
            ),
            Rule::LeadTimeTooShort { lead, left } => (
                RuleCode::LeadTimeTooShort,
                texts.explain_lead_time(name, &lead.to_string(), &left.to_string()),
                texts.explain_lead_time_change(&left.to_string()),
                own("leadMinutes"),
            ),
            Rule::BeyondHorizon {
                horizon,
                ahead,
                opens,
            } => (
                RuleCode::BeyondHorizon,
                texts.explain_beyond_horizon(
                    &ahead.to_string(),
                    &horizon.to_string(),
                    &self.localizer.day(*opens),
                ),
                texts.explain_beyond_horizon_change(&ahead.to_string()),
                Some("engine.horizonDays".to_owned()),
            ),
            Rule::Closed { scope, position } => self.closed(*scope, *position),
            Rule::NoService { is_special: true } => (
                RuleCode::NoService,
                texts.explain_special_day(&day(), name),
                texts.explain_special_day_change.to_owned(),
                own("specialDays"),
            ),
            Rule::NoService { is_special: false } => (
                RuleCode::NoService,
                texts.explain_no_service(&day(), name),
                texts.explain_no_service_change.to_owned(),
                own("periods"),
            ),
            Rule::Blocked { .. } | Rule::CoversLimitReached { .. } => return self.rule_of_day(rule),
            Rule::NotASeating { seatings, hours: _ } => self.not_a_seating(seatings),
            Rule::TimeDoesNotExist => (
                RuleCode::TimeDoesNotExist,
                texts.explain_no_such_time(&self.localizer.time(self.minutes)),
                texts.explain_no_such_time_change.to_owned(),
                None,
            ),
            Rule::SeatedLimitReached { scope, covers, limit } => (
                RuleCode::SeatedLimitReached,
                texts.explain_seated_limit(&covers.to_string(), &limit.to_string(), &self.limit_of(*scope)),
                self.raised(*covers),
                Some(self.limit_setting(*scope, "seatedLimit")),
            ),
            Rule::StartingLimitReached { scope, covers, limit } => (
                RuleCode::StartingLimitReached,
                texts.explain_starting_limit(&covers.to_string(), &limit.to_string(), &self.limit_of(*scope)),
                self.raised(*covers),
                Some(self.limit_setting(*scope, "startingLimit")),
            ),
            Rule::NoTablesFound { stay: (start, end) } => {
                let time = |at: &Instant| (self.clock)(*at).map(|time| self.localizer.time(time));
                (
                    RuleCode::NoTablesFound,
                    texts.explain_no_tables(&time(start).unwrap_or_default(), &time(end).unwrap_or_default()),
                    texts.explain_no_tables_change.to_owned(),
                    None,
                )
            }
        };
        Some(BrokenRule {
            code,
            text,
            change,
            setting,
            day_rule: match rule {
                Rule::NotASeating { hours, .. } => hours.clone(),
                _ => None,
            },
        })
    }

    fn not_a_seating(&self, seatings: &[Minutes]) -> (RuleCode, String, String, Option<String>) {
        let times: Vec<_> = seatings.iter().map(|time| self.localizer.time(*time)).collect();
        let time = self.localizer.time(self.minutes);
        (
            RuleCode::NotASeating,
            self.texts
                .explain_not_a_seating(&self.name, &times.join(", "), &time),
            self.texts.explain_not_a_seating_change.to_owned(),
            Some(format!("{}.periods", self.path)),
        )
    }

    fn closed(&self, scope: RuleScope, position: usize) -> (RuleCode, String, String, Option<String>) {
        let is_venue = scope == RuleScope::Venue;
        let (closures, path) = if is_venue {
            (&self.settings.closures, "engine")
        } else {
            (&self.experience.closures, self.path.as_str())
        };
        let when = closures
            .get(position)
            .map_or_else(String::new, |closure| self.span(closure));
        let text = if is_venue {
            self.texts.explain_venue_closed(&when)
        } else {
            self.texts.explain_experience_closed(&self.name, &when)
        };
        (
            RuleCode::Closed,
            text,
            self.texts.explain_closed_change.to_owned(),
            Some(format!("{path}.closures[{position}]")),
        )
    }

    /// The days of a closure, and its times if it has some.
    fn span(&self, closure: &engine::Closure) -> String {
        let time = |number: Option<u16>| Minutes::parse(number?.into()).ok();
        let span = time(closure.from_minutes).zip(time(closure.until_minutes));
        self.days(closure.from, closure.to, span)
    }

    fn days(&self, from: Day, to: Option<Day>, span: Option<(Minutes, Minutes)>) -> String {
        let first = self.localizer.day(from);
        let days = match to.filter(|last| *last != from) {
            Some(last) => self.texts.explain_closed_days(&first, &self.localizer.day(last)),
            None => first,
        };
        match span {
            Some((from, until)) => self.texts.explain_closed_times(
                &days,
                &self.localizer.time(from),
                &self.localizer.time(until),
            ),
            None => days,
        }
    }

    fn limit_of(&self, scope: RuleScope) -> String {
        match scope {
            RuleScope::Venue => self.texts.explain_limit_of_venue.to_owned(),
            RuleScope::Experience => self.texts.explain_limit_of_experience(&self.name),
            RuleScope::Service => self.texts.explain_limit_of_service.to_owned(),
        }
    }

    fn limit_setting(&self, scope: RuleScope, key: &str) -> String {
        match scope {
            RuleScope::Venue => format!("engine.{key}"),
            RuleScope::Experience => format!("{}.{key}", self.path),
            RuleScope::Service => format!("{}.periods", self.path),
        }
    }

    /// The value that the limit would need for `covers` and the party.
    fn raised(&self, covers: u32) -> String {
        let needed = covers.saturating_add(self.question.attendees.get().into());
        self.texts.explain_limit_change(&needed.to_string())
    }

    fn table(&self, verdict: &TableVerdict, reservations: &[String]) -> (TableStatus, String) {
        let texts = self.texts;
        match &verdict.state {
            TableState::Free => (TableStatus::Free, texts.explain_table_free.to_owned()),
            TableState::TooSmall => (
                TableStatus::TooSmall,
                texts.explain_table_too_small(&verdict.party.1.to_string()),
            ),
            TableState::TooLarge => (
                TableStatus::TooLarge,
                texts.explain_table_too_large(&verdict.party.0.to_string()),
            ),
            TableState::NotReservable => (TableStatus::NotReservable, texts.explain_table_walk_in.to_owned()),
            TableState::RoomNotServed => (TableStatus::RoomNotServed, texts.explain_table_room.to_owned()),
            TableState::OtherCategory => (
                TableStatus::OtherCategory,
                texts.explain_table_category(&self.name),
            ),
            TableState::Blocked => (TableStatus::Blocked, texts.explain_table_blocked.to_owned()),
            TableState::Taken(_) => (
                TableStatus::Taken,
                texts.explain_table_taken(&reservations.join(", ")),
            ),
        }
    }
}
