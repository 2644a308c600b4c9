//! The chosen day's times, grouped by the part of the day. It must not know why a slot is open.

use leptos::prelude::*;
use shared::availability::{Confirmation, Slot, SlotStatus};
use shared::time::Minutes;

use super::button::{Look, button};
use super::review::payment_line;
use super::{Context, notice, skeleton};
use crate::flow::{Answer, Booking, Event, Question};

/// Where each part of the day ends, in minutes after midnight.
const ENDS: [u16; 5] = [11 * 60, 15 * 60, 17 * 60, 22 * 60, u16::MAX];

/// The times of the chosen day, or what stands in their way.
pub(super) fn times(booking: &Booking, context: &Context) -> AnyView {
    let texts = context.texts;
    let title = booking.day.map_or_else(
        || texts.choose_day_first.to_owned(),
        |day| (texts.times_title)(&context.formats.day(day)),
    );
    let content = match &booking.slots {
        Answer::Unasked => view! { <p class="hint">{texts.choose_day_hint}</p> }.into_any(),
        Answer::Asked(_) => skeleton::times(context),
        Answer::Failed(_) => view! {
            <div class="failed">
                <p>{texts.times_failed}</p>
                {button(context, Look::Plain, texts.retry, Event::Retried(Question::Slots))}
            </div>
        }
        .into_any(),
        Answer::Known(slots) if slots.iter().any(|slot| slot.status == SlotStatus::Open) => {
            known(slots, booking, context)
        }
        Answer::Known(_) => view! {
            <div class="failed">
                <p><strong>{texts.no_times}</strong></p>
                <p class="hint">{texts.no_times_hint}</p>
            </div>
        }
        .into_any(),
    };
    let go_on = booking
        .slot()
        .map(|_| button(context, Look::Primary, texts.go_on, Event::Continued));
    view! {
        <section class="times" part="times" aria-labelledby="times">
            <h3 id="times" tabindex="-1">{title}</h3>
            {notice::note(booking, true, context)}
            {content}
            {go_on}
        </section>
    }
    .into_any()
}

/// A few times as buttons, outside their groups.
pub(super) fn picks<'a>(
    slots: impl Iterator<Item = &'a Slot>,
    booking: &Booking,
    context: &Context,
) -> AnyView {
    let items: Vec<_> = slots.map(|slot| item(slot, booking, context)).collect();
    view! { <ul class="slots">{items}</ul> }.into_any()
}

fn known(slots: &[Slot], booking: &Booking, context: &Context) -> AnyView {
    let group_of = |slot: &Slot| ENDS.iter().position(|end| slot.minutes.get() < *end).unwrap_or(4);
    let is_single = slots
        .iter()
        .all(|slot| group_of(slot) == slots.first().map_or(0, group_of));
    let groups: Vec<_> = context
        .texts
        .parts_of_day
        .iter()
        .enumerate()
        .filter(|(group, _)| slots.iter().any(|slot| group_of(slot) == *group))
        .map(|(group, name)| {
            let head = (!is_single).then(|| view! { <h4>{*name}</h4> }.into_any());
            let slots = slots.iter().filter(|slot| group_of(slot) == group);
            view! { <div class="group">{head}{picks(slots, booking, context)}</div> }.into_any()
        })
        .collect();
    let payment = slots
        .iter()
        .find(|slot| slot.status == SlotStatus::Open)
        .and_then(|slot| slot.payment.as_ref())
        .map(|terms| view! { <p class="hint">{payment_line(terms, context)}</p> }.into_any());
    view! { <div class="groups">{groups}{payment}</div> }.into_any()
}

fn item(slot: &Slot, booking: &Booking, context: &Context) -> AnyView {
    let texts = context.texts;
    let is_open = slot.status == SlotStatus::Open;
    let is_chosen = booking.minutes == Some(slot.minutes);
    // A house that could seat this party but once more is nearly full.
    let is_scarce = slot.spots_open < 2 * u32::from(booking.attendees.get());
    let mut notes: Vec<String> = Vec::new();
    if slot.minutes.is_next_day() {
        notes.push(texts.next_day.to_owned());
    }
    if is_open {
        if slot.show_end_time {
            notes.push(end(slot, context));
        }
        if slot.confirmation == Confirmation::Request {
            notes.push(texts.on_request.to_owned());
        } else if is_scarce {
            notes.push(texts.few_left.to_owned());
        }
    } else {
        notes.push(slot.reasons.first().map_or(texts.full, texts.reason).to_owned());
    }
    let notes = (!notes.is_empty()).then(|| {
        let space = view! { <span class="sr">", "</span> }.into_any();
        view! { {space}<small>{notes.join(", ")}</small> }.into_any()
    });
    view! {
        <li>
            <button
                type="button"
                class="slot"
                part="slot"
                disabled=!is_open
                aria-pressed=is_chosen.then_some("true")
                on:click=context.click(Event::TimeChosen(slot.minutes))
            >
                <span>{context.formats.time(slot.minutes)}</span>
                {notes}
            </button>
        </li>
    }
    .into_any()
}

/// When the guests' time ends, by the clock. Through the small hours, when clocks may change, only
/// the length of the stay is certain.
pub(super) fn end(slot: &Slot, context: &Context) -> String {
    let end = u32::from(slot.minutes.get()) + u32::from(slot.duration);
    let is_by_day = slot.minutes.get() >= 4 * 60 && end <= u32::from(Minutes::DAY);
    match Minutes::parse(end.into()) {
        Ok(end) if is_by_day => (context.texts.until)(&context.formats.time(end)),
        _ => (context.texts.lasts)(&(context.texts.duration)(slot.duration.into())),
    }
}
