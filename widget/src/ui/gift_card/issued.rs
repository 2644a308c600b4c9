//! The issued card: its code, its file, what happens next.

use shared::gift_card::GiftCard;

use crate::self_service::gift_cards::{Download, Event, Order, Shop};
use crate::ui::ViewContext;
use crate::ui::button::Look;
use crate::ui::node::{Element, el};

use super::frame;
use super::preview::{CardTexts, card};

/// The screen.
pub(super) fn issued(order: &Order, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let shown = order.card().map(|issued| {
        let offered = shop.venue.gift_cards.as_ref();
        let shown = CardTexts {
            venue: &shop.venue.name,
            template: offered.and_then(|offered| offered.template(&issued.template_id)),
            amount: view.context.formats.money(issued.amount),
            recipient: issued.recipient_name.as_ref().map_or("", |name| name.as_str()),
            message: issued.message.as_ref().map_or("", |message| message.as_str()),
            last_day: issued.expires_on,
        };
        card(&shown, view)
    });
    let left = order
        .card()
        .filter(|issued| issued.remaining != issued.amount)
        .map(|issued| {
            let left = view.context.formats.money(issued.remaining);
            el("p").class("strong").child(words.cards_remaining.with(&left))
        });
    let next = el("div")
        .child(el("h3").child(words.cards_next_title))
        .child(el("p").child(delivery(order, shop, view)))
        .child(el("p").child(words.cards_redeem.with(&shop.venue.name)));
    let withdraw = order
        .can_be_withdrawn()
        .then(|| el("p").child(view.button(Look::Quiet, words.cards_withdraw, Event::WithdrawalWanted)));
    frame::screen("gift-card-order", words.cards_issued_title, view)
        .child(shown)
        .child(left)
        .child(order.card().map(|issued| code(issued, order, view)))
        .child(download(order, view))
        .child(next)
        .child(frame::leave(order, shop, view))
        .child(withdraw)
}

/// The code in its groups, and the button that copies it.
fn code(issued: &GiftCard, order: &Order, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let copied = order.copied.map(|is_copied| {
        if is_copied {
            words.cards_copied
        } else {
            words.cards_not_copied
        }
    });
    let number = el("p")
        .class("number")
        .child(el("span").child(words.cards_code))
        .child(" ")
        .child(el("strong").child(issued.code.text()));
    el("div")
        .class("ticket gift-code")
        .part("ticket")
        .child(number)
        .child(view.button(Look::Plain, words.cards_copy, Event::CopyWanted))
        .child(el("p").class("hint").attr("role", "status").child(copied))
}

fn download(order: &Order, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let is_asked = matches!(order.download, Download::Requested(_));
    let label = if is_asked {
        words.cards_downloading
    } else {
        words.cards_download
    };
    let fetch = view
        .button(Look::Primary, label, Event::DownloadWanted)
        .aria("aria-disabled", is_asked)
        .aria("aria-busy", is_asked);
    let status = match &order.download {
        Download::Idle | Download::Requested(_) => None,
        Download::Offered => Some(words.cards_downloaded),
        Download::Failed(_) => Some(words.cards_download_failed),
    };
    el("div")
        .child(el("div").class("actions").child(fetch))
        .child(el("p").class("hint").attr("role", "status").child(status))
}

/// Where the card goes and when. An order that is opened again later names no receipt that is still to come.
fn delivery(order: &Order, shop: &Shop, view: &ViewContext<Event>) -> String {
    let words = view.words;
    let known = order.known.as_ref();
    let is_for_recipient = known.is_some_and(|known| known.sent_to_recipient);
    let day = known.and_then(|known| known.deliver_on);
    let day = day.filter(|day| *day > shop.today());
    let day = day.map(|day| view.context.formats.day(day));
    match (is_for_recipient, day, order.is_own()) {
        (false, None, true) => words.cards_sent_me.to_owned(),
        (true, None, true) => words.cards_sent_recipient.to_owned(),
        (false, None, false) => words.cards_was_sent_me.to_owned(),
        (true, None, false) => words.cards_was_sent_recipient.to_owned(),
        (false, Some(day), _) => words.cards_sent_me_on.with(&day),
        (true, Some(day), _) => words.cards_sent_recipient_on.with(&day),
    }
}
