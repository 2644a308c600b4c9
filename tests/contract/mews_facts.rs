//! Facts about Mews behind the port: what is lost on the way, and what it keeps. How often it is called is in
//! `mews_calls.rs`.

use std::collections::BTreeSet;
use std::time::Duration;

use couvert_tests::mews::{
    CATEGORY, PRIVATE_RATE, RATE, SERVICE, Share, Trouble, Troubles, VOUCHER_CODE, price_of_hour,
};
use edge::error::VenueError;
use edge::provider::BookingRequest;
use edge::provider::choices::Choices;
use edge::provider::remote::{Deposit, NewReservation, Reference, RemoteSystem};
use edge::upstream::{Clock, Scope};
use serde_json::json;
use shared::choices::{AccessCode, ChosenAddOn};
use shared::id::AddOnId;
use shared::offer::PricePer;
use shared::payment::PaymentKind;
use shared::reservation::Status;
use shared::time::Instant;
use shared::validation::FieldCode;

use super::facts::{book, choice, has_fault, order};
use super::mews_calls::two_months;
use super::mews_world::{Property, property};

/// No request had another shape than its operation's.
pub(super) fn assert_no_fault(property: &Property) {
    let simulator = property.simulator.borrow();
    // An id that a guest has made up is bad input.
    let faults: Vec<_> = simulator.faults().iter().collect();
    assert!(faults.is_empty(), "{faults:?}");
}

#[tokio::test(start_paused = true)]
async fn a_booking_whose_answer_is_lost_is_found_by_its_number_and_made_once() {
    for trouble in [
        Trouble::ResetAfter,
        Trouble::StatusAfter(502),
        Trouble::SilentAfter,
        Trouble::Garbage,
    ] {
        let property = property(&json!({}));
        let choice = choice(&property.world).await;
        property
            .simulator
            .borrow_mut()
            .troubles
            .next_of("reservations/add", trouble);
        let booked = book_or_look_again(&property, &choice).await;
        assert_eq!(booked, Status::Booked, "{trouble:?}");
        let now = property.clock.since_epoch();
        assert_eq!(
            property.simulator.borrow_mut().books(now).bookings.len(),
            1,
            "{trouble:?}"
        );
        assert_no_fault(&property);
    }
}

/// Books, and asks again under the same key where the outcome is not known yet.
async fn book_or_look_again(property: &Property, choice: &super::facts::Choice) -> Status {
    let order = order(&property.world, choice, "key-1");
    for _ in 0..10 {
        match property.world.provider.reserve(&order).await {
            Ok(booked) => return booked.reservation.status,
            Err(VenueError::OutcomeUnknown(_) | VenueError::Away { .. } | VenueError::Timeout) => {
                property.clock.pass(Duration::from_mins(2)).await;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("the outcome stays unknown");
}

#[tokio::test(start_paused = true)]
async fn a_booking_that_was_not_made_is_made_after_the_settle_time_and_once() {
    let property = property(&json!({}));
    let choice = choice(&property.world).await;
    property
        .simulator
        .borrow_mut()
        .troubles
        .next_of("reservations/add", Trouble::ResetBefore);
    assert_eq!(book_or_look_again(&property, &choice).await, Status::Booked);
    let now = property.clock.since_epoch();
    assert_eq!(property.simulator.borrow_mut().books(now).bookings.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_guest_who_books_twice_is_one_customer_and_no_profile_is_changed() {
    let property = property(&json!({}));
    let choice = choice(&property.world).await;
    book(&property.world, &choice, "key-1").await;
    let mut other = order(&property.world, &choice, "key-2");
    other.request.guest.last_name = shared::validation::Name::parse("Stranger").unwrap();
    property.world.provider.reserve(&other).await.unwrap();
    let now = property.clock.since_epoch();
    let mut simulator = property.simulator.borrow_mut();
    let books = simulator.books(now);
    let names: Vec<&str> = books.customers.iter().map(|one| one.last_name.as_str()).collect();
    assert_eq!(names, ["Muster"]);
    assert_eq!(books.bookings[0].notes, ["By the window"]);
    assert_eq!(
        books.bookings[1].notes,
        ["By the window\nBooked online by Ada Stranger."]
    );
    // The venue has no mail of its own: Mews writes.
    assert_eq!(books.bookings[0].mails, 1);
}

#[tokio::test(start_paused = true)]
async fn a_quote_is_the_propertys_price_and_a_code_opens_another_one() {
    let property = property(&json!({}));
    let provider = &property.world.provider;
    let order = order(&property.world, &choice(&property.world).await, "key-1");
    let wine = |quantity: u8| ChosenAddOn {
        id: AddOnId::parse("wine").unwrap(),
        quantity,
    };
    let asked = order.request.quote_request();
    let plain = Choices::default();
    let [one_has_wine, both_have_wine] = [1, 2].map(|quantity| Choices {
        add_ons: vec![wine(quantity)],
        ..Choices::default()
    });
    let with_code = Choices {
        access_code: AccessCode::parse(VOUCHER_CODE).ok(),
        ..Choices::default()
    };
    for (choices, cents) in [
        (&plain, 2 * price_of_hour(RATE)),
        (&one_has_wine, 2 * price_of_hour(RATE) + 2_500),
        (&both_have_wine, 2 * price_of_hour(RATE) + 2 * 2_500),
        (&with_code, 2 * price_of_hour(PRIVATE_RATE)),
    ] {
        let quote = provider.quote(&asked, choices).await.unwrap().unwrap();
        assert_eq!(quote.total.amount(), cents);
    }
    let too_many = Choices {
        add_ons: vec![wine(3)],
        ..Choices::default()
    };
    let refused = provider.quote(&asked, &too_many).await;
    has_fault(refused, "/addOns/0/quantity", FieldCode::OutOfRange);
    let agreed = Choices {
        quoted: provider
            .quote(&asked, &with_code)
            .await
            .unwrap()
            .map(|quote| quote.quoted()),
        ..with_code
    };
    provider.reserve_with(&order, &agreed).await.unwrap();
    let now = property.clock.since_epoch();
    let price = property.simulator.borrow_mut().books(now).bookings[0].price;
    assert_eq!(Some(price), agreed.quoted.map(|quoted| quoted.total.amount()));
    assert_no_fault(&property);
}

#[tokio::test(start_paused = true)]
async fn a_time_has_the_price_of_its_table_and_none_where_mews_names_none() {
    for (is_lost, price) in [
        (false, Some((2 * price_of_hour(RATE), PricePer::Booking))),
        (true, None),
    ] {
        let property = property(&json!({}));
        if is_lost {
            let mut simulator = property.simulator.borrow_mut();
            for _ in 0..20 {
                simulator
                    .troubles
                    .next_of("rates/getPricing", Trouble::StatusBefore(400));
            }
        }
        let slot = choice(&property.world).await.slot;
        assert_eq!(
            slot.price.map(|price| (price.amount.amount(), price.per)),
            price,
            "{is_lost}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn guests_are_seated_once_their_time_has_come() {
    let property = property(&json!({}));
    let provider = &property.world.provider;
    let choice = choice(&property.world).await;
    let booked = book(&property.world, &choice, "key-1").await;
    let early = provider.set_status(&booked.id, Status::Seated).await;
    assert_eq!(early, Err(VenueError::IllegalTransition));
    let zone = shared::time::TimeZone::parse("Europe/Vienna").unwrap();
    let start = zone.resolve(booked.day, booked.minutes).instant().unwrap();
    let wait = u64::try_from(start.unix() - Clock::now(&property.clock).unix()).unwrap();
    property.clock.pass(Duration::from_secs(wait)).await;
    assert!(Clock::now(&property.clock) >= Instant::from_unix(start.unix()));
    for status in [Status::Seated, Status::Finished] {
        let taken = provider.set_status(&booked.id, status).await.unwrap();
        assert_eq!(taken.status, status);
    }
}

#[tokio::test(start_paused = true)]
async fn many_guests_stay_within_the_allowance() {
    let property = property(&json!({ "horizonDays": 90 }));
    let choice = choice(&property.world).await;
    for turn in 0..60 {
        let order = order(&property.world, &choice, &format!("key-{turn}"));
        // Most find the time taken.
        let _ = property.world.provider.reserve(&order).await;
        let _ = property.world.provider.calendar(&two_months(&property)).await;
    }
    assert!(property.simulator.borrow().fullest_window() <= 160);
    assert_no_fault(&property);
}

/// The result of a booking that is asked for until it is known: whether it was made.
async fn is_made(property: &Property, order: &BookingRequest) -> bool {
    for _ in 0..40 {
        match property.world.provider.reserve(order).await {
            Ok(_) => return true,
            Err(VenueError::Taken { .. }) => return false,
            // Nothing was done, or what was done is not known yet.
            Err(
                VenueError::OutcomeUnknown(_)
                | VenueError::Away { .. }
                | VenueError::Timeout
                | VenueError::Failed(_),
            ) => property.clock.pass(Duration::from_mins(2)).await,
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("the outcome stays unknown");
}

#[tokio::test(start_paused = true)]
async fn in_trouble_no_booking_is_lost_doubled_or_untrue() {
    for seed in 1..=10 {
        let property = property(&json!({}));
        let choice = choice(&property.world).await;
        property.simulator.borrow_mut().troubles = Troubles::new(seed, Share(25));
        let mut made = 0;
        for turn in 0..4 {
            let order = order(&property.world, &choice, &format!("key-{turn}"));
            made += usize::from(is_made(&property, &order).await);
        }
        let now = property.clock.since_epoch();
        let mut simulator = property.simulator.borrow_mut();
        let books = simulator.books(now);
        let live = books.bookings.iter().filter(|one| one.is_live());
        let numbers: BTreeSet<_> = live.clone().map(|one| one.channel_number.clone()).collect();
        assert_eq!((live.count(), numbers.len()), (made, made), "seed {seed}");
        assert!(made <= 2, "seed {seed}");
        assert_eq!(books.customers.len(), 1, "seed {seed}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_deposit_is_asked_for_by_the_party_and_posted_under_its_reference() {
    let dinner = json!([{
        "id": "dinner", "serviceId": SERVICE, "rateId": RATE, "categoryId": CATEGORY, "units": 2,
        "firstMinutes": 1_080, "lastMinutes": 1_260, "deposit": { "pricePerGuest": 1_500, "refundMinutes": 1_440 },
    }]);
    let property = property(&json!({ "experiences": dinner }));
    let choice = choice(&property.world).await;
    let terms = choice.slot.payment.clone().unwrap();
    assert_eq!((terms.kind, terms.amount.amount()), (PaymentKind::Deposit, 3_000));
    assert_eq!((terms.due_minutes, terms.refund_minutes), (30, Some(1_440)));
    let order = order(&property.world, &choice, "key-1");
    let reference = Reference::of(&[7; 32]);
    let new = NewReservation {
        request: &order.request,
        choices: &Choices::default(),
        reference: &reference,
        slot: &choice.slot,
    };
    let scope = Scope::new(property.clock.elapsed() + Duration::from_mins(10));
    let system: &dyn RemoteSystem = &*property.system;
    let held = system.create(&scope, new).await.unwrap();
    let released = Clock::now(&property.clock).plus_minutes(30);
    assert_eq!(
        (held.status, held.held_until),
        (Status::Unconfirmed, Some(released))
    );
    let deposit = Deposit {
        reference: "p1".to_owned(),
        amount: terms.amount,
        is_of_gift_card: false,
    };
    let lost = Trouble::StatusAfter(502);
    property
        .simulator
        .borrow_mut()
        .troubles
        .next_of("payments/addExternal", lost);
    let unknown = system.post_deposit(&scope, &held.id, &deposit).await;
    assert!(unknown.is_err_and(|error| error.is_outcome_unknown()));
    assert_eq!(system.deposits(&scope, &held.id).await.unwrap(), ["p1"]);
    let confirmed = system.confirm(&scope, &held.id).await.unwrap();
    assert_eq!((confirmed.status, confirmed.held_until), (Status::Booked, None));
    let now = property.clock.since_epoch();
    assert_eq!(
        property.simulator.borrow_mut().books(now).payments[0].cents,
        3_000
    );
    assert_no_fault(&property);
}
