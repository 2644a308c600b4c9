//! Letters about gift cards whose money goes back. It must not know how that is done, nor who decided it.

use shared::money::Money;
use shared::time::{Day, Minutes};

use super::gift_card::greeting;
use super::layout::Sheet;
use super::{House, Message, Pen};
use crate::gift_card::order::Reason;

/// Money that has gone back to who had bought a card.
#[derive(Clone, Copy)]
pub struct GiftCardRefunded<'a> {
    /// Who had bought it.
    pub purchaser: &'a str,
    /// How much has gone back.
    pub amount: Money,
    /// Why, if that was written down.
    pub reason: Option<Reason>,
    /// The order, as the restaurant finds it.
    pub order: &'a str,
}

/// A purchaser's withdrawal that has arrived.
#[derive(Clone, Copy)]
pub struct GiftCardWithdrawn<'a> {
    /// Who had bought the card.
    pub purchaser: &'a str,
    /// How much goes back.
    pub amount: Money,
    /// When the withdrawal arrived, as the venue's clocks show it.
    pub at: Option<(Day, Minutes)>,
    /// The order, as the restaurant finds it.
    pub order: &'a str,
}

/// The letter that money for a gift card has gone back.
#[must_use]
pub fn gift_card_refunded(house: &House<'_>, pen: &Pen, refund: &GiftCardRefunded<'_>) -> Message {
    let tongue = pen.tongue;
    let why = match refund.reason {
        Some(Reason::Late) => tongue.pick(
            "Your payment reached us after the time to pay was over, so no gift card was made.",
            "Ihre Zahlung ist erst nach Ablauf der Frist eingegangen. Daher wurde kein Gutschein ausgestellt.",
        ),
        Some(Reason::NotIssued) => tongue.pick(
            "We are sorry: the gift card could not be made.",
            "es tut uns leid: Der Gutschein konnte nicht ausgestellt werden.",
        ),
        Some(Reason::Withdrawn) => tongue.pick(
            "You have withdrawn from your purchase. The gift card can no longer be used.",
            "Sie haben Ihren Kauf widerrufen. Der Gutschein kann nicht mehr eingelöst werden.",
        ),
        None => tongue.pick(
            "The payment for your gift card was refunded.",
            "die Zahlung für Ihren Gutschein wurde erstattet.",
        ),
    };
    let back = tongue.pick(
        "The money has gone back the way you paid. It may take some days to show.",
        "Sie erhalten das Geld auf dem Weg zurück, auf dem Sie bezahlt haben. Bis es ankommt, können einige Tage vergehen.",
    );
    sheet(
        house,
        pen,
        tongue.pick("Your money is on its way back", "Ihr Geld ist auf dem Weg zurück"),
        [greeting(pen, refund.purchaser), why.to_owned(), back.to_owned()],
        vec![
            (tongue.pick("Amount", "Betrag"), pen.hand.money(refund.amount)),
            (tongue.pick("Order", "Bestellung"), refund.order.to_owned()),
        ],
    )
}

/// The letter that acknowledges a withdrawal, with what it was about and when it arrived.
#[must_use]
pub fn gift_card_withdrawn(house: &House<'_>, pen: &Pen, withdrawal: &GiftCardWithdrawn<'_>) -> Message {
    let tongue = pen.tongue;
    let text = tongue.pick(
        "Your withdrawal from the purchase of a gift card has reached us. The gift card can no longer be used.",
        "Ihr Widerruf des Gutscheinkaufs ist bei uns eingegangen. Der Gutschein kann nicht mehr eingelöst werden.",
    );
    let next = tongue.pick(
        "We will write again when the money is on its way. You need not do anything.",
        "Wir schreiben Ihnen, sobald das Geld unterwegs ist. Sie müssen nichts weiter tun.",
    );
    let mut facts = vec![
        (
            tongue.pick("Refund", "Rückzahlung"),
            pen.hand.money(withdrawal.amount),
        ),
        (tongue.pick("Order", "Bestellung"), withdrawal.order.to_owned()),
    ];
    if let Some((day, minutes)) = withdrawal.at {
        facts.push((tongue.pick("Received", "Eingegangen"), pen.moment(day, minutes)));
    }
    sheet(
        house,
        pen,
        tongue.pick("We have your withdrawal", "Ihr Widerruf ist eingegangen"),
        [
            greeting(pen, withdrawal.purchaser),
            text.to_owned(),
            next.to_owned(),
        ],
        facts,
    )
}

/// The letter that more goes back after a withdrawal: what the card had paid for a reservation that was cancelled.
/// `total` is what goes back with it, of the `order` as the restaurant finds it.
#[must_use]
pub fn gift_card_share(house: &House<'_>, pen: &Pen, purchaser: &str, total: Money, order: &str) -> Message {
    let tongue = pen.tongue;
    let text = tongue.pick(
        "A reservation was cancelled that had been paid with your gift card. Since you have withdrawn from its purchase, what comes back belongs to you.",
        "eine Reservierung wurde storniert, die mit Ihrem Gutschein bezahlt war. Da Sie den Kauf widerrufen haben, gehört Ihnen, was davon zurückkommt.",
    );
    let next = tongue.pick(
        "It goes back the way you paid. You need not do anything.",
        "Sie erhalten es auf dem Weg zurück, auf dem Sie bezahlt haben. Sie müssen nichts weiter tun.",
    );
    sheet(
        house,
        pen,
        tongue.pick(
            "More of your money goes back",
            "Sie erhalten weiteres Geld zurück",
        ),
        [greeting(pen, purchaser), text.to_owned(), next.to_owned()],
        vec![
            (
                tongue.pick("Refund in total", "Rückzahlung insgesamt"),
                pen.hand.money(total),
            ),
            (tongue.pick("Order", "Bestellung"), order.to_owned()),
        ],
    )
}

fn sheet(
    house: &House<'_>,
    pen: &Pen,
    heading: &str,
    paragraphs: [String; 3],
    facts: Vec<(&'static str, String)>,
) -> Message {
    Sheet {
        tongue: pen.tongue,
        subject: format!("{heading}: {}", house.name),
        heading: heading.to_owned(),
        paragraphs: paragraphs.into(),
        facts,
        button: None,
        foot: house.foot(pen),
    }
    .write()
}
