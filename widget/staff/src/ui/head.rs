//! The head of the page: the venue, the day and the way to others, the day's guests, the venue's clock and the line to it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::time::Day;

use super::notices::LineState;
use crate::app::{App, Screen, app};
use crate::day::Evening;
use crate::i18n::spoken;

/// The head.
#[component]
pub fn Head(screen: Screen) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let shown = Memo::new(move |_| {
        app.evening
            .with(|evening| evening.day().map(|day| (day.day, day.today)))
    });
    let day = move || shown.get().map(|(day, _)| app.day(day));
    let title = move || match day() {
        Some(day) => texts.title(&day, &app.venue_name()),
        None => app.venue_name(),
    };
    // The title names the day, so that several tabs can be told apart.
    Effect::new(move |_| document().set_title(&title()));
    let link = move |days: i64| {
        let (day, today) = shown.get()?;
        let other = if days < 0 { day.minus(1) } else { day.plus(1) }?;
        Some(app.address(screen, Some(other).filter(|other| *other != today), None))
    };
    let wanted = Memo::new(move |_| app.evening.with(Evening::wanted));
    let navigate = use_navigate();
    let choose = move |event: leptos::web_sys::Event| {
        let chosen = Day::parse(&event_target_value(&event)).ok();
        if let Some(chosen) = chosen {
            navigate(
                &app.address(screen, Some(chosen), None),
                NavigateOptions::default(),
            );
        }
    };
    view! {
        <header class="head">
            <h1>
                <span class="venue">{app.venue_name()}</span>
                <span class="day">{day}</span>
            </h1>
            <nav class="days" aria-label=texts.days>
                <a class="button" href=move || link(-1) aria-label=texts.earlier>"‹"</a>
                <a class="button" href=app.address(screen, None, None)>{texts.tonight}</a>
                <a class="button" href=move || link(1) aria-label=texts.later>"›"</a>
                <label class="date">
                    <span class="hidden">{texts.choose_day}</span>
                    <input
                        type="date"
                        prop:value={move || shown.get().map(|(day, _)| day.to_string()).unwrap_or_default()}
                        on:change=choose
                    />
                </label>
            </nav>
            <nav class="screens" aria-label=texts.screens>
                {tab(app, texts.screen_list, Screen::Tonight, screen, wanted)}
                {tab(app, texts.screen_tables, Screen::Tables, screen, wanted)}
                {tab(app, texts.screen_plan, Screen::Plan, screen, wanted)}
            </nav>
            <p class="sum"><span class="guests">{move || guests(app)}</span> <span class="clock">{move || clock(app)}</span></p>
            <LineState />
            <div class="options">
                {languages(app, screen, wanted)}
                <p class="session">
                    <button type="button" class="plain" on:click=move |_| app.sign_out()>{texts.sign_out}</button>
                </p>
            </div>
        </header>
    }
}

/// The links to the screen, on the day that is shown, in the other languages.
fn languages(app: App, screen: Screen, day: Memo<Option<Day>>) -> impl IntoView {
    let texts = app.texts;
    let others = spoken().filter(|(tag, _)| *tag != texts.language);
    let links = others
        .map(|(tag, name)| {
            let address = move || app.address(screen, day.get(), Some(tag));
            view! { <a rel="external" lang=tag href=address>{name}</a> }
        })
        .collect_view();
    view! {
        <details class="languages">
            <summary><span class="hidden">{texts.languages}" "</span>{texts.own_name}</summary>
            <nav aria-label=texts.languages>{links}</nav>
        </details>
    }
}

/// The link to a screen, on the day that is shown.
fn tab(
    app: App,
    name: &'static str,
    to: Screen,
    at: Screen,
    day: Memo<Option<Day>>,
) -> impl IntoView + use<> {
    let current = (to == at).then_some("page");
    view! {
        <a class="button" aria-current=current href=move || app.address(to, day.get(), None)>{name}</a>
    }
}

/// The guests of the day, against its limit where there is one.
fn guests(app: App) -> Option<String> {
    app.evening.with(|evening| {
        evening.day()?;
        Some(app.in_words(|words| words.guests_of_day(&evening.curve())))
    })
}

/// The time on the venue's clock.
fn clock(app: App) -> Option<String> {
    let device = app.minute.get();
    app.evening
        .with(|evening| app.in_words(|words| words.clock(evening, device)))
}

/// Shows the day that the page's address names, on whichever screen; without one the evening that goes on.
pub fn show_day_of_address(app: App) {
    let query = use_query_map();
    Effect::new(move |_| {
        let day = query.with(|query| query.get("day"));
        app.show(day.and_then(|day| Day::parse(&day).ok()));
    });
}
