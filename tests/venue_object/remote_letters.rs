//! Facts about letters on bookings at Mews that are not paid for here: Mews is told to send none, so the venue writes each
//! once, across crashes and lost answers, and keeps no address for it.

use couvert_tests::mews::Prices;
use serde_json::json;
use shared::reservation::Reservation;

use super::guest_data::stored;
use super::paid_mews::{AtMews, at_mews_with, in_the_books, settings};

/// More writes than a change or a cancellation has.
const MOST_WRITES: u32 = 8;

/// Where dinner for two is booked.
const PLACE: (&str, &str, u16) = ("dinner", "2026-11-25", 1_140);

/// A venue whose dinner costs nothing in advance.
fn at_mews() -> AtMews {
    let mut settings = serde_json::to_value(settings()).unwrap();
    let dinner = settings["mews"]["experiences"][0].as_object_mut().unwrap();
    dinner.remove("deposit");
    at_mews_with(Prices::default(), serde_json::from_value(settings).unwrap())
}

async fn booked(at: &AtMews) -> Reservation {
    let booked = at.book_at(PLACE, "key-1").await.unwrap();
    at.pass(1).await;
    booked
}

/// The names of the letters so far, without the reservation's id.
fn letters(at: &AtMews, booked: &Reservation) -> Vec<String> {
    let id = format!("-{}", booked.id);
    let names = at.venue.letter_ids().into_iter();
    names.map(|name| name.replace(&id, "")).collect()
}

#[tokio::test(start_paused = true)]
async fn a_booking_a_change_and_a_cancellation_are_written_about_from_here_alone() {
    let at = at_mews();
    let booked = booked(&at).await;
    assert_eq!(letters(&at, &booked), ["confirmed-0"]);
    at.change(&booked, json!({ "minutes": 1_200 })).await.unwrap();
    at.pass(1).await;
    assert_eq!(letters(&at, &booked), ["confirmed-0", "changed-1"]);
    // The same again is no change.
    at.change(&booked, json!({ "minutes": 1_200 })).await.unwrap();
    at.cancel(&booked).await.unwrap();
    at.cancel(&booked).await.unwrap();
    at.pass(10).await;
    assert_eq!(letters(&at, &booked), ["confirmed-0", "changed-1", "cancelled-2"]);
    let to = at.venue.letters().into_iter().map(|(to, _)| to);
    assert!(to.eq(["ada@example.com"; 3]));
    assert_eq!(in_the_books(&at, &booked.id).0.mails, 0);
    assert!(!stored(|sql| at.venue.rows(sql)).contains("ada@example.com"));
}

#[tokio::test(start_paused = true)]
async fn what_was_changed_is_written_about_though_its_guest_does_not_ask_again_after_a_crash() {
    let mut moved = 0;
    for writes in 0..MOST_WRITES {
        let at = at_mews();
        let booked = booked(&at).await;
        at.venue.doom(writes);
        let _ = at.change(&booked, json!({ "minutes": 1_200 })).await;
        let at = at.restarted();
        at.pass(10).await;
        if at.venue.see(&booked).await.minutes.get() == 1_200 {
            moved += 1;
            assert_eq!(letters(&at, &booked), ["confirmed-0", "changed-1"], "{writes}");
        } else {
            assert_eq!(letters(&at, &booked), ["confirmed-0"], "{writes}");
        }
    }
    assert!(moved > 0);
}

#[tokio::test(start_paused = true)]
async fn across_a_crash_at_any_write_each_letter_is_written_once() {
    for writes in 0..MOST_WRITES {
        let mut at = at_mews();
        let booked = booked(&at).await;
        at.venue.doom(writes);
        let _ = at.change(&booked, json!({ "minutes": 1_200 })).await;
        at = at.restarted();
        at.change(&booked, json!({ "minutes": 1_200 })).await.unwrap();
        at.pass(10).await;
        assert_eq!(letters(&at, &booked), ["confirmed-0", "changed-1"], "{writes}");
        at.venue.doom(writes);
        let _ = at.cancel(&booked).await;
        at = at.restarted();
        at.cancel(&booked).await.unwrap();
        at.pass(10).await;
        let all = letters(&at, &booked);
        assert_eq!(all, ["confirmed-0", "changed-1", "cancelled-2"], "{writes}");
        assert_eq!(in_the_books(&at, &booked.id).0.mails, 0, "{writes}");
    }
}
