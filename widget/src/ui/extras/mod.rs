//! The view of a booking with extras: the booking's own screens, the step between them, and what it costs.

mod add_ons;
mod code;
mod extras_form;
mod faults;
mod names;
mod people;
mod questions;
mod review;
mod stepper;
mod totals;

pub use names::{EXTRAS_STEP, QUOTED_NAMES, add_on_name, answer_name, people_name};

pub(super) use code::code_form;
pub(super) use extras_form::ExtrasForm;

use super::button::back;
use super::node::{Element, Node, el};
use super::progress::progress;
use super::{SelfServiceView, View, ViewContext, details, done, notice, ordered, shell, skeleton, summary};
use shared::availability::Slot;

use crate::flow::{self, Booking, EXTRAS, Part, Step};
use crate::self_service::extras::{BookingWithExtras, Event, ExtrasFocus, ExtrasNotice};

impl SelfServiceView for BookingWithExtras {
    fn of_booking(event: flow::Event) -> Option<Event> {
        Some(Event::Booking(event))
    }
}

impl View for BookingWithExtras {
    type Context = ViewContext<Event>;

    fn draw(&self, view: &ViewContext<Event>) -> Node {
        let (context, words) = (&view.context, view.words);
        let Some(booking) = self.booking.booking() else {
            return shell::screen(&self.booking, context);
        };
        let texts = context.texts;
        match &booking.step {
            _ if self.is_arriving => skeleton::page(context).into(),
            Step::Find => code::with_code(self, booking, view),
            _ if !booking.experience.has_extras => shell::screen(&self.booking, context),
            _ if self.is_at_extras => {
                let main = extras(self, booking, view);
                frame(self, booking, (EXTRAS, words.extras_title), main, view).into()
            }
            Step::Details => {
                let price = totals::price(self, booking, view);
                let main = details::details(booking, price, context);
                let name = booking.step.name();
                frame(self, booking, (name, texts.details_title), main, view).into()
            }
            Step::Review => {
                let main = review::review(self, booking, view);
                let name = booking.step.name();
                frame(self, booking, (name, texts.review_title), main, view).into()
            }
            Step::Done(reservation) => {
                let mut parts = done::parts(reservation, booking, context);
                // Below the ticket.
                parts.insert(2, ordered::ordered(reservation, context, words).into());
                let title = done::title(reservation, context);
                let name = booking.step.name();
                let main = done::frame(reservation, parts);
                frame(self, booking, (name, title), main, view).into()
            }
        }
    }
}

/// A step with its heading, its progress and its notice, as the booking's own have them.
fn frame(
    state: &BookingWithExtras,
    booking: &Booking,
    (name, title): (&'static str, &'static str),
    main: impl Into<Node>,
    view: &ViewContext<Event>,
) -> Element {
    let head = el("div")
        .class("head")
        .child(view.heading(title))
        .child(steps_done(state, booking, view));
    let step = names::step_form(state, booking, view)
        .key(name)
        .class("step")
        .attr("data-step", name)
        .child(head)
        .child(step_notice(state, booking, view))
        .child(main);
    // A live region must exist before its text.
    let announced = el("div")
        .class("sr")
        .attr("role", "status")
        .child(totals::announcement(state, booking, view));
    let help = view.help(Some(&booking.venue));
    el("div").key("booking").child(step).child(help).child(announced)
}

/// The progress bar, as long as there is a step to come.
fn steps_done(state: &BookingWithExtras, booking: &Booking, view: &ViewContext<Event>) -> Option<Element> {
    let [table, details, confirm] = view.context.texts.steps;
    let has_extras = booking.experience.has_choices();
    let extras = has_extras.then_some(view.words.extras_step);
    let quote = state.quoting.quote();
    let is_paid = booking.is_paid() || quote.is_some_and(|quote| quote.due_now.amount() > 0);
    let pay = is_paid.then_some(view.context.texts.payment);
    let confirm = booking.has_review().then_some(confirm);
    let names: Vec<_> = [Some(table), extras, Some(details), confirm, pay]
        .into_iter()
        .flatten()
        .collect();
    let current = match booking.step {
        _ if state.is_at_extras => 1,
        Step::Find => 0,
        Step::Details => 1 + usize::from(has_extras),
        Step::Review => 2 + usize::from(has_extras),
        Step::Done(_) => return None,
    };
    Some(progress(&names, current, &view.context))
}

fn step_notice(state: &BookingWithExtras, booking: &Booking, view: &ViewContext<Event>) -> Option<Element> {
    let (words, context) = (view.words, &view.context);
    let Some(shown) = &state.notice else {
        return notice::notice(booking, context);
    };
    let (title, text) = match shown {
        ExtrasNotice::PeopleLowered => (
            words.extras_adjusted_title,
            words.extras_people_lowered.to_owned(),
        ),
        ExtrasNotice::AddOnsLowered(lowered) => {
            let add_ons = booking.experience.add_ons.iter();
            let names: Vec<_> = add_ons
                .filter(|add_on| lowered.contains(&add_on.id))
                .map(|add_on| context.of(&add_on.name))
                .collect();
            let text = words.extras_add_ons_lowered.with(&names.join(", "));
            (words.extras_adjusted_title, text)
        }
        ExtrasNotice::PriceChanged(before) => {
            let before = before.map(|before| words.extras_price_before.with(&context.formats.money(before)));
            let sentences: Vec<_> = before
                .into_iter()
                .chain([words.extras_price_changed.to_owned()])
                .collect();
            (words.extras_price_changed_title, sentences.join(" "))
        }
    };
    Some(notice::titled(title, text, Node::Nothing))
}

/// The step of the extras.
fn extras(state: &BookingWithExtras, booking: &Booking, view: &ViewContext<Event>) -> Element {
    let context = &view.context;
    let go_on = el("button")
        .attr("type", "submit")
        .class("button primary")
        .part("button primary")
        .child(context.texts.go_on);
    let actions = el("div")
        .class("actions")
        .child(back(Part::Day, context))
        .child(go_on);
    let price = totals::price(state, booking, view);
    let (totals, total) = price.map_or((None, None), |price| (Some(price.totals), price.total));
    let footer = |slot: &Slot| details::footer(booking, slot, total, actions, context);
    let form = form(&ExtrasForm::of_booking(state, booking), view)
        .child(totals)
        .child(booking.slot().map(footer));
    el("div")
        .class("columns")
        .child(form)
        .child(summary::summary(booking, context))
}

/// The fields of the extras, with what is faulty in them.
pub(super) fn form(form: &ExtrasForm<'_>, view: &ViewContext<Event>) -> Element {
    el("div")
        .class("form extras")
        .child(faults::faults(form, view))
        .child(people::people(form, view))
        .child(add_ons::add_ons(form, view))
        .child(questions::questions(form, view))
}

/// The id of the element that a focus is meant for; ids are the shadow root's own.
#[must_use]
pub fn extras_focus(focus: ExtrasFocus) -> String {
    match focus {
        ExtrasFocus::Code => code::ID.to_owned(),
        ExtrasFocus::People => people::ID.to_owned(),
        ExtrasFocus::AddOn(place) => add_ons::id(place),
        ExtrasFocus::Question(place) => questions::id(place),
    }
}

#[cfg(test)]
mod tests;
