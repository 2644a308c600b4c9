//! Many guests at once: places, queues, shared answers, and the breaker with calls under way.

use std::rc::Rc;

use config::UpstreamSettings;
use futures_util::future::join_all;
use futures_util::{FutureExt, join, poll};

use super::*;
use crate::test_support::upstream::*;

/// Ten different questions.
const QUESTIONS: [&str; 10] = ["q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9"];

fn cramped() -> World {
    World::with(UpstreamSettings {
        queue: 2,
        ..UpstreamSettings::default()
    })
}

#[tokio::test(start_paused = true)]
async fn a_booking_goes_through_while_reads_have_filled_their_share() {
    let world = World::new();
    world.script((0..4).map(|_| status(200).after(3_000)));
    let reads = join_all(QUESTIONS.map(|name| world.read(name)));
    let booking = async {
        world.pass(10).await;
        assert_eq!(world.under_way(), 4);
        assert_eq!(world.write("reserve").await, Ok(200));
        assert_eq!(world.now(), 10);
    };
    let (reads, ()) = join!(reads, booking);
    assert!(reads.iter().all(|read| *read == Ok(200)));
}

#[tokio::test(start_paused = true)]
async fn one_slow_upstream_fills_its_own_queue_and_no_other() {
    let (slow, quick) = (cramped(), cramped());
    slow.otherwise(never());
    let crowd = join_all(QUESTIONS.map(|name| slow.read(name)));
    let others = async {
        slow.pass(1).await;
        assert_eq!(slow.under_way(), 4);
        let reads = join_all(QUESTIONS[..6].iter().map(|name| quick.read(name))).await;
        assert!(reads.iter().all(|read| *read == Ok(200)));
        assert_eq!(quick.now(), 1);
        let is_turned_away = |event: &Event| matches!(event, Event::UpstreamCall { cause: Some(cause), .. } if cause == "queue_full");
        let turned_away = slow.events().into_iter().filter(is_turned_away);
        assert_eq!(turned_away.count(), 4);
    };
    join!(crowd, others);
    assert_eq!(quick.upstream.breaker(), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_turns_away_at_once() {
    let world = cramped();
    world.otherwise(never());
    let mut crowd = Box::pin(join_all(QUESTIONS[..6].iter().map(|name| world.read(name))));
    assert!(poll!(&mut crowd).is_pending());
    let late = world.read("late").now_or_never();
    assert_eq!(late, Some(Err(away(None, "queue_full"))));
}

#[tokio::test(start_paused = true)]
async fn a_guest_who_leaves_leaves_no_place_taken() {
    let world = World::new();
    world.otherwise(never());
    let mut crowd = Box::pin(join_all(QUESTIONS.map(|name| world.read(name))));
    let mut bookings = Box::pin(join_all(QUESTIONS.map(|name| world.write(name))));
    assert!(poll!(&mut crowd).is_pending() && poll!(&mut bookings).is_pending());
    assert_eq!(world.under_way(), 6);
    drop((crowd, bookings));
    assert_eq!(world.under_way(), 0);
    world.otherwise(status(200).after(1));
    let again = join_all(QUESTIONS.map(|name| world.read(name))).await;
    assert!(again.iter().all(|read| *read == Ok(200)));
}

#[tokio::test(start_paused = true)]
async fn a_booking_that_finds_no_place_in_time_was_not_sent() {
    let world = World::new();
    world.otherwise(never());
    let mut crowd = Box::pin(join_all(QUESTIONS[..6].iter().map(|name| world.write(name))));
    assert!(poll!(&mut crowd).is_pending());
    let failure = world.write_in(&world.scope(1_000), "late").await.unwrap_err();
    assert_eq!(failure, away(None, "no_time"));
    assert_eq!((world.now(), world.count()), (1_000, 6));
}

#[tokio::test(start_paused = true)]
async fn those_who_ask_the_same_share_one_call() {
    let world = World::new();
    world.otherwise(status(200).after(50));
    let crowd = join_all((0..100).map(|_| world.read("slots"))).await;
    assert!(crowd.iter().all(|read| *read == Ok(200)));
    assert_eq!(world.count(), 1);
    world.read("slots").await.unwrap();
    assert_eq!(world.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_others_get_their_answer_when_the_first_guest_leaves() {
    let world = World::new();
    world.otherwise(status(200).after(50));
    let mut first = Box::pin(world.read("slots"));
    assert!(poll!(&mut first).is_pending());
    let mut second = Box::pin(world.read("slots"));
    assert!(poll!(&mut second).is_pending());
    drop(first);
    assert_eq!(second.await, Ok(200));
    assert_eq!((world.count(), world.now()), (1, 50));
}

#[tokio::test(start_paused = true)]
async fn a_hurried_guest_does_not_cut_the_others_short() {
    let world = World::new();
    world.otherwise(status(200).after(3_000));
    let hurried = world.scope(100);
    let (first, second) = join!(world.read_in(&hurried, "slots"), world.read("slots"));
    assert_eq!((first, second), (Err(Failure::Timeout), Ok(200)));
    assert_eq!(world.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_caller_is_aborted() {
    let world = World::new();
    world.otherwise(never());
    let (one, other) = (world.scope(100), world.scope(200));
    let _ = join!(world.read_in(&one, "slots"), world.read_in(&other, "slots"));
    assert_eq!((world.now(), world.under_way()), (200, 0));
}

#[tokio::test(start_paused = true)]
async fn after_a_booking_no_answer_from_before_is_shared() {
    let world = World::new();
    world.otherwise(status(200).after(100));
    let before = world.read("list");
    let booking = async {
        world.pass(10).await;
        world.write("reserve").await.unwrap();
    };
    let during = async {
        world.pass(20).await;
        world.read("list").await
    };
    let after = async {
        world.pass(115).await;
        world.read("list").await
    };
    let (before, (), during, after) = join!(before, booking, during, after);
    assert_eq!((before, during, after), (Ok(200), Ok(200), Ok(200)));
    let sent = world.sent();
    let lists = sent.iter().filter(|sent| sent.path == "/list");
    assert_eq!(lists.map(|sent| sent.at).collect::<Vec<_>>(), [0, 20, 115]);
}

#[tokio::test(start_paused = true)]
async fn while_the_breaker_is_open_nothing_is_sent() {
    let world = World::new();
    world.open_breaker().await;
    assert_eq!(world.read("slots").await, Err(away(Some(5_000), "breaker")));
    let failure = world.write("reserve").await.unwrap_err();
    assert_eq!(failure, away(Some(5_000), "breaker"));
    assert!(!failure.is_outcome_unknown());
    assert_eq!(world.count(), 5);
    world.pass(5_000).await;
    assert_eq!(world.read("slots").await, Ok(200));
    assert_eq!(world.upstream.breaker(), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_refused_key_does_not_open_the_breaker() {
    let world = World::new();
    for number in [401, 403, 404, 422] {
        world.otherwise(status(number));
        for _ in 0..20 {
            assert_eq!(world.read("slots").await, Ok(number));
        }
    }
    assert_eq!(world.upstream.breaker(), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_booking_may_be_the_probe() {
    let world = World::new();
    world.open_breaker().await;
    world.pass(5_000).await;
    assert_eq!(world.write("reserve").await, Ok(200));
    assert_eq!(world.upstream.breaker(), BreakerState::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_booking_waits_for_the_probe_and_reads_do_not() {
    let world = World::new();
    world.open_breaker().await;
    world.pass(5_000).await;
    world.script([status(200).after(300)]);
    let (probe, booking, read) = join!(world.read("slots"), world.write("reserve"), world.read("days"));
    assert_eq!(
        (probe, booking, read),
        (Ok(200), Ok(200), Err(away(Some(1_000), "breaker")))
    );
    assert_eq!(world.sent()[5].path, "/slots");
    assert_eq!(
        (world.sent()[6].path.as_str(), world.sent()[6].at),
        ("/reserve", 5_300)
    );
}

#[tokio::test(start_paused = true)]
async fn a_booking_that_waited_for_a_probe_that_failed_is_not_sent() {
    let world = World::new();
    world.open_breaker().await;
    world.pass(5_000).await;
    world.otherwise(status(500).after(300));
    let (_, booking) = join!(world.read("slots"), world.write("reserve"));
    assert_eq!(booking, Err(away(Some(10_000), "breaker")));
    assert_eq!(world.count(), 6);
}

#[tokio::test(start_paused = true)]
async fn a_probe_whose_guest_left_makes_room_for_the_booking_that_waits() {
    let world = World::new();
    world.open_breaker().await;
    world.pass(5_000).await;
    world.script([never()]);
    let mut probe = Box::pin(world.read("slots"));
    assert!(poll!(&mut probe).is_pending());
    let mut booking = Box::pin(world.write("reserve"));
    assert!(poll!(&mut booking).is_pending());
    drop(probe);
    assert_eq!(booking.await, Ok(200));
    assert_eq!(world.now(), 5_000);
}

#[tokio::test(start_paused = true)]
async fn guests_who_leave_soon_say_nothing_against_the_upstream() {
    let world = World::new();
    world.otherwise(never());
    for _ in 0..20 {
        let _ = world.read_in(&world.scope(1_000), "slots").await;
    }
    assert_eq!(world.upstream.breaker(), BreakerState::Closed);
    for _ in 0..5 {
        let _ = world.read_in(&world.scope(2_000), "slots").await;
    }
    assert_eq!(world.upstream.breaker(), BreakerState::Open);
}

#[tokio::test(start_paused = true)]
async fn those_who_queued_are_not_sent_once_the_breaker_has_opened() {
    let world = World::new();
    world.otherwise(status(500).after(10));
    let writes = join_all((0..20).map(|_| world.write("reserve"))).await;
    assert_eq!(world.count(), 6);
    let unknown = writes.iter().filter_map(|write| write.as_ref().err());
    assert_eq!(unknown.filter(|failure| failure.is_outcome_unknown()).count(), 6);
}

#[tokio::test(start_paused = true)]
async fn an_upstream_can_be_asked_from_several_tasks() {
    let world = Rc::new(World::new());
    world.otherwise(status(200).after(20));
    let local = tokio::task::LocalSet::new();
    let tasks: Vec<_> = QUESTIONS
        .map(|name| {
            let world = Rc::clone(&world);
            local.spawn_local(async move { (world.read(name).await, world.write(name).await) })
        })
        .into();
    local.await;
    for task in tasks {
        assert_eq!(task.await.unwrap(), (Ok(200), Ok(200)));
    }
    assert_eq!((world.count(), world.under_way()), (20, 0));
}

#[tokio::test(start_paused = true)]
async fn those_who_queued_are_not_sent_before_a_retry_after_is_over() {
    let world = World::new();
    world.otherwise(retry_after(429, "60").after(10));
    let writes = join_all((0..20).map(|_| world.write("reserve"))).await;
    assert_eq!(world.count(), 6);
    let turned_away = Err(away(Some(60_000), "throttled"));
    assert!(writes.iter().all(|write| *write == turned_away), "{writes:?}");
}
