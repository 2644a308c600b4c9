//! Lightspeed as it is simulated, behind the port to tills.

use couvert_tests::lightspeed::{Simulator, control};
use couvert_tests::native::TestClock;
use edge::delivery::Delivery;
use shared::reservation::Status;
use shared::time::Instant;

use super::lightspeed_restaurant::restaurant;
use super::pos_facts::TillWorld;

/// Noon of 21 November 2026 in Vienna.
const NOW: Instant = Instant::from_unix(1_795_258_800);

/// The delivery of a check that was opened at a table.
fn delivery(simulator: &mut Simulator, clock: TestClock) -> Delivery {
    control::run(simulator, "open 7 2", clock.since_epoch()).unwrap();
    let event = simulator.take_events().pop().unwrap();
    Delivery {
        headers: [
            (
                "authorization".to_owned(),
                "Bearer value of GROUP_TOKEN".to_owned(),
            ),
            ("x-lightspeed-idempotency-key".to_owned(), event.key),
        ]
        .into(),
        query: std::collections::BTreeMap::new(),
        body: event.body.to_string().into_bytes(),
    }
}

/// The status in the till's books, in our words.
fn status_of(text: &str) -> Status {
    match text {
        "ON_HOLD" => Status::Unconfirmed,
        "SCHEDULED" => Status::Booked,
        "ARRIVED" => Status::Arrived,
        "SEATED" => Status::Seated,
        "DEPARTED" => Status::Finished,
        "CANCELLED" => Status::Cancelled,
        "NO_SHOW" => Status::NoShow,
        other => panic!("{other} is not pushed"),
    }
}

/// Lightspeed as it is simulated.
pub fn lightspeed() -> TillWorld {
    let clock = TestClock::at(NOW);
    let (till, simulator, _) = restaurant(clock, &["5", "7"]);
    let delivery = delivery(&mut simulator.borrow_mut(), clock);
    let (books, connections) = (simulator.clone(), simulator);
    TillWorld {
        pos: Box::new(till),
        known: Box::new(move |id| {
            let simulator = books.borrow();
            let key = ("linde".to_owned(), id.to_owned());
            let known = simulator.books.reservations.get(&key)?;
            Some((known.sequence, status_of(&known.status), known.tables.clone()))
        }),
        // Ordered and paid are its own to know.
        kept_as: |status| match status {
            Status::Ordered | Status::Paid => Status::Seated,
            other => other,
        },
        delivery,
        connections: Box::new(move || connections.borrow().integrations.len()),
    }
}
