//! Buttons. Without the widget's code they submit their step's form.

use super::Context;
use super::form::{ACT, change};
use super::node::{Element, Node, el};
use crate::flow::{Event, Part};

/// How much a button stands out.
#[derive(Clone, Copy)]
pub(super) enum Look {
    /// The one act a step leads up to.
    Primary,
    /// An act beside it.
    Plain,
    /// An act within a text or a list.
    Quiet,
    /// An act that takes something away.
    Danger,
}

impl Look {
    /// The classes, and parts, of a button that looks so.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Plain => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// A button that sends `event`, or its form.
pub(super) fn button(context: &Context, look: Look, label: impl Into<String>, event: Event) -> Element {
    let class = look.class();
    el("button")
        .attr("type", "submit")
        .class(class)
        .part(class)
        .on("click", context.sends(event))
        .child(label.into())
}

/// The button that a flow leads up to: it sends what has been put together, once at a time.
pub(super) fn confirm(label: impl Into<Node>, is_sending: bool) -> Element {
    let class = Look::Primary.class();
    el("button")
        .class(class)
        .part(class)
        .aria("aria-disabled", is_sending)
        .aria("aria-busy", is_sending)
        .child(label)
}

/// The button that leads to the step before, which has `part`.
pub(super) fn back(part: Part, context: &Context) -> Element {
    button(context, Look::Plain, context.texts.back, Event::WentBack)
        .attr("name", ACT)
        .attr("value", change(part))
}
