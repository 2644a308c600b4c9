//! Telephone calls that ring: the caller, their next reservations, and the way to book for them.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::phone_call::{CallerName, CallerReservation, PhoneCall};
use shared::validation::{Name, Phone};

use super::booking::Known;
use crate::app::{App, Caller, Screen, app, focus_content};
use crate::day::{Evening, live_calls};

/// The calls that go on.
#[component]
pub fn Ringing() -> impl IntoView {
    let app = app();
    let calls = Memo::new(move |_| {
        let now = app
            .evening
            .with_untracked(|evening| evening.clock().now(app.minute.get()));
        let away = app.calls_away.get();
        app.calls.with(|calls| live_calls(calls, &away, now))
    });
    view! {
        <div role="alert">
            <For
                each={move || calls.get()}
                key={|call: &PhoneCall| (call.number, call.status)}
                children={move |call: PhoneCall| view! { <Call call=call /> }}
            />
        </div>
    }
}

/// The name of a caller; empty where it is not known.
fn name_of(caller: Option<&CallerName>) -> String {
    let first = caller
        .and_then(|caller| caller.first_name.as_ref())
        .map(Name::as_str);
    let last = caller.map(|caller| caller.last_name.as_str());
    let parts: Vec<&str> = [first, last].into_iter().flatten().collect();
    parts.join(" ")
}

/// A call, with the history of its number.
#[component]
fn Call(call: PhoneCall) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let PhoneCall {
        number,
        phone,
        caller,
        upcoming,
        ..
    } = call;
    let name = name_of(caller.as_ref());
    let phone = phone.as_ref().map(Phone::as_str).unwrap_or_default().to_owned();
    let who: Vec<&str> = [name.as_str(), phone.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let who = if who.is_empty() {
        texts.withheld.to_owned()
    } else {
        who.join(", ")
    };
    let said = texts.ringing.with(&who);
    let known = RwSignal::new(None);
    if !phone.is_empty() {
        app.read_known_guest(phone.clone(), known, |_| true);
    }
    // Until the history is there, and where it cannot be read.
    let reservations = move || {
        let is_known = known.with(Option::is_some);
        (!is_known).then(|| upcoming.iter().map(|one| next(app, one)).collect_view())
    };
    let caller = Caller {
        name,
        phone,
        party: None,
        waiting: None,
    };
    let navigate = use_navigate();
    let book = move |_| {
        app.caller.set(Some(caller.clone()));
        app.calls_away.update(|away| away.push(number));
        // The form is on the list of the evening that is shown.
        let day = app.evening.with_untracked(Evening::wanted);
        navigate(
            &app.address(Screen::Tonight, day, None),
            NavigateOptions::default(),
        );
    };
    view! {
        <section class="ringing">
            <p><strong>{said}</strong></p>
            <ul>{reservations}</ul>
            <Known known=known />
            <div class="menu">
                <button type="button" class="step" on:click=book>{texts.book_caller}</button>
                <button
                    type="button"
                    on:click=move |_| {
                        app.calls_away.update(|away| away.push(number));
                        focus_content();
                    }
                >
                    {texts.dismiss}
                </button>
            </div>
        </section>
    }
}

/// A reservation of the caller.
fn next(app: App, one: &CallerReservation) -> impl IntoView + use<> {
    let texts = app.texts;
    let guests = texts.guests.of(one.attendees.get().into());
    let about = texts.met(&app.short_day(one.day), &guests, &app.time(one.minutes));
    let text = format!("{}: {about}, {}", one.number, texts.status(one.status));
    view! { <li>{text}</li> }
}
