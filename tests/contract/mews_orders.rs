//! Facts about orders at Mews: what comes to them later, and what is kept of them.

use std::time::Duration;

use couvert_tests::mews::{
    Booking, ENTERPRISE, KITCHEN, Prices, RATE, Settings, Share, Trouble, Troubles, VOUCHER_CODE,
    price_of_hour,
};
use edge::error::{Result, VenueError};
use edge::provider::ReservationsQuestion;
use edge::provider::choices::Choices;
use fastrand::Rng;
use serde_json::{Value, json};
use shared::choices::{AccessCode, ChosenAddOn};
use shared::id::{AddOnId, ReservationId};
use shared::money::Money;
use shared::reservation::{Reservation, ReservationChange, Status};
use shared::validation::FieldCode;

use super::facts::{book, choice, has_fault, order};
use super::mews_facts::assert_no_fault;
use super::mews_world::{Property, property, property_of};

/// How many orders grow in trouble.
const GROWING: u32 = 100;

fn wine(quantity: u8) -> ChosenAddOn {
    ChosenAddOn {
        id: AddOnId::parse("wine").unwrap(),
        quantity,
    }
}

/// The booking of this id in a property's books.
fn kept(property: &Property, id: &str) -> Booking {
    let now = property.clock.since_epoch();
    let mut simulator = property.simulator.borrow_mut();
    simulator.books(now).get(id).unwrap().clone()
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
        let price = 2 * price_of_hour(RATE) + 2 * Prices::default().wine;
        assert_eq!(changed.total.map(Money::amount), Some(price), "{trouble:?}");
        // The same again is no change.
        provider.change(&booked.id, &two).await.unwrap();
        let kept = kept(&property, booked.id.as_str());
        assert_eq!((kept.wine, kept.price), (2, price), "{trouble:?}");
        assert_no_fault(&property);
    }
}

/// The answer to a request, which is repeated until it is known.
async fn known<T>(property: &Property, mut ask: impl AsyncFnMut() -> Result<T>) -> T {
    for _ in 0..60 {
        match ask().await {
            Ok(answer) => return answer,
            // Nothing was done, or what was done is not known yet.
            Err(
                VenueError::OutcomeUnknown(_)
                | VenueError::Away { .. }
                | VenueError::Timeout
                | VenueError::Failed(_),
            ) => property.clock.pass(Duration::from_mins(2)).await,
            Err(error) => panic!("{error:?}"),
        }
    }
    panic!("an outcome stays unknown");
}

#[tokio::test(start_paused = true)]
async fn orders_that_grow_while_a_quarter_of_all_calls_goes_wrong_are_as_their_guests_were_told() {
    let property = property(&json!({ "horizonDays": 200 }));
    let provider = &property.world.provider;
    let (some, mut chance) = (choice(&property.world).await, Rng::with_seed(7));
    property.simulator.borrow_mut().troubles = Troubles::new(7, Share(25));
    let mut told: Vec<(ReservationId, u8)> = Vec::new();
    for number in 0..GROWING {
        let mut order = order(&property.world, &some, &format!("key-{number}"));
        order.request.day = property.world.today.plus(30 + number).unwrap();
        let booked = known(&property, async || provider.reserve(&order).await).await;
        let id = booked.reservation.id;
        let first = chance.u8(1..=2);
        let last = chance.u8(first..=2);
        for quantity in [first, last] {
            let more = change(&json!({ "addOns": [{ "id": "wine", "quantity": quantity }] }));
            let changed = known(&property, async || provider.change(&id, &more).await).await;
            assert_eq!(changed.add_ons[0].quantity, quantity, "{number}");
        }
        told.push((id, last));
    }
    for (id, quantity) in told {
        let kept = kept(&property, id.as_str());
        assert!(kept.is_live(), "{id:?}");
        assert_eq!(kept.wine, i64::from(quantity), "{id:?}");
    }
    assert_no_fault(&property);
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
async fn another_time_or_party_has_the_price_that_the_property_states_for_it() {
    let property = property(&json!({}));
    let booked = with_wine(&property).await;
    for wanted in [
        json!({ "minutes": booked.minutes.get() + 60 }),
        json!({ "attendees": 3 }),
    ] {
        let moved = property.world.provider.change(&booked.id, &change(&wanted)).await;
        let moved = moved.unwrap();
        let price = kept(&property, booked.id.as_str()).price;
        assert_eq!(moved.total.map(Money::amount), Some(price), "{wanted}");
        assert_eq!(moved.add_ons[0].quantity, 1);
        let seen = property.world.provider.reservation(&booked.id).await.unwrap();
        assert_eq!(seen.total, moved.total);
    }
    assert_no_fault(&property);
}

#[tokio::test(start_paused = true)]
async fn a_price_that_cannot_be_stated_of_another_time_is_not_shown_as_the_one_that_was_agreed_to() {
    let code = AccessCode::parse(VOUCHER_CODE).ok();
    for (access_code, is_lost) in [(code, false), (None, true)] {
        let property = property(&json!({}));
        let provider = &property.world.provider;
        let order = order(&property.world, &choice(&property.world).await, "key-1");
        let choices = Choices {
            access_code,
            ..Choices::default()
        };
        let quote = provider.quote(&order.request.quote_request(), &choices).await;
        let agreed = Choices {
            quoted: Some(quote.unwrap().unwrap().quoted()),
            ..choices
        };
        let booked = provider.reserve_with(&order, &agreed).await.unwrap().reservation;
        assert!(booked.total.is_some());
        if is_lost {
            let mut simulator = property.simulator.borrow_mut();
            for _ in 0..20 {
                let trouble = Trouble::StatusBefore(400);
                simulator.troubles.next_of("reservations/price", trouble);
            }
        }
        let later = change(&json!({ "minutes": booked.minutes.get() + 60 }));
        let moved = provider.change(&booked.id, &later).await.unwrap();
        assert_eq!(moved.total, None, "{is_lost}");
        let seen = provider.reservation(&booked.id).await.unwrap();
        assert_eq!(seen.total, None, "{is_lost}");
    }
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
