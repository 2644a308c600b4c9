//! The second step: to whom the card goes and when, and who buys it. It must not check anything: the flow does.

use crate::self_service::gift_cards::{Counter, Draft, Event, Field, SendTo, SendWhen, Step};
use crate::ui::Scene;
use crate::ui::button::Look;
use crate::ui::node::{Element, Node, el};
use crate::ui::summary::link;

use super::design::notice;
use super::field::field;
use super::{frame, preview};

/// The step.
pub(super) fn delivery(counter: &Counter, scene: &Scene<Event>) -> Element {
    let main = counter.draft.as_ref().map(|draft| {
        el("div")
            .class("columns gift-columns")
            .child(form(draft, counter, scene))
            .child(preview::preview(draft, counter, scene))
    });
    frame::step(Step::Delivery, scene.words.cards_delivery_title, main, scene)
}

fn form(draft: &Draft, counter: &Counter, scene: &Scene<Event>) -> Element {
    let words = scene.words;
    let to = |value: &str, label: &str, to: SendTo| -> Node {
        let chosen = scene.sends(Event::ToChosen(to));
        frame::choice("to", value.to_owned(), label.to_owned(), draft.to == to, chosen).into()
    };
    let when = |value: &str, label: &str, when: SendWhen| -> Node {
        let chosen = scene.sends(Event::WhenChosen(when));
        frame::choice(
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
            .map(|each| field(*each, draft, counter, scene).into())
            .collect();
        el("div").class("fields").children(fields)
    };
    let purchaser = el("fieldset")
        .class("gift-purchaser")
        .child(el("legend").child(words.cards_purchaser_legend))
        .child(fields(&[Field::PurchaserName, Field::PurchaserEmail]));
    let privacy = counter.venue.policies.privacy_url.as_ref();
    let privacy = el("p")
        .class("hint")
        .child(words.cards_privacy_lead)
        .child(" ")
        .child(privacy.map(|url| link(url, scene.context.texts.privacy_link, &scene.context)));
    let actions = el("div")
        .class("actions")
        .child(scene.button(Look::Plain, scene.context.texts.back, Event::WentBack))
        .child(frame::go_on(scene));
    el("div")
        .class("form")
        .child(notice(counter, scene))
        .child(frame::faults(draft, scene))
        .child(frame::choices(
            words.cards_to_legend,
            vec![
                to("me", words.cards_to_me, SendTo::Me),
                to("recipient", words.cards_to_recipient, SendTo::Recipient),
            ],
        ))
        .child(fields(&[Field::RecipientEmail, Field::RecipientName]))
        .child(frame::choices(
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
