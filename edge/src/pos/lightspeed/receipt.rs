//! The bill of a check that was closed. The guest's record, the names of staff and texts that were entered by hand, which may
//! name a guest, are not read at all.

use std::collections::BTreeMap;

use shared::money::{Currency, Money};

use super::decimal::Decimal;
use super::event_wire::{CheckAccount, LineTax, TransactionLine};
use crate::pos::scalar::Scalar;
use crate::pos::{Receipt, ReceiptLine, ReceiptPayment, ReceiptTax};

/// The longest text of a receipt, in characters.
const MAX_TEXT: usize = 120;
/// The name of an item, a tax or a means of payment that has none.
const NAMELESS: &str = "—";

/// The receipt of a check; none if it states no total. `currency` is that of the venue, for a check that states none.
#[must_use]
pub fn of(check: &CheckAccount, currency: Currency) -> Option<Receipt> {
    let given = check.currency_code.text();
    let currency = given.map_or(Some(currency), |code| Currency::parse(code).ok())?;
    let money = |amount: Option<&Decimal>| money(amount, currency);
    let lines = check.transaction_lines.as_deref().unwrap_or_default();
    let payments = check.payment_lines.as_deref().unwrap_or_default();
    let number = check.receipt_number.text().or(check.account_number.text());
    Some(Receipt {
        number: number.map(short),
        covers: covers(&check.cover_count),
        closed_at: check.close_date.milliseconds(),
        total: money(check.total_amount.as_ref())?,
        tax: money(check.tax_amount.as_ref()),
        tips: money(check.gratuity_amount.as_ref()).filter(|tips| tips.amount() != 0),
        paid: money(check.paid_amount.as_ref()),
        lines: lines.iter().filter_map(|one| line(one, currency)).collect(),
        taxes: taxes(lines, currency),
        payments: payments
            .iter()
            .filter_map(|payment| {
                let method = payment.payment_method_description.text();
                let method = method.or(payment.payment_method.text());
                Some(ReceiptPayment {
                    method: short(method.unwrap_or(NAMELESS)),
                    amount: money(payment.amount.as_ref())?,
                    tip: money(payment.gratuity_amount.as_ref()).filter(|tip| tip.amount() != 0),
                })
            })
            .collect(),
    })
}

/// A number of guests; none for one that is none.
#[must_use]
pub fn covers(count: &Scalar) -> Option<u16> {
    count.count().filter(|count| *count > 0)
}

fn line(line: &TransactionLine, currency: Currency) -> Option<ReceiptLine> {
    let amount = line.amount_with_tax.as_ref().or(line.amount.as_ref());
    let quantity = line.quantity.as_ref().and_then(|quantity| quantity.scaled(3));
    Some(ReceiptLine {
        name: short(line.item_description.text().unwrap_or(NAMELESS)),
        group: line.accounting_group_name.text().map(short),
        thousandths: quantity.unwrap_or(1_000),
        amount: money(amount, currency)?,
    })
}

/// The taxes of all lines by name and rate.
fn taxes(lines: &[TransactionLine], currency: Currency) -> Vec<ReceiptTax> {
    let mut sums: BTreeMap<(String, Option<u32>), Option<i64>> = BTreeMap::new();
    for line in lines {
        let Some(tax) = &line.active_tax else {
            continue;
        };
        let with = money(line.amount_with_tax.as_ref(), currency);
        let without = money(line.amount_less_tax.as_ref(), currency);
        let amount = with
            .zip(without)
            .and_then(|(with, without)| with.checked_sub(without).ok());
        let name = tax.description.text().or(tax.code.text());
        let key = (short(name.unwrap_or(NAMELESS)), basis_points(tax));
        // What one line does not say, the sum does not say.
        let sum = sums.entry(key).or_insert(Some(0));
        *sum = (*sum)
            .zip(amount)
            .and_then(|(sum, amount)| sum.checked_add(amount.amount()));
    }
    sums.into_iter()
        .map(|((name, basis_points), sum)| ReceiptTax {
            name,
            basis_points,
            amount: sum.and_then(|sum| Money::new(sum, currency).ok()),
        })
        .collect()
}

/// A rate in hundredths of a per cent: `1.19` is 19 %, and so is `0.19`.
fn basis_points(tax: &LineTax) -> Option<u32> {
    let rate = tax.rate.as_ref()?.scaled(4)?;
    let above = if rate >= 10_000 { rate - 10_000 } else { rate };
    u32::try_from(above).ok()
}

fn money(amount: Option<&Decimal>, currency: Currency) -> Option<Money> {
    let minor = amount?.scaled(currency.decimals())?;
    Money::new(minor, currency).ok()
}

fn short(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}
