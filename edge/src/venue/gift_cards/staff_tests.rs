//! Facts about gift cards that staff create, on a real SQLite.

use shared::gift_card::GiftCardCode;
use shared::time::Day;

use super::super::test_support::*;
use super::*;

fn new(code: Option<&str>, payment: Option<&str>) -> NewStaffCard {
    serde_json::from_value(json!({
        "amount": 7_500, "template_id": "austria", "expires_on": "2029-12-31", "code": code,
        "payment_reference": payment,
    }))
    .unwrap()
}

fn make(disk: &Disk, new: &NewStaffCard) -> Result<StaffCard> {
    disk.with(|ctx| made_by_staff(ctx, &venue(), new))
}

fn disk() -> Disk {
    let disk = Disk::new(None);
    crate::storage::schema::migrate(&disk).unwrap();
    disk
}

#[test]
fn a_card_is_made_once_for_its_code_and_for_its_payment() {
    let disk = disk();
    let chosen = GiftCardCode::of_random(0..40).unwrap().text();
    let made = make(&disk, &new(Some(&chosen), Some("p1"))).unwrap();
    assert_eq!(
        (made.code.text(), made.amount, made.remaining),
        (chosen.clone(), 7_500, 7_500)
    );
    assert_eq!(made.expires_on, Day::parse("2029-12-31").ok());
    let again = Err(VenueError::Refused(ProblemCode::GiftCardExists));
    for (code, payment) in [
        (Some(&*chosen), None),
        (None, Some("p1")),
        (Some(&*chosen), Some("p2")),
    ] {
        assert_eq!(make(&disk, &new(code, payment)).map(|_| ()), again);
    }
    make(&disk, &new(None, None)).unwrap();
    make(&disk, &new(None, None)).unwrap();
    assert_eq!(disk.count("SELECT COUNT(*) AS count FROM gift_cards"), 3);
    let chosen = CardCode::parse(&chosen).unwrap();
    let seen = disk.with(|ctx| seen_by_staff(ctx, &chosen)).unwrap();
    assert_eq!(
        (seen.remaining, seen.template_id),
        (7_500, TemplateId::parse("austria").ok())
    );
}

#[test]
fn a_card_of_another_form_is_found_however_its_code_is_written_and_not_by_guests() {
    let disk = disk();
    let made = make(&disk, &new(Some("Gut 2019/7"), None)).unwrap();
    assert_eq!(made.code.text(), "Gut 2019/7");
    let again = Err(VenueError::Refused(ProblemCode::GiftCardExists));
    assert_eq!(make(&disk, &new(Some("GUT-2019/7"), None)).map(|_| ()), again);
    let code = CardCode::parse("gut2019/7").unwrap();
    assert_eq!(
        disk.with(|ctx| seen_by_staff(ctx, &code)).unwrap().remaining,
        7_500
    );
    // Its text is nowhere, and no row is found by it.
    let stored = disk.text();
    assert!(!stored.to_lowercase().contains("2019/7"), "{stored}");
    let other = CardCode::parse("Gut 2019/8").unwrap();
    assert_eq!(
        disk.with(|ctx| seen_by_staff(ctx, &other)).map(|_| ()),
        Err(VenueError::NotFound)
    );
}

#[test]
fn a_key_makes_one_card_and_belongs_to_one_request() {
    let disk = disk();
    let keyed = |amount: i64| NewStaffCard {
        key: crate::storage::idempotency::IdempotencyKey::parse("k1"),
        amount,
        ..new(None, None)
    };
    let first = make(&disk, &keyed(7_500)).unwrap();
    let again = make(&disk, &keyed(7_500)).unwrap();
    assert_eq!((first.replayed, again.replayed), (false, true));
    assert_eq!(first.code, again.code);
    assert_eq!(make(&disk, &keyed(100)).map(|_| ()), Err(VenueError::KeyReused));
    assert_eq!(disk.count("SELECT COUNT(*) AS count FROM gift_cards"), 1);
    // Two days later the key is another request's.
    disk.now.set(NOW + 48 * 3_600 + 1);
    assert!(!make(&disk, &keyed(100)).unwrap().replayed);
}

#[test]
fn a_card_of_nothing_waits_to_be_topped_up() {
    let disk = disk();
    let made = make(
        &disk,
        &NewStaffCard {
            amount: 0,
            ..new(None, None)
        },
    )
    .unwrap();
    assert_eq!((made.amount, made.remaining), (0, 0));
}

#[test]
fn no_card_has_a_code_that_a_guest_could_think_of() {
    let disk = disk();
    let code = "222222-222222-222222";
    assert!(matches!(CardCode::parse(code), Ok(CardCode::Own(_))));
    let fault = FieldError::new("/id", FieldCode::Invalid);
    assert_eq!(
        make(&disk, &new(Some(code), None)).map(|_| ()),
        Err(VenueError::Fields(vec![fault]))
    );
    assert_eq!(disk.count("SELECT COUNT(*) AS count FROM gift_cards"), 0);
}

#[test]
fn what_cannot_be_a_card_is_refused_field_by_field() {
    let disk = disk();
    for amount in [-1, i64::MIN, i64::MAX] {
        let wrong = NewStaffCard {
            amount,
            template_id: TemplateId::parse("none").unwrap(),
            expires_on: Day::parse("2026-11-21").unwrap(),
            ..new(None, None)
        };
        let Err(VenueError::Fields(faults)) = make(&disk, &wrong) else {
            panic!("a card of {amount}");
        };
        let pointers: Vec<_> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/templateId", "/expiresOnDay", "/amount"]);
    }
}
