//! The confirmation of a reservation that was made.

use shared::availability::ClockTime;
use shared::image::Image;
use shared::money::Money;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::reservation::{Reservation, Status};
use shared::venue::{Feature, Venue};

use super::Context;
use super::button::{Look, button};
use super::experience::picture;
use super::node::{Element, Node, el};
use super::summary::link;
use super::terms::{cancellation, payment, refund_line};
use crate::flow::{Booking, Event, Field};

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
    frame(reservation, parts(reservation, booking, context))
}

/// The step made of its parts. Its class says which sign stands above the heading: a tick where the table is certain, a
/// clock where something is still awaited.
pub(super) fn frame(reservation: &Reservation, parts: Vec<Node>) -> Element {
    let class = match reservation.status {
        Status::Requested | Status::Unconfirmed | Status::PaymentPending => "done awaited",
        _ => "done certain",
    };
    el("div").class(class).part("done").children(parts)
}

/// The parts of the step: what has become of it, the reservation, its payment, the terms of a cancellation, and what can be
/// done next.
pub(super) fn parts(reservation: &Reservation, booking: &Booking, context: &Context) -> Vec<Node> {
    let texts = context.texts;
    let venue = &booking.venue;
    let words = match reservation.status {
        Status::Requested | Status::Unconfirmed => texts.requested.with(&venue.name),
        Status::PaymentPending if is_guaranteed(reservation) => texts.pending_card.to_owned(),
        Status::PaymentPending => texts.pending.with(&venue.name),
        _ => texts.booked.with(&venue.name),
    };
    let email = booking.details.text(Field::Email).trim();
    let is_sent = !email.is_empty() && venue.features.contains(&Feature::Letters);
    let sent = is_sent.then(|| el("span").child(texts.sent_to.with(email)));
    let until = booking.slot().and_then(|slot| slot.free_until);
    let payment = reservation
        .payment
        .as_ref()
        .map(|terms| match reservation.gift_card {
            // Nothing is left to be paid.
            Some(gift) if reservation.status != Status::PaymentPending => {
                by_gift_card(gift, terms, until, context)
            }
            _ => payment(terms, 1, until, context),
        });
    let terms = reservation.payment.as_ref();
    let rule = cancellation(venue, terms, until, context);
    let rule = rule.map(|text| el("p").class("hint").child(text));
    let image = booking.experience.image.as_ref();
    vec![
        el("p")
            .child(el("span").child(words))
            .child(" ")
            .child(sent)
            .into(),
        ticket(reservation, venue, image, Vec::new(), context).into(),
        payment.into(),
        rule.into(),
        actions(reservation, venue, context).into(),
    ]
}

/// The reservation with its picture: the day and the time large, then the rest, `more`, and the number.
pub(super) fn ticket(
    reservation: &Reservation,
    venue: &Venue,
    image: Option<&Image>,
    more: Vec<Node>,
    context: &Context,
) -> Element {
    let texts = context.texts;
    let when = [
        context.formats.weekday(reservation.day),
        context.time(reservation.minutes),
    ]
    .join(", ");
    let facts = [
        context.formats.day(reservation.day),
        texts.guests.of(reservation.attendees.get().into()),
        context.of(&reservation.experience.name).to_owned(),
    ]
    .into_iter()
    .chain(reservation.area.as_ref().map(|area| context.of(area).to_owned()))
    .map(|fact| el("li").child(fact).into())
    .collect();
    let address = venue.location.as_ref();
    let address = address.map(|location| el("p").class("hint").child(location.address.clone()));
    el("div")
        .class("ticket")
        .part("ticket")
        .child(picture(image))
        .child(el("strong").child(venue.name.clone()))
        .child(el("p").class("when").child(when))
        .child(el("ul").children(facts))
        .child(address)
        .children(more)
        .child(number(reservation, context))
}

/// The least that a guest needs of a reservation: when it is, and its number.
pub(super) fn brief(reservation: &Reservation, context: &Context) -> Element {
    let when = [
        context.formats.day(reservation.day),
        context.time(reservation.minutes),
    ];
    el("div")
        .class("ticket")
        .part("ticket")
        .child(el("p").class("strong").child(when.join(", ")))
        .child(number(reservation, context))
}

fn number(reservation: &Reservation, context: &Context) -> Element {
    el("p")
        .class("number")
        .child(el("span").child(context.texts.number))
        .child(" ")
        .child(el("strong").child(reservation.number.clone()))
}

/// The next acts: the calendar first, where the table is not waiting to be paid.
fn actions(reservation: &Reservation, venue: &Venue, context: &Context) -> Element {
    let texts = context.texts;
    let is_to_pay = reservation.status == Status::PaymentPending;
    let calendar = (!is_to_pay)
        .then(|| manage(reservation, context, Look::Primary, texts.add_to_calendar))
        .flatten()
        // The loader fetches the file; where it cannot, the link leads to where the file is offered too.
        .map(|link| link.attr("data-calendar", ""));
    let look = if is_to_pay { Look::Plain } else { Look::Quiet };
    el("div")
        .class("actions")
        .child(calendar)
        .child((!is_to_pay).then(|| directions(venue, context)).flatten())
        .child(manage(reservation, context, look, texts.manage))
        .child(button(
            context,
            Look::Quiet,
            texts.book_another,
            Event::BookAnother,
        ))
}

/// The link to a page that shows the way.
pub(super) fn directions(venue: &Venue, context: &Context) -> Option<Element> {
    let url = &venue.location.as_ref()?.directions_url;
    let class = Look::Plain.class();
    Some(
        link(url, context.texts.directions, context)
            .class(class)
            .part(class),
    )
}

/// The part that a gift card has paid, and the deadline of its refund.
fn by_gift_card(gift: Money, terms: &PaymentTerms, until: Option<ClockTime>, context: &Context) -> Element {
    let given = context.texts.gift_card_pays.with(&context.formats.money(gift));
    el("div")
        .child(el("h3").child(context.texts.payment))
        .child(el("p").class("strong").child(given))
        .child(refund_line(terms, until, context).map(|line| el("p").child(line)))
}

/// A link to where the reservation can be paid, changed and cancelled. The token stands behind `#`, which no
/// server sees. It needs the widget's code, so pages without scripts do not have it.
fn manage(reservation: &Reservation, context: &Context, look: Look, label: &'static str) -> Option<Element> {
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
    let class = look.class();
    Some(el("a").class(class).part(class).attr("href", href).child(label))
}
