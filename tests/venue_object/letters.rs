//! Facts about letters on their way.

use std::time::Duration;

use edge::demo::Allowed;
use edge::mail::preview::{self, PreviewMailer};
use edge::mail::{MailError, Mailer};
use edge::venue::jobs::outbox;
use edge::venue::message::Request;

use serde_json::json;

use super::object::{NOON, Object, letter, letter_of_its_own, settings};

fn allowed() -> Allowed {
    Allowed::by(&|_| Some("yes".to_owned())).unwrap()
}

fn posted() -> Object {
    let object = Object::new();
    object.write(outbox::post(&letter("confirmed-a"), NOON).unwrap());
    object
}

fn taken(object: &Object) -> Vec<String> {
    object
        .office
        .taken
        .borrow()
        .iter()
        .map(|letter| letter.id.clone())
        .collect()
}

#[tokio::test]
async fn a_letter_is_sent_once_and_forgotten() {
    let object = posted();
    object.wake().await;
    object.wake().await;
    assert_eq!(taken(&object), ["confirmed-a"]);
    assert!(
        outbox::waiting(&*object.database, "confirmed-a")
            .unwrap()
            .is_none()
    );
    assert!(object.is_at_rest());
    // Nor does it go out again when its event is repeated.
    object.write(outbox::post(&letter("confirmed-a"), NOON).unwrap());
    object.wake().await;
    assert_eq!(taken(&object), ["confirmed-a"]);
}

#[tokio::test]
async fn a_letter_for_later_waits_for_its_time() {
    let object = Object::new();
    object.write(outbox::post(&letter("reminder-a"), NOON.plus_minutes(60)).unwrap());
    object.wake().await;
    assert!(taken(&object).is_empty());
    assert_eq!(object.wake_when_asked().await, 3600);
    assert_eq!(taken(&object), ["reminder-a"]);
}

#[tokio::test]
async fn a_letter_that_is_no_longer_true_is_taken_back_and_may_be_written_anew() {
    let object = Object::new();
    object.write(outbox::post(&letter("reminder-a"), NOON.plus_minutes(60)).unwrap());
    object.write(outbox::take_back("reminder-a"));
    object.wake().await;
    assert!(object.is_at_rest());
    object.write(outbox::post(&letter("reminder-a"), NOON).unwrap());
    object.wake().await;
    assert_eq!(taken(&object), ["reminder-a"]);
}

#[tokio::test]
async fn one_recipient_is_sent_so_many_letters_a_day_and_those_about_money() {
    let object = Object::of(settings(&json!({
        "mail": { "adapter": "shown", "from": "linde@example.com", "site": "https://book.example.com", "dailyPerRecipient": 3 },
    })));
    let to = |id: &str, address: &str, is_limited: bool| {
        let mut letter = letter(id);
        letter.to.address = address.to_owned();
        letter.is_limited = is_limited;
        letter
    };
    for (id, address, is_limited) in [
        ("a", "ada@example.com", true),
        ("b", "ADA@Example.com", true),
        ("c", "ada+win@example.com", true),
        ("d", "ada@example.com", true),
        ("e", "ada@example.com", true),
        ("paid", "ada@example.com", false),
        ("other", "ben@example.com", true),
    ] {
        object.write(outbox::post(&to(id, address, is_limited), NOON).unwrap());
    }
    object.wake().await;
    let mut sent = taken(&object);
    sent.sort();
    assert_eq!(sent, ["a", "b", "c", "other", "paid"]);
    assert_eq!(
        *object.complaints.borrow(),
        [
            "a letter was not sent: the recipient's daily limit is reached, 1 left out",
            "a letter was not sent: the recipient's daily limit is reached, 2 left out",
        ]
    );
    assert!(object.is_at_rest());
    // No address is kept by the count, and the next day begins anew.
    let counts = object.rows("SELECT recipient, letters FROM letter_counts");
    assert!(
        counts.len() == 2 && !json!(counts).to_string().contains("example"),
        "{counts:?}"
    );
    let tomorrow = NOON.plus_minutes(24 * 60);
    object.write(outbox::post(&to("f", "ada@example.com", true), tomorrow).unwrap());
    object.run_until(tomorrow).await;
    assert_eq!(taken(&object).last().map(String::as_str), Some("f"));
    assert_eq!(object.rows("SELECT day FROM letter_counts").len(), 1);
}

#[tokio::test]
async fn a_letter_that_is_tried_again_is_counted_once() {
    let object = Object::new();
    for id in 0..20 {
        object.write(outbox::post(&letter(&format!("{id:02}")), NOON).unwrap());
    }
    object
        .office
        .says
        .borrow_mut()
        .push_back(MailError::Later("busy".to_owned()));
    object.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(taken(&object).len(), 20);
    assert_eq!(*object.complaints.borrow(), ["busy"]);
}

#[tokio::test]
async fn a_service_that_takes_nothing_for_a_while_costs_no_letter_a_try() {
    let object = Object::new();
    for id in 0..30 {
        object.write(outbox::post(&letter_of_its_own(&format!("{id:02}")), NOON).unwrap());
    }
    let throttled = || MailError::Away {
        retry_after: Some(Duration::from_secs(2)),
        cause: "mail: throttled".to_owned(),
    };
    // More often than any letter is tried.
    for _ in 0..40 {
        object.office.says.borrow_mut().push_back(throttled());
    }
    object.wake().await;
    for _ in 0..39 {
        assert_eq!(object.wake_when_asked().await, 3);
    }
    assert!(taken(&object).is_empty());
    object.wake_when_asked().await;
    assert_eq!(taken(&object).len(), 20);
    // Each run sends so many; the next begins at once.
    object.wake().await;
    assert_eq!(taken(&object).len(), 30);
    assert!(object.is_at_rest());
}

#[tokio::test]
async fn what_cannot_be_sent_now_is_tried_again_after_growing_waits() {
    let object = posted();
    let busy = || MailError::Later("busy".to_owned());
    object.office.says.borrow_mut().extend([busy(), busy(), busy()]);
    object.wake().await;
    assert_eq!(object.wake_when_asked().await, 30);
    assert_eq!(object.wake_when_asked().await, 60);
    assert_eq!(object.wake_when_asked().await, 120);
    assert_eq!(taken(&object), ["confirmed-a"]);
    assert_eq!(*object.complaints.borrow(), ["busy", "busy", "busy"]);
}

#[tokio::test]
async fn an_email_that_is_refused_for_good_is_given_up_and_logged() {
    let object = posted();
    object
        .office
        .says
        .borrow_mut()
        .push_back(MailError::Never("no such address".to_owned()));
    object.wake().await;
    assert!(object.is_at_rest());
    assert!(taken(&object).is_empty());
    assert_eq!(*object.complaints.borrow(), ["given up: no such address"]);
}

#[tokio::test]
async fn a_letter_that_is_refused_for_days_is_given_up() {
    let object = posted();
    object
        .office
        .says
        .borrow_mut()
        .extend((0..100).map(|_| MailError::Later("busy".to_owned())));
    object.wake().await;
    let mut waited = 0;
    while !object.is_at_rest() {
        waited += object.wake_when_asked().await;
    }
    let days = waited / 86_400;
    assert!((2..=4).contains(&days), "given up after {days} days");
    assert!(
        outbox::waiting(&*object.database, "confirmed-a")
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn one_letter_that_fails_does_not_hold_up_the_next() {
    let object = posted();
    object.write(outbox::post(&letter("confirmed-b"), NOON.plus_minutes(1)).unwrap());
    object
        .office
        .says
        .borrow_mut()
        .push_back(MailError::Later("busy".to_owned()));
    object.wake().await;
    object.wake_when_asked().await;
    object.wake_when_asked().await;
    assert_eq!(taken(&object), ["confirmed-a", "confirmed-b"]);
}

#[tokio::test]
async fn after_a_restart_the_object_knows_whose_it_is_and_what_it_has_to_do() {
    let object = Object::new();
    object.write(outbox::post(&letter("reminder-a"), NOON.plus_minutes(60)).unwrap());
    object.wake().await;
    let object = object.restarted();
    assert_eq!(object.writer().venue().unwrap().unwrap().as_str(), "linde");
    object.wake().await;
    object.wake_when_asked().await;
    assert_eq!(taken(&object), ["reminder-a"]);
}

#[tokio::test]
async fn letters_that_are_shown_are_kept_once_and_the_latest_of_them() {
    let object = Object::new();
    let post = PreviewMailer::new(allowed(), object.database.clone(), Box::new(|| NOON));
    for id in (0..120).map(|number| format!("letter-{number}")) {
        post.send(&letter(&id)).await.unwrap();
        post.send(&letter(&id)).await.unwrap();
    }
    let stored = preview::emails(&*object.database, None).unwrap();
    assert_eq!(
        (stored.len(), stored[0].email.id.as_str(), stored[0].at),
        (100, "letter-119", NOON)
    );
    let one = preview::emails(&*object.database, Some(stored[7].number)).unwrap();
    assert_eq!((one.len(), one[0].email.id.as_str()), (1, "letter-112"));
    assert!(preview::emails(&*object.database, Some(1)).unwrap().is_empty());
}

#[tokio::test]
async fn an_object_shows_letters_only_where_the_venue_says_so() {
    for (adapter, is_shown) in [("shown", true), ("send_email", false), ("http_api", false)] {
        let object = Object::of(settings(&json!({ "mail": {
            "adapter": adapter, "from": "linde@example.com", "site": "https://book.example.com",
        } })));
        let post = PreviewMailer::new(allowed(), object.database.clone(), Box::new(|| NOON));
        post.send(&letter("confirmed-a")).await.unwrap();
        let answer = object.send(Request::PreviewMail(None)).await;
        assert_eq!(
            answer["Ok"][0]["letter"]["id"] == "confirmed-a",
            is_shown,
            "{adapter}: {answer}"
        );
    }
    let answer = Object::new().send(Request::PreviewMail(None)).await;
    assert_eq!(answer["Err"], "NotFound");
}

#[tokio::test]
async fn the_name_of_a_letter_is_kept_for_thirty_days_after_it_was_sent() {
    let object = Object::new();
    let names = || object.rows("SELECT id FROM outbox").len();
    for number in 0..150 {
        let name = format!("confirmed-{number}");
        object.write(outbox::post(&letter_of_its_own(&name), NOON).unwrap());
    }
    // Each turn sends so many.
    for _ in 0..8 {
        object.wake().await;
    }
    assert_eq!((taken(&object).len(), names()), (150, 150));
    object.run_until(NOON.plus_minutes(30 * 24 * 60)).await;
    object.write(outbox::post(&letter_of_its_own("confirmed-0"), NOON).unwrap());
    object.wake().await;
    assert_eq!(taken(&object).len(), 150);
    // The next letters take them along, a hundred each.
    object.run_until(NOON.plus_minutes(30 * 24 * 60 + 1)).await;
    for (number, left) in [(150, 51), (151, 2), (152, 3)] {
        let name = format!("confirmed-{number}");
        object.write(outbox::post(&letter_of_its_own(&name), object.now()).unwrap());
        object.wake().await;
        assert_eq!(names(), left, "{number}");
    }
    assert_eq!(taken(&object).len(), 153);
}
