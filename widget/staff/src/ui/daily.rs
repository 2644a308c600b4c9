//! The panels above the list: a booking for a caller, a party at the door, the rules of the day, and why guests find nothing.

use leptos::prelude::*;
use shared::access::Permission;

use super::booking::Telephone;
use super::day_rules::Rules;
use super::explain::WhyNothing;
use super::impact::Impact;
use super::waitlist::Waitlist;
use super::week::Week;
use crate::app::{Screen, app, device_now};
use crate::day::Evening;

/// The panels that the person may use.
#[component]
pub fn Daily() -> impl IntoView {
    let app = app();
    let callers = move || {
        app.may(Permission::WriteReservations)
            .then(|| view! { <Telephone /> })
    };
    // A party that stands at the door sits down tonight.
    let walk_ins =
        move || (app.is_tonight() && app.may(Permission::WriteReservations)).then(|| view! { <WalkIn /> });
    let rules = move || app.may(Permission::WriteDay).then(|| view! { <Rules /> });
    let why = move || {
        app.may(Permission::ReadReservations)
            .then(|| view! { <WhyNothing /> })
    };
    view! {
        <div class="daily">{callers}{walk_ins}{rules}{why} <Week /> <Waitlist /></div>
        <Impact screen=Screen::Tonight />
    }
}

/// A party at the door, seated in two taps: one opens the sizes with the best table for each, one seats.
#[component]
fn WalkIn() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let proposals = move || {
        // A table becomes free with time alone.
        app.minute.track();
        let largest = app.evening.with(Evening::largest_party);
        let proposals: Vec<_> = (1..=largest)
            .filter_map(|party| {
                let tables = app
                    .evening
                    .with(|evening| evening.free_tables(party, device_now()));
                let best = tables.into_iter().next()?;
                let names = texts.table.with(&best.names.join(", "));
                let until = best.next.and_then(|next| app.time_of(next));
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
    // Each size looks at every table and every reservation, which costs time without use while the panel is closed.
    let is_open = RwSignal::new(false);
    let panel = NodeRef::<leptos::html::Details>::new();
    let toggled = move |_| {
        if let Some(panel) = panel.get_untracked() {
            is_open.set(panel.open());
        }
    };
    view! {
        <details class="panel" node_ref=panel on:toggle=toggled>
            <summary>{texts.walk_in}</summary>
            {move || is_open.get().then(proposals)}
        </details>
    }
}
