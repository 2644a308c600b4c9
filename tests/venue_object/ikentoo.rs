//! Facts about a venue whose till is iKentoo: parties are checked in when they sit, and what it says comes back, in any
//! order, twice, late and forged.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use couvert_tests::ikentoo::{CheckState, Dish, Settings, Simulator, SimulatorNetwork, Trouble};
use couvert_tests::native::{SeededRng, TestClock, since_epoch};
use edge::delivery::{Delivery, WebhookOutcome};
use edge::pos::ikentoo::{Ikentoo, IkentooCredentials, IkentooSecrets};
use edge::upstream::{Ports, Upstream};
use edge::venue::message::Request;
use edge::venue::service::TillConnection;
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::id::{ReservationId, VenueId};
use shared::money::Currency;
use shared::reservation::Status;
use shared::till::DeadLetterKind;

use super::staff_changes::change;
use super::till_notices::orders;
use super::tills::{booked, dead_letters, replay};
use super::venue::{NOON, Venue};

/// The samples of iKentoo's documentation.
const SAMPLES: [&str; 4] = [
    include_str!("../contract/samples/ikentoo/notification.accepted.request.json"),
    include_str!("../contract/samples/ikentoo/notification.checkedin.request.json"),
    include_str!("../contract/samples/ikentoo/notification.checkedout.request.json"),
    include_str!("../contract/samples/ikentoo/notification.operation-failed.request.json"),
];

/// An hour after [`NOON`].
const LATER: Duration = since_epoch(NOON.plus_minutes(60));

/// The connection of a venue to the simulated iKentoo behind this network.
pub fn connection(network: &SimulatorNetwork) -> TillConnection {
    let ports = Rc::new(Ports {
        network: Box::new(network.clone()),
        clock: Box::new(network.clock),
        rng: Box::new(SeededRng::new(1)),
    });
    let location = network.simulator.borrow().settings.location;
    let settings = serde_json::from_value(json!({
        "baseUrl": "https://till.example", "businessLocationId": location.to_string(),
        "webhookUsername": "couvert", "webhookPassword": "LINDE_TILL",
    }));
    let secrets = IkentooSecrets {
        credentials: IkentooCredentials::None,
        webhook_password: SecretString::from("the-password"),
        api_key: None,
    };
    let venue = VenueId::parse("linde").unwrap();
    let upstream = Upstream::new(ports.clone());
    let till = Ikentoo::new(settings.unwrap(), (&venue, Currency::EUR), secrets, upstream);
    TillConnection {
        authentication: Some(till.authentication()),
        pos: Rc::new(till),
        ports,
    }
}

/// A venue with iKentoo for its till, which has its webhook.
pub fn venue() -> (Venue, Rc<RefCell<Simulator>>) {
    let venue = super::tills::venue();
    let tables = ["t1", "t2", "g1"].map(str::to_owned).into();
    let mut simulator = Simulator::new(Settings {
        tables,
        ..Settings::default()
    });
    let webhook = json!({
        "endpointId": "linde", "url": "https://book.example/v1/webhooks/linde/ikentoo", "withBasicAuth": true,
        "username": "couvert", "password": "the-password",
    });
    simulator.webhooks.insert("linde".to_owned(), webhook);
    let simulator = Rc::new(RefCell::new(simulator));
    *venue.office.ikentoo.borrow_mut() = Some(SimulatorNetwork {
        simulator: simulator.clone(),
        clock: TestClock::at(NOON),
    });
    (venue, simulator)
}

async fn deliver(venue: &Venue, delivery: Delivery) -> WebhookOutcome {
    let source = "ikentoo".to_owned();
    venue
        .send(Request::Webhook { source, delivery }, None)
        .await
        .unwrap()
}

/// Lets venue and till exchange pushes and events, until neither has anything left to send.
pub async fn settle(venue: &Venue, simulator: &Rc<RefCell<Simulator>>) {
    loop {
        venue.run_until(venue.now.get()).await;
        let callbacks = simulator.borrow_mut().take_callbacks();
        if callbacks.is_empty() {
            return;
        }
        for callback in callbacks {
            deliver(venue, callback.delivery()).await;
        }
    }
}

async fn status(venue: &Venue, id: &ReservationId) -> Status {
    venue.staff_sees(id).await.reservation.status
}

async fn set(venue: &Venue, id: &ReservationId, status: &str) {
    change(venue, id, json!({ "status": status })).await.unwrap();
}

/// The state of the one reservation at the till.
fn state(venue: &Venue) -> Value {
    venue.rows("SELECT receipts, tables, covers FROM pos_states")[0].clone()
}

/// The table of the newest check of a reservation.
fn table(simulator: &Rc<RefCell<Simulator>>, id: &ReservationId) -> String {
    let simulator = simulator.borrow();
    simulator.check_of(id.as_str()).unwrap().table.clone()
}

fn credentials(text: Option<&str>, body: &str) -> Delivery {
    super::tills::delivery(text.map(|text| ("authorization", text)), body.as_bytes())
}

/// `couvert:the-password`.
const BASIC: &str = "Basic Y291dmVydDp0aGUtcGFzc3dvcmQ=";

#[tokio::test]
async fn the_four_samples_in_all_orders_and_twice_each_lead_to_one_status_and_one_receipt() {
    let mut seen = Vec::new();
    for order in orders(SAMPLES.len()) {
        let (venue, simulator) = venue();
        let id = booked(&venue).await;
        for place in order.iter().chain(&order) {
            let sample = SAMPLES[*place].replace("\"ref\"", &json!(id).to_string());
            deliver(&venue, credentials(Some(BASIC), &sample)).await;
            venue.run_until(venue.now.get()).await;
        }
        assert_eq!(status(&venue, &id).await, Status::Paid, "{order:?}");
        // The party sits already: it is not checked in again.
        assert_eq!(simulator.borrow().check_ins, 0, "{order:?}");
        seen.push(state(&venue));
    }
    assert_eq!(seen.len(), 24);
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:?}");
    let receipts: Value = serde_json::from_str(seen[0]["receipts"].as_str().unwrap()).unwrap();
    assert_eq!(
        receipts[""]["total"],
        json!({ "amount": 10_800, "currency": "CHF" })
    );
}

#[tokio::test]
async fn a_party_is_checked_in_when_it_sits_and_its_bill_comes_back() {
    let (venue, simulator) = venue();
    let id = booked(&venue).await;
    settle(&venue, &simulator).await;
    assert_eq!(simulator.borrow().check_ins, 0);
    set(&venue, &id, "seated").await;
    settle(&venue, &simulator).await;
    change(
        &venue,
        &id,
        json!({ "internal_notes": { "set": "The owner's aunt" } }),
    )
    .await
    .unwrap();
    settle(&venue, &simulator).await;
    assert_eq!(simulator.borrow().check_ins, 1);
    let table = table(&simulator, &id);
    let steak = Dish {
        name: "Steak".to_owned(),
        cents: 3_519,
    };
    assert!(simulator.borrow_mut().order(&table, steak));
    assert!(simulator.borrow_mut().pay(&table, 450, LATER));
    settle(&venue, &simulator).await;
    assert_eq!(status(&venue, &id).await, Status::Paid);
    let receipts: Value = serde_json::from_str(state(&venue)["receipts"].as_str().unwrap()).unwrap();
    let euros = |cents: u32| json!({ "amount": cents, "currency": "EUR" });
    assert_eq!(receipts[""]["total"], euros(3_519));
    assert_eq!(receipts[""]["tips"], euros(450));
    assert_eq!(receipts[""]["lines"][0]["name"], "Steak");
    assert!(dead_letters(&venue).await.is_empty());
}

#[tokio::test]
async fn a_check_in_that_fails_waits_for_staff_and_is_sent_again() {
    let (venue, simulator) = venue();
    let id = booked(&venue).await;
    let message = "The printer is away".to_owned();
    simulator
        .borrow_mut()
        .troubles
        .push_back(Trouble::FailsLater { message });
    set(&venue, &id, "seated").await;
    settle(&venue, &simulator).await;
    // It undoes no fact.
    assert_eq!(status(&venue, &id).await, Status::Seated);
    let letters = dead_letters(&venue).await;
    assert_eq!((letters.len(), letters[0].kind), (1, DeadLetterKind::Push));
    assert_eq!(letters[0].cause, "The printer is away");
    assert_eq!(simulator.borrow().checks.len(), 0);
    replay(&venue, DeadLetterKind::Push, id.as_str()).await.unwrap();
    settle(&venue, &simulator).await;
    assert_eq!(simulator.borrow().checks.len(), 1);
    assert!(dead_letters(&venue).await.is_empty());
}

#[tokio::test]
async fn a_reason_that_repeats_the_guest_is_kept_nowhere() {
    let (venue, simulator) = venue();
    let id = booked(&venue).await;
    let message = "LOVELACE is at another table".to_owned();
    let trouble = Trouble::FailsLater { message };
    simulator.borrow_mut().troubles.push_back(trouble);
    set(&venue, &id, "seated").await;
    settle(&venue, &simulator).await;
    assert_eq!(dead_letters(&venue).await[0].cause, "OPERATION_FAILED");
    let notices = format!("{:?}", venue.rows("SELECT * FROM pos_notices"));
    assert!(
        notices.contains("OPERATION_FAILED") && !notices.contains("LOVELACE"),
        "{notices}"
    );
}

#[tokio::test]
async fn an_answer_with_the_error_flag_waits_for_staff_under_every_status() {
    for code in [200, 400] {
        let (venue, simulator) = venue();
        let id = booked(&venue).await;
        simulator.borrow_mut().troubles.push_back(Trouble::ErrorFlag {
            status: code,
            message: "No such table".to_owned(),
        });
        set(&venue, &id, "seated").await;
        settle(&venue, &simulator).await;
        let letters = dead_letters(&venue).await;
        assert_eq!(letters.len(), 1, "{code}");
        assert_eq!(letters[0].cause, "No such table");
        assert_eq!(status(&venue, &id).await, Status::Seated);
    }
}

#[tokio::test]
async fn an_answer_that_was_lost_opens_no_second_check() {
    for trouble in [Trouble::ResetAfter, Trouble::Garbage, Trouble::ResetBefore] {
        let (venue, simulator) = venue();
        let id = booked(&venue).await;
        simulator.borrow_mut().troubles.push_back(trouble.clone());
        set(&venue, &id, "seated").await;
        settle(&venue, &simulator).await;
        venue.run_until(NOON.plus_minutes(5)).await;
        settle(&venue, &simulator).await;
        assert_eq!(simulator.borrow().checks.len(), 1, "{trouble:?}");
        assert_eq!(status(&venue, &id).await, Status::Seated, "{trouble:?}");
    }
}

#[tokio::test]
async fn a_party_that_staff_took_back_is_checked_in_when_it_sits_again() {
    let (venue, simulator) = venue();
    let id = booked(&venue).await;
    set(&venue, &id, "seated").await;
    settle(&venue, &simulator).await;
    set(&venue, &id, "arrived").await;
    let table = table(&simulator, &id);
    assert!(simulator.borrow_mut().cancel(&table, LATER));
    settle(&venue, &simulator).await;
    assert_eq!(status(&venue, &id).await, Status::Arrived);
    set(&venue, &id, "seated").await;
    venue.run_until(venue.now.get()).await;
    let simulator = simulator.borrow();
    let states: Vec<CheckState> = simulator.checks.iter().map(|check| check.state).collect();
    assert_eq!(states, [CheckState::Cancelled, CheckState::Open]);
}

#[tokio::test]
async fn a_party_without_a_reservation_is_left_out_and_a_forged_event_is_rejected() {
    let (venue, simulator) = venue();
    let id = booked(&venue).await;
    assert!(simulator.borrow_mut().open("g1", 3));
    assert!(simulator.borrow_mut().pay("g1", 0, LATER));
    settle(&venue, &simulator).await;
    assert!(dead_letters(&venue).await.is_empty());
    let body = SAMPLES[2].replace("\"ref\"", &json!(id).to_string());
    for forged in [
        None,
        Some("Basic Y291dmVydDp3cm9uZw=="),
        Some("Bearer the-password"),
    ] {
        let outcome = deliver(&venue, credentials(forged, &body)).await;
        assert_eq!(outcome, WebhookOutcome::Rejected, "{forged:?}");
    }
    venue.run_until(venue.now.get()).await;
    assert_eq!(status(&venue, &id).await, Status::Booked);
}
