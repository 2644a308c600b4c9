//! Fields that several forms have.

use leptos::prelude::*;

/// A field for a text of a kind that browsers know, such as `text`, `time` or `number`.
#[component]
pub fn Field(label: &'static str, kind: &'static str, text: RwSignal<String>) -> impl IntoView {
    view! {
        <label>
            <span>{label}</span>
            <input
                type=kind
                autocomplete="off"
                prop:value={move || text.get()}
                on:input=move |event| text.set(event_target_value(&event))
            />
        </label>
    }
}

/// One of several choices, of which one counts: those of one `group`.
#[component]
pub fn Choice<F>(group: &'static str, label: String, is_chosen: Signal<bool>, choose: F) -> impl IntoView
where
    F: Fn() + 'static,
{
    view! {
        <label class="chip">
            <input
                type="radio"
                name=group
                prop:checked={move || is_chosen.get()}
                on:change=move |_| choose()
            />
            <span>{label}</span>
        </label>
    }
}
