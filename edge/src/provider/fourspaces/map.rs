//! Maps reservations of 4spaces to the port's types, and bookings to its bodies. Pure.
//!
//! Its list of reservations shows neither comments nor e-mail addresses, and nothing else of ours either but the guest's
//! name. So the reference stands behind the last name: a booking whose answer got lost is found by it, exactly, and staff
//! read it out of their list when a guest names it at the door.

use shared::availability::Confirmation;
use shared::id::{AddOnId, ReservationId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::quote::Quote;
use shared::reservation::{BookedExperience, Status};
use shared::time::{Day, Instant, Minutes, TimeZone};
use shared::validation::{Email, Name, Notes, Phone};

use super::offering::Offering;
use super::price::HeadCount;
use super::scalar::{moment, text, variant, whole};
use super::{wire, words};
use crate::provider::lenient::Lenient;
use crate::provider::remote::{CancelReason, Candidate, NewReservation, Reference, RemoteReservation};

/// The states of a reservation.
const STATES: [(i64, &str); 8] = [
    (0, "New"),
    (10, "Assigned"),
    (15, "WaitingForConfirmation"),
    (20, "PendingActivation"),
    (30, "Active"),
    (40, "Expired"),
    (50, "Denied"),
    (60, "Cancelled"),
];

/// How much of an id is a number that can be read out.
const SHORT_ID: usize = 8;

/// The status of a reservation in this state. An active one has its access switched on, which says nothing about its
/// guests being there.
#[must_use]
pub fn status(state: &Lenient, offering: Option<&Offering>) -> Status {
    let confirmation = offering.map(|offering| offering.experience.confirmation);
    match (variant(state, &STATES), confirmation) {
        (Some(0), Some(Confirmation::Instant)) | (Some(10 | 20 | 30), _) => Status::Booked,
        (Some(0), Some(Confirmation::Request)) | (Some(15), _) => Status::Requested,
        (Some(40), _) => Status::Finished,
        (Some(50), _) => Status::Declined,
        (Some(60), _) => Status::Cancelled,
        // A state that is not known is no promise.
        _ => Status::Unconfirmed,
    }
}

/// The reference in a guest's name, if there is one, such as `4F7K-93QDXM`.
#[must_use]
pub fn reference_in(name: &str) -> Option<&str> {
    if !Reference::any_in(name) {
        return None;
    }
    let (_, rest) = name.rsplit_once("(Ref. ")?;
    rest.split_once(')').map(|(reference, _)| reference)
}

/// The local start of a reservation that 4spaces states as an instant, and its length.
fn place(one: &wire::ReservationListItem, zone: &TimeZone) -> (Option<Instant>, Option<u16>) {
    let (start, end) = (moment(&one.checkin), moment(&one.checkout));
    let length = start
        .zip(end)
        .map(|(start, end)| (end.unix() - start.unix()) / 60);
    let length = length.and_then(|minutes| u16::try_from(minutes).ok());
    // One outside the calendar is no time at all.
    let start = start.filter(|start| zone.local(*start).is_some());
    (start, length.filter(|minutes| *minutes > 0))
}

/// The day and the minutes by which guests name a start at an experience: one after midnight is of the evening before, as far
/// as that goes on.
fn named((day, minutes): (Day, Minutes), offering: Option<&Offering>) -> (Day, Minutes) {
    let of_evening = || {
        let schedule = offering?.schedule;
        let late = Minutes::parse(i64::from(minutes) + i64::from(Minutes::DAY)).ok()?;
        let hours = schedule.first..=schedule.last;
        let is_late = !hours.contains(&minutes.get()) && hours.contains(&late.get());
        Some((day.minus(1)?, late)).filter(|_| is_late)
    };
    of_evening().unwrap_or((day, minutes))
}

/// The names of a reservation's guests.
pub fn names(one: &wire::ReservationListItem) -> impl Iterator<Item = &str> {
    one.guest_list.read().into_iter().flatten().filter_map(text)
}

/// The id of a reservation's first access template.
#[must_use]
pub fn template_of(one: &wire::ReservationListItem) -> Option<&str> {
    let templates = one.access_templates.read()?;
    templates.iter().find_map(|template| text(&template.id))
}

/// A reservation of a list, without anything of its guest; none whose id cannot be part of an address. The party's size
/// is stated of those alone that were not made here: ours has one guest, and all others in its comment.
#[must_use]
pub fn known(
    one: &wire::ReservationListItem,
    offering: Option<&Offering>,
    zone: &TimeZone,
) -> Option<RemoteReservation> {
    let (start, duration) = place(one, zone);
    let local = start.and_then(|start| zone.local(start));
    let local = local.map(|local| named(local, offering));
    let reference = names(one).find_map(reference_in);
    let guests = whole(&one.guests).and_then(|guests| Attendees::parse(guests).ok());
    let id = ReservationId::parse(&one.id).ok()?;
    Some(RemoteReservation {
        number: reference.map_or_else(|| short(&one.id), str::to_owned),
        id,
        status: status(&one.state, offering),
        attendees: guests.filter(|_| reference.is_none()),
        experience: offering.map(booked),
        day: local.map(|(day, _)| day),
        minutes: local.map(|(_, minutes)| minutes),
        duration,
        held_until: None,
    })
}

/// A reservation of a list with its guest's names, for the search for a lost booking.
#[must_use]
pub fn candidate(
    one: &wire::ReservationListItem,
    offering: Option<&Offering>,
    zone: &TimeZone,
) -> Option<Candidate> {
    Some(Candidate {
        known: known(one, offering, zone)?,
        notes: Some(names(one).collect::<Vec<_>>().join("\n")),
        first_name: None,
        last_name: None,
        email: None,
        phone: None,
        locale: None,
        starts_at: moment(&one.checkin).map(Instant::unix),
    })
}

/// The experience as a reservation names it.
#[must_use]
pub fn booked(offering: &Offering) -> BookedExperience {
    BookedExperience {
        id: offering.experience.id.clone(),
        name: offering.experience.name.clone(),
    }
}

fn short(id: &str) -> String {
    id.chars().take(SHORT_ID).collect::<String>().to_uppercase()
}

/// The reservation that was just made.
#[must_use]
pub fn made(
    view: &wire::ReservationView,
    new: &NewReservation<'_>,
    offering: &Offering,
) -> Option<RemoteReservation> {
    Some(RemoteReservation {
        id: ReservationId::parse(&view.id).ok()?,
        number: new.reference.as_str().to_owned(),
        status: status(&view.state, Some(offering)),
        attendees: Some(new.request.attendees),
        experience: Some(booked(offering)),
        day: Some(new.request.day),
        minutes: Some(new.request.minutes),
        duration: Some(offering.schedule.duration),
        held_until: None,
    })
}

/// The facts about a booking that its body is made of, beside the request.
#[derive(Clone, Copy)]
pub struct BookingTerms<'a> {
    /// The experience.
    pub offering: &'a Offering,
    /// The party by age.
    pub heads: HeadCount,
    /// The price.
    pub quote: &'a Quote,
    /// When it begins.
    pub start: Instant,
    /// The language of the restaurant, in which the comment is written.
    pub language: &'a Language,
    /// Whether the vendor writes to the guest.
    pub send_invitation: bool,
}

/// The body that makes a reservation.
#[must_use]
pub fn new_reservation<'a>(new: &NewReservation<'a>, terms: BookingTerms<'a>) -> wire::InsertReservation<'a> {
    let guest = &new.request.guest;
    let end = terms.start.plus_minutes(terms.offering.schedule.duration.into());
    wire::InsertReservation {
        guests: [wire::ReservationGuest {
            guest_first_name: guest.first_name.as_ref().map(Name::as_str),
            guest_last_name: format!("{} {}", guest.last_name.as_str(), new.reference.annotation()),
            email: guest.email.as_ref().map(Email::as_str),
            phone: guest.phone.as_ref().map(Phone::as_str),
            guest_type: 2,
            send_invitation: terms.send_invitation,
            send_account_activation_email: false,
        }],
        additional_data: wire::AdditionalData {
            comment: comment(new, terms),
        },
        visit_data: wire::VisitData {
            visit_type: 1,
            checkin: terms.start.to_string(),
            checkout: end.to_string(),
        },
        access_templates: [wire::TemplateRef {
            id: &terms.offering.template.id,
            name: &terms.offering.template.name,
        }],
    }
}

/// The comment for staff: the guest's notes, the people, the add-ons and the total, each on a line of its own.
fn comment(new: &NewReservation<'_>, terms: BookingTerms<'_>) -> String {
    let word = |word: &words::Word| words::text(word, terms.language);
    let mut lines: Vec<String> = Vec::new();
    lines.extend(
        new.request
            .notes
            .as_ref()
            .map(|notes| Notes::as_str(notes).to_owned()),
    );
    lines.push(format!(
        "{}: {}",
        word(&words::GUESTS),
        new.request.attendees.get()
    ));
    if terms.heads.children > 0 {
        lines.push(format!("{}: {}", word(&words::ADULTS), terms.heads.adults));
        lines.push(format!("{}: {}", word(&words::CHILDREN), terms.heads.children));
    }
    for chosen in &new.choices.add_ons {
        let name = add_on_name(terms.offering, &chosen.id, terms.language);
        lines.push(format!("{} × {name}", chosen.quantity));
    }
    if terms.quote.total.amount() > 0 {
        lines.push(format!("{}: {}", word(&words::TOTAL), amount(terms.quote)));
    }
    lines.push(new.reference.annotation());
    lines.join("\n")
}

fn add_on_name<'a>(offering: &'a Offering, id: &'a AddOnId, language: &Language) -> &'a str {
    offering
        .add_on(id)
        .map_or(id.as_str(), |offered| offered.add_on.name.get(language))
}

/// The total as staff read it, such as `EUR 129.00`.
fn amount(quote: &Quote) -> String {
    let currency = quote.total.currency();
    let (code, width) = (currency.code(), currency.decimals());
    let unit = 10_i64.pow(width);
    let (whole, part) = (quote.total.amount() / unit, quote.total.amount() % unit);
    if width == 0 {
        return format!("{code} {whole}");
    }
    let part = format!(
        "{part:0>width$}",
        width = usize::try_from(width).unwrap_or_default()
    );
    format!("{code} {whole}.{part}")
}

/// The reason of a cancellation, for staff.
#[must_use]
pub fn reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::ByGuest => "Cancelled by the guest",
        CancelReason::Rescheduled => "The guest has booked another time instead",
        CancelReason::Abandoned => "The booking was not completed",
    }
}

#[cfg(test)]
#[path = "map_tests.rs"]
mod tests;
