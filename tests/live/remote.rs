//! A venue that books at another system, over real HTTP: the other system is the engine of the demo
//! venue.

use serde_json::json;

use crate::guest::Guest;
use crate::server::{Home, REMOTE_STAFF_KEY, STAFF_KEY};
use crate::staff;

const VENUE: &str = "demo-molzait";

#[test]
fn what_a_guest_books_over_the_adapter_is_in_the_other_venues_book_once() {
    let home = Home::new();
    let server = home.start();
    let guest = Guest::of(&server.origin, VENUE);

    let venue = guest.get("");
    assert_eq!(venue.status, 200, "{}", venue.body);
    assert_eq!(venue.body["name"], "Zur Birne");
    let picture = venue.body["experiences"][0]["image"]["url"].as_str().unwrap();
    assert!(
        picture.starts_with(&server.origin) && picture.ends_with("/venues/demo/dinner.svg"),
        "{picture}"
    );

    let choice = guest.open_times("dinner", 2).next().unwrap();
    let first = guest.book(&choice, "remote-key").unwrap();
    assert_eq!(first.status, 201, "{}", first.body);
    assert_eq!(first.body["day"], choice.day);
    assert_eq!(first.body["minutes"], choice.minutes);
    assert!(
        first.headers["server-timing"]
            .to_str()
            .unwrap()
            .contains("upstream")
    );
    let again = guest.book(&choice, "remote-key").unwrap();
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(again.headers["idempotency-replayed"], "true");

    let booked = staff::of_guest(&server.origin, &choice.day, "ada@example.com");
    assert_eq!(booked.len(), 1, "{booked:?}");
    assert_eq!(booked[0]["id"], first.body["id"]);
    assert_eq!(booked[0]["minutes"], json!(choice.minutes));
    assert_eq!(booked[0]["source"], "pos");

    let id = first.body["id"].as_str().unwrap();
    let (status, seated) = staff::set_status(&server.origin, id, "seated");
    assert_eq!((status, &seated["status"]), (200, &json!("seated")));
    assert!(seated["checkinTime"].is_string(), "{seated}");
    assert_eq!(staff::set_status(&server.origin, id, "cancelled").0, 409);

    let log = server.log_until(r#""event":"upstreamCall""#) + &server.log();
    for secret in [STAFF_KEY, "Muster", "ada@example.com", "5512234"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[test]
fn without_its_secret_one_venue_is_away_and_the_others_are_not() {
    let home = Home::new();
    let server = home.start_with(&[("DEMO_STAFF_KEY", STAFF_KEY)]);
    let guest = Guest::of(&server.origin, VENUE);
    let answer = guest.get("/slots?experienceId=dinner&day=2026-11-27&attendees=2");
    assert_eq!(
        (answer.status, &answer.body["code"]),
        (503, &json!("upstream_unavailable"))
    );
    assert!(!answer.body.to_string().contains("DEMO_MOLZAIT_KEY"));
    assert_eq!(Guest::of(&server.origin, "demo").get("").status, 200);
    server.log_until("the secret DEMO_MOLZAIT_KEY is not set");
}

#[test]
fn only_the_right_key_opens_the_staff_door_and_the_counters() {
    let home = Home::new();
    let server = home.start();
    let (shorter, longer) = (&STAFF_KEY[1..], format!("{STAFF_KEY}0"));
    for key in [None, Some("wrong"), Some(shorter), Some(&longer)] {
        let (status, body) = staff::get(&server.origin, key, "/availability/experiences");
        assert_eq!(status, 401, "{key:?}");
        assert_eq!(
            body,
            json!({ "statusCode": 401, "message": "Unauthorized", "error": "Invalid or expired token" })
        );
    }
    let (status, body) = staff::get(&server.origin, Some(STAFF_KEY), "/availability/experiences");
    assert_eq!((status, &body[0]["id"]), (200, &json!("dinner")));
    // The operator's key of a venue that has no engine opens no book.
    assert_eq!(
        staff::get(
            &server.origin,
            Some(REMOTE_STAFF_KEY),
            "/availability/experiences"
        )
        .0,
        403
    );
    assert_eq!(Guest::of(&server.origin, VENUE).get("/metrics").status, 401);
}
