//! Facts about reservations that staff make at tables of their choice, change, and recognise the guest of.

use std::rc::Rc;

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use serde_json::{Value, json};
use shared::id::ReservationId;
use shared::reservation::{Reservation, Status};
use shared::validation::{FieldCode, FieldError};

use super::venue::{NOON, Venue};

/// A venue that writes letters and takes no payments, with `t1` and `t2` for two in the hall and `g1` for four in the
/// garden, and the label `vip`.
pub fn venue() -> Venue {
    venue_of(|_| ())
}

/// The same with an engine that was changed.
fn venue_of(change: impl FnOnce(&mut Value)) -> Venue {
    let mut settings = serde_json::to_value(Venue::with_mail().settings).unwrap();
    let table = |id: &str, most: u8| json!({ "id": id, "name": id, "minPartySize": 1, "maxPartySize": most, "type": "rect_two", "x": 1, "y": 2 });
    let engine = &mut settings["engine"];
    engine["rooms"] = json!([
        { "id": "hall", "name": { "en": "Hall" }, "sortIndex": 0, "tables": [table("t1", 2), table("t2", 2)] },
        { "id": "garden", "name": { "en": "Garden" }, "sortIndex": 1, "tables": [table("g1", 4)] },
    ]);
    engine["labels"] = json!([{ "id": "vip", "name": "VIP", "icon": "star" }]);
    engine["experiences"][0]["attendees"] = json!({ "min": 1, "max": 4 });
    engine["experiences"][0]["durations"] = json!([{ "upTo": 4, "minutes": 90 }]);
    engine["experiences"][0]
        .as_object_mut()
        .unwrap()
        .remove("payment");
    change(engine);
    Venue::of(
        serde_json::from_value(settings).unwrap(),
        Rc::new(|_, _| Err(VenueError::NotFound)),
    )
}

/// Dinner for two at seven on the 25th for Ada Lovelace, with these fields of the message and of its request.
async fn create(venue: &Venue, message: Value, request: Value) -> Result<Value, VenueError> {
    let mut wanted = json!({
        "experienceId": "dinner", "day": "2026-11-25", "minutes": 1_140, "attendees": 2, "locale": "en",
        "guest": { "firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com" },
    });
    for fields in [request, message] {
        if let Value::Object(fields) = fields {
            wanted.as_object_mut().unwrap().extend(fields);
        }
    }
    let new = serde_json::from_value(wanted).unwrap();
    venue
        .send(Request::Staff(StaffRequest::Create(Box::new(new))), None)
        .await
}

pub async fn made(venue: &Venue, message: Value, request: Value) -> Value {
    without_outcome(create(venue, message, request).await.unwrap())
}

/// The reservation of an answer, without what is only about the request.
fn without_outcome(mut answer: Value) -> Value {
    let fields = answer.as_object_mut().unwrap();
    fields.retain(|name, _| !["warnings", "replayed"].contains(&name.as_str()));
    answer
}

pub fn id(made: &Value) -> ReservationId {
    ReservationId::parse(made["reservation"]["id"].as_str().unwrap()).unwrap()
}

pub async fn change(venue: &Venue, id: &ReservationId, change: Value) -> Result<Value, VenueError> {
    let change = serde_json::from_value(change).unwrap();
    let request = StaffRequest::Change(id.clone(), Box::new(change));
    venue.send(Request::Staff(request), None).await
}

pub async fn changed(venue: &Venue, id: &ReservationId, wanted: Value) -> Value {
    without_outcome(change(venue, id, wanted).await.unwrap())
}

pub fn tables(made: &Value) -> Vec<&str> {
    let tables = made["tables"].as_array().unwrap();
    tables.iter().map(|table| table["id"].as_str().unwrap()).collect()
}

pub fn not_free(taken: &[&str]) -> VenueError {
    let text = json!({ "TablesNotFree": { "taken": taken, "blocked": [] } });
    serde_json::from_value(text).unwrap()
}

#[tokio::test]
async fn pinned_tables_and_labels_are_stored_and_answered_whole() {
    let venue = venue();
    let one = made(
        &venue,
        json!({ "pinned_table_ids": ["g1"], "label_ids": ["vip", "dog"] }),
        json!({}),
    )
    .await;
    assert_eq!(
        one["tables"],
        json!([{
            "id": "g1", "name": "g1", "party": [1, 4], "priority_index": 0, "reservable": true, "rotation": 0,
            "categories": [], "shape": "rect_two", "position": [1, 2],
        }])
    );
    assert_eq!(
        one["labels"],
        json!([
            { "id": "vip", "name": "VIP", "icon": "star", "kind": "guestbook" },
            { "id": "dog", "name": "dog", "icon": null, "kind": "guestbook" },
        ])
    );
    // The same after a restart, also for the next one who wants the table.
    let venue = venue.restarted();
    assert_eq!(
        serde_json::to_value(venue.staff_sees(&id(&one)).await).unwrap(),
        one
    );
    let refused = create(&venue, json!({ "pinned_table_ids": ["g1", "g1"] }), json!({})).await;
    assert_eq!(refused, Err(not_free(&["g1"])));
    let unknown = create(&venue, json!({ "pinned_table_ids": ["g9"] }), json!({})).await;
    let fault = FieldError::new("/pinnedTableIds/0", FieldCode::Unknown);
    assert_eq!(unknown, Err(VenueError::Fields(vec![fault])));
    assert_eq!(venue.count("SELECT id FROM reservations"), 1);
}

#[tokio::test]
async fn a_key_makes_a_reservation_of_staff_once() {
    let venue = venue();
    let with_key = || json!({ "key": "till-1", "label_ids": ["vip"] });
    let first = create(&venue, with_key(), json!({})).await.unwrap();
    assert_eq!(first["replayed"], false);
    venue.staff(&id(&first), Status::Seated).await;
    let again = create(&venue, with_key(), json!({})).await.unwrap();
    assert_eq!(again["replayed"], true);
    assert_eq!(again["reservation"]["status"], "seated");
    assert_eq!(id(&again), id(&first));
    // Any other field makes it another request.
    for (message, request) in [
        (json!({ "key": "till-1" }), json!({})),
        (with_key(), json!({ "attendees": 1 })),
    ] {
        assert_eq!(create(&venue, message, request).await, Err(VenueError::KeyReused));
    }
    // A guest's key of the same text is another key.
    assert!(venue.book("till-1").await.is_ok());
    create(&venue, json!({}), json!({ "minutes": 1_260 }))
        .await
        .unwrap();
    create(&venue, json!({}), json!({ "minutes": 1_260 }))
        .await
        .unwrap();
    assert_eq!(venue.count("SELECT id FROM reservations"), 4);
}

#[tokio::test]
async fn parties_without_a_reservation_are_listed_where_they_are_asked_for() {
    let venue = venue();
    for source in ["pos", "walk_in", "phone"] {
        let one = made(&venue, json!({ "source": source }), json!({})).await;
        assert_eq!(one["source"], source);
    }
    for (include_walk_ins, listed) in [(false, 2), (true, 3)] {
        let question = json!({
            "from": "2026-11-25", "to": "2026-11-25", "statuses": [], "include_walk_ins": include_walk_ins,
        });
        let request = StaffRequest::Reservations(serde_json::from_value(question).unwrap());
        let all: Vec<Value> = venue.send(Request::Staff(request), None).await.unwrap();
        assert_eq!(all.len(), listed);
    }
}

#[tokio::test]
async fn more_reservations_than_one_answer_holds_are_asked_for_by_fewer_days() {
    let venue = venue();
    // The first request makes the schema.
    let _: Value = venue.send(Request::Settings(None), None).await.unwrap();
    venue.write(
        "WITH RECURSIVE stays (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM stays WHERE n < 5000)
         INSERT INTO reservations (
            id, number, experience_id, day, minutes, starts_at, ends_at, attendees, status, table_ids, last_name, locale,
            marketing_consent, created_at, source
         )
         SELECT
            'r' || n, n + 1, 'dinner', CASE n WHEN 0 THEN '2026-11-25' ELSE '2026-11-26' END, 1140,
            1795633200, 1795638600, 2, CASE n WHEN 1 THEN 'seated' ELSE 'finished' END, '[]', 'Muster', 'en', 0, 1795258800,
            'app'
         FROM stays",
    );
    let list = async |from: &str, statuses: Value| -> Result<Vec<Value>, VenueError> {
        let question = json!({
            "from": from, "to": "2026-11-26", "statuses": statuses, "include_walk_ins": true,
        });
        let request = StaffRequest::Reservations(serde_json::from_value(question).unwrap());
        venue.send(Request::Staff(request), None).await
    };
    let fault = FieldError::new("/to", FieldCode::RangeTooLong);
    let refused = list("2026-11-25", json!([])).await;
    assert_eq!(refused, Err(VenueError::Fields(vec![fault])));
    assert_eq!(list("2026-11-26", json!([])).await.unwrap().len(), 5_000);
    let some = list("2026-11-25", json!(["seated", "booked"])).await.unwrap();
    assert_eq!(some.len(), 1);
}

#[tokio::test]
async fn staff_book_outside_the_rules_for_guests_and_are_warned() {
    let venue = venue();
    let far = create(&venue, json!({}), json!({ "day": "2027-03-01" }))
        .await
        .unwrap();
    assert_eq!(far["warnings"], json!(["beyond_horizon"]));
    let many = create(
        &venue,
        json!({ "pinned_table_ids": ["g1"] }),
        json!({ "attendees": 6 }),
    )
    .await
    .unwrap();
    assert_eq!(many["warnings"], json!(["party_too_large", "tables_too_small"]));
    let none: Value = create(&venue, json!({}), json!({ "attendees": 6 }))
        .await
        .unwrap_or_default();
    assert_eq!(none, Value::Null);
}

#[tokio::test]
async fn a_pinned_reservation_keeps_its_table_when_it_moves_or_is_refused() {
    let venue = venue();
    let booked = venue.book("a").await.unwrap();
    let pinned = changed(&venue, &booked.id, json!({ "table_ids": ["g1"] })).await;
    assert_eq!(tables(&pinned), ["g1"]);
    let moved = changed(&venue, &booked.id, json!({ "minutes": 1_260 })).await;
    assert_eq!(tables(&moved), ["g1"]);
    // Another party is there at the old time, so it cannot go back, for staff or for its guest.
    made(&venue, json!({ "pinned_table_ids": ["g1"] }), json!({})).await;
    let back = change(&venue, &booked.id, json!({ "minutes": 1_140 })).await;
    assert_eq!(back, Err(not_free(&["g1"])));
    let guest = async |minutes: u16| -> Result<Reservation, VenueError> {
        let wanted = serde_json::from_value(json!({ "minutes": minutes })).unwrap();
        let call = Request::Change(booked.id.clone(), Box::new(wanted));
        venue.send(call, booked.manage_token.clone()).await
    };
    let Err(VenueError::Taken { alternatives }) = guest(1_140).await else {
        panic!("the pinned table is taken");
    };
    // The times that are offered instead are those of its table.
    assert!(
        alternatives.iter().all(|slot| slot.minutes.get() >= 1_230),
        "{alternatives:?}"
    );
    assert_eq!(guest(1_290).await.unwrap().minutes.get(), 1_290);
    let seen = serde_json::to_value(venue.staff_sees(&booked.id).await).unwrap();
    assert_eq!(tables(&seen), ["g1"]);
    // Without its pin it finds another table.
    let free = changed(&venue, &booked.id, json!({ "minutes": 1_140, "table_ids": [] })).await;
    assert_eq!(tables(&free), ["t1"]);
}

#[tokio::test]
async fn a_mix_of_changes_is_one_write_with_one_letter() {
    let venue = venue();
    let one = id(&made(&venue, json!({}), json!({})).await);
    venue.run_until(NOON.plus_minutes(1)).await;
    venue.office.taken.borrow_mut().clear();
    let wanted = json!({
        "status": "reconfirmed", "day": "2026-11-26", "minutes": 1_200, "attendees": 4, "table_ids": ["g1"],
        "label_ids": ["vip"], "notes": { "set": "A quiet table" }, "internal_notes": { "set": "The owner's aunt" },
        "guest": { "company": { "set": "BestCorp Inc." }, "notes": { "set": "Red wine" }, "phone": { "set": "+436605512234" } },
    });
    let after = changed(&venue, &one, wanted.clone()).await;
    let of = |after: &Value| {
        let reservation = &after["reservation"];
        json!([
            reservation["status"],
            reservation["day"],
            reservation["minutes"],
            reservation["attendees"],
            tables(after),
            after["labels"][0]["name"],
            after["notes"],
            after["details"],
            after["guest"]["phone"],
        ])
    };
    let expected = json!([
        "reconfirmed", "2026-11-26", 1_200, 4, ["g1"], "VIP", "A quiet table",
        { "company": "BestCorp Inc.", "guest_notes": "Red wine", "internal_notes": "The owner's aunt" },
        "+436605512234",
    ]);
    assert_eq!(of(&after), expected);
    venue.run_until(NOON.plus_minutes(2)).await;
    assert_eq!(venue.letters_about("").len(), 2, "{:?}", venue.letters());
    // A repeated call changes nothing and writes no letter, also after a restart.
    let venue = venue.restarted();
    let writes = || venue.rows("SELECT revision, status FROM reservations");
    let before = writes();
    assert_eq!(of(&changed(&venue, &one, wanted).await), expected);
    assert_eq!(writes(), before);
    venue.run_until(NOON.plus_minutes(3)).await;
    assert_eq!(venue.letters().len(), 2);
}

#[tokio::test]
async fn a_change_that_is_refused_changes_nothing_at_all() {
    let venue = venue();
    let one = id(&made(&venue, json!({ "pinned_table_ids": ["t1"] }), json!({})).await);
    made(&venue, json!({ "pinned_table_ids": ["t2"] }), json!({})).await;
    let before = venue.rows("SELECT * FROM reservations");
    for (wanted, error) in [
        (
            json!({ "notes": { "set": "x" }, "table_ids": ["t2"] }),
            Some(not_free(&["t2"])),
        ),
        (
            json!({ "status": "finished", "notes": { "set": "x" } }),
            Some(VenueError::IllegalTransition),
        ),
        (
            json!({ "status": "payment_pending", "notes": { "set": "x" } }),
            Some(VenueError::IllegalTransition),
        ),
        (
            json!({ "status": "cancelled", "minutes": 1_200 }),
            Some(VenueError::IllegalTransition),
        ),
        (json!({ "minutes": 1_145 }), None),
        (json!({ "table_ids": ["t1", "g1"] }), None),
    ] {
        let refused = change(&venue, &one, wanted.clone()).await.unwrap_err();
        assert!(error.is_none_or(|error| error == refused), "{wanted} {refused:?}");
        assert_eq!(venue.rows("SELECT * FROM reservations"), before, "{wanted}");
    }
    // What is over is not moved, and notes about it can be written.
    venue.staff(&one, Status::Cancelled).await;
    let moved = change(&venue, &one, json!({ "minutes": 1_200 })).await;
    assert_eq!(moved, Err(VenueError::IllegalTransition));
    let noted = changed(&venue, &one, json!({ "internal_notes": { "set": "Came late" } })).await;
    assert_eq!(noted["details"]["internal_notes"], "Came late");
}

#[tokio::test]
async fn a_party_that_becomes_smaller_keeps_its_table_where_no_smaller_one_is_free() {
    let venue = venue_of(|engine| engine["rooms"][1]["tables"][0]["minPartySize"] = json!(3));
    let one = made(&venue, json!({}), json!({ "attendees": 3 })).await;
    assert_eq!(tables(&one), ["g1"]);
    for key in ["a", "b"] {
        venue.book(key).await.unwrap();
    }
    let smaller = changed(&venue, &id(&one), json!({ "attendees": 2 })).await;
    assert_eq!(
        (tables(&smaller), &smaller["reservation"]["attendees"]),
        (vec!["g1"], &json!(2))
    );
}

#[tokio::test]
async fn guests_who_sit_at_a_table_stay_there_when_others_join_or_leave() {
    let venue = venue();
    let one = made(&venue, json!({}), json!({ "attendees": 3 })).await;
    assert_eq!(tables(&one), ["g1"]);
    let one = id(&one);
    venue.staff(&one, Status::Seated).await;
    for attendees in [2, 4] {
        let still = changed(&venue, &one, json!({ "attendees": attendees })).await;
        assert_eq!(
            (tables(&still), &still["reservation"]["attendees"]),
            (vec!["g1"], &json!(attendees))
        );
    }
    venue.run_until(NOON.plus_minutes(1)).await;
    // The confirmation and its copy; there is no letter about steps at the table.
    assert_eq!(venue.letters().len(), 2, "{:?}", venue.letters());
}
