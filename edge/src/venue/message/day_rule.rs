//! Requests of staff about rules of days, and their responses.

use serde::{Deserialize, Serialize};
use shared::day_rule::{DayRuleImpact, DayRuleRequest};
use shared::id::DayRuleId;

use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::policy::Policy;

/// A request about rules of days; the embedded engine alone answers.
#[derive(Debug, Serialize, Deserialize)]
pub enum DayRulesRequest {
    /// Answered with the rules that are in force.
    List,
    /// Answered with the rule made, and the reservations that it meets.
    Create(Box<NewDayRule>),
    /// Answered with the rule, and the reservations that it meets.
    Rule(DayRuleId),
    /// Answered with the rule, which is removed.
    Remove(DayRuleId),
    /// Answered with the number of letters to guests whom the rule meets.
    Notify(DayRuleId),
}

impl DayRulesRequest {
    /// Its policy.
    #[must_use]
    pub fn policy(&self) -> Policy<'static> {
        match self {
            Self::List | Self::Rule(_) => Policy::READ_BY_STAFF,
            Self::Create(_) | Self::Remove(_) | Self::Notify(_) => Policy::WRITE_BY_STAFF,
        }
    }
}

/// A rule to create, under a key that creates it once only.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewDayRule {
    /// The request.
    pub request: DayRuleRequest,
    /// The caller's `Idempotency-Key`.
    pub key: IdempotencyKey,
}

/// A rule that was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedDayRule {
    /// The rule, and the reservations that it meets.
    pub impact: DayRuleImpact,
    /// Whether an earlier request with the same key had created it.
    pub replayed: bool,
}
