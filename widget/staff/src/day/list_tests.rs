//! Facts about the list of an evening.

use proptest::prelude::*;
use serde_json::json;
use shared::id::ExperienceId;

use super::super::test_support::{evening_at, evening_of, named, reservation, with_status};
use super::*;

fn keys(sections: &[ListedSection]) -> Vec<(&str, Vec<&str>)> {
    let ids = |section: &ListedSection| {
        let groups = section.groups.iter();
        groups
            .flat_map(|group| group.ids.iter().map(ReservationId::as_str))
            .map(|id| {
                if id == "r1" {
                    "r1"
                } else if id == "r2" {
                    "r2"
                } else {
                    "other"
                }
            })
            .collect()
    };
    sections
        .iter()
        .map(|section| (section.key.as_str(), ids(section)))
        .collect()
}

fn all(day: &StaffDay) -> Vec<ListedSection> {
    sections(day, &Taps::default(), &Search::default(), Filter::All, None)
}

#[test]
fn requests_are_listed_first_and_absent_parties_last() {
    let day = evening_of(vec![
        with_status(reservation("r1", 1_080, 2), Status::Cancelled),
        reservation("r3", 1_140, 4),
        with_status(reservation("r2", 1_200, 6), Status::Requested),
    ]);
    let listed = all(&day);
    assert_eq!(
        keys(&listed),
        [
            ("requests", vec!["r2"]),
            ("service-0", vec!["other"]),
            ("not-coming", vec!["r1"])
        ]
    );
    let covers: Vec<_> = listed.iter().map(|section| section.covers).collect();
    assert_eq!(covers, [6, 4, 0]);
}

#[test]
fn a_time_that_no_service_has_is_listed_too() {
    let day = evening_of(vec![reservation("r1", 900, 2)]);
    assert_eq!(keys(&all(&day)), [("others", vec!["r1"])]);
}

#[test]
fn a_tap_moves_a_reservation_before_it_is_answered() {
    let day = evening_of(vec![reservation("r1", 1_140, 2)]);
    let mut taps = Taps::default();
    taps.tap(&day.reservations[0], Status::NoShow, evening_at(1_160));
    let listed = sections(&day, &taps, &Search::default(), Filter::All, None);
    assert_eq!(keys(&listed), [("not-coming", vec!["r1"])]);
    let row = Row::of(&day.reservations[0], &taps, evening_at(1_160));
    assert_eq!((row.status, row.is_waiting), (Status::NoShow, true));
}

#[test]
fn filters_show_expected_present_and_departed_parties() {
    for status in Status::ALL {
        let parts = [Filter::Expected, Filter::Here, Filter::Over];
        let kept = parts.into_iter().filter(|filter| filter.keeps(*status)).count();
        assert_eq!(kept, 1, "{status:?}");
        assert!(Filter::All.keeps(*status));
    }
}

#[test]
fn a_search_lists_its_matches_alone() {
    let day = evening_of(vec![
        named(reservation("r1", 1_140, 2), "Grace", "Hopper"),
        reservation("r2", 1_140, 2),
    ]);
    let found = sections(&day, &Taps::default(), &Search::of("hop"), Filter::All, None);
    assert_eq!(keys(&found), [("service-0", vec!["r1"])]);
}

#[test]
fn a_party_is_late_five_minutes_after_its_time_until_it_comes() {
    let one = reservation("r1", 1_140, 2);
    let at = |minutes| Lateness::of(&one, Status::Booked, evening_at(minutes));
    assert_eq!(
        (at(1_144), at(1_145), at(1_160)),
        (Lateness::None, Lateness::Late(5), Lateness::Late(20))
    );
    assert_eq!(
        Lateness::of(&one, Status::Seated, evening_at(1_160)),
        Lateness::None
    );
    assert_eq!(
        Lateness::of(&one, Status::Ordered, evening_at(1_275)),
        Lateness::Over(15)
    );
    assert_eq!(
        Lateness::of(&one, Status::Finished, evening_at(1_275)),
        Lateness::None
    );
}

#[test]
fn a_service_that_is_over_comes_after_the_one_that_goes_on() {
    let lunch = json!({
        "experienceId": "lunch", "name": { "en": "Lunch" }, "shorthand": "LUN", "firstMinutes": 690, "lastMinutes": 795,
        "intervalMinutes": 15, "limits": {},
    });
    let mut at_noon = reservation("r1", 720, 2);
    at_noon.experience.id = ExperienceId::parse("lunch").unwrap();
    let order = |at_noon: &ReservationForStaff, now| {
        let mut day = evening_of(vec![at_noon.clone(), reservation("r2", 1_140, 2)]);
        day.services
            .insert(0, serde_json::from_value(lunch.clone()).unwrap());
        let listed = sections(&day, &Taps::default(), &Search::default(), Filter::All, now);
        listed.into_iter().map(|section| section.key).collect::<Vec<_>>()
    };
    let [lunch_first, dinner_first] = [["service-0", "service-1"], ["service-1", "service-0"]];
    // It was not noted that the party of lunch did not come.
    assert_eq!(order(&at_noon, Some(1_100)), dinner_first);
    assert_eq!(
        order(&with_status(at_noon.clone(), Status::Finished), Some(1_100)),
        dinner_first
    );
    // It is still expected, or there.
    assert_eq!(order(&at_noon, Some(839)), lunch_first);
    assert_eq!(
        order(&with_status(at_noon.clone(), Status::Seated), Some(1_100)),
        lunch_first
    );
    assert_eq!(
        order(&with_status(at_noon.clone(), Status::Finished), Some(780)),
        lunch_first
    );
    // Another day than that of the evening is in the order of its times.
    assert_eq!(order(&at_noon, None), lunch_first);
}

#[test]
fn a_party_is_not_late_any_more_once_its_time_is_over() {
    let one = reservation("r1", 1_140, 2);
    let at = |minutes| Lateness::of(&one, Status::Booked, evening_at(minutes));
    assert_eq!((at(1_259), at(1_260)), (Lateness::Late(119), Lateness::None));
}

#[test]
fn a_party_of_a_day_that_is_over_is_not_late() {
    let one = reservation("r1", 1_140, 2);
    for status in [Status::Booked, Status::Seated] {
        let lateness = Lateness::of(&one, status, evening_at(1_140 + 24 * 60));
        assert_eq!(lateness, Lateness::None, "{status:?}");
    }
}

#[test]
fn a_party_is_running_late_as_it_has_said_until_it_comes() {
    let mut one = reservation("r1", 1_140, 2);
    let is_late = |one: &ReservationForStaff| {
        let row = Row::of(one, &Taps::default(), evening_at(1_140));
        row.is_running_late(&["Komt later", "Running late"])
    };
    assert!(!is_late(&one));
    one.internal_notes = Some(serde_json::from_value(json!("Running late, said at 19:05")).unwrap());
    assert!(is_late(&one));
    assert!(!is_late(&with_status(one, Status::Arrived)));
}

#[test]
fn a_walk_in_without_a_name_is_known_as_one() {
    let mut one = named(reservation("r1", 1_140, 2), "Ada", "Muster");
    let is_unnamed =
        |one: &ReservationForStaff| Row::of(one, &Taps::default(), evening_at(1_140)).is_unnamed();
    "walk_in".clone_into(&mut one.source);
    assert!(!is_unnamed(&one));
    one.guest.first_name = None;
    one.guest.last_name = serde_json::from_value(json!("-")).unwrap();
    assert!(is_unnamed(&one));
    // A guest whose data was deleted has the sign too.
    "app".clone_into(&mut one.source);
    assert!(!is_unnamed(&one));
}

#[test]
fn a_no_show_is_charged_to_a_stored_card_alone() {
    let mut one = reservation("r1", 1_140, 2);
    let charge = |one: &ReservationForStaff| {
        let row = Row::of(one, &Taps::default(), evening_at(1_160));
        row.no_show_charge().map(Money::amount)
    };
    assert_eq!(charge(&one), None);
    for (kind, state, charged) in [
        ("card_guarantee", "authorized", Some(4_000)),
        ("card_guarantee", "pending", None),
        ("deposit", "paid", None),
    ] {
        let payment = json!({
            "terms": {
                "type": kind, "amount": { "amount": 4_000, "currency": "EUR" }, "dueMinutes": 15, "refundMinutes": null,
            },
            "state": state,
        });
        one.payment = Some(serde_json::from_value(payment).unwrap());
        assert_eq!(charge(&one), charged, "{kind} {state}");
    }
}

proptest! {
    #[test]
    fn each_reservation_is_listed_exactly_once(
        parties in prop::collection::vec((0i64..=2_879, prop::sample::select(Status::ALL)), 0..60),
    ) {
        let mut parties: Vec<_> = (0u32..)
            .zip(parties)
            .map(|(number, (minutes, status))| with_status(reservation(&format!("r{number}"), minutes, 2), status))
            .collect();
        parties.sort_by_key(|one| one.minutes);
        let day = evening_of(parties.clone());
        let listed = all(&day);
        let mut ids: Vec<_> = listed
            .iter()
            .flat_map(|section| &section.groups)
            .flat_map(|group| group.ids.clone())
            .collect();
        ids.sort();
        let mut expected: Vec<_> = parties.into_iter().map(|one| one.id).collect();
        expected.sort();
        prop_assert_eq!(ids, expected);
        for section in &listed {
            let minutes: Vec<_> = section.groups.iter().map(|group| group.minutes).collect();
            prop_assert!(minutes.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
