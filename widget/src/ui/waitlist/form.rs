//! The form of a new waitlist entry.

use leptos::prelude::event_target_value;
use shared::time::Minutes;

use crate::flow::{Field, Submission};
use crate::self_service::waitlist::{Event, Form, Refused};
use crate::ui::button::{Look, confirm};
use crate::ui::field::field;
use crate::ui::node::{Element, Node, el};
use crate::ui::summary::link;
use crate::ui::{ViewContext, notice};

/// The step.
pub(super) fn form(form: &Form, view: &ViewContext<Event>) -> Element {
    let context = &view.context;
    let fresh_key = context.fresh_key;
    let submit = view.reads(move |happened| {
        happened.prevent_default();
        Some(Event::Confirmed(fresh_key()))
    });
    let wanted = [
        context.formats.day(form.day),
        context.texts.guests.of(form.attendees.get().into()),
        context.of(&form.experience.name).to_owned(),
    ];
    // Enter in a field presses a form's first button: this one, which stands for the step's own.
    let default = el("button").attr("type", "submit").class("default");
    el("form")
        .key("form")
        .class("step waitlist")
        .attr("data-step", "waitlist-form")
        .attr("method", "post")
        .attr("novalidate", "")
        .on("submit", submit)
        .child(default)
        .child(el("div").class("head").child(view.heading(view.words.wait_title)))
        .child(step_notice(form, view))
        .child(notice::faults(&form.details, &form.venue, context))
        .child(el("p").child(view.words.wait_lead))
        .child(el("p").class("strong").child(wanted.join(", ")))
        .child(fields(form, view))
        .child(privacy(form, view))
        .child(actions(form, view))
}

/// The notice above the fields: why the entry was refused, or that its outcome is unknown.
fn step_notice(form: &Form, view: &ViewContext<Event>) -> Option<Element> {
    let (words, context) = (view.words, &view.context);
    if let Submission::Unsure(..) = &form.submission {
        let text = words.wait_unsure.to_owned();
        return Some(notice::titled(words.wait_unsure_title, text, Node::Nothing));
    }
    let (text, more) = match form.refused.as_ref()? {
        Refused::Open(times) => {
            let times: Vec<_> = times.iter().map(|minutes| view.context.time(*minutes)).collect();
            let book = view.button(Look::Plain, words.manage_book, Event::BookingWanted);
            (
                words.wait_open.with(&times.join(", ")),
                el("div").class("actions").child(book).into(),
            )
        }
        Refused::TooMany => (words.wait_too_many.to_owned(), Node::Nothing),
        Refused::NotPossible => (words.wait_not_possible.to_owned(), Node::Nothing),
        Refused::Failed(failure) => (notice::sentence(failure, context).to_owned(), Node::Nothing),
    };
    Some(notice::titled(words.wait_refused, text, more))
}

/// The form's fields. While the entry is being sent none can be changed.
fn fields(form: &Form, view: &ViewContext<Event>) -> Element {
    let words = view.words;
    let window = el("fieldset")
        .class("window")
        .child(el("legend").child(words.wait_window))
        .child(select(
            ("wait-from", words.wait_from),
            form.from,
            form,
            Event::FromChosen,
            view,
        ))
        .child(select(
            ("wait-to", words.wait_to),
            form.to,
            form,
            Event::ToChosen,
            view,
        ));
    let details = Field::ALL.map(|each| field(each, &form.details, &form.venue, &view.context).into());
    el("fieldset")
        .class("entry")
        .attr("aria-labelledby", "step")
        .attr_if("disabled", form.submission.is_open().then_some(""))
        .child(window)
        .child(el("div").class("fields").children(details.into()))
}

/// One of the day's times.
fn select(
    (id, label): (&'static str, &'static str),
    chosen: Minutes,
    form: &Form,
    wrap: fn(Minutes) -> Event,
    view: &ViewContext<Event>,
) -> Element {
    let times = form.times.iter().map(|minutes| {
        el("option")
            .attr("value", minutes.get().to_string())
            .flag("selected", *minutes == chosen)
            .child(view.context.time(*minutes))
            .into()
    });
    let choose = view.reads(move |event| {
        let number = event_target_value(event).parse().ok()?;
        Minutes::parse(number).ok().map(wrap)
    });
    let list = el("select")
        .id(id)
        .attr("name", id)
        .part("input")
        .on("change", choose)
        .children(times.collect());
    el("div")
        .class("field")
        .child(el("label").attr("for", id).child(label))
        .child(list)
}

fn privacy(form: &Form, view: &ViewContext<Event>) -> Element {
    let url = form.venue.policies.privacy_url.as_ref();
    el("p")
        .class("hint")
        .child(view.words.wait_privacy)
        .child(" ")
        .child(url.map(|url| link(url, view.context.texts.privacy_link, &view.context)))
}

fn actions(form: &Form, view: &ViewContext<Event>) -> Element {
    let texts = view.context.texts;
    let is_sending = matches!(form.submission, Submission::Sending(..));
    let label = match &form.submission {
        Submission::Sending(..) => texts.sending,
        Submission::Unsure(..) => texts.send_again,
        Submission::Idle => view.words.wait_confirm,
    };
    let back =
        (!form.submission.is_open()).then(|| view.button(Look::Plain, texts.back, Event::BookingWanted));
    let leave = confirm(label, is_sending).attr("type", "submit");
    el("div").class("actions").child(back).child(leave)
}
