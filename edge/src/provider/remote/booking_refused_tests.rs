//! Facts about orders that are refused: each names its cause, and the key is free again.

use super::*;

#[test]
fn what_was_refused_before_anything_was_sent_leaves_the_key_free() {
    let world = World::new();
    let full = order("k", |body| body["minutes"] = json!(1200));
    let Err(VenueError::Taken { alternatives }) = book(&world, &full) else {
        panic!("it is full");
    };
    let open: Vec<u16> = alternatives.iter().map(|slot| slot.minutes.get()).collect();
    assert_eq!(open, [1140, 1170]);
    world.vendor.failures.borrow_mut().push_back(RemoteError::Timeout);
    assert_eq!(book(&world, &order("k", |_| {})), Err(VenueError::Timeout));
    assert_eq!(calls(&world, "create"), 0);
    assert!(book(&world, &order("k", |_| {})).is_ok());
}

#[test]
fn what_cannot_be_booked_is_named_by_its_field() {
    let world = World::new();
    for (pointer, value, fault) in [
        ("/minutes", json!(1145), ("/minutes", FieldCode::NotASlot)),
        ("/attendees", json!(9), ("/attendees", FieldCode::PartyTooLarge)),
        ("/day", json!("2026-11-19"), ("/day", FieldCode::InThePast)),
        ("/day", json!("2027-11-19"), ("/day", FieldCode::BeyondHorizon)),
        (
            "/experienceId",
            json!("brunch"),
            ("/experienceId", FieldCode::Unknown),
        ),
    ] {
        let order = order("k", |body| *body.pointer_mut(pointer).unwrap() = value);
        let fields = vec![FieldError::new(fault.0, fault.1)];
        assert_eq!(book(&world, &order), Err(VenueError::Fields(fields)), "{pointer}");
    }
    let order = order("k", |body| body["areaId"] = json!("hall"));
    let fields = vec![FieldError::new("/areaId", FieldCode::NotOffered)];
    assert_eq!(book(&world, &order), Err(VenueError::Fields(fields)));
}

#[test]
fn a_refused_booking_shows_what_is_open_now_and_leaves_the_key_free() {
    let world = World::new();
    let order = order("k", |_| {});
    let fates = [
        Fate::TurnedDown(RemoteError::Conflict),
        Fate::TurnedDown(RemoteError::Refused("create: turned down (400)".to_owned())),
        Fate::TurnedDown(RemoteError::Away {
            retry_after: Some(7),
            cause: "breaker".to_owned(),
        }),
    ];
    world.vendor.fates.borrow_mut().extend(fates);
    let Err(VenueError::Taken { alternatives }) = book(&world, &order) else {
        panic!("it is taken");
    };
    let open: Vec<u16> = alternatives.iter().map(|slot| slot.minutes.get()).collect();
    assert_eq!(open, [1170]);
    let failed = VenueError::Failed("create: turned down (400)".to_owned());
    assert_eq!(book(&world, &order), Err(failed));
    let away = VenueError::Away {
        retry_after: Some(7),
        cause: "breaker".to_owned(),
    };
    assert_eq!(book(&world, &order), Err(away));
    assert!(book(&world, &order).is_ok());
}
