//! A reservation in the list, with the step that comes next by one tap.

use leptos::prelude::*;
use shared::access::Permission;
use shared::id::ReservationId;
use shared::money::Money;
use shared::reservation::Status;
use shared::time::Minutes;

use crate::app::{App, app, keep_focus, row_id};
use crate::day::{Row, main_step, offered_steps};
use crate::i18n::late_marks;

/// The row of a reservation. Of what it shows, only what has changed is drawn anew: a menu that is open stays open while answers
/// arrive.
#[component]
pub fn ReservationRow(id: ReservationId) -> impl IntoView {
    let app = app();
    let element = row_id(&id);
    let row = RwSignal::from(app.row(id));
    let status = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| row.status)));
    let is_gone = move || status.get().is_some_and(Status::is_final);
    let is_waiting = move || row.with(|row| row.as_ref().is_some_and(|row| row.is_waiting));
    let about = move || row.with(|row| row.as_ref().map(|row| about(app, row)));
    let offer = Memo::new(move |_| row.with(|row| row.as_ref().map(|row| Offer::of(app, row))));
    let steps = move || {
        let offer = offer.get()?;
        keep_focus(&offer.id);
        // Who is signed in may be known later than the reservations.
        app.may(Permission::WriteReservations).then(|| steps(app, &offer))
    };
    view! {
        <li
            class="row"
            id=element
            data-status=move || status.get().map(Status::text)
            class:gone=is_gone
            class:waiting=is_waiting
        >
            {about}
            {steps}
        </li>
    }
}

/// The size of the party, and all that a row says of it.
fn about(app: App, row: &Row) -> impl IntoView + use<> {
    let texts = app.texts;
    let (name, company, covers) = (app.party_name(row), row.company.clone(), row.covers);
    let (tables, late) = app.in_words(|words| (words.tables(row), words.lateness(row)));
    let late: Vec<_> = late
        .into_iter()
        .map(|late| view! { " "<strong class="late">{late}</strong> })
        .collect();
    let facts = app.in_words(|words| words.facts(row)).into_iter();
    let facts = facts
        .map(|(class, text)| view! { " "<span class=class>{text}</span> })
        .collect_view();
    let notes = app.in_words(|words| words.notes(row)).into_iter();
    let notes = notes
        .map(|(class, text)| view! { <p class=class>{text}</p> })
        .collect_view();
    let room = (row.status == Status::Requested).then(|| {
        let held = app.in_words(|words| words.held(row));
        view! { <Room minutes=row.minutes held=held /> }
    });
    view! {
        <p class="covers">
            <span aria-hidden="true">{covers.to_string()}</span>
            <span class="hidden">{texts.guests.of(covers.into())}</span>
        </p>
        <div class="about">
            <p class="who">
                <strong>{name}</strong>
                {company.map(|company| view! { " "<span class="company">{company}</span> })}
            </p>
            <p class="facts">
                <span class="status">{texts.status(row.status)}</span>
                {late}
                " "<span class="table">{tables}</span>
                {facts}
                {row.is_waiting.then(|| view! { " "<span class="saving">{texts.on_its_way}</span> })}
            </p>
            {room}
            {notes}
        </div>
    }
}

/// The room that there is for a request: the table that is held for it, and how full the house would be.
#[component]
fn Room(minutes: Minutes, held: Option<String>) -> impl IntoView {
    let app = app();
    let quarter = Memo::new(move |_| app.evening.with(|evening| evening.quarter_at(minutes)));
    let is_over = move || quarter.get().is_some_and(|quarter| quarter.is_over());
    let load = move || {
        let quarter = quarter.get()?;
        Some(app.in_words(|words| words.load(&quarter)))
    };
    view! {
        <p class="note room">
            {held}
            " "
            <span class:late=is_over>{load}</span>
        </p>
    }
}

/// The facts that the buttons of a row depend on.
#[derive(Clone, PartialEq)]
struct Offer {
    id: ReservationId,
    name: String,
    status: Status,
    /// The amount that is charged if the party does not come.
    charge: Option<Money>,
    /// Whether its time has come, from which on its card can be charged.
    has_begun: bool,
    is_running_late: bool,
    phone: Option<String>,
}

impl Offer {
    fn of(app: App, row: &Row) -> Self {
        Self {
            id: row.id.clone(),
            name: app.party_name(row),
            status: row.status,
            charge: row.no_show_charge(),
            has_begun: row.has_begun,
            is_running_late: row.is_running_late(&late_marks()),
            phone: row.phone.clone(),
        }
    }
}

/// The buttons of a reservation.
fn steps(app: App, offer: &Offer) -> impl IntoView + use<> {
    let texts = app.texts;
    let (id, name, status) = (&offer.id, &offer.name, offer.status);
    let is_ahead = app.is_ahead();
    let offered = offered_steps(status, is_ahead);
    let main = offered.main.map(|to| {
        let (id, step) = (id.clone(), texts.step(status, to));
        view! {
            <button
                type="button"
                class="step"
                aria-label=texts.main_step(name, step)
                on:click=move |_| app.tap(&id, to)
            >
                {step}
            </button>
        }
    });
    let decline = offered.can_decline.then(|| {
        let (id, step) = (id.clone(), texts.step_decline);
        view! {
            <button
                type="button"
                aria-label=texts.main_step(name, step)
                on:click=move |_| app.tap(&id, Status::Declined)
            >
                {step}
            </button>
        }
    });
    let charge = offer.charge.filter(|_| app.may(Permission::Money));
    let others: Vec<_> = offered
        .others
        .into_iter()
        .map(|to| {
            let id = id.clone();
            let text = match to {
                Status::NoShow if charge.is_some() => texts.no_show_free,
                to => texts.step(status, to),
            };
            view! { <button type="button" on:click=move |_| app.tap(&id, to)>{text}</button> }
        })
        .collect();
    let has_others = !others.is_empty();
    // One that was reported by a person who may not charge is charged by another.
    let is_absent = status == Status::NoShow || status.successors().contains(&Status::NoShow);
    let can_fail = !is_ahead && is_absent;
    // The venue charges a card once the time of the reservation has come.
    let charged = charge.filter(|_| can_fail && offer.has_begun).map(|amount| {
        let (id, text) = (id.clone(), texts.no_show_charge.with(&app.money(amount)));
        view! { <button type="button" on:click=move |_| app.charge_no_show(&id)>{text}</button> }
    });
    let is_expected = main_step(status) == Some(Status::Arrived);
    let late = (app.is_tonight() && is_expected).then(|| {
        let text = if offer.is_running_late {
            texts.remove_rule.with(texts.running_late)
        } else {
            texts.running_late.to_owned()
        };
        let id = id.clone();
        view! { <button type="button" on:click=move |_| app.toggle_running_late(&id)>{text}</button> }
    });
    let call = offer.phone.as_ref().map(|phone| {
        let text = texts.call.with(phone);
        view! { <a class="button" href=format!("tel:{phone}")>{text}</a> }
    });
    let more = (has_others || charged.is_some() || call.is_some()).then(|| {
        view! {
            <details class="more">
                <summary aria-label=texts.more.with(name)>"⋯"</summary>
                <div class="menu">{late}{others}{charged}{call}</div>
            </details>
        }
    });
    view! { <div class="steps">{main}{decline}{more}</div> }
}
