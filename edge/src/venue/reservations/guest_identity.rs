//! Recognises a guest who comes again: the reservations of one person share a guest's id, a company and staff's notes about
//! the guest. The id is random, and is deleted with the personal data of its reservation, so that no reservation whose data
//! was blanked can be traced to a guest.

use serde::Deserialize;
use shared::id::{GuestId, ReservationId};
use shared::validation::{Name, Phone};

use super::row::ReservationRow;
use super::row_write;
use crate::error::{Result, VenueError};
use crate::storage::database::{Database, DatabaseError, Statement, first, select};
use crate::venue::context::Ctx;

/// The most reservations of an address or a telephone number that are compared, the latest first.
const MOST_COMPARED: i64 = 50;

/// Gives a reservation that is not stored yet the guest's id, the company and the notes about the guest of the earlier ones
/// of the same person, or an id of its own. Answers the statement that gives an earlier one the same id, if it has none.
pub(super) fn identify(ctx: Ctx<'_>, row: &mut ReservationRow) -> Result<Option<Statement>> {
    let earlier = earlier(ctx, row)?;
    let known = earlier.as_ref().and_then(|earlier| earlier.guest_id.clone());
    let id = known.clone().map_or_else(|| new_id(ctx), Ok)?;
    row.guest_id = Some(id.clone());
    let Some(earlier) = earlier else {
        return Ok(None);
    };
    if row.company.is_none() {
        row.company.clone_from(&earlier.company);
    }
    if row.guest_notes.is_none() {
        row.guest_notes.clone_from(&earlier.guest_notes);
    }
    Ok(known.is_none().then(|| row_write::set_guest(&earlier.id, &id)))
}

/// The same for a stored reservation whose guest was changed from `before`. It becomes that of another guest where that
/// guest has reservations under the new name and address, or where the other reservations of the guest before have a name
/// that contradicts it; else the guest is the same, and was corrected.
pub(super) fn identify_changed(
    ctx: Ctx<'_>,
    before: &ReservationRow,
    row: &mut ReservationRow,
) -> Result<Option<Statement>> {
    let identity = |row: &ReservationRow| {
        let email = row
            .email
            .as_ref()
            .map(|email| email.as_str().to_ascii_lowercase());
        let first = row.first_name.as_ref().map(folded);
        (folded(&row.last_name), first, email, row.phone.clone())
    };
    if identity(before) == identity(row) {
        return Ok(None);
    }
    let is_shared = match &before.guest_id {
        Some(guest) => has_other_of_guest(ctx.database, guest, &row.id)?,
        None => false,
    };
    let found = earlier(ctx, row)?;
    let is_same = match &found {
        Some(found) => found.guest_id.is_some() && found.guest_id == before.guest_id,
        None => !is_shared || agrees(before, row),
    };
    if is_same && row.guest_id.is_some() {
        return Ok(None);
    }
    // What staff wrote about a guest stays with that guest's other reservations.
    let is_kept = |details: bool| !is_shared && !details;
    let company = found.as_ref().is_some_and(|found| found.company.is_some());
    if !is_same && row.company == before.company && !is_kept(company) {
        row.company = None;
    }
    let notes = found.as_ref().is_some_and(|found| found.guest_notes.is_some());
    if !is_same && row.guest_notes == before.guest_notes && !is_kept(notes) {
        row.guest_notes = None;
    }
    identify(ctx, row)
}

/// The latest reservation of the same person: under the same e-mail address and no contradicting name, else under the same
/// telephone number and the same name, since families share one.
fn earlier(ctx: Ctx<'_>, row: &ReservationRow) -> Result<Option<ReservationRow>> {
    if let Some(email) = &row.email {
        let address = email.as_str().to_ascii_lowercase();
        let found = latest_of_address(ctx.database, &address, MOST_COMPARED)?;
        let mut found: Vec<_> = found.into_iter().filter(|one| one.id != row.id).collect();
        if let Some(place) = found.iter().position(|one| is_of_guest(&found, one, row)) {
            return Ok(Some(found.swap_remove(place)));
        }
    }
    if let Some(phone) = &row.phone {
        let found = latest_of_phone(ctx.database, phone, MOST_COMPARED)?;
        let mut found = found.into_iter().filter(|one| one.id != row.id);
        return Ok(found.find(|one| is_same_name(one, row)));
    }
    Ok(None)
}

fn new_id(ctx: Ctx<'_>) -> Result<GuestId> {
    GuestId::parse(ctx.new_id()?.as_str()).map_err(|code| VenueError::Broken(code.to_string()))
}

fn folded(name: &Name) -> String {
    name.as_str().to_lowercase()
}

fn first_names(one: &ReservationRow, other: &ReservationRow) -> [Option<String>; 2] {
    [one, other].map(|row| row.first_name.as_ref().map(folded))
}

/// Whether no name of the guest of `one`, whose reservations are among `all`, contradicts that of `row`.
fn is_of_guest(all: &[ReservationRow], one: &ReservationRow, row: &ReservationRow) -> bool {
    let is_same = |other: &&ReservationRow| one.guest_id.is_some() && other.guest_id == one.guest_id;
    agrees(one, row) && all.iter().filter(is_same).all(|other| agrees(other, row))
}

/// Whether two names may be of one person: a first name may be missing.
fn agrees(one: &ReservationRow, other: &ReservationRow) -> bool {
    let [first, second] = first_names(one, other);
    let is_first = first.is_none() || second.is_none() || first == second;
    is_first && folded(&one.last_name) == folded(&other.last_name)
}

fn is_same_name(one: &ReservationRow, other: &ReservationRow) -> bool {
    let [first, second] = first_names(one, other);
    first == second && folded(&one.last_name) == folded(&other.last_name)
}

/// The latest reservations under an e-mail address in small letters whose personal data is there, without those whose
/// erasure was requested.
fn latest_of_address(
    database: &dyn Database,
    address: &str,
    most: i64,
) -> Result<Vec<ReservationRow>, DatabaseError> {
    select(
        database,
        "SELECT * FROM reservations WHERE LOWER(email) = ? AND email IS NOT NULL AND blanked_at IS NULL
            AND erase_asked_at IS NULL ORDER BY number DESC LIMIT ?",
        vec![address.into(), most.into()],
    )
}

/// The same under a telephone number.
fn latest_of_phone(
    database: &dyn Database,
    phone: &Phone,
    most: i64,
) -> Result<Vec<ReservationRow>, DatabaseError> {
    select(
        database,
        "SELECT * FROM reservations WHERE phone = ? AND blanked_at IS NULL AND erase_asked_at IS NULL
         ORDER BY number DESC LIMIT ?",
        vec![phone.as_str().into(), most.into()],
    )
}

/// Whether a guest has another reservation than this one whose personal data is there.
fn has_other_of_guest(
    database: &dyn Database,
    guest: &GuestId,
    id: &ReservationId,
) -> Result<bool, DatabaseError> {
    #[derive(Deserialize)]
    struct Other {}
    let sql = "SELECT id FROM reservations WHERE guest_id = ? AND id <> ? AND blanked_at IS NULL LIMIT 1";
    let other: Option<Other> = first(database, sql, vec![guest.as_str().into(), id.as_str().into()])?;
    Ok(other.is_some())
}
