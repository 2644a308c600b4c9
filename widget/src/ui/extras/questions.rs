//! Questions to the guest as fields of a form, each by its kind.

use leptos::prelude::event_target_value;
use shared::offer::{Question, QuestionChoice, QuestionKind};

use super::super::ViewContext;
use super::super::field::marked;
use super::super::node::{Element, Node, el};
use super::extras_form::ExtrasForm;
use super::faults;
use super::names::answer_name;
use super::stepper::Stepper;
use crate::self_service::extras::{Event, ExtrasField, is_unanswered_zero};

/// The id of the question at a place.
pub(super) fn id(place: usize) -> String {
    format!("question-{place}")
}

/// The questions, where the experience has any.
pub(super) fn questions(form: &ExtrasForm<'_>, view: &ViewContext<Event>) -> Option<Element> {
    let asked = &form.experience.questions;
    if asked.is_empty() {
        return None;
    }
    let fields = asked
        .iter()
        .enumerate()
        .map(|(place, question)| field(place, question, form, view).into())
        .collect();
    Some(
        el("fieldset")
            .class("questions")
            .child(el("legend").child(view.words.extras_questions))
            .child(el("div").class("fields").children(fields)),
    )
}

/// A question on the screen.
struct Asked<'a> {
    question: &'a Question,
    id: String,
    text: &'a str,
    described_by: Option<String>,
    is_faulty: bool,
}

fn field(place: usize, question: &Question, form: &ExtrasForm<'_>, view: &ViewContext<Event>) -> Element {
    let context = &view.context;
    let id = id(place);
    let of = ExtrasField::Question(question.id.clone());
    let fault = faults::line(form, &of, &id, view);
    let hint_id = id.clone() + "-hint";
    let help = question.help.as_ref().map(|text| {
        el("p")
            .class("hint")
            .id(hint_id.clone())
            .child(context.of(text).to_owned())
    });
    let described: Vec<_> = [
        fault.as_ref().map(|_| faults::id(&id)),
        help.as_ref().map(|_| hint_id),
    ]
    .into_iter()
    .flatten()
    .collect();
    let asked = Asked {
        question,
        id: id.clone(),
        text: form.extras.answer(&question.id),
        described_by: (!described.is_empty()).then(|| described.join(" ")),
        is_faulty: fault.is_some(),
    };
    let label = marked(
        context.of(&question.label).to_owned(),
        !question.is_required,
        context,
    );
    let (label, control) = match &question.kind {
        QuestionKind::Text => (labelled(id, label), asked.text_area(view)),
        QuestionKind::Choice { choices } => (labelled(id, label), asked.list(choices, view)),
        QuestionKind::YesNo => {
            return asked.yes_or_no(label, view).child(fault).child(help);
        }
        QuestionKind::Number { min, max } => (
            el("span").class("label").children(label),
            asked.number((*min, *max), view),
        ),
    };
    el("div")
        .class("field wide")
        .child(label)
        .child(control)
        .child(fault)
        .child(help)
}

fn labelled(id: String, label: Vec<Node>) -> Element {
    el("label").attr("for", id).children(label)
}

impl Asked<'_> {
    /// The attributes that every control of a question has.
    fn described(&self, control: Element) -> Element {
        control
            .id(self.id.clone())
            .attr("name", answer_name(&self.question.id))
            .part("input")
            .aria("aria-required", self.question.is_required)
            .aria("aria-invalid", self.is_faulty)
            .attr_if("aria-describedby", self.described_by.clone())
    }

    fn answered(&self, text: String) -> Event {
        Event::Answered(self.question.id.clone(), text)
    }

    fn text_area(&self, view: &ViewContext<Event>) -> Element {
        let of = self.question.id.clone();
        let typed = view.reads(move |event| Some(Event::Answered(of.clone(), event_target_value(event))));
        self.described(el("textarea").attr("rows", "2").attr("autocomplete", "off"))
            .value(self.text.to_owned())
            .on("input", typed)
    }

    fn list(&self, choices: &[QuestionChoice], view: &ViewContext<Event>) -> Element {
        let of = self.question.id.clone();
        let chosen = view.reads(move |event| Some(Event::Answered(of.clone(), event_target_value(event))));
        let option = |value: String, label: String| -> Node {
            let is_chosen = value == self.text;
            el("option")
                .attr("value", value)
                .flag("selected", is_chosen)
                .child(label)
                .into()
        };
        let none = option(String::new(), view.words.extras_choose.to_owned());
        let offered = choices.iter().map(|choice| {
            let label = view.context.of(&choice.label).to_owned();
            option(choice.id.as_str().to_owned(), label)
        });
        let options = std::iter::once(none).chain(offered).collect();
        self.described(el("select"))
            .on("change", chosen)
            .children(options)
    }

    fn yes_or_no(&self, label: Vec<Node>, view: &ViewContext<Event>) -> Element {
        let words = view.words;
        let choice = |value: &'static str, label: &'static str| -> Node {
            let input = el("input")
                .attr("type", "radio")
                .class("sr")
                .attr("name", answer_name(&self.question.id))
                .attr("value", value)
                .flag("checked", self.text == value)
                .on("change", view.sends(self.answered(value.to_owned())));
            el("label")
                .class("size")
                .part("area")
                .child(input)
                .child(el("span").child(label))
                .into()
        };
        let choices = vec![choice("yes", words.extras_yes), choice("no", words.extras_no)];
        el("fieldset")
            .id(self.id.clone())
            .class("field wide")
            .attr("tabindex", "-1")
            .attr_if("aria-describedby", self.described_by.clone())
            .child(el("legend").class("label").children(label))
            .child(el("div").class("choices").children(choices))
    }

    fn number(&self, (min, max): (u16, u16), view: &ViewContext<Event>) -> Element {
        let typed = self.text.parse::<u16>().ok();
        let stepper = Stepper {
            id: self.id.clone(),
            name: answer_name(&self.question.id),
            label: view.context.of(&self.question.label),
            number: typed.or_else(|| is_unanswered_zero(self.question).then_some(0)),
            min,
            max,
            described_by: self.described_by.clone(),
        };
        stepper.draw(view, |number| self.answered(number.to_string()))
    }
}

/// An answer in words; empty where there is none.
pub(super) fn said(question: &Question, text: &str, view: &ViewContext<Event>) -> String {
    let text = text.trim();
    match &question.kind {
        QuestionKind::Choice { choices } => {
            let mut offered = choices.iter();
            let chosen = offered.find(|choice| choice.id.as_str() == text);
            chosen.map_or_else(String::new, |choice| view.context.of(&choice.label).to_owned())
        }
        QuestionKind::YesNo => match text {
            "yes" => view.words.extras_yes.to_owned(),
            "no" => view.words.extras_no.to_owned(),
            _ => String::new(),
        },
        // None of something is no fact.
        QuestionKind::Number { .. } if text == "0" => String::new(),
        QuestionKind::Text | QuestionKind::Number { .. } => text.to_owned(),
    }
}
