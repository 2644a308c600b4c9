//! `/external`: the embedded engine as Molzait, for a venue's own staff, tills and phone
//! systems, in that system's wire format. It must not know how a table is found, nor answer a browser:
//! the key is no guest's.

mod fault;
mod input;
mod wire;

use config::{System, VenueSettings};
use http::{Method, StatusCode};
use shared::gift_card::GiftCardCode;
use shared::id::ReservationId;

use super::admission::by_staff_key;
use super::{Context, Reply, Request, Stop, body, bounds, json, own_origin, visitor};
use crate::platform::log::Record;
use crate::venue::staff::{Staff, StaffReservation};
use fault::Fault;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Operation {
    Experiences,
    Slots,
    List,
    Create,
    Get(ReservationId),
    Update(ReservationId),
    CreateCard,
    Card(GiftCardCode),
    Redeem(GiftCardCode),
}

impl Operation {
    fn of(method: &Method, path: &str) -> Result<Self, Fault> {
        let path = path.strip_prefix("/external/").ok_or_else(Fault::no_such_place)?;
        let segments: Vec<&str> = path.split('/').collect();
        let operation = match (method, segments.as_slice()) {
            (&Method::GET, ["availability", "experiences"]) => Self::Experiences,
            (&Method::GET, ["availability", "slots"]) => Self::Slots,
            (&Method::GET, ["reservations"]) => Self::List,
            (&Method::POST, ["reservations"]) => Self::Create,
            (&Method::GET, ["reservations", id]) => Self::Get(reservation_id(id)?),
            // The reference does not say which of the two it is.
            (&Method::PATCH | &Method::PUT, ["reservations", id]) => Self::Update(reservation_id(id)?),
            (&Method::POST, ["gift-cards"]) => Self::CreateCard,
            (&Method::GET, ["gift-cards", code]) => Self::Card(card_code(code)?),
            (&Method::POST, ["gift-cards", code, "transactions"]) => Self::Redeem(card_code(code)?),
            _ => return Err(Fault::no_such_place()),
        };
        Ok(operation)
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Experiences => "external.experiences",
            Self::Slots => "external.slots",
            Self::List => "external.list",
            Self::Create => "external.create",
            Self::Get(_) => "external.get",
            Self::Update(_) => "external.update",
            Self::CreateCard => "external.create_card",
            Self::Card(_) => "external.card",
            Self::Redeem(_) => "external.redeem",
        }
    }
}

fn reservation_id(text: &str) -> Result<ReservationId, Fault> {
    ReservationId::parse(text).map_err(|_| Fault::no_reservation())
}

fn card_code(text: &str) -> Result<GiftCardCode, Fault> {
    GiftCardCode::parse(text).map_err(|_| Fault::no_card())
}

/// Answers a request, and says what the log should keep of it beside what it has already.
pub async fn handle(request: &Request, context: &Context<'_>, record: &mut Record) -> Reply {
    record.route = "external";
    match answer(request, context, record).await {
        Ok(reply) => reply,
        Err(fault) => {
            record.cause.clone_from(&fault.cause);
            fault.reply()
        }
    }
}

async fn answer(request: &Request, context: &Context<'_>, record: &mut Record) -> Result<Reply, Fault> {
    bounds::check(request)?;
    // Pages have no business with a key that opens every guest's data.
    if request.headers().contains_key(http::header::ORIGIN) {
        return Err(Fault::forbidden());
    }
    let venue = by_staff_key(request, None, context, |is_its| venue_of(is_its, context))
        .map_err(Stop::from)?
        .ok_or_else(Fault::unauthorized)?;
    record.venue = Some(venue.id.to_string());
    let operation = Operation::of(request.method(), request.uri().path())?;
    record.route = operation.name();
    if !has_book(venue) {
        return Err(Fault::forbidden());
    }
    let staff = (context.staff)(venue);
    let staff = staff.as_ref();
    match operation {
        Operation::Experiences => {
            let origin = own_origin(request).unwrap_or_default();
            let addresses = context.addresses(&origin);
            let all = (context.provider)(venue, visitor(request)).experiences().await?;
            let all: Vec<_> = all
                .into_iter()
                .map(|one| wire::Experience::of(one, venue, addresses))
                .collect();
            Ok(json(StatusCode::OK, &all))
        }
        Operation::Slots => {
            let question = input::slots(&bounds::parameters(request)?)?;
            Ok(json(StatusCode::OK, &staff.slots(&question).await?))
        }
        Operation::List => {
            let question = input::reservations(&bounds::parameters(request)?)?;
            let all = staff.reservations(&question).await?;
            let view = |one| wire::Reservation::of(&venue.id, one);
            let all: Vec<_> = all.iter().map(view).collect();
            Ok(json(StatusCode::OK, &all))
        }
        Operation::Create => {
            let wanted = input::creation(body::json(request)?)?;
            let made = staff.create(&wanted).await?;
            Ok(json(
                StatusCode::CREATED,
                &wire::Reservation::of(&venue.id, &made),
            ))
        }
        Operation::Get(id) => {
            let one = staff.reservation(&id).await?;
            Ok(json(StatusCode::OK, &wire::Reservation::of(&venue.id, &one)))
        }
        Operation::CreateCard => {
            let wanted = input::card(body::json(request)?)?;
            let made = staff.create_card(&wanted).await?;
            Ok(json(StatusCode::CREATED, &wire::Card::of(&made)))
        }
        Operation::Card(code) => {
            let card = staff.card(&code).await.map_err(Fault::of_card)?;
            Ok(json(StatusCode::OK, &wire::Card::of(&card)))
        }
        Operation::Redeem(code) => {
            let wanted = input::redemption(body::json(request)?)?;
            let redeemed = staff.redeem(&code, &wanted).await.map_err(Fault::of_card)?;
            Ok(json(StatusCode::CREATED, &wire::Transaction::of(&redeemed)))
        }
        Operation::Update(id) => {
            let change = input::change(body::json(request)?)?;
            let updated = update(staff, &id, &change).await?;
            Ok(json(StatusCode::OK, &wire::Reservation::of(&venue.id, &updated)))
        }
    }
}

/// The venue that this key belongs to; of several, one that has a book to open. Every key is compared,
/// whether one has been found or not, so that the time tells nothing.
fn venue_of<'a>(is_its: &dyn Fn(&VenueSettings) -> bool, context: &Context<'a>) -> Option<&'a VenueSettings> {
    let mut found = None;
    for venue in context.venues.iter() {
        if is_its(venue) && (found.is_none() || (has_book(venue) && !found.is_some_and(has_book))) {
            found = Some(venue);
        }
    }
    found
}

/// Whether the embedded engine keeps the venue's book.
fn has_book(venue: &VenueSettings) -> bool {
    matches!(venue.system(), Some(System::Engine(_)))
}

/// Takes the reservation to the status asked for. Whatever else is said may only repeat what is so.
async fn update(
    staff: &dyn Staff,
    id: &ReservationId,
    change: &input::Change,
) -> Result<StaffReservation, Fault> {
    let before = staff.reservation(id).await?;
    let faults = change.beyond_status(&before);
    if !faults.is_empty() {
        return Err(Fault::bad(faults));
    }
    match change.status {
        Some(status) if status != before.reservation.status => Ok(staff.set_status(id, status).await?),
        Some(_) | None => Ok(before),
    }
}

#[cfg(test)]
#[path = "external_tests.rs"]
mod tests;
