//! The chosen day's times, grouped by the part of the day.

use shared::availability::{Slot, SlotStatus};
use shared::payment::PaymentTerms;

use super::button::{Look, button};
use super::form::clock;
use super::node::{Element, el};
use super::slot_buttons::{open, slot_buttons, wait};
use super::terms::{payment_line, refund_line};
use super::{Context, areas, notice, skeleton};
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
        Answer::NotRequested if booking.awaits_day() => skeleton::times(context),
        Answer::NotRequested => el("p").class("hint").child(texts.choose_day_hint),
        Answer::Requested(_) => skeleton::times(context),
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
            .child(wait(None, booking, context).map(|link| link.class("button").part("button"))),
    };
    let words = booking.day.map(|day| notice::words(booking, day, "", context));
    let words = words.filter(|words| !words.is_empty());
    let words = words.map(|words| el("p").class("hint").child(words));
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
        .child(words)
        .child(main)
        .child(go_on)
}

fn known(slots: &[Slot], booking: &Booking, context: &Context) -> Element {
    let group_of = |slot: &Slot| ENDS.iter().position(|end| slot.minutes.get() < *end).unwrap_or(4);
    let is_shown = |slot: &&Slot| slot.status != SlotStatus::Open || booking.is_in_area(slot);
    let shown: Vec<&Slot> = slots.iter().filter(is_shown).collect();
    let groups: Vec<(&'static str, Vec<&Slot>)> = context
        .texts
        .parts_of_day
        .iter()
        .enumerate()
        .map(|(group, name)| {
            (
                *name,
                shown
                    .iter()
                    .copied()
                    .filter(|slot| group_of(slot) == group)
                    .collect(),
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
                .child(slot_buttons(&slots, booking, context))
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
            let refund = refund_line(terms, None, context).unwrap_or_default();
            let text = [payment_line(terms, 1, context), refund].join(" ");
            el("p").class("hint").child(text).into()
        })
        .collect();
    el("div")
        .key("groups")
        .class("groups")
        .child(areas::filter(slots, booking, context))
        .children(groups)
        .children(payments)
}
