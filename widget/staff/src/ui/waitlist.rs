//! The parties that wait for a table: guests of the waitlist on the day that is shown, and those at the door tonight.

use leptos::prelude::*;
use shared::access::Permission;
use shared::staff_day::WaitingParty;
use shared::validation::{Name, Phone};

use super::fields::{Choice, Field};
use crate::app::{App, Caller, app, device_now};
use crate::day::{Evening, QUOTES, door_entry, served_at};

/// The list, with the form for a party at the door.
#[component]
pub fn Waitlist() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let waiting = Memo::new(move |_| {
        app.evening
            .with(|evening| evening.day().map_or_else(Vec::new, |day| day.waitlist.clone()))
    });
    let count = move || {
        let count = u32::try_from(waiting.with(Vec::len)).unwrap_or(u32::MAX);
        (count > 0).then(|| texts.parties.of(count))
    };
    let list = move || {
        // A table becomes free with time alone, and a promise is broken with it.
        app.minute.track();
        let waiting = waiting.get().into_iter();
        waiting.map(|one| entry(app, one)).collect_view()
    };
    // A party at the door waits for a table tonight.
    let form =
        move || (app.is_tonight() && app.may(Permission::WriteReservations)).then(|| view! { <AtDoor /> });
    view! {
        <details class="panel">
            <summary>{texts.waitlist}" "<span class="times">{count}</span></summary>
            <ul class="rules">{list}</ul>
            {form}
        </details>
    }
}

/// The form for a party at the door.
#[component]
fn AtDoor() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let (name, phone) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (party, quote) = (RwSignal::new(2_u8), RwSignal::new(QUOTES[2]));
    let is_faulty = RwSignal::new(false);
    // The same party is noted once, also where the answer was lost.
    let attempt = RwSignal::new(js_sys::Date::now().to_string());
    let sent = RwSignal::new(None::<(String, String, u8, u16)>);
    let submit = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let experience = app.evening.with_untracked(|evening| {
            let (day, clock) = (evening.day()?, evening.clock());
            served_at(day, clock.minutes(day.today, clock.now(device_now())))
        });
        let typed = (name.get_untracked(), phone.get_untracked());
        let (party, quote) = (party.get_untracked(), quote.get_untracked());
        let entry =
            experience.and_then(|experience| door_entry(experience, (&typed.0, &typed.1), party, quote));
        is_faulty.set(entry.is_none());
        if let Some(entry) = entry {
            let now = Some((typed.0, typed.1, party, quote));
            if sent.with_untracked(|sent| *sent != now) {
                attempt.set(js_sys::Date::now().to_string());
                sent.set(now);
            }
            let key = format!("staff-page-door-{}", attempt.get_untracked());
            app.wait_at_door(entry, key, move || {
                name.set(String::new());
                phone.set(String::new());
                sent.set(None);
                attempt.set(js_sys::Date::now().to_string());
            });
        }
    };
    let largest = Memo::new(move |_| app.evening.with(Evening::largest_party));
    let sizes = move || {
        let sizes = (1..=largest.get()).map(|size| {
            let is_chosen = Signal::derive(move || party.get() == size);
            let choose = move || party.set(size);
            view! { <Choice group="door-party" label=size.to_string() is_chosen=is_chosen choose=choose /> }
        });
        sizes.collect_view()
    };
    let quotes = QUOTES
        .into_iter()
        .map(|minutes| {
            let is_chosen = Signal::derive(move || quote.get() == minutes);
            let choose = move || quote.set(minutes);
            let label = texts.minutes.of(minutes.into());
            view! { <Choice group="door-quote" label=label is_chosen=is_chosen choose=choose /> }
        })
        .collect_view();
    let fault = move || is_faulty.get().then_some(texts.fault_name);
    view! {
        <form class="form" on:submit=submit>
            <div class="fields">
                <Field label=texts.guest_name kind="text" text=name />
                <Field label=texts.guest_phone kind="tel" text=phone />
            </div>
            <fieldset class="chips">
                <legend>{texts.party}</legend>
                {sizes}
            </fieldset>
            <fieldset class="chips">
                <legend>{texts.quoted_wait}</legend>
                {quotes}
            </fieldset>
            <p class="fault" role="alert">{fault}</p>
            <button type="submit" class="step">{texts.note_party}</button>
        </form>
    }
}

/// A party, with the way to seat it or to book for it.
fn entry(app: App, one: WaitingParty) -> impl IntoView + use<> {
    let texts = app.texts;
    let WaitingParty {
        id,
        from,
        to,
        attendees,
        guest,
        since,
        quoted_at,
        offer,
        ..
    } = one;
    let first = guest.first_name.as_ref().map(Name::as_str);
    let names: Vec<&str> = first.into_iter().chain([guest.last_name.as_str()]).collect();
    let name = names.join(" ");
    let phone = guest.phone.as_ref().map(Phone::as_str).map(str::to_owned);
    let now = app
        .evening
        .with_untracked(|evening| evening.clock().now(device_now()));
    let promised = quoted_at.and_then(|at| Some(texts.promised.with(&app.time_of(at)?)));
    let is_late = quoted_at.is_some_and(|at| at < now);
    // Guests of the list said when they would come.
    let span = quoted_at
        .is_none()
        .then(|| texts.until(&app.time(from), &app.time(to)));
    let since = app.time_of(since).map(|time| texts.waits_since.with(&time));
    let offered = offer.and_then(|offer| {
        let until = app.time_of(offer.until)?;
        Some(texts.offered(&app.time(offer.minutes), &until))
    });
    let guests = texts.guests.of(attendees.get().into());
    let facts: Vec<String> = [Some(guests), span, since, offered]
        .into_iter()
        .flatten()
        .collect();
    let call = phone.clone().map(|phone| {
        let text = texts.call.with(&phone);
        view! { <a class="button" href=format!("tel:{phone}")>{text}</a> }
    });
    let may_write = app.may(Permission::WriteReservations);
    let free = app
        .evening
        .with(|evening| evening.free_tables(attendees.get(), device_now()))
        .into_iter()
        .next();
    let of_seat = id.clone();
    let seat = free.filter(|_| may_write && quoted_at.is_some()).map(|table| {
        let text = texts.seat_at.with(&texts.table.with(&table.names.join(", ")));
        view! {
            <button
                type="button"
                class="step"
                on:click=move |_| app.seat_waiting(of_seat.clone(), table.ids.clone(), attendees)
            >
                {text}
            </button>
        }
    });
    let caller = Caller {
        name: name.clone(),
        phone: phone.unwrap_or_default(),
        party: Some(attendees.get()),
        waiting: Some(id.clone()),
    };
    let book = may_write.then(|| {
        view! {
            <button type="button" on:click=move |_| app.caller.set(Some(caller.clone()))>{texts.book}</button>
        }
    });
    let label = texts.remove_rule.with(&name);
    let remove = may_write.then(|| {
        view! {
            <button type="button" aria-label=label on:click=move |_| app.withdraw(id.clone())>{texts.remove}</button>
        }
    });
    view! {
        <li class="waiting-party">
            <span>
                <strong>{name}</strong>
                " "
                {facts.join(", ")}
                " "
                <strong class:late=is_late>{promised}</strong>
            </span>
            {seat}
            {call}
            {book}
            {remove}
        </li>
    }
}
