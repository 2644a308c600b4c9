//! Facts about whose a reservation is.

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::check::read_json;
use shared::id::ReservationId;
use shared::reservation::{Attendees, BookedExperience, Status};
use shared::time::Minutes;

use super::*;

fn zone() -> TimeZone {
    TimeZone::parse("Europe/Vienna").unwrap()
}

fn request(change: impl FnOnce(&mut Value)) -> ReservationRequest {
    let mut body = json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "en",
        "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com", "phone": "+436605512234" },
    });
    change(&mut body);
    read_json(body).unwrap()
}

fn ours() -> Reference {
    Reference::of(&[1; 32])
}

/// A reservation that has nothing against it but no guest either.
fn candidate(id: &str) -> Candidate {
    Candidate {
        locale: None,
        known: Known {
            id: ReservationId::parse(id).unwrap(),
            number: String::new(),
            status: Status::Booked,
            attendees: Attendees::parse(2).ok(),
            experience: Some(BookedExperience {
                id: "dinner".to_owned().try_into().unwrap(),
                name: <_>::default(),
            }),
            day: None,
            minutes: None,
            duration: None,
        },
        notes: None,
        first_name: None,
        last_name: None,
        email: None,
        phone: None,
        starts_at: None,
    }
}

fn with(change: impl FnOnce(&mut Candidate)) -> Candidate {
    let mut candidate = candidate("r1");
    candidate.email = Some("Ada@Example.com".to_owned());
    change(&mut candidate);
    candidate
}

fn is_found(one: Candidate) -> bool {
    find(&[one], &request(|_| {}), &ours(), &zone(), |_| false).is_some()
}

#[test]
fn the_reference_goes_before_everything_else() {
    let reference = ours();
    let marked = with(|one| {
        one.notes = Some(format!("a pram\n{}", reference.mark()));
        one.known.status = Status::Cancelled;
        one.known.experience = None;
        one.email = None;
    });
    let mut like = with(|_| {});
    like.known.id = ReservationId::parse("r0").unwrap();
    let found = find(&[like, marked], &request(|_| {}), &reference, &zone(), |_| true);
    let Some(Found::ByReference(known)) = found else {
        panic!("{found:?}");
    };
    assert_eq!(known.id.as_str(), "r1");
}

#[test]
fn another_orders_reference_is_a_no() {
    let other = Reference::of(&[2; 32]);
    assert!(!is_found(with(|one| one.notes = Some(other.mark()))));
    assert!(is_found(with(|one| one.notes = Some("a pram".to_owned()))));
}

#[test]
fn a_guest_is_known_by_mail_by_phone_or_by_both_names() {
    let nobody = || with(|one| one.email = None);
    let named = |first: Option<&str>, last: &str| {
        let mut one = nobody();
        one.first_name = first.map(str::to_owned);
        one.last_name = Some(last.to_owned());
        one
    };
    assert!(is_found(with(|_| {})));
    assert!(!is_found(nobody()));
    assert!(is_found(with(|one| {
        one.email = None;
        one.phone = Some("+43 660 5512234".to_owned());
    })));
    assert!(is_found(named(Some("ADA"), "Muster")));
    assert!(!is_found(named(None, "Muster")));
    assert!(!is_found(named(Some("Eva"), "Muster")));
}

#[test]
fn what_contradicts_the_order_is_not_it() {
    assert!(!is_found(with(
        |one| one.known.attendees = Attendees::parse(3).ok()
    )));
    assert!(!is_found(with(|one| one.known.attendees = None)));
    assert!(!is_found(with(|one| one.known.experience = None)));
    assert!(!is_found(with(|one| one.known.status = Status::Cancelled)));
    assert!(!is_found(with(
        |one| one.known.day = Day::parse("2026-11-28").ok()
    )));
    assert!(!is_found(with(
        |one| one.known.minutes = Minutes::parse(1155).ok()
    )));
    assert!(is_found(
        with(|one| one.known.minutes = Minutes::parse(1140).ok())
    ));
}

#[test]
fn a_start_is_taken_as_true_or_as_local_time_that_claims_to_be_utc() {
    let seven_utc = 1_795_806_000;
    for (start, is_it) in [
        (seven_utc, true),
        (seven_utc - 3_600, true),
        (seven_utc - 3_600 - 600, true),
        (seven_utc + 3_600, false),
        (seven_utc - 7_200, false),
    ] {
        assert_eq!(
            is_found(with(|one| one.starts_at = Some(start))),
            is_it,
            "{start}"
        );
    }
}

#[test]
fn what_belongs_to_another_order_is_passed_over() {
    let all = [with(|_| {}), {
        let mut second = with(|_| {});
        second.known.id = ReservationId::parse("r2").unwrap();
        second
    }];
    let found = find(&all, &request(|_| {}), &ours(), &zone(), |known| {
        known.id.as_str() == "r1"
    });
    let Some(Found::ByLikeness(known)) = found else {
        panic!("{found:?}");
    };
    assert_eq!(known.id.as_str(), "r2");
}

#[test]
fn a_time_after_midnight_is_looked_for_on_both_days() {
    let days = |minutes: u16| {
        let (from, to) = days(&request(|body| body["minutes"] = json!(minutes)), &zone());
        (from.to_string(), to.to_string())
    };
    let (evening, next) = ("2026-11-27".to_owned(), "2026-11-28".to_owned());
    assert_eq!(days(1140), (evening.clone(), evening.clone()));
    assert_eq!(days(1450), (evening.clone(), next));
    assert_eq!(days(30), ("2026-11-26".to_owned(), evening));
}

proptest! {
    #[test]
    fn the_days_looked_at_hold_every_reading_of_the_time(offset in 0u32..400, minutes in 0i64..2880) {
        let day = Day::parse("2026-01-01").unwrap().plus(offset).unwrap();
        let request = request(|body| {
            body["day"] = json!(day);
            body["minutes"] = json!(minutes);
        });
        let (from, to) = days(&request, &zone());
        prop_assert!(from <= day && day <= to && to.since(from) <= 2);
        for start in starts(&request, &zone()) {
            let date = chrono::DateTime::from_timestamp(start, 0).unwrap().date_naive();
            let date = Day::from_date(date).unwrap();
            prop_assert!(from <= date && date <= to);
        }
    }
}
