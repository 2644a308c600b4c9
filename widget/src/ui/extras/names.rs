//! The extras as fields of a form, for pages that no code of the widget's runs in: their names, and the fields that carry
//! what was chosen before from page to page.

use shared::id::{AddOnId, AgeCategoryId, QuestionId};

use super::super::node::{Element, Node, el};
use super::super::{ViewContext, field_name, form};
use crate::flow::{self, Booking, EXTRAS, Field, Step};
use crate::self_service::extras::{BookingWithExtras, Event};

/// The name of the field that says which step a form is of; those of the booking's own steps have none.
pub const EXTRAS_STEP: &str = "step";
/// The names of the fields with the price that a review has shown: the total, and what is due now, in minor units.
pub const QUOTED_NAMES: [&str; 2] = ["total", "dueNow"];

/// The name of the number of guests of a category.
#[must_use]
pub fn people_name(category: &AgeCategoryId) -> String {
    ["people.", category.as_str()].concat()
}

/// The name of the number of units of an add-on.
#[must_use]
pub fn add_on_name(add_on: &AddOnId) -> String {
    ["addOns.", add_on.as_str()].concat()
}

/// The name of the answer to a question.
#[must_use]
pub fn answer_name(question: &QuestionId) -> String {
    ["answers.", question.as_str()].concat()
}

/// The form of a step.
pub(super) fn step_form(state: &BookingWithExtras, booking: &Booking, view: &ViewContext<Event>) -> Element {
    let has_code = view.context.key.is_none();
    if state.is_at_extras {
        let own = own_form(view);
        return if has_code {
            own
        } else {
            own.children(form::known(booking)).children(typed(booking))
        };
    }
    let form = form::form(booking, &view.context);
    if has_code {
        form
    } else {
        form.children(chosen(state, booking))
    }
}

/// The form of the extras, which the booking has no step for.
fn own_form(view: &ViewContext<Event>) -> Element {
    // Enter in a field presses a form's first button: this one, which stands for the step's own.
    let default = el("button").attr("type", "submit").class("default");
    el("form")
        .attr("method", "post")
        .attr_if("action", view.context.hosted.clone())
        .attr("novalidate", "")
        .on("submit", view.sends(Event::Booking(flow::Event::Continued)))
        .child(hidden(
            "language".to_owned(),
            view.context.language.as_str().to_owned(),
        ))
        .child(default)
}

/// The guest's details as hidden fields of the extras.
fn typed(booking: &Booking) -> Vec<Node> {
    let details = &booking.details;
    let area = booking.area.as_ref().map(|area| area.as_str().to_owned());
    let mut fields: Vec<Node> = vec![
        hidden(EXTRAS_STEP.to_owned(), EXTRAS.to_owned()).into(),
        area.map(|area| hidden("area".to_owned(), area)).into(),
        details
            .consent
            .then(|| hidden("consent".to_owned(), "yes".to_owned()))
            .into(),
    ];
    let texts = Field::ALL.map(|field| -> Node {
        let text = details.text(field).to_owned();
        hidden(field_name(field).to_owned(), text).into()
    });
    fields.extend(texts);
    fields
}

/// The extras as hidden fields of the steps after them.
fn chosen(state: &BookingWithExtras, booking: &Booking) -> Vec<Node> {
    if !matches!(booking.step, Step::Details | Step::Review) {
        return Vec::new();
    }
    let (experience, extras) = (&booking.experience, &state.extras);
    let people = extras.people(experience, booking.attendees);
    let people = people
        .iter()
        .map(|one| (people_name(&one.category), one.count.to_string()));
    let add_ons = extras.add_ons(experience);
    let add_ons = add_ons
        .iter()
        .map(|one| (add_on_name(&one.id), one.quantity.to_string()));
    let questions = experience.questions.iter();
    let answers = questions.map(|one| (answer_name(&one.id), extras.answer(&one.id).to_owned()));
    let books = booking.step == Step::Review || !booking.has_review();
    let price = state.quoting.quote().filter(|_| books);
    let price = price
        .map(|quote| [quote.total, quote.due_now])
        .into_iter()
        .flatten();
    let price = QUOTED_NAMES
        .into_iter()
        .zip(price)
        .map(|(name, money)| (name.to_owned(), money.amount().to_string()));
    let fields = people.chain(add_ons).chain(answers).chain(price);
    fields.map(|(name, value)| hidden(name, value).into()).collect()
}

fn hidden(name: String, value: String) -> Element {
    el("input")
        .attr("type", "hidden")
        .attr("name", name)
        .attr("value", value)
}
