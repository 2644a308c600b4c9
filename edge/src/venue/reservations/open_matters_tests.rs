//! The facts for the check of a change, read from rows.

use config::change::Facts;
use serde_json::{Value as Json, json};
use shared::time::Instant;

use super::*;
use crate::access::Actor;
use crate::payment::flow::{Flow, Mode, State};
use crate::storage::database::{Database as _, Statement};
use crate::test_support::database::Memory;

/// Sunday, 22 November 2026, 7 in the morning in Vienna.
const NOW: i64 = 1_795_327_200;

fn write(memory: &Memory, sql: &'static str, values: &Json) {
    let statement = Statement::new(sql, vec![values.to_string().into()]);
    memory.write(vec![statement]).unwrap();
}

/// Stores a reservation of two from an hour after now on, with these values in place of the usual ones.
fn reservation(memory: &Memory, id: &str, values: &Json) {
    let mut row = json!({
        "id": id, "number": 1, "status": "booked", "ends": NOW + 7_200, "tables": "[\"t1\"]", "area": null,
        "payment": null,
    });
    for (key, value) in values.as_object().unwrap() {
        row[key] = value.clone();
    }
    write(
        memory,
        "INSERT INTO reservations (id, number, experience_id, day, minutes, starts_at, ends_at, attendees, status,
            table_ids, area_id, last_name, locale, marketing_consent, payment, created_at, source)
         SELECT ?1 ->> 'id', ?1 ->> 'number', 'dinner', '2026-11-22', 480, (?1 ->> 'ends') - 3600, ?1 ->> 'ends', 2,
            ?1 ->> 'status', ?1 ->> 'tables', ?1 ->> 'area', 'Ada', 'en', 0, ?1 ->> 'payment', 0, 'app'",
        &row,
    );
}

fn payment(memory: &Memory, (kind, subject): (&str, &str), state: State) {
    let flow = Flow {
        state,
        ..Flow::new(Mode::Charge)
    };
    let row = json!({ "kind": kind, "subject": subject, "flow": serde_json::to_string(&flow).unwrap() });
    write(
        memory,
        "INSERT INTO payments (id, kind, subject, amount, currency, flow, deadline, due_minutes, created_at)
         SELECT 'p-' || (?1 ->> 'subject'), ?1 ->> 'kind', ?1 ->> 'subject', 2000, 'EUR', ?1 ->> 'flow', 0, 15, 0",
        &row,
    );
}

fn read(memory: &Memory) -> Facts {
    let ctx = Ctx {
        database: memory,
        random: &|| None,
        now: Instant::from_unix(NOW),
        actor: &Actor::StaffKey,
    };
    facts(ctx, &TimeZone::parse("Europe/Vienna").unwrap()).unwrap()
}

#[test]
fn a_venue_without_rows_has_nothing_open() {
    let facts = read(&Memory::new());
    assert!(facts.reservations.is_empty());
    assert_eq!(facts.open, OpenMatters::default());
}

#[test]
fn a_reservation_counts_until_it_is_over_or_final() {
    let memory = Memory::new();
    let terms = json!({
        "type": "deposit", "amount": { "amount": 2_000, "currency": "EUR" }, "dueMinutes": 15, "refundMinutes": null,
    });
    let paid =
        json!({ "number": 7, "tables": "[\"t1\",\"t2\"]", "area": "hall", "payment": terms.to_string() });
    reservation(&memory, "a", &paid);
    reservation(
        &memory,
        "seated",
        &json!({ "number": 8, "status": "seated", "ends": NOW + 60 }),
    );
    reservation(&memory, "over", &json!({ "number": 9, "ends": NOW }));
    for (number, status) in (10..).zip(["declined", "finished", "cancelled", "no_show", "voided"]) {
        reservation(&memory, status, &json!({ "number": number, "status": status }));
    }
    payment(&memory, ("reservation", "a"), State::Paid);
    payment(&memory, ("reservation", "seated"), State::Lapsed);
    let Facts { reservations, open } = read(&memory);
    let numbers: Vec<_> = reservations
        .iter()
        .map(|one| (one.number.as_str(), one.has_payment))
        .collect();
    assert_eq!(numbers, [("R-000007", true), ("R-000008", false)]);
    assert_eq!(reservations[0].table_ids.len(), 2);
    assert_eq!(reservations[0].area_id.as_ref().map(AreaId::as_str), Some("hall"));
    assert_eq!(
        reservations[0].terms.as_ref().map(|terms| terms.amount.amount()),
        Some(2_000)
    );
    assert_eq!(
        open,
        OpenMatters {
            payments: 1,
            ..OpenMatters::default()
        }
    );
}

#[test]
fn what_a_party_has_ordered_is_part_of_the_facts() {
    let memory = Memory::new();
    reservation(&memory, "a", &json!({}));
    reservation(&memory, "b", &json!({ "number": 2 }));
    let ordered = json!({
        "people": [{ "category": "adults", "name": { "en": "Adults" }, "count": 2 }],
        "addOns": [{
            "id": "wine", "name": { "en": "Wine" }, "quantity": 1, "total": { "amount": 1_900, "currency": "EUR" },
        }],
    });
    write(
        &memory,
        "UPDATE reservations SET ordered = ?1 ->> 'ordered' WHERE id = 'a'",
        &json!({ "ordered": ordered.to_string() }),
    );
    let reservations = read(&memory).reservations;
    let people: Vec<_> = reservations[0]
        .people
        .iter()
        .map(|one| (one.category.as_str(), one.count))
        .collect();
    assert_eq!(people, [("adults", 2)]);
    let add_ons: Vec<_> = reservations[0]
        .add_ons
        .iter()
        .map(|one| (one.id.as_str(), one.quantity))
        .collect();
    assert_eq!(add_ons, [("wine", 1)]);
    assert!(reservations[1].people.is_empty() && reservations[1].add_ons.is_empty());
}

#[test]
fn a_payment_is_open_until_nothing_can_become_of_it() {
    for (state, payments, refunds) in [
        (State::Wanted, 1, 0),
        (State::Open, 1, 0),
        (State::Authenticating, 1, 0),
        (State::Failed, 1, 0),
        (State::Authorised, 1, 0),
        (State::Charging, 1, 0),
        // Its reservation is over.
        (State::Paid, 0, 0),
        (State::Refunding, 0, 1),
        (State::Refunded, 0, 0),
        (State::Lapsed, 0, 0),
        (State::Uncharged, 0, 0),
    ] {
        let memory = Memory::new();
        reservation(&memory, "a", &json!({ "ends": NOW }));
        payment(&memory, ("reservation", "a"), state);
        let open = read(&memory).open;
        assert_eq!((open.payments, open.refunds), (payments, refunds), "{state:?}");
    }
}

#[test]
fn cards_and_orders_and_entries_are_counted() {
    let memory = Memory::new();
    let card = |id: &str, expires: Option<&str>, created: i64| {
        let row = json!({ "id": id, "expires": expires, "created": created });
        write(
            &memory,
            "INSERT INTO gift_cards (id, code_hash, currency, expires_on, created_at)
             SELECT ?1 ->> 'id', ?1 ->> 'id', 'EUR', ?1 ->> 'expires', ?1 ->> 'created'",
            &row,
        );
    };
    let entry = |card: &str, id: &str, amount: i64, progress: &str| {
        let row = json!({ "card": card, "id": id, "amount": amount, "progress": progress });
        write(
            &memory,
            "INSERT INTO gift_card_transactions (card_id, id, amount, progress, created_at)
             SELECT ?1 ->> 'card', ?1 ->> 'id', ?1 ->> 'amount', ?1 ->> 'progress', 0",
            &row,
        );
    };
    let order = |id: &str, stage: &str, issuer: &str| {
        let row = json!({ "id": id, "stage": stage, "issuer": issuer });
        write(
            &memory,
            "INSERT INTO gift_card_orders (id, key, fingerprint, stage, issuer, template_id, amount, currency,
                purchaser_name, purchaser_email, locale, created_at)
             SELECT ?1 ->> 'id', '', '', ?1 ->> 'stage', ?1 ->> 'issuer', 'plain', 5000, 'EUR', 'Ada', 'a@b.example',
                'en', 0",
            &row,
        );
    };
    for (id, expires, spent, progress) in [
        ("full", None, 0, "successful"),
        ("last-day", Some("2026-11-22"), -1_000, "successful"),
        // The amount that is set aside may come back.
        ("set-aside", None, -5_000, "pending"),
        ("given-back", None, -5_000, "dropped"),
        ("spent", None, -5_000, "successful"),
        ("expired", Some("2026-11-21"), 0, "successful"),
    ] {
        card(id, expires, 0);
        entry(id, "issue", 5_000, "successful");
        entry(id, "spent", spent, progress);
    }
    order("asked", "awaiting_payment", "here");
    order("lapsed", "lapsed", "here");
    for (id, days, issuer) in [
        ("young", 14, "here"),
        ("old", 16, "here"),
        ("elsewhere", 16, "upstream"),
    ] {
        order(id, "issued", issuer);
        card(id, None, NOW - days * 86_400);
    }
    write(
        &memory,
        "INSERT INTO remote_reservations (id, day, minutes, terms) SELECT ?1, '2026-11-21', 0, ''",
        &json!(1),
    );
    write(
        &memory,
        "INSERT INTO remote_reservations (id, day, minutes, terms) SELECT ?1, '2026-11-22', 0, ''",
        &json!(2),
    );
    for status in ["waiting", "offered", "accepted", "lapsed", "withdrawn", "ended"] {
        write(
            &memory,
            "INSERT INTO waitlist (id, key, fingerprint, status, experience_id, day, from_minutes, to_minutes, attendees,
                locale, created_at)
             SELECT ?1 ->> '$', 'key-12345', '', ?1 ->> '$', 'dinner', '2026-11-22', 0, 0, 2, 'en', 0",
            &json!(status),
        );
    }
    assert_eq!(
        read(&memory).open,
        OpenMatters {
            gift_cards: 4,
            remote_gift_cards: 1,
            remote_reservations: 1,
            gift_card_orders: 2,
            waitlist_entries: 2,
            ..OpenMatters::default()
        }
    );
}
