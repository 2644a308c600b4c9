//! Finds a booking whose answer was lost among a remote system's reservations. Pure.

use shared::id::ReservationId;
use shared::reservation::ReservationRequest;
use shared::time::{Day, Instant, Minutes, Resolved, TimeZone};
use shared::validation::{Email, Name, Phone};

use super::{Candidate, Reference, RemoteReservation};
use crate::provider::status::is_final;

/// How far a labelled start may be from the ordered one, in seconds: a coarse filter.
const COARSE_SECONDS: i64 = 15 * 60;

/// The fewest digits by which a phone number without its country's code is recognised.
const NATIONAL_DIGITS: usize = 6;

/// The days under which a system may list the time that was ordered: the evening's, and the days on
/// which it begins in local time and in UTC.
#[must_use]
pub(super) fn days(request: &ReservationRequest, zone: &TimeZone) -> (Day, Day) {
    days_of((request.day, request.minutes), zone)
}

/// The days under which a system may list this day and time.
pub(super) fn days_of((day, minutes): (Day, Minutes), zone: &TimeZone) -> (Day, Day) {
    let mut days = vec![day];
    if minutes.is_next_day() {
        days.extend(day.plus(1));
    }
    days.extend(
        starts((day, minutes), zone)
            .filter_map(|seconds| chrono::DateTime::from_timestamp(seconds, 0))
            .filter_map(|time| Day::from_date(time.date_naive())),
    );
    let (first, last) = (days.iter().min(), days.iter().max());
    (first.copied().unwrap_or(day), last.copied().unwrap_or(day))
}

/// The ordered time as systems may label it: the true instant, or local time that claims to be UTC.
fn starts((day, minutes): (Day, Minutes), zone: &TimeZone) -> impl Iterator<Item = i64> {
    let instants = match zone.resolve(day, minutes) {
        Resolved::Once(instant) => [Some(instant), None],
        Resolved::Never => [None, None],
        Resolved::Twice { earlier, later } => [Some(earlier), Some(later)],
    };
    let midnight = day.date().and_hms_opt(0, 0, 0);
    let local = midnight.map(|midnight| midnight.and_utc().timestamp() + i64::from(minutes) * 60);
    instants.into_iter().flatten().map(Instant::unix).chain(local)
}

/// The result of a search among the candidates.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A reservation with the order's reference: it is the order's.
    ByReference(RemoteReservation),
    /// A reservation that was made after the order was sent and equals what was ordered: it is the order's, unless another
    /// guest is booking the same.
    ByMatchKey(RemoteReservation),
}

/// A reservation that may be the order's, without proof. If it were returned, it could be another guest's; if the order were
/// booked again, there could be two.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unclear;

/// Reservations that do not belong to the order.
pub(super) struct Others<'a> {
    /// Reservations from before the order was sent; none where these were not read. Without them only a
    /// reference distinguishes a new reservation from an old one.
    pub(super) seen: Option<&'a [ReservationId]>,
    /// Reservations of other orders.
    pub(super) of_orders: &'a [ReservationId],
}

/// The reservation that was made of `request`, if it is there: the one with its reference, else one without any
/// that fits in everything, is the same guest's, and was not there before.
pub(super) fn find(
    candidates: &[Candidate],
    request: &ReservationRequest,
    reference: &Reference,
    zone: &TimeZone,
    others: &Others<'_>,
) -> Result<Option<Found>, Unclear> {
    let has_ours = |one: &Candidate| one.notes.as_deref().is_some_and(|notes| reference.is_in(notes));
    let ours: Vec<&Candidate> = candidates.iter().filter(|one| has_ours(one)).collect();
    // A hold that has lapsed may have the same reference.
    let live = ours.iter().find(|one| !is_final(one.known.status));
    if let Some(one) = live.or(ours.first()) {
        return Ok(Some(Found::ByReference(one.known.clone())));
    }
    let has_any = |one: &Candidate| one.notes.as_deref().is_some_and(Reference::any_in);
    let is_others = |id: &ReservationId| {
        others.of_orders.contains(id) || others.seen.is_some_and(|seen| seen.contains(id))
    };
    let mut is_unclear = false;
    for one in candidates {
        if has_any(one) || is_others(&one.known.id) || !fits(one, request, zone) {
            continue;
        }
        match (guest_match(one, request), others.seen) {
            (GuestMatch::Same, Some(_)) => return Ok(Some(Found::ByMatchKey(one.known.clone()))),
            (GuestMatch::Same, None) | (GuestMatch::Partial, Some(_)) => is_unclear = true,
            (GuestMatch::Partial, None) | (GuestMatch::Other, _) => {}
        }
    }
    if is_unclear { Err(Unclear) } else { Ok(None) }
}

/// The reservations from before an order is sent that could be mistaken for it afterwards.
pub(super) fn seen_before(candidates: &[Candidate], request: &ReservationRequest) -> Vec<ReservationId> {
    let alike = candidates
        .iter()
        .filter(|one| guest_match(one, request) != GuestMatch::Other);
    alike.map(|one| one.known.id.clone()).collect()
}

/// The key of an order's content without its guest: two alike may find one another's reservations.
pub(super) fn match_key(request: &ReservationRequest) -> String {
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
    let time = (request.day, request.minutes);
    let is_there = |start: i64| starts(time, zone).any(|ours| (ours - start).abs() <= COARSE_SECONDS);
    let experience = known.experience.as_ref().map(|experience| &experience.id);
    experience == Some(&request.experience_id)
        && known.attendees == Some(request.attendees)
        && !is_final(known.status)
        && known.day.is_none_or(|day| day == request.day)
        && known.minutes.is_none_or(|minutes| minutes == request.minutes)
        && one.starts_at.is_none_or(is_there)
}

/// The comparison of a reservation's guest with the guest of the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GuestMatch {
    /// Two of e-mail address, phone number and full name agree, and nothing differs.
    Same,
    /// Nothing differs, and too little is known on both sides for a match.
    Partial,
    /// Something differs, or nothing agrees.
    Other,
}

fn guest_match(one: &Candidate, request: &ReservationRequest) -> GuestMatch {
    let guest = &request.guest;
    let is_same_text = |ours: &str, theirs: &str| ours.trim().to_lowercase() == theirs.trim().to_lowercase();
    let compare = |ours: Option<&str>, theirs: Option<&str>, is_same: &dyn Fn(&str, &str) -> bool| {
        let both = ours.zip(theirs.filter(|text| !text.trim().is_empty()));
        both.map(|(ours, theirs)| is_same(ours, theirs))
    };
    let (their_phone, their_first) = (one.phone.as_deref(), one.first_name.as_deref());
    let email = compare(
        guest.email.as_ref().map(Email::as_str),
        one.email.as_deref(),
        &is_same_text,
    );
    let phone = compare(
        guest.phone.as_ref().map(Phone::as_str),
        their_phone,
        &is_same_phone,
    );
    let last_name = compare(
        Some(guest.last_name.as_str()),
        one.last_name.as_deref(),
        &is_same_text,
    );
    let first_name = compare(
        guest.first_name.as_ref().map(Name::as_str),
        their_first,
        &is_same_text,
    );
    if [email, phone, last_name, first_name].contains(&Some(false)) {
        return GuestMatch::Other;
    }
    let full_name = last_name.and(first_name);
    match [email, phone, full_name].into_iter().flatten().count() {
        2.. => GuestMatch::Same,
        0 if last_name.is_none() => GuestMatch::Other,
        _ => GuestMatch::Partial,
    }
}

/// Whether two phone numbers are the same: ours in E.164, the other as it was typed, perhaps without its
/// country's code.
fn is_same_phone(ours: &str, theirs: &str) -> bool {
    if let Ok(theirs) = Phone::parse(theirs, None) {
        return theirs.as_str() == ours;
    }
    let digits: String = theirs.chars().filter(char::is_ascii_digit).collect();
    let national = digits.trim_start_matches('0');
    national.len() >= NATIONAL_DIGITS && ours.ends_with(national)
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
