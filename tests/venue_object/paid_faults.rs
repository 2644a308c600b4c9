//! Facts about bookings at another system that are paid for here, over lost answers and across crashes: one table that is
//! paid once, with one deposit, or the money back.

use couvert_tests::property::Fault;
use shared::reservation::{Reservation, Status};

use super::paid_system::{EACH, Hotel};
use super::venue::NOON;

const PRICE: i64 = 2 * EACH;

/// The faults of a confirmation and of a deposit.
const FAULTS: [Option<Fault>; 5] = [
    None,
    Some(Fault::ConfirmationLost),
    Some(Fault::ConfirmationVanishes),
    Some(Fault::DepositLost),
    Some(Fault::DepositVanishes),
];

/// Checks that the guest has one table, with one deposit, which is paid once.
async fn is_booked(hotel: &Hotel, booked: &Reservation, case: &str) {
    let seen = hotel.venue.see(booked).await;
    assert_eq!(seen.status, Status::Booked, "{case}");
    assert_eq!(hotel.system.held_tables(), (1, 0), "{case}");
    assert_eq!(hotel.system.posted().len(), 1, "{case}");
    assert_eq!(hotel.money(), (PRICE, 0), "{case}");
}

#[tokio::test(start_paused = true)]
async fn what_gets_lost_on_the_way_is_looked_for_and_done_once() {
    for fault in FAULTS.into_iter().chain([Some(Fault::CreationLost)]) {
        let hotel = Hotel::new();
        if let Some(fault) = fault {
            hotel.system.fail(fault);
        }
        let booked = hotel.book("the-booking").await.unwrap();
        hotel.pay().await;
        hotel.pass(8).await;
        is_booked(&hotel, &booked, &format!("{fault:?}")).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_deposit_that_arrives_late_is_not_sent_again() {
    let hotel = Hotel::settling(Some("ours"), 120);
    let booked = hotel.book("the-booking").await.unwrap();
    hotel.system.fail(Fault::DepositLate);
    hotel.pay().await;
    hotel.pass(8).await;
    is_booked(&hotel, &booked, "late").await;
}

#[tokio::test(start_paused = true)]
async fn a_crash_between_any_two_steps_after_the_payment_ends_with_one_table_and_one_deposit() {
    for fault in FAULTS {
        for writes in 0..16 {
            let case = format!("{fault:?} after {writes} writes");
            let hotel = Hotel::new();
            let booked = hotel.book("the-booking").await.unwrap();
            assert!(hotel.venue.bank.pay());
            if let Some(fault) = fault {
                hotel.system.fail(fault);
            }
            hotel.venue.doom(writes);
            let _ = hotel.venue.tell("n1").await;
            hotel.venue.run_until(NOON).await;
            let hotel = hotel.restarted();
            hotel.venue.tell("n1").await.unwrap();
            hotel.pass(8).await;
            is_booked(&hotel, &booked, &case).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_crash_while_it_is_booked_leaves_one_hold_with_one_payment() {
    for writes in 0..12 {
        let case = format!("after {writes} writes");
        let hotel = Hotel::new();
        hotel.venue.doom(writes);
        let _ = hotel.book("the-booking").await;
        let hotel = hotel.restarted();
        let booked = hotel.book("the-booking").await.unwrap();
        assert_eq!(hotel.system.held_tables(), (1, 1), "{case}");
        assert_eq!(hotel.venue.count("SELECT id FROM payments"), 1, "{case}");
        hotel.pay().await;
        hotel.pass(5).await;
        is_booked(&hotel, &booked, &case).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_confirmation_whose_answer_never_came_is_taken_back_at_the_deadline() {
    let hotel = Hotel::new();
    let booked = hotel.book("the-booking").await.unwrap();
    hotel.system.fail(Fault::ConfirmedAndAway);
    hotel.pay().await;
    // Asked within the minute: an hour later the hold would be gone there.
    hotel.pass(1).await;
    hotel.skip(7).await;
    // The guest has the money, and the hotel a table that is taken in vain.
    assert_eq!(hotel.money(), (PRICE, PRICE));
    assert_eq!(hotel.system.held_tables(), (1, 0));
    hotel.system.set_away(false);
    hotel.skip(24).await;
    assert_eq!(hotel.system.held_tables(), (0, 0));
    assert_eq!(hotel.venue.see(&booked).await.status, Status::Cancelled);
    assert!(hotel.system.posted().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_crash_during_a_cancellation_gives_the_money_back_once() {
    for writes in 0..8 {
        let hotel = Hotel::new();
        let booked = hotel.book("the-booking").await.unwrap();
        hotel.pay().await;
        hotel.pass(1).await;
        hotel.venue.doom(writes);
        let _ = hotel.cancel(&booked).await;
        let hotel = hotel.restarted();
        assert_eq!(
            hotel.cancel(&booked).await.unwrap().status,
            Status::Cancelled,
            "{writes}"
        );
        hotel.pass(5).await;
        assert_eq!(hotel.money(), (PRICE, PRICE), "{writes}");
        assert_eq!(hotel.system.held_tables(), (0, 0), "{writes}");
        let letters = hotel.venue.letters_about("Cancelled: your table at Linde");
        assert_eq!(letters.len(), 1, "{writes}");
    }
}

#[tokio::test(start_paused = true)]
async fn with_any_fault_there_is_one_table_with_one_deposit_or_the_money_back() {
    for seed in 0..60 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut hotel = Hotel::new();
        let booked = hotel.book("the-booking").await.unwrap();
        for step in 0..12 {
            match rng.u8(0..7) {
                0 => {
                    hotel.venue.bank.pay();
                }
                1 => {
                    let _ = hotel.venue.tell(&format!("n{}", rng.u8(0..4))).await;
                }
                2 => {
                    if let Some(fault) = FAULTS[rng.usize(0..FAULTS.len())] {
                        hotel.system.fail(fault);
                    }
                }
                3 => hotel.pass(rng.u32(1..5)).await,
                4 => hotel.system.set_away(rng.bool()),
                5 if rng.u8(0..4) == 0 => {
                    let _ = hotel.cancel(&booked).await;
                }
                _ => {
                    hotel.venue.doom(rng.u32(0..6));
                    let _ = hotel.venue.tell(&format!("m{step}")).await;
                    hotel.venue.run_until(hotel.venue.now.get()).await;
                    hotel = hotel.restarted();
                }
            }
            assert!(hotel.system.posted().len() <= 1, "seed {seed}");
        }
        hotel.system.set_away(false);
        let _ = hotel.venue.tell("last").await;
        hotel.skip(24).await;
        let (paid, back) = hotel.money();
        match hotel.venue.see(&booked).await.status {
            Status::Booked => is_booked(&hotel, &booked, &format!("seed {seed}")).await,
            Status::Cancelled => {
                assert_eq!((paid, hotel.system.held_tables()), (back, (0, 0)), "seed {seed}");
            }
            other => panic!("seed {seed} ends at {other:?}"),
        }
    }
}
