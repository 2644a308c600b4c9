//! The month as a grid of days, after the ARIA Authoring Practices' date grid: one tab stop, arrow keys within.
//!
//! Where there is little room the style sheet shows two of its weeks, that of the keyboard cursor and the one after it,
//! until the month is unfolded. Days of the next month that are in these two weeks are there for that alone.

use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::KeyboardEvent;
use shared::availability::DayStatus;
use shared::time::Day;

use super::button::{Look, button};
use super::node::{Element, Node, el};
use super::{Context, notice};
use crate::flow::{Answer, Booking, Cursor, Event, Part, Question, days_into_week};

/// The calendar of the month shown.
pub(super) fn calendar(booking: &Booking, context: &Context) -> Element {
    let texts = context.texts;
    let known = booking.months.get(booking.month);
    let failed = matches!(known, Some(Answer::Failed(_))).then(|| {
        let retry = button(
            context,
            Look::Plain,
            texts.retry,
            Event::Retried(Question::Calendar),
        );
        el("div")
            .class("failed")
            .child(el("p").child(texts.calendar_failed))
            .child(retry)
    });
    let name = el("span")
        .class("month")
        .id("month")
        .attr("aria-live", "polite")
        .child(context.formats.month(booking.month));
    let bar = el("div")
        .class("month-bar")
        .child(turn(booking, context, -1, "turn earlier", texts.earlier_month))
        .child(name)
        .child(turn(booking, context, 1, "turn later", texts.later_month));
    el("section")
        .class(if booking.opened == Some(Part::Day) {
            "calendar"
        } else {
            "calendar short"
        })
        .part("calendar")
        .attr("aria-labelledby", "calendar")
        .child(
            el("h3")
                .id("calendar")
                .attr("tabindex", "-1")
                .child(texts.day_legend),
        )
        .child(bar)
        .child(grid(booking, context))
        .child(failed)
        .child(legend(booking, context))
        .child(notice::note(booking, false, context))
        .child(notice::day_words(booking, context))
}

fn grid(booking: &Booking, context: &Context) -> Element {
    let is_loading = matches!(
        booking.months.get(booking.month),
        None | Some(Answer::NotRequested | Answer::Requested(_))
    );
    // Weeks that are over would push what can still be chosen down the page.
    let start = booking.month.max(booking.venue.first_day);
    let first_weekday = context.formats.first_weekday();
    let first = start.minus(days_into_week(start, first_weekday)).unwrap_or(start);
    let heads = week_of(first)
        .map(|day| {
            el("th")
                .attr("scope", "col")
                .attr("abbr", context.formats.weekday(day))
                .child(context.formats.short_weekday(day))
                .into()
        })
        .collect();
    let cursor = booking.cursor;
    let week = cursor
        .minus(days_into_week(cursor, first_weekday))
        .unwrap_or(cursor);
    let is_near = |first: Day| first == week || Some(first) == week.plus(7);
    let last = booking.month.last_of_month();
    let weeks = std::iter::successors(Some(first), |first| first.plus(7))
        .take_while(|first| *first <= last || is_near(*first))
        .map(|first| {
            let days = week_of(first).map(|day| cell(day, is_near(first), booking, context).into());
            let class = match (is_near(first), first > last) {
                (false, _) => Some("away"),
                (true, true) => Some("beyond"),
                (true, false) => None,
            };
            el("tr").attr_if("class", class).children(days.collect()).into()
        })
        .collect();
    let move_cursor = context.reads(move |event| {
        let cursor = cursor_of(event.dyn_ref()?, first_weekday)?;
        event.prevent_default();
        Some(Event::CursorMoved(cursor))
    });
    el("table")
        .attr("role", "grid")
        .attr("aria-labelledby", "month")
        .aria("aria-busy", is_loading)
        .on("keydown", move_cursor)
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(weeks))
}

/// The legend of the days' colours. It is there before the days are, so that nothing moves when they come; today is in it
/// where the month has it.
fn legend(booking: &Booking, context: &Context) -> Element {
    let texts = context.texts;
    let sample = |class, text: &'static str| {
        let sample = el("i")
            .class(class)
            .attr_if("aria-current", (class == "day").then_some("date"))
            .child("7");
        el("span").child(sample).child(text)
    };
    let has_today = booking.venue.today.first_of_month() == booking.month;
    // Screen readers have it in each day's own name.
    el("p").class("legend").attr("aria-hidden", "true").children(vec![
        sample("day open", texts.day_status(DayStatus::Open)).into(),
        sample("day full", texts.day_status(DayStatus::Full)).into(),
        sample("day closed", texts.day_status(DayStatus::Closed)).into(),
        has_today.then(|| sample("day", texts.today)).into(),
    ])
}

fn week_of(first: Day) -> impl Iterator<Item = Day> {
    first.through(first.plus(6).unwrap_or(first))
}

fn turn(
    booking: &Booking,
    context: &Context,
    count: i8,
    class: &'static str,
    label: &'static str,
) -> Element {
    let target = booking.month_after(count);
    // A button that cannot be used keeps the focus it may have.
    el("button")
        .attr("type", "submit")
        .attr("name", "month")
        .attr_if("value", target.map(|month| month.to_string()))
        .class(class)
        .attr("aria-label", label)
        .aria("aria-disabled", target.is_none())
        .on("click", context.sends(Event::MonthTurned(count)))
}

fn cell(day: Day, is_near: bool, booking: &Booking, context: &Context) -> Element {
    let is_next = day > booking.month.last_of_month();
    if day < booking.month || (is_next && !is_near) {
        return el("td");
    }
    let texts = context.texts;
    let is_bookable = booking.is_bookable(day);
    let status = if is_bookable {
        booking.day_status(day)
    } else {
        Some(DayStatus::Closed)
    };
    let is_today = day == booking.venue.today;
    let is_chosen = booking.day == Some(day);
    let mut name = context.formats.day(day);
    let is_choosable = is_bookable && booking.is_choosable(day);
    let availability = status.filter(|_| is_bookable).map(|status| match status {
        DayStatus::Full if is_choosable => texts.full_wait,
        status => texts.day_status(status),
    });
    for more in is_today.then_some(texts.today).into_iter().chain(availability) {
        name.push_str(", ");
        name.push_str(more);
    }
    name += &notice::words(booking, day, ", ", context);
    let class = match status {
        None => "day unknown",
        Some(DayStatus::Open) => "day open",
        Some(DayStatus::Full) => "day full",
        Some(DayStatus::Closed) => "day closed",
    };
    let button: Node = el("button")
        .attr("type", "submit")
        .attr("name", "date")
        .attr("value", day.to_string())
        .id(format!("day-{day}"))
        .class(class)
        .part("day")
        .attr("tabindex", if day == booking.cursor { "0" } else { "-1" })
        .attr("aria-label", name)
        .aria("aria-disabled", !is_choosable)
        .attr_if("aria-current", is_today.then_some("date"))
        .on("click", context.sends(Event::DayChosen(day)))
        .child(day.ymd().2.to_string())
        .into();
    el("td")
        .attr_if("class", is_next.then_some("next"))
        .attr("role", "gridcell")
        .attr("aria-selected", if is_chosen { "true" } else { "false" })
        .child(button)
}

fn cursor_of(event: &KeyboardEvent, first_weekday: u8) -> Option<Cursor> {
    if event.alt_key() || event.ctrl_key() || event.meta_key() {
        return None;
    }
    let months = if event.shift_key() { 12 } else { 1 };
    match event.key().as_str() {
        "ArrowLeft" => Some(Cursor::Days(-1)),
        "ArrowRight" => Some(Cursor::Days(1)),
        "ArrowUp" => Some(Cursor::Days(-7)),
        "ArrowDown" => Some(Cursor::Days(7)),
        "Home" => Some(Cursor::WeekStart(first_weekday)),
        "End" => Some(Cursor::WeekEnd(first_weekday)),
        "PageUp" => Some(Cursor::Months(-months)),
        "PageDown" => Some(Cursor::Months(months)),
        _ => None,
    }
}
