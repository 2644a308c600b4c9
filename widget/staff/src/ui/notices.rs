//! Notices of the page: the state of the connection, taps that clashed, and the way to undo the last step.

use leptos::prelude::*;

use super::elsewhere::Elsewhere;
use super::fields::is_typing;
use super::phone::Ringing;
use crate::app::{Access, App, app, device_now, focus_content};
use crate::day::{Conflict, ConflictKind, Evening, Line, TapChange, ends_soon};

/// The reason why no evening is on the page; nothing where one is.
#[component]
pub fn AccessNotice() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let waiting = move |text: &'static str| view! { <p class="notice" role="status">{text}</p> }.into_any();
    move || match app.access.get() {
        Access::Open => None,
        Access::Loading => Some(waiting(texts.loading)),
        Access::Unreachable => Some(waiting(texts.unreachable)),
        Access::Forbidden => Some(view! { <p class="notice" role="alert">{texts.forbidden}</p> }.into_any()),
        Access::Elsewhere => Some(view! { <Elsewhere /> }.into_any()),
    }
}

/// The notices that staff have to see wherever on the page they are: the end of the session, calls, and taps that clashed.
#[component]
pub fn Alerts() -> impl IntoView {
    view! {
        <div class="alerts">
            <SignedOut />
            <Ringing />
            <Conflicts />
        </div>
    }
}

/// The state of the connection, and the taps on their way.
#[component]
pub fn LineState() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let line = Memo::new(move |_| app.evening.with(Evening::line));
    let waiting = Memo::new(move |_| app.evening.with(Evening::waiting) + app.kept.get());
    let text = move || match line.get() {
        Line::Opening => texts.line_opening,
        Line::Open => texts.line_open,
        Line::Lost => texts.line_lost,
    };
    let on_its_way = move || {
        let count = u32::try_from(waiting.get()).unwrap_or(u32::MAX);
        (count > 0).then(|| texts.waiting.of(count))
    };
    view! {
        <div class="line" class:lost={move || line.get() == Line::Lost} class:open={move || line.get() == Line::Open}>
            <p role="status">{text}</p>
            <p class="waiting">{on_its_way}</p>
        </div>
    }
}

/// The notice that the session is over, or ends in the course of the day, with the way to sign in beside this page.
#[component]
fn SignedOut() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let said = Memo::new(move |_| {
        if app.is_signed_out.get() {
            return Some(texts.signed_out.to_owned());
        }
        let device = app.minute.get();
        let now = app.evening.with(|evening| evening.clock().now(device));
        let end = app.session_end.get().filter(|end| ends_soon(*end, now))?;
        Some(texts.signs_out.with(&app.time_of(end)?))
    });
    let notice = move || {
        said.get().map(|said| {
            view! {
                <p class="conflicts">
                    <span>{said}</span>
                    <a class="button" rel="external noopener" target="_blank" href=app.sign_in_address()>
                        {texts.sign_in}
                    </a>
                </p>
            }
        })
    };
    view! { <div role="alert">{notice}</div> }
}

/// The taps that were not carried out, until staff have read of them.
#[component]
fn Conflicts() -> impl IntoView {
    let app = app();
    let conflicts = Memo::new(move |_| app.evening.with(|evening| evening.conflicts().to_vec()));
    view! {
        <div role="alert">
            {move || {
                let conflicts = conflicts.get();
                (!conflicts.is_empty()).then(|| {
                    let said = conflicts.iter().map(|conflict| sentence(app, conflict));
                    let said = said.map(|text| view! { <li>{text}</li> }).collect_view();
                    view! {
                        <div class="conflicts">
                            <ul>{said}</ul>
                            <button
                                type="button"
                                on:click=move |_| {
                                    app.evening.update(Evening::dismiss_conflicts);
                                    focus_content();
                                }
                            >
                                {app.texts.dismiss}
                            </button>
                        </div>
                    }
                })
            }}
        </div>
    }
}

fn sentence(app: App, conflict: &Conflict) -> String {
    let named = |change: &TapChange| match change {
        TapChange::Status(status) => app.texts.status(*status).to_owned(),
        TapChange::ChargedNoShow => app.texts.status_no_show.to_owned(),
        TapChange::Move(to) => app.placement_name(to),
    };
    let wanted: Vec<String> = conflict.wanted.iter().map(named).collect();
    let wanted = wanted.join(", ");
    let number = &conflict.number;
    let row = app
        .evening
        .with_untracked(|evening| evening.row(&conflict.reservation, device_now()));
    // A guest is known by the name; of another day the number alone is known here.
    let party = row.map_or_else(
        || number.clone(),
        |row| format!("{}, {number}", app.party_name(&row)),
    );
    match conflict.kind {
        ConflictKind::Changed => app.texts.conflict_changed(&party, &wanted),
        ConflictKind::Refused => app.texts.conflict_refused(&party, &wanted),
    }
}

/// The last step, and its undoing while that is on offer, by the button or by Ctrl and Z.
#[component]
pub fn Undo() -> impl IntoView {
    let app = app();
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        let is_undo = event.key().eq_ignore_ascii_case("z") && (event.ctrl_key() || event.meta_key());
        if is_undo && !event.shift_key() && !is_typing() && app.has_undo.get_untracked() {
            event.prevent_default();
            app.undo();
        }
    });
    on_cleanup(move || listener.remove());
    view! {
        <footer class="undo" class:shown={move || app.has_said.get()}>
            <p role="status">{move || app.said.get()}</p>
            <Show when={move || app.has_undo.get()}>
                <button type="button" aria-keyshortcuts="Control+Z" on:click=move |_| app.undo()>
                    {app.texts.undo}
                </button>
            </Show>
        </footer>
    }
}
