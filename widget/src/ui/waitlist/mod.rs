//! Waiting for a table: the wish, and what becomes of it. It must not decide anything: the flow does.

mod entry;
mod form;

use super::button::Look;
use super::node::{Element, Node, el};
use super::{Scene, View, notice, skeleton};
use crate::flow;
use crate::self_service::Flow;
use crate::self_service::waitlist::{Event, Screen, Waitlist};

impl View for Waitlist {
    fn draw(&self, scene: &Scene<Event>) -> Node {
        let (words, texts) = (scene.words, scene.context.texts);
        let book = || scene.button(Look::Plain, words.manage_book, Event::BookingWanted);
        let main = match &self.screen {
            Screen::Loading(..) => skeleton::page(&scene.context),
            Screen::NothingToWaitFor => {
                // A link may have got lost with a reload.
                let has_chosen = self.opening.choice.day.is_some();
                let title = words.wait_nothing_title;
                let plain = plain("nothing", title, words.wait_nothing, book(), scene);
                plain.child((!has_chosen).then(|| el("p").class("hint").child(words.link_again)))
            }
            Screen::NoWish => plain("none", words.wait_none_title, words.wait_none, book(), scene),
            Screen::Failed(failure) => plain(
                "failed",
                words.wait_failed_title,
                notice::sentence(failure, &scene.context),
                scene.button(Look::Primary, texts.retry, Event::Refreshed),
                scene,
            ),
            Screen::Form(form) => form::form(form, scene),
            Screen::Place(place) => entry::place(place, scene),
        };
        let help = scene.help(self.venue());
        el("div").key("waitlist").child(main).child(help).into()
    }

    fn of_booking(event: flow::Event) -> Option<Event> {
        Some(Event::Details(event))
    }
}

/// A screen that says one thing, and what can be done about it.
fn plain(
    key: &'static str,
    title: &'static str,
    text: &'static str,
    act: Element,
    scene: &Scene<Event>,
) -> Element {
    el("div")
        .key(key)
        .class("step waitlist")
        .attr("data-step", key)
        .child(scene.heading(title))
        .child(el("p").child(text))
        .child(el("div").class("actions").child(act))
}

#[cfg(test)]
mod tests;
