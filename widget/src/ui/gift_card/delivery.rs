//! The delivery step: the card's recipient, the time of delivery and the purchaser.

use crate::self_service::gift_cards::{Draft, Event, Field, SendTo, SendWhen, Shop, Step};
use crate::ui::ViewContext;
use crate::ui::button::Look;
use crate::ui::choice::{choice, choices};
use crate::ui::node::{Element, Node, el};
use crate::ui::summary::link;

use super::design::notice;
use super::field::field;
use super::{frame, preview};

/// The step.
pub(super) fn delivery(shop: &Shop, view: &ViewContext<Event>) -> Element {
    let main = shop.draft.as_ref().map(|draft| {
        el("div")
            .class("columns gift-columns")
            .child(form(draft, shop, view))
            .child(preview::preview(draft, shop, view))
    });
    frame::step(Step::Delivery, view.words.cards_delivery_title, main, view)
}

fn form(draft: &Draft, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let to = |value: &str, label: &str, to: SendTo| -> Node {
        let chosen = view.sends(Event::ToChosen(to));
        choice("to", value.to_owned(), label.to_owned(), draft.to == to, chosen).into()
    };
    let when = |value: &str, label: &str, when: SendWhen| -> Node {
        let chosen = view.sends(Event::WhenChosen(when));
        choice(
            "when",
            value.to_owned(),
            label.to_owned(),
            draft.when == when,
            chosen,
        )
        .into()
    };
    let fields = |fields: &[Field]| {
        let fields = fields
            .iter()
            .map(|each| field(*each, draft, shop, view).into())
            .collect();
        el("div").class("fields").children(fields)
    };
    let purchaser = el("fieldset")
        .class("gift-purchaser")
        .child(el("legend").child(words.cards_purchaser_legend))
        .child(fields(&[Field::PurchaserName, Field::PurchaserEmail]));
    let privacy = shop.venue.policies.privacy_url.as_ref();
    let privacy = el("p")
        .class("hint")
        .child(words.cards_privacy_lead)
        .child(" ")
        .child(privacy.map(|url| link(url, view.context.texts.privacy_link, &view.context)));
    let actions = el("div")
        .class("actions")
        .child(view.button(Look::Plain, view.context.texts.back, Event::WentBack))
        .child(frame::go_on(view));
    el("div")
        .class("form")
        .child(notice(shop, view))
        .child(frame::faults(draft, view))
        .child(choices(
            words.cards_to_legend,
            vec![
                to("me", words.cards_to_me, SendTo::Me),
                to("recipient", words.cards_to_recipient, SendTo::Recipient),
            ],
        ))
        .child(fields(&[Field::RecipientEmail, Field::RecipientName]))
        .child(choices(
            words.cards_when_legend,
            vec![
                when("now", words.cards_now, SendWhen::Now),
                when("day", words.cards_on_day, SendWhen::OnDay),
            ],
        ))
        .child(fields(&[Field::Day]))
        .child(purchaser)
        .child(privacy)
        .child(actions)
}
