//! The facts, over the provider's port alone. They must not know which system answers.

use couvert_tests::molzait::STAFF_MARKER;
use edge::error::VenueError;
use edge::provider::{BookingRequest, CalendarQuestion, ReservationsQuestion, SlotsQuestion};
use edge::storage::idempotency::IdempotencyKey;
use serde_json::json;
use shared::availability::{DayStatus, Slot, SlotStatus};
use shared::id::{ExperienceId, ReservationId};
use shared::reservation::{Reservation, Status};
use shared::time::{Day, Minutes};
use shared::validation::FieldCode;

use super::World;

/// A slot that can be booked.
pub(super) struct Choice {
    pub(super) day: Day,
    pub(super) slot: Slot,
}

pub(super) fn slots_question(world: &World, day: Day) -> SlotsQuestion {
    SlotsQuestion {
        experience_id: world.experience.clone(),
        attendees: world.party,
        day,
        moving: None,
    }
}

/// The first open slot of the next fortnight.
pub(super) async fn choice(world: &World) -> Choice {
    let question = CalendarQuestion {
        experience_id: world.experience.clone(),
        attendees: world.party,
        from: world.today.plus(1).unwrap(),
        to: world.today.plus(14).unwrap(),
    };
    let days = world.provider.calendar(&question).await.unwrap();
    let open = days.iter().find(|day| day.status == DayStatus::Open);
    let day = open.expect("a day is open").day;
    let slots = world.provider.slots(&slots_question(world, day)).await.unwrap();
    let slot = slots.into_iter().find(|slot| slot.status == SlotStatus::Open);
    Choice {
        day,
        slot: slot.expect("an open day has an open slot"),
    }
}

const NOTES: &str = "By the window";

pub(super) fn order(world: &World, choice: &Choice, key: &str) -> BookingRequest {
    let request = json!({
        "experienceId": world.experience, "day": choice.day, "minutes": choice.slot.minutes,
        "attendees": world.party, "locale": "en", "notes": NOTES,
        "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" },
    });
    BookingRequest {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    }
}

pub(super) async fn book(world: &World, choice: &Choice, key: &str) -> Reservation {
    let booked = world.provider.reserve(&order(world, choice, key)).await.unwrap();
    assert!(!booked.replayed);
    booked.reservation
}

/// A reservation as it is read later: without its token, and with the guest's own notes where the system keeps
/// them apart from those of staff.
pub(super) async fn as_read_later(world: &World, reservation: Reservation) -> Reservation {
    let notes = world.provider.reservation(&reservation.id).await.unwrap().notes;
    assert!(notes.as_ref().is_none_or(|notes| notes.as_str() == NOTES));
    Reservation {
        manage_token: None,
        notes,
        ..reservation
    }
}

pub(super) fn has_fault<T>(answer: Result<T, VenueError>, pointer: &str, code: FieldCode) {
    match answer {
        Err(VenueError::Fields(errors)) => {
            let is_it =
                |error: &shared::validation::FieldError| error.pointer == pointer && error.code == code;
            assert!(errors.iter().any(is_it), "{errors:?}");
        }
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("{pointer} should be refused"),
    }
}

pub async fn an_open_slot_can_be_booked(world: &World) {
    let choice = choice(world).await;
    let booked = book(world, &choice, "key-1").await;
    assert_eq!(
        (
            booked.day,
            booked.minutes,
            booked.attendees,
            &booked.experience.id
        ),
        (choice.day, choice.slot.minutes, world.party, &world.experience)
    );
    assert_eq!(booked.duration, choice.slot.duration);
    assert!(!booked.number.is_empty());
    assert!(booked.manage_token.is_some_and(|token| token.len() >= 32));
}

pub async fn the_same_key_repeats_the_answer(world: &World) {
    let choice = choice(world).await;
    let first = book(world, &choice, "key-1").await;
    let again = world
        .provider
        .reserve(&order(world, &choice, "key-1"))
        .await
        .unwrap();
    assert!(again.replayed);
    assert_eq!(again.reservation, first);
}

pub async fn another_body_under_the_same_key_is_refused(world: &World) {
    let choice = choice(world).await;
    book(world, &choice, "key-1").await;
    let mut other = order(world, &choice, "key-1");
    other.request.notes = None;
    assert_eq!(world.provider.reserve(&other).await, Err(VenueError::KeyReused));
}

pub async fn a_full_slot_cannot_be_booked_and_others_are_named(world: &World) {
    let choice = choice(world).await;
    let mut refused = None;
    for turn in 0..100 {
        let order = order(world, &choice, &format!("key-{turn}"));
        if let Err(error) = world.provider.reserve(&order).await {
            refused = Some(error);
            break;
        }
    }
    let Some(VenueError::Taken { alternatives }) = refused else {
        panic!("{refused:?}");
    };
    assert!(!alternatives.is_empty());
    for slot in &alternatives {
        assert_eq!(slot.status, SlotStatus::Open);
        assert_ne!(slot.minutes, choice.slot.minutes);
    }
    let now = world
        .provider
        .slots(&slots_question(world, choice.day))
        .await
        .unwrap();
    let at = |minutes: Minutes| now.iter().find(|slot| slot.minutes == minutes);
    for slot in &alternatives {
        assert_eq!(at(slot.minutes).map(|now| now.price), Some(slot.price));
    }
    let full = at(choice.slot.minutes);
    assert_eq!(full.map(|slot| slot.status), Some(SlotStatus::Full));
}

pub async fn an_unknown_experience_names_the_field(world: &World) {
    let choice = choice(world).await;
    let unknown = ExperienceId::parse("tea-with-the-queen").unwrap();
    let mut question = slots_question(world, choice.day);
    question.experience_id = unknown.clone();
    let mut wrong = order(world, &choice, "key-1");
    wrong.request.experience_id = unknown;
    let (pointer, code) = ("/experienceId", FieldCode::Unknown);
    has_fault(world.provider.slots(&question).await, pointer, code);
    has_fault(world.provider.reserve(&wrong).await, pointer, code);
}

pub async fn days_that_cannot_be_booked_are_closed(world: &World) {
    let last = world.today.plus(world.horizon_days.into()).unwrap();
    for (from, to) in [
        (world.today.minus(3).unwrap(), world.today.minus(1).unwrap()),
        (last.plus(1).unwrap(), last.plus(3).unwrap()),
    ] {
        let question = CalendarQuestion {
            experience_id: world.experience.clone(),
            attendees: world.party,
            from,
            to,
        };
        let days = world.provider.calendar(&question).await.unwrap();
        assert_eq!(days.len(), 3);
        assert!(days.iter().all(|day| day.status == DayStatus::Closed), "{days:?}");
    }
}

pub async fn an_area_is_offered_or_refused(world: &World) {
    let choice = choice(world).await;
    let mut order = order(world, &choice, "key-1");
    if world.provider.abilities().areas {
        let area = choice.slot.areas.first().unwrap();
        order.request.area_id = Some(area.id.clone());
        assert!(world.provider.reserve(&order).await.is_ok());
    } else {
        assert_eq!(choice.slot.areas, []);
        order.request.area_id = serde_json::from_value(json!("garden")).unwrap();
        has_fault(
            world.provider.reserve(&order).await,
            "/areaId",
            FieldCode::NotOffered,
        );
    }
}

pub async fn a_reservation_is_found_again(world: &World) {
    let choice = choice(world).await;
    let booked = as_read_later(world, book(world, &choice, "key-1").await).await;
    assert_eq!(world.provider.reservation(&booked.id).await, Ok(booked.clone()));
    let unknown = ReservationId::parse("nobody").unwrap();
    assert_eq!(
        world.provider.reservation(&unknown).await,
        Err(VenueError::NotFound)
    );
    if world.provider.abilities().listing {
        let question = ReservationsQuestion {
            from: choice.day,
            to: choice.day,
            statuses: vec![booked.status],
            include_walk_ins: false,
        };
        let listed = world.provider.reservations(&question).await.unwrap();
        assert!(listed.contains(&booked), "{listed:?}");
    }
}

pub async fn a_status_is_taken_step_by_step(world: &World) {
    if !world.provider.abilities().status || world.seats_in_time_alone {
        return;
    }
    let booked = book(world, &choice(world).await, "key-1").await;
    for status in [Status::Seated, Status::Finished] {
        let now = world.provider.set_status(&booked.id, status).await.unwrap();
        assert_eq!((&now.id, now.status), (&booked.id, status));
    }
    let again = world.provider.reservation(&booked.id).await.unwrap();
    assert_eq!(again.status, Status::Finished);
    let unknown = ReservationId::parse("nobody").unwrap();
    assert_eq!(
        world.provider.set_status(&unknown, Status::Seated).await,
        Err(VenueError::NotFound)
    );
}

pub async fn what_staff_wrote_stays_with_them(world: &World) {
    let choice = choice(world).await;
    let booked = book(world, &choice, "key-1").await;
    let question = slots_question(world, choice.day);
    let listing = ReservationsQuestion {
        from: choice.day,
        to: choice.day,
        statuses: vec![],
        include_walk_ins: true,
    };
    let answers = json!([
        world.provider.experiences().await.unwrap(),
        world.provider.slots(&question).await.unwrap(),
        world.provider.reservation(&booked.id).await.unwrap(),
        world.provider.reservations(&listing).await.unwrap(),
        booked,
    ])
    .to_string();
    for secret in [STAFF_MARKER, "Muster", "ada@example.com", "(Ref."] {
        assert!(!answers.contains(secret), "{secret} in {answers}");
    }
}
