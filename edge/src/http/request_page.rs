//! The part of the staff reservation page that answers a request: how it stands, and the buttons of the two answers.
//! Declining asks once more, and takes a message to the guest.

use askama::Template;
use shared::payment::PaymentKind;
use shared::problem::ProblemCode;
use shared::reservation::Status;
use shared::validation::{Email, Message, Notes, Phone};

use super::form::Form;
use super::plain_page::Frame;
use crate::error::VenueError;
use crate::localization::{Localizer, Texts, choices};
use crate::mail::templates::whole_name;
use crate::venue::client::VenueClient;
use crate::venue::message::request_answer::{MoneyEffect, RequestAnswer, RequestLink};
use crate::venue::message::staff::{RequestView, StaffPaymentState, StaffReservation};

/// A request after what its form asked for.
pub(super) struct Seen {
    view: RequestView,
    step: Step,
}

/// The step that the form asked for, if the request is open.
enum Step {
    /// None, or an answer that was given.
    Shown,
    /// To see the effects of declining, and to confirm it.
    Declining,
    /// To decline with a message of this text, which cannot be sent.
    Unsendable(String),
    /// To accept, which the venue refused.
    Refused,
}

/// Reads a request, after the answer that the form holds.
pub(super) async fn read_or_answer(
    client: &VenueClient<'_>,
    link: &RequestLink,
    form: &Form,
) -> Result<Seen, VenueError> {
    let (answer, step) = match form.last("answer") {
        "accept" => (Some(RequestAnswer::Accept), Step::Shown),
        "decline" => match form.last("message").trim() {
            "" => (Some(RequestAnswer::Decline(None)), Step::Shown),
            text => match Message::parse(text) {
                Ok(message) => (Some(RequestAnswer::Decline(Some(message))), Step::Shown),
                Err(_) => (
                    None,
                    Step::Unsendable(text.chars().take(Message::MAX_CHARS).collect()),
                ),
            },
        },
        "ask" => (None, Step::Declining),
        _ => (None, Step::Shown),
    };
    let is_answered = answer.is_some();
    match client.answer_request(link, answer).await {
        Err(VenueError::IllegalTransition | VenueError::Refused(ProblemCode::PaymentLost)) if is_answered => {
            let view = client.answer_request(link, None).await?;
            let step = Step::Refused;
            Ok(Seen { view, step })
        }
        view => Ok(Seen { view: view?, step }),
    }
}

/// The page.
#[derive(Template)]
#[template(path = "request.html")]
pub(super) struct RequestPage<'a> {
    frame: Frame<'a>,
    fault: Option<&'static str>,
    status: &'static str,
    facts: Vec<(&'static str, String)>,
    /// Sentences below the facts.
    texts: Vec<String>,
    form: Option<AnswerForm>,
    token: &'a str,
}

/// The form below a request that is open.
struct AnswerForm {
    /// The message to the guest; none where none is asked for.
    message: Option<String>,
    /// The buttons: value and text.
    buttons: [(&'static str, &'static str); 2],
}

impl<'a> RequestPage<'a> {
    pub(super) fn new(frame: Frame<'a>, localizer: &Localizer, seen: Seen, token: &'a str) -> Self {
        let texts = frame.texts;
        let Seen { view, step } = seen;
        let staff = &view.reservation;
        let is_written_to = staff.guest.email.is_some();
        let step = if view.is_open { step } else { Step::Shown };
        let fault = match step {
            Step::Unsendable(_) => Some(texts.request_page_message_invalid),
            Step::Refused => Some(texts.request_page_not_accepted),
            Step::Shown | Step::Declining => None,
        };
        let is_declining = matches!(step, Step::Declining | Step::Unsendable(_));
        let mut sentences = Vec::new();
        sentences.extend(
            staff
                .payment
                .as_ref()
                .and_then(|payment| payment.problem)
                .map(|problem| texts.payment_problem(problem).to_owned()),
        );
        if !is_declining {
            sentences.extend(
                view.accepting
                    .iter()
                    .map(|effect| of_effect(texts, localizer, *effect)),
            );
        }
        sentences.extend(
            view.declining
                .iter()
                .map(|effect| of_effect(texts, localizer, *effect)),
        );
        let tells_guest =
            view.is_open || matches!(staff.reservation.status, Status::Booked | Status::Declined);
        if tells_guest && !is_written_to {
            sentences.push(texts.request_page_no_address.to_owned());
        }
        Self {
            fault,
            status: if is_declining {
                texts.request_page_decline_ask
            } else {
                status(texts, &view)
            },
            facts: facts(localizer, &view),
            texts: sentences,
            form: view.is_open.then(|| AnswerForm {
                message: (is_declining && is_written_to).then(|| match step {
                    Step::Unsendable(text) => text,
                    _ => String::new(),
                }),
                buttons: if is_declining {
                    [
                        ("decline", texts.request_page_confirm_decline),
                        ("", texts.request_page_back),
                    ]
                } else {
                    [
                        ("accept", texts.request_page_accept),
                        ("ask", texts.request_page_decline),
                    ]
                },
            }),
            token,
            frame,
        }
    }
}

/// The sentence about how a request stands.
fn status(texts: &Texts, view: &RequestView) -> &'static str {
    match view.reservation.reservation.status {
        Status::Requested if view.is_open => texts.request_page_ask,
        Status::Requested if view.has_begun => texts.request_page_begun,
        Status::Requested => texts.request_page_changed,
        Status::Booked | Status::Reconfirmed => texts.request_page_accepted,
        Status::PaymentPending => texts.request_page_waits_for_payment,
        Status::Declined => texts.request_page_declined,
        Status::Cancelled | Status::Voided => texts.no_show_page_cancelled,
        _ => texts.request_page_other_status,
    }
}

/// The facts by which a restaurant decides.
fn facts(localizer: &Localizer, view: &RequestView) -> Vec<(&'static str, String)> {
    let texts = localizer.texts();
    let StaffReservation {
        reservation,
        guest,
        notes,
        tables,
        ..
    } = &view.reservation;
    let experience = reservation.experience.name.get(localizer.language());
    let mut facts = vec![
        (
            texts.fact_when,
            localizer.moment(reservation.day, reservation.minutes),
        ),
        (texts.fact_party, localizer.party(reservation.attendees)),
    ];
    if !experience.is_empty() {
        facts.push((texts.fact_experience, experience.to_owned()));
    }
    let language = localizer.language();
    let people = choices::people(texts, language, &reservation.people);
    facts.extend(people.map(|people| (texts.fact_people, people)));
    let add_ons = choices::add_ons(texts, language, &reservation.add_ons);
    facts.extend(add_ons.map(|add_ons| (texts.fact_add_ons, add_ons)));
    let answers = reservation.answers.iter();
    let answers: Vec<String> = answers
        .map(|answer| choices::answer(texts, language, answer))
        .collect();
    if !answers.is_empty() {
        facts.push((texts.fact_answers, answers.join("; ")));
    }
    facts.extend([
        (texts.fact_number, reservation.number.clone()),
        (texts.fact_guest, whole_name(guest)),
    ]);
    let email = guest.email.as_ref().map(Email::as_str);
    let phone = guest.phone.as_ref().map(Phone::as_str);
    facts.extend(email.map(|email| (texts.fact_email, email.to_owned())));
    facts.extend(phone.map(|phone| (texts.fact_phone, phone.to_owned())));
    facts.extend(
        notes
            .as_ref()
            .map(|notes| (texts.fact_notes, Notes::as_str(notes).to_owned())),
    );
    if !tables.is_empty() {
        let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
        let names = names.join(", ");
        let room = view.room.as_ref().map(|room| room.get(localizer.language()));
        let table = room
            .filter(|room| !room.is_empty())
            .map_or_else(|| names.clone(), |room| texts.named(room, &names));
        facts.push((texts.fact_table, table));
    }
    let total = reservation.total;
    facts.extend(total.map(|total| (texts.fact_total, localizer.money(total))));
    facts.extend(payment(localizer, &view.reservation));
    facts
}

/// The payment in advance: its kind, its amount and its state.
fn payment(localizer: &Localizer, staff: &StaffReservation) -> Option<(&'static str, String)> {
    let texts = localizer.texts();
    let terms = staff.reservation.payment.as_ref()?;
    let amount = localizer.money(terms.amount);
    let name = match terms.kind {
        PaymentKind::Prepayment => texts.prepayment,
        PaymentKind::Deposit => texts.deposit,
        PaymentKind::CardGuarantee => texts.card_guarantee,
    };
    let text = match (staff.payment.as_ref()?.state, terms.kind) {
        (StaffPaymentState::Authorized, PaymentKind::CardGuarantee) => texts.payment_guarantee(&amount),
        (StaffPaymentState::Authorized, _) => texts.request_page_set_aside(&amount),
        (StaffPaymentState::Paid, _) => texts.payment_paid(&amount),
        (StaffPaymentState::Refunded, _) => texts.payment_refunded_to_guest(&amount),
        (StaffPaymentState::Pending | StaffPaymentState::Closed, _) => texts.request_page_unpaid(&amount),
    };
    Some((name, text))
}

/// The sentence about an effect of an answer on the money.
fn of_effect(texts: &Texts, localizer: &Localizer, effect: MoneyEffect) -> String {
    let money = |amount| localizer.money(amount);
    match effect {
        MoneyEffect::Captured(amount) => texts.request_page_captured(&money(amount)),
        MoneyEffect::AskedFor(amount) => texts.request_page_asked_for(&money(amount)),
        MoneyEffect::Released(amount) => texts.request_page_released(&money(amount)),
        MoneyEffect::Refunded(amount) => texts.request_page_refunded(&money(amount)),
        MoneyEffect::GiftCardReturned(amount) => texts.request_page_gift_card(&money(amount)),
        MoneyEffect::CardForgotten => texts.request_page_card_forgotten.to_owned(),
    }
}

#[cfg(test)]
#[path = "request_page_tests.rs"]
mod tests;
