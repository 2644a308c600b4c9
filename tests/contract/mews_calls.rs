//! Facts about the calls that Mews is asked with: how many a calendar, a day and a catalogue take.

use std::time::Duration;

use couvert_tests::mews::{CATEGORY, RATE, SERVICE, Trouble, price_of_hour};
use edge::provider::{CalendarQuestion, SlotsQuestion};
use serde_json::json;
use shared::availability::DayStatus;
use shared::party::Attendees;

use super::facts::slots_question;
use super::mews_facts::assert_no_fault;
use super::mews_world::{Property, property};

/// How often operations were called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Calls {
    catalogue: u64,
    availability: u64,
    prices: u64,
}

fn calls(property: &Property) -> Calls {
    let simulator = property.simulator.borrow();
    let mut calls = Calls {
        catalogue: 0,
        availability: 0,
        prices: 0,
    };
    for (path, count) in simulator.calls() {
        match path.as_str() {
            "services/getAvailability/2024-01-22" | "services/getAvailability" => calls.availability += count,
            "rates/getPricing" => calls.prices += count,
            _ => calls.catalogue += count,
        }
    }
    calls
}

pub(super) fn two_months(property: &Property) -> CalendarQuestion {
    CalendarQuestion {
        experience_id: property.world.experience.clone(),
        attendees: property.world.party,
        from: property.world.today,
        to: property.world.today.plus(61).unwrap(),
    }
}

fn of_party(guests: i64, question: &CalendarQuestion) -> CalendarQuestion {
    CalendarQuestion {
        attendees: Attendees::parse(guests).unwrap(),
        ..question.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_cold_calendar_takes_six_calls_at_most_and_a_warm_one_none_for_every_party() {
    let dinner = json!([{
        "id": "dinner", "serviceId": SERVICE, "rateId": RATE, "categoryId": CATEGORY, "units": 2,
        "firstMinutes": 1_080, "lastMinutes": 1_260, "deposit": { "pricePerGuest": 1_500 },
    }]);
    for beside in [
        json!({ "horizonDays": 90 }),
        // A deposit depends on the party, and what is free does not.
        json!({ "horizonDays": 90, "experiences": dinner }),
    ] {
        let property = property(&beside);
        let provider = &property.world.provider;
        provider.experiences().await.unwrap();
        let warm = calls(&property);
        assert!(warm.catalogue <= 9, "{warm:?}");
        let question = two_months(&property);
        let days = provider.calendar(&question).await.unwrap();
        assert_eq!(days.len(), 62);
        assert!(days.iter().all(|day| day.status == DayStatus::Open));
        let cold = calls(&property);
        assert!(cold.availability <= 6, "{cold:?}");
        assert_eq!((cold.catalogue, cold.prices), (warm.catalogue, 0));
        for guests in [1, 2, 4, 6] {
            provider.calendar(&of_party(guests, &question)).await.unwrap();
        }
        assert_eq!(calls(&property), cold);
        assert_no_fault(&property);
    }
}

#[tokio::test(start_paused = true)]
async fn the_longest_calendar_takes_six_calls_wherever_it_begins() {
    for first in 0..14 {
        let property = property(&json!({ "horizonDays": 90 }));
        let today = property.world.today;
        let question = CalendarQuestion {
            from: today.plus(first).unwrap(),
            to: today.plus(first + 61).unwrap(),
            ..two_months(&property)
        };
        property.world.provider.calendar(&question).await.unwrap();
        let cold = calls(&property);
        assert!(cold.availability <= 6 && cold.prices == 0, "{first}: {cold:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn prices_are_asked_for_when_the_times_of_a_day_are_shown_and_once_for_every_party() {
    let property = property(&json!({}));
    let provider = &property.world.provider;
    let question = CalendarQuestion {
        to: property.world.today.plus(20).unwrap(),
        ..two_months(&property)
    };
    provider.calendar(&question).await.unwrap();
    let before = calls(&property);
    let day = property.world.today.plus(5).unwrap();
    for guests in [2, 2, 4] {
        let question = SlotsQuestion {
            attendees: Attendees::parse(guests).unwrap(),
            ..slots_question(&property.world, day)
        };
        let slots = provider.slots(&question).await.unwrap();
        let prices = slots.iter().map(|slot| slot.price.unwrap().amount.amount());
        assert!(prices.eq(slots.iter().map(|_| 2 * price_of_hour(RATE))));
    }
    assert_eq!(
        calls(&property),
        Calls {
            prices: before.prices + 1,
            ..before
        }
    );
    // Prices are kept as long as what is free.
    property.clock.pass(Duration::from_mins(11)).await;
    provider
        .slots(&slots_question(&property.world, day))
        .await
        .unwrap();
    assert_eq!(calls(&property).prices, before.prices + 2);
    assert_no_fault(&property);
}

#[tokio::test(start_paused = true)]
async fn times_are_shown_without_prices_where_these_do_not_come_in_time_and_are_asked_for_anew() {
    let property = property(&json!({}));
    let provider = &property.world.provider;
    let day = property.world.today.plus(5).unwrap();
    let question = slots_question(&property.world, day);
    for _ in 0..20 {
        let mut simulator = property.simulator.borrow_mut();
        simulator
            .troubles
            .next_of("rates/getPricing", Trouble::StatusBefore(400));
    }
    let slots = provider.slots(&question).await.unwrap();
    assert!(!slots.is_empty() && slots.iter().all(|slot| slot.price.is_none()));
    property.simulator.borrow_mut().troubles.clear();
    let slots = provider.slots(&question).await.unwrap();
    assert!(slots.iter().all(|slot| slot.price.is_some()));
}

#[tokio::test(start_paused = true)]
async fn a_guest_who_moves_sees_the_prices_of_times_too() {
    let property = property(&json!({}));
    let provider = &property.world.provider;
    let choice = super::facts::choice(&property.world).await;
    let booked = super::facts::book(&property.world, &choice, "key-1").await;
    let question = SlotsQuestion {
        moving: Some(booked.id),
        ..slots_question(&property.world, choice.day)
    };
    let slots = provider.slots(&question).await.unwrap();
    assert!(!slots.is_empty() && slots.iter().all(|slot| slot.price.is_some()));
}

#[tokio::test(start_paused = true)]
async fn the_catalogue_is_kept_for_ten_minutes_and_given_for_hours_where_mews_is_away() {
    let property = property(&json!({}));
    let provider = &property.world.provider;
    let experiences = provider.experiences().await.unwrap();
    let read = calls(&property).catalogue;
    property.clock.pass(Duration::from_mins(9)).await;
    assert_eq!(provider.experiences().await, Ok(experiences.clone()));
    assert_eq!(calls(&property).catalogue, read);
    property.clock.pass(Duration::from_hours(5)).await;
    for _ in 0..100 {
        property
            .simulator
            .borrow_mut()
            .troubles
            .next(Trouble::StatusBefore(502));
    }
    assert_eq!(provider.experiences().await, Ok(experiences));
}
