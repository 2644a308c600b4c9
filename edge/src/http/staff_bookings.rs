//! Reservations that staff make for guests at the telephone, at `/v1/staff/{venue}/reservations`, and what is known of the
//! guest.

use http::StatusCode;
use shared::access::Permission;
use shared::problem::ProblemCode;
use shared::reservation::{Guest, ReservationRequest};
#[cfg(test)]
use shared::staff_booking::{GuestHistory, GuestList};
use shared::staff_booking::{GuestLookUp, GuestSearch, StaffBooking, StaffBookingRequest};
use shared::validation::{Country, FieldError, Phone};

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Tag};
use super::{Reply, idempotency, json, staff_day};
use crate::error::VenueError;
use crate::storage::idempotency::IdempotencyKey;
use crate::venue::message::staff_reservation::{NewStaffReservation, StaffDetails, StaffSource};
use config::VenueSettings;

/// The endpoints. They answer 404 at a venue of a remote system, which keeps the reservations.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/reservations",
        route: "staff.reservations",
        access: Access::Staff(Permission::WriteReservations),
        rate_limit: RateLimit::Staff,
        is_idempotent: true,
        caching: Caching::Invalidates,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(create(call))),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Staff,
            id: "createStaffReservation",
            summary: "Make a reservation for somebody at the telephone",
            description: "Once per `Idempotency-Key`. What holds guests back, such as lead time and limits, are `warnings` to \
                staff; no table is given to two parties. Without `tableIds` the party has the best that are free. A \
                confirmation goes to the guest's address, where there is one. For venues of the embedded engine.",
            status: 201,
            request: Some(Content::json::<StaffBookingRequest>(
                r#"{
                    "experienceId": "dinner", "day": "2026-11-27", "minutes": 1140, "attendees": 2, "lastName": "Muster",
                    "phone": "0660 1123345"
                }"#,
            )),
            response: Content::json::<StaffBooking>(""),
            problems: &[ProblemCode::NotFound, ProblemCode::SlotTaken],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/guests/history",
        route: "staff.guest_history",
        access: Access::Staff(Permission::ReadReservations),
        rate_limit: RateLimit::Staff,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(history(call))),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Staff,
            id: "getGuestHistory",
            summary: "The reservations of a telephone number",
            description: "The next five and the last five, for staff who have the guest at the telephone. The number is \
                in the body, so that it is in no URL and no log. For venues of the embedded engine.",
            request: Some(Content::json::<GuestLookUp>(r#"{ "phone": "0660 1123345" }"#)),
            response: Content::json::<GuestHistory>(r#"{ "upcoming": [], "past": [] }"#),
            problems: &[ProblemCode::NotFound],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
    Endpoint {
        verb: Verb::Post,
        path: "/v1/staff/{venue}/guests/search",
        route: "staff.guest_search",
        access: Access::Staff(Permission::ReadReservations),
        rate_limit: RateLimit::Staff,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(search(call))),
        #[cfg(test)]
        docs: Docs {
            tag: Tag::Staff,
            id: "findGuests",
            summary: "The guests of a name",
            description: "The newest reservation of each guest whose last name begins so, on whichever day. The name is in \
                the body, so that it is in no URL and no log. For venues of the embedded engine.",
            request: Some(Content::json::<GuestSearch>(r#"{ "name": "Ada Love" }"#)),
            response: Content::json::<GuestList>(r#"{ "guests": [] }"#),
            problems: &[ProblemCode::NotFound],
            ..Docs::UNDESCRIBED
        },
        ..Endpoint::DEFAULT
    },
];

async fn create(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let key = call.key()?;
    let new = wanted(call.body()?, call.venue()?, key)?;
    let made = call.staff_client()?.staff_reserve(new).await?;
    let booking = StaffBooking {
        reservation: made.reservation.for_staff(),
        warnings: made.warnings,
    };
    Ok(idempotency::created(&booking, made.replayed))
}

/// The reservations of a telephone number.
async fn history(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let GuestLookUp { phone } = call.body()?;
    let phone = number(phone.trim(), call.venue()?)?;
    let found = call.staff_client()?.guest_history(phone).await?;
    Ok(json(StatusCode::OK, &found))
}

async fn search(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let GuestSearch { name } = call.body()?;
    let found = call.staff_client()?.guests_named(name).await?;
    Ok(json(StatusCode::OK, &found))
}

/// A telephone number as it is written in the venue's country.
pub(super) fn number(text: &str, venue: &VenueSettings) -> Result<Phone, ApiError> {
    let country = Country::parse(&venue.guest_fields.default_country).ok();
    let fault = |code| VenueError::Fields(vec![FieldError::new("/phone", code)]);
    Ok(Phone::parse(text, country).map_err(fault)?)
}

/// The reservation as the venue's object takes it, with the phone number as it is written in the venue's country.
fn wanted(
    booking: StaffBookingRequest,
    venue: &VenueSettings,
    key: IdempotencyKey,
) -> Result<NewStaffReservation, ApiError> {
    let phone = match booking.phone.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(text) => Some(number(text, venue)?),
    };
    let pinned_table_ids = booking.table_ids.unwrap_or_default();
    staff_day::check_tables(&pinned_table_ids)?;
    let locale = booking.locale.or_else(|| venue.locales.first().cloned());
    let guest = Guest {
        first_name: booking.first_name,
        last_name: booking.last_name,
        email: booking.email,
        phone,
    };
    let request = ReservationRequest {
        notes: booking.notes,
        ..ReservationRequest::new(
            booking.experience_id,
            (booking.day, booking.minutes),
            booking.attendees,
            guest,
            locale.ok_or(ProblemCode::Internal)?,
        )
    };
    Ok(NewStaffReservation {
        request,
        pinned_table_ids,
        label_ids: Vec::new(),
        source: StaffSource::Phone,
        details: StaffDetails {
            internal_notes: booking.internal_notes,
            ..StaffDetails::default()
        },
        key: Some(key),
    })
}

#[cfg(test)]
#[path = "staff_bookings_tests.rs"]
mod tests;
