//! A reservation in the list, with the step that comes next by one tap.

use leptos::prelude::*;
use shared::access::Permission;
use shared::choices::{AnswerValue, GivenAnswer};
use shared::id::ReservationId;
use shared::reservation::Status;
use shared::time::Minutes;

use crate::app::{App, app, device_now, row_id};
use crate::day::{Lateness, Row, is_taken_ahead, main_step, other_steps};
use crate::i18n::late_marks;

/// The row of a reservation. It is drawn anew only where what it shows has changed.
#[component]
pub fn ReservationRow(id: ReservationId) -> impl IntoView {
    let app = app();
    let row = Memo::new(move |_| {
        // Lateness counts by the minute.
        app.minute.track();
        app.evening.with(|evening| evening.row(&id, device_now()))
    });
    move || row.get().map(|row| view! { <Shown row /> })
}

#[component]
fn Shown(row: Row) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let (id, name, company) = (row_id(&row.id), app.party_name(&row), row.company.clone());
    let (status, is_waiting, covers) = (row.status, row.is_waiting, row.covers);
    let facts = facts(app, &row);
    let notes = notes(app, &row);
    let tables = if row.tables.is_empty() {
        texts.no_table.to_owned()
    } else {
        texts.table.with(&row.tables.join(", "))
    };
    let late = match row.lateness {
        Lateness::None => None,
        Lateness::Late(minutes) => Some(texts.late.of(minutes)),
        Lateness::Over(minutes) => Some(texts.over.of(minutes)),
    };
    let is_running_late = row.is_running_late(&late_marks());
    let room = (status == Status::Requested).then(|| {
        let held = (!row.tables.is_empty()).then(|| tables.clone());
        view! { <Room minutes=row.minutes held=held /> }
    });
    // Who is signed in may be known later than the reservations.
    let steps = move || steps(app, &row);
    view! {
        <li
            class="row"
            id=id
            data-status=status.text()
            class:gone=status.is_final()
            class:waiting=is_waiting
        >
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
                    <span class="status">{texts.status(status)}</span>
                    {late.map(|late| view! { " "<strong class="late">{late}</strong> })}
                    {is_running_late.then(|| view! { " "<strong class="late">{texts.running_late}</strong> })}
                    " "<span class="table">{tables}</span>
                    {facts}
                    {is_waiting.then(|| view! { " "<span class="saving">{texts.on_its_way}</span> })}
                </p>
                {room}
                {notes}
            </div>
            {steps}
        </li>
    }
}

/// The room that there is for a request: the table that is held for it, and how full the house would be.
#[component]
fn Room(minutes: Minutes, held: Option<String>) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let quarter = Memo::new(move |_| app.evening.with(|evening| evening.quarter_at(minutes)));
    let is_over = move || quarter.get().is_some_and(|quarter| quarter.is_over());
    let held = held.map(|table| texts.request_held.with(&table));
    let load = move || {
        let quarter = quarter.get()?;
        let guests = texts.guests.of(quarter.seated);
        let guests = match quarter.limits.seated {
            Some(limit) => texts.guests_of(&guests, &limit.to_string()),
            None => guests,
        };
        Some(texts.request_load.with(&guests))
    };
    view! {
        <p class="note room">
            {held}
            " "
            <span class:late=is_over>{load}</span>
        </p>
    }
}

/// The facts that staff want to know of a reservation at a glance.
fn facts(app: App, row: &Row) -> impl IntoView + use<> {
    let texts = app.texts;
    let number = Some(("number", row.number.clone()));
    // One without a name has it in the name's place.
    let walk_in = (row.is_walk_in && !row.is_unnamed()).then(|| ("walk-in", texts.walk_in.to_owned()));
    let experience = row.shorthand.clone().map(|text| ("experience", text));
    let payment = row.payment.as_ref().map(|payment| {
        let text = texts.payment(payment.terms.kind, payment.state);
        ("payment", text.with(&app.money(payment.terms.amount)))
    });
    let problem = row.payment.as_ref().and_then(|payment| payment.problem);
    let problem = problem.map(|_| ("problem", texts.payment_problem.to_owned()));
    let gift_card = row
        .gift_card
        .map(|amount| ("gift-card", texts.gift_card.with(&app.money(amount))));
    let labels = row.labels.iter().map(|label| ("label", label.clone()));
    let people = row.people.iter().map(|some| {
        let name = app.localized(&some.name);
        ("people", texts.counted(&some.count.to_string(), &name))
    });
    let add_ons = row.add_ons.iter().map(|some| {
        let name = app.localized(&some.name);
        ("add-on", texts.counted(&some.quantity.to_string(), &name))
    });
    let all: Vec<_> = [experience, walk_in, payment, problem, gift_card]
        .into_iter()
        .flatten()
        .chain(people)
        .chain(add_ons)
        .chain(labels)
        .chain(number)
        .collect();
    all.into_iter()
        .map(|(class, text)| view! { " "<span class=class>{text}</span> })
        .collect_view()
}

/// The notes of a reservation: the guest's own, and those of the team.
fn notes(app: App, row: &Row) -> impl IntoView + use<> {
    let texts = app.texts;
    let guest = row.notes.clone().map(|text| ("note", text));
    let answers = row.answers.iter().filter_map(|answer| {
        let (value, label) = (answer_text(app, answer)?, app.localized(&answer.label));
        Some(("note answer", texts.answer(&label, &value)))
    });
    let about = row
        .guest_notes
        .as_ref()
        .map(|text| ("note team", texts.about_guest.with(text)));
    let internal = row
        .internal_notes
        .as_ref()
        .map(|text| ("note team", texts.internal.with(text)));
    let all: Vec<_> = answers
        .chain([guest, about, internal].into_iter().flatten())
        .collect();
    all.into_iter()
        .map(|(class, text)| view! { <p class=class>{text}</p> })
        .collect_view()
}

/// A guest's answer in words; none where it is no.
fn answer_text(app: App, answer: &GivenAnswer) -> Option<String> {
    match &answer.value {
        AnswerValue::YesNo(false) => None,
        AnswerValue::YesNo(true) => Some(app.texts.yes.to_owned()),
        AnswerValue::Number(number) => Some(number.to_string()),
        AnswerValue::Text(text) => Some(match &answer.choice {
            Some(name) => app.localized(name),
            None => text.as_str().to_owned(),
        }),
    }
}

/// The buttons of a reservation, where the person may change it.
fn steps(app: App, row: &Row) -> impl IntoView + use<> {
    let texts = app.texts;
    let (id, status, name) = (row.id.clone(), row.status, app.party_name(row));
    let (is_ahead, is_tonight) = app
        .evening
        .with_untracked(|evening| (evening.is_ahead(), evening.is_tonight()));
    let is_offered = |step: &Status| !is_ahead || is_taken_ahead(*step);
    let main = main_step(status).filter(is_offered).map(|to| {
        let (id, step) = (id.clone(), texts.step(status, to));
        view! {
            <button
                type="button"
                class="step"
                aria-label=texts.main_step(&name, step)
                on:click=move |_| app.tap(&id, to)
            >
                {step}
            </button>
        }
    });
    // The two answers to a request stand side by side.
    let decline = (status == Status::Requested).then(|| {
        let (id, step) = (id.clone(), texts.step_decline);
        view! {
            <button
                type="button"
                aria-label=texts.main_step(&name, step)
                on:click=move |_| app.tap(&id, Status::Declined)
            >
                {step}
            </button>
        }
    });
    let charge = row.no_show_charge().filter(|_| app.may(Permission::Money));
    let others: Vec<_> = other_steps(status)
        .into_iter()
        .filter(is_offered)
        .filter(|to| decline.is_none() || *to != Status::Declined)
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
    let charged = charge.filter(|_| can_fail && row.has_begun).map(|amount| {
        let (id, text) = (id.clone(), texts.no_show_charge.with(&app.money(amount)));
        view! { <button type="button" on:click=move |_| app.charge_no_show(&id)>{text}</button> }
    });
    let is_expected = main_step(status) == Some(Status::Arrived);
    let late = (is_tonight && is_expected).then(|| {
        let text = if row.is_running_late(&late_marks()) {
            texts.remove_rule.with(texts.running_late)
        } else {
            texts.running_late.to_owned()
        };
        let id = id.clone();
        view! { <button type="button" on:click=move |_| app.toggle_running_late(&id)>{text}</button> }
    });
    let call = row.phone.clone().map(|phone| {
        let text = texts.call.with(&phone);
        view! { <a class="button" href=format!("tel:{phone}")>{text}</a> }
    });
    let has_charge = charged.is_some();
    let more = (has_others || has_charge || call.is_some()).then(|| {
        view! {
            <details class="more">
                <summary aria-label=texts.more.with(&name)>"⋯"</summary>
                <div class="menu">{late}{others}{charged}{call}</div>
            </details>
        }
    });
    let may_write = app.may(Permission::WriteReservations);
    may_write.then(|| view! { <div class="steps">{main}{decline}{more}</div> })
}
