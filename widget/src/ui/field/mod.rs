//! A text field with its label above, its hint and its fault below. It must not know what is right.

use std::sync::Arc;

use leptos::ev::FocusEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlButtonElement;
use shared::check::Notes;
use shared::venue::Asked;

use super::{Context, field_id};
use crate::flow::{Booking, Event, Field};

/// From so many characters left on, a guest is told how many.
const TELL_LEFT: usize = 200;

/// The field, unless the venue does not ask for it.
pub(super) fn field(field: Field, booking: &Booking, context: &Context) -> AnyView {
    let asked = field.asked(&booking.venue);
    if asked == Asked::Hidden {
        return ().into_any();
    }
    let id = field_id(field);
    let details = &booking.details;
    let text = details.text(field).to_owned();
    let fault = details.fault(field);
    let hint_id = format!("{id}-hint");
    let fault_id = format!("{id}-fault");
    let hint = (context.texts.field_hint)(field);
    let count = (field == Field::Notes).then(|| count(&text, context)).flatten();
    let described: Vec<_> = [
        fault.map(|_| fault_id.as_str()),
        (hint.is_some() || count.is_some()).then_some(hint_id.as_str()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let optional = (asked == Asked::Optional)
        .then(|| view! { <span class="optional">{context.texts.optional}</span> }.into_any());
    let (autocomplete, mode, kind) = match field {
        Field::FirstName => ("given-name", "text", "text"),
        Field::LastName => ("family-name", "text", "text"),
        Field::Email => ("email", "email", "email"),
        Field::Phone => ("tel", "tel", "tel"),
        Field::Notes => ("off", "text", "text"),
    };
    let invalid = fault.map(|_| "true");
    let required = (asked == Asked::Required).then_some("true");
    let (send, leave) = (Arc::clone(&context.send), Arc::clone(&context.send));
    let on_input = move |event| send(Event::Typed(field, event_target_value(&event)));
    let on_blur = move |event: FocusEvent| {
        // A fault that appears while a button is being pressed would move the button away from under
        // the finger, and going on checks everything anyway.
        let goes_to_field = event
            .related_target()
            .is_some_and(|target| !target.has_type::<HtmlButtonElement>());
        if goes_to_field {
            leave(Event::FieldLeft(field));
        }
    };
    let input = if field == Field::Notes {
        view! {
            <textarea
                id=id
                part="input"
                rows="3"
                aria-invalid=invalid
                aria-describedby=described
                prop:value=text.clone()
                on:input=on_input
                on:blur=on_blur
            >
                {text.clone()}
            </textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=id
                part="input"
                type=kind
                inputmode=mode
                autocomplete=autocomplete
                aria-required=required
                aria-invalid=invalid
                aria-describedby=described
                value=text.clone()
                prop:value=text
                on:input=on_input
                on:blur=on_blur
            />
        }
        .into_any()
    };
    let fault = fault.map(|code| {
        view! { <p class="fault" id=fault_id>{(context.texts.fault)(field, code)}</p> }.into_any()
    });
    let hint = (hint.is_some() || count.is_some()).then(|| {
        let count = count.map(|count| view! { <span class="count">{count}</span> }.into_any());
        view! { <p class="hint" id=hint_id>{hint}" "{count}</p> }.into_any()
    });
    let class = format!("field {id}");
    view! {
        <div class=class>
            <label for=id>{(context.texts.field)(field)}" "{optional}</label>
            {input}
            {fault}
            {hint}
        </div>
    }
    .into_any()
}

fn count(text: &str, context: &Context) -> Option<String> {
    let used = text.trim().chars().count();
    if used > Notes::MAX_CHARS {
        return Some((context.texts.characters_over)(used - Notes::MAX_CHARS));
    }
    let left = Notes::MAX_CHARS - used;
    (left <= TELL_LEFT).then(|| (context.texts.characters_left)(left))
}
