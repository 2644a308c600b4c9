//! Facts about counting covers: the peak is that of a count at every instant.

use proptest::prelude::*;
use shared::id::ReservationId;
use shared::reservation::Status;

use super::super::book::{Book, Entry};
use super::*;
use crate::test_support::engine::{day, minutes, party};

/// Of stays given as start, length and covers.
fn occupancy(stays: &[(i64, i64, u8)]) -> Occupancy {
    let mut book = Book::new();
    for (number, (start, length, covers)) in stays.iter().enumerate() {
        book.put(Entry {
            id: ReservationId::parse(&format!("r{number}")).unwrap(),
            experience: None,
            day: day("2026-11-27"),
            minutes: minutes(1140),
            start: Instant::from_unix(*start),
            end: Instant::from_unix(start + length),
            attendees: party(*covers),
            tables: TableSet::of(number),
            is_pinned: false,
            status: Status::Booked,
        });
    }
    Occupancy::of(book.holdings(Instant::from_unix(0), Instant::from_unix(1000), None))
}

fn peak(stays: &[(i64, i64, u8)], start: i64, end: i64) -> u32 {
    let seated = occupancy(stays).seated(|_| true);
    seated.peak(Instant::from_unix(start), Instant::from_unix(end))
}

#[test]
fn who_leaves_when_others_come_is_not_seated_with_them() {
    let stays = [(0, 100, 4), (100, 100, 3), (150, 100, 2)];
    for (start, end, covers) in [
        (0, 100, 4),
        (0, 200, 5),
        (100, 150, 3),
        (200, 250, 2),
        (250, 300, 0),
        (90, 101, 4),
    ] {
        assert_eq!(peak(&stays, start, end), covers, "{start} to {end}");
    }
}

#[test]
fn an_empty_venue_has_no_seated_party() {
    assert_eq!(peak(&[], 0, 100), 0);
}

proptest! {
    #[test]
    fn the_peak_is_the_most_of_any_instant(
        stays in prop::collection::vec((0i64..60, 1i64..40, 1u8..9), 0..14),
        start in 0i64..80,
        length in 1i64..40,
    ) {
        let end = start + length;
        let at = |instant: i64| -> u32 {
            let there = stays.iter().filter(|(from, stay, _)| (*from..from + stay).contains(&instant));
            there.map(|(.., covers)| u32::from(*covers)).sum()
        };
        let expected = (start..end).map(at).max().unwrap();
        prop_assert_eq!(peak(&stays, start, end), expected);
        let starting: u32 = stays.iter().filter(|(from, ..)| *from == start).map(|(.., covers)| u32::from(*covers)).sum();
        let occupancy = occupancy(&stays);
        prop_assert_eq!(occupancy.starting(Instant::from_unix(start), |_| true), starting);
        let taken: TableSet = stays.iter().enumerate()
            .filter(|(_, (from, stay, _))| *from < end && start < from + stay)
            .map(|(number, _)| number)
            .collect();
        prop_assert_eq!(occupancy.tables(Instant::from_unix(start), Instant::from_unix(end)), taken);
    }
}
