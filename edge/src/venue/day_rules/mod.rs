//! Stored rules of days, and the reservations whose guests were written to about them.

mod renamed;

pub use renamed::renamed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::day_rule::{DayRule, DayRuleEffect};
use shared::id::{DayRuleId, ReservationId};
use shared::time::Instant;
use shared::validation::Notes;

use crate::error::{Result, VenueError};
use crate::storage::database::{Database, Statement, first, select};
use crate::storage::idempotency::{IdempotencyKey, RETENTION_SECONDS};
use crate::storage::row::{self, TableRow};

/// A stored rule. It cannot be printed: staff may have written names into it.
#[derive(Serialize, Deserialize)]
pub struct DayRuleRow {
    /// Its id.
    pub id: DayRuleId,
    /// The key under which it was created.
    pub key: IdempotencyKey,
    /// A hash of the request, which shows whether another request has the same key.
    pub fingerprint: String,
    /// Its effect, with the values that the request left out.
    #[serde(with = "row::json")]
    pub effect: DayRuleEffect,
    /// The reason, for staff alone.
    pub reason: Option<Notes>,
    /// When it ends by itself.
    #[serde(with = "row::unix")]
    pub ends_at: Instant,
    /// When it was created.
    #[serde(with = "row::unix")]
    pub created_at: Instant,
    /// The actor that created it; none where that is not known.
    pub created_by: Option<String>,
    /// When it was removed.
    #[serde(with = "row::optional_unix")]
    pub removed_at: Option<Instant>,
}

impl TableRow for DayRuleRow {
    const TABLE: &'static str = "day_rules";
}

impl DayRuleRow {
    /// The rule as the API has it.
    #[must_use]
    pub fn public(self) -> DayRule {
        DayRule {
            id: self.id,
            effect: self.effect,
            reason: self.reason,
            ends_at: self.ends_at,
            created_at: self.created_at,
            created_by: self.created_by,
            removed_at: self.removed_at,
        }
    }
}

/// A letter about a rule to the guest of a reservation.
#[derive(Serialize, Deserialize)]
struct LetterRow {
    rule_id: DayRuleId,
    reservation_id: ReservationId,
    #[serde(with = "row::unix")]
    at: Instant,
}

impl TableRow for LetterRow {
    const TABLE: &'static str = "day_rule_letters";
}

/// The rules that are in force at `now`, the oldest first.
pub fn in_force(database: &dyn Database, now: Instant) -> Result<Vec<DayRule>> {
    let sql = "SELECT * FROM day_rules WHERE ends_at > ? AND removed_at IS NULL ORDER BY created_at, rowid";
    let rows: Vec<DayRuleRow> = select(database, sql, vec![now.unix().into()])?;
    Ok(rows.into_iter().map(DayRuleRow::public).collect())
}

/// The rule of this id, also after its end.
pub fn find(database: &dyn Database, id: &DayRuleId) -> Result<Option<DayRule>> {
    let sql = "SELECT * FROM day_rules WHERE id = ?";
    let row: Option<DayRuleRow> = first(database, sql, vec![id.as_str().into()])?;
    Ok(row.map(DayRuleRow::public))
}

/// The rule that was created under a key, as long as keys are stored.
pub fn of_key(database: &dyn Database, key: &IdempotencyKey, now: Instant) -> Result<Option<DayRuleRow>> {
    let sql = "SELECT * FROM day_rules WHERE key = ? AND created_at >= ?";
    let since = now.unix() - RETENTION_SECONDS;
    Ok(first(database, sql, vec![key.as_str().into(), since.into()])?)
}

/// The number of rules that can be created in 24 hours: those that were removed are stored for two days, so that the limit of
/// those in force does not bound the table.
const MOST_A_DAY: i64 = 1000;

/// Refuses another rule where too many were created in the last 24 hours.
pub fn check_rate(database: &dyn Database, now: Instant) -> Result<()> {
    #[derive(Deserialize)]
    struct Count {
        count: i64,
    }
    let sql = "SELECT COUNT(*) AS count FROM day_rules WHERE created_at > ?";
    let count: Option<Count> = first(database, sql, vec![(now.unix() - 24 * 3600).into()])?;
    if count.is_some_and(|Count { count }| count >= MOST_A_DAY) {
        return Err(VenueError::TooMany { retry_after: 3600 });
    }
    Ok(())
}

/// Ends a rule.
#[must_use]
pub fn remove(id: &DayRuleId, now: Instant) -> Statement {
    Statement::new(
        "UPDATE day_rules SET removed_at = ? WHERE id = ? AND removed_at IS NULL",
        vec![now.unix().into(), id.as_str().into()],
    )
}

/// Stores that a guest was written to about a rule.
pub fn notified(rule_id: &DayRuleId, reservation_id: &ReservationId, at: Instant) -> Result<Statement> {
    Ok(row::insert_if_absent(&LetterRow {
        rule_id: rule_id.clone(),
        reservation_id: reservation_id.clone(),
        at,
    })?)
}

/// The reservations whose guests were written to about a rule, with the time.
pub fn letters(database: &dyn Database, rule: &DayRuleId) -> Result<BTreeMap<ReservationId, Instant>> {
    let sql = "SELECT * FROM day_rule_letters WHERE rule_id = ?";
    let rows: Vec<LetterRow> = select(database, sql, vec![rule.as_str().into()])?;
    Ok(rows.into_iter().map(|row| (row.reservation_id, row.at)).collect())
}

/// Deletes the rules that are over, and those that were removed, once no request can be repeated under their key; and
/// what is stored about their letters.
#[must_use]
pub fn delete_ended(now: Instant) -> [Statement; 2] {
    let keys = now.unix() - RETENTION_SECONDS;
    [
        Statement::new(
            "DELETE FROM day_rules WHERE created_at < ?1 AND (ends_at < ?1 OR removed_at < ?1)",
            vec![keys.into()],
        ),
        Statement::new(
            "DELETE FROM day_rule_letters WHERE rule_id NOT IN (SELECT id FROM day_rules)",
            vec![],
        ),
    ]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::storage::row::test_support::check;
    use crate::test_support::database::Memory;

    #[test]
    fn the_rows_are_the_tables() {
        check::<DayRuleRow>(&json!({
            "id": "d1", "key": "key-1", "fingerprint": "f",
            "effect": "{\"kind\":\"closure\",\"from\":\"2026-12-24\",\"to\":\"2026-12-26\",\"shownAs\":\"full\",\"text\":{\"en\":\"Shut\"}}",
            "reason": "The cook is ill", "ends_at": 1_795_802_400, "created_at": 1_795_258_800, "created_by": "key",
            "removed_at": 1_795_258_900,
        }));
        check::<LetterRow>(&json!({ "rule_id": "d1", "reservation_id": "r1", "at": 1_795_258_800 }));
    }

    #[test]
    fn a_thousand_rules_are_created_in_a_day() {
        let memory = Memory::new();
        let (now, noon) = (Instant::from_unix, 1_795_258_800_i64);
        for (rules, is_refused) in [(999_i64, false), (1, true)] {
            let insert = Statement::new(
                "WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < ?1)
                 INSERT INTO day_rules (id, key, fingerprint, effect, ends_at, created_at, removed_at)
                 SELECT ?1 || '-' || n, 'key', 'f', '{}', 0, ?2, ?2 FROM many",
                vec![rules.into(), noon.into()],
            );
            memory.write(vec![insert]).unwrap();
            let checked = check_rate(&memory, now(noon + 24 * 3600 - 1));
            assert_eq!(
                checked == Err(VenueError::TooMany { retry_after: 3600 }),
                is_refused
            );
        }
        assert_eq!(check_rate(&memory, now(noon + 24 * 3600)), Ok(()));
    }
}
