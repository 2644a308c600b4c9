//! Our reservations in Lightspeed's words. Pure.

use std::collections::BTreeSet;

use config::LightspeedSettings;
use config::account::{PlatformSettings, PlatformStatus};
use shared::money::Money;
use shared::reservation::Status;
use shared::time::Instant;
use shared::validation::Name;

use super::wire::{DepositBody, GuestBody, LiabilityBody, RefundBody, ReservationBody};
use crate::pos::{Deposit, PosError, Push, table_name};

/// The statuses of which Lightspeed wants to know: a reservation that was never in one of them does not appear there.
pub const STATUSES: &[Status] = &[
    Status::Unconfirmed,
    Status::PaymentPending,
    Status::Booked,
    Status::Reconfirmed,
    Status::Arrived,
    Status::Seated,
    Status::Ordered,
    Status::Paid,
];

/// The longest id of a reservation at Lightspeed, in characters.
const MAX_RESERVATION_ID: usize = 36;

/// The first name of a party that came without a reservation: Lightspeed wants one.
const WALK_IN: &str = "Walk-in";
/// The first name of a guest who has given none.
const NO_FIRST_NAME: &str = "Guest";
/// The name of a party without a reservation.
const NAMELESS: &str = "—";

/// The status at Lightspeed of a reservation of ours. Ordered and paid are the till's own to know: the party sits.
#[must_use]
pub fn status(status: Status) -> PlatformStatus {
    match status {
        Status::Requested | Status::Unconfirmed | Status::PaymentPending => PlatformStatus::OnHold,
        Status::Booked | Status::Reconfirmed => PlatformStatus::Scheduled,
        Status::Arrived => PlatformStatus::Arrived,
        Status::Seated | Status::Ordered | Status::Paid => PlatformStatus::Seated,
        Status::Finished => PlatformStatus::Departed,
        Status::Declined | Status::Cancelled | Status::Voided => PlatformStatus::Cancelled,
        Status::NoShow => PlatformStatus::NoShow,
    }
}

/// A time as Lightspeed has it: in UTC, without a zone.
#[must_use]
pub fn utc(at: Instant) -> String {
    at.to_string().trim_end_matches('Z').to_owned()
}

/// A push as a body.
///
/// # Errors
///
/// [`PosError::Refused`] for what Lightspeed cannot hold: an id that is too long, or an amount with more than two decimals.
pub fn body(
    push: &Push,
    settings: &LightspeedSettings,
    platform: &PlatformSettings,
) -> Result<ReservationBody, PosError> {
    let id = push.id.as_str();
    if id.len() > MAX_RESERVATION_ID || !id.bytes().all(is_id_byte) {
        return Err(PosError::Refused("RESERVATION_ID_TOO_MANY_SYMBOLS".to_owned()));
    }
    let label_of = |labels: &[String]| {
        let is_among = |label: &&String| labels.contains(label);
        once(push.labels.iter().filter(is_among).map(String::as_str))
    };
    let is_tag = |label: &&str| {
        let is_among = |labels: &[String]| labels.iter().any(|known| known == label);
        !is_among(&settings.allergen_labels) && !is_among(&settings.dietary_labels)
    };
    let labels = push.labels.iter().map(String::as_str).filter(is_tag);
    let liability = if platform.deposit_supported {
        liability(&push.deposits)?
    } else {
        None
    };
    Ok(ReservationBody {
        status: status(push.status),
        party_size: push.attendees.get(),
        utc_scheduled_at: utc(push.start),
        utc_updated_at: utc(push.at),
        guest: GuestBody {
            allergens: label_of(&settings.allergen_labels),
            dietary_restrictions: label_of(&settings.dietary_labels),
            ..guest(push)
        },
        sequence_id: push.version,
        table_numbers: once(push.tables.iter().map(|name| table_name(name))),
        notes: push
            .internal_notes
            .as_ref()
            .map(|notes| notes.as_str().to_owned()),
        guest_request: push.notes.as_ref().map(|notes| notes.as_str().to_owned()),
        tags: once(push.experience.as_deref().into_iter().chain(labels)),
        expected_duration: duration(push.start, push.end),
        liability,
    })
}

/// The guest, without allergens and diets.
fn guest(push: &Push) -> GuestBody {
    let guest = &push.guest.guest;
    let stand_in = if push.is_walk_in { WALK_IN } else { NO_FIRST_NAME };
    let first_name = guest.first_name.as_ref().map_or(stand_in, Name::as_str);
    let last_name = Some(guest.last_name.as_str()).filter(|name| *name != NAMELESS);
    let id: String = push
        .guest
        .id
        .chars()
        .map(|character| {
            let is_allowed = character.is_ascii() && u8::try_from(character).is_ok_and(is_id_byte);
            if is_allowed { character } else { '_' }
        })
        .collect();
    GuestBody {
        platform_guest_id: id,
        first_name: first_name.to_owned(),
        last_name: last_name.map(str::to_owned),
        email: guest.email.as_ref().map(|email| email.as_str().to_owned()),
        phone: guest.phone.as_ref().map(|phone| phone.as_str().to_owned()),
        walk_in: push.is_walk_in,
        notes: push.guest.notes.as_ref().map(|notes| notes.as_str().to_owned()),
        language: push.guest.language.primary().to_owned(),
        allergens: Vec::new(),
        dietary_restrictions: Vec::new(),
    }
}

/// Deposits and refunds; none where nothing was paid. An amount of nothing is left out: Lightspeed takes none.
fn liability(deposits: &[Deposit]) -> Result<Option<LiabilityBody>, PosError> {
    let mut paid = deposits.iter().filter(|deposit| deposit.amount.amount() > 0);
    let Some(first) = paid.next() else {
        return Ok(None);
    };
    let currency = first.amount.currency();
    let mut liability = LiabilityBody {
        currency: currency.code().to_owned(),
        deposits: Vec::new(),
        refunds: Vec::new(),
    };
    for deposit in std::iter::once(first).chain(paid) {
        if deposit.amount.currency() != currency {
            return Err(PosError::Refused("CURRENCY_CAN_NOT_BE_CHANGED".to_owned()));
        }
        liability.deposits.push(DepositBody {
            amount: amount(deposit.amount)?,
            utc_created_at: utc(deposit.at),
            platform_deposit_id: deposit.id.clone(),
        });
        for refund in deposit.refunds.iter().filter(|refund| refund.amount.amount() > 0) {
            liability.refunds.push(RefundBody {
                amount: amount(refund.amount)?,
                utc_created_at: utc(refund.at),
                platform_refund_id: refund.id.clone(),
            });
        }
    }
    Ok(Some(liability))
}

/// An amount with exactly two decimals.
fn amount(money: Money) -> Result<String, PosError> {
    let refused = || PosError::Refused("CURRENCY_NOT_ACCEPTABLE".to_owned());
    let hundredths = match money.currency().decimals() {
        0 => money.amount().checked_mul(100).ok_or_else(refused)?,
        2 => money.amount(),
        3 if money.amount() % 10 == 0 => money.amount() / 10,
        _ => return Err(refused()),
    };
    Ok(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

/// How long a party stays (ISO 8601).
fn duration(start: Instant, end: Instant) -> String {
    let minutes = (end.unix() - start.unix()).max(0) / 60;
    format!("PT{minutes}M")
}

/// Each text once, in the order of the first.
fn once<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts
        .filter(|text| !text.is_empty() && seen.insert(*text))
        .map(str::to_owned)
        .collect()
}

fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;
