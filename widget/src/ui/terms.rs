//! The terms of a payment in the guest's words.

use shared::availability::ClockTime;
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
/// a time. `until` is that moment, where it is known.
pub(super) fn refund_line(
    terms: &PaymentTerms,
    until: Option<ClockTime>,
    context: &Context,
) -> Option<String> {
    let texts = context.texts;
    let is_guarantee = terms.kind == PaymentKind::CardGuarantee;
    let Some(minutes) = terms.refund_minutes else {
        return (!is_guarantee).then(|| texts.no_refund.to_owned());
    };
    let (before, at) = if is_guarantee {
        (&texts.free_until, &texts.free_until_time)
    } else {
        (&texts.refund_until, &texts.refund_until_time)
    };
    Some(match until {
        Some(ClockTime { day, minutes }) => {
            let (day, time) = (context.formats.short_day(day), context.formats.time(minutes));
            at.with(&[day, time].join(", "))
        }
        None => before.with(&texts.duration(minutes)),
    })
}

/// All conditions of payment, in words.
pub(super) fn payment(terms: &PaymentTerms, until: Option<ClockTime>, context: &Context) -> Element {
    let texts = context.texts;
    let due = texts.duration(terms.due_minutes);
    let (later, within) = match terms.kind {
        PaymentKind::CardGuarantee => (texts.card_later, texts.card_within),
        PaymentKind::Prepayment | PaymentKind::Deposit => (texts.pay_later, texts.pay_within),
    };
    let mut more = vec![later.to_owned(), within.with(&due)];
    more.extend(refund_line(terms, until, context));
    el("div")
        .child(el("h3").child(texts.payment))
        .child(el("p").class("strong").child(payment_line(terms, context)))
        .child(el("p").child(more.join(" ")))
}
