//! Changes of the day: a party at the door, and the rules of the day, which are in force at once.

use leptos::prelude::*;
use shared::access::Permission;
use shared::day_rule::{DayRule, DayRuleEffect, ShownAs};
use shared::time::{Day, Minutes};
use shared::validation::Notes;

use super::booking::Telephone;
use crate::app::{App, app, device_now};

/// The parties at the door that are offered, by their size.
const PARTIES: std::ops::RangeInclusive<u8> = 1..=8;

/// Both.
#[component]
pub fn Daily() -> impl IntoView {
    let app = app();
    let walk_ins = move || {
        app.may(Permission::WriteReservations)
            .then(|| view! { <Telephone /> <WalkIn /> })
    };
    let rules = move || app.may(Permission::WriteDay).then(|| view! { <Rules /> });
    view! { <div class="daily">{walk_ins}{rules}</div> }
}

/// A party at the door, seated in two taps: one opens the sizes with the best table for each, one seats.
#[component]
fn WalkIn() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let proposals = move || {
        // A table becomes free with time alone.
        app.minute.track();
        let proposals: Vec<_> = PARTIES
            .filter_map(|party| {
                let tables = app
                    .evening
                    .with(|evening| evening.free_tables(party, device_now()));
                let best = tables.into_iter().next()?;
                let names = texts.table.with(&best.names.join(", "));
                let until = best.next.and_then(|next| time_of(app, next));
                let table = match until {
                    Some(time) => texts.free_until(&names, &time),
                    None => names,
                };
                let guests = texts.guests.of(party.into());
                Some(view! {
                    <button
                        type="button"
                        on:click=move |_| app.seat_walk_in(best.ids.clone(), party)
                    >
                        <strong>{guests}</strong>
                        " "
                        {table}
                    </button>
                })
            })
            .collect();
        if proposals.is_empty() {
            view! { <p>{texts.no_free_table}</p> }.into_any()
        } else {
            view! { <div class="menu">{proposals}</div> }.into_any()
        }
    };
    view! {
        <details class="panel">
            <summary>{texts.walk_in}</summary>
            {proposals}
        </details>
    }
}

/// The time of an instant of the evening, on the venue's clock.
fn time_of(app: App, at: shared::time::Instant) -> Option<String> {
    let minutes = app.evening.with(|evening| {
        let day = evening.day()?;
        Some(evening.clock().minutes(day.day, at))
    })?;
    Some(app.time(Minutes::parse(minutes).ok()?))
}

/// The rules of the day, with the way to make and to remove one.
#[component]
fn Rules() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let day = move || {
        app.evening
            .with_untracked(|evening| evening.day().map(|day| day.day))
    };
    let rules = Memo::new(move |_| {
        app.evening
            .with(|evening| evening.day().map_or_else(Vec::new, |day| day.rules.clone()))
    });
    let list = move || {
        let rules = rules.get();
        rules.into_iter().map(|rule| entry(app, rule)).collect_view()
    };
    let note = RwSignal::new(String::new());
    let limit = RwSignal::new(String::new());
    view! {
        <details class="panel">
            <summary>{texts.daily}</summary>
            <ul class="rules">{list}</ul>
            <div class="menu">
                <button type="button" on:click=move |_| app.create_rule(pause(None))>{texts.full_now}</button>
                <button type="button" on:click=move |_| app.create_rule(pause(Some(60)))>{texts.pause_hour}</button>
                <button
                    type="button"
                    on:click=move |_| {
                        if let Some(day) = day() {
                            app.create_rule(closure(day));
                        }
                    }
                >
                    {texts.close_day}
                </button>
            </div>
            <form
                class="fields"
                on:submit=move |event| {
                    event.prevent_default();
                    let text = Notes::parse(&note.get_untracked()).ok();
                    if let (Some(day), Some(text)) = (day(), text) {
                        app.create_rule(DayRuleEffect::Note { day, text });
                        note.set(String::new());
                    }
                }
            >
                <label>
                    <span>{texts.note_for_team}</span>
                    <input
                        type="text"
                        autocomplete="off"
                        prop:value={move || note.get()}
                        on:input=move |event| note.set(event_target_value(&event))
                    />
                </label>
                <button type="submit">{texts.add}</button>
            </form>
            <form
                class="fields"
                on:submit=move |event| {
                    event.prevent_default();
                    if let (Some(day), Ok(covers)) = (day(), limit.get_untracked().trim().parse::<u16>()) {
                        let experience_id = None;
                        app.create_rule(DayRuleEffect::CoversLimit { day, experience_id, covers });
                        limit.set(String::new());
                    }
                }
            >
                <label>
                    <span>{texts.most_guests}</span>
                    <input
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        prop:value={move || limit.get()}
                        on:input=move |event| limit.set(event_target_value(&event))
                    />
                </label>
                <button type="submit">{texts.set}</button>
            </form>
        </details>
    }
}

/// A pause of so many minutes from now on, or until the evening's last seating.
fn pause(minutes: Option<i64>) -> DayRuleEffect {
    DayRuleEffect::Pause {
        experience_id: None,
        until: minutes.map(|minutes| device_now().plus_minutes(minutes)),
    }
}

/// The closure of a whole day.
fn closure(day: Day) -> DayRuleEffect {
    DayRuleEffect::Closure {
        from: day,
        to: None,
        from_minutes: None,
        until_minutes: None,
        experience_id: None,
        area_id: None,
        shown_as: ShownAs::Closed,
        text: None,
    }
}

/// A rule in the list, with the button that removes it.
fn entry(app: App, rule: DayRule) -> impl IntoView + use<> {
    let texts = app.texts;
    let name = match &rule.effect {
        DayRuleEffect::Closure { .. } => texts.rule_closure.to_owned(),
        DayRuleEffect::BlockedTables { .. } => texts.rule_blocked.to_owned(),
        DayRuleEffect::Pause { .. } => texts.rule_pause.to_owned(),
        DayRuleEffect::SpecialHours { .. } => texts.rule_hours.to_owned(),
        DayRuleEffect::CoversLimit { covers, .. } => texts.rule_limit.with(&covers.to_string()),
        DayRuleEffect::Note { text, .. } => texts.rule_note.with(text.as_str()),
    };
    let until = match &rule.effect {
        DayRuleEffect::Pause {
            until: Some(until), ..
        }
        | DayRuleEffect::BlockedTables { until, .. } => time_of(app, *until),
        _ => None,
    };
    let until = until.map(|time| texts.rule_until.with(&time));
    let (id, label) = (rule.id, texts.remove_rule.with(&name));
    view! {
        <li>
            <span>{name}" "{until}</span>
            <button type="button" aria-label=label on:click=move |_| app.remove_rule(id.clone())>{texts.remove}</button>
        </li>
    }
}
