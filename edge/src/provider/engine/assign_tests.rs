//! Facts about the choice of tables, each with what it was chosen over.

use serde_json::json;

use crate::test_support::engine::{Venue, engine_settings, plan, with};

const EVENING: &str = "2026-11-27";

#[test]
fn parties_get_the_tightest_table_and_combinations_come_last() {
    // Each party of a column is booked after those above it.
    for (sizes, tables) in [
        (vec![2, 2, 2, 2], vec!["h2a", "h2b", "g2a", "g2b"]),
        (vec![4, 4, 4], vec!["h4a", "h4b", "h6"]),
        (vec![3, 4, 4, 4], vec!["h4a", "h4b", "h6", "g2a+g2b"]),
        (vec![5, 5], vec!["h6", "h4a+h4b"]),
        (vec![8], vec!["h4a+h4b"]),
    ] {
        let mut venue = Venue::example();
        let given: Vec<_> = sizes
            .iter()
            .map(|size| venue.book("dinner", EVENING, 1140, *size).1)
            .collect();
        assert_eq!(given, tables, "parties of {sizes:?}");
    }
}

#[test]
fn a_free_combination_is_broken_only_when_nothing_equal_is_free() {
    // The garden's two tables are a combination, the hall's are none: the hall's go first even
    // where the garden is first in the floor plan.
    let mut venue = Venue::of(plan(with(
        engine_settings(),
        [("/rooms/1/sortIndex", json!(0)), ("/rooms/0/sortIndex", json!(1))],
    )));
    let given = [(); 4].map(|()| venue.book("dinner", EVENING, 1140, 2).1);
    assert_eq!(given, ["h2a", "h2b", "g2a", "g2b"]);
}

#[test]
fn a_combination_that_is_broken_already_protects_its_tables_no_longer() {
    let mut venue = Venue::of(plan(with(
        engine_settings(),
        [("/rooms/1/sortIndex", json!(0)), ("/rooms/0/sortIndex", json!(1))],
    )));
    let given = [(); 2].map(|()| venue.book("dinner", EVENING, 1140, 2).1);
    assert_eq!(given, ["h2a", "h2b"]);
    let (one, first) = venue.book("dinner", EVENING, 1140, 2);
    assert_eq!(first, "g2a");
    // A hall table becomes free again, but the garden's second stands first and breaks nothing now.
    let hall = venue.book.entries().next().unwrap().id.clone();
    venue.book.remove(&hall);
    assert_eq!(venue.book("dinner", EVENING, 1140, 2).1, "g2b");
    assert_ne!(one, hall);
}

#[test]
fn the_owners_priority_decides_between_equal_fits_only() {
    let settings = with(
        engine_settings(),
        [
            ("/rooms/0/tables/0/priorityIndex", json!(5)),
            ("/rooms/0/tables/1/priorityIndex", json!(2)),
            ("/rooms/1/tables/0/priorityIndex", json!(9)),
            ("/rooms/1/tables/1/priorityIndex", json!(9)),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    let given = [(); 5].map(|()| venue.book("dinner", EVENING, 1140, 2).1);
    assert_eq!(given, ["h2b", "h2a", "g2a", "g2b", "h4a"]);
}

#[test]
fn large_tables_stay_whole_while_small_ones_can_be_put_together() {
    let settings = with(
        engine_settings(),
        [
            (
                "/rooms/0/combinations/0",
                json!({ "id": "a", "tableIds": ["h6", "h2a"], "minPartySize": 7, "maxPartySize": 8 }),
            ),
            (
                "/rooms/0/combinations/-",
                json!({ "id": "b", "tableIds": ["h4a", "h4b"], "minPartySize": 7, "maxPartySize": 8 }),
            ),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    assert_eq!(venue.book("dinner", EVENING, 1140, 8).1, "h4a+h4b");
    assert_eq!(venue.book("dinner", EVENING, 1140, 8).1, "h2a+h6");
}

#[test]
fn tables_for_walk_ins_are_never_given_nor_those_put_together_with_them() {
    let settings = with(
        engine_settings(),
        [
            ("/rooms/0/tables/2/reservable", json!(false)),
            ("/experiences/0/attendees/max", json!(6)),
        ],
    );
    let mut venue = Venue::of(plan(settings));
    let given = [(); 3].map(|()| venue.book("dinner", EVENING, 1140, 4).1);
    assert_eq!(given, ["h4b", "h6", "g2a+g2b"]);
    assert!(venue.ask("dinner", EVENING, 1140, 4).is_err());
}

#[test]
fn an_experience_stays_in_its_rooms_and_at_its_kinds_of_tables() {
    for change in [
        ("/experiences/0/rooms", json!(["garden"])),
        ("/experiences/0/categories", json!(["outside"])),
    ] {
        let settings = with(
            engine_settings(),
            [change, ("/experiences/0/attendees/max", json!(4))],
        );
        let mut venue = Venue::of(plan(settings));
        let given = [(); 2].map(|()| venue.book("dinner", EVENING, 1140, 2).1);
        assert_eq!(given, ["g2a", "g2b"]);
        assert_eq!(venue.reasons("dinner", EVENING, 1140, 2), ["no_tables_found"]);
    }
}

#[test]
fn scores_are_decimals_that_fall_with_every_proposal() {
    let venue = Venue::example();
    let scores: Vec<f64> = venue
        .slot("dinner", EVENING, 1140, 4)
        .assignments
        .iter()
        .map(|one| one.score)
        .collect();
    assert_eq!(scores.len(), 4);
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
    assert!(scores.is_sorted_by(|one, next| one >= next), "{scores:?}");
    assert!(scores[1] > scores[2] && scores[2] > scores[3], "{scores:?}");
}
