//! The confirmation of a reservation that was made.

use shared::money::Money;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::reservation::{Reservation, Status};

use super::Context;
use super::button::{Look, button};
use super::node::{Element, Node, el};
use super::terms::{payment, refund_line};
use crate::flow::{Booking, Event};

/// The heading, by the reservation's status.
pub(super) fn title(reservation: &Reservation, context: &Context) -> &'static str {
    match reservation.status {
        Status::Requested | Status::Unconfirmed => context.texts.requested_title,
        Status::PaymentPending => context.texts.pending_title,
        _ => context.texts.booked_title,
    }
}

/// Whether a card secures the table, and nothing is paid.
fn is_guaranteed(reservation: &Reservation) -> bool {
    let terms = reservation.payment.as_ref();
    terms.is_some_and(|terms| terms.kind == PaymentKind::CardGuarantee)
}

/// The step below its heading.
pub(super) fn done(reservation: &Reservation, booking: &Booking, context: &Context) -> Element {
    frame(parts(reservation, booking, context))
}

/// The step made of its parts.
pub(super) fn frame(parts: Vec<Node>) -> Element {
    el("div").class("done").part("done").children(parts)
}

/// The parts of the step: what has become of it, the reservation, its payment, the terms of a cancellation, and what can be
/// done next.
pub(super) fn parts(reservation: &Reservation, booking: &Booking, context: &Context) -> Vec<Node> {
    let texts = context.texts;
    let venue = &booking.venue.name;
    let words = match reservation.status {
        Status::Requested | Status::Unconfirmed => texts.requested.with(venue),
        Status::PaymentPending if is_guaranteed(reservation) => texts.pending_card.to_owned(),
        Status::PaymentPending => texts.pending.with(venue),
        _ => texts.booked.with(venue),
    };
    let facts = [
        context.formats.day(reservation.day),
        context.time(reservation.minutes),
        texts.guests.of(reservation.attendees.get().into()),
        context.of(&reservation.experience.name).to_owned(),
    ]
    .map(|fact| el("li").child(fact).into());
    let number = el("p")
        .class("number")
        .child(el("span").child(texts.number))
        .child(" ")
        .child(el("strong").child(reservation.number.clone()));
    let ticket = el("div")
        .class("ticket")
        .part("ticket")
        .child(el("strong").child(venue.clone()))
        .child(el("ul").children(facts.into()))
        .child(number);
    let payment = reservation
        .payment
        .as_ref()
        .map(|terms| match reservation.gift_card {
            // Nothing is left to be paid.
            Some(gift) if reservation.status != Status::PaymentPending => by_gift_card(gift, terms, context),
            _ => payment(terms, context),
        });
    let cancellation = booking.venue.policies.cancellation.as_ref();
    let cancellation = cancellation.map(|text| el("p").class("hint").child(context.of(text).to_owned()));
    let another = button(context, Look::Plain, texts.book_another, Event::BookAnother);
    let actions = el("div")
        .class("actions")
        .child(manage(reservation, context))
        .child(another);
    vec![
        el("p").child(words).into(),
        ticket.into(),
        payment.into(),
        cancellation.into(),
        actions.into(),
    ]
}

/// The part that a gift card has paid, and the deadline of its refund.
fn by_gift_card(gift: Money, terms: &PaymentTerms, context: &Context) -> Element {
    let given = context.texts.gift_card_pays.with(&context.formats.money(gift));
    el("div")
        .child(el("h3").child(context.texts.payment))
        .child(el("p").class("strong").child(given))
        .child(refund_line(terms, context).map(|line| el("p").child(line)))
}

/// The link to where the reservation can be paid, changed and cancelled. The token stands behind `#`, which no
/// server sees. It needs the widget's code, so pages without scripts do not have it.
fn manage(reservation: &Reservation, context: &Context) -> Option<Element> {
    let token = reservation.manage_token.as_ref();
    let token = token.filter(|_| context.key.is_none())?;
    let hosted = context.hosted.as_deref().unwrap_or_default();
    let href = [
        hosted,
        "?view=manage#manage=",
        reservation.id.as_str(),
        ".",
        token,
    ]
    .concat();
    Some(
        el("a")
            .class("button")
            .part("button")
            .attr("href", href)
            .child(context.texts.manage),
    )
}
