//! The reservations that a rule of the day meets, with the letters to their guests and the way to take the rule back.

use leptos::prelude::*;
use shared::day_rule::{DayRuleImpact, MetReservation};

use super::day_rules::rule_name;
use crate::app::{App, Screen, app, device_now, focus_content, row_id};

/// The list, while a rule was made or asked about.
#[component]
pub fn Impact(screen: Screen) -> impl IntoView {
    let app = app();
    move || app.impact.get().map(|impact| list(app, screen, impact))
}

fn list(app: App, screen: Screen, impact: DayRuleImpact) -> impl IntoView + use<> {
    let texts = app.texts;
    let DayRuleImpact {
        rule,
        meets_count,
        meets,
    } = impact;
    let name = rule_name(app, &rule.effect);
    let (to_notify, to_remove) = (rule.id.clone(), rule.id);
    let has_unwritten = meets.iter().any(|one| one.notified_at.is_none());
    let entries: Vec<_> = meets.into_iter().map(|one| entry(app, screen, one)).collect();
    let write = has_unwritten.then(|| {
        view! {
            <button type="button" on:click=move |_| app.notify(to_notify.clone())>{texts.write_to_guests}</button>
        }
    });
    view! {
        <section class="impact" aria-label=texts.impact>
            <h2>{name}</h2>
            <p>{texts.rule_meets.of(meets_count)}</p>
            <ul class="rules">{entries}</ul>
            <div class="menu">
                {write}
                <button type="button" on:click=move |_| app.remove_rule(to_remove.clone())>{texts.take_back}</button>
                <button
                    type="button"
                    on:click=move |_| {
                        app.impact.set(None);
                        focus_content();
                    }
                >
                    {texts.dismiss}
                </button>
            </div>
        </section>
    }
}

/// A reservation, with the way to it in the list.
fn entry(app: App, screen: Screen, one: MetReservation) -> impl IntoView + use<> {
    let texts = app.texts;
    let shown = app
        .evening
        .with_untracked(|evening| evening.day().map(|day| day.day));
    let address = if screen == Screen::Tonight && shown == Some(one.day) {
        format!("#{}", row_id(&one.id))
    } else {
        app.address(Screen::Tonight, Some(one.day), None)
    };
    let guests = texts.guests.of(one.attendees.get().into());
    let about = texts.met(&app.short_day(one.day), &guests, &app.time(one.minutes));
    // The names of the day that is shown are known here.
    let name = app
        .evening
        .with_untracked(|evening| evening.row(&one.id, device_now()))
        .map(|row| app.party_name(&row));
    let written = one.notified_at.map(|_| texts.written_to);
    view! {
        <li>
            <a class="button" href=address>{one.number}</a>
            <span><strong>{name}</strong>" "{about}" "{written}</span>
        </li>
    }
}
