//! The terms of a payment in the guest's words.

use shared::payment::{PaymentKind, PaymentTerms};

use super::Context;
use super::node::{Element, el};

/// What is asked for, in one sentence.
pub(super) fn payment_line(terms: &PaymentTerms, context: &Context) -> String {
    let amount = context.formats.money(terms.amount);
    match terms.kind {
        PaymentKind::Prepayment => context.texts.prepayment.with(&amount),
        PaymentKind::Deposit => context.texts.deposit.with(&amount),
        PaymentKind::CardGuarantee => context.texts.card_guarantee.with(&amount),
    }
}

/// Until when money comes back, in one sentence; none where none is paid that could.
pub(super) fn refund_line(terms: &PaymentTerms, context: &Context) -> Option<String> {
    let texts = context.texts;
    let line = terms.refund_minutes.map_or_else(
        || texts.no_refund.to_owned(),
        |minutes| texts.refund_until.with(&texts.duration(minutes)),
    );
    (terms.kind != PaymentKind::CardGuarantee).then_some(line)
}

/// All conditions of payment, in words.
pub(super) fn payment(terms: &PaymentTerms, context: &Context) -> Element {
    let texts = context.texts;
    let due = texts.duration(terms.due_minutes);
    let more = match refund_line(terms, context) {
        Some(refund) => [texts.pay_later, &texts.pay_within.with(&due), &refund].join(" "),
        None => [texts.card_later, &texts.card_within.with(&due)].join(" "),
    };
    el("div")
        .child(el("h3").child(texts.payment))
        .child(el("p").class("strong").child(payment_line(terms, context)))
        .child(el("p").child(more))
}
