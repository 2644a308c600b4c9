//! The first step: which card, for how much, and what is written on it. It must not check anything: the flow
//! does.

use crate::self_service::gift_cards::{AmountChoice, Counter, Draft, Event, Field, Notice, Step};
use crate::ui::Scene;
use crate::ui::button::Look;
use crate::ui::experience::picture;
use crate::ui::node::{Element, Node, el};

use super::field::field;
use super::{frame, preview, sentences};

/// The step.
pub(super) fn design(counter: &Counter, scene: &Scene<Event>) -> Element {
    let draft = counter.draft.as_ref();
    let form = draft.map(|draft| {
        let ask = scene.button(Look::Quiet, scene.words.cards_check_balance, Event::BalanceWanted);
        let until = preview::validity_sentence(counter.last_day(), scene);
        let fields = el("div")
            .class("fields")
            .child(field(Field::Amount, draft, counter, scene))
            .child(field(Field::Message, draft, counter, scene));
        let form = el("div")
            .class("form")
            .child(notice(counter, scene))
            .child(frame::faults(draft, scene))
            .child(templates(counter, draft, scene))
            .child(amounts(draft, scene))
            .child(fields)
            .child(until)
            .child(el("div").class("actions").child(frame::go_on(scene)))
            .child(el("p").child(ask));
        el("div")
            .class("columns gift-columns")
            .child(form)
            .child(preview::preview(draft, counter, scene))
    });
    frame::step(Step::Design, scene.words.cards_title, form, scene)
}

/// What stands above the step.
pub(super) fn notice(counter: &Counter, scene: &Scene<Event>) -> Option<Element> {
    let words = scene.words;
    Some(match counter.notice.as_ref()? {
        Notice::NotOffered => frame::panel(words.cards_not_offered_title, words.cards_not_offered),
        Notice::Refused(failure) => frame::panel(words.cards_not_ordered, sentences::failure(failure, scene)),
    })
}

/// The designs as pictures, where there is a choice.
fn templates(counter: &Counter, draft: &Draft, scene: &Scene<Event>) -> Option<Element> {
    let offered = counter.venue.gift_cards.as_ref()?;
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
                .on("change", scene.sends(Event::TemplateChosen(template.id.clone())));
            let name = scene.context.of(&template.name).to_owned();
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
            .child(el("legend").child(scene.words.cards_template_legend))
            .child(el("div").class("cards").children(cards)),
    )
}

/// The amounts, and one's own where that can be had.
fn amounts(draft: &Draft, scene: &Scene<Event>) -> Option<Element> {
    let template = &draft.template;
    if template.amounts.is_empty() {
        return None;
    }
    let choice = |value: String, label: String, amount: AmountChoice| -> Node {
        let chosen = scene.sends(Event::AmountChosen(amount));
        frame::choice("amount", value, label, draft.amount == amount, chosen).into()
    };
    let mut choices: Vec<_> = template
        .amounts
        .iter()
        .map(|amount| {
            let value = amount.amount().to_string();
            choice(
                value,
                scene.context.formats.money(*amount),
                AmountChoice::Fixed(*amount),
            )
        })
        .collect();
    if template.custom.is_some() {
        choices.push(choice(
            "own".to_owned(),
            scene.words.cards_own_amount.to_owned(),
            AmountChoice::Own,
        ));
    }
    Some(frame::choices(scene.words.cards_amount_legend, choices))
}
