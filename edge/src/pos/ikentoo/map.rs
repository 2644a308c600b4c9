//! Both directions between our reservations and iKentoo's JSON. Pure.

use chrono::DateTime;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use shared::id::ReservationId;
use shared::money::{Currency, Money};

use super::wire;
use crate::delivery::Delivery;
use crate::pos::decimal::DecimalNumber;
use crate::pos::fact::{Addressee, CheckPhase, Fact, Notice, NoticeId};
use crate::pos::reason::{NO_REASON, repeats};
use crate::pos::scalar::{Scalar, instant};
use crate::pos::{Deposit, Push, Receipt, ReceiptLine, Unreadable, table_name};

/// The first name of a guest who has given none: iKentoo requires one.
pub const PLACEHOLDER_FIRST_NAME: &str = "Guest";

/// The domain of the e-mail address of a guest who has given none: iKentoo requires an address, and there are none at
/// this one (RFC 2606). Each guest has an address of its own, or the till would take two guests for one.
pub const PLACEHOLDER_DOMAIN: &str = "no-email.invalid";

/// The stand-in for the name of a party without a reservation.
const NO_NAME: &str = "—";

/// The longest text of the till that is kept as a reason or as a table's status, in characters.
const MAX_TEXT: usize = 120;

/// The check-in of a party at the first of its tables: iKentoo knows one for each. None for a party without a table.
#[must_use]
pub fn check_in(push: &Push, location: u64, endpoint: &str) -> Option<wire::CheckIn> {
    let guest = &push.guest.guest;
    let last_name = guest.last_name.as_str();
    let texts = [&push.notes, &push.internal_notes];
    let texts = texts.into_iter().flatten().map(|notes| notes.as_str().to_owned());
    let labels = push.labels.iter().cloned();
    let notes = labels.chain(texts).chain(prepaid(&push.number, &push.deposits));
    Some(wire::CheckIn {
        business_location_id: location,
        table: push.tables.first()?.clone(),
        reservation_reference: push.id.to_string(),
        customer_count: push.attendees.get().into(),
        notes: notes.map(|note| wire::CheckInNote { note }).collect(),
        special_offer: None,
        customer_info: wire::CustomerInfo {
            first_name: match &guest.first_name {
                Some(name) => name.as_str().to_owned(),
                None => PLACEHOLDER_FIRST_NAME.to_owned(),
            },
            last_name: (last_name != NO_NAME).then(|| last_name.to_owned()),
            third_party_reference: push.guest.id.clone(),
            email: match &guest.email {
                Some(email) => email.as_str().to_owned(),
                None => placeholder_email(&push.guest.id),
            },
            contact_number: guest.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            notes: push.guest.notes.as_ref().map(|notes| notes.as_str().to_owned()),
        },
        end_point_id: endpoint.to_owned(),
    })
}

/// The e-mail address that stands for one that a guest has not given.
fn placeholder_email(guest: &str) -> String {
    let digest = base16ct::lower::encode_string(&Sha256::digest(guest.as_bytes()));
    let name: String = digest.chars().take(16).collect();
    format!("guest-{name}@{PLACEHOLDER_DOMAIN}")
}

/// The note that says what was paid in advance, without what went back; none if nothing is left.
fn prepaid(number: &str, deposits: &[Deposit]) -> Option<String> {
    let mut left: Option<Money> = None;
    for deposit in deposits {
        let back = deposit.refunds.iter();
        let of_deposit = back.fold(deposit.amount, |left, refund| {
            left.checked_sub(refund.amount).unwrap_or(left)
        });
        left = match left {
            Some(sum) => sum.checked_add(of_deposit).ok(),
            None => Some(of_deposit),
        };
    }
    let left = left.filter(|left| left.amount() > 0)?;
    let currency = left.currency();
    Some(format!(
        "{number}: {} {} paid in advance",
        DecimalNumber::of_money(left),
        currency.code()
    ))
}

/// The reason that iKentoo gives, for staff; none where it repeats a name or a note of the guest, since reasons are logged.
#[must_use]
pub fn reason(message: &Scalar, check_in: &wire::CheckIn) -> Option<String> {
    let text = plain(message)?;
    let customer = &check_in.customer_info;
    let first_name = Some(customer.first_name.as_str()).filter(|name| *name != PLACEHOLDER_FIRST_NAME);
    let names = [first_name, customer.last_name.as_deref()].into_iter().flatten();
    let notes = check_in.notes.iter().map(|note| note.note.as_str());
    let notes = notes.chain(customer.notes.as_deref());
    (!repeats(&text, names, notes)).then_some(text)
}

/// A text of the till on one line, cut where it is too long; none if it is empty, or looks like an address or a
/// telephone number.
fn plain(text: &Scalar) -> Option<String> {
    let text: Vec<&str> = text.text()?.split_whitespace().collect();
    let text: String = text.join(" ").chars().take(MAX_TEXT).collect();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_personal = text.contains('@') || digits >= 7;
    (!is_personal).then_some(text)
}

/// The notices of an event. The till's word for the currency stands, and the venue's where it has none.
pub fn notices(delivery: &Delivery, currency: Currency) -> Result<Vec<Notice>, Unreadable> {
    let unreadable = |what: &str| Unreadable(what.to_owned());
    let event: wire::Notification =
        serde_json::from_slice(&delivery.body).map_err(|_| unreadable("no notification"))?;
    let kind = event
        .notification_type
        .text()
        .ok_or_else(|| unreadable("notificationType is missing"))?;
    let mut facts = Vec::new();
    match kind {
        "ACCEPTED" => facts.push(Fact::Accepted),
        "CHECKEDIN" => {
            facts.push(Fact::Check(CheckPhase::Opened));
            facts.extend(tables(&event, None));
        }
        "CHECKEDOUT" => {
            let payload: wire::CheckOutPayload = payload(event.notification_payload.as_deref())
                .ok_or_else(|| unreadable("notificationPayload of CHECKEDOUT"))?;
            facts.push(match receipt(&payload, currency) {
                Some(receipt) => Fact::Receipt(Box::new(receipt)),
                None => Fact::Check(CheckPhase::Closed),
            });
            facts.extend(tables(&event, payload.cover_count.count()));
        }
        "CANCELLED" => facts.push(Fact::Check(CheckPhase::Cancelled)),
        "TABLE_STATUS_UPDATE" => {
            facts.extend(tables(&event, None));
            let payload: Option<wire::TableStatusPayload> = payload(event.notification_payload.as_deref());
            let status = payload.and_then(|payload| plain(&payload.status));
            facts.extend(status.or_else(|| plain(&event.message)).map(Fact::InService));
        }
        "OPERATION_FAILED" => facts.push(Fact::PushFailed {
            code: plain(&event.message).unwrap_or_else(|| NO_REASON.to_owned()),
            fields: Vec::new(),
            may_pass: false,
        }),
        _ => return Ok(Vec::new()),
    }
    let at = event.notification_time.text().and_then(milliseconds);
    let reference = event.reservation_reference.text();
    Ok(vec![Notice {
        id: NoticeId::of(event.notification_id.text(), delivery),
        to: Addressee {
            reservation: reference.and_then(|reference| ReservationId::parse(reference).ok()),
            ..Addressee::default()
        },
        // One for each reservation: the account of a check-out may have another id than that of its check-in.
        check: None,
        // The till does not count; its clock has milliseconds, which an instant lacks.
        order: at.and_then(|at| u64::try_from(at).ok()),
        at: at.and_then(|at| instant(at.div_euclid(1_000))),
        facts,
    }])
}

/// The payload of an event; an empty one where it has none, and none where it cannot be read.
fn payload<T: Default + serde::de::DeserializeOwned>(raw: Option<&RawValue>) -> Option<T> {
    match raw {
        Some(raw) => serde_json::from_str(raw.get()).ok(),
        None => Some(T::default()),
    }
}

/// The table of an event: its number, or its description where it has no number.
fn tables(event: &wire::Notification, covers: Option<u16>) -> Option<Fact> {
    let name = event
        .table
        .text()
        .map(table_name)
        .or_else(|| event.table_description.text());
    let names: Vec<String> = name.into_iter().map(str::to_owned).collect();
    (!names.is_empty() || covers.is_some()).then_some(Fact::Tables { names, covers })
}

/// The bill of a check-out; none if the till says no total.
fn receipt(payload: &wire::CheckOutPayload, currency: Currency) -> Option<Receipt> {
    let currency = match payload.currency.text() {
        Some(code) => Currency::parse(code).ok()?,
        None => currency,
    };
    let amount = |scalar: &Scalar| scalar.decimal().and_then(|amount| amount.money(currency));
    let tax = amount(&payload.check_total_tax_amount);
    let without_tax = amount(&payload.check_total_excl_tax);
    let sum = || without_tax?.checked_add(tax?).ok();
    let total = amount(&payload.check_total_incl_tax).or_else(sum)?;
    let line = |item: &wire::CheckOutItem| {
        Some(ReceiptLine {
            name: item.name.text()?.to_owned(),
            group: item.item_group.text().map(str::to_owned),
            thousandths: item
                .quantity
                .decimal()
                .and_then(|quantity| quantity.in_units(3))?,
            amount: amount(&item.paid_amount_tax_incl)?,
        })
    };
    Some(Receipt {
        number: None,
        covers: payload.cover_count.count(),
        closed_at: payload
            .checkout_date
            .text()
            .and_then(milliseconds)
            .and_then(|at| instant(at.div_euclid(1_000))),
        total,
        tax,
        tips: amount(&payload.tips).filter(|tips| tips.amount() > 0),
        paid: None,
        lines: payload.items.iter().flatten().filter_map(line).collect(),
        taxes: Vec::new(),
        payments: Vec::new(),
    })
}

/// Milliseconds since 1970 of a time such as `2019-01-17T15:23:26.485+0000`.
fn milliseconds(text: &str) -> Option<i64> {
    let time = DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z");
    let time = time.or_else(|_| DateTime::parse_from_rfc3339(text)).ok()?;
    Some(time.timestamp_millis())
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;
