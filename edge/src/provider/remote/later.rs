//! Add-ons that come to a reservation after it was made, at a system that can add them. None is taken away: what a kitchen
//! was told of stays.

use std::rc::Rc;

use shared::choices::ChosenAddOn;
use shared::id::{ExperienceId, ReservationId};
use shared::offer::{AddOn, PricePer};
use shared::party::Attendees;
use shared::validation::FieldCode;

use super::booked_choices::BookedChoices;
use super::price::offers_of;
use super::reschedule::refused;
use super::{Inner, RemoteError, journal, log_text, reading_failed};
use crate::error::{Result, VenueError};
use crate::provider::choices::Choices;
use crate::upstream::Scope;

/// The choices that are remembered of a reservation; none of one that was made elsewhere.
pub(super) fn remembered(inner: &Inner, id: &ReservationId) -> Result<BookedChoices> {
    let row = journal::reservation(inner.database(), id)?;
    Ok(row.and_then(|row| row.terms.choices).unwrap_or_default())
}

/// The add-ons of a change that come to a reservation, each with its offer and the number that it is raised to. One that
/// would be taken away or lowered is refused.
pub(super) async fn raises(
    inner: &Rc<Inner>,
    scope: &Scope,
    (experience_id, attendees): (&ExperienceId, Attendees),
    booked: &BookedChoices,
    wanted: &[ChosenAddOn],
) -> Result<Vec<(AddOn, u8)>> {
    let is_kept = |one: ChosenAddOn| {
        let mut all = wanted.iter();
        all.any(|wanted| wanted.id == one.id && wanted.quantity >= one.quantity)
    };
    if !booked.chosen_add_ons().all(is_kept) {
        return Err(refused("/addOns", FieldCode::NotOffered));
    }
    let more = wanted
        .iter()
        .filter(|one| one.quantity > booked.quantity(&one.id));
    let more: Vec<ChosenAddOn> = more.cloned().collect();
    if more.is_empty() {
        return Ok(Vec::new());
    }
    let offers = offers_of(inner, scope, experience_id).await?;
    let choices = Choices {
        add_ons: wanted.to_vec(),
        ..Choices::default()
    };
    let faults = choices.faults_among(&offers, attendees);
    if !faults.is_empty() {
        return Err(VenueError::Fields(faults));
    }
    let offered = more.into_iter().filter_map(|one| {
        let offered = offers.add_ons.iter().find(|offered| offered.id == one.id)?;
        Some((offered.clone(), one.quantity))
    });
    Ok(offered.collect())
}

/// Refuses a smaller party than has been ordered for: nothing is taken away of what is priced for a guest.
pub(super) async fn check_smaller_party(
    inner: &Rc<Inner>,
    scope: &Scope,
    (experience_id, attendees): (&ExperienceId, Attendees),
    booked: &BookedChoices,
) -> Result<()> {
    let most = booked.chosen_add_ons().map(|one| one.quantity).max();
    if most.is_none_or(|most| most <= attendees.get()) {
        return Ok(());
    }
    let offers = offers_of(inner, scope, experience_id).await?;
    let is_too_much = offers
        .add_ons
        .iter()
        .any(|offered| offered.per == PricePer::Guest && booked.quantity(&offered.id) > attendees.get());
    if is_too_much {
        return Err(refused("/attendees", FieldCode::NotOffered));
    }
    Ok(())
}

/// Raises add-ons, one after the other; what was raised is remembered before the next one. Where something of the change
/// was carried out, a refusal is no answer to all of it: `is_begun` says whether something was before.
pub(super) async fn raise(
    inner: &Inner,
    scope: &Scope,
    id: &ReservationId,
    mut booked: BookedChoices,
    (raises, mut is_begun): (Vec<(AddOn, u8)>, bool),
) -> Result<()> {
    for (offered, quantity) in raises {
        let to = ChosenAddOn {
            id: offered.id.clone(),
            quantity,
        };
        let outcome = inner.system.raise_add_on(scope, id, &to).await;
        outcome.map_err(|error| {
            if is_begun {
                VenueError::OutcomeUnknown(log_text(&error))
            } else {
                of_guest(error)
            }
        })?;
        is_begun = true;
        let too_large = || VenueError::OutcomeUnknown("the price of an add-on is too large".to_owned());
        booked = booked.raised(&offered, quantity).ok_or_else(too_large)?;
        journal::rechosen(inner.database(), id, booked.clone())
            .map_err(|error| VenueError::OutcomeUnknown(error.to_string()))?;
    }
    Ok(())
}

/// The guest's error for an add-on that was not added.
fn of_guest(error: RemoteError) -> VenueError {
    match error {
        RemoteError::NotFound => VenueError::NotFound,
        RemoteError::Conflict | RemoteError::Declined(_) => refused("/addOns", FieldCode::NotOffered),
        error if error.is_outcome_unknown() => VenueError::OutcomeUnknown(log_text(&error)),
        error => reading_failed(error),
    }
}
