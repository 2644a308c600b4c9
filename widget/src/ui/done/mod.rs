//! The reservation, made. It must not know how it was made.

use leptos::prelude::*;
use shared::reservation::{Reservation, Status};

use super::Context;
use super::button::{Look, button};
use super::review::payment;
use crate::flow::{Booking, Event};

/// The heading: what has become of the wish.
pub(super) fn title(reservation: &Reservation, context: &Context) -> &'static str {
    match reservation.status {
        Status::Requested | Status::Unconfirmed => context.texts.requested_title,
        Status::PaymentPending => context.texts.pending_title,
        _ => context.texts.booked_title,
    }
}

/// The step below its heading.
pub(super) fn done(reservation: &Reservation, booking: &Booking, context: &Context) -> AnyView {
    let texts = context.texts;
    let venue = &booking.venue.name;
    let words = match reservation.status {
        Status::Requested | Status::Unconfirmed => (texts.requested)(venue),
        Status::PaymentPending => (texts.pending)(venue),
        _ => (texts.booked)(venue),
    };
    let facts: Vec<_> = [
        context.of(&reservation.experience.name).to_owned(),
        (texts.guests)(reservation.attendees.get()),
        context.formats.day(reservation.day),
        context.formats.time(reservation.minutes),
    ]
    .into_iter()
    .map(|fact| view! { <li>{fact}</li> }.into_any())
    .collect();
    let payment = reservation
        .payment
        .as_ref()
        .map(|terms| view! { <div class="conditions">{payment(terms, context)}</div> }.into_any());
    let cancellation = booking
        .venue
        .policies
        .cancellation
        .as_ref()
        .map(|text| view! { <p class="hint">{context.of(text).to_owned()}</p> }.into_any());
    view! {
        <div class="done" part="done">
            <p>{words}</p>
            <div class="ticket" part="ticket">
                <p class="number"><span>{texts.number}</span><strong>{reservation.number.clone()}</strong></p>
                <ul>{facts}</ul>
            </div>
            {payment}
            {cancellation}
            <div class="actions">{button(context, Look::Plain, texts.book_another, Event::BookAnother)}</div>
        </div>
    }
    .into_any()
}
