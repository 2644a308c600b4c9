//! The steps that change a reservation: each says what it means before it counts. It must not know how a change is
//! sent.

use leptos::prelude::event_target_value;
use shared::time::Minutes;
use shared::validation::{Notes, lines};

use super::super::button::Look;
use super::super::node::{Element, Node, el};
use super::super::{Scene, calendar, party, times};
use super::facts::when;
use crate::flow::State;
use crate::self_service::manage::{Event, Refund, Standing, Stay};

/// Another day, time or party, looked for as in a booking.
pub(super) fn find(find: &State, scene: &Scene<Event>) -> Element {
    let context = &scene.context;
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
        .child(el("p").child(scene.words.manage_move_hint))
        .child(parts)
        .child(actions(vec![back(scene).into()]))
}

/// What it is and what it is to be.
pub(super) fn review(stay: &Stay, find: &State, minutes: Minutes, scene: &Scene<Event>) -> Element {
    let (words, context) = (scene.words, &scene.context);
    let booked = &stay.reservation;
    let guests = |count: u8| context.texts.guests.of(count.into());
    let before = line(
        when(booked.day, booked.minutes, scene),
        guests(booked.attendees.get()),
    );
    let after = find.booking().and_then(|booking| {
        let [day, time] = when(booking.day?, minutes, scene);
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
        stay,
        Look::Primary,
        words.manage_move_confirm,
        Event::MoveConfirmed,
        scene,
    );
    el("div")
        .class("stay")
        .child(el("dl").class("facts").children(rows))
        .child(actions(vec![back(scene).into(), confirm.into()]))
}

/// What the guest tells the restaurant.
pub(super) fn notes(stay: &Stay, text: &str, scene: &Scene<Event>) -> Element {
    let (words, texts) = (scene.words, scene.context.texts);
    let is_long = lines(text).chars().count() > Notes::MAX_CHARS;
    let input = el("textarea")
        .attr("rows", "4")
        .id("notes")
        .part("input")
        .attr("autocomplete", "off")
        .aria("aria-invalid", is_long)
        .attr(
            "aria-describedby",
            if is_long {
                "notes-fault notes-hint"
            } else {
                "notes-hint"
            },
        )
        .value(text.to_owned())
        .on(
            "input",
            scene.reads(|event| Some(Event::NotesTyped(event_target_value(event)))),
        );
    let fault = is_long.then(|| {
        el("p")
            .class("fault")
            .id("notes-fault")
            .child(texts.fault_notes_too_long)
    });
    let field = el("div")
        .class("field wide")
        .child(el("label").attr("for", "notes").child(texts.field_notes))
        .child(input)
        .child(fault)
        .child(
            el("p")
                .class("hint")
                .id("notes-hint")
                .child(words.manage_notes_hint),
        );
    let confirm = sending(
        stay,
        Look::Primary,
        words.manage_notes_confirm,
        Event::NotesConfirmed,
        scene,
    );
    el("div")
        .class("stay")
        .child(field)
        .child(actions(vec![back(scene).into(), confirm.into()]))
}

/// What cancelling means.
pub(super) fn cancel(stay: &Stay, scene: &Scene<Event>) -> Element {
    let (words, context) = (scene.words, &scene.context);
    let booked = &stay.reservation;
    let guests = context.texts.guests.of(booked.attendees.get().into());
    let write = |money| context.formats.money(money);
    let (refund, gift) = stay.refund();
    let money = match refund {
        Refund::NothingPaid if stay.standing() == Standing::ToPay => words.manage_refund_unpaid.to_owned(),
        Refund::NothingPaid => words.manage_refund_nothing.to_owned(),
        Refund::Released => words.manage_refund_released.to_owned(),
        Refund::Back(money) => words.manage_refund_back.with(&write(money)),
        Refund::Kept(money) => words.manage_refund_kept.with(&write(money)),
    };
    let gift = gift.map(|gift| {
        let text = words.manage_refund_gift.with(&write(gift));
        el("p").class("strong").child(text)
    });
    let confirm = sending(
        stay,
        Look::Primary,
        words.manage_cancel_confirm,
        Event::CancelConfirmed,
        scene,
    );
    let keep = scene.button(Look::Plain, words.manage_cancel_keep, Event::WentBack);
    el("div")
        .class("stay")
        .child(el("p").child(line(when(booked.day, booked.minutes, scene), guests)))
        .child(el("p").class("strong").child(money))
        .child(gift)
        .child(actions(vec![keep.into(), confirm.into()]))
}

fn line([day, time]: [String; 2], guests: String) -> String {
    [day, time, guests].join(", ")
}

fn actions(buttons: Vec<Node>) -> Element {
    el("div").class("actions").children(buttons)
}

fn back(scene: &Scene<Event>) -> Element {
    scene.button(Look::Plain, scene.context.texts.back, Event::WentBack)
}

/// The button that sends; it says so while it does.
fn sending(stay: &Stay, look: Look, label: &'static str, event: Event, scene: &Scene<Event>) -> Element {
    let is_sending = stay.sending.is_some();
    let label = if is_sending {
        scene.context.texts.sending
    } else {
        label
    };
    scene
        .button(look, label, event)
        .aria("aria-busy", is_sending)
        .aria("aria-disabled", is_sending)
}
