//! Notices of the page: the state of the connection, taps that clashed, and the way to undo the last step.

use leptos::prelude::*;

use crate::app::{App, app};
use crate::day::{Conflict, ConflictKind, Evening, Line, TapChange};

/// The state of the connection, and the taps on their way.
#[component]
pub fn LineState() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    let line = Memo::new(move |_| app.evening.with(Evening::line));
    let waiting = Memo::new(move |_| app.evening.with(Evening::waiting));
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

/// The notice that the session is over, with the way to sign in beside this page.
#[component]
pub fn SignedOut() -> impl IntoView {
    let app = app();
    let texts = app.texts;
    view! {
        <div role="alert">
            <Show when={move || app.is_signed_out.get()}>
                <p class="conflicts">
                    <span>{texts.signed_out}</span>
                    <a class="button" rel="external noopener" target="_blank" href=app.sign_in_address()>
                        {texts.sign_in}
                    </a>
                </p>
            </Show>
        </div>
    }
}

/// The taps that were not carried out, until staff have read of them.
#[component]
pub fn Conflicts() -> impl IntoView {
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
                                on:click=move |_| app.evening.update(Evening::dismiss_conflicts)
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
    let wanted = match &conflict.wanted {
        TapChange::Status(status) => app.texts.status(*status).to_owned(),
        TapChange::ChargedNoShow => app.texts.status_no_show.to_owned(),
        TapChange::Move(to) => app.placement_name(to),
    };
    match conflict.kind {
        ConflictKind::Changed => app.texts.conflict_changed(&conflict.number, &wanted),
        ConflictKind::Refused => app.texts.conflict_refused(&conflict.number, &wanted),
    }
}

/// The last step, and its undoing while that is on offer.
#[component]
pub fn Undo() -> impl IntoView {
    let app = app();
    view! {
        <footer class="undo" class:shown={move || app.has_said.get()}>
            <p role="status">{move || app.said.get()}</p>
            <Show when={move || app.has_undo.get()}>
                <button type="button" on:click=move |_| app.undo()>{app.texts.undo}</button>
            </Show>
        </footer>
    }
}
