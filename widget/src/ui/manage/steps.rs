//! The steps that change a reservation; each states the consequences before it is confirmed.

use leptos::prelude::event_target_value;
use shared::time::Minutes;
use shared::validation::{Notes, lines};

use super::super::button::Look;
use super::super::field::TextField;
use super::super::node::{Element, Node, el};
use super::super::{ViewContext, calendar, party, times};
use super::facts::when;
use crate::flow::{Answer, State};
use crate::self_service::manage::{Event, ManagedReservation, Phase, Refund};

/// Another day, time or party, looked for as in a booking.
pub(super) fn find(find: &State, view: &ViewContext<Event>) -> Element {
    let context = &view.context;
    let parts: Node = find
        .booking()
        .map(|booking| {
            let when = el("div")
                .class("when")
                .child(party::party(booking, context))
                .child(calendar::calendar(booking, context));
            el("div")
                .class("columns even")
                .child(when)
                .child(times::times(booking, context))
        })
        .into();
    el("div")
        .class("search")
        .child(el("p").child(view.words.manage_move_hint))
        .child(parts)
        .child(actions(vec![back(view).into()]))
}

/// The reservation before and after the change.
pub(super) fn review(
    managed: &ManagedReservation,
    find: &State,
    minutes: Minutes,
    view: &ViewContext<Event>,
) -> Element {
    let (words, context) = (view.words, &view.context);
    let booked = &managed.reservation;
    let guests = |count: u8| context.texts.guests.of(count.into());
    let before = line(
        when(booked.day, booked.minutes, view),
        guests(booked.attendees.get()),
    );
    let after = find.booking().and_then(|booking| {
        let [day, time] = when(booking.day?, minutes, view);
        Some(line([day, time], guests(booking.attendees.get())))
    });
    let row = |label: &'static str, value: String| {
        let value = el("dd").child(el("span").child(value));
        el("div").child(el("dt").child(label)).child(value).into()
    };
    let rows = vec![
        row(words.manage_before, before),
        row(words.manage_after, after.unwrap_or_default()),
    ];
    let confirm = sending(
        managed,
        Look::Primary,
        words.manage_move_confirm,
        Event::MoveConfirmed,
        view,
    );
    let is_awaited = matches!(managed.quote, Answer::Requested(_));
    // A live region must exist before its text.
    let price = managed.reservation.total.map(|_| {
        let said = if is_awaited {
            Some(context.texts.loading.to_owned())
        } else {
            price(managed, view)
        };
        el("p").class("strong").attr("role", "status").child(said)
    });
    el("div")
        .class("stay")
        .child(el("dl").class("facts").children(rows))
        .child(price)
        .child(actions(vec![back(view).into(), confirm.into()]))
}

/// The price of the reservation after the change, beside that of now where it has one.
pub(super) fn price(managed: &ManagedReservation, view: &ViewContext<Event>) -> Option<String> {
    let after = managed.quote.known()?.total;
    let (words, write) = (view.words, |money| view.context.formats.money(money));
    Some(match managed.reservation.total {
        Some(before) if before == after => words.extras_same_total.with(&write(after)),
        Some(before) => words.extras_new_total.with_both(&write(after), &write(before)),
        None => words.extras_said_total.with(&write(after)),
    })
}

/// The notes to the restaurant.
pub(super) fn notes(managed: &ManagedReservation, text: &str, view: &ViewContext<Event>) -> Element {
    let (words, texts) = (view.words, view.context.texts);
    let is_long = lines(text).chars().count() > Notes::MAX_CHARS;
    let field = TextField {
        id: "notes",
        label: vec![texts.field_notes.into()],
        control: el("textarea").attr("rows", "4").attr("autocomplete", "off"),
        text,
        is_required: false,
        fault: is_long.then(|| texts.fault_notes_too_long.into()),
        hint: Some(words.manage_notes_hint.to_owned()),
        is_wide: true,
    };
    let typed = view.reads(|event| Some(Event::NotesTyped(event_target_value(event))));
    let field = field.draw(typed, None);
    let confirm = sending(
        managed,
        Look::Primary,
        words.manage_notes_confirm,
        Event::NotesConfirmed,
        view,
    );
    el("div")
        .class("stay")
        .child(field)
        .child(actions(vec![back(view).into(), confirm.into()]))
}

/// The consequences of a cancellation.
pub(super) fn cancel(managed: &ManagedReservation, view: &ViewContext<Event>) -> Element {
    let (words, context) = (view.words, &view.context);
    let booked = &managed.reservation;
    let guests = context.texts.guests.of(booked.attendees.get().into());
    let write = |money| context.formats.money(money);
    let (refund, gift) = managed.refund();
    let money = match refund {
        Refund::NothingPaid if managed.phase() == Phase::ToPay => words.manage_refund_unpaid.to_owned(),
        Refund::NothingPaid => words.manage_refund_nothing.to_owned(),
        Refund::Released => words.manage_refund_released.to_owned(),
        Refund::Back(money) => words.manage_refund_back.with(&write(money)),
        Refund::Retained(money) => words.manage_refund_kept.with(&write(money)),
    };
    let gift = gift.map(|gift| {
        let text = words.manage_refund_gift.with(&write(gift));
        el("p").class("strong").child(text)
    });
    let confirm = sending(
        managed,
        Look::Primary,
        words.manage_cancel_confirm,
        Event::CancelConfirmed,
        view,
    );
    let keep = view.button(Look::Plain, words.manage_cancel_keep, Event::WentBack);
    el("div")
        .class("stay")
        .child(el("p").child(line(when(booked.day, booked.minutes, view), guests)))
        .child(el("p").class("strong").child(money))
        .child(gift)
        .child(actions(vec![keep.into(), confirm.into()]))
}

fn line([day, time]: [String; 2], guests: String) -> String {
    [day, time, guests].join(", ")
}

pub(super) fn actions(buttons: Vec<Node>) -> Element {
    el("div").class("actions").children(buttons)
}

pub(super) fn back(view: &ViewContext<Event>) -> Element {
    view.button(Look::Plain, view.context.texts.back, Event::WentBack)
}

/// The button that sends, with another label while it does.
pub(super) fn sending(
    managed: &ManagedReservation,
    look: Look,
    label: &'static str,
    event: Event,
    view: &ViewContext<Event>,
) -> Element {
    let is_sending = managed.sending.is_some();
    let label = if is_sending {
        view.context.texts.sending
    } else {
        label
    };
    view.button(look, label, event)
        .aria("aria-busy", is_sending)
        .aria("aria-disabled", is_sending)
}
