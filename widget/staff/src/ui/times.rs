//! The times that can be chosen in the form for a caller.

use leptos::prelude::*;
use shared::id::ExperienceId;
use shared::time::{Day, Minutes};

use crate::app::{App, app};
use crate::day::{BookingForm, experiences, times};

/// The times of each experience of the day. Those that guests could not book are marked, and can be chosen all the same.
#[component]
pub fn Times(form: RwSignal<BookingForm>, attempt: RwSignal<u32>) -> impl IntoView {
    let app = app();
    let offered = Memo::new(move |_| {
        app.evening.with(|evening| {
            let services = evening.day().map(|day| (day, experiences(day)));
            services.map_or_else(Vec::new, |(day, experiences)| {
                experiences
                    .into_iter()
                    .map(|one| {
                        let id = &one.experience_id;
                        let all = day.services.iter().filter(|service| service.experience_id == *id);
                        let minutes: Vec<Minutes> = all.flat_map(times).collect();
                        (day.day, id.clone(), app.localized(&one.name), minutes)
                    })
                    .collect::<Vec<_>>()
            })
        })
    });
    move || {
        let offered = offered.get().into_iter();
        offered
            .map(|(day, id, name, minutes)| view! { <Experience form=form attempt=attempt day=day id=id name=name minutes=minutes /> })
            .collect_view()
    }
}

/// The times of one experience. Which of them guests could book is asked once the form is open, and anew after each booking.
#[component]
fn Experience(
    form: RwSignal<BookingForm>,
    attempt: RwSignal<u32>,
    day: Day,
    id: ExperienceId,
    name: String,
    minutes: Vec<Minutes>,
) -> impl IntoView {
    let app = app();
    let open = RwSignal::new(Vec::<Minutes>::new());
    let party = Memo::new(move |_| form.with(|form| form.party));
    let asked = id.clone();
    Effect::new(move |_| {
        attempt.track();
        let party = party.get();
        if app.has_booking.get() {
            app.read_open_times((asked.clone(), day, party), open);
        }
    });
    let chips: Vec<_> = minutes
        .into_iter()
        .map(|minutes| chip(app, (form, open), id.clone(), minutes))
        .collect();
    view! {
        <fieldset class="chips">
            <legend>{name}</legend>
            {chips}
        </fieldset>
    }
}

/// A time.
fn chip(
    app: App,
    (form, open): (RwSignal<BookingForm>, RwSignal<Vec<Minutes>>),
    id: ExperienceId,
    minutes: Minutes,
) -> impl IntoView {
    let is_full = move || open.with(|open| !open.contains(&minutes));
    let full = move || is_full().then_some(app.texts.time_full);
    let slot = (id, minutes);
    let chosen = slot.clone();
    view! {
        <label class="chip" class:full=is_full>
            <input
                type="radio"
                name="time"
                prop:checked={move || form.with(|form| form.slot.as_ref() == Some(&chosen))}
                on:change=move |_| form.update(|form| form.slot = Some(slot.clone()))
            />
            <span>{app.time(minutes)}<em class="hidden">" "{full}</em></span>
        </label>
    }
}
