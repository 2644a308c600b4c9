//! The text for a fault or a failure of a purchase.

use shared::problem::ProblemCode;
use shared::validation::{FieldCode, Message};

use crate::flow::Failure;
use crate::self_service::gift_cards::{AmountFault, BalanceFault, Draft, Event, Fault, Field, FieldFault};
use crate::ui::ViewContext;
use crate::ui::notice;

/// A field's fault in words.
pub(super) fn fault(found: FieldFault, draft: &Draft, view: &ViewContext<Event>) -> String {
    let (texts, words) = (view.context.texts, view.words);
    match (found.field, found.fault) {
        (_, Fault::Amount(fault)) => amount(fault, draft, view),
        (Field::Amount, Fault::Code(_)) => words.cards_amount_not_offered.to_owned(),
        (Field::PurchaserName, Fault::Code(FieldCode::Required)) => {
            words.cards_fault_name_required.to_owned()
        }
        (_, Fault::Code(FieldCode::InThePast)) => words.cards_fault_day_past.to_owned(),
        (_, Fault::Code(FieldCode::BeyondHorizon)) => words.cards_fault_day_far.to_owned(),
        (Field::Day, Fault::Code(FieldCode::Required)) => words.cards_fault_day_required.to_owned(),
        (Field::Day, Fault::Code(_)) => words.cards_fault_day_invalid.with("2026-12-24"),
        (Field::Message, Fault::Code(FieldCode::TooLong)) => {
            let most = u32::try_from(Message::MAX_CHARS).unwrap_or(u32::MAX);
            words.cards_fault_message_too_long.of(most)
        }
        (Field::RecipientEmail, Fault::Code(FieldCode::Required)) => {
            words.cards_fault_recipient_email_required.to_owned()
        }
        (Field::RecipientEmail | Field::PurchaserEmail, Fault::Code(code)) => {
            texts.fault(crate::flow::Field::Email, code).to_owned()
        }
        (_, Fault::Code(code)) => texts.fault(crate::flow::Field::FirstName, code).to_owned(),
    }
}

fn amount(fault: AmountFault, draft: &Draft, view: &ViewContext<Event>) -> String {
    let words = view.words;
    let range = draft.template.custom;
    let write = |money| view.context.formats.money(money);
    match fault {
        AmountFault::Required => words.cards_amount_required.to_owned(),
        AmountFault::NotANumber => words.cards_amount_not_a_number.to_owned(),
        AmountFault::TooFine if range.is_some_and(|range| range.min.currency().decimals() == 0) => {
            words.cards_amount_whole.to_owned()
        }
        AmountFault::TooFine => words.cards_amount_too_fine.to_owned(),
        AmountFault::Negative => words.cards_amount_negative.to_owned(),
        AmountFault::TooSmall => words
            .cards_amount_too_small
            .with(&range.map(|range| write(range.min)).unwrap_or_default()),
        AmountFault::TooLarge => words
            .cards_amount_too_large
            .with(&range.map(|range| write(range.max)).unwrap_or_default()),
    }
}

/// Why an order was not made, or is not known to be.
pub(super) fn failure(failure: &Failure, view: &ViewContext<Event>) -> &'static str {
    let words = view.words;
    match failure {
        Failure::Problem(problem) => match problem.code {
            ProblemCode::OutcomeUnknown => words.cards_outcome_unknown,
            ProblemCode::IdempotencyInFlight => words.cards_in_flight,
            ProblemCode::NotFound | ProblemCode::VenueNotFound | ProblemCode::GiftCardNotFound => {
                words.cards_no_such
            }
            ProblemCode::ValidationFailed => words.cards_refused,
            _ => notice::sentence(failure, &view.context),
        },
        Failure::Offline | Failure::Unreadable(_) => notice::sentence(failure, &view.context),
    }
}

/// A code's fault in words; none after a failed request.
pub(super) fn balance(fault: &BalanceFault, view: &ViewContext<Event>) -> Option<&'static str> {
    let words = view.words;
    match fault {
        BalanceFault::Code(FieldCode::Required) => Some(words.cards_balance_required),
        BalanceFault::Code(FieldCode::LookAlike) => Some(words.cards_balance_look_alike),
        BalanceFault::Code(FieldCode::Mistyped) => Some(words.cards_balance_mistyped),
        BalanceFault::Code(_) => Some(words.cards_balance_invalid),
        BalanceFault::Unknown => Some(words.cards_balance_unknown),
        BalanceFault::Failed(_) => None,
    }
}

/// Why a balance could not be had, in words.
pub(super) fn balance_failure(found: &Failure, view: &ViewContext<Event>) -> &'static str {
    match found {
        Failure::Problem(problem) if problem.code == ProblemCode::RateLimited => {
            view.words.cards_balance_limited
        }
        found => failure(found, view),
    }
}
