//! The scripted venue's responses to its staff.

use serde_json::{Value, json};
use shared::day_rule::DayRuleEffect;
use shared::id::{ReservationId, TableId};
use shared::page::PagePosition;
use shared::problem::ProblemCode;
use shared::reservation::Status;
use shared::time::Day;

use super::pictures::about_pictures;
use super::settings::about_settings;
use super::{Answer, people, phone_calls, requests, staff_gift_cards, tables, tills, webhooks};
use crate::error::VenueError;
use crate::venue::message::day_rule::DayRulesRequest;
use crate::venue::message::staff::{GuestContact, StaffRequest, StaffReservation};
use crate::venue::message::staff_reservation::StaffReservationChange;
use crate::venue::message::waitlist::StaffWaitlistRequest;

/// The reservation: dinner for two on the evening of 27 November 2026 in Vienna.
pub(in crate::http) fn reservation(status: Status) -> StaffReservation {
    serde_json::from_value(json!({
        "reservation": {
            "id": "r1", "number": "R-000007", "status": status, "day": "2026-11-27", "minutes": 1140,
            "duration": 120, "attendees": 2, "experience": { "id": "dinner", "name": { "en": "Dinner" } },
        },
        "shorthand": "DIN", "source": "app",
        "span": ["2026-11-27T18:00:00Z", "2026-11-27T20:00:00Z"], "presence": [null, null],
        "guest": { "firstName": "Ada", "lastName": "Muster", "email": "ada@example.com" },
        "locale": "en", "notes": "By the window",
        "tables": [{
            "id": "w1", "name": "W1", "party": [1, 2], "priority_index": 3, "reservable": true, "rotation": 90,
            "categories": ["window"], "shape": "rect_two", "position": [100, 250],
        }],
        "guest_id": "g1", "labels": [{ "id": "vip", "name": "VIP", "icon": "star", "kind": "guestbook" }],
        "details": { "company": "BestCorp Inc.", "guest_notes": "Red wine", "internal_notes": "The owner's aunt" },
    }))
    .unwrap()
}

/// The access key that the scripted venue knows.
pub(in crate::http) const ACCESS_KEY: &str =
    "cvk_demo_aaaaaaaaaaaa_sssssssssssssssssssssssssssssssssssssssssss";

fn access_key(name: &str) -> Value {
    json!({
        "id": "aaaaaaaaaaaa", "name": name, "role": "host", "createdAt": "2026-11-29T18:00:00Z",
        "createdBy": "staff_key",
    })
}

pub(super) fn answer(request: &StaffRequest) -> Answer {
    match request {
        StaffRequest::Slots(_) => Ok(json!({ "slots": [] })),
        StaffRequest::Create(new) => Ok(booked(Status::Booked, new.key.is_some())),
        StaffRequest::Reservation(id) if id.as_str() == "r1" => Ok(json!(reservation(Status::Booked))),
        StaffRequest::Day(day) => Ok(day_of(*day)),
        StaffRequest::FindGuests(_) => Ok(json!({ "guests": [reservation(Status::Booked).for_staff()] })),
        StaffRequest::Change(id, change) => change_of(id, change),
        StaffRequest::SetStatus(_, Status::Paid) => Err(VenueError::IllegalTransition),
        StaffRequest::SetStatus(_, status) => Ok(json!(reservation(*status))),
        StaffRequest::Settings(request) => about_settings(request),
        StaffRequest::Identity => Ok(json!({
            "venue": "demo", "actor": "staff_key", "role": "manager", "permissions": ["identify"],
        })),
        StaffRequest::AccessKeys => Ok(json!({ "keys": [access_key("Tablet")] })),
        StaffRequest::CreateAccessKey(new) => {
            let mut created = access_key(new.name.as_str());
            created["token"] = json!(ACCESS_KEY);
            Ok(created)
        }
        StaffRequest::RevokeAccessKey(id) if id.as_str() == "aaaaaaaaaaaa" => Ok(json!(null)),
        StaffRequest::RevokeAccessKey(_) | StaffRequest::Reservation(_) => Err(VenueError::NotFound),
        StaffRequest::Audit(_) => Ok(json!({ "entries": [] })),
        // What was kept before the cursor 3 is gone.
        StaffRequest::Changes(query) if query.after.is_some_and(|PagePosition(after)| after < 3) => {
            Err(VenueError::Resync {
                cursor: PagePosition(9),
            })
        }
        StaffRequest::Changes(_) => Ok(json!({ "changes": [], "cursor": 9, "more": false })),
        StaffRequest::Explain { .. } => Ok(json!({ "isOpen": true, "rules": [], "tables": [] })),
        StaffRequest::Reservations(_) => Ok(json!([reservation(Status::Booked)])),
        StaffRequest::NoShow {
            id,
            token,
            is_reported,
        } => no_show(id, token.as_deref(), *is_reported),
        StaffRequest::AnswerRequest { link, answer } => requests::answer(link, answer.as_ref()),
        StaffRequest::CreateCard(new) => staff_gift_cards::create(new),
        StaffRequest::Card(asked) => staff_gift_cards::card(asked),
        StaffRequest::PhoneCalls(request) => phone_calls::answer(request),
        StaffRequest::Tables(request) => tables::answer(request),
        StaffRequest::Till(request) => tills::answer(request),
        StaffRequest::CardTransactions(request) => staff_gift_cards::transactions(request),
        StaffRequest::Secrets => Ok(json!({ "secrets": [{
            "name": "LINDE_MAIL_KEY", "settings": ["mail.key"], "status": "sealed", "sealedAt": "2026-11-22T12:00:00Z",
        }] })),
        StaffRequest::SetSecret(name, _) | StaffRequest::DeleteSecret(name)
            if name.as_str() != "LINDE_MAIL_KEY" =>
        {
            Err(VenueError::Refused(ProblemCode::UnknownSecret))
        }
        StaffRequest::SetSecret(_, value) if value.expose() == "without-a-key" => {
            Err(VenueError::Refused(ProblemCode::SealingUnavailable))
        }
        StaffRequest::SetSecret(..) | StaffRequest::DeleteSecret(_) => Ok(json!(null)),
        StaffRequest::Publish(id, _) if id.as_str() != "dinner" => Err(VenueError::NotFound),
        StaffRequest::Publish(..) => Ok(json!({ "serviceId": "d2", "isNew": true })),
        StaffRequest::ResealSecrets => Ok(json!({ "resealed": 1, "current": 0, "unreadable": [] })),
        StaffRequest::DayRules(request) => day_rules(request),
        StaffRequest::Waitlist(request) => Ok(waitlist(request)),
        StaffRequest::Webhooks(request) => Ok(webhooks::answer(request)),
        StaffRequest::People(request) => people::people(request),
        StaffRequest::Sessions(request) => people::sessions(request),
        StaffRequest::Pictures(request) => about_pictures(request),
        StaffRequest::ExportGuest(guest) => Ok(export(guest)),
        StaffRequest::EraseGuest(_) => Ok(json!({
            "erased": {
                "reservations": 2, "giftCardOrders": 1, "giftCardRecipients": 0, "giftCards": 1, "waitlist": 1, "calls": 1, "letters": 0,
            },
            "waiting": [{ "kind": "reservation", "id": "r1", "reason": "upcoming" }],
            "remoteSystem": "molzait",
        })),
    }
}

/// A reservation that staff made or changed. With a key it was made before; a new one is nearer than guests may book.
fn booked(status: Status, is_replayed: bool) -> Value {
    let warnings = if is_replayed {
        json!([])
    } else {
        json!(["lead_time_too_short"])
    };
    let mut booked = json!(reservation(status));
    booked["warnings"] = warnings;
    booked["replayed"] = json!(is_replayed);
    booked
}

/// The party that is noted at 18:00 in Vienna, and the entry that is withdrawn.
fn waitlist(request: &StaffWaitlistRequest) -> Value {
    let span = json!({ "experienceId": "dinner", "from": 1_080, "to": 1_320, "attendees": 2 });
    let mut answer = match request {
        StaffWaitlistRequest::Add(new) => json!({
            "id": "w1", "guest": { "lastName": new.last_name, "phone": new.phone }, "since": "2026-11-27T17:00:00Z",
            "quotedAt": "2026-11-27T17:20:00Z",
        }),
        StaffWaitlistRequest::Withdraw(id) => {
            json!({ "id": id, "status": "withdrawn", "day": "2026-11-27" })
        }
    };
    if let (Value::Object(answer), Value::Object(span)) = (&mut answer, span) {
        answer.extend(span);
    }
    answer
}

/// The evening of 27 November 2026, whichever day is asked for, with the one reservation.
fn day_of(day: Option<Day>) -> Value {
    json!({
        "day": day.map_or_else(|| "2026-11-27".to_owned(), |day| day.to_string()), "today": "2026-11-27",
        "now": "2026-11-27T17:00:00Z", "utcOffsetMinutes": 60, "cursor": 9, "limits": {}, "services": [], "areas": [],
        "rules": [], "reservations": [reservation(Status::Booked).for_staff()],
    })
}

/// The reservation in its new status. It was written since its sequence was 2. Its table `t9` has another party, and a rule takes `t8`.
fn change_of(id: &ReservationId, change: &StaffReservationChange) -> Answer {
    let table = |id: &str| TableId::parse(id).ok().into_iter().collect();
    let has = |id: &str| {
        let mut ids = change.table_ids.iter().flatten();
        ids.any(|table| table.as_str() == id)
    };
    match change.status {
        _ if id.as_str() != "r1" => Err(VenueError::NotFound),
        _ if has("t9") => Err(VenueError::TablesNotFree {
            taken: table("t9"),
            blocked: table("t8"),
        }),
        _ if change.if_sequence == Some(2) => Err(VenueError::Refused(ProblemCode::ReservationChanged)),
        Some(Status::Paid) => Err(VenueError::IllegalTransition),
        status => Ok(booked(status.unwrap_or(Status::Booked), true)),
    }
}

/// The rules of a venue without reservations. One whose reason is `again` was created before; no note fits any more.
fn day_rules(request: &DayRulesRequest) -> Answer {
    let rule = |effect: Value| {
        json!({
            "id": "d1", "effect": effect, "endsAt": "2026-12-27T22:59:00Z", "createdAt": "2026-11-22T12:00:00Z",
        })
    };
    let closure = || rule(json!({ "kind": "closure", "from": "2026-12-24", "shownAs": "closed" }));
    let impact = |rule: Value| json!({ "rule": rule, "meetsCount": 0, "meets": [] });
    match request {
        DayRulesRequest::List => Ok(json!({ "rules": [closure()] })),
        DayRulesRequest::Create(new) if matches!(new.request.effect, DayRuleEffect::Note { .. }) => {
            Err(VenueError::Refused(ProblemCode::TooManyDayRules))
        }
        DayRulesRequest::Create(new) => {
            let reason = new.request.reason.as_ref();
            let replayed = reason.is_some_and(|reason| reason.as_str() == "again");
            Ok(json!({ "impact": impact(rule(json!(new.request.effect))), "replayed": replayed }))
        }
        DayRulesRequest::Rule(id) | DayRulesRequest::Remove(id) | DayRulesRequest::Notify(id)
            if id.as_str() != "d1" =>
        {
            Err(VenueError::NotFound)
        }
        DayRulesRequest::Rule(_) => Ok(impact(closure())),
        DayRulesRequest::Remove(_) => Ok(closure()),
        DayRulesRequest::Notify(_) => Ok(json!({ "queued": 1, "withoutAddress": 0, "left": 0 })),
    }
}

fn no_show(id: &ReservationId, token: Option<&str>, is_reported: bool) -> Answer {
    if token.is_some_and(|token| token != "t") {
        return Err(VenueError::Refused(ProblemCode::Unauthorized));
    }
    let id = id.as_str();
    let has_other_status = ["cancelled", "voided", "seated", "declined"].contains(&id);
    if is_reported && id == "later" {
        return Err(VenueError::Refused(ProblemCode::TooEarly));
    }
    if is_reported && has_other_status {
        return Err(VenueError::IllegalTransition);
    }
    if is_reported && id == "old" {
        return Err(VenueError::Refused(ProblemCode::TooLate));
    }
    if !has_other_status && !["later", "old", "disputed", "r1"].contains(&id) {
        return Err(VenueError::NotFound);
    }
    let (status, charge) = if is_reported {
        ("no_show", "paid")
    } else {
        ("booked", "kept")
    };
    // The test's time is between the starts of the first two, and after the end of the last.
    let (starts_at, until) = match id {
        "later" => ("2026-11-27T18:00:00Z", "2026-12-04T18:00:00Z"),
        "old" => ("2026-11-01T18:00:00Z", "2026-11-08T18:00:00Z"),
        _ => ("2026-11-17T18:00:00Z", "2026-11-24T18:00:00Z"),
    };
    Ok(json!({
        "id": id, "number": "R-000007", "status": if has_other_status { id } else { status },
        "day": "2026-11-17", "minutes": 1140, "attendees": 2, "startsAt": starts_at, "until": until,
        "paymentProblem": (id == "disputed").then_some("disputed"),
        "charge": { "status": charge, "amount": { "amount": 4_000, "currency": "EUR" } },
    }))
}

fn export(guest: &GuestContact) -> Value {
    let email = match guest {
        GuestContact::Email(email) => Some(email),
        GuestContact::Phone { .. } => None,
    };
    json!({
        "email": email,
        "reservations": [{
            "id": "r1", "number": "R-000007", "status": "booked", "experienceId": "dinner", "day": "2026-11-27",
            "minutes": 1140, "attendees": 2, "firstName": "Ada", "lastName": "Muster", "notes": "Window",
            "locale": "en", "marketingConsent": false, "createdAt": "2026-11-17T18:00:00Z",
            "payments": [{
                "id": "p1", "status": "paid", "amount": { "amount": 4_000, "currency": "EUR" }, "reference": "pi_1",
            }],
        }],
        "giftCardOrders": [{
            "id": "o1", "role": "recipient", "status": "issued", "templateId": "plain",
            "amount": { "amount": 5_000, "currency": "EUR" }, "name": "Ada", "message": "Enjoy", "locale": "en",
            "createdAt": "2026-11-17T18:00:00Z", "payments": [],
        }],
        "giftCards": [{
            "templateId": "plain", "expiresOn": "2029-12-31", "locale": "en", "createdAt": "2026-11-17T18:00:00Z",
        }],
        "waitlist": [{
            "id": "w1", "status": "waiting", "experienceId": "dinner", "day": "2026-11-27", "from": 1140,
            "to": 1200, "attendees": 2, "lastName": "Muster", "locale": "en", "createdAt": "2026-11-17T18:00:00Z",
        }],
        "calls": [{
            "id": "90e4020a-a9d1", "phone": "+436601123345", "status": "hung_up", "at": "2026-11-17T18:00:00Z",
        }],
        "letters": [{ "subject": "Your table", "text": "See you." }],
    })
}
