//! The field for an access code, above the find step. It is folded until it is wanted.

use leptos::prelude::event_target_value;
use shared::validation::FieldCode;
use shared::venue::Feature;

use super::super::button::Look;
use super::super::field::TextField;
use super::super::node::{Element, Node, el};
use super::super::{ViewContext, shell};
use crate::flow::Booking;
use crate::self_service::extras::{BookingWithExtras, Event};

/// The id of the field.
pub(super) const ID: &str = "access-code";

/// The find step, with the field where the venue has rates that a code opens.
pub(super) fn with_code(state: &BookingWithExtras, booking: &Booking, view: &ViewContext<Event>) -> Node {
    let (words, context) = (view.words, &view.context);
    let screen = shell::screen(&state.booking, context);
    if context.key.is_some() || !booking.venue.features.contains(&Feature::AccessCodes) {
        return screen;
    }
    let hint = state.code.is_used().then(|| words.extras_code_used.to_owned());
    let typed = (state.code.text.as_str(), state.code.fault);
    let form = code_form(typed, hint, (Event::CodeTyped, Event::CodeConfirmed), view);
    // Who comes for it wants to type it, and nothing may close under the guest's hands.
    let is_wanted = state.booking.setup.prefill.minutes.is_none() || !state.code.text.is_empty();
    let folded = el("details")
        .class("more")
        .flag("open", is_wanted)
        .child(el("summary").child(context.texts.access_code))
        .child(form);
    el("div")
        .key("with-code")
        .class("with-code")
        .child(folded)
        .child(screen)
        .into()
}

/// The field with what is typed and its fault, and the button that uses the code.
pub(in crate::ui) fn code_form<E: Clone + Send + Sync + 'static>(
    (text, fault): (&str, Option<FieldCode>),
    hint: Option<String>,
    (typed, used): (fn(String) -> E, E),
    view: &ViewContext<E>,
) -> Element {
    let words = view.words;
    let fault = fault.map(|code| match code {
        FieldCode::Required => view.context.texts.fault_required,
        _ => words.extras_code_unknown,
    });
    let field = TextField {
        id: ID,
        label: vec![words.extras_code_label.into()],
        control: el("input")
            .attr("type", "text")
            .attr("autocomplete", "off")
            .attr("autocapitalize", "off")
            .attr("spellcheck", "false"),
        text,
        is_required: false,
        fault: fault.map(Into::into),
        hint,
        is_wide: false,
    };
    let changed = view.reads(move |event| Some(typed(event_target_value(event))));
    el("form")
        .class("fields")
        .attr("novalidate", "")
        .on("submit", view.sends(used.clone()))
        .child(field.draw(changed, None))
        .child(view.button(Look::Plain, words.extras_code_use, used))
}
