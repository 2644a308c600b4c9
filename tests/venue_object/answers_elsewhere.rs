//! Facts about answers of guests at venues whose reservations another system keeps.

use couvert_tests::molzait::{ALA_CARTE, BRUNCH};
use edge::error::VenueError;
use edge::venue::message::Request;
use serde_json::{Value, json};
use shared::reservation::Status;
use shared::validation::{FieldCode, FieldError};
use shared::venue::Experience;

use super::guest_data::{erase, export, stored};
use super::paid_system::{AtMolzait, Hotel};

/// Dinner à la carte, on a Friday.
const PLACE: (&str, &str, u16) = (ALA_CARTE, "2026-11-27", 1_140);

/// The choices of a guest who may not eat nuts and brings a small child.
fn choices() -> Value {
    json!({ "notes": "By the window", "answers": [
        { "question": "high_chair", "value": 1 },
        { "question": "allergies", "value": "Nuts\nof any kind" },
    ] })
}

/// The notes of that guest as staff read them.
const NOTED: &str = "By the window\n• Allergies or intolerances: Nuts / of any kind\n\
    • How many high chairs do you need? 1";

fn fault(pointer: &str, code: FieldCode) -> VenueError {
    VenueError::Fields(vec![FieldError::new(pointer, code)])
}

#[tokio::test(start_paused = true)]
async fn an_experience_at_molzait_is_shown_with_the_venues_questions() {
    let at = AtMolzait::asking(ALA_CARTE);
    let shown: Vec<Experience> = at.venue.send(Request::Experiences, None).await.unwrap();
    for experience in shown {
        let asked: Vec<_> = experience.questions.iter().map(|one| one.id.as_str()).collect();
        if experience.id.as_str() == ALA_CARTE {
            assert_eq!(asked, ["allergies", "high_chair", "song"]);
        } else {
            assert!(asked.is_empty(), "{asked:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn molzait_has_the_answers_in_its_notes_and_the_venue_keeps_none() {
    let at = AtMolzait::asking(ALA_CARTE);
    let booked = at.book_choices(PLACE, &choices(), "key-1").await.unwrap();
    let ids: Vec<_> = booked.answers.iter().map(|one| one.question.as_str()).collect();
    assert_eq!(ids, ["allergies", "high_chair"]);
    let notes = at.notes().remove(0).unwrap();
    let (written, reference) = notes.rsplit_once('\n').unwrap();
    assert_eq!(written, NOTED);
    assert!(reference.starts_with("(Ref. "), "{reference}");
    assert!(!stored(|sql| at.venue.rows(sql)).contains("Nuts"));
    assert!(at.venue.see(&booked).await.answers.is_empty());
    // The same key has the same answer.
    let again = at.book_choices(PLACE, &choices(), "key-1").await.unwrap();
    assert_eq!((&again.id, again.answers), (&booked.id, booked.answers));
}

#[tokio::test(start_paused = true)]
async fn molzait_is_sent_the_guests_notes_as_they_are_where_nothing_is_asked() {
    let at = AtMolzait::asking(BRUNCH);
    let notes = json!({ "notes": "By the\nwindow" });
    at.book_choices(PLACE, &notes, "key-1").await.unwrap();
    let written = at.notes().remove(0).unwrap();
    assert!(written.starts_with("By the\nwindow\n(Ref. "), "{written}");
    let order = at.book_choices(PLACE, &choices(), "key-2").await;
    assert!(
        matches!(&order, Err(VenueError::Fields(faults)) if faults.len() == 2),
        "{order:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_required_answer_that_is_left_out_is_named_and_molzait_is_sent_nothing() {
    let at = AtMolzait::asking(ALA_CARTE);
    let answers = json!({ "answers": [{ "question": "high_chair", "value": 1 }] });
    let refused = at.book_choices(PLACE, &answers, "key-1").await;
    assert_eq!(refused, Err(fault("/answers/allergies", FieldCode::Required)));
    assert!(at.notes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn answers_go_along_when_a_reservation_at_molzait_is_moved() {
    let at = AtMolzait::asking(ALA_CARTE);
    let booked = at.book_choices(PLACE, &choices(), "key-1").await.unwrap();
    let change = json!({ "minutes": 1_170, "notes": "Near the door" });
    at.change(&booked, change).await.unwrap();
    let notes = at.notes().pop().flatten().unwrap();
    let (written, _) = notes.rsplit_once('\n').unwrap();
    assert_eq!(written, NOTED.replace("By the window", "Near the door"));
}

#[tokio::test(start_paused = true)]
async fn answers_of_a_paid_booking_are_in_the_hotels_notes_and_in_the_letter() {
    let hotel = Hotel::asking();
    let booked = hotel.book_with(&choices(), "key-1").await.unwrap();
    assert_eq!(booked.status, Status::PaymentPending);
    assert_eq!(booked.answers.len(), 2);
    assert_eq!(hotel.system.notes(&booked.id).as_deref(), Some(NOTED));
    hotel.pay().await;
    hotel.pass(1).await;
    let seen = hotel.venue.see(&booked).await;
    assert_eq!((seen.status, &seen.answers), (Status::Booked, &booked.answers));
    let letters = hotel.venue.office.taken.borrow();
    let letter = letters
        .iter()
        .find(|letter| letter.subject.starts_with("Your table"))
        .unwrap();
    assert!(letter.text.contains("How many high chairs"), "{}", letter.text);
    // Another person may have the address that was typed.
    assert!(!letter.text.contains("Nuts"), "{}", letter.text);
}

#[tokio::test(start_paused = true)]
async fn answers_of_a_paid_booking_are_handed_out_and_erased_with_their_guests_data() {
    let hotel = Hotel::asking();
    let booked = hotel.book_with(&choices(), "key-1").await.unwrap();
    // It is given up, since it is not paid.
    hotel.pass(9).await;
    assert_eq!(hotel.venue.see(&booked).await.status, Status::Cancelled);
    let handed_out = export(&hotel.venue, "ada@example.com").await;
    assert_eq!(handed_out.reservations[0].answers, booked.answers);
    erase(&hotel.venue, "ada@example.com").await;
    assert!(!stored(|sql| hotel.venue.rows(sql)).contains("Nuts"));
    let complaints = hotel.venue.complaints.borrow();
    assert!(complaints.iter().all(|line| !line.contains("Nuts")));
}
