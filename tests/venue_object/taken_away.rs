//! Facts about tables that are held for a waiting guest, and that the restaurant takes away or gives them itself.

use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::waitlist::WaitlistRequest;
use serde_json::{Value, json};
use shared::id::{ReservationId, WaitlistEntryId};
use shared::reservation::Status;

use super::object::{NOON, Object};
use super::retention::{look, offered};

async fn staff(object: &Object, to: Status) {
    let held = object.rows("SELECT id FROM reservations WHERE status = 'unconfirmed'");
    let id = ReservationId::parse(held[0]["id"].as_str().unwrap()).unwrap();
    let call = Request::Staff(StaffRequest::SetStatus(id, to));
    let response = object.send(call).await;
    assert!(response["Ok"].is_object(), "{response}");
}

async fn of_entry(object: &Object, entry: &Value, call: fn(WaitlistEntryId) -> WaitlistRequest) -> Value {
    let id = WaitlistEntryId::parse(entry["id"].as_str().unwrap()).unwrap();
    let token = entry["wishToken"].as_str();
    object.say_with(token, Request::Waitlist(call(id))).await
}

/// The subjects of the letters since they were looked at last, and to whom.
async fn letters(object: &Object) -> Vec<(String, String)> {
    object.wake().await;
    let taken = object.office.taken.borrow_mut().drain(..).collect::<Vec<_>>();
    let view = |letter: edge::mail::OutgoingEmail| {
        let occasion = letter.id.split('-').next().unwrap_or_default().to_owned();
        (occasion, letter.to.address)
    };
    taken.into_iter().map(view).collect()
}

#[tokio::test]
async fn a_guest_whose_held_table_is_taken_away_waits_again_and_gets_no_cancellation() {
    for to in [Status::Cancelled, Status::Voided] {
        let (object, entry) = offered().await;
        letters(&object).await;
        // A larger party, so that the table that comes free does not fit.
        object.write(vec![edge::storage::database::Statement::new(
            "UPDATE waitlist SET attendees = 4",
            vec![],
        )]);
        staff(&object, to).await;
        let seen = look(&object, &entry).await["Ok"].clone();
        assert_eq!(
            (&seen["status"], &seen["offer"]),
            (&json!("waiting"), &Value::Null)
        );
        assert_eq!(letters(&object).await, []);
        let accepted = of_entry(&object, &entry, WaitlistRequest::Accept).await;
        assert_eq!(accepted["Err"], "OfferOver");
        // The end of the offer does not end the entry, and the held reservation is blanked.
        object.run_until(NOON.plus_minutes(60)).await;
        assert_eq!(look(&object, &entry).await["Ok"]["status"], "waiting");
        let blanked = "SELECT id FROM reservations WHERE last_name = 'Warter'";
        assert_eq!(object.rows(blanked), Vec::<Value>::new());
    }
}

#[tokio::test]
async fn what_comes_free_again_is_offered_to_the_same_guest_by_another_letter() {
    let (object, entry) = offered().await;
    letters(&object).await;
    object.run_until(NOON.plus_minutes(5)).await;
    staff(&object, Status::Cancelled).await;
    assert_eq!(look(&object, &entry).await["Ok"]["status"], "offered");
    assert_eq!(
        letters(&object).await,
        [("offered".to_owned(), "ben@example.com".to_owned())]
    );
    let accepted = of_entry(&object, &entry, WaitlistRequest::Accept).await;
    assert_eq!(accepted["Ok"]["status"], "booked");
}

#[tokio::test]
async fn where_staff_say_yes_in_the_guests_place_the_offer_is_accepted() {
    let (object, entry) = offered().await;
    letters(&object).await;
    staff(&object, Status::Booked).await;
    assert_eq!(look(&object, &entry).await["Ok"]["status"], "accepted");
    assert_eq!(
        letters(&object).await,
        [("confirmed".to_owned(), "ben@example.com".to_owned())]
    );
    // There is a reservation to cancel, and no entry to withdraw.
    let withdrawn = of_entry(&object, &entry, WaitlistRequest::Withdraw).await;
    assert_eq!(withdrawn["Err"], "OfferOver");
    object.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(look(&object, &entry).await["Ok"]["status"], "accepted");
    let again = of_entry(&object, &entry, WaitlistRequest::Accept).await;
    assert_eq!(again["Ok"]["status"], "booked");
}
