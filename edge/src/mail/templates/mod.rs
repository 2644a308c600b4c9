//! E-mails from plain data and a language's texts: subject, text, and the same in HTML. Pure.

mod day_rule;
mod gift_card;
mod guest;
mod layout;
mod no_show;
mod payment;
mod refund;
mod restaurant;
mod samples;
mod sender;
mod sign_in;
mod structured;
mod waitlist;

pub use day_rule::{DayRuleNews, about_day_rule};
pub use gift_card::{
    GiftCardBought, GiftCardForYou, StaffGiftCard, gift_card_bought, gift_card_for_you, staff_gift_card,
};
pub use guest::{ToGuest, to_guest};
pub use no_show::{NoShowLetter, NoShowNews};
pub use payment::{PaidReservation, PayerNews, PaymentLetter, PaymentNews};
pub use refund::{
    GiftCardRefunded, GiftCardWithdrawn, gift_card_refunded, gift_card_share, gift_card_withdrawn,
};
pub use restaurant::{ToRestaurant, to_restaurant};
pub use samples::samples;
pub use sign_in::{SignInLetter, sign_in};
pub use waitlist::{Waiting, WaitingNews, to_waiting};

use config::VenueSettings;
use shared::choices::{AnswerValue, BookedAddOn, BookedPeople, GivenAnswer, price_beside};
use shared::locale::LocalizedText;
use shared::money::Money;
use shared::party::Attendees;
use shared::payment::PaymentKind;
use shared::reservation::Guest;
use shared::time::{Day, Minutes};

use crate::localization::{Localizer, choices};
use crate::mail::unlinked;

/// The content of an e-mail.
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
    /// The settings with all else that letters show; none for a letter that is not a venue's.
    pub venue: Option<&'a VenueSettings>,
}

impl<'a> Restaurant<'a> {
    /// The restaurant of these settings.
    #[must_use]
    pub fn of(venue: &'a VenueSettings) -> Self {
        Self {
            name: &venue.name,
            address: venue.address.as_deref(),
            phone: venue.policies.phone.as_deref(),
            venue: Some(venue),
        }
    }
}

/// A reservation's facts in e-mails.
#[derive(Clone, Copy)]
pub struct ReservationFacts<'a> {
    /// The number that the guest gives at the door.
    pub number: &'a str,
    /// The day.
    pub day: Day,
    /// Minutes after its local midnight.
    pub minutes: Minutes,
    /// The party's size.
    pub attendees: Attendees,
    /// The experience.
    pub experience: &'a LocalizedText,
    /// The area that the guest has chosen.
    pub area: Option<&'a LocalizedText>,
    /// The guest.
    pub guest: &'a Guest,
    /// The party by age category; empty where it is only a number.
    pub people: &'a [BookedPeople],
    /// The add-ons.
    pub add_ons: &'a [BookedAddOn],
    /// The price of the booking; none where no price was stated.
    pub total: Option<Money>,
    /// The guest's answers.
    pub answers: &'a [GivenAnswer],
    /// The guest's notes to the restaurant.
    pub notes: Option<&'a str>,
    /// The restaurant's message to the guest.
    pub message: Option<&'a str>,
    /// The payment in advance, if there is one.
    pub payment: Option<Payment>,
    /// Until when it can be cancelled free of charge, where nothing is paid for it and its experience states that.
    pub free_until: Option<(Day, Minutes)>,
    /// The reservation as calendars and mail programs take it.
    pub calendar: Option<CalendarFacts<'a>>,
    /// The absolute address of a picture of the experience that mail programs can show.
    pub picture: Option<&'a str>,
    /// The guest's own link, with the token in its fragment; to the restaurant, the link to its page that answers a request
    /// or marks a no-show.
    pub link: Option<&'a str>,
}

/// A reservation as calendars and mail programs take it.
#[derive(Clone, Copy)]
pub struct CalendarFacts<'a> {
    /// Its start, with the offset of the venue's clocks (RFC 3339).
    pub start: &'a str,
    /// The address of a page that puts it into a calendar of the web.
    pub web_calendar: &'a str,
}

/// A payment in advance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Its kind.
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
    /// A condition of the booking, without a received payment.
    Agreed,
    /// The money came.
    Paid,
    /// It is being refunded.
    Refunded,
    /// The money came and stays.
    Kept,
}

/// The recipient of an e-mail about a reservation.
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
        let language = localizer.language();
        let own = self.total.and_then(|total| price_beside(self.add_ons, total));
        let experience = experience(localizer, self.experience);
        facts.extend(experience.map(|(fact, name)| match own {
            Some(price) => (fact, texts.ordered_at(&name, &localizer.money(price))),
            None => (fact, name),
        }));
        facts.extend(
            self.area
                .map(|area| (texts.fact_area, area.get(language).to_owned())),
        );
        let people = choices::people(texts, language, self.people);
        facts.extend(people.map(|people| (texts.fact_people, people)));
        facts.extend(self.add_ons(localizer));
        facts.extend(self.answers(localizer, reader));
        facts.push((texts.fact_number, self.number.to_owned()));
        facts.extend(self.total.map(|total| (texts.fact_total, localizer.money(total))));
        if let Some(payment) = &self.payment {
            facts.push(payment.fact(localizer, reader));
        }
        facts
    }

    /// The add-ons, each with its price.
    fn add_ons(&self, localizer: &Localizer) -> Option<Fact> {
        let (texts, language) = (localizer.texts(), localizer.language());
        let add_ons = self.add_ons.iter().map(|one| {
            let name = texts.ordered(one.name.get(language), &one.quantity.to_string());
            if one.total.amount() == 0 {
                texts.ordered_at(&name, texts.free)
            } else {
                texts.ordered_at(&name, &localizer.money(one.total))
            }
        });
        let add_ons: Vec<String> = add_ons.collect();
        (!add_ons.is_empty()).then(|| (texts.fact_add_ons, add_ons.join(", ")))
    }

    /// The answers to questions. The guest's own letter repeats no text of it: a booker can give another person's
    /// address, and write anything into a text.
    fn answers(&self, localizer: &Localizer, reader: Reader) -> Option<Fact> {
        let (texts, language) = (localizer.texts(), localizer.language());
        let is_shown = |answer: &&GivenAnswer| {
            reader == Reader::Restaurant
                || answer.choice.is_some()
                || !matches!(answer.value, AnswerValue::Text(_))
        };
        let answers = self.answers.iter().filter(is_shown);
        let answers: Vec<String> = answers
            .map(|answer| unlinked(&choices::answer(texts, language, answer)))
            .collect();
        (!answers.is_empty()).then(|| (texts.fact_answers, answers.join("; ")))
    }

    /// The guest's whole name.
    fn name(&self) -> String {
        whole_name(self.guest)
    }
}

/// The experience, if it has a name.
fn experience(localizer: &Localizer, name: &LocalizedText) -> Option<Fact> {
    let name = name.get(localizer.language());
    (!name.is_empty()).then(|| (localizer.texts().fact_experience, name.to_owned()))
}

/// The guest's name and contact, for an e-mail to the restaurant.
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
            (PaymentKind::CardGuarantee, _, _) => {
                let until = self.back_until.filter(|_| reader == Reader::Guest);
                let until = until.map(|(day, minutes)| localizer.moment(day, minutes));
                let text = match until {
                    Some(until) => texts.payment_guarantee_until(&amount, &until),
                    None => texts.payment_guarantee(&amount),
                };
                return (name, text);
            }
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
