//! The way to pay with a gift card: one field behind a disclosure, which is the browser's own and needs no code. It
//! must not check codes: the flow does.

use leptos::prelude::event_target_value;

use crate::flow::{Booking, Event};
use crate::ui::node::{Element, el};
use crate::ui::{Context, GIFT_CODE, GIFT_CODE_NAME};

/// The field, where a card can pay or something is wrong with one.
pub(super) fn gift_card(booking: &Booking, context: &Context) -> Option<Element> {
    let card = booking.gift_card.as_ref();
    if card.is_none() && !booking.takes_gift_card() {
        return None;
    }
    let texts = context.texts;
    let fault = card.and_then(|card| card.fault);
    let described = if fault.is_some() {
        "gift-code-fault gift-code-hint"
    } else {
        "gift-code-hint"
    };
    let input = el("input")
        .attr("type", "text")
        .attr("name", GIFT_CODE_NAME)
        .attr("autocomplete", "off")
        .attr("inputmode", "text")
        .attr("autocapitalize", "characters")
        .attr("spellcheck", "false")
        .id(GIFT_CODE)
        .part("input")
        .flag("readonly", booking.submission.is_open())
        .aria("aria-invalid", fault.is_some())
        .attr("aria-describedby", described)
        .value(card.map_or_else(String::new, |card| card.text.clone()))
        .on(
            "input",
            context.reads(|event| Some(Event::GiftCodeTyped(event_target_value(event)))),
        );
    let fault = fault.map(|fault| {
        el("p")
            .class("fault")
            .id("gift-code-fault")
            .child(texts.gift_fault(fault))
    });
    let label = el("label").attr("for", GIFT_CODE).child(texts.gift_code);
    let hint = el("p")
        .class("hint")
        .id("gift-code-hint")
        .child(texts.gift_code_hint);
    let field = el("div")
        .class("field")
        .child(label)
        .child(input)
        .child(fault)
        .child(hint);
    // What was typed into once stays open: nothing may close under the guest's hands.
    Some(
        el("details")
            .key("gift-card")
            .class("gift")
            .flag("open", card.is_some())
            .child(el("summary").child(texts.gift_card))
            .child(field),
    )
}
