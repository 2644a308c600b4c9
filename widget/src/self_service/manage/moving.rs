//! Moving a reservation: another slot is found with the booking's own find step, for which the present table counts as
//! free.

use shared::availability::DayStatus;
use shared::reservation::ReservationChange;
use shared::time::Minutes;
use shared::venue::Feature;

use super::{Effect, ManagedReservation, Notice, Step};
use crate::flow::{self, Answer, Flow, Focus, Prefill, Setup};
use crate::self_service::{Link, StepContext};

impl ManagedReservation {
    /// Starts the find step with the day and the party that are booked.
    pub(super) fn begin_move(&mut self, context: &StepContext<'_>) -> Vec<Effect> {
        let setup = Setup {
            venue: self.venue.id.clone(),
            language: self.language.clone(),
            prefill: Prefill {
                experience: Some(self.reservation.experience.id.clone()),
                attendees: Some(self.reservation.attendees),
                day: Some(self.reservation.day),
                minutes: None,
            },
        };
        let (state, _) = flow::State::start(setup);
        let mut venue = Box::new((*self.venue).clone());
        // A guest with a table is not led to the waitlist from here.
        venue.features.retain(|feature| *feature != Feature::Waitlist);
        let (state, asked) = flow::step(state, flow::Event::VenueAnswered(1, Ok(venue)), context.now);
        let mut effects = self.go(Step::Find(Box::new(state)));
        effects.extend(asked.into_iter().filter_map(|effect| outside(effect, &self.link)));
        effects
    }

    /// Handles an event of the find step.
    pub(super) fn find(&mut self, event: flow::Event, context: &mut StepContext<'_>) -> Vec<Effect> {
        let (Step::Find(find) | Step::Review(find, _)) = &mut self.step else {
            return Vec::new();
        };
        match event {
            flow::Event::TimeChosen(minutes) => self.pick(minutes, context),
            event => {
                let Some(event) = inside(event, self.reservation.day) else {
                    return Vec::new();
                };
                let (next, asked) = flow::step((**find).clone(), event, context.now);
                **find = next;
                asked
                    .into_iter()
                    .filter_map(|effect| outside(effect, &self.link))
                    .collect()
            }
        }
    }

    /// Goes on to the review of a time, if it is open.
    fn pick(&mut self, minutes: Minutes, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Step::Find(find) = &self.step else {
            return Vec::new();
        };
        let slots = find.booking().and_then(|booking| booking.slots.known());
        let is_open = slots
            .into_iter()
            .flatten()
            .any(|slot| slot.minutes == minutes && slot.status == shared::availability::SlotStatus::Open);
        if is_open {
            let find = find.clone();
            let mut effects = self.go(Step::Review(find, minutes));
            effects.extend(self.ask_price(context));
            effects
        } else {
            Vec::new()
        }
    }

    /// The difference between the chosen slot and the reservation.
    #[must_use]
    pub fn change(&self) -> Option<ReservationChange> {
        let Step::Review(find, minutes) = &self.step else {
            return None;
        };
        let booking = find.booking()?;
        let (day, booked) = (booking.day?, &self.reservation);
        Some(ReservationChange {
            day: (day != booked.day).then_some(day),
            minutes: (*minutes != booked.minutes).then_some(*minutes),
            attendees: (booking.attendees != booked.attendees).then_some(booking.attendees),
            ..ReservationChange::default()
        })
    }

    /// Sends the difference; an empty one leads back without a request.
    pub(super) fn confirm_move(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        if matches!(self.quote, Answer::Requested(_)) {
            // The guest is about to see what it will cost.
            return Vec::new();
        }
        match self.change() {
            Some(change) if change.moves() => self.send(change, context),
            Some(_) => self.go(Step::View),
            None => Vec::new(),
        }
    }

    /// Refreshes availability after the slot was taken by another guest.
    pub(super) fn lose(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Step::Review(find, minutes) = &self.step else {
            return self.say(Notice::NotPossible);
        };
        let (find, minutes) = (find.clone(), *minutes);
        let mut effects = self.go(Step::Find(find));
        effects.extend(self.find(flow::Event::Refreshed, context));
        effects.extend(self.say(Notice::Taken(minutes)));
        effects
    }
}

/// The event for the find step, if it is one of that step's.
fn inside(event: flow::Event, own: shared::time::Day) -> Option<flow::Event> {
    match event {
        // The party's own table counts as taken in the calendar, and as free in the day's times.
        flow::Event::CalendarAnswered(number, Ok(mut days)) => {
            for known in &mut days {
                if known.day == own && known.status == DayStatus::Full {
                    known.status = DayStatus::Open;
                }
            }
            Some(flow::Event::CalendarAnswered(number, Ok(days)))
        }
        flow::Event::CalendarAnswered(..)
        | flow::Event::SlotsAnswered(..)
        | flow::Event::PartyChosen(_)
        | flow::Event::MonthTurned(_)
        | flow::Event::CursorMoved(_)
        | flow::Event::DayChosen(_)
        | flow::Event::Retried(_)
        | flow::Event::Refreshed => Some(event),
        _ => None,
    }
}

/// The effect of the find step as one of this flow.
fn outside(effect: flow::Effect, link: &Link) -> Option<Effect> {
    match effect {
        flow::Effect::AskCalendar(..) | flow::Effect::AskSlots(..) => {
            Some(Effect::Find(Box::new(effect), link.clone()))
        }
        flow::Effect::Focus(focus @ (Focus::Day(_) | Focus::Times | Focus::Part(_))) => {
            Some(Effect::Focus(focus))
        }
        _ => None,
    }
}
