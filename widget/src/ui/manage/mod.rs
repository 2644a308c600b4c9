//! A guest's own reservation. It must not know how it was reached.

use super::button::Look;
use super::node::{Element, Node, el};
use super::summary::phone_link;
use super::{Scene, View, notice, skeleton};
use crate::guest::Flow;
use crate::guest::manage::{Event, Manage, Screen, Stay};

impl View for Manage {
    fn draw(&self, scene: &Scene<Event>) -> Node {
        let main = match &self.screen {
            Screen::Loading(_) => skeleton::page(&scene.context),
            Screen::NoReservation => {
                let book = scene.button(Look::Plain, scene.words.manage_book, Event::BookingWanted);
                el("div")
                    .key("none")
                    .class("failed")
                    .child(scene.heading(scene.words.manage_none_title))
                    .child(el("p").child(scene.words.manage_none))
                    .child(el("div").class("actions").child(book))
            }
            Screen::Failed(failure) => {
                let again = scene.button(Look::Primary, scene.context.texts.retry, Event::Refreshed);
                el("div")
                    .key("failed")
                    .class("failed")
                    .child(scene.heading(scene.words.manage_failed_title))
                    .child(el("p").child(notice::sentence(failure, &scene.context)))
                    .child(el("div").class("actions").child(again))
            }
            Screen::Stay(stay) => shown(stay, scene),
        };
        let phone = self.venue().and_then(|venue| venue.policies.phone.as_ref());
        let help = phone.map(|phone| {
            el("p")
                .class("hint help")
                .part("help")
                .child(scene.context.texts.call)
                .child(" ")
                .child(phone_link(phone))
        });
        el("div").key("manage").child(main).child(help).into()
    }
}

fn shown(stay: &Stay, scene: &Scene<Event>) -> Element {
    let context = &scene.context;
    let reservation = &stay.reservation;
    el("div")
        .key("stay")
        .child(scene.heading(scene.words.manage_title))
        .child(el("p").child(context.formats.day(reservation.day)))
}
