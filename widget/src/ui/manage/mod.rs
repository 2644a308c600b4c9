//! The view of a guest's own reservation.

mod choices;
mod facts;
mod steps;

use super::button::Look;
use super::node::{Element, Node, el};
use super::progress::progress;
use super::{SelfServiceView, View, ViewContext, done, notice, skeleton};
use crate::flow;
use crate::flow::Flow;
use crate::self_service::manage::{Event, Manage, ManagedReservation, Notice, Phase, Screen, Step};

impl SelfServiceView for Manage {
    fn of_booking(event: flow::Event) -> Option<Event> {
        Some(Event::Find(event))
    }
}

impl View for Manage {
    type Context = ViewContext<Event>;

    fn draw(&self, view: &ViewContext<Event>) -> Node {
        let texts = view.context.texts;
        let main = match &self.screen {
            Screen::Loading(..) => skeleton::page(&view.context),
            Screen::NoReservation => {
                let book = view.button(Look::Plain, view.words.manage_book, Event::BookingWanted);
                // Without any link nothing is known of its validity: it may have got lost with a reload.
                let reason = match self.loader.opening.link {
                    Some(_) => view.words.manage_none,
                    None => view.words.link_again,
                };
                el("div")
                    .key("none")
                    .class("manage")
                    .child(view.heading(view.words.manage_none_title))
                    .child(el("p").child(reason))
                    .child(el("div").class("actions").child(book))
            }
            Screen::Failed(failure) => {
                let again = view.button(Look::Primary, texts.retry, Event::Refreshed);
                el("div")
                    .key("failed")
                    .class("manage")
                    .child(view.heading(view.words.manage_failed_title))
                    .child(el("p").child(notice::sentence(failure, &view.context)))
                    .child(self.answer().map(|answer| done::brief(answer, &view.context)))
                    .child(el("div").class("actions").child(again))
            }
            Screen::Reservation(managed) => shown(managed, view),
        };
        let help = view.help(self.venue());
        el("div").key("manage").child(main).child(help).into()
    }
}

fn shown(managed: &ManagedReservation, view: &ViewContext<Event>) -> Element {
    let (key, title, main) = match &managed.step {
        Step::View => ("view", facts::title(managed, view), facts::view(managed, view)),
        Step::Find(find) => ("find", view.words.manage_move_title, steps::find(find, view)),
        Step::Review(find, minutes) => (
            "review",
            view.words.manage_review_title,
            steps::review(managed, find, *minutes, view),
        ),
        Step::Extras(changed) => (
            "extras",
            view.words.manage_extras_title,
            choices::choices(managed, changed, view),
        ),
        Step::Code(typed) => ("code", view.words.manage_code_title, choices::code(typed, view)),
        Step::Notes(text) => (
            "notes",
            view.words.manage_notes_title,
            steps::notes(managed, text, view),
        ),
        Step::Cancel => (
            "cancel",
            view.words.manage_cancel_title,
            steps::cancel(managed, view),
        ),
    };
    let head = el("div")
        .class("head")
        .child(view.heading(title))
        .child(steps_done(managed, view));
    el("div")
        .key(key)
        .class("step manage")
        .attr("data-step", key)
        .child(head)
        .child(step_notice(managed, view))
        .child(main)
}

/// The progress bar of the booking, whose last step is the payment, while that is to be made.
fn steps_done(managed: &ManagedReservation, view: &ViewContext<Event>) -> Option<Element> {
    let is_to_pay = managed.step == Step::View && managed.phase() == Phase::ToPay;
    managed.checkout.as_ref().filter(|_| is_to_pay)?;
    let texts = view.context.texts;
    let [table, details, confirm] = texts.steps;
    let booked = &managed.reservation.experience.id;
    let mut offered = managed.venue.experiences.iter();
    let has_extras = offered.any(|offered| offered.id == *booked && offered.has_choices());
    let extras = has_extras.then_some(view.words.extras_step);
    let names = [Some(table), extras, Some(details), Some(confirm)];
    let names: Vec<_> = names.into_iter().flatten().chain([texts.payment]).collect();
    Some(progress(&names, names.len() - 1, &view.context))
}

/// The notice above a screen. A success is the screen's heading instead.
fn step_notice(managed: &ManagedReservation, view: &ViewContext<Event>) -> Option<Element> {
    let (words, context) = (view.words, &view.context);
    let (title, text) = match managed.notice.as_ref()? {
        Notice::Paid | Notice::Changed | Notice::Noted => return None,
        Notice::Taken(minutes) => (
            context.texts.slot_lost_title,
            words.manage_taken.with(&context.time(*minutes)),
        ),
        Notice::OtherPrice => (words.manage_unchanged, words.manage_other_price.to_owned()),
        Notice::NotPossible => (words.manage_unchanged, words.manage_not_possible.to_owned()),
        Notice::NotOffered => (words.manage_unchanged, words.manage_not_offered.to_owned()),
        Notice::TooLate => (words.manage_unchanged, words.manage_too_late.to_owned()),
        Notice::Failed(failure) => (
            words.manage_unanswered,
            notice::sentence(failure, context).to_owned(),
        ),
    };
    let is_at_rest = managed.step == Step::View && managed.sending.is_none();
    let again = matches!(managed.notice, Some(Notice::Failed(_))) && is_at_rest;
    let again = again.then(|| view.button(Look::Quiet, context.texts.retry, Event::Refreshed));
    Some(notice::titled(title, text, again))
}
