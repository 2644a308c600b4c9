//! Facts about reservations in both directions.

use serde_json::{Value, json};
use shared::choices::{ChosenAddOn, PeopleCount};
use shared::id::AgeCategoryId;
use shared::money::Currency;
use shared::reservation::ReservationRequest;

use super::*;
use crate::provider::choices::Choices;
use crate::provider::fourspaces::price;
use crate::test_support::fourspaces::{ADD_ON, SERVICE, TEMPLATE, offering_of, service};
use crate::test_support::remote::slot;

const REFERENCE: &str = "4F7K-93QDXM";

fn vienna() -> TimeZone {
    TimeZone::parse("Europe/Vienna").unwrap()
}

fn listed(beside: &Value) -> wire::ReservationListItem {
    let mut item = json!({
        "id": "a1b2c3d4e5f60718293a4b5c6d7e8f90", "checkin": "/Date(1796148000000)/", "checkout": 1_796_155_200_000_i64,
        "guestList": [format!("Anna Doe (Ref. {REFERENCE})")], "guests": 1, "tokens": 0, "state": 10,
        "accessTemplates": [{ "id": TEMPLATE, "name": "Small room", "things": [] }],
    });
    let members = item.as_object_mut().unwrap();
    members.extend(beside.as_object().unwrap().clone());
    serde_json::from_value(item).unwrap()
}

fn request() -> ReservationRequest {
    serde_json::from_value(json!({
        "experienceId": SERVICE, "day": "2026-12-01", "minutes": 1140, "attendees": 4,
        "guest": { "firstName": "Anna", "lastName": "Doe", "email": "anna@example.com", "phone": "+436601234567" },
        "notes": "By the window", "locale": "de",
    }))
    .unwrap()
}

fn choices() -> Choices {
    let people = |id: &str, count: u8| PeopleCount {
        category: AgeCategoryId::parse(id).unwrap(),
        count,
    };
    Choices {
        people: vec![people("adult", 3), people("child", 1)],
        add_ons: vec![ChosenAddOn {
            id: AddOnId::parse(ADD_ON).unwrap(),
            quantity: 2,
        }],
        ..Choices::default()
    }
}

/// The body of a booking with these choices, written in this language.
fn body(request: &ReservationRequest, choices: &Choices, language: &str) -> Value {
    let (offering, reference) = (offering_of(service()), Reference::of(&[7; 32]));
    let heads = HeadCount::of(choices, request.attendees);
    let quote = price::quote(&offering, heads, &choices.add_ons, Currency::EUR).unwrap();
    let new = NewReservation {
        request,
        choices,
        reference: &reference,
        slot: &serde_json::from_value(slot(1140, true)).unwrap(),
    };
    let terms = BookingTerms {
        offering: &offering,
        heads,
        quote: &quote,
        start: Instant::from_unix(1_796_148_000),
        language: &Language::parse(language).unwrap(),
        send_invitation: false,
    };
    serde_json::to_value(new_reservation(&new, terms)).unwrap()
}

#[test]
fn a_booking_has_its_guest_its_time_its_template_and_a_comment() {
    let reference = Reference::of(&[7; 32]);
    let comment = format!(
        "By the window\nGäste: 4\nErwachsene: 3\nKinder: 1\n2 × Projector\nSumme: EUR 231.25\n(Ref. {reference})"
    );
    assert_eq!(
        body(&request(), &choices(), "de"),
        json!({
            "guests": [{
                "guestFirstName": "Anna", "guestLastName": format!("Doe (Ref. {reference})"),
                "email": "anna@example.com", "phone": "+436601234567", "guestType": 2, "sendInvitation": false,
                "sendAccountActivationEmail": false,
            }],
            "additionalData": { "comment": comment },
            "visitData": { "visitType": 1, "checkin": "2026-12-01T18:00:00Z", "checkout": "2026-12-01T20:00:00Z" },
            "accessTemplates": [{ "id": TEMPLATE, "name": "Small room" }],
        })
    );
}

#[test]
fn a_booking_without_choices_has_a_comment_of_its_size_and_price() {
    let mut request = request();
    request.notes = None;
    let body = body(&request, &Choices::default(), "en");
    let comment = body["additionalData"]["comment"].as_str().unwrap();
    let reference = Reference::of(&[7; 32]);
    assert_eq!(
        comment,
        format!("Guests: 4\nTotal: EUR 198.00\n(Ref. {reference})")
    );
}

#[test]
fn a_reservation_that_was_made_here_is_known_by_the_reference_behind_the_name() {
    let offering = offering_of(service());
    let known = known(&listed(&json!({})), Some(&offering), &vienna()).unwrap();
    assert_eq!((known.number.as_str(), known.status), (REFERENCE, Status::Booked));
    assert_eq!(known.day, Day::parse("2026-12-01").ok());
    assert_eq!(
        (known.minutes, known.duration),
        (Minutes::parse(1_140).ok(), Some(120))
    );
    assert_eq!(known.experience.unwrap().id.as_str(), SERVICE);
    // Its list says 1, which is the guest who is written to.
    assert_eq!(known.attendees, None);
}

#[test]
fn a_start_after_midnight_is_of_the_evening_before() {
    let mut offering = offering_of(service());
    (offering.schedule.first, offering.schedule.last) = (1_080, 1_500);
    // Half past midnight of 2 December on the wall's clock.
    let late = listed(&json!({ "checkin": "2026-12-01T23:30:00Z", "checkout": "2026-12-02T01:30:00Z" }));
    for (offering, day, minutes) in [(Some(&offering), "2026-12-01", 1_470), (None, "2026-12-02", 30)] {
        let known = known(&late, offering, &vienna()).unwrap();
        assert_eq!(
            (known.day, known.minutes),
            (Day::parse(day).ok(), Minutes::parse(minutes).ok())
        );
    }
}

#[test]
fn a_reservation_of_the_restaurants_own_has_its_number_of_guests() {
    let theirs = json!({ "guestList": ["Anna Doe", "Ben Doe"], "guests": 2 });
    let known = known(&listed(&theirs), None, &vienna()).unwrap();
    assert_eq!(
        (known.number.as_str(), known.attendees),
        ("A1B2C3D4", Attendees::parse(2).ok())
    );
    assert_eq!(known.experience, None);
}

#[test]
fn states_are_statuses_and_one_that_is_not_known_is_no_promise() {
    let offering = offering_of(service());
    let mut on_request = offering.clone();
    on_request.experience.confirmation = Confirmation::Request;
    for (state, expected) in [
        (json!(0), Status::Booked),
        (json!("Assigned"), Status::Booked),
        (json!(15), Status::Requested),
        (json!("20"), Status::Booked),
        (json!(30), Status::Booked),
        (json!(40), Status::Finished),
        (json!(50), Status::Declined),
        (json!(60), Status::Cancelled),
        (json!(70), Status::Unconfirmed),
        (json!(null), Status::Unconfirmed),
    ] {
        let state: Lenient = serde_json::from_value(state).unwrap();
        assert_eq!(status(&state, Some(&offering)), expected, "{state:?}");
    }
    assert_eq!(status(&Lenient::Whole(0), Some(&on_request)), Status::Requested);
    assert_eq!(status(&Lenient::Whole(0), None), Status::Unconfirmed);
}

#[test]
fn what_is_broken_in_a_list_is_left_out_and_what_is_strange_says_less() {
    assert!(known(&listed(&json!({ "id": "a/b" })), None, &vienna()).is_none());
    let strange = json!({ "checkin": "soon", "checkout": [], "guestList": "Anna", "guests": "many", "accessTemplates": 7 });
    let known = known(&listed(&strange), None, &vienna()).unwrap();
    assert_eq!(
        (known.day, known.minutes, known.duration, known.attendees),
        (None, None, None, None)
    );
    assert_eq!(template_of(&listed(&strange)), None);
}

#[test]
fn a_candidate_shows_its_reference_and_nothing_that_only_resembles_one() {
    let candidate = candidate(&listed(&json!({})), None, &vienna()).unwrap();
    assert!(Reference::any_in(candidate.notes.as_deref().unwrap()));
    assert_eq!(reference_in("Anna (Ref. 4F7K-93QDXM)"), Some(REFERENCE));
    for name in [
        "Anna",
        "Anna (Ref. )",
        "Anna (Ref. 4F7K-93QDXM",
        "(Ref. 4f7k-93qdxm)",
    ] {
        assert_eq!(reference_in(name), None, "{name}");
    }
}
