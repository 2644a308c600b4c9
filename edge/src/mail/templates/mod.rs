//! What letters say, in English and in German: plain data becomes a subject, a text and the same in HTML.
//! It must not know when something is written, nor who sends it.

mod gift_card;
mod guest;
mod layout;
mod no_show;
mod payment;
mod refund;
mod restaurant;
mod waitlist;

pub use gift_card::{GiftCardBought, GiftCardForYou, gift_card_bought, gift_card_for_you};
pub use guest::{ToGuest, to_guest};
pub use no_show::{NoShowLetter, NoShowNews};
pub use payment::{PaidStay, PayerNews, PaymentLetter, PaymentNews};
pub use refund::{
    GiftCardRefunded, GiftCardWithdrawn, gift_card_refunded, gift_card_share, gift_card_withdrawn,
};
pub use restaurant::{ToRestaurant, to_restaurant};
pub use waitlist::{Waiting, WaitingNews, to_waiting};

use shared::locale::{Language, Texts, regional};
use shared::money::Money;
use shared::payment::PaymentKind;
use shared::reservation::{Attendees, Guest};
use shared::time::{Day, Minutes};

use crate::booking::tongue::Tongue;
use crate::mail::unlinked;
use crate::render::{Hand, hand};

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

/// The language that a letter is written in.
pub struct Pen {
    tongue: Tongue,
    language: Language,
    hand: Box<dyn Hand>,
}

impl Pen {
    /// For a reader of the first of these languages that letters are written in. Days and prices are written by the
    /// reader's region, or `region` where it is not known.
    pub fn of<'a>(wanted: impl IntoIterator<Item = &'a Language> + Clone, region: &str) -> Option<Self> {
        let tongue = Tongue::of(wanted.clone());
        let language = regional(tongue.tag(), wanted, region)?;
        Some(Self {
            tongue,
            hand: hand(&language),
            language,
        })
    }

    /// The language alone.
    #[must_use]
    pub fn tongue(&self) -> Tongue {
        self.tongue
    }

    /// A day and a time.
    fn moment(&self, day: Day, minutes: Minutes) -> String {
        // A guest who comes at half past midnight is told the day that it is by then.
        let day = if minutes.is_next_day() {
            day.plus(1).unwrap_or(day)
        } else {
            day
        };
        let (day, time) = (self.hand.day(day), self.hand.time(minutes));
        self.tongue
            .pick(format!("{day}, {time}"), format!("{day}, {time} Uhr"))
    }

    /// A day.
    #[must_use]
    pub fn day(&self, day: Day) -> String {
        self.hand.day(day)
    }

    /// An amount.
    #[must_use]
    pub fn money(&self, amount: Money) -> String {
        self.hand.money(amount)
    }

    fn party(&self, attendees: Attendees) -> String {
        match (self.tongue, attendees.get()) {
            (Tongue::English, 1) => "1 guest".to_owned(),
            (Tongue::English, count) => format!("{count} guests"),
            (Tongue::German, 1) => "1 Person".to_owned(),
            (Tongue::German, count) => format!("{count} Personen"),
        }
    }
}

/// The restaurant, as its letters show it.
#[derive(Clone, Copy)]
pub struct House<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where it is.
    pub address: Option<&'a str>,
    /// Whom to call.
    pub phone: Option<&'a str>,
}

/// A reservation, as letters tell of it.
#[derive(Clone, Copy)]
pub struct Stay<'a> {
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

impl Stay<'_> {
    /// The facts that every letter about a reservation has, each with its name.
    fn facts(&self, pen: &Pen, reader: Reader) -> Vec<(&'static str, String)> {
        let tongue = pen.tongue;
        let mut facts = vec![
            (tongue.pick("When", "Wann"), pen.moment(self.day, self.minutes)),
            (tongue.pick("For", "Für"), pen.party(self.attendees)),
        ];
        let experience = self.experience.get(&pen.language);
        if !experience.is_empty() {
            facts.push((tongue.pick("What", "Was"), experience.to_owned()));
        }
        facts.push((tongue.pick("Number", "Nummer"), self.number.to_owned()));
        if let Some(payment) = &self.payment {
            facts.push(payment.fact(pen, reader));
        }
        facts
    }

    /// The guest's whole name.
    fn name(&self) -> String {
        whole_name(self.guest)
    }
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
    fn fact(&self, pen: &Pen, reader: Reader) -> (&'static str, String) {
        let tongue = pen.tongue;
        let name = match self.kind {
            PaymentKind::Prepayment => tongue.pick("Prepayment", "Vorauszahlung"),
            PaymentKind::Deposit => tongue.pick("Deposit", "Anzahlung"),
            PaymentKind::CardGuarantee => tongue.pick("Card guarantee", "Kartengarantie"),
        };
        let amount = pen.hand.money(self.amount);
        let mut text = match (self.kind, self.state) {
            (PaymentKind::CardGuarantee, _) => tongue.pick(
                format!("{amount}, charged only if nobody comes"),
                format!("{amount}, nur abgebucht, wenn niemand kommt"),
            ),
            (_, PaymentState::Agreed) => amount,
            (_, PaymentState::Paid) => tongue.pick(format!("{amount}, paid"), format!("{amount}, bezahlt")),
            (_, PaymentState::Kept) => tongue.pick(
                format!("{amount}, paid; not refunded"),
                format!("{amount}, bezahlt; keine Rückzahlung"),
            ),
            (_, PaymentState::Refunded) if reader == Reader::Guest => tongue.pick(
                format!("{amount}, on its way back to you"),
                format!("{amount}, auf dem Weg zurück zu Ihnen"),
            ),
            (_, PaymentState::Refunded) => tongue.pick(
                format!("{amount}, on its way back to the guest"),
                format!("{amount}, auf dem Weg zurück zum Gast"),
            ),
        };
        let is_open = matches!(self.state, PaymentState::Agreed | PaymentState::Paid);
        if is_open && self.kind != PaymentKind::CardGuarantee {
            let until = self.back_until.map(|(day, minutes)| pen.moment(day, minutes));
            let back = match (until, reader) {
                (Some(until), Reader::Guest) => tongue.pick(
                    format!("; you get it back if you cancel by {until}"),
                    format!("; bei Stornierung bis {until} erhalten Sie sie zurück"),
                ),
                (Some(until), Reader::Restaurant) => tongue.pick(
                    format!("; goes back if the guest cancels by {until}"),
                    format!("; geht bei Stornierung durch den Gast bis {until} zurück"),
                ),
                (None, Reader::Guest) => tongue.pick(
                    "; not refunded if you cancel".to_owned(),
                    "; keine Rückzahlung bei Stornierung".to_owned(),
                ),
                (None, Reader::Restaurant) => tongue.pick(
                    "; not refunded if the guest cancels".to_owned(),
                    "; keine Rückzahlung bei Stornierung durch den Gast".to_owned(),
                ),
            };
            text.push_str(&back);
        }
        (name, text)
    }
}

#[cfg(test)]
#[path = "templates_tests.rs"]
mod tests;
