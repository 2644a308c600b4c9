//! E-mails about gift cards, to the purchaser and to the recipient.

use shared::money::Money;
use shared::time::Day;

use super::layout::{CardFace, Extras, Layout};
use super::{Fact, Message, Restaurant};
use crate::localization::Localizer;
use crate::mail::unlinked;

/// A gift card, for the e-mail to its purchaser.
#[derive(Clone, Copy)]
pub struct GiftCardBought<'a> {
    /// The purchaser's name.
    pub purchaser: &'a str,
    /// The recipient's name, if it is for another person.
    pub recipient: Option<&'a str>,
    /// Its worth.
    pub amount: Money,
    /// Its code, as people read it, where the purchaser gets it with this letter.
    pub code: Option<&'a str>,
    /// Its last day; none if it does not expire.
    pub expires_on: Option<Day>,
    /// The day on which it is sent, if that is later.
    pub deliver_on: Option<Day>,
    /// The address that it is sent to, if that is not the purchaser's.
    pub sent_to: Option<&'a str>,
    /// The last day on which the purchaser can withdraw.
    pub withdraw_until: Option<Day>,
    /// The absolute address of the picture of its design, where mail programs can show it.
    pub picture: Option<&'a str>,
    /// The order's own link, with the token in its fragment.
    pub link: &'a str,
}

/// A gift card, to whom it is for.
#[derive(Clone, Copy)]
pub struct GiftCardForYou<'a> {
    /// The purchaser's name.
    pub purchaser: &'a str,
    /// Whom it is for, if a name is known.
    pub recipient: Option<&'a str>,
    /// Its worth.
    pub amount: Money,
    /// Its code, as people read it.
    pub code: &'a str,
    /// Its last day; none if it does not expire.
    pub expires_on: Option<Day>,
    /// The giver's message.
    pub message: Option<&'a str>,
    /// The absolute address of the picture of its design, where mail programs can show it.
    pub picture: Option<&'a str>,
    /// Where a table can be booked.
    pub link: &'a str,
}

/// A gift card that staff made, for the e-mail to its customer.
#[derive(Clone, Copy)]
pub struct StaffGiftCard<'a> {
    /// Its worth.
    pub amount: Money,
    /// Its code, as people read it.
    pub code: &'a str,
    /// Whether guests can redeem the code when they book; the card is attached then.
    pub is_own: bool,
    /// Its last day; none if it does not expire.
    pub expires_on: Option<Day>,
    /// The absolute address of the picture of its design, where mail programs can show it.
    pub picture: Option<&'a str>,
    /// Where a table can be booked.
    pub link: &'a str,
}

/// The e-mail to the customer of a gift card that staff made.
#[must_use]
pub fn staff_gift_card(
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    card: &StaffGiftCard<'_>,
) -> Message {
    let texts = localizer.texts();
    let paragraphs = if card.is_own {
        vec![texts.made_text.to_owned(), texts.gift_redeem.to_owned()]
    } else {
        vec![texts.made_text_custom.to_owned()]
    };
    Layout {
        texts,
        subject: texts.bought_subject(restaurant.name),
        heading: texts.bought_heading.to_owned(),
        paragraphs,
        facts: worth(
            localizer,
            card.amount,
            Some(&unlinked(card.code)),
            card.expires_on,
        ),
        button: Some((texts.gift_book, card.link.to_owned())),
        sender: restaurant.sender(texts),
        more: face(
            localizer,
            card.amount,
            (&unlinked(card.code), card.picture),
            card.expires_on,
        ),
    }
    .write()
}

/// The e-mail to a gift card's purchaser.
#[must_use]
pub fn gift_card_bought(
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    card: &GiftCardBought<'_>,
) -> Message {
    let texts = localizer.texts();
    let mut facts = worth(localizer, card.amount, card.code, card.expires_on);
    let day = |day| localizer.day(day);
    facts.extend(card.recipient.map(|name| (texts.fact_recipient, unlinked(name))));
    facts.extend(
        card.sent_to
            .map(|address| (texts.fact_sent_to, address.to_owned())),
    );
    facts.extend(card.deliver_on.map(|on| (texts.fact_sent_on, day(on))));
    facts.extend(
        card.withdraw_until
            .map(|until| (texts.fact_withdraw_until, day(until))),
    );
    let text = if card.code.is_some() {
        texts.bought_text
    } else {
        texts.bought_text_sent
    };
    Layout {
        texts,
        subject: texts.bought_subject(restaurant.name),
        heading: texts.bought_heading.to_owned(),
        paragraphs: vec![texts.greeting(&unlinked(card.purchaser)), text.to_owned()],
        facts,
        button: Some((texts.bought_open, card.link.to_owned())),
        sender: restaurant.sender(texts),
        more: card.code.map_or_else(Extras::default, |code| {
            face(localizer, card.amount, (code, card.picture), card.expires_on)
        }),
    }
    .write()
}

/// The letter to whom a gift card is for.
#[must_use]
pub fn gift_card_for_you(
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    card: &GiftCardForYou<'_>,
) -> Message {
    let (texts, from) = (localizer.texts(), unlinked(card.purchaser));
    let mut paragraphs: Vec<String> = Vec::new();
    paragraphs.extend(card.recipient.map(|name| texts.greeting(&unlinked(name))));
    paragraphs.push(texts.gift_text(&from, restaurant.name));
    paragraphs.extend(card.message.map(unlinked));
    paragraphs.push(texts.gift_redeem.to_owned());
    Layout {
        texts,
        subject: texts.gift_subject(&from, restaurant.name),
        heading: texts.gift_heading.to_owned(),
        paragraphs,
        facts: worth(localizer, card.amount, Some(card.code), card.expires_on),
        button: Some((texts.gift_book, card.link.to_owned())),
        sender: restaurant.sender(texts),
        more: face(localizer, card.amount, (card.code, card.picture), card.expires_on),
    }
    .write()
}

/// The card as the letter draws it.
fn face(
    localizer: &Localizer,
    amount: Money,
    (code, picture): (&str, Option<&str>),
    expires_on: Option<Day>,
) -> Extras {
    let texts = localizer.texts();
    let until = match expires_on {
        Some(day) => texts.card_valid_until(&localizer.day(day)),
        None => texts.card_never_expires.to_owned(),
    };
    Extras {
        card: Some(CardFace {
            picture: picture.map(str::to_owned),
            worth: localizer.money(amount),
            code: code.to_owned(),
            until,
        }),
        ..Extras::default()
    }
}

fn worth(localizer: &Localizer, amount: Money, code: Option<&str>, expires_on: Option<Day>) -> Vec<Fact> {
    let texts = localizer.texts();
    let mut facts = vec![(texts.fact_worth, localizer.money(amount))];
    facts.extend(code.map(|code| (texts.fact_code, code.to_owned())));
    facts.push(match expires_on {
        Some(day) => (texts.fact_valid_until, localizer.day(day)),
        None => (texts.fact_validity, texts.never_expires.to_owned()),
    });
    facts
}

#[cfg(test)]
#[path = "gift_card_tests.rs"]
mod tests;
