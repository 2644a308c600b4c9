//! Facts about no-shows: the card on file is charged once, on the restaurant's request alone, with any answer lost on
//! the way.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::staff::StaffRequest;
use serde_json::json;
use shared::id::{PaymentId, ReservationId};
use shared::no_show::{ChargeRefusal, NoShow, NoShowChargeStatus};
use shared::payment::PaymentStatus;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;

use super::venue::{AMOUNT, NOON, Venue};

/// Seven in the evening of 25 November: the reservation's start.
const START: Instant = Instant::from_unix(NOON.unix() + (4 * 24 + 7) * 60 * 60);

/// A table for which a card is kept.
async fn guaranteed(venue: &Venue) -> (Reservation, PaymentId) {
    let guest = json!({ "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" });
    let booked = venue.book_for(&guest, "a", "2026-11-25", None).await.unwrap();
    let payment = booked.checkout.clone().unwrap().id;
    assert!(venue.bank.pay_for(&payment));
    venue.tell_of("kept", &payment).await;
    assert_eq!(venue.see(&booked).await.status, Status::Booked);
    venue.run_until(NOON).await;
    (booked, payment)
}

async fn send(venue: &Venue, id: &ReservationId, token: Option<String>) -> Result<NoShow, VenueError> {
    ask(venue, id, token, true).await
}

async fn ask(
    venue: &Venue,
    id: &ReservationId,
    token: Option<String>,
    is_reported: bool,
) -> Result<NoShow, VenueError> {
    let call = StaffRequest::NoShow {
        id: id.clone(),
        token,
        is_reported,
    };
    venue.send(Request::Staff(call), None).await
}

fn charge(seen: &NoShow) -> NoShowChargeStatus {
    seen.charge.unwrap().status
}

#[tokio::test]
async fn the_card_is_charged_on_the_restaurant_s_request_with_an_email_to_the_guest() {
    let venue = Venue::with_guarantee();
    let (booked, payment) = guaranteed(&venue).await;
    let before = ask(&venue, &booked.id, None, false).await.unwrap();
    assert_eq!(
        (before.status, charge(&before)),
        (Status::Booked, NoShowChargeStatus::Kept)
    );
    venue.run_until(START).await;
    let seen = send(&venue, &booked.id, None).await.unwrap();
    assert_eq!(
        (seen.status, charge(&seen)),
        (Status::NoShow, NoShowChargeStatus::Paid)
    );
    assert_eq!(seen.charge.unwrap().amount.amount(), AMOUNT);
    // Once more is the same.
    assert_eq!(send(&venue, &booked.id, None).await.unwrap(), seen);
    venue.run_until(START.plus_minutes(600)).await;
    assert_eq!(venue.bank.charge_of(&payment).unwrap().paid, AMOUNT);
    assert_eq!(venue.letters_about("Your card was charged"), ["ada@example.com"]);
    let theirs = venue.see(&booked).await;
    assert_eq!(
        (theirs.status, theirs.checkout.unwrap().status),
        (Status::NoShow, PaymentStatus::Paid)
    );
}

#[tokio::test]
async fn there_is_no_no_show_before_the_start() {
    let venue = Venue::with_guarantee();
    let (booked, payment) = guaranteed(&venue).await;
    venue.run_until(START.plus_seconds(-1)).await;
    assert_eq!(
        send(&venue, &booked.id, None).await,
        Err(VenueError::Refused(ProblemCode::TooEarly))
    );
    assert_eq!(venue.see(&booked).await.status, Status::Booked);
    assert_eq!(venue.bank.charge_of(&payment), None);
}

/// When a no-show can no longer be marked.
const END: Instant = START.plus_minutes(7 * 24 * 60);

#[tokio::test]
async fn a_card_is_forgotten_after_the_end_and_an_old_letter_charges_nothing() {
    for status in [None, Some(Status::Seated), Some(Status::NoShow)] {
        let venue = Venue::with_guarantee();
        let (booked, payment) = guaranteed(&venue).await;
        venue.run_until(START).await;
        if let Some(status) = status {
            venue.staff(&booked.id, status).await;
        }
        venue.run_until(END).await;
        assert!(!venue.bank.account_of(&payment).unwrap().closed);
        venue.run_until(END.plus_minutes(1)).await;
        assert!(venue.bank.account_of(&payment).unwrap().closed);
        let response = send(&venue, &booked.id, None).await;
        if status == Some(Status::NoShow) {
            // It was marked in time; there is no card to charge.
            assert_eq!(response.unwrap().charge, None);
        } else {
            assert_eq!(response, Err(VenueError::Refused(ProblemCode::TooLate)));
        }
        venue.run_until(END.plus_minutes(24 * 60)).await;
        assert_eq!(venue.bank.charge_of(&payment), None);
        assert_eq!(venue.count("SELECT subject FROM due WHERE kind = 'kept_card'"), 0);
    }
}

#[tokio::test]
async fn a_card_that_cannot_be_forgotten_is_given_up_and_its_payment_named() {
    for is_charged in [false, true] {
        let venue = Venue::with_guarantee();
        let (booked, payment) = guaranteed(&venue).await;
        venue.run_until(START).await;
        if is_charged {
            send(&venue, &booked.id, None).await.unwrap();
        }
        venue.run_until(END).await;
        venue.bank.away.set(1_000);
        venue.run_until(END.plus_minutes(2 * 24 * 60)).await;
        let named = format!("payment {payment}: the stored card was not forgotten, detach it by hand");
        let is_named = || {
            let complaints = venue.complaints.borrow();
            complaints
                .iter()
                .filter(|cause| cause.starts_with(&named))
                .count()
        };
        assert_eq!(is_named(), 0, "{is_charged}");
        venue.run_until(END.plus_minutes(30 * 24 * 60)).await;
        assert_eq!(is_named(), 1, "{is_charged}");
        let open = "SELECT subject FROM due WHERE kind IN ('kept_card', 'payment')";
        assert_eq!(venue.count(open), 0, "{is_charged}");
    }
}

#[tokio::test]
async fn it_can_be_said_until_the_end_and_repeated_afterwards() {
    for refusal in [None, Some(ChargeRefusal::CardDeclined)] {
        let venue = Venue::with_guarantee();
        let (booked, payment) = guaranteed(&venue).await;
        venue.run_until(END).await;
        venue.bank.refuses.set(refusal);
        let seen = send(&venue, &booked.id, None).await.unwrap();
        assert_eq!((seen.status, seen.until), (Status::NoShow, END));
        assert!(!venue.bank.account_of(&payment).unwrap().closed);
        venue.run_until(END.plus_minutes(24 * 60)).await;
        // With every outcome of the charge, the card on file is deleted.
        assert!(venue.bank.account_of(&payment).unwrap().closed);
        assert_eq!(send(&venue, &booked.id, None).await.unwrap(), seen);
        let charged = venue.bank.charge_of(&payment).map_or(0, |charge| charge.paid);
        assert_eq!(charged, if refusal.is_none() { AMOUNT } else { 0 });
    }
}

#[tokio::test]
async fn a_card_is_kept_for_as_long_after_a_move() {
    let venue = Venue::with_guarantee();
    let (booked, payment) = guaranteed(&venue).await;
    let change = serde_json::from_value(json!({ "day": "2026-11-28" })).unwrap();
    let call = Request::Change(booked.id.clone(), Box::new(change));
    let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
    venue.run_until(END.plus_minutes(3 * 24 * 60)).await;
    assert!(!venue.bank.account_of(&payment).unwrap().closed);
    venue.run_until(END.plus_minutes(3 * 24 * 60 + 1)).await;
    assert!(venue.bank.account_of(&payment).unwrap().closed);
}

#[tokio::test]
async fn who_came_is_not_charged_and_neither_is_who_called_off() {
    for status in [Status::Seated, Status::Cancelled] {
        let venue = Venue::with_guarantee();
        let (booked, payment) = guaranteed(&venue).await;
        venue.staff(&booked.id, status).await;
        venue.run_until(START).await;
        assert_eq!(
            send(&venue, &booked.id, None).await,
            Err(VenueError::IllegalTransition)
        );
        venue.run_until(START.plus_minutes(600)).await;
        assert_eq!(venue.bank.charge_of(&payment), None);
    }
}

#[tokio::test]
async fn the_card_of_guests_who_came_is_forgotten_when_they_leave() {
    let venue = Venue::with_guarantee();
    let (booked, payment) = guaranteed(&venue).await;
    venue.run_until(START).await;
    venue.staff(&booked.id, Status::Seated).await;
    venue.run_until(START.plus_minutes(60)).await;
    assert!(!venue.bank.account_of(&payment).unwrap().closed);
    venue.staff(&booked.id, Status::Finished).await;
    venue.run_until(START.plus_minutes(120)).await;
    assert!(venue.bank.account_of(&payment).unwrap().closed);
    let seen = ask(&venue, &booked.id, None, false).await.unwrap();
    assert_eq!((seen.status, seen.charge), (Status::Finished, None));
}

#[tokio::test]
async fn a_status_alone_charges_nothing_and_can_be_followed_by_the_charge() {
    let venue = Venue::with_guarantee();
    let (booked, payment) = guaranteed(&venue).await;
    venue.run_until(START).await;
    venue.staff(&booked.id, Status::NoShow).await;
    venue.run_until(START.plus_minutes(60)).await;
    assert_eq!(venue.bank.charge_of(&payment), None);
    let seen = send(&venue, &booked.id, None).await.unwrap();
    assert_eq!(charge(&seen), NoShowChargeStatus::Paid);
}

#[tokio::test]
async fn the_letters_address_has_the_right_and_no_other_token_has() {
    let venue = Venue::with_guarantee();
    let (booked, _) = guaranteed(&venue).await;
    let text = {
        let taken = venue.office.taken.borrow();
        let letter = taken
            .iter()
            .find(|letter| letter.to.address == "table@example.com");
        letter.unwrap().text.clone()
    };
    let (_, behind) = text
        .split_once("https://book.example.com/staff/linde/reservation#noshow=")
        .unwrap();
    let (id, token) = behind.split_whitespace().next().unwrap().split_once('.').unwrap();
    assert_eq!(id, booked.id.as_str());
    venue.run_until(START).await;
    let guests = booked.manage_token.clone();
    for wrong in [guests, Some(String::new()), Some(token[1..].to_owned())] {
        let answer = send(&venue, &booked.id, wrong).await;
        assert_eq!(answer, Err(VenueError::Refused(ProblemCode::Unauthorized)));
    }
    let nobody = ReservationId::parse("nobody").unwrap();
    let answer = send(&venue, &nobody, Some(token.to_owned())).await;
    assert_eq!(answer, Err(VenueError::Refused(ProblemCode::Unauthorized)));
    let seen = send(&venue, &booked.id, Some(token.to_owned())).await.unwrap();
    assert_eq!(charge(&seen), NoShowChargeStatus::Paid);
}

#[tokio::test]
async fn a_failed_charge_sends_an_email_to_the_restaurant_and_is_not_repeated() {
    for refusal in [ChargeRefusal::AuthenticationRequired, ChargeRefusal::CardDeclined] {
        let venue = Venue::with_guarantee();
        let (booked, payment) = guaranteed(&venue).await;
        venue.run_until(START).await;
        venue.bank.refuses.set(Some(refusal));
        let seen = send(&venue, &booked.id, None).await.unwrap();
        assert_eq!(charge(&seen), NoShowChargeStatus::Failed);
        assert_eq!(seen.charge.unwrap().reason, Some(refusal));
        venue.bank.refuses.set(None);
        assert_eq!(send(&venue, &booked.id, None).await.unwrap(), seen);
        venue.run_until(START.plus_minutes(24 * 60)).await;
        assert_eq!(venue.bank.charge_of(&payment), None);
        assert_eq!(
            venue.letters_about("The card was not charged"),
            ["table@example.com"]
        );
        assert_eq!(venue.letters_about("Your card was charged"), Vec::<String>::new());
        let log = venue.complaints.borrow().join("\n");
        assert!(log.contains("the stored card was not charged: declined"), "{log}");
    }
}

#[tokio::test]
async fn a_charge_without_an_answer_is_looked_for_and_not_repeated() {
    for (away, mute) in [(1, 0), (3, 0), (0, 1), (2, 1), (0, 3)] {
        let venue = Venue::with_guarantee();
        let (booked, payment) = guaranteed(&venue).await;
        venue.run_until(START).await;
        venue.bank.away.set(away);
        venue.bank.mute.set(mute);
        let seen = send(&venue, &booked.id, None).await.unwrap();
        assert_eq!(
            (seen.status, charge(&seen)),
            (Status::NoShow, NoShowChargeStatus::Pending)
        );
        // Its guest has a card that is stored until it is known that money has come.
        let theirs = venue.see(&booked).await.checkout.unwrap().status;
        assert_eq!(theirs, PaymentStatus::Authorised);
        // The first job runs at once, while the idempotency key is valid; a day later it is not.
        venue.run_until(START).await;
        venue.bank.forgets.set(true);
        venue.run_until(START.plus_minutes(600)).await;
        let seen = ask(&venue, &booked.id, None, false).await.unwrap();
        assert_eq!(charge(&seen), NoShowChargeStatus::Paid, "{away} {mute}");
        assert_eq!(venue.bank.charge_of(&payment).unwrap().paid, AMOUNT);
        assert_eq!(venue.letters_about("Your card was charged").len(), 1);
    }
}

#[tokio::test]
async fn money_that_takes_its_time_is_waited_for() {
    for is_told in [true, false] {
        let venue = Venue::with_guarantee();
        let (booked, payment) = guaranteed(&venue).await;
        venue.run_until(START).await;
        venue.bank.slow.set(true);
        let seen = send(&venue, &booked.id, None).await.unwrap();
        assert_eq!(charge(&seen), NoShowChargeStatus::Pending);
        venue.run_until(START.plus_minutes(10)).await;
        venue.bank.arrive(&payment);
        if is_told {
            let notice = venue.bank.notice_of_charge("came", &payment).unwrap();
            for _ in 0..2 {
                venue.deliver(notice.as_bytes(), Some("signed")).await.unwrap();
            }
        } else {
            venue.run_until(START.plus_minutes(600)).await;
        }
        let seen = ask(&venue, &booked.id, None, false).await.unwrap();
        assert_eq!(charge(&seen), NoShowChargeStatus::Paid);
        venue.run_until(START.plus_minutes(700)).await;
        assert_eq!(venue.letters_about("Your card was charged").len(), 1);
    }
}

#[tokio::test]
async fn a_provider_that_never_answers_is_given_up_with_an_email_to_the_restaurant() {
    let venue = Venue::with_guarantee();
    let (booked, _) = guaranteed(&venue).await;
    venue.run_until(START).await;
    venue.bank.away.set(1_000);
    send(&venue, &booked.id, None).await.unwrap();
    venue.run_until(START.plus_minutes(8 * 24 * 60)).await;
    let seen = ask(&venue, &booked.id, None, false).await.unwrap();
    assert_eq!(seen.charge.unwrap().reason, Some(ChargeRefusal::Unreachable));
    assert_eq!(
        venue.letters_about("The card was not charged"),
        ["table@example.com"]
    );
}

#[tokio::test]
async fn a_deposit_that_was_paid_stays_and_nothing_is_charged() {
    let venue = Venue::new("instant");
    let booked = venue.book("a").await.unwrap();
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.run_until(START).await;
    let seen = send(&venue, &booked.id, None).await.unwrap();
    assert_eq!((seen.status, seen.charge), (Status::NoShow, None));
    venue.run_until(START.plus_minutes(600)).await;
    let account = venue.bank.account();
    assert_eq!((account.paid, account.returned), (AMOUNT, 0));
}

#[tokio::test]
async fn a_crash_between_any_two_steps_charges_once_or_can_be_said_again() {
    for writes in 0..12 {
        for (mute, slow) in [(0, false), (1, false), (0, true)] {
            let venue = Venue::with_guarantee();
            let (booked, payment) = guaranteed(&venue).await;
            venue.run_until(START).await;
            venue.bank.mute.set(mute);
            venue.bank.slow.set(slow);
            venue.doom(writes);
            let answer = send(&venue, &booked.id, None).await;
            let venue = venue.restarted();
            let seen = ask(&venue, &booked.id, None, false).await.unwrap();
            let is_asked = charge(&seen) != NoShowChargeStatus::Kept;
            // An answered write is on disk, and status and charge were written together.
            assert!(is_asked || answer.is_err(), "{writes}");
            assert_eq!(is_asked, seen.status == Status::NoShow, "{writes}");
            assert!(is_asked || venue.bank.charge_of(&payment).is_none(), "{writes}");
            venue.run_until(START).await;
            if !is_asked {
                send(&venue, &booked.id, None).await.unwrap();
            }
            if slow {
                venue.bank.arrive(&payment);
            }
            venue.run_until(START.plus_minutes(600)).await;
            let seen = ask(&venue, &booked.id, None, false).await.unwrap();
            assert_eq!(charge(&seen), NoShowChargeStatus::Paid, "{writes} {mute} {slow}");
            assert_eq!(venue.bank.charge_of(&payment).unwrap().paid, AMOUNT);
            assert_eq!(
                venue.letters_about("Your card was charged").len(),
                1,
                "{writes} {mute} {slow}"
            );
        }
    }
}
