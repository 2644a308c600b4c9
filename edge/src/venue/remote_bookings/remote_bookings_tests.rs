//! Facts about the money of bookings at a remote system, on a real SQLite: a gift card pays a part, or all of it.

use config::PaymentSettings;
use serde_json::json;
use shared::gift_card::GiftCardCode;
use shared::id::{ExperienceId, OrderId};
use shared::locale::{Language, LocalizedText};
use shared::party::Attendees;
use shared::quote::{Quote, QuoteLine, QuoteLineKind};
use shared::reservation::{Guest, ReservationRequest};
use shared::time::{Day, Minutes};
use shared::validation::{Email, FieldCode, FieldError, Name, Phone};

use super::*;
use crate::paid_booking::Task;
use crate::payment::flow::State;
use crate::provider::remote::HeldBooking;
use crate::venue::gift_cards::test_support::{Disk, NOW, card, eur, venue};
use crate::venue::payments::Payee as _;

fn settings() -> VenueSettings {
    VenueSettings {
        payments: Some(PaymentSettings::Demo),
        mail: None,
        ..venue()
    }
}

fn id() -> ReservationId {
    ReservationId::parse("v1").unwrap()
}

fn request(code: Option<&GiftCardCode>) -> ReservationRequest {
    let guest = Guest {
        first_name: None,
        last_name: Name::parse("Muster").unwrap(),
        email: Email::parse("ada@example.com").ok(),
        phone: None,
    };
    let place = (Day::parse("2026-11-27").unwrap(), Minutes::parse(1_140).unwrap());
    let experience = ExperienceId::parse("dinner").unwrap();
    let (party, language) = (Attendees::parse(2).unwrap(), Language::parse("en").unwrap());
    ReservationRequest {
        gift_card_code: code.copied(),
        ..ReservationRequest::new(experience, place, party, guest, language)
    }
}

fn reservation(price: i64) -> Reservation {
    serde_json::from_value(json!({
        "id": "v1", "number": "V-1", "status": "payment_pending", "day": "2026-11-27", "minutes": 1_140,
        "duration": 120, "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } },
        "payment": {
            "type": "deposit", "amount": { "amount": price, "currency": "EUR" }, "dueMinutes": 15,
            "refundMinutes": 1_440,
        },
    }))
    .unwrap()
}

/// Holds a booking at this price, which this card pays as far as it can.
fn hold(disk: &Disk, price: i64, code: Option<&GiftCardCode>) -> Result<()> {
    hold_of(disk, price, &request(code))
}

fn hold_of(disk: &Disk, price: i64, request: &ReservationRequest) -> Result<()> {
    disk.with(|ctx| {
        let reservation = reservation(price);
        let held = HeldBooking {
            request,
            reservation: &reservation,
            answers: &[],
            start: Instant::from_unix(NOW + 5 * 24 * 60 * 60),
            held_until: None,
            takes_deposit: true,
        };
        let statements = begin(ctx, &settings(), &held)?;
        Ok(ctx.database.write(statements)?)
    })
}

fn booking(disk: &Disk) -> PaidBooking {
    let row = disk.with(|ctx| find(ctx, &id())).unwrap();
    row.unwrap().booking()
}

fn take(disk: &Disk, event: Event) -> RemoteBookingRow {
    disk.with(|ctx| apply(ctx, &settings(), &id(), event)).unwrap()
}

fn payment(disk: &Disk) -> Option<Row> {
    let subject = Subject::Reservation(id());
    disk.with(|ctx| payments::of_subject(ctx.database, &subject))
        .unwrap()
}

/// The money of a booking comes.
fn pay(disk: &Disk) {
    let before = payment(disk).unwrap();
    let paid = [flow::Event::Paid(before.amount.amount())];
    disk.with(|ctx| {
        let settings = settings();
        let mut payee = BookingPayee { settings: &settings };
        payee.apply(ctx, &before, &paid, Vec::new()).unwrap()
    });
}

fn remaining(disk: &Disk, code: &GiftCardCode) -> shared::money::Money {
    let account = disk.with(|ctx| gift_cards::by_code(ctx, code)).unwrap();
    account.unwrap().balance().unwrap().remaining
}

/// A card of 50 euros.
fn fifty(disk: &Disk) -> (OrderId, GiftCardCode) {
    card(disk, "austria", "k1")
}

#[test]
fn a_card_that_pays_all_of_it_needs_no_payment() {
    let disk = Disk::new(None);
    let (_, code) = fifty(&disk);
    hold(&disk, 5_000, Some(&code)).unwrap();
    assert!(payment(&disk).is_none());
    assert_eq!(booking(&disk).task(), Some(Task::Confirm { is_asked: false }));
    assert_eq!(remaining(&disk, &code), eur(0));
    take(&disk, Event::ConfirmationBegun);
    let row = take(&disk, Event::Confirmed);
    let part = disk.with(|ctx| gift_cards::contribution(ctx.database, &id()));
    assert!(part.unwrap().unwrap().is_spent());
    let of_card = Deposit {
        reference: "v1".to_owned(),
        amount: eur(5_000),
        is_of_gift_card: true,
    };
    assert_eq!(disk.with(|ctx| deposits(ctx, &row)).unwrap(), [of_card]);
}

#[test]
fn a_card_that_pays_a_part_leaves_the_rest_and_both_come_back() {
    let disk = Disk::new(None);
    let (_, code) = fifty(&disk);
    hold(&disk, 6_800, Some(&code)).unwrap();
    let rest = payment(&disk).unwrap();
    assert_eq!((rest.amount, booking(&disk).task()), (eur(1_800), None));
    pay(&disk);
    assert_eq!(remaining(&disk, &code), eur(0));
    let row = disk.with(|ctx| find(ctx, &id())).unwrap().unwrap();
    let posted = disk.with(|ctx| deposits(ctx, &row)).unwrap();
    let parts: Vec<_> = posted
        .iter()
        .map(|one| (one.amount, one.is_of_gift_card))
        .collect();
    assert_eq!(parts, [(eur(1_800), false), (eur(5_000), true)]);
    take(&disk, Event::Gone);
    assert_eq!(remaining(&disk, &code), eur(5_000));
    let flow = payment(&disk).unwrap().flow;
    assert_eq!((flow.state, flow.owed), (State::Refunding, 1_800));
}

#[test]
fn a_late_cancellation_keeps_the_card_and_the_payment() {
    for (gives_back, on_card, owed) in [(true, 5_000, 1_800), (false, 0, 0)] {
        let disk = Disk::new(None);
        let (_, code) = fifty(&disk);
        hold(&disk, 6_800, Some(&code)).unwrap();
        pay(&disk);
        for event in [
            Event::ConfirmationBegun,
            Event::Confirmed,
            Event::PostingBegun,
            Event::Posted,
            Event::CancellationBegun { gives_back },
            Event::Cancelled,
        ] {
            take(&disk, event);
        }
        assert_eq!(booking(&disk).posting, Posting::Posted);
        assert_eq!(remaining(&disk, &code), eur(on_card), "{gives_back}");
        assert_eq!(payment(&disk).unwrap().flow.owed, owed, "{gives_back}");
    }
}

#[test]
fn the_last_sending_of_a_deposit_is_remembered() {
    let disk = Disk::new(None);
    let (_, code) = fifty(&disk);
    hold(&disk, 5_000, Some(&code)).unwrap();
    take(&disk, Event::ConfirmationBegun);
    assert_eq!(take(&disk, Event::Confirmed).deposit_sent_at, None);
    for seconds in [0, 90] {
        disk.now.set(NOW + seconds);
        let sent = take(&disk, Event::PostingBegun);
        assert_eq!(sent.booking().posting, Posting::Sent);
        assert_eq!(sent.deposit_sent_at, Some(Instant::from_unix(NOW + seconds)));
    }
    disk.now.set(NOW + 120);
    let posted = take(&disk, Event::Posted);
    assert_eq!(posted.deposit_sent_at, Some(Instant::from_unix(NOW + 90)));
}

#[test]
fn a_payment_that_lapses_brings_the_card_back() {
    let disk = Disk::new(None);
    let (_, code) = fifty(&disk);
    hold(&disk, 6_800, Some(&code)).unwrap();
    let before = payment(&disk).unwrap();
    disk.with(|ctx| {
        let settings = settings();
        let mut payee = BookingPayee { settings: &settings };
        payee
            .apply(ctx, &before, &[flow::Event::Expired], Vec::new())
            .unwrap()
    });
    assert_eq!(booking(&disk).task(), Some(Task::Release));
    assert_eq!(remaining(&disk, &code), eur(5_000));
}

#[test]
fn an_unknown_card_and_a_price_that_cannot_be_charged_hold_nothing() {
    let disk = Disk::new(None);
    let unknown = GiftCardCode::of_random(0..40).unwrap();
    let fault = |pointer: &str, code| Err(VenueError::Fields(vec![FieldError::new(pointer, code)]));
    assert_eq!(
        hold(&disk, 5_000, Some(&unknown)),
        fault("/giftCardCode", FieldCode::Unknown)
    );
    assert_eq!(hold(&disk, 1, None), fault("/minutes", FieldCode::NotOffered));
    assert!(disk.with(|ctx| find(ctx, &id())).unwrap().is_none());
}

#[test]
fn a_quote_has_what_a_card_gives_of_what_is_due_and_none_is_taken_where_nothing_is() {
    let disk = Disk::new(None);
    let (_, code) = fifty(&disk);
    let line = QuoteLine {
        kind: QuoteLineKind::Experience,
        id: None,
        label: LocalizedText::default(),
        quantity: 1,
        unit: eur(9_000),
        total: eur(9_000),
    };
    let of = |due_now: i64, terms| Quote {
        terms,
        ..Quote::of(vec![line.clone()], Vec::new(), eur(due_now)).unwrap()
    };
    let with_card = |quote| disk.with(|ctx| quoted(ctx, &settings(), Some(&code), quote));
    let with = with_card(of(6_800, reservation(6_800).payment)).unwrap();
    assert_eq!(
        (with.total, with.due_now, with.due_at_venue),
        (eur(9_000), eur(1_800), eur(2_200))
    );
    assert_eq!(with.lines[1].total, eur(-5_000));
    let fault = FieldError::new("/giftCardCode", FieldCode::NothingToPay);
    assert_eq!(with_card(of(0, None)), Err(VenueError::Fields(vec![fault])));
}

#[test]
fn a_booking_without_an_address_is_found_by_its_guests_number_and_name() {
    let disk = Disk::new(None);
    let phone = Phone::parse("+436601234567", None).unwrap();
    let mut order = request(None);
    order.guest.email = None;
    order.guest.phone = Some(phone.clone());
    hold_of(&disk, 6_800, &order).unwrap();
    let found = |last_name: &str| {
        let name = Name::parse(last_name).unwrap();
        let found = disk.with(|ctx| rows::of_caller(ctx.database, &phone, (None, &name)));
        found.unwrap().len()
    };
    assert_eq!((found("MUSTER"), found("Maier")), (1, 0));
}
