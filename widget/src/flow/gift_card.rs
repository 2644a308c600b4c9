//! The gift card that is to pay for a booking: its code as typed, validated before it is sent.

use shared::gift_card::{Balance, GiftCardCode};
use shared::money::Money;
use shared::payment::PaymentKind;
use shared::problem::ProblemCode;
use shared::validation::FieldCode;
use shared::venue::Feature;

use super::{Booking, Effect, Failure, Focus, RequestNumbers, Step};

/// JSON pointer into a reservation's request (RFC 6901).
pub(super) const POINTER: &str = "/giftCardCode";
/// How many characters of a code are written together.
const GROUP: usize = 6;

/// A code that is being typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct GiftCard {
    /// As typed.
    pub text: String,
    /// The fault that is shown.
    pub fault: Option<GiftFault>,
    /// The card's balance, once it is known.
    pub balance: Option<Balance>,
    /// The number of the request for it in flight.
    asked: Option<u32>,
}

/// Why a card cannot pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GiftFault {
    /// The code is invalid, or its card cannot pay.
    Code(FieldCode),
    /// Too many codes were tried: the rate limit refuses more.
    Limited,
}

impl std::fmt::Debug for GiftCard {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The code is worth the card's balance.
        formatter
            .debug_struct("GiftCard")
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

impl GiftCard {
    /// The code; none where nothing is typed.
    fn code(&self) -> Result<Option<GiftCardCode>, FieldCode> {
        match GiftCardCode::parse(&self.text) {
            Err(FieldCode::Required) => Ok(None),
            parsed => parsed.map(Some),
        }
    }
}

impl Booking {
    /// Whether a gift card can pay for the chosen time, in whole or in part. A card on file for a no-show is
    /// always a bank's.
    #[must_use]
    pub fn takes_gift_card(&self) -> bool {
        let terms = self.slot().and_then(|slot| slot.payment.as_ref());
        terms.is_some_and(|terms| terms.kind != PaymentKind::CardGuarantee)
            && self.venue.features.contains(&Feature::GiftCards)
    }

    /// The code to pay with, if there is one.
    pub(super) fn gift_code(&self) -> Result<Option<GiftCardCode>, FieldCode> {
        self.gift_card.as_ref().map_or(Ok(None), GiftCard::code)
    }

    /// Takes the code as typed. A fault that is shown disappears as soon as it is corrected, and not before. The
    /// balance of the card is asked for as soon as its code is whole.
    pub(super) fn type_gift_code(&mut self, text: String, numbers: &mut RequestNumbers) -> Vec<Effect> {
        let card = self.gift_card.get_or_insert_default();
        let before = card.code();
        card.text = grouped(&card.text, text);
        if card.fault.is_some() {
            card.fault = card.code().err().map(GiftFault::Code);
        }
        let code = card.code();
        if code == before {
            return Vec::new();
        }
        card.balance = None;
        card.asked = None;
        match code {
            Ok(Some(code)) => {
                let number = numbers.issue();
                card.asked = Some(number);
                vec![Effect::AskBalance(number, code)]
            }
            _ => Vec::new(),
        }
    }

    /// Takes the card's balance. That it cannot be had is no fault of the guest's: the booking tries the card again.
    pub(super) fn balance_answered(&mut self, number: u32, answer: Result<Balance, Failure>) {
        let Some(card) = self.gift_card.as_mut().filter(|card| card.asked == Some(number)) else {
            return;
        };
        card.asked = None;
        let fault = match answer {
            Ok(balance) if balance.expires_on.is_some_and(|last| last < self.venue.today) => {
                FieldCode::Expired
            }
            Ok(balance) if balance.remaining.amount() == 0 => FieldCode::UsedUp,
            Ok(balance) => {
                card.balance = Some(balance);
                return;
            }
            Err(Failure::Problem(problem)) if problem.code == ProblemCode::GiftCardNotFound => {
                FieldCode::Unknown
            }
            Err(_) => return,
        };
        card.fault = Some(GiftFault::Code(fault));
    }

    /// The part of the chosen time that the card pays, where both are known.
    #[must_use]
    pub fn gift_card_pays(&self) -> Option<Money> {
        let terms = self.slot()?.payment.as_ref()?;
        let remaining = self.gift_card.as_ref()?.balance?.remaining;
        let is_comparable = remaining.currency() == terms.amount.currency();
        is_comparable.then(|| {
            if remaining.amount() < terms.amount.amount() {
                remaining
            } else {
                terms.amount
            }
        })
    }

    /// Focuses the code's field if the code is invalid by its form.
    pub(super) fn check_gift_code(&mut self) -> Vec<Effect> {
        match self.gift_code() {
            Err(code) if self.step == Step::Review => self.blame_gift_card(GiftFault::Code(code)),
            _ => Vec::new(),
        }
    }

    /// Shows a fault at the code's field and focuses it.
    pub(super) fn blame_gift_card(&mut self, fault: GiftFault) -> Vec<Effect> {
        self.gift_card.get_or_insert_default().fault = Some(fault);
        vec![Effect::Focus(Focus::GiftCard)]
    }
}

/// The text with a dash between its groups, where it has grown at its end: elsewhere the caret would be moved away
/// from where the guest writes.
fn grouped(before: &str, text: String) -> String {
    let is_grown = text.len() > before.len() && text.starts_with(before);
    let is_code = |character: char| character.is_ascii_alphanumeric();
    if !is_grown
        || !text
            .chars()
            .all(|each| is_code(each) || each == '-' || each == ' ')
    {
        return text;
    }
    let mut dashed = String::new();
    for (place, character) in text.chars().filter(|each| is_code(*each)).enumerate() {
        if place > 0 && place % GROUP == 0 {
            dashed.push('-');
        }
        dashed.push(character);
    }
    dashed
}

#[cfg(test)]
#[path = "gift_card_tests.rs"]
mod tests;
