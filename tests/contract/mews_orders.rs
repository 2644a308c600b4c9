//! Facts about orders at Mews: what they cost, what comes to them later, and what is kept of them.

use std::time::Duration;

use couvert_tests::mews::{
    ADULTS, Booking, CHILDREN, ENTERPRISE, KITCHEN, PRIVATE_RATE, Pricing, RATE, Settings, Trouble,
    VOUCHER_CODE, WINE_CENTS, price_of_hour,
};
use edge::error::VenueError;
use edge::provider::ReservationsQuestion;
use edge::provider::choices::Choices;
use fastrand::Rng;
use serde_json::{Value, json};
use shared::choices::{AccessCode, ChosenAddOn, PeopleCount};
use shared::id::{AddOnId, AgeCategoryId};
use shared::party::Attendees;
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::time::Minutes;
use shared::validation::FieldCode;

use super::facts::{book, choice, has_fault, order};
use super::mews_facts::assert_no_fault;
use super::mews_world::{Property, property, property_of};

/// How many orders are priced, by each of the ways in which a property reckons.
const ORDERS: u32 = 250;

fn wine(quantity: u8) -> ChosenAddOn {
    ChosenAddOn {
        id: AddOnId::parse("wine").unwrap(),
        quantity,
    }
}

fn people(category: &str, count: u8) -> PeopleCount {
    PeopleCount {
        category: AgeCategoryId::parse(category).unwrap(),
        count,
    }
}

/// The choices of a party of this size, by chance.
fn some_choices(chance: &mut Rng, guests: u8) -> Choices {
    let children = chance.u8(0..guests);
    let counted = vec![people(ADULTS, guests - children), people(CHILDREN, children)];
    let bottles = chance.u8(0..=guests);
    let code = chance.bool().then(|| AccessCode::parse(VOUCHER_CODE).unwrap());
    Choices {
        people: if chance.bool() { counted } else { Vec::new() },
        add_ons: (bottles > 0).then(|| wine(bottles)).into_iter().collect(),
        access_code: code,
        quoted: None,
    }
}

/// The only booking with this number of a property.
fn kept(property: &Property, id: &str) -> Booking {
    let now = property.clock.since_epoch();
    let mut simulator = property.simulator.borrow_mut();
    simulator.books(now).get(id).unwrap().clone()
}

#[tokio::test(start_paused = true)]
async fn a_quote_is_what_is_charged_for_every_order_gross_or_net() {
    for (seed, pricing) in [(1, Pricing::Gross), (2, Pricing::Net)] {
        let simulated = Settings {
            pricing,
            ..Settings::default()
        };
        let property = property_of(&json!({ "horizonDays": 200 }), simulated);
        let provider = &property.world.provider;
        let (some, mut chance) = (choice(&property.world).await, Rng::with_seed(seed));
        for number in 0..ORDERS {
            // Two tables, each for two parties an evening.
            let mut order = order(&property.world, &some, &format!("key-{number}"));
            order.request.day = property.world.today.plus(1 + number / 4).unwrap();
            order.request.minutes = Minutes::parse(if number % 2 == 0 { 1_080 } else { 1_200 }).unwrap();
            let guests = chance.u8(1..=6);
            order.request.attendees = Attendees::parse(guests.into()).unwrap();
            let choices = some_choices(&mut chance, guests);
            let asked = order.request.quote_request();
            let quote = provider.quote(&asked, &choices).await.unwrap().unwrap();
            let rate = if choices.access_code.is_some() {
                PRIVATE_RATE
            } else {
                RATE
            };
            let bottles: i64 = choices.add_ons.iter().map(|one| i64::from(one.quantity)).sum();
            let price = 2 * price_of_hour(rate) + bottles * WINE_CENTS;
            assert_eq!(quote.total.amount(), price, "{number}");
            let lines: i64 = quote.lines.iter().map(|line| line.total.amount()).sum();
            assert_eq!(lines, price, "{number}");
            let agreed = Choices {
                quoted: Some(quote.quoted()),
                ..choices
            };
            let booked = provider.reserve_with(&order, &agreed).await.unwrap();
            let kept = kept(&property, booked.reservation.id.as_str());
            assert_eq!(
                (kept.price, kept.guests()),
                (price, i64::from(guests)),
                "{number}"
            );
            // No more than are allowed in half a minute.
            property.clock.pass(Duration::from_secs(3)).await;
        }
        assert_no_fault(&property);
    }
}

fn change(change: &Value) -> ReservationChange {
    serde_json::from_value(change.clone()).unwrap()
}

/// A reservation of two with one wine pairing, at the price that was quoted.
async fn with_wine(property: &Property) -> Reservation {
    let provider = &property.world.provider;
    let order = order(&property.world, &choice(&property.world).await, "key-1");
    let choices = Choices {
        add_ons: vec![wine(1)],
        ..Choices::default()
    };
    let quote = provider.quote(&order.request.quote_request(), &choices).await;
    let agreed = Choices {
        quoted: Some(quote.unwrap().unwrap().quoted()),
        ..choices
    };
    provider.reserve_with(&order, &agreed).await.unwrap().reservation
}

#[tokio::test(start_paused = true)]
async fn an_add_on_can_come_later_and_comes_once() {
    for trouble in [
        None,
        Some(Trouble::StatusAfter(502)),
        Some(Trouble::StatusBefore(502)),
    ] {
        let property = property(&json!({}));
        let provider = &property.world.provider;
        let booked = with_wine(&property).await;
        if let Some(trouble) = trouble {
            let mut simulator = property.simulator.borrow_mut();
            simulator.troubles.next_of("reservations/addProduct", trouble);
        }
        let two = change(&json!({ "addOns": [{ "id": "wine", "quantity": 2 }] }));
        let mut changed = provider.change(&booked.id, &two).await;
        if matches!(changed, Err(VenueError::OutcomeUnknown(_))) {
            changed = provider.change(&booked.id, &two).await;
        }
        let changed = changed.unwrap();
        assert_eq!(changed.add_ons[0].quantity, 2, "{trouble:?}");
        let price = 2 * price_of_hour(RATE) + 2 * WINE_CENTS;
        assert_eq!(
            changed.total.map(|total| total.amount()),
            Some(price),
            "{trouble:?}"
        );
        // The same again is no change.
        provider.change(&booked.id, &two).await.unwrap();
        let kept = kept(&property, booked.id.as_str());
        assert_eq!((kept.wine, kept.price), (2, price), "{trouble:?}");
        assert_no_fault(&property);
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_ordered_is_not_taken_away() {
    let property = property(&json!({}));
    let provider = &property.world.provider;
    let booked = with_wine(&property).await;
    let two = change(&json!({ "addOns": [{ "id": "wine", "quantity": 2 }] }));
    provider.change(&booked.id, &two).await.unwrap();
    for (wanted, pointer, code) in [
        (json!({ "addOns": [] }), "/addOns", FieldCode::NotOffered),
        (
            json!({ "addOns": [{ "id": "wine", "quantity": 1 }] }),
            "/addOns",
            FieldCode::NotOffered,
        ),
        (
            json!({ "addOns": [{ "id": "wine", "quantity": 3 }] }),
            "/addOns/0/quantity",
            FieldCode::OutOfRange,
        ),
        (
            json!({ "addOns": [{ "id": "wine", "quantity": 2 }, { "id": "beer", "quantity": 1 }] }),
            "/addOns/1/id",
            FieldCode::Unknown,
        ),
        // Two have wine.
        (json!({ "attendees": 1 }), "/attendees", FieldCode::NotOffered),
    ] {
        let refused = provider.change(&booked.id, &change(&wanted)).await;
        has_fault(refused, pointer, code);
    }
    let kept = kept(&property, booked.id.as_str());
    assert_eq!((kept.wine, kept.guests()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn the_price_of_another_time_is_not_shown_as_the_one_that_was_agreed_to() {
    let property = property(&json!({}));
    let booked = with_wine(&property).await;
    assert!(booked.total.is_some());
    let later = change(&json!({ "minutes": booked.minutes.get() + 60 }));
    let moved = property.world.provider.change(&booked.id, &later).await.unwrap();
    assert_eq!((moved.total, moved.add_ons[0].quantity), (None, 1));
    let seen = property.world.provider.reservation(&booked.id).await.unwrap();
    assert_eq!(seen.total, None);
}

#[tokio::test(start_paused = true)]
async fn a_portfolios_token_books_changes_and_cancels_at_its_property() {
    let simulated = Settings {
        is_portfolio: true,
        ..Settings::default()
    };
    let property = property_of(&json!({ "enterpriseId": ENTERPRISE }), simulated);
    let provider = &property.world.provider;
    let booked = book(&property.world, &choice(&property.world).await, "key-1").await;
    for wanted in [
        json!({ "minutes": booked.minutes.get() + 60 }),
        json!({ "attendees": 3 }),
        json!({ "notes": "With a dog" }),
        json!({ "addOns": [{ "id": "wine", "quantity": 1 }] }),
    ] {
        provider.change(&booked.id, &change(&wanted)).await.unwrap();
    }
    let cancelled = provider.set_status(&booked.id, Status::Cancelled).await.unwrap();
    assert_eq!(cancelled.status, Status::Cancelled);
    assert_no_fault(&property);
}

#[tokio::test(start_paused = true)]
async fn notes_are_tasks_of_the_department_and_none_gets_lost_with_it() {
    let other = "5e1f0c2b-0000-4000-8000-000000000001";
    for (department, tasks, notes) in [
        (KITCHEN, vec!["By the window"], vec![]),
        (other, vec![], vec!["By the window"]),
    ] {
        let property = property(&json!({ "notes": "task", "taskDepartmentId": department }));
        let booked = book(&property.world, &choice(&property.world).await, "key-1").await;
        assert_eq!(kept(&property, booked.id.as_str()).notes, notes);
        let now = property.clock.since_epoch();
        assert_eq!(property.simulator.borrow_mut().books(now).tasks, tasks);
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_of_more_than_one_answer_is_read_to_its_end() {
    const MANY: u32 = 900;
    let property = property(&json!({}));
    let booked = book(&property.world, &choice(&property.world).await, "key-1").await;
    let one = kept(&property, booked.id.as_str());
    {
        let now = property.clock.since_epoch();
        let mut simulator = property.simulator.borrow_mut();
        let books = simulator.books(now);
        books.bookings.extend((1..MANY).map(|number| Booking {
            id: format!("1b000000-0000-4000-8000-{number:012x}"),
            ..one.clone()
        }));
    }
    let question = ReservationsQuestion {
        from: booked.day,
        to: booked.day,
        statuses: vec![],
        include_walk_ins: false,
    };
    let all = property.world.provider.reservations(&question).await.unwrap();
    assert_eq!(all.len(), usize::try_from(MANY).unwrap());
    assert_no_fault(&property);
}
