//! Facts about the data of one guest, handed out and erased by e-mail address: what goes at once, and what waits.

use edge::error::VenueError;
use edge::storage::database::Statement;
use edge::venue::message::Request;
use edge::venue::message::gift_card::GiftCardsRequest;
use edge::venue::message::staff::{GuestContact, StaffRequest};
use serde_json::json;
use shared::gift_card::{Balance, GiftCardOrder, Withdrawal, WithdrawalRequest};
use shared::guest_data::WaitReason;
use shared::reservation::{Reservation, Status};

use super::guest_data::{END, after_end, booked, buy, erase, export, knows_ada, reasons, spend, stored};
use super::object::{Object, settings};
use super::retention::{look, offered};
use super::venue::{AMOUNT, NOON, Venue};

#[tokio::test]
async fn what_is_expected_or_on_a_stored_card_waits_and_is_erased_without_a_second_request() {
    let venue = Venue::with_guarantee();
    let booked = booked(&venue).await;
    let erased = erase(&venue, "ADA.Z@EXAMPLE.COM").await;
    assert_eq!(
        (erased.erased.reservations, reasons(&erased)),
        (0, vec![WaitReason::Upcoming])
    );
    assert_eq!(erased.waiting[0].id, booked.id.to_string());
    assert!(knows_ada(|sql| venue.rows(sql)));
    venue.run_until(after_end(1)).await;
    let erased = erase(&venue, "ada.z@example.com").await;
    assert_eq!(reasons(&erased), [WaitReason::MoneyMoving]);
    venue.run_until(after_end(6)).await;
    assert_eq!(venue.see(&booked).await.id, booked.id);
    venue.run_until(after_end(9)).await;
    assert!(
        !knows_ada(|sql| venue.rows(sql)),
        "{}",
        stored(|sql| venue.rows(sql))
    );
    let export = export(&venue, "ada.z@example.com").await;
    assert_eq!(export.reservations, []);
}

#[tokio::test]
async fn what_is_over_is_erased_at_once_and_handed_out_before() {
    let venue = Venue::with_mail();
    let booked = booked(&venue).await;
    venue.run_until(END.plus_minutes(1)).await;
    let other = venue
        .book_for(
            &json!({ "lastName": "Marille", "email": "ben@example.com" }),
            "b",
            "2026-11-26",
            None,
        )
        .await
        .unwrap();
    let handed = export(&venue, "ada.z@EXAMPLE.com").await;
    assert_eq!(
        serde_json::to_value(&handed.reservations[0]).unwrap(),
        json!({
            "id": booked.id, "number": booked.number, "status": "booked", "experienceId": "dinner",
            "day": "2026-11-25", "minutes": 1140, "attendees": 2, "firstName": "Ada", "lastName": "Zwetschke",
            "phone": "+436605512234", "locale": "en", "marketingConsent": false, "createdAt": NOON,
            "payments": [{
                "id": booked.checkout.clone().unwrap().id, "status": "paid",
                "amount": { "amount": AMOUNT, "currency": "EUR" },
                "reference": serde_json::to_value(&handed).unwrap()["reservations"][0]["payments"][0]["reference"],
            }],
        })
    );
    assert_eq!((handed.reservations.len(), handed.remote_system), (1, None));
    let erased = erase(&venue, "ada.z@EXAMPLE.com").await;
    assert_eq!((erased.erased.reservations, erased.waiting), (1, vec![]));
    assert!(
        !knows_ada(|sql| venue.rows(sql)),
        "{}",
        stored(|sql| venue.rows(sql))
    );
    // Once more finds nothing; others are as they were.
    let again = erase(&venue, "ada.z@example.com").await;
    assert_eq!(again.erased.reservations, 0);
    assert_eq!(
        venue.staff_sees(&other.id).await.guest.last_name.as_str(),
        "Marille"
    );
}

#[tokio::test]
async fn emails_to_an_erased_guest_are_not_sent() {
    let venue = Venue::with_mail();
    let booked = booked(&venue).await;
    let call = Request::SetStatus(booked.id.clone(), Status::Cancelled);
    let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    // The refund is on its way.
    let erased = erase(&venue, "ada.z@example.com").await;
    assert_eq!(reasons(&erased), [WaitReason::MoneyMoving]);
    venue.office.taken.borrow_mut().clear();
    venue.run_until(NOON.plus_minutes(3 * 24 * 60)).await;
    assert!(!venue.letters_about("").is_empty());
    assert!(
        !knows_ada(|sql| venue.rows(sql)),
        "{}",
        stored(|sql| venue.rows(sql))
    );

    let venue = Venue::with_mail();
    assert_eq!(export(&venue, "ada@example.com").await.letters, []);
    let letter = super::object::letter("by-itself");
    venue.post(&letter);
    assert_eq!(export(&venue, "ada@example.com").await.letters.len(), 1);
    let erased = erase(&venue, "ADA@example.com").await;
    assert_eq!(erased.erased.letters, 1);
    venue.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(venue.letters(), []);
    assert_eq!(venue.count("SELECT id FROM outbox WHERE letter IS NOT NULL"), 0);
}

#[tokio::test]
async fn a_card_with_something_on_it_keeps_its_purchaser_until_it_is_spent() {
    let venue = Venue::with_mail();
    let order = buy(&venue, None).await;
    let handed = export(&venue, "ada.z@example.com").await;
    assert_eq!(handed.gift_card_orders.len(), 1);
    assert_eq!(handed.gift_card_orders[0].payments.len(), 1);
    let erased = erase(&venue, "ada.z@example.com").await;
    assert_eq!(reasons(&erased), [WaitReason::CardInUse]);
    venue.run_until(NOON.plus_minutes(1_000 * 24 * 60)).await;
    let see = || {
        venue.send::<GiftCardOrder>(
            Request::GiftCards(GiftCardsRequest::Order(order.order_id.clone())),
            order.order_token.clone(),
        )
    };
    assert!(see().await.is_ok());
    let ledger = venue.rows("SELECT * FROM gift_card_transactions");
    spend(&venue, &order).await;
    venue.run_until(NOON.plus_minutes(1_002 * 24 * 60)).await;
    assert!(
        !knows_ada(|sql| venue.rows(sql)),
        "{}",
        stored(|sql| venue.rows(sql))
    );
    assert!(!stored(|sql| venue.rows(sql)).contains("Marille"));
    assert_eq!(see().await, Err(VenueError::NotFound));
    let token = || order.order_token.clone();
    let sheet: Result<String, _> = venue
        .send(
            Request::GiftCards(GiftCardsRequest::Pdf(order.order_id.clone())),
            token(),
        )
        .await;
    assert_eq!(sheet, Err(VenueError::NotFound));
    let call = GiftCardsRequest::Withdraw(order.order_id.clone(), WithdrawalRequest { confirm: true });
    let withdrawn: Result<Withdrawal, _> = venue.send(Request::GiftCards(call), token()).await;
    assert_eq!(withdrawn, Err(VenueError::NotFound));
    // The ledger is as it was, and the code still has its balance.
    assert_eq!(
        venue.rows("SELECT * FROM gift_card_transactions")[..1],
        ledger[..]
    );
    let code = order.card.as_ref().unwrap().code;
    let balance: Balance = venue
        .send(Request::GiftCards(GiftCardsRequest::Balance(code)), None)
        .await
        .unwrap();
    assert_eq!(balance.remaining.amount(), 0);
}

#[tokio::test]
async fn a_card_whose_recipient_is_erased_goes_to_who_bought_it() {
    let venue = Venue::with_mail();
    let order = buy(&venue, Some("2026-12-24")).await;
    let handed = export(&venue, "BEN@example.com").await;
    let seen = serde_json::to_value(&handed.gift_card_orders).unwrap();
    assert_eq!(
        (&seen[0]["role"], &seen[0]["name"]),
        (&json!("recipient"), &json!("Ben Marille"))
    );
    assert!(!seen.to_string().contains("Zwetschke"));
    let erased = erase(&venue, "BEN@example.com").await;
    assert_eq!((erased.erased.gift_card_recipients, erased.waiting), (1, vec![]));
    assert!(!stored(|sql| venue.rows(sql)).contains("ben@example.com"));
    venue.office.taken.borrow_mut().clear();
    venue.run_until(NOON.plus_minutes(40 * 24 * 60)).await;
    let letters: Vec<_> = venue.letters().into_iter().map(|(to, _)| to).collect();
    assert_eq!(letters, ["Ada.Z@example.com"]);
    assert!(order.card.is_some());
}

#[tokio::test]
async fn who_is_erased_waits_for_no_table_any_more() {
    let (object, entry) = offered().await;
    let email: GuestContact = serde_json::from_value(json!("Ben@Example.com")).unwrap();
    let handed = object
        .send(Request::Staff(StaffRequest::ExportGuest(email.clone())))
        .await;
    assert_eq!(handed["Ok"]["waitlist"][0]["lastName"], "Warter");
    assert!(
        handed["Ok"]["letters"]
            .as_array()
            .is_some_and(|letters| !letters.is_empty())
    );
    let erased = object.send(Request::Staff(StaffRequest::EraseGuest(email))).await;
    assert_eq!(
        (&erased["Ok"]["erased"]["waitlist"], &erased["Ok"]["waiting"]),
        (&json!(1), &json!([]))
    );
    assert!(!stored(|sql| object.rows(sql)).contains("Warter"));
    assert_eq!(look(&object, &entry).await["Ok"]["status"], "withdrawn");
    object.run_until(NOON.plus_minutes(60)).await;
    let letters = object.office.taken.borrow();
    assert!(
        letters
            .iter()
            .all(|letter| letter.to.address != "ben@example.com")
    );
}

#[tokio::test]
async fn where_bookings_are_elsewhere_what_is_kept_here_is_erased_and_the_other_system_named() {
    let object = Object::of(settings(
        &json!({ "molzait": { "key": "KEY", "horizonDays": 30 } }),
    ));
    object.write(vec![Statement::new(
        "INSERT INTO gift_card_orders (id, key, fingerprint, stage, issuer, template_id, amount, currency, purchaser_name,
            purchaser_email, locale, created_at)
         VALUES ('o1', 'k', 'f', 'lapsed', 'upstream', 'plain', 100, 'EUR', 'Ada Zwetschke', 'ada.z@example.com', 'en', 0)",
        vec![],
    )]);
    let email: GuestContact = serde_json::from_value(json!("ada.z@example.com")).unwrap();
    let handed = object
        .send(Request::Staff(StaffRequest::ExportGuest(email.clone())))
        .await;
    assert_eq!(handed["Ok"]["remoteSystem"], "molzait");
    assert_eq!(handed["Ok"]["giftCardOrders"][0]["name"], "Ada Zwetschke");
    let erased = object.send(Request::Staff(StaffRequest::EraseGuest(email))).await;
    assert_eq!(
        (
            &erased["Ok"]["erased"]["giftCardOrders"],
            &erased["Ok"]["remoteSystem"]
        ),
        (&json!(1), &json!("molzait"))
    );
    assert!(!knows_ada(|sql| object.rows(sql)));
}
