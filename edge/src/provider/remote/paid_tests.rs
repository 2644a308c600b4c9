//! Facts about bookings that are paid for here, at a scripted system.

use std::cell::{Cell, RefCell};

use serde_json::{Value as Json, json};
use shared::payment::PaymentTerms;
use shared::quote::{Quote, QuoteRequest};
use shared::reservation::ReservationRequest;

use super::*;
use crate::provider::Provider as _;
use crate::provider::choices::Choices;
use crate::provider::remote::{ForRequest, TakesPayments, VenuePorts};
use crate::storage::database::Database as _;
use crate::test_support::remote::{Fate, World, order, run, slot};

/// Takes payments, unless it is told not to.
#[derive(Default)]
struct TestPayments {
    refuses_before: Cell<bool>,
    refuses_after: Cell<bool>,
    held: RefCell<Vec<(ReservationId, Option<Instant>)>>,
}

impl TakesPayments for TestPayments {
    fn check(&self, _: &ReservationRequest, _: &PaymentTerms) -> Result<()> {
        if self.refuses_before.get() {
            return Err(refused("/minutes", FieldCode::NotOffered));
        }
        Ok(())
    }

    fn quoted(&self, _: &QuoteRequest, quote: Quote) -> Result<Quote> {
        Ok(quote)
    }

    fn begin(&self, held: &HeldBooking<'_>) -> Result<Vec<Statement>> {
        if self.refuses_after.get() {
            return Err(refused("/giftCardCode", FieldCode::UsedUp));
        }
        let one = (held.reservation.id.clone(), held.held_until);
        self.held.borrow_mut().push(one);
        let sql = "INSERT INTO meta (key, value) VALUES ('begun', 'yes')";
        Ok(vec![Statement::new(sql, vec![])])
    }
}

/// A system that holds tables, and one slot of which has a price.
fn world() -> World {
    let world = World::new();
    world.vendor.holds.set(true);
    let mut priced = slot(1140, true);
    priced["payment"] = json!({
        "type": "deposit", "amount": { "amount": 6_800, "currency": "EUR" }, "dueMinutes": 5, "refundMinutes": null,
    });
    world
        .vendor
        .slots
        .replace(Json::Array(vec![priced, slot(1170, true)]));
    world
}

fn request(world: &World) -> ForRequest {
    world.remote.for_request(&world.scope())
}

fn reserve(world: &World, payments: &TestPayments, minutes: u16) -> Result<Reservation> {
    let order = order("k", |body| body["minutes"] = json!(minutes));
    let ports = VenuePorts {
        payments: Some(payments),
        ..VenuePorts::default()
    };
    let booked = run(request(world).reserve_through(&order, &Choices::default(), ports))?;
    Ok(booked.reservation)
}

fn has_begun(world: &World) -> bool {
    let sql = "SELECT value FROM meta WHERE key = 'begun'";
    !world.memory.rows(Statement::new(sql, vec![])).unwrap().is_empty()
}

#[test]
fn a_booking_with_a_price_is_held_and_not_confirmed() {
    let (world, payments) = (world(), TestPayments::default());
    let booked = reserve(&world, &payments, 1140).unwrap();
    assert_eq!(booked.status, Status::PaymentPending);
    let held = world.vendor.present();
    assert_eq!((held.len(), held[0].known.status), (1, Status::Unconfirmed));
    assert_eq!(*payments.held.borrow(), [(booked.id, held[0].known.held_until)]);
    assert!(has_begun(&world));
}

#[test]
fn a_booking_without_a_price_is_confirmed_as_ever() {
    let (world, payments) = (world(), TestPayments::default());
    assert_eq!(reserve(&world, &payments, 1170).unwrap().status, Status::Booked);
    assert!(payments.held.borrow().is_empty() && !has_begun(&world));
}

#[test]
fn nothing_is_sent_where_the_price_cannot_be_taken() {
    let (world, payments) = (world(), TestPayments::default());
    payments.refuses_before.set(true);
    let refusal = Err(refused("/minutes", FieldCode::NotOffered));
    assert_eq!(reserve(&world, &payments, 1140), refusal);
    // Nor where there is no taker.
    let order = order("k", |_| {});
    let unpaid = run(request(&world).reserve_with(&order, &Choices::default()));
    assert_eq!(unpaid.map(|booked| booked.reservation), refusal);
    assert!(world.vendor.present().is_empty());
}

#[test]
fn a_hold_whose_payment_cannot_be_stored_is_released() {
    let (world, payments) = (world(), TestPayments::default());
    payments.refuses_after.set(true);
    let refusal = Err(refused("/giftCardCode", FieldCode::UsedUp));
    assert_eq!(reserve(&world, &payments, 1140), refusal);
    assert_eq!(world.vendor.present()[0].known.status, Status::Cancelled);
    // The key books once the card is left out, or another one is named.
    payments.refuses_after.set(false);
    assert_eq!(
        reserve(&world, &payments, 1140).unwrap().status,
        Status::PaymentPending
    );
}

#[test]
fn a_hold_whose_answer_is_lost_is_found_and_waits_for_its_payment() {
    let (world, payments) = (world(), TestPayments::default());
    let lost = Fate::Lost(std::time::Duration::ZERO);
    world.vendor.fates.borrow_mut().push_back(lost);
    let booked = reserve(&world, &payments, 1140).unwrap();
    assert_eq!(booked.status, Status::PaymentPending);
    assert_eq!(
        (world.vendor.present().len(), payments.held.borrow().len()),
        (1, 1)
    );
}
