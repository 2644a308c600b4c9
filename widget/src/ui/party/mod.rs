//! The number of guests: small parties by one tap, larger ones from a list. It must not know which
//! sizes are free.

use leptos::prelude::*;
use shared::reservation::Attendees;

use super::Context;
use crate::flow::{Booking, Event};

/// Sizes up to this one have a button of their own.
const BY_BUTTON: u8 = 8;

/// The choice of a party size, and whom to call for a larger one.
pub(super) fn party(booking: &Booking, context: &Context) -> AnyView {
    let range = booking.experience.attendees;
    let (min, max, chosen) = (range.min.get(), range.max.get(), booking.attendees.get());
    let last_button = max.min(min.saturating_add(BY_BUTTON - 1));
    let buttons: Vec<_> = (min..=last_button)
        .map(|size| button(size, size == chosen, context))
        .collect();
    let list = (max > last_button).then(|| list(last_button + 1, max, chosen, context));
    let call = booking.venue.policies.phone.as_ref().filter(|_| chosen > 4 || chosen == max).map(|phone| {
        view! {
            <p class="hint">{(context.texts.larger_party)(max)}" "<a href=format!("tel:{phone}")>{phone.clone()}</a></p>
        }
        .into_any()
    });
    view! {
        <fieldset class="party" id="party" tabindex="-1">
            <legend>{context.texts.party_legend}</legend>
            <div class="sizes">{buttons}{list}</div>
            {call}
        </fieldset>
    }
    .into_any()
}

fn choose(context: &Context, size: u8) {
    if let Ok(attendees) = Attendees::parse(size.into()) {
        (context.send)(Event::PartyChosen(attendees));
    }
}

fn button(size: u8, is_chosen: bool, context: &Context) -> AnyView {
    let name = (context.texts.guests)(size);
    let context = context.clone();
    view! {
        <label class="size" part="party-size">
            <input
                type="radio"
                class="sr"
                name="party"
                aria-label=name
                checked=is_chosen
                prop:checked=is_chosen
                on:change=move |_| choose(&context, size)
            />
            <span aria-hidden="true">{size.to_string()}</span>
        </label>
    }
    .into_any()
}

fn list(first: u8, last: u8, chosen: u8, context: &Context) -> AnyView {
    let option = |value: u8, label: String| {
        let is_chosen = if value == 0 {
            chosen < first
        } else {
            value == chosen
        };
        view! { <option value=value.to_string() selected=is_chosen prop:selected=is_chosen disabled=value == 0>{label}</option> }
            .into_any()
    };
    let options: Vec<_> = std::iter::once(option(0, context.texts.party_more.to_owned()))
        .chain((first..=last).map(|size| option(size, (context.texts.guests)(size))))
        .collect();
    let class = if chosen < first {
        "size-list"
    } else {
        "size-list chosen"
    };
    let sender = context.clone();
    view! {
        <select
            class=class
            aria-label=context.texts.party_legend
            on:change=move |event| {
                if let Ok(size) = event_target_value(&event).parse() {
                    choose(&sender, size);
                }
            }
        >
            {options}
        </select>
    }
    .into_any()
}
