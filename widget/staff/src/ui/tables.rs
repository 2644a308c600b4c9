//! The evening by table: a line of time for each table, with the same in words.

use leptos::prelude::*;
use shared::time::Minutes;

use super::head::{Head, show_day_of_address};
use super::notices::{Conflicts, LineState, SignedOut, Undo};
use crate::app::{Access, App, Screen, app, device_now};
use crate::day::{AreaTimeline, Evening, Stay, TableTimeline};

/// The screen.
#[component]
pub fn Tables() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    show_day_of_address(app);
    let areas = Memo::new(move |_| app.evening.with(Evening::by_table));
    let span = Memo::new(move |_| {
        let curve = app.evening.with(Evening::curve);
        let first = curve.quarters.first()?.minutes;
        let last = curve.quarters.last()?.minutes + 15;
        Some((first, last))
    });
    let list = move || {
        let span = span.get().unwrap_or((0, 1));
        let areas = areas.get().into_iter();
        areas.map(|one| area(app, &one, span)).collect_view()
    };
    let loading = move || {
        (app.access.get() != Access::Open)
            .then(|| view! { <p class="notice" role="status">{texts.loading}</p> })
    };
    view! {
        <a class="skip" href="#list">{texts.skip}</a>
        <Head screen=Screen::Tables />
        <main id="list" tabindex="-1">
            <LineState />
            <SignedOut />
            <Conflicts />
            {loading}
            {list}
        </main>
        <Undo />
    }
}

fn area(app: App, area: &AreaTimeline, span: (i64, i64)) -> impl IntoView + use<> {
    let name = app.localized(&area.name);
    let tables: Vec<_> = area.tables.iter().map(|one| table(app, one, span)).collect();
    view! {
        <section class="service">
            <h2>{name}</h2>
            <ul class="by-table">{tables}</ul>
        </section>
    }
}

fn table(app: App, table: &TableTimeline, (first, last): (i64, i64)) -> impl IntoView + use<> {
    let title = app.texts.table.with(&table.name);
    let chairs = app.texts.guests.of(table.chairs.into());
    let bars: Vec<_> = table.stays.iter().map(|stay| bar(stay, first)).collect();
    // The venue's clock moves by the minute.
    let device = app.minute.get();
    let now = app.evening.with(|evening| {
        let day = evening.day()?.day;
        let clock = evening.clock();
        Some(clock.minutes(day, clock.now(device)))
    });
    let now = now.filter(|now| (first..last).contains(now)).map(|now| {
        let x = (now - first).to_string();
        view! { <line x1=x.clone() x2=x y1="0" y2="24" class="now" /> }
    });
    let words: Vec<_> = table.stays.iter().filter_map(|stay| words(app, stay)).collect();
    let view_box = format!("0 0 {} 24", last - first);
    view! {
        <li class="table-line">
            <h3>{title}" "<span class="times">{chairs}</span></h3>
            <svg viewBox=view_box preserveAspectRatio="none" aria-hidden="true">{bars}{now}</svg>
            <ul>{words}</ul>
        </li>
    }
}

/// The stay on the line of time.
fn bar(stay: &Stay, first: i64) -> impl IntoView + use<> {
    let (x, width) = (
        (stay.from - first).to_string(),
        (stay.until - stay.from).to_string(),
    );
    view! { <rect x=x y="2" width=width height="20" rx="3" data-status=stay.status.text() /> }
}

/// The stay in words.
fn words(app: App, stay: &Stay) -> Option<impl IntoView + use<>> {
    let row = app.evening.with(|evening| evening.row(&stay.id, device_now()))?;
    let time = |minutes: i64| Minutes::parse(minutes).ok().map(|minutes| app.time(minutes));
    let times = app
        .texts
        .until(&time(stay.from)?, &time(stay.until).unwrap_or_default());
    let guests = app.texts.guests.of(row.covers.into());
    let status = app.texts.status(row.status);
    Some(view! {
        <li>
            <span class="times">{times}</span>
            " "
            <strong>{row.name}</strong>
            " "
            {guests}
            " · "
            <span class="status">{status}</span>
        </li>
    })
}
