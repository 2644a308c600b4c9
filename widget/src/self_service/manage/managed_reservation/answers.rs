//! Handles the API's answers about a reservation and its payment.

use shared::problem::{Problem, ProblemCode};
use shared::reservation::Reservation;
use shared::validation::FieldCode;

use super::{File, ManagedReservation, Notice, Phase, Step, StepResult};
use crate::flow::{Failure, Focus};
use crate::self_service::manage::Effect;
use crate::self_service::payment::{self, Checkout};
use crate::self_service::{StepContext, is_link_refused};

impl ManagedReservation {
    /// Takes the reservation's present state.
    pub(super) fn settle(&mut self, reservation: Box<Reservation>) -> Vec<Effect> {
        self.reservation = reservation;
        let mut effects = self.follow_payment();
        effects.extend(self.locate());
        effects
    }

    /// Takes the reservation as a write has answered it. Such an answer holds no payment.
    pub(super) fn settle_written(
        &mut self,
        reservation: Box<Reservation>,
        context: &mut StepContext<'_>,
    ) -> Vec<Effect> {
        let had_payment = self.checkout.is_some();
        let mut effects = self.settle(reservation);
        if had_payment && self.checkout.is_none() {
            effects.extend(self.ask(context));
        }
        effects
    }

    /// Asks when it begins, and what the venue's clock shows at the deadline of its refund.
    pub(super) fn locate(&self) -> Vec<Effect> {
        let Reservation {
            day,
            minutes,
            refund_until,
            ..
        } = *self.reservation;
        let zone = &self.venue.time_zone;
        let mut effects = vec![Effect::Locate(zone.clone(), day, minutes)];
        effects.extend(refund_until.map(|until| Effect::ReadClock(zone.clone(), until)));
        effects
    }

    pub(super) fn reservation_answered(&mut self, answer: Result<Box<Reservation>, Failure>) -> StepResult {
        match answer {
            Ok(reservation) => {
                if self.step == Step::View && matches!(self.notice, Some(Notice::Failed(_))) {
                    self.notice = None;
                }
                let was_to_pay = self.phase() == Phase::ToPay;
                let mut effects = self.settle(reservation);
                if was_to_pay && self.phase() != Phase::ToPay {
                    effects.extend(self.go(Step::View));
                    if self.can_change() {
                        self.notice = Some(Notice::Paid);
                    }
                }
                Ok(effects)
            }
            Err(failure) if is_link_refused(&failure) => Err(failure),
            Err(failure) => {
                if let Some(checkout) = &mut self.checkout {
                    return Ok(paid(
                        checkout.take(payment::Event::UpdateFailed(failure), self.now),
                    ));
                }
                Ok(self.say(Notice::Failed(failure)))
            }
        }
    }

    pub(super) fn changed(
        &mut self,
        answer: Result<Box<Reservation>, Failure>,
        context: &mut StepContext<'_>,
    ) -> StepResult {
        let reservation = match answer {
            Ok(reservation) => reservation,
            Err(failure) => return self.refused(failure, context),
        };
        let was_note = matches!(self.step, Step::Notes(_));
        let mut effects = self.settle_written(reservation, context);
        effects.extend(self.go(Step::View));
        self.notice = Some(if was_note { Notice::Noted } else { Notice::Changed });
        self.file = File::Idle;
        Ok(effects)
    }

    pub(super) fn refused(&mut self, failure: Failure, context: &mut StepContext<'_>) -> StepResult {
        if is_link_refused(&failure) {
            return Err(failure);
        }
        let Failure::Problem(problem) = &failure else {
            return Ok(self.say(Notice::Failed(failure)));
        };
        Ok(match problem.code {
            ProblemCode::SlotTaken => self.lose(context),
            ProblemCode::ValidationFailed => {
                if let Some(effects) = self.blame(problem, context) {
                    return Ok(effects);
                }
                let notice = self.refused_fields(problem);
                self.say(notice)
            }
            ProblemCode::IllegalTransition => {
                let mut effects = self.go(Step::View);
                effects.extend(self.say(Notice::TooLate));
                effects.extend(self.ask(context));
                effects
            }
            _ => self.say(Notice::Failed(failure)),
        })
    }

    /// The notice about fields that were refused. What is not offered may be so at another price alone, where the refused
    /// field is part of the price and the guest was not told that it stays.
    fn refused_fields(&self, problem: &Problem) -> Notice {
        let mut errors = problem.errors.iter();
        let Some(refused) = errors.find(|error| error.code == FieldCode::NotOffered) else {
            return Notice::NotPossible;
        };
        let is_part_of_price = ["/day", "/minutes", "/attendees", "/people", "/addOns"]
            .iter()
            .any(|field| refused.pointer.starts_with(field));
        let total = self.quote.known().map(|quote| quote.total);
        let stays = total.is_some() && total == self.reservation.total;
        if is_part_of_price && !stays {
            Notice::OtherPrice
        } else {
            Notice::NotOffered
        }
    }

    /// Starts or updates the checkout by the payment in the reservation.
    pub(super) fn follow_payment(&mut self) -> Vec<Effect> {
        let Some(payment) = self.reservation.checkout.take() else {
            self.checkout = None;
            return Vec::new();
        };
        // At another system a table is certain some time after its payment.
        let is_awaited = self.phase() == Phase::ToPay;
        if let Some(checkout) = &mut self.checkout
            && checkout.payment.id == payment.id
        {
            let mut effects = checkout.take(payment::Event::Updated(payment), self.now);
            effects.extend(checkout.await_outcome(is_awaited));
            return paid(effects);
        }
        let (mut checkout, mut effects) = Checkout::start(*payment, self.now);
        effects.extend(checkout.await_outcome(is_awaited));
        self.checkout = Some(Box::new(checkout));
        paid(effects)
    }

    /// Passes an event to the checkout, and carries its effects on the reservation out.
    pub(super) fn pass(&mut self, event: payment::Event, context: &mut StepContext<'_>) -> Vec<Effect> {
        let Some(checkout) = &mut self.checkout else {
            return Vec::new();
        };
        let wanted = checkout.take(event, context.now);
        let mut effects = Vec::new();
        for effect in wanted {
            match effect {
                payment::Effect::Ask => effects.extend(self.ask(context)),
                payment::Effect::AskForMoreTime => {
                    let number = context.next_number();
                    self.asked = Some(number);
                    effects.push(Effect::Extend(number, self.link.clone()));
                }
                effect => effects.extend(paid(vec![effect])),
            }
        }
        effects
    }
}

/// The effects of the payment that do not concern the reservation.
fn paid(effects: Vec<payment::Effect>) -> Vec<Effect> {
    let of_page = |effect| match effect {
        payment::Effect::FocusNotice => Effect::Focus(Focus::PaymentNotice),
        effect => Effect::Payment(effect),
    };
    effects.into_iter().map(of_page).collect()
}
