//! Letters: plain data and the texts of a language become a subject, a text and the same in HTML. It must not know
//! when something is written, nor who sends it.

mod gift_card;
mod guest;
mod layout;
mod no_show;
mod payment;
mod refund;
mod restaurant;
mod samples;
mod waitlist;

pub use gift_card::{GiftCardBought, GiftCardForYou, gift_card_bought, gift_card_for_you};
pub use guest::{ToGuest, to_guest};
pub use no_show::{NoShowLetter, NoShowNews};
pub use payment::{PaidReservation, PayerNews, PaymentLetter, PaymentNews};
pub use refund::{
    GiftCardRefunded, GiftCardWithdrawn, gift_card_refunded, gift_card_share, gift_card_withdrawn,
};
pub use restaurant::{ToRestaurant, to_restaurant};
pub use samples::samples;
pub use waitlist::{Waiting, WaitingNews, to_waiting};

use shared::locale::Texts;
use shared::money::Money;
use shared::party::Attendees;
use shared::payment::PaymentKind;
use shared::reservation::Guest;
use shared::time::{Day, Minutes};

use crate::localization::Localizer;
use crate::mail::unlinked;

/// What is said in a letter.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// One line.
    pub subject: String,
    /// In plain text.
    pub text: String,
    /// The same in HTML: a whole document that loads nothing.
    pub html: String,
}

/// The restaurant, as its letters show it.
#[derive(Clone, Copy)]
pub struct Restaurant<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it is.
    pub address: Option<&'a str>,
    /// Whom to call.
    pub phone: Option<&'a str>,
}

/// A reservation, as letters tell of it.
#[derive(Clone, Copy)]
pub struct ReservationFacts<'a> {
    /// What the guest tells at the door.
    pub number: &'a str,
    /// The day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// What is booked.
    pub experience: &'a Texts,
    /// Who has booked.
    pub guest: &'a Guest,
    /// What the guest would like the restaurant to know.
    pub notes: Option<&'a str>,
    /// What is paid beforehand, if anything.
    pub payment: Option<Payment>,
    /// The guest's own link, with the token in its fragment; to the restaurant, the page on which it says that
    /// nobody came.
    pub link: Option<&'a str>,
}

/// What is paid beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// What it is.
    pub kind: PaymentKind,
    /// How much.
    pub amount: Money,
    /// Until when it comes back if the guest cancels.
    pub back_until: Option<(Day, Minutes)>,
    /// Where it stands.
    pub state: PaymentState,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentState {
    /// It is a condition of the booking; nothing is said of money that came.
    Agreed,
    /// The money came.
    Paid,
    /// The money goes back.
    Refunded,
    /// The money came and stays.
    Kept,
}

/// Who reads a letter about a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reader {
    Guest,
    Restaurant,
}

/// A fact in a letter: its name and its value.
type Fact = (&'static str, String);

impl ReservationFacts<'_> {
    /// The facts that every letter about a reservation has.
    fn facts(&self, localizer: &Localizer, reader: Reader) -> Vec<Fact> {
        let texts = localizer.texts();
        let mut facts = vec![
            (texts.fact_when, localizer.moment(self.day, self.minutes)),
            (texts.fact_party, localizer.party(self.attendees)),
        ];
        facts.extend(experience(localizer, self.experience));
        facts.push((texts.fact_number, self.number.to_owned()));
        if let Some(payment) = &self.payment {
            facts.push(payment.fact(localizer, reader));
        }
        facts
    }

    /// The guest's whole name.
    fn name(&self) -> String {
        whole_name(self.guest)
    }
}

/// What is booked, if it has a name.
fn experience(localizer: &Localizer, name: &Texts) -> Option<Fact> {
    let name = name.get(localizer.language());
    (!name.is_empty()).then(|| (localizer.texts().fact_experience, name.to_owned()))
}

/// Who a letter to the restaurant is about, with what it takes to reach them.
fn contact(localizer: &Localizer, name: String, email: Option<&str>, phone: Option<&str>) -> Vec<Fact> {
    let texts = localizer.texts();
    let mut facts = vec![(texts.fact_guest, name)];
    facts.extend(email.map(|email| (texts.fact_email, email.to_owned())));
    facts.extend(phone.map(|phone| (texts.fact_phone, phone.to_owned())));
    facts
}

/// A guest's whole name, as letters show it.
#[must_use]
pub fn whole_name(guest: &Guest) -> String {
    let last = guest.last_name.as_str();
    let whole = guest
        .first_name
        .as_ref()
        .map_or_else(|| last.to_owned(), |first| format!("{} {last}", first.as_str()));
    unlinked(&whole)
}

impl Payment {
    fn fact(&self, localizer: &Localizer, reader: Reader) -> Fact {
        let texts = localizer.texts();
        let name = match self.kind {
            PaymentKind::Prepayment => texts.prepayment,
            PaymentKind::Deposit => texts.deposit,
            PaymentKind::CardGuarantee => texts.card_guarantee,
        };
        let amount = localizer.money(self.amount);
        let payment = match (self.kind, self.state, reader) {
            (PaymentKind::CardGuarantee, _, _) => return (name, texts.payment_guarantee(&amount)),
            (_, PaymentState::Kept, _) => return (name, texts.payment_kept(&amount)),
            (_, PaymentState::Refunded, Reader::Guest) => {
                return (name, texts.payment_refunded_to_you(&amount));
            }
            (_, PaymentState::Refunded, Reader::Restaurant) => {
                return (name, texts.payment_refunded_to_guest(&amount));
            }
            (_, PaymentState::Agreed, _) => amount,
            (_, PaymentState::Paid, _) => texts.payment_paid(&amount),
        };
        let until = self
            .back_until
            .map(|(day, minutes)| localizer.moment(day, minutes));
        let text = match (until, reader) {
            (Some(until), Reader::Guest) => texts.payment_until_to_you(&payment, &until),
            (Some(until), Reader::Restaurant) => texts.payment_until_to_guest(&payment, &until),
            (None, Reader::Guest) => texts.payment_never_to_you(&payment),
            (None, Reader::Restaurant) => texts.payment_never_to_guest(&payment),
        };
        (name, text)
    }
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
