//! Facts about a venue at the simulated Lightspeed: its books and the till's agree after an evening, and what the till refuses
//! is tried again or waits for staff.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use couvert_tests::lightspeed::{Simulator, control};
use couvert_tests::native::{TestClock, since_epoch};
use edge::delivery::{Delivery, WebhookOutcome};
use edge::error::VenueError;
use edge::pos::Pos;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use edge::venue::message::till::TillRequest;
use serde_json::json;
use shared::id::ReservationId;
use shared::reservation::Status;
use shared::till::{TillConnected, TillConnectionState, TillReservation};

use super::lightspeed_restaurant::restaurant;
use super::staff_changes;
use super::tills::{booked, dead_letters};
use super::venue::{NOON, Venue};

/// A venue at Lightspeed, whose till has these tables.
pub fn venue(tables: &[&str]) -> (Venue, Rc<RefCell<Simulator>>) {
    let mut settings = serde_json::to_value(&staff_changes::venue().settings).unwrap();
    settings["till"] = json!({ "lightspeed": { "account": "group", "restaurant": "linde" } });
    let settings: config::VenueSettings = serde_json::from_value(settings).unwrap();
    assert_eq!(settings.faults(), Vec::<String>::new());
    let venue = Venue::of(settings, Rc::new(|_, _| Err(VenueError::NotFound)));
    let (till, simulator, ports) = restaurant(TestClock::at(NOON), tables);
    let pos: Rc<dyn Pos> = Rc::new(till);
    venue.office.other_till.replace(Some((pos, ports)));
    (venue, simulator)
}

/// Plays a line at the till.
pub fn play(venue: &Venue, simulator: &RefCell<Simulator>, line: &str) {
    let now = since_epoch(venue.now.get());
    control::run(&mut simulator.borrow_mut(), line, now).unwrap();
}

/// Delivers the events of the till as its account passes them on, each twice, and lets the venue work them off.
pub async fn deliver(venue: &Venue, simulator: &RefCell<Simulator>) {
    let events = simulator.borrow_mut().take_events();
    for event in events {
        for outcome in [WebhookOutcome::Processed, WebhookOutcome::Duplicate] {
            let delivery = Delivery {
                headers: [("x-lightspeed-idempotency-key".to_owned(), event.key.clone())].into(),
                query: BTreeMap::new(),
                body: event.body.to_string().into_bytes(),
            };
            let source = "lightspeed".to_owned();
            let received: Result<WebhookOutcome, VenueError> =
                venue.send(Request::Forwarded { source, delivery }, None).await;
            assert_eq!(received, Ok(outcome));
        }
    }
    venue.run_until(venue.now.get()).await;
}

/// The status and the tables of a reservation in the till's books.
pub fn known(simulator: &RefCell<Simulator>, id: &ReservationId) -> Option<(String, Vec<String>)> {
    let simulator = simulator.borrow();
    let known = simulator
        .books
        .reservations
        .get(&("linde".to_owned(), id.to_string()))?;
    let status = known.body["status"].as_str().unwrap();
    Some((status.to_owned(), known.tables.clone()))
}

async fn status(venue: &Venue, id: &ReservationId) -> Status {
    venue.staff_sees(id).await.reservation.status
}

async fn of_till(venue: &Venue, id: &ReservationId) -> TillReservation {
    let request = StaffRequest::Till(TillRequest::Reservation(id.clone()));
    venue.send(Request::Staff(request), None).await.unwrap()
}

#[tokio::test]
async fn an_evening_ends_with_the_same_books() {
    let (venue, simulator) = venue(&["t1", "t2", "g1"]);
    let id = booked(&venue).await;
    let (said, tables) = known(&simulator, &id).unwrap();
    assert_eq!(said, "SCHEDULED");
    let table = tables[0].clone();
    for (line, reached) in [
        (format!("open {table} 2"), Status::Seated),
        (format!("order {table} 35.00 Steak"), Status::Ordered),
        (format!("pay {table}"), Status::Paid),
    ] {
        play(&venue, &simulator, &line);
        deliver(&venue, &simulator).await;
        assert_eq!(status(&venue, &id).await, reached, "{line}");
        assert_eq!(known(&simulator, &id).unwrap().0, "SEATED", "{line}");
    }
    let till = of_till(&venue, &id).await;
    assert_eq!(till.version, till.sent_version);
    assert_eq!(till.receipts.len(), 1);
    assert_eq!(till.receipts[0].total.amount(), 3_500);
    let stored = serde_json::to_string(&venue.rows("SELECT * FROM pos_states")).unwrap();
    for private in ["Napoleon", "napoleon", "Josephine"] {
        assert!(!stored.contains(private), "{private} in {stored}");
    }
    venue.run_until(NOON.plus_minutes(11)).await;
    assert_eq!(status(&venue, &id).await, Status::Finished);
    assert_eq!(known(&simulator, &id).unwrap().0, "DEPARTED");
    assert_eq!(simulator.borrow().books.checks.len(), 1);
    assert!(dead_letters(&venue).await.is_empty());
}

#[tokio::test]
async fn events_that_come_in_another_order_lead_to_the_same() {
    let (venue, simulator) = venue(&["t1", "t2", "g1"]);
    let id = booked(&venue).await;
    let table = known(&simulator, &id).unwrap().1[0].clone();
    for line in [
        format!("open {table} 2"),
        format!("order {table} 35.00 Steak"),
        format!("pay {table}"),
    ] {
        play(&venue, &simulator, &line);
    }
    let mut events = simulator.borrow_mut().take_events();
    events.reverse();
    for event in events {
        simulator.borrow_mut().put_back(event);
    }
    deliver(&venue, &simulator).await;
    assert_eq!(status(&venue, &id).await, Status::Paid);
    assert_eq!(of_till(&venue, &id).await.receipts.len(), 1);
}

#[tokio::test]
async fn a_table_that_the_till_does_not_have_waits_for_staff_with_its_reason() {
    let (venue, simulator) = venue(&["1"]);
    let id = booked(&venue).await;
    deliver(&venue, &simulator).await;
    let waiting = dead_letters(&venue).await;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].cause, "REQUESTED_TABLE_IS_UNAVAILABLE");
    assert_eq!(waiting[0].reservation_id.as_ref(), Some(&id));
    // The booking stands, and is not at the till, however long no other error comes.
    assert_eq!(status(&venue, &id).await, Status::Booked);
    venue.run_until(NOON.plus_minutes(2)).await;
    assert!(!of_till(&venue, &id).await.is_taken);
}

#[tokio::test]
async fn connecting_sends_every_reservation_again_that_the_till_has_refused() {
    let (venue, simulator) = venue(&["t1", "t2", "g1"]);
    simulator.borrow_mut().integrations.clear();
    let id = booked(&venue).await;
    assert_eq!(known(&simulator, &id), None);
    assert_eq!(dead_letters(&venue).await[0].cause, "INTEGRATION_NOT_FOUND");
    let connect = TillRequest::Connect("https://book.example.com".to_owned());
    let request = Request::Staff(StaffRequest::Till(connect));
    let connected: TillConnected = venue.send(request, None).await.unwrap();
    assert_eq!(connected.url, "https://book.example.com/v1/webhooks/lightspeed");
    let location = connected.details.last().unwrap();
    assert_eq!(location.value, "9765040300495493");
    venue.run_until(NOON).await;
    assert_eq!(known(&simulator, &id).unwrap().0, "SCHEDULED");
    assert!(dead_letters(&venue).await.is_empty());
}

/// A request of staff about the till.
fn ask(request: TillRequest) -> Request {
    Request::Staff(StaffRequest::Till(request))
}

#[tokio::test]
async fn another_location_that_is_chosen_is_connected_in_place_of_the_first() {
    let (venue, simulator) = venue(&["t1", "t2", "g1"]);
    {
        let mut simulator = simulator.borrow_mut();
        simulator.integrations.clear();
        simulator.settings.locations.push((7, "Zum Adler".to_owned()));
    }
    for location in ["9765040300495493", "7"] {
        let choose = TillRequest::ChooseLocation(location.to_owned());
        venue.send::<()>(ask(choose), None).await.unwrap();
        let connect = TillRequest::Connect("https://book.example.com".to_owned());
        let _: TillConnected = venue.send(ask(connect), None).await.unwrap();
        let connected = simulator.borrow().integrations["linde"];
        assert_eq!(connected.to_string(), location);
    }
}

#[tokio::test]
async fn a_connection_and_its_end_are_seen_before_the_vendors_event() {
    // The restaurant is active at the till already, which sends no event about it again.
    let (venue, _) = venue(&["t1", "t2", "g1"]);
    let is_connected = async || {
        let state: TillConnectionState = venue.send(ask(TillRequest::ConnectionState), None).await.unwrap();
        state.is_connected
    };
    let origin = || "https://book.example.com".to_owned();
    assert!(!is_connected().await);
    let _: TillConnected = venue
        .send(ask(TillRequest::Connect(origin())), None)
        .await
        .unwrap();
    assert!(is_connected().await);
    venue
        .send::<()>(ask(TillRequest::Disconnect(origin())), None)
        .await
        .unwrap();
    assert!(!is_connected().await);
}

#[tokio::test]
async fn an_error_on_the_tills_side_is_tried_again_as_a_new_version() {
    let (venue, simulator) = venue(&["t1", "t2", "g1"]);
    play(&venue, &simulator, "fault fails INTERNAL_ERROR");
    let id = booked(&venue).await;
    assert_eq!(known(&simulator, &id), None);
    deliver(&venue, &simulator).await;
    venue.run_until(NOON.plus_minutes(30)).await;
    assert_eq!(known(&simulator, &id).unwrap().0, "SCHEDULED");
    let till = of_till(&venue, &id).await;
    assert_eq!(till.version, till.sent_version);
    assert!(till.is_taken);
    assert!(dead_letters(&venue).await.is_empty());
}

#[tokio::test]
async fn a_push_counts_as_taken_once_no_error_has_come_for_a_minute() {
    let (venue, _) = venue(&["t1", "t2", "g1"]);
    let id = booked(&venue).await;
    let accepted = of_till(&venue, &id).await;
    assert_eq!((accepted.version, accepted.sent_version), (1, 1));
    assert!(!accepted.is_taken);
    venue.run_until(NOON.plus_minutes(1)).await;
    assert!(of_till(&venue, &id).await.is_taken);
}
