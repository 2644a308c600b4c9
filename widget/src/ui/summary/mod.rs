//! The summary of the choice beside the later steps; each part leads back to where it is changed.

use shared::venue::Policies;

use super::Context;
use super::experience::picture;
use super::form::{ACT, change};
use super::node::{Element, el};
use crate::flow::{Booking, Event, Part, Step};

/// The summary.
pub(super) fn summary(booking: &Booking, context: &Context) -> Element {
    let parts = [Part::Experience, Part::Party, Part::Day, Part::Time];
    let text = el("div")
        .class("summary-text")
        .child(el("strong").child(booking.venue.name.clone()))
        .child(chips("chips", &parts, booking, context));
    el("aside")
        .class("summary")
        .part("summary")
        .attr("aria-label", context.texts.your_booking)
        .child(picture(booking.experience.image.as_ref()))
        .child(text)
}

/// The choice in one line above the find step, where there is no room for all of it: each part opens what it is chosen
/// from.
pub(super) fn bar(parts: &[Part], booking: &Booking, context: &Context) -> Element {
    chips("chips bar", parts, booking, context).attr("aria-label", context.texts.your_booking)
}

fn chips(class: &'static str, parts: &[Part], booking: &Booking, context: &Context) -> Element {
    let chips = parts.iter().filter_map(|part| {
        let text = said(*part, booking, context)?;
        Some(el("li").child(chip(*part, text, booking, context)).into())
    });
    el("ul").class(class).children(chips.collect())
}

/// A part of the choice in words; nothing where it is not made.
fn said(part: Part, booking: &Booking, context: &Context) -> Option<String> {
    match part {
        Part::Experience => Some(context.of(&booking.experience.name).to_owned()),
        Part::Party => Some(context.texts.guests.of(booking.attendees.get().into())),
        Part::Day => {
            let day = booking.day.map(|day| context.formats.short_day(day));
            day.or_else(|| Some(context.texts.day.to_owned()))
        }
        Part::Time => booking.slot().map(|slot| context.time(slot.minutes)),
        Part::Details => None,
    }
}

fn chip(part: Part, text: String, booking: &Booking, context: &Context) -> Element {
    let is_opened = if booking.opened == Some(part) {
        "true"
    } else {
        "false"
    };
    el("button")
        .attr("type", "submit")
        .attr("name", ACT)
        .attr("value", change(part))
        .class("chip")
        .attr("aria-label", context.texts.change.with(&text))
        .attr_if("aria-expanded", (booking.step == Step::Find).then_some(is_opened))
        .on("click", context.sends(Event::ChangeWanted(part)))
        .child(text)
}

/// A link that leaves the page where it is.
pub(super) fn link(url: &str, text: &'static str, context: &Context) -> Element {
    let hint = [" (", context.texts.opens_elsewhere, ")"].concat();
    el("a")
        .attr("href", url.to_owned())
        .attr("target", "_blank")
        .attr("rel", "noopener")
        .child(text)
        .child(el("span").class("sr").child(hint))
}

/// A phone number that can be called by a tap, as people write it.
pub(super) fn phone_link(phone: &str, policies: &Policies) -> Element {
    let shown = policies.phone_display.as_deref().unwrap_or(phone);
    el("a")
        .attr("href", ["tel:", phone].concat())
        .child(shown.to_owned())
}
