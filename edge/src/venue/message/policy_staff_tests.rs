//! The requests of staff and operators, each with its policy.

use serde_json::{Value, json};

use super::{Expected, STAFF_READS, STAFF_WRITES, WORKER_WRITES, booking, code, list, slots};

pub(super) fn of_staff() -> Vec<(Value, Expected)> {
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

pub(super) fn of_staff_about_the_venue() -> Vec<(Value, Expected)> {
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

pub(super) fn of_operators() -> Vec<(Value, Expected)> {
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
