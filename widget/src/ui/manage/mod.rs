//! A guest's own reservation. It must not know how it was reached.

mod facts;
mod steps;

use super::button::Look;
use super::node::{Element, Node, el};
use super::{Scene, View, notice, skeleton};
use crate::flow;
use crate::self_service::Flow;
use crate::self_service::manage::{Event, Manage, NOTICE, Notice, Screen, Stay, Step};

impl View for Manage {
    fn draw(&self, scene: &Scene<Event>) -> Node {
        let texts = scene.context.texts;
        let main = match &self.screen {
            Screen::Loading(..) => skeleton::page(&scene.context),
            Screen::NoReservation => {
                let book = scene.button(Look::Plain, scene.words.manage_book, Event::BookingWanted);
                // Without any link nothing is known of its validity: it may have got lost with a reload.
                let reason = match self.opening.link {
                    Some(_) => scene.words.manage_none,
                    None => scene.words.link_again,
                };
                el("div")
                    .key("none")
                    .class("manage")
                    .child(scene.heading(scene.words.manage_none_title))
                    .child(el("p").child(reason))
                    .child(el("div").class("actions").child(book))
            }
            Screen::Failed(failure) => {
                let again = scene.button(Look::Primary, texts.retry, Event::Refreshed);
                el("div")
                    .key("failed")
                    .class("manage")
                    .child(scene.heading(scene.words.manage_failed_title))
                    .child(el("p").child(notice::sentence(failure, &scene.context)))
                    .child(el("div").class("actions").child(again))
            }
            Screen::Stay(stay) => shown(stay, scene),
        };
        let help = scene.help(self.venue());
        el("div").key("manage").child(main).child(help).into()
    }

    fn of_booking(event: flow::Event) -> Option<Event> {
        Some(Event::Find(event))
    }
}

fn shown(stay: &Stay, scene: &Scene<Event>) -> Element {
    let (key, title, main) = match &stay.step {
        Step::View => ("view", facts::title(stay, scene), facts::view(stay, scene)),
        Step::Find(find) => ("find", scene.words.manage_move_title, steps::find(find, scene)),
        Step::Review(find, minutes) => (
            "review",
            scene.words.manage_review_title,
            steps::review(stay, find, *minutes, scene),
        ),
        Step::Notes(text) => (
            "notes",
            scene.words.manage_notes_title,
            steps::notes(stay, text, scene),
        ),
        Step::Cancel => (
            "cancel",
            scene.words.manage_cancel_title,
            steps::cancel(stay, scene),
        ),
    };
    el("div")
        .key(key)
        .class("step manage")
        .attr("data-step", key)
        .child(el("div").class("head").child(scene.heading(title)))
        .child(told(stay, scene))
        .child(main)
}

/// What stands above a screen. What went well is its heading.
fn told(stay: &Stay, scene: &Scene<Event>) -> Option<Element> {
    let (words, context) = (scene.words, &scene.context);
    let (title, text) = match stay.notice.as_ref()? {
        Notice::Paid | Notice::Changed | Notice::Noted => return None,
        Notice::Taken(minutes) => (
            context.texts.slot_lost_title,
            words.manage_taken.with(&context.formats.time(*minutes)),
        ),
        Notice::OtherPrice => (words.manage_unchanged, words.manage_other_price.to_owned()),
        Notice::NotPossible => (words.manage_unchanged, words.manage_not_possible.to_owned()),
        Notice::TooLate => (words.manage_unchanged, words.manage_too_late.to_owned()),
        Notice::Failed(failure) => (
            words.manage_unanswered,
            notice::sentence(failure, context).to_owned(),
        ),
    };
    Some(notice::panel(NOTICE, Some(title), text, Node::Nothing))
}
