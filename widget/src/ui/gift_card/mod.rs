//! Buying a gift card, seeing it, and asking for a balance. It must not decide anything: the flow does.

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
use super::{Scene, View, notice, skeleton};
use crate::self_service::Flow;
use crate::self_service::gift_cards::{Event, Place, Screen, State, Step};

impl View for State {
    fn draw(&self, scene: &Scene<Event>) -> Node {
        let main = match &self.screen {
            Screen::Loading(_) => skeleton::page(&scene.context),
            Screen::Unavailable(failure) => {
                let again = scene.button(Look::Primary, scene.context.texts.retry, Event::Retried);
                el("div")
                    .key("unavailable")
                    .class("done")
                    .child(scene.heading(scene.words.cards_unavailable_title))
                    .child(el("p").child(notice::sentence(failure, &scene.context)))
                    .child(el("div").class("actions").child(again))
            }
            Screen::NotOffered(venue) => {
                let book = scene.button(Look::Primary, scene.words.cards_book_table, Event::BookingWanted);
                el("div")
                    .key("none")
                    .class("done")
                    .child(scene.heading(scene.words.cards_none_title))
                    .child(el("p").child(scene.words.cards_none.with(&venue.name)))
                    .child(el("div").class("actions").child(book))
            }
            Screen::Counter(counter) => match (counter.place, &counter.order) {
                (Place::Balance, _) => balance::balance(counter, scene),
                (Place::Order, Some(order)) => order::order(order, counter, scene),
                _ => match counter.step {
                    Step::Design => design::design(counter, scene),
                    Step::Delivery => delivery::delivery(counter, scene),
                    Step::Review => review::review(counter, scene),
                },
            },
        };
        let help = scene.help(self.venue());
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
        Focus::Payment(id) => id,
    }
}

#[cfg(test)]
mod tests;
