//! Notices above a step: what went wrong and what to do about it, the list of faults, and the text of the live region.

use shared::availability::{Slot, SlotStatus};
use shared::time::{Day, Minutes};
use shared::venue::Venue;

use super::button::{Look, button};
use super::form::{self, ACT};
use super::node::{Element, Node, el};
use super::slot_buttons::slot_buttons;
use super::summary::phone_link;
use super::{Context, field, field_name};
use crate::flow::{Announcement, Booking, Details, Event, Failure, Notice, Question, Submission};

/// The id of the notice above a step.
pub(super) const ID: &str = "notice";

/// How many alternatives a lost time is answered with.
const ALTERNATIVES: usize = 4;

/// A failure in the guest's words.
pub(super) fn sentence(failure: &Failure, context: &Context) -> &'static str {
    match failure {
        Failure::Problem(problem) => context.texts.problem(problem.code),
        Failure::Offline => context.texts.offline,
        Failure::Unreadable(500..) => context.texts.problem_internal,
        Failure::Unreadable(_) => context.texts.unreadable,
    }
}

/// The text beside the part in which a choice has to be made again.
fn note_text(booking: &Booking, context: &Context) -> Option<String> {
    match booking.notice.as_ref()? {
        Notice::TimeNotOpen(minutes) => Some(context.texts.time_not_open.with(&context.time(*minutes))),
        Notice::DayNotOpen(day) => {
            let text = context.texts.day_not_open.with(&context.formats.short_day(*day));
            Some(text + &words(booking, *day, " ", context))
        }
        Notice::SlotLost(_) | Notice::Refused(_) => None,
    }
}

/// The note beside the times or the calendar, if the booking's notice belongs there.
pub(super) fn note(booking: &Booking, is_about_time: bool, context: &Context) -> Option<Element> {
    if matches!(booking.notice, Some(Notice::TimeNotOpen(_))) != is_about_time {
        return None;
    }
    note_text(booking, context).map(|text| el("p").class("note").child(text))
}

/// The sentence about a number of guests that the experience did not take.
fn fitted_text(booking: &Booking, context: &Context) -> Option<String> {
    let texts = context.texts;
    let fitted = || texts.guests.of(booking.attendees.get().into());
    booking.is_fitted.then(|| texts.party_fitted.with(&fitted()))
}

/// The note below the experiences that the party is another one now.
pub(super) fn fitted_note(booking: &Booking, context: &Context) -> Option<Element> {
    fitted_text(booking, context).map(|text| el("p").class("note").child(text))
}

/// The restaurant's words about a day, after `prefix`; empty where there are none.
pub(super) fn words(booking: &Booking, day: Day, prefix: &str, context: &Context) -> String {
    let notice = booking.known_day(day).and_then(|known| known.notice.as_ref());
    notice.map_or_else(String::new, |text| [prefix, context.of(text)].concat())
}

/// The day with its status and the restaurant's words about it.
fn day_line(booking: &Booking, day: Day, context: &Context) -> String {
    let status = booking.day_status(day);
    let status = status.map_or("", |status| context.texts.day_status(status));
    let words = words(booking, day, ". ", context);
    [&context.formats.day(day), ": ", status, &words].concat()
}

/// The restaurant's words about the day of the calendar's cursor. Those about the chosen day stand beside its times.
pub(super) fn day_words(booking: &Booking, context: &Context) -> Option<Element> {
    let day = booking.cursor;
    let has_words = booking.known_day(day)?.notice.is_some() && booking.day != Some(day);
    has_words.then(|| el("p").class("hint").child(day_line(booking, day, context)))
}

/// The notice above the step, if the booking has one that belongs there.
pub(super) fn notice(booking: &Booking, context: &Context) -> Option<Element> {
    let texts = context.texts;
    let (title, text, more) = match booking.notice.as_ref()? {
        Notice::SlotLost(lost) => {
            let nearest = nearest(*lost, booking);
            let more = if nearest.is_empty() {
                el("p").child(texts.nothing_else_open)
            } else {
                el("div")
                    .child(el("p").child(texts.still_open))
                    .child(slot_buttons(&nearest, booking, context))
            };
            let text = texts.slot_lost.with(&context.time(*lost));
            (Some(texts.slot_lost_title), text, Node::from(more))
        }
        Notice::Refused(failure) => (
            Some(texts.not_booked),
            sentence(failure, context).to_owned(),
            Node::Nothing,
        ),
        Notice::TimeNotOpen(_) | Notice::DayNotOpen(_) => return None,
    };
    Some(panel(ID, title, text, more))
}

/// The open slots nearest to `lost`.
fn nearest(lost: Minutes, booking: &Booking) -> Vec<&Slot> {
    let distance = |slot: &Slot| slot.minutes.get().abs_diff(lost.get());
    let mut open: Vec<_> = booking
        .slots
        .known()
        .into_iter()
        .flatten()
        .filter(|slot| slot.status == SlotStatus::Open)
        .collect();
    let mut nearest = Vec::new();
    // A few of a few dozen: picking them costs less than code that sorts.
    while let Some(next) = (0..open.len()).min_by_key(|index| distance(open[*index]))
        && nearest.len() < ALTERNATIVES
    {
        nearest.push(open.remove(next));
    }
    nearest
}

/// The notice while a reservation's outcome is unknown.
pub(super) fn unsure(booking: &Booking, context: &Context) -> Option<Element> {
    let Submission::Unsure(..) = &booking.submission else {
        return None;
    };
    let text = context.texts.unsure.to_owned();
    let phone = booking.venue.policies.phone.as_ref();
    let call = phone.map(|phone| {
        el("p")
            .child(context.texts.call)
            .child(" ")
            .child(phone_link(phone, &booking.venue.policies))
    });
    Some(panel(ID, Some(context.texts.unsure_title), text, call.into()))
}

/// The list of faulty fields, each of which leads to its field.
pub(super) fn faults(details: &Details, venue: &Venue, context: &Context) -> Option<Element> {
    let faults = &details.faults;
    if !details.is_summed_up || faults.is_empty() {
        return None;
    }
    let items = faults
        .iter()
        .map(|fault| {
            let label = [
                field::label(fault.field, venue, context),
                field::fault(fault.field, fault.code, venue, context),
            ]
            .join(": ");
            let event = Event::FieldWanted(fault.field);
            let lead = button(context, Look::Quiet, label, event)
                .attr("name", ACT)
                .attr("value", field_name(fault.field));
            el("li").child(lead).into()
        })
        .collect();
    let list = el("ul").children(items);
    let count = u32::try_from(faults.len()).unwrap_or(u32::MAX);
    let title = context.texts.faults_title.of(count);
    Some(panel("faults", None, title, list.into()))
}

/// The screen when the venue's data cannot be had.
pub(super) fn unavailable(failure: &Failure, context: &Context) -> Element {
    let texts = context.texts;
    let hosted = context.hosted.as_ref().map(|url| {
        el("a")
            .class("button")
            .part("button")
            .attr("href", url.clone())
            .child(texts.hosted_link)
    });
    let retry = button(
        context,
        Look::Primary,
        texts.retry,
        Event::Retried(Question::Venue),
    );
    let actions = form::again(context).class("actions").child(hosted).child(retry);
    let text = sentence(failure, context).to_owned();
    panel(ID, Some(texts.unavailable_title), text, actions.into())
}

/// An announcement of the live region.
pub(super) fn announcement(booking: &Booking, context: &Context) -> String {
    let texts = context.texts;
    let announced = booking
        .announcement
        .as_ref()
        .map(|announcement| match announcement {
            Announcement::TimesFound(0) => texts.no_times.to_owned(),
            Announcement::TimesFound(count) => texts.times_found.of(*count),
            Announcement::DayNotOpen(day) => day_line(booking, *day, context),
            Announcement::MonthFailed => texts.calendar_failed.to_owned(),
            Announcement::TimesFailed => texts.times_failed.to_owned(),
        });
    let notes = [fitted_text(booking, context), note_text(booking, context)];
    let sentences: Vec<_> = notes.into_iter().chain([announced]).flatten().collect();
    sentences.join(" ")
}

/// A notice above a step, or in the place of what is missing.
pub(super) fn titled(title: &'static str, text: impl Into<String>, more: impl Into<Node>) -> Element {
    panel(ID, Some(title), text.into(), more.into())
}

/// A panel of this id, which can take the focus.
pub(super) fn panel(id: &'static str, title: Option<&'static str>, text: String, more: Node) -> Element {
    let text_id = [id, "-text"].concat();
    let words = el("div")
        .id(text_id.clone())
        .child(title.map(|title| el("strong").child(title)))
        .child(el("p").child(text));
    el("div")
        .key(id)
        .class("panel")
        .part("notice")
        .id(id)
        .attr("tabindex", "-1")
        .attr("role", "group")
        .attr("aria-labelledby", text_id)
        .child(words)
        .child(more)
}
