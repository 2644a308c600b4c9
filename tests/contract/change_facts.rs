//! The facts about changing a reservation, over the provider's port alone. A system that cannot change anything
//! says so.

use edge::error::VenueError;
use edge::provider::SlotsQuestion;
use shared::availability::{Slot, SlotStatus};
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::validation::{FieldCode, Notes};

use super::World;
use super::facts::{Choice, as_read_later, book, choice, has_fault, order, slots_question};

/// A reservation, where it is, and another open slot of the same day; none where nothing can be changed,
/// after checking that the refusal is right.
async fn booked(world: &World) -> Option<(Reservation, Choice, Slot)> {
    let choice = choice(world).await;
    let booked = as_read_later(world, book(world, &choice, "key-1").await).await;
    // An empty change changes nothing.
    let same = world
        .provider
        .change(&booked.id, &ReservationChange::default())
        .await;
    assert_eq!(same, Ok(booked.clone()));
    let slots = world
        .provider
        .slots(&slots_question(world, choice.day))
        .await
        .unwrap();
    // Far enough away that the two do not overlap.
    let other = slots
        .into_iter()
        .rev()
        .find(|slot| slot.status == SlotStatus::Open);
    let other = other.expect("another slot is open");
    if !world.provider.abilities().slot_changes {
        let refused = world.provider.change(&booked.id, &to(&other)).await;
        has_fault(refused, "", FieldCode::NotOffered);
        assert_eq!(world.provider.reservation(&booked.id).await, Ok(booked));
        return None;
    }
    assert!(i64::from(other.minutes) >= i64::from(choice.slot.minutes) + i64::from(choice.slot.duration));
    Some((booked, choice, other))
}

fn to(slot: &Slot) -> ReservationChange {
    ReservationChange {
        minutes: Some(slot.minutes),
        ..ReservationChange::default()
    }
}

async fn slot(world: &World, question: &SlotsQuestion, like: &Slot) -> Slot {
    let slots = world.provider.slots(question).await.unwrap();
    slots
        .into_iter()
        .find(|slot| slot.minutes == like.minutes)
        .unwrap()
}

/// Books a slot until nothing is left of it.
async fn fill(world: &World, choice: &Choice) {
    for turn in 0..100 {
        match world
            .provider
            .reserve(&order(world, choice, &format!("filler-{turn}")))
            .await
        {
            Ok(_) => {}
            Err(VenueError::Taken { .. }) => return,
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("a slot has no end");
}

pub async fn a_reservation_is_moved_and_its_place_is_free_again(world: &World) {
    let Some((booked, choice, other)) = booked(world).await else {
        return;
    };
    let question = slots_question(world, choice.day);
    let before = slot(world, &question, &choice.slot).await.spots_open;
    let change = ReservationChange {
        notes: Some(Notes::parse("A high chair").unwrap()),
        ..to(&other)
    };
    let moved = world.provider.change(&booked.id, &change).await.unwrap();
    assert_eq!(moved.id, booked.id);
    let in_place = world.provider.abilities().in_place;
    assert_eq!(moved.number == booked.number, in_place);
    assert_eq!((moved.minutes, moved.status), (other.minutes, booked.status));
    assert_eq!(world.provider.reservation(&booked.id).await, Ok(moved.clone()));
    assert!(slot(world, &question, &choice.slot).await.spots_open > before);
    assert_eq!(world.provider.change(&booked.id, &change).await, Ok(moved));
}

pub async fn a_reservation_that_cannot_be_moved_stays_as_it_is(world: &World) {
    let Some((booked, choice, other)) = booked(world).await else {
        return;
    };
    let there = Choice {
        day: choice.day,
        slot: other.clone(),
    };
    fill(world, &there).await;
    let refused = world.provider.change(&booked.id, &to(&other)).await;
    let Err(VenueError::Taken { alternatives }) = refused else {
        panic!("{refused:?}");
    };
    // Its own time is one of them where its own table is free to it.
    let own = alternatives.iter().any(|slot| slot.minutes == booked.minutes);
    assert!(own || !world.provider.abilities().in_place);
    let nowhere = ReservationChange {
        day: world.today.minus(1),
        ..ReservationChange::default()
    };
    has_fault(
        world.provider.change(&booked.id, &nowhere).await,
        "/day",
        FieldCode::InThePast,
    );
    assert_eq!(world.provider.reservation(&booked.id).await, Ok(booked));
}

pub async fn its_own_place_is_free_to_a_reservation(world: &World) {
    let Some((booked, choice, _)) = booked(world).await else {
        return;
    };
    fill(world, &choice).await;
    let everybody = slots_question(world, choice.day);
    assert_eq!(
        slot(world, &everybody, &choice.slot).await.status,
        SlotStatus::Full
    );
    let own = SlotsQuestion {
        moving: Some(booked.id.clone()),
        ..everybody
    };
    assert_eq!(slot(world, &own, &choice.slot).await.status, SlotStatus::Open);
    let fewer = ReservationChange {
        attendees: Some(shared::party::Attendees::MIN),
        ..ReservationChange::default()
    };
    let changed = world.provider.change(&booked.id, &fewer).await;
    let seen = world.provider.reservation(&booked.id).await.unwrap();
    match changed {
        Ok(changed) => {
            assert_eq!(changed.attendees, shared::party::Attendees::MIN);
            assert_eq!(seen, changed);
        }
        // Another reservation is made first, and its own table may be in its way.
        Err(VenueError::Taken { .. }) if !world.provider.abilities().in_place => {
            assert_eq!(seen, booked);
        }
        Err(other) => panic!("{other:?}"),
    }
}

pub async fn what_is_over_is_not_changed(world: &World) {
    let Some((booked, _, other)) = booked(world).await else {
        return;
    };
    world
        .provider
        .set_status(&booked.id, Status::Cancelled)
        .await
        .unwrap();
    assert_eq!(
        world.provider.change(&booked.id, &to(&other)).await,
        Err(VenueError::IllegalTransition)
    );
}

pub async fn a_note_is_changed_by_itself_where_the_abilities_say_so(world: &World) {
    let choice = choice(world).await;
    let booked = as_read_later(world, book(world, &choice, "key-1").await).await;
    let note = ReservationChange {
        notes: Some(Notes::parse("A high chair").unwrap()),
        ..ReservationChange::default()
    };
    let changed = world.provider.change(&booked.id, &note).await;
    if world.provider.abilities().changes_note() {
        assert_eq!(changed.map(|changed| changed.id), Ok(booked.id));
        return;
    }
    let Err(VenueError::Fields(faults)) = changed else {
        panic!("{changed:?}");
    };
    assert!(faults.iter().all(|fault| fault.code == FieldCode::NotOffered));
    assert_eq!(world.provider.reservation(&booked.id).await, Ok(booked));
}
