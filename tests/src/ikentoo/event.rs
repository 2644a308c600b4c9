//! The events of the simulator, in iKentoo's JSON.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::DateTime;
use edge::delivery::Delivery;
use serde_json::{Value, json};

use super::check::Check;

/// The kind of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The check-in was taken.
    Accepted,
    /// The party sits.
    CheckedIn,
    /// The party has paid.
    CheckedOut,
    /// The check was cancelled.
    Cancelled,
    /// The table has another status.
    TableStatus(String),
    /// The check-in failed, for this reason.
    Failed(String),
}

/// A call of a webhook.
#[derive(Clone, Debug)]
pub struct Callback {
    /// The address.
    pub url: String,
    /// The header `Authorization`.
    pub authorization: Option<String>,
    /// The event.
    pub body: Value,
}

impl Callback {
    /// The call as it arrives.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        let authorization = self.authorization.clone();
        let mut headers: BTreeMap<String, String> = authorization
            .map(|value| ("authorization".to_owned(), value))
            .into_iter()
            .collect();
        headers.insert("content-type".to_owned(), "application/json".to_owned());
        Delivery {
            headers,
            query: BTreeMap::new(),
            body: self.body.to_string().into_bytes(),
        }
    }
}

/// The body of an event about a check, or about a check-in that became none.
pub(super) fn body(
    kind: &EventKind,
    (reference, check): (Option<&str>, Option<&Check>),
    number: u32,
    now: Duration,
) -> Value {
    let table = check.map(|check| check.table.as_str());
    let number_of_table = table.and_then(|table| table.parse::<f64>().ok());
    let description = |table: &str| match number_of_table {
        Some(_) => format!("Table {table}"),
        None => table.to_owned(),
    };
    let mut body = json!({
        "notificationTime": time(now),
        "notificationId": format!("{number:08x}-0000-4000-8000-000000000000"),
        "notificationType": name(kind),
        "reservationReference": reference,
        "tableDescription": table.map(description),
        "table": number_of_table,
        "accountId": check.map(|check| check.account),
    });
    match (kind, check) {
        (EventKind::CheckedOut, Some(check)) => body["notificationPayload"] = bill(check, now),
        (EventKind::Failed(message), _) => body["message"] = json!(message),
        (EventKind::TableStatus(status), _) => body["notificationPayload"] = json!({ "status": status }),
        _ => body["message"] = Value::Null,
    }
    body
}

fn name(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::Accepted => "ACCEPTED",
        EventKind::CheckedIn => "CHECKEDIN",
        EventKind::CheckedOut => "CHECKEDOUT",
        EventKind::Cancelled => "CANCELLED",
        EventKind::TableStatus(_) => "TABLE_STATUS_UPDATE",
        EventKind::Failed(_) => "OPERATION_FAILED",
    }
}

/// The payload of a check-out; empty for a party that no reservation system knows.
fn bill(check: &Check, now: Duration) -> Value {
    if check.reference.is_none() {
        return json!({});
    }
    // A tenth of the whole is the tax.
    let (total, tax) = (check.cents(), check.cents() / 10);
    let dishes = check.dishes.iter();
    let items: Vec<Value> = dishes
        .map(|dish| {
            json!({
                "name": dish.name, "quantity": 1.0, "paidAmountTaxIncl": units(dish.cents), "itemGroup": "Food",
                "paidAmountTaxExcl": null,
            })
        })
        .collect();
    json!({
        "checkoutDate": time(now), "items": items, "checkTotalExclTax": units(total - tax),
        "checkTotalInclTax": units(total), "checkTotalTaxAmount": units(tax), "currency": "EUR",
        "tips": units(check.tip_cents), "coverCount": check.covers,
    })
}

/// Cents as a decimal number, which JSON writes with as many digits as it has.
fn units(cents: u32) -> f64 {
    f64::from(cents) / 100.0
}

fn time(now: Duration) -> String {
    let milliseconds = i64::try_from(now.as_millis()).unwrap_or_default();
    let time = DateTime::from_timestamp_millis(milliseconds).unwrap_or_default();
    time.format("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string()
}
