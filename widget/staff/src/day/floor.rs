//! The floor: the plans of the areas, and the use of each table at present.

use shared::day_rule::DayRuleEffect;
use shared::id::{DayRuleId, ReservationId, TableId};
use shared::locale::LocalizedText;
use shared::reservation::Status;
use shared::staff_day::{FloorArea, FloorTable, ReservationForStaff, StaffDay};
use shared::time::{Instant, Minutes};

use super::taps::Taps;

/// The space around a plan, in its own units.
const MARGIN: i32 = 20;

/// The side of a table for one or two, in a plan's units.
const SIDE: i32 = 60;

/// The length that two more chairs add.
const LONGER: i32 = 30;

/// The thickness of the line between tables that may be put together, in a plan's units.
const LINK: i32 = 6;

/// A party that comes within so many minutes is on its way to its table.
const SOON_MINUTES: i64 = 30;

/// A rectangle on a plan, from its upper left corner, and how far it is turned in degrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The left edge.
    pub x: i32,
    /// The upper edge.
    pub y: i32,
    /// The width.
    pub width: i32,
    /// The height.
    pub height: i32,
    /// How far it is turned clockwise about its middle.
    pub rotation: i16,
}

/// The plan of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FloorPlan {
    /// The area's name.
    pub name: LocalizedText,
    /// Its width and its height.
    pub size: (i32, i32),
    /// The tables.
    pub tables: Vec<PlannedTable>,
    /// The drawings beside them.
    pub elements: Vec<Frame>,
    /// The lines between tables that may be put together.
    pub links: Vec<Frame>,
}

/// A table on a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedTable {
    /// Its id.
    pub id: TableId,
    /// The staff's name of it.
    pub name: String,
    /// Its chairs.
    pub chairs: u8,
    /// Where it is.
    pub frame: Frame,
    /// Whether it is round.
    pub is_round: bool,
}

/// The use of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableUse {
    /// It is free.
    Free,
    /// Its party is expected within half an hour, or has arrived.
    Soon,
    /// A party sits at it.
    Seated,
    /// A party sits at it for longer than it was to be.
    Over,
    /// A rule of the day takes it.
    Blocked,
}

/// The state of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableState {
    /// Its use.
    pub usage: TableUse,
    /// The party that sits at it, and since when.
    pub party: Option<(ReservationId, Instant)>,
    /// The next party, and its time.
    pub next: Option<(ReservationId, Minutes)>,
    /// The rule of the day that takes it, and until when.
    pub block: Option<(DayRuleId, Instant)>,
}

/// The plans of a day's areas.
#[must_use]
pub fn plans(day: &StaffDay) -> Vec<FloorPlan> {
    day.areas.iter().map(plan).collect()
}

fn plan(area: &FloorArea) -> FloorPlan {
    let tables: Vec<PlannedTable> = area.tables.iter().map(planned).collect();
    let elements: Vec<Frame> = area
        .elements
        .iter()
        .map(|element| Frame {
            x: element.x,
            y: element.y,
            width: element.width,
            height: element.height,
            rotation: element.rotation,
        })
        .collect();
    let frames = || {
        tables
            .iter()
            .map(|table| table.frame)
            .chain(elements.iter().copied())
    };
    let bounds = || frames().map(turned);
    let left = bounds().map(|frame| frame.x).min().unwrap_or_default() - MARGIN;
    let top = bounds().map(|frame| frame.y).min().unwrap_or_default() - MARGIN;
    let right = bounds()
        .map(|frame| frame.x + frame.width)
        .max()
        .unwrap_or_default()
        + MARGIN;
    let bottom = bounds()
        .map(|frame| frame.y + frame.height)
        .max()
        .unwrap_or_default()
        + MARGIN;
    let moved = |frame: Frame| Frame {
        x: frame.x - left,
        y: frame.y - top,
        ..frame
    };
    FloorPlan {
        name: area.name.clone(),
        size: (right - left, bottom - top),
        tables: tables
            .iter()
            .map(|table| PlannedTable {
                frame: moved(table.frame),
                ..table.clone()
            })
            .collect(),
        elements: elements.into_iter().map(moved).collect(),
        links: links(area, &tables).into_iter().map(moved).collect(),
    }
}

/// The lines between the tables that may be put together, from the middle of one to that of the next.
fn links(area: &FloorArea, tables: &[PlannedTable]) -> Vec<Frame> {
    let middle = |id: &TableId| {
        let table = tables.iter().find(|table| table.id == *id)?;
        let frame = table.frame;
        Some((frame.x + frame.width / 2, frame.y + frame.height / 2))
    };
    let mut links: Vec<Frame> = Vec::new();
    for combination in &area.combinations {
        let ids = &combination.table_ids;
        for (from, to) in ids.iter().zip(ids.iter().skip(1)) {
            if let Some((from, to)) = middle(from).zip(middle(to)) {
                let line = link(from, to);
                // Two tables may be parts of several combinations.
                if !links.contains(&line) {
                    links.push(line);
                }
            }
        }
    }
    links
}

/// The line from one point of a plan to another.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a length of a plan, and an angle of half a turn at most"
)]
fn link(from: (i32, i32), to: (i32, i32)) -> Frame {
    let (across, down) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let length = across.hypot(down).round() as i32;
    Frame {
        x: i32::midpoint(from.0, to.0) - length / 2,
        y: i32::midpoint(from.1, to.1) - LINK / 2,
        width: length,
        height: LINK,
        rotation: down.atan2(across).to_degrees().round() as i16,
    }
}

fn planned(table: &FloorTable) -> PlannedTable {
    let is_round = table.shape.starts_with("round");
    let chairs = chairs(&table.shape).unwrap_or(table.max_party_size);
    let length = SIDE + LONGER * i32::from(chairs.saturating_sub(1) / 2);
    let (width, height) = if is_round {
        let diameter = SIDE + (length - SIDE) / 2;
        (diameter, diameter)
    } else {
        (length, SIDE)
    };
    PlannedTable {
        id: table.id.clone(),
        name: table.name.clone(),
        chairs: table.max_party_size,
        frame: Frame {
            x: table.x,
            y: table.y,
            width,
            height,
            rotation: table.rotation,
        },
        is_round,
    }
}

/// The chairs that a shape such as `rect_four` is drawn with; none where its name has no number.
fn chairs(shape: &str) -> Option<u8> {
    let (_, number) = shape.rsplit_once('_')?;
    let number = match number {
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "twelve" => 12,
        _ => return None,
    };
    Some(number)
}

/// The upright rectangle around a frame that is turned by a right angle, or about as much; else the frame.
fn turned(frame: Frame) -> Frame {
    let angle = frame.rotation.rem_euclid(180);
    if !(45..135).contains(&angle) {
        return frame;
    }
    let shift = (frame.width - frame.height) / 2;
    Frame {
        x: frame.x + shift,
        y: frame.y - shift,
        width: frame.height,
        height: frame.width,
        rotation: 0,
    }
}

/// The state of a table at `now`; on another day than the one that goes on, its first party alone.
#[must_use]
pub fn table_state(day: &StaffDay, taps: &Taps, now: Instant, id: &TableId) -> TableState {
    let mut holders: Vec<&ReservationForStaff> = day
        .reservations
        .iter()
        .filter(|one| {
            let has_it = taps.placement(one).1.iter().any(|table| table.id == *id);
            has_it && !taps.status(one).is_final()
        })
        .collect();
    holders.sort_by_key(|one| taps.placement(one).0);
    let sits = |one: &&&ReservationForStaff| {
        matches!(taps.status(one), Status::Seated | Status::Ordered | Status::Paid)
    };
    let party = holders.iter().find(sits).copied();
    // One that did not come, and of which that was not noted, is not waited for once its time is over.
    let is_expected = |one: &&&ReservationForStaff| taps.status(one).has_come() || now < one.ends_at;
    let mut expected = holders.iter().filter(|one| !sits(one) && is_expected(one));
    let next = expected.next().copied();
    let is_today = day.day == day.today;
    let block = day.rules.iter().find_map(|rule| match &rule.effect {
        DayRuleEffect::BlockedTables {
            table_ids,
            from,
            until,
            ..
        } if table_ids.contains(id) && *from <= now && now < *until => Some((rule.id.clone(), *until)),
        _ => None,
    });
    let is_soon = next.is_some_and(|one| {
        taps.status(one) == Status::Arrived || one.starts_at < now.plus_minutes(SOON_MINUTES)
    });
    let usage = match party {
        Some(one) if one.ends_at < now => TableUse::Over,
        Some(_) => TableUse::Seated,
        None if block.is_some() => TableUse::Blocked,
        None if is_today && is_soon => TableUse::Soon,
        None => TableUse::Free,
    };
    TableState {
        usage,
        party: party.map(|one| (one.id.clone(), one.arrived_at.unwrap_or(one.starts_at))),
        next: next.map(|one| (one.id.clone(), taps.placement(one).0)),
        block,
    }
}

#[cfg(test)]
#[path = "floor_tests.rs"]
mod tests;
