//! The review step: everything once more, with what the law wants named beside the button that orders.

use shared::validation::lines;

use crate::flow::{Failure, Submission};
use crate::self_service::gift_cards::{Draft, Event, Field, SendTo, Shop, Step};
use crate::ui::ViewContext;
use crate::ui::button::{Look, confirm};
use crate::ui::node::{Element, Node, el};
use crate::ui::notice::titled;
use crate::ui::summary::{link, phone_link};

use super::design::notice;
use super::{frame, preview, sentences};

/// The step.
pub(super) fn review(shop: &Shop, view: &ViewContext<Event>) -> Element {
    let main = shop.draft.as_ref().map(|draft| {
        let closing = el("div")
            .class("closing")
            .part("closing")
            .child(conditions(draft, shop, view))
            .child(unsure(shop, view))
            .child(actions(draft, shop, view));
        let card = el("div")
            .class("gift-review")
            .child(facts(draft, shop, view))
            .child(preview::preview(draft, shop, view));
        let columns = el("div").class("columns review").child(card).child(closing);
        el("div").child(notice(shop, view)).child(columns)
    });
    frame::step(Step::Review, view.words.cards_review_title, main, view)
}

fn facts(draft: &Draft, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let text = |field: Field| lines(draft.text(field));
    let to = match draft.to {
        SendTo::Me => text(Field::PurchaserEmail),
        SendTo::Recipient => text(Field::RecipientEmail),
    };
    let when = match draft.day() {
        Some(day) => view.context.formats.day(day),
        None => words.cards_now.to_owned(),
    };
    let amount = draft.money().map(|amount| view.context.formats.money(amount));
    let rows = [
        (
            words.cards_fact_card,
            view.context.of(&draft.template.name).to_owned(),
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
    .map(|(label, value, step)| row(label, value, step, shop, view).into())
    .collect();
    el("dl").class("facts").children(rows)
}

fn row(label: &'static str, value: String, step: Step, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let change = (!shop.submission.is_open()).then(|| {
        el("button")
            .attr("type", "button")
            .class("pencil")
            .attr("aria-label", view.context.texts.change.with(label))
            .on("click", view.sends(Event::ChangeWanted(step)))
    });
    let value = el("dd").child(el("span").child(value)).child(change);
    el("div").child(el("dt").child(label)).child(value)
}

fn conditions(draft: &Draft, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let amount = draft.money().map(|amount| view.context.formats.money(amount));
    let name = view.context.of(&draft.template.name);
    let order = el("div")
        .child(el("h3").child(words.cards_order_lead))
        .child(
            el("p").class("strong").child(
                words
                    .cards_order_line
                    .with_both(name, &amount.unwrap_or_default()),
            ),
        )
        .child(preview::validity_sentence(shop.last_day(), view))
        .child(el("p").child(words.cards_after_payment));
    let withdrawal = el("div")
        .child(el("h3").child(words.cards_withdrawal))
        .child(el("p").child(words.cards_withdrawal_text));
    let policies = &shop.venue.policies;
    let link_to = |url: &Option<String>, text| -> Node {
        url.as_ref().map(|url| link(url, text, &view.context)).into()
    };
    let links = el("p")
        .class("links")
        .child(link_to(&policies.terms_url, words.cards_terms_link))
        .child(" ")
        .child(link_to(&policies.privacy_url, view.context.texts.privacy_link));
    el("div")
        .class("conditions")
        .part("conditions")
        .child(order)
        .child(withdrawal)
        .child(links)
}

/// The notice while an order's outcome is unknown.
fn unsure(shop: &Shop, view: &ViewContext<Event>) -> Option<Element> {
    let Submission::Unsure(_, failure) = &shop.submission else {
        return None;
    };
    let phone = shop.venue.policies.phone.as_ref().map(|phone| {
        el("p")
            .child(view.context.texts.call)
            .child(" ")
            .child(phone_link(phone, &shop.venue.policies))
    });
    let text = match failure {
        Failure::Problem(_) => sentences::failure(failure, view),
        Failure::Offline | Failure::Unreadable(_) => view.words.cards_unsure,
    };
    Some(titled(view.words.cards_unsure_title, text, phone))
}

fn actions(draft: &Draft, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let texts = view.context.texts;
    let is_sending = matches!(shop.submission, Submission::Sending(..));
    let amount = draft.money().map(|amount| view.context.formats.money(amount));
    let label = match &shop.submission {
        Submission::Sending(..) => texts.sending.to_owned(),
        Submission::Unsure(..) => texts.send_again.to_owned(),
        Submission::Idle => view.words.cards_order.with(&amount.unwrap_or_default()),
    };
    let back = (!shop.submission.is_open()).then(|| view.button(Look::Plain, texts.back, Event::WentBack));
    let fresh_key = view.context.fresh_key;
    let order = confirm(label, is_sending).attr("type", "button").on(
        "click",
        view.reads(move |happened| {
            happened.prevent_default();
            Some(Event::Confirmed(fresh_key()))
        }),
    );
    el("div").class("actions").child(back).child(order)
}
