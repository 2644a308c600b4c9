//! The terms of a payment in the guest's words.

use shared::payment::{PaymentKind, PaymentTerms};

use super::Context;
use super::node::{Element, el};

/// The payment in one sentence.
pub(super) fn payment_line(terms: &PaymentTerms, context: &Context) -> String {
    let amount = context.formats.money(terms.amount);
    match terms.kind {
        PaymentKind::Prepayment => context.texts.prepayment.with(&amount),
        PaymentKind::Deposit => context.texts.deposit.with(&amount),
        PaymentKind::CardGuarantee => context.texts.card_guarantee.with(&amount),
    }
}

/// Until when cancelling is free of charge, or money comes back, in one sentence; none where a card is stored without such
/// a time.
pub(super) fn refund_line(terms: &PaymentTerms, context: &Context) -> Option<String> {
    let texts = context.texts;
    match (terms.kind, terms.refund_minutes) {
        (PaymentKind::CardGuarantee, None) => None,
        (PaymentKind::CardGuarantee, Some(minutes)) => Some(texts.free_until.with(&texts.duration(minutes))),
        (_, None) => Some(texts.no_refund.to_owned()),
        (_, Some(minutes)) => Some(texts.refund_until.with(&texts.duration(minutes))),
    }
}

/// All conditions of payment, in words.
pub(super) fn payment(terms: &PaymentTerms, context: &Context) -> Element {
    let texts = context.texts;
    let due = texts.duration(terms.due_minutes);
    let (later, within) = match terms.kind {
        PaymentKind::CardGuarantee => (texts.card_later, texts.card_within),
        PaymentKind::Prepayment | PaymentKind::Deposit => (texts.pay_later, texts.pay_within),
    };
    let mut more = vec![later.to_owned(), within.with(&due)];
    more.extend(refund_line(terms, context));
    el("div")
        .child(el("h3").child(texts.payment))
        .child(el("p").class("strong").child(payment_line(terms, context)))
        .child(el("p").child(more.join(" ")))
}
