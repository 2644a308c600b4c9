//! Facts about the money of random orders: what is charged is what the quote calls due now, and what comes back follows
//! from the terms that are stored with the booking.

use std::rc::Rc;

use edge::error::VenueError;
use edge::venue::message::Request;
use proptest::prelude::*;
use serde_json::{Value, json};
use shared::reservation::{Reservation, Status};
use shared::time::Instant;

use super::orders::{DAY, book, quote, venue};
use super::venue::{NOON, Venue};

/// Twelve hours before the start of the booking, when nothing comes back any more.
const LATE: Instant = NOON.plus_minutes((4 * 24 - 5) * 60);

/// An order, how it is paid, and whether it is cancelled too late.
#[derive(Clone, Debug)]
struct Course {
    adults: u8,
    children: u8,
    wine: u8,
    flowers: u8,
    /// Whether a deposit is for add-ons too; none where all is paid in advance.
    deposit: Option<bool>,
    /// The value of the gift card that pays a part. Cards are sold in euros here.
    card: Option<i64>,
    currency: &'static str,
    /// The rates of the tax on the dinner and on the wine, in hundredths of a percent.
    rates: (u16, u16),
    is_late: bool,
}

fn courses() -> impl Strategy<Value = Course> {
    let party = (1..4_u8, 0..3_u8);
    let add_ons = (0..6_u8, 0..4_u8);
    let card = prop::option::of(prop::sample::select(vec![2_000_i64, 10_000]));
    (
        party,
        add_ons,
        prop::option::of(any::<bool>()),
        card,
        prop::sample::select(vec!["EUR", "JPY", "KWD"]),
        (0..=2_500_u16, 0..=2_500_u16),
        any::<bool>(),
    )
        .prop_map(
            |((adults, children), (wine, flowers), deposit, card, currency, rates, is_late)| Course {
                adults,
                children,
                wine: wine.min(adults + children),
                flowers,
                deposit,
                card: card.filter(|_| currency == "EUR"),
                currency,
                rates,
                is_late,
            },
        )
}

impl Course {
    fn payment(&self) -> Value {
        let mut payment = json!({
            "type": "prepayment", "pricePerGuest": 3_400, "dueMinutes": 30, "refundMinutes": 1_440,
        });
        if let Some(has_add_ons) = self.deposit {
            payment["type"] = json!("deposit");
            payment["pricePerGuest"] = json!(1_000);
            payment["addOns"] = json!(has_add_ons);
        }
        payment
    }

    /// The venue with this payment, in this currency and with these rates.
    fn venue(&self) -> Venue {
        let mut settings = serde_json::to_value(&venue(&self.payment()).settings).unwrap();
        settings["currency"] = json!(self.currency);
        let dinner = &mut settings["engine"]["experiences"][0];
        dinner["vatBasisPoints"] = json!(self.rates.0);
        dinner["addOns"][0]["vatBasisPoints"] = json!(self.rates.1);
        let settings = serde_json::from_value(settings).unwrap();
        Venue::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)))
    }

    fn question(&self) -> Value {
        let add_ons = [("wine", self.wine), ("flowers", self.flowers)];
        let add_ons: Vec<Value> = add_ons
            .into_iter()
            .filter(|(_, quantity)| *quantity > 0)
            .map(|(id, quantity)| json!({ "id": id, "quantity": quantity }))
            .collect();
        json!({
            "experienceId": "dinner", "day": DAY, "minutes": 1_140, "attendees": self.adults + self.children,
            "people": [
                { "category": "adults", "count": self.adults }, { "category": "children", "count": self.children },
            ],
            "addOns": add_ons,
        })
    }
}

async fn comes_back_by_its_terms(course: &Course) -> Result<(), TestCaseError> {
    let venue = course.venue();
    let mut question = course.question();
    let worth = course.card.unwrap_or_default();
    let code = match course.card {
        Some(worth) => Some(venue.card(worth).await),
        None => None,
    };
    if let Some(code) = code {
        question["giftCardCode"] = json!(code.text());
    }
    let quote = quote(&venue, &question).await.unwrap();
    let due_now = quote.due_now.amount();
    let booked = book(&venue, "a", &question, json!({ "quoted": quote.quoted() }))
        .await
        .unwrap();
    let charged = booked
        .checkout
        .as_ref()
        .map_or(0, |payment| payment.amount.amount());
    prop_assert_eq!(charged, due_now);
    let currency = quote.total.currency();
    prop_assert_eq!(currency.code(), course.currency);
    let payment = booked.checkout.as_ref().map(|payment| payment.id.clone());
    if let Some(id) = &payment {
        prop_assert!(venue.bank.pay_for(id));
        venue.tell_of("n1", id).await;
    }
    let seen = venue.see(&booked).await;
    prop_assert_eq!((seen.status, seen.total), (Status::Booked, Some(quote.total)));
    let given = match code {
        Some(code) => worth - venue.card_balance(code).await,
        None => 0,
    };
    let agreed = seen.payment.map_or(0, |terms| terms.amount.amount());
    prop_assert_eq!(agreed, due_now + given);
    if course.is_late {
        venue.run_until(LATE).await;
    }
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let cancelled: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    prop_assert_eq!(cancelled.status, Status::Cancelled);
    venue.run_until(venue.now.get().plus_minutes(1)).await;
    let returned = payment.map_or(0, |id| venue.bank.account_of(&id).unwrap().returned);
    prop_assert_eq!(returned, if course.is_late { 0 } else { due_now });
    if let Some(code) = code {
        let left = if course.is_late { worth - given } else { worth };
        prop_assert_eq!(venue.card_balance(code).await, left);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_charged_of_any_order_comes_back_in_time_and_none_of_it_later(course in courses()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(comes_back_by_its_terms(&course))?;
    }
}
