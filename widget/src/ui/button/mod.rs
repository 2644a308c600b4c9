//! Buttons. It must not know what they are for.

use super::Context;
use super::node::{Element, el};
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
pub(super) fn button(context: &Context, look: Look, label: impl Into<String>, event: Event) -> Element {
    let class = match look {
        Look::Primary => "button primary",
        Look::Plain => "button",
        Look::Quiet => "button quiet",
    };
    el("button")
        .attr("type", "button")
        .class(class)
        .part(class)
        .on("click", context.sends(event))
        .child(label.into())
}
