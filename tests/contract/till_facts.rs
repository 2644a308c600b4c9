//! Facts about our own adapter for Molzait, pointed at our own engine with a till beside it: it sees areas, parties that
//! came without a reservation, and payments of each type.

use edge::provider::payment_type::PaymentType;
use edge::provider::{ReservationsQuestion, SlotsQuestion};
use serde_json::{Value, json};
use shared::availability::{Slot, SlotStatus};
use shared::id::ExperienceId;
use shared::payment::PaymentKind;
use shared::reservation::Status;

use super::worlds::{World, external_with_till};

/// An experience each evening, paid for in this way.
fn experience(id: &str, payment: Option<PaymentKind>) -> Value {
    let mut experience = json!({
        "id": id, "name": { "en": id }, "shorthand": "DIN",
        "shortDescription": { "en": "À la carte" }, "descriptionHtml": { "en": "<p>À la carte</p>" },
        "attendees": { "min": 1, "max": 2 }, "confirmation": "instant", "slotIntervalMinutes": 30,
        "durations": [{ "upTo": 2, "minutes": 90 }],
        "periods": [{
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "firstMinutes": 1080, "lastMinutes": 1320,
        }],
    });
    if let Some(kind) = payment {
        experience["payment"] =
            json!({ "type": kind, "pricePerGuest": 3_400, "dueMinutes": 30, "refundMinutes": 1_440 });
    }
    experience
}

/// A venue of two rooms, with dinner and an experience for each kind of payment.
fn engine() -> Value {
    let room = |id: &str, table: &str, place: u8| {
        json!({
            "id": id, "name": { "en": id }, "sortIndex": place,
            "tables": [{
                "id": table, "name": table, "minPartySize": 1, "maxPartySize": 2, "type": "rect_two", "x": 0, "y": 0,
            }],
        })
    };
    let kinds = PaymentType::ALL.into_iter().filter_map(PaymentType::kind);
    let mut experiences = vec![experience("dinner", None)];
    experiences.extend(kinds.map(|kind| experience(&id_of(kind), Some(kind))));
    json!({
        "horizonDays": 30, "rooms": [room("hall", "h1", 0), room("main-room", "m1", 1)], "experiences": experiences,
    })
}

/// The id of the experience that is paid for in this way.
fn id_of(kind: PaymentKind) -> String {
    json!(kind).as_str().unwrap().replace('_', "-")
}

/// The slots for two three days later.
async fn slots(world: &World, experience: &str) -> Vec<Slot> {
    let question = SlotsQuestion {
        experience_id: ExperienceId::parse(experience).unwrap(),
        attendees: world.party,
        day: world.today.plus(3).unwrap(),
        moving: None,
    };
    world.provider.slots(&question).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_areas_of_a_slot_are_those_with_a_table() {
    let (world, till) = external_with_till(&engine());
    let booking = json!({
        "attendees": 2, "day": world.today.plus(3).unwrap(), "minutes": 1_080, "experienceId": "dinner",
        "lastName": "Muster", "locale": "en", "pinnedTableIds": ["h1"],
    });
    let (status, booked) = till.ask("POST", "/external/reservations", Some(&booking)).await;
    assert_eq!(status, 201, "{booked}");
    let slots = slots(&world, "dinner").await;
    for (minutes, wanted) in [(1_080, vec!["main-room"]), (1_320, vec!["hall", "main-room"])] {
        let slot = slots.iter().find(|slot| slot.minutes.get() == minutes).unwrap();
        assert_eq!(slot.status, SlotStatus::Open);
        let areas: Vec<_> = slot.areas.iter().map(|area| area.id.as_str()).collect();
        assert_eq!(areas, wanted);
    }
}

#[tokio::test(start_paused = true)]
async fn a_party_without_a_reservation_is_listed_where_it_is_wanted() {
    let (world, till) = external_with_till(&engine());
    let call = json!({ "tableName": "h1", "attendees": 2 });
    let (status, party) = till.ask("POST", "/external/tables/checkin", Some(&call)).await;
    assert_eq!((status, &party["source"]), (200, &json!("walk_in")));
    for (include_walk_ins, ids) in [(false, json!([])), (true, json!([party["id"]]))] {
        let question = ReservationsQuestion {
            from: world.today,
            to: world.today,
            statuses: vec![Status::Seated],
            include_walk_ins,
        };
        let listed = world.provider.reservations(&question).await.unwrap();
        let found: Vec<_> = listed.iter().map(|one| &one.id).collect();
        assert_eq!(json!(found), ids);
        for one in listed {
            assert_eq!(
                (json!(one.number), one.attendees),
                (party["number"].clone(), world.party)
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn payments_of_each_type_are_seen() {
    let (world, _) = external_with_till(&engine());
    for kind in PaymentType::ALL.into_iter().filter_map(PaymentType::kind) {
        let slots = slots(&world, &id_of(kind)).await;
        assert!(!slots.is_empty(), "{kind:?}");
        for slot in slots {
            let terms = slot.payment.unwrap();
            assert_eq!((terms.kind, terms.amount.amount()), (kind, 6_800));
        }
    }
}
