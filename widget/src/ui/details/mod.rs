//! The form that asks who books. It must not check anything: the flow does.

use std::sync::Arc;

use leptos::prelude::*;
use shared::availability::Area;
use shared::venue::Feature;

use super::button::{Look, button};
use super::field::field;
use super::{Context, notice, summary};
use crate::flow::{Booking, Event, Field};

/// The step.
pub(super) fn details(booking: &Booking, context: &Context) -> AnyView {
    let texts = context.texts;
    let fields: Vec<_> = Field::ALL
        .into_iter()
        .map(|each| field(each, booking, context))
        .collect();
    let send = Arc::clone(&context.send);
    view! {
        <div class="columns">
            <form
                class="form"
                novalidate=true
                on:submit=move |event| {
                    event.prevent_default();
                    send(Event::Continued);
                }
            >
                {notice::faults(booking, context)}
                {areas(booking, context)}
                <div class="fields">{fields}</div>
                {consent(booking, context)}
                {privacy(booking, context)}
                <div class="actions">
                    {button(context, Look::Plain, texts.back, Event::WentBack)}
                    <button type="submit" class="button primary" part="button primary">{texts.to_review}</button>
                </div>
            </form>
            {summary::summary(booking, context)}
        </div>
    }
    .into_any()
}

fn areas(booking: &Booking, context: &Context) -> Option<AnyView> {
    let offered = &booking.slot()?.areas;
    if offered.len() < 2 || !booking.venue.features.contains(&Feature::Areas) {
        return None;
    }
    let choices: Vec<_> = std::iter::once(None)
        .chain(offered.iter().map(Some))
        .map(|area| area_choice(area, booking, context))
        .collect();
    Some(
        view! {
            <fieldset class="areas">
                <legend>{context.texts.area_legend}</legend>
                <div class="sizes">{choices}</div>
            </fieldset>
        }
        .into_any(),
    )
}

fn area_choice(area: Option<&Area>, booking: &Booking, context: &Context) -> AnyView {
    let id = area.map(|area| area.id.clone());
    let name = area
        .map_or(context.texts.any_area, |area| context.of(&area.name))
        .to_owned();
    let is_chosen = booking.area == id;
    let send = Arc::clone(&context.send);
    view! {
        <label class="size">
            <input
                type="radio"
                class="sr"
                name="area"
                checked=is_chosen
                prop:checked=is_chosen
                on:change=move |_| send(Event::AreaChosen(id.clone()))
            />
            <span>{name}</span>
        </label>
    }
    .into_any()
}

fn consent(booking: &Booking, context: &Context) -> Option<AnyView> {
    booking.venue.policies.marketing_consent.then(|| {
        let send = Arc::clone(&context.send);
        view! {
            <label class="consent">
                <input
                    type="checkbox"
                    prop:checked=booking.details.consent
                    on:change=move |event| send(Event::ConsentSet(event_target_checked(&event)))
                />
                <span>{(context.texts.consent)(&booking.venue.name)}</span>
            </label>
        }
        .into_any()
    })
}

fn privacy(booking: &Booking, context: &Context) -> AnyView {
    let link = booking
        .venue
        .policies
        .privacy_url
        .as_ref()
        .map(|url| summary::link(url, context.texts.privacy_link, context));
    view! { <p class="hint">{context.texts.privacy_lead}" "{link}</p> }.into_any()
}
