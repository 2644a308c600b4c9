//! The progress bar of a flow: an ordered list of its steps.

use super::Context;
use super::node::{Element, el};

/// The steps of these names, the current one by its index.
pub(super) fn progress(names: &[&'static str], current: usize, context: &Context) -> Element {
    let steps = names.iter().enumerate().map(|(index, name)| {
        el("li")
            .attr_if("class", (index <= current).then_some("reached"))
            .attr_if("aria-current", (index == current).then_some("step"))
            .child(*name)
            .into()
    });
    let label = context
        .texts
        .progress
        .with_both(&(current + 1).to_string(), &names.len().to_string());
    el("ol")
        .class("progress")
        .part("progress")
        .attr("aria-label", label)
        .children(steps.collect())
}
