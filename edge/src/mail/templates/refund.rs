//! E-mails about gift cards that are refunded.

use shared::money::Money;
use shared::time::{Day, Minutes};

use super::layout::{Extras, Layout};
use super::{Fact, Message, Restaurant};
use crate::gift_card::order::Reason;
use crate::localization::Localizer;
use crate::mail::unlinked;

/// A gift card's refund to its purchaser.
#[derive(Clone, Copy)]
pub struct GiftCardRefunded<'a> {
    /// The purchaser's name.
    pub purchaser: &'a str,
    /// The refunded amount.
    pub amount: Money,
    /// Why, if that was written down.
    pub reason: Option<Reason>,
    /// The order, as the restaurant finds it.
    pub order: &'a str,
}

/// A purchaser's withdrawal that has arrived.
#[derive(Clone, Copy)]
pub struct GiftCardWithdrawn<'a> {
    /// The purchaser's name.
    pub purchaser: &'a str,
    /// The amount to refund.
    pub amount: Money,
    /// When the withdrawal arrived, as the venue's clocks show it.
    pub at: Option<(Day, Minutes)>,
    /// The order, as the restaurant finds it.
    pub order: &'a str,
}

/// The e-mail about a gift card's refund.
#[must_use]
pub fn gift_card_refunded(
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    refund: &GiftCardRefunded<'_>,
) -> Message {
    let texts = localizer.texts();
    let why = match refund.reason {
        Some(Reason::Late) => texts.refunded_late,
        Some(Reason::NotIssued) => texts.refunded_not_issued,
        Some(Reason::Withdrawn) => texts.refunded_withdrawn,
        None => texts.refunded_plain,
    };
    letter(
        restaurant,
        localizer,
        texts.refunded_heading,
        (refund.purchaser, [why, texts.refunded_text]),
        vec![
            (texts.fact_amount, localizer.money(refund.amount)),
            (texts.fact_order, refund.order.to_owned()),
        ],
    )
}

/// The letter that acknowledges a withdrawal, with what it was about and when it arrived.
#[must_use]
pub fn gift_card_withdrawn(
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    withdrawal: &GiftCardWithdrawn<'_>,
) -> Message {
    let texts = localizer.texts();
    let mut facts = vec![
        (texts.fact_refund, localizer.money(withdrawal.amount)),
        (texts.fact_order, withdrawal.order.to_owned()),
    ];
    if let Some((day, minutes)) = withdrawal.at {
        facts.push((texts.fact_received, localizer.moment(day, minutes)));
    }
    letter(
        restaurant,
        localizer,
        texts.withdrawn_heading,
        (withdrawal.purchaser, [texts.withdrawn_text, texts.withdrawn_next]),
        facts,
    )
}

/// The e-mail about a further refund after a withdrawal: the amount that the card had paid for a cancelled reservation.
/// `total` is the refunded total with it, of the `order` as the restaurant finds it.
#[must_use]
pub fn gift_card_share(
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    purchaser: &str,
    total: Money,
    order: &str,
) -> Message {
    let texts = localizer.texts();
    letter(
        restaurant,
        localizer,
        texts.share_heading,
        (purchaser, [texts.share_text, texts.share_next]),
        vec![
            (texts.fact_refund_total, localizer.money(total)),
            (texts.fact_order, order.to_owned()),
        ],
    )
}

fn letter(
    restaurant: &Restaurant<'_>,
    localizer: &Localizer,
    heading: &str,
    (purchaser, [first, second]): (&str, [&str; 2]),
    facts: Vec<Fact>,
) -> Message {
    let texts = localizer.texts();
    Layout {
        texts,
        subject: texts.subject(heading, restaurant.name),
        heading: heading.to_owned(),
        paragraphs: vec![
            texts.greeting(&unlinked(purchaser)),
            first.to_owned(),
            second.to_owned(),
        ],
        facts,
        button: None,
        sender: restaurant.sender(texts),
        more: Extras::default(),
    }
    .write()
}
