//! The review step: everything once more, with the conditions beside the button that books.

pub(super) mod gift_card;

use shared::availability::{Confirmation, Slot};
use shared::validation::lines;

use super::button::{back, confirm};
use super::form::{ACT, change};
use super::node::{Element, Node, el};
use super::slot_buttons::end;
use super::summary::link;
use super::terms::{cancellation, payment};
use super::{Context, notice};
use crate::flow::{Booking, Event, Field, Part, Submission};

/// The step.
pub(super) fn review(booking: &Booking, context: &Context) -> Option<Element> {
    let slot = booking.slot()?;
    let closing = el("div")
        .class("closing")
        .part("closing")
        .child(conditions(booking, slot, context))
        .child(gift_card::gift_card(booking, context))
        .child(notice::unsure(booking, context))
        .child(actions(Part::Details, false, booking, slot, context));
    Some(
        el("div")
            .class("columns review")
            .child(facts(booking, slot, context))
            .child(closing),
    )
}

pub(super) fn facts(booking: &Booking, slot: &Slot, context: &Context) -> Element {
    let texts = context.texts;
    let text = |field: Field| lines(booking.details.text(field));
    let area = booking.named_area().map(|area| context.of(&area.name).to_owned());
    let time = context.formats.time(slot.minutes);
    let mut notes = Vec::new();
    if slot.minutes.is_next_day() {
        notes.push(texts.next_day.to_owned());
    }
    if slot.show_end_time {
        notes.push(end(slot, context));
    }
    let time = if notes.is_empty() {
        time
    } else {
        format!("{time} ({})", notes.join(", "))
    };
    let is_fixed = booking.submission.is_open();
    // One of them leads to the details, where all that is typed stands together.
    let mut leads_to_details = false;
    let rows = [
        (
            texts.experience,
            context.of(&booking.experience.name).to_owned(),
            Part::Experience,
        ),
        (
            texts.party,
            texts.guests.of(booking.attendees.get().into()),
            Part::Party,
        ),
        (
            texts.day,
            booking
                .day
                .map_or_else(String::new, |day| context.formats.day(day)),
            Part::Day,
        ),
        (texts.time, time, Part::Time),
        (texts.area, area.unwrap_or_default(), Part::Details),
        (
            texts.name,
            [text(Field::FirstName), text(Field::LastName)]
                .join(" ")
                .trim()
                .to_owned(),
            Part::Details,
        ),
        (texts.field(Field::Email), text(Field::Email), Part::Details),
        (texts.field(Field::Phone), text(Field::Phone), Part::Details),
        (texts.field(Field::Notes), text(Field::Notes), Part::Details),
    ]
    .into_iter()
    .filter(|(_, value, _)| !value.is_empty())
    .map(|(label, value, part)| {
        let is_more = part == Part::Details && std::mem::replace(&mut leads_to_details, true);
        row(label, value, part, is_fixed || is_more, context).into()
    })
    .collect();
    el("dl").class("facts").children(rows)
}

fn row(label: &'static str, value: String, part: Part, is_fixed: bool, context: &Context) -> Element {
    let change = (!is_fixed).then(|| {
        el("button")
            .attr("type", "submit")
            .attr("name", ACT)
            .attr("value", change(part))
            .class("pencil")
            .attr("aria-label", context.texts.change.with(label))
            .on("click", context.sends(Event::ChangeWanted(part)))
    });
    let value = el("dd").child(el("span").child(value)).child(change);
    el("div").child(el("dt").child(label)).child(value)
}

pub(super) fn conditions(booking: &Booking, slot: &Slot, context: &Context) -> Element {
    let texts = context.texts;
    let policies = &booking.venue.policies;
    let request = (slot.confirmation == Confirmation::Request)
        .then(|| el("p").class("strong").child(texts.request_explained));
    let terms = slot.payment.as_ref();
    let rule = cancellation(&booking.venue, terms, slot.free_until, context);
    let rule = rule.map(|text| {
        let heading = el("h3").child(texts.cancellation);
        el("div").child(heading).child(el("p").child(text))
    });
    // What an experience with extras costs each guest is listed beside its total.
    let guests = if booking.experience.has_extras {
        1
    } else {
        booking.attendees.get()
    };
    let link_to =
        |url: &Option<String>, text| -> Node { url.as_ref().map(|url| link(url, text, context)).into() };
    let links = el("p")
        .class("links")
        .child(link_to(&policies.terms_url, texts.terms_link))
        .child(" ")
        .child(
            booking
                .has_review()
                .then(|| link_to(&policies.privacy_url, texts.privacy_link)),
        );
    el("div")
        .class("conditions")
        .part("conditions")
        .child(request)
        .child(terms.map(|terms| payment(terms, guests, slot.free_until, context)))
        .child(rule)
        .child(links)
}

/// The buttons of a step that books; the way back leads to `part`. What `waits` for its price cannot be booked yet.
pub(super) fn actions(part: Part, waits: bool, booking: &Booking, slot: &Slot, context: &Context) -> Element {
    let texts = context.texts;
    let is_sending = matches!(booking.submission, Submission::Sending(..));
    let label = match (&booking.submission, slot.confirmation, &slot.payment) {
        (Submission::Sending(..), _, _) => texts.sending,
        (Submission::Unsure(..), _, _) => texts.send_again,
        (Submission::Idle, Confirmation::Request, _) => texts.confirm_request,
        // A guarantee too: to be charged for not coming is an obligation to pay, if a conditional one.
        (Submission::Idle, _, Some(_)) => texts.confirm_payment,
        (Submission::Idle, _, None) => texts.confirm,
    };
    let back = (!booking.submission.is_open()).then(|| back(part, context));
    let fresh_key = context.fresh_key;
    let confirm = confirm(label, is_sending)
        .attr("type", "submit")
        .attr("name", ACT)
        .attr("value", "confirm")
        .on(
            "click",
            context.reads(move |event| {
                event.prevent_default();
                Some(Event::Confirmed(fresh_key()))
            }),
        );
    let confirm = confirm.attr_if("disabled", (waits && !booking.submission.is_open()).then_some(""));
    el("div").class("actions").child(back).child(confirm)
}
