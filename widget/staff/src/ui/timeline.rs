//! The evening by table: a line of time for each table, on which parties are dragged or moved by keys.

use leptos::prelude::*;
use shared::id::{ReservationId, TableId};
use shared::time::Minutes;

use super::board::{Board, MoveStatus, focus_selection, party_id};
use super::head::{Head, show_day_of_address};
use super::notices::{AccessNotice, Alerts, Undo};
use super::party::SelectedParty;
use crate::app::{App, Screen, app};
use crate::day::{AreaTimeline, Evening, Row, Stay, TableTimeline, percent};

/// The first and the last minute of the lines.
type Span = Memo<(i64, i64)>;

/// The screen.
#[component]
pub fn Timeline() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    show_day_of_address(app);
    let board = Board::new();
    let areas = Memo::new(move |_| app.evening.with(Evening::by_table));
    let span = Memo::new(move |_| {
        let quarters = app.evening.with(Evening::curve).quarters;
        match (quarters.first(), quarters.last()) {
            (Some(first), Some(last)) => (first.minutes, last.minutes + 15),
            _ => (0, 60),
        }
    });
    // A phone shows one area.
    let area = RwSignal::new(0_usize);
    let names = Memo::new(move |_| {
        let named = |area: &AreaTimeline| app.localized(&area.name);
        areas.with(|areas| areas.iter().map(named).collect::<Vec<_>>())
    });
    let choices = move || {
        let names = names.get().into_iter().enumerate();
        names
            .map(|(place, name)| {
                let pressed = move || (area.get() == place).to_string();
                view! {
                    <button type="button" aria-pressed=pressed on:click=move |_| area.set(place)>{name}</button>
                }
            })
            .collect_view()
    };
    let sections = move || {
        let names = names.get().into_iter().enumerate();
        names
            .map(|(place, name)| {
                let tables = Memo::new(move |_| {
                    areas.with(|areas| areas.get(place).map_or_else(Vec::new, |area| area.tables.clone()))
                });
                view! {
                    <section class="service area" class:chosen={move || area.get() == place}>
                        <h2>{name}</h2>
                        <Hours span=span />
                        <For
                            each={move || tables.get()}
                            key={|table: &TableTimeline| table.id.clone()}
                            children={move |table: TableTimeline| view! { <Line table=table tables=tables span=span board=board /> }}
                        />
                    </section>
                }
            })
            .collect_view()
    };
    // A day without a service and without a guest has no hours to draw.
    let is_empty = Memo::new(move |_| {
        app.evening
            .with(|evening| evening.day().is_some() && evening.curve().quarters.is_empty())
    });
    let lines = move || {
        if is_empty.get() {
            view! { <p class="notice">{texts.nothing}</p> }.into_any()
        } else {
            view! {
                <p class="hint">{texts.timeline_hint}</p>
                <div class="areas">{choices}</div>
                {sections}
            }
            .into_any()
        }
    };
    view! {
        <a class="skip" href="#list">{texts.skip}</a>
        <Head screen=Screen::Tables />
        <main id="list" class="wide" tabindex="-1">
            <Alerts />
            <AccessNotice />
            {lines}
            <MoveStatus board=board />
            <div class="at-hand"><SelectedParty board=board /></div>
        </main>
        <Undo />
    }
}

/// A place on a line, as styles have it.
fn along(minutes: i64, (first, last): (i64, i64)) -> String {
    percent(minutes - first, last - first)
}

/// The full hours above the lines.
#[component]
fn Hours(span: Span) -> impl IntoView {
    let app = app();
    let hours = move || {
        let (first, last) = span.get();
        let begin = first + (60 - first.rem_euclid(60)) % 60;
        let hours = (0..).map(move |count| begin + count * 60);
        hours
            // One that begins later has no room for its text.
            .take_while(|minutes| *minutes <= last - 60)
            .filter_map(|minutes| {
                let text = app.time(Minutes::parse(minutes).ok()?);
                let left = along(minutes, (first, last));
                Some(view! { <span style:left=left>{text}</span> })
            })
            .collect_view()
    };
    view! { <div class="hours" aria-hidden="true">{hours}</div> }
}

/// The line of a table.
#[component]
fn Line(table: TableTimeline, tables: Memo<Vec<TableTimeline>>, span: Span, board: Board) -> impl IntoView {
    let app = app();
    let (id, name) = (table.id, table.name);
    let title = app.texts.table.with(&name);
    let chairs = app.texts.guests.of(table.chairs.into());
    let of_stays = id.clone();
    let stays = Memo::new(move |_| {
        tables.with(|tables| {
            let found = tables.iter().find(|table| table.id == of_stays);
            found.map_or_else(Vec::new, |table| table.stays.clone())
        })
    });
    // Where the party that is being moved would be.
    let of_ghost = id.clone();
    let ghost = Memo::new(move |_| {
        board.moving.with(|moving| {
            let moving = moving.as_ref().filter(|moving| moving.to == of_ghost)?;
            Some(i64::from(moving.minutes.get()))
        })
    });
    let shadow = move || {
        ghost.get().map(|minutes| {
            let left = along(minutes, span.get());
            view! { <span class="ghost" style:left=left></span> }
        })
    };
    let now = move || {
        let device = app.minute.get();
        let now = app.evening.with(|evening| {
            let day = evening.day()?.day;
            let clock = evening.clock();
            Some(clock.minutes(day, clock.now(device)))
        })?;
        let (first, last) = span.get();
        let left = along(now, (first, last));
        (first..last)
            .contains(&now)
            .then(|| view! { <span class="now" style:left=left></span> })
    };
    let of_parties = id.clone();
    view! {
        <div class="line-of-table" class:target={move || ghost.get().is_some()} data-table=id.to_string()>
            <h3>{title}" "<span class="times">{chairs}</span></h3>
            <div class="lane">
                {now}
                {shadow}
                <ul class="stays">
                    <For
                        each={move || stays.get()}
                        key={|stay: &Stay| stay.id.clone()}
                        children={move |stay: Stay| {
                            view! { <Party id=stay.id table=of_parties.clone() stays=stays span=span board=board /> }
                        }}
                    />
                </ul>
            </div>
        </div>
    }
}

/// A party on a line.
#[component]
fn Party(
    id: ReservationId,
    table: TableId,
    stays: Memo<Vec<Stay>>,
    span: Span,
    board: Board,
) -> impl IntoView {
    let app = app();
    let of_stay = id.clone();
    let stay = Memo::new(move |_| stays.with(|stays| stays.iter().find(|stay| stay.id == of_stay).cloned()));
    let row = RwSignal::from(app.row(id.clone()));
    let left = move || stay.get().map(|stay| along(stay.from, span.get()));
    let width = move || {
        let (first, last) = span.get();
        stay.get()
            .map(|stay| percent(stay.until - stay.from, last - first))
    };
    let status = move || stay.get().map(|stay| stay.status.text());
    let label = move || label(app, stay.get()?.from, &row.get()?);
    let name = move || row.get().map(|row| app.party_name(&row));
    let covers = move || row.get().map(|row| row.covers.to_string());
    let is_selected = {
        let id = id.clone();
        move || {
            board
                .selected
                .with(|selected| selected.as_ref() == Some(&id))
                .to_string()
        }
    };
    let is_moving = {
        let id = id.clone();
        move || {
            board
                .moving
                .with(|moving| moving.as_ref().is_some_and(|moving| moving.id == id))
        }
    };
    let element = party_id(&id, &table);
    let (pressed, keyed) = ((id.clone(), table.clone()), (id.clone(), table));
    let length = move || {
        let (first, last) = span.get_untracked();
        last - first
    };
    view! {
        <li style:left=left style:width=width>
            <button
                type="button"
                id=element
                class="party"
                class:lifted=is_moving
                data-status=status
                aria-label=label
                aria-pressed=is_selected
                on:pointerdown=move |event| board.press(app, &event, (&pressed.0, &pressed.1), Some(length()))
                on:pointermove=move |event| board.drag(&event)
                on:pointerup=move |_| board.release(app)
                on:pointercancel=move |_| board.cancel()
                on:keydown=move |event| board.key(app, &event, (&keyed.0, &keyed.1), true)
                on:click=move |event| {
                    if board.is_click() {
                        board.toggle(&id);
                        focus_selection(&event);
                    }
                }
            >
                <strong data-text=covers></strong>
                " "
                {name}
            </button>
        </li>
    }
}

/// A party in words.
fn label(app: App, from: i64, row: &Row) -> Option<String> {
    let time = app.time(Minutes::parse(from).ok()?);
    let guests = app.texts.guests.of(row.covers.into());
    let status = app.texts.status(row.status);
    let name = app.party_name(row);
    Some(app.texts.party_label(&guests, &name, status, &time))
}
