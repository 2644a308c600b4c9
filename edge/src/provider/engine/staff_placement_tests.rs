//! Facts about placing a party for staff: which rules are warnings, and that no table is given twice.

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::id::{AreaId, ExperienceId, ReservationId};
use shared::reservation::Status;

use super::*;
use crate::provider::engine::reserve::{Refusal, reserve};
use crate::test_support::engine::day_rules::rule;
use crate::test_support::engine::{Venue, at, day, engine_settings, minutes, party, plan, with};

const EVENING: &str = "2026-11-27";

fn ids(tables: &[&str]) -> Vec<TableId> {
    tables.iter().map(|id| TableId::parse(id).unwrap()).collect()
}

/// Asks for dinner without booking, at these tables if there are any.
fn ask(
    venue: &Venue,
    (on, minute, size): (&str, u16, u8),
    tables: &[&str],
    moving: Option<&ReservationId>,
) -> Result<StaffPlacement, StaffRefusal> {
    let experience_id = ExperienceId::parse("dinner").unwrap();
    let request = PlacementRequest {
        experience_id: &experience_id,
        day: day(on),
        minutes: minutes(minute),
        attendees: party(size),
        area_id: None,
        moving,
    };
    let pointer = "/pinnedTableIds";
    let wanted = wanted_tables(&venue.plan, &ids(tables), pointer).map_err(StaffRefusal::Invalid)?;
    let (plan, book, rules) = (&venue.plan, &venue.book, &venue.rules);
    reserve_for_staff(plan, book, rules, venue.now, &request, (wanted, pointer))
}

fn placed(venue: &Venue, asked: (&str, u16, u8), tables: &[&str]) -> (Vec<String>, Vec<String>) {
    let StaffPlacement { placement, warnings } = ask(venue, asked, tables, None).unwrap();
    assert_eq!(placement.is_pinned, !tables.is_empty());
    (
        placement.table_ids.iter().map(ToString::to_string).collect(),
        warnings.iter().map(|reason| reason.text().to_owned()).collect(),
    )
}

fn faults(refusal: Result<StaffPlacement, StaffRefusal>) -> Vec<(String, FieldCode)> {
    match refusal {
        Err(StaffRefusal::Invalid(errors)) => errors
            .into_iter()
            .map(|error| (error.pointer, error.code))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn under(venue: &mut Venue, effect: &Value) {
    venue.rules = DayRules::of(&venue.plan, [&rule("rule0", effect, venue.now)]);
}

fn no_texts() -> Vec<String> {
    Vec::new()
}

#[test]
fn the_rules_for_guests_are_warnings() {
    let mut venue = Venue::of(plan(with(
        engine_settings(),
        [
            ("/seatedLimit", json!(4)),
            ("/startingLimit", json!(3)),
            ("/experiences/0/leadMinutes", json!(600)),
            ("/experiences/0/attendees", json!({ "min": 2, "max": 4 })),
        ],
    )));
    let none = no_texts();
    assert_eq!(placed(&venue, (EVENING, 1140, 2), &[]).1, none);
    assert_eq!(placed(&venue, (EVENING, 1140, 1), &[]).1, ["party_too_small"]);
    assert_eq!(
        placed(&venue, (EVENING, 1140, 5), &[]).1,
        [
            "party_too_large",
            "seated_limit_reached",
            "starting_limit_reached"
        ]
    );
    // Noon of the 21st, and ten hours' lead.
    assert_eq!(
        placed(&venue, ("2026-11-21", 1140, 2), &[]).1,
        ["lead_time_too_short"]
    );
    assert_eq!(placed(&venue, ("2027-05-01", 1140, 2), &[]).1, ["beyond_horizon"]);
    under(
        &mut venue,
        &json!({ "kind": "covers_limit", "day": EVENING, "covers": 1 }),
    );
    assert_eq!(
        placed(&venue, (EVENING, 1140, 2), &[]).1,
        ["covers_limit_reached"]
    );
    // A stay that has begun can be written down, and one that is over cannot.
    venue.now = at("2026-11-27T19:59:00Z");
    assert!(
        placed(&venue, (EVENING, 1140, 2), &[])
            .1
            .contains(&"in_the_past".to_owned())
    );
    venue.now = at("2026-11-27T20:00:00Z");
    let over = ask(&venue, (EVENING, 1140, 2), &[], None);
    assert_eq!(faults(over), [("/minutes".to_owned(), FieldCode::InThePast)]);
}

#[test]
fn what_is_closed_and_what_is_no_seating_is_refused_to_staff_too() {
    let mut venue = Venue::example();
    let not_a_slot = [("/minutes".to_owned(), FieldCode::NotASlot)];
    assert_eq!(faults(ask(&venue, (EVENING, 1145, 2), &[], None)), not_a_slot);
    let far = faults(ask(&venue, ("2031-01-01", 1140, 2), &[], None));
    assert_eq!(far, [("/day".to_owned(), FieldCode::BeyondHorizon)]);
    under(
        &mut venue,
        &json!({ "kind": "closure", "from": EVENING, "shownAs": "closed" }),
    );
    assert_eq!(faults(ask(&venue, (EVENING, 1140, 2), &[], None)), not_a_slot);
    assert_eq!(faults(ask(&venue, (EVENING, 1140, 2), &["h6"], None)), not_a_slot);
}

#[test]
fn pinned_tables_are_given_though_others_fit_better() {
    let venue = Venue::example();
    let none = no_texts();
    assert_eq!(
        placed(&venue, (EVENING, 1140, 2), &["h6"]),
        (vec!["h6".to_owned()], none.clone())
    );
    // Tables that no combination names.
    let (tables, warnings) = placed(&venue, (EVENING, 1140, 2), &["h2a", "h6"]);
    assert_eq!(
        (tables, warnings),
        (vec!["h2a".to_owned(), "h6".to_owned()], none)
    );
    let (tables, warnings) = placed(&venue, (EVENING, 1140, 4), &["h2a"]);
    assert_eq!(
        (tables, warnings),
        (vec!["h2a".to_owned()], vec!["tables_too_small".to_owned()])
    );
}

#[test]
fn a_table_that_is_kept_for_walk_ins_can_be_pinned() {
    let settings = with(
        engine_settings(),
        [("/rooms/0/tables/4/reservable", json!(false))],
    );
    let venue = Venue::of(plan(settings));
    assert_eq!(placed(&venue, (EVENING, 1140, 4), &["h6"]).0, ["h6"]);
}

#[test]
fn pinned_tables_that_cannot_be_had_are_refused_with_the_reason() {
    let settings = with(engine_settings(), [("/experiences/0/rooms", json!(["hall"]))]);
    let mut venue = Venue::of(plan(settings));
    let pinned = |venue: &Venue, tables: &[&str]| ask(venue, (EVENING, 1140, 2), tables, None);
    let at_list = || "/pinnedTableIds".to_owned();
    assert_eq!(
        faults(pinned(&venue, &["h6", "h99", "x"])),
        [
            ("/pinnedTableIds/1".to_owned(), FieldCode::Unknown),
            ("/pinnedTableIds/2".to_owned(), FieldCode::Unknown),
        ]
    );
    // Tables of two rooms, and of a room in which dinner is not served.
    assert_eq!(
        faults(pinned(&venue, &["h6", "g2a"])),
        [(at_list(), FieldCode::NotOffered)]
    );
    assert_eq!(
        faults(pinned(&venue, &["g2a"])),
        [(at_list(), FieldCode::NotOffered)]
    );
    let (_, tables) = venue.book("dinner", EVENING, 1110, 6);
    assert_eq!(tables, "h6");
    under(
        &mut venue,
        &json!({
            "kind": "blocked_tables", "tableIds": ["h4a"], "from": "2026-11-27T19:00:00Z",
            "until": "2026-11-27T20:00:00Z",
        }),
    );
    assert_eq!(
        pinned(&venue, &["h6", "h4a", "h4b"]),
        Err(StaffRefusal::TablesNotFree {
            taken: ids(&["h6"]),
            blocked: ids(&["h4a"]),
        })
    );
    assert!(pinned(&venue, &["h4b"]).is_ok());
}

#[test]
fn without_a_free_table_staff_are_refused_as_well() {
    let mut venue = Venue::example();
    venue.book("dinner", EVENING, 1140, 8);
    venue.book("dinner", EVENING, 1140, 6);
    assert_eq!(
        ask(&venue, (EVENING, 1140, 6), &[], None),
        Err(StaffRefusal::NoTables)
    );
}

#[test]
fn a_pinned_reservation_keeps_its_tables_when_its_guest_moves_it() {
    let mut venue = Venue::example();
    let id = ReservationId::parse("pinned").unwrap();
    let made = ask(&venue, (EVENING, 1140, 2), &["h6"], None).unwrap();
    venue.book.put(made.placement.entry(id.clone()));
    let guest = |venue: &Venue, minute: u16, size: u8, area: Option<&str>| {
        let experience_id = ExperienceId::parse("dinner").unwrap();
        let area_id = area.map(|area| AreaId::parse(area).unwrap());
        let request = PlacementRequest {
            experience_id: &experience_id,
            day: day(EVENING),
            minutes: minutes(minute),
            attendees: party(size),
            area_id: area_id.as_ref(),
            moving: Some(&id),
        };
        reserve(&venue.plan, &venue.book, &venue.rules, venue.now, &request)
    };
    let moved = guest(&venue, 1320, 4, None).unwrap();
    assert_eq!((moved.table_ids, moved.is_pinned), (ids(&["h6"]), true));
    // More guests than it has chairs, another room, and a time at which it is taken.
    let no_tables = || Err(Refusal::Taken(vec![Reason::NO_TABLES_FOUND]));
    assert_eq!(guest(&venue, 1140, 7, None), no_tables());
    assert_eq!(guest(&venue, 1140, 2, Some("garden")), no_tables());
    venue.book("dinner", EVENING, 1320, 6);
    assert_eq!(guest(&venue, 1320, 2, None), no_tables());
    // The slots that are shown for the move say the same.
    let question = crate::provider::SlotsQuestion {
        experience_id: ExperienceId::parse("dinner").unwrap(),
        attendees: party(2),
        day: day(EVENING),
        moving: Some(id.clone()),
    };
    let slots =
        crate::provider::engine::slot::slots(&venue.plan, &venue.book, &venue.rules, venue.now, &question);
    for slot in slots.unwrap() {
        let minute = slot.minutes.get();
        assert_eq!(slot.is_open(), guest(&venue, minute, 2, None).is_ok(), "{minute}");
        assert_eq!(slot.is_open(), !slot.assignments.is_empty(), "{minute}");
    }
    // Staff may let any table do again.
    assert!(
        !ask(&venue, (EVENING, 1320, 2), &[], Some(&id))
            .unwrap()
            .placement
            .is_pinned
    );
}

#[test]
fn a_switch_of_tables_is_for_the_stay_that_a_party_has() {
    let settings = with(engine_settings(), [("/experiences/0/rooms", json!(["hall"]))]);
    let mut venue = Venue::of(plan(settings));
    let (party_of_two, table) = venue.book("dinner", EVENING, 1140, 2);
    assert_ne!(table, "h6");
    let entry = venue.book.get(&party_of_two).unwrap().clone();
    let switch = |venue: &Venue, table: &str| {
        let wanted = wanted_tables(&venue.plan, &ids(&[table]), "/tableIds")
            .unwrap()
            .unwrap();
        let hall = (&venue.plan, &venue.book, &venue.rules);
        switch_tables(hall, venue.now, &party_of_two, (wanted, "/tableIds"))
    };
    assert_eq!(switch(&venue, "h6"), Ok(vec![]));
    let not_offered = FieldError::new("/tableIds", FieldCode::NotOffered);
    assert_eq!(
        switch(&venue, "g2a"),
        Err(StaffRefusal::Invalid(vec![not_offered]))
    );
    // The minute before a party that was given a longer stay leaves, another one comes to the wanted table.
    let longer = Entry {
        end: entry.end.plus_minutes(180),
        ..entry.clone()
    };
    venue.book.put(longer);
    let other = Entry {
        id: ReservationId::parse("other").unwrap(),
        start: entry.end.plus_minutes(179),
        end: entry.end.plus_minutes(300),
        tables: wanted_tables(&venue.plan, &ids(&["h6"]), "/tableIds")
            .unwrap()
            .unwrap(),
        ..entry.clone()
    };
    venue.book.put(other);
    assert_eq!(
        switch(&venue, "h6"),
        Err(StaffRefusal::TablesNotFree {
            taken: ids(&["h6"]),
            blocked: Vec::new(),
        })
    );
    // What a rule of the day takes, and a stay that is over.
    under(
        &mut venue,
        &json!({
            "kind": "blocked_tables", "tableIds": ["h4a"], "from": "2026-11-27T19:00:00Z",
            "until": "2026-11-27T20:00:00Z",
        }),
    );
    assert_eq!(
        switch(&venue, "h4a"),
        Err(StaffRefusal::TablesNotFree {
            taken: Vec::new(),
            blocked: ids(&["h4a"]),
        })
    );
    venue.now = entry.end.plus_minutes(180);
    let over = FieldError::new("/minutes", FieldCode::InThePast);
    assert_eq!(switch(&venue, "h4b"), Err(StaffRefusal::Invalid(vec![over])));
    // Guests who are there longer can change to what is free now.
    venue.set_status(&party_of_two, Status::Seated);
    assert_eq!(switch(&venue, "h4b"), Ok(vec![]));
    assert_eq!(
        switch(&venue, "h6"),
        Err(StaffRefusal::TablesNotFree {
            taken: ids(&["h6"]),
            blocked: Vec::new(),
        })
    );
}

const TABLES: [&str; 7] = ["h2a", "h2b", "h4a", "h4b", "h6", "g2a", "g2b"];

proptest! {
    /// Guests, staff and staff who pin tables book, move and cancel in any order.
    #[test]
    fn no_table_is_given_to_two_parties(
        acts in prop::collection::vec((0u8..4, 0usize..10, 0u16..8, 1u8..9, 0usize..7, 0usize..7), 1..60),
    ) {
        let mut venue = Venue::example();
        for (kind, which, time, size, first, second) in acts {
            let minute = 1080 + 30 * time;
            let id = ReservationId::parse(&format!("p{which}")).unwrap();
            let moving = venue.book.get(&id).map(|entry| entry.id.clone());
            let asked = (EVENING, minute, size);
            let placement = match kind {
                0 => venue.ask("dinner", EVENING, minute, size).ok().filter(|_| moving.is_none()),
                1 => ask(&venue, asked, &[], moving.as_ref()).ok().map(|placed| placed.placement),
                2 => ask(&venue, asked, &[TABLES[first], TABLES[second]], moving.as_ref())
                    .ok()
                    .map(|placed| placed.placement),
                _ => {
                    if moving.is_some() {
                        venue.set_status(&id, Status::Cancelled);
                    }
                    None
                }
            };
            if let Some(placement) = placement {
                venue.book.put(placement.entry(id));
            }
            let held: Vec<_> = venue
                .book
                .entries()
                .filter(|entry| crate::provider::status::holds_tables(entry.status))
                .collect();
            for (place, one) in held.iter().enumerate() {
                for other in &held[place + 1..] {
                    let overlap = one.start < other.end && other.start < one.end;
                    prop_assert!(!(overlap && one.tables.meets(other.tables)), "{one:?} {other:?}");
                }
            }
        }
    }
}
