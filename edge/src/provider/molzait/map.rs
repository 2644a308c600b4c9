//! Maps Molzait's JSON to the provider port's types and back. Pure.

use std::cmp::Reverse;

use chrono::DateTime;
use shared::availability::{Area, Confirmation, Reason, Slot, SlotStatus};
use shared::id::{AreaId, ExperienceId, TableId};
use shared::locale::{Language, LocalizedText};
use shared::money::{Currency, Money};
use shared::party::Attendees;
use shared::party::PartyRange;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::reservation::{BookedExperience, Status};
use shared::time::{Day, Minutes};
use shared::validation::{Email, Name, Notes, Phone};
use shared::venue::Experience;

use super::wire;
use crate::html;
use crate::provider::SlotsQuestion;
use crate::provider::lenient::{Lenient, Part};
use crate::provider::payment_type::PaymentType;
use crate::provider::picture::picture;
use crate::provider::remote::{Candidate, NewReservation, RemoteReservation};

/// The languages in which Molzait writes mails.
pub const LANGUAGES: [&str; 2] = ["de", "en"];

/// Stands for a reason that is no word.
const OTHER: &str = "other";
/// The longest reason that is passed on, in bytes, and the most of them.
const REASON_BYTES: usize = 64;
const REASONS: usize = 8;

/// The minutes in which a booking is to be paid, where Molzait states none and the venue itself takes the payment.
const DUE_MINUTES: u32 = 15;

/// The taker of the payment of a slot that costs something in advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaidTo {
    /// Molzait. Nothing in its API starts a payment, so what has to be paid, or might, cannot be booked here.
    Molzait,
    /// The venue itself, through its own provider of payments.
    Venue,
}

/// The experiences, in Molzait's order.
#[must_use]
pub fn experiences(all: &[wire::Experience], attendees: PartyRange) -> Vec<Experience> {
    all.iter()
        .map(|one| Experience {
            id: one.id.clone(),
            name: texts(&one.name, str::to_owned),
            short_description: part_texts(&one.short_description, str::to_owned),
            description_html: part_texts(&one.description_html, |html| html::clean(html, html::WEB_LINKS)),
            image: one.image.read().and_then(|image| picture(image.url.text()?)),
            is_default: one.is_default.is_true(),
            has_extras: false,
            attendees,
            // Molzait states it for single slots only.
            confirmation: Confirmation::Instant,
            price: None,
            people: Vec::new(),
            add_ons: Vec::new(),
            questions: Vec::new(),
        })
        .collect()
}

fn part_texts(part: &Part<wire::LenientTexts>, change: impl Fn(&str) -> String) -> LocalizedText {
    part.read().map(|all| texts(all, change)).unwrap_or_default()
}

fn texts(all: &wire::LenientTexts, change: impl Fn(&str) -> String) -> LocalizedText {
    all.iter()
        .filter_map(|(language, text)| Some((Language::parse(language).ok()?, change(text.text()?.trim()))))
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// The slots of `all` that the question is about, by time, with those of the venue's `areas` in which the party could
/// sit. Molzait takes the payments.
#[must_use]
pub fn slots(
    all: &[wire::Slot],
    question: &SlotsQuestion,
    currency: Currency,
    areas: &[config::molzait::Area],
) -> Vec<Slot> {
    slots_paid_to(PaidTo::Molzait, all, question, currency, areas)
}

/// The same, where payments are taken like this.
#[must_use]
pub fn slots_paid_to(
    paid_to: PaidTo,
    all: &[wire::Slot],
    question: &SlotsQuestion,
    currency: Currency,
    areas: &[config::molzait::Area],
) -> Vec<Slot> {
    let mut slots: Vec<Slot> = of_question(all, question)
        .map(|one| slot(one, question.attendees, (currency, paid_to), areas))
        .collect();
    // Of two at the same time, one that can be booked stays.
    slots.sort_by_key(|slot| (slot.minutes, Reverse(slot.status == SlotStatus::Open)));
    slots.dedup_by_key(|slot| slot.minutes);
    slots
}

fn of_question<'a>(all: &'a [wire::Slot], question: &SlotsQuestion) -> impl Iterator<Item = &'a wire::Slot> {
    let (day, experience) = (question.day.to_string(), question.experience_id.clone());
    all.iter()
        .filter(move |slot| slot.day == day && slot.experience_id == experience.as_str())
}

/// The tables of the best assignment at this time in an area; none if there is none.
#[must_use]
pub fn tables_in(
    all: &[wire::Slot],
    question: &SlotsQuestion,
    minutes: Minutes,
    area: &AreaId,
) -> Option<Vec<TableId>> {
    let slot = of_question(all, question)
        .find(|slot| slot.minutes == minutes && slot.exclusion_reasons.is_empty())?;
    let score = |one: &wire::Assignment| one.score.read().copied().unwrap_or_default();
    let best = assignments_in(slot, area).max_by(|one, other| score(one).total_cmp(&score(other)))?;
    Some(best.table_ids.clone())
}

/// The assignments in an area that can be booked.
fn assignments_in<'a>(slot: &'a wire::Slot, area: &AreaId) -> impl Iterator<Item = &'a wire::Assignment> {
    let all = slot
        .available_assignments
        .read()
        .map(|elements| &elements.all[..]);
    let is_here = |one: &&wire::Assignment| {
        let is_kept = one.reservable == Lenient::Bool(false);
        !one.table_ids.is_empty() && !is_kept && one.floor_plan_id.text() == Some(area.as_str())
    };
    all.unwrap_or_default().iter().filter(is_here)
}

/// The areas in which the party could sit: those that Molzait names for the slot and has tables in. A reservation is
/// made in one by pinning its tables.
fn areas_of(slot: &wire::Slot, areas: &[config::molzait::Area]) -> Vec<Area> {
    let of_party = slot.assignments_available_in.read();
    let named = of_party.or(slot.available_floor_plan_ids.read());
    let is_named =
        |id: &AreaId| named.is_none_or(|named| named.iter().any(|one| one.text() == Some(id.as_str())));
    let there = areas
        .iter()
        .filter(|area| is_named(&area.id) && assignments_in(slot, &area.id).next().is_some());
    there
        .map(|area| Area {
            id: area.id.clone(),
            name: area.name.clone(),
        })
        .collect()
}

fn slot(
    slot: &wire::Slot,
    attendees: Attendees,
    (currency, paid_to): (Currency, PaidTo),
    areas: &[config::molzait::Area],
) -> Slot {
    let mut reasons = reasons(&slot.exclusion_reasons);
    let confirmation = if slot.confirmation_mode.text() == Some("instant") {
        Confirmation::Instant
    } else {
        Confirmation::Request
    };
    let priced = payment(&slot.payment_settings, attendees, (currency, paid_to));
    let can_be_paid = match (&priced, paid_to) {
        (Ok(None), _) => true,
        // What becomes of a request and of a guarantee is decided by Molzait's staff, and not told to us.
        (Ok(Some(terms)), PaidTo::Venue) => {
            terms.kind != PaymentKind::CardGuarantee && confirmation == Confirmation::Instant
        }
        (Ok(Some(_)), PaidTo::Molzait) | (Err(NoPrice), _) => false,
    };
    if !can_be_paid {
        reasons.push(Reason::PAYMENT_NOT_SUPPORTED);
    }
    Slot {
        minutes: slot.minutes,
        duration: slot.duration,
        show_end_time: slot.show_end_time.is_true(),
        status: if reasons.is_empty() {
            SlotStatus::Open
        } else {
            SlotStatus::Full
        },
        spots_open: u32::try_from(slot.spots_open.whole().unwrap_or_default()).unwrap_or_default(),
        confirmation,
        areas: areas_of(slot, areas),
        payment: priced.unwrap_or_default(),
        reasons,
        price: None,
        free_until: None,
    }
}

/// Each reason as a short plain word; as many as there are, up to a bound, and never none of some.
fn reasons(all: &[Lenient]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = Vec::new();
    for one in all {
        let plain = |character: &char| character.is_ascii_alphanumeric() || "_-.".contains(*character);
        let text = one.text().unwrap_or_default().chars().filter(plain);
        let text: String = text.take(REASON_BYTES).collect();
        let reason = Reason::other(if text.is_empty() { OTHER.to_owned() } else { text });
        if reasons.len() < REASONS && !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

/// There is a price, and it cannot be read.
#[derive(Debug, PartialEq, Eq)]
struct NoPrice;

fn payment(
    settings: &Part<wire::PaymentSettings>,
    attendees: Attendees,
    (currency, paid_to): (Currency, PaidTo),
) -> Result<Option<PaymentTerms>, NoPrice> {
    let settings = match settings {
        Part::Absent => return Ok(None),
        Part::Read(settings) => settings,
        Part::Strange => return Err(NoPrice),
    };
    let payment_type = settings.kind.text().and_then(PaymentType::parse).ok_or(NoPrice)?;
    let Some(kind) = payment_type.kind() else {
        return Ok(None);
    };
    let payment = settings.payment.read().ok_or(NoPrice)?;
    let required_from = match &payment.required_from_pax {
        Lenient::Other => 0,
        size => size.whole().ok_or(NoPrice)?,
    };
    if i64::from(attendees) < required_from {
        return Ok(None);
    }
    let pricing = &payment.pricing;
    let price = pricing.price_per_pax.whole().filter(|price| *price >= 0);
    let (Some("per_pax"), Some(charged)) = (pricing.kind.text(), price) else {
        return Err(NoPrice);
    };
    // Whether anything has to be paid is decided by the price that is charged. Where Molzait asks for it itself, guests are
    // shown the other one, where there is one; else they are shown what they are charged.
    // Its unit is not documented: whole units of the currency that are the same price are no other one.
    let is_other = |price: &i64| *price > 0 && price.saturating_mul(100) != charged;
    let shown = pricing.display_price_per_pax.whole().filter(is_other);
    let amount = |price| {
        let price = Money::new(price, currency);
        price.and_then(|price| price.checked_mul(attendees.get().into()))
    };
    let (charged, shown) = (amount(charged), amount(shown.unwrap_or(charged)));
    let (charged, shown) = charged
        .and_then(|charged| Ok((charged, shown?)))
        .map_err(|_| NoPrice)?;
    let minutes = |value: &Lenient| value.whole().and_then(|minutes| u32::try_from(minutes).ok());
    let (amount, least_minutes) = match paid_to {
        PaidTo::Molzait => (shown, 0),
        PaidTo::Venue => (charged, DUE_MINUTES),
    };
    let due_minutes = minutes(&settings.pending_minutes).filter(|minutes| *minutes > 0);
    Ok((charged.amount() > 0).then(|| PaymentTerms {
        kind,
        amount,
        due_minutes: due_minutes.unwrap_or(least_minutes),
        refund_minutes: minutes(&settings.refund_minutes),
    }))
}

/// A reservation without anything of its guest.
#[must_use]
pub fn known(one: &wire::Reservation) -> RemoteReservation {
    let (start, end) = (seconds(&one.start_time), seconds(&one.end_time));
    // The zone that both are labelled with makes no difference.
    let stay = start.zip(end).map(|(start, end)| (end - start) / 60);
    let length = |minutes: i64| u16::try_from(minutes).ok().filter(|minutes| *minutes > 0);
    RemoteReservation {
        id: one.id.clone(),
        number: one.number.text().unwrap_or(one.id.as_str()).to_owned(),
        // A status that is not known is no promise.
        status: Status::from_text(&one.status).unwrap_or(Status::Unconfirmed),
        attendees: Attendees::parse(one.attendees.0).ok(),
        experience: one.experience.read().and_then(|experience| {
            Some(BookedExperience {
                id: ExperienceId::parse(&experience.id).ok()?,
                name: part_texts(&experience.name, str::to_owned),
            })
        }),
        day: one.day.text().and_then(|day| Day::parse(day).ok()),
        minutes: one
            .minutes
            .whole()
            .and_then(|minutes| Minutes::parse(minutes).ok()),
        duration: one
            .duration
            .whole()
            .and_then(length)
            .or_else(|| stay.and_then(length)),
        held_until: None,
    }
}

/// A reservation with the data that identifies its guest.
#[must_use]
pub fn candidate(one: &wire::Reservation) -> Candidate {
    let text = |value: &Lenient| value.text().map(|text| text.trim().to_owned());
    let guest = one.guest.read();
    Candidate {
        known: known(one),
        notes: text(&one.special_request_notes),
        first_name: guest.and_then(|guest| text(&guest.first_name)),
        last_name: guest.and_then(|guest| text(&guest.last_name)),
        email: guest.and_then(|guest| text(&guest.email)),
        phone: guest.and_then(|guest| text(&guest.phone)),
        locale: guest.and_then(|guest| text(&guest.locale)),
        starts_at: seconds(&one.start_time),
    }
}

fn seconds(time: &Lenient) -> Option<i64> {
    let time = DateTime::parse_from_rfc3339(time.text()?).ok()?;
    Some(time.timestamp())
}

/// The body that makes a reservation at these tables, or at those that Molzait chooses if there are none.
#[must_use]
pub fn new_reservation<'a>(
    new: &NewReservation<'a>,
    reference_in_notes: bool,
    pinned_table_ids: &'a [TableId],
) -> wire::NewReservation<'a> {
    let (request, guest) = (new.request, &new.request.guest);
    let own = request.notes.as_ref().map(Notes::as_str);
    let annotation = reference_in_notes.then(|| new.reference.annotation());
    let notes: Vec<&str> = own.into_iter().chain(annotation.as_deref()).collect();
    wire::NewReservation {
        attendees: request.attendees.get(),
        day: request.day.to_string(),
        minutes: request.minutes.get(),
        experience_id: request.experience_id.as_str(),
        first_name: guest.first_name.as_ref().map(Name::as_str),
        last_name: guest.last_name.as_str(),
        email: guest.email.as_ref().map(Email::as_str),
        phone: guest.phone.as_ref().map(Phone::as_str),
        locale: if request.locale.primary() == "de" {
            "de"
        } else {
            "en"
        },
        notes: (!notes.is_empty()).then(|| notes.join("\n")),
        pinned_table_ids,
    }
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "map_area_tests.rs"]
mod area_tests;

#[cfg(test)]
#[path = "map_body_tests.rs"]
mod body_tests;

#[cfg(test)]
#[path = "map_payment_tests.rs"]
mod payment_tests;
