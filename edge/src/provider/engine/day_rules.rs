//! The rules of a day as the engine applies them: closures, blocked tables, pauses, special hours and limits of covers, with
//! the plan's numbers. They are an argument beside plan and book; calendar, slots, booking and explanations all ask
//! `ServiceDay`, which asks this module.
//!
//! No rule touches a reservation that is in the book.

use config::plan::{Closure, ExperienceIndex, Plan, Room, Service, TableSet};
use shared::day_rule::{DayRule, DayRuleEffect, ShownAs};
use shared::id::DayRuleId;
use shared::locale::LocalizedText;
use shared::time::{Day, Instant, Minutes};

/// The rules that are in force, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct DayRules(Vec<EngineRule>);

/// A rule with the plan's numbers.
#[derive(Clone, Debug)]
pub(super) struct EngineRule {
    pub(super) id: DayRuleId,
    /// The one experience that it is about; all, if none.
    experience: Option<ExperienceIndex>,
    pub(super) effect: Effect,
}

/// The effect of a rule.
#[derive(Clone, Debug)]
pub(super) enum Effect {
    /// Takes away seatings, or the tables of one room.
    Closed {
        closure: Closure,
        room: Option<usize>,
        shown_as: ShownAs,
        /// The text for guests who look at the day.
        notice: Option<LocalizedText>,
    },
    /// Takes away tables from one instant until another.
    Blocked {
        tables: TableSet,
        from: Instant,
        until: Instant,
    },
    /// Takes away the seatings that start in between.
    Paused { from: Instant, until: Instant },
    /// Replaces the services of a day.
    Hours { day: Day, services: Vec<Service> },
    /// Limits the guests of a day.
    Covers { day: Day, limit: u32 },
}

/// The tables that a rule takes from a seating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) tables: TableSet,
    /// Whether guests see a seating without other tables as closed; else as full.
    pub(super) is_closed: bool,
}

impl Block {
    /// The block of a seating whose party keeps its own tables; none where it takes every table, so that the party may
    /// have a smaller one.
    pub(super) fn sparing(self, own: TableSet) -> Option<Self> {
        (self.tables != TableSet::ALL).then(|| Self {
            tables: self.tables.without(own),
            ..self
        })
    }
}

impl DayRules {
    /// No rules.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The rules with the numbers of this plan. One about an experience, an area or tables that the plan no longer has
    /// has no effect; notes never have one.
    #[must_use]
    pub fn of<'a>(plan: &Plan, rules: impl IntoIterator<Item = &'a DayRule>) -> Self {
        Self(
            rules
                .into_iter()
                .filter_map(|rule| EngineRule::of(plan, rule))
                .collect(),
        )
    }

    /// The rules that may matter to seatings of an experience that are named by `day`.
    pub(super) fn near(&self, experience: ExperienceIndex, day: Day) -> Vec<&EngineRule> {
        let is_about = |rule: &&EngineRule| {
            rule.experience.is_none_or(|one| one == experience) && rule.effect.is_near(day)
        };
        self.0.iter().filter(is_about).collect()
    }

    /// Whether a rule of this id meets a reservation of an experience that is named by `day` and `minutes` and has
    /// these tables: it lies in a closure, has a blocked table, or its time is outside the special hours.
    #[must_use]
    pub fn meets(&self, plan: &Plan, id: &DayRuleId, reservation: &super::book::Entry) -> bool {
        let mut rules = self.0.iter().filter(|rule| rule.id == *id);
        rules.any(|rule| rule.meets(plan, reservation))
    }

    /// Whether a reservation has the time of a seating of its day under these rules: of the special hours, else of the usual
    /// ones.
    #[must_use]
    pub fn serves(&self, plan: &Plan, reservation: &super::book::Entry) -> bool {
        let Some(experience) = reservation.experience else {
            return false;
        };
        let rules = self.near(experience, reservation.day);
        let services = services(plan, &rules, experience, reservation.day);
        services
            .into_iter()
            .any(|service| service.holds(reservation.minutes))
    }
}

impl EngineRule {
    fn of(plan: &Plan, rule: &DayRule) -> Option<Self> {
        let (experience, effect) = match &rule.effect {
            DayRuleEffect::Closure {
                from,
                to,
                from_minutes,
                until_minutes,
                experience_id,
                area_id,
                shown_as,
                text,
            } => {
                let room = area_id
                    .as_ref()
                    .map(|id| room(plan, id))
                    .map_or(Some(None), |found| found.map(Some))?;
                let closure = Closure::new(*from, to.unwrap_or(*from), from_minutes.zip(*until_minutes));
                let effect = Effect::Closed {
                    closure,
                    room,
                    shown_as: *shown_as,
                    // A day that is shown as full cannot be told from a full one.
                    notice: text
                        .as_ref()
                        .filter(|_| *shown_as == ShownAs::Closed)
                        .map(|notice| notice.text().clone()),
                };
                (experience_id.as_ref(), effect)
            }
            DayRuleEffect::BlockedTables {
                table_ids,
                from,
                until,
                text: _,
            } => {
                let tables = plan.table_set(table_ids);
                let (from, until) = (*from, *until);
                (None, Effect::Blocked { tables, from, until })
            }
            DayRuleEffect::Pause { experience_id, until } => {
                let (from, until) = (rule.created_at, (*until)?);
                (experience_id.as_ref(), Effect::Paused { from, until })
            }
            DayRuleEffect::SpecialHours {
                day,
                experience_id,
                periods,
                text: _,
            } => {
                let experience = plan.experience(plan.find_experience(experience_id)?)?;
                let mut periods: Vec<_> = periods
                    .iter()
                    .map(|period| (period.first_minutes, period.last_minutes))
                    .collect();
                periods.sort_unstable();
                let day = *day;
                let services = periods
                    .into_iter()
                    .map(|hours| plan.service(experience, day, hours));
                let services = services.collect();
                (Some(experience_id), Effect::Hours { day, services })
            }
            DayRuleEffect::CoversLimit {
                day,
                experience_id,
                covers,
            } => {
                let (day, limit) = (*day, u32::from(*covers));
                (experience_id.as_ref(), Effect::Covers { day, limit })
            }
            DayRuleEffect::Note { .. } => return None,
        };
        let experience = match experience {
            Some(id) => Some(plan.find_experience(id)?),
            None => None,
        };
        Some(Self {
            id: rule.id.clone(),
            experience,
            effect,
        })
    }

    /// The experience that it is about; none if it is about all.
    pub(super) fn experience(&self) -> Option<ExperienceIndex> {
        self.experience
    }

    /// The text for guests who look at a day that it closes, or a part of it.
    pub(super) fn notice(&self) -> Option<&LocalizedText> {
        match &self.effect {
            Effect::Closed { notice, .. } => notice.as_ref(),
            _ => None,
        }
    }

    /// The tables that it takes from a seating that is named by `day` and stays as given.
    pub(super) fn block(&self, plan: &Plan, day: Day, stay: Option<(Instant, Instant)>) -> Option<Block> {
        match &self.effect {
            Effect::Closed {
                closure,
                room,
                shown_as,
                notice: _,
            } => closure.covers(plan.zone(), day, stay).then(|| Block {
                tables: room.map_or(TableSet::ALL, |room| {
                    plan.rooms().get(room).map_or(TableSet::EMPTY, Room::tables)
                }),
                is_closed: *shown_as == ShownAs::Closed,
            }),
            Effect::Blocked { tables, from, until } => {
                let (start, end) = stay?;
                (start < *until && *from < end).then_some(Block {
                    tables: *tables,
                    is_closed: false,
                })
            }
            Effect::Paused { from, until } => {
                let (start, _) = stay?;
                (*from <= start && start < *until).then_some(Block {
                    tables: TableSet::ALL,
                    is_closed: false,
                })
            }
            Effect::Hours { .. } | Effect::Covers { .. } => None,
        }
    }

    fn meets(&self, plan: &Plan, entry: &super::book::Entry) -> bool {
        if self.experience.is_some_and(|one| Some(one) != entry.experience) {
            return false;
        }
        match &self.effect {
            Effect::Closed { .. } | Effect::Blocked { .. } => self
                .block(plan, entry.day, Some((entry.start, entry.end)))
                .is_some_and(|block| block.tables == TableSet::ALL || block.tables.meets(entry.tables)),
            Effect::Hours { day, services } => {
                *day == entry.day && !services.iter().any(|service| service.holds(entry.minutes))
            }
            // It ends nothing that was booked before.
            Effect::Paused { .. } | Effect::Covers { .. } => false,
        }
    }
}

impl Effect {
    /// Whether it may matter to a seating that is named by `day`: whose time is at most two days after the day's
    /// midnight, and whose stay lasts up to a day.
    fn is_near(&self, day: Day) -> bool {
        match self {
            Self::Closed { closure, .. } => closure.is_near(day),
            Self::Hours { day: on, .. } | Self::Covers { day: on, .. } => *on == day,
            // Compared with each seating's stay.
            Self::Blocked { .. } | Self::Paused { .. } => true,
        }
    }
}

fn room(plan: &Plan, id: &shared::id::AreaId) -> Option<usize> {
    plan.rooms().iter().position(|room| room.id() == id)
}

/// The day whose service is in progress at `now`: yesterday while a seating that is named by it is ahead, else today; none
/// outside the calendar.
#[must_use]
pub fn service_day(plan: &Plan, rules: &DayRules, now: Instant) -> Option<Day> {
    let (today, _) = plan.zone().local(now)?;
    let yesterday = today.minus(1)?;
    let is_ahead = last_seating(plan, rules, None, yesterday).is_some_and(|last| now <= last);
    Some(if is_ahead { yesterday } else { today })
}

/// The start of the last seating that is named by `day`, of one experience or of all; none if there is none.
#[must_use]
pub fn last_seating(
    plan: &Plan,
    rules: &DayRules,
    experience: Option<ExperienceIndex>,
    day: Day,
) -> Option<Instant> {
    let named = |index: &ExperienceIndex| experience.is_none_or(|one| one == *index);
    let experiences = plan.indices().filter(named);
    let starts = experiences.flat_map(|index| {
        let services = services(plan, &rules.near(index, day), index, day);
        let minutes: Vec<Minutes> = services.into_iter().flat_map(Service::slots).collect();
        minutes.into_iter().filter_map(|minutes| plan.start(day, minutes))
    });
    starts.max()
}

/// The services of a day by time: those of the latest special hours among `rules`, else the plan's.
pub(super) fn services<'a>(
    plan: &'a Plan,
    rules: &[&'a EngineRule],
    experience: ExperienceIndex,
    day: Day,
) -> Vec<&'a Service> {
    let hours = rules.iter().rev().find_map(|rule| match &rule.effect {
        Effect::Hours { services, .. } => Some(services),
        _ => None,
    });
    match (hours, plan.experience(experience)) {
        (Some(services), _) => services.iter().collect(),
        (None, Some(experience)) => experience.services(day).collect(),
        (None, None) => Vec::new(),
    }
}

#[cfg(test)]
#[path = "day_rules_property_tests.rs"]
mod property_tests;
#[cfg(test)]
#[path = "day_rules_tests.rs"]
mod tests;
