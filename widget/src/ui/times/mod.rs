//! The chosen day's times, grouped by the part of the day. It must not know why a slot is open.

use shared::availability::{Confirmation, Slot, SlotStatus};
use shared::payment::PaymentTerms;
use shared::time::Minutes;
use shared::venue::Feature;

use super::button::{Look, button};
use super::form::clock;
use super::node::{Element, Node, el};
use super::review::{payment_line, refund_line};
use super::{Context, notice, skeleton};
use crate::flow::{Answer, Booking, Event, Question};

/// Where each part of the day ends, in minutes after midnight.
const ENDS: [u16; 5] = [11 * 60, 15 * 60, 17 * 60, 22 * 60, u16::MAX];

/// The times of the chosen day, or what stands in their way.
pub(super) fn times(booking: &Booking, context: &Context) -> Element {
    let texts = context.texts;
    let title = booking.day.map_or_else(
        || texts.choose_day_first.to_owned(),
        |day| context.formats.day(day),
    );
    let main = match &booking.slots {
        Answer::Unasked => el("p").class("hint").child(texts.choose_day_hint),
        Answer::Asked(_) => skeleton::times(context),
        Answer::Failed(_) => {
            let retry = button(context, Look::Plain, texts.retry, Event::Retried(Question::Slots));
            el("div")
                .class("failed")
                .child(el("p").child(texts.times_failed))
                .child(retry)
        }
        Answer::Known(slots) if open(slots).next().is_some() => known(slots, booking, context),
        Answer::Known(_) => el("div")
            .class("failed")
            .child(el("p").class("strong").child(texts.no_times))
            .child(el("p").class("hint").child(texts.no_times_hint))
            .child(wait(booking, context)),
    };
    let go_on = booking.slot().map(|slot| {
        button(context, Look::Primary, texts.go_on, Event::Continued)
            .attr("name", "time")
            .attr("value", clock(slot.minutes))
    });
    el("section")
        .class("times")
        .part("times")
        .attr("aria-labelledby", "times")
        .child(el("h3").id("times").attr("tabindex", "-1").child(title))
        .child(notice::note(booking, true, context))
        .child(main)
        .child(go_on)
}

/// The way to the waitlist, where there is one. It takes what is chosen along.
fn wait(booking: &Booking, context: &Context) -> Option<Element> {
    let day = booking.day.filter(|_| booking.can_wait())?;
    let href = [
        context.hosted.as_deref().unwrap_or_default(),
        "?view=waitlist&experience=",
        booking.experience.id.as_str(),
        "&attendees=",
        &booking.attendees.to_string(),
        "&date=",
        &day.to_string(),
    ]
    .concat();
    Some(
        el("a")
            .class("button")
            .part("button")
            .attr("href", href)
            .child(context.texts.wait),
    )
}

/// Times as buttons.
pub(super) fn picks(slots: &[&Slot], booking: &Booking, context: &Context) -> Element {
    let items = slots.iter().map(|slot| item(slot, booking, context).into());
    el("ul").class("slots").children(items.collect())
}

fn known(slots: &[Slot], booking: &Booking, context: &Context) -> Element {
    let group_of = |slot: &Slot| ENDS.iter().position(|end| slot.minutes.get() < *end).unwrap_or(4);
    let groups: Vec<(&'static str, Vec<&Slot>)> = context
        .texts
        .parts_of_day
        .iter()
        .enumerate()
        .map(|(group, name)| {
            (
                *name,
                slots.iter().filter(|slot| group_of(slot) == group).collect(),
            )
        })
        .filter(|(_, slots): &(_, Vec<_>)| !slots.is_empty())
        .collect();
    let is_single = groups.len() == 1;
    let groups = groups
        .into_iter()
        .map(|(name, slots)| {
            el("div")
                .class("group")
                .child((!is_single).then(|| el("h4").child(name)))
                .child(picks(&slots, booking, context))
                .into()
        })
        .collect();
    let mut payments: Vec<&PaymentTerms> = Vec::new();
    for terms in open(slots).filter_map(|slot| slot.payment.as_ref()) {
        if !payments.contains(&terms) {
            payments.push(terms);
        }
    }
    let payments = payments
        .into_iter()
        .map(|terms| {
            let refund = refund_line(terms, context).unwrap_or_default();
            let text = [payment_line(terms, context), refund].join(" ");
            el("p").class("hint").child(text).into()
        })
        .collect();
    el("div")
        .key("groups")
        .class("groups")
        .children(groups)
        .children(payments)
}

fn open(slots: &[Slot]) -> impl Iterator<Item = &Slot> {
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

/// What there is to say of a time, in the fewest words.
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
    // Where guests may have to choose, a time that leaves no choice says so.
    if let [area] = &slot.areas[..]
        && booking.venue.features.contains(&Feature::Areas)
        && booking
            .slots
            .known()
            .is_some_and(|slots| open(slots).any(|other| other.areas != slot.areas))
    {
        notes.push(context.of(&area.name).to_owned());
    }
    if let Some(terms) = &slot.payment {
        notes.push(context.formats.money(terms.amount));
    }
    // A house that could not seat this party twice is nearly full.
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
