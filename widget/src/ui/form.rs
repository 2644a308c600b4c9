//! Every step as a form that works without the widget's code: names, values, and hidden fields for what was chosen
//! before.
//!
//! Choices are sent by GET, so that their addresses can be kept and shared. Forms with what a guest has typed are sent
//! by POST, which leaves no trace of it in an address.

use shared::time::Minutes;

use super::node::{Element, Node, el};
use super::{Context, field_name};
use crate::flow::{Booking, Event, Field, Part, Step};

/// The name of a button's action in a form, beside its fields.
pub(super) const ACT: &str = "act";

/// The form of a step, with what was chosen before it.
pub(super) fn form(booking: &Booking, context: &Context) -> Element {
    let is_personal = matches!(booking.step, Step::Details | Step::Review);
    let submit = match booking.step {
        Step::Details => context.sends(Event::Continued),
        _ => context.holds(),
    };
    // Enter in a field presses a form's first button: this one, which stands for the step's own.
    let default = el("button").attr("type", "submit").class("default");
    el("form")
        .attr("method", if is_personal { "post" } else { "get" })
        .attr_if("action", context.hosted.clone())
        .attr("novalidate", "")
        .on("submit", submit)
        .child(hidden("language", context.language.as_str().to_owned()))
        .children(known(booking))
        .children(typed(booking, context))
        .child(default)
}

/// A form that requests the first screen again.
pub(super) fn again(context: &Context) -> Element {
    el("form")
        .attr("method", "get")
        .attr_if("action", context.hosted.clone())
        .child(hidden("language", context.language.as_str().to_owned()))
}

/// The parts of the choice that are no fields of this step.
pub(super) fn known(booking: &Booking) -> Vec<Node> {
    let experience = || hidden("experience", booking.experience.id.as_str().to_owned());
    let attendees = |name| hidden(name, booking.attendees.to_string());
    let date = booking.day.map(|day| hidden("date", day.to_string()));
    let time = booking.minutes.map(|minutes| hidden("time", clock(minutes)));
    match booking.step {
        // A list and buttons offer party sizes: the one that changed is meant.
        Step::Find => vec![
            (booking.venue.experiences.len() == 1).then(experience).into(),
            attendees("was").into(),
            date.into(),
        ],
        Step::Details | Step::Review => {
            vec![
                experience().into(),
                attendees("attendees").into(),
                date.into(),
                time.into(),
            ]
        }
        Step::Done(_) => Vec::new(),
    }
}

/// The guest's input as hidden fields of the review. With the widget's code the flow has it, and no form is
/// sent.
fn typed(booking: &Booking, context: &Context) -> Vec<Node> {
    let Some(key) = context.key.as_ref().filter(|_| booking.step == Step::Review) else {
        return Vec::new();
    };
    let details = &booking.details;
    let mut fields: Vec<Node> = Field::ALL
        .map(|field| hidden(field_name(field), details.text(field).to_owned()).into())
        .into();
    fields.push(hidden("key", key.as_str().to_owned()).into());
    if let Some(area) = &booking.area {
        fields.push(hidden("area", area.as_str().to_owned()).into());
    }
    if details.consent {
        fields.push(hidden("consent", "yes".to_owned()).into());
    }
    fields
}

fn hidden(name: &'static str, value: String) -> Element {
    el("input")
        .attr("type", "hidden")
        .attr("name", name)
        .attr("value", value)
}

/// A time as addresses have it: `19:30`, and past 24:00 for the small hours of the following day.
pub(super) fn clock(minutes: Minutes) -> String {
    let two = |number: u16| {
        let digits = number.to_string();
        if number < 10 {
            ["0", &digits].concat()
        } else {
            digits
        }
    };
    [two(minutes.get() / 60), two(minutes.get() % 60)].join(":")
}

/// The action of a button that leads back to a part.
pub(super) fn change(part: Part) -> &'static str {
    match part {
        Part::Details => "details",
        Part::Experience | Part::Party | Part::Day | Part::Time => "find",
    }
}
