//! Why a party can or cannot be seated at a time: every rule and every table that decides it, with what would change
//! it. For staff; the sentences are made elsewhere.

mod tables;

use config::plan::{Plan, Service, TableSet};
use shared::availability::Reason;
use shared::id::DayRuleId;
use shared::time::{Day, Instant, Minutes};
use shared::validation::FieldError;

pub use self::tables::{TableState, TableVerdict};
use super::book::Book;
use super::day_rules::{DayRules, Effect};
use super::load::Load;
use super::question::service_day;
use super::service_day::{Seating, ServiceDay};
use crate::provider::SlotsQuestion;

/// A rule by which a time cannot be booked, with the figures that decide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The party is smaller than the experience takes.
    PartyTooSmall {
        /// The smallest party.
        least: u8,
    },
    /// The party is larger than the experience takes.
    PartyTooLarge {
        /// The largest party.
        most: u8,
    },
    /// The time has passed.
    InThePast,
    /// The time is nearer than the experience's lead time allows.
    LeadTimeTooShort {
        /// The lead time in minutes.
        lead: u32,
        /// The whole minutes until the start.
        left: u32,
    },
    /// The day is further ahead than bookings are taken.
    BeyondHorizon {
        /// How many days ahead they are taken.
        horizon: u16,
        /// How many days ahead the day is.
        ahead: u32,
        /// The first day on which it can be booked.
        opens: Day,
    },
    /// A closure covers it: of the venue, or of the experience.
    Closed {
        /// Whose closure it is.
        scope: RuleScope,
        /// The closure's position in its list of the settings.
        position: usize,
    },
    /// A rule of the day takes the seating, or tables that the party could have.
    Blocked {
        /// The rule.
        rule: DayRuleId,
        /// Whether guests see the seating as closed by it; else as full.
        is_closed: bool,
    },
    /// The experience has no service on this day.
    NoService {
        /// Whether that is because a special day replaces the week's services.
        is_special: bool,
    },
    /// The experience has services on this day, but no seating at this time.
    NotASeating {
        /// The day's seatings by time.
        seatings: Vec<Minutes>,
        /// The rule whose special hours they are; none where they are the usual ones.
        hours: Option<DayRuleId>,
    },
    /// The clocks are put forward over this time.
    TimeDoesNotExist,
    /// With this party more guests would be seated at once than a limit allows.
    SeatedLimitReached {
        /// Whose limit it is.
        scope: RuleScope,
        /// The covers seated at once, at most, while the party would stay.
        covers: u32,
        /// The limit.
        limit: u32,
    },
    /// With this party more guests would start at this time than a limit allows.
    StartingLimitReached {
        /// Whose limit it is.
        scope: RuleScope,
        /// The covers that start at this time.
        covers: u32,
        /// The limit.
        limit: u32,
    },
    /// With this party the day would have more guests in all than its rules allow.
    CoversLimitReached {
        /// The rule.
        rule: DayRuleId,
        /// The covers of the day's reservations.
        covers: u32,
        /// The limit.
        limit: u32,
    },
    /// No table and no combination for this party is free over its whole stay.
    NoTablesFound {
        /// When the party would come and leave.
        stay: (Instant, Instant),
    },
}

impl Rule {
    /// The reason that a slot with this rule has; none where there is no slot at all.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::PartyTooSmall { .. } => Some(Reason::PARTY_TOO_SMALL),
            Self::PartyTooLarge { .. } => Some(Reason::PARTY_TOO_LARGE),
            Self::InThePast => Some(Reason::IN_THE_PAST),
            Self::LeadTimeTooShort { .. } => Some(Reason::LEAD_TIME_TOO_SHORT),
            Self::BeyondHorizon { .. } => Some(Reason::BEYOND_HORIZON),
            Self::Closed { .. } | Self::Blocked { is_closed: true, .. } => Some(Reason::CLOSED),
            Self::NoService { .. } | Self::NotASeating { .. } => None,
            Self::TimeDoesNotExist => Some(Reason::TIME_DOES_NOT_EXIST),
            Self::SeatedLimitReached { .. } => Some(Reason::SEATED_LIMIT_REACHED),
            Self::StartingLimitReached { .. } => Some(Reason::STARTING_LIMIT_REACHED),
            Self::CoversLimitReached { .. } => Some(Reason::COVERS_LIMIT_REACHED),
            Self::NoTablesFound { .. } | Self::Blocked { .. } => Some(Reason::NO_TABLES_FOUND),
        }
    }
}

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleScope {
    /// The experience's.
    Experience,
    /// That of one service of the experience.
    Service,
    /// The whole venue's.
    Venue,
}

impl RuleScope {
    /// In the order of [`Loads`](super::load::Loads).
    const OF_LIMITS: [Self; 3] = [Self::Experience, Self::Service, Self::Venue];
}

/// Everything that decides whether a party is seated at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// Every rule that says no, in the order of checking; empty exactly if the time can be booked.
    pub rules: Vec<Rule>,
    /// Every table, and every combination that takes the party's size; empty where there is no such seating.
    pub tables: Vec<TableVerdict>,
}

/// The rules and tables that decide, as of `now`, whether a guest can book the seating at `minutes`. Only an unknown
/// experience is a fault.
pub fn explain(
    plan: &Plan,
    book: &Book,
    rules: &DayRules,
    now: Instant,
    question: &SlotsQuestion,
    minutes: Minutes,
) -> Result<Explanation, Vec<FieldError>> {
    let day = service_day(plan, book, rules, now, question)?;
    let mut rules = party_rules(&day);
    let seating = day.seatings().iter().find(|seating| seating.minutes == minutes);
    let stay = seating.and_then(|seating| seating.stay);
    rules.extend(time_rules(&day, stay));
    if !seating.is_some_and(|seating| day.is_kept(seating)) {
        rules.extend(closures(&day, stay));
    }
    rules.extend(closing_rules(&day, seating));
    let Some(seating) = seating else {
        rules.push(no_seating(&day));
        return Ok(Explanation {
            rules,
            tables: Vec::new(),
        });
    };
    let Some(stay) = stay else {
        rules.push(Rule::TimeDoesNotExist);
        return Ok(Explanation {
            rules,
            tables: Vec::new(),
        });
    };
    rules.extend(limits(&day, seating));
    if day
        .capacity(seating, TableSet::ALL)
        .is_none_or(|capacity| capacity.tables.is_none())
    {
        let blocking = blocking_rules(&day, seating);
        if blocking.is_empty() || !day.has_table_without_rules(seating) {
            rules.push(Rule::NoTablesFound { stay });
        }
        rules.extend(blocking);
    }
    Ok(Explanation {
        rules,
        tables: tables::verdicts(&day, book, seating, stay),
    })
}

fn party_rules(day: &ServiceDay<'_>) -> Vec<Rule> {
    let (party, takes) = (day.party.attendees, day.experience.party());
    let mut rules = Vec::new();
    if party < takes.min {
        rules.push(Rule::PartyTooSmall {
            least: takes.min.get(),
        });
    }
    if party > takes.max {
        rules.push(Rule::PartyTooLarge {
            most: takes.max.get(),
        });
    }
    rules
}

fn time_rules(day: &ServiceDay<'_>, stay: Option<(Instant, Instant)>) -> Vec<Rule> {
    let mut rules = Vec::new();
    let start = stay.map(|(start, _)| start);
    if start.map_or_else(|| day.is_over(), |start| start < day.now) {
        rules.push(Rule::InThePast);
    } else if let Some(start) = start {
        let lead = day.experience.lead_minutes();
        if start < day.now.plus_minutes(lead.into()) {
            let left = (start.unix() - day.now.unix()) / 60;
            rules.push(Rule::LeadTimeTooShort {
                lead,
                left: u32::try_from(left).unwrap_or_default(),
            });
        }
    }
    let horizon = day.plan.horizon_days();
    if let Some(today) = day.today {
        let is_within = today.plus(horizon.into()).is_some_and(|last| day.day <= last);
        if !is_within && let Some(opens) = day.day.minus(horizon.into()) {
            let ahead = today.through(day.day).skip(1).count();
            rules.push(Rule::BeyondHorizon {
                horizon,
                ahead: u32::try_from(ahead).unwrap_or(u32::MAX),
                opens,
            });
        }
    }
    rules
}

fn closures(day: &ServiceDay<'_>, stay: Option<(Instant, Instant)>) -> Vec<Rule> {
    let closed = |scope| move |position| Rule::Closed { scope, position };
    let venue = day.plan.closures_of(day.day, stay).map(closed(RuleScope::Venue));
    let experience = day.experience.closures_of(day.plan.zone(), day.day, stay);
    venue
        .chain(experience.map(closed(RuleScope::Experience)))
        .collect()
}

/// The rules of the day by which guests see the seating as closed; without a seating, those that close the whole day.
fn closing_rules(day: &ServiceDay<'_>, seating: Option<&Seating>) -> Vec<Rule> {
    let closes = |rule: DayRuleId| Rule::Blocked {
        rule,
        is_closed: true,
    };
    if let Some(seating) = seating {
        let closing = day
            .blocks(seating)
            .filter(|(_, block)| block.is_closed && day.is_closed_by_rule(seating));
        return closing.map(|(rule, _)| closes(rule.id.clone())).collect();
    }
    let whole = day.rules.iter().filter(|rule| {
        let block = rule.block(day.plan, day.day, None);
        block.is_some_and(|block| block.is_closed && block.tables == TableSet::ALL)
    });
    whole.map(|rule| closes(rule.id.clone())).collect()
}

/// The rules of the day that take tables of the seating's service, where it is not closed by them.
fn blocking_rules(day: &ServiceDay<'_>, seating: &Seating) -> Vec<Rule> {
    let is_closed = day.is_closed_by_rule(seating);
    let tables = day.service(seating).map_or(TableSet::EMPTY, Service::tables);
    let blocking = day
        .blocks(seating)
        .filter(|(_, block)| !(is_closed && block.is_closed) && block.tables.meets(tables));
    blocking
        .map(|(rule, _)| Rule::Blocked {
            rule: rule.id.clone(),
            is_closed: false,
        })
        .collect()
}

fn no_seating(day: &ServiceDay<'_>) -> Rule {
    let seatings: Vec<Minutes> = day.seatings().iter().map(|seating| seating.minutes).collect();
    if seatings.is_empty() {
        Rule::NoService {
            is_special: day.experience.is_special(day.day),
        }
    } else {
        let special = |rule: &&&super::day_rules::EngineRule| matches!(rule.effect, Effect::Hours { .. });
        let hours = day.rules.iter().rev().find(special);
        Rule::NotASeating {
            seatings,
            hours: hours.map(|rule| rule.id.clone()),
        }
    }
}

fn limits(day: &ServiceDay<'_>, seating: &Seating) -> Vec<Rule> {
    let Some(loads) = day.loads(seating) else {
        return Vec::new();
    };
    let party = u32::from(day.party.attendees.get());
    let exceeded = |loads: [Load; 3]| {
        let scoped = RuleScope::OF_LIMITS.into_iter().zip(loads);
        scoped.filter_map(move |(scope, load)| {
            let limit = load.limit.filter(|_| load.is_exceeded_by(party))?;
            Some((scope, load.covers, limit))
        })
    };
    let seated = exceeded(loads.seated).map(|(scope, covers, limit)| Rule::SeatedLimitReached {
        scope,
        covers,
        limit,
    });
    let starting = exceeded(loads.starting).map(|(scope, covers, limit)| Rule::StartingLimitReached {
        scope,
        covers,
        limit,
    });
    let over = day
        .covers_limits()
        .filter(|(_, load)| !day.is_kept(seating) && load.is_exceeded_by(party));
    let covers = over.map(|(rule, load)| Rule::CoversLimitReached {
        rule: rule.id.clone(),
        covers: load.covers,
        limit: load.limit.unwrap_or_default(),
    });
    seated.chain(starting).chain(covers).collect()
}

#[cfg(test)]
#[path = "explain_tests.rs"]
mod tests;
