//! A day and its reservations for staff at `/v1/staff/{venue}`: what the restaurant's own page shows and changes.

use http::StatusCode;
use shared::access::Permission;
use shared::id::{ReservationId, TableId};
#[cfg(test)]
use shared::problem::ProblemCode;
#[cfg(test)]
use shared::staff_day::{ReservationForStaff, StaffDay};
use shared::staff_day::{StaffDayQuery, StaffReservationPatch, WalkInRequest};
#[cfg(test)]
use shared::time::Day;
use shared::validation::{FieldCode, FieldError, Notes};

use super::endpoint::{Access, AdmittedRequest, Body, Caching, Endpoint, Handler, RateLimit, Verb};
use super::error::ApiError;
#[cfg(test)]
use super::openapi_docs::{Content, Docs, Parameter, Schema, Tag};
use super::{Reply, idempotency, json};
use crate::error::VenueError;
use crate::venue::message::staff_reservation::{Edit, StaffReservationChange};
use crate::venue::message::table::NewWalkIn;

/// The endpoints. They answer 404 at a venue of a remote system, which keeps the reservations.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        path: "/v1/staff/{venue}/day",
        route: "staff.day",
        handler: Handler::Api(|call| Box::pin(day(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getStaffDay",
            summary: "A day with its services, its floor plan and every reservation",
            description: "All of it at one moment: every change up to `cursor` is in it, so a page that follows the \
                venue goes on with the changes after that. Reservations that were cancelled and parties that came \
                without one are in it too. For venues of the embedded engine.",
            parameters: &[Parameter::optional(
                "day",
                "The day. Left out, it is the one whose evening goes on: after midnight that of the day before, while \
                    a seating of it is ahead or its guests are there.",
                Schema::of::<Day>(),
            )],
            response: Content::json::<StaffDay>(
                r#"{
                    "day": "2026-11-27", "today": "2026-11-27", "now": "2026-11-27T17:00:00Z", "utcOffsetMinutes": 60,
                    "cursor": 41, "limits": { "seated": 80 },
                    "services": [{
                        "experienceId": "dinner", "name": { "en": "Dinner" }, "shorthand": "DIN", "firstMinutes": 1080,
                        "lastMinutes": 1290, "intervalMinutes": 15, "limits": { "starting": 16 }
                    }],
                    "areas": [], "rules": [], "reservations": []
                }"#,
            ),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        path: ONE,
        route: "staff.reservation",
        handler: Handler::Api(|call| Box::pin(read(call))),
        #[cfg(test)]
        docs: Docs {
            id: "getStaffReservation",
            summary: "A reservation as staff see it",
            description: "With its guest, its tables, the staff's notes and the state of its payment.",
            response: Content::json::<ReservationForStaff>(""),
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Patch,
        path: ONE,
        route: "staff.reservation",
        access: Access::Staff(Permission::WriteReservations),
        // A table may become free.
        caching: Caching::Invalidates,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(change(call))),
        #[cfg(test)]
        docs: Docs {
            id: "changeStaffReservation",
            summary: "Change a reservation: its status, time, party, tables or notes",
            description: "All of it or nothing. With `ifSequence` a reservation that was written since is left as it \
                is and answered with `reservation_changed`; a change to the status, the time and the tables that it has \
                by now is answered with the reservation instead. So a change whose answer was lost is sent again, and is never carried out \
                twice. A time or a table of the staff's choice may break rules for guests, but takes no table from \
                another party: `slot_taken`.",
            request: Some(Content::json::<StaffReservationPatch>(
                r#"{ "ifSequence": 3, "status": "seated" }"#,
            )),
            response: Content::json::<ReservationForStaff>(""),
            problems: &[
                ProblemCode::NotFound,
                ProblemCode::IllegalTransition,
                ProblemCode::ReservationChanged,
                ProblemCode::SlotTaken,
            ],
            ..DOCS
        },
        ..OWN
    },
    Endpoint {
        verb: Verb::Post,
        path: WALK_INS,
        route: "staff.walk_in",
        access: Access::Staff(Permission::WriteReservations),
        is_idempotent: true,
        caching: Caching::Invalidates,
        body: Body::Json,
        handler: Handler::Api(|call| Box::pin(seat_walk_in(call))),
        #[cfg(test)]
        docs: Docs {
            id: "seatWalkIn",
            summary: "Seat a party that came without a reservation",
            description: "Once per `Idempotency-Key`, at tables that are free now, until its time is over or the next party \
                of one of them comes. No limit and no opening hours hold it back. Where a party is due at these tables, that \
                one is seated; where another one sits, the answer is `slot_taken`. With an entry of the waitlist its party \
                sits down under its name and waits no longer; one that was seated elsewhere or has gone is answered \
                `offer_over`.",
            status: 201,
            request: Some(Content::json::<WalkInRequest>(
                r#"{ "tableIds": ["w1"], "attendees": 2 }"#,
            )),
            response: Content::json::<ReservationForStaff>(""),
            problems: &[
                ProblemCode::NotFound,
                ProblemCode::SlotTaken,
                ProblemCode::OfferOver,
            ],
            ..DOCS
        },
        ..OWN
    },
];

const WALK_INS: &str = "/v1/staff/{venue}/walk-ins";
const ONE: &str = "/v1/staff/{venue}/reservations/{reservationId}";

/// The most tables that a reservation can have.
const MOST_TABLES: usize = 16;

/// Defaults of the entries above, for `..OWN`.
const OWN: Endpoint = Endpoint {
    access: Access::Staff(Permission::ReadReservations),
    rate_limit: RateLimit::Staff,
    ..Endpoint::DEFAULT
};

#[cfg(test)]
const DOCS: Docs = Docs {
    tag: Tag::Staff,
    problems: &[ProblemCode::NotFound],
    ..Docs::UNDESCRIBED
};

async fn day(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let StaffDayQuery { day } = call.query()?;
    Ok(json(StatusCode::OK, &call.staff_client()?.staff_day(day).await?))
}

async fn read(call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = id(&call)?;
    let found = call.staff_client()?.staff_reservation(&id).await?;
    Ok(json(StatusCode::OK, &found.for_staff()))
}

async fn change(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let id = id(&call)?;
    let change = wanted(call.body()?)?;
    let changed = call.staff_client()?.staff_change(&id, change).await?;
    Ok(json(StatusCode::OK, &changed.reservation.for_staff()))
}

async fn seat_walk_in(mut call: AdmittedRequest<'_, '_>) -> Result<Reply, ApiError> {
    let key = call.key()?;
    let WalkInRequest {
        table_ids,
        attendees,
        waitlist_entry_id,
    } = call.body()?;
    let fault = match table_ids.len() {
        0 => Some(FieldCode::Required),
        1..=MOST_TABLES => None,
        _ => Some(FieldCode::TooLong),
    };
    if let Some(code) = fault {
        return Err(VenueError::Fields(vec![FieldError::new("/tableIds", code)]).into());
    }
    let new = NewWalkIn {
        ids: table_ids,
        attendees,
        waiting: waitlist_entry_id,
        key,
    };
    let made = call.staff_client()?.seat_walk_in(new).await?;
    Ok(idempotency::created(&made.reservation.for_staff(), made.replayed))
}

fn id(call: &AdmittedRequest<'_, '_>) -> Result<ReservationId, ApiError> {
    call.parameter("reservationId", ReservationId::parse)
}

/// Refuses more tables than a reservation can have.
pub(super) fn check_tables(ids: &[TableId]) -> Result<(), ApiError> {
    if ids.len() > MOST_TABLES {
        let fault = FieldError::new("/tableIds", FieldCode::TooLong);
        return Err(VenueError::Fields(vec![fault]).into());
    }
    Ok(())
}

/// The change as the venue's object takes it.
fn wanted(patch: StaffReservationPatch) -> Result<StaffReservationChange, ApiError> {
    let StaffReservationPatch {
        if_sequence,
        status,
        day,
        minutes,
        attendees,
        table_ids,
        internal_notes,
    } = patch;
    check_tables(table_ids.as_deref().unwrap_or_default())?;
    let internal_notes = match internal_notes.as_deref().map(str::trim) {
        None => Edit::Keep,
        Some("") => Edit::Clear,
        Some(text) => {
            let fault = |code| VenueError::Fields(vec![FieldError::new("/internalNotes", code)]);
            Edit::Set(Notes::parse(text).map_err(fault)?)
        }
    };
    Ok(StaffReservationChange {
        if_sequence,
        status,
        day,
        minutes,
        attendees,
        table_ids,
        internal_notes,
        ..StaffReservationChange::default()
    })
}

#[cfg(test)]
#[path = "staff_day_tests.rs"]
mod tests;
