//! Faults of the extras, in words: at their fields, and listed above the form.

use shared::validation::FieldCode;

use super::super::button::Look;
use super::super::node::{Element, el};
use super::super::{ViewContext, notice};
use super::extras_form::ExtrasForm;
use crate::self_service::extras::{Event, ExtrasFault, ExtrasField};

/// The id of the fault at a field's id.
pub(super) fn id(field: &str) -> String {
    [field, "-fault"].concat()
}

/// The fault at a field, if one is shown.
pub(super) fn line(
    form: &ExtrasForm<'_>,
    field: &ExtrasField,
    field_id: &str,
    view: &ViewContext<Event>,
) -> Option<Element> {
    let code = form.extras.fault(field)?;
    Some(
        el("p")
            .class("fault")
            .id(id(field_id))
            .child(sentence(field, code, view)),
    )
}

fn sentence(field: &ExtrasField, code: FieldCode, view: &ViewContext<Event>) -> &'static str {
    let (words, texts) = (view.words, view.context.texts);
    match (field, code) {
        (_, FieldCode::SoldOut) => words.extras_fault_sold_out,
        (_, FieldCode::NeedsAdult) => words.extras_fault_needs_adult,
        (ExtrasField::People, _) => words.extras_fault_people,
        (_, FieldCode::Required) => texts.fault_required,
        (_, FieldCode::TooLong) => texts.fault_notes_too_long,
        (_, FieldCode::ControlCharacters) => texts.fault_control_characters,
        (_, FieldCode::OutOfRange | FieldCode::WrongType) => words.extras_fault_number,
        _ => texts.fault_not_accepted,
    }
}

/// The list of faulty fields, each of which leads to its field.
pub(super) fn faults(form: &ExtrasForm<'_>, view: &ViewContext<Event>) -> Option<Element> {
    let faults = &form.extras.faults;
    if !form.extras.is_summed_up || faults.is_empty() {
        return None;
    }
    let items = faults
        .iter()
        .map(|fault| item(fault, form, view).into())
        .collect();
    let count = u32::try_from(faults.len()).unwrap_or(u32::MAX);
    let title = view.context.texts.faults_title.of(count);
    Some(notice::panel(
        "faults",
        None,
        title,
        el("ul").children(items).into(),
    ))
}

fn item(fault: &ExtrasFault, form: &ExtrasForm<'_>, view: &ViewContext<Event>) -> Element {
    let context = &view.context;
    let experience = form.experience;
    let name = match &fault.field {
        ExtrasField::People => Some(view.words.extras_people),
        ExtrasField::AddOn(id) => {
            let mut offered = experience.add_ons.iter();
            offered.find(|one| one.id == *id).map(|one| context.of(&one.name))
        }
        ExtrasField::Question(id) => {
            let mut asked = experience.questions.iter();
            asked.find(|one| one.id == *id).map(|one| context.of(&one.label))
        }
    };
    let said = sentence(&fault.field, fault.code, view);
    let label = name.map_or_else(
        || said.to_owned(),
        |name| {
            // A question has its own mark.
            let between = if name.ends_with('?') { " " } else { ": " };
            [name, said].join(between)
        },
    );
    let wanted = Event::FieldWanted(fault.field.clone());
    el("li").child(view.button(Look::Quiet, label, wanted))
}
