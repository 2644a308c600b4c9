//! Grey placeholders for what is being loaded.

use super::Context;
use super::node::{Element, Node, el};

/// The first step, while the venue is asked for: in its own layout, so that nothing moves when it comes.
pub(super) fn page(context: &Context) -> Element {
    let part = |class, shapes: Node| {
        el("div")
            .class(class)
            .child(bone("bone line"))
            .child(shapes)
            .into()
    };
    let when = el("div").class("when").children(vec![
        part("party folded", bones("sizes", "bone control", 8)),
        part("calendar short", bone("bone month")),
    ]);
    let columns = el("div").class("columns even").child(when).child(
        el("div")
            .class("times")
            .child(bone("bone line"))
            .child(bones("slots", "bone slot", 9)),
    );
    frame("skeleton", context)
        .child(
            el("div")
                .class("head")
                .child(bone("bone title"))
                .child(bone("bone steps")),
        )
        .child(el("div").class("bar").child(bone("bone line")))
        .child(part("experiences folded", bones("cards", "bone card", 4)))
        .child(columns)
}

/// The times of a day, by midday and evening.
pub(super) fn times(context: &Context) -> Element {
    let group = |count| {
        el("div")
            .class("group")
            .child(bone("bone line"))
            .child(bones("slots", "bone slot", count))
            .into()
    };
    let groups = el("div").class("groups").children(vec![group(3), group(6)]);
    frame("loading-times", context).child(groups)
}

fn bone(class: &'static str) -> Node {
    el("i").class(class).into()
}

fn bones(class: &'static str, each: &'static str, count: usize) -> Node {
    let bones = (0..count).map(|_| bone(each)).collect();
    el("div").class(class).children(bones).into()
}

fn frame(class: &'static str, context: &Context) -> Element {
    el("div")
        .key(class)
        .class(class)
        .attr("role", "status")
        .attr("aria-busy", "true")
        .child(el("span").class("sr").child(context.texts.loading))
}
