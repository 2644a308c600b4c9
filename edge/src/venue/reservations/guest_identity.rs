//! Recognises a guest who comes again: the reservations of one person share a guest's id, a company and staff's notes about
//! the guest. The id is random, and is deleted with the personal data of its reservation, so that no reservation whose data
//! was blanked can be traced to a guest.

use serde::Deserialize;
use shared::id::{GuestId, ReservationId};
use shared::validation::{Name, Phone};

use super::row::ReservationRow;
use super::row_write;
use crate::error::{Result, VenueError};
use crate::storage::database::{Database, DatabaseError, Statement, select};
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
    let others = names_of_guest(ctx.database, before.guest_id.as_ref(), &row.id)?;
    let is_shared = !others.is_empty();
    let found = earlier(ctx, row)?;
    let is_same = match &found {
        Some(found) => found.guest_id.is_some() && found.guest_id == before.guest_id,
        None => others.iter().all(|name| name.agrees(&GuestName::of(row))),
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
        for one in latest_of_address(ctx.database, &address, MOST_COMPARED)? {
            if one.id != row.id && is_of_guest(ctx.database, &one, row, BY_ADDRESS)? {
                return Ok(Some(one));
            }
        }
    }
    if let Some(phone) = &row.phone {
        for one in latest_of_phone(ctx.database, phone, MOST_COMPARED)? {
            if one.id != row.id && is_of_guest(ctx.database, &one, row, BY_PHONE)? {
                return Ok(Some(one));
            }
        }
    }
    Ok(None)
}

fn new_id(ctx: Ctx<'_>) -> Result<GuestId> {
    GuestId::parse(ctx.new_id()?.as_str()).map_err(|code| VenueError::Broken(code.to_string()))
}

fn folded(name: &Name) -> String {
    name.as_str().to_lowercase()
}

/// The name of a guest in a reservation.
#[derive(Deserialize)]
pub(super) struct GuestName {
    pub(super) first_name: Option<Name>,
    pub(super) last_name: Name,
}

impl GuestName {
    pub(super) fn of(row: &ReservationRow) -> Self {
        Self {
            first_name: row.first_name.clone(),
            last_name: row.last_name.clone(),
        }
    }

    fn first(&self) -> Option<String> {
        self.first_name.as_ref().map(folded)
    }

    /// Whether two names may be of one person: a first name may be missing.
    fn agrees(&self, other: &Self) -> bool {
        let (first, second) = (self.first(), other.first());
        let is_first = first.is_none() || second.is_none() || first == second;
        is_first && folded(&self.last_name) == folded(&other.last_name)
    }

    /// Whether two names are the same, with their first names or without.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.first() == other.first() && folded(&self.last_name) == folded(&other.last_name)
    }

    /// Whether no guest of this name is known by more than `other` says: a first name that `other` lacks may be another's.
    fn is_known_as(&self, other: &Self) -> bool {
        self.agrees(other) && (other.first_name.is_some() || self.first_name.is_none())
    }
}

/// A rule by which two names are of one person.
type SameName = fn(&GuestName, &GuestName) -> bool;

/// The rules under one e-mail address, for the name of a reservation and for the other names of its guest.
const BY_ADDRESS: (SameName, SameName) = (GuestName::agrees, GuestName::agrees);

/// The same under one telephone number, which families share.
const BY_PHONE: (SameName, SameName) = (GuestName::is_same, GuestName::is_known_as);

/// Whether the reservation `one` is of the guest of `row`: by the first rule its own name is the same, and by the second
/// those of all other reservations of its guest, under whichever addresses and numbers they are.
fn is_of_guest(
    database: &dyn Database,
    one: &ReservationRow,
    row: &ReservationRow,
    (own, others): (SameName, SameName),
) -> Result<bool> {
    let wanted = GuestName::of(row);
    if !own(&GuestName::of(one), &wanted) {
        return Ok(false);
    }
    let names = names_of_guest(database, one.guest_id.as_ref(), &row.id)?;
    Ok(names.iter().all(|name| others(name, &wanted)))
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

/// The names of a guest in the other reservations than this one whose personal data is there; none without an id.
fn names_of_guest(
    database: &dyn Database,
    guest: Option<&GuestId>,
    id: &ReservationId,
) -> Result<Vec<GuestName>, DatabaseError> {
    let Some(guest) = guest else {
        return Ok(Vec::new());
    };
    select(
        database,
        "SELECT DISTINCT first_name, last_name FROM reservations
         WHERE guest_id = ? AND id <> ? AND blanked_at IS NULL",
        vec![guest.as_str().into(), id.as_str().into()],
    )
}
