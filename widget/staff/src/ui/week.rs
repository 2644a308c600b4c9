//! The week at a glance: seven days from the one that is shown on.

use leptos::prelude::*;
use shared::time::Day;

use crate::app::{App, Screen, app};
use crate::day::DayGlance;

/// The days, which are read once the panel is open.
#[component]
pub fn Week() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let is_open = RwSignal::new(false);
    let week = RwSignal::new((None::<Day>, Vec::<DayGlance>::new()));
    let shown = Memo::new(move |_| app.evening.with(|evening| evening.day().map(|day| day.day)));
    Effect::new(move |_| {
        if let Some(day) = shown.get().filter(|_| is_open.get()) {
            app.read_week(day, week);
        }
    });
    let days = move || {
        let (_, days) = week.get();
        days.into_iter().map(|one| entry(app, one)).collect_view()
    };
    view! {
        <details class="panel" on:toggle=move |_| is_open.update(|is_open| *is_open = !*is_open)>
            <summary>{texts.week}</summary>
            <ul class="rules">{days}</ul>
        </details>
    }
}

/// A day, with the way to it.
fn entry(app: App, one: DayGlance) -> impl IntoView + use<> {
    let texts = app.texts;
    let guests = texts.guests.of(one.covers);
    let sum = match one.limit {
        Some(limit) => texts.guests_of(&guests, &limit.to_string()),
        None => guests,
    };
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let closed = one.is_closed.then(|| texts.rule_closure.to_owned());
    let requests = (one.requests > 0).then(|| texts.requests.of(count(one.requests)));
    let waiting = (one.waiting > 0).then(|| texts.parties_wait.of(count(one.waiting)));
    let facts: Vec<String> = [closed, Some(sum), requests, waiting]
        .into_iter()
        .flatten()
        .chain(one.notes)
        .collect();
    view! {
        <li>
            <a class="button" href=app.address(Screen::Tonight, Some(one.day), None)>{app.short_day(one.day)}</a>
            <span>{facts.join(", ")}</span>
        </li>
    }
}
