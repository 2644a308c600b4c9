//! Times as buttons, with notes. Times in a row that cannot be had are one line.

use shared::availability::{Confirmation, Slot, SlotStatus};
use shared::offer::PricePer;
use shared::time::Minutes;

use super::Context;
use super::form::clock;
use super::node::{Element, Node, el};
use crate::flow::{Booking, Event};

/// Times as buttons.
pub(super) fn slot_buttons(slots: &[&Slot], booking: &Booking, context: &Context) -> Element {
    // A guest reads one thing where a restaurant is full for several reasons.
    let is_alike = |one: &&Slot, next: &&Slot| {
        !is_open(one) && !is_open(next) && why(one, context) == why(next, context)
    };
    let items = slots
        .chunk_by(is_alike)
        .map(|run| match run {
            // A single time takes less room as a button, unless there is something to be done about it.
            [one] if is_open(one) || waitlist(one, booking, context).is_none() => item(one, booking, context),
            run => closed(run, booking, context),
        })
        .map(Node::from);
    el("ul").class("slots").children(items.collect())
}

/// The open ones.
pub(super) fn open(slots: &[Slot]) -> impl Iterator<Item = &Slot> {
    slots.iter().filter(|slot| is_open(slot))
}

fn is_open(slot: &Slot) -> bool {
    slot.status == SlotStatus::Open
}

/// Times in a row that cannot be had for one reason.
fn closed(run: &[&Slot], booking: &Booking, context: &Context) -> Element {
    let line = el("li").class("run");
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return line;
    };
    let mut times = vec![context.formats.time(first.minutes)];
    if last.minutes != first.minutes {
        times.push(context.formats.time(last.minutes));
    }
    let times = [&times.join("–"), " ", why(first, context)].concat();
    line.child(el("span").child(times))
        .child(waitlist(first, booking, context))
}

/// Why a time cannot be had, in words.
fn why(slot: &Slot, context: &Context) -> &'static str {
    let texts = context.texts;
    let reason = slot.reasons.first();
    reason.map_or(texts.full, |reason| texts.reason(reason))
}

/// The way to the waitlist from a time for which guests can wait.
fn waitlist(slot: &Slot, booking: &Booking, context: &Context) -> Option<Element> {
    (why(slot, context) == context.texts.full)
        .then(|| wait(Some(slot.minutes), booking, context))
        .flatten()
}

/// The way to the waitlist, where there is one. It takes what is chosen along, and the time beside which it stands.
pub(super) fn wait(time: Option<Minutes>, booking: &Booking, context: &Context) -> Option<Element> {
    let day = booking.day.filter(|_| booking.can_wait())?;
    let time = time.map_or_else(String::new, |time| ["&time=", &clock(time)].concat());
    let href = [
        context.hosted.as_deref().unwrap_or_default(),
        "?view=waitlist&experience=",
        booking.experience.id.as_str(),
        "&attendees=",
        &booking.attendees.to_string(),
        "&date=",
        &day.to_string(),
        &time,
    ]
    .concat();
    Some(el("a").attr("href", href).child(context.texts.wait))
}

fn item(slot: &Slot, booking: &Booking, context: &Context) -> Element {
    let is_open = is_open(slot);
    let notes = notes(slot, context).join(", ");
    let notes = (!notes.is_empty()).then(|| el("small").child(notes));
    // A restaurant that could not seat this party twice is nearly full.
    let is_scarce = is_open
        && slot.confirmation == Confirmation::Instant
        && slot.spots_open < 2 * u32::from(booking.attendees.get());
    let few = is_scarce.then(|| el("small").class("few").child(context.texts.few_left));
    let apart = |is_there: bool| -> Node { is_there.then(|| el("span").class("sr").child(", ")).into() };
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
        .child(apart(notes.is_some()))
        .child(notes)
        .child(apart(is_scarce))
        .child(few);
    el("li").child(button)
}

/// A time's notes, in the fewest words.
fn notes(slot: &Slot, context: &Context) -> Vec<String> {
    let texts = context.texts;
    let mut notes: Vec<String> = Vec::new();
    if !is_open(slot) {
        notes.push(why(slot, context).to_owned());
        return notes;
    }
    if slot.minutes.is_next_day() {
        notes.push(texts.next_day.to_owned());
    }
    if slot.show_end_time {
        notes.push(end(slot, context));
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
    if slot.confirmation == Confirmation::Request {
        notes.push(texts.on_request.to_owned());
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
