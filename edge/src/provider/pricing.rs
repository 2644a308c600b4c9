//! The price of a booking at an experience of the embedded engine: the one place where prices, taxes and what is due now
//! are computed. Pure.

use std::collections::BTreeMap;

use config::plan::{Experience, Payment};
use shared::choices::{ChosenAddOn, PeopleCount};
use shared::locale::LocalizedText;
use shared::money::{Currency, Money, MoneyError};
use shared::offer::{AgeCategory, PricePer};
use shared::party::Attendees;
use shared::payment::PaymentKind;
use shared::quote::{Quote, QuoteLine, QuoteLineKind, TaxAmount};

/// An order to be priced. Its choices are among those that are offered.
#[derive(Clone, Copy, Debug)]
pub struct PartyOrder<'a> {
    /// The party's size.
    pub attendees: Attendees,
    /// The party by age category; all of the default category, if empty.
    pub people: &'a [PeopleCount],
    /// The add-ons.
    pub add_ons: &'a [ChosenAddOn],
}

/// Guests of one price.
struct Heads<'a> {
    category: Option<&'a AgeCategory>,
    count: u8,
    /// The price of each; none where no price is stated.
    price: Option<Money>,
}

/// The price of an order at an experience whose prices are in this currency, without a gift card.
pub fn quote(
    experience: &Experience,
    order: PartyOrder<'_>,
    currency: Currency,
) -> Result<Quote, MoneyError> {
    let payment = experience.due_payment(order.attendees);
    let heads = heads(experience, order, payment);
    let offer = experience.offer();
    let mut lines = Vec::new();
    // What is taxed at each rate, tax included.
    let mut gross_by_rate: BTreeMap<u16, Money> = BTreeMap::new();
    for one in &heads {
        let Some(price) = one.price else { continue };
        let line = of_heads(experience, one, price)?;
        tax(&mut gross_by_rate, offer.vat_basis_points, line.total)?;
        lines.push(line);
    }
    let mut of_add_ons = Money::zero(currency);
    for chosen in order.add_ons {
        let mut all = offer.add_ons.iter().map(|one| &one.add_on);
        let Some(add_on) = all.find(|one| one.id == chosen.id) else {
            continue;
        };
        let quantity = match add_on.per {
            PricePer::Booking => 1,
            PricePer::Guest | PricePer::Unit => chosen.quantity,
        };
        let line = line(
            (QuoteLineKind::AddOn, add_on.id.to_string(), &add_on.name),
            quantity,
            add_on.price,
        )?;
        tax(&mut gross_by_rate, add_on.vat_basis_points, line.total)?;
        of_add_ons = of_add_ons.checked_add(line.total)?;
        lines.push(line);
    }
    let taxes: Result<Vec<_>, _> = gross_by_rate
        .into_iter()
        .map(|(rate, gross)| split(rate, gross))
        .collect();
    let total = lines
        .iter()
        .try_fold(Money::zero(currency), |sum, line| sum.checked_add(line.total))?;
    let agreed = agreed(payment, &heads, (total, of_add_ons), order.attendees)?;
    let is_charged = payment.is_some_and(|payment| payment.kind != PaymentKind::CardGuarantee);
    let due_now = agreed.filter(|_| is_charged).unwrap_or(Money::zero(currency));
    Ok(Quote {
        terms: payment.zip(agreed).map(|(payment, amount)| payment.terms(amount)),
        ..Quote::of(lines, taxes?, due_now)?
    })
}

/// The quote with what a gift card gives of what is due now.
pub fn with_gift_card(quote: Quote, given: Money) -> Result<Quote, MoneyError> {
    let negative = Money::zero(given.currency()).checked_sub(given)?;
    let mut lines = quote.lines;
    lines.push(QuoteLine {
        kind: QuoteLineKind::GiftCard,
        id: None,
        label: LocalizedText::default(),
        quantity: 1,
        unit: negative,
        total: negative,
    });
    Ok(Quote {
        terms: quote.terms,
        left: quote.left,
        ..Quote::of(lines, quote.taxes, quote.due_now.checked_sub(given)?)?
    })
}

/// The party by price.
fn heads<'a>(experience: &'a Experience, order: PartyOrder<'_>, payment: Option<Payment>) -> Vec<Heads<'a>> {
    // Where no price is stated a deposit is what a guest pays at least.
    let deposit = payment.filter(|payment| payment.kind == PaymentKind::Deposit);
    let of_category = |category: Option<&'a AgeCategory>, count: u8| Heads {
        category,
        count,
        price: experience
            .guest_price(category)
            .or(deposit.map(|payment| payment.price_per_guest)),
    };
    let offer = experience.offer();
    if order.people.is_empty() {
        return vec![of_category(offer.default_category(), order.attendees.get())];
    }
    let counted = offer.people.iter().filter_map(|category| {
        let count = order.people.iter().find(|one| one.category == category.id)?.count;
        (count > 0).then(|| of_category(Some(category), count))
    });
    counted.collect()
}

fn of_heads(experience: &Experience, heads: &Heads<'_>, price: Money) -> Result<QuoteLine, MoneyError> {
    let named = match heads.category {
        Some(category) => (QuoteLineKind::People, category.id.to_string(), &category.name),
        None => (
            QuoteLineKind::Experience,
            experience.id().to_string(),
            experience.name(),
        ),
    };
    line(named, heads.count, price)
}

fn line(
    (kind, id, name): (QuoteLineKind, String, &LocalizedText),
    quantity: u8,
    unit: Money,
) -> Result<QuoteLine, MoneyError> {
    Ok(QuoteLine {
        kind,
        id: Some(id),
        label: name.clone(),
        quantity: quantity.into(),
        unit,
        total: unit.checked_mul(quantity.into())?,
    })
}

/// The amount of the payment in advance; none where nothing is to be paid.
fn agreed(
    payment: Option<Payment>,
    heads: &[Heads<'_>],
    (total, of_add_ons): (Money, Money),
    attendees: Attendees,
) -> Result<Option<Money>, MoneyError> {
    let Some(payment) = payment else {
        return Ok(None);
    };
    let amount = match payment.kind {
        PaymentKind::Prepayment => total,
        PaymentKind::Deposit => {
            // Guests who cost nothing leave no deposit.
            let paying = heads
                .iter()
                .filter(|one| one.price.is_none_or(|price| price.amount() > 0))
                .map(|one| u32::from(one.count));
            let deposit = payment.price_per_guest.checked_mul(paying.sum())?;
            if payment.add_ons {
                deposit.checked_add(of_add_ons)?
            } else {
                deposit
            }
        }
        PaymentKind::CardGuarantee => payment.price_per_guest.checked_mul(attendees.get().into())?,
    };
    Ok(Some(amount).filter(|amount| amount.amount() > 0))
}

fn tax(taxed: &mut BTreeMap<u16, Money>, rate: Option<u16>, gross: Money) -> Result<(), MoneyError> {
    if let Some(rate) = rate {
        let sum = taxed.entry(rate).or_insert(Money::zero(gross.currency()));
        *sum = sum.checked_add(gross)?;
    }
    Ok(())
}

/// Splits an amount that contains a tax of this rate, so that both parts add up to it: the tax is rounded, half a minor
/// unit up.
fn split(basis_points: u16, gross: Money) -> Result<TaxAmount, MoneyError> {
    let (rate, whole) = (i128::from(basis_points), 10_000 + i128::from(basis_points));
    let tax = (i128::from(gross.amount()) * rate * 2 + whole).div_euclid(whole * 2);
    let tax = i64::try_from(tax).map_err(|_| MoneyError::TooLarge)?;
    let tax = Money::new(tax, gross.currency())?;
    Ok(TaxAmount {
        basis_points,
        net: gross.checked_sub(tax)?,
        tax,
    })
}

#[cfg(test)]
#[path = "pricing_tests.rs"]
mod tests;
