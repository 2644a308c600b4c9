//! The number of guests: small parties by one tap, larger ones from a list.

use leptos::prelude::event_target_value;
use shared::party::Attendees;

use super::Context;
use super::node::{Element, Node, el};
use super::summary::phone_link;
use crate::flow::{Booking, Event, Part};

/// So many sizes have a button of their own.
const BUTTONS: u8 = 8;
/// From this size on, guests may think of bringing more than can be booked here.
const LARGE: u8 = 6;

/// The choice of a party size, and whom to call for a larger one.
pub(super) fn party(booking: &Booking, context: &Context) -> Element {
    let range = booking.experience.attendees;
    let (min, max, chosen) = (range.min.get(), range.max.get(), booking.attendees.get());
    let last_button = max.min(min.saturating_add(BUTTONS - 1));
    let mut sizes: Vec<Node> = (min..=last_button)
        .map(|size| button(size, size == chosen, context).into())
        .collect();
    if max > last_button {
        sizes.push(list(last_button + 1, max, chosen, context).into());
    }
    let phone = booking.venue.policies.phone.as_ref();
    let call = phone.filter(|_| chosen >= LARGE || chosen == max).map(|phone| {
        el("p")
            .class("hint")
            .child(context.texts.larger_party.with(&max.to_string()))
            .child(" ")
            .child(phone_link(phone, &booking.venue.policies))
    });
    // The style sheet shows it where there are no scripts: with them, choosing is enough.
    let show = el("button")
        .attr("type", "submit")
        .class("button show")
        .child(context.texts.go_on);
    el("fieldset")
        .class(if booking.opened == Some(Part::Party) {
            "party"
        } else {
            "party folded"
        })
        .id("party")
        .attr("tabindex", "-1")
        .child(el("legend").child(context.texts.party_legend))
        .child(el("div").class("sizes").children(sizes))
        .child(call)
        .child(show)
}

fn chosen_event(size: u8) -> Option<Event> {
    Attendees::parse(size.into()).ok().map(Event::PartyChosen)
}

fn button(size: u8, is_chosen: bool, context: &Context) -> Element {
    let choice = el("input")
        .attr("type", "radio")
        .class("sr")
        .attr("name", "attendees")
        .attr("value", size.to_string())
        .attr("aria-label", context.texts.guests.of(size.into()))
        .flag("checked", is_chosen)
        .on("change", context.reads(move |_| chosen_event(size)));
    el("label")
        .class("size")
        .part("party-size")
        .child(choice)
        .child(el("span").attr("aria-hidden", "true").child(size.to_string()))
}

fn list(first: u8, last: u8, chosen: u8, context: &Context) -> Element {
    let more = el("option")
        .attr("value", "")
        .attr("disabled", "")
        .flag("selected", chosen < first)
        .child(context.texts.party_more);
    let sizes = (first..=last)
        .map(|size| {
            el("option")
                .attr("value", size.to_string())
                .flag("selected", size == chosen)
                .child(size.to_string())
                .into()
        })
        .collect();
    let choose = context.reads(|event| event_target_value(event).parse().ok().and_then(chosen_event));
    el("select")
        .attr("name", "attendees")
        .class(if chosen < first {
            "size-list"
        } else {
            "size-list chosen"
        })
        .attr("aria-label", context.texts.party_legend)
        .on("change", choose)
        .child(more)
        .children(sizes)
}
