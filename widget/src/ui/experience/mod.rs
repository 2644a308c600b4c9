//! The experiences as cards, one of which is chosen. It must not know what choosing one leads to.

use leptos::prelude::*;
use shared::availability::Confirmation;
use shared::venue::Experience;

use super::Context;
use crate::flow::{Booking, Event};

/// The cards; just a line about it where there is but one experience.
pub(super) fn experiences(booking: &Booking, context: &Context) -> AnyView {
    let chosen = &booking.experience;
    let about = about(chosen, context);
    if booking.venue.experiences.len() == 1 {
        return view! { <div class="about">{about}</div> }.into_any();
    }
    let cards: Vec<_> = booking
        .venue
        .experiences
        .iter()
        .map(|experience| card(experience, experience.id == chosen.id, context))
        .collect();
    view! {
        <fieldset class="experiences" id="experience" tabindex="-1">
            <legend>{context.texts.experience_legend}</legend>
            <div class="cards">{cards}</div>
            <div class="about">{about}</div>
        </fieldset>
    }
    .into_any()
}

fn card(experience: &Experience, is_chosen: bool, context: &Context) -> AnyView {
    let picture = experience
        .image
        .as_ref()
        .map(|image| view! { <img src=image.url.clone() alt="" width="320" height="200" /> }.into_any());
    let badge = (experience.confirmation == Confirmation::Request)
        .then(|| view! { <span class="badge">{context.texts.on_request}</span> }.into_any());
    view! {
        <label class="card" part="experience">
            <input
                type="radio"
                class="sr"
                name="experience"
                checked=is_chosen
                prop:checked=is_chosen
                on:change={
                    let send = context.send.clone();
                    let id = experience.id.clone();
                    move |_| send(Event::ExperienceChosen(id.clone()))
                }
            />
            {picture}
            <span class="name">{context.of(&experience.name).to_owned()}{badge}</span>
        </label>
    }
    .into_any()
}

fn about(experience: &Experience, context: &Context) -> AnyView {
    let description = context.of(&experience.description_html);
    let more = (!description.is_empty()).then(|| {
        let title = (context.texts.more_about)(context.of(&experience.name));
        view! {
            <details>
                <summary>{title}</summary>
                // The edge has made this HTML safe.
                <div class="description" inner_html=description.to_owned()></div>
            </details>
        }
        .into_any()
    });
    view! {
        <p>{context.of(&experience.short_description).to_owned()}</p>
        {more}
    }
    .into_any()
}
