//! What is chosen, beside the later steps; each part leads back to where it is changed. It must not
//! know which step it stands beside.

use leptos::prelude::*;

use super::Context;
use crate::flow::{Booking, Event, Part};

/// The summary.
pub(super) fn summary(booking: &Booking, context: &Context) -> AnyView {
    let picture = booking
        .experience
        .image
        .as_ref()
        .map(|image| view! { <img src=image.url.clone() alt="" width="320" height="200" /> }.into_any());
    let day = booking.day.map(|day| context.formats.short_day(day));
    let time = booking.slot().map(|slot| context.formats.time(slot.minutes));
    let chips: Vec<_> = [
        Some((Part::Experience, context.of(&booking.experience.name).to_owned())),
        Some((Part::Party, (context.texts.guests)(booking.attendees.get()))),
        day.map(|day| (Part::Day, day)),
        time.map(|time| (Part::Time, time)),
    ]
    .into_iter()
    .flatten()
    .map(|(part, text)| chip(part, text, context))
    .collect();
    view! {
        <aside class="summary" part="summary" aria-label=context.texts.your_booking>
            {picture}
            <div class="summary-text">
                <strong class="summary-title">{booking.venue.name.clone()}</strong>
                <ul class="chips">{chips}</ul>
            </div>
        </aside>
    }
    .into_any()
}

fn chip(part: Part, text: String, context: &Context) -> AnyView {
    let name = (context.texts.change)(&text);
    view! {
        <li>
            <button type="button" class="chip" aria-label=name on:click=context.click(Event::ChangeWanted(part))>
                {text}
            </button>
        </li>
    }
    .into_any()
}

/// A link that leaves the page where it is.
pub(super) fn link(url: &str, text: &'static str, context: &Context) -> AnyView {
    view! {
        <a href=url.to_owned() target="_blank" rel="noopener">
            {text}
            <span class="sr">" ("{context.texts.opens_elsewhere}")"</span>
        </a>
    }
    .into_any()
}
