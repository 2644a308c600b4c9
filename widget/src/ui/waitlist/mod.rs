//! The view of the waitlist.

mod entry;
mod form;

use super::button::Look;
use super::node::{Element, Node, el};
use super::{SelfServiceView, View, ViewContext, notice, skeleton};
use crate::flow;
use crate::flow::Flow;
use crate::self_service::waitlist::{Event, Screen, Waitlist};

impl SelfServiceView for Waitlist {
    fn of_booking(event: flow::Event) -> Option<Event> {
        Some(Event::Details(event))
    }
}

impl View for Waitlist {
    type Context = ViewContext<Event>;

    fn draw(&self, view: &ViewContext<Event>) -> Node {
        let (words, texts) = (view.words, view.context.texts);
        let book = || view.button(Look::Plain, words.manage_book, Event::BookingWanted);
        let main = match &self.screen {
            Screen::Loading(..) => skeleton::page(&view.context),
            Screen::NothingToWaitFor => {
                // A link may have got lost with a reload.
                let has_chosen = self.loader.opening.choice.day.is_some();
                let title = words.wait_nothing_title;
                let plain = plain("nothing", title, words.wait_nothing, book(), view);
                plain.child((!has_chosen).then(|| el("p").class("hint").child(words.link_again)))
            }
            Screen::NoEntry => plain("none", words.wait_none_title, words.wait_none, book(), view),
            Screen::Failed(failure) => plain(
                "failed",
                words.wait_failed_title,
                notice::sentence(failure, &view.context),
                view.button(Look::Primary, texts.retry, Event::Refreshed),
                view,
            ),
            Screen::Form(form) => form::form(form, view),
            Screen::Entry(entry) => entry::entry(entry, view),
        };
        let help = view.help(self.venue());
        el("div").key("waitlist").child(main).child(help).into()
    }
}

/// A screen with one message and its actions.
fn plain(
    key: &'static str,
    title: &'static str,
    text: &'static str,
    act: Element,
    view: &ViewContext<Event>,
) -> Element {
    el("div")
        .key(key)
        .class("step waitlist")
        .attr("data-step", key)
        .child(view.heading(title))
        .child(el("p").child(text))
        .child(el("div").class("actions").child(act))
}

#[cfg(test)]
mod tests;
