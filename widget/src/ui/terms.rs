//! The terms of a payment in the guest's words.

use shared::availability::ClockTime;
use shared::money::Money;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::venue::Venue;

use super::Context;
use super::node::{Element, el};

/// The payment in one sentence. `guests` is the number of those who pay the same, of which the amount is made then.
pub(super) fn payment_line(terms: &PaymentTerms, guests: u8, context: &Context) -> String {
    let amount = sum(terms.amount, guests, context);
    match terms.kind {
        PaymentKind::Prepayment => context.texts.prepayment.with(&amount),
        PaymentKind::Deposit => context.texts.deposit.with(&amount),
        PaymentKind::CardGuarantee => context.texts.card_guarantee.with(&amount),
    }
}

/// An amount, as that of each of so many guests where there are several.
fn sum(amount: Money, guests: u8, context: &Context) -> String {
    let all = context.formats.money(amount);
    let count = i64::from(guests);
    match Money::new(amount.amount() / count.max(1), amount.currency()) {
        Ok(each) if count > 1 && amount.amount() % count == 0 => {
            let each = context.formats.money(each);
            [&count.to_string(), " × ", &each, " = ", &all].concat()
        }
        _ => all,
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
        Some(until) => at.with(&moment(until, context)),
        None => before.with(&texts.duration(minutes)),
    })
}

fn moment(ClockTime { day, minutes }: ClockTime, context: &Context) -> String {
    [context.formats.short_day(day), context.formats.time(minutes)].join(", ")
}

/// The rule of cancelling a table whose payment states none: the moment until which that is free of charge, or else the
/// venue's general words.
pub(super) fn cancellation(
    venue: &Venue,
    terms: Option<&PaymentTerms>,
    until: Option<ClockTime>,
    context: &Context,
) -> Option<String> {
    match (terms, until) {
        // The venue's words could contradict it.
        (Some(terms), _) if refund_line(terms, None, context).is_some() => None,
        (None, Some(until)) => Some(context.texts.free_until_time.with(&moment(until, context))),
        _ => {
            let words = venue.policies.cancellation.as_ref();
            words.map(|text| context.of(text).to_owned())
        }
    }
}

/// All conditions of payment, in words; `guests` as for [`payment_line`].
pub(super) fn payment(
    terms: &PaymentTerms,
    guests: u8,
    until: Option<ClockTime>,
    context: &Context,
) -> Element {
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
        .child(
            el("p")
                .class("strong")
                .child(payment_line(terms, guests, context)),
        )
        .child(el("p").child(more.join(" ")))
}
