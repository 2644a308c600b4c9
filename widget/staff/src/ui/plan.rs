//! The floor: the plan of each area, with the use of each table, and what can be done at the table that is selected.

use leptos::prelude::*;
use shared::access::Permission;
use shared::day_rule::DayRuleEffect;
use shared::id::TableId;

use super::board::{Board, MoveStatus, focus_selection, party_id};
use super::fields::Field;
use super::head::{Head, show_day_of_address};
use super::impact::Impact;
use super::notices::{AccessNotice, Alerts, Undo};
use super::party::SelectedParty;
use crate::app::{App, Screen, app, device_now};
use crate::day::{Evening, FloorPlan, Frame, PlannedTable, TableState, TableUse, minutes_of_clock, percent};

/// The screen.
#[component]
pub fn Plan() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    show_day_of_address(app);
    let board = Board::new();
    let table = RwSignal::new(None::<PlannedTable>);
    let plans = Memo::new(move |_| app.evening.with(Evening::plans));
    let drawn = move || {
        let plans = plans.get().into_iter();
        plans.map(|plan| draw(app, plan, board, table)).collect_view()
    };
    view! {
        <a class="skip" href="#list">{texts.skip}</a>
        <Head screen=Screen::Plan />
        <main id="list" class="wide" tabindex="-1">
            <Alerts />
            <AccessNotice />
            <p class="hint">{texts.plan_hint}</p>
            {drawn}
            <MoveStatus board=board />
            <div class="at-hand">
                <TablePanel table=table />
                <SelectedParty board=board />
            </div>
            <Impact screen=Screen::Plan />
        </main>
        <Undo />
    }
}

/// The plan of an area. One that is wider than the screen is scrolled.
fn draw(
    app: App,
    plan: FloorPlan,
    board: Board,
    selected: RwSignal<Option<PlannedTable>>,
) -> impl IntoView + use<> {
    let FloorPlan {
        name,
        size,
        tables,
        elements,
        links,
    } = plan;
    let name = app.localized(&name);
    let drawing = |frame: Frame, class: &'static str| {
        let (left, top, width, height) = placed(frame, size);
        let turned = format!("{}deg", frame.rotation);
        view! {
            <span class=class style:left=left style:top=top style:width=width style:height=height style:rotate=turned></span>
        }
    };
    let links: Vec<_> = links.into_iter().map(|frame| drawing(frame, "link")).collect();
    let elements: Vec<_> = elements
        .into_iter()
        .map(|frame| drawing(frame, "element"))
        .collect();
    let tables: Vec<_> = tables
        .into_iter()
        .map(|table| view! { <Table table=table size=size board=board selected=selected /> })
        .collect();
    let ratio = format!("{} / {}", size.0, size.1);
    view! {
        <section class="service">
            <h2>{name.clone()}</h2>
            <div class="plan-view" role="group" aria-label=name tabindex="0">
                <div class="plan" style:aspect-ratio=ratio>
                    {elements}
                    {links}
                    {tables}
                </div>
            </div>
        </section>
    }
}

/// The place and the size of a frame in percent of a plan: left, top, width and height.
fn placed(frame: Frame, (width, height): (i32, i32)) -> (String, String, String, String) {
    let part = |length: i32, whole: i32| percent(length.into(), whole.into());
    (
        part(frame.x, width),
        part(frame.y, height),
        part(frame.width, width),
        part(frame.height, height),
    )
}

/// A table on the plan, with the party that sits at it or comes next.
#[component]
fn Table(
    table: PlannedTable,
    size: (i32, i32),
    board: Board,
    selected: RwSignal<Option<PlannedTable>>,
) -> impl IntoView {
    let app = app();
    let of_state = table.id.clone();
    let state = Memo::new(move |_| {
        app.minute.track();
        app.evening
            .with(|evening| evening.table_state(&of_state, device_now()))
    });
    let party = move || {
        let state = state.get()?;
        let (of_party, of_next) = (state.party.map(|(id, _)| id), state.next.map(|(id, _)| id));
        of_party.or(of_next)
    };
    let usage = move || state.with(|state| state.as_ref().map(|state| word(state.usage)));
    let sign = move || state.with(|state| state.as_ref().map(|state| sign(state.usage)));
    let name = table.name.clone();
    let label = move || state.with(|state| state.as_ref().map(|state| label(app, &name, state)));
    let guest = move || {
        let id = party()?;
        let row = app.evening.with(|evening| evening.row(&id, device_now()))?;
        Some(format!("{} {}", row.covers, app.party_name(&row)))
    };
    let of_target = table.id.clone();
    let is_target = move || {
        board
            .moving
            .with(|moving| moving.as_ref().is_some_and(|moving| moving.to == of_target))
    };
    let (left, top, width, height) = placed(table.frame, size);
    let turned = format!("{}deg", table.frame.rotation);
    let (id, shown, is_round) = (table.id.clone(), table.name.clone(), table.is_round);
    let (of_press, of_key, of_line) = (id.clone(), id.clone(), id.to_string());
    let element = move || party().map(|party| party_id(&party, &id));
    // A finger drags the party of this one.
    let is_chosen = move || {
        let selected = board.selected.get();
        selected.is_some() && selected == party()
    };
    view! {
        <button
            type="button"
            class="table"
            class:round=is_round
            class:target=is_target
            class:chosen=is_chosen
            id=element
            data-table=of_line
            data-usage=usage
            aria-label=label
            style:left=left
            style:top=top
            style:width=width
            style:height=height
            on:pointerdown=move |event| {
                match untrack(party) {
                    Some(party) => board.press(app, &event, (&party, &of_press), None),
                    None => board.cancel(),
                }
            }
            on:pointermove=move |event| board.drag(&event)
            on:pointerup=move |_| board.release(app)
            on:pointercancel=move |_| board.cancel()
            on:keydown=move |event| {
                if let Some(party) = untrack(party) {
                    board.key(app, &event, (&party, &of_key), false);
                }
            }
            on:click=move |event| {
                if board.is_click() {
                    board.selected.set(untrack(party));
                    selected.set(Some(table.clone()));
                    focus_selection(&event);
                }
            }
        >
            <span class="shape" style:rotate=turned></span>
            <strong>{shown}</strong>
            <span class="sign" aria-hidden="true">{sign}</span>
            <span class="guest" data-text=guest></span>
        </button>
    }
}

/// The name of a use in attributes.
fn word(usage: TableUse) -> &'static str {
    match usage {
        TableUse::Free => "free",
        TableUse::Soon => "soon",
        TableUse::Seated => "seated",
        TableUse::Over => "over",
        TableUse::Blocked => "blocked",
    }
}

/// The sign of a use, for those who do not see its colour.
fn sign(usage: TableUse) -> &'static str {
    match usage {
        TableUse::Free => "",
        TableUse::Soon => "◷",
        TableUse::Seated => "●",
        TableUse::Over => "!",
        TableUse::Blocked => "✕",
    }
}

/// A table in words: its use, its party and since when, and the next one.
fn label(app: App, name: &str, state: &TableState) -> String {
    let texts = app.texts;
    let usage = match state.usage {
        TableUse::Free => texts.table_free,
        TableUse::Soon => texts.table_soon,
        TableUse::Seated => texts.table_seated,
        TableUse::Over => texts.table_over,
        TableUse::Blocked => texts.table_blocked,
    };
    let named = |id| {
        let row = app.evening.with(|evening| evening.row(id, device_now()));
        row.map(|row| app.party_name(&row))
    };
    let here = state.party.as_ref().and_then(|(id, since)| {
        let (name, since) = (named(id)?, app.time_of(*since)?);
        Some(texts.party_since(&name, &since))
    });
    let next = state
        .next
        .as_ref()
        .and_then(|(id, minutes)| Some(texts.party_next(&named(id)?, &app.time(*minutes))));
    let until = state.block.as_ref().and_then(|(_, until)| app.time_of(*until));
    let until = until.map(|time| texts.rule_until.with(&time));
    let parts = [
        Some(texts.table.with(name)),
        Some(usage.to_owned()),
        here,
        next,
        until,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(", ")
}

/// The panel of the table that is selected: a party is seated at it, or it is blocked or given free.
#[component]
fn TablePanel(table: RwSignal<Option<PlannedTable>>) -> impl IntoView {
    let app = app();
    let shown = Memo::new(move |_| {
        app.minute.track();
        let table = table.get()?;
        let state = app
            .evening
            .with(|evening| evening.table_state(&table.id, device_now()))?;
        Some((table, state))
    });
    move || shown.get().map(|(table, state)| panel(app, table, &state))
}

fn panel(app: App, table: PlannedTable, state: &TableState) -> impl IntoView + use<> {
    let texts = app.texts;
    let said = label(app, &table.name, state);
    // A party that stands here sits down now, and a table is blocked from now on.
    let is_tonight = app.evening.with_untracked(Evening::is_tonight);
    let is_empty = matches!(state.usage, TableUse::Free | TableUse::Soon);
    let can_seat = is_tonight && is_empty && app.may(Permission::WriteReservations);
    let of_seats = table.id.clone();
    let seats = can_seat.then(|| {
        let sizes = (1..=table.chairs).map(|party| {
            let id = of_seats.clone();
            let guests = texts.guests.of(party.into());
            view! {
                <button type="button" on:click=move |_| app.seat_walk_in(vec![id.clone()], party)>{guests}</button>
            }
        });
        view! {
            <div class="menu" role="group" aria-label=texts.seat_here>
                <span>{texts.seat_here}</span>
                {sizes.collect_view()}
            </div>
        }
    });
    let unblock = state.block.clone().map(|(rule, _)| {
        view! { <button type="button" on:click=move |_| app.remove_rule(rule.clone())>{texts.unblock}</button> }
    });
    let block = (is_tonight && state.block.is_none() && app.may(Permission::WriteDay))
        .then(|| view! { <BlockForm table=table.id /> });
    view! {
        <section class="selected" aria-label=texts.at_table>
            <p>{said}</p>
            {seats}
            {unblock}
            {block}
        </section>
    }
}

/// The form that blocks a table from now on until a time.
#[component]
fn BlockForm(table: TableId) -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let until = RwSignal::new(String::new());
    let submit = move |event: leptos::web_sys::SubmitEvent| {
        event.prevent_default();
        let from = app.venue_now();
        let end = minutes_of_clock(&until.get_untracked()).and_then(|minutes| {
            app.evening.with_untracked(|evening| {
                let (day, clock) = (evening.day()?.today, evening.clock());
                let end = clock.instant(day, minutes.get().into());
                // A time that is over is that of the day after.
                Some(if end <= from {
                    end.plus_minutes(24 * 60)
                } else {
                    end
                })
            })
        });
        if let Some(end) = end {
            app.create_rule(DayRuleEffect::BlockedTables {
                table_ids: vec![table.clone()],
                from,
                until: end,
                text: None,
            });
            until.set(String::new());
        }
    };
    view! {
        <form class="fields" on:submit=submit>
            <Field label=texts.block_until kind="time" text=until is_required=true />
            <button type="submit">{texts.block}</button>
        </form>
    }
}
