//! Reservations that staff and their systems make, and the fields of a reservation that they alone write and read.

use serde::{Deserialize, Serialize};
use shared::id::{LabelId, TableId};
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::{ReservationRequest, Status};
use shared::time::{Day, Minutes};
use shared::validation::{Email, Name, Notes, Phone};

use crate::storage::idempotency::IdempotencyKey;

/// A reservation to make for a guest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewStaffReservation {
    /// The guest's request: its fields stand beside the others, so that an adjacent version of the worker reads it.
    #[serde(flatten)]
    pub request: ReservationRequest,
    /// The tables that it must have; empty where any will do.
    #[serde(default)]
    pub pinned_table_ids: Vec<TableId>,
    /// The labels to attach.
    #[serde(default)]
    pub label_ids: Vec<LabelId>,
    /// Where it comes from.
    #[serde(default)]
    pub source: StaffSource,
    /// The fields that staff alone write.
    #[serde(default)]
    pub details: StaffDetails,
    /// The caller's `Idempotency-Key`, if one was sent: without it, a repeated call makes another reservation.
    #[serde(default)]
    pub key: Option<IdempotencyKey>,
}

/// Where a reservation that staff make comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffSource {
    /// Staff, or a till for them.
    #[default]
    Pos,
    /// The guests came without a reservation.
    WalkIn,
    /// The telephone.
    Phone,
}

/// The texts of a reservation that staff alone write and read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffDetails {
    /// The guest's company.
    #[serde(default)]
    pub company: Option<Name>,
    /// Notes about the guest, for all of the guest's reservations.
    #[serde(default)]
    pub guest_notes: Option<Notes>,
    /// Notes about the reservation.
    #[serde(default)]
    pub internal_notes: Option<Notes>,
}

/// A change of a reservation by staff: all of it or nothing. What is not named stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StaffReservationChange {
    /// The sequence of the reservation that the sender has read; none where the sender does not state it.
    pub if_sequence: Option<u32>,
    /// The status.
    pub status: Option<Status>,
    /// The day.
    pub day: Option<Day>,
    /// The minutes that name the slot.
    pub minutes: Option<Minutes>,
    /// The party's size.
    pub attendees: Option<Attendees>,
    /// The tables that it must have; an empty list lets any do.
    pub table_ids: Option<Vec<TableId>>,
    /// The labels.
    pub label_ids: Option<Vec<LabelId>>,
    /// The guest's notes.
    pub notes: Edit<Notes>,
    /// Notes about the reservation.
    pub internal_notes: Edit<Notes>,
    /// The guest.
    pub guest: StaffGuestChange,
}

impl StaffReservationChange {
    /// Whether nothing but the status, the time, the party's size and the tables is changed, and one of them at least.
    #[must_use]
    pub fn is_of_place_alone(&self) -> bool {
        let Self {
            if_sequence: _,
            status,
            day,
            minutes,
            attendees,
            table_ids,
            label_ids,
            notes,
            internal_notes,
            guest,
        } = self;
        let is_stated = status.is_some()
            || day.is_some()
            || minutes.is_some()
            || attendees.is_some()
            || table_ids.is_some();
        is_stated
            && label_ids.is_none()
            && *notes == Edit::Keep
            && *internal_notes == Edit::Keep
            && *guest == StaffGuestChange::default()
    }
}

/// A change of the guest of a reservation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StaffGuestChange {
    /// The first name.
    pub first_name: Edit<Name>,
    /// The last name.
    pub last_name: Option<Name>,
    /// The e-mail address.
    pub email: Edit<Email>,
    /// The phone number.
    pub phone: Edit<Phone>,
    /// The language of letters.
    pub locale: Option<Language>,
    /// The company.
    pub company: Edit<Name>,
    /// Notes about the guest.
    pub notes: Edit<Notes>,
}

impl StaffGuestChange {
    /// This change, with what `other` changes of everything else.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            first_name: self.first_name.or(other.first_name),
            last_name: self.last_name.or(other.last_name),
            email: self.email.or(other.email),
            phone: self.phone.or(other.phone),
            locale: self.locale.or(other.locale),
            company: self.company.or(other.company),
            notes: self.notes.or(other.notes),
        }
    }
}

/// A change of a value that may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edit<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It is removed.
    Clear,
    /// It becomes this.
    Set(T),
}

impl<T> Edit<T> {
    /// This change; `other`, if it is none.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Keep => other,
            Self::Clear | Self::Set(_) => self,
        }
    }
}

impl<T: Clone> Edit<T> {
    /// Applies the change to a value.
    pub fn apply(&self, value: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *value = None,
            Self::Set(new) => *value = Some(new.clone()),
        }
    }
}

/// A label of a reservation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLabel {
    /// Its id.
    pub id: LabelId,
    /// Its name for staff.
    pub name: String,
    /// Its icon, if it has one.
    pub icon: Option<String>,
    /// Its type.
    pub kind: String,
}

/// A table of a reservation, as its floor plan has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffTable {
    /// Its id.
    pub id: TableId,
    /// The staff's name of the table.
    pub name: String,
    /// The smallest and the largest party for which it is assigned.
    pub party: (u8, u8),
    /// Of tables that fit equally well the one with the smallest number is given first.
    #[serde(default)]
    pub priority_index: u16,
    /// Whether guests can book it.
    #[serde(default)]
    pub reservable: bool,
    /// How far it is turned clockwise, in degrees.
    #[serde(default)]
    pub rotation: i16,
    /// The kinds it is of.
    #[serde(default)]
    pub categories: Vec<String>,
    /// How it is drawn.
    #[serde(default)]
    pub shape: String,
    /// Its left and its upper edge on the floor plan.
    #[serde(default)]
    pub position: (i32, i32),
}
