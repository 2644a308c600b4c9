//! Facts about the search for the reservation of an order.

use proptest::prelude::*;
use serde_json::{Value, json};
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::reservation::{BookedExperience, Status};
use shared::time::Minutes;
use shared::validation::read_json;

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
        known: RemoteReservation {
            held_until: None,
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
    candidate.phone = Some("+43 660 5512234".to_owned());
    change(&mut candidate);
    candidate
}

/// Nothing was there before, and no other order has any.
const NONE: Others<'_> = Others {
    seen: Some(&[]),
    of_orders: &[],
};
/// The reservations from before were not read.
const NOT_LOOKED: Others<'_> = Others {
    seen: None,
    of_orders: &[],
};

fn search(one: Candidate, others: &Others<'_>) -> Result<Option<Found>, Unclear> {
    find(&[one], &request(|_| {}), &ours(), &zone(), others)
}

fn is_found(one: Candidate) -> bool {
    matches!(search(one, &NONE), Ok(Some(_)))
}

fn id(text: &str) -> ReservationId {
    ReservationId::parse(text).unwrap()
}

#[test]
fn the_reference_goes_before_everything_else() {
    let reference = ours();
    let marked = with(|one| {
        one.notes = Some(format!("a pram\n{}", reference.annotation()));
        one.known.status = Status::Cancelled;
        one.known.experience = None;
        one.email = None;
    });
    let mut like = with(|_| {});
    like.known.id = ReservationId::parse("r0").unwrap();
    let (before, others) = ([id("r0"), id("r1")], [id("r1")]);
    let others = Others {
        seen: Some(&before),
        of_orders: &others,
    };
    let found = find(&[like, marked], &request(|_| {}), &reference, &zone(), &others);
    let Ok(Some(Found::ByReference(known))) = found else {
        panic!("{found:?}");
    };
    assert_eq!(known.id.as_str(), "r1");
}

#[test]
fn a_reservation_with_another_orders_reference_is_not_found() {
    let other = Reference::of(&[2; 32]);
    assert!(!is_found(with(|one| one.notes = Some(other.annotation()))));
    assert!(is_found(with(|one| one.notes = Some("a pram".to_owned()))));
}

/// E-mail, phone, first and last name as the system has them, and what follows for Ada Muster's order.
const GUESTS: [([Option<&str>; 4], GuestMatch); 20] = {
    use GuestMatch::{Other, Partial, Same};
    let (mail, phone) = (Some("ada@example.com"), Some("+436605512234"));
    let (first, last) = (Some("Ada"), Some("Muster"));
    [
        // Two of the three agree.
        ([mail, phone, first, last], Same),
        ([mail, phone, None, None], Same),
        ([mail, None, first, last], Same),
        ([None, phone, first, last], Same),
        (
            [Some(" ADA@Example.COM "), Some("0043 660/55 12 234"), None, None],
            Same,
        ),
        ([mail, Some("+43 (0)660 5512234"), None, last], Same),
        ([mail, Some("0660 5512234"), None, None], Same),
        ([None, phone, Some("ADA"), Some("muster")], Same),
        // One agrees, or a part of one.
        ([mail, None, None, None], Partial),
        ([None, phone, None, last], Partial),
        ([None, None, first, last], Partial),
        ([None, None, None, last], Partial),
        ([mail, Some("  "), Some(""), last], Partial),
        // One differs, although others agree.
        ([Some("eva@example.com"), phone, first, last], Other),
        ([mail, Some("+436605512235"), first, last], Other),
        ([mail, Some("0660 5512235"), None, None], Other),
        ([mail, phone, Some("Eva"), last], Other),
        ([mail, phone, None, Some("Gruber")], Other),
        // Nothing identifies its guest.
        ([None, None, None, None], Other),
        ([None, None, first, None], Other),
    ]
};

fn guest_of([email, phone, first_name, last_name]: [Option<&str>; 4]) -> Candidate {
    let text = |text: Option<&str>| text.map(str::to_owned);
    let mut one = candidate("r1");
    (one.email, one.phone) = (text(email), text(phone));
    (one.first_name, one.last_name) = (text(first_name), text(last_name));
    one
}

#[test]
fn two_of_mail_phone_and_name_tell_a_guest_and_one_that_differs_excludes() {
    for (guest, right) in GUESTS {
        assert_eq!(
            guest_match(&guest_of(guest), &request(|_| {})),
            right,
            "{guest:?}"
        );
    }
}

#[test]
fn only_what_was_not_there_before_is_the_orders() {
    for (guest, right) in GUESTS {
        let case = format!("{guest:?}");
        let is_by_match_key = |found| matches!(found, Ok(Some(Found::ByMatchKey(_))));
        let new = search(guest_of(guest), &NONE);
        assert_eq!(new == Err(Unclear), right == GuestMatch::Partial, "{case}");
        assert_eq!(is_by_match_key(new), right == GuestMatch::Same, "{case}");
        // Without a look before, the same guest may have had it for a week.
        let unknown = search(guest_of(guest), &NOT_LOOKED);
        let unclear = if right == GuestMatch::Same {
            Err(Unclear)
        } else {
            Ok(None)
        };
        assert_eq!(unknown, unclear, "{case}");
        let before = seen_before(&[guest_of(guest)], &request(|_| {}));
        assert_eq!(before.is_empty(), right == GuestMatch::Other, "{case}");
        let others = Others {
            seen: Some(&before),
            of_orders: &[],
        };
        assert_eq!(search(guest_of(guest), &others), Ok(None), "{case}");
    }
}

#[test]
fn an_order_with_little_data_finds_nothing() {
    // No two of the three can agree.
    for guest in [
        json!({ "lastName": "Muster", "email": "ada@example.com" }),
        json!({ "firstName": "Ada", "lastName": "Muster" }),
    ] {
        let request = request(|body| body["guest"] = guest);
        let one = with(|one| {
            one.first_name = Some("Ada".to_owned());
            one.last_name = Some("Muster".to_owned());
        });
        assert_eq!(find(&[one], &request, &ours(), &zone(), &NONE), Err(Unclear));
    }
}

#[test]
fn a_reservation_that_contradicts_the_order_is_not_found() {
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
fn a_reservation_of_another_order_is_skipped() {
    let all = [with(|_| {}), {
        let mut second = with(|_| {});
        second.known.id = ReservationId::parse("r2").unwrap();
        second
    }];
    let others = Others {
        seen: Some(&[]),
        of_orders: &[id("r1")],
    };
    let found = find(&all, &request(|_| {}), &ours(), &zone(), &others);
    let Ok(Some(Found::ByMatchKey(known))) = found else {
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

fn value(of: [&'static str; 3]) -> impl Strategy<Value = Option<String>> {
    proptest::option::of(proptest::sample::select(of.map(str::to_owned).to_vec()))
}

proptest! {
    #[test]
    fn a_reservation_is_given_out_only_where_two_agree_and_none_differs(
        email in value(["ada@example.com", "ADA@EXAMPLE.COM", "eva@example.com"]),
        phone in value(["+436605512234", "0660 551 22 34", "+4366055122"]),
        first_name in value(["Ada", "ada", "Eva"]),
        last_name in value(["Muster", "MUSTER", "Gruber"]),
        was_there in any::<bool>(),
        marked in any::<bool>(),
    ) {
        let one = with(|one| {
            one.notes = marked.then(|| Reference::of(&[2; 32]).annotation());
            (one.email, one.phone) = (email.clone(), phone.clone());
            (one.first_name, one.last_name) = (first_name.clone(), last_name.clone());
        });
        // The third of each is another guest's.
        let agrees = |value: &Option<String>, other: &str| value.as_ref().map(|value| value != other);
        let (email, phone) = (agrees(&email, "eva@example.com"), agrees(&phone, "+4366055122"));
        let (first, last) = (agrees(&first_name, "Eva"), agrees(&last_name, "Gruber"));
        let name = last.and(first);
        let agreeing = [email, phone, name].into_iter().filter(|one| *one == Some(true)).count();
        let differs = [email, phone, first, last].contains(&Some(false));
        let before = [id("r1")];
        let others = Others { seen: Some(if was_there { &before } else { &[] }), of_orders: &[] };
        let is_given = matches!(search(one, &others), Ok(Some(_)));
        prop_assert_eq!(is_given, agreeing >= 2 && !differs && !was_there && !marked);
    }

    #[test]
    fn the_days_looked_at_hold_every_reading_of_the_time(offset in 0u32..400, minutes in 0i64..2880) {
        let day = Day::parse("2026-01-01").unwrap().plus(offset).unwrap();
        let request = request(|body| {
            body["day"] = json!(day);
            body["minutes"] = json!(minutes);
        });
        let (from, to) = days(&request, &zone());
        prop_assert!(from <= day && day <= to && to.since(from) <= 2);
        for start in starts((request.day, request.minutes), &zone()) {
            let date = chrono::DateTime::from_timestamp(start, 0).unwrap().date_naive();
            let date = Day::from_date(date).unwrap();
            prop_assert!(from <= date && date <= to);
        }
    }
}

#[test]
fn of_two_with_the_reference_the_one_that_is_not_over_is_the_orders() {
    let referenced = |id: &str, status: Status| {
        let mut one = candidate(id);
        one.known.status = status;
        one.notes = Some(ours().annotation());
        one
    };
    let nothing_else = Others {
        seen: None,
        of_orders: &[],
    };
    for (second, found) in [(Status::Booked, "r2"), (Status::Cancelled, "r1")] {
        let candidates = [referenced("r1", Status::Cancelled), referenced("r2", second)];
        let zone = TimeZone::parse("Europe/Vienna").unwrap();
        match find(&candidates, &request(|_| {}), &ours(), &zone, &nothing_else) {
            Ok(Some(Found::ByReference(known))) => assert_eq!(known.id.as_str(), found),
            other => panic!("{other:?}"),
        }
    }
}
