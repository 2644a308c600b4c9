//! A sample of each request, as an adjacent version of the worker sends it, with the policy that it has.

use serde_json::{Value, json};
use shared::gift_card::GiftCardCode;

use crate::limits::{Class, Creation};

/// The kind of authorization, the rate classes, whether it is a write, and what it creates.
pub(super) type Expected = (&'static str, &'static [Class], bool, Option<Creation>);

const PUBLIC: Expected = ("Public", &[], false, None);
const WORKER_READS: Expected = ("ByWorker", &[], false, None);
const WORKER_WRITES: Expected = ("ByWorker", &[], true, None);

const STAFF_READS: Expected = ("Staff", &[], false, None);
const STAFF_WRITES: Expected = ("Staff", &[], true, None);

fn look_up(authorization: &'static str) -> Expected {
    (authorization, &[Class::LookUp], false, None)
}

fn write(authorization: &'static str) -> Expected {
    (authorization, &[Class::Write], true, None)
}

fn create(creation: Creation) -> Expected {
    ("Visitor", &[Class::Write], true, Some(creation))
}

fn slots(moving: Option<&str>) -> Value {
    json!({ "experience_id": "dinner", "attendees": 2, "day": "2026-11-27", "moving": moving })
}

fn list() -> Value {
    json!({ "from": "2026-11-27", "to": "2026-11-28", "statuses": [], "include_walk_ins": false })
}

fn guest() -> Value {
    json!({ "lastName": "Muster", "email": "ada@example.com" })
}

fn booking() -> Value {
    json!({
        "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "locale": "en",
        "guest": guest(),
    })
}

fn code() -> GiftCardCode {
    GiftCardCode::of_random(0..40).unwrap()
}

fn about_bookings() -> Vec<(Value, Expected)> {
    let calendar =
        json!({ "experience_id": "dinner", "attendees": 2, "from": "2026-11-27", "to": "2026-11-28" });
    let mut with_card = booking();
    with_card["giftCardCode"] = json!(code());
    let quote = json!({ "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2 });
    let mut of_reservation = quote.clone();
    of_reservation["reservationId"] = json!("r1");
    let webhook = json!({ "source": "stripe", "headers": { "stripe-signature": "s" }, "body": "e30=" });
    vec![
        (json!({ "Settings": null }), PUBLIC),
        (json!({ "Settings": 3 }), PUBLIC),
        (json!("Experiences"), PUBLIC),
        (
            json!({ "Picture": "3fd0a1c2b5e64f7890ab12cd34ef5678.png" }),
            PUBLIC,
        ),
        (json!({ "Calendar": calendar }), PUBLIC),
        (json!({ "Slots": slots(None) }), PUBLIC),
        (json!({ "Slots": slots(Some("r1")) }), look_up("ReservationToken")),
        (json!({ "ExperiencesWith": "SPRING" }), look_up("Visitor")),
        (
            json!({ "CalendarWith": [calendar, "SPRING"] }),
            look_up("Visitor"),
        ),
        (
            json!({ "SlotsWith": [slots(None), "SPRING"] }),
            look_up("Visitor"),
        ),
        (
            json!({ "SlotsWith": [slots(Some("r1")), "SPRING"] }),
            look_up("ReservationToken"),
        ),
        (json!({ "SoldOut": ["dinner", "2026-11-27"] }), PUBLIC),
        (
            json!({ "Quote": [quote, null] }),
            ("Visitor", &[Class::Read], false, None),
        ),
        (json!({ "Quote": [quote, "SPRING"] }), look_up("Visitor")),
        (
            json!({ "Quote": [of_reservation, null] }),
            look_up("ReservationToken"),
        ),
        (
            json!({ "ReserveWith": [{ "request": booking(), "key": "key-1" }, "SPRING"] }),
            (
                "Visitor",
                &[Class::Write, Class::LookUp],
                true,
                Some(Creation::Reservation),
            ),
        ),
        (
            json!({ "Reserve": { "request": booking(), "key": "key-1" } }),
            create(Creation::Reservation),
        ),
        (
            // The response shows whether a card of this code exists, as does that to a request for its balance.
            json!({ "Reserve": { "request": with_card, "key": "key-1" } }),
            (
                "Visitor",
                &[Class::Write, Class::LookUp],
                true,
                Some(Creation::Reservation),
            ),
        ),
        (json!({ "Reservation": "r1" }), look_up("ReservationToken")),
        (json!({ "Reservations": list() }), WORKER_READS),
        (
            json!({ "Change": ["r1", { "attendees": 3 }] }),
            write("ReservationToken"),
        ),
        (
            json!({ "SetStatus": ["r1", "cancelled"] }),
            write("ReservationToken"),
        ),
        (json!({ "ExtendHold": "r1" }), write("ReservationToken")),
        (json!({ "Webhook": webhook }), WORKER_WRITES),
        (json!({ "Forwarded": webhook }), WORKER_WRITES),
        (
            json!({ "Play": ["p1", "t", "pay"] }),
            ("Visitor", &[Class::LookUp], true, None),
        ),
        (json!("Metrics"), STAFF_READS),
        (json!({ "PreviewMail": null }), WORKER_READS),
    ]
}

fn about_gift_cards_and_the_waitlist() -> Vec<(Value, Expected)> {
    let card = json!({
        "templateId": "evening", "amount": { "amount": 5000, "currency": "EUR" },
        "purchaser": { "name": "Ada Muster", "email": "ada@example.com" }, "locale": "en",
    });
    let entry = json!({
        "experienceId": "dinner", "day": "2026-11-27", "from": 1080, "to": 1200, "attendees": 2, "guest": guest(),
        "locale": "en",
    });
    vec![
        (
            json!({ "GiftCards": { "Create": { "request": card, "key": "key-1" } } }),
            create(Creation::GiftCardOrder),
        ),
        (json!({ "GiftCards": { "Order": "o1" } }), look_up("OrderToken")),
        (json!({ "GiftCards": { "Balance": code() } }), look_up("Visitor")),
        (json!({ "GiftCards": { "Sheet": "o1" } }), look_up("OrderToken")),
        (
            json!({ "GiftCards": { "Withdraw": ["o1", { "confirm": true }] } }),
            write("OrderToken"),
        ),
        (
            json!({ "Waitlist": { "Leave": { "request": entry, "key": "key-1" } } }),
            create(Creation::WaitlistEntry),
        ),
        (json!({ "Waitlist": { "Look": "w1" } }), look_up("EntryToken")),
        (json!({ "Waitlist": { "Withdraw": "w1" } }), write("EntryToken")),
        (json!({ "Waitlist": { "Accept": "w1" } }), write("EntryToken")),
        (
            json!({ "SignIn": { "Open": ["t", { "browser": "other", "system": "other" }] } }),
            ("Visitor", &[Class::LookUp], true, None),
        ),
        (
            json!({ "SignIn": { "SendLink": "ada@example.com" } }),
            write("Visitor"),
        ),
    ]
}

fn of_staff() -> Vec<(Value, Expected)> {
    let card = json!({
        "amount": 5000, "template_id": "evening", "expires_on": "2029-12-31", "code": null, "payment_reference": null,
    });
    let all = [
        (json!({ "Slots": slots(None) }), STAFF_READS),
        (json!({ "Day": null }), STAFF_READS),
        (json!({ "FindGuests": "Muster" }), STAFF_READS),
        (json!({ "Create": booking() }), STAFF_WRITES),
        (json!({ "Reservation": "r1" }), STAFF_READS),
        (json!({ "Reservations": list() }), STAFF_READS),
        (json!({ "SetStatus": ["r1", "seated"] }), STAFF_WRITES),
        (json!({ "Change": ["r1", { "minutes": 1200 }] }), STAFF_WRITES),
        (
            json!({ "NoShow": { "id": "r1", "token": "t", "is_said": false } }),
            WORKER_WRITES,
        ),
        (
            json!({ "NoShow": { "id": "r1", "token": null, "is_said": false } }),
            STAFF_WRITES,
        ),
        (
            json!({ "AnswerRequest": { "link": { "id": "r1", "revision": 2, "token": "t" }, "answer": null } }),
            WORKER_WRITES,
        ),
        (
            json!({ "AnswerRequest": {
                "link": { "id": "r1", "revision": 2, "token": "t" }, "answer": { "Decline": "We are sorry" },
            } }),
            WORKER_WRITES,
        ),
        (json!({ "Settings": { "Read": null } }), STAFF_READS),
        (json!({ "Settings": { "Versions": 3 } }), STAFF_READS),
        (json!({ "Settings": { "Diff": [1, null] } }), STAFF_READS),
        (
            json!({ "Settings": { "Replace": { "expected": 3, "new": { "settings": {} } } } }),
            STAFF_WRITES,
        ),
        (json!("Identity"), STAFF_READS),
        (json!("AccessKeys"), STAFF_READS),
        (
            json!({ "CreateAccessKey": { "name": "Till", "role": "host" } }),
            STAFF_WRITES,
        ),
        (json!({ "RevokeAccessKey": "aaaaaaaaaaaa" }), STAFF_WRITES),
        (json!({ "Audit": null }), STAFF_READS),
        (json!({ "Changes": { "after": 3, "limit": 10 } }), STAFF_READS),
        (json!({ "Changes": {} }), STAFF_READS),
        (json!({ "CreateCard": card }), STAFF_WRITES),
        (json!({ "Card": code() }), STAFF_READS),
        (
            json!({ "CardTransactions": { "Create": {
                "code": code(), "amount": -100, "is_pending": true, "reference": null, "key": null,
            } } }),
            STAFF_WRITES,
        ),
        (
            json!({ "CardTransactions": { "Read": ["GUT-2019", "external-a"] } }),
            STAFF_READS,
        ),
        (
            json!({ "CardTransactions": { "Update": {
                "code": code(), "id": "external-a", "status": "successful", "reference": null,
            } } }),
            STAFF_WRITES,
        ),
        (json!({ "PhoneCalls": { "List": null } }), STAFF_READS),
        (
            json!({ "PhoneCalls": { "History": "+436601123345" } }),
            STAFF_READS,
        ),
        (json!({ "Till": "DeadLetters" }), STAFF_READS),
        (json!({ "Till": { "Reservation": "r1" } }), STAFF_READS),
        (json!({ "Till": { "Replay": ["push", "r1"] } }), STAFF_WRITES),
        (json!({ "Till": "ConnectionState" }), STAFF_WRITES),
        (json!({ "Till": "Authorize" }), STAFF_WRITES),
        (json!({ "Till": { "ChooseLocation": "7" } }), STAFF_WRITES),
        (
            json!({ "Till": { "Connect": "https://book.example" } }),
            STAFF_WRITES,
        ),
        (
            json!({ "Till": { "Disconnect": "https://book.example" } }),
            STAFF_WRITES,
        ),
        (
            json!({ "PhoneCalls": { "Report": {
                "id": "call-00001", "phone_number_id": "main", "phone": null, "status": "ringing",
            } } }),
            STAFF_WRITES,
        ),
    ];
    all.into_iter().map(by_staff).collect()
}

fn by_staff((request, expected): (Value, Expected)) -> (Value, Expected) {
    (json!({ "Staff": request }), expected)
}

fn of_staff_about_the_venue() -> Vec<(Value, Expected)> {
    let all = [
        (json!({ "Webhooks": "List" }), STAFF_READS),
        (
            json!({ "Webhooks": { "Create": { "url": "https://hooks.example.com/", "kinds": ["reservation"] } } }),
            STAFF_WRITES,
        ),
        (json!({ "Webhooks": { "Delete": "aaaaaaaaaaaa" } }), STAFF_WRITES),
        (
            json!({ "Webhooks": { "RotateSecret": "aaaaaaaaaaaa" } }),
            STAFF_WRITES,
        ),
        (
            json!({ "Webhooks": { "DeadLetters": ["aaaaaaaaaaaa", null] } }),
            STAFF_READS,
        ),
        (json!({ "Webhooks": { "Replay": "aaaaaaaaaaaa" } }), STAFF_WRITES),
        (
            json!({ "Tables": { "CheckIn": { "name": "12", "ids": [], "attendees": 2 } } }),
            STAFF_WRITES,
        ),
        (json!({ "Tables": { "Paid": { "ids": ["t1"] } } }), STAFF_WRITES),
        (
            json!({ "Tables": { "Seat": { "ids": ["t1"], "attendees": 2, "key": "key-1" } } }),
            STAFF_WRITES,
        ),
        (json!({ "People": "List" }), STAFF_READS),
        (
            json!({ "People": { "Invite": { "name": "Ada", "email": "ada@example.com", "role": "host" } } }),
            STAFF_WRITES,
        ),
        (
            json!({ "People": { "Change": ["aaaaaaaaaaaa", { "role": "host" }] } }),
            STAFF_WRITES,
        ),
        (json!({ "People": { "Remove": "aaaaaaaaaaaa" } }), STAFF_WRITES),
        (json!({ "Sessions": "List" }), STAFF_READS),
        (json!({ "Sessions": { "End": "aaaaaaaaaaaa" } }), STAFF_WRITES),
        (json!({ "Sessions": "SignOut" }), STAFF_WRITES),
        (
            json!({ "Waitlist": { "Add": {
                "experience_id": "dinner", "attendees": 2, "first_name": null, "last_name": "Muster", "phone": null,
                "quoted_minutes": 20, "locale": "en", "key": "key-1",
            } } }),
            STAFF_WRITES,
        ),
        (json!({ "Waitlist": { "Withdraw": "w1" } }), STAFF_WRITES),
        (json!({ "DayRules": "List" }), STAFF_READS),
        (
            json!({ "DayRules": { "Create": { "request": { "effect": { "kind": "pause" } }, "key": "key-1" } } }),
            STAFF_WRITES,
        ),
        (json!({ "DayRules": { "Rule": "d1" } }), STAFF_READS),
        (json!({ "DayRules": { "Remove": "d1" } }), STAFF_WRITES),
        (json!({ "DayRules": { "Notify": "d1" } }), STAFF_WRITES),
        (json!({ "ExportGuest": "ada@example.com" }), STAFF_READS),
        (json!({ "EraseGuest": "ada@example.com" }), STAFF_WRITES),
        (json!("Secrets"), STAFF_READS),
        (json!({ "SetSecret": ["LINDE_MAIL_KEY", "re_1"] }), STAFF_WRITES),
        (json!({ "DeleteSecret": "LINDE_MAIL_KEY" }), STAFF_WRITES),
        (json!("ResealSecrets"), STAFF_WRITES),
        (
            json!({ "Publish": ["dinner", { "isPublic": true }] }),
            STAFF_WRITES,
        ),
    ];
    all.into_iter().map(by_staff).collect()
}

fn of_operators() -> Vec<(Value, Expected)> {
    vec![
        (json!({ "Operator": { "Create": {} } }), STAFF_WRITES),
        (json!({ "Operator": { "SetSuspended": true } }), STAFF_WRITES),
        (json!({ "Operator": "WorkerSecrets" }), STAFF_READS),
        (
            json!({ "Operator": { "AssignSecret": "LINDE_MAIL_KEY" } }),
            STAFF_WRITES,
        ),
        (
            json!({ "Operator": { "WithdrawSecret": "LINDE_MAIL_KEY" } }),
            STAFF_WRITES,
        ),
        (json!({ "Operator": "WebhookHosts" }), STAFF_READS),
        (
            json!({ "Operator": { "ConfirmWebhookHost": "hooks.example.com" } }),
            STAFF_WRITES,
        ),
        (
            json!({ "Operator": { "WithdrawWebhookHost": "hooks.example.com" } }),
            STAFF_WRITES,
        ),
    ]
}

/// Every request as JSON, with its policy.
pub(super) fn requests() -> Vec<(Value, Expected)> {
    let mut all = about_bookings();
    all.extend(about_gift_cards_and_the_waitlist());
    all.extend(of_staff());
    all.extend(of_staff_about_the_venue());
    all.extend(of_operators());
    all
}
