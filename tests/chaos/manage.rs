//! A guest's acts on a reservation: reading and cancelling it; and those of staff on the list.

use std::time::Duration;

use edge::error::VenueError;
use edge::provider::{Provider, ReservationsQuestion};
use shared::reservation::{Reservation, Status};

use crate::guest::Guest;

/// After this long nothing that was sent earlier is still on its way.
const ALL_ARRIVED: Duration = Duration::from_mins(2);

impl Guest {
    /// Looks at a reservation, or takes it to another status.
    pub async fn come_back(&mut self) {
        let place = self.rng.usize(..self.booked.len());
        if self.rng.bool() {
            let reservation = self.booked[place].clone();
            self.see(&reservation).await;
            return;
        }
        let reservation = self.booked.swap_remove(place);
        let steps = self.world.system.steps();
        let status = steps[self.rng.usize(..steps.len())];
        if let Some(still) = self.change(reservation, status).await {
            self.booked.push(still);
        }
    }

    fn status_upstream(&self, reservation: &Reservation) -> Option<&'static str> {
        let now = self.world.clock.since_epoch();
        self.world.system.status(reservation.id.as_str(), now)
    }

    /// The reservation as it is answered, if it is.
    async fn see(&mut self, reservation: &Reservation) -> Option<Reservation> {
        self.world.take_operation();
        let before = self.status_upstream(reservation);
        let answer = self.world.client().reservation(&reservation.id).await;
        self.count_answer("reservation", &answer);
        let after = self.status_upstream(reservation);
        let seen = match answer {
            Ok(seen) => seen,
            Err(VenueError::Away { .. } | VenueError::Timeout | VenueError::Failed(_)) => {
                return None;
            }
            // The object died.
            Err(VenueError::Broken(_)) => return None,
            Err(error) => {
                self.violation(format!(
                    "{} is there, and is answered {error:?}",
                    reservation.id.as_str()
                ));
                return None;
            }
        };
        let is_true = [before, after].contains(&Some(seen.status.text()));
        let is_same = (seen.day, seen.minutes) == (reservation.day, reservation.minutes);
        if !is_true || !is_same {
            self.violation(format!(
                "{reservation:?} ({before:?}, {after:?}) is seen as {seen:?}"
            ));
        }
        Some(seen)
    }

    /// Takes a reservation to another status; the reservation, if it is not over.
    async fn change(&mut self, mut reservation: Reservation, status: Status) -> Option<Reservation> {
        self.world.take_operation();
        let before = reservation.status;
        let answer = self.world.client().set_status(&reservation.id, status).await;
        self.count_answer("status", &answer);
        reservation.status = match answer {
            Ok(changed) => {
                if changed.status != status {
                    self.violation(format!("asked for {status:?}, answered {changed:?}"));
                }
                status
            }
            Err(VenueError::Away { .. } | VenueError::Timeout | VenueError::Failed(_)) => before,
            Err(VenueError::OutcomeUnknown(_)) => {
                self.world.clock.pass(ALL_ARRIVED).await;
                loop {
                    if let Some(seen) = self.see(&reservation).await {
                        if ![before, status].contains(&seen.status) {
                            self.violation(format!("neither {before:?} nor {status:?}: {seen:?}"));
                        }
                        break seen.status;
                    }
                    self.pause(2_000..9_000).await;
                }
            }
            Err(error) => {
                self.violation(format!("{reservation:?} to {status:?}: {error:?}"));
                return None;
            }
        };
        let upstream = self.status_upstream(&reservation);
        if upstream != Some(reservation.status.text()) {
            self.violation(format!(
                "{upstream:?} upstream, answered {:?}",
                reservation.status
            ));
        }
        let is_over = matches!(reservation.status, Status::Cancelled | Status::NoShow);
        (!is_over).then_some(reservation)
    }

    /// Asks for a day's reservations, as staff do.
    pub async fn list(&mut self) {
        if !self.world.take_operation() {
            return;
        }
        let day = self.day();
        let question = ReservationsQuestion {
            from: day,
            to: day,
            statuses: Vec::new(),
            include_walk_ins: false,
        };
        let confirmed = self.world.ledger.borrow().confirmed_on(day);
        let answer = self.world.client().reservations(&question).await;
        self.count_answer("list", &answer);
        let Ok(list) = answer else { return };
        for id in confirmed {
            let is_contended = self.world.ledger.borrow().contended.contains_key(&id);
            if !is_contended && !list.iter().any(|one| one.id.as_str() == id) {
                self.violation(format!("{id} is missing in the list of {day}"));
            }
        }
    }
}
