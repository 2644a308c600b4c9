//! Slots in the wire format of Molzait, for staff, point-of-sale and phone systems.

use config::plan::{Experience, Plan, Room};
use serde::Serialize;
use shared::availability::{Confirmation, Reason};
use shared::id::{AreaId, ExperienceId, TableId, VenueId};
use shared::time::{Day, Minutes};

use super::slot::{self, FreeAssignment};
use crate::provider::payment_type::PaymentType;

/// The answer to a slots question.
#[derive(Debug, Serialize)]
pub struct Slots {
    /// Every slot of the day, those that cannot be booked included.
    pub slots: Vec<Slot>,
}

/// A slot.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    missing_docs,
    reason = "the fields are those of Molzait, explained in `slot::Slot`"
)]
pub struct Slot {
    pub restaurant_id: VenueId,
    pub experience_id: Option<ExperienceId>,
    pub day: Day,
    pub minutes: Minutes,
    pub duration: u16,
    pub attendees: u8,
    pub spots_total: u32,
    pub spots_open: u32,
    pub seated: u32,
    /// Where there is no limit, the chairs are one.
    pub seated_limit: u32,
    pub starting: u32,
    /// Where there is no limit, the chairs are one.
    pub starting_limit: u32,
    pub available_assignments: Vec<Assignment>,
    pub exclusion_reasons: Vec<Reason>,
    pub available_floor_plan_ids: Vec<AreaId>,
    pub assignments_available_in: Vec<AreaId>,
    pub confirmation_mode: Confirmation,
    pub show_end_time: bool,
    pub payment_settings: PaymentSettings,
}

/// Tables that the party could be given.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are those of Molzait")]
pub struct Assignment {
    pub floor_plan_id: Option<AreaId>,
    pub table_ids: Vec<TableId>,
    pub table_category_ids: Vec<String>,
    pub min_party_size: u8,
    pub max_party_size: u8,
    pub reservable: bool,
    pub score: f64,
}

/// A payment in advance.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are those of Molzait")]
pub struct PaymentSettings {
    #[serde(rename = "type")]
    pub kind: PaymentType,
    pub payment: Payment,
    pub pending_minutes: u32,
    pub refund_minutes: Option<u32>,
}

/// The price.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are those of Molzait")]
pub struct Payment {
    pub pricing: Pricing,
    pub required_from_pax: u8,
}

/// The price per guest, in minor units.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the fields are those of Molzait")]
pub struct Pricing {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub price_per_pax: i64,
    pub display_price_per_pax: i64,
}

impl Slots {
    /// The slots of `venue`, as [`slot::slots`] answered them.
    #[must_use]
    pub fn of(venue: &VenueId, plan: &Plan, slots: &[slot::Slot]) -> Self {
        Self {
            slots: slots.iter().map(|slot| Slot::of(venue, plan, slot)).collect(),
        }
    }
}

impl Slot {
    fn of(venue: &VenueId, plan: &Plan, slot: &slot::Slot) -> Self {
        let experience = plan.experience(slot.experience);
        let rooms = |places: &[usize]| places.iter().filter_map(|place| room_id(plan, *place)).collect();
        let payment = slot
            .payment
            .as_ref()
            .zip(experience.and_then(Experience::payment));
        Self {
            restaurant_id: venue.clone(),
            experience_id: experience.map(|experience| experience.id().clone()),
            day: slot.day,
            minutes: slot.minutes,
            duration: slot.duration,
            attendees: slot.attendees.get(),
            spots_total: slot.spots_total,
            spots_open: slot.spots_open,
            seated: slot.seated.covers,
            seated_limit: slot.seated.limit.unwrap_or(slot.spots_total),
            starting: slot.starting.covers,
            starting_limit: slot.starting.limit.unwrap_or(slot.spots_total),
            available_assignments: slot
                .assignments
                .iter()
                .map(|one| Assignment::of(plan, one))
                .collect(),
            exclusion_reasons: slot.reasons.clone(),
            available_floor_plan_ids: rooms(&slot.rooms),
            assignments_available_in: rooms(&slot.rooms_with_tables),
            confirmation_mode: slot.confirmation,
            show_end_time: slot.show_end_time,
            payment_settings: payment.map_or(PaymentSettings::NONE, |(terms, payment)| PaymentSettings {
                kind: terms.kind.into(),
                payment: Payment::per_guest(payment.price_per_guest.amount(), payment.required_from),
                pending_minutes: terms.due_minutes,
                refund_minutes: terms.refund_minutes,
            }),
        }
    }
}

impl PaymentSettings {
    /// Nothing to pay, as Molzait writes it: the type says so, and every number is 0.
    const NONE: Self = Self {
        kind: PaymentType::None,
        payment: Payment::per_guest(0, 0),
        pending_minutes: 0,
        refund_minutes: Some(0),
    };
}

impl Payment {
    const fn per_guest(price: i64, required_from_pax: u8) -> Self {
        Self {
            pricing: Pricing {
                kind: "per_pax",
                price_per_pax: price,
                display_price_per_pax: price,
            },
            required_from_pax,
        }
    }
}

impl Assignment {
    fn of(plan: &Plan, one: &FreeAssignment) -> Self {
        let tables = one.tables.iter().filter_map(|table| plan.tables().get(table));
        let mut categories: Vec<_> = tables
            .flat_map(|table| table.categories().iter().cloned())
            .collect();
        categories.sort_unstable();
        categories.dedup();
        Self {
            floor_plan_id: room_id(plan, one.room),
            table_ids: plan.table_ids(one.tables),
            table_category_ids: categories,
            min_party_size: one.party.0,
            max_party_size: one.party.1,
            // Tables kept for walk-ins are never proposed.
            reservable: true,
            score: one.score,
        }
    }
}

fn room_id(plan: &Plan, place: usize) -> Option<AreaId> {
    plan.rooms().get(place).map(Room::id).cloned()
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
