//! Sending the reservation, and what each answer leads to.

use shared::availability::{DayStatus, Slot, SlotStatus};
use shared::problem::{Problem, ProblemCode};
use shared::reservation::{Reservation, ReservationRequest};

use super::gift_card::POINTER;
use super::{
    Answer, Booking, Effect, Failure, Focus, GiftFault, GuestFault, HostEvent, IdempotencyKey, Notice,
    RequestNumbers, Step, Submission,
};

impl Booking {
    /// Whether the chosen time, or one of the day where none is chosen, comes with a payment or a card.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        let chosen = self.slot();
        let mut slots = self.slots.known().into_iter().flatten();
        slots.any(|slot| slot.payment.is_some() && chosen.is_none_or(|chosen| chosen.minutes == slot.minutes))
    }

    /// Whether everything is shown once more before it counts. Where nothing is paid now the details end with the button
    /// that books.
    #[must_use]
    pub fn has_review(&self) -> bool {
        self.is_paid() || self.has_prepaid_extras
    }

    /// Whether the step shown is the one that books.
    fn is_at_last(&self) -> bool {
        match self.step {
            Step::Details => !self.has_review(),
            Step::Review => true,
            Step::Find | Step::Done(_) => false,
        }
    }

    /// Takes the details as they are, if nothing is wrong with them; otherwise lists what is.
    pub(super) fn accept_details(&mut self) -> Result<(), Vec<Effect>> {
        match self.details.check(&self.venue) {
            Ok(_) => {
                self.details.faults.clear();
                self.details.is_summed_up = false;
                self.details.accepted = true;
                Ok(())
            }
            Err(faults) => {
                self.details.sum_up(faults);
                Err(vec![Effect::Focus(Focus::Faults)])
            }
        }
    }

    pub(super) fn confirm(&mut self, fresh: IdempotencyKey, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let is_sending = matches!(self.submission, Submission::Sending(..));
        if self.step == Step::Details && self.is_at_last() && !self.submission.is_open() {
            if self.slot().is_none() {
                return self.go(Step::Find, Focus::Step);
            }
            if let Err(effects) = self.accept_details() {
                return effects;
            }
        }
        let wanted = self.request();
        let Some(attempt) = self.submission.next(fresh, wanted) else {
            return if is_sending {
                Vec::new()
            } else {
                self.check_gift_code()
            };
        };
        let number = numbers.issue();
        let effect = Effect::Reserve(number, attempt.key.clone(), attempt.request.clone());
        self.submission = Submission::Sending(number, attempt);
        self.notice = None;
        vec![effect]
    }

    /// The reservation's body, if the guest is at the step that books and everything is there.
    fn request(&self) -> Option<Box<ReservationRequest>> {
        let (true, Some(day), Some(slot)) = (self.is_at_last(), self.day, self.slot()) else {
            return None;
        };
        let contact = self.details.check(&self.venue).ok()?;
        Some(Box::new(ReservationRequest {
            experience_id: self.experience.id.clone(),
            day,
            minutes: slot.minutes,
            attendees: self.attendees,
            guest: contact.guest,
            notes: contact.notes,
            locale: self.locale.clone(),
            area_id: self.wanted_area().map(|area| area.id.clone()),
            marketing_consent: self.venue.policies.marketing_consent && self.details.consent,
            gift_card_code: self.gift_code().ok()?,
            people: Vec::new(),
            add_ons: Vec::new(),
            answers: Vec::new(),
            quoted: None,
        }))
    }

    pub(super) fn reservation_answered(
        &mut self,
        number: u32,
        answer: Result<Box<Reservation>, Failure>,
        numbers: &mut RequestNumbers,
    ) -> Vec<Effect> {
        let Some(attempt) = self.submission.answered(number) else {
            return Vec::new();
        };
        let failure = match answer {
            Ok(reservation) => return self.finish(reservation),
            Err(failure) => failure,
        };
        let tell = Effect::Emit(HostEvent::Error(failure.name()));
        let mut effects = match self.submission.doubt(attempt, failure) {
            Ok(()) => vec![Effect::Focus(Focus::Notice)],
            Err(failure) => self.refuse(failure, numbers),
        };
        effects.push(tell);
        effects
    }

    fn finish(&mut self, reservation: Box<Reservation>) -> Vec<Effect> {
        let reserved = HostEvent::Reserved {
            experience: reservation.experience.id.clone(),
            day: reservation.day,
            minutes: reservation.minutes,
            attendees: reservation.attendees,
            status: reservation.status,
        };
        // The next person at this screen must not see it.
        self.gift_card = None;
        let mut effects = self.go(Step::Done(reservation), Focus::Step);
        effects.push(Effect::Emit(reserved));
        effects
    }

    fn refuse(&mut self, failure: Failure, numbers: &mut RequestNumbers) -> Vec<Effect> {
        match failure {
            Failure::Problem(problem) if problem.code == ProblemCode::SlotTaken => self.lose_slot(*problem),
            Failure::Problem(problem) if problem.code == ProblemCode::ValidationFailed => {
                self.show_faults(*problem, numbers)
            }
            Failure::Problem(problem)
                if problem.code == ProblemCode::RateLimited && matches!(self.gift_code(), Ok(Some(_))) =>
            {
                self.blame_gift_card(GiftFault::Limited)
            }
            failure => {
                self.notice = Some(Notice::Refused(failure));
                vec![Effect::Focus(Focus::Notice)]
            }
        }
    }

    fn lose_slot(&mut self, problem: Problem) -> Vec<Effect> {
        let lost = self.minutes.take();
        self.cache.calendars.forget_answers();
        self.cache.slots.clear();
        self.area = None;
        let effects = self.go(Step::Find, Focus::Notice);
        if let Some(slots) = problem.alternatives {
            self.close_day_unless_open(&slots);
            if let Some(day) = self.day {
                let question = self.slots_question(day);
                self.cache.slots.store(question, slots.clone(), self.cache.now);
            }
            self.slots = Answer::Known(slots);
        } else {
            // The slots we hold are known to be wrong; the guest can ask again.
            self.slots = Answer::Failed(Failure::Problem(Box::new(Problem::new(ProblemCode::SlotTaken))));
        }
        self.notice = lost.map(Notice::SlotLost);
        effects
    }

    /// Shows the fields that the edge refused though they passed the widget's own validation.
    fn show_faults(&mut self, problem: Problem, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let faults = GuestFault::of(&problem);
        if !faults.is_empty() {
            let effects = self.show_details(Focus::Faults);
            self.details.sum_up(faults);
            return effects;
        }
        if let Some(error) = problem.errors.iter().find(|error| error.pointer == POINTER) {
            return self.blame_gift_card(GiftFault::Code(error.code));
        }
        let names = |pointers: &[&str]| {
            problem
                .errors
                .iter()
                .any(|error| pointers.contains(&error.pointer.as_str()))
        };
        let effects = if names(&["/experienceId", "/day", "/minutes", "/attendees"]) {
            // What is shown as open is not: nothing of it can be trusted any more.
            self.minutes = None;
            self.months.forget();
            self.cache.clear();
            let mut effects = self.go(Step::Find, Focus::Notice);
            effects.extend(self.ask_availability(numbers));
            effects
        } else if names(&["/areaId"]) {
            self.area = None;
            self.show_details(Focus::Notice)
        } else {
            vec![Effect::Focus(Focus::Notice)]
        };
        self.notice = Some(Notice::Refused(Failure::Problem(Box::new(problem))));
        effects
    }

    /// Shows the details, or goes on showing them.
    fn show_details(&mut self, focus: Focus) -> Vec<Effect> {
        if self.step == Step::Details {
            vec![Effect::Focus(focus)]
        } else {
            self.go(Step::Details, focus)
        }
    }

    /// Marks the day as full once all its slots are known to be taken.
    fn close_day_unless_open(&mut self, slots: &[Slot]) {
        if slots.iter().any(|slot| slot.status == SlotStatus::Open) {
            return;
        }
        let Some(day) = self.day else { return };
        if let Answer::Known(days) = self.months.entry(day)
            && let Some(known) = days.iter_mut().find(|known| known.day == day)
        {
            known.status = DayStatus::Full;
        }
    }
}
