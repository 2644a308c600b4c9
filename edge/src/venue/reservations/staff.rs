//! Reservations as staff see them.

use shared::id::{GuestId, LabelId, ReservationId, TableId, VenueId};
use shared::reservation::Status;

use super::Reservations;
use super::query::{find, list};
use super::row::ReservationRow;
use crate::error::{Result, VenueError};
use crate::payment::flow::{Flow, State};
use crate::provider::engine::{slot, wire};
use crate::provider::status::holds_tables;
use crate::provider::{ReservationsQuestion, SlotsQuestion};
use crate::venue::context::Ctx;
use crate::venue::gift_cards;
use crate::venue::message::staff::{StaffPayment, StaffPaymentState, StaffReservation};
use crate::venue::message::staff_reservation::{
    StaffDetails, StaffLabel, StaffReservationChange, StaffTable,
};
use crate::venue::payments::{self, Row, Subject};

impl Reservations {
    /// The slots of a day with the engine's full details.
    pub fn staff_slots(
        &self,
        venue: &VenueId,
        ctx: Ctx<'_>,
        question: &SlotsQuestion,
    ) -> Result<wire::Slots> {
        let slots = slot::every_slot(&self.plan, &self.book, &self.rules, ctx.now, question);
        let slots = slots.map_err(VenueError::Fields)?;
        Ok(wire::Slots::of(venue, &self.plan, &slots))
    }

    /// A reservation.
    pub fn staff_reservation(&self, ctx: Ctx<'_>, id: &ReservationId) -> Result<StaffReservation> {
        self.staff_view(ctx, find(ctx, id)?)
    }

    /// Reservations by day and time.
    pub fn staff_reservations(
        &self,
        ctx: Ctx<'_>,
        question: &ReservationsQuestion,
    ) -> Result<Vec<StaffReservation>> {
        let records = list(ctx, question)?;
        records
            .into_iter()
            .map(|record| self.staff_view(ctx, record))
            .collect()
    }

    /// Moves a reservation to another status for the restaurant, unless it has it already.
    pub fn staff_set_status(
        &mut self,
        ctx: Ctx<'_>,
        id: &ReservationId,
        to: Status,
    ) -> Result<StaffReservation> {
        let change = StaffReservationChange {
            status: Some(to),
            ..StaffReservationChange::default()
        };
        Ok(self.staff_change(ctx, id, &change)?.reservation)
    }

    pub(super) fn staff_view(&self, ctx: Ctx<'_>, record: ReservationRow) -> Result<StaffReservation> {
        let experiences = self.settings.experiences.iter();
        let shorthand = experiences
            .filter(|experience| experience.id == record.experience_id)
            .map(|experience| experience.shorthand.clone())
            .next();
        Ok(StaffReservation {
            payment: Self::staff_payment(ctx, &record)?,
            reservation: if record.payment.is_some() {
                Self::with_gift(ctx, self.public(&record))?
            } else {
                self.public(&record)
            },
            shorthand,
            span: (record.starts_at, record.ends_at),
            presence: (record.checked_in_at, record.checked_out_at),
            tables: record
                .table_ids
                .iter()
                .cloned()
                .map(|id| self.table(id))
                .collect(),
            guest: record.guest(),
            guest_id: guest_id(&record),
            labels: record.label_ids.iter().map(|id| self.label(id)).collect(),
            details: StaffDetails {
                company: record.company,
                guest_notes: record.guest_notes,
                internal_notes: record.internal_notes,
            },
            source: record.source.text().to_owned(),
            locale: record.locale,
            notes: record.notes,
        })
    }

    /// The state of a reservation's money, by its payment and its gift card alone; none where nothing has to be paid.
    /// Staff can set the status by hand, and no money comes by that.
    fn staff_payment(ctx: Ctx<'_>, record: &ReservationRow) -> Result<Option<StaffPayment>> {
        if record.payment.is_none() {
            return Ok(None);
        }
        let row = payments::of_subject(ctx.database, &Subject::Reservation(record.id.clone()))?;
        let part = gift_cards::contribution(ctx.database, &record.id)?;
        let state = match (&row, &part) {
            (Some(row), _) => of_flow(&row.flow),
            (None, Some(part)) if part.given().is_none() => StaffPaymentState::Refunded,
            (None, Some(part)) if part.is_spent() => StaffPaymentState::Paid,
            (None, Some(_)) => StaffPaymentState::Authorized,
            (None, None) if holds_tables(record.status) => StaffPaymentState::Pending,
            (None, None) => StaffPaymentState::Closed,
        };
        Ok(Some(StaffPayment {
            state,
            reference: row
                .as_ref()
                .and_then(Row::at_provider)
                .map(|(_, name)| name.0.clone()),
            problem: row.as_ref().and_then(|row| Self::problem(record.status, row)),
        }))
    }

    /// A table by its id; one that is no longer in the settings has its id for a name, and no place.
    pub(super) fn table(&self, id: TableId) -> StaffTable {
        let mut tables = self.settings.rooms.iter().flat_map(|room| &room.tables);
        match tables.find(|table| table.id == id) {
            Some(table) => StaffTable {
                name: table.name.clone(),
                party: (table.min_party_size, table.max_party_size),
                priority_index: table.priority_index,
                reservable: table.reservable,
                rotation: table.rotation,
                categories: table.categories.clone(),
                shape: table.shape.clone(),
                position: (table.x, table.y),
                id,
            },
            None => StaffTable {
                name: id.to_string(),
                party: (0, 0),
                priority_index: 0,
                reservable: false,
                rotation: 0,
                categories: Vec::new(),
                shape: String::new(),
                position: (0, 0),
                id,
            },
        }
    }

    /// A label by its id; one that is not in the settings has its id for a name.
    pub(super) fn label(&self, id: &LabelId) -> StaffLabel {
        let label = self.settings.labels.iter().find(|label| label.id == *id);
        StaffLabel {
            id: id.clone(),
            name: label.map_or_else(|| id.to_string(), |label| label.name.clone()),
            icon: label.and_then(|label| label.icon.clone()),
            kind: label.map_or_else(|| GUESTBOOK.to_owned(), |label| label.kind.clone()),
        }
    }
}

/// The type of a label that is not in the settings.
const GUESTBOOK: &str = "guestbook";

/// The id of a reservation's guest. A reservation without one, and one whose personal data was blanked, is that of a guest
/// of its own.
pub(super) fn guest_id(record: &ReservationRow) -> String {
    let shared = record.guest_id.as_ref().map(GuestId::as_str);
    shared.unwrap_or(record.id.as_str()).to_owned()
}

/// A payment's state for staff: `paid` as long as some of the money that came is still there.
fn of_flow(flow: &Flow) -> StaffPaymentState {
    match flow.state {
        State::Wanted | State::Open | State::Authenticating | State::Failed => StaffPaymentState::Pending,
        // Nothing has come from a stored card until its charge is known to have succeeded.
        State::Authorised | State::Charging | State::Uncharged => StaffPaymentState::Authorized,
        State::Paid | State::Refunding | State::Refunded if flow.taken > flow.gone_or_due() => {
            StaffPaymentState::Paid
        }
        State::Paid | State::Refunding | State::Refunded => StaffPaymentState::Refunded,
        State::Lapsed => StaffPaymentState::Closed,
    }
}
