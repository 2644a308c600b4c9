//! E-mails about the card of a guest who did not come: charged, to the guest; not charged, to the restaurant.

use shared::money::Money;
use shared::no_show::ChargeRefusal;
use shared::party::Attendees;
use shared::reservation::Guest;
use shared::time::{Day, Minutes};
use shared::validation::{Email, Phone};

use super::layout::{Extras, Layout};
use super::{Message, Restaurant, contact, whole_name};
use crate::localization::Localizer;

/// The subject of such an e-mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoShowNews {
    /// The guest's card was charged.
    Charged,
    /// It was not.
    Uncharged(ChargeRefusal),
}

/// The charge.
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
    /// The guest.
    pub guest: &'a Guest,
    /// How much.
    pub amount: Money,
    /// The payment, as the operator finds it.
    pub payment: &'a str,
}

impl NoShowLetter<'_> {
    /// The letter: to the guest if the card was charged, else to the restaurant.
    #[must_use]
    pub fn write(&self, news: NoShowNews, restaurant: &Restaurant<'_>, localizer: &Localizer) -> Message {
        let (texts, name) = (localizer.texts(), whole_name(self.guest));
        let when = localizer.moment(self.day, self.minutes);
        let mut facts = vec![
            (texts.fact_amount, localizer.money(self.amount)),
            (texts.fact_when, when.clone()),
            (texts.fact_party, localizer.party(self.attendees)),
            (texts.fact_number, self.number.to_owned()),
        ];
        let (heading, paragraphs, sender) = match news {
            NoShowNews::Charged => (
                texts.no_show_charged,
                vec![
                    texts.greeting(&name),
                    texts.no_show_charged_text.to_owned(),
                    texts.no_show_contact.to_owned(),
                ],
                restaurant.sender(texts),
            ),
            NoShowNews::Uncharged(refusal) => {
                let why = match refusal {
                    ChargeRefusal::AuthenticationRequired => texts.no_show_authentication,
                    ChargeRefusal::CardDeclined => texts.no_show_declined,
                    ChargeRefusal::Unreachable => texts.no_show_unreachable,
                };
                facts.extend(contact(
                    localizer,
                    name,
                    self.guest.email.as_ref().map(Email::as_str),
                    self.guest.phone.as_ref().map(Phone::as_str),
                ));
                facts.push((texts.fact_payment, self.payment.to_owned()));
                (
                    texts.no_show_uncharged,
                    vec![why.to_owned()],
                    restaurant.sender_to_restaurant(),
                )
            }
        };
        Layout {
            texts,
            subject: texts.no_show_subject(heading, self.number, &when),
            heading: heading.to_owned(),
            paragraphs,
            facts,
            button: None,
            sender,
            more: Extras::default(),
        }
        .write()
    }
}

#[cfg(test)]
#[path = "no_show_tests.rs"]
mod tests;
