//! Facts about guests who come again, and what staff know of them.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::reservation::Status;
use shared::staff_booking::GuestList;

use super::staff_changes::{change, changed, id, made, venue};

#[tokio::test]
async fn a_guest_who_comes_again_is_the_same_guest() {
    let venue = venue();
    let guest = |first: Option<&str>, last: &str, email: Option<&str>, phone: Option<&str>| {
        let mut guest = json!({ "lastName": last });
        for (name, value) in [("firstName", first), ("email", email), ("phone", phone)] {
            if let Some(value) = value {
                guest[name] = json!(value);
            }
        }
        guest
    };
    let (mail, phone) = (Some("Ada@Example.com"), Some("+436605512234"));
    let notes = json!({ "details": { "company": "BestCorp Inc.", "guest_notes": "Red wine" } });
    let mut seen = Vec::new();
    for (day, guest) in [
        (1, guest(Some("Ada"), "Lovelace", Some("ada@example.com"), phone)),
        // The same address, in other letters; without a first name; the same number and name.
        (2, guest(Some("ADA"), "lovelace", mail, None)),
        (3, guest(None, "Lovelace", mail, None)),
        (4, guest(Some("Ada"), "Lovelace", None, phone)),
        // Others: of the same address, of the same number, of the same name.
        (5, guest(Some("George"), "Lovelace", mail, None)),
        (6, guest(None, "Lovelace", None, phone)),
        (7, guest(Some("Ada"), "Lovelace", None, None)),
        (8, guest(Some("Ada"), "Byron", mail, phone)),
    ] {
        let message = if day == 1 { notes.clone() } else { json!({}) };
        let request = json!({ "day": format!("2026-12-{day:02}"), "guest": guest });
        seen.push(made(&venue, message, request).await);
    }
    let first = &seen[0]["guest_id"];
    for (place, one) in seen.iter().enumerate() {
        let is_same = place < 4;
        assert_eq!(one["guest_id"] == *first, is_same, "{place}");
        let company = if is_same {
            json!("BestCorp Inc.")
        } else {
            json!(null)
        };
        assert_eq!(one["details"]["company"], company, "{place}");
    }
    // Notes about a guest are those of all of the guest's reservations.
    let wanted = json!({ "guest": { "notes": { "set": "White wine" }, "company": "clear" } });
    changed(&venue, &id(&seen[2]), wanted).await;
    let first = venue.staff_sees(&id(&seen[0])).await;
    assert_eq!(first.details.guest_notes.unwrap().as_str(), "White wine");
    assert!(first.details.company.is_none());
    // Another guest under the same address by a change.
    let other = changed(
        &venue,
        &id(&seen[1]),
        json!({ "guest": { "last_name": "Turing" } }),
    )
    .await;
    assert_ne!(other["guest_id"], seen[0]["guest_id"]);
}

#[tokio::test]
async fn what_staff_know_of_a_guest_is_handed_out_and_erased_with_the_guest() {
    let venue = venue();
    let details = json!({
        "label_ids": ["vip"],
        "details": { "company": "BestCorp Inc.", "guest_notes": "Red wine", "internal_notes": "Owner's aunt" },
    });
    let one = id(&made(&venue, details, json!({})).await);
    venue.staff(&one, Status::Cancelled).await;
    let email = || serde_json::from_value(json!("ada@example.com")).unwrap();
    let export: Value = venue
        .send(Request::Staff(StaffRequest::ExportGuest(email())), None)
        .await
        .unwrap();
    let handed = &export["reservations"][0];
    assert_eq!(
        json!([
            handed["company"],
            handed["guestNotes"],
            handed["internalNotes"],
            handed["labelIds"]
        ]),
        json!(["BestCorp Inc.", "Red wine", "Owner's aunt", ["vip"]])
    );
    let _: Value = venue
        .send(Request::Staff(StaffRequest::EraseGuest(email())), None)
        .await
        .unwrap();
    let row = &venue.rows("SELECT * FROM reservations")[0];
    assert_eq!(
        json!([
            row["company"],
            row["guest_notes"],
            row["internal_notes"],
            row["label_ids"],
            row["guest_id"]
        ]),
        json!([null, null, null, "[]", null])
    );
    assert_eq!(venue.staff_sees(&one).await.guest_id, one.as_str());
    let refused = change(&venue, &one, json!({ "internal_notes": { "set": "x" } })).await;
    assert_eq!(refused, Err(VenueError::IllegalTransition));
    // Who comes after an erasure is a new guest.
    let again = made(&venue, json!({}), json!({ "day": "2026-11-27" })).await;
    assert_eq!(again["details"]["company"], Value::Null);
}

#[tokio::test]
async fn a_corrected_name_is_of_the_same_guest_and_another_guest_has_none_of_the_notes() {
    let venue = venue();
    let details = json!({ "details": { "guest_notes": "Red wine" } });
    let one = made(&venue, details, json!({})).await;
    let corrected = changed(&venue, &id(&one), json!({ "guest": { "last_name": "Lovelase" } })).await;
    assert_eq!(corrected["guest_id"], one["guest_id"]);
    assert_eq!(corrected["details"]["guest_notes"], "Red wine");
    // Once the guest has another reservation, a name that contradicts it is another guest's.
    let again =
        json!({ "day": "2026-11-26", "guest": { "lastName": "Lovelase", "email": "ada@example.com" } });
    let second = made(&venue, json!({}), again).await;
    assert_eq!(second["guest_id"], one["guest_id"]);
    let other = changed(&venue, &id(&one), json!({ "guest": { "last_name": "Byron" } })).await;
    assert_ne!(other["guest_id"], one["guest_id"]);
    assert_eq!(other["details"]["guest_notes"], Value::Null);
    assert_eq!(
        venue
            .staff_sees(&id(&second))
            .await
            .details
            .guest_notes
            .unwrap()
            .as_str(),
        "Red wine"
    );
}

#[tokio::test]
async fn a_name_that_contradicts_a_guest_under_any_address_is_another_guest_s() {
    let venue = venue();
    let phone = "+436605512234";
    let mut ids = Vec::new();
    for (day, guest) in [
        (
            1,
            json!({ "lastName": "Lovelace", "email": "a@example.com", "phone": phone }),
        ),
        // The same number and name; then the address of the first, with a first name.
        (
            2,
            json!({ "lastName": "Lovelace", "email": "b@example.com", "phone": phone }),
        ),
        (
            3,
            json!({ "firstName": "Ada", "lastName": "Lovelace", "email": "a@example.com" }),
        ),
        // The address of the second, whose guest is known as Ada by now; and no more than the family's number and name.
        (
            4,
            json!({ "firstName": "George", "lastName": "Lovelace", "email": "b@example.com" }),
        ),
        (5, json!({ "lastName": "Lovelace", "phone": phone })),
    ] {
        let request = json!({ "day": format!("2026-12-{day:02}"), "guest": guest });
        let one = made(&venue, json!({}), request).await;
        ids.push(one["guest_id"].clone());
    }
    assert_eq!((&ids[1], &ids[2]), (&ids[0], &ids[0]));
    assert_ne!(ids[3], ids[0]);
    assert_ne!(ids[4], ids[0]);
    assert_ne!(ids[4], ids[3]);
}

#[tokio::test]
async fn a_change_to_a_name_that_contradicts_the_guest_s_other_reservations_is_another_guest_s() {
    let venue = venue();
    let guest =
        |first: Option<&str>| json!({ "firstName": first, "lastName": "Lovelace", "email": "a@example.com" });
    let of = |day: &str, first| json!({ "day": day, "guest": guest(first) });
    let one = made(&venue, json!({}), of("2026-12-01", None)).await;
    let ada = made(&venue, json!({}), of("2026-12-02", Some("Ada"))).await;
    assert_eq!(ada["guest_id"], one["guest_id"]);
    let george = json!({ "guest": { "first_name": { "set": "George" } } });
    let other = changed(&venue, &id(&one), george).await;
    assert_ne!(other["guest_id"], ada["guest_id"]);
}

#[tokio::test]
async fn what_staff_write_about_a_guest_who_comes_again_is_so_for_all_reservations() {
    let venue = venue();
    let notes = |text: &str| json!({ "details": { "guest_notes": text } });
    let first = made(&venue, notes("Red wine"), json!({})).await;
    made(&venue, notes("White wine"), json!({ "day": "2026-11-26" })).await;
    let seen = venue.staff_sees(&id(&first)).await;
    assert_eq!(seen.details.guest_notes.unwrap().as_str(), "White wine");
}

#[tokio::test]
async fn what_is_under_a_guest_s_number_and_name_alone_is_handed_out_and_erased_with_the_address() {
    let venue = venue();
    let phone = "+436605512234";
    let mut all = Vec::new();
    for (day, guest) in [
        (
            1,
            json!({ "firstName": "Ada", "lastName": "Lovelace", "phone": phone }),
        ),
        (
            2,
            json!({ "firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com", "phone": phone }),
        ),
        // The family's number, and another address.
        (
            3,
            json!({ "firstName": "George", "lastName": "Lovelace", "phone": phone }),
        ),
        (
            4,
            json!({ "firstName": "George", "lastName": "Lovelace", "email": "george@example.com", "phone": phone }),
        ),
    ] {
        let request = json!({ "day": format!("2026-12-{day:02}"), "guest": guest });
        let one = id(&made(&venue, json!({ "source": "phone" }), request).await);
        venue.staff(&one, Status::Cancelled).await;
        all.push(one);
    }
    let export = super::guest_data::export(&venue, "ada@example.com").await;
    let handed: Vec<_> = export.reservations.iter().map(|one| &one.id).collect();
    assert_eq!(handed, [&all[0], &all[1]]);
    let erasure = super::guest_data::erase(&venue, "ada@example.com").await;
    assert_eq!((erasure.erased.reservations, erasure.waiting), (2, vec![]));
    let left = venue.rows("SELECT first_name FROM reservations WHERE blanked_at IS NULL");
    assert_eq!(
        left,
        [
            json!({ "first_name": "George" }),
            json!({ "first_name": "George" })
        ]
    );
}

#[tokio::test]
async fn a_guest_who_left_no_address_is_found_by_number_and_name() {
    let venue = venue();
    let phone = "+436605512234";
    for (day, guest) in [
        (
            1,
            json!({ "firstName": "Ada", "lastName": "Lovelace", "phone": phone }),
        ),
        (
            2,
            json!({ "firstName": "George", "lastName": "Lovelace", "phone": phone }),
        ),
    ] {
        let request = json!({ "day": format!("2026-12-{day:02}"), "guest": guest });
        let one = id(&made(&venue, json!({ "source": "phone" }), request).await);
        venue.staff(&one, Status::Cancelled).await;
    }
    let ada = || {
        let contact = json!({ "phone": phone, "first_name": "ada", "last_name": "Lovelace" });
        serde_json::from_value(contact).unwrap()
    };
    let export: Value = venue
        .send(Request::Staff(StaffRequest::ExportGuest(ada())), None)
        .await
        .unwrap();
    assert_eq!(export["reservations"][0]["firstName"], "Ada");
    assert_eq!(
        (
            export["reservations"].as_array().map(Vec::len),
            export.get("email")
        ),
        (Some(1), None)
    );
    let erasure: Value = venue
        .send(Request::Staff(StaffRequest::EraseGuest(ada())), None)
        .await
        .unwrap();
    assert_eq!(erasure["erased"]["reservations"], 1);
    let left = venue.rows("SELECT first_name FROM reservations WHERE blanked_at IS NULL");
    assert_eq!(left, [json!({ "first_name": "George" })]);
}

#[tokio::test]
async fn a_guest_of_any_day_is_found_by_the_beginning_of_the_name() {
    let venue = venue();
    for (day, first, last) in [
        (1, "Ada", "Lovelace"),
        (2, "Ada", "Lovelace"),
        (3, "Vincent", "van Gogh"),
        (4, "Zoë", "Öller"),
    ] {
        let email = format!("{}@example.com", last.replace([' ', 'Ö'], "").to_lowercase());
        let guest = json!({ "firstName": first, "lastName": last, "email": email });
        let request = json!({ "day": format!("2026-12-{day:02}"), "guest": guest });
        made(&venue, json!({}), request).await;
    }
    for (typed, day) in [
        ("love", Some("2026-12-02")),
        ("LOVELACE", Some("2026-12-02")),
        ("ada lo", Some("2026-12-02")),
        ("zoë lo", None),
        ("van go", Some("2026-12-03")),
        ("vinc van", Some("2026-12-03")),
        ("öl", Some("2026-12-04")),
        ("ace", None),
    ] {
        let request = StaffRequest::FindGuests(serde_json::from_value(json!(typed)).unwrap());
        let found: GuestList = venue.send(Request::Staff(request), None).await.unwrap();
        let found: Vec<_> = found.guests.iter().map(|one| one.day.to_string()).collect();
        assert_eq!(found, day.into_iter().collect::<Vec<&str>>(), "{typed}");
    }
}
