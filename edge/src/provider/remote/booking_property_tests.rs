//! A key books once at most, whichever faults occur in whichever order.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::json;

use super::super::lock::GRACE;
use super::*;
use crate::provider::Provider;
use crate::test_support::remote::{Fate, World, order, poll, run, slot};

const KEYS: [&str; 3] = ["a", "b", "c"];

/// The next event.
#[derive(Clone, Debug)]
enum Event {
    /// A guest sends the order of a key.
    Ask(usize),
    /// One of the requests under way gets a turn.
    Turn(usize),
    /// One of them is given up.
    GiveUp(usize),
    /// The venue's object ends, and with it all requests.
    Restart,
    /// Time passes.
    Pass(u64),
    /// The slot is there, or it is not.
    Open(bool),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (0..KEYS.len()).prop_map(Event::Ask),
        16 => (0..4usize).prop_map(Event::Turn),
        2 => (0..4usize).prop_map(Event::GiveUp),
        1 => Just(Event::Restart),
        3 => (0..100u64).prop_map(Event::Pass),
        1 => any::<bool>().prop_map(Event::Open),
    ]
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        3 => Just(Fate::Made),
        3 => (0..55u64).prop_map(|seconds| Fate::Lost(Duration::from_secs(seconds))),
        2 => Just(Fate::Vanished),
        1 => Just(Fate::TurnedDown(RemoteError::Conflict)),
        1 => Just(Fate::TurnedDown(RemoteError::Away { retry_after: None, cause: "breaker".to_owned() })),
    ]
}

fn failure() -> impl Strategy<Value = RemoteError> {
    prop_oneof![
        Just(RemoteError::Timeout),
        Just(RemoteError::Failed("answered 500".to_owned()))
    ]
}

type Booking = (usize, Pin<Box<dyn Future<Output = crate::error::Result<Booked>>>>);

/// The time after which a request is certainly not at work any more: its own, and the grace of locks.
const AT_WORK: Duration = Duration::from_secs(20).saturating_add(GRACE);

/// The guests' answers, by key.
type Answers = BTreeMap<usize, Reservation>;

fn begin(world: &World, key: usize) -> Booking {
    let (request, order) = (world.remote.for_request(&world.scope()), order(KEYS[key], |_| {}));
    (key, Box::pin(async move { request.reserve(&order).await }))
}

fn record(answers: &mut Answers, key: usize, answer: crate::error::Result<Booked>) {
    if let Ok(Booked { reservation, .. }) = answer {
        let first = answers.entry(key).or_insert_with(|| reservation.clone());
        assert_eq!(*first, reservation, "a key has one answer");
    }
}

fn happen(world: &mut World, events: Vec<Event>, answers: &mut Answers) {
    let mut under_way: Vec<Booking> = Vec::new();
    let mut ends: Vec<Duration> = Vec::new();
    for event in events {
        // The runtime has dropped them without running anything of them again.
        while let Some(place) = ends.iter().position(|end| *end <= world.clock_elapsed()) {
            ends.swap_remove(place);
            std::mem::forget(under_way.swap_remove(place));
        }
        match event {
            Event::Ask(key) => {
                under_way.push(begin(world, key));
                ends.push(world.clock_elapsed() + AT_WORK);
            }
            Event::Turn(number) if !under_way.is_empty() => {
                let place = number % under_way.len();
                if let Some(answer) = poll(&mut under_way[place].1) {
                    let (key, _) = under_way.swap_remove(place);
                    ends.swap_remove(place);
                    record(answers, key, answer);
                }
            }
            Event::GiveUp(number) if !under_way.is_empty() => {
                let place = number % under_way.len();
                drop(under_way.swap_remove(place));
                ends.swap_remove(place);
            }
            Event::Turn(_) | Event::GiveUp(_) => {}
            Event::Restart => {
                under_way.clear();
                ends.clear();
                world.restart();
            }
            Event::Pass(seconds) => world.clock.advance(Duration::from_secs(seconds)),
            Event::Open(is_open) => *world.vendor.slots.borrow_mut() = json!([slot(1140, is_open)]),
        }
    }
}

/// Guests repeat their requests until each is answered.
fn settle(world: &World, answers: &mut Answers) {
    world.vendor.fates.borrow_mut().clear();
    world.vendor.failures.borrow_mut().clear();
    *world.vendor.slots.borrow_mut() = json!([slot(1140, true)]);
    for key in 0..KEYS.len() {
        world.clock.advance(Duration::from_mins(2));
        let answer = run(begin(world, key).1);
        assert!(answer.is_ok(), "{answer:?}");
        record(answers, key, answer);
    }
}

proptest! {
    #[test]
    fn a_key_books_once(
        events in vec(event(), 1..120),
        fates in vec(fate(), 0..8),
        failures in vec(failure(), 0..6),
    ) {
        let (mut world, mut answers) = (World::new(), Answers::new());
        world.vendor.fates.borrow_mut().extend(fates);
        world.vendor.failures.borrow_mut().extend(failures);
        happen(&mut world, events, &mut answers);
        settle(&world, &mut answers);
        let held = world.vendor.held.borrow();
        prop_assert_eq!(held.len(), KEYS.len());
        for (key, reservation) in answers {
            let reference = Reference::of(&World::secret().hash("reference", KEYS[key]));
            let ours: Vec<_> = held.iter().filter(|one| one.reference == reference.as_str()).collect();
            prop_assert_eq!(ours.len(), 1);
            prop_assert_eq!(&ours[0].known.id, &reservation.id);
        }
    }

    #[test]
    fn without_references_there_are_no_more_bookings_than_keys(
        events in vec(event(), 1..120),
        fates in vec(fate(), 0..8),
    ) {
        let (mut world, mut answers) = (World::new(), Answers::new());
        world.vendor.writes_references.set(false);
        world.vendor.fates.borrow_mut().extend(fates);
        happen(&mut world, events, &mut answers);
        settle(&world, &mut answers);
        prop_assert_eq!(world.vendor.held.borrow().len(), KEYS.len());
        let mut ids: Vec<_> = answers.values().map(|reservation| &reservation.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), KEYS.len());
    }
}
