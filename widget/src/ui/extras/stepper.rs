//! A number that is changed one by one: two buttons around it, each the size of a finger.

use super::super::ViewContext;
use super::super::node::{Element, el};
use crate::self_service::extras::Event;

/// A number that the guest sets.
pub(super) struct Stepper<'a> {
    /// The id of the group.
    pub(super) id: String,
    /// Its name in a form.
    pub(super) name: String,
    /// The name of the counted thing, for the names of the buttons.
    pub(super) label: &'a str,
    /// The number; none while nothing was chosen.
    pub(super) number: Option<u16>,
    /// The smallest.
    pub(super) min: u16,
    /// The largest that is possible now.
    pub(super) max: u16,
    /// The ids of what describes it.
    pub(super) described_by: Option<String>,
}

impl Stepper<'_> {
    /// The stepper, which sends what `set` makes of the new number.
    pub(super) fn draw(self, view: &ViewContext<Event>, set: impl Fn(u16) -> Event) -> Element {
        if view.context.key.is_some() {
            return self.input();
        }
        let words = view.words;
        let fewer = self
            .number
            .filter(|number| *number > self.min)
            .map(|number| number - 1);
        let more = match self.number {
            None => Some(self.min),
            Some(number) => (number < self.max).then(|| number + 1),
        };
        let button = |class, sign: &'static str, label: String, next: Option<u16>| {
            let pressed = el("button")
                .attr("type", "button")
                .class(class)
                .attr("aria-label", label)
                // It keeps the focus where nothing more can be taken.
                .aria("aria-disabled", next.is_none())
                .child(sign);
            match next {
                Some(next) => pressed.on("click", view.sends(set(next))),
                None => pressed.on("click", view.context.holds()),
            }
        };
        let shown = self
            .number
            .map_or_else(|| "–".to_owned(), |number| number.to_string());
        // Read out when it changes, and not with every other number of the step.
        let number = el("output").attr("aria-live", "polite").child(shown);
        el("div")
            .id(self.id)
            .class("stepper")
            .attr("tabindex", "-1")
            .attr("role", "group")
            .attr("aria-label", self.label.to_owned())
            .attr_if("aria-describedby", self.described_by)
            .child(button("nudge", "−", words.extras_less.with(self.label), fewer))
            .child(number)
            .child(button("nudge", "+", words.extras_more.with(self.label), more))
    }

    /// The number as a field, where no code runs.
    fn input(self) -> Element {
        el("input")
            .attr("type", "number")
            .attr("inputmode", "numeric")
            .id(self.id)
            .class("number-field")
            .part("input")
            .attr("name", self.name)
            .attr("min", self.min.to_string())
            .attr("max", self.max.to_string())
            .attr("aria-label", self.label.to_owned())
            .attr_if("aria-describedby", self.described_by)
            .value(self.number.map_or_else(String::new, |number| number.to_string()))
    }
}
