//! The field for a gift card's code, in a `details` element that needs no code.

use leptos::prelude::event_target_value;

use crate::flow::{Booking, Event};
use crate::ui::field::TextField;
use crate::ui::node::{Element, el};
use crate::ui::{Context, GIFT_CODE, GIFT_CODE_NAME};

/// The field, where a card can pay or something is wrong with one.
pub(in crate::ui) fn gift_card(booking: &Booking, context: &Context) -> Option<Element> {
    let card = booking.gift_card.as_ref();
    if card.is_none() && !booking.takes_gift_card() {
        return None;
    }
    let texts = context.texts;
    let fault = card.and_then(|card| card.fault);
    let control = el("input")
        .attr("type", "text")
        .attr("name", GIFT_CODE_NAME)
        .attr("autocomplete", "off")
        .attr("inputmode", "text")
        .attr("autocapitalize", "characters")
        .attr("spellcheck", "false")
        .flag("readonly", booking.submission.is_open());
    let field = TextField {
        id: GIFT_CODE,
        label: vec![texts.gift_code.into()],
        control,
        text: card.map_or("", |card| &card.text),
        is_required: false,
        fault: fault.map(|fault| texts.gift_fault(fault).into()),
        hint: Some(texts.gift_code_hint.to_owned()),
        is_wide: false,
    };
    let typed = context.reads(|event| Some(Event::GiftCodeTyped(event_target_value(event))));
    let field = field.draw(typed, None);
    // A live region must exist before its text.
    let pays = booking
        .gift_card_pays()
        .map(|money| texts.gift_card_pays.with(&context.formats.money(money)));
    let pays = el("p").class("strong").attr("role", "status").child(pays);
    // What was typed into once stays open: nothing may close under the guest's hands.
    Some(
        el("details")
            .key("gift-card")
            .class("more")
            .flag("open", card.is_some())
            .child(el("summary").child(texts.gift_card))
            .child(field)
            .child(pays),
    )
}
