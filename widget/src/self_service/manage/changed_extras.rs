//! The choices of a reservation while its guest changes them: people by age, add-ons and answers. Its day, time and size stay.

use std::sync::Arc;

use shared::choices::{Answer, ChosenAddOn, PeopleCount};
use shared::offer::AddOn;
use shared::party::Attendees;
use shared::quote::AddOnLeft;
use shared::reservation::{Reservation, ReservationChange};
use shared::venue::Experience;

use crate::self_service::extras::{Extras, ExtrasFault, limit};

/// The choices of a reservation while they are changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedExtras {
    /// The experience as it is offered now.
    pub experience: Arc<Experience>,
    /// The size of the party.
    pub attendees: Attendees,
    /// The choices.
    pub extras: Extras,
    /// The choices as they are booked.
    booked: Extras,
    /// The rest of each stock of add-ons on the day, as far as it is known; the reservation's own is part of it.
    pub(super) left: Vec<AddOnLeft>,
}

impl ChangedExtras {
    /// The choices as they are booked.
    #[must_use]
    pub fn of(reservation: &Reservation, experience: Arc<Experience>) -> Self {
        let extras = Extras::of(reservation);
        Self {
            experience,
            attendees: reservation.attendees,
            booked: extras.clone(),
            extras,
            left: Vec::new(),
        }
    }

    /// The most units of an add-on.
    #[must_use]
    pub fn limit(&self, add_on: &AddOn) -> u8 {
        let mut left = self.left.iter();
        let left = left.find(|one| one.id == add_on.id).map(|one| one.left);
        limit(add_on, self.attendees, left)
    }

    /// The party by age category; empty where all are of the default one.
    #[must_use]
    pub fn people(&self) -> Vec<PeopleCount> {
        self.extras.people(&self.experience, self.attendees)
    }

    /// The add-ons.
    #[must_use]
    pub fn add_ons(&self) -> Vec<ChosenAddOn> {
        self.extras.add_ons(&self.experience)
    }

    /// The answers that can be sent.
    #[must_use]
    pub fn answers(&self) -> Vec<Answer> {
        self.extras.answers(&self.experience).unwrap_or_default()
    }

    /// The difference to what is booked, or every faulty answer.
    pub fn change(&self) -> Result<ReservationChange, Vec<ExtrasFault>> {
        let booked = (
            self.booked.people(&self.experience, self.attendees),
            self.booked.add_ons(&self.experience),
            self.booked.answers(&self.experience).unwrap_or_default(),
        );
        let answers = self.extras.answers(&self.experience)?;
        let (people, add_ons) = (self.people(), self.add_ons());
        Ok(ReservationChange {
            people: (people != booked.0).then_some(people),
            add_ons: (add_ons != booked.1).then_some(add_ons),
            answers: (answers != booked.2).then_some(answers),
            ..ReservationChange::default()
        })
    }

    /// Whether people or add-ons differ from what is booked, and with them the price.
    #[must_use]
    pub fn is_ordered_anew(&self) -> bool {
        let people = self.booked.people(&self.experience, self.attendees);
        self.people() != people || self.add_ons() != self.booked.add_ons(&self.experience)
    }
}
