//! The frame around a booking's steps: heading, progress, notice, live region.

use shared::venue::{Feature, Venue};

use super::node::{Element, Node, el};
use super::progress::progress;
use super::summary::{self, phone_link};
use super::{
    Context, View, calendar, details, done, experience, form, notice, party, review, skeleton, times,
};
use crate::flow::{Booking, Part, Screen, State, Step};

impl View for State {
    type Context = Context;

    fn draw(&self, context: &Context) -> Node {
        screen(self, context)
    }
}

/// Draws a state.
#[must_use]
pub fn screen(state: &State, context: &Context) -> Node {
    match &state.screen {
        Screen::Loading(_) => skeleton::page(context).into(),
        Screen::Unavailable(failure) => notice::unavailable(failure, context).into(),
        // Without the venue's name, which is on the page around it.
        Screen::NothingOffered(venue) => el("div")
            .key("nothing")
            .child(el("p").child(context.texts.nothing_offered))
            .child(help(venue, context))
            .into(),
        Screen::Open(booking) => steps(booking, context).into(),
    }
}

fn steps(booking: &Booking, context: &Context) -> Element {
    let texts = context.texts;
    let (title, main): (_, Node) = match &booking.step {
        Step::Find => (texts.find_title, find(booking, context).into()),
        Step::Details => (
            texts.details_title,
            details::details(booking, None, context).into(),
        ),
        Step::Review => (texts.review_title, review::review(booking, context).into()),
        Step::Done(reservation) => (
            done::title(reservation, context),
            done::done(reservation, booking, context).into(),
        ),
    };
    let sells_cards = booking.step == Step::Find && booking.venue.gift_cards.is_some();
    let heading = el("h2")
        .id("step")
        .attr("tabindex", "-1")
        .part("title")
        .child(title);
    let step = form::form(booking, context)
        .key(booking.step.name())
        .class("step")
        .attr("data-step", booking.step.name())
        .child(sells_cards.then(|| views(true, context)))
        .child(
            el("div")
                .class("head")
                .child(heading)
                .child(steps_done(booking, context)),
        )
        .child(notice::notice(booking, context))
        .child(main);
    // A live region must exist before its text.
    let announced = el("div")
        .class("sr")
        .attr("role", "status")
        .child(notice::announcement(booking, context));
    el("div")
        .key("booking")
        .child(step)
        .child(help(&booking.venue, context))
        .child(announced)
}

/// The venue's telephone number. In the same place on every step, so that a guest with a problem finds it.
fn help(venue: &Venue, context: &Context) -> Option<Element> {
    let phone = venue.policies.phone.as_ref()?;
    Some(
        el("p")
            .class("hint help")
            .part("help")
            .child(context.texts.call)
            .child(" ")
            .child(phone_link(phone, &venue.policies)),
    )
}

/// The views on offer: tables, and gift cards beside them. The links work without code too.
pub(super) fn views(is_table: bool, context: &Context) -> Element {
    let hosted = context.hosted.as_deref().unwrap_or_default();
    let link = |is_here: bool, view, text: &'static str| {
        el("a")
            .attr("href", [hosted, "?view=", view].concat())
            .attr_if("aria-current", is_here.then_some("page"))
            .child(text)
    };
    let texts = context.texts;
    el("nav")
        .class("views")
        .part("views")
        .child(link(is_table, "reservation", texts.steps[0]))
        .child(link(!is_table, "gift-card", texts.gift_cards))
}

fn find(booking: &Booking, context: &Context) -> Element {
    let when = el("div")
        .class("when")
        .child(party::party(booking, context))
        .child(calendar::calendar(booking, context));
    let columns = el("div")
        .class("columns even")
        .child(when)
        .child(times::times(booking, context));
    let has_codes = booking.venue.features.contains(&Feature::AccessCodes);
    el("div")
        .class("search")
        .child(summary::bar(
            &[Part::Party, Part::Day, Part::Experience],
            booking,
            context,
        ))
        .child(experience::experiences(booking, context))
        // The party itself is folded where there is little room.
        .child(notice::fitted_note(booking, context))
        .child(columns)
        .child(has_codes.then(|| code_link(context)))
}

/// The link to where a guest with a code for rates that others do not see can type it.
fn code_link(context: &Context) -> Element {
    let hosted = context.hosted.as_deref().unwrap_or_default();
    el("a")
        .class("code-link")
        .attr("href", [hosted, "?view=extras"].concat())
        .child(context.texts.access_code)
}

/// The progress bar, as long as there is a step to come.
fn steps_done(booking: &Booking, context: &Context) -> Option<Element> {
    let current = match booking.step {
        Step::Find => 0,
        Step::Details => 1,
        Step::Review => 2,
        Step::Done(_) => return None,
    };
    let [table, details, confirm] = context.texts.steps;
    let names: Vec<_> = [
        Some(table),
        Some(details),
        booking.has_review().then_some(confirm),
        booking.is_paid().then_some(context.texts.payment),
    ]
    .into_iter()
    .flatten()
    .collect();
    Some(progress(&names, current, context))
}
