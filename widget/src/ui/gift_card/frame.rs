//! Common parts of a purchase's screens: the step's form with heading and progress, the list of faults, links to what
//! comes next.

use crate::self_service::gift_cards::{Draft, Event, Order, Shop, Step};
use crate::ui::ViewContext;
use crate::ui::button::Look;
use crate::ui::node::{Element, Node, el};
use crate::ui::progress::progress;
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
    let head = el("div").class("head").child(view.heading(title)).child(progress(
        &view.words.cards_steps,
        step as usize,
        &view.context,
    ));
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

/// The button that leads on.
pub(super) fn go_on(view: &ViewContext<Event>) -> Element {
    el("button")
        .attr("type", "submit")
        .class("button primary")
        .part("button primary")
        .child(view.context.texts.go_on)
}

/// The next actions, where this order is over.
pub(super) fn leave(order: &Order, shop: &Shop, view: &ViewContext<Event>) -> Element {
    let (look, label) = if order.can_be_repeated() {
        (Look::Primary, view.words.cards_order_again)
    } else {
        (Look::Plain, view.words.cards_buy_another)
    };
    let another = shop
        .draft
        .is_some()
        .then(|| view.button(look, label, Event::AnotherWanted));
    let book = view.button(Look::Plain, view.words.cards_book_table, Event::BookingWanted);
    el("div").class("actions").child(another).child(book)
}
