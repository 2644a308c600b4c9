//! The details step: the form for the guest's name and contact, which books where nothing is paid.

use leptos::prelude::event_target_checked;
use shared::availability::Slot;
use shared::venue::FieldRequirement;

use super::areas::areas;
use super::button::back;
use super::field::field;
use super::node::{Element, el};
use super::review::{actions, conditions};
use super::{Context, notice, summary};
use crate::flow::{Booking, Event, Field, Part};

/// The price of what is chosen, where it is stated before the booking.
pub(super) struct Price {
    /// Its lines, or the place that is kept for them.
    pub(super) totals: Element,
    /// Its total, once it is known.
    pub(super) total: Option<String>,
}

/// The step. Where it books it ends with the price, if there is one.
pub(super) fn details(booking: &Booking, price: Option<Price>, context: &Context) -> Element {
    let form = el("div")
        .class("form")
        .child(notice::faults(&booking.details, &booking.venue, context))
        .child(fields(booking, context))
        .child(privacy(booking, context));
    let form = match booking.slot() {
        Some(slot) if !booking.has_review() => {
            // Until the price fits what is chosen there is nothing to agree to.
            let waits = price.as_ref().is_some_and(|price| price.total.is_none());
            let (totals, total) = price.map_or((None, None), |price| (Some(price.totals), price.total));
            let actions = actions(Part::Day, waits, booking, slot, context);
            form.child(totals)
                .child(conditions(booking, slot, context))
                .child(notice::unsure(booking, context))
                .child(footer(booking, slot, total, actions, context))
        }
        _ => {
            let go_on = el("button")
                .attr("type", "submit")
                .class("button primary")
                .part("button primary")
                .child(context.texts.to_review);
            let actions = el("div")
                .class("actions")
                .child(back(Part::Day, context))
                .child(go_on);
            form.child(actions)
        }
    };
    el("div")
        .class("columns")
        .child(form)
        .child(summary::summary(booking, context))
}

/// The time, the party and the total of what is about to be reserved, beside the buttons that lead on: always to be seen.
pub(super) fn footer(
    booking: &Booking,
    slot: &Slot,
    total: Option<String>,
    actions: Element,
    context: &Context,
) -> Element {
    let day = booking.day.map(|day| context.formats.short_day(day));
    let when = [day.unwrap_or_default(), context.time(slot.minutes)].join(", ");
    let guests = context.texts.guests.of(booking.attendees.get().into());
    let said = el("p")
        .child(el("span").child([when, guests].join(" · ")))
        .child(total.map(|total| el("span").child(total)));
    el("div").class("footer").child(said).child(actions)
}

/// All that can be typed and chosen. What is on its way is not changed any more; without code the form that is sent again
/// has to hold it.
fn fields(booking: &Booking, context: &Context) -> Element {
    let is_fixed = booking.submission.is_open() && context.key.is_none();
    let (folded, shown): (Vec<_>, Vec<_>) = Field::ALL.into_iter().partition(|each| {
        matches!(each, Field::Phone | Field::Notes)
            && each.requirement(&booking.venue) == FieldRequirement::Optional
    });
    let draw = |fields: &[Field]| {
        let fields = fields
            .iter()
            .map(|each| field(*each, &booking.details, &booking.venue, context).into());
        el("div").class("fields").children(fields.collect())
    };
    let consent = consent(booking, context);
    let group = el("fieldset")
        .class("form")
        .attr_if("disabled", is_fixed.then_some(""))
        .child(
            booking
                .slot()
                .and_then(|slot| areas(&slot.areas, booking, context)),
        )
        .child(draw(&shown));
    let label = match folded[..] {
        [] => return group.child(consent),
        [only] => context.texts.field(only),
        _ => context.texts.more_fields,
    };
    let details = &booking.details;
    let more = el("details")
        .class("more")
        .child(el("summary").child(label))
        .child(draw(&folded))
        .child(consent);
    let is_used = |each: &Field| !details.text(*each).is_empty() || details.fault(*each).is_some();
    // Opened by hand it stays open: nothing may close under the guest's hands.
    group.child(if details.consent || folded.iter().any(is_used) {
        more.flag("open", true)
    } else {
        more
    })
}

fn consent(booking: &Booking, context: &Context) -> Option<Element> {
    booking.venue.policies.marketing_consent.then(|| {
        let tick = el("input")
            .attr("type", "checkbox")
            .attr("name", "consent")
            .attr("value", "yes")
            .flag("checked", booking.details.consent)
            .on(
                "change",
                context.reads(|event| Some(Event::ConsentSet(event_target_checked(event)))),
            );
        el("label")
            .class("consent")
            .child(tick)
            .child(el("span").child(context.texts.consent.with(&booking.venue.name)))
    })
}

fn privacy(booking: &Booking, context: &Context) -> Element {
    let url = booking.venue.policies.privacy_url.as_ref();
    el("p")
        .class("hint")
        .child(context.texts.privacy_lead)
        .child(" ")
        .child(url.map(|url| summary::link(url, context.texts.privacy_link, context)))
}
