//! Facts about whole operations: the calls of each, in order, and what they send.

use serde_json::{Value, json};
use shared::reservation::ReservationRequest;
use shared::validation::FieldCode;

use super::*;
use crate::test_support::mews::{catalogue_answers, ports, settings};
use crate::test_support::scripted_network::ScriptedNetwork;

pub(super) const ID: &str = "0f515589-99b4-423d-b83a-b237009f0509";

/// A venue's Mews over a scripted network, which has been asked for its catalogue already.
pub(super) struct World {
    pub(super) mews: Mews,
    pub(super) network: ScriptedNetwork,
    pub(super) scope: Scope,
}

impl World {
    pub(super) fn new(beside: &Value, has_mail: bool) -> Self {
        let network = ScriptedNetwork::default();
        let ports = ports(&network);
        let venue = ServedVenue {
            zone: TimeZone::parse("Europe/Vienna").unwrap(),
            currency: shared::money::Currency::EUR,
            has_mail,
            has_allowance: false,
        };
        let tokens = Tokens {
            client: "the client's".into(),
            access: "the property's".into(),
        };
        let upstream = Upstream::new(ports.clone());
        let mews = Mews::new(settings(beside), venue, tokens, (ports, upstream));
        let world = Self {
            mews,
            network,
            scope: Scope::new(Duration::from_secs(20)),
        };
        for answer in catalogue_answers() {
            world.network.answer(200, &answer);
        }
        let experiences = pollster::block_on(world.mews.experiences(&world.scope)).unwrap();
        assert_eq!(experiences.len(), 1);
        assert_eq!(world.sent().len(), 9);
        world
    }

    pub(super) fn answering(self, answers: &[Value]) -> Self {
        for answer in answers {
            self.network.answer(200, answer);
        }
        self
    }

    /// The paths and bodies since they were last asked for, without the tokens.
    pub(super) fn sent(&self) -> Vec<(String, Value)> {
        let sent = self.network.sent.borrow_mut().drain(..).collect::<Vec<_>>();
        let read = |request: &http::Request<Vec<u8>>| {
            let mut body: Value = serde_json::from_slice(request.body()).unwrap();
            let members = body.as_object_mut().unwrap();
            members.retain(|name, _| !["ClientToken", "AccessToken", "Client"].contains(&name.as_str()));
            let path = request.uri().path().trim_start_matches("/api/connector/v1/");
            (path.to_owned(), body)
        };
        sent.iter().map(read).collect()
    }
}

pub(super) fn id() -> ReservationId {
    ReservationId::parse(ID).unwrap()
}

/// A reservation as it is read: from seven to nine on Friday, 27 November 2026.
pub(super) fn stored(beside: &Value) -> Value {
    let mut one = json!({
        "Id": ID, "ServiceId": "s1", "AccountId": "a1", "Number": "52", "State": "Confirmed", "RateId": "r1",
        "RequestedResourceCategoryId": "c1", "ChannelNumber": "4F7K-93QDXM",
        "ScheduledStartUtc": "2026-11-27T18:00:00Z", "ScheduledEndUtc": "2026-11-27T20:00:00Z",
        "PersonCounts": [{ "AgeCategoryId": "adults", "Count": 2 }],
    });
    one.as_object_mut()
        .unwrap()
        .extend(beside.as_object().unwrap().clone());
    one
}

pub(super) fn list(reservations: &[Value]) -> Value {
    json!({ "Reservations": reservations, "Cursor": null })
}

fn reference() -> Reference {
    Reference::of(&[7; 32])
}

/// Makes a booking with a note.
pub(super) fn create(world: &World, slot: &Value) {
    let request = json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1_140, "attendees": 2, "locale": "en",
        "notes": "By the window", "guest": { "lastName": "Muster", "email": "ada@example.com" },
    });
    let request: ReservationRequest = serde_json::from_value(request).unwrap();
    let slot = serde_json::from_value(slot.clone()).unwrap();
    let (choices, reference) = (Choices::default(), reference());
    let new = NewReservation {
        request: &request,
        choices: &choices,
        reference: &reference,
        slot: &slot,
    };
    let made = pollster::block_on(world.mews.create(&world.scope, new)).unwrap();
    assert_eq!(made.id, id());
}

/// The same; the body with which it was made.
pub(super) fn created(world: &World, slot: &Value) -> Value {
    create(world, slot);
    let sent = world.sent();
    let paths: Vec<&str> = sent.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths[..2], ["customers/getAll", "reservations/add"]);
    sent[1].1.clone()
}

pub(super) fn slot(payment: &Value) -> Value {
    json!({
        "minutes": 1_140, "duration": 120, "showEndTime": true, "status": "open", "spotsOpen": 4,
        "confirmation": "instant", "areas": [], "payment": payment, "reasons": [],
    })
}

pub(super) fn booking_answers(state: &str) -> [Value; 2] {
    [
        json!({ "Customers": [
            { "Id": "a1", "IsActive": true, "LastName": "Muster", "Email": "ada@example.com" },
        ] }),
        json!({ "Reservations": [{ "Reservation": {
            "Id": ID, "Number": "52", "State": state, "ServiceId": "s1", "RequestedCategoryId": "c1", "RateId": "r1",
            "StartUtc": "2026-11-27T18:00:00Z", "EndUtc": "2026-11-27T20:00:00Z",
            "PersonCounts": [{ "AgeCategoryId": "adults", "Count": 2 }],
        } }] }),
    ]
}

#[test]
fn a_booking_has_its_reference_its_notes_and_its_customer() {
    let world = World::new(&json!({}), true).answering(&booking_answers("Confirmed"));
    let body = created(&world, &slot(&Value::Null));
    assert_eq!(
        body,
        json!({
            "ServiceId": "s1", "CheckRateApplicability": true, "CheckOverbooking": true,
            "SendConfirmationEmail": false,
            "Reservations": [{
                "ChannelNumber": reference().as_str(), "State": "Confirmed", "StartUtc": "2026-11-27T18:00:00Z",
                "EndUtc": "2026-11-27T20:00:00Z", "PersonCounts": [{ "AgeCategoryId": "adults", "Count": 2 }],
                "CustomerId": "a1", "RequestedCategoryId": "c1", "RateId": "r1", "Notes": "By the window",
            }],
        })
    );
}

#[test]
fn a_venue_without_mail_leaves_the_confirmation_to_mews() {
    let world = World::new(&json!({}), false).answering(&booking_answers("Confirmed"));
    let body = created(&world, &slot(&Value::Null));
    assert_eq!(body["SendConfirmationEmail"], json!(true));
}

#[test]
fn a_slot_that_is_paid_for_is_held_until_it_is_released() {
    let world = World::new(&json!({ "holdMinutes": 15 }), false).answering(&booking_answers("Optional"));
    let terms = json!({
        "type": "deposit", "amount": { "amount": 2_000, "currency": "EUR" }, "dueMinutes": 15, "refundMinutes": null,
    });
    let body = created(&world, &slot(&terms));
    let made = &body["Reservations"][0];
    // The clock of these tests stands at the beginning of 1970.
    assert_eq!(
        (&made["State"], &made["ReleasedUtc"]),
        (&json!("Optional"), &json!("1970-01-01T00:15:00Z"))
    );
    // Mews writes once it is confirmed.
    assert_eq!(body["SendConfirmationEmail"], json!(false));
}

#[test]
fn notes_go_where_the_settings_say() {
    let task = json!({ "notes": "task", "taskDepartmentId": "kitchen" });
    let answers = booking_answers("Confirmed");
    let world = World::new(&task, true)
        .answering(&answers)
        .answering(&[json!({ "TaskId": "t1" })]);
    let request_has_notes = created(&world, &slot(&Value::Null))["Reservations"][0]
        .get("Notes")
        .is_some();
    assert!(!request_has_notes);
    let nowhere = World::new(&json!({ "notes": "none" }), true).answering(&answers);
    assert!(
        created(&nowhere, &slot(&Value::Null))["Reservations"][0]
            .get("Notes")
            .is_none()
    );
    assert!(!nowhere.mews.abilities().notes);
}

#[test]
fn a_cancellation_has_its_reason_and_no_mail_of_mews() {
    for (settings, reason, fee) in [
        (json!({}), CancelReason::ByGuest, false),
        (
            json!({ "postCancellationFee": true }),
            CancelReason::ByGuest,
            true,
        ),
        (
            json!({ "postCancellationFee": true }),
            CancelReason::Abandoned,
            false,
        ),
    ] {
        let cancelled = list(&[stored(&json!({ "State": "Canceled" }))]);
        let world = World::new(&settings, true).answering(&[json!({ "ReservationIds": [ID] }), cancelled]);
        let cancellation = Cancellation::of(reason);
        let known = pollster::block_on(world.mews.cancel(&world.scope, &id(), &cancellation)).unwrap();
        assert_eq!(known.status, Status::Cancelled);
        let (path, body) = world.sent().remove(0);
        assert_eq!(path, "reservations/cancel");
        assert_eq!(
            (&body["PostCancellationFee"], &body["SendEmail"]),
            (&json!(fee), &json!(false))
        );
        assert!(body["Notes"].as_str().is_some_and(|notes| !notes.is_empty()));
    }
}

#[test]
fn an_act_whose_result_cannot_be_read_is_not_one_that_was_refused() {
    let world = World::new(&json!({}), true).answering(&[json!({ "ReservationIds": [ID] })]);
    world
        .network
        .answer(400, &json!({ "Message": "Invalid ReservationIds." }));
    let cancellation = Cancellation::of(CancelReason::ByGuest);
    let error = pollster::block_on(world.mews.cancel(&world.scope, &id(), &cancellation))
        .err()
        .unwrap();
    assert!(error.is_outcome_unknown(), "{error:?}");
}

#[test]
fn a_new_time_is_moved_and_a_new_number_is_one_change_with_it() {
    let changed = |change: &Value| {
        let world = World::new(&json!({}), true).answering(&[
            list(&[stored(&json!({}))]),
            json!({}),
            list(&[stored(&json!({ "ScheduledStartUtc": "2026-11-28T00:00:00Z" }))]),
        ]);
        let change: ReservationChange = serde_json::from_value(change.clone()).unwrap();
        pollster::block_on(world.mews.change(&world.scope, &id(), &change)).unwrap();
        world.sent().remove(1)
    };
    let (path, body) = changed(&json!({ "minutes": 1_500 }));
    assert_eq!(path, "reservations/updateInterval");
    assert_eq!(
        body,
        json!({
            "ReservationId": ID, "StartUtc": "2026-11-28T00:00:00Z", "EndUtc": "2026-11-28T02:00:00Z",
            "ChargeCancellationFee": false,
        })
    );
    let (path, body) = changed(&json!({ "minutes": 1_500, "attendees": 4 }));
    assert_eq!(path, "reservations/update");
    let update = &body["ReservationUpdates"][0];
    assert_eq!(update["StartUtc"], json!({ "Value": "2026-11-28T00:00:00Z" }));
    assert_eq!(
        update["PersonCounts"],
        json!({ "Value": [{ "AgeCategoryId": "adults", "Count": 4 }] })
    );
    let (path, body) = changed(&json!({ "notes": "With a dog" }));
    assert_eq!(path, "serviceOrderNotes/add");
    assert_eq!(
        body["ServiceOrderNotes"][0]["Text"],
        json!("The guest's notes now: With a dog")
    );
}

#[test]
fn a_lost_booking_is_found_by_its_number_and_a_lapsed_hold_is_none() {
    let ours = |id: &str, beside: &Value| {
        let mut one = stored(beside);
        one["Id"] = json!(id);
        one["ChannelNumber"] = json!(reference().as_str());
        one
    };
    let lapsed = ours(
        "h1",
        &json!({ "State": "Canceled", "ReleasedUtc": "2026-11-21T12:00:00Z" }),
    );
    let cancelled = ours("h2", &json!({ "State": "Canceled" }));
    let live = ours("h3", &json!({}));
    let other = stored(&json!({ "ChannelNumber": "another" }));
    for (there, found) in [
        (vec![], None),
        (vec![lapsed.clone(), other], None),
        (vec![lapsed.clone(), cancelled.clone()], Some("h2")),
        (vec![cancelled, live, lapsed], Some("h3")),
    ] {
        let world = World::new(&json!({}), true).answering(&[list(&there)]);
        let day = Day::parse("2026-11-27").unwrap();
        let traces = pollster::block_on(world.mews.find(&world.scope, &reference(), (day, day)));
        let Ok(Traces::Exact(known)) = traces else {
            panic!("it is found exactly or not at all");
        };
        assert_eq!(known.map(|known| known.id.as_str().to_owned()).as_deref(), found);
        let (_, question) = world.sent().remove(0);
        assert_eq!(question["ChannelNumbers"], json!([reference().as_str()]));
    }
}

#[test]
fn a_party_that_does_not_fit_is_refused_before_it_is_priced() {
    let dinner = json!([{
        "id": "dinner", "serviceId": "s1", "rateId": "r1", "categoryId": "c1", "units": 2,
        "attendees": { "min": 2, "max": 8 },
    }]);
    let world = World::new(&json!({ "experiences": dinner }), true);
    // The category has room for five.
    for (guests, code) in [(1, FieldCode::PartyTooSmall), (6, FieldCode::PartyTooLarge)] {
        let request = json!({
            "experienceId": "dinner", "day": "2026-11-27", "minutes": 1_140, "attendees": guests, "locale": "en",
            "guest": { "lastName": "Muster" },
        });
        let request: ReservationRequest = serde_json::from_value(request).unwrap();
        let asked = request.quote_request();
        let quote = pollster::block_on(world.mews.quote(&world.scope, &asked, &Choices::default()));
        let Err(RemoteError::Fields(faults)) = quote else {
            panic!("it should be refused");
        };
        assert_eq!(faults[0].code, code);
    }
    assert_eq!(world.sent().len(), 0);
}

#[test]
fn a_step_of_a_visit_is_a_call_of_its_own_and_others_are_refused() {
    for (status, path) in [
        (Status::Seated, "reservations/start"),
        (Status::Finished, "reservations/process"),
    ] {
        let world = World::new(&json!({}), true).answering(&[json!({}), list(&[stored(&json!({}))])]);
        let taken = pollster::block_on(world.mews.set_status(&world.scope, &id(), status));
        assert!(taken.is_ok());
        assert_eq!(world.sent().remove(0).0, path);
    }
    let world = World::new(&json!({}), true);
    let refused = pollster::block_on(world.mews.set_status(&world.scope, &id(), Status::NoShow));
    assert!(matches!(refused, Err(RemoteError::Refused(_))));
}
