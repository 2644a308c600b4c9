//! Facts about reservations as their guests see them.

use serde_json::json;
use shared::availability::SlotStatus;
use shared::party::Attendees;
use shared::time::{Day, Minutes};

use super::*;
use crate::test_support::remote::{DAY, Fate, World, order, run, slot};

fn request(world: &World) -> ForRequest {
    world.remote.for_request(&world.scope())
}

/// Books, and forgets the token.
fn booked(world: &World, key: &str) -> Reservation {
    let reserved = run(request(world).reserve(&order(key, |_| {}))).unwrap();
    Reservation {
        manage_token: None,
        ..reserved.reservation
    }
}

fn question(moving: Option<ReservationId>) -> SlotsQuestion {
    SlotsQuestion {
        experience_id: "dinner".to_owned().try_into().unwrap(),
        attendees: Attendees::parse(2).unwrap(),
        day: Day::parse(DAY).unwrap(),
        moving,
    }
}

#[test]
fn a_reservation_made_here_keeps_the_time_that_was_ordered() {
    let mut world = World::new();
    let made = booked(&world, "k");
    world.restart();
    assert_eq!(run(request(&world).reservation(&made.id)), Ok(made.clone()));
    let days = ReservationsQuestion {
        from: made.day,
        to: made.day,
        statuses: vec![],
        include_walk_ins: false,
    };
    assert_eq!(run(request(&world).reservations(&days)), Ok(vec![made]));
}

#[test]
fn a_reservation_made_elsewhere_is_shown_if_its_time_is_known() {
    let world = World::new();
    let made = booked(&world, "k");
    let id = ReservationId::parse("elsewhere").unwrap();
    let mut other = world.vendor.present()[0].clone();
    other.known.id = id.clone();
    world.vendor.held.borrow_mut().push(other);
    assert_eq!(run(request(&world).reservation(&id)), Err(VenueError::NotFound));
    assert_eq!(
        run(request(&world).set_status(&id, Status::Cancelled)),
        Err(VenueError::NotFound)
    );
    assert_eq!(world.vendor.present()[1].known.status, Status::Booked);
    {
        let known = &mut world.vendor.held.borrow_mut()[1].known;
        (known.day, known.minutes) = (Some(made.day), Minutes::parse(1200).ok());
    }
    let shown = run(request(&world).reservation(&id)).unwrap();
    assert_eq!((shown.day, shown.minutes.get()), (made.day, 1200));
    let gone = ReservationId::parse("gone").unwrap();
    assert_eq!(run(request(&world).reservation(&gone)), Err(VenueError::NotFound));
}

#[test]
fn a_status_is_changed_refused_or_looked_up() {
    let world = World::new();
    let made = booked(&world, "k");
    let set = |status, fate| {
        world.vendor.fates.borrow_mut().extend(fate);
        run(request(&world).set_status(&made.id, status)).map(|one| one.status)
    };
    assert_eq!(set(Status::Reconfirmed, None), Ok(Status::Reconfirmed));
    let refused = Fate::TurnedDown(RemoteError::Conflict);
    assert_eq!(
        set(Status::Paid, Some(refused)),
        Err(VenueError::IllegalTransition)
    );
    let lost = Fate::Lost(std::time::Duration::ZERO);
    assert_eq!(set(Status::Cancelled, Some(lost)), Ok(Status::Cancelled));
    let unknown = VenueError::OutcomeUnknown("no answer in time".to_owned());
    assert_eq!(set(Status::Voided, Some(Fate::Vanished)), Err(unknown));
}

#[test]
fn what_has_begun_or_whose_guests_are_there_is_not_cancelled_and_what_is_cancelled_stays_so() {
    let world = World::new();
    let made = booked(&world, "k");
    let stands = |status| world.vendor.held.borrow_mut()[0].known.status = status;
    let cancel = || {
        world.vendor.calls.borrow_mut().clear();
        let answer = run(request(&world).set_status(&made.id, Status::Cancelled)).map(|one| one.status);
        let is_sent = world.vendor.calls.borrow().contains(&"status".to_owned());
        (answer, is_sent)
    };
    for status in [Status::Arrived, Status::Seated, Status::NoShow] {
        stands(status);
        assert_eq!(
            cancel(),
            (Err(VenueError::IllegalTransition), false),
            "{status:?}"
        );
    }
    stands(Status::Cancelled);
    assert_eq!(cancel(), (Ok(Status::Cancelled), false));
    stands(Status::Booked);
    // It is Friday at noon; the reservation is a week later at seven.
    world
        .clock
        .advance(std::time::Duration::from_secs((7 * 24 + 7) * 3600 - 1));
    assert_eq!(cancel(), (Ok(Status::Cancelled), true));
    stands(Status::Booked);
    world.clock.advance(std::time::Duration::from_secs(1));
    assert_eq!(cancel(), (Err(VenueError::IllegalTransition), false));
}

#[test]
fn slots_for_a_move_are_one_guests_and_are_not_kept() {
    let world = World::new();
    let made = booked(&world, "k");
    let slots = |moving: Option<&ReservationId>| {
        let slots = run(request(&world).slots(&question(moving.cloned()))).unwrap();
        slots[0].status
    };
    assert_eq!(slots(None), SlotStatus::Open);
    *world.vendor.slots.borrow_mut() = json!([slot(1140, false)]);
    assert_eq!(slots(None), SlotStatus::Open);
    assert_eq!(slots(Some(&made.id)), SlotStatus::Full);
    assert_eq!(slots(None), SlotStatus::Open);
}

#[test]
fn an_experience_that_was_turned_down_is_unknown_only_if_it_is_not_listed() {
    let world = World::new();
    let mut unknown = question(None);
    unknown.experience_id = "brunch".to_owned().try_into().unwrap();
    for (question, is_known) in [(question(None), true), (unknown, false)] {
        world
            .vendor
            .failures
            .borrow_mut()
            .push_back(RemoteError::NotFound);
        let answer = run(request(&world).slots(&question));
        assert_eq!(
            matches!(answer, Err(VenueError::Failed(_))),
            is_known,
            "{answer:?}"
        );
        assert_eq!(matches!(answer, Err(VenueError::Fields(_))), !is_known);
    }
}

#[test]
fn what_the_system_does_not_show_of_a_reservation_made_here_is_remembered() {
    let mut world = World::new();
    let made = booked(&world, "k");
    for held in world.vendor.held.borrow_mut().iter_mut() {
        (held.known.attendees, held.known.experience) = (None, None);
    }
    world.restart();
    assert_eq!(run(request(&world).reservation(&made.id)), Ok(made));
}

#[test]
fn experiences_are_asked_for_once_in_ten_minutes_and_answered_to_others_for_half_a_minute() {
    use std::time::Duration;

    let world = World::new();
    let asked = || {
        let calls = world.vendor.calls.borrow();
        calls.iter().filter(|call| *call == "experiences").count()
    };
    let experiences = || {
        let scope = world.scope();
        let read = run(world.remote.for_request(&scope).experiences()).unwrap();
        (read.len(), scope.fresh_seconds())
    };
    assert_eq!((experiences(), asked()), ((1, 30), 1));
    world.clock.advance(Duration::from_mins(9));
    assert_eq!((experiences(), asked()), ((1, 30), 1));
    // Older ones are given while they are asked for anew.
    world.clock.advance(Duration::from_mins(2));
    assert_eq!((experiences(), asked()), ((1, 0), 1));
    assert_eq!(world.behind.run(), 1);
    assert_eq!(asked(), 2);
}

#[test]
fn a_change_of_what_was_chosen_is_refused_and_an_empty_one_changes_nothing() {
    let world = World::new();
    let made = booked(&world, "k");
    let change = |change: serde_json::Value| {
        let change: ReservationChange = serde_json::from_value(change).unwrap();
        run(request(&world).change(&made.id, &change))
    };
    let faults = ["/people", "/addOns"].map(|pointer| FieldError::new(pointer, FieldCode::NotOffered));
    let chosen = json!({
        "people": [{ "category": "adult", "count": 2 }], "addOns": [{ "id": "wine", "quantity": 1 }], "answers": [],
    });
    assert_eq!(change(chosen), Err(VenueError::Fields(faults.to_vec())));
    let empty = serde_json::from_value(json!({ "people": [], "addOns": [] })).unwrap();
    assert!(choice_faults(&empty, false).is_empty());
}

#[test]
fn a_code_is_refused_where_the_system_has_none() {
    let world = World::new();
    let code = AccessCode::parse("FRIENDS").unwrap();
    let fault = FieldError::new("/accessCode", FieldCode::NotOffered);
    let refused = run(request(&world).experiences_with(&code));
    assert_eq!(refused, Err(VenueError::Fields(vec![fault])));
}
