//! Grey shapes where something is still on its way. It must not know what.

use leptos::prelude::*;

use super::Context;

/// The shape of the whole first step, while the venue is asked for.
pub(super) fn page(context: &Context) -> AnyView {
    view! {
        <div class="skeleton" role="status" aria-busy="true">
            <span class="sr">{context.texts.loading}</span>
            <i class="bone title"></i>
            <i class="bone cards"></i>
            <i class="bone row"></i>
            <i class="bone month"></i>
        </div>
    }
    .into_any()
}

/// Some lines of buttons.
pub(super) fn times(context: &Context) -> AnyView {
    let bones: Vec<_> = (0..9)
        .map(|_| view! { <i class="bone time"></i> }.into_any())
        .collect();
    view! {
        <div class="skeleton times-bones" role="status" aria-busy="true">
            <span class="sr">{context.texts.loading}</span>
            {bones}
        </div>
    }
    .into_any()
}
