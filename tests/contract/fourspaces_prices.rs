//! Prices of random orders at a 4spaces whose administrator changes them: a quote is what the marketplace computes, and what
//! its staff are told.

use std::time::Duration;

use couvert_tests::fourspaces::{DINING, Order, PROJECTOR};
use edge::provider::choices::Choices;
use fastrand::Rng;
use serde_json::{Value, json};
use shared::choices::{ChosenAddOn, PeopleCount};
use shared::id::{AddOnId, AgeCategoryId};
use shared::party::Attendees;
use shared::reservation::Status;

use super::facts::{Choice, choice, order};
use super::fourspaces::at_fourspaces;

/// How many orders there are of each length of stay.
const ORDERS: usize = 167;

/// A number with two decimals, as JSON has it.
fn hundredths(number: u32) -> Value {
    json!(f64::from(number) / 100.0)
}

/// Draws the parts of a service's price.
fn draw(service: &mut Value, chance: &mut Rng) {
    let product = &mut service["products"][0];
    product["unitPrice"] = hundredths(chance.u32(..20_000));
    product["minimalPrice"] = hundredths(if chance.bool() { 0 } else { chance.u32(..60_000) });
    service["addons"][0]["unitPrice"] = hundredths(chance.u32(..5_000));
    let time = &mut service["timeOption"]["timespanOptions"];
    time["incrementPriceMultiplier"] = hundredths(chance.u32(..120));
    let people = &mut service["personOption"];
    people["adultPriceMultiplier"] = hundredths(if chance.u8(..8) == 0 { 0 } else { chance.u32(..250) });
    people["childPriceMultiplier"] = hundredths(if chance.u8(..4) == 0 { 0 } else { chance.u32(..100) });
}

fn chosen(order: &Order<'_>) -> Choices {
    let people = |id: &str, count: u8| PeopleCount {
        category: AgeCategoryId::parse(id).unwrap(),
        count,
    };
    let add_ons = order.addons.iter().map(|(id, quantity)| ChosenAddOn {
        id: AddOnId::parse(id).unwrap(),
        quantity: *quantity,
    });
    Choices {
        people: vec![people("adult", order.adults), people("child", order.children)],
        add_ons: add_ons.filter(|one| one.quantity > 0).collect(),
        ..Choices::default()
    }
}

#[tokio::test(start_paused = true)]
async fn a_quote_is_the_marketplaces_price_and_what_staff_are_told() {
    for (seed, minutes) in [(1, 120), (2, 180), (3, 240)] {
        let at = at_fourspaces(&json!({ "services": [{
            "id": DINING, "intervalMinutes": 60, "isDefault": true, "durationMinutes": minutes,
        }] }));
        let place = Choice {
            // Far enough ahead to be there still after the last order.
            day: at.world.today.plus(12).unwrap(),
            ..choice(&at.world).await
        };
        let mut chance = Rng::with_seed(seed);
        for number in 0..ORDERS {
            let wanted = Order {
                service: DINING,
                minutes,
                adults: chance.u8(1..=5),
                children: chance.u8(0..=3),
                addons: vec![(PROJECTOR, chance.u8(0..=2))],
            };
            at.simulator
                .borrow_mut()
                .change_service(DINING, |service| draw(service, &mut chance));
            // What was read of the catalogue is as good as new for ten minutes.
            at.clock.pass(Duration::from_mins(11)).await;
            let mut order = order(&at.world, &place, &format!("key-{number}"));
            order.request.attendees = Attendees::parse((wanted.adults + wanted.children).into()).unwrap();
            let mut choices = chosen(&wanted);
            let provider = &at.world.provider;
            let quote = provider.quote(&order.request.quote_request(), &choices).await;
            let quote = quote.unwrap().unwrap();
            let cents = quote.total.amount();
            let price = at.simulator.borrow().price(&wanted);
            assert_eq!(price, Some(cents.into()), "{seed}, {number}: {wanted:?}");
            choices.quoted = Some(quote.quoted());
            let booked = provider.reserve_with(&order, &choices).await.unwrap().reservation;
            let comment = at.simulator.borrow().books().all()[number].comment.clone();
            let total = format!("Total: EUR {}.{:02}", cents / 100, cents % 100);
            assert_eq!(comment.lines().any(|line| line == total), cents > 0, "{comment}");
            let cancelled = provider.set_status(&booked.id, Status::Cancelled).await;
            assert!(cancelled.is_ok(), "{cancelled:?}");
        }
    }
}
