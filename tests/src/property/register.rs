//! The hotel's reservations and holds.

use edge::provider::remote::{CancelReason, Candidate, Deposit, RemoteReservation};
use edge::provider::status::is_final;
use edge::upstream::Clock;
use shared::choices::ChosenAddOn;
use shared::id::{ExperienceId, ReservationId};
use shared::money::Money;
use shared::party::Attendees;
use shared::reservation::{BookedExperience, Guest, Status};
use shared::time::{Day, Instant, Minutes};
use shared::validation::{Email, Name, Notes, Phone};

use super::catalogue::{SITTING_MINUTES, TABLES, WINE_STOCK, text};
use crate::native::TestClock;

/// A reservation, or a hold.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) id: ReservationId,
    pub(super) reference: String,
    pub(super) status: Status,
    pub(super) held_until: Option<Instant>,
    pub(super) experience: ExperienceId,
    pub(super) day: Day,
    pub(super) minutes: Minutes,
    pub(super) attendees: Attendees,
    /// The place of its table's kind.
    pub(super) table: usize,
    pub(super) add_ons: Vec<ChosenAddOn>,
    pub(super) price: Money,
    pub(super) guest: Guest,
    pub(super) notes: Option<Notes>,
    pub(super) cancelled_for: Option<CancelReason>,
    pub(super) deposits: Vec<Deposit>,
    /// The refund that its staff were told of, in minor units.
    pub(super) refund_noted: Option<i64>,
}

impl Entry {
    pub(super) fn known(&self) -> RemoteReservation {
        RemoteReservation {
            id: self.id.clone(),
            number: format!("H-{}", self.id),
            status: self.status,
            attendees: Some(self.attendees),
            experience: Some(BookedExperience {
                id: self.experience.clone(),
                name: text("Dinner at the hotel"),
            }),
            day: Some(self.day),
            minutes: Some(self.minutes),
            duration: Some(SITTING_MINUTES),
            held_until: self.held_until,
        }
    }

    pub(super) fn candidate(&self) -> Candidate {
        let Guest {
            first_name,
            last_name,
            email,
            phone,
        } = &self.guest;
        Candidate {
            known: self.known(),
            notes: self.notes.as_ref().map(|notes| Notes::as_str(notes).to_owned()),
            first_name: first_name.as_ref().map(|name| Name::as_str(name).to_owned()),
            last_name: Some(last_name.as_str().to_owned()),
            email: email.as_ref().map(|email| Email::as_str(email).to_owned()),
            phone: phone.as_ref().map(|phone| Phone::as_str(phone).to_owned()),
            locale: Some("en".to_owned()),
            starts_at: None,
        }
    }
}

/// All reservations and holds, those that are over included.
#[derive(Default)]
pub(super) struct Register {
    pub(super) entries: Vec<Entry>,
}

impl Register {
    /// Ends the holds whose time is over.
    pub(super) fn lapse(&mut self, clock: &TestClock) {
        let now = clock.now();
        for one in &mut self.entries {
            if one.held_until.is_some_and(|until| until <= now) {
                one.status = Status::Cancelled;
            }
        }
    }

    pub(super) fn find(&self, id: &ReservationId) -> Option<&Entry> {
        self.entries.iter().find(|one| one.id == *id)
    }

    pub(super) fn find_mut(&mut self, id: &ReservationId) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|one| one.id == *id)
    }

    fn live(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|one| !is_final(one.status))
    }

    pub(super) fn held_tables(&self) -> (usize, usize) {
        let holds = self.live().filter(|one| one.held_until.is_some()).count();
        (self.live().count(), holds)
    }

    /// How many tables of each kind are free at a time, with one reservation left out of the count.
    pub(super) fn free(
        &self,
        day: Day,
        minutes: Minutes,
        but: Option<&ReservationId>,
    ) -> [usize; TABLES.len()] {
        let mut free = TABLES.map(|(_, count)| count);
        let there = self
            .live()
            .filter(|one| (one.day, one.minutes) == (day, minutes) && Some(&one.id) != but);
        for one in there {
            if let Some(count) = free.get_mut(one.table) {
                *count = count.saturating_sub(1);
            }
        }
        free
    }

    /// The smallest free table that seats a party.
    pub(super) fn table_for(
        &self,
        (day, minutes): (Day, Minutes),
        attendees: Attendees,
        but: Option<&ReservationId>,
    ) -> Option<usize> {
        let free = self.free(day, minutes, but);
        let mut kinds = TABLES.iter().zip(free);
        kinds.position(|((seats, _), free)| free > 0 && *seats >= attendees.get())
    }

    /// How many wine pairings are left on a day.
    pub(super) fn wine_left(&self, day: Day) -> u16 {
        let taken: u16 = self
            .live()
            .filter(|one| one.day == day)
            .flat_map(|one| &one.add_ons)
            .filter(|one| one.id.as_str() == "wine")
            .map(|one| u16::from(one.quantity))
            .sum();
        WINE_STOCK.saturating_sub(taken)
    }
}
