//! Reschedules a reservation at a system that cannot move one: book the new slot, then cancel the old one, so the
//! guest always holds a reservation.
//!
//! Wherever this is interrupted, the rows state how it continues: a booking that was sent and not answered is looked for
//! before anything is repeated, and only the guest starts another one. A new booking becomes the guest's in the write
//! that records it, and the old reservation's cancellation is repeated until it succeeds.

use std::rc::Rc;

use shared::id::ReservationId;
use shared::locale::Language;
use shared::party::Attendees;
use shared::reservation::{Guest, Reservation, ReservationChange, ReservationRequest};
use shared::time::{Day, Minutes};
use shared::validation::{Email, FieldCode, FieldError, Name, Notes, Phone, lines};

use super::confirmation::settle_hold;
use super::reschedule_rows::{self, Move, Phase};
use super::{
    CancelReason, Cancellation, Candidate, Inner, Reference, RemoteError, RemoteReservation, VenuePorts,
    answers, booking, journal, lock, log_text, lost_move, reading_failed,
};
use crate::error::{Result, VenueError};
use crate::provider::BookingRequest;
use crate::provider::choices::Choices;
use crate::provider::status::{holds_tables, is_ahead};
use crate::storage::idempotency::IdempotencyKey;
use crate::upstream::Scope;

/// Where a reservation is, or is to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) day: Day,
    pub(super) minutes: Minutes,
    pub(super) attendees: Attendees,
}

pub(super) fn refused(pointer: &str, code: FieldCode) -> VenueError {
    VenueError::Fields(vec![FieldError::new(pointer, code)])
}

/// Changes a reservation and returns the new one; none where nothing differs. The caller holds the reservation's lock.
pub(super) async fn change(
    inner: &Rc<Inner>,
    scope: &Scope,
    id: &ReservationId,
    change: &ReservationChange,
) -> Result<Option<Reservation>> {
    let old_id = settled(inner, scope, id).await?;
    if !change.moves() && change.notes.is_none() {
        return Ok(None);
    }
    let old = match inner.system.details(scope, &old_id).await {
        Ok(old) => old,
        Err(RemoteError::NotFound) => return Err(VenueError::NotFound),
        Err(error) => return Err(reading_failed(error)),
    };
    let here = place(inner, &old.known)?;
    check_ahead(inner, &old.known, here)?;
    let there = Place {
        day: change.day.unwrap_or(here.day),
        minutes: change.minutes.unwrap_or(here.minutes),
        attendees: change.attendees.unwrap_or(here.attendees),
    };
    let request = request(&old, there, change.notes.as_ref())?;
    if there == here {
        let before = notes(&old);
        let is_same = change.notes.is_none() || request.notes == before;
        // Its own table would count as taken.
        return if is_same {
            Ok(None)
        } else {
            Err(refused("/notes", FieldCode::NotOffered))
        };
    }
    check_price(inner, &old_id)?;
    // Time has passed since the look: another process of this venue may have moved it meanwhile.
    if reschedule_rows::current(inner.database(), id)? != old_id
        || reschedule_rows::of(inner.database(), &old_id)?.is_some()
    {
        return Err(lock::BUSY);
    }
    let guest_id = reschedule_rows::known_as(inner.database(), &old_id)?;
    let attempt = format!(
        "{old_id} {} {} {} {}",
        there.day,
        there.minutes.get(),
        there.attendees,
        inner.now().unix()
    );
    let one = Move {
        key: key(inner, &attempt)?,
        old_id,
        guest_id,
        phase: Phase::Booking,
        day: there.day,
        minutes: there.minutes,
        attendees: there.attendees,
    };
    book(inner, scope, one, request).await.map(Some)
}

/// The idempotency key of a rescheduling's booking. It cannot be guessed, so no other request has it.
fn key(inner: &Inner, attempt: &str) -> Result<IdempotencyKey> {
    let hash = base16ct::lower::encode_string(&inner.deps.secret.hash("move", attempt));
    IdempotencyKey::parse(&hash)
        .ok_or_else(|| VenueError::Broken("the key of a rescheduling is invalid".to_owned()))
}

async fn book(
    inner: &Rc<Inner>,
    scope: &Scope,
    one: Move,
    request: ReservationRequest,
) -> Result<Reservation> {
    reschedule_rows::begin(inner.database(), &one, inner.now())?;
    let order = BookingRequest {
        request,
        key: one.key.clone(),
    };
    let beside = (&Choices::default(), VenuePorts::default());
    let reserved = match booking::reserve(inner, scope, &order, beside).await {
        Ok(reserved) => reserved,
        Err(error) => {
            let stored = journal::order(inner.database(), &one.key, inner.now())?;
            let is_unanswered = stored.is_some_and(|stored| {
                matches!(stored.phase, journal::Phase::Sent(_) | journal::Phase::Held(..))
            });
            if !is_unanswered {
                reschedule_rows::over(inner.database(), &one.old_id)?;
                return Err(error);
            }
            // It may still be found, and counts then.
            return Err(match error {
                unknown @ VenueError::OutcomeUnknown(_) => unknown,
                _ => VenueError::OutcomeUnknown("the outcome of a rescheduling is unknown".to_owned()),
            });
        }
    };
    let moved = reserved.reservation;
    note(inner, &one, &moved.id)?;
    // The guest has the new one; the rest is done later, if not now.
    let _ = cancel(inner, scope, &one).await;
    Ok(Reservation {
        id: one.guest_id,
        manage_token: None,
        ..moved
    })
}

fn note(inner: &Inner, one: &Move, new_id: &ReservationId) -> Result<()> {
    let oldest = inner.today()?.minus(journal::REMEMBERED_DAYS).unwrap_or(Day::MIN);
    let noted = &inner.deps.in_progress.moves_noted;
    noted.set(noted.get() + 1);
    // Where the write fails the booking is looked for, and found by its key.
    reschedule_rows::booked(inner.database(), one, new_id, (inner.now(), oldest))
        .map_err(|error| VenueError::OutcomeUnknown(error.to_string()))
}

/// The system's present id of a guest's reservation, once every earlier rescheduling of it is settled. The caller holds
/// the reservation's lock.
pub(super) async fn settled(inner: &Rc<Inner>, scope: &Scope, id: &ReservationId) -> Result<ReservationId> {
    let current = reschedule_rows::current(inner.database(), id)?;
    match reschedule_rows::of(inner.database(), &current)? {
        Some(one) if one.phase == Phase::Booking => {
            settle(inner, scope, &one).await?;
            Ok(reschedule_rows::current(inner.database(), id)?)
        }
        _ => Ok(current),
    }
}

/// Continues an interrupted rescheduling, as far as that needs no request of the guest.
pub(super) async fn resume(inner: &Rc<Inner>, scope: &Scope, old_id: &ReservationId) -> Result<()> {
    let Some(one) = reschedule_rows::of(inner.database(), old_id)? else {
        return Ok(reschedule_rows::over(inner.database(), old_id)?);
    };
    // A request in flight continues it, and if that fails it is still due.
    let Ok(_lock) = inner.lock(&one.guest_id, scope) else {
        return Ok(());
    };
    if one.phase == Phase::Booking {
        match settle(inner, scope, &one).await? {
            Settled::Made => {}
            Settled::NotMade => return Ok(()),
            // Logged once: the move is over.
            Settled::Unknown => {
                return Err(VenueError::Failed(format!(
                    "reservation {old_id} was deleted at the booking system while it was moved to {} {}: \
                     whether that was booked is not known",
                    one.day,
                    one.minutes.get()
                )));
            }
        }
    }
    cancel(inner, scope, &one).await
}

/// The outcome of the booking of a move.
enum Settled {
    /// It was made, and is the guest's.
    Made,
    /// It was not made.
    NotMade,
    /// It was not found, and cannot be told from others: the old reservation is gone.
    Unknown,
}

/// Looks up a booking that was given up without an answer. Nothing is sent.
async fn settle(inner: &Rc<Inner>, scope: &Scope, one: &Move) -> Result<Settled> {
    if inner.is_in_flight(&one.key) {
        return Err(lock::BUSY);
    }
    let stored = journal::order(inner.database(), &one.key, inner.now())?;
    let mut otherwise = Settled::NotMade;
    let made = match stored.map(|stored| stored.phase) {
        Some(journal::Phase::Made(answer)) => Some(*answer),
        Some(journal::Phase::Sent(sent)) => {
            // What was sent is looked for, however long the system was unavailable.
            journal::remember(inner.database(), &one.key, inner.now())?;
            match inner.system.details(scope, &one.old_id).await {
                Ok(old) => {
                    let there = Place {
                        day: one.day,
                        minutes: one.minutes,
                        attendees: one.attendees,
                    };
                    let order = BookingRequest {
                        request: request(&old, there, None)?,
                        key: one.key.clone(),
                    };
                    lost_move::look(inner, scope, &order, sent).await?
                }
                Err(RemoteError::NotFound) => {
                    otherwise = Settled::Unknown;
                    lost_move::look_by_reference(inner, scope, one, &sent).await?
                }
                Err(error) => return Err(VenueError::OutcomeUnknown(log_text(&error))),
            }
        }
        Some(journal::Phase::Held(_, hold)) => {
            journal::remember(inner.database(), &one.key, inner.now())?;
            settle_hold(inner, scope, &one.key, *hold).await?
        }
        Some(journal::Phase::Claimed) | None => None,
    };
    if let Some(made) = made {
        note(inner, one, &made.id)?;
        Ok(Settled::Made)
    } else {
        journal::release(inner.database(), &one.key)?;
        reschedule_rows::over(inner.database(), &one.old_id)?;
        Ok(otherwise)
    }
}

/// Cancels the old reservation, unless it is gone already.
async fn cancel(inner: &Rc<Inner>, scope: &Scope, one: &Move) -> Result<()> {
    let id = &one.old_id;
    let cancellation = Cancellation::of(CancelReason::Rescheduled);
    match inner.system.cancel(scope, id, &cancellation).await {
        Ok(_) | Err(RemoteError::NotFound) => {}
        Err(error) => match inner.system.reservation(scope, id).await {
            Ok(known) if !holds_tables(known.status) => {}
            Err(RemoteError::NotFound) => {}
            _ => {
                return Err(VenueError::Failed(format!(
                    "a moved reservation's old place is still taken: {}",
                    log_text(&error)
                )));
            }
        },
    }
    if let Some(remembered) = journal::reservation(inner.database(), id)? {
        inner.forget_day(remembered.day);
    }
    Ok(reschedule_rows::over(inner.database(), id)?)
}

pub(super) fn place(inner: &Inner, known: &RemoteReservation) -> Result<Place> {
    let ours = journal::reservation(inner.database(), &known.id)?;
    let (day, minutes) = (
        known.day.or(ours.as_ref().map(|ours| ours.day)),
        known.minutes.or(ours.as_ref().map(|ours| ours.minutes)),
    );
    match (day, minutes, known.attendees, &known.experience) {
        (Some(day), Some(minutes), Some(attendees), Some(_)) => Ok(Place {
            day,
            minutes,
            attendees,
        }),
        // One that was made here has all of it: this answer lacks it.
        _ if ours.is_some() => Err(VenueError::Failed(
            "the answer lacks the experience, the time or the party size".to_owned(),
        )),
        // A reservation that could not be shown afterwards is not changed.
        _ => Err(VenueError::NotFound),
    }
}

/// Refuses what has begun or is over.
pub(super) fn check_ahead(inner: &Inner, known: &RemoteReservation, here: Place) -> Result<()> {
    if is_ahead(known.status, inner.start(here.day, here.minutes), inner.now()) {
        Ok(())
    } else {
        Err(VenueError::IllegalTransition)
    }
}

/// Refuses a move of a reservation that was paid for: the payment belongs to the booking, and cannot be transferred. A
/// time with a payment is refused when it is booked.
fn check_price(inner: &Inner, old_id: &ReservationId) -> Result<()> {
    let remembered = journal::reservation(inner.database(), old_id)?;
    if remembered.is_some_and(|remembered| remembered.terms.payment.is_some()) {
        return Err(refused("/minutes", FieldCode::NotOffered));
    }
    Ok(())
}

/// The guest's notes, without our reference.
fn notes(old: &Candidate) -> Option<Notes> {
    let text = lines(&Reference::without_any(old.notes.as_deref()?));
    let is_shown = |character: &char| !character.is_control() || *character == '\n';
    let text: String = text.chars().filter(is_shown).collect();
    // With answers in them they may be longer than a guest's own.
    Notes::try_from(text).ok()
}

/// The old reservation's guest, booking elsewhere.
fn request(old: &Candidate, there: Place, new_notes: Option<&Notes>) -> Result<ReservationRequest> {
    // One that could not have been made here cannot be made again.
    let lacking = || refused("", FieldCode::NotOffered);
    let experience = old.known.experience.as_ref().ok_or_else(lacking)?;
    // Stored names are accepted, although new ones have stricter rules.
    let name = |text: Option<&String>| Name::try_from(text?.trim().to_owned()).ok();
    let locale = old.locale.as_deref().unwrap_or("en");
    let notes = match new_notes {
        Some(new) => answers::kept_beside(new, notes(old).as_ref()),
        None => notes(old),
    };
    let guest = Guest {
        first_name: name(old.first_name.as_ref()),
        last_name: name(old.last_name.as_ref()).ok_or_else(lacking)?,
        email: old.email.as_deref().and_then(|text| Email::parse(text).ok()),
        phone: old
            .phone
            .as_deref()
            .and_then(|text| Phone::parse(text, None).ok()),
    };
    let locale = Language::parse(locale).map_err(|_| lacking())?;
    let slot = (there.day, there.minutes);
    Ok(ReservationRequest {
        notes,
        ..ReservationRequest::new(experience.id.clone(), slot, there.attendees, guest, locale)
    })
}

#[cfg(test)]
#[path = "reschedule_tests.rs"]
mod tests;
