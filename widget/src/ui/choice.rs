//! A choice of one out of a few: radio buttons that look like buttons, below a legend.

use super::node::{Element, Listener, Node, el};

/// The choices of a legend.
pub(super) fn choices(legend: &'static str, choices: Vec<Node>) -> Element {
    el("fieldset")
        .class("areas")
        .child(el("legend").child(legend))
        .child(el("div").class("choices").children(choices))
}

/// One of them, which calls `chosen` when it is chosen.
pub(super) fn choice(
    name: &'static str,
    value: String,
    label: String,
    is_chosen: bool,
    chosen: Listener,
) -> Element {
    let input = el("input")
        .attr("type", "radio")
        .class("sr")
        .attr("name", name)
        .attr("value", value)
        .flag("checked", is_chosen)
        .on("change", chosen);
    el("label")
        .class("size")
        .part("area")
        .child(input)
        .child(el("span").child(label))
}
