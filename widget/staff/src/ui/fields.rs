//! Fields that several forms have.

use leptos::prelude::*;

/// Whether something is being typed, so that keys are letters. A choice that has the focus takes none.
pub fn is_typing() -> bool {
    let element = document().active_element();
    element.is_some_and(|element| match element.tag_name().as_str() {
        "INPUT" => element.get_attribute("type").as_deref() != Some("radio"),
        name => matches!(name, "TEXTAREA" | "SELECT"),
    })
}

/// A field for a text of a kind that browsers know, such as `text`, `time` or `number`.
/// The browser says so itself where one that is required is empty.
#[component]
pub fn Field(
    label: &'static str,
    kind: &'static str,
    text: RwSignal<String>,
    #[prop(optional)] is_required: bool,
) -> impl IntoView {
    // No number of people is less than none.
    let least = (kind == "number").then_some("0");
    view! {
        <label>
            <span>{label}</span>
            <input
                type=kind
                autocomplete="off"
                min=least
                required=is_required
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
