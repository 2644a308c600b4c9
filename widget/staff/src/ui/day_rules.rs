//! The rules of the day, which are in force at once: full for now, a pause, closures, special hours, a limit and notes.

use leptos::prelude::*;
use shared::day_rule::{DayRule, DayRuleEffect};
use shared::id::ExperienceId;
use shared::time::Day;
use shared::validation::Notes;

use super::fields::{Choice, Field};
use crate::app::{App, app};
use crate::day::{
    closable_services, closure_of_day, days_on_offer, experiences, opening_period, pause, replaced_services,
};

/// The rules in force, and the forms for new ones.
#[component]
pub fn Rules() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let rules = Memo::new(move |_| {
        app.evening
            .with(|evening| evening.day().map_or_else(Vec::new, |day| day.rules.clone()))
    });
    let list = move || {
        let rules = rules.get();
        rules.into_iter().map(|rule| entry(app, rule)).collect_view()
    };
    // A pause begins now, whichever day is looked at: on another one it would be taken for that day's.
    let pauses = move || {
        app.is_tonight().then(|| {
            view! {
                <div class="menu">
                    <button type="button" on:click=move |_| app.create_rule(pause(app.venue_now(), None))>
                        {texts.full_now}
                    </button>
                    <button type="button" on:click=move |_| app.create_rule(pause(app.venue_now(), Some(60)))>
                        {texts.pause_hour}
                    </button>
                </div>
            }
        })
    };
    // A pause that was forgotten costs the evening: what is in force is seen without opening the panel. Notes are above the list,
    // and tables that are blocked on the floor.
    let in_force = move || {
        let rules = rules.get();
        let shown = rules.iter().filter(|rule| {
            let effect = &rule.effect;
            !matches!(
                effect,
                DayRuleEffect::Note { .. } | DayRuleEffect::BlockedTables { .. }
            )
        });
        let names: Vec<String> = shown.map(|rule| name_until(app, &rule.effect)).collect();
        names.join(", ")
    };
    view! {
        <details class="panel">
            <summary>{texts.daily}" "<span class="times">{in_force}</span></summary>
            <ul class="rules">{list}</ul>
            {pauses}
            <Close />
            <Hours />
            <LimitAndNote />
        </details>
    }
}

/// The closure of a day, or of a service of the day that is shown.
#[component]
fn Close() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let shown = Memo::new(move |_| {
        app.evening
            .with(|evening| evening.day().map(|day| (day.day, day.today)))
    });
    // Until one is chosen, the day that is shown.
    let chosen = RwSignal::new(None::<Day>);
    let day = Memo::new(move |_| chosen.get().or_else(|| shown.get().map(|(day, _)| day)));
    let services = Memo::new(move |_| {
        let wanted = day.get();
        app.evening.with(|evening| {
            let day = evening.day().filter(|day| Some(day.day) == wanted);
            day.map_or_else(Vec::new, closable_services)
        })
    });
    // None is the whole day.
    let service = RwSignal::new(None::<usize>);
    let days = move || {
        let (shown, today) = shown.get()?;
        let choices = days_on_offer(today, shown).into_iter().map(|one| {
            let is_chosen = Signal::derive(move || day.get() == Some(one));
            let choose = move || {
                chosen.set(Some(one));
                service.set(None);
            };
            view! { <Choice group="close-day" label=app.short_day(one) is_chosen=is_chosen choose=choose /> }
        });
        Some(choices.collect_view())
    };
    let parts = move || {
        let services = services.get();
        (!services.is_empty()).then(|| {
            let names = services.into_iter().map(|one| {
                let (first, last) = one.span;
                let span = texts.until(&app.time(first), &app.time(last));
                format!("{} {span}", app.localized(&one.name))
            });
            let choices: Vec<_> = std::iter::once((None, texts.whole_day.to_owned()))
                .chain(names.enumerate().map(|(place, name)| (Some(place), name)))
                .map(|(place, name)| {
                    let is_chosen = Signal::derive(move || service.get() == place);
                    let choose = move || service.set(place);
                    view! { <Choice group="close-part" label=name is_chosen=is_chosen choose=choose /> }
                })
                .collect();
            view! {
                <fieldset class="chips">
                    <legend>{texts.close_part}</legend>
                    {choices}
                </fieldset>
            }
        })
    };
    let close = move |_| {
        let Some(day) = day.get_untracked() else {
            return;
        };
        let part = service.get_untracked();
        let closure = services.with_untracked(|all| {
            let one = part.and_then(|place| all.get(place));
            one.map(|service| service.closure.clone())
        });
        app.create_rule(closure.unwrap_or_else(|| closure_of_day(day)));
        chosen.set(None);
        service.set(None);
    };
    view! {
        <div class="form">
            <fieldset class="chips">
                <legend>{texts.close_day}</legend>
                {days}
            </fieldset>
            {parts}
            <button type="button" class="step" on:click=close>{texts.close}</button>
        </div>
    }
}

/// Special hours of an experience on the day that is shown.
#[component]
fn Hours() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let offered = Memo::new(move |_| {
        app.evening.with(|evening| {
            let all = evening.day().map_or_else(Vec::new, experiences).into_iter();
            all.map(|one| (one.experience_id.clone(), app.localized(&one.name)))
                .collect::<Vec<_>>()
        })
    });
    let chosen = RwSignal::new(None::<ExperienceId>);
    let experience = Memo::new(move |_| {
        let first = || offered.with(|all| all.first().map(|(id, _)| id.clone()));
        chosen.get().or_else(first)
    });
    let (first, last) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let is_faulty = RwSignal::new(false);
    let submit = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let period = opening_period(&first.get_untracked(), &last.get_untracked());
        let (day, experience) = (app.shown_day(), experience.get_untracked());
        let (Some(day), Some(experience_id), Some(period)) = (day, experience, period) else {
            is_faulty.set(true);
            return;
        };
        is_faulty.set(false);
        app.create_rule(DayRuleEffect::SpecialHours {
            day,
            experience_id,
            periods: vec![period],
            text: None,
        });
        first.set(String::new());
        last.set(String::new());
    };
    let choices = move || {
        let all = offered.get().into_iter();
        all.map(|(id, name)| {
            let same = id.clone();
            let is_chosen = Signal::derive(move || experience.with(|chosen| chosen.as_ref() == Some(&same)));
            let choose = move || chosen.set(Some(id.clone()));
            view! { <Choice group="hours-of" label=name is_chosen=is_chosen choose=choose /> }
        })
        .collect_view()
    };
    let replaced = move || {
        let experience = experience.get()?;
        let spans = app.evening.with(|evening| {
            let day = evening.day();
            day.map_or_else(Vec::new, |day| replaced_services(day, &experience))
        });
        let name = offered.with(|all| {
            let same = all.iter().find(|(id, _)| *id == experience);
            same.map(|(_, name)| name.clone())
        })?;
        let spans: Vec<String> = spans
            .into_iter()
            .map(|(first, last)| texts.until(&app.time(first), &app.time(last)))
            .collect();
        (!spans.is_empty()).then(|| texts.hours_replace(&name, &spans.join(", ")))
    };
    let fault = move || is_faulty.get().then_some(texts.fault_hours);
    view! {
        <form class="form" on:submit=submit>
            <fieldset class="chips">
                <legend>{texts.rule_hours}</legend>
                {choices}
            </fieldset>
            <p aria-live="polite">{replaced}</p>
            <div class="fields">
                <Field label=texts.first_seating kind="time" text=first />
                <Field label=texts.last_seating kind="time" text=last />
                <button type="submit">{texts.set}</button>
            </div>
            <p class="fault" role="alert">{fault}</p>
        </form>
    }
}

/// The most guests of the day that is shown, and a note for the team.
#[component]
fn LimitAndNote() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let (note, limit) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let set_limit = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let covers = limit.get_untracked().trim().parse::<u16>();
        if let (Some(day), Ok(covers)) = (app.shown_day(), covers) {
            app.create_rule(DayRuleEffect::CoversLimit {
                day,
                experience_id: None,
                covers,
            });
            limit.set(String::new());
        }
    };
    let add_note = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let text = Notes::parse(&note.get_untracked());
        if let (Some(day), Ok(text)) = (app.shown_day(), text) {
            app.create_rule(DayRuleEffect::Note { day, text });
            note.set(String::new());
        }
    };
    view! {
        <form class="fields" on:submit=set_limit>
            <Field label=texts.most_guests kind="number" text=limit is_required=true />
            <button type="submit">{texts.set}</button>
        </form>
        <form class="fields" on:submit=add_note>
            <Field label=texts.note_for_team kind="text" text=note is_required=true />
            <button type="submit">{texts.add}</button>
        </form>
    }
}

/// A rule in words.
pub(super) fn rule_name(app: App, effect: &DayRuleEffect) -> String {
    let texts = app.texts;
    match effect {
        DayRuleEffect::Closure { .. } => texts.rule_closure.to_owned(),
        DayRuleEffect::BlockedTables { .. } => texts.rule_blocked.to_owned(),
        DayRuleEffect::Pause { .. } => texts.rule_pause.to_owned(),
        DayRuleEffect::SpecialHours { .. } => texts.rule_hours.to_owned(),
        DayRuleEffect::CoversLimit { covers, .. } => texts.rule_limit.with(&covers.to_string()),
        DayRuleEffect::Note { text, .. } => texts.rule_note.with(text.as_str()),
    }
}

/// Whether a rule can meet reservations: a pause, a limit and a note meet none.
fn can_meet(effect: &DayRuleEffect) -> bool {
    match effect {
        DayRuleEffect::Closure { .. }
        | DayRuleEffect::BlockedTables { .. }
        | DayRuleEffect::SpecialHours { .. } => true,
        DayRuleEffect::Pause { .. } | DayRuleEffect::CoversLimit { .. } | DayRuleEffect::Note { .. } => false,
    }
}

/// A rule in words, with its end where it has one within the day.
fn name_until(app: App, effect: &DayRuleEffect) -> String {
    let name = rule_name(app, effect);
    let until = match effect {
        DayRuleEffect::Pause {
            until: Some(until), ..
        }
        | DayRuleEffect::BlockedTables { until, .. } => app.time_of(*until),
        _ => None,
    };
    match until {
        Some(time) => format!("{name} {}", app.texts.rule_until.with(&time)),
        None => name,
    }
}

/// A rule in the list, with the button that removes it.
fn entry(app: App, rule: DayRule) -> impl IntoView + use<> {
    let texts = app.texts;
    let (name, said) = (rule_name(app, &rule.effect), name_until(app, &rule.effect));
    let (id, label) = (rule.id.clone(), texts.remove_rule.with(&name));
    let asked = can_meet(&rule.effect).then(|| {
        let (id, label) = (rule.id, texts.impact_of.with(&name));
        view! {
            <button type="button" aria-label=label on:click=move |_| app.read_impact(id.clone())>{texts.impact}</button>
        }
    });
    view! {
        <li>
            <span>{said}</span>
            {asked}
            <button type="button" aria-label=label on:click=move |_| app.remove_rule(id.clone())>{texts.remove}</button>
        </li>
    }
}
