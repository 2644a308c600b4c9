//! How long a month of other systems' answers takes to become a calendar, from JSON to the state of each day, and how long
//! their JSON takes alone. Molzait's is 31 days of 40 slots each. It must not measure the network.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot start has to stop")]

mod fourspaces_month;
mod mews_month;

use std::hint::black_box;

use criterion::Criterion;
use edge::provider::SlotsQuestion;
use edge::provider::lenient;
use edge::provider::molzait::{map, wire};
use edge::provider::remote::day_status;
use serde_json::{Value, json};
use shared::availability::{CalendarDay, DayStatus};
use shared::id::ExperienceId;
use shared::money::Currency;
use shared::party::Attendees;
use shared::time::Day;

const SLOTS: u16 = 40;

/// A slot as Molzait sends it: a party of four pays nothing, and finds it full. No evening has one that is open, so that
/// each has to be looked at.
fn slot(day: Day, number: u16) -> Value {
    let assignment = |table: u16| {
        json!({
            "floorPlanId": "b1c2d3e4f5a6-4b7c-8d9e-0f1a2b3c4d5e", "maxPartySize": 4, "minPartySize": 2,
            "reservable": true, "score": 0.122, "tableCategoryIds": ["01e5dbecdee8-4e51-a27a-29ab54cdc114"],
            "tableIds": [format!("a368c14670d1-4ef9-84aa-0d4b6ff9a9{table:02}")],
        })
    };
    json!({
        "restaurantId": "4628e71afb9d-4c8a-9a78-1234226f7a8a", "experienceId": "8a58c26c6a67-4660-893d-9a1c04003703",
        "day": day, "minutes": 690 + 15 * number, "duration": 120, "attendees": 4, "spotsTotal": 60, "spotsOpen": 12,
        "seated": 45, "seatedLimit": 50, "starting": 15, "startingLimit": 20,
        "availableAssignments": [assignment(number), assignment(number + 1)],
        "exclusionReasons": ["no_tables_found"], "availableFloorPlanIds": ["b1c2d3e4f5a6-4b7c-8d9e-0f1a2b3c4d5e"],
        "assignmentsAvailableIn": ["b1c2d3e4f5a6-4b7c-8d9e-0f1a2b3c4d5e"], "confirmationMode": "instant",
        "showEndTime": true,
        "paymentSettings": {
            "payment": {
                "pricing": { "pricePerPax": 3400, "displayPricePerPax": 34, "type": "per_pax" }, "requiredFromPax": 8,
            },
            "pendingMinutes": 15, "refundMinutes": 2880, "type": "payment",
        },
    })
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let first = Day::from_ymd(2027, 3, 1).unwrap();
    let month: Vec<(SlotsQuestion, Vec<u8>)> = first
        .through(first.last_of_month())
        .map(|day| {
            let slots: Vec<Value> = (0..SLOTS).map(|number| slot(day, number)).collect();
            let question = SlotsQuestion {
                experience_id: ExperienceId::parse("8a58c26c6a67-4660-893d-9a1c04003703").unwrap(),
                attendees: Attendees::parse(4).unwrap(),
                day,
                moving: None,
            };
            (question, json!({ "slots": slots }).to_string().into_bytes())
        })
        .collect();
    let calendar = || -> Vec<CalendarDay> {
        let days = black_box(&month).iter().map(|(question, answer)| {
            let answer: wire::Slots = lenient::read(answer).unwrap();
            CalendarDay {
                day: question.day,
                status: day_status(&map::slots(&answer.slots.all, question, Currency::EUR, &[])),
                notice: None,
            }
        });
        days.collect()
    };
    let days = calendar();
    assert!(days.len() == 31 && days.iter().all(|day| day.status == DayStatus::Full));

    let json = || -> Vec<Value> {
        let read = |(_, answer): &(_, Vec<u8>)| serde_json::from_slice(answer).unwrap();
        black_box(&month).iter().map(read).collect()
    };
    criterion.bench_function("map/month", |bencher| bencher.iter(calendar));
    criterion.bench_function("map/month_json", |bencher| bencher.iter(json));

    let mews = mews_month::Month::of(first);
    let days = mews.map();
    assert!(days.len() == 31 && days.iter().all(|day| *day == DayStatus::Full));
    criterion.bench_function("map_mews/month", |bencher| {
        bencher.iter(|| black_box(&mews).map());
    });
    criterion.bench_function("map_mews/month_json", |bencher| {
        bencher.iter(|| black_box(&mews).read());
    });

    let fourspaces = fourspaces_month::Month::of(first);
    let days = fourspaces.map();
    assert!(days.len() == 31 && days.iter().all(|day| *day == DayStatus::Full));
    criterion.bench_function("map_fourspaces/month", |bencher| {
        bencher.iter(|| black_box(&fourspaces).map());
    });
    criterion.bench_function("map_fourspaces/month_json", |bencher| {
        bencher.iter(|| black_box(&fourspaces).read());
    });
    criterion.final_summary();
}
