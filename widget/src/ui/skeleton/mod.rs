//! Grey shapes where something is still on its way. It must not know what.

use super::Context;
use super::node::{Element, el};

/// The shape of the whole first step, while the venue is asked for.
pub(super) fn page(context: &Context) -> Element {
    let bones = ["bone title", "bone cards", "bone row", "bone month"];
    frame("skeleton", context).children(bones.map(|bone| el("i").class(bone).into()).into())
}

/// Some lines of buttons.
pub(super) fn times(context: &Context) -> Element {
    frame("skeleton times-bones", context).children((0..9).map(|_| el("i").class("bone").into()).collect())
}

fn frame(class: &'static str, context: &Context) -> Element {
    el("div")
        .key(class)
        .class(class)
        .attr("role", "status")
        .attr("aria-busy", "true")
        .child(el("span").class("sr").child(context.texts.loading))
}
