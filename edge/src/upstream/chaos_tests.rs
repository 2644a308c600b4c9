//! Invariants under any behaviour of the network, while guests come and go.

use futures_util::FutureExt;
use futures_util::future::{Either, join_all, select};
use proptest::prelude::*;

use super::*;
use crate::test_support::upstream::*;

/// A guest with a call.
#[derive(Clone, Debug)]
struct Guest {
    comes_at: u64,
    stays: u64,
    patience: u64,
    kind: Kind,
    question: u8,
}

fn guests() -> impl Strategy<Value = Vec<Guest>> {
    let kind = prop_oneof![2 => Just(Kind::Read), 1 => Just(Kind::Write)];
    let guest = (0..20_000_u64, 1..15_000_u64, 0..12_000_u64, kind, 0..12_u8);
    let guest = guest.prop_map(|(comes_at, stays, patience, kind, question)| Guest {
        comes_at,
        stays,
        patience,
        kind,
        question,
    });
    proptest::collection::vec(guest, 1..80)
}

fn replies() -> impl Strategy<Value = Vec<Reply>> {
    let reply = prop_oneof![
        4 => Just(status(200)),
        1 => Just(status(404)),
        2 => Just(status(500)),
        1 => Just(retry_after(503, "1")),
        1 => Just(retry_after(429, "1")),
        1 => Just(status(429)),
        1 => Just(broken()),
        1 => Just(too_large()),
        1 => Just(never()),
    ];
    let reply = (reply, 0..6_000_u64).prop_map(|(reply, after)| reply.late(after));
    proptest::collection::vec(reply, 0..120)
}

/// The outcome of a guest's call; none if the guest left before.
async fn visit(world: &World, number: usize, guest: &Guest) -> Option<Result<Answer, Failure>> {
    world.pass(guest.comes_at).await;
    let scope = world.scope(guest.patience);
    let upstream = &world.upstream;
    let call = match guest.kind {
        Kind::Read => call_to("read", &format!("read-{}", guest.question)),
        Kind::Write => call_to("write", &format!("write-{number}")),
    };
    let asked = async {
        match guest.kind {
            Kind::Read => upstream.read(&scope, &call).await,
            Kind::Write => upstream.write(&scope, &call).await,
        }
    };
    match select(asked.boxed_local(), world.pass(guest.stays).boxed_local()).await {
        Either::Left((result, _)) => Some(result),
        Either::Right(_) => None,
    }
}

async fn evening(guests: Vec<Guest>, replies: Vec<Reply>, rng: u64) -> Result<(), TestCaseError> {
    let world = World::new();
    world.rng(rng);
    world.script(replies);
    let visits = guests.iter().enumerate();
    let results = join_all(visits.map(|(number, guest)| visit(&world, number, guest))).await;
    let sent = world.sent();
    for (number, result) in results.into_iter().enumerate() {
        if guests[number].kind == Kind::Read {
            continue;
        }
        let path = format!("/write-{number}");
        let tries: Vec<&Sent> = sent.iter().filter(|sent| sent.path == path).collect();
        prop_assert!(tries.len() <= 1, "{path} was sent {} times", tries.len());
        let unread = tries.iter().all(|sent| sent.turned_away);
        match result {
            Some(Ok(_)) => prop_assert_eq!(tries.len(), 1),
            Some(Err(failure)) => prop_assert!(failure.is_outcome_unknown() || unread, "{:?}", failure),
            None => {}
        }
    }
    prop_assert!(world.most() <= 6, "{} at once", world.most());
    prop_assert_eq!(world.under_way(), 0);
    let reads = guests.iter().filter(|guest| guest.kind == Kind::Read).count();
    let read_tries = sent.iter().filter(|sent| sent.path.starts_with("/read")).count();
    // A fifth more, the floor, and what comes back of it within the minute that an evening lasts.
    prop_assert!(read_tries <= reads + reads / 5 + 3 + 6, "{} tries", read_tries);

    // Once the network is well and all waits are over, guests are served as if nothing had happened.
    world.recover();
    world.pass(600_000).await;
    prop_assert_eq!(world.read("slots").await, Ok(200));
    prop_assert_eq!(world.write("reserve").await, Ok(200));
    prop_assert_eq!(world.upstream.breaker(), BreakerState::Closed);
    let metrics = world.upstream.metrics(&[]);
    for line in ["queued", "in_flight"] {
        let none = format!("couvert_upstream_{line}{{kind=\"read\"}} 0");
        prop_assert!(metrics.contains(&none), "{}", metrics);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_write_is_sent_twice_and_all_is_well_in_the_end(
        guests in guests(),
        replies in replies(),
        rng in any::<u64>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(evening(guests, replies, rng))?;
    }
}
