//! Why guests find nothing: every rule and every table that decides about a day, a time and a party.

use leptos::prelude::*;
use shared::explanation::Explanation;
use shared::id::ExperienceId;

use super::fields::{Choice, Field};
use crate::app::{App, app};
use crate::day::{Evening, minutes_of_clock, minutes_of_evening};

/// The question and its answer, about the day that is shown.
#[component]
pub fn WhyNothing() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let experiences = RwSignal::new(Vec::<(ExperienceId, String)>::new());
    let chosen = RwSignal::new(None::<ExperienceId>);
    let experience = Memo::new(move |_| {
        let first = || experiences.with(|all| all.first().map(|(id, _)| id.clone()));
        chosen.get().or_else(first)
    });
    let party = RwSignal::new(2_u8);
    let time = RwSignal::new(String::new());
    let is_faulty = RwSignal::new(false);
    let answer = RwSignal::new(None::<Explanation>);
    // An answer is about the day on which it was asked.
    let day = Memo::new(move |_| app.evening.with(|evening| evening.day().map(|day| day.day)));
    Effect::new(move |_| {
        day.track();
        answer.set(None);
    });
    let opened = move |_| {
        if experiences.with_untracked(Vec::is_empty) {
            app.read_experiences(experiences);
        }
    };
    let submit = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let clock = minutes_of_clock(&time.get_untracked());
        let minutes = app.evening.with_untracked(|evening| {
            let (day, clock) = (evening.day()?, clock?);
            Some(minutes_of_evening(day, clock))
        });
        let (day, experience) = (day.get_untracked(), experience.get_untracked());
        let (Some(day), Some(experience), Some(minutes)) = (day, experience, minutes) else {
            is_faulty.set(true);
            return;
        };
        is_faulty.set(false);
        app.explain((experience, day, minutes), party.get_untracked(), answer);
    };
    let choices = move || {
        let all = experiences.get().into_iter();
        all.map(|(id, name)| {
            let same = id.clone();
            let is_chosen = Signal::derive(move || experience.with(|chosen| chosen.as_ref() == Some(&same)));
            let choose = move || chosen.set(Some(id.clone()));
            view! { <Choice group="why-of" label=name is_chosen=is_chosen choose=choose /> }
        })
        .collect_view()
    };
    let largest = Memo::new(move |_| app.evening.with(Evening::largest_party));
    let sizes = move || {
        let sizes = (1..=largest.get()).map(|size| {
            let is_chosen = Signal::derive(move || party.get() == size);
            let choose = move || party.set(size);
            view! { <Choice group="why-party" label=size.to_string() is_chosen=is_chosen choose=choose /> }
        });
        sizes.collect_view()
    };
    let has_experience = Memo::new(move |_| experience.with(Option::is_some));
    let fault = move || is_faulty.get().then_some(texts.fault_time);
    let found = move || answer.get().map(|explanation| explained(app, explanation));
    view! {
        <details class="panel" on:toggle=opened>
            <summary>{texts.why_nothing}</summary>
            <form class="form" on:submit=submit>
                <fieldset class="chips">
                    <legend>{texts.why_of}</legend>
                    {choices}
                </fieldset>
                <fieldset class="chips">
                    <legend>{texts.party}</legend>
                    {sizes}
                </fieldset>
                <div class="fields">
                    <Field label=texts.curve_time kind="time" text=time />
                    <button type="submit" class="step" disabled=move || !has_experience.get()>{texts.ask}</button>
                </div>
                <p class="fault" role="alert">{fault}</p>
            </form>
            <div role="status">{found}</div>
        </details>
    }
}

/// The rules that say no, and the tables.
fn explained(app: App, explanation: Explanation) -> impl IntoView + use<> {
    let texts = app.texts;
    let Explanation {
        is_open,
        rules,
        tables,
    } = explanation;
    let said = if is_open { texts.why_open } else { texts.why };
    let rules: Vec<_> = rules
        .into_iter()
        .map(|rule| view! { <li><strong>{rule.text}</strong> " " {rule.change}</li> })
        .collect();
    let has_tables = !tables.is_empty();
    let tables: Vec<_> = tables
        .into_iter()
        .map(|table| view! { <li><strong>{table.name}</strong> " " {table.text}</li> })
        .collect();
    let tables = has_tables.then(|| {
        view! {
            <details>
                <summary>{texts.why_tables}</summary>
                <ul class="rules">{tables}</ul>
            </details>
        }
    });
    view! {
        <p>{said}</p>
        <ul class="rules">{rules}</ul>
        {tables}
    }
}
