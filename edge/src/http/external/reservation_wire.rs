//! Reservations in Molzait's wire format, with `day`, `minutes` and `duration` beside its own fields, so that no time zone
//! has to be guessed, and `warnings` to staff.

use serde::Serialize;
use shared::availability::Reason;
use shared::choices::{BookedAddOn, BookedPeople, GivenAnswer};
use shared::id::{ExperienceId, LabelId, ReservationId, TableId, VenueId};
use shared::locale::{Language, LocalizedText};
use shared::money::Money;
use shared::party::Attendees;
use shared::payment::PaymentProblem;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Name, Notes, Phone};

use crate::localization::{choices, texts};
use crate::provider::payment_type::PaymentType;
use crate::venue::message::staff::{StaffPaymentState, StaffReservation};
use crate::venue::message::staff_reservation::{StaffLabel, StaffTable};

/// A reservation. Has no `Debug`, since it contains a guest's data.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Reservation<'a> {
    id: &'a ReservationId,
    number: &'a str,
    attendees: Attendees,
    experience: BookedExperience<'a>,
    start_time: Instant,
    end_time: Instant,
    checkin_time: Option<Instant>,
    checkout_time: Option<Instant>,
    status: Status,
    source: &'a str,
    restaurant_id: &'a VenueId,
    guest: Guest<'a>,
    pinned_tables: Vec<Table<'a>>,
    labels: Vec<Label<'a>>,
    special_request_notes: Option<String>,
    internal_notes: Option<&'a str>,
    payment: Option<Payment<'a>>,
    day: Day,
    minutes: Minutes,
    duration: u16,
    /// The party's choices beside its table: an addition to Molzait's format, absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    couvert: Option<PartyChoices<'a>>,
    /// The rules for guests that the reservation breaks, in the answer to the staff who made or changed it.
    #[serde(skip_serializing_if = "<[Reason]>::is_empty")]
    warnings: &'a [Reason],
}

/// The choices of a party beside its table.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PartyChoices<'a> {
    people: &'a [BookedPeople],
    add_ons: &'a [BookedAddOn],
    answers: &'a [GivenAnswer],
    total: Option<Money>,
}

#[derive(Serialize)]
struct BookedExperience<'a> {
    id: &'a ExperienceId,
    name: &'a LocalizedText,
    shorthand: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Guest<'a> {
    id: &'a str,
    first_name: Option<&'a str>,
    last_name: &'a str,
    company: Option<&'a str>,
    locale: &'a Language,
    phone: Option<&'a str>,
    email: Option<&'a str>,
    notes: Option<&'a str>,
    labels: [(); 0],
}

/// A table in Molzait's full form.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Table<'a> {
    id: &'a TableId,
    name: &'a str,
    min_party_size: u8,
    max_party_size: u8,
    priority_index: u16,
    reservable: bool,
    rotation: i16,
    #[serde(rename = "tableCategoryIds")]
    categories: &'a [String],
    #[serde(rename = "type")]
    shape: &'a str,
    x: i32,
    y: i32,
}

#[derive(Serialize)]
struct Label<'a> {
    id: &'a LabelId,
    name: &'a str,
    icon: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payment<'a> {
    #[serde(rename = "type")]
    kind: PaymentType,
    amount: i64,
    #[serde(rename = "paymentIntentId")]
    intent_id: Option<&'a str>,
    /// None: invoices, with the restaurant's tax rates and running numbers, are those of the till.
    invoice_url: Option<&'static str>,
    refund_minutes: Option<u32>,
    state: StaffPaymentState,
    /// An addition to Molzait's format.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<PaymentProblem>,
}

impl<'a> Reservation<'a> {
    /// The reservation with texts in the first language of the venue; in English where it names none.
    pub(super) fn of(venue: &'a VenueId, locales: &[Language], one: &'a StaffReservation) -> Self {
        let reservation = &one.reservation;
        let guest = &one.guest;
        Self {
            id: &reservation.id,
            number: &reservation.number,
            attendees: reservation.attendees,
            experience: BookedExperience {
                id: &reservation.experience.id,
                name: &reservation.experience.name,
                shorthand: one.shorthand.as_deref(),
            },
            start_time: one.span.0,
            end_time: one.span.1,
            checkin_time: one.presence.0,
            checkout_time: one.presence.1,
            status: reservation.status,
            source: &one.source,
            restaurant_id: venue,
            guest: Guest {
                id: Some(one.guest_id.as_str())
                    .filter(|id| !id.is_empty())
                    .unwrap_or(reservation.id.as_str()),
                first_name: guest.first_name.as_ref().map(Name::as_str),
                last_name: guest.last_name.as_str(),
                company: one.details.company.as_ref().map(Name::as_str),
                locale: &one.locale,
                phone: guest.phone.as_ref().map(Phone::as_str),
                email: guest.email.as_ref().map(Email::as_str),
                notes: one.details.guest_notes.as_ref().map(Notes::as_str),
                labels: [],
            },
            pinned_tables: one.tables.iter().map(table).collect(),
            labels: one.labels.iter().map(label).collect(),
            special_request_notes: special_request_notes(one, locales),
            internal_notes: one.details.internal_notes.as_ref().map(Notes::as_str),
            payment: reservation.payment.as_ref().map(|terms| Payment {
                kind: terms.kind.into(),
                amount: terms.amount.amount(),
                intent_id: one
                    .payment
                    .as_ref()
                    .and_then(|payment| payment.reference.as_deref()),
                invoice_url: None,
                refund_minutes: terms.refund_minutes,
                state: one
                    .payment
                    .as_ref()
                    .map_or(StaffPaymentState::Pending, |payment| payment.state),
                problem: one.payment.as_ref().and_then(|payment| payment.problem),
            }),
            day: reservation.day,
            minutes: reservation.minutes,
            duration: reservation.duration,
            couvert: choices_of(one),
            warnings: &[],
        }
    }

    /// The same with these warnings.
    pub(super) fn with_warnings(self, warnings: &'a [Reason]) -> Self {
        Self { warnings, ..self }
    }
}

/// The line that parts a guest's notes from the choices below it. What stands below the last one is not read back as notes.
pub(super) const CHOICES_BELOW: &str = "--";

/// The guest's notes, with the choices below them for systems that read nothing else.
fn special_request_notes(one: &StaffReservation, locales: &[Language]) -> Option<String> {
    let notes = one.notes.as_ref().map(|notes| notes.as_str().to_owned());
    let texts = texts(locales);
    let language = locales.first().unwrap_or(&one.locale);
    let reservation = &one.reservation;
    let people = choices::people(texts, language, &reservation.people);
    let add_ons = choices::add_ons(texts, language, &reservation.add_ons);
    let answers = reservation.answers.iter();
    let answers = answers.map(|answer| choices::answer(texts, language, answer));
    // None of them is a line like the one above them.
    let lines = people.into_iter().chain(add_ons).chain(answers);
    let lines: Vec<String> = lines.map(|line| line.replace('\n', " ")).collect();
    let has_its_own = |notes: &String| notes.lines().any(|line| line == CHOICES_BELOW);
    if lines.is_empty() && !notes.as_ref().is_some_and(has_its_own) {
        return notes;
    }
    let parts = notes.into_iter().chain([CHOICES_BELOW.to_owned()]).chain(lines);
    Some(parts.collect::<Vec<_>>().join("\n"))
}

fn choices_of(one: &StaffReservation) -> Option<PartyChoices<'_>> {
    let reservation = &one.reservation;
    let has_any = !reservation.people.is_empty()
        || !reservation.add_ons.is_empty()
        || !reservation.answers.is_empty()
        || reservation.total.is_some();
    has_any.then(|| PartyChoices {
        people: &reservation.people,
        add_ons: &reservation.add_ons,
        answers: &reservation.answers,
        total: reservation.total,
    })
}

fn table(table: &StaffTable) -> Table<'_> {
    Table {
        id: &table.id,
        name: &table.name,
        min_party_size: table.party.0,
        max_party_size: table.party.1,
        priority_index: table.priority_index,
        reservable: table.reservable,
        rotation: table.rotation,
        categories: &table.categories,
        shape: &table.shape,
        x: table.position.0,
        y: table.position.1,
    }
}

fn label(label: &StaffLabel) -> Label<'_> {
    Label {
        id: &label.id,
        name: &label.name,
        icon: label.icon.as_deref(),
        kind: &label.kind,
    }
}

#[cfg(test)]
#[path = "reservation_wire_tests.rs"]
mod tests;
