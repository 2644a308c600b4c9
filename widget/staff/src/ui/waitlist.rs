//! The parties that wait for a table on the day that is shown.

use leptos::prelude::*;
use shared::access::Permission;
use shared::staff_day::WaitingParty;
use shared::validation::{Name, Phone};

use super::daily::time_of;
use crate::app::{App, Caller, app};

/// The list, where a party waits.
#[component]
pub fn Waitlist() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let waiting = Memo::new(move |_| {
        app.evening
            .with(|evening| evening.day().map_or_else(Vec::new, |day| day.waitlist.clone()))
    });
    let count = move || {
        let count = waiting.with(Vec::len);
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    view! {
        <Show when={move || count() > 0}>
            <details class="panel">
                <summary>{texts.waitlist}" "<span class="times">{move || texts.parties.of(count())}</span></summary>
                <ul class="rules">
                    {move || waiting.get().into_iter().map(|one| entry(app, one)).collect_view()}
                </ul>
            </details>
        </Show>
    }
}

/// A party, with the way to call it and to book for it.
fn entry(app: App, one: WaitingParty) -> impl IntoView + use<> {
    let texts = app.texts;
    let WaitingParty {
        from,
        to,
        attendees,
        guest,
        since,
        offer,
        ..
    } = one;
    let first = guest.first_name.as_ref().map(Name::as_str);
    let names: Vec<&str> = first.into_iter().chain([guest.last_name.as_str()]).collect();
    let name = names.join(" ");
    let phone = guest.phone.as_ref().map(Phone::as_str).map(str::to_owned);
    let guests = texts.guests.of(attendees.get().into());
    let span = texts.until(&app.time(from), &app.time(to));
    let since = time_of(app, since).map(|time| texts.waits_since.with(&time));
    let offered = offer.and_then(|offer| {
        let until = time_of(app, offer.until)?;
        Some(texts.offered(&app.time(offer.minutes), &until))
    });
    let call = phone.clone().map(|phone| {
        let text = texts.call.with(&phone);
        view! { <a class="button" href=format!("tel:{phone}")>{text}</a> }
    });
    let caller = Caller {
        name: name.clone(),
        phone: phone.unwrap_or_default(),
        party: Some(attendees.get()),
    };
    let book = app.may(Permission::WriteReservations).then(|| {
        view! {
            <button type="button" on:click=move |_| app.caller.set(Some(caller.clone()))>{texts.book}</button>
        }
    });
    view! {
        <li>
            <span>
                <strong>{name}</strong>
                " "
                {guests}
                ", "
                {span}
                " "
                {since}
                " "
                {offered}
            </span>
            {call}
            {book}
        </li>
    }
}
