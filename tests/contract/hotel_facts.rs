//! Facts about a system that answers half a month at a time, holds tables, and has prices, add-ons and codes: with what
//! goes wrong there.

use std::time::Duration;

use couvert_tests::property::{Fault, PRIVATE_CODE, PRIVATE_MINUTES, WINE_STOCK};
use edge::error::VenueError;
use edge::provider::choices::Choices;
use edge::provider::remote::{CancelReason, Deposit, RemoteError, RemoteSystem};
use edge::provider::{BookingRequest, CalendarQuestion, ReservationsQuestion};
use edge::upstream::Scope;
use shared::availability::{DayStatus, SlotStatus};
use shared::choices::{AccessCode, ChosenAddOn, PeopleCount};
use shared::id::{AddOnId, AgeCategoryId};
use shared::money::{Currency, Money};
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::{Day, Minutes};
use shared::validation::FieldCode;

use super::facts::{book, choice, has_fault, order, slots_question};
use super::hotel::{Hotel, hotel_alone};

fn month(hotel: &Hotel, guests: i64) -> CalendarQuestion {
    CalendarQuestion {
        experience_id: hotel.world.experience.clone(),
        attendees: Attendees::parse(guests).unwrap(),
        from: hotel.world.today,
        to: hotel.world.today.plus(hotel.world.horizon_days.into()).unwrap(),
    }
}

fn wine(quantity: u8) -> Choices {
    Choices {
        add_ons: vec![ChosenAddOn {
            id: AddOnId::parse("wine").unwrap(),
            quantity,
        }],
        ..Choices::default()
    }
}

fn with_code(code: &str) -> Choices {
    Choices {
        access_code: AccessCode::parse(code).ok(),
        ..Choices::default()
    }
}

/// How often the system was asked for availability since the last time.
fn days_calls(hotel: &Hotel) -> usize {
    let calls = hotel.property.take_calls();
    calls.iter().filter(|call| **call == "days").count()
}

async fn some_order(hotel: &Hotel, key: &str) -> BookingRequest {
    let choice = choice(&hotel.world).await;
    order(&hotel.world, &choice, key)
}

#[tokio::test(start_paused = true)]
async fn a_month_is_a_few_calls_and_none_for_the_next_party() {
    let hotel = hotel_alone();
    let provider = &hotel.world.provider;
    assert!(provider.calendar(&month(&hotel, 2)).await.is_ok());
    let cold = days_calls(&hotel);
    assert!((2..=4).contains(&cold), "{cold}");
    for guests in [2, 4, 8] {
        let days = provider.calendar(&month(&hotel, guests)).await.unwrap();
        assert!(days.iter().skip(1).all(|day| day.status == DayStatus::Open));
    }
    assert_eq!(days_calls(&hotel), 0);
}

#[tokio::test(start_paused = true)]
async fn a_day_that_cannot_be_read_is_an_error_and_its_neighbours_are_known() {
    let hotel = hotel_alone();
    let day = hotel.world.today.plus(3).unwrap();
    hotel.property.fail(Fault::UnreadableDay(day));
    let of = |day: Day| CalendarQuestion {
        from: day,
        to: day,
        ..month(&hotel, 2)
    };
    let provider = &hotel.world.provider;
    let failed = provider.calendar(&of(day)).await;
    assert!(matches!(failed, Err(VenueError::Failed(_))), "{failed:?}");
    // One answer has both.
    assert_eq!(days_calls(&hotel), 1);
    let read = provider.calendar(&of(day)).await.unwrap();
    assert_eq!(read[0].status, DayStatus::Open);
}

#[tokio::test(start_paused = true)]
async fn a_price_that_has_changed_since_the_quote_books_nothing() {
    let hotel = hotel_alone();
    let provider = &hotel.world.provider;
    let order = some_order(&hotel, "key-1").await;
    let quote = provider
        .quote(&order.request.quote_request(), &wine(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(quote.total.amount(), 2 * 4_500 + 2_900);
    hotel.property.raise_prices(100);
    let agreed = Choices {
        quoted: Some(quote.quoted()),
        ..wine(1)
    };
    let answer = provider.reserve_with(&order, &agreed).await;
    assert!(
        matches!(answer, Err(VenueError::PriceChanged { .. })),
        "{answer:?}"
    );
    assert_eq!(hotel.property.held_tables(), (0, 0));
    // The guest is asked again, and agrees under the same key.
    let quote = provider
        .quote(&order.request.quote_request(), &wine(1))
        .await
        .unwrap()
        .unwrap();
    let agreed = Choices {
        quoted: Some(quote.quoted()),
        ..wine(1)
    };
    assert!(provider.reserve_with(&order, &agreed).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn children_and_a_private_rate_have_prices_of_their_own() {
    let hotel = hotel_alone();
    let order = some_order(&hotel, "key-1").await;
    let people = ["adult", "child"].map(|category| PeopleCount {
        category: AgeCategoryId::parse(category).unwrap(),
        count: 1,
    });
    let family = Choices {
        people: people.to_vec(),
        ..Choices::default()
    };
    let friends = Choices {
        people: people.to_vec(),
        ..with_code(PRIVATE_CODE)
    };
    for (choices, total) in [(Choices::default(), 9_000), (family, 6_500), (friends, 5_900)] {
        let quote = hotel
            .world
            .provider
            .quote(&order.request.quote_request(), &choices)
            .await;
        assert_eq!(quote.unwrap().unwrap().total.amount(), total);
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_code_opens_is_for_its_guest_alone() {
    let hotel = hotel_alone();
    let provider = &hotel.world.provider;
    let mut order = some_order(&hotel, "key-1").await;
    let question = slots_question(&hotel.world, order.request.day);
    let early = Minutes::parse(PRIVATE_MINUTES.into()).unwrap();
    for (code, is_there) in [(Some(PRIVATE_CODE), true), (None, false)] {
        let choices = code.map(with_code).unwrap_or_default();
        let slots = provider.slots_with(&question, &choices).await.unwrap();
        assert_eq!(slots.iter().any(|slot| slot.minutes == early), is_there);
    }
    let answer = provider.slots_with(&question, &with_code("OPEN SESAME")).await;
    has_fault(answer, "/accessCode", FieldCode::NotOffered);
    order.request.minutes = early;
    let without = provider.reserve(&order).await;
    has_fault(without, "/minutes", FieldCode::NotASlot);
    let booked = provider.reserve_with(&order, &with_code(PRIVATE_CODE)).await;
    assert_eq!(booked.unwrap().reservation.minutes, early);
}

#[tokio::test(start_paused = true)]
async fn an_add_on_that_is_sold_out_is_named_and_nothing_is_held() {
    let hotel = hotel_alone();
    let provider = &hotel.world.provider;
    let chosen = choice(&hotel.world).await;
    let first = order(&hotel.world, &chosen, "key-1");
    assert!(provider.reserve_with(&first, &wine(4)).await.is_ok());
    let second = order(&hotel.world, &chosen, "key-2");
    let answer = provider
        .reserve_with(&second, &wine(u8::try_from(WINE_STOCK - 3).unwrap()))
        .await;
    has_fault(answer, "/addOns", FieldCode::NotOffered);
    assert_eq!(hotel.property.held_tables(), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn one_table_is_the_guests_with_any_answer_lost() {
    for lost in [Fault::CreationLost, Fault::ConfirmationLost] {
        let hotel = hotel_alone();
        hotel.property.fail(lost);
        let order = some_order(&hotel, "key-1").await;
        let booked = hotel.world.provider.reserve(&order).await.unwrap();
        assert_eq!(booked.reservation.status, Status::Booked, "{lost:?}");
        assert_eq!(hotel.property.held_tables(), (1, 0), "{lost:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_creation_is_found_by_its_reference_in_one_call() {
    let hotel = hotel_alone();
    hotel.property.fail(Fault::CreationLost);
    let order = some_order(&hotel, "key-1").await;
    let _ = hotel.property.take_calls();
    assert!(hotel.world.provider.reserve(&order).await.is_ok());
    let calls = hotel.property.take_calls();
    assert_eq!(calls, ["slots", "create", "find", "confirm"]);
}

#[tokio::test(start_paused = true)]
async fn a_hold_that_lapses_is_made_again_and_twice_is_a_time_that_is_taken() {
    let hotel = hotel_alone();
    hotel.property.fail(Fault::HoldLapses);
    let order = some_order(&hotel, "key-1").await;
    assert!(hotel.world.provider.reserve(&order).await.is_ok());
    assert_eq!(hotel.property.held_tables(), (1, 0));

    let hotel = hotel_alone();
    hotel.property.fail(Fault::HoldLapses);
    hotel.property.fail(Fault::HoldLapses);
    let order = some_order(&hotel, "key-1").await;
    let answer = hotel.world.provider.reserve(&order).await;
    assert!(matches!(answer, Err(VenueError::Taken { .. })), "{answer:?}");
    assert_eq!(hotel.property.held_tables(), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_hold_that_is_not_confirmed_frees_its_table_and_its_key_books_anew() {
    let hotel = hotel_alone();
    hotel.property.fail(Fault::ConfirmationVanishes);
    let order = some_order(&hotel, "key-1").await;
    let unknown = hotel.world.provider.reserve(&order).await;
    assert!(
        matches!(unknown, Err(VenueError::OutcomeUnknown(_))),
        "{unknown:?}"
    );
    assert_eq!(hotel.property.held_tables(), (1, 1));
    hotel.clock.pass(Duration::from_mins(11)).await;
    assert_eq!(hotel.property.held_tables(), (0, 0));
    assert!(hotel.world.provider.reserve(&order).await.is_ok());
    assert_eq!(hotel.property.held_tables(), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_cancellation_says_why_and_its_table_is_free() {
    let hotel = hotel_alone();
    let chosen = choice(&hotel.world).await;
    let booked = book(&hotel.world, &chosen, "key-1").await;
    let cancelled = hotel
        .world
        .provider
        .set_status(&booked.id, Status::Cancelled)
        .await;
    assert_eq!(cancelled.unwrap().status, Status::Cancelled);
    assert_eq!(
        hotel.property.cancel_reason(&booked.id),
        Some(CancelReason::ByGuest)
    );
    assert_eq!(hotel.property.held_tables(), (0, 0));
}

#[tokio::test(start_paused = true)]
async fn one_bad_element_does_not_hide_the_others_of_a_list() {
    let hotel = hotel_alone();
    let chosen = choice(&hotel.world).await;
    for key in ["key-1", "key-2"] {
        book(&hotel.world, &chosen, key).await;
    }
    let question = ReservationsQuestion {
        from: chosen.day,
        to: chosen.day,
        statuses: vec![],
        include_walk_ins: false,
    };
    hotel.property.fail(Fault::UnreadableReservation);
    for listed in [1, 2] {
        let all = hotel.world.provider.reservations(&question).await.unwrap();
        assert_eq!(all.len(), listed);
    }
}

#[tokio::test(start_paused = true)]
async fn it_keeps_no_gift_cards_and_a_party_that_no_table_seats_sees_no_open_time() {
    let hotel = hotel_alone();
    let provider = &hotel.world.provider;
    assert!(!provider.abilities().gift_cards);
    let chosen = choice(&hotel.world).await;
    // The one table for eight goes to a party of five.
    let mut five = order(&hotel.world, &chosen, "key-1");
    five.request.attendees = Attendees::parse(5).unwrap();
    assert!(provider.reserve(&five).await.is_ok());
    let mut question = slots_question(&hotel.world, chosen.day);
    for (guests, status) in [(4, SlotStatus::Open), (5, SlotStatus::Full)] {
        question.attendees = Attendees::parse(guests).unwrap();
        let slots = provider.slots(&question).await.unwrap();
        let slot = slots.iter().find(|slot| slot.minutes == chosen.slot.minutes);
        assert_eq!(slot.unwrap().status, status, "{guests}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_deposit_is_in_the_books_under_its_reference_also_if_the_answer_was_lost() {
    let hotel = hotel_alone();
    let order = some_order(&hotel, "key-1").await;
    let booked = hotel.world.provider.reserve(&order).await.unwrap();
    let id = &booked.reservation.id;
    let scope = Scope::new(Duration::from_secs(20));
    let system: &dyn RemoteSystem = &*hotel.property;
    assert!(system.abilities().deposits);
    let deposit = Deposit {
        reference: "p1".to_owned(),
        amount: Money::new(6_800, Currency::EUR).unwrap(),
        is_of_gift_card: false,
    };
    for (fault, posted) in [(Fault::DepositVanishes, 0), (Fault::DepositLost, 1)] {
        hotel.property.fail(fault);
        let answer = system.post_deposit(&scope, id, &deposit).await;
        assert_eq!(answer, Err(RemoteError::Timeout));
        assert_eq!(system.deposits(&scope, id).await.unwrap().len(), posted);
    }
    assert_eq!(system.deposits(&scope, id).await.unwrap(), ["p1"]);
}
