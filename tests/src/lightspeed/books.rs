//! The till's books: reservations as they were pushed, and checks at tables.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

/// A reservation of a restaurant, by both ids.
pub type Key = (String, String);

/// A reservation as the till has it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownReservation {
    /// The sequence of the push that said so last.
    pub sequence: u64,
    /// The body of that push.
    pub body: Value,
    /// Its status: that of the push, or one that was set here since.
    pub status: String,
    /// Its tables: those of the push, or those to which it was moved here.
    pub tables: Vec<String>,
}

/// A line of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The item.
    pub name: String,
    /// Its price, in cents, taxes included.
    pub cents: i64,
}

/// A check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its number.
    pub number: String,
    /// The reservation that it belongs to.
    pub reservation: Option<Key>,
    /// Its table.
    pub table: String,
    /// The number of guests.
    pub covers: u32,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The course, from 0.
    pub course: u32,
    /// The number of its events.
    pub events: u64,
    /// When it was opened, since 1970.
    pub opened: Duration,
    /// When it was paid.
    pub closed: Option<Duration>,
    /// Whether it was cancelled.
    pub is_cancelled: bool,
}

/// The books of all restaurants.
#[derive(Clone, Debug, Default)]
pub struct Books {
    /// Reservations.
    pub reservations: BTreeMap<Key, KnownReservation>,
    /// Checks, the oldest first.
    pub checks: Vec<Check>,
}

impl Check {
    /// Whether it can be ordered on and paid.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.closed.is_none() && !self.is_cancelled
    }

    /// The whole, in cents.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.cents).sum()
    }
}

impl Books {
    /// Takes a valid push. One with the sequence of the last or an older one changes nothing. The code is that of the error
    /// that follows.
    pub(super) fn push(&mut self, key: &Key, body: &Value, tables: &[String]) -> Result<bool, &'static str> {
        let sequence = body["sequenceId"].as_u64().unwrap_or_default();
        let known = self.reservations.get(key);
        if known.is_some_and(|known| sequence <= known.sequence) {
            return Ok(false);
        }
        if body["partySize"].as_i64().unwrap_or_default() < 1 {
            return Err("RESERVATION_PARTY_SIZE_ERROR");
        }
        let wanted = texts(&body["tableNumbers"]);
        if wanted.iter().any(|name| !tables.contains(name)) {
            return Err("REQUESTED_TABLE_IS_UNAVAILABLE");
        }
        if let Some(known) = known {
            check_liability(&known.body["liability"], &body["liability"])?;
        }
        let reservation = KnownReservation {
            sequence,
            body: body.clone(),
            status: body["status"].as_str().unwrap_or_default().to_owned(),
            tables: wanted,
        };
        self.reservations.insert(key.clone(), reservation);
        Ok(true)
    }

    /// The reservation of a party at a table: one that sits there, or else is expected there soonest.
    #[must_use]
    pub fn at_table(&self, table: &str) -> Option<&Key> {
        let rank = |known: &KnownReservation| match known.status.as_str() {
            "SEATED" | "PARTIALLY_SEATED" => Some(0),
            "ARRIVED" | "PARTIALLY_ARRIVED" => Some(1),
            "SCHEDULED" => Some(2),
            _ => None,
        };
        let is_there = |known: &KnownReservation| known.tables.iter().any(|name| name == table);
        let there = self.reservations.iter().filter(|(_, known)| is_there(known));
        let ranked = there.filter_map(|(key, known)| {
            let start = known.body["utcScheduledAt"].as_str().unwrap_or_default();
            Some(((rank(known)?, start.to_owned()), key))
        });
        ranked
            .min_by(|(one, _), (other, _)| one.cmp(other))
            .map(|(_, key)| key)
    }

    /// The check that is open at a table.
    pub(super) fn open_at(&mut self, table: &str) -> Result<&mut Check, String> {
        let mut open = self.checks.iter_mut().filter(|check| check.is_open());
        open.find(|check| check.table == table)
            .ok_or(format!("no check is open at table {table}"))
    }

    /// The books as they are shown.
    #[must_use]
    pub fn show(&self) -> Value {
        let reservations = self.reservations.iter().map(|((restaurant, id), known)| {
            json!({
                "restaurant": restaurant, "id": id, "sequence": known.sequence, "status": known.status,
                "tables": known.tables, "partySize": known.body["partySize"],
                "utcScheduledAt": known.body["utcScheduledAt"], "liability": known.body["liability"],
            })
        });
        let checks = self.checks.iter().map(|check| {
            json!({
                "number": check.number, "reservation": check.reservation.as_ref().map(|(_, id)| id),
                "table": check.table, "covers": check.covers, "total": check.total(),
                "isPaid": check.closed.is_some(), "isCancelled": check.is_cancelled,
            })
        });
        json!({ "reservations": reservations.collect::<Vec<_>>(), "checks": checks.collect::<Vec<_>>() })
    }
}

/// The texts of a list.
fn texts(list: &Value) -> Vec<String> {
    let texts = list.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Deposits that were said stay: their currency, and the amount of each.
fn check_liability(known: &Value, new: &Value) -> Result<(), &'static str> {
    if known.is_null() || new.is_null() {
        return Ok(());
    }
    if known["currency"] != new["currency"] {
        return Err("CURRENCY_CAN_NOT_BE_CHANGED");
    }
    for (list, id, code) in [
        (
            "deposits",
            "platformDepositId",
            "DEPOSIT_AMOUNT_CAN_NOT_BE_CHANGED",
        ),
        ("refunds", "platformRefundId", "REFUND_AMOUNT_CAN_NOT_BE_CHANGED"),
    ] {
        let of = |liability: &Value| liability[list].as_array().cloned().unwrap_or_default();
        for entry in of(known) {
            let same = of(new).into_iter().find(|other| other[id] == entry[id]);
            if same.is_some_and(|same| same["amount"] != entry["amount"]) {
                return Err(code);
            }
        }
    }
    Ok(())
}
