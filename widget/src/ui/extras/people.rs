//! The party by age category. Guests of the default category are the rest of it, so that the counts always add up.

use shared::offer::AgeCategory;

use super::super::form::{ACT, change};
use super::super::node::{Element, Node, el};
use super::super::ordered::charge;
use super::super::{Context, ViewContext};
use super::extras_form::ExtrasForm;
use super::faults;
use super::names::people_name;
use super::stepper::Stepper;
use crate::flow::{self, Part};
use crate::i18n::SelfServiceTexts;
use crate::self_service::extras::{Event, ExtrasField};
use crate::ui::button::{Look, button};

/// The id of the part.
pub(super) const ID: &str = "people";

/// The categories, unless a party is only a number.
pub(super) fn people(form: &ExtrasForm<'_>, view: &ViewContext<Event>) -> Option<Element> {
    let categories = &form.experience.people;
    if categories.is_empty() {
        return None;
    }
    let (words, context) = (view.words, &view.context);
    let rows = categories
        .iter()
        .enumerate()
        .map(|(place, category)| row(place, category, form, view).into())
        .collect();
    let fault = faults::line(form, &ExtrasField::People, ID, view);
    let guests = context.texts.guests.of(form.attendees.get().into());
    let wanted = flow::Event::ChangeWanted(Part::Party);
    let other = button(context, Look::Quiet, words.extras_party, wanted)
        .attr("name", ACT)
        .attr("value", change(Part::Party));
    let party = el("p").class("hint").child(guests).child(" ").child(other);
    Some(
        el("fieldset")
            .class("people")
            .id(ID)
            .attr("tabindex", "-1")
            .attr_if("aria-describedby", fault.as_ref().map(|_| faults::id(ID)))
            .child(el("legend").child(words.extras_people))
            .child(party)
            .child(el("ul").class("rows").children(rows))
            .child(fault),
    )
}

fn row(place: usize, category: &AgeCategory, form: &ExtrasForm<'_>, view: &ViewContext<Event>) -> Element {
    let context = &view.context;
    let (experience, attendees) = (form.experience, form.attendees);
    let name = context.of(&category.name);
    let count = form.extras.count(category, experience, attendees);
    let number: Node = if category.is_default {
        el("output").class("rest").child(count.to_string()).into()
    } else {
        let id = category.id.clone();
        let stepper = Stepper {
            id: format!("people-{place}"),
            name: people_name(&category.id),
            label: name,
            number: Some(count.into()),
            min: 0,
            max: form
                .extras
                .most(category, experience, attendees)
                .max(count)
                .into(),
            described_by: None,
        };
        let set =
            move |number: u16| Event::PeopleCounted(id.clone(), u8::try_from(number).unwrap_or(u8::MAX));
        stepper.draw(view, set).into()
    };
    let price = category
        .price
        .or(experience.price)
        .map(|price| charge(price, context, view.words));
    let hints: Vec<_> = [ages(category, view.words), price, note(category, context)]
        .into_iter()
        .flatten()
        .collect();
    let about = el("div")
        .child(el("strong").child(name.to_owned()))
        .child(el("span").class("hint").child(hints.join(" · ")));
    el("li").child(about).child(number)
}

/// The ages of a category.
fn ages(category: &AgeCategory, words: &SelfServiceTexts) -> Option<String> {
    match (category.min_age, category.max_age) {
        (Some(min), Some(max)) => Some(words.extras_ages.with_both(&min.to_string(), &max.to_string())),
        (Some(min), None) => Some(words.extras_ages_from.with(&min.to_string())),
        (None, Some(max)) => Some(words.extras_ages_to.with(&max.to_string())),
        (None, None) => None,
    }
}

fn note(category: &AgeCategory, context: &Context) -> Option<String> {
    let note = category.note.as_ref()?;
    Some(context.of(note).to_owned())
}
