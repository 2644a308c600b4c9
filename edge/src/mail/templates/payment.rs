//! Letters on payments that go wrong: to the restaurant, which has to see to it, and to who has paid or is to pay. It
//! must not know how a payment is made.

use shared::money::Money;
use shared::payment::PaymentProblem;
use shared::reservation::Attendees;
use shared::time::{Day, Minutes};

use super::layout::Sheet;
use super::{House, Message, Pen};
use crate::mail::unlinked;

/// What the restaurant is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentNews {
    /// Something is wrong.
    Problem(PaymentProblem),
    /// A dispute is over, and the money stays.
    DisputeWon,
}

/// What who has paid, or is to pay, is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayerNews<'a> {
    /// Their bank has turned a refund down.
    RefundFailed,
    /// The restaurant has said yes, the first payment is gone, and the table is held for another.
    PayAnew {
        /// Until when, as the venue's clocks show it.
        until: (Day, Minutes),
        /// Where to pay, with the token in its fragment.
        link: &'a str,
    },
    /// A gift card's share of a cancelled reservation went to who had bought the card and withdrawn.
    ShareToPurchaser,
}

/// The reservation that is paid.
#[derive(Clone, Copy, Debug)]
pub struct PaidStay<'a> {
    /// Its number.
    pub number: &'a str,
    /// Its day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
}

/// A payment, as letters tell of it.
#[derive(Clone, Copy)]
pub struct PaymentLetter<'a> {
    /// Who pays.
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
    pub stay: Option<PaidStay<'a>>,
    /// The order of a gift card that it pays, if it pays one.
    pub order: Option<&'a str>,
}

impl PaymentLetter<'_> {
    /// The letter to the restaurant.
    #[must_use]
    pub fn to_restaurant(&self, news: PaymentNews, house: &House<'_>, pen: &Pen) -> Message {
        let tongue = pen.tongue;
        let (heading, text) = match news {
            PaymentNews::Problem(problem) => tongue.pick(english(problem), german(problem)),
            PaymentNews::DisputeWon => tongue.pick(
                (
                    "A dispute is over",
                    "It was decided for you: the money stays with you.",
                ),
                (
                    "Eine Zahlungsanfechtung ist beendet",
                    "Sie wurde für Sie entschieden: Das Geld bleibt bei Ihnen.",
                ),
            ),
        };
        let mut facts = self.facts(pen);
        facts.push((tongue.pick("Guest", "Gast"), unlinked(self.name)));
        if let Some(email) = self.email {
            facts.push((tongue.pick("E-mail", "E-Mail"), email.to_owned()));
        }
        if let Some(phone) = self.phone {
            facts.push((tongue.pick("Telephone", "Telefon"), phone.to_owned()));
        }
        facts.push((tongue.pick("Payment", "Zahlung"), self.payment.to_owned()));
        Sheet {
            tongue,
            subject: format!("{heading}: {} ({})", pen.hand.money(self.amount), self.about()),
            heading: heading.to_owned(),
            paragraphs: vec![text.to_owned()],
            facts,
            button: None,
            foot: vec![house.name.to_owned()],
        }
        .write()
    }

    /// The letter to who has paid, or is to pay.
    #[must_use]
    pub fn to_payer(&self, news: PayerNews<'_>, house: &House<'_>, pen: &Pen) -> Message {
        let (tongue, name) = (pen.tongue, unlinked(self.name));
        let greeting = tongue.pick(format!("Dear {name},"), format!("Guten Tag {name},"));
        let (heading, text, button) = match news {
            PayerNews::RefundFailed => (
                tongue.pick("Your refund did not arrive", "Ihre Rückzahlung kam nicht an"),
                tongue
                    .pick(
                        "We have sent your money back, but your bank has turned it down: perhaps the card was closed meanwhile. We will try again, and the restaurant knows about it. Please contact us if you have another account or card by now.",
                        "wir haben Ihr Geld zurückgesendet, aber Ihre Bank hat es abgelehnt: Vielleicht wurde die Karte inzwischen gesperrt. Wir versuchen es noch einmal, und das Restaurant weiß davon. Bitte melden Sie sich bei uns, falls Sie inzwischen ein anderes Konto oder eine andere Karte haben.",
                    )
                    .to_owned(),
                None,
            ),
            PayerNews::PayAnew { until: (day, minutes), link } => {
                let until = pen.moment(day, minutes);
                (
                    tongue.pick("Please pay to keep your table", "Bitte bezahlen Sie, um Ihren Tisch zu behalten"),
                    tongue.pick(
                        format!("The restaurant has said yes. Your bank held the amount for some days only, and nothing was charged, so please pay again. The table is held for you until {until}."),
                        format!("das Restaurant hat zugesagt. Ihre Bank hat den Betrag nur einige Tage lang reserviert, und es wurde nichts abgebucht. Bitte bezahlen Sie daher noch einmal. Der Tisch ist bis {until} für Sie reserviert."),
                    ),
                    Some((tongue.pick("Pay now", "Jetzt bezahlen"), link.to_owned())),
                )
            }
            PayerNews::ShareToPurchaser => (
                tongue.pick("What your gift card had paid", "Was Ihr Gutschein bezahlt hatte"),
                tongue
                    .pick(
                        "The purchase of the gift card was withdrawn, so what it had paid for your cancelled reservation goes back to who had bought it, and not onto the card.",
                        "der Kauf des Gutscheins wurde widerrufen. Was er für Ihre stornierte Reservierung bezahlt hatte, geht daher an die Person zurück, die ihn gekauft hatte, und nicht auf den Gutschein.",
                    )
                    .to_owned(),
                None,
            ),
        };
        Sheet {
            tongue,
            subject: format!("{heading}: {}", house.name),
            heading: heading.to_owned(),
            paragraphs: vec![greeting, text],
            facts: self.facts(pen),
            button,
            foot: house.foot(pen),
        }
        .write()
    }

    fn about(&self) -> &str {
        let number = self.stay.map(|stay| stay.number);
        number.or(self.order).unwrap_or(self.payment)
    }

    fn facts(&self, pen: &Pen) -> Vec<(&'static str, String)> {
        let tongue = pen.tongue;
        let mut facts = vec![(tongue.pick("Amount", "Betrag"), pen.hand.money(self.amount))];
        if let Some(stay) = self.stay {
            facts.push((tongue.pick("When", "Wann"), pen.moment(stay.day, stay.minutes)));
            facts.push((tongue.pick("For", "Für"), pen.party(stay.attendees)));
            facts.push((tongue.pick("Number", "Nummer"), stay.number.to_owned()));
        }
        if let Some(order) = self.order {
            facts.push((tongue.pick("Order", "Bestellung"), order.to_owned()));
        }
        facts
    }
}

fn english(problem: PaymentProblem) -> (&'static str, &'static str) {
    match problem {
        PaymentProblem::AuthorisationLost => (
            "The money is no longer set aside",
            "The guest's bank no longer holds the amount: banks let it go after some days. Nothing has been paid. If the request still waits for your answer and you accept it, the guest is asked to pay anew, and the table is held until then.",
        ),
        PaymentProblem::CaptureFailed => (
            "The money could not be taken",
            "The guest's bank had set the amount aside and does not give it. Nothing has been paid. Please agree with the guest how they pay.",
        ),
        PaymentProblem::RefundFailed => (
            "A refund was turned down",
            "The payer's bank has turned a refund down: the money is with you again. It is tried again on the following days. If that fails too, please send it another way. The payer was told.",
        ),
        PaymentProblem::RefundStuck => (
            "A refund has not succeeded",
            "A refund has not succeeded for days. It is tried again once a day. Please look at your payment provider what stands in its way.",
        ),
        PaymentProblem::Disputed => (
            "A payment is disputed",
            "The payer has asked their bank to take the payment back. Please answer at your payment provider in time: otherwise the money is lost.",
        ),
        PaymentProblem::DisputeLost => ("A dispute is lost", "The payer's bank has taken the money back."),
    }
}

fn german(problem: PaymentProblem) -> (&'static str, &'static str) {
    match problem {
        PaymentProblem::AuthorisationLost => (
            "Das Geld ist nicht mehr reserviert",
            "Die Bank des Gastes hält den Betrag nicht mehr bereit: Banken geben ihn nach einigen Tagen frei. Es wurde nichts bezahlt. Falls die Anfrage noch auf Ihre Antwort wartet und Sie zusagen, wird der Gast gebeten, noch einmal zu bezahlen. Der Tisch bleibt bis dahin reserviert.",
        ),
        PaymentProblem::CaptureFailed => (
            "Das Geld konnte nicht eingezogen werden",
            "Die Bank des Gastes hatte den Betrag reserviert und gibt ihn nicht heraus. Es wurde nichts bezahlt. Bitte vereinbaren Sie mit dem Gast, wie er bezahlt.",
        ),
        PaymentProblem::RefundFailed => (
            "Eine Rückzahlung wurde abgelehnt",
            "Die Bank hat eine Rückzahlung abgelehnt: Das Geld ist wieder bei Ihnen. In den nächsten Tagen wird es noch einmal versucht. Gelingt auch das nicht, senden Sie es bitte auf einem anderen Weg. Wer bezahlt hat, weiß davon.",
        ),
        PaymentProblem::RefundStuck => (
            "Eine Rückzahlung ist nicht gelungen",
            "Eine Rückzahlung ist seit Tagen nicht gelungen. Sie wird einmal am Tag erneut versucht. Bitte sehen Sie bei Ihrem Zahlungsdienst nach, was sie hindert.",
        ),
        PaymentProblem::Disputed => (
            "Eine Zahlung wird angefochten",
            "Wer bezahlt hat, verlangt das Geld über die eigene Bank zurück. Bitte antworten Sie rechtzeitig bei Ihrem Zahlungsdienst: Sonst ist das Geld verloren.",
        ),
        PaymentProblem::DisputeLost => (
            "Eine Zahlungsanfechtung ist verloren",
            "Die Bank hat das Geld zurückgeholt.",
        ),
    }
}

#[cfg(test)]
#[path = "payment_tests.rs"]
mod tests;
