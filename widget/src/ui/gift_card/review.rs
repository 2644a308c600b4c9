//! Everything once more, with what the law wants named beside the button that orders. It must not know how an
//! order is sent.

use shared::validation::lines;

use crate::flow::{Failure, Submission};
use crate::self_service::gift_cards::{Counter, Draft, Event, Field, SendTo, Step};
use crate::ui::Scene;
use crate::ui::button::Look;
use crate::ui::node::{Element, Node, el};
use crate::ui::summary::{link, phone_link};

use super::design::notice;
use super::{frame, preview, sentences};

/// The step.
pub(super) fn review(counter: &Counter, scene: &Scene<Event>) -> Element {
    let main = counter.draft.as_ref().map(|draft| {
        let closing = el("div")
            .class("closing")
            .part("closing")
            .child(conditions(draft, counter, scene))
            .child(unsure(counter, scene))
            .child(actions(draft, counter, scene));
        let card = el("div")
            .class("gift-review")
            .child(facts(draft, counter, scene))
            .child(preview::preview(draft, counter, scene));
        let columns = el("div").class("columns review").child(card).child(closing);
        el("div").child(notice(counter, scene)).child(columns)
    });
    frame::step(Step::Review, scene.words.cards_review_title, main, scene)
}

fn facts(draft: &Draft, counter: &Counter, scene: &Scene<Event>) -> Element {
    let words = scene.words;
    let text = |field: Field| lines(draft.text(field));
    let to = match draft.to {
        SendTo::Me => text(Field::PurchaserEmail),
        SendTo::Recipient => text(Field::RecipientEmail),
    };
    let when = match draft.day() {
        Some(day) => scene.context.formats.day(day),
        None => words.cards_now.to_owned(),
    };
    let amount = draft.money().map(|amount| scene.context.formats.money(amount));
    let rows = [
        (
            words.cards_fact_card,
            scene.context.of(&draft.template.name).to_owned(),
            Step::Design,
        ),
        (words.cards_fact_amount, amount.unwrap_or_default(), Step::Design),
        (words.cards_fact_message, text(Field::Message), Step::Design),
        (words.cards_fact_for, text(Field::RecipientName), Step::Delivery),
        (words.cards_fact_to, to, Step::Delivery),
        (words.cards_fact_when, when, Step::Delivery),
        (
            words.cards_fact_purchaser,
            text(Field::PurchaserName),
            Step::Delivery,
        ),
        (
            words.cards_fact_receipt,
            text(Field::PurchaserEmail),
            Step::Delivery,
        ),
    ]
    .into_iter()
    .filter(|(_, value, _)| !value.is_empty())
    .map(|(label, value, step)| row(label, value, step, counter, scene).into())
    .collect();
    el("dl").class("facts").children(rows)
}

fn row(label: &'static str, value: String, step: Step, counter: &Counter, scene: &Scene<Event>) -> Element {
    let change = (!counter.submission.is_open()).then(|| {
        el("button")
            .attr("type", "button")
            .class("pencil")
            .attr("aria-label", scene.context.texts.change.with(label))
            .on("click", scene.sends(Event::ChangeWanted(step)))
    });
    let value = el("dd").child(el("span").child(value)).child(change);
    el("div").child(el("dt").child(label)).child(value)
}

fn conditions(draft: &Draft, counter: &Counter, scene: &Scene<Event>) -> Element {
    let words = scene.words;
    let amount = draft.money().map(|amount| scene.context.formats.money(amount));
    let name = scene.context.of(&draft.template.name);
    let order = el("div")
        .child(el("h3").child(words.cards_order_lead))
        .child(
            el("p").class("strong").child(
                words
                    .cards_order_line
                    .with_both(name, &amount.unwrap_or_default()),
            ),
        )
        .child(preview::validity_sentence(counter.last_day(), scene))
        .child(el("p").child(words.cards_after_payment));
    let withdrawal = el("div")
        .child(el("h3").child(words.cards_withdrawal))
        .child(el("p").child(words.cards_withdrawal_text));
    let policies = &counter.venue.policies;
    let link_to = |url: &Option<String>, text| -> Node {
        url.as_ref().map(|url| link(url, text, &scene.context)).into()
    };
    let links = el("p")
        .class("links")
        .child(link_to(&policies.terms_url, words.cards_terms_link))
        .child(" ")
        .child(link_to(&policies.privacy_url, scene.context.texts.privacy_link));
    el("div")
        .class("conditions")
        .part("conditions")
        .child(order)
        .child(withdrawal)
        .child(links)
}

/// What to do while nobody knows whether an order was made.
fn unsure(counter: &Counter, scene: &Scene<Event>) -> Option<Element> {
    let Submission::Unsure(_, failure) = &counter.submission else {
        return None;
    };
    let phone = counter.venue.policies.phone.as_ref().map(|phone| {
        el("p")
            .child(scene.context.texts.call)
            .child(" ")
            .child(phone_link(phone))
    });
    let text = match failure {
        Failure::Problem(_) => sentences::failure(failure, scene),
        Failure::Offline | Failure::Unreadable(_) => scene.words.cards_unsure,
    };
    Some(frame::panel(scene.words.cards_unsure_title, text).child(phone))
}

fn actions(draft: &Draft, counter: &Counter, scene: &Scene<Event>) -> Element {
    let texts = scene.context.texts;
    let is_sending = matches!(counter.submission, Submission::Sending(..));
    let amount = draft.money().map(|amount| scene.context.formats.money(amount));
    let label = match &counter.submission {
        Submission::Sending(..) => texts.sending.to_owned(),
        Submission::Unsure(..) => texts.send_again.to_owned(),
        Submission::Idle => scene.words.cards_order.with(&amount.unwrap_or_default()),
    };
    let back =
        (!counter.submission.is_open()).then(|| scene.button(Look::Plain, texts.back, Event::WentBack));
    let fresh_key = scene.context.fresh_key;
    let order = el("button")
        .attr("type", "button")
        .class("button primary")
        .part("button primary")
        .aria("aria-disabled", is_sending)
        .aria("aria-busy", is_sending)
        .on(
            "click",
            scene.reads(move |happened| {
                happened.prevent_default();
                Some(Event::Confirmed(fresh_key()))
            }),
        )
        .child(label);
    el("div").class("actions").child(back).child(order)
}
