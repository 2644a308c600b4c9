//! Buttons. It must not know what they are for.

use leptos::prelude::*;

use super::Context;
use crate::flow::Event;

/// How much a button stands out.
#[derive(Clone, Copy)]
pub(super) enum Look {
    /// The one act a step leads up to.
    Primary,
    /// An act beside it.
    Plain,
    /// An act within a text or a list.
    Quiet,
}

/// A button that sends `event`.
pub(super) fn button(context: &Context, look: Look, label: &str, event: Event) -> AnyView {
    let class = match look {
        Look::Primary => "button primary",
        Look::Plain => "button",
        Look::Quiet => "button quiet",
    };
    view! {
        <button type="button" class=class part=class on:click=context.click(event)>
            {label.to_owned()}
        </button>
    }
    .into_any()
}
