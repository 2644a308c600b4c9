//! The text fields of a purchase.

use leptos::prelude::event_target_value;
use shared::gift_card::MAX_DAYS_AHEAD;
use shared::validation::{Message, lines};

use crate::self_service::gift_cards::{Draft, Event, Field, FieldFault, Shop};
use crate::ui::ViewContext;
use crate::ui::field::{TextField, characters_left, goes_to_field, marked};
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

/// A field's label.
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
    let is_optional = matches!(field, Field::Message | Field::RecipientName);
    let shown = TextField {
        id: id(field),
        label: marked(label(field, draft, view), is_optional, &view.context),
        control: input(field, shop),
        text: draft.text(field),
        is_required: !is_optional,
        fault: draft.fault(field).map(|fault| {
            let fault = FieldFault { field, fault };
            sentences::fault(fault, draft, view).into()
        }),
        hint: hint(field, draft, view),
        is_wide: field == Field::Message,
    };
    let typed = view.reads(move |event| Some(Event::Typed(field, event_target_value(event))));
    let left = view.reads(move |event| goes_to_field(event).then_some(Event::FieldLeft(field)));
    Some(shown.draw(typed, Some(left)))
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
        // Another person's: the browser's autofill has the guest's own.
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
        Field::Message => {
            let used = lines(draft.text(field)).chars().count();
            Some(characters_left(used, Message::MAX_CHARS, &view.context))
        }
        Field::RecipientEmail => Some(words.cards_hint_recipient_email.to_owned()),
        Field::PurchaserEmail => Some(words.cards_hint_purchaser_email.to_owned()),
        Field::RecipientName | Field::Day | Field::PurchaserName => None,
    }
}
