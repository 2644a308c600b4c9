//! Times as buttons, with notes.

use shared::availability::{Confirmation, Slot, SlotStatus};
use shared::offer::PricePer;
use shared::time::Minutes;
use shared::venue::Feature;

use super::Context;
use super::form::clock;
use super::node::{Element, Node, el};
use crate::flow::{Booking, Event};

/// Times as buttons.
pub(super) fn slot_buttons(slots: &[&Slot], booking: &Booking, context: &Context) -> Element {
    let items = slots.iter().map(|slot| item(slot, booking, context).into());
    el("ul").class("slots").children(items.collect())
}

/// The open ones.
pub(super) fn open(slots: &[Slot]) -> impl Iterator<Item = &Slot> {
    slots.iter().filter(|slot| slot.status == SlotStatus::Open)
}

fn item(slot: &Slot, booking: &Booking, context: &Context) -> Element {
    let is_open = slot.status == SlotStatus::Open;
    let notes = notes(slot, booking, context).join(", ");
    let notes = (!notes.is_empty()).then(|| el("small").child(notes));
    let apart: Node = notes.as_ref().map(|_| el("span").class("sr").child(", ")).into();
    let button = el("button")
        .attr("type", "submit")
        .attr("name", "time")
        .attr("value", clock(slot.minutes))
        .class("slot")
        .part("slot")
        .attr_if("disabled", (!is_open).then_some(""))
        .aria("aria-pressed", booking.minutes == Some(slot.minutes))
        .on("click", context.sends(Event::TimeChosen(slot.minutes)))
        .child(el("span").child(context.formats.time(slot.minutes)))
        .child(apart)
        .child(notes);
    el("li").child(button)
}

/// A time's notes, in the fewest words.
fn notes(slot: &Slot, booking: &Booking, context: &Context) -> Vec<String> {
    let texts = context.texts;
    let mut notes: Vec<String> = Vec::new();
    if slot.status != SlotStatus::Open {
        notes.push(
            slot.reasons
                .first()
                .map_or(texts.full, |reason| texts.reason(reason))
                .to_owned(),
        );
        return notes;
    }
    if slot.minutes.is_next_day() {
        notes.push(texts.next_day.to_owned());
    }
    if slot.show_end_time {
        notes.push(end(slot, context));
    }
    // Where guests may have a choice of area, a time without one names its area.
    if let [area] = &slot.areas[..]
        && booking.venue.features.contains(&Feature::Areas)
        && booking
            .slots
            .known()
            .is_some_and(|slots| open(slots).any(|other| other.areas != slot.areas))
    {
        notes.push(context.of(&area.name).to_owned());
    }
    // The part of a price that is paid in advance is said below the times.
    if let Some(price) = &slot.price {
        let amount = context.formats.money(price.amount);
        notes.push(match price.per {
            PricePer::Guest => texts.per_guest.with(&amount),
            PricePer::Booking | PricePer::Unit => amount,
        });
    } else if let Some(terms) = &slot.payment {
        notes.push(context.formats.money(terms.amount));
    }
    // A restaurant that could not seat this party twice is nearly full.
    let is_scarce = slot.spots_open < 2 * u32::from(booking.attendees.get());
    if slot.confirmation == Confirmation::Request {
        notes.push(texts.on_request.to_owned());
    } else if is_scarce {
        notes.push(texts.few_left.to_owned());
    }
    notes
}

/// When the guests' time ends, by the clock. Through the small hours, when clocks may change, only
/// the length of the stay is certain.
pub(super) fn end(slot: &Slot, context: &Context) -> String {
    let end = u32::from(slot.minutes.get()) + u32::from(slot.duration);
    let is_by_day = slot.minutes.get() >= 4 * 60 && end <= u32::from(Minutes::DAY);
    match Minutes::parse(end.into()) {
        Ok(end) if is_by_day => context.texts.until.with(&context.formats.time(end)),
        _ => context
            .texts
            .lasts
            .with(&context.texts.duration(slot.duration.into())),
    }
}
