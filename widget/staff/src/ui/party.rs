//! The party that is selected on the timeline or the floor plan: its row, and the forms that move it and change its size.

use leptos::prelude::*;
use shared::id::{ReservationId, TableId};

use super::board::Board;
use super::fields::Field;
use super::row::ReservationRow;
use crate::app::{app, device_now};
use crate::day::{Evening, minutes_of_clock};

/// The selected party; nothing where none is.
#[component]
pub fn SelectedParty(board: Board) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    move || {
        board.selected.get().map(|id| {
            let (of_form, of_size) = (id.clone(), id.clone());
            view! {
                <section
                    class="selected"
                    aria-label=texts.selected
                    on:keydown=move |event| {
                        if event.key() == "Escape" {
                            board.leave();
                        }
                    }
                >
                    <ul class="rows">
                        <ReservationRow id=id />
                    </ul>
                    <MoveForm id=of_form />
                    <SizeForm id=of_size />
                    <button type="button" on:click=move |_| board.leave()>{texts.close_panel}</button>
                </section>
            }
        })
    }
}

/// The form that moves a party to another table and time.
#[component]
fn MoveForm(id: ReservationId) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let at_first = app.evening.with_untracked(|evening| evening.moving(&id, None));
    let time = RwSignal::new(at_first.as_ref().map_or_else(String::new, |moving| {
        let (hours, minutes) = moving.minutes.clock();
        format!("{hours:02}:{minutes:02}")
    }));
    let wanted = RwSignal::new(at_first.as_ref().map(|moving| moving.to.clone()));
    let is_faulty = RwSignal::new(false);
    let submit = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let placement = app.evening.with_untracked(|evening| {
            let clock = minutes_of_clock(&time.get_untracked())?;
            let mut moving = evening.moving(&id, None)?.at_clock(clock);
            moving.to = wanted.get_untracked()?;
            evening.placement_of(&moving)
        });
        is_faulty.set(placement.is_none());
        if let Some(placement) = placement {
            app.move_to(&id, placement);
        }
    };
    let tables = Memo::new(move |_| app.evening.with(Evening::tables));
    let options = move || {
        tables
            .get()
            .into_iter()
            .map(|(id, name)| {
                let value = id.to_string();
                let is_wanted = move || wanted.with(|wanted| wanted.as_ref() == Some(&id));
                view! { <option value=value prop:selected=is_wanted>{name}</option> }
            })
            .collect_view()
    };
    let choose = move |event: leptos::web_sys::Event| {
        wanted.set(TableId::parse(&event_target_value(&event)).ok());
    };
    let fault = move || is_faulty.get().then_some(texts.fault_time);
    at_first.is_some().then(|| {
        view! {
            <form class="fields" on:submit=submit>
                <label>
                    <span>{texts.move_table}</span>
                    <select on:change=choose>{options}</select>
                </label>
                <Field label=texts.curve_time kind="time" text=time />
                <button type="submit">{texts.move_party}</button>
                <p class="fault" role="alert">{fault}</p>
            </form>
        }
    })
}

/// The form that changes the size of a party that still comes or is there.
#[component]
fn SizeForm(id: ReservationId) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let known = app.evening.with_untracked(|evening| {
        evening.moving(&id, None)?;
        evening.row(&id, device_now()).map(|row| row.covers)
    });
    let size = RwSignal::new(known.map_or_else(String::new, |covers| covers.to_string()));
    let submit = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let number = size.get_untracked().trim().parse().unwrap_or_default();
        app.change_party(&id, number);
    };
    known.is_some().then(|| {
        view! {
            <form class="fields" on:submit=submit>
                <Field label=texts.party kind="number" text=size is_required=true />
                <button type="submit">{texts.set}</button>
            </form>
        }
    })
}
