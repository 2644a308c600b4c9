//! What the steps of a purchase have in common: heading and progress, panels, choices, links. It must not know
//! what a step is about.

use crate::self_service::gift_cards::{Draft, Event, Step};
use crate::ui::ViewContext;
use crate::ui::button::Look;
use crate::ui::node::{Element, Listener, Node, el};
use crate::ui::shell::views;

use super::{field, sentences};

/// A step as a form: heading, progress, and what it is about.
pub(super) fn step(
    step: Step,
    title: &'static str,
    main: impl Into<Node>,
    view: &ViewContext<Event>,
) -> Element {
    let submit = match step {
        Step::Design | Step::Delivery => view.sends(Event::Continued),
        // The order is made by its button alone.
        Step::Review => view.reads(|happened| {
            happened.prevent_default();
            None
        }),
    };
    let head = el("div")
        .class("head")
        .child(view.heading(title))
        .child(progress(step, view));
    el("form")
        .key(step.name())
        .class("step")
        .attr("data-step", step.name())
        .attr("method", "post")
        .attr("novalidate", "")
        .on("submit", submit)
        .child((step == Step::Design).then(|| views(false, &view.context)))
        .child(head)
        .child(main)
}

/// A screen that is no step.
pub(super) fn screen(key: &'static str, title: impl Into<String>, view: &ViewContext<Event>) -> Element {
    el("div")
        .key(key)
        .class("step done")
        .attr("data-step", key)
        .part("done")
        .child(view.heading(title))
}

fn progress(step: Step, view: &ViewContext<Event>) -> Element {
    let names = view.words.cards_steps;
    let current = match step {
        Step::Design => 0,
        Step::Delivery => 1,
        Step::Review => 2,
    };
    let steps = names.iter().enumerate().map(|(index, name)| {
        el("li")
            .attr_if("class", (index <= current).then_some("reached"))
            .attr_if("aria-current", (index == current).then_some("step"))
            .child(*name)
            .into()
    });
    let label = view
        .context
        .texts
        .progress
        .with_both(&(current + 1).to_string(), &names.len().to_string());
    el("ol")
        .class("progress")
        .part("progress")
        .attr("aria-label", label)
        .children(steps.collect())
}

/// What stands above a step, or in the place of what is missing.
pub(super) fn panel(title: &'static str, text: impl Into<String>) -> Element {
    let words = el("div")
        .id("notice-text")
        .child(el("strong").child(title))
        .child(el("p").child(text.into()));
    el("div")
        .key("notice")
        .class("panel")
        .part("notice")
        .id("notice")
        .attr("tabindex", "-1")
        .attr("role", "group")
        .attr("aria-labelledby", "notice-text")
        .child(words)
}

/// The list of faulty fields, each of which leads to its field.
pub(super) fn faults(draft: &Draft, view: &ViewContext<Event>) -> Option<Element> {
    if !draft.is_summed_up || draft.faults.is_empty() {
        return None;
    }
    let items = draft
        .faults
        .iter()
        .map(|fault| {
            let label = [
                field::label(fault.field, draft, view),
                sentences::fault(*fault, draft, view),
            ]
            .join(": ");
            let lead = view.button(Look::Quiet, label, Event::FieldWanted(fault.field));
            el("li").child(lead).into()
        })
        .collect();
    let count = u32::try_from(draft.faults.len()).unwrap_or(u32::MAX);
    let title = el("p")
        .id("faults-text")
        .child(view.context.texts.faults_title.of(count));
    Some(
        el("div")
            .key("faults")
            .class("panel")
            .part("notice")
            .id("faults")
            .attr("tabindex", "-1")
            .attr("role", "group")
            .attr("aria-labelledby", "faults-text")
            .child(title)
            .child(el("ul").children(items)),
    )
}

/// Some choices, one of which is made.
pub(super) fn choices(legend: &'static str, choices: Vec<Node>) -> Element {
    el("fieldset")
        .class("areas")
        .child(el("legend").child(legend))
        .child(el("div").class("choices").children(choices))
}

/// One of some choices.
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

/// The button that leads on.
pub(super) fn go_on(view: &ViewContext<Event>) -> Element {
    el("button")
        .attr("type", "submit")
        .class("button primary")
        .part("button primary")
        .child(view.context.texts.go_on)
}
