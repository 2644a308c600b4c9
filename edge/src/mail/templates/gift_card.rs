//! Letters about gift cards, to who has bought one and to whom it is for. It must not know how a card is
//! paid, issued or redeemed.

use shared::money::Money;
use shared::time::Day;

use super::layout::Sheet;
use super::{House, Message, Pen};
use crate::mail::unlinked;

/// A gift card, to who has bought it.
#[derive(Clone, Copy)]
pub struct GiftCardBought<'a> {
    /// Who has bought it.
    pub purchaser: &'a str,
    /// Whom it is for, if it is for somebody else.
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
    /// The order's own link, with the token in its fragment.
    pub link: &'a str,
}

/// A gift card, to whom it is for.
#[derive(Clone, Copy)]
pub struct GiftCardForYou<'a> {
    /// Who gives it.
    pub purchaser: &'a str,
    /// Whom it is for, if a name is known.
    pub recipient: Option<&'a str>,
    /// Its worth.
    pub amount: Money,
    /// Its code, as people read it.
    pub code: &'a str,
    /// Its last day; none if it does not expire.
    pub expires_on: Option<Day>,
    /// What the giver has written.
    pub message: Option<&'a str>,
    /// Where a table can be booked.
    pub link: &'a str,
}

/// The letter to who has bought a gift card.
#[must_use]
pub fn gift_card_bought(house: &House<'_>, pen: &Pen, card: &GiftCardBought<'_>) -> Message {
    let (tongue, name) = (pen.tongue, house.name);
    let mut facts = worth(pen, card.amount, card.code, card.expires_on);
    if let Some(recipient) = card.recipient {
        facts.push((tongue.pick("For", "Für"), unlinked(recipient)));
    }
    if let Some(address) = card.sent_to {
        facts.push((tongue.pick("Sent to", "Versand an"), address.to_owned()));
    }
    if let Some(day) = card.deliver_on {
        facts.push((tongue.pick("Sent on", "Versand am"), pen.hand.day(day)));
    }
    if let Some(day) = card.withdraw_until {
        facts.push((tongue.pick("Withdrawal until", "Widerruf bis"), pen.hand.day(day)));
    }
    let text = if card.code.is_some() {
        tongue.pick(
            "Thank you: your gift card is paid and ready. It is attached, to be printed or passed on.",
            "danke: Ihr Gutschein ist bezahlt und fertig. Er liegt bei, zum Ausdrucken oder Weitergeben.",
        )
    } else {
        tongue.pick(
            "Thank you: your gift card is paid, and we will send it for you.",
            "danke: Ihr Gutschein ist bezahlt. Um den Versand kümmern wir uns.",
        )
    };
    Sheet {
        tongue,
        subject: tongue.pick(
            format!("Your gift card from {name}"),
            format!("Ihr Gutschein von {name}"),
        ),
        heading: tongue.pick("Your gift card", "Ihr Gutschein").to_owned(),
        paragraphs: vec![greeting(pen, card.purchaser), text.to_owned()],
        facts,
        button: Some((see(pen), card.link.to_owned())),
        foot: house.foot(pen),
    }
    .write()
}

/// The letter to whom a gift card is for.
#[must_use]
pub fn gift_card_for_you(house: &House<'_>, pen: &Pen, card: &GiftCardForYou<'_>) -> Message {
    let (tongue, name, from) = (pen.tongue, house.name, unlinked(card.purchaser));
    let mut paragraphs: Vec<String> = card
        .recipient
        .map(|name| greeting(pen, name))
        .into_iter()
        .collect();
    paragraphs.push(tongue.pick(
        format!("{from} is treating you to a visit at {name}."),
        format!("{from} schenkt Ihnen einen Besuch bei {name}."),
    ));
    paragraphs.extend(card.message.map(unlinked));
    let redeem = tongue.pick(
        "Show the code when you pay, or enter it when you book.",
        "Zeigen Sie den Code beim Bezahlen oder geben Sie ihn beim Reservieren ein.",
    );
    paragraphs.push(redeem.to_owned());
    Sheet {
        tongue,
        subject: tongue.pick(
            format!("A gift card for you from {from}: {name}"),
            format!("Ein Gutschein für Sie von {from}: {name}"),
        ),
        heading: tongue
            .pick("A gift card for you", "Ein Gutschein für Sie")
            .to_owned(),
        paragraphs,
        facts: worth(pen, card.amount, Some(card.code), card.expires_on),
        button: Some((
            tongue.pick("Book a table", "Tisch reservieren"),
            card.link.to_owned(),
        )),
        foot: house.foot(pen),
    }
    .write()
}

fn see(pen: &Pen) -> &'static str {
    pen.tongue.pick("See your gift card", "Gutschein ansehen")
}

pub(super) fn greeting(pen: &Pen, name: &str) -> String {
    let name = unlinked(name);
    pen.tongue
        .pick(format!("Dear {name},"), format!("Guten Tag {name},"))
}

fn worth(
    pen: &Pen,
    amount: Money,
    code: Option<&str>,
    expires_on: Option<Day>,
) -> Vec<(&'static str, String)> {
    let tongue = pen.tongue;
    let mut facts = vec![(tongue.pick("Worth", "Wert"), pen.hand.money(amount))];
    if let Some(code) = code {
        facts.push(("Code", code.to_owned()));
    }
    let until = expires_on.map_or_else(
        || tongue.pick("does not expire", "unbegrenzt").to_owned(),
        |day| pen.hand.day(day),
    );
    facts.push((tongue.pick("Valid until", "Gültig bis"), until));
    facts
}
