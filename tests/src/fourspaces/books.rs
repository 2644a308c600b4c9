//! The reservations, each in a smart space of its template.

use serde_json::{Value, json};

use super::marketplace::{TEMPLATES, is_closed, next_change};

/// A reservation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReservation {
    /// Its id.
    pub id: String,
    /// Its template.
    pub template: String,
    /// Its smart space.
    pub space: String,
    /// When it begins, in seconds after the Unix epoch.
    pub checkin: i64,
    /// When it ends.
    pub checkout: i64,
    /// The name of its guest, as the list shows it.
    pub guest: String,
    /// The guest's e-mail address.
    pub email: Option<String>,
    /// The comment for staff.
    pub comment: String,
    /// 10 Assigned, 60 Cancelled.
    pub state: i64,
    /// Why it was cancelled.
    pub reason: Option<String>,
}

/// All reservations.
#[derive(Debug, Default)]
pub struct Books {
    all: Vec<StoredReservation>,
}

/// A reservation that is asked for.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) template: String,
    pub(super) checkin: i64,
    pub(super) checkout: i64,
    pub(super) guest: String,
    pub(super) email: Option<String>,
    pub(super) comment: String,
}

/// The spaces of a template; none if there is no such template.
pub(super) fn spaces_of(template: &str) -> Option<&'static [&'static str]> {
    let found = TEMPLATES.iter().find(|(id, ..)| *id == template);
    found.map(|(_, _, spaces)| *spaces)
}

impl Books {
    /// Every reservation, those that are cancelled included.
    #[must_use]
    pub fn all(&self) -> &[StoredReservation] {
        &self.all
    }

    /// Those that hold a space.
    pub fn standing(&self) -> impl Iterator<Item = &StoredReservation> {
        self.all.iter().filter(|one| one.state < 50)
    }

    /// Whether a space is free from one moment to the other.
    pub(super) fn is_free(&self, space: &str, from: i64, to: i64) -> bool {
        let is_open = !is_closed(from) && next_change(from) >= to;
        let is_taken =
            |one: &StoredReservation| one.space == space && one.checkin < to && from < one.checkout;
        is_open && !self.standing().any(is_taken)
    }

    /// The spans of a space from one moment to the other, free and taken ones in order.
    pub(super) fn spans(&self, space: &str, from: i64, to: i64) -> Vec<Value> {
        let mut edges = vec![from, to];
        let inside = |at: i64| (from..to).contains(&at);
        let here = || self.standing().filter(|one| one.space == space);
        edges.extend(
            here()
                .flat_map(|one| [one.checkin, one.checkout])
                .filter(|at| inside(*at)),
        );
        let mut change = next_change(from);
        while inside(change) {
            edges.push(change);
            change = next_change(change);
        }
        edges.sort_unstable();
        edges.dedup();
        let pairs = edges
            .windows(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)));
        pairs
            .map(|(start, end)| {
                json!({
                    "available": self.is_free(space, start, end),
                    "from": start * 1_000, "to": end * 1_000,
                })
            })
            .collect()
    }

    /// Makes a reservation in the first free space of its template; none if there is none.
    pub(super) fn create(&mut self, asked: Asked) -> Option<&StoredReservation> {
        let spaces = spaces_of(&asked.template)?;
        let space = spaces
            .iter()
            .find(|space| self.is_free(space, asked.checkin, asked.checkout))?;
        self.all.push(StoredReservation {
            id: format!("{:032x}", 0x9000_0000_0000_usize + self.all.len() + 1),
            template: asked.template,
            space: (*space).to_owned(),
            checkin: asked.checkin,
            checkout: asked.checkout,
            guest: asked.guest,
            email: asked.email,
            comment: asked.comment,
            state: 10,
            reason: None,
        });
        self.all.last()
    }

    /// The reservation of this id.
    pub(super) fn find_mut(&mut self, id: &str) -> Option<&mut StoredReservation> {
        self.all.iter_mut().find(|one| one.id == id)
    }
}
