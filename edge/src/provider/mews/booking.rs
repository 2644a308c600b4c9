//! Reservations as they are sent to Mews, to be priced or to be made. Pure.

use config::mews::NotesTarget;
use shared::choices::AccessCode;
use shared::money::{Currency, Money};
use shared::party::Attendees;
use shared::payment::PaymentTerms;
use shared::quote::{Quote, QuoteLine, QuoteLineKind, TaxAmount};
use shared::reservation::ReservationRequest;
use shared::time::Instant;
use shared::validation::{Name, Notes, Phone};

use super::amount::Decimal;
use super::bookable::{Bookable, BookableProduct};
use super::catalogue::Catalogue;
use super::units::Stay;
use super::wire::booking::{PersonCount, ProductOrder, ReservationData, ReservationPrice, StoredPersonCount};
use crate::provider::choices::Choices;
use crate::provider::remote::{Decline, RemoteError};

/// A stay that a guest asks for, with the guest's choices.
#[derive(Clone, Copy)]
pub struct AskedStay<'a> {
    /// The experience.
    pub bookable: &'a Bookable,
    /// The party's size.
    pub attendees: Attendees,
    /// The guest's choices.
    pub choices: &'a Choices,
    /// The time.
    pub stay: Stay,
}

impl<'a> AskedStay<'a> {
    /// The reservation without the parts that only a booking has: its customer, its number and its notes.
    pub fn data(self) -> Result<ReservationData<'a>, RemoteError> {
        let code = self.choices.access_code.as_ref();
        let rate = self.bookable.rate_for(code.is_some());
        let rate = rate.ok_or(RemoteError::Declined(Decline::CodeNotAccepted))?;
        Ok(ReservationData {
            channel_number: None,
            state: "Confirmed",
            start_utc: self.stay.start.to_string(),
            end_utc: self.stay.end.to_string(),
            released_utc: None,
            person_counts: self.person_counts(),
            customer_id: None,
            requested_category_id: &self.bookable.category.id,
            rate_id: &rate.id,
            voucher_code: code.map(AccessCode::expose),
            notes: None,
            product_orders: self.product_orders(),
        })
    }

    /// The party by age category: all adults, unless the guest has counted.
    fn person_counts(self) -> Vec<PersonCount> {
        let offers = crate::provider::offer::Offers {
            people: self.bookable.people_offered(),
            add_ons: Vec::new(),
        };
        let people = self.choices.people_of(self.attendees, &offers);
        people
            .into_iter()
            .filter(|one| one.count > 0)
            .map(|one| PersonCount {
                age_category_id: one.category.as_str().to_owned(),
                count: one.count.into(),
            })
            .collect()
    }

    /// The products, each as often as the guest has chosen it. Documented: those charged once or by person begin and end at
    /// the same time. Inferred: a count is that of all units, also of a product that is charged by person, so that of two
    /// guests one can have it; without a count the whole party would.
    fn product_orders(self) -> Vec<ProductOrder<'a>> {
        let order = |(product, count): (&'a BookableProduct, u16)| {
            let end = if product.is_per_unit_of_time() {
                self.stay.end
            } else {
                self.stay.start
            };
            ProductOrder {
                product_id: &product.product.id,
                count,
                start_utc: self.stay.start.to_string(),
                end_utc: end.to_string(),
            }
        };
        self.products().map(order).collect()
    }

    /// The products that the guest has chosen, with how many of each.
    fn products(self) -> impl Iterator<Item = (&'a BookableProduct, u16)> {
        self.choices.add_ons.iter().filter_map(move |chosen| {
            let mut products = self.bookable.products.iter();
            let product = products.find(|one| one.settings.id == chosen.id)?;
            Some((product, u16::from(chosen.quantity)))
        })
    }

    /// The price that Mews states, in lines whose sum is Mews' own total: the line of the experience is the total without
    /// the products. A deposit on these terms is due with the booking. The part of a deposit that exceeds the price is set
    /// off against what the guests order.
    pub fn quote(
        self,
        price: &ReservationPrice,
        catalogue: &Catalogue,
        currency: Currency,
        terms: Option<PaymentTerms>,
    ) -> Result<Quote, RemoteError> {
        let unreadable = || RemoteError::Failed("a price cannot be read".to_owned());
        let amount = price.total_amount.as_ref().or(price.total.as_ref());
        let amount = amount.filter(|amount| amount.currency == currency.code());
        let amount = amount.ok_or_else(unreadable)?;
        let total = amount.gross_value.money(currency).ok_or_else(unreadable)?;
        let mut of_products = Vec::new();
        let mut left = total;
        for (product, quantity) in self.products() {
            let unit = product.price_of_stay(self.bookable.settings.units);
            let price = unit.checked_mul(quantity.into()).map_err(|_| unreadable())?;
            left = left.checked_sub(price).map_err(|_| unreadable())?;
            of_products.push(QuoteLine {
                kind: QuoteLineKind::AddOn,
                id: Some(product.settings.id.to_string()),
                label: product.name(),
                quantity,
                unit,
                total: price,
            });
        }
        let mut lines = vec![QuoteLine {
            kind: QuoteLineKind::Experience,
            id: Some(self.bookable.settings.id.to_string()),
            label: self.bookable.name.clone(),
            // Mews prices a stay, and not a guest.
            quantity: 1,
            unit: left,
            total: left,
        }];
        lines.extend(of_products);
        let taxes = amount.tax_values.iter().filter_map(|tax| {
            let rate = catalogue.taxes.get(tax.code.text()?)?;
            taxed(*rate, tax.value.as_ref()?.money(currency)?)
        });
        let taxes = fitted(taxes.collect(), total).ok_or_else(unreadable)?;
        let due_now = terms.as_ref().map_or(Money::zero(currency), |terms| terms.amount);
        let quote = Quote::of(lines, taxes, due_now).map_err(|_| unreadable())?;
        let nothing = Money::zero(currency);
        let due_at_venue = if quote.due_at_venue.amount() < 0 {
            nothing
        } else {
            quote.due_at_venue
        };
        Ok(Quote {
            due_at_venue,
            terms,
            ..quote
        })
    }
}

/// A tax of this rate with the amount that it is of, rounded to the minor unit; none of nothing.
fn taxed(basis_points: u16, tax: Money) -> Option<TaxAmount> {
    let (rate, ten_thousandths) = (i64::from(basis_points), tax.amount().checked_mul(10_000)?);
    let net = ten_thousandths.checked_add(rate / 2)?.checked_div(rate)?;
    let is_something = tax.amount() > 0;
    let net = Money::new(net, tax.currency()).ok()?;
    is_something.then_some(TaxAmount {
        basis_points,
        net,
        tax,
    })
}

/// The taxes of a total. Mews rounds each and names no net amounts: where what rounding leaves is all that keeps them from
/// adding up to the total, the largest amount takes it. Another part of the total has no tax.
fn fitted(mut taxes: Vec<TaxAmount>, total: Money) -> Option<Vec<TaxAmount>> {
    let mut left = total;
    let mut rounded = 0_i64;
    for one in &taxes {
        left = left.checked_sub(one.net).ok()?.checked_sub(one.tax).ok()?;
        // Half a minor unit of a tax is this much of what it is of.
        rounded += 5_000 / i64::from(one.basis_points.max(1)) + 1;
    }
    if left.amount().abs() <= rounded
        && let Some(largest) = taxes.iter_mut().max_by_key(|one| one.net.amount())
    {
        largest.net = largest.net.checked_add(left).ok()?;
    }
    Some(taxes)
}

/// The party of a reservation that becomes another number of guests: as many adults more or less, where some are left, and
/// all of them adults otherwise. Its guest states the number alone.
#[must_use]
pub fn changed_people(bookable: &Bookable, before: &[StoredPersonCount], guests: u8) -> Vec<PersonCount> {
    let Some(adults) = bookable.people.first().map(|one| one.id.as_str()) else {
        return Vec::new();
    };
    let others = before.iter().filter_map(|one| {
        let category = one.age_category_id.text().filter(|id| *id != adults)?;
        let count = u16::try_from(one.count.0).ok().filter(|count| *count > 0)?;
        Some(PersonCount {
            age_category_id: category.to_owned(),
            count,
        })
    });
    let others: Vec<PersonCount> = others.collect();
    let guests = u16::from(guests);
    let of_others: u16 = others.iter().fold(0, |sum, one| sum.saturating_add(one.count));
    let count = |count| PersonCount {
        age_category_id: adults.to_owned(),
        count,
    };
    if of_others >= guests {
        return vec![count(guests)];
    }
    [count(guests - of_others)].into_iter().chain(others).collect()
}

/// The note of a booking: the guest's own, and the name that was typed where the customer's profile has another. None where
/// there is nothing to note.
#[must_use]
pub fn note(request: &ReservationRequest, differs: bool, target: NotesTarget) -> Option<String> {
    if target == NotesTarget::None {
        return None;
    }
    let own = request.notes.as_ref().map(|notes| notes.as_str().to_owned());
    let guest = &request.guest;
    let asked_by = || {
        let first = guest.first_name.as_ref().map(Name::as_str);
        let phone = guest.phone.as_ref().map(Phone::as_str);
        let parts = first.into_iter().chain([guest.last_name.as_str()]).chain(phone);
        format!("Booked online by {}.", parts.collect::<Vec<_>>().join(" "))
    };
    let lines: Vec<String> = own.into_iter().chain(differs.then(asked_by)).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The note of a change of notes. Notes at Mews are added, and not replaced.
#[must_use]
pub fn changed_note(notes: &Notes) -> String {
    if notes.as_str().is_empty() {
        "The guest takes the notes back.".to_owned()
    } else {
        format!("The guest's notes now: {}", notes.as_str())
    }
}

/// The note of a refund, which Mews takes by itself only of payments that were made there.
#[must_use]
pub fn refund_note(amount: Money) -> String {
    format!(
        "The deposit of {} {} goes back to the guest; the refund is to be posted here.",
        Decimal::of(amount).text(),
        amount.currency().code()
    )
}

/// When a hold that is made now is released, if it is not confirmed.
#[must_use]
pub fn release(now: Instant, hold_minutes: u16) -> String {
    now.plus_minutes(hold_minutes.into()).to_string()
}

#[cfg(test)]
#[path = "booking_tests.rs"]
mod tests;
