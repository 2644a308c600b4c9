//! A day for staff: its services with their limits, its floor plan, its rules and every reservation, read at one moment.

use config::engine::Room;
use config::plan::{Experience, ExperienceIndex};
use shared::day_rule::{DayRule, DayRuleEffect};
use shared::staff_day::{FloorArea, FloorCombination, FloorElement, FloorTable, StaffDay};
use shared::time::{Day, Instant, Minutes, TimeZone};

use super::Reservations;
use super::query::list;
use crate::error::{Result, VenueError};
use crate::provider::ReservationsQuestion;
use crate::provider::engine::{day_plan, day_rules};
use crate::storage::changes;
use crate::venue::context::Ctx;
use crate::venue::message::staff::StaffReservation;
use crate::venue::waitlist::{self, WaitlistRow};

/// Days from 1970-01-01 to [`Day::MIN`].
const EPOCH_DAYS: i64 = 10_957;

impl Reservations {
    /// A day; without one the day whose evening goes on.
    pub fn staff_day(&self, ctx: Ctx<'_>, day: Option<Day>) -> Result<StaffDay> {
        let zone = self.plan.zone();
        let (today, offset) = self.evening(ctx)?;
        let day = day.unwrap_or(today);
        let question = ReservationsQuestion {
            from: day,
            to: day,
            statuses: Vec::new(),
            include_walk_ins: true,
        };
        let rows = list(ctx, &question)?;
        let reservations = rows
            .into_iter()
            .map(|row| self.staff_view(ctx, row).map(StaffReservation::for_staff))
            .collect::<Result<Vec<_>>>()?;
        let waiting = waitlist::open_on(ctx.database, day)?;
        let in_force = self.day_rules.iter().filter(|rule| ctx.now < rule.ends_at);
        let mut rooms: Vec<&Room> = self.settings.rooms.iter().collect();
        rooms.sort_by_key(|room| room.sort_index);
        Ok(StaffDay {
            day,
            today,
            now: ctx.now,
            utc_offset_minutes: offset,
            cursor: changes::newest(ctx.database)?,
            limits: day_plan::limits(self.plan.limits()),
            services: day_plan::services(&self.plan, &self.rules, day, |index| self.described(index)),
            areas: rooms.into_iter().map(area).collect(),
            rules: in_force
                .filter(|rule| is_about(rule, day, zone))
                .cloned()
                .collect(),
            reservations,
            waitlist: waiting.iter().filter_map(WaitlistRow::for_staff).collect(),
        })
    }

    /// The day whose evening goes on, and how many minutes the venue's clock is ahead of UTC. After midnight it is the day
    /// before, while a seating of it is ahead or guests of it are there.
    pub(super) fn evening(&self, ctx: Ctx<'_>) -> Result<(Day, i16)> {
        let outside = || VenueError::Broken("the clock's day is outside the calendar".to_owned());
        let (calendar_day, minutes) = self.plan.zone().local(ctx.now).ok_or_else(outside)?;
        let offset = utc_offset(ctx.now, calendar_day, minutes).ok_or_else(outside)?;
        let today = day_rules::service_day(&self.plan, &self.rules, ctx.now).ok_or_else(outside)?;
        let Some(yesterday) = calendar_day.minus(1).filter(|_| today == calendar_day) else {
            return Ok((today, offset));
        };
        let question = ReservationsQuestion {
            from: yesterday,
            to: yesterday,
            statuses: Vec::new(),
            include_walk_ins: true,
        };
        let rows = list(ctx, &question)?;
        let is_there = rows
            .iter()
            .any(|row| row.status.has_come() && ctx.now < row.ends_at);
        Ok((if is_there { yesterday } else { today }, offset))
    }

    /// The short name of an experience, and the minutes from one of its slots to the next.
    fn described(&self, index: ExperienceIndex) -> (String, u16) {
        let id = self.plan.experience(index).map(Experience::id);
        let mut settings = self.settings.experiences.iter();
        settings
            .find(|experience| Some(&experience.id) == id)
            .map_or_else(
                || (String::new(), 0),
                |experience| (experience.shorthand.clone(), experience.slot_interval_minutes),
            )
    }
}

/// How many minutes the clock that shows this day and these minutes is ahead of UTC.
fn utc_offset(now: Instant, day: Day, minutes: Minutes) -> Option<i16> {
    let local = (EPOCH_DAYS + day.since(Day::MIN)) * i64::from(Minutes::DAY) + i64::from(minutes.get());
    i16::try_from(local - now.unix().div_euclid(60)).ok()
}

/// Whether a rule may matter to the seatings of a day. What lasts from one instant until another is compared with the day
/// and the one after, to which its evening may reach.
fn is_about(rule: &DayRule, day: Day, zone: &TimeZone) -> bool {
    let reaches = |from: Instant, until: Instant| {
        let days = |at: Instant| zone.local(at).map(|(day, _)| day);
        let (Some(first), Some(last)) = (days(from), days(until)) else {
            return false;
        };
        first <= day.plus(1).unwrap_or(day) && day <= last
    };
    match &rule.effect {
        DayRuleEffect::Closure { from, to, .. } => (*from..=to.unwrap_or(*from)).contains(&day),
        DayRuleEffect::BlockedTables { from, until, .. } => reaches(*from, *until),
        DayRuleEffect::Pause { until, .. } => reaches(rule.created_at, until.unwrap_or(rule.ends_at)),
        DayRuleEffect::SpecialHours { day: on, .. }
        | DayRuleEffect::CoversLimit { day: on, .. }
        | DayRuleEffect::Note { day: on, .. } => *on == day,
    }
}

fn area(room: &Room) -> FloorArea {
    let tables = room.tables.iter().map(|table| FloorTable {
        id: table.id.clone(),
        name: table.name.clone(),
        min_party_size: table.min_party_size,
        max_party_size: table.max_party_size,
        reservable: table.reservable,
        shape: table.shape.clone(),
        x: table.x,
        y: table.y,
        rotation: table.rotation,
    });
    // One for no party is a draft.
    let combinations = room.combinations.iter().filter(|one| one.max_party_size > 0);
    let combinations = combinations.map(|combination| FloorCombination {
        id: combination.id.clone(),
        table_ids: combination.table_ids.clone(),
        min_party_size: combination.min_party_size,
        max_party_size: combination.max_party_size,
    });
    let elements = room.elements.iter().map(|element| FloorElement {
        id: element.id.clone(),
        x: element.x,
        y: element.y,
        width: element.width,
        height: element.height,
        rotation: element.rotation,
    });
    FloorArea {
        id: room.id.clone(),
        name: room.name.clone(),
        tables: tables.collect(),
        combinations: combinations.collect(),
        elements: elements.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_the_venue_is_so_many_minutes_ahead_of_utc() {
        for (zone, at, ahead) in [
            ("Europe/Vienna", "2026-11-27T18:00:00Z", 60),
            ("Europe/Vienna", "2026-07-01T23:30:59Z", 120),
            ("Asia/Kathmandu", "2026-11-27T18:20:00Z", 345),
            ("America/New_York", "2026-11-27T02:00:00Z", -300),
        ] {
            let zone = TimeZone::parse(zone).unwrap();
            let now = Instant::try_from(at.to_owned()).unwrap();
            let (day, minutes) = zone.local(now).unwrap();
            assert_eq!(utc_offset(now, day, minutes), Some(ahead), "{zone:?} {at}");
        }
    }
}
