//! The month as a grid of days, by the ARIA Authoring Practices' date grid: one tab stop, arrow
//! keys within. It must not know what is open; it draws what the flow knows.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::availability::DayStatus;
use shared::time::Day;

use super::button::{Look, button};
use super::{Context, notice};
use crate::flow::{Answer, Booking, Cursor, Event, Question};

/// The calendar of the month shown.
pub(super) fn calendar(booking: &Booking, context: &Context) -> AnyView {
    let texts = context.texts;
    let is_loading = matches!(
        booking.months.get(&booking.month),
        None | Some(Answer::Unasked | Answer::Asked(_))
    );
    let failed = matches!(booking.months.get(&booking.month), Some(Answer::Failed(_))).then(|| {
        view! {
            <div class="failed">
                <p>{texts.calendar_failed}</p>
                {button(context, Look::Plain, texts.retry, Event::Retried(Question::Calendar))}
            </div>
        }
        .into_any()
    });
    let monday = monday_of(booking.month);
    let heads: Vec<_> = monday
        .through(monday.plus(6).unwrap_or(monday))
        .map(|day| {
            view! { <th scope="col" abbr=context.formats.weekday(day)>{context.formats.short_weekday(day)}</th> }
                .into_any()
        })
        .collect();
    let weeks: Vec<_> = std::iter::successors(Some(monday), |monday| monday.plus(7))
        .take_while(|monday| *monday <= booking.month.last_of_month())
        .map(|monday| week(monday, booking, context))
        .collect();
    let send = Arc::clone(&context.send);
    view! {
        <section class="calendar" part="calendar" aria-labelledby="calendar">
            <h3 id="calendar" tabindex="-1">{texts.day_legend}</h3>
            <div class="month-bar">
                {turn(booking, context, -1, "turn earlier", texts.earlier_month)}
                <span id="month" class="month" aria-live="polite">{context.formats.month(booking.month)}</span>
                {turn(booking, context, 1, "turn later", texts.later_month)}
            </div>
            <table
                role="grid"
                aria-labelledby="month"
                aria-busy=is_loading.then_some("true")
                class=if is_loading { "loading" } else { "" }
                on:keydown=move |event| {
                    if let Some(cursor) = cursor_of(&event) {
                        event.prevent_default();
                        send(Event::CursorMoved(cursor));
                    }
                }
            >
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{weeks}</tbody>
            </table>
            {failed}
            {legend(booking, context)}
            {notice::note(booking, false, context)}
        </section>
    }
    .into_any()
}

/// What a struck-through day means, where there is one.
fn legend(booking: &Booking, context: &Context) -> Option<AnyView> {
    let days = booking.months.get(&booking.month)?.known()?;
    let is_any_full = days.iter().any(|day| day.status == DayStatus::Full);
    is_any_full.then(|| {
        // Each day's own name says it to those who do not see the line through it.
        view! {
            <p class="legend" aria-hidden="true">
                <s>"00"</s>
                {(context.texts.day_status)(DayStatus::Full)}
            </p>
        }
        .into_any()
    })
}

fn monday_of(day: Day) -> Day {
    day.minus(day.weekday().num_days_from_monday()).unwrap_or(day)
}

fn turn(
    booking: &Booking,
    context: &Context,
    count: i8,
    class: &'static str,
    label: &'static str,
) -> AnyView {
    // A button that cannot be used keeps the focus it may have.
    let is_end = booking.month_after(count).is_none();
    view! {
        <button
            type="button"
            class=class
            aria-label=label
            aria-disabled=is_end.then_some("true")
            on:click=context.click(Event::MonthTurned(count))
        ></button>
    }
    .into_any()
}

fn week(monday: Day, booking: &Booking, context: &Context) -> AnyView {
    let days: Vec<_> = monday
        .through(monday.plus(6).unwrap_or(monday))
        .map(|day| {
            if day.first_of_month() == booking.month {
                cell(day, booking, context)
            } else {
                view! { <td></td> }.into_any()
            }
        })
        .collect();
    view! { <tr>{days}</tr> }.into_any()
}

fn cell(day: Day, booking: &Booking, context: &Context) -> AnyView {
    let texts = context.texts;
    let is_past = day < booking.venue.today || day > booking.last_day();
    let status = if is_past {
        Some(DayStatus::Closed)
    } else {
        booking.day_status(day)
    };
    let is_today = day == booking.venue.today;
    let is_chosen = booking.day == Some(day);
    let mut name = vec![context.formats.day(day)];
    if is_today {
        name.push(texts.today.to_owned());
    }
    if let Some(status) = status.filter(|_| !is_past) {
        name.push((texts.day_status)(status).to_owned());
    }
    let class = match status {
        None => "day unknown",
        Some(DayStatus::Open) => "day open",
        Some(DayStatus::Full) => "day full",
        Some(DayStatus::Closed) => "day closed",
    };
    view! {
        <td role="gridcell" aria-selected=if is_chosen { "true" } else { "false" }>
            <button
                type="button"
                id=format!("day-{day}")
                class=class
                part="day"
                tabindex=if day == booking.cursor { "0" } else { "-1" }
                aria-label=name.join(", ")
                aria-disabled=(status != Some(DayStatus::Open)).then_some("true")
                aria-current=is_today.then_some("date")
                on:click=context.click(Event::DayChosen(day))
            >
                {day.ymd().2.to_string()}
            </button>
        </td>
    }
    .into_any()
}

fn cursor_of(event: &KeyboardEvent) -> Option<Cursor> {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return None;
    }
    let months = if event.shift_key() { 12 } else { 1 };
    match event.key().as_str() {
        "ArrowLeft" => Some(Cursor::Days(-1)),
        "ArrowRight" => Some(Cursor::Days(1)),
        "ArrowUp" => Some(Cursor::Days(-7)),
        "ArrowDown" => Some(Cursor::Days(7)),
        "Home" => Some(Cursor::WeekStart),
        "End" => Some(Cursor::WeekEnd),
        "PageUp" => Some(Cursor::Months(-months)),
        "PageDown" => Some(Cursor::Months(months)),
        _ => None,
    }
}
