//! Facts about how much a waitlist holds, and how much of it has its turn at once.

use edge::storage::idempotency::IdempotencyKey;
use edge::venue::message::Request;
use edge::venue::message::waitlist::{NewWaitlistEntry, WaitlistRequest};
use serde_json::{Value, json};
use shared::id::{ReservationId, WaitlistEntryId};
use shared::reservation::Status;

use super::object::{NOON, Object};
use super::waitlist::{entry, order, restaurant, restaurant_settings};

const DAY: &str = "2026-11-27";

/// Both tables are taken from seven on. The reservation at the small one.
async fn full(object: &Object) -> Value {
    let mut booked = Vec::new();
    for (attendees, key) in [(2, "small"), (4, "large")] {
        let answer = object.send(order(DAY, 1_140, attendees, key)).await;
        booked.push(answer["Ok"]["reservation"].clone());
    }
    booked.remove(0)
}

fn guest_entry(guest: &Value, attendees: u8, key: &str) -> Request {
    let request = json!({
        "experienceId": "dinner", "day": DAY, "from": 1_110, "to": 1_170, "attendees": attendees, "locale": "de",
        "guest": guest,
    });
    Request::Waitlist(WaitlistRequest::Join(Box::new(NewWaitlistEntry {
        request: serde_json::from_value(request).unwrap(),
        key: IdempotencyKey::parse(key).unwrap(),
    })))
}

#[tokio::test]
async fn the_same_entry_under_another_key_is_the_first_one() {
    let object = restaurant();
    full(&object).await;
    let first = object
        .send(entry(DAY, (1_110, 1_170), 2, "ben@example.com", "one"))
        .await["Ok"]
        .clone();
    let again = object
        .send(entry(DAY, (1_110, 1_170), 2, "ben@example.com", "two"))
        .await;
    // A guest's data opens nothing: the right is in the letter.
    let mut wish_alone = first["wish"].clone();
    wish_alone.as_object_mut().unwrap().remove("wishToken");
    assert_eq!(again["Ok"], json!({ "wish": wish_alone, "replayed": true }));
    let same_key = object
        .send(entry(DAY, (1_110, 1_170), 2, "ben@example.com", "one"))
        .await;
    assert_eq!(same_key["Ok"]["wish"], first["wish"]);
    let tagged = object
        .send(entry(DAY, (1_110, 1_170), 2, "Ben+1@example.com", "three"))
        .await;
    assert_eq!(tagged["Ok"]["wish"]["id"], first["wish"]["id"]);
    assert_eq!(tagged["Ok"]["wish"]["wishToken"], Value::Null);
    assert_eq!(object.rows("SELECT id FROM waitlist").len(), 1);
    // Once it is over it can be left again.
    let id = WaitlistEntryId::parse(first["wish"]["id"].as_str().unwrap()).unwrap();
    let token = first["wish"]["wishToken"].as_str();
    object
        .say_with(token, Request::Waitlist(WaitlistRequest::Withdraw(id)))
        .await;
    let anew = object
        .send(entry(DAY, (1_110, 1_170), 2, "ben@example.com", "four"))
        .await;
    assert_eq!(anew["Ok"]["replayed"], false);
    assert_ne!(anew["Ok"]["wish"]["id"], first["wish"]["id"]);
}

#[tokio::test]
async fn a_private_experience_has_no_waitlist_and_stays_unknown() {
    let mut settings = serde_json::to_value(restaurant_settings()).unwrap();
    let experiences = settings["engine"]["experiences"].as_array_mut().unwrap();
    let mut club = experiences[0].clone();
    club["id"] = json!("club");
    club["isDefault"] = json!(false);
    club["isPrivate"] = json!(true);
    club["accessCodes"] = json!(["0".repeat(64)]);
    experiences.push(club);
    let object = Object::of(serde_json::from_value(settings).unwrap());
    full(&object).await;
    for id in ["club", "nowhere"] {
        let request = json!({
            "experienceId": id, "day": DAY, "from": 1_110, "to": 1_170, "attendees": 2, "locale": "de",
            "guest": { "lastName": "Warter", "email": "ben@example.com" },
        });
        let call = Request::Waitlist(WaitlistRequest::Join(Box::new(NewWaitlistEntry {
            request: serde_json::from_value(request).unwrap(),
            key: IdempotencyKey::parse(id).unwrap(),
        })));
        let fault = json!({ "pointer": "/experienceId", "code": "unknown" });
        assert_eq!(
            object.send(call).await["Err"],
            json!({ "Fields": [fault] }),
            "{id}"
        );
    }
    assert_eq!(object.rows("SELECT id FROM waitlist").len(), 0);
}

#[tokio::test]
async fn tags_capitals_and_other_addresses_do_not_make_more_than_one_person() {
    let object = restaurant();
    full(&object).await;
    let guest = |email: &str, phone: &str| json!({ "lastName": "Warter", "email": email, "phone": phone });
    for (number, (email, phone)) in [
        ("ben@example.com", "+436605512234"),
        ("BEN+2@example.com", "+436605512235"),
    ]
    .into_iter()
    .enumerate()
    {
        let attendees = u8::try_from(number).unwrap() + 1;
        let answer = object
            .send(guest_entry(&guest(email, phone), attendees, email))
            .await;
        assert!(answer["Ok"].is_object(), "{answer}");
    }
    for (email, phone) in [
        ("ben+3@example.com", "+436605512236"),
        ("Ben@Example.com", "+436605512237"),
    ] {
        let answer = object.send(guest_entry(&guest(email, phone), 3, email)).await;
        assert_eq!(answer["Err"], "TooManyWishes", "{email}");
    }
    // The same telephone is the same person, too: one more with it, and no further one.
    let other = |number: u8| format!("other{number}@example.com");
    for (number, is_taken) in [(1, true), (2, false)] {
        let guest = guest(&other(number), "+436605512234");
        let answer = object
            .send(guest_entry(&guest, 3 + number - 1, &other(number)))
            .await;
        assert_eq!(answer["Ok"].is_object(), is_taken, "{answer}");
    }
}

#[tokio::test]
async fn a_day_has_so_many_open_entries_and_other_days_have_theirs() {
    let mut object = restaurant();
    object.settings.waitlist.as_mut().unwrap().most_per_day = 2;
    full(&object).await;
    for (email, is_taken) in [
        ("a@example.com", true),
        ("b@example.com", true),
        ("c@example.com", false),
    ] {
        let answer = object.send(entry(DAY, (1_110, 1_170), 2, email, email)).await;
        if is_taken {
            assert!(answer["Ok"].is_object(), "{answer}");
        } else {
            assert_eq!(answer["Err"], json!({ "Refused": "waitlist_full" }));
        }
    }
    for (attendees, key) in [(2, "small-28"), (4, "large-28")] {
        object.send(order("2026-11-28", 1_140, attendees, key)).await;
    }
    let answer = object
        .send(entry("2026-11-28", (1_110, 1_170), 2, "c@example.com", "d"))
        .await;
    assert!(answer["Ok"].is_object(), "{answer}");
}

#[tokio::test]
async fn many_entries_are_handled_over_several_turns_in_their_order() {
    let object = restaurant();
    let small = full(&object).await;
    // Four do not fit at the small table, so each of these is looked at in vain; the last one fits.
    let mut last = Value::Null;
    for number in 0..45 {
        let (email, attendees) = (format!("g{number}@example.com"), if number == 44 { 2 } else { 4 });
        let answer = object
            .send(entry(DAY, (1_110, 1_170), attendees, &email, &email))
            .await;
        last = answer["Ok"]["wish"].clone();
    }
    // A turn sends fifty letters at most.
    for _ in 0..2 {
        object.wake().await;
    }
    let id = ReservationId::parse(small["id"].as_str().unwrap()).unwrap();
    let call = Request::SetStatus(id, Status::Cancelled);
    object.say_with(small["manageToken"].as_str(), call).await;
    let offered = || object.rows("SELECT id FROM waitlist WHERE status = 'offered'");
    let due = || object.rows("SELECT subject FROM due WHERE kind = 'freed'");
    assert_eq!(offered(), Vec::<Value>::new());
    assert_eq!(due(), [json!({ "subject": "2026-11-27/20" })]);
    object.run_until(NOON.plus_seconds(1)).await;
    assert_eq!(due(), [json!({ "subject": "2026-11-27/40" })]);
    object.run_until(NOON.plus_seconds(2)).await;
    assert_eq!(due(), Vec::<Value>::new());
    assert_eq!(offered(), [json!({ "id": last["id"] })]);
}

#[tokio::test]
async fn who_leaves_the_same_again_gets_the_link_by_mail_once_more_a_day() {
    let object = restaurant();
    full(&object).await;
    for key in ["one", "two", "three"] {
        object
            .send(entry(DAY, (1_110, 1_170), 2, "ben@example.com", key))
            .await;
    }
    object.wake().await;
    let links = || {
        let taken = object.office.taken.borrow();
        let to_ben = taken
            .iter()
            .filter(|letter| letter.to.address == "ben@example.com");
        to_ben.filter(|letter| letter.text.contains("#offer=")).count()
    };
    assert_eq!(links(), 2);
    object.run_until(NOON.plus_minutes(24 * 60)).await;
    object
        .send(entry(DAY, (1_110, 1_170), 2, "ben@example.com", "four"))
        .await;
    object.wake().await;
    assert_eq!(links(), 3);
}
