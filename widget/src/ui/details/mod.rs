//! The details step: the form for the guest's name and contact.

use leptos::prelude::event_target_checked;

use super::areas::areas;
use super::button::back;
use super::field::field;
use super::node::{Element, el};
use super::{Context, notice, summary};
use crate::flow::{Booking, Event, Field, Part};

/// The step.
pub(super) fn details(booking: &Booking, context: &Context) -> Element {
    let texts = context.texts;
    let fields = Field::ALL.map(|each| field(each, &booking.details, &booking.venue, context).into());
    let go_on = el("button")
        .attr("type", "submit")
        .class("button primary")
        .part("button primary")
        .child(texts.to_review);
    let actions = el("div")
        .class("actions")
        .child(back(Part::Day, context))
        .child(go_on);
    let form = el("div")
        .class("form")
        .child(notice::faults(&booking.details, context))
        .child(
            booking
                .slot()
                .and_then(|slot| areas(&slot.areas, booking, context)),
        )
        .child(el("div").class("fields").children(fields.into()))
        .child(consent(booking, context))
        .child(privacy(booking, context))
        .child(actions);
    el("div")
        .class("columns")
        .child(form)
        .child(summary::summary(booking, context))
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
