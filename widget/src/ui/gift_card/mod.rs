//! The view of gift cards.

mod balance;
mod delivery;
mod design;
mod field;
mod frame;
mod issued;
mod order;
mod preview;
mod review;
mod sentences;
mod withdrawal;

use super::button::Look;
use super::node::{Element, Node, el};
use super::{SelfServiceView, View, ViewContext, notice, payment, skeleton};
use crate::flow::Flow;
use crate::self_service::gift_cards::{Event, GiftCards, Screen, Section, Step};

impl SelfServiceView for GiftCards {}

impl View for GiftCards {
    type Context = ViewContext<Event>;

    fn draw(&self, view: &ViewContext<Event>) -> Node {
        let main = match &self.screen {
            Screen::Loading(_) => skeleton::page(&view.context),
            Screen::Unavailable(failure) => {
                let again = view.button(Look::Primary, view.context.texts.retry, Event::Retried);
                el("div")
                    .key("unavailable")
                    .class("done")
                    .child(view.heading(view.words.cards_unavailable_title))
                    .child(el("p").child(notice::sentence(failure, &view.context)))
                    .child(el("div").class("actions").child(again))
            }
            Screen::NothingOffered(venue) => {
                let book = view.button(Look::Primary, view.words.cards_book_table, Event::BookingWanted);
                el("div")
                    .key("none")
                    .class("done")
                    .child(view.heading(view.words.cards_none_title))
                    .child(el("p").child(view.words.cards_none.with(&venue.name)))
                    .child(el("div").class("actions").child(book))
            }
            Screen::Open(shop) => match (shop.section, &shop.order) {
                (Section::Balance, _) => balance::balance(shop, view),
                (Section::Order, Some(order)) => order::order(order, shop, view),
                _ => match shop.step {
                    Step::Design => design::design(shop, view),
                    Step::Delivery => delivery::delivery(shop, view),
                    Step::Review => review::review(shop, view),
                },
            },
        };
        let help = view.help(self.venue());
        let whole: Element = el("div").key("gift-card");
        whole.child(main).child(help).into()
    }
}

/// The id of the element that a focus is meant for.
#[must_use]
pub fn gift_card_focus(focus: crate::self_service::gift_cards::Focus) -> &'static str {
    use crate::self_service::gift_cards::Focus;
    match focus {
        Focus::Heading => "step",
        Focus::Notice => "notice",
        Focus::Faults => "faults",
        Focus::Field(field) => field::id(field),
        Focus::Code => "gift-code",
        Focus::Balance => "balance",
        Focus::PaymentNotice => payment::NOTICE,
    }
}

#[cfg(test)]
mod tests;
