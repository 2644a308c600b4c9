//! Lightspeed's deliveries as notices. All five kinds come to one address, and are told apart by their fields. Pure.

use config::account::{PlatformSettings, PlatformStatus};
use serde::de::DeserializeOwned;
use shared::id::ReservationId;
use shared::money::Currency;
use shared::reservation::Status;
use shared::time::Instant;

use super::decimal::LocationId;
use super::event_wire::{CheckAccount, ErrorEvent, EventHead, OnboardingEvent, OrderEvent, ReservationEvent};
use super::receipt::covers;
use super::wire::BusinessLocation;
use super::{errors, receipt};
use crate::delivery::Delivery;
use crate::pos::scalar::{Scalar, instant};
use crate::pos::{Addressee, CheckPhase, Fact, Notice, NoticeId, Onboarding, Unreadable};

/// The header by which Lightspeed names a delivery, where it does.
const IDEMPOTENCY_KEY: &str = "x-lightspeed-idempotency-key";
/// The longest text of a vendor that is passed on, in characters.
const MAX_TEXT: usize = 64;

/// The subject of a delivery; none if it is no event of this vendor.
#[must_use]
pub fn addressee(delivery: &Delivery) -> Option<Addressee> {
    let head: EventHead = serde_json::from_slice(&delivery.body).ok()?;
    Some(addressee_of(&head))
}

fn addressee_of(head: &EventHead) -> Addressee {
    let id = head.platform_reservation_id.as_deref();
    let location = head.business_location_id.as_ref().and_then(LocationId::of);
    Addressee {
        platform: head.platform_code.clone(),
        restaurant: head.platform_restaurant_id.clone(),
        location: location.map(|id| id.as_str().to_owned()),
        reservation: id.and_then(|id| ReservationId::parse(id).ok()),
    }
}

/// Reads a delivery into its notice. `currency` is that of the venue, for checks that state none.
pub fn notices(
    platform: &PlatformSettings,
    currency: Currency,
    delivery: &Delivery,
) -> Result<Vec<Notice>, Unreadable> {
    let head: EventHead = parse(delivery)?;
    let to = addressee_of(&head);
    if to.platform.as_ref().is_some_and(|code| *code != platform.code) {
        return Err(Unreadable("it is for another platform".to_owned()));
    }
    let mut notice = Notice {
        id: NoticeId::of(delivery.header(IDEMPOTENCY_KEY), delivery),
        to,
        check: None,
        order: None,
        at: None,
        facts: Vec::new(),
    };
    if head.error_code.is_some() {
        notice.facts = vec![failed(&parse(delivery)?)];
    } else if head.onboarding_id.is_some() {
        let onboarding = onboarding(parse(delivery)?)?;
        notice.to.location = Some(onboarding.location.clone());
        notice.facts = vec![Fact::Onboarding(Box::new(onboarding))];
    } else if let Some(kind) = head.notification_type.as_deref() {
        match kind {
            "ACTIVATED" | "DEACTIVATED" => notice.facts = vec![Fact::Integration(kind == "ACTIVATED")],
            "OPEN" | "UPDATE" | "CLOSE" | "CANCEL" => {
                read_order(&mut notice, kind, &parse(delivery)?, (platform, currency));
            }
            _ => return Err(Unreadable("its notificationType is not known".to_owned())),
        }
    } else if head.status.is_some() && head.platform_reservation_id.is_some() {
        notice.facts = of_reservation(platform, &parse(delivery)?);
    } else {
        return Err(Unreadable("it is none of the vendor's events".to_owned()));
    }
    Ok(vec![notice])
}

fn parse<T: DeserializeOwned>(delivery: &Delivery) -> Result<T, Unreadable> {
    serde_json::from_slice(&delivery.body).map_err(|error| {
        // The error's text may repeat a value of the body.
        let place = format!("line {}, column {}", error.line(), error.column());
        Unreadable(format!("its JSON is not the contract's at {place}"))
    })
}

/// An order event: the phase of its check, the tables, the course and, once it is paid, the bill.
fn read_order(
    notice: &mut Notice,
    kind: &str,
    event: &OrderEvent,
    (platform, currency): (&PlatformSettings, Currency),
) {
    let check = &event.account;
    notice.order = event.sequence_id.text().and_then(|text| text.parse().ok());
    notice.at = at(kind, check);
    notice.check = check_id(check);
    let has_lines = check
        .transaction_lines
        .as_ref()
        .is_some_and(|lines| !lines.is_empty());
    let phase = match kind {
        "CLOSE" => CheckPhase::Closed,
        "CANCEL" => CheckPhase::Cancelled,
        _ if has_lines => CheckPhase::Ordered,
        _ => CheckPhase::Opened,
    };
    notice.facts = vec![Fact::Check(phase)];
    if phase == CheckPhase::Cancelled {
        return;
    }
    let receipt = (phase == CheckPhase::Closed).then(|| receipt::of(check, currency));
    notice
        .facts
        .extend(receipt.flatten().map(|receipt| Fact::Receipt(Box::new(receipt))));
    let names = check.tables.as_deref().filter(|names| !names.is_empty());
    let names = names.unwrap_or(std::slice::from_ref(&check.table_name));
    notice.facts.extend(tables(names, &check.cover_count));
    let phase = check.current_production_phase.whole().filter(|_| has_lines);
    notice.facts.extend(
        phase
            .and_then(|phase| course(platform, phase))
            .map(Fact::InService),
    );
}

/// When an event of a check happened, by the till's clock.
fn at(kind: &str, check: &CheckAccount) -> Option<Instant> {
    let updated = check.update_date.milliseconds();
    match kind {
        "OPEN" => check.open_date.milliseconds().or(updated),
        "CLOSE" => check.close_date.milliseconds().or(updated),
        _ => updated,
    }
}

/// The id of a check: its number, or its older id.
fn check_id(check: &CheckAccount) -> Option<String> {
    check.account_number.text().or(check.id.text()).map(short)
}

/// The status of a table in service, by the number of the course that it has: the label that the settings give it, or
/// the number itself where statuses may be numbers.
fn course(platform: &PlatformSettings, phase: i64) -> Option<String> {
    // The till counts from 0, people from 1.
    let number = phase.checked_add(1).filter(|number| *number > 0)?.to_string();
    let mut statuses = platform.in_service_table_statuses.iter();
    let named = statuses.find(|status| status.status_value == number);
    match named {
        Some(status) => Some(status.status_label.clone()),
        None => platform.allow_course_number_updates.then_some(number),
    }
}

/// A reservation that was changed at the till by hand. A status that the settings do not let the till set is passed over; a
/// status in service is one of the settings' own.
fn of_reservation(platform: &PlatformSettings, event: &ReservationEvent) -> Vec<Fact> {
    let mut facts = vec![Fact::Accepted];
    let status = PlatformStatus::from_text(&event.status);
    let is_allowed = status.is_none_or(|status| {
        let allowed = &platform.allowed_pos_statuses;
        allowed.is_empty() || allowed.contains(&status)
    });
    let step = match status {
        _ if event.status == "PAID" => Some(Status::Paid),
        Some(PlatformStatus::PartiallyArrived | PlatformStatus::Arrived) => Some(Status::Arrived),
        Some(PlatformStatus::PartiallySeated | PlatformStatus::Seated) => Some(Status::Seated),
        Some(PlatformStatus::Departed) => Some(Status::Finished),
        Some(PlatformStatus::Cancelled) => Some(Status::Cancelled),
        Some(PlatformStatus::NoShow) => Some(Status::NoShow),
        // The till cannot take a party back from its table, nor make a booking uncertain.
        Some(PlatformStatus::OnHold | PlatformStatus::Scheduled | PlatformStatus::Error) | None => None,
    };
    facts.extend(step.filter(|_| is_allowed).map(Fact::Step));
    let mut statuses = platform.in_service_table_statuses.iter();
    let in_service = statuses.find(|known| known.status_value == event.status);
    facts.extend(in_service.map(|status| Fact::InService(status.status_label.clone())));
    let names = event.tables.as_deref().unwrap_or_default();
    facts.extend(tables(names, &event.covers));
    facts
}

/// The tables of a party, if an event names any or counts its guests.
fn tables(names: &[Scalar], count: &Scalar) -> Option<Fact> {
    let names: Vec<String> = names.iter().filter_map(Scalar::text).map(short).collect();
    let covers = covers(count);
    (!names.is_empty() || covers.is_some()).then_some(Fact::Tables { names, covers })
}

fn failed(event: &ErrorEvent) -> Fact {
    let code = errors::code(&event.error_code);
    let fields = event.error_properties.as_deref().unwrap_or_default();
    let is_name = |field: &&str| {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._[]".contains(&byte);
        (1..=MAX_TEXT).contains(&field.len()) && field.bytes().all(is_allowed)
    };
    Fact::PushFailed {
        code: code.to_owned(),
        fields: fields
            .iter()
            .filter_map(Scalar::text)
            .filter(is_name)
            .map(str::to_owned)
            .collect(),
        may_pass: errors::may_pass(code, event.http_code.whole()),
    }
}

fn onboarding(event: OnboardingEvent) -> Result<Onboarding, Unreadable> {
    let business = &event.business_information;
    let location = LocationId::of(&business.business_location_id)
        .ok_or_else(|| Unreadable("its location is no id".to_owned()))?;
    let deadline = instant(event.epoch_seconds_deadline_utc)
        .ok_or_else(|| Unreadable("its deadline is no time".to_owned()))?;
    Ok(Onboarding {
        description: description(business),
        id: event.onboarding_id,
        reference: event.platform_restaurant_reference,
        deadline,
        location: location.as_str().to_owned(),
    })
}

/// A location's name and address on one line.
#[must_use]
pub fn description(location: &BusinessLocation) -> String {
    let place = [location.zip.as_deref(), location.city.as_deref()];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let parts = [
        location.name.as_deref(),
        location.street1.as_deref(),
        Some(place.as_str()),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .map(short)
        .collect();
    parts.join(", ")
}

fn short(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
