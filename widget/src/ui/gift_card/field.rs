//! A text field of the purchase with its label above, its fault and its hint below. It must not know what is
//! right.

use leptos::prelude::event_target_value;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{self, FocusEvent, HtmlButtonElement};
use shared::gift_card::MAX_DAYS_AHEAD;
use shared::validation::{Message, lines};

use crate::self_service::gift_cards::{Draft, Event, Field, FieldFault, Shop};
use crate::ui::ViewContext;
use crate::ui::node::{Element, el};

use super::sentences;

/// The id of a field's input.
pub(super) fn id(field: Field) -> &'static str {
    match field {
        Field::Amount => "gift-amount",
        Field::Message => "gift-message",
        Field::RecipientName => "gift-recipient-name",
        Field::RecipientEmail => "gift-recipient-email",
        Field::Day => "gift-day",
        Field::PurchaserName => "gift-purchaser-name",
        Field::PurchaserEmail => "gift-purchaser-email",
    }
}

/// What a field is called.
pub(super) fn label(field: Field, draft: &Draft, view: &ViewContext<Event>) -> String {
    let words = view.words;
    match field {
        Field::Amount => {
            let currency = draft.template.custom.map(|range| range.min.currency());
            let code = currency.as_ref().map_or("", |currency| currency.code());
            return words.cards_field_amount.with(code);
        }
        Field::Message => words.cards_field_message,
        Field::RecipientName => words.cards_field_recipient_name,
        Field::RecipientEmail => words.cards_field_recipient_email,
        Field::Day => words.cards_field_day,
        Field::PurchaserName => words.cards_field_purchaser_name,
        Field::PurchaserEmail => words.cards_field_purchaser_email,
    }
    .to_owned()
}

/// The field, if the choices ask for it.
pub(super) fn field(field: Field, draft: &Draft, shop: &Shop, view: &ViewContext<Event>) -> Option<Element> {
    if !draft.asks(field) {
        return None;
    }
    let id = id(field);
    let text = draft.text(field);
    let fault = draft.fault(field);
    let fault_id = [id, "-fault"].concat();
    let hint_id = [id, "-hint"].concat();
    let hint = hint(field, draft, view);
    let described: Vec<_> = [
        fault.map(|_| fault_id.as_str()),
        hint.as_ref().map(|_| hint_id.as_str()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let is_optional = matches!(field, Field::Message | Field::RecipientName);
    let input = input(field, shop)
        .id(id)
        .part("input")
        .aria("aria-required", !is_optional)
        .aria("aria-invalid", fault.is_some())
        .attr_if(
            "aria-describedby",
            (!described.is_empty()).then(|| described.join(" ")),
        )
        .value(text.to_owned())
        .on(
            "input",
            view.reads(move |event| Some(Event::Typed(field, event_target_value(event)))),
        )
        .on(
            "blur",
            view.reads(move |event| goes_to_field(event).then_some(Event::FieldLeft(field))),
        );
    let optional = is_optional.then(|| el("span").class("optional").child(view.context.texts.optional));
    let label = el("label")
        .attr("for", id)
        .child(label(field, draft, view))
        .child(" ")
        .child(optional);
    let fault = fault.map(|fault| {
        let fault = FieldFault { field, fault };
        el("p")
            .class("fault")
            .id(fault_id)
            .child(sentences::fault(fault, draft, view))
    });
    let hint = hint.map(|hint| el("p").class("hint").id(hint_id).child(hint));
    let class = match field {
        Field::Message => "field wide",
        _ => "field",
    };
    let whole = el("div").key(id).class(class);
    Some(whole.child(label).child(input).child(fault).child(hint))
}

fn input(field: Field, shop: &Shop) -> Element {
    let (name, kind, mode, autocomplete) = match field {
        Field::Message => {
            return el("textarea")
                .attr("rows", "3")
                .attr("name", "message")
                .attr("autocomplete", "off");
        }
        Field::Day => {
            let today = shop.today();
            let last = today.plus(MAX_DAYS_AHEAD.into());
            return el("input")
                .attr("type", "date")
                .attr("name", "deliverOn")
                .attr("autocomplete", "off")
                .attr("min", today.to_string())
                .attr_if("max", last.map(|day| day.to_string()));
        }
        Field::Amount => ("amount", "text", "decimal", "off"),
        // Somebody else's: what the browser knows is the guest's own.
        Field::RecipientName => ("recipientName", "text", "text", "off"),
        Field::RecipientEmail => ("recipientEmail", "email", "email", "off"),
        Field::PurchaserName => ("name", "text", "text", "name"),
        Field::PurchaserEmail => ("email", "email", "email", "email"),
    };
    el("input")
        .attr("type", kind)
        .attr("inputmode", mode)
        .attr("name", name)
        .attr("autocomplete", autocomplete)
}

fn hint(field: Field, draft: &Draft, view: &ViewContext<Event>) -> Option<String> {
    let words = view.words;
    match field {
        Field::Amount => draft.template.custom.map(|range| {
            let write = |money| view.context.formats.money(money);
            words
                .cards_amount_hint
                .with_both(&write(range.min), &write(range.max))
        }),
        Field::Message => Some(left(draft.text(field), view)),
        Field::RecipientEmail => Some(words.cards_hint_recipient_email.to_owned()),
        Field::PurchaserEmail => Some(words.cards_hint_purchaser_email.to_owned()),
        Field::RecipientName | Field::Day | Field::PurchaserName => None,
    }
}

/// How many characters are left of a message, or too many.
fn left(text: &str, view: &ViewContext<Event>) -> String {
    let texts = view.context.texts;
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let used = lines(text).chars().count();
    match Message::MAX_CHARS.checked_sub(used) {
        Some(left) => texts.characters_left.of(count(left)),
        None => texts.characters_over.of(count(used - Message::MAX_CHARS)),
    }
}

/// Whether the focus leaves a field for another one. A fault that appears while a button is being
/// pressed would move the button away from under the finger, and going on checks everything anyway.
fn goes_to_field(event: &web_sys::Event) -> bool {
    let target = event
        .dyn_ref()
        .and_then(|event: &FocusEvent| event.related_target());
    target.is_some_and(|target| !target.has_type::<HtmlButtonElement>())
}
