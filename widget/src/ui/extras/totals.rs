//! The price of the booking: its lines, the taxes in it, and what is due now and at the restaurant. It is the price of what is
//! chosen at this moment, or a place that is kept for it.

use shared::quote::{Quote, QuoteLine, QuoteLineKind, TaxAmount};

use super::super::button::Look;
use super::super::details::Price;
use super::super::node::{Element, Node, el};
use super::super::ordered::charge;
use super::super::{ViewContext, notice};
use crate::flow::{Answer, Booking};
use crate::i18n::SelfServiceTexts;
use crate::self_service::extras::{BookingWithExtras, Event};

/// The price, where any is stated.
pub(super) fn totals(
    state: &BookingWithExtras,
    booking: &Booking,
    view: &ViewContext<Event>,
) -> Option<Element> {
    if !state.is_priced(booking) {
        return None;
    }
    let words = view.words;
    let frame = el("section")
        .class("totals")
        .attr("aria-label", words.extras_price);
    Some(match &state.quoting.answer {
        Answer::Known(quote) => frame.children(known(quote, view)),
        Answer::Failed(failure) => frame
            .child(el("p").class("fault").child(words.extras_quote_failed))
            .child(
                el("p")
                    .class("hint")
                    .child(notice::sentence(failure, &view.context)),
            )
            .child(view.button(Look::Plain, view.context.texts.retry, Event::QuoteRetried)),
        Answer::NotRequested | Answer::Requested(_) => {
            // As many as the price before it had, or that of a party without extras has, so that little moves when it comes.
            let count = state.quoting.lines.max(3);
            let bones = (0..count).map(|_| el("i").class("bone line").into());
            frame
                .attr("aria-busy", "true")
                .child(el("span").class("sr").child(view.context.texts.loading))
                .child(el("div").class("blanks").children(bones.collect()))
        }
    })
}

/// The price as the details end with it, where any is stated.
pub(super) fn price(
    state: &BookingWithExtras,
    booking: &Booking,
    view: &ViewContext<Event>,
) -> Option<Price> {
    let total = state.quoting.quote().map(|quote| quote.total);
    totals(state, booking, view).map(|totals| Price {
        totals,
        total: total.map(|total| view.context.formats.money(total)),
    })
}

/// The sentence that is read out once the price of a choice is known.
pub(super) fn announcement(
    state: &BookingWithExtras,
    booking: &Booking,
    view: &ViewContext<Event>,
) -> Option<String> {
    let quote = state.quoting.quote().filter(|_| state.is_priced(booking))?;
    let total = view.context.formats.money(quote.total);
    Some(view.words.extras_said_total.with(&total))
}

fn known(quote: &Quote, view: &ViewContext<Event>) -> Vec<Node> {
    let (words, formats) = (view.words, &view.context.formats);
    let rows = |is_card: bool| -> Vec<Node> {
        let lines = quote.lines.iter();
        let lines = lines.filter(|line| (line.kind == QuoteLineKind::GiftCard) == is_card);
        lines.map(|line| row(line, view).into()).collect()
    };
    let total = amount("total", words.extras_total.to_owned(), formats.money(quote.total));
    let now = (quote.due_now.amount() > 0).then(|| {
        amount(
            "due",
            words.extras_due_now.to_owned(),
            formats.money(quote.due_now),
        )
    });
    let later = (quote.due_at_venue.amount() > 0).then(|| {
        amount(
            "due",
            words.extras_due_at_venue.to_owned(),
            formats.money(quote.due_at_venue),
        )
    });
    let list = el("dl")
        .children(rows(false))
        .child(total)
        .children(rows(true))
        .child(now)
        .child(later);
    let taxes = quote.taxes.iter().filter(|tax| tax.basis_points > 0);
    let taxes: Vec<_> = taxes.map(|tax| tax_line(tax, view)).collect();
    let taxes = (!taxes.is_empty()).then(|| el("p").class("hint").child(taxes.join(" · ")));
    vec![list.into(), taxes.into()]
}

fn row(line: &QuoteLine, view: &ViewContext<Event>) -> Element {
    let context = &view.context;
    let name = match line.kind {
        QuoteLineKind::GiftCard => view.words.extras_gift_card,
        _ => context.of(&line.label),
    };
    let total = charge(line.total, context, view.words);
    // What is free needs no sum.
    let sum = if line.quantity > 1 && line.total.amount() != 0 {
        format!(
            "{} × {} = {total}",
            line.quantity,
            context.formats.money(line.unit)
        )
    } else {
        total
    };
    amount("line", name.to_owned(), sum)
}

fn amount(class: &'static str, label: String, amount: String) -> Element {
    el("div")
        .class(class)
        .child(el("dt").child(label))
        .child(el("dd").child(amount))
}

fn tax_line(tax: &TaxAmount, view: &ViewContext<Event>) -> String {
    let rate = rate(tax.basis_points, view.words);
    let amount = view.context.formats.money(tax.tax);
    view.words.extras_tax.with_both(&rate, &amount)
}

/// A rate in percent, with as many decimals as it needs.
fn rate(basis_points: u16, words: &SelfServiceTexts) -> String {
    let (whole, rest) = (basis_points / 100, basis_points % 100);
    match (rest / 10, rest % 10) {
        (0, 0) => whole.to_string(),
        (tenths, 0) => format!("{whole}{}{tenths}", words.extras_decimal),
        (tenths, hundredths) => format!("{whole}{}{tenths}{hundredths}", words.extras_decimal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::drawing::view_context;

    #[test]
    fn rates_have_the_decimals_that_they_need_as_the_language_writes_them() {
        let of = |language: &str, basis_points| rate(basis_points, view_context::<Event>(language).words);
        assert_eq!(of("en", 1_000), "10");
        assert_eq!(of("en", 550), "5.5");
        assert_eq!(of("de", 705), "7,05");
    }
}
