//! Random orders at properties with random prices: what a guest is quoted is what the property charges, tax included or added.

use std::time::Duration;

use couvert_tests::mews::{
    ADULTS, CATEGORY, CHILDREN, PRIVATE_RATE, Prices, RATE, SERVICE, Settings, VOUCHER_CODE, WINE,
};
use edge::error::VenueError;
use edge::provider::BookingRequest;
use edge::provider::choices::Choices;
use edge::provider::remote::{Deposit, NewReservation, Reference, RemoteSystem};
use edge::upstream::{Clock as _, Scope};
use fastrand::Rng;
use serde_json::json;
use shared::availability::{Slot, SlotStatus};
use shared::choices::{AccessCode, ChosenAddOn, PeopleCount};
use shared::id::{AddOnId, AgeCategoryId};
use shared::party::Attendees;
use shared::quote::Quote;

use super::facts::{Choice, order, slots_question};
use super::mews_world::{Property, property_of};

/// How many properties there are, each with prices of its own.
const PROPERTIES: u64 = 50;
/// How many orders each of them has.
const ORDERS: usize = 10;

/// Prices as a property could set them: full euros, and cents that no tax divides.
fn prices(chance: &mut Rng, is_net: bool) -> Prices {
    let mut price = || {
        if chance.bool() {
            100 * chance.i64(1..80)
        } else {
            chance.i64(101..8_000)
        }
    };
    Prices {
        hour: price(),
        private_hour: price(),
        wine: price(),
        tax: [500, 550, 1_000, 1_300, 2_000, 2_500][chance.usize(..6)],
        is_net,
    }
}

/// A property, whose guests pay a deposit if `deposit` is more than nothing.
fn property(prices: Prices, deposit: i64) -> Property {
    let mut dinner = json!({
        "id": "dinner", "serviceId": SERVICE, "rateId": RATE, "privateRateId": PRIVATE_RATE, "categoryId": CATEGORY,
        "units": 2, "firstMinutes": 1_080, "lastMinutes": 1_260, "attendees": { "min": 1, "max": 6 },
        "addOns": [{ "id": "wine", "productId": WINE }],
    });
    if deposit > 0 {
        dinner["deposit"] = json!({ "pricePerGuest": deposit });
    }
    let simulated = Settings {
        prices,
        ..Settings::default()
    };
    property_of(&json!({ "experiences": [dinner] }), simulated)
}

fn choices(chance: &mut Rng, guests: u8) -> Choices {
    let mut choices = Choices::default();
    if chance.bool() {
        let children = chance.u8(..guests);
        let count = |category: &str, count| PeopleCount {
            category: AgeCategoryId::parse(category).unwrap(),
            count,
        };
        choices.people = vec![count(ADULTS, guests - children)];
        if children > 0 {
            choices.people.push(count(CHILDREN, children));
        }
    }
    if chance.bool() {
        choices.add_ons = vec![ChosenAddOn {
            id: AddOnId::parse("wine").unwrap(),
            quantity: chance.u8(1..=guests),
        }];
    }
    if chance.u8(..3) == 0 {
        choices.access_code = AccessCode::parse(VOUCHER_CODE).ok();
    }
    choices
}

/// An open time, and an order for it; none where the day has no open time left.
async fn wanted(
    property: &Property,
    chance: &mut Rng,
    (choices, guests): (&Choices, u8),
    key: &str,
) -> Option<(Slot, BookingRequest)> {
    let world = &property.world;
    let day = world.today.plus(chance.u32(1..30)).unwrap();
    let mut question = slots_question(world, day);
    question.attendees = Attendees::parse(guests.into()).unwrap();
    let code = choices
        .access_code
        .clone()
        .map(Choices::of_code)
        .unwrap_or_default();
    let scope = scope(property);
    let system: &dyn RemoteSystem = &*property.system;
    let slots = system.slots_with(&scope, &question, &code).await.unwrap();
    let open: Vec<Slot> = slots
        .into_iter()
        .filter(|slot| slot.status == SlotStatus::Open)
        .collect();
    let slot = chance.choice(open)?;
    let choice = Choice { day, slot };
    let mut order = order(world, &choice, key);
    order.request.attendees = question.attendees;
    Some((choice.slot, order))
}

fn scope(property: &Property) -> Scope {
    Scope::new(property.clock.elapsed() + Duration::from_mins(1))
}

/// Holds a table at a property that takes deposits, and posts what is due with the booking, as the venue's object does.
async fn hold_and_pay(
    property: &Property,
    (slot, order): (&Slot, &BookingRequest),
    (choices, quote): (&Choices, &Quote),
    number: u8,
) {
    let scope = scope(property);
    let system: &dyn RemoteSystem = &*property.system;
    let new = NewReservation {
        request: &order.request,
        choices,
        reference: &Reference::of(&[number; 32]),
        slot,
    };
    let held = system.create(&scope, new).await.unwrap();
    let deposit = Deposit {
        reference: format!("payment-{number}"),
        amount: quote.due_now,
        is_of_gift_card: false,
    };
    system.confirm(&scope, &held.id).await.unwrap();
    system.post_deposit(&scope, &held.id, &deposit).await.unwrap();
}

/// Books an order, and checks its price against the property's books; false where its time was taken.
async fn is_charged_as_quoted(
    property: &Property,
    chance: &mut Rng,
    (number, deposit): (u8, i64),
    case: &str,
) -> bool {
    let guests = chance.u8(1..=6);
    let choices = choices(chance, guests);
    let key = format!("key-{number}-{}", chance.u32(..));
    let Some((slot, order)) = wanted(property, chance, (&choices, guests), &key).await else {
        return false;
    };
    let provider = &property.world.provider;
    let asked = order.request.quote_request();
    let quote = provider.quote(&asked, &choices).await.unwrap().unwrap();
    assert_eq!(quote.due_now.amount(), deposit * i64::from(guests), "{case}");
    if deposit > 0 {
        hold_and_pay(property, (&slot, &order), (&choices, &quote), number).await;
    } else {
        let agreed = Choices {
            quoted: Some(quote.quoted()),
            ..choices
        };
        match provider.reserve_with(&order, &agreed).await {
            Ok(_) => {}
            Err(VenueError::Taken { .. }) => return false,
            Err(error) => panic!("{case}: {error:?}"),
        }
    }
    let now = property.clock.since_epoch();
    let mut simulator = property.simulator.borrow_mut();
    let books = simulator.books(now);
    let booked = books.bookings.last().unwrap();
    assert_eq!(
        (booked.price, booked.state),
        (quote.total.amount(), "Confirmed"),
        "{case}"
    );
    let posted: i64 = books
        .payments
        .iter()
        .filter(|payment| payment.reservation == booked.id)
        .map(|payment| payment.cents)
        .sum();
    assert_eq!(posted, quote.due_now.amount(), "{case}");
    let lines: i64 = quote.lines.iter().map(|line| line.total.amount()).sum();
    assert_eq!(lines, quote.total.amount(), "{case}");
    true
}

#[tokio::test(start_paused = true)]
async fn five_hundred_random_orders_are_charged_as_they_were_quoted_gross_and_net() {
    let mut made = 0;
    for seed in 0..PROPERTIES {
        let mut chance = Rng::with_seed(seed);
        let prices = prices(&mut chance, seed % 2 == 0);
        let deposit = if seed % 4 < 2 { 0 } else { chance.i64(100..5_000) };
        let property = property(prices, deposit);
        let case = format!("seed {seed}, deposit {deposit}, {prices:?}");
        let mut number = 0;
        while usize::from(number) < ORDERS {
            if is_charged_as_quoted(&property, &mut chance, (number, deposit), &case).await {
                number += 1;
                made += 1;
            }
            // What is kept of the days is read anew.
            property.clock.pass(Duration::from_mins(1)).await;
        }
        let simulator = property.simulator.borrow();
        assert_eq!(simulator.faults(), Vec::<String>::new(), "{case}");
    }
    assert_eq!(made, 500);
}
