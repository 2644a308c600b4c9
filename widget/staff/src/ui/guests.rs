//! Guests of every day, found by the name: below the list of an evening, and in the form for a caller.

use leptos::prelude::*;
use shared::staff_day::ReservationForStaff;
use shared::validation::{Name, Phone};

use crate::app::{App, Caller, Screen, app};
use crate::day::is_name;

/// The button that asks for the guests of the name that is typed, and those who were found.
#[component]
pub fn GuestsOfAllDays(typed: Signal<String>) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let found = RwSignal::new(None::<Vec<ReservationForStaff>>);
    // They have the name that was typed then.
    Effect::new(move |_| {
        typed.track();
        found.set(None);
    });
    let can_ask = Memo::new(move |_| typed.with(|typed| is_name(typed)));
    let ask = move || {
        can_ask.get().then(|| {
            view! {
                <button type="button" on:click=move |_| app.read_guests(&typed.get_untracked(), found)>
                    {texts.all_days}
                </button>
            }
        })
    };
    let list = move || {
        found.get().map(|guests| {
            if guests.is_empty() {
                return view! { <p>{texts.no_guest}</p> }.into_any();
            }
            let entries: Vec<_> = guests.iter().map(|one| entry(app, one)).collect();
            view! { <ul class="rules" aria-label=texts.guests_found>{entries}</ul> }.into_any()
        })
    };
    view! {
        <div class="guests-found">
            {ask}
            <div role="status">{list}</div>
        </div>
    }
}

/// A guest with the newest reservation, the way to its day, and the way to book for the guest.
fn entry(app: App, one: &ReservationForStaff) -> impl IntoView + use<> {
    let texts = app.texts;
    let first = one.guest.first_name.as_ref().map(Name::as_str);
    let names: Vec<&str> = first.into_iter().chain([one.guest.last_name.as_str()]).collect();
    let name = names.join(" ");
    let phone = one.guest.phone.as_ref().map(Phone::as_str).unwrap_or_default();
    let guests = texts.guests.of(one.attendees.get().into());
    let about = texts.met(&app.short_day(one.day), &guests, &app.time(one.minutes));
    let facts: Vec<&str> = [about.as_str(), texts.status(one.status), phone]
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect();
    let facts = facts.join(", ");
    let address = app.address(Screen::Tonight, Some(one.day), None);
    let book = texts.book_guest.with(&name);
    let caller = Caller {
        name: name.clone(),
        phone: phone.to_owned(),
        party: None,
        waiting: None,
    };
    view! {
        <li>
            <a class="button" href=address>{name}</a>
            <span>{facts}</span>
            <button type="button" on:click=move |_| app.caller.set(Some(caller.clone()))>{book}</button>
        </li>
    }
}
