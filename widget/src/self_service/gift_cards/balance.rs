//! The balance of a gift card by its code, which is validated before it is sent.

use shared::gift_card::{Balance, GiftCardCode};
use shared::problem::ProblemCode;
use shared::validation::FieldCode;

use super::{Effect, Event, Focus, Section, Shop};
use crate::flow::{Failure, HostEvent};
use crate::self_service::StepContext;

/// The form for checking a card's balance.
#[derive(Clone, Default, PartialEq)]
pub struct BalanceCheck {
    /// The code as typed.
    pub text: String,
    /// Its fault.
    pub fault: Option<BalanceFault>,
    /// The balance, once it is answered.
    pub known: Option<Balance>,
    /// The number of the request in flight.
    pub asked: Option<u32>,
    /// The section that the guest came from.
    from: Option<Section>,
}

/// Why no balance is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BalanceFault {
    /// The code is invalid by its form.
    Code(FieldCode),
    /// No card has it.
    Unknown,
    /// The request failed.
    Failed(Failure),
}

impl std::fmt::Debug for BalanceCheck {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The code is worth the card's balance.
        formatter
            .debug_struct("BalanceCheck")
            .field("fault", &self.fault)
            .field("known", &self.known)
            .field("asked", &self.asked)
            .finish_non_exhaustive()
    }
}

impl Shop {
    pub(super) fn open_balance(&mut self) -> Vec<Effect> {
        self.balance.from = Some(self.section);
        self.section = Section::Balance;
        vec![
            Effect::Focus(Focus::Heading),
            Effect::Emit(HostEvent::Step("gift-card-balance")),
        ]
    }

    pub(super) fn take_balance(&mut self, event: Event, context: &mut StepContext<'_>) -> Vec<Effect> {
        match event {
            Event::CodeTyped(text) => {
                // An answer is one to another code from now on.
                self.balance.known = None;
                self.balance.asked = None;
                self.balance.text = text;
                if self.balance.fault.is_some() {
                    self.balance.fault = GiftCardCode::parse(&self.balance.text)
                        .err()
                        .map(BalanceFault::Code);
                }
                Vec::new()
            }
            Event::BalanceAsked | Event::Retried if self.balance.asked.is_none() => {
                match GiftCardCode::parse(&self.balance.text) {
                    Ok(code) => {
                        let number = context.next_number();
                        self.balance.asked = Some(number);
                        self.balance.fault = None;
                        self.balance.known = None;
                        vec![Effect::AskBalance(number, code)]
                    }
                    Err(fault) => {
                        self.balance.known = None;
                        self.balance.fault = Some(BalanceFault::Code(fault));
                        vec![Effect::Focus(Focus::Code)]
                    }
                }
            }
            Event::WentBack => {
                let section = self.balance.from.take().unwrap_or(Section::Purchase);
                // A code on the screen is money left on the table.
                self.balance = BalanceCheck::default();
                self.section = section;
                let name = match (&self.order, section) {
                    (Some(order), Section::Order) => order.step_name(),
                    _ => self.step.name(),
                };
                vec![Effect::Focus(Focus::Heading), Effect::Emit(HostEvent::Step(name))]
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn balance_answered(&mut self, number: u32, answer: Result<Balance, Failure>) -> Vec<Effect> {
        if self.balance.asked != Some(number) {
            return Vec::new();
        }
        self.balance.asked = None;
        let failure = match answer {
            Ok(balance) => {
                self.balance.known = Some(balance);
                return vec![Effect::Focus(Focus::Balance)];
            }
            Err(failure) => failure,
        };
        let tell = Effect::Emit(HostEvent::Error(failure.name()));
        let (fault, focus) = match &failure {
            Failure::Problem(problem) if problem.code == ProblemCode::GiftCardNotFound => {
                (BalanceFault::Unknown, Focus::Code)
            }
            Failure::Problem(problem) if problem.code == ProblemCode::ValidationFailed => {
                let code = problem
                    .errors
                    .first()
                    .map_or(FieldCode::Invalid, |error| error.code);
                (BalanceFault::Code(code), Focus::Code)
            }
            _ => (BalanceFault::Failed(failure), Focus::Notice),
        };
        self.balance.fault = Some(fault);
        vec![Effect::Focus(focus), tell]
    }
}
