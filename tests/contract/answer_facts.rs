//! Facts about answers of guests at each remote system: its staff read them where they read guests' notes.

use edge::provider::BookingRequest;
use serde_json::json;
use shared::choices::Answer;

use super::World;
use super::facts::{choice, order};
use super::fourspaces::at_fourspaces;
use super::hotel::hotel_alone;
use super::mews_world::property;

/// The guest's own notes and the answer, as they stand in front of all that a system adds.
const NOTED: &str = "By the window\n• Allergies: Nuts / and celery";

/// An order of a guest who has answered.
async fn answered(world: &World, key: &str) -> BookingRequest {
    let choice = choice(world).await;
    let mut order = order(world, &choice, key);
    let answer = json!({ "question": "allergies", "value": "Nuts\nand celery" });
    let answer: Answer = serde_json::from_value(answer).unwrap();
    order.request.answers = vec![answer];
    order
}

#[tokio::test(start_paused = true)]
async fn answers_are_in_the_note_of_a_reservation_at_mews() {
    let property = property(&json!({}));
    let order = answered(&property.world, "key-1").await;
    property.world.provider.reserve(&order).await.unwrap();
    let now = property.clock.since_epoch();
    let mut simulator = property.simulator.borrow_mut();
    assert_eq!(simulator.books(now).bookings[0].notes, [NOTED]);
    let faults: Vec<_> = simulator.faults().iter().collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[tokio::test(start_paused = true)]
async fn answers_are_in_the_task_of_staff_where_notes_at_mews_are_tasks() {
    let property = property(&json!({ "notes": "task" }));
    let order = answered(&property.world, "key-1").await;
    property.world.provider.reserve(&order).await.unwrap();
    let now = property.clock.since_epoch();
    let mut simulator = property.simulator.borrow_mut();
    let books = simulator.books(now);
    assert!(books.bookings[0].notes.is_empty());
    assert_eq!(books.tasks, [NOTED]);
}

#[tokio::test(start_paused = true)]
async fn answers_are_in_the_comment_of_a_reservation_at_fourspaces() {
    let at = at_fourspaces(&json!({}));
    let order = answered(&at.world, "key-1").await;
    at.world.provider.reserve(&order).await.unwrap();
    let simulator = at.simulator.borrow();
    let comment = &simulator.books().all()[0].comment;
    assert!(comment.starts_with(&format!("{NOTED}\nGuests: 2\n")), "{comment}");
}

#[tokio::test(start_paused = true)]
async fn answers_are_in_the_notes_of_a_reservation_at_a_hotel() {
    let hotel = hotel_alone();
    let order = answered(&hotel.world, "key-1").await;
    let booked = hotel.world.provider.reserve(&order).await.unwrap().reservation;
    assert_eq!(hotel.property.notes(&booked.id).as_deref(), Some(NOTED));
    assert_eq!(booked.answers.len(), 1);
}
