//! Facts about transactions that tills make, on a real SQLite.

use shared::time::Day;

use super::super::test_support::*;
use super::super::{made_by_staff, seen_by_staff};
use super::*;
use crate::storage::database::Database as _;
use crate::venue::message::staff_gift_card::CardTransactionRefusal as No;
use CardTransactionStatus::{Cancelled, Pending, Successful};

pub(super) const HOUR: i64 = 3_600;

/// A card of `amount` cents, valid to the end of 2029.
pub(super) fn card_of(disk: &Disk, amount: i64) -> CardCode {
    crate::storage::schema::migrate(disk).unwrap();
    let new = serde_json::from_value(json!({
        "amount": amount, "template_id": "austria", "expires_on": "2029-12-31", "code": "Gut-1",
        "payment_reference": null,
    }))
    .unwrap();
    disk.with(|ctx| made_by_staff(ctx, &venue(), &new)).unwrap().code
}

pub(super) fn movement(
    code: &CardCode,
    amount: i64,
    is_pending: bool,
    reference: Option<&str>,
) -> NewCardTransaction {
    NewCardTransaction {
        code: code.clone(),
        amount,
        is_pending,
        reference: reference.map(str::to_owned),
        key: None,
    }
}

pub(super) fn create(disk: &Disk, new: &NewCardTransaction) -> Result<CardTransaction, No> {
    match disk.with(|ctx| create_transaction(ctx, &venue(), new)).unwrap() {
        CardTransactionOutcome::Recorded { transaction, .. } => Ok(transaction),
        CardTransactionOutcome::Refused(refusal) => Err(refusal),
    }
}

pub(super) fn update(
    disk: &Disk,
    code: &CardCode,
    id: &str,
    status: CardTransactionStatus,
    reference: Option<&str>,
) -> Result<CardTransaction, No> {
    let update = CardTransactionUpdate {
        code: code.clone(),
        id: id.to_owned(),
        status,
        reference: reference.map(str::to_owned),
    };
    match disk
        .with(|ctx| update_transaction(ctx, &venue(), &update))
        .unwrap()
    {
        CardTransactionOutcome::Recorded { transaction, .. } => Ok(transaction),
        CardTransactionOutcome::Refused(refusal) => Err(refusal),
    }
}

pub(super) fn balance(disk: &Disk, code: &CardCode) -> i64 {
    disk.with(|ctx| seen_by_staff(ctx, code)).unwrap().remaining
}

/// Runs the jobs that are due.
pub(super) fn run_due(disk: &Disk) {
    loop {
        let now = Instant::from_unix(disk.now.get());
        let job = job_queue::first(disk, job_queue::Lane::Bookings, now).unwrap();
        let Some(job) = job.filter(|job| job.kind == JobKind::CardPending) else {
            return;
        };
        disk.with(|ctx| lapse(ctx, &job.subject)).unwrap();
    }
}

#[test]
fn a_reference_moves_money_once() {
    let disk = Disk::new(None);
    let code = card_of(&disk, 7_500);
    let taken = create(&disk, &movement(&code, -5_000, false, Some("r1"))).unwrap();
    assert_eq!(
        (taken.id.as_str(), taken.amount, taken.status),
        ("external-r1", -5_000, Successful)
    );
    disk.now.set(NOW + 60);
    assert_eq!(
        create(&disk, &movement(&code, -5_000, false, Some("r1"))),
        Ok(taken)
    );
    for other in [
        movement(&code, -2_000, false, Some("r1")),
        movement(&code, -5_000, true, Some("r1")),
        movement(&code, 5_000, false, Some("r1")),
    ] {
        assert_eq!(create(&disk, &other), Err(No::Reused));
    }
    assert_eq!(balance(&disk, &code), 2_500);
    assert_eq!(
        create(&disk, &movement(&code, -2_501, false, None)),
        Err(No::OverBalance)
    );
    for amount in [0, i64::MAX, i64::MIN] {
        assert_eq!(
            create(&disk, &movement(&code, amount, false, None)),
            Err(No::Amount)
        );
    }
    create(&disk, &movement(&code, -1_250, false, None)).unwrap();
    create(&disk, &movement(&code, -1_250, false, None)).unwrap();
    assert_eq!(balance(&disk, &code), 0);
    create(&disk, &movement(&code, 10_000, false, Some("Tisch 7 / Ada"))).unwrap();
    assert_eq!(balance(&disk, &code), 10_000);
}

#[test]
fn a_key_moves_money_once_on_one_card() {
    let disk = Disk::new(None);
    let code = card_of(&disk, 7_500);
    let keyed = |amount, key: &str| NewCardTransaction {
        key: IdempotencyKey::parse(key),
        ..movement(&code, amount, false, None)
    };
    let first = create(&disk, &keyed(-1_000, "k1"));
    assert_eq!(create(&disk, &keyed(-1_000, "k1")), first);
    assert_ne!(create(&disk, &keyed(-1_000, "k2")), first);
    assert_eq!(create(&disk, &keyed(-999, "k1")), Err(No::Reused));
    assert_eq!(balance(&disk, &code), 5_500);
    disk.now.set(NOW + 48 * HOUR + 1);
    create(&disk, &keyed(-999, "k1")).unwrap();
}

#[test]
fn a_pending_redemption_is_settled_or_cancelled_once() {
    let disk = Disk::new(None);
    let code = card_of(&disk, 7_500);
    let set_aside = create(&disk, &movement(&code, -5_000, true, Some("r1"))).unwrap();
    assert_eq!(set_aside.lapses_at, Some(Instant::from_unix(NOW + 24 * HOUR)));
    assert_eq!(balance(&disk, &code), 2_500);
    assert_eq!(update(&disk, &code, "external-r1", Pending, None), Ok(set_aside));
    let done = update(&disk, &code, "external-r1", Successful, Some("bill 7")).unwrap();
    assert_eq!(
        (done.status, done.reference.as_deref(), done.lapses_at),
        (Successful, Some("bill 7"), None)
    );
    for reference in [None, Some("bill 7")] {
        assert_eq!(
            update(&disk, &code, "external-r1", Successful, reference),
            Ok(done.clone())
        );
    }
    for (status, reference) in [(Cancelled, None), (Pending, None), (Successful, Some("bill 8"))] {
        assert_eq!(
            update(&disk, &code, "external-r1", status, reference),
            Err(No::Successful)
        );
    }
    create(&disk, &movement(&code, -2_500, true, Some("r2"))).unwrap();
    let back = update(&disk, &code, "external-r2", Cancelled, None).unwrap();
    assert_eq!((back.status, balance(&disk, &code)), (Cancelled, 2_500));
    assert_eq!(update(&disk, &code, "external-r2", Cancelled, None), Ok(back));
    for status in [Successful, Pending] {
        assert_eq!(
            update(&disk, &code, "external-r2", status, None),
            Err(No::Cancelled)
        );
    }
    assert_eq!(
        disk.count("SELECT COUNT(*) AS count FROM due WHERE kind = 'card_pending'"),
        0
    );
}

#[test]
fn a_pending_top_up_can_be_spent_once_it_is_settled() {
    let disk = Disk::new(None);
    let code = card_of(&disk, 0);
    create(&disk, &movement(&code, 1_000, true, Some("r1"))).unwrap();
    assert_eq!(balance(&disk, &code), 0);
    assert_eq!(
        create(&disk, &movement(&code, -1, false, None)),
        Err(No::OverBalance)
    );
    update(&disk, &code, "external-r1", Successful, None).unwrap();
    assert_eq!(balance(&disk, &code), 1_000);
}

#[test]
fn what_is_never_settled_lapses_after_a_day_whether_or_not_its_job_has_run() {
    for runs_in_time in [true, false] {
        let disk = Disk::new(None);
        let code = card_of(&disk, 7_500);
        create(&disk, &movement(&code, -5_000, true, Some("off"))).unwrap();
        create(&disk, &movement(&code, 5_000, true, Some("on"))).unwrap();
        disk.now.set(NOW + 24 * HOUR - 1);
        run_due(&disk);
        assert_eq!(balance(&disk, &code), 2_500);
        disk.now.set(NOW + 24 * HOUR);
        if runs_in_time {
            run_due(&disk);
            assert_eq!(balance(&disk, &code), 7_500);
        }
        for id in ["external-off", "external-on"] {
            assert_eq!(
                update(&disk, &code, id, Successful, None),
                Err(No::Lapsed),
                "{id}"
            );
            assert_eq!(
                update(&disk, &code, id, Cancelled, None).unwrap().status,
                Cancelled
            );
        }
        assert_eq!(balance(&disk, &code), 7_500);
        assert_eq!(
            disk.count("SELECT COUNT(*) AS count FROM due WHERE kind = 'card_pending'"),
            0
        );
        // The same request again is the same transaction, which has lapsed.
        let again = create(&disk, &movement(&code, -5_000, true, Some("off")));
        assert_eq!(again, Err(No::Lapsed));
    }
}

#[test]
fn a_repeated_request_whose_transaction_moved_nothing_is_refused() {
    let disk = Disk::new(None);
    let code = card_of(&disk, 7_500);
    let keyed = NewCardTransaction {
        key: IdempotencyKey::parse("k1"),
        ..movement(&code, -1_000, true, None)
    };
    let unnamed = create(&disk, &keyed).unwrap();
    let named = movement(&code, -2_000, true, Some("r1"));
    create(&disk, &named).unwrap();
    for id in [unnamed.id.as_str(), "external-r1"] {
        update(&disk, &code, id, Cancelled, None).unwrap();
    }
    for new in [&keyed, &named] {
        assert_eq!(create(&disk, new), Err(No::Cancelled));
    }
    let late = movement(&code, -3_000, true, Some("r2"));
    create(&disk, &late).unwrap();
    disk.now.set(NOW + 24 * HOUR);
    // Before the job that ends it.
    assert_eq!(create(&disk, &late), Err(No::Lapsed));
    assert_eq!(balance(&disk, &code), 7_500);
    assert_eq!(
        disk.count("SELECT COUNT(*) AS count FROM due WHERE kind = 'card_pending'"),
        0
    );
}

#[test]
fn a_job_that_comes_early_waits_for_its_time() {
    let disk = Disk::new(None);
    let code = card_of(&disk, 7_500);
    create(&disk, &movement(&code, -5_000, true, Some("r1"))).unwrap();
    let card = disk
        .with(|ctx| account::by_card_code(ctx, &code))
        .unwrap()
        .unwrap()
        .id;
    let name = subject(&card, "external-r1");
    disk.with(|ctx| lapse(ctx, &name)).unwrap();
    assert_eq!(balance(&disk, &code), 2_500);
    assert_eq!(
        disk.count("SELECT at AS count FROM due WHERE kind = 'card_pending'"),
        NOW + 24 * HOUR
    );
    assert!(disk.with(|ctx| lapse(ctx, "nothing")).is_err());
    disk.with(|ctx| lapse(ctx, "unknown/external-r1")).unwrap();
}

#[test]
fn an_expired_card_moves_no_more_and_what_was_set_aside_in_time_is_spent() {
    let disk = Disk::new(None);
    let code = card_of(&disk, 7_500);
    // Half past eleven in the evening of its last day, in Vienna.
    let evening = Day::parse("2029-12-31")
        .unwrap()
        .since(Day::parse("2026-11-22").unwrap())
        * 24
        * HOUR;
    disk.now.set(NOW + evening + 16 * HOUR);
    create(&disk, &movement(&code, -1_000, true, Some("off"))).unwrap();
    create(&disk, &movement(&code, 1_000, true, Some("on"))).unwrap();
    disk.now.set(NOW + evening + 18 * HOUR);
    for amount in [-1, 1] {
        assert_eq!(
            create(&disk, &movement(&code, amount, false, None)),
            Err(No::Expired)
        );
    }
    assert_eq!(
        update(&disk, &code, "external-on", Successful, None),
        Err(No::Expired)
    );
    assert_eq!(
        update(&disk, &code, "external-off", Successful, None)
            .unwrap()
            .status,
        Successful
    );
}

#[test]
fn transactions_of_guests_are_not_the_tills() {
    let disk = Disk::new(None);
    let (id, own) = card(&disk, "austria", "k1");
    let account = account::account(&disk, &id).unwrap().unwrap();
    let (day, now) = (Day::parse("2026-11-22").unwrap(), Instant::from_unix(NOW));
    disk.write(account.set_aside("booking/r1", eur(1_000), day, now).unwrap())
        .unwrap();
    let code = CardCode::from(own);
    for name in ["issue", "booking/r1", "external-none"] {
        let found = disk.with(|ctx| transaction(ctx, &code, name));
        assert_eq!(found, Err(VenueError::NotFound), "{name}");
        let update = CardTransactionUpdate {
            code: code.clone(),
            id: name.to_owned(),
            status: Cancelled,
            reference: None,
        };
        let outcome = disk.with(|ctx| update_transaction(ctx, &venue(), &update));
        assert_eq!(outcome, Err(VenueError::NotFound), "{name}");
    }
    create(&disk, &movement(&code, -4_000, false, Some("booking/r1"))).unwrap();
    assert_eq!(balance(&disk, &code), 0);
}
