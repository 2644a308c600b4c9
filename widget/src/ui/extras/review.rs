//! The review of a booking with extras: everything once more, and what it costs beside the button that books.

use shared::availability::{Confirmation, Slot};

use super::super::button::{back, confirm};
use super::super::form::ACT;
use super::super::node::{Element, Node, el};
use super::super::review::{conditions, facts, gift_card};
use super::super::{ViewContext, notice};
use super::totals;
use crate::flow::{self, Booking, EXTRAS, Part, Submission};
use crate::self_service::extras::{BookingWithExtras, Event};

/// The step.
pub(super) fn review(
    state: &BookingWithExtras,
    booking: &Booking,
    view: &ViewContext<Event>,
) -> Option<Element> {
    let context = &view.context;
    let slot = booking.slot()?;
    // The terms of what is chosen, in place of those of a table alone.
    let slot = match state.quoting.quote() {
        Some(quote) => {
            let payment = quote.terms.clone().or_else(|| slot.payment.clone());
            // That of a table that nothing is paid for is not one of a payment.
            let is_of_both = payment.is_some() == slot.payment.is_some();
            Slot {
                payment,
                free_until: slot.free_until.filter(|_| is_of_both),
                ..slot.clone()
            }
        }
        None => slot.clone(),
    };
    let closing = el("div")
        .class("closing")
        .part("closing")
        .child(totals::totals(state, booking, view))
        .child(conditions(booking, &slot, context))
        .child(gift_card::gift_card(booking, context))
        .child(notice::unsure(booking, context))
        .child(actions(state, booking, &slot, view));
    Some(
        el("div")
            .class("columns review")
            .child(facts(booking, &slot, context).children(rows(state, booking, view)))
            .child(closing),
    )
}

/// The facts that are chosen in the step of the extras.
fn rows(state: &BookingWithExtras, booking: &Booking, view: &ViewContext<Event>) -> Vec<Node> {
    let (words, context) = (view.words, &view.context);
    let (experience, extras) = (&booking.experience, &state.extras);
    // Where all are of the default category their number says it.
    let has_others = !extras.people(experience, booking.attendees).is_empty();
    let people = experience.people.iter().filter_map(|category| {
        let count = extras.count(category, experience, booking.attendees);
        (count > 0 && has_others).then(|| format!("{count} × {}", context.of(&category.name)))
    });
    let add_ons = experience.add_ons.iter().filter_map(|add_on| {
        let quantity = extras.quantity(&add_on.id);
        (quantity > 0).then(|| format!("{quantity} × {}", context.of(&add_on.name)))
    });
    let mut facts = vec![
        (
            words.extras_people_fact.to_owned(),
            people.collect::<Vec<_>>().join("\n"),
        ),
        (
            words.extras_step.to_owned(),
            add_ons.collect::<Vec<_>>().join("\n"),
        ),
    ];
    for question in &experience.questions {
        let text = extras.answer(&question.id);
        let answer = super::questions::said(question, text, view);
        facts.push((context.of(&question.label).to_owned(), answer));
    }
    let is_fixed = booking.submission.is_open();
    let shown = facts.into_iter().filter(|(_, value)| !value.is_empty());
    // All of them stand in one step, so that one of them leads there.
    shown
        .enumerate()
        .map(|(place, (label, value))| row(label, value, is_fixed || place > 0, view).into())
        .collect()
}

fn row(label: String, value: String, is_fixed: bool, view: &ViewContext<Event>) -> Element {
    let change = (!is_fixed).then(|| {
        el("button")
            .attr("type", "submit")
            .attr("name", ACT)
            .attr("value", EXTRAS)
            .class("pencil")
            .attr("aria-label", view.context.texts.change.with(&label))
            .on("click", view.sends(Event::ExtrasWanted))
    });
    let value = el("dd").child(el("span").child(value)).child(change);
    el("div").child(el("dt").child(label)).child(value)
}

fn actions(state: &BookingWithExtras, booking: &Booking, slot: &Slot, view: &ViewContext<Event>) -> Element {
    let texts = view.context.texts;
    let is_paid = slot.payment.is_some()
        || state
            .quoting
            .quote()
            .is_some_and(|quote| quote.due_now.amount() > 0);
    let label = match (&booking.submission, slot.confirmation) {
        (Submission::Sending(..), _) => texts.sending,
        (Submission::Unsure(..), _) => texts.send_again,
        (Submission::Idle, Confirmation::Request) => texts.confirm_request,
        (Submission::Idle, _) if is_paid => texts.confirm_payment,
        (Submission::Idle, _) => texts.confirm,
    };
    let back = (!booking.submission.is_open()).then(|| back(Part::Details, &view.context));
    let fresh_key = view.context.fresh_key;
    let is_sending = matches!(booking.submission, Submission::Sending(..));
    let confirm = confirm(label, is_sending)
        .attr("type", "submit")
        .attr("name", ACT)
        .attr("value", "confirm")
        .on(
            "click",
            view.reads(move |event| {
                event.prevent_default();
                Some(Event::Booking(flow::Event::Confirmed(fresh_key())))
            }),
        );
    // Until the price fits what is chosen there is nothing to agree to.
    let waits = !is_sending && !state.can_confirm(booking);
    let confirm = confirm.attr_if("disabled", waits.then_some(""));
    el("div").class("actions").child(back).child(confirm)
}
