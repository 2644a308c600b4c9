//! What stands above a step: what went wrong, what to do about it, and what is read out. It must not
//! know how it came about.

use leptos::prelude::*;
use shared::availability::{Slot, SlotStatus};
use shared::time::Minutes;

use super::button::{Look, button};
use super::{Context, field_id, times};
use crate::flow::{Announcement, Booking, Event, Failure, Notice, Question, Submission};

/// How many alternatives a lost time is answered with.
const ALTERNATIVES: usize = 4;

/// A failure in the guest's words.
pub(super) fn sentence(failure: &Failure, context: &Context) -> &'static str {
    match failure {
        Failure::Problem(problem) => (context.texts.problem)(problem.code),
        Failure::Offline => context.texts.offline,
        Failure::Unreadable(_) => context.texts.unreadable,
    }
}

/// What a choice that cannot be kept is answered with, at the place where it is made again.
fn note_text(notice: &Notice, context: &Context) -> Option<String> {
    match notice {
        Notice::TimeNotOpen(minutes) => Some((context.texts.time_not_open)(&context.formats.time(*minutes))),
        Notice::DayNotOpen(day) => Some((context.texts.day_not_open)(&context.formats.short_day(*day))),
        Notice::SlotLost(_) | Notice::Refused(_) => None,
    }
}

/// The note beside the times or the calendar, if the booking's notice belongs there.
pub(super) fn note(booking: &Booking, is_about_time: bool, context: &Context) -> Option<AnyView> {
    let notice = booking.notice.as_ref()?;
    if matches!(notice, Notice::TimeNotOpen(_)) != is_about_time {
        return None;
    }
    note_text(notice, context).map(|text| view! { <p class="note">{text}</p> }.into_any())
}

/// The notice above the step, if the booking has one that belongs there.
pub(super) fn notice(booking: &Booking, context: &Context) -> Option<AnyView> {
    let texts = context.texts;
    let (title, text, more) = match booking.notice.as_ref()? {
        Notice::SlotLost(lost) => {
            let nearest = nearest(*lost, booking);
            let more = if nearest.is_empty() {
                view! { <p>{texts.nothing_else_open}</p> }.into_any()
            } else {
                let picks = times::picks(nearest.into_iter(), booking, context);
                view! { <p>{texts.still_open}</p>{picks} }.into_any()
            };
            let text = (texts.slot_lost)(&context.formats.time(*lost));
            (Some(texts.slot_lost_title), text, Some(more))
        }
        Notice::Refused(failure) => (
            Some(texts.not_booked),
            sentence(failure, context).to_owned(),
            None,
        ),
        Notice::TimeNotOpen(_) | Notice::DayNotOpen(_) => return None,
    };
    Some(panel("notice", title, text, more))
}

/// The open slots nearest to `lost`.
fn nearest(lost: Minutes, booking: &Booking) -> Vec<&Slot> {
    let mut open: Vec<_> = booking
        .slots
        .known()
        .into_iter()
        .flatten()
        .filter(|slot| slot.status == SlotStatus::Open)
        .collect();
    open.sort_by_key(|slot| slot.minutes.get().abs_diff(lost.get()));
    open.truncate(ALTERNATIVES);
    open
}

/// What to do while nobody knows whether a reservation was made.
pub(super) fn unsure(booking: &Booking, context: &Context) -> Option<AnyView> {
    let Submission::Unsure(_, failure) = &booking.submission else {
        return None;
    };
    let text = format!("{} {}", sentence(failure, context), context.texts.unsure);
    let call = booking.venue.policies.phone.as_ref().map(|phone| {
        view! { <p>{context.texts.call}" "<a href=format!("tel:{phone}")>{phone.clone()}</a></p> }.into_any()
    });
    Some(panel("notice", Some(context.texts.unsure_title), text, call))
}

/// The list of faulty fields, each of which leads to its field.
pub(super) fn faults(booking: &Booking, context: &Context) -> Option<AnyView> {
    let faults = &booking.details.faults;
    if !booking.details.is_summed_up || faults.is_empty() {
        return None;
    }
    let items: Vec<_> = faults
        .iter()
        .map(|fault| {
            let label = format!(
                "{}: {}",
                (context.texts.field)(fault.field),
                (context.texts.fault)(fault.field, fault.code)
            );
            let event = Event::FieldWanted(fault.field);
            view! { <li data-field=field_id(fault.field)>{button(context, Look::Quiet, &label, event)}</li> }
                .into_any()
        })
        .collect();
    let list = view! { <ul>{items}</ul> }.into_any();
    Some(panel(
        "faults",
        None,
        (context.texts.faults_title)(faults.len()),
        Some(list),
    ))
}

/// What stands there instead of everything, when the venue's data cannot be had.
pub(super) fn unavailable(failure: &Failure, context: &Context) -> AnyView {
    let texts = context.texts;
    let hosted = context.hosted.as_ref().map(|url| {
        view! { <a class="button" part="button" href=url.clone()>{texts.hosted_link}</a> }.into_any()
    });
    let more = view! {
        <div class="actions">
            {hosted}
            {button(context, Look::Primary, texts.retry, Event::Retried(Question::Venue))}
        </div>
    }
    .into_any();
    panel(
        "notice",
        Some(texts.unavailable_title),
        sentence(failure, context).to_owned(),
        Some(more),
    )
}

/// What is read out to those who do not see it.
pub(super) fn announcement(booking: &Booking, context: &Context) -> String {
    let texts = context.texts;
    let said = booking
        .announcement
        .as_ref()
        .map(|announcement| match announcement {
            Announcement::TimesFound(count) => (texts.times_found)(*count),
            Announcement::DayNotOpen(day, status) => {
                format!("{}: {}", context.formats.day(*day), (texts.day_status)(*status))
            }
            Announcement::MonthFailed => texts.calendar_failed.to_owned(),
            Announcement::TimesFailed => texts.times_failed.to_owned(),
        });
    let note = booking
        .notice
        .as_ref()
        .and_then(|notice| note_text(notice, context));
    let sentences: Vec<_> = [note, said].into_iter().flatten().collect();
    sentences.join(" ")
}

fn panel(id: &'static str, title: Option<&'static str>, text: String, more: Option<AnyView>) -> AnyView {
    let title = title.map(|title| view! { <strong>{title}</strong> }.into_any());
    view! {
        <div class="panel" part="notice" id=id tabindex="-1" role="group" aria-labelledby=format!("{id}-text")>
            <div id=format!("{id}-text")>{title}<p>{text}</p></div>
            {more}
        </div>
    }
    .into_any()
}
