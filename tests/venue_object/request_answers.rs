//! Facts about requests that the restaurant answers from its letter: the link is of one revision, a look changes nothing,
//! and money and letters follow as after any answer of staff.

use edge::error::VenueError;
use edge::venue::message::Request;
use edge::venue::message::request_answer::{RequestAnswer, RequestLink};
use edge::venue::message::staff::{RequestView, StaffRequest};
use serde_json::{Value, json};
use shared::id::ReservationId;
use shared::problem::ProblemCode;
use shared::reservation::{Reservation, Status};
use shared::time::Instant;
use shared::validation::Message;

use super::card_system::CardSystem;
use super::elsewhere::shop;
use super::staff_changes::changed;
use super::venue::{AMOUNT, NOON, Venue};

pub(super) const GUEST: &str = "ada@example.com";

/// Seven in the evening of 25 November: the reservation's start.
const START: Instant = Instant::from_unix(NOON.unix() + (4 * 24 + 7) * 60 * 60);

pub(super) async fn book(venue: &Venue, code: Option<&str>) -> Reservation {
    let guest = json!({ "lastName": "Muster", "email": GUEST });
    venue.book_for(&guest, "a", "2026-11-25", code).await.unwrap()
}

/// A request whose money is set aside, and the link of its letter.
pub(super) async fn requested(venue: &Venue) -> (Reservation, RequestLink) {
    let booked = book(venue, None).await;
    assert!(venue.bank.pay());
    venue.tell("n1").await.unwrap();
    venue.run_until(NOON).await;
    let link = newest_link(venue);
    (booked, link)
}

/// The link of the newest letter about a request.
pub(super) fn newest_link(venue: &Venue) -> RequestLink {
    let sent = venue.office.taken.borrow();
    let mut letters = sent.iter().rev();
    let letter = letters
        .find(|letter| letter.subject.starts_with("New request"))
        .unwrap();
    assert_eq!(letter.to.address, "table@example.com");
    let (_, rest) = letter
        .text
        .split_once("https://book.example.com/staff/linde/reservation#request=")
        .unwrap();
    let code = rest.lines().next().unwrap();
    let mut parts = code.split('.');
    let mut next = || parts.next().unwrap();
    let (id, revision, token) = (next(), next(), next());
    RequestLink {
        id: ReservationId::parse(id).unwrap(),
        revision: revision.parse().unwrap(),
        token: token.to_owned(),
    }
}

async fn send(
    venue: &Venue,
    link: &RequestLink,
    answer: Option<RequestAnswer>,
) -> Result<RequestView, VenueError> {
    let link = link.clone();
    let call = StaffRequest::AnswerRequest { link, answer };
    venue.send(Request::Staff(call), None).await
}

pub(super) async fn look(venue: &Venue, link: &RequestLink) -> RequestView {
    send(venue, link, None).await.unwrap()
}

pub(super) async fn accept(venue: &Venue, link: &RequestLink) -> RequestView {
    send(venue, link, Some(RequestAnswer::Accept)).await.unwrap()
}

pub(super) async fn decline(venue: &Venue, link: &RequestLink, message: Option<&str>) -> RequestView {
    let message = message.map(|text| Message::parse(text).unwrap());
    send(venue, link, Some(RequestAnswer::Decline(message)))
        .await
        .unwrap()
}

pub(super) fn status(view: &RequestView) -> Status {
    view.reservation.reservation.status
}

pub(super) async fn change(venue: &Venue, booked: &Reservation, change: Value) {
    let change = serde_json::from_value(change).unwrap();
    let call = Request::Change(booked.id.clone(), Box::new(change));
    let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
}

fn audit(venue: &Venue) -> Vec<Value> {
    venue.rows("SELECT actor, action, subject, before, after FROM audit ORDER BY id")
}

fn is_unauthorized(answer: &Result<RequestView, VenueError>) -> bool {
    matches!(answer, Err(VenueError::Refused(ProblemCode::Unauthorized)))
}

#[tokio::test]
async fn a_look_shows_what_is_needed_to_decide_and_changes_nothing() {
    let venue = Venue::writing("request");
    let (booked, link) = requested(&venue).await;
    let before = venue.rows("SELECT * FROM reservations");
    let letters = venue.letters().len();
    let view = look(&venue, &link).await;
    assert!(view.is_open && !view.has_begun);
    assert_eq!(view.reservation.reservation.id, booked.id);
    assert_eq!(view.reservation.tables[0].name, "1");
    assert_eq!(json!(view.room), json!({ "en": "Hall" }));
    venue.run_until(NOON).await;
    assert_eq!(venue.rows("SELECT * FROM reservations"), before);
    assert_eq!((venue.letters().len(), audit(&venue)), (letters, Vec::new()));
}

#[tokio::test]
async fn an_accepted_request_is_booked_its_money_taken_and_its_guest_told() {
    let venue = Venue::writing("request");
    let (booked, link) = requested(&venue).await;
    venue.office.taken.borrow_mut().clear();
    let view = accept(&venue, &link).await;
    assert_eq!((status(&view), view.is_open), (Status::Booked, false));
    assert!(view.accepting.is_empty() && view.declining.is_empty());
    venue.run_until(NOON.plus_minutes(60)).await;
    assert_eq!(venue.bank.account().paid, AMOUNT);
    assert_eq!(venue.letters_about("Your table at"), [GUEST]);
    assert_eq!(venue.letters().len(), 1);
    let log = audit(&venue);
    let status = log
        .iter()
        .find(|entry| entry["action"] == "reservation.status")
        .unwrap();
    assert_eq!(
        *status,
        json!({
            "actor": "letter_link", "action": "reservation.status", "subject": booked.id,
            "before": "\"requested\"", "after": "\"booked\"",
        })
    );
    assert!(log.iter().all(|entry| entry["actor"] == "letter_link"), "{log:?}");
}

#[tokio::test]
async fn a_declined_guest_reads_the_message_and_nothing_else_stores_it() {
    let venue = Venue::writing("request");
    let (_, link) = requested(&venue).await;
    venue.office.taken.borrow_mut().clear();
    let view = decline(&venue, &link, Some("Tomas is ill.\nAnother day?")).await;
    assert_eq!((status(&view), view.is_open), (Status::Declined, false));
    venue.run_until(NOON.plus_minutes(60)).await;
    let account = venue.bank.account();
    assert!(account.closed && account.paid == 0, "{account:?}");
    let taken = venue.office.taken.borrow();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].to.address, GUEST);
    assert!(
        taken[0]
            .text
            .contains("Message from Linde:\nTomas is ill.\nAnother day?\n"),
        "{}",
        taken[0].text
    );
    let stored = json!([audit(&venue), venue.rows("SELECT * FROM reservations")]);
    assert!(!stored.to_string().contains("Tomas"), "{stored}");
}

#[tokio::test]
async fn without_a_message_the_letter_has_none() {
    let venue = Venue::writing("request");
    let (_, link) = requested(&venue).await;
    decline(&venue, &link, None).await;
    venue.run_until(NOON.plus_minutes(60)).await;
    let taken = venue.office.taken.borrow();
    let letter = taken.last().unwrap();
    assert!(!letter.text.contains("Message from"), "{}", letter.text);
}

#[tokio::test]
async fn a_link_answers_once_and_then_shows_how_it_stands() {
    let venue = Venue::writing("request");
    let (_, link) = requested(&venue).await;
    accept(&venue, &link).await;
    for view in [
        accept(&venue, &link).await,
        decline(&venue, &link, Some("No")).await,
        look(&venue, &link).await,
    ] {
        assert_eq!((status(&view), view.is_open), (Status::Booked, false));
    }
    assert_eq!(
        audit(&venue)
            .iter()
            .filter(|entry| entry["action"] == "reservation.status")
            .count(),
        1
    );
}

#[tokio::test]
async fn after_a_change_of_the_guest_only_the_newer_letter_answers() {
    for of_guest in [
        json!({ "day": "2026-11-26" }),
        json!({ "minutes": 1_110 }),
        json!({ "attendees": 1 }),
        json!({ "notes": "by the window" }),
    ] {
        // Without a price a change of the party's size is possible, too.
        let venue = free_of_charge();
        let booked = book(&venue, None).await;
        venue.run_until(NOON).await;
        let link = newest_link(&venue);
        change(&venue, &booked, of_guest.clone()).await;
        let view = accept(&venue, &link).await;
        assert_eq!(
            (status(&view), view.is_open),
            (Status::Requested, false),
            "{of_guest}"
        );
        assert_eq!(
            status(&decline(&venue, &link, None).await),
            Status::Requested,
            "{of_guest}"
        );
        venue.run_until(NOON.plus_minutes(1)).await;
        let newer = newest_link(&venue);
        assert_eq!(newer.revision, link.revision + 1);
        assert_eq!(
            status(&accept(&venue, &newer).await),
            Status::Booked,
            "{of_guest}"
        );
    }
}

#[tokio::test]
async fn what_staff_note_about_a_request_leaves_its_letter_valid() {
    let venue = free_of_charge();
    let booked = book(&venue, None).await;
    venue.run_until(NOON).await;
    let link = newest_link(&venue);
    for noted in [
        json!({ "internal_notes": { "set": "Comes every week" } }),
        json!({ "label_ids": ["vip"] }),
        json!({ "guest": { "phone": { "set": "+436605512234" }, "notes": { "set": "Red wine" } } }),
    ] {
        changed(&venue, &booked.id, noted.clone()).await;
        assert!(look(&venue, &link).await.is_open, "{noted}");
    }
    let letters = venue.letters().len();
    venue.run_until(NOON.plus_minutes(1)).await;
    // No letter would have brought another link.
    assert_eq!(venue.letters().len(), letters);
    changed(&venue, &booked.id, json!({ "minutes": 1_110 })).await;
    assert!(!look(&venue, &link).await.is_open);
    venue.run_until(NOON.plus_minutes(2)).await;
    let newer = newest_link(&venue);
    assert_eq!(status(&accept(&venue, &newer).await), Status::Booked);
}

/// A venue of requests that cost nothing.
fn free_of_charge() -> Venue {
    let mut settings = serde_json::to_value(Venue::writing("request").settings).unwrap();
    settings["engine"]["experiences"][0]
        .as_object_mut()
        .unwrap()
        .remove("payment");
    let settings = serde_json::from_value(settings).unwrap();
    Venue::of(settings, std::rc::Rc::new(|_, _| Err(VenueError::NotFound)))
}

#[tokio::test]
async fn a_request_that_was_ended_otherwise_cannot_be_answered() {
    for to in [
        Status::Cancelled,
        Status::Declined,
        Status::Unconfirmed,
        Status::Voided,
    ] {
        let venue = Venue::writing("request");
        let (booked, link) = requested(&venue).await;
        if to == Status::Cancelled {
            let call = Request::SetStatus(booked.id.clone(), to);
            let _: Reservation = venue.send(call, booked.manage_token.clone()).await.unwrap();
        } else {
            venue.staff(&booked.id, to).await;
        }
        for view in [accept(&venue, &link).await, decline(&venue, &link, None).await] {
            assert_eq!((status(&view), view.is_open), (to, false));
        }
    }
}

#[tokio::test]
async fn a_request_whose_start_has_come_cannot_be_answered() {
    let venue = Venue::writing("request");
    let (_, link) = requested(&venue).await;
    // The job that declines it has not run yet.
    venue.now.set(START);
    let view = accept(&venue, &link).await;
    assert_eq!(
        (status(&view), view.is_open, view.has_begun),
        (Status::Requested, false, true)
    );
    venue.now.set(START.plus_seconds(-1));
    assert_eq!(status(&accept(&venue, &link).await), Status::Booked);
}

#[tokio::test]
async fn a_token_is_of_this_reservation_this_revision_and_this_purpose() {
    let venue = Venue::writing("request");
    let (booked, link) = requested(&venue).await;
    let with = |change: &dyn Fn(&mut RequestLink)| {
        let mut link = link.clone();
        change(&mut link);
        link
    };
    let manage = booked.manage_token.clone().unwrap();
    for wrong in [
        with(&|link| link.revision += 1),
        with(&|link| link.revision -= 1),
        with(&|link| link.id = ReservationId::parse("nobody").unwrap()),
        with(&|link| link.token.clear()),
        with(&|link| link.token.push('a')),
        with(&|link| link.token.clone_from(&manage)),
    ] {
        for answer in [None, Some(RequestAnswer::Accept)] {
            let answered = send(&venue, &wrong, answer).await;
            assert!(is_unauthorized(&answered), "{wrong:?}");
        }
    }
    // The token reports no no-show, either.
    let call = StaffRequest::NoShow {
        id: booked.id.clone(),
        token: Some(link.token.clone()),
        is_reported: true,
    };
    let reported: Result<Value, VenueError> = venue.send(Request::Staff(call), None).await;
    assert_eq!(reported, Err(VenueError::Refused(ProblemCode::Unauthorized)));
    assert_eq!(venue.see(&booked).await.status, Status::Requested);
}

#[tokio::test]
async fn a_venue_of_a_remote_system_answers_no_request() {
    let venue = shop(&CardSystem::new());
    let link = RequestLink {
        id: ReservationId::parse("r1").unwrap(),
        revision: 0,
        token: "t".to_owned(),
    };
    for answer in [None, Some(RequestAnswer::Accept)] {
        assert!(matches!(
            send(&venue, &link, answer).await,
            Err(VenueError::NotFound)
        ));
    }
}
