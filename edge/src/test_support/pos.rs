//! Notices of a till.

use crate::delivery::Delivery;
use crate::pos::fact::{Addressee, CheckPhase, Fact, Notice, NoticeId};

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
