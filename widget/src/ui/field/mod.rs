//! A text field with its label above, its hint and its fault below. It must not know what is right.

use leptos::prelude::event_target_value;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{self, FocusEvent, HtmlButtonElement};
use shared::validation::{Notes, lines};
use shared::venue::{Asked, Venue};

use super::node::{Element, el};
use super::{Context, field_id, field_name};
use crate::flow::{Details, Event, Field};

/// From so many characters left on, a guest is told how many.
const TELL_LEFT: usize = 200;

/// The field, unless the venue does not ask for it.
pub(super) fn field(field: Field, details: &Details, venue: &Venue, context: &Context) -> Option<Element> {
    let asked = field.asked(venue);
    if asked == Asked::Hidden {
        return None;
    }
    let id = field_id(field);
    let texts = context.texts;
    let text = details.text(field);
    let fault = details.fault(field);
    let fault_id = [id, "-fault"].concat();
    let hint_id = [id, "-hint"].concat();
    let count = if field == Field::Notes {
        count(text, context)
    } else {
        None
    };
    let hint: Vec<_> = texts
        .field_hint(field)
        .map(str::to_owned)
        .into_iter()
        .chain(count)
        .collect();
    let described: Vec<_> = [
        fault.map(|_| fault_id.as_str()),
        (!hint.is_empty()).then_some(hint_id.as_str()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let input = if field == Field::Notes {
        el("textarea").attr("rows", "3")
    } else {
        typed_input(field)
    };
    let input = input
        .id(id)
        .attr("name", field_name(field))
        .part("input")
        .aria("aria-required", asked == Asked::Required)
        .aria("aria-invalid", fault.is_some())
        .attr_if(
            "aria-describedby",
            (!described.is_empty()).then(|| described.join(" ")),
        )
        .value(text.to_owned())
        .on(
            "input",
            context.reads(move |event| Some(Event::Typed(field, event_target_value(event)))),
        )
        .on(
            "blur",
            context.reads(move |event| goes_to_field(event).then_some(Event::FieldLeft(field))),
        );
    let optional = (asked == Asked::Optional).then(|| el("span").class("optional").child(texts.optional));
    let label = el("label")
        .attr("for", id)
        .child(texts.field(field))
        .child(" ")
        .child(optional);
    let fault = fault.map(|code| {
        el("p")
            .class("fault")
            .id(fault_id)
            .child(texts.fault(field, code))
    });
    let hint = (!hint.is_empty()).then(|| el("p").class("hint").id(hint_id).child(hint.join(" ")));
    let class = if field == Field::Notes {
        "field wide"
    } else {
        "field"
    };
    let whole = el("div").key(id).class(class);
    Some(whole.child(label).child(input).child(fault).child(hint))
}

fn typed_input(field: Field) -> Element {
    let (autocomplete, kind) = match field {
        Field::FirstName => ("given-name", "text"),
        Field::LastName => ("family-name", "text"),
        Field::Email => ("email", "email"),
        Field::Phone => ("tel", "tel"),
        Field::Notes => ("off", "text"),
    };
    el("input")
        .attr("type", kind)
        .attr("inputmode", kind)
        .attr("autocomplete", autocomplete)
}

/// Whether the focus leaves a field for another one. A fault that appears while a button is being
/// pressed would move the button away from under the finger, and going on checks everything anyway.
fn goes_to_field(event: &web_sys::Event) -> bool {
    let target = event
        .dyn_ref()
        .and_then(|event: &FocusEvent| event.related_target());
    target.is_some_and(|target| !target.has_type::<HtmlButtonElement>())
}

fn count(text: &str, context: &Context) -> Option<String> {
    let used = lines(text).chars().count();
    if used > Notes::MAX_CHARS {
        return Some(context.texts.characters_over.of(number(used - Notes::MAX_CHARS)));
    }
    let left = Notes::MAX_CHARS - used;
    (left <= TELL_LEFT).then(|| context.texts.characters_left.of(number(left)))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
