//! Facts about the job queue.

use super::*;
use crate::test_support::database::Memory;

const NOW: Instant = Instant::from_unix(1_795_258_800);
const ALL: [JobKind; 21] = [
    JobKind::PosNotice,
    JobKind::PosPush,
    JobKind::Webhook,
    JobKind::CardPending,
    JobKind::Mail,
    JobKind::GiftCardLetter,
    JobKind::Invitation,
    JobKind::SignInLink,
    JobKind::GiftCard,
    JobKind::StoredCard,
    JobKind::Move,
    JobKind::RemoteBooking,
    JobKind::RemoteLetter,
    JobKind::Payment,
    JobKind::Hold,
    JobKind::Freed,
    JobKind::OfferEnd,
    JobKind::EntryEnd,
    JobKind::RequestEnd,
    JobKind::StayEnd,
    JobKind::Retention,
];

/// The lane of a kind. A new kind has to be added here and to the queries.
fn lane(kind: JobKind) -> Lane {
    match kind {
        JobKind::Mail | JobKind::GiftCardLetter | JobKind::Invitation | JobKind::SignInLink => Lane::Letters,
        JobKind::Webhook => Lane::Webhooks,
        JobKind::Hold
        | JobKind::Payment
        | JobKind::Freed
        | JobKind::OfferEnd
        | JobKind::EntryEnd
        | JobKind::RequestEnd
        | JobKind::StayEnd
        | JobKind::GiftCard
        | JobKind::CardPending
        | JobKind::StoredCard
        | JobKind::Move
        | JobKind::RemoteBooking
        | JobKind::RemoteLetter
        | JobKind::PosNotice
        | JobKind::PosPush
        | JobKind::Retention => Lane::Bookings,
    }
}

/// The jobs of a lane, in the order in which they run.
fn in_order(database: &dyn Database, lane: Lane) -> Vec<(JobKind, String)> {
    let mut found = Vec::new();
    while let Some(job) = first(database, lane, NOW).unwrap() {
        database.write(vec![settle(job.kind, &job.subject)]).unwrap();
        found.push((job.kind, job.subject));
    }
    found
}

#[test]
fn every_kind_is_in_its_lane_alone() {
    for kind in ALL {
        let database = Memory::new();
        database.write(vec![schedule(kind, "a", NOW)]).unwrap();
        for asked in [Lane::Bookings, Lane::Letters, Lane::Webhooks] {
            let is_there = asked == lane(kind);
            let found = first(&database, asked, NOW).unwrap();
            assert_eq!(found.map(|job| job.kind), is_there.then_some(kind), "{asked:?}");
            assert_eq!(
                next(&database, asked).unwrap(),
                is_there.then_some(NOW),
                "{asked:?}"
            );
        }
    }
}

#[test]
fn a_job_that_is_queued_again_during_its_try_stays_queued() {
    let database = Memory::new();
    let queue = |statement| database.write(vec![statement]).unwrap();
    let found = || first(&database, Lane::Letters, NOW).unwrap();
    queue(schedule(JobKind::GiftCardLetter, "share/a", NOW));
    let job = found().unwrap();
    queue(postpone(&job, NOW.plus_seconds(30)));
    queue(schedule(JobKind::GiftCardLetter, "share/a", NOW));
    queue(settle_tried(&job));
    queue(put_off(&job, NOW.plus_seconds(60)));
    assert_eq!(found(), Some(job.clone()));
    queue(postpone(&job, NOW));
    queue(settle_tried(&job));
    assert_eq!(found(), None);
}

#[test]
fn the_jobs_of_a_system_that_takes_nothing_wait_and_no_other() {
    let database = Memory::new();
    let until = NOW.plus_seconds(60);
    database
        .write(vec![
            schedule(JobKind::PosPush, "a", NOW),
            schedule(JobKind::PosPush, "b", until.plus_seconds(1)),
            schedule(JobKind::Payment, "p", NOW),
            hold_all(JobKind::PosPush, until),
        ])
        .unwrap();
    assert_eq!(next_of(&database, JobKind::PosPush).unwrap(), Some(until));
    assert_eq!(next_of(&database, JobKind::Payment).unwrap(), Some(NOW));
}

#[test]
fn tables_come_before_money_and_the_oldest_of_each_first() {
    let database = Memory::new();
    let before = |seconds: i64| Instant::from_unix(NOW.unix() - seconds);
    database
        .write(vec![
            schedule(JobKind::Mail, "old", before(900)),
            schedule(JobKind::Payment, "refund", before(800)),
            schedule(JobKind::Move, "move", before(700)),
            schedule(JobKind::PosPush, "push", before(950)),
            schedule(JobKind::PosNotice, "notice", before(2)),
            schedule(JobKind::Hold, "late", before(10)),
            schedule(JobKind::Hold, "early", before(20)),
            schedule(JobKind::OfferEnd, "offer", before(1)),
            schedule(JobKind::Freed, "2026-11-23", NOW),
            schedule(JobKind::Retention, "daily", before(1_000)),
            schedule(JobKind::Hold, "not yet", NOW.plus_seconds(1)),
        ])
        .unwrap();
    let found = in_order(&database, Lane::Bookings);
    let subjects: Vec<_> = found.iter().map(|(_, subject)| subject.as_str()).collect();
    assert_eq!(
        subjects,
        [
            "notice",
            "offer",
            "2026-11-23",
            "early",
            "late",
            "refund",
            "move",
            "push",
            "daily"
        ]
    );
    assert_eq!(
        in_order(&database, Lane::Letters),
        [(JobKind::Mail, "old".to_owned())]
    );
}

#[test]
fn a_job_that_is_queued_again_meanwhile_is_not_put_off() {
    let database = Memory::new();
    let later = NOW.plus_seconds(300);
    let found = |now: Instant| {
        let job = first(&database, Lane::Webhooks, now).unwrap();
        job.map(|job| job.tries)
    };
    let queue = |statement| database.write(vec![statement]).unwrap();
    let retry = |tries: u32| queue(retry_unless_due(JobKind::Webhook, "w1", (later, tries), NOW));
    for tries in [1, 2] {
        retry(tries);
        assert_eq!((found(NOW), found(later)), (None, Some(tries)));
    }
    queue(schedule(JobKind::Webhook, "w1", NOW));
    retry(3);
    assert_eq!(found(NOW), Some(0));
}
