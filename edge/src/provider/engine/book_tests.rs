//! Facts about the book: what is asked of some hours is what a look at every entry would find.

use proptest::prelude::*;

use super::*;
use crate::test_support::engine::{at, day, minutes, party};

fn entry(number: u8, start: i64, length: i64, status: Status) -> Entry {
    Entry {
        id: ReservationId::parse(&format!("r{number}")).unwrap(),
        experience: None,
        day: day("2026-11-27"),
        minutes: minutes(1140),
        start: Instant::from_unix(start),
        end: Instant::from_unix(start + length),
        attendees: party(2),
        tables: TableSet::of(number.into()),
        is_pinned: false,
        status,
    }
}

#[test]
fn an_entry_of_the_same_id_takes_the_place_of_the_first() {
    let mut book = Book::new();
    let first = entry(1, 0, 7200, Status::Booked);
    assert_eq!(book.put(first.clone()), None);
    let moved = entry(1, 86_400, 7200, Status::Booked);
    assert_eq!(book.put(moved.clone()), Some(first));
    assert_eq!(book.get(&moved.id), Some(&moved));
    assert_eq!(
        book.holdings(Instant::from_unix(0), Instant::from_unix(7200), None),
        []
    );
    assert_eq!(book.remove(&moved.id), Some(moved.clone()));
    assert_eq!(book.remove(&moved.id), None);
    assert_eq!(book.entries().count(), 0);
}

#[test]
fn a_stay_past_midnight_of_utc_is_counted_once() {
    let mut book = Book::new();
    let start = at("2026-11-27T23:00:00Z");
    book.put(entry(1, start.unix(), 7200, Status::Booked));
    let found = |from: &str, until: &str| book.holdings(at(from), at(until), None).len();
    assert_eq!(found("2026-11-27T22:00:00Z", "2026-11-28T03:00:00Z"), 1);
    assert_eq!(found("2026-11-28T00:30:00Z", "2026-11-28T03:00:00Z"), 1);
    assert_eq!(found("2026-11-28T01:00:00Z", "2026-11-28T03:00:00Z"), 0);
    assert_eq!(found("2026-11-27T21:00:00Z", "2026-11-27T23:00:00Z"), 0);
    assert_eq!(found("2026-11-28T00:30:00Z", "2026-11-28T00:30:00Z"), 0);
}

proptest! {
    #[test]
    fn what_is_taken_is_what_every_entry_says(
        changes in prop::collection::vec((0u8..20, 0i64..400_000, 300i64..90_000, prop::sample::select(Status::ALL), any::<bool>()), 1..60),
        from in 0i64..400_000,
        length in 1i64..200_000,
        except in 0u8..20,
    ) {
        let mut book = Book::new();
        let mut written: BTreeMap<u8, Entry> = BTreeMap::new();
        for (number, start, stay, status, struck) in changes {
            let entry = entry(number, start, stay, status);
            if struck {
                prop_assert_eq!(book.remove(&entry.id), written.remove(&number));
            } else {
                prop_assert_eq!(book.put(entry.clone()), written.insert(number, entry));
            }
        }
        let (from, until) = (Instant::from_unix(from), Instant::from_unix(from + length));
        let except = ReservationId::parse(&format!("r{except}")).unwrap();
        let mut expected: Vec<_> = written
            .values()
            .filter(|entry| status::holds_tables(entry.status))
            .filter(|entry| entry.start < until && from < entry.end && entry.id != except)
            .map(|entry| (entry.start, entry.tables.iter().next()))
            .collect();
        expected.sort_unstable();
        let found = book.holdings(from, until, Some(&except));
        prop_assert!(found.is_sorted_by_key(|holding| holding.start));
        let mut found: Vec<_> = found.iter().map(|holding| (holding.start, holding.tables.iter().next())).collect();
        found.sort_unstable();
        prop_assert_eq!(found, expected);
        let guests = written
            .values()
            .filter(|entry| status::holds_tables(entry.status) || entry.status == Status::Finished)
            .filter(|entry| entry.id != except);
        let guests: u32 = guests.map(|entry| u32::from(entry.attendees.get())).sum();
        prop_assert_eq!(book.covers_named(day("2026-11-27"), Some(&except), |_| true), guests);
        prop_assert_eq!(book.covers_named(day("2026-11-28"), None, |_| true), 0);
    }
}
