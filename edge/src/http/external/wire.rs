//! Experiences and reservations in Molzait's wire format, with `day`, `minutes` and `duration` beside its own
//! fields, so that no time zone has to be guessed.

use serde::Serialize;
use shared::id::{ExperienceId, ReservationId, TableId, VenueId};
use shared::locale::{Language, LocalizedText};
use shared::party::Attendees;
use shared::payment::PaymentProblem;
use shared::reservation::Status;
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Name, Notes, Phone};
use shared::venue;

use crate::booking::Addresses;
use crate::provider::payment_type::PaymentType;
use crate::venue::message::staff::{StaffPaymentState, StaffReservation, StaffTable};
use config::VenueSettings;

/// An experience.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Experience {
    id: ExperienceId,
    name: LocalizedText,
    short_description: LocalizedText,
    description_html: LocalizedText,
    image: Option<Image>,
    order_settings: Nothing,
    is_default: bool,
}

/// A picture: its path as the settings have it, and its address.
#[derive(Serialize)]
pub(super) struct Image {
    path: String,
    url: String,
}

impl Image {
    pub(super) fn of(image: shared::image::Image, venue: &VenueSettings, addresses: Addresses<'_>) -> Self {
        Self {
            path: image.url.clone(),
            url: addresses.of_picture(image, venue).url,
        }
    }
}

/// `{}`: the engine takes no orders.
#[derive(Serialize)]
struct Nothing {}

impl Experience {
    pub(super) fn of(one: venue::Experience, venue: &VenueSettings, addresses: Addresses<'_>) -> Self {
        Self {
            id: one.id,
            name: one.name,
            short_description: one.short_description,
            description_html: one.description_html,
            image: one.image.map(|image| Image::of(image, venue, addresses)),
            order_settings: Nothing {},
            is_default: one.is_default,
        }
    }
}

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
    labels: [(); 0],
    special_request_notes: Option<&'a str>,
    internal_notes: Option<&'a str>,
    payment: Option<Payment<'a>>,
    day: Day,
    minutes: Minutes,
    duration: u16,
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
    /// The reservation's id: the engine stores no guests apart from their reservations.
    id: &'a ReservationId,
    first_name: Option<&'a str>,
    last_name: &'a str,
    company: Option<&'a str>,
    locale: &'a Language,
    phone: Option<&'a str>,
    email: Option<&'a str>,
    notes: Option<&'a str>,
    labels: [(); 0],
}

/// A table in Molzait's short form.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Table<'a> {
    id: &'a TableId,
    name: &'a str,
    min_party_size: u8,
    max_party_size: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payment<'a> {
    #[serde(rename = "type")]
    kind: PaymentType,
    amount: i64,
    #[serde(rename = "paymentIntentId")]
    intent_id: Option<&'a str>,
    invoice_url: Option<&'static str>,
    refund_minutes: Option<u32>,
    state: StaffPaymentState,
    /// An addition to Molzait's format.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<PaymentProblem>,
}

impl<'a> Reservation<'a> {
    pub(super) fn of(venue: &'a VenueId, one: &'a StaffReservation) -> Self {
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
                id: &reservation.id,
                first_name: guest.first_name.as_ref().map(Name::as_str),
                last_name: guest.last_name.as_str(),
                company: None,
                locale: &one.locale,
                phone: guest.phone.as_ref().map(Phone::as_str),
                email: guest.email.as_ref().map(Email::as_str),
                notes: None,
                labels: [],
            },
            pinned_tables: one.tables.iter().map(table).collect(),
            labels: [],
            special_request_notes: one.notes.as_ref().map(Notes::as_str),
            internal_notes: None,
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
        }
    }
}

fn table(table: &StaffTable) -> Table<'_> {
    Table {
        id: &table.id,
        name: &table.name,
        min_party_size: table.party.0,
        max_party_size: table.party.1,
    }
}
