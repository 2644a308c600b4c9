//! The steps that change what was chosen beside a table, and the access code without which nothing of it is offered.

use std::sync::Arc;

use super::super::ViewContext;
use super::super::button::Look;
use super::super::extras::{ExtrasForm, code_form, form};
use super::super::node::{Element, el};
use super::steps::{actions, back, price, sending};
use crate::flow::Answer;
use crate::self_service::extras;
use crate::self_service::manage::{ChangedExtras, Event, ManagedReservation, TypedCode};

/// People by age, add-ons and answers, with the price once it is another one.
pub(super) fn choices(
    managed: &ManagedReservation,
    changed: &ChangedExtras,
    view: &ViewContext<Event>,
) -> Element {
    let words = view.words;
    let said = match &managed.quote {
        Answer::NotRequested => None,
        Answer::Requested(_) => Some(view.context.texts.loading.to_owned()),
        Answer::Failed(_) => Some(words.extras_quote_failed.to_owned()),
        Answer::Known(_) => price(managed, view),
    };
    // A live region must exist before its text.
    let said = el("p").class("strong").attr("role", "status").child(said);
    let confirm = sending(
        managed,
        Look::Primary,
        words.manage_move_confirm,
        Event::ChoicesConfirmed,
        view,
    );
    form(&ExtrasForm::of_reservation(changed), &of_extras(view))
        .child(said)
        .child(actions(vec![back(view).into(), confirm.into()]))
}

/// The access code of a private experience.
pub(super) fn code(typed: &TypedCode, view: &ViewContext<Event>) -> Element {
    let state = (typed.text.as_str(), typed.fault);
    let events: (fn(String) -> Event, Event) = (Event::CodeTyped, Event::CodeConfirmed);
    el("div")
        .class("stay")
        .child(el("p").child(view.words.manage_code_hint))
        .child(code_form(state, None, events, view))
        .child(actions(vec![back(view).into()]))
}

/// The context of the fields of extras, whose events reach the reservation.
fn of_extras(view: &ViewContext<Event>) -> ViewContext<extras::Event> {
    let send = Arc::clone(&view.send);
    ViewContext {
        context: view.context.clone(),
        words: view.words,
        send: Arc::new(move |event| send(Event::Extras(event))),
    }
}
