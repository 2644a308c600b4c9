//! Everything once more, with the conditions beside the button. It must not know how a reservation
//! is sent.

use leptos::prelude::*;
use shared::availability::{Confirmation, Slot};
use shared::payment::{PaymentKind, PaymentTerms};

use super::button::{Look, button};
use super::summary::link;
use super::times::end;
use super::{Context, notice};
use crate::flow::{Booking, Event, Field, Part, Submission};

/// The step.
pub(super) fn review(booking: &Booking, context: &Context) -> AnyView {
    let Some(slot) = booking.slot() else {
        return ().into_any();
    };
    view! {
        <div class="review">
            {facts(booking, slot, context)}
            {conditions(booking, slot, context)}
            {notice::unsure(booking, context)}
            {actions(booking, slot, context)}
        </div>
    }
    .into_any()
}

fn facts(booking: &Booking, slot: &Slot, context: &Context) -> AnyView {
    let texts = context.texts;
    let text = |field: Field| booking.details.text(field).trim().to_owned();
    let area = booking
        .area
        .as_ref()
        .and_then(|id| slot.areas.iter().find(|area| area.id == *id))
        .map(|area| context.of(&area.name).to_owned());
    let time = context.formats.time(slot.minutes);
    let mut notes = Vec::new();
    if slot.minutes.is_next_day() {
        notes.push(texts.next_day.to_owned());
    }
    if slot.show_end_time {
        notes.push(end(slot, context));
    }
    let time = if notes.is_empty() {
        time
    } else {
        format!("{time} ({})", notes.join(", "))
    };
    let rows: Vec<_> = [
        (
            texts.experience,
            context.of(&booking.experience.name).to_owned(),
            Part::Experience,
        ),
        (texts.party, (texts.guests)(booking.attendees.get()), Part::Party),
        (
            texts.day,
            booking
                .day
                .map_or_else(String::new, |day| context.formats.day(day)),
            Part::Day,
        ),
        (texts.time, time, Part::Time),
        (texts.area, area.unwrap_or_default(), Part::Details),
        (
            texts.name,
            [text(Field::FirstName), text(Field::LastName)]
                .join(" ")
                .trim()
                .to_owned(),
            Part::Details,
        ),
        ((texts.field)(Field::Email), text(Field::Email), Part::Details),
        ((texts.field)(Field::Phone), text(Field::Phone), Part::Details),
        ((texts.field)(Field::Notes), text(Field::Notes), Part::Details),
    ]
    .into_iter()
    .filter(|(_, value, _)| !value.is_empty())
    .map(|(label, value, part)| row(label, value, part, booking.submission.is_open(), context))
    .collect();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

fn row(label: &'static str, value: String, part: Part, is_fixed: bool, context: &Context) -> AnyView {
    let change = (!is_fixed).then(|| {
        let name = (context.texts.change)(label);
        view! {
            <button type="button" class="pencil" aria-label=name on:click=context.click(Event::ChangeWanted(part))></button>
        }
        .into_any()
    });
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
            {change}
        </div>
    }
    .into_any()
}

fn conditions(booking: &Booking, slot: &Slot, context: &Context) -> AnyView {
    let texts = context.texts;
    let payment = slot.payment.as_ref().map(|terms| payment(terms, context));
    let policies = &booking.venue.policies;
    let cancellation = policies.cancellation.as_ref().map(|text| {
        view! {
            <h3>{texts.cancellation}</h3>
            <p>{context.of(text).to_owned()}</p>
        }
        .into_any()
    });
    let terms = policies
        .terms_url
        .as_ref()
        .map(|url| link(url, texts.terms_link, context));
    let privacy = policies
        .privacy_url
        .as_ref()
        .map(|url| link(url, texts.privacy_link, context));
    let request = (slot.confirmation == Confirmation::Request)
        .then(|| view! { <p class="strong">{texts.request_explained}</p> }.into_any());
    view! {
        <div class="conditions" part="conditions">
            {request}
            {payment}
            {cancellation}
            <p class="links">{terms}" "{privacy}</p>
        </div>
    }
    .into_any()
}

/// What is asked for, in one sentence.
pub(super) fn payment_line(terms: &PaymentTerms, context: &Context) -> String {
    let amount = context.formats.money(terms.amount);
    match terms.kind {
        PaymentKind::Prepayment => (context.texts.prepayment)(&amount),
        PaymentKind::Deposit => (context.texts.deposit)(&amount),
        PaymentKind::CardGuarantee => (context.texts.card_guarantee)(&amount),
    }
}

/// All conditions of payment, in words.
pub(super) fn payment(terms: &PaymentTerms, context: &Context) -> AnyView {
    let texts = context.texts;
    let due = (texts.pay_within)(&(texts.duration)(terms.due_minutes));
    let refund = terms.refund_minutes.map_or_else(
        || texts.no_refund.to_owned(),
        |minutes| (texts.refund_until)(&(texts.duration)(minutes)),
    );
    view! {
        <h3>{texts.payment}</h3>
        <p class="strong">{payment_line(terms, context)}</p>
        <p>{texts.pay_later}" "{due}" "{refund}</p>
    }
    .into_any()
}

fn actions(booking: &Booking, slot: &Slot, context: &Context) -> AnyView {
    let texts = context.texts;
    let is_sending = matches!(booking.submission, Submission::Sending(..));
    let label = match (&booking.submission, slot.confirmation, &slot.payment) {
        (Submission::Sending(..), _, _) => texts.sending,
        (Submission::Unsure(..), _, _) => texts.send_again,
        (Submission::Idle, Confirmation::Request, _) => texts.confirm_request,
        (Submission::Idle, _, Some(_)) => texts.confirm_payment,
        (Submission::Idle, _, None) => texts.confirm,
    };
    let back =
        (!booking.submission.is_open()).then(|| button(context, Look::Plain, texts.back, Event::WentBack));
    let sender = context.clone();
    view! {
        <div class="actions">
            {back}
            <button
                type="button"
                class="button primary"
                part="button primary"
                aria-disabled=is_sending.then_some("true")
                aria-busy=is_sending.then_some("true")
                on:click=move |_| (sender.send)(Event::Confirmed((sender.fresh_key)()))
            >
                {label}
            </button>
        </div>
    }
    .into_any()
}
