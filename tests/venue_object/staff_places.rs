//! Facts about the tables, terms, money and letters of reservations that staff change.

use std::rc::Rc;

use edge::error::VenueError;
use serde_json::{Value, json};
use shared::reservation::Status;
use shared::validation::{FieldCode, FieldError};

use super::request_answers::{accept, newest_link};
use super::staff_changes::{change, changed, id, made, not_free, tables, venue};
use super::venue::{AMOUNT, NOON, Venue};

/// The venue of staff's bookings, where dinner is confirmed in this way, with a deposit per guest if there is one.
fn with_deposit(confirmation: &str, price: Option<u32>) -> Venue {
    let mut settings = serde_json::to_value(venue().settings).unwrap();
    let dinner = &mut settings["engine"]["experiences"][0];
    dinner["confirmation"] = json!(confirmation);
    if let Some(price) = price {
        dinner["payment"] = json!({
            "type": "deposit", "pricePerGuest": price, "dueMinutes": 30, "refundMinutes": 1_440,
        });
    }
    let settings = serde_json::from_value(settings).unwrap();
    Venue::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)))
}

/// The same venue, whose dinner costs more from now on and is over sooner.
fn at_other_terms(mut venue: Venue) -> Venue {
    let mut settings = serde_json::to_value(&venue.settings).unwrap();
    let dinner = &mut settings["engine"]["experiences"][0];
    dinner["payment"]["pricePerGuest"] = json!(5_000);
    dinner["durations"][0]["minutes"] = json!(60);
    venue.settings = serde_json::from_value(settings).unwrap();
    venue.restarted()
}

async fn paid(venue: &Venue) -> shared::reservation::Reservation {
    let booked = venue.book("a").await.unwrap();
    let payment = booked.checkout.clone().unwrap().id;
    assert!(venue.bank.pay_for(&payment));
    venue.tell_of("n1", &payment).await;
    booked
}

#[tokio::test]
async fn a_payment_that_is_waived_stays_waived_when_the_same_change_moves_the_reservation() {
    for moved in [
        json!({ "status": "booked", "minutes": 1_200 }),
        json!({ "status": "booked", "day": "2026-11-26", "attendees": 3 }),
    ] {
        let venue = with_deposit("instant", Some(3_400));
        let booked = venue.book("a").await.unwrap();
        let after = changed(&venue, &booked.id, moved).await;
        assert_eq!(
            (&after["reservation"]["status"], &after["payment"]["state"]),
            (&json!("booked"), &json!("closed"))
        );
        venue.run_until(NOON.plus_minutes(60)).await;
        assert_eq!(
            venue.staff_sees(&booked.id).await.reservation.status,
            Status::Booked
        );
        // Later there is no money that a larger party could contradict.
        let more = changed(&venue, &booked.id, json!({ "attendees": 4 })).await;
        assert_eq!(more["reservation"]["attendees"], 4);
    }
}

#[tokio::test]
async fn who_joins_guests_at_their_table_owes_nothing_in_advance() {
    let venue = with_deposit("instant", Some(3_400));
    let booked = paid(&venue).await;
    venue.staff(&booked.id, Status::Seated).await;
    let joined = changed(&venue, &booked.id, json!({ "attendees": 3 })).await;
    assert_eq!(
        (tables(&joined), &joined["reservation"]["attendees"]),
        (vec!["t1"], &json!(3))
    );
    assert_eq!(joined["reservation"]["payment"]["amount"]["amount"], AMOUNT);
    assert_eq!(joined["payment"]["state"], "paid");
}

#[tokio::test]
async fn another_price_for_money_that_came_is_refused_with_the_field_that_changes_it() {
    let venue = at_other_terms({
        let venue = with_deposit("instant", Some(3_400));
        let booked = paid(&venue).await;
        assert_eq!(booked.attendees.get(), 2);
        venue
    });
    let seen = venue.rows("SELECT id FROM reservations");
    let id = shared::id::ReservationId::parse(seen[0]["id"].as_str().unwrap()).unwrap();
    for (wanted, field) in [
        (json!({ "attendees": 3 }), "/attendees"),
        (json!({ "minutes": 1_200 }), "/minutes"),
        (json!({ "day": "2026-11-26" }), "/day"),
    ] {
        let fault = FieldError::new(field, FieldCode::NotOffered);
        let refused = change(&venue, &id, wanted).await;
        assert_eq!(refused, Err(VenueError::Fields(vec![fault])));
    }
}

#[tokio::test]
async fn a_switch_of_tables_leaves_price_terms_and_stay_as_they_were() {
    let venue = with_deposit("instant", Some(3_400));
    let booked = paid(&venue).await;
    let before = venue.staff_sees(&booked.id).await;
    let venue = at_other_terms(venue);
    let after = changed(&venue, &booked.id, json!({ "table_ids": ["t2"] })).await;
    assert_eq!(tables(&after), ["t2"]);
    let reservation = &after["reservation"];
    assert_eq!(reservation["payment"]["amount"]["amount"], AMOUNT);
    assert_eq!(reservation["duration"], 90);
    assert_eq!(after["span"], serde_json::to_value(before.span).unwrap());
    // The table is taken for as long as the party stays, and its former one is free.
    let at_eight = json!({ "minutes": 1_200 });
    let refused = change(
        &venue,
        &id(&made(&venue, json!({}), at_eight.clone()).await),
        json!({ "table_ids": ["t2"] }),
    )
    .await;
    assert_eq!(refused, Err(not_free(&["t2"])));
    let other = made(&venue, json!({ "pinned_table_ids": ["t1"] }), json!({})).await;
    assert_eq!(tables(&other), ["t1"]);
}

#[tokio::test]
async fn the_table_that_a_reservation_has_already_can_be_pinned_and_let_go() {
    let venue = venue();
    let one = made(&venue, json!({}), json!({})).await;
    assert_eq!(tables(&one), ["t1"]);
    let is_pinned =
        || venue.rows("SELECT is_pinned FROM reservations WHERE number = 1")[0]["is_pinned"].clone();
    changed(&venue, &id(&one), json!({ "table_ids": ["t1"] })).await;
    assert_eq!(is_pinned(), 1);
    // At the same time as another party at its table it finds no other one.
    made(
        &venue,
        json!({ "pinned_table_ids": ["t1"] }),
        json!({ "minutes": 1_260 }),
    )
    .await;
    let refused = change(&venue, &id(&one), json!({ "minutes": 1_260 })).await;
    assert_eq!(refused, Err(not_free(&["t1"])));
    // Without its pin it stays where it is until it is moved.
    let free = changed(&venue, &id(&one), json!({ "table_ids": [] })).await;
    assert_eq!((tables(&free), is_pinned()), (vec!["t1"], json!(0)));
    let moved = changed(&venue, &id(&one), json!({ "minutes": 1_260 })).await;
    assert_eq!(tables(&moved), ["t2"]);
    // A move to a table that it has is a pin as well.
    changed(
        &venue,
        &id(&one),
        json!({ "minutes": 1_290, "table_ids": ["t2"] }),
    )
    .await;
    assert_eq!(is_pinned(), 1);
    // A table that a party had whose evening is over is named without effect.
    venue.staff(&id(&one), Status::Cancelled).await;
    let noted = json!({ "table_ids": ["t2"], "internal_notes": { "set": "Ill" } });
    assert_eq!(tables(&changed(&venue, &id(&one), noted).await), ["t2"]);
}

#[tokio::test]
async fn guests_who_are_there_are_not_moved_to_a_later_day() {
    let venue = venue();
    let one = id(&made(&venue, json!({}), json!({})).await);
    venue.staff(&one, Status::Seated).await;
    let moved = change(&venue, &one, json!({ "day": "2026-11-27" })).await;
    assert_eq!(moved, Err(VenueError::IllegalTransition));
}

#[tokio::test]
async fn no_reminder_is_sent_to_guests_who_came_on_an_earlier_day() {
    let venue = venue();
    let one = id(&made(&venue, json!({}), json!({ "day": "2026-11-23" })).await);
    let early = json!({ "status": "seated", "day": "2026-11-21", "minutes": 1_080 });
    changed(&venue, &one, early).await;
    venue.run_until(NOON.plus_minutes(3 * 24 * 60)).await;
    let ids = venue.letter_ids();
    assert!(ids.iter().all(|id| !id.starts_with("reminder-")), "{ids:?}");
}

#[tokio::test]
async fn guests_whose_arrival_was_a_mistake_are_reminded_as_before() {
    let venue = venue();
    let one = id(&made(&venue, json!({}), json!({})).await);
    venue.staff(&one, Status::Arrived).await;
    venue.staff(&one, Status::Booked).await;
    venue.run_until(NOON.plus_minutes(4 * 24 * 60)).await;
    let ids = venue.letter_ids();
    let reminders = ids.iter().filter(|id| id.starts_with("reminder-"));
    assert_eq!(reminders.count(), 1, "{ids:?}");
}

#[tokio::test]
async fn what_staff_write_about_a_request_leaves_the_link_that_answers_it() {
    let venue = with_deposit("request", None);
    let one = id(&made(&venue, json!({}), json!({})).await);
    venue.run_until(NOON).await;
    let link = newest_link(&venue);
    for wanted in [
        json!({ "internal_notes": { "set": "The owner's aunt" }, "label_ids": ["vip"] }),
        json!({ "table_ids": ["t2"] }),
        json!({ "guest": { "company": { "set": "BestCorp Inc." }, "phone": { "set": "+436605512234" } } }),
    ] {
        changed(&venue, &one, wanted).await;
    }
    accept(&venue, &link).await;
    let seen = venue.staff_sees(&one).await;
    assert_eq!(seen.reservation.status, Status::Booked);
}

#[tokio::test]
async fn a_request_is_not_moved_to_a_time_at_which_it_would_be_declined() {
    let venue = with_deposit("request", None);
    let one = id(&made(&venue, json!({}), json!({})).await);
    // Half past seven on 21 November.
    venue.run_until(NOON.plus_minutes(7 * 60 + 30)).await;
    let today = json!({ "day": "2026-11-21", "minutes": 1_140 });
    let refused = change(&venue, &one, today).await;
    let fault = FieldError::new("/minutes", FieldCode::InThePast);
    assert_eq!(refused, Err(VenueError::Fields(vec![fault])));
}

#[tokio::test]
async fn a_request_that_is_accepted_in_two_steps_is_confirmed_to_its_guest() {
    let venue = with_deposit("request", None);
    let one = id(&made(&venue, json!({}), json!({})).await);
    venue.staff(&one, Status::Unconfirmed).await;
    venue.staff(&one, Status::Reconfirmed).await;
    venue.run_until(NOON.plus_minutes(1)).await;
    let ids = venue.letter_ids();
    assert_eq!(
        ids.iter().filter(|id| id.starts_with("confirmed-")).count(),
        1,
        "{ids:?}"
    );
}

#[tokio::test]
async fn the_audit_log_names_the_texts_that_staff_change_and_not_their_content() {
    let venue = venue();
    let one = id(&made(&venue, json!({}), json!({})).await);
    let wanted = json!({
        "notes": { "set": "By the window" }, "guest": { "email": "clear", "first_name": { "set": "Augusta" } },
    });
    changed(&venue, &one, wanted).await;
    let log = venue.rows("SELECT after FROM audit WHERE action = 'reservation.change'");
    let after: Value = serde_json::from_str(log[0]["after"].as_str().unwrap()).unwrap();
    assert_eq!(after["fields"], json!(["firstName", "email", "notes"]));
    let text = format!("{:?}", venue.rows("SELECT * FROM audit"));
    assert!(!text.contains("Augusta") && !text.contains("window"), "{text}");
}

#[tokio::test]
async fn guests_who_are_there_need_not_be_accepted() {
    let venue = with_deposit("request", None);
    let walk_in = json!({ "day": "2026-11-21", "minutes": 1_080 });
    let came = made(&venue, json!({ "source": "walk_in" }), walk_in).await;
    assert_eq!(came["reservation"]["status"], "booked");
    // Half past seven: whom staff enter now is there since seven.
    venue.run_until(NOON.plus_minutes(7 * 60 + 30)).await;
    let begun = json!({ "day": "2026-11-21", "minutes": 1_140 });
    let begun = made(&venue, json!({}), begun).await;
    venue.run_until(NOON.plus_minutes(8 * 60)).await;
    for one in [came, begun] {
        let seen = venue.staff_sees(&id(&one)).await;
        assert_eq!(seen.reservation.status, Status::Booked);
    }
}
