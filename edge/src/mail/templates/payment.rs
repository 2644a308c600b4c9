//! E-mails about payments that go wrong: to the restaurant, which has to act, and to the payer.

use shared::money::Money;
use shared::party::Attendees;
use shared::payment::PaymentProblem;
use shared::time::{Day, Minutes};

use super::layout::{Extras, Layout};
use super::{Fact, Message, Restaurant, contact};
use crate::localization::{Localizer, Texts};
use crate::mail::unlinked;

/// The subject of an e-mail to the restaurant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentNews {
    /// Something is wrong.
    Problem(PaymentProblem),
    /// A dispute is over, and the money stays.
    DisputeWon,
}

/// The subject of an e-mail to the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayerNews<'a> {
    /// Their payment came when their reservation did not wait for it any more, and goes back.
    Late,
    /// Their payment came, and the system that keeps the reservation did not confirm it: all of it goes back.
    NotBooked,
    /// Their bank has turned a refund down.
    RefundFailed,
    /// The restaurant has accepted, the first payment is gone, and the table is held for another payment.
    PayAnew {
        /// Until when, as the venue's clocks show it.
        until: (Day, Minutes),
        /// Where to pay, with the token in its fragment.
        link: &'a str,
    },
    /// Their table is held while they pay, or leave a card.
    FinishPaying {
        /// Until when, as the venue's clocks show it.
        until: (Day, Minutes),
        /// Where to go on, with the token in its fragment.
        link: &'a str,
        /// Whether a card is left, and nothing is paid.
        is_guarantee: bool,
    },
    /// A gift card's share of a cancelled reservation was refunded to its purchaser, who has withdrawn.
    ShareToPurchaser,
}

/// The reservation that is paid.
#[derive(Clone, Copy, Debug)]
pub struct PaidReservation<'a> {
    /// Its number.
    pub number: &'a str,
    /// Its day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
}

/// A payment's facts in e-mails.
#[derive(Clone, Copy)]
pub struct PaymentLetter<'a> {
    /// The payer's name.
    pub name: &'a str,
    /// Their address.
    pub email: Option<&'a str>,
    /// Their number.
    pub phone: Option<&'a str>,
    /// The money that it is about.
    pub amount: Money,
    /// The payment, as the operator finds it.
    pub payment: &'a str,
    /// The reservation that it pays, if it pays one.
    pub reservation: Option<PaidReservation<'a>>,
    /// The order of a gift card that it pays, if it pays one.
    pub order: Option<&'a str>,
}

impl PaymentLetter<'_> {
    /// The letter to the restaurant.
    #[must_use]
    pub fn to_restaurant(
        &self,
        news: PaymentNews,
        restaurant: &Restaurant<'_>,
        localizer: &Localizer,
    ) -> Message {
        let texts = localizer.texts();
        let (heading, text) = match news {
            PaymentNews::Problem(problem) => of_problem(texts, problem),
            PaymentNews::DisputeWon => (texts.problem_dispute_won, texts.problem_dispute_won_text),
        };
        let mut facts = self.facts(localizer);
        facts.extend(contact(localizer, unlinked(self.name), self.email, self.phone));
        facts.push((texts.fact_payment, self.payment.to_owned()));
        Layout {
            texts,
            subject: texts.problem_subject(self.about(), &localizer.money(self.amount), heading),
            heading: heading.to_owned(),
            paragraphs: vec![text.to_owned()],
            facts,
            button: None,
            sender: restaurant.sender_to_restaurant(),
            more: Extras::default(),
        }
        .write()
    }

    /// The e-mail to the payer.
    #[must_use]
    pub fn to_payer(
        &self,
        news: PayerNews<'_>,
        restaurant: &Restaurant<'_>,
        localizer: &Localizer,
    ) -> Message {
        let texts = localizer.texts();
        let plain = |heading: &'static str, text: &'static str| (heading.to_owned(), text.to_owned(), None);
        let (heading, text, button) = match news {
            PayerNews::Late => plain(texts.payer_late, texts.payer_late_text),
            PayerNews::NotBooked => plain(texts.payer_not_booked, texts.payer_not_booked_text),
            PayerNews::RefundFailed => plain(texts.payer_refund_failed, texts.payer_refund_failed_text),
            PayerNews::PayAnew {
                until: (day, minutes),
                link,
            } => (
                texts.payer_pay_anew.to_owned(),
                texts.payer_pay_anew_text(&localizer.moment(day, minutes)),
                Some((texts.payer_pay_now, link.to_owned())),
            ),
            PayerNews::FinishPaying {
                until: (day, minutes),
                link,
                is_guarantee,
            } => {
                let time = localizer.time(minutes);
                let heading = if is_guarantee {
                    texts.payer_finish_card(&time)
                } else {
                    texts.payer_finish(&time)
                };
                let text = texts.payer_finish_text(&localizer.moment(day, minutes));
                (heading, text, Some((texts.payer_finish_go_on, link.to_owned())))
            }
            PayerNews::ShareToPurchaser => plain(texts.payer_share, texts.payer_share_text),
        };
        let mut facts = self.facts(localizer);
        if let (
            PayerNews::FinishPaying {
                is_guarantee: true, ..
            },
            Some(amount),
        ) = (news, facts.first_mut())
        {
            *amount = (texts.card_guarantee, texts.payment_guarantee(&amount.1));
        }
        // A table that is held is drawn as in letters about reservations: first when, and where.
        let is_held = button.is_some() && self.reservation.is_some();
        if is_held {
            facts.swap(0, 1);
        }
        Layout {
            texts,
            subject: texts.subject(&heading, restaurant.name),
            heading,
            paragraphs: vec![texts.greeting(&unlinked(self.name)), text],
            facts,
            button,
            sender: restaurant.sender(texts),
            more: Extras {
                place: is_held.then(|| restaurant.place()),
                ..Extras::default()
            },
        }
        .write()
    }

    fn about(&self) -> &str {
        let number = self.reservation.map(|reservation| reservation.number);
        number.or(self.order).unwrap_or(self.payment)
    }

    fn facts(&self, localizer: &Localizer) -> Vec<Fact> {
        let texts = localizer.texts();
        let mut facts = vec![(texts.fact_amount, localizer.money(self.amount))];
        if let Some(reservation) = self.reservation {
            facts.push((
                texts.fact_when,
                localizer.moment(reservation.day, reservation.minutes),
            ));
            facts.push((texts.fact_party, localizer.party(reservation.attendees)));
            facts.push((texts.fact_number, reservation.number.to_owned()));
        }
        facts.extend(self.order.map(|order| (texts.fact_order, order.to_owned())));
        facts
    }
}

/// The heading and the text about a problem.
fn of_problem(texts: &Texts, problem: PaymentProblem) -> (&'static str, &'static str) {
    match problem {
        PaymentProblem::AuthorisationLost => (
            texts.problem_authorisation_lost,
            texts.problem_authorisation_lost_text,
        ),
        PaymentProblem::CaptureFailed => (texts.problem_capture_failed, texts.problem_capture_failed_text),
        PaymentProblem::RefundFailed => (texts.problem_refund_failed, texts.problem_refund_failed_text),
        PaymentProblem::RefundStuck => (texts.problem_refund_stuck, texts.problem_refund_stuck_text),
        PaymentProblem::Disputed => (texts.problem_disputed, texts.problem_disputed_text),
        PaymentProblem::DisputeLost => (texts.problem_dispute_lost, texts.problem_dispute_lost_text),
    }
}

#[cfg(test)]
#[path = "payment_tests.rs"]
mod tests;
