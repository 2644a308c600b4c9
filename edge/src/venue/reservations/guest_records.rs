//! The reservations of a guest who is known by an e-mail address, or by a telephone number and a name, to be handed out and
//! erased.

use serde::Deserialize;
use shared::validation::{Name, Phone};

use super::guest_identity::GuestName;
use super::row::{self, ReservationRow};
use crate::error::Result;
use crate::storage::database::{Database, select};

/// A telephone number that was left under an e-mail address, with the name that stands beside it.
#[derive(Deserialize)]
struct PhoneContact {
    first_name: Option<Name>,
    last_name: Name,
    phone: Phone,
}

impl PhoneContact {
    /// Whether a reservation is under the same number and name: families share a number.
    fn is_of(&self, row: &ReservationRow) -> bool {
        let name = GuestName {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
        };
        row.phone.as_ref() == Some(&self.phone) && name.is_same(&GuestName::of(row))
    }
}

/// The reservations under an address in small letters, and those without any address that are the same guest's: they have
/// the guest's id, or a number and a name that were left under the address, in a reservation or on the waitlist. In the
/// order in which they were made.
pub(in crate::venue) fn of_guest(database: &dyn Database, address: &str) -> Result<Vec<ReservationRow>> {
    let mut rows = row::of_address(database, address)?;
    let contacts: Vec<PhoneContact> = select(
        database,
        "SELECT first_name, last_name, phone FROM reservations
            WHERE LOWER(email) = ?1 AND email IS NOT NULL AND phone IS NOT NULL
         UNION SELECT first_name, last_name, phone FROM waitlist
            WHERE LOWER(email) = ?1 AND phone IS NOT NULL AND last_name IS NOT NULL",
        vec![address.into()],
    )?;
    let phones: Vec<&Phone> = contacts.iter().map(|contact| &contact.phone).collect();
    let without_address: Vec<ReservationRow> = select(
        database,
        "SELECT * FROM reservations WHERE email IS NULL AND blanked_at IS NULL AND id IN (
            SELECT id FROM reservations WHERE guest_id IN (
                SELECT guest_id FROM reservations
                WHERE LOWER(email) = ?1 AND email IS NOT NULL AND guest_id IS NOT NULL)
            UNION SELECT id FROM reservations
                WHERE phone IS NOT NULL AND phone IN (SELECT value FROM json_each(?2)))",
        vec![address.into(), serde_json::json!(phones).to_string().into()],
    )?;
    let is_theirs = |one: &ReservationRow| {
        let mut own = rows.iter();
        let is_same_guest = own.any(|row| row.guest_id.is_some() && row.guest_id == one.guest_id);
        is_same_guest || contacts.iter().any(|contact| contact.is_of(one))
    };
    let theirs: Vec<_> = without_address.into_iter().filter(is_theirs).collect();
    rows.extend(theirs);
    rows.sort_by_key(|row| row.number);
    Ok(rows)
}

/// The reservations under a telephone number and a name, first and last, and no address, in the order in which they were
/// made.
pub(in crate::venue) fn of_caller(
    database: &dyn Database,
    phone: &Phone,
    (first_name, last_name): (Option<&Name>, &Name),
) -> Result<Vec<ReservationRow>> {
    let caller = PhoneContact {
        first_name: first_name.cloned(),
        last_name: last_name.clone(),
        phone: phone.clone(),
    };
    let mut rows: Vec<ReservationRow> = select(
        database,
        "SELECT * FROM reservations WHERE phone = ? AND email IS NULL AND blanked_at IS NULL ORDER BY number",
        vec![phone.as_str().into()],
    )?;
    rows.retain(|row| caller.is_of(row));
    Ok(rows)
}

/// Whether two names, first and last, are the same, with their first names or without.
pub(in crate::venue) fn is_same_name(one: (Option<&Name>, &Name), other: (Option<&Name>, &Name)) -> bool {
    let name = |(first, last): (Option<&Name>, &Name)| GuestName {
        first_name: first.cloned(),
        last_name: last.clone(),
    };
    name(one).is_same(&name(other))
}
