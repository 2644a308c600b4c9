//! The consequence of a refusal of the API: the field that it is about, or a price to agree to again.

use std::sync::Arc;

use shared::problem::{Problem, ProblemCode};
use shared::validation::FieldCode;
use shared::venue::Venue;

use super::state::focus;
use super::{BookingWithExtras, Effect, ExtrasFault, ExtrasField, ExtrasNotice};
use crate::flow::{Failure, Focus, GiftFault, Step};

/// JSON pointer into a request.
const GIFT_CARD: &str = "/giftCardCode";

impl BookingWithExtras {
    /// The reservation was refused, and nothing was booked. `effects` are those of the booking, which knows nothing of
    /// extras and has shown the refusal above its step.
    pub(super) fn refused(&mut self, problem: &Problem, effects: &mut Vec<Effect>) {
        match (problem.code, &problem.quote) {
            (ProblemCode::PriceChanged, Some(quote)) => {
                let shown = self.quoting.replace(quote.clone());
                self.keep_left();
                self.notice = Some(ExtrasNotice::PriceChanged(shown));
            }
            (ProblemCode::PriceChanged, None) => {
                effects.extend(self.quoting.ask(&mut self.numbers));
                self.notice = Some(ExtrasNotice::PriceChanged(None));
            }
            (ProblemCode::ValidationFailed, _) => {
                let faults = self.faults_of(problem);
                let booking = self.booking.booking();
                let is_sent_from = |step: &Step| matches!(step, Step::Details | Step::Review);
                if faults.is_empty() || !booking.is_some_and(|booking| is_sent_from(&booking.step)) {
                    return;
                }
                effects.retain(|effect| *effect != focus(Focus::Notice));
                effects.extend(self.blame(faults));
            }
            _ => return,
        }
        if let Some(booking) = self.open() {
            booking.notice = None;
        }
    }

    /// The price could not be had.
    pub(super) fn not_quoted(&mut self, failure: Failure) -> Vec<Effect> {
        let Failure::Problem(problem) = failure else {
            return Vec::new();
        };
        let card = problem.errors.iter().find(|error| error.pointer == GIFT_CARD);
        let card = card.map(|error| GiftFault::Code(error.code));
        if let (Some(fault), Some(booking)) = (card, self.open()) {
            booking.gift_card.get_or_insert_default().fault = Some(fault);
            return vec![focus(Focus::GiftCard)];
        }
        let faults = self.faults_of(&problem);
        if faults.is_empty() {
            return Vec::new();
        }
        if self.is_at_extras {
            // The guest is at it.
            self.lower_sold_out(&faults);
            self.extras.faults = faults;
            return Vec::new();
        }
        self.blame(faults)
    }

    /// The extras that a problem names.
    fn faults_of(&self, problem: &Problem) -> Vec<ExtrasFault> {
        let Some(booking) = self.booking.booking() else {
            return Vec::new();
        };
        let add_ons = self.extras.add_ons(&booking.experience);
        let answers = self.extras.answers(&booking.experience).unwrap_or_default();
        ExtrasFault::of(problem, &add_ons, &answers)
    }

    /// Leads back to the extras with the fields named. A question that is not known was added meanwhile, so that the venue
    /// is asked for.
    fn blame(&mut self, faults: Vec<ExtrasFault>) -> Vec<Effect> {
        let is_unknown = |fault: &ExtrasFault| {
            let Some(booking) = self.booking.booking() else {
                return false;
            };
            let mut asked = booking.experience.questions.iter();
            matches!(&fault.field, ExtrasField::Question(id)
                if fault.code == FieldCode::Unknown || !asked.any(|question| question.id == *id))
        };
        let is_outdated = faults.iter().any(is_unknown);
        self.lower_sold_out(&faults);
        let mut effects = self.show_faults(faults);
        if is_outdated && self.venue_asked.is_none() {
            let number = self.numbers.issue();
            self.venue_asked = Some(number);
            effects.push(Effect::AskVenue(number, self.booking.setup.venue.clone()));
        }
        effects
    }

    /// Gives up the add-ons that are sold out, which their faults then say.
    fn lower_sold_out(&mut self, faults: &[ExtrasFault]) {
        for fault in faults {
            if let (ExtrasField::AddOn(id), FieldCode::SoldOut) = (&fault.field, fault.code) {
                self.extras.take_units(id.clone(), 0);
            }
        }
    }

    /// Takes over the experience as it is by now.
    pub(super) fn renew(&mut self, venue: Option<Box<Venue>>) {
        let (Some(venue), Some(booking)) = (venue, self.open()) else {
            return;
        };
        let mut offered = venue.experiences.iter();
        if let Some(experience) = offered.find(|offered| offered.id == booking.experience.id) {
            booking.experience = Arc::new(experience.clone());
            booking.venue = Arc::from(venue);
        }
    }
}
