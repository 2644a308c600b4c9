//! Changes a reservation where it is, at a system that can: it keeps its number, and its own table is free to it.

use std::rc::Rc;

use shared::availability::{Slot, SlotStatus};
use shared::id::{ExperienceId, ReservationId};
use shared::money::Money;
use shared::payment::PaymentTerms;
use shared::quote::QuoteRequest;
use shared::reservation::{Reservation, ReservationChange};
use shared::validation::{FieldCode, FieldError};

use super::booked_choices::BookedChoices;
use super::calendar::{field_fault, taken};
use super::lookup::Lookup;
use super::price::offers_of;
use super::reschedule::{self, Place};
use super::{Inner, RemoteError, RemoteReservation, journal, later, log_text, reading_failed};
use crate::error::{Result, VenueError};
use crate::provider::SlotsQuestion;
use crate::storage::database::DatabaseError;
use crate::upstream::Scope;

/// Changes a reservation and returns it as it is then; none where nothing differs. The caller holds the reservation's
/// lock.
pub(super) async fn change(
    inner: &Rc<Inner>,
    scope: &Scope,
    id: &ReservationId,
    change: &ReservationChange,
) -> Result<Option<Reservation>> {
    // One that was moved before the system could change it in place has another id there.
    let id = reschedule::settled(inner, scope, id).await?;
    let old = match inner.system.reservation(scope, &id).await {
        Ok(old) => old,
        Err(RemoteError::NotFound) => return Err(VenueError::NotFound),
        Err(error) => return Err(reading_failed(error)),
    };
    let here = reschedule::place(inner, &old)?;
    reschedule::check_ahead(inner, &old, here)?;
    let there = Place {
        day: change.day.unwrap_or(here.day),
        minutes: change.minutes.unwrap_or(here.minutes),
        attendees: change.attendees.unwrap_or(here.attendees),
    };
    let booked = later::remembered(inner, &id)?;
    let experience = old.experience.as_ref().map(|experience| &experience.id);
    let raises = match (&change.add_ons, experience) {
        (Some(wanted), Some(experience)) if inner.system.adds_later() => {
            later::raises(inner, scope, (experience, there.attendees), &booked, wanted).await?
        }
        _ => Vec::new(),
    };
    let is_changed = there != here || change.notes.is_some();
    if !is_changed && raises.is_empty() {
        return Ok(None);
    }
    let asked = Asked {
        inner,
        scope,
        id: &id,
        there,
        has_other_party: there.attendees != here.attendees,
    };
    if there != here {
        let experience = experience.ok_or_else(|| reschedule::refused("", FieldCode::NotOffered))?;
        if there.attendees < here.attendees {
            later::check_smaller_party(inner, scope, (experience, there.attendees), &booked).await?;
        }
        asked.check(experience).await?;
    }
    let total = match experience {
        Some(experience) if there != here => asked.total(experience, &booked).await,
        _ => None,
    };
    if !is_changed {
        later::raise(inner, scope, &id, booked, (raises, false)).await?;
        return Lookup { inner, scope }.read(&id).await.map(Some);
    }
    let known = match inner.system.change(scope, &id, change).await {
        Ok(known) => known,
        Err(error) => asked.after(error, experience).await?,
    };
    let unwritten = |error: DatabaseError| VenueError::OutcomeUnknown(error.to_string());
    // What the system does not state is remembered here.
    journal::moved(inner.database(), &id, (there.day, there.minutes)).map_err(unwritten)?;
    inner.forget_day(here.day);
    inner.forget_day(there.day);
    let mut booked = booked;
    if there != here && booked.clone().moved(total) != booked {
        booked = booked.moved(total);
        journal::rechosen(inner.database(), &id, booked.clone()).map_err(unwritten)?;
    }
    later::raise(inner, scope, &id, booked, (raises, true)).await?;
    Lookup { inner, scope }.found(known).map(Some)
}

/// A change of one reservation's place.
struct Asked<'a> {
    inner: &'a Rc<Inner>,
    scope: &'a Scope,
    id: &'a ReservationId,
    there: Place,
    /// Whether the party has another size than before.
    has_other_party: bool,
}

impl Asked<'_> {
    fn question(&self, experience: &ExperienceId) -> SlotsQuestion {
        SlotsQuestion {
            experience_id: experience.clone(),
            attendees: self.there.attendees,
            day: self.there.day,
            moving: Some(self.id.clone()),
        }
    }

    /// The error for the new place, which is taken, with the other places of its day.
    async fn taken(&self, experience: &ExperienceId, slots: &[Slot]) -> VenueError {
        let Place { day, minutes, .. } = self.there;
        self.inner
            .taken(self.scope, (experience, day), slots, minutes)
            .await
    }

    /// Refuses a place that is not open to the reservation.
    async fn check(&self, experience: &ExperienceId) -> Result<()> {
        let Place {
            day,
            minutes,
            attendees,
        } = self.there;
        let mut faults: Vec<FieldError> = self.inner.party_fault(attendees).into_iter().collect();
        faults.extend(self.inner.day_fault(day)?);
        if !faults.is_empty() {
            return Err(VenueError::Fields(faults));
        }
        let slots = self
            .inner
            .system
            .slots(self.scope, &self.question(experience))
            .await;
        let slots = slots.map_err(reading_failed)?;
        match slots.iter().find(|slot| slot.minutes == minutes) {
            None => Err(reschedule::refused("/minutes", FieldCode::NotASlot)),
            Some(slot) if slot.status == SlotStatus::Open => self.check_price(slot.payment.as_ref()),
            Some(slot) => {
                let faults: Vec<FieldError> = slot.reasons.iter().filter_map(field_fault).collect();
                Err(if faults.is_empty() {
                    self.taken(experience, &slots).await
                } else {
                    VenueError::Fields(faults)
                })
            }
        }
    }

    /// The price of the same choices at the new place, as the system states it before the change; none where it does not, or
    /// where the price so far is one that not every guest is quoted. Inferred: what is moved costs what a booking there does.
    async fn total(&self, experience: &ExperienceId, booked: &BookedChoices) -> Option<Money> {
        let Self { inner, scope, .. } = *self;
        if !booked.has_public_total() || !inner.system.abilities().quote {
            return None;
        }
        let Place {
            day,
            minutes,
            attendees,
        } = self.there;
        let offers = offers_of(inner, scope, experience).await.ok()?;
        let choices = booked.of_party(attendees, &offers);
        let request = QuoteRequest {
            experience_id: experience.clone(),
            day,
            minutes,
            attendees,
            people: choices.people.clone(),
            add_ons: choices.add_ons.clone(),
            gift_card_code: None,
            reservation_id: None,
        };
        let quote = inner.system.quote(scope, &request, &choices).await.ok()??;
        Some(quote.total)
    }

    /// Refuses a place at another price: what was paid, or was not, is for the booking as it was.
    fn check_price(&self, terms: Option<&PaymentTerms>) -> Result<()> {
        let remembered = journal::reservation(self.inner.database(), self.id)?;
        let before = remembered.as_ref().and_then(|one| one.terms.payment.as_ref());
        let price = |terms: Option<&PaymentTerms>| terms.map(|terms| (terms.kind, terms.amount));
        if price(before) == price(terms) {
            return Ok(());
        }
        let pointer = if self.has_other_party {
            "/attendees"
        } else {
            "/minutes"
        };
        Err(reschedule::refused(pointer, FieldCode::NotOffered))
    }

    /// The reservation, if an error has left it changed; else the guest's error.
    async fn after(
        &self,
        error: RemoteError,
        experience: Option<&ExperienceId>,
    ) -> Result<RemoteReservation> {
        match error {
            RemoteError::NotFound => Err(VenueError::NotFound),
            RemoteError::Declined(decline) if !decline.is_time_gone() => {
                Err(VenueError::Fields(vec![decline.fault()]))
            }
            RemoteError::Conflict | RemoteError::Declined(_) => {
                self.inner.forget_day(self.there.day);
                let Some(experience) = experience else {
                    return Err(taken(Vec::new(), self.there.minutes));
                };
                let question = self.question(experience);
                let slots = self.inner.system.slots(self.scope, &question).await;
                Err(self.taken(experience, &slots.unwrap_or_default()).await)
            }
            error if error.is_outcome_unknown() => {
                self.inner.forget_day(self.there.day);
                // The reservation itself shows whether it was done, where it states its place.
                let known = self.inner.system.reservation(self.scope, self.id).await;
                let is_there = |known: &RemoteReservation| {
                    known.day == Some(self.there.day)
                        && known.minutes == Some(self.there.minutes)
                        && known.attendees == Some(self.there.attendees)
                };
                let unknown = || VenueError::OutcomeUnknown(log_text(&error));
                known.ok().filter(is_there).ok_or_else(unknown)
            }
            error => Err(reading_failed(error)),
        }
    }
}
