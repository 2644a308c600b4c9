//! Facts about calls that are leased before they are sent.

use futures_util::future;

use super::*;
use crate::test_support::upstream::*;
use crate::upstream::AllowanceRules;

/// The upstream's own allowance: a read and a write in half a minute.
const OWN: AllowanceRules = AllowanceRules {
    calls: 2,
    for_writes: 1,
    for_reads: 1,
    window: Duration::from_secs(30),
};

/// A place that leases so many calls in all, after so much time.
#[derive(Default)]
struct Place {
    left: Cell<u32>,
    asked: RefCell<Vec<(Kind, u32)>>,
    takes: Cell<Duration>,
    is_away: Cell<bool>,
}

#[async_trait(?Send)]
impl CallLeases for Place {
    async fn lease(&self, share: Kind, calls: u32) -> Option<Lease> {
        self.asked.borrow_mut().push((share, calls));
        if !self.takes.get().is_zero() {
            pass(self.takes.get()).await;
        }
        if self.is_away.get() {
            return None;
        }
        let calls = calls.min(self.left.get());
        self.left.set(self.left.get() - calls);
        Some(Lease {
            calls,
            valid: Duration::from_secs(9),
            retry_after: Duration::from_mins(1),
        })
    }
}

fn place(left: u32) -> (Rc<Place>, World) {
    let place = Rc::new(Place::default());
    place.left.set(left);
    let world = World::leasing(place.clone(), OWN);
    (place, world)
}

#[tokio::test(start_paused = true)]
async fn calls_are_leased_a_few_at_once_for_each_share() {
    let (place, world) = place(100);
    for _ in 0..4 {
        assert_eq!(world.read("q").await, Ok(200));
    }
    assert_eq!(world.write("reserve").await, Ok(200));
    assert_eq!(world.read("q").await, Ok(200));
    assert_eq!(
        *place.asked.borrow(),
        [(Kind::Read, 4), (Kind::Write, 4), (Kind::Read, 4)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_lease_that_is_over_is_not_used() {
    let (place, world) = place(100);
    assert_eq!(world.read("q").await, Ok(200));
    world.pass(9_000).await;
    assert_eq!(world.read("q").await, Ok(200));
    assert_eq!(place.asked.borrow().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_lease_is_valid_from_the_moment_in_which_it_was_asked_for() {
    let (place, world) = place(100);
    place.takes.set(Duration::from_millis(1_500));
    assert_eq!(world.read("q").await, Ok(200));
    world.pass(7_400).await;
    assert_eq!(world.read("q").await, Ok(200));
    assert_eq!(place.asked.borrow().len(), 1);
    world.pass(100).await;
    assert_eq!(world.read("q").await, Ok(200));
    assert_eq!(place.asked.borrow().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn where_none_is_left_the_wait_is_that_of_the_place_and_it_is_not_asked_again() {
    let (place, world) = place(0);
    for _ in 0..3 {
        assert_eq!(world.read("q").await, Err(away(Some(60_000), "allowance")));
    }
    assert_eq!((place.asked.borrow().len(), world.count()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_do_not_wait_for_one_another() {
    let (place, world) = place(100);
    place.takes.set(Duration::from_secs(1));
    let reads = ["q0", "q1", "q2"].map(|name| world.read(name));
    assert_eq!(future::join_all(reads).await, vec![Ok(200); 3]);
    assert_eq!(
        *place.asked.borrow(),
        [(Kind::Read, 4), (Kind::Read, 1), (Kind::Read, 1)]
    );
    assert_eq!(world.now(), 1_000);
}

#[tokio::test(start_paused = true)]
async fn where_the_place_cannot_be_reached_the_own_allowance_is_used() {
    for takes in [0, 100_000] {
        let (place, world) = place(100);
        place.is_away.set(true);
        place.takes.set(Duration::from_secs(takes));
        assert_eq!(world.read("q").await, Ok(200), "{takes}");
        assert_eq!(world.write("reserve").await, Ok(200), "{takes}");
        assert!(matches!(
            world.read("q").await,
            Err(crate::upstream::Failure::Away {
                cause: "allowance",
                ..
            })
        ));
        assert_eq!(place.asked.borrow().len(), 1, "{takes}");
        // It is asked again after a while.
        place.is_away.set(false);
        place.takes.set(Duration::ZERO);
        world.pass(10_000).await;
        assert_eq!(world.read("q").await, Ok(200), "{takes}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_ends_while_it_asks_leaves_the_others_their_turn() {
    let (place, world) = place(100);
    place.takes.set(Duration::from_secs(1));
    let scope = world.scope(500);
    assert!(world.write_in(&scope, "reserve").await.is_err());
    assert_eq!(world.write("reserve").await, Ok(200));
}
