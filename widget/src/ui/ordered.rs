//! The choices that a reservation has beside its table, as it was booked: people by age, add-ons, answers and the total.

use shared::choices::{AnswerValue, GivenAnswer, price_beside};
use shared::money::Money;
use shared::reservation::Reservation;

use super::Context;
use super::node::{Element, Node, el};
use crate::i18n::SelfServiceTexts;

/// The list; none where the reservation has nothing of it.
pub(super) fn ordered(
    reservation: &Reservation,
    context: &Context,
    words: &'static SelfServiceTexts,
) -> Option<Element> {
    let people: Vec<_> = reservation
        .people
        .iter()
        .map(|one| format!("{} × {}", one.count, context.of(&one.name)))
        .collect();
    let people = (!people.is_empty()).then(|| (words.extras_people_fact.to_owned(), people.join(", ")));
    // With it the prices add up to the total.
    let own = reservation
        .total
        .and_then(|total| price_beside(&reservation.add_ons, total))
        .map(|price| {
            let name = context.of(&reservation.experience.name).to_owned();
            (name, context.formats.money(price))
        });
    let add_ons = reservation.add_ons.iter().map(|one| {
        let name = format!("{} × {}", one.quantity, context.of(&one.name));
        (name, charge(one.total, context, words))
    });
    let answers = reservation
        .answers
        .iter()
        .map(|given| (context.of(&given.label).to_owned(), said(given, context, words)));
    let total = reservation
        .total
        .map(|total| (words.extras_total.to_owned(), context.formats.money(total)));
    let rows: Vec<Node> = people
        .into_iter()
        .chain(answers)
        .chain(own)
        .chain(add_ons)
        .chain(total)
        .map(|(label, value)| {
            el("div")
                .child(el("dt").child(label))
                .child(el("dd").child(el("span").child(value)))
                .into()
        })
        .collect();
    (!rows.is_empty()).then(|| el("dl").class("facts ordered").children(rows))
}

/// The amount that is charged for an item, or the word for a free one.
pub(super) fn charge(amount: Money, context: &Context, words: &'static SelfServiceTexts) -> String {
    if amount.amount() == 0 {
        words.extras_free.to_owned()
    } else {
        context.formats.money(amount)
    }
}

fn said(given: &GivenAnswer, context: &Context, words: &'static SelfServiceTexts) -> String {
    match (&given.choice, &given.value) {
        (Some(choice), _) => context.of(choice).to_owned(),
        (None, AnswerValue::YesNo(true)) => words.extras_yes.to_owned(),
        (None, AnswerValue::YesNo(false)) => words.extras_no.to_owned(),
        (None, AnswerValue::Number(number)) => number.to_string(),
        (None, AnswerValue::Text(text)) => text.as_str().to_owned(),
    }
}
