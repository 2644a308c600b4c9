//! Validates the effect of a new rule of a day against plan and clock, fills in what was left out, and computes its end.

use config::plan::{Closure, Plan};
use shared::day_rule::{
    DayRuleEffect, MAX_BLOCKED_TABLES, MAX_DAYS_AHEAD, MAX_SPECIAL_PERIODS, OpeningPeriod,
};
use shared::id::{AreaId, ExperienceId, TableId};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{FieldCode, FieldError};

use super::day_rules::{DayRules, last_seating, service_day};

/// The effect of a rule as it is stored, and when it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedEffect {
    /// The effect.
    pub effect: DayRuleEffect,
    /// When it can matter to no seating any more.
    pub ends_at: Instant,
}

/// Checks an effect as of `now`. Every faulty field is named, by its pointer into the request.
pub fn check(
    plan: &Plan,
    rules: &DayRules,
    now: Instant,
    effect: &DayRuleEffect,
) -> Result<CheckedEffect, Vec<FieldError>> {
    let Some(days) = Days::of(plan, rules, now) else {
        return Err(vec![fault("", FieldCode::InvalidDay)]);
    };
    let mut faults = Vec::new();
    let ends_at = match effect {
        DayRuleEffect::Closure { .. } => check_closure(plan, &days, effect, &mut faults),
        DayRuleEffect::BlockedTables {
            table_ids,
            from,
            until,
            text: _,
        } => {
            check_tables(plan, table_ids, &mut faults);
            if until <= from {
                faults.push(fault("/until", FieldCode::EndsBeforeStart));
            }
            check_end(now, *until, &mut faults);
            *until
        }
        DayRuleEffect::Pause { experience_id, until } => {
            check_experience(plan, experience_id.as_ref(), &mut faults);
            let until = until.unwrap_or_else(|| end_of_service(plan, rules, &days, experience_id.as_ref()));
            check_end(now, until, &mut faults);
            until
        }
        DayRuleEffect::SpecialHours {
            day,
            experience_id,
            periods,
            text: _,
        } => {
            check_experience(plan, Some(experience_id), &mut faults);
            check_periods(periods, &mut faults);
            days.check("/day", *day, &mut faults);
            whole(plan, *day)
        }
        DayRuleEffect::CoversLimit {
            day,
            experience_id,
            covers: _,
        } => {
            check_experience(plan, experience_id.as_ref(), &mut faults);
            days.check("/day", *day, &mut faults);
            whole(plan, *day)
        }
        DayRuleEffect::Note { day, text: _ } => {
            days.check("/day", *day, &mut faults);
            whole(plan, *day)
        }
    };
    if faults.is_empty() {
        let effect = filled(effect.clone(), ends_at);
        Ok(CheckedEffect { effect, ends_at })
    } else {
        Err(faults)
    }
}

/// The effect with the values that were left out.
fn filled(mut effect: DayRuleEffect, ends_at: Instant) -> DayRuleEffect {
    match &mut effect {
        DayRuleEffect::Closure { from, to, .. } => *to = to.or(Some(*from)),
        DayRuleEffect::Pause { until, .. } => *until = Some(ends_at),
        DayRuleEffect::BlockedTables { .. }
        | DayRuleEffect::SpecialHours { .. }
        | DayRuleEffect::CoversLimit { .. }
        | DayRuleEffect::Note { .. } => {}
    }
    effect
}

/// The days that a rule may name.
struct Days {
    /// The service day in progress.
    first: Day,
    /// The calendar's day.
    today: Day,
    last: Day,
    now: Instant,
}

impl Days {
    fn of(plan: &Plan, rules: &DayRules, now: Instant) -> Option<Self> {
        let (today, _) = plan.zone().local(now)?;
        Some(Self {
            first: service_day(plan, rules, now)?,
            today,
            last: today.plus(MAX_DAYS_AHEAD)?,
            now,
        })
    }

    fn check(&self, pointer: &str, day: Day, faults: &mut Vec<FieldError>) {
        if day < self.first {
            faults.push(fault(pointer, FieldCode::InThePast));
        } else if day > self.last {
            faults.push(fault(pointer, FieldCode::BeyondHorizon));
        }
    }
}

fn check_closure(plan: &Plan, days: &Days, effect: &DayRuleEffect, faults: &mut Vec<FieldError>) -> Instant {
    let DayRuleEffect::Closure {
        from,
        to,
        from_minutes,
        until_minutes,
        experience_id,
        area_id,
        ..
    } = effect
    else {
        return days.now;
    };
    check_experience(plan, experience_id.as_ref(), faults);
    check_area(plan, area_id.as_ref(), faults);
    match to {
        Some(to) if to < from => faults.push(fault("/to", FieldCode::EndsBeforeStart)),
        // One that has begun may be stored; one that is over may not.
        Some(to) => days.check("/to", *to, faults),
        None => days.check("/from", *from, faults),
    }
    let before = faults.len();
    match (from_minutes, until_minutes) {
        (Some(_), None) => faults.push(fault("/untilMinutes", FieldCode::Required)),
        (None, Some(_)) => faults.push(fault("/fromMinutes", FieldCode::Required)),
        (Some(from), Some(until)) if until <= from => {
            faults.push(fault("/untilMinutes", FieldCode::EndsBeforeStart));
        }
        _ => {}
    }
    let span = from_minutes.zip(*until_minutes);
    let end = Closure::new(*from, to.unwrap_or(*from), span).end(plan.zone());
    if faults.len() == before && span.is_some() && end <= days.now {
        faults.push(fault("/untilMinutes", FieldCode::InThePast));
    }
    end
}

fn check_end(now: Instant, until: Instant, faults: &mut Vec<FieldError>) {
    if until <= now {
        faults.push(fault("/until", FieldCode::InThePast));
    } else if until > now.plus_minutes(i64::from(MAX_DAYS_AHEAD) * i64::from(Minutes::DAY)) {
        faults.push(fault("/until", FieldCode::BeyondHorizon));
    }
}

fn check_experience(plan: &Plan, id: Option<&ExperienceId>, faults: &mut Vec<FieldError>) {
    if id.is_some_and(|id| plan.find_experience(id).is_none()) {
        faults.push(fault("/experienceId", FieldCode::Unknown));
    }
}

fn check_area(plan: &Plan, id: Option<&AreaId>, faults: &mut Vec<FieldError>) {
    if id.is_some_and(|id| plan.rooms().iter().all(|room| room.id() != id)) {
        faults.push(fault("/areaId", FieldCode::Unknown));
    }
}

fn check_tables(plan: &Plan, ids: &[TableId], faults: &mut Vec<FieldError>) {
    if ids.is_empty() {
        faults.push(fault("/tableIds", FieldCode::Required));
    } else if ids.len() > MAX_BLOCKED_TABLES {
        faults.push(fault("/tableIds", FieldCode::TooLong));
    } else {
        let unknown = ids.iter().enumerate().filter(|(_, id)| {
            let mut tables = plan.tables().iter();
            tables.all(|table| table.id() != *id)
        });
        faults.extend(unknown.map(|(place, _)| fault(&format!("/tableIds/{place}"), FieldCode::Unknown)));
    }
}

fn check_periods(periods: &[OpeningPeriod], faults: &mut Vec<FieldError>) {
    if periods.is_empty() {
        faults.push(fault("/periods", FieldCode::Required));
        return;
    }
    if periods.len() > MAX_SPECIAL_PERIODS {
        faults.push(fault("/periods", FieldCode::TooLong));
        return;
    }
    for (place, period) in periods.iter().enumerate() {
        if period.last_minutes < period.first_minutes {
            let pointer = format!("/periods/{place}/lastMinutes");
            faults.push(fault(&pointer, FieldCode::EndsBeforeStart));
        }
        let overlaps = |other: &OpeningPeriod| {
            period.first_minutes <= other.last_minutes && other.first_minutes <= period.last_minutes
        };
        if periods.iter().take(place).any(overlaps) {
            faults.push(fault(&format!("/periods/{place}"), FieldCode::Invalid));
        }
    }
}

/// The end of the last seating that a day can name.
fn whole(plan: &Plan, day: Day) -> Instant {
    Closure::new(day, day, None).end(plan.zone())
}

/// Just after the last seating of the service day: the experience's own where it has one ahead, else that of all
/// experiences, so that the evening of another one does not lead to the next day's seatings. Where none is ahead, the end
/// of the calendar's day.
fn end_of_service(plan: &Plan, rules: &DayRules, days: &Days, experience: Option<&ExperienceId>) -> Instant {
    let experience = experience.and_then(|id| plan.find_experience(id));
    let last = [experience, None].into_iter().find_map(|one| {
        let last = last_seating(plan, rules, one, days.first);
        last.filter(|last| days.now <= *last)
    });
    let midnight = || {
        let last_minute = Minutes::parse(i64::from(Minutes::DAY) - 1).unwrap_or(Minutes::MAX);
        Closure::new(days.today, days.today, Some((last_minute, last_minute))).end(plan.zone())
    };
    last.unwrap_or_else(midnight).plus_seconds(60)
}

fn fault(pointer: &str, code: FieldCode) -> FieldError {
    FieldError::new(format!("/effect{pointer}"), code)
}

#[cfg(test)]
#[path = "day_rule_check_tests.rs"]
mod tests;
