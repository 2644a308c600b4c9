//! Facts about commands: what each sends, and what follows where one fails.

use serde_json::{Value, json};
use shared::id::AddOnId;
use shared::money::Currency;

use super::tests::{ID, World, booking_answers, create, created, id, list, slot, stored};
use super::*;

fn euros(amount: i64) -> Money {
    Money::new(amount, Currency::EUR).unwrap()
}

/// The one call of an operation among those that were sent.
fn only(sent: &[(String, Value)], path: &str) -> Value {
    let mut found = sent.iter().filter(|(sent, _)| sent == path);
    let (_, body) = found.next().unwrap();
    assert!(found.next().is_none());
    body.clone()
}

/// A portfolio's property.
fn of_portfolio() -> World {
    World::new(&json!({ "enterpriseId": "e1" }), true)
}

#[test]
fn a_portfolio_names_its_property_in_every_act_that_takes_it() {
    let world = of_portfolio().answering(&booking_answers("Confirmed"));
    let body = created(&world, &slot(&Value::Null));
    assert_eq!(body["EnterpriseId"], json!("e1"));

    let read = || list(&[stored(&json!({}))]);
    let world = of_portfolio().answering(&[
        // Confirmed, moved, changed, cancelled, begun and ended.
        json!({}),
        read(),
        read(),
        json!({}),
        read(),
        read(),
        json!({}),
        read(),
        json!({}),
        read(),
        json!({}),
        read(),
        json!({}),
        read(),
    ]);
    let change = |change: Value| -> ReservationChange { serde_json::from_value(change).unwrap() };
    pollster::block_on(async {
        world.mews.confirm(&world.scope, &id()).await.unwrap();
        let moved = change(json!({ "minutes": 1_200 }));
        world.mews.change(&world.scope, &id(), &moved).await.unwrap();
        let larger = change(json!({ "attendees": 4 }));
        world.mews.change(&world.scope, &id(), &larger).await.unwrap();
        let cancellation = Cancellation::of(CancelReason::ByGuest);
        world
            .mews
            .cancel(&world.scope, &id(), &cancellation)
            .await
            .unwrap();
        for status in [Status::Seated, Status::Finished] {
            world.mews.set_status(&world.scope, &id(), status).await.unwrap();
        }
    });
    let sent = world.sent();
    for path in [
        "confirm",
        "updateInterval",
        "update",
        "cancel",
        "start",
        "process",
    ] {
        let body = only(&sent, &format!("reservations/{path}"));
        assert_eq!(body["EnterpriseId"], json!("e1"), "{path}");
    }
    let update = only(&sent, "reservations/update");
    assert_eq!(update["ReservationUpdates"][0]["EnterpriseId"], json!("e1"));
    for (path, body) in sent.iter().filter(|(path, _)| path.contains("getAll")) {
        assert_eq!(body["EnterpriseIds"], json!(["e1"]), "{path}");
    }
}

#[test]
fn a_portfolio_names_its_chain_where_customers_are_meant() {
    let world = of_portfolio().answering(&[
        json!({ "Customers": [] }),
        json!({ "Id": "a1", "IsActive": true, "LastName": "Muster" }),
        booking_answers("Confirmed")[1].clone(),
    ]);
    create(&world, &slot(&Value::Null));
    let sent = world.sent();
    assert_eq!(only(&sent, "customers/getAll")["ChainIds"], json!(["chain"]));
    assert_eq!(only(&sent, "customers/add")["ChainId"], json!("chain"));
}

#[test]
fn a_step_and_a_process_are_as_the_reference_has_them() {
    for (status, body) in [
        (Status::Seated, json!({ "ReservationId": ID })),
        (
            Status::Finished,
            json!({ "ReservationId": ID, "CloseBills": false, "AllowOpenBalance": true }),
        ),
    ] {
        let world = World::new(&json!({}), true).answering(&[json!({}), list(&[stored(&json!({}))])]);
        pollster::block_on(world.mews.set_status(&world.scope, &id(), status)).unwrap();
        assert_eq!(world.sent()[0].1, body);
    }
}

#[test]
fn a_task_has_its_deadline_its_department_and_the_reservation() {
    let settings = json!({ "notes": "task", "taskDepartmentId": "kitchen" });
    let world = World::new(&settings, true)
        .answering(&booking_answers("Confirmed"))
        .answering(&[json!({ "TaskId": "t1" })]);
    create(&world, &slot(&Value::Null));
    assert_eq!(
        only(&world.sent(), "tasks/add"),
        json!({
            "DepartmentId": "kitchen", "ServiceOrderId": ID, "Name": "Note of a guest who booked online",
            "Description": "By the window", "DeadlineUtc": "2026-11-27T18:00:00Z",
        })
    );
}

#[test]
fn a_note_that_becomes_no_task_is_written_on_the_reservation() {
    let settings = json!({ "notes": "task", "taskDepartmentId": "gone" });
    let world = World::new(&settings, true).answering(&booking_answers("Confirmed"));
    world
        .network
        .answer(400, &json!({ "Message": "Invalid DepartmentId." }));
    world.network.answer(200, &json!({ "ServiceOrderNotes": [] }));
    create(&world, &slot(&Value::Null));
    let note = only(&world.sent(), "serviceOrderNotes/add");
    assert_eq!(
        note,
        json!({ "ServiceOrderNotes": [{ "ServiceOrderId": ID, "Text": "By the window" }] })
    );
}

#[test]
fn a_refund_is_noted_with_the_cancellation_or_by_itself() {
    const TEXT: &str = "The deposit of 68.00 EUR goes back to the guest; the refund is to be posted here.";
    let cancelled = || list(&[stored(&json!({ "State": "Canceled" }))]);
    let world = World::new(&json!({}), true).answering(&[json!({ "ReservationIds": [ID] }), cancelled()]);
    let cancellation = Cancellation::of(CancelReason::ByGuest).giving_back(Some(euros(6_800)));
    pollster::block_on(world.mews.cancel(&world.scope, &id(), &cancellation)).unwrap();
    assert_eq!(
        only(&world.sent(), "reservations/cancel"),
        json!({
            "ReservationIds": [ID], "PostCancellationFee": false, "SendEmail": false,
            "Notes": format!("Cancelled online by the guest. {TEXT}"),
        })
    );

    let noted = |notes: &str| {
        let world = World::new(&json!({ "notes": notes }), true).answering(&[json!({})]);
        pollster::block_on(world.mews.note_refund(&world.scope, &id(), euros(6_800))).unwrap();
        world.sent().remove(0)
    };
    for notes in ["note", "none"] {
        let (path, body) = noted(notes);
        assert_eq!(path, "serviceOrderNotes/add");
        assert_eq!(
            body["ServiceOrderNotes"][0],
            json!({ "ServiceOrderId": ID, "Text": TEXT })
        );
    }
    let (path, body) = noted("task");
    assert_eq!((path.as_str(), &body["Description"]), ("tasks/add", &json!(TEXT)));
}

fn chosen(name: &str, quantity: u8) -> ChosenAddOn {
    ChosenAddOn {
        id: AddOnId::parse(name).unwrap(),
        quantity,
    }
}

fn items(units: &[(&str, &str, u8)]) -> Value {
    let items: Vec<Value> = units
        .iter()
        .map(|(product, state, count)| {
            json!({
                "UnitCount": count, "AccountingState": state,
                "Data": { "Discriminator": "Product", "Product": { "ProductId": product } },
            })
        })
        .collect();
    json!({ "OrderItems": items, "Cursor": null })
}

fn raise(world: &World, add_on: &str, quantity: u8) -> Result<(), RemoteError> {
    let (id, chosen) = (id(), chosen(add_on, quantity));
    pollster::block_on(world.mews.raise_add_on(&world.scope, &id, &chosen))
}

#[test]
fn an_add_on_that_comes_later_is_raised_by_what_is_missing() {
    let there = [("p1", "Open", 1), ("p1", "Canceled", 5), ("p3", "Open", 7)];
    let world = World::new(&json!({}), true).answering(&[
        list(&[stored(&json!({}))]),
        items(&there),
        json!({ "ItemIds": ["i1"] }),
    ]);
    assert_eq!(raise(&world, "wine", 2), Ok(()));
    let sent = world.sent();
    assert_eq!(
        only(&sent, "orderItems/getAll"),
        json!({ "ServiceOrderIds": [ID], "Types": ["ProductOrder"], "Limitation": { "Count": 400 } })
    );
    assert_eq!(
        only(&sent, "reservations/addProduct"),
        json!({
            "ReservationId": ID, "ProductId": "p1", "Count": 1, "StartUtc": "2026-11-27T18:00:00Z",
            "EndUtc": "2026-11-27T18:00:00Z",
        })
    );
}

#[test]
fn an_add_on_that_is_there_already_is_not_added_again() {
    let world =
        World::new(&json!({}), true).answering(&[list(&[stored(&json!({}))]), items(&[("p1", "Open", 2)])]);
    assert_eq!(raise(&world, "wine", 2), Ok(()));
    assert_eq!(world.sent().len(), 2);
}

#[test]
fn a_lost_answer_about_an_add_on_is_looked_up() {
    for (there, is_done) in [(2, true), (0, false)] {
        let world = World::new(&json!({}), true)
            .answering(&[list(&[stored(&json!({}))]), items(&[("p1", "Open", 0)])]);
        world.network.answer(502, &json!({}));
        world.network.answer(200, &items(&[("p1", "Open", there)]));
        let raised = raise(&world, "wine", 2);
        assert_eq!(raised.is_ok(), is_done);
        assert!(is_done || raised.is_err_and(|error| error.is_outcome_unknown()));
    }
}

#[test]
fn what_is_charged_by_the_hour_is_not_added_later() {
    let world = World::new(&json!({}), true).answering(&[list(&[stored(&json!({}))])]);
    assert!(matches!(
        raise(&world, "lounge", 1),
        Err(RemoteError::Declined(_))
    ));
    assert_eq!(world.sent().len(), 1);
}
