//! A text field: its label above, its fault and its hint below. [`field`] is one of the guest's details, and
//! [`TextField`] one of any form.

use leptos::prelude::event_target_value;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{self, FocusEvent};
use shared::validation::{FieldCode, Notes, lines};
use shared::venue::{FieldRequirement, Venue};

use super::node::{Element, Listener, Node, el};
use super::{Context, field_id, field_name};
use crate::flow::{Details, Event, Field};

/// With so many characters left or fewer, their number is shown.
const SHOW_LEFT: usize = 200;

/// The field, unless the venue does not ask for it.
pub(super) fn field(field: Field, details: &Details, venue: &Venue, context: &Context) -> Option<Element> {
    let requirement = field.requirement(venue);
    if requirement == FieldRequirement::Hidden {
        return None;
    }
    let id = field_id(field);
    let texts = context.texts;
    let text = details.text(field);
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
    let control = if field == Field::Notes {
        el("textarea").attr("rows", "3")
    } else {
        typed_input(field, venue)
    };
    let shown = TextField {
        id,
        label: marked(
            label(field, venue, context),
            requirement == FieldRequirement::Optional,
            context,
        ),
        control: control.attr("name", field_name(field)),
        text,
        is_required: requirement == FieldRequirement::Required,
        fault: details
            .fault(field)
            .map(|code| fault(field, code, venue, context).into()),
        hint: (!hint.is_empty()).then(|| hint.join(" ")),
        is_wide: field == Field::Notes,
    };
    let typed = context.reads(move |event| Some(Event::Typed(field, event_target_value(event))));
    let left = context.reads(move |event| goes_to_field(event).then_some(Event::FieldLeft(field)));
    Some(shown.draw(typed, Some(left)))
}

/// Whether a field is that of the one name that the venue asks for.
fn is_whole_name(field: Field, venue: &Venue) -> bool {
    field == Field::LastName && venue.guest_fields.one_name
}

/// The label of a field.
pub(super) fn label(field: Field, venue: &Venue, context: &Context) -> &'static str {
    if is_whole_name(field, venue) {
        context.texts.name
    } else {
        context.texts.field(field)
    }
}

/// The fault of a field in words.
pub(super) fn fault(field: Field, code: FieldCode, venue: &Venue, context: &Context) -> &'static str {
    if code == FieldCode::Required && is_whole_name(field, venue) {
        context.texts.fault_required
    } else {
        context.texts.fault(field, code)
    }
}

/// A text field of any form.
pub(super) struct TextField<'a> {
    /// The id of the control; those of its fault and its hint are made of it.
    pub(super) id: &'static str,
    /// The nodes of its label.
    pub(super) label: Vec<Node>,
    /// The `input` or the `textarea`, with the attributes that it alone has.
    pub(super) control: Element,
    /// Its text.
    pub(super) text: &'a str,
    /// Whether it has to be filled in.
    pub(super) is_required: bool,
    /// Its fault.
    pub(super) fault: Option<Node>,
    /// A hint below it.
    pub(super) hint: Option<String>,
    /// Whether it takes the whole width of its form.
    pub(super) is_wide: bool,
}

impl TextField<'_> {
    /// The field, which calls `typed` when its text changes and `left`, where there is one, when it
    /// loses the focus.
    pub(super) fn draw(self, typed: Listener, left: Option<Listener>) -> Element {
        let fault_id = [self.id, "-fault"].concat();
        let hint_id = [self.id, "-hint"].concat();
        let described: Vec<_> = [
            self.fault.as_ref().map(|_| fault_id.as_str()),
            self.hint.as_ref().map(|_| hint_id.as_str()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let control = self
            .control
            .id(self.id)
            .part("input")
            .aria("aria-required", self.is_required)
            .aria("aria-invalid", self.fault.is_some())
            .attr_if(
                "aria-describedby",
                (!described.is_empty()).then(|| described.join(" ")),
            )
            .value(self.text.to_owned())
            .on("input", typed);
        let control = match left {
            Some(left) => control.on("blur", left),
            None => control,
        };
        let label = el("label").attr("for", self.id).children(self.label);
        let fault = self
            .fault
            .map(|text| el("p").class("fault").id(fault_id).child(text));
        let hint = self
            .hint
            .map(|text| el("p").class("hint").id(hint_id).child(text));
        el("div")
            .key(self.id)
            .class(if self.is_wide { "field wide" } else { "field" })
            .child(label)
            .child(control)
            .child(fault)
            .child(hint)
    }
}

/// A label's text, marked where the field is optional.
pub(super) fn marked(label: impl Into<Node>, is_optional: bool, context: &Context) -> Vec<Node> {
    let optional = is_optional.then(|| el("span").class("optional").child(context.texts.optional));
    vec![label.into(), " ".into(), optional.into()]
}

fn typed_input(field: Field, venue: &Venue) -> Element {
    let (autocomplete, kind) = match field {
        _ if is_whole_name(field, venue) => ("name", "text"),
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

/// Whether the focus leaves a field for another one. A fault that appears while a button, a link or what unfolds is being
/// pressed would move it away from under the finger, and going on checks everything anyway.
pub(super) fn goes_to_field(event: &web_sys::Event) -> bool {
    let target = event
        .dyn_ref()
        .and_then(|event: &FocusEvent| event.related_target());
    let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.matches("input, textarea, select").unwrap_or_default())
}

fn count(text: &str, context: &Context) -> Option<String> {
    let used = lines(text).chars().count();
    (used + SHOW_LEFT >= Notes::MAX_CHARS).then(|| characters_left(used, Notes::MAX_CHARS, context))
}

/// How many characters are left of `limit`, or how many are too many.
pub(super) fn characters_left(used: usize, limit: usize, context: &Context) -> String {
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    match limit.checked_sub(used) {
        Some(left) => context.texts.characters_left.of(count(left)),
        None => context.texts.characters_over.of(count(used - limit)),
    }
}
