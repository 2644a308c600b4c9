//! Guests whom staff find by the name.

use std::cmp::Reverse;

use shared::staff_booking::GuestList;
use shared::validation::Name;

use super::Reservations;
use super::row::ReservationRow;
use super::staff::guest_id;
use crate::error::Result;
use crate::storage::database::{Database, select};
use crate::venue::context::Ctx;
use crate::venue::message::staff::StaffReservation;

/// The most guests of an answer.
const MOST_GUESTS: usize = 10;

/// The most reservations that are looked at for each way to read the name.
const MOST_ROWS: i64 = 400;

/// The most words of a name that are read as first names.
const MOST_FIRST_NAMES: usize = 3;

impl Reservations {
    /// The newest reservation of each guest of this name. Its end is the beginning of a last name, and the words before are
    /// beginnings of first names: `Ada Love` is Ada Lovelace, and `van Go` is Vincent van Gogh.
    pub fn guests_named(&self, ctx: Ctx<'_>, name: &Name) -> Result<GuestList> {
        let words: Vec<&str> = name.as_str().split_whitespace().collect();
        let mut rows = Vec::new();
        for place in 0..words.len().min(MOST_FIRST_NAMES) {
            let (first, last) = words.split_at(place);
            let named = beginning_with(ctx.database, &last.join(" "))?;
            rows.extend(named.into_iter().filter(|row| has_first_names(row, first)));
        }
        rows.sort_by_key(|row| Reverse(row.number));
        let mut newest: Vec<ReservationRow> = Vec::new();
        for row in rows {
            let id = guest_id(&row);
            if newest.len() < MOST_GUESTS && newest.iter().all(|known| guest_id(known) != id) {
                newest.push(row);
            }
        }
        let guests = newest.into_iter().map(|row| self.staff_view(ctx, row));
        Ok(GuestList {
            guests: guests
                .map(|seen| seen.map(StaffReservation::for_staff))
                .collect::<Result<_>>()?,
        })
    }
}

fn has_first_names(row: &ReservationRow, words: &[&str]) -> bool {
    let first_name = row.first_name.as_ref().map(Name::as_str).unwrap_or_default();
    let first_name = first_name.to_lowercase();
    words.iter().all(|word| {
        let word = word.to_lowercase();
        first_name.split_whitespace().any(|part| part.starts_with(&word))
    })
}

/// Reservations under last names that begin so. Letters of ASCII count as the same in any case; another letter at the
/// beginning is taken as a capital one, as names are written.
fn beginning_with(database: &dyn Database, text: &str) -> Result<Vec<ReservationRow>> {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let from: String = first.chain(letters).collect();
    let to = format!("{from}{}", char::MAX);
    Ok(select(
        database,
        "SELECT * FROM reservations
         WHERE last_name >= ? COLLATE NOCASE AND last_name < ? COLLATE NOCASE AND blanked_at IS NULL
         ORDER BY last_name COLLATE NOCASE LIMIT ?",
        vec![from.into(), to.into(), MOST_ROWS.into()],
    )?)
}
