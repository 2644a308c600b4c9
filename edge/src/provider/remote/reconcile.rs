//! Finds a booking among a remote system's reservations when its answer was never heard. Pure; it
//! must not know how they were asked for.

use shared::check::{Email, Name, Phone};
use shared::reservation::ReservationRequest;
use shared::time::{Day, Instant, Resolved, TimeZone};

use super::{Candidate, Known, Reference};
use crate::provider::engine::status::is_final;

/// How far a labelled start may be from the ordered one, in seconds: a coarse sieve.
const COARSE_SECONDS: i64 = 15 * 60;

/// The days under which a system may list the time that was ordered: the evening's, and the days on
/// which it begins on the wall's clock and in UTC.
#[must_use]
pub(super) fn days(request: &ReservationRequest, zone: &TimeZone) -> (Day, Day) {
    let mut days = vec![request.day];
    if request.minutes.is_next_day() {
        days.extend(request.day.plus(1));
    }
    days.extend(
        starts(request, zone)
            .filter_map(|seconds| chrono::DateTime::from_timestamp(seconds, 0))
            .filter_map(|time| Day::from_date(time.date_naive())),
    );
    let (first, last) = (days.iter().min(), days.iter().max());
    (
        first.copied().unwrap_or(request.day),
        last.copied().unwrap_or(request.day),
    )
}

/// The ordered time as systems may label it: the true instant, or local time that claims to be UTC.
fn starts(request: &ReservationRequest, zone: &TimeZone) -> impl Iterator<Item = i64> {
    let instants = match zone.resolve(request.day, request.minutes) {
        Resolved::Once(instant) => [Some(instant), None],
        Resolved::Never => [None, None],
        Resolved::Twice { earlier, later } => [Some(earlier), Some(later)],
    };
    let midnight = request.day.date().and_hms_opt(0, 0, 0);
    let local = midnight.map(|midnight| midnight.and_utc().timestamp() + i64::from(request.minutes) * 60);
    instants.into_iter().flatten().map(Instant::unix).chain(local)
}

/// A reservation that was found, and by what.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It has the order's reference: it is the order's.
    ByReference(Known),
    /// It is like what was ordered: it is the order's, unless somebody is booking the same.
    ByLikeness(Known),
}

/// The reservation that was made of `request`, if it is there: the one with its reference, else one
/// without any that fits in everything and belongs to no other order, which `is_anothers` tells.
pub(super) fn find(
    candidates: &[Candidate],
    request: &ReservationRequest,
    reference: &Reference,
    zone: &TimeZone,
    is_anothers: impl Fn(&Known) -> bool,
) -> Option<Found> {
    let has_ours = |one: &Candidate| one.notes.as_deref().is_some_and(|notes| reference.is_in(notes));
    let has_any = |one: &Candidate| one.notes.as_deref().is_some_and(Reference::any_in);
    let is_like = |one: &Candidate| !has_any(one) && fits(one, request, zone) && !is_anothers(&one.known);
    let found = candidates
        .iter()
        .find(|one| has_ours(one))
        .map(|one| Found::ByReference(one.known.clone()));
    found.or_else(|| {
        let like = candidates.iter().find(|one| is_like(one));
        like.map(|one| Found::ByLikeness(one.known.clone()))
    })
}

/// What an order is for, whoever it is from: two alike may find one another's reservations.
pub(super) fn likeness(request: &ReservationRequest) -> String {
    let ReservationRequest {
        experience_id,
        day,
        minutes,
        attendees,
        ..
    } = request;
    format!("{experience_id} {day} {} {attendees}", minutes.get())
}

fn fits(one: &Candidate, request: &ReservationRequest, zone: &TimeZone) -> bool {
    let Candidate { known, .. } = one;
    let is_there = |start: i64| starts(request, zone).any(|ours| (ours - start).abs() <= COARSE_SECONDS);
    let experience = known.experience.as_ref().map(|experience| &experience.id);
    experience == Some(&request.experience_id)
        && known.attendees == Some(request.attendees)
        && !is_final(known.status)
        && known.day.is_none_or(|day| day == request.day)
        && known.minutes.is_none_or(|minutes| minutes == request.minutes)
        && one.starts_at.is_none_or(is_there)
        && is_same_guest(one, request)
}

fn is_same_guest(one: &Candidate, request: &ReservationRequest) -> bool {
    let guest = &request.guest;
    let email = guest.email.as_ref().map(Email::as_str).zip(one.email.as_deref());
    let phone = guest.phone.as_ref().map(Phone::as_str).zip(one.phone.as_deref());
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let is_same = |ours: &str, theirs: &str| ours.to_lowercase() == theirs.to_lowercase();
    let first_name = guest.first_name.as_ref().map(Name::as_str).unwrap_or_default();
    let has_both_names = one
        .last_name
        .as_deref()
        .is_some_and(|last_name| is_same(guest.last_name.as_str(), last_name))
        && is_same(first_name, one.first_name.as_deref().unwrap_or_default());
    email.is_some_and(|(ours, theirs)| is_same(ours, theirs))
        || phone.is_some_and(|(ours, theirs)| digits(ours) == digits(theirs))
        || has_both_names
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
