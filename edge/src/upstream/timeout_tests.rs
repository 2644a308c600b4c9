//! Deadlines, retries and `Retry-After`: one guest at a time.

use config::UpstreamSettings;
use config::upstream::RetrySettings;

use super::*;
use crate::test_support::upstream::*;

fn tireless() -> UpstreamSettings {
    let mut settings = UpstreamSettings::default();
    settings.breaker.window_calls = u8::MAX;
    settings.breaker.failures = u8::MAX;
    settings
}

#[tokio::test(start_paused = true)]
async fn a_read_without_time_left_is_not_sent() {
    let world = World::new();
    assert_eq!(
        world.read_in(&world.scope(0), "slots").await,
        Err(Failure::Timeout)
    );
    assert_eq!(world.count(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_write_without_time_left_is_not_sent_and_says_so() {
    let world = World::new();
    for left in [0, 249] {
        let failure = world.write_in(&world.scope(left), "reserve").await.unwrap_err();
        assert_eq!(failure, away(None, "no_time"));
        assert!(!failure.is_outcome_unknown());
    }
    assert_eq!(world.count(), 0);
    assert_eq!(world.write_in(&world.scope(250), "reserve").await, Ok(200));
}

#[tokio::test(start_paused = true)]
async fn a_read_ends_with_its_scope_and_leaves_the_network() {
    let world = World::new();
    world.otherwise(never());
    assert_eq!(
        world.read_in(&world.scope(1_000), "slots").await,
        Err(Failure::Timeout)
    );
    assert_eq!((world.now(), world.under_way()), (1_000, 0));
}

#[tokio::test(start_paused = true)]
async fn a_write_cut_off_by_its_scope_or_its_deadline_may_have_been_carried_out() {
    let world = World::new();
    world.otherwise(never());
    let failure = world.write_in(&world.scope(1_000), "reserve").await.unwrap_err();
    assert!(failure.is_outcome_unknown());
    assert_eq!(world.now(), 1_000);
    assert_eq!(world.write("reserve").await, Err(Failure::Timeout));
    assert_eq!((world.now(), world.count(), world.under_way()), (11_000, 2, 0));
}

#[tokio::test(start_paused = true)]
async fn the_body_limit_goes_with_every_request() {
    let world = World::new();
    world.read("slots").await.unwrap();
    let small = World::with(UpstreamSettings {
        body_limit_bytes: 10,
        ..UpstreamSettings::default()
    });
    small.write("reserve").await.unwrap();
    assert_eq!(world.sent()[0].limit, 1 << 20);
    assert_eq!(small.sent()[0].limit, 10);
}

#[tokio::test(start_paused = true)]
async fn a_read_is_retried_after_any_failure_on_the_way() {
    for reply in [broken(), status(500), status(502), never(), retry_after(503, "1")] {
        let world = World::new();
        world.script([reply.clone()]);
        assert_eq!(world.read("slots").await, Ok(200), "{reply:?}");
        assert_eq!(world.count(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_is_never_tried_again() {
    for reply in [broken(), status(500), never(), too_large(), retry_after(503, "1")] {
        let world = World::new();
        world.script([reply.clone()]);
        let failure = world.write("reserve").await.unwrap_err();
        assert!(failure.is_outcome_unknown(), "{reply:?}: {failure:?}");
        assert_eq!(world.count(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_is_given_up_after_its_third_try() {
    let world = World::new();
    world.otherwise(status(502));
    assert_eq!(
        world.read("slots").await,
        Err(Failure::Failed("status 502".to_owned()))
    );
    assert_eq!(world.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn waits_between_tries_grow_and_are_spread_by_chance() {
    let mut settings = UpstreamSettings::default();
    settings.retry.first_wait_ms = 250;
    let world = World::with(settings);
    world.rng(1 << 63);
    world.otherwise(status(502));
    let _ = world.read("slots").await;
    let times: Vec<u64> = world.sent().iter().map(|sent| sent.at).collect();
    assert_eq!(times, [0, 125, 375]);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_too_large_stays_so() {
    let world = World::new();
    world.otherwise(too_large());
    let failure = world.read("slots").await.unwrap_err();
    assert_eq!(failure, Failure::Failed("the answer is too large".to_owned()));
    assert_eq!(world.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn answers_below_500_are_answers() {
    let world = World::new();
    for number in [204, 302, 401, 403, 404, 408, 422] {
        world.script([status(number), status(number)]);
        assert_eq!(world.read("slots").await, Ok(number));
        assert_eq!(world.write("reserve").await, Ok(number));
    }
    assert_eq!(world.count(), 14);
}

#[tokio::test(start_paused = true)]
async fn a_read_ends_with_its_own_deadline_however_patient_the_guest() {
    let world = World::new();
    world.otherwise(never());
    assert_eq!(world.read("slots").await, Err(Failure::Timeout));
    assert_eq!((world.now(), world.count()), (8_000, 2));
}

#[tokio::test(start_paused = true)]
async fn tries_stay_within_their_budget() {
    let world = World::with(tireless());
    world.otherwise(status(500));
    for _ in 0..100 {
        let _ = world.read("slots").await;
    }
    // The floor of 3, a fifth of 100.
    assert_eq!(world.count(), 100 + 3 + 20);
}

#[tokio::test(start_paused = true)]
async fn a_venue_can_do_without_further_tries() {
    let world = World::with(UpstreamSettings {
        retry: RetrySettings {
            times: 0,
            ..RetrySettings::default()
        },
        ..UpstreamSettings::default()
    });
    world.otherwise(status(500));
    let _ = world.read("slots").await;
    assert_eq!(world.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_read_waits_for_a_retry_after_that_fits() {
    let world = World::new();
    world.script([retry_after(429, "2")]);
    assert_eq!(world.read("slots").await, Ok(200));
    let times: Vec<u64> = world.sent().iter().map(|sent| sent.at).collect();
    assert_eq!(times, [0, 2_000]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_before_a_retry_after_is_over() {
    for number in [429, 503] {
        let world = World::new();
        world.script([retry_after(number, "30")]);
        let first = world.read("slots").await;
        let cause = if number == 429 { "throttled" } else { "unavailable" };
        assert_eq!(first, Err(away(Some(30_000), cause)));
        world.pass(10_000).await;
        assert_eq!(world.read("slots").await, Err(away(Some(20_000), "throttled")));
        let failure = world.write("reserve").await.unwrap_err();
        assert_eq!(failure, away(Some(20_000), "throttled"));
        assert!(!failure.is_outcome_unknown());
        assert_eq!(world.count(), 1);
        world.pass(20_000).await;
        assert_eq!(world.write("reserve").await, Ok(200));
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_is_obeyed_for_five_minutes_at_most() {
    let world = World::new();
    world.script([retry_after(429, "86400")]);
    assert_eq!(world.read("slots").await, Err(away(Some(300_000), "throttled")));
}

#[tokio::test(start_paused = true)]
async fn a_write_turned_away_unread_was_not_carried_out() {
    let world = World::new();
    world.script([retry_after(429, "5")]);
    let failure = world.write("reserve").await.unwrap_err();
    assert_eq!(failure, away(Some(5_000), "throttled"));
    assert!(!failure.is_outcome_unknown());
}

#[tokio::test(start_paused = true)]
async fn turned_away_without_a_time_it_holds_back_by_itself() {
    let world = World::new();
    for seconds in [0.5, 1.0, 2.0] {
        world.script([retry_after(429, "nonsense")]);
        let time = Duration::from_secs_f64(seconds);
        let turned_away = Err(Failure::Away {
            retry_after: Some(time),
            cause: "throttled",
        });
        let sent = world.count();
        assert_eq!(world.write("reserve").await, turned_away);
        assert_eq!(world.write("reserve").await, turned_away);
        assert_eq!(world.count(), sent + 1);
        world.pass(2_000).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_outlives_the_object() {
    let world = World::new();
    world.script([retry_after(503, "30"), status(429)]);
    let _ = world.write("reserve").await;
    assert_eq!(world.stored_hold(), Some(30));
    // What the upstream did not ask for is not worth a write.
    world.pass(30_000).await;
    let _ = world.write("reserve").await;
    assert_eq!((world.count(), world.stored_hold()), (2, Some(30)));

    let later = World::remembering(BEGIN + 20);
    assert_eq!(later.read("slots").await, Err(away(Some(20_000), "throttled")));
    assert_eq!(later.count(), 0);
    later.pass(20_000).await;
    assert_eq!(later.read("slots").await, Ok(200));
}

#[tokio::test(start_paused = true)]
async fn a_time_gone_by_or_far_away_does_not_hold_back_for_long() {
    assert_eq!(World::remembering(BEGIN - 1).read("slots").await, Ok(200));
    let confused = World::remembering(i64::MAX);
    assert_eq!(
        confused.read("slots").await,
        Err(away(Some(300_000), "throttled"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_taken_ends_the_growth_of_holds() {
    let world = World::new();
    for _ in 0..3 {
        world.script([status(429), status(200)]);
        let turned_away = world.write("reserve").await;
        assert_eq!(turned_away, Err(away(Some(500), "throttled")));
        world.pass(500).await;
        assert_eq!(world.write("reserve").await, Ok(200));
    }
}
