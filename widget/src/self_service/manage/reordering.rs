//! Changing what was chosen with a reservation beside its table.

use std::sync::Arc;

use shared::problem::Problem;
use shared::quote::QuoteRequest;
use shared::reservation::ReservationChange;
use shared::validation::FieldCode;
use shared::venue::{Experience, Feature};

use super::{ChangedExtras, Effect, Event, ManagedReservation, Step};
use crate::flow::{Answer, Focus};
use crate::self_service::StepContext;
use crate::self_service::extras::{self, ExtrasFault, ExtrasField, place};

impl ManagedReservation {
    /// The experience of the reservation, as long as it is offered to this guest.
    pub(super) fn experience(&self) -> Option<&Experience> {
        let booked = &self.reservation.experience.id;
        let mut offered = self.venue.experiences.iter();
        offered.find(|offered| offered.id == *booked)
    }

    /// Whether what was chosen beside the table can be changed here.
    #[must_use]
    pub fn can_choose(&self) -> bool {
        let has_choices = self.experience().is_some_and(Experience::has_choices);
        self.takes(Feature::ChoiceChanges) && has_choices
    }

    /// Whether to offer that: at once, or once the guest has typed the code of the experience.
    #[must_use]
    pub fn offers_choices(&self) -> bool {
        let booked = &self.reservation;
        let has_chosen =
            !(booked.people.is_empty() && booked.add_ons.is_empty() && booked.answers.is_empty());
        let is_taken = self.takes(Feature::ChoiceChanges);
        self.can_choose() || (has_chosen && is_taken && self.needs_code())
    }

    /// Handles an event about what was chosen, or about the code that shows what is offered; others change nothing.
    pub(super) fn take_choices(&mut self, event: Event, context: &mut StepContext<'_>) -> Vec<Effect> {
        match event {
            Event::ChoicesWanted if self.can_choose() => self.begin_choosing(),
            Event::ChoicesWanted if self.needs_code() => self.begin_code(false),
            Event::Extras(event) => self.choose(event, context),
            Event::ChoicesConfirmed => self.confirm_choices(context),
            Event::CodeTyped(text) => {
                self.type_code(text);
                Vec::new()
            }
            Event::CodeConfirmed => self.confirm_code(context),
            _ => Vec::new(),
        }
    }

    /// Shows what is chosen.
    pub(super) fn begin_choosing(&mut self) -> Vec<Effect> {
        let Some(experience) = self.experience().cloned() else {
            return Vec::new();
        };
        self.quote = Answer::NotRequested;
        let changed = ChangedExtras::of(&self.reservation, Arc::new(experience));
        self.go(Step::Extras(Box::new(changed)))
    }

    /// Handles an act of the guest at the choices.
    fn choose(&mut self, event: extras::Event, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Step::Extras(changed) = &mut self.step else {
            return Vec::new();
        };
        match event {
            extras::Event::PeopleCounted(category, count) => {
                let (experience, attendees) = (Arc::clone(&changed.experience), changed.attendees);
                changed
                    .extras
                    .count_people((category, count), &experience, attendees);
            }
            extras::Event::AddOnChosen(id, quantity) => {
                let add_on = changed.experience.add_ons.iter().find(|add_on| add_on.id == id);
                let limit = add_on.map_or(0, |add_on| changed.limit(add_on));
                changed.extras.take_units(id, quantity.min(limit));
            }
            extras::Event::Answered(question, text) => {
                let experience = Arc::clone(&changed.experience);
                changed.extras.type_answer(&question, text, &experience);
                // The price does not depend on it.
                return Vec::new();
            }
            extras::Event::FieldWanted(field) => {
                let place = place(&field, &changed.experience);
                return place.map(Effect::FocusField).into_iter().collect();
            }
            _ => return Vec::new(),
        }
        self.notice = None;
        self.ask_price(context).into_iter().collect()
    }

    /// The question for the price of what is chosen now, if it is another one than is booked.
    pub(super) fn question_of_choices(&self, changed: &ChangedExtras) -> Option<QuoteRequest> {
        let add_ons = changed.add_ons();
        let is_priced = self.reservation.total.is_some() || !add_ons.is_empty();
        (is_priced && changed.is_ordered_anew()).then(|| QuoteRequest {
            experience_id: changed.experience.id.clone(),
            day: self.reservation.day,
            minutes: self.reservation.minutes,
            attendees: changed.attendees,
            people: changed.people(),
            add_ons,
            gift_card_code: None,
            reservation_id: Some(self.reservation.id.clone()),
        })
    }

    /// Sends the difference; an empty one leads back without a request.
    fn confirm_choices(&mut self, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Step::Extras(changed) = &mut self.step else {
            return Vec::new();
        };
        if matches!(self.quote, Answer::Requested(_)) {
            // The guest is about to see what it will cost.
            return Vec::new();
        }
        match changed.change() {
            Ok(change) if change == ReservationChange::default() => self.go(Step::View),
            Ok(change) => self.send(change, context),
            Err(faults) => {
                changed.extras.sum_up(faults);
                vec![Effect::Focus(Focus::Faults)]
            }
        }
    }

    /// Names what the API refuses of the choices; none where it names no field of theirs. A question that is not known was
    /// added meanwhile, so that the venue is asked for.
    pub(super) fn blame(&mut self, problem: &Problem, context: &mut StepContext<'_>) -> Option<Vec<Effect>> {
        let Step::Extras(changed) = &mut self.step else {
            return None;
        };
        let mut faults = ExtrasFault::of(problem, &changed.add_ons(), &changed.answers());
        faults.retain(|fault| fault.code != FieldCode::NotOffered);
        if faults.is_empty() {
            return None;
        }
        let is_known = |fault: &ExtrasFault| {
            let mut asked = changed.experience.questions.iter();
            match &fault.field {
                ExtrasField::Question(id) => asked.any(|question| question.id == *id),
                ExtrasField::People | ExtrasField::AddOn(_) => true,
            }
        };
        let is_outdated = !faults.iter().all(is_known);
        changed.extras.sum_up(faults);
        self.notice = None;
        let mut effects = vec![Effect::Focus(Focus::Faults)];
        if is_outdated {
            effects.push(Effect::AskVenue(context.next_number(), self.venue.id.clone()));
        }
        Some(effects)
    }

    /// Takes the venue as it is by now. What the guest has chosen is kept.
    pub(super) fn renew(&mut self) {
        let Some(offered) = self.experience().cloned() else {
            return;
        };
        if let Step::Extras(changed) = &mut self.step {
            changed.experience = Arc::new(offered);
        }
    }

    /// Names what is chosen and has no price.
    pub(super) fn not_priced(&mut self, problem: &Problem) {
        if let Step::Extras(changed) = &mut self.step {
            changed.extras.faults = ExtrasFault::of(problem, &changed.add_ons(), &changed.answers());
        }
    }
}
