//! Facts about `Server-Timing`, the log and the metrics: what they hold about calls, and what none of them may hold.

use config::UpstreamSettings;
use futures_util::join;

use super::*;
use crate::test_support::upstream::*;

#[tokio::test(start_paused = true)]
async fn a_call_is_marked_with_its_name_and_time() {
    let world = World::new();
    world.otherwise(status(200).after(83));
    let scope = world.scope(1_000);
    world.read_in(&scope, "slots").await.unwrap();
    world.write_in(&scope, "reserve").await.unwrap();
    assert_eq!(
        scope.server_timing(),
        [
            r#"upstream;dur=83;desc="slots""#,
            r#"upstream;dur=83;desc="reserve""#
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn tries_and_failures_are_marked() {
    let world = World::new();
    world.otherwise(status(500));
    let scope = world.scope(1_000);
    let _ = world.read_in(&scope, "slots").await;
    assert_eq!(
        scope.server_timing(),
        [r#"retry;desc="2""#, "failed", r#"upstream;dur=0;desc="slots""#]
    );
    let scope = world.scope(0);
    let _ = world.read_in(&scope, "slots").await;
    assert_eq!(
        scope.server_timing(),
        ["timeout", r#"upstream;dur=0;desc="slots""#]
    );
}

#[tokio::test(start_paused = true)]
async fn an_open_breaker_is_marked() {
    let world = World::new();
    world.open_breaker().await;
    let scope = world.scope(1_000);
    let _ = world.write_in(&scope, "reserve").await;
    assert_eq!(
        scope.server_timing(),
        [
            r#"breaker;desc="open""#,
            r#"away;desc="breaker""#,
            r#"upstream;dur=0;desc="reserve""#
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_shared_answer_and_a_wait_for_a_place_are_marked() {
    let world = World::with(UpstreamSettings {
        concurrency: 2,
        write_share: 1,
        ..UpstreamSettings::default()
    });
    world.otherwise(status(200).after(12));
    let scopes = [(); 3].map(|()| world.scope(1_000));
    let (one, two, three) = join!(
        world.read_in(&scopes[0], "slots"),
        world.read_in(&scopes[1], "slots"),
        world.read_in(&scopes[2], "days")
    );
    assert_eq!((one, two, three), (Ok(200), Ok(200), Ok(200)));
    assert_eq!(scopes[0].server_timing(), [r#"upstream;dur=12;desc="slots""#]);
    assert_eq!(
        scopes[1].server_timing(),
        ["coalesced", r#"upstream;dur=12;desc="slots""#]
    );
    assert_eq!(
        scopes[2].server_timing(),
        ["queue;dur=12", r#"upstream;dur=24;desc="days""#]
    );
}

#[tokio::test(start_paused = true)]
async fn every_call_is_one_event_however_many_share_it() {
    let world = World::new();
    world.script([status(502).after(30), status(200).after(50)]);
    let _ = join!(world.read("slots"), world.read("slots"), world.read("slots"));
    assert_eq!(
        world.events(),
        [Event::UpstreamCall {
            call: "slots",
            kind: Kind::Read,
            outcome: Outcome::Answered,
            status: Some("2xx"),
            tries: 2,
            duration_ms: 80,
            queued_ms: 0,
            breaker: BreakerState::Closed,
            cause: None,
        }]
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_everyone_left_is_an_event_too() {
    let world = World::new();
    world.otherwise(never());
    let _ = world.read_in(&world.scope(40), "slots").await;
    assert!(matches!(
        world.events()[..],
        [Event::UpstreamCall {
            outcome: Outcome::Abandoned,
            tries: 1,
            duration_ms: 40,
            ..
        }]
    ));
}

#[tokio::test(start_paused = true)]
async fn the_breaker_s_changes_are_events() {
    let world = World::new();
    world.open_breaker().await;
    world.pass(5_000).await;
    world.read("slots").await.unwrap();
    let changes: Vec<_> = world
        .events()
        .into_iter()
        .filter_map(|event| match event {
            Event::UpstreamBreaker { from, to } => Some((from.name(), to.name())),
            Event::UpstreamCall { .. } | Event::UpstreamUnreadable { .. } => None,
        })
        .collect();
    assert_eq!(
        changes,
        [("closed", "open"), ("open", "half-open"), ("half-open", "closed")]
    );
}

#[tokio::test(start_paused = true)]
async fn neither_log_nor_metrics_nor_marks_hold_address_or_key() {
    let world = World::new();
    let scope = world.scope(60_000);
    world.script([broken(), status(500), too_large(), retry_after(429, "1"), never()]);
    let mut failures = Vec::new();
    for name in ["slots", "days", "list"] {
        failures.push(format!("{:?}", world.read_in(&scope, name).await));
        failures.push(format!("{:?}", world.write_in(&scope, name).await));
    }
    let output = [
        serde_json::to_string(&world.events()).unwrap(),
        world.upstream.metrics(&[]),
        scope.server_timing().join(", "),
        failures.join("\n"),
        format!("{:?}", call("slots")),
    ]
    .join("\n");
    for secret in ["SECRET", "example.com", "https", "Bearer", "/slots"] {
        assert!(!output.contains(secret), "{secret}: {output}");
    }
}

#[tokio::test(start_paused = true)]
async fn metrics_count_calls_tries_and_the_breaker() {
    let world = World::new();
    world.script([status(502).after(5)]);
    let _ = join!(world.read("slots"), world.read("slots"));
    world.pass(31_000).await;
    world.open_breaker().await;
    let _ = world.read("slots").await;
    let text = world
        .upstream
        .metrics(&[("venue", "linde"), ("system", "molzait")]);
    let all = r#"venue="linde",system="molzait""#;
    for line in [
        format!(r#"couvert_upstream_calls_total{{{all},call="slots",kind="read",outcome="answered"}} 1"#),
        format!(r#"couvert_upstream_calls_total{{{all},call="slots",kind="read",outcome="away"}} 1"#),
        format!(r#"couvert_upstream_calls_total{{{all},call="breaking",kind="write",outcome="failed"}} 5"#),
        format!(r#"couvert_upstream_duration_seconds_count{{{all},call="slots"}} 1"#),
        format!(r#"couvert_upstream_retries_total{{{all},call="slots"}} 1"#),
        format!(r#"couvert_upstream_coalesced_total{{{all},call="slots"}} 1"#),
        format!(r#"couvert_upstream_breaker_transitions_total{{{all},state="open"}} 1"#),
        format!(r#"couvert_upstream_breaker{{{all},state="open"}} 1"#),
        format!(r#"couvert_upstream_breaker{{{all},state="closed"}} 0"#),
        format!(r#"couvert_upstream_queued{{{all},kind="read"}} 0"#),
        format!(r#"couvert_upstream_in_flight{{{all},kind="write"}} 0"#),
        "# EOF".to_owned(),
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
}

#[tokio::test(start_paused = true)]
async fn metrics_show_who_waits() {
    let world = World::with(UpstreamSettings {
        concurrency: 1,
        write_share: 0,
        ..UpstreamSettings::default()
    });
    world.otherwise(status(200).after(50));
    let look = async {
        world.pass(10).await;
        let text = world.upstream.metrics(&[]);
        assert!(
            text.contains(r#"couvert_upstream_in_flight{kind="read"} 1"#),
            "{text}"
        );
        assert!(
            text.contains(r#"couvert_upstream_queued{kind="write"} 1"#),
            "{text}"
        );
    };
    let _ = join!(world.read("slots"), world.write("reserve"), look);
    let text = world.upstream.metrics(&[]);
    assert!(
        text.contains(r#"couvert_upstream_in_flight{kind="read"} 0"#),
        "{text}"
    );
    assert_eq!(world.now(), 100);
}
