//! The form for checking a card's balance, and its answer.

use leptos::prelude::event_target_value;
use shared::gift_card::Balance;

use crate::self_service::gift_cards::{BalanceFault, Event, Shop};
use crate::ui::button::{Look, confirm};
use crate::ui::field::TextField;
use crate::ui::node::{Element, Node, el};
use crate::ui::{ViewContext, notice};

use super::{frame, preview, sentences};

/// The screen.
pub(super) fn balance(shop: &Shop, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let asked = &shop.balance;
    let is_asking = asked.asked.is_some();
    let failed = match &asked.fault {
        Some(BalanceFault::Failed(failure)) => Some(notice::titled(
            words.cards_balance_failed,
            sentences::balance_failure(failure, view),
            Node::Nothing,
        )),
        _ => None,
    };
    let label = if is_asking {
        view.context.texts.sending
    } else {
        words.cards_balance_ask
    };
    let ask = confirm(label, is_asking).attr("type", "submit");
    let actions = el("div")
        .class("actions")
        .child(view.button(Look::Plain, view.context.texts.back, Event::WentBack))
        .child(ask);
    let form = el("form")
        .class("form")
        .attr("method", "post")
        .attr("novalidate", "")
        .on("submit", view.sends(Event::BalanceAsked))
        .child(field(shop, view))
        .child(asked.known.as_ref().map(|known| answer(known, shop, view)))
        .child(actions);
    frame::screen("gift-card-balance", words.cards_balance_title, view)
        .child(failed)
        .child(form)
}

fn field(shop: &Shop, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let asked = &shop.balance;
    let fault = asked
        .fault
        .as_ref()
        .and_then(|fault| sentences::balance(fault, view));
    let control = el("input")
        .attr("type", "text")
        .attr("name", "code")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "characters")
        .attr("spellcheck", "false")
        .class("gift-code-input");
    let field = TextField {
        id: "gift-code",
        label: vec![words.cards_balance_code.into()],
        control,
        text: &asked.text,
        is_required: true,
        fault: fault.map(Node::from),
        hint: Some(words.cards_balance_hint.to_owned()),
        is_wide: false,
    };
    let typed = view.reads(|event| Some(Event::CodeTyped(event_target_value(event))));
    field.draw(typed, None)
}

/// The card's balance, and its last day.
fn answer(known: &Balance, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let expired = known.expires_on.filter(|day| *day < shop.today());
    let worth = match expired {
        Some(day) => words.cards_balance_expired.with(&view.context.formats.day(day)),
        None if known.remaining.amount() == 0 => words.cards_balance_empty.to_owned(),
        None => words
            .cards_balance_worth
            .with(&view.context.formats.money(known.remaining)),
    };
    let until = (expired.is_none() && known.remaining.amount() > 0)
        .then(|| el("p").child(preview::validity(known.expires_on, view)));
    el("div")
        .key("balance")
        .class("ticket")
        .part("ticket")
        .id("balance")
        .attr("tabindex", "-1")
        .attr("role", "group")
        .attr("aria-labelledby", "balance-text")
        .child(el("p").id("balance-text").class("strong").child(worth))
        .child(until)
}
