//! The contract's rules for reservations that a platform pushes: a body that breaks one is refused, also for a field that the
//! contract does not have.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Statuses of a reservation that is pushed.
pub(super) const STATUSES: [&str; 10] = [
    "ON_HOLD",
    "SCHEDULED",
    "PARTIALLY_ARRIVED",
    "ARRIVED",
    "PARTIALLY_SEATED",
    "SEATED",
    "DEPARTED",
    "CANCELLED",
    "NO_SHOW",
    "ERROR",
];

pub(super) type Checked = Result<(), String>;

/// Whether it is an id of 1 to `most` letters, digits, hyphens and underscores.
pub(super) fn is_id(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The members of an object that has all of the first and none beside both.
pub(super) fn members<'v>(
    place: &str,
    value: &'v Value,
    required: &[&str],
    optional: &[&str],
) -> Result<&'v Map<String, Value>, String> {
    let members = value.as_object().ok_or(format!("{place}: is no object"))?;
    let is_absent = |name: &&&str| members.get(**name).is_none_or(Value::is_null);
    if let Some(name) = required.iter().find(is_absent) {
        return Err(format!("{place}.{name}: is missing"));
    }
    for (name, value) in members {
        let is_known = required.contains(&name.as_str()) || optional.contains(&name.as_str());
        if !is_known {
            return Err(format!("{place}.{name}: is not in the contract"));
        }
        if value.is_null() {
            return Err(format!("{place}.{name}: is null"));
        }
    }
    Ok(members)
}

/// A member, if it is there, is a text for which this holds.
pub(super) fn text(members: &Map<String, Value>, name: &str, is_right: impl Fn(&str) -> bool) -> Checked {
    match members.get(name) {
        None => Ok(()),
        Some(Value::String(text)) if is_right(text) => Ok(()),
        Some(other) => Err(format!("{name}: {other} is wrong")),
    }
}

/// A member, if it is there, is a list of texts that differ.
pub(super) fn texts(members: &Map<String, Value>, name: &str) -> Checked {
    let Some(value) = members.get(name) else {
        return Ok(());
    };
    let all: Option<Vec<&str>> = value
        .as_array()
        .and_then(|all| all.iter().map(Value::as_str).collect());
    let all = all.ok_or(format!("{name}: is no list of texts"))?;
    let different: BTreeSet<&&str> = all.iter().collect();
    if different.len() == all.len() {
        Ok(())
    } else {
        Err(format!("{name}: has a text twice"))
    }
}

pub(super) fn flag(members: &Map<String, Value>, name: &str) -> Checked {
    match members.get(name) {
        None | Some(Value::Bool(_)) => Ok(()),
        Some(_) => Err(format!("{name}: is neither true nor false")),
    }
}

/// Whether it is a time in UTC without a zone.
pub(super) fn is_utc(text: &str) -> bool {
    text.len() == 19 && chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").is_ok()
}

/// Whether it is an amount with exactly two decimals.
fn is_amount(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.')
        .is_some_and(|(whole, decimals)| is_digits(whole) && is_digits(decimals) && decimals.len() == 2)
}

/// Whether it is a duration in minutes or hours (ISO 8601).
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("PT") else {
        return false;
    };
    let digits = rest.trim_end_matches(['H', 'M', 'S']);
    !digits.is_empty()
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'H' | b'M'))
}

/// A reservation as it is pushed.
pub(super) fn reservation(body: &Value) -> Checked {
    let all = members(
        "reservation",
        body,
        &["status", "partySize", "utcScheduledAt", "utcUpdatedAt", "guest"],
        &[
            "sequenceId",
            "tableNumbers",
            "notes",
            "guestRequest",
            "specialOffer",
            "tags",
            "expectedDuration",
            "liability",
        ],
    )?;
    text(all, "status", |status| STATUSES.contains(&status))?;
    text(all, "utcScheduledAt", is_utc)?;
    text(all, "utcUpdatedAt", is_utc)?;
    text(all, "expectedDuration", is_duration)?;
    for name in ["notes", "guestRequest", "specialOffer"] {
        text(all, name, |_| true)?;
    }
    texts(all, "tableNumbers")?;
    texts(all, "tags")?;
    let size = all["partySize"].as_i64();
    if size.is_none_or(|size| i32::try_from(size).is_err()) {
        return Err("partySize: is no number".to_owned());
    }
    let sequence = all.get("sequenceId");
    if sequence.is_some_and(|sequence| sequence.as_i64().is_none_or(|sequence| sequence < 1)) {
        return Err("sequenceId: is no number from 1".to_owned());
    }
    guest(&all["guest"])?;
    all.get("liability").map_or(Ok(()), liability)
}

fn guest(guest: &Value) -> Checked {
    let all = members(
        "guest",
        guest,
        &["platformGuestId", "firstName"],
        &[
            "lastName",
            "email",
            "phone",
            "walkIn",
            "notes",
            "foodAndDrinkNotes",
            "language",
            "allergens",
            "dietaryRestrictions",
        ],
    )?;
    text(all, "platformGuestId", |id| is_id(id, 128))?;
    text(all, "firstName", |name| !name.is_empty())?;
    for name in [
        "lastName",
        "email",
        "phone",
        "notes",
        "foodAndDrinkNotes",
        "language",
    ] {
        text(all, name, |_| true)?;
    }
    flag(all, "walkIn")?;
    texts(all, "allergens")?;
    texts(all, "dietaryRestrictions")
}

fn liability(liability: &Value) -> Checked {
    let all = members("liability", liability, &["currency", "deposits"], &["refunds"])?;
    text(all, "currency", |code| {
        code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
    })?;
    for (list, id) in [("deposits", "platformDepositId"), ("refunds", "platformRefundId")] {
        let Some(value) = all.get(list) else {
            continue;
        };
        let entries = value.as_array().ok_or(format!("{list}: is no list"))?;
        for entry in entries {
            let entry = members(
                list,
                entry,
                &["amount", "utcCreatedAt"],
                &[id, "voided", "utcVoidedAt"],
            )?;
            text(entry, "amount", is_amount)?;
            text(entry, "utcCreatedAt", is_utc)?;
            text(entry, "utcVoidedAt", is_utc)?;
            text(entry, id, |id| is_id(id, 128))?;
            flag(entry, "voided")?;
        }
    }
    Ok(())
}
