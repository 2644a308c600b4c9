//! The design step: which card, for how much, and its message.

use crate::self_service::gift_cards::{AmountChoice, Draft, Event, Field, Notice, Shop, Step};
use crate::ui::ViewContext;
use crate::ui::button::Look;
use crate::ui::choice::{choice, choices};
use crate::ui::experience::picture;
use crate::ui::node::{Element, Node, el};
use crate::ui::notice::titled;

use super::field::field;
use super::{frame, preview, sentences};

/// The step.
pub(super) fn design(shop: &Shop, view: &ViewContext<Event>) -> Element {
    let draft = shop.draft.as_ref();
    let form = draft.map(|draft| {
        let ask = view.button(Look::Quiet, view.words.cards_check_balance, Event::BalanceWanted);
        let until = preview::validity_sentence(shop.last_day(), view);
        let fields = el("div")
            .class("fields")
            .child(field(Field::Amount, draft, shop, view))
            .child(field(Field::Message, draft, shop, view));
        let form = el("div")
            .class("form")
            .child(notice(shop, view))
            .child(frame::faults(draft, view))
            .child(templates(shop, draft, view))
            .child(amounts(draft, view))
            .child(fields)
            .child(until)
            .child(el("div").class("actions").child(frame::go_on(view)))
            .child(el("p").child(ask));
        el("div")
            .class("columns gift-columns")
            .child(form)
            .child(preview::preview(draft, shop, view))
    });
    frame::step(Step::Design, view.words.cards_title, form, view)
}

/// The notice above the step.
pub(super) fn notice(shop: &Shop, view: &ViewContext<Event>) -> Option<Element> {
    let words = view.words;
    Some(match shop.notice.as_ref()? {
        Notice::NotOffered => titled(
            words.cards_not_offered_title,
            words.cards_not_offered,
            Node::Nothing,
        ),
        Notice::Refused(failure) => titled(
            words.cards_not_ordered,
            sentences::failure(failure, view),
            Node::Nothing,
        ),
    })
}

/// The designs as pictures, where there is a choice.
fn templates(shop: &Shop, draft: &Draft, view: &ViewContext<Event>) -> Option<Element> {
    let offered = shop.venue.gift_cards.as_ref()?;
    if offered.templates.len() < 2 {
        return None;
    }
    let cards = offered
        .templates
        .iter()
        .map(|template| {
            let input = el("input")
                .attr("type", "radio")
                .class("sr")
                .attr("name", "template")
                .attr("value", template.id.as_str().to_owned())
                .flag("checked", template.id == draft.template.id)
                .on("change", view.sends(Event::TemplateChosen(template.id.clone())));
            let name = view.context.of(&template.name).to_owned();
            el("label")
                .class("card")
                .part("experience")
                .child(input)
                .child(picture(template.image.as_ref()))
                .child(el("span").class("name").child(name))
                .into()
        })
        .collect();
    Some(
        el("fieldset")
            .class("experiences")
            .child(el("legend").child(view.words.cards_template_legend))
            .child(el("div").class("cards").children(cards)),
    )
}

/// The amounts, and one's own where that can be had.
fn amounts(draft: &Draft, view: &ViewContext<Event>) -> Option<Element> {
    let template = &draft.template;
    if template.amounts.is_empty() {
        return None;
    }
    let offer = |value: String, label: String, amount: AmountChoice| -> Node {
        let chosen = view.sends(Event::AmountChosen(amount));
        choice("amount", value, label, draft.amount == amount, chosen).into()
    };
    let mut offers: Vec<_> = template
        .amounts
        .iter()
        .map(|amount| {
            let value = amount.amount().to_string();
            offer(
                value,
                view.context.formats.money(*amount),
                AmountChoice::Fixed(*amount),
            )
        })
        .collect();
    if template.custom.is_some() {
        offers.push(offer(
            "own".to_owned(),
            view.words.cards_own_amount.to_owned(),
            AmountChoice::Own,
        ));
    }
    Some(choices(view.words.cards_amount_legend, offers))
}
