//! Facts about placing a party: its tables, and how a request is refused.

use serde_json::json;

use super::*;
use crate::test_support::engine::{Venue, at, day, engine_settings, minutes, party, plan, with};

const EVENING: &str = "2026-11-27";

fn invalid(refusal: Result<Placement, Refusal>) -> Vec<(String, FieldCode)> {
    match refusal {
        Err(Refusal::Invalid(errors)) => errors
            .into_iter()
            .map(|error| (error.pointer, error.code))
            .collect(),
        other => panic!("{other:?}"),
    }
}

fn in_area(venue: &Venue, area: &str, size: u8) -> Result<Placement, Refusal> {
    let (experience_id, area) = (
        ExperienceId::parse("dinner").unwrap(),
        AreaId::parse(area).unwrap(),
    );
    let request = PlacementRequest {
        experience_id: &experience_id,
        day: day(EVENING),
        minutes: minutes(1140),
        attendees: party(size),
        area_id: Some(&area),
        moving: None,
    };
    reserve(&venue.plan, &venue.book, &venue.rules, venue.now, &request)
}

#[test]
fn a_placement_says_all_that_is_to_be_stored() {
    let venue = Venue::example();
    let placement = venue.ask("dinner", EVENING, 1140, 8).unwrap();
    let tables: Vec<_> = placement.table_ids.iter().map(TableId::as_str).collect();
    assert_eq!(tables, ["h4a", "h4b"]);
    assert_eq!(
        (placement.start, placement.end),
        (at("2026-11-27T18:00:00Z"), at("2026-11-27T20:00:00Z"))
    );
    assert_eq!(
        (placement.duration, placement.status, placement.payment.clone()),
        (120, Status::Booked, None)
    );
    let entry = placement.entry(ReservationId::parse("r1").unwrap());
    assert_eq!(
        (entry.tables, entry.day, entry.attendees),
        (placement.tables, day(EVENING), party(8))
    );
}

#[test]
fn the_first_status_follows_from_confirmation_and_payment() {
    let payment = json!({ "type": "prepayment", "pricePerGuest": 4900, "requiredFrom": 3, "dueMinutes": 30 });
    for (confirmation, size, status, pays) in [
        ("instant", 2, Status::Booked, false),
        ("instant", 3, Status::PaymentPending, true),
        ("request", 2, Status::Requested, false),
        ("request", 3, Status::Requested, true),
    ] {
        let settings = with(
            engine_settings(),
            [
                ("/experiences/0/payment", payment.clone()),
                ("/experiences/0/confirmation", json!(confirmation)),
            ],
        );
        let placement = Venue::of(plan(settings))
            .ask("dinner", EVENING, 1140, size)
            .unwrap();
        assert_eq!(
            (placement.status, placement.payment.is_some()),
            (status, pays),
            "{confirmation}, {size}"
        );
    }
}

#[test]
fn a_request_that_breaks_a_rule_names_its_field() {
    use FieldCode as F;
    let settings = with(
        engine_settings(),
        [
            ("/experiences/0/attendees", json!({ "min": 2, "max": 6 })),
            ("/experiences/0/leadMinutes", json!(60)),
            ("/closures", json!([{ "from": "2026-12-24" }])),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    venue.now = at("2026-11-21T17:20:00Z"); // 18:20 in Vienna
    for (id, on, minute, size, field, code) in [
        ("supper", EVENING, 1140, 2, "/experienceId", F::Unknown),
        ("dinner", EVENING, 1140, 1, "/attendees", F::PartyTooSmall),
        ("dinner", EVENING, 1140, 7, "/attendees", F::PartyTooLarge),
        ("dinner", "2026-11-20", 1140, 2, "/day", F::InThePast),
        ("dinner", "2027-01-21", 1140, 2, "/day", F::BeyondHorizon),
        ("dinner", EVENING, 1141, 2, "/minutes", F::NotASlot),
        ("dinner", EVENING, 1350, 2, "/minutes", F::NotASlot),
        ("dinner", "2026-12-24", 1140, 2, "/minutes", F::NotASlot),
        ("dinner", "2026-11-21", 1080, 2, "/minutes", F::InThePast),
        ("dinner", "2026-11-21", 1140, 2, "/minutes", F::LeadTimeTooShort),
    ] {
        assert_eq!(
            invalid(venue.ask(id, on, minute, size)),
            [(field.to_owned(), code)],
            "{on} {minute} {size}"
        );
    }
    assert!(venue.ask("dinner", "2026-11-21", 1170, 2).is_ok());
    assert!(venue.ask("dinner", "2027-01-20", 1140, 2).is_ok());
}

#[test]
fn every_faulty_field_of_a_request_is_named_at_once() {
    let venue = Venue::example();
    let area = AreaId::parse("cellar").unwrap();
    let refused = |id: &str| {
        let experience_id = ExperienceId::parse(id).unwrap();
        let request = PlacementRequest {
            experience_id: &experience_id,
            day: day("2027-06-01"),
            minutes: minutes(600),
            attendees: party(9),
            area_id: Some(&area),
            moving: None,
        };
        invalid(reserve(
            &venue.plan,
            &venue.book,
            &venue.rules,
            venue.now,
            &request,
        ))
    };
    let pair = |pointer: &str, code| (pointer.to_owned(), code);
    assert_eq!(
        refused("dinner"),
        [
            pair("/areaId", FieldCode::Unknown),
            pair("/attendees", FieldCode::PartyTooLarge),
            pair("/day", FieldCode::BeyondHorizon),
            pair("/minutes", FieldCode::NotASlot),
        ]
    );
    assert_eq!(
        refused("supper"),
        [
            pair("/experienceId", FieldCode::Unknown),
            pair("/areaId", FieldCode::Unknown)
        ]
    );
}

#[test]
fn a_party_sits_in_the_area_it_chose_or_nowhere() {
    let mut venue = Venue::example();
    let placement = in_area(&venue, "garden", 2).unwrap();
    assert_eq!(placement.table_ids[0].as_str(), "g2a");
    for _ in 0..2 {
        let placement = in_area(&venue, "garden", 2).unwrap();
        let id = ReservationId::parse(placement.table_ids[0].as_str()).unwrap();
        venue.book.put(placement.entry(id));
    }
    assert_eq!(
        in_area(&venue, "garden", 2),
        Err(Refusal::Taken(vec![Reason::NO_TABLES_FOUND]))
    );
    assert!(in_area(&venue, "hall", 2).is_ok());
    assert_eq!(
        invalid(in_area(&venue, "cellar", 2)),
        [("/areaId".to_owned(), FieldCode::Unknown)]
    );
}

#[test]
fn an_area_without_this_service_is_not_offered() {
    let settings = with(
        engine_settings(),
        [("/experiences/0/periods/0/rooms", json!(["hall"]))],
    );
    let venue = Venue::of(plan(settings));
    assert_eq!(
        invalid(in_area(&venue, "garden", 2)),
        [("/areaId".to_owned(), FieldCode::NotOffered)]
    );
    assert!(in_area(&venue, "hall", 2).is_ok());
}

#[test]
fn a_full_slot_is_taken_for_every_reason_that_applies() {
    let settings = with(
        engine_settings(),
        [("/seatedLimit", json!(8)), ("/startingLimit", json!(8))],
    );
    let mut venue = Venue::of(plan(settings));
    venue.book("dinner", EVENING, 1140, 8);
    assert_eq!(
        venue.ask("dinner", EVENING, 1140, 8),
        Err(Refusal::Taken(vec![
            Reason::SEATED_LIMIT_REACHED,
            Reason::STARTING_LIMIT_REACHED,
            Reason::NO_TABLES_FOUND
        ]))
    );
}

#[test]
fn a_table_is_free_again_the_minute_a_party_leaves_and_once_it_is_called_off() {
    let mut venue = Venue::example();
    let (id, tables) = venue.book("dinner", EVENING, 1140, 8);
    assert_eq!(tables, "h4a+h4b");
    for (minute, free) in [(1080, false), (1230, false), (1260, true), (1320, true)] {
        assert_eq!(venue.ask("dinner", EVENING, minute, 8).is_ok(), free, "{minute}");
    }
    for status in Status::ALL {
        venue.set_status(&id, *status);
        let free = matches!(
            status,
            Status::Declined | Status::Finished | Status::Cancelled | Status::NoShow | Status::Voided
        );
        assert_eq!(venue.ask("dinner", EVENING, 1140, 8).is_ok(), free, "{status:?}");
    }
}

#[test]
fn a_party_that_moves_does_not_stand_in_its_own_way() {
    let mut venue = Venue::example();
    let (id, _) = venue.book("dinner", EVENING, 1140, 8);
    let experience_id = ExperienceId::parse("dinner").unwrap();
    let request = PlacementRequest {
        experience_id: &experience_id,
        day: day(EVENING),
        minutes: minutes(1200),
        attendees: party(8),
        area_id: None,
        moving: None,
    };
    let ask = |moving| {
        reserve(
            &venue.plan,
            &venue.book,
            &venue.rules,
            venue.now,
            &PlacementRequest { moving, ..request },
        )
    };
    assert!(ask(None).is_err());
    assert!(ask(Some(&id)).is_ok());
    let other = ReservationId::parse("nobody").unwrap();
    assert!(ask(Some(&other)).is_err());
}

#[test]
fn reservations_of_an_experience_that_is_gone_still_hold_their_tables() {
    let mut venue = Venue::example();
    let (id, _) = venue.book("dinner", EVENING, 1140, 8);
    let entry = venue.book.get(&id).unwrap().clone();
    venue.book.put(Entry {
        experience: None,
        ..entry
    });
    assert!(venue.ask("dinner", EVENING, 1140, 8).is_err());
}
