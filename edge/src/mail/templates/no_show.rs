//! Letters about the card of a guest who did not come: charged, to the guest; not charged, to the restaurant. It
//! must not know how a card is charged.

use shared::money::Money;
use shared::payment::Refusal;
use shared::reservation::{Attendees, Guest};
use shared::time::{Day, Minutes};

use super::layout::Sheet;
use super::{House, Message, Pen, whole_name};

/// What is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoShowNews {
    /// The guest's card was charged.
    Charged,
    /// It was not.
    Uncharged(Refusal),
}

/// What it is told of.
#[derive(Clone, Copy)]
pub struct NoShowLetter<'a> {
    /// The reservation's number.
    pub number: &'a str,
    /// Its day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// Who had booked.
    pub guest: &'a Guest,
    /// How much.
    pub amount: Money,
    /// The payment, as the operator finds it.
    pub payment: &'a str,
}

impl NoShowLetter<'_> {
    /// The letter: to the guest if the card was charged, else to the restaurant.
    #[must_use]
    pub fn write(&self, news: NoShowNews, house: &House<'_>, pen: &Pen) -> Message {
        let (tongue, name) = (pen.tongue, whole_name(self.guest));
        let when = pen.moment(self.day, self.minutes);
        let mut facts = vec![
            (tongue.pick("Amount", "Betrag"), pen.hand.money(self.amount)),
            (tongue.pick("When", "Wann"), when.clone()),
            (tongue.pick("For", "Für"), pen.party(self.attendees)),
            (tongue.pick("Number", "Nummer"), self.number.to_owned()),
        ];
        let (heading, paragraphs, foot) = match news {
            NoShowNews::Charged => {
                let why = tongue.pick(
                    "You had a table with us, and nobody came. As agreed when you booked, your card was charged.",
                    "für Sie war ein Tisch bei uns reserviert, aber niemand kam. Wie bei der Reservierung vereinbart, wurde Ihre Karte belastet.",
                );
                let contact = tongue.pick(
                    "If you think this is a mistake, please contact us: reply to this mail or call us.",
                    "Falls das ein Irrtum ist, melden Sie sich bitte bei uns: Antworten Sie auf diese E-Mail oder rufen Sie uns an.",
                );
                let greeting = tongue.pick(format!("Dear {name},"), format!("Guten Tag {name},"));
                (
                    tongue.pick("Your card was charged", "Ihre Karte wurde belastet"),
                    vec![greeting, why.to_owned(), contact.to_owned()],
                    house.foot(pen),
                )
            }
            NoShowNews::Uncharged(refusal) => {
                let why = match refusal {
                    Refusal::AuthenticationRequired => tongue.pick(
                        "The guest's bank wants the guest to confirm. No money has come, and the card is not charged again.",
                        "Die Bank verlangt eine Bestätigung durch den Gast. Es ist kein Geld eingegangen, und die Karte wird nicht noch einmal belastet.",
                    ),
                    Refusal::CardDeclined => tongue.pick(
                        "The guest's bank has declined. No money has come, and the card is not charged again.",
                        "Die Bank des Gastes hat abgelehnt. Es ist kein Geld eingegangen, und die Karte wird nicht noch einmal belastet.",
                    ),
                    Refusal::Unreachable => tongue.pick(
                        "Your payment provider gave no usable answer. Please check there whether the money has come.",
                        "Ihr Zahlungsdienst hat keine brauchbare Antwort gegeben. Bitte sehen Sie dort nach, ob das Geld eingegangen ist.",
                    ),
                };
                facts.push((tongue.pick("Guest", "Gast"), name));
                if let Some(email) = &self.guest.email {
                    facts.push((tongue.pick("E-mail", "E-Mail"), email.as_str().to_owned()));
                }
                if let Some(phone) = &self.guest.phone {
                    facts.push((tongue.pick("Telephone", "Telefon"), phone.as_str().to_owned()));
                }
                facts.push((tongue.pick("Payment", "Zahlung"), self.payment.to_owned()));
                (
                    tongue.pick("The card was not charged", "Die Karte wurde nicht belastet"),
                    vec![why.to_owned()],
                    vec![house.name.to_owned()],
                )
            }
        };
        Sheet {
            tongue,
            subject: format!("{heading}: {when} ({})", self.number),
            heading: heading.to_owned(),
            paragraphs,
            facts,
            button: None,
            foot,
        }
        .write()
    }
}

#[cfg(test)]
#[path = "no_show_tests.rs"]
mod tests;
