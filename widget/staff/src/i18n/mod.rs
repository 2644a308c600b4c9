//! Texts of the page. They are in `words/`, one file per language; the build script checks them against each other and makes
//! the fields of [`Texts`] of the English keys. Days, times and money are written by the widget's formats.

use std::sync::OnceLock;

use message_catalog::{Phrase, TableRules as Rules};
use shared::locale::Language;
use shared::payment::PaymentKind;
use shared::reservation::Status;
use shared::staff_day::ReceivedMoney;

/// A text about a number, in the forms that its language has for it.
type Plural = message_catalog::Plural<Rules>;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
include!(concat!(env!("OUT_DIR"), "/delivered.rs"));

/// The parsed texts of each language, once they were needed.
static CACHE: [OnceLock<Texts>; SPOKEN.len()] = [const { OnceLock::new() }; SPOKEN.len()];

/// The texts in a language, in English for one that there are none in.
pub fn texts(language: &Language) -> &'static Texts {
    let best = SPOKEN.iter().position(|tag| *tag == language.primary());
    at(best.unwrap_or_default())
}

/// The languages of the page by their tags, with the name of each in itself.
pub fn spoken() -> impl Iterator<Item = (&'static str, &'static str)> {
    let languages = SPOKEN.into_iter().enumerate();
    languages.map(|(place, tag)| (tag, at(place).own_name))
}

/// The mark of a party that is running late, in every language: the devices of one restaurant may have several.
pub fn late_marks() -> [&'static str; SPOKEN.len()] {
    std::array::from_fn(|place| at(place).running_late)
}

/// The texts in the language at this place of the list.
fn at(place: usize) -> &'static Texts {
    CACHE[place].get_or_init(|| {
        let (tag, delivered) = DELIVERED[place];
        // The first line is the tag.
        let mut lines = delivered.lines().skip(1);
        let rules = Box::leak(Box::new(Rules::new(tag)));
        Texts::fill(tag, rules, || lines.next().unwrap_or_default())
    })
}

impl Texts {
    /// A status in words.
    pub fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Requested => self.status_requested,
            Status::Unconfirmed => self.status_unconfirmed,
            Status::PaymentPending => self.status_payment_pending,
            Status::Booked => self.status_booked,
            Status::Reconfirmed => self.status_reconfirmed,
            Status::Arrived => self.status_arrived,
            Status::Seated => self.status_seated,
            Status::Ordered => self.status_ordered,
            Status::Paid => self.status_paid,
            Status::Declined => self.status_declined,
            Status::Finished => self.status_finished,
            Status::Cancelled => self.status_cancelled,
            Status::NoShow => self.status_no_show,
            Status::Voided => self.status_voided,
        }
    }

    /// The button of a step from one status to another.
    pub fn step(&self, from: Status, to: Status) -> &'static str {
        match (from, to) {
            (Status::Requested, Status::Booked) => self.step_accept,
            (Status::Requested, Status::Declined) => self.step_decline,
            (_, Status::Cancelled) => self.step_cancel,
            (_, Status::Voided) => self.step_void,
            (_, to) => self.status(to),
        }
    }

    /// The kind and the state of a payment in words, with a gap for the amount.
    pub fn payment(&self, kind: PaymentKind, state: ReceivedMoney) -> Phrase {
        match (kind, state) {
            (PaymentKind::CardGuarantee, ReceivedMoney::Authorized) => self.payment_card,
            (_, ReceivedMoney::Authorized) => self.payment_authorized,
            (_, ReceivedMoney::Paid) => self.payment_paid,
            (_, ReceivedMoney::Pending) => self.payment_pending,
            (_, ReceivedMoney::Refunded) => self.payment_refunded,
            (_, ReceivedMoney::Closed) => self.payment_closed,
        }
    }
}
