//! Facts about deposits paid by gift cards, in whole or in part, with every outcome of the rest.

use edge::error::VenueError;
use edge::venue::message::Request;
use serde_json::json;
use shared::gift_card::GiftCardCode;
use shared::payment::PaymentStatus;
use shared::reservation::{Reservation, Status};
use shared::validation::{FieldCode, FieldError};

use super::venue::{AMOUNT, NOON, Venue};

const DAY: &str = "2026-11-25";

async fn book(venue: &Venue, key: &str, code: GiftCardCode) -> Result<Reservation, VenueError> {
    venue.book_with(key, DAY, Some(&code.text())).await
}

fn given(reservation: &Reservation) -> i64 {
    reservation.gift_card.map_or(0, shared::money::Money::amount)
}

/// The rows of the card's ledger: amount and state.
fn ledger(venue: &Venue) -> Vec<(i64, String)> {
    let rows = venue.rows("SELECT amount, progress FROM gift_card_transactions ORDER BY rowid");
    rows.iter()
        .map(|row| {
            let text = row["progress"].as_str().unwrap().to_owned();
            (row["amount"].as_i64().unwrap(), text)
        })
        .collect()
}

fn row(amount: i64, progress: &str) -> (i64, String) {
    (amount, progress.to_owned())
}

#[tokio::test]
async fn a_card_gives_what_it_has_and_the_rest_is_paid() {
    let venue = Venue::new("instant");
    let code = venue.card(2_000).await;
    let booked = book(&venue, "a", code).await.unwrap();
    assert_eq!((booked.status, given(&booked)), (Status::PaymentPending, 2_000));
    assert_eq!(booked.payment.as_ref().unwrap().amount.amount(), AMOUNT);
    let payment = booked.checkout.clone().unwrap();
    assert_eq!(payment.amount.amount(), AMOUNT - 2_000);
    assert_eq!(ledger(&venue), [row(2_000, "successful"), row(-2_000, "pending")]);
    assert_eq!(venue.card_balance(code).await, 0);
    // The same again is the same, and takes nothing more.
    let again = book(&venue, "a", code).await.unwrap();
    assert_eq!((again.id, again.gift_card), (booked.id.clone(), booked.gift_card));
    assert!(venue.bank.pay_for(&payment.id));
    venue.tell_of("n1", &payment.id).await;
    let seen = venue.see(&booked).await;
    assert_eq!((seen.status, given(&seen)), (Status::Booked, 2_000));
    assert_eq!(
        ledger(&venue),
        [row(2_000, "successful"), row(-2_000, "successful")]
    );
}

#[tokio::test]
async fn a_card_that_gives_all_of_it_needs_no_payment() {
    let venue = Venue::new("instant");
    let code = venue.card(10_000).await;
    let booked = book(&venue, "a", code).await.unwrap();
    assert_eq!((booked.status, given(&booked)), (Status::Booked, AMOUNT));
    assert_eq!(booked.checkout, None);
    assert_eq!(venue.card_balance(code).await, 10_000 - AMOUNT);
    assert_eq!(
        venue.count("SELECT id FROM payments WHERE kind = 'reservation'"),
        0
    );
    // Called off in time, all of it is back on the card, once.
    for _ in 0..2 {
        let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
        let off: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
        assert_eq!((off.status, off.gift_card), (Status::Cancelled, None));
        assert_eq!(venue.card_balance(code).await, 10_000);
    }
}

#[tokio::test]
async fn what_is_not_paid_in_time_leaves_the_card_as_it_was() {
    let venue = Venue::new("instant");
    let code = venue.card(2_000).await;
    let booked = book(&venue, "a", code).await.unwrap();
    venue.run_until(NOON.plus_minutes(30)).await;
    let seen = venue.see(&booked).await;
    assert_eq!((seen.status, seen.gift_card), (Status::Cancelled, None));
    assert_eq!(ledger(&venue), [row(2_000, "successful"), row(-2_000, "dropped")]);
    assert_eq!(venue.card_balance(code).await, 2_000);
}

#[tokio::test]
async fn what_is_paid_too_late_goes_back_to_where_it_came_from() {
    let venue = Venue::new("instant");
    let code = venue.card(2_000).await;
    let booked = book(&venue, "a", code).await.unwrap();
    let payment = booked.checkout.clone().unwrap().id;
    // The bank is away while the time runs out, so nothing is closed there.
    venue.bank.away.set(8);
    venue.run_until(NOON.plus_minutes(46)).await;
    assert!(venue.bank.pay_for(&payment));
    venue.tell_of("n1", &payment).await;
    venue.run_until(NOON.plus_minutes(120)).await;
    let account = venue.bank.account_of(&payment).unwrap();
    assert_eq!((account.paid, account.returned), (4_800, 4_800));
    assert_eq!(venue.card_balance(code).await, 2_000);
    assert_eq!(venue.see(&booked).await.status, Status::Cancelled);
}

#[tokio::test]
async fn called_off_in_time_card_and_payment_get_back_what_each_gave_and_late_nothing() {
    for (days, returned) in [(0, true), (4, false)] {
        let venue = Venue::new("instant");
        let code = venue.card(2_000).await;
        let booked = book(&venue, "a", code).await.unwrap();
        let payment = booked.checkout.clone().unwrap().id;
        assert!(venue.bank.pay_for(&payment));
        venue.tell_of("n1", &payment).await;
        venue.run_until(NOON.plus_minutes(days * 24 * 60)).await;
        let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
        let off: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
        assert_eq!(off.gift_card.is_none(), returned);
        venue.run_until(NOON.plus_minutes((days + 1) * 24 * 60)).await;
        let account = venue.bank.account_of(&payment).unwrap();
        assert_eq!(account.returned, if returned { 4_800 } else { 0 });
        assert_eq!(venue.card_balance(code).await, if returned { 2_000 } else { 0 });
    }
}

#[tokio::test]
async fn a_request_takes_the_card_once_the_restaurant_says_yes() {
    for amount in [2_000, AMOUNT] {
        for (answer, is_taken) in [(Status::Booked, true), (Status::Declined, false)] {
            let venue = Venue::new("request");
            let code = venue.card(amount).await;
            let booked = book(&venue, "a", code).await.unwrap();
            if let Some(payment) = &booked.checkout {
                assert!(venue.bank.pay_for(&payment.id));
                venue.tell_of("n1", &payment.id).await;
            }
            let seen = venue.see(&booked).await;
            assert_eq!((seen.status, given(&seen)), (Status::Requested, amount));
            assert_eq!(ledger(&venue)[1], row(-amount, "pending"));
            venue.staff(&booked.id, answer).await;
            venue.run_until(NOON.plus_minutes(60)).await;
            let progress = if is_taken { "successful" } else { "dropped" };
            assert_eq!(ledger(&venue)[1], row(-amount, progress));
            assert_eq!(venue.card_balance(code).await, if is_taken { 0 } else { amount });
            if let Some(payment) = &booked.checkout {
                let account = venue.bank.account_of(&payment.id).unwrap();
                assert_eq!(account.paid, if is_taken { AMOUNT - amount } else { 0 });
            }
        }
    }
}

#[tokio::test]
async fn a_code_without_a_balance_is_refused_and_changes_nothing() {
    let venue = Venue::new("instant");
    let code = venue.card(AMOUNT).await;
    let fault = |code| {
        let error = FieldError::new("/giftCardCode", code);
        Err(VenueError::Fields(vec![error]))
    };
    let unknown = venue.book_with("x", DAY, Some("222222-222222-222222")).await;
    assert_eq!(unknown, fault(FieldCode::Unknown));
    assert_eq!(venue.count("SELECT id FROM reservations"), 0);
    book(&venue, "a", code).await.unwrap();
    let used_up = venue.book_with("b", "2026-11-26", Some(&code.text())).await;
    assert_eq!(used_up, fault(FieldCode::UsedUp));
    assert_eq!(venue.count("SELECT id FROM reservations"), 1);
    assert_eq!(ledger(&venue).len(), 2);
    venue.write("UPDATE gift_cards SET expires_on = '2026-11-20'");
    let expired = venue.book_with("c", "2026-11-26", Some(&code.text())).await;
    assert_eq!(expired, fault(FieldCode::Expired));
    assert_eq!(venue.count("SELECT id FROM reservations"), 1);
}

#[tokio::test]
async fn a_card_is_of_no_use_where_nothing_is_paid_or_a_bank_card_is_kept() {
    for terms in [
        json!(null),
        json!({ "type": "card_guarantee", "pricePerGuest": 3_400, "dueMinutes": 30 }),
    ] {
        let venue = Venue::with_terms("instant", &terms);
        let code = venue.card(2_000).await;
        let error = FieldError::new("/giftCardCode", FieldCode::NothingToPay);
        assert_eq!(
            book(&venue, "a", code).await,
            Err(VenueError::Fields(vec![error]))
        );
        assert_eq!(venue.count("SELECT id FROM reservations"), 0);
        assert_eq!(venue.card_balance(code).await, 2_000);
    }
}

/// A course of events, drawn from a seed: three evenings are booked with one card, paid or not, called off or
/// not, while time passes, notices repeat, the bank is away and the object dies.
struct Course {
    rng: fastrand::Rng,
    venue: Option<Venue>,
    code: GiftCardCode,
    booked: Vec<Reservation>,
    deliveries: u32,
}

impl Course {
    fn venue(&self) -> &Venue {
        self.venue.as_ref().unwrap()
    }

    fn restart(&mut self) {
        self.venue = self.venue.take().map(Venue::restarted);
    }

    async fn step(&mut self) {
        if self.rng.u8(..4) == 0 {
            let writes = self.rng.u32(..6);
            self.venue().doom(writes);
        }
        let which = self.rng.usize(..3);
        let day = ["2026-11-25", "2026-11-26", "2026-11-27"][which];
        let key = format!("{day}-{}", self.rng.u8(..2));
        let code = (self.rng.u8(..4) > 0).then(|| self.code.text());
        let known = self.rng.choice(0..self.booked.len());
        let known = known.map(|place| self.booked[place].clone());
        match (self.rng.u8(..8), known) {
            (0..=2, _) => {
                let _ = self.venue().book_with(&key, day, code.as_deref()).await;
                self.restart();
                // A request whose answer was lost is repeated.
                if let Ok(booked) = self.venue().book_with(&key, day, code.as_deref()).await
                    && !self.booked.iter().any(|one| one.id == booked.id)
                {
                    self.booked.push(booked);
                }
            }
            (3..=4, Some(known)) => {
                if let Some(payment) = known.checkout {
                    self.venue().bank.pay_for(&payment.id);
                    self.deliveries += self.rng.u32(..2);
                    self.venue()
                        .tell_of(&format!("n{}", self.deliveries), &payment.id)
                        .await;
                }
            }
            (5, Some(known)) => {
                let to = if self.rng.bool() {
                    Status::Cancelled
                } else {
                    Status::Voided
                };
                let call = Request::SetStatus(known.id, to);
                let _ = self.venue().send::<Reservation>(call, known.manage_token).await;
            }
            (6, _) => {
                let requests = self.rng.u32(..3);
                self.venue().bank.away.set(requests);
            }
            _ => {
                let minutes = self.rng.i64(0..25);
                let end = self.venue().now.get().plus_minutes(minutes);
                self.venue().run_until(end).await;
            }
        }
        self.restart();
        self.agrees(false).await;
    }

    /// The card's balance and its redemptions equal its top-up at every moment; and in the end each
    /// evening that is booked is paid for and no other.
    async fn agrees(&mut self, is_over: bool) {
        let venue = self.venue();
        let left = venue.card_balance(self.code).await;
        assert!(left >= 0);
        let mut gave = 0;
        for booked in &self.booked {
            let seen = venue.see(booked).await;
            gave += given(&seen);
            let account = booked.checkout.as_ref();
            let account = account.and_then(|payment| venue.bank.account_of(&payment.id));
            let balance = account.as_ref().map_or(0, |one| one.paid - one.returned);
            if !is_over {
                continue;
            }
            let text = format!("{seen:?} {account:?}");
            if seen.status == Status::Booked {
                assert_eq!(given(&seen) + balance, AMOUNT, "{text}");
                let status = seen.checkout.map(|payment| payment.status);
                assert!(matches!(status, None | Some(PaymentStatus::Paid)), "{text}");
            } else {
                assert!(
                    matches!(seen.status, Status::Cancelled | Status::Voided),
                    "{text}"
                );
                assert_eq!((given(&seen), balance), (0, 0), "{text}");
            }
        }
        assert_eq!(left + gave, 10_000);
    }
}

#[tokio::test]
async fn no_cent_comes_or_goes_but_between_card_bank_and_table() {
    for seed in 0..100 {
        let venue = Venue::new("instant");
        let code = venue.card(10_000).await;
        let mut course = Course {
            rng: fastrand::Rng::with_seed(seed),
            venue: Some(venue),
            code,
            booked: Vec::new(),
            deliveries: 0,
        };
        for _ in 0..14 {
            course.step().await;
        }
        course.venue().bank.away.set(0);
        // The webhooks of all payments arrive at last.
        for booked in course.booked.clone() {
            if let Some(payment) = booked.checkout {
                course
                    .venue()
                    .tell_of(&format!("end-{}", booked.id), &payment.id)
                    .await;
            }
        }
        let end = course.venue().now.get().plus_minutes(24 * 60);
        course.venue().run_until(end).await;
        course.agrees(true).await;
    }
}
