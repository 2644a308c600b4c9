//! Notices of a till, and pushes to one.

use serde_json::json;
use shared::id::ReservationId;
use shared::party::Attendees;
use shared::reservation::Status;
use shared::time::Instant;

use crate::delivery::Delivery;
use crate::pos::fact::{Addressee, CheckPhase, Fact, Notice, NoticeId};
use crate::pos::{Push, PushedGuest};

/// A notice that says this.
pub(crate) fn notice(id: &str, fact: Fact) -> Notice {
    let delivery = Delivery {
        headers: std::collections::BTreeMap::new(),
        query: std::collections::BTreeMap::new(),
        body: Vec::new(),
    };
    Notice {
        id: NoticeId::of(Some(id), &delivery),
        to: Addressee::default(),
        check: None,
        order: None,
        at: None,
        facts: vec![fact],
    }
}

/// A notice of a check's phase.
pub(crate) fn check_notice(id: &str, check: &str, order: Option<u64>, phase: CheckPhase) -> Notice {
    Notice {
        check: Some(check.to_owned()),
        order,
        ..notice(id, Fact::Check(phase))
    }
}

/// A failure of a push.
pub(crate) fn push_failed(code: &str) -> Fact {
    Fact::PushFailed {
        code: code.to_owned(),
        fields: Vec::new(),
        may_pass: true,
    }
}

/// A push of a reservation of Ada Lovelace's, for two at table 5.
pub(crate) fn push(version: u64, status: Status) -> Push {
    let start = Instant::from_unix(1_795_629_600);
    Push {
        version,
        at: Instant::from_unix(1_795_258_800),
        id: ReservationId::parse("r1").unwrap(),
        number: "R-000001".to_owned(),
        status,
        is_from_till: false,
        is_known: false,
        attendees: Attendees::parse(2).unwrap(),
        start,
        end: start.plus_minutes(90),
        experience: Some("Dinner".to_owned()),
        is_walk_in: false,
        guest: PushedGuest {
            id: "g1".to_owned(),
            guest: serde_json::from_value(json!({
                "firstName": "Ada", "lastName": "Lovelace", "email": "ada@example.com", "phone": "+436605512234",
            }))
            .unwrap(),
            company: None,
            notes: None,
            language: serde_json::from_value(json!("en")).unwrap(),
        },
        notes: None,
        internal_notes: None,
        labels: Vec::new(),
        tables: vec!["5".to_owned()],
        deposits: Vec::new(),
    }
}
