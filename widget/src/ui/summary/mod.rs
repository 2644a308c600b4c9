//! The summary of the choice beside the later steps; each part leads back to where it is changed.

use shared::venue::Policies;

use super::Context;
use super::experience::picture;
use super::form::{ACT, change};
use super::node::{Element, el};
use crate::flow::{Booking, Event, Part};

/// The summary.
pub(super) fn summary(booking: &Booking, context: &Context) -> Element {
    let day = booking.day.map(|day| context.formats.short_day(day));
    let time = booking.slot().map(|slot| context.time(slot.minutes));
    let chips = [
        Some((Part::Experience, context.of(&booking.experience.name).to_owned())),
        Some((
            Part::Party,
            context.texts.guests.of(booking.attendees.get().into()),
        )),
        day.map(|day| (Part::Day, day)),
        time.map(|time| (Part::Time, time)),
    ]
    .into_iter()
    .flatten()
    .map(|(part, text)| el("li").child(chip(part, text, context)).into())
    .collect();
    let text = el("div")
        .class("summary-text")
        .child(el("strong").child(booking.venue.name.clone()))
        .child(el("ul").class("chips").children(chips));
    el("aside")
        .class("summary")
        .part("summary")
        .attr("aria-label", context.texts.your_booking)
        .child(picture(booking.experience.image.as_ref()))
        .child(text)
}

fn chip(part: Part, text: String, context: &Context) -> Element {
    el("button")
        .attr("type", "submit")
        .attr("name", ACT)
        .attr("value", change(part))
        .class("chip")
        .attr("aria-label", context.texts.change.with(&text))
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
