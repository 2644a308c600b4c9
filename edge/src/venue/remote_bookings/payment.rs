//! The payment of a booking at a remote system: what it needs when the booking is held, and what its events change.

use config::VenueSettings;
use config::payment::ChargeLimits;
use shared::gift_card::GiftCardCode;
use shared::id::PaymentId;
use shared::money::Money;
use shared::payment::{PaymentKind, PaymentTerms};
use shared::quote::Quote;
use shared::reservation::ReservationRequest;
use shared::time::Instant;
use shared::validation::{FieldCode, FieldError};

use super::rows::RemoteBookingRow;
use super::{advance, letters, rows};
use crate::error::{Result, VenueError};
use crate::paid_booking::{Event, PaidBooking, Stage, step};
use crate::payment::flow::{self, Mode, News};
use crate::provider::pricing;
use crate::provider::remote::HeldBooking;
use crate::storage::database::Statement;
use crate::storage::job_queue::{self, JobKind};
use crate::storage::row::insert;
use crate::venue::context::Ctx;
use crate::venue::gift_cards::{self, PlannedContribution};
use crate::venue::payments::{self, Agreement, Payee, Row, RowNews, Subject, Wanted};

/// The payment has to have come this many seconds before a hold lapses: it is to be confirmed before that.
const BEFORE_LAPSE: i64 = 60;

fn refused(pointer: &str, code: FieldCode) -> VenueError {
    VenueError::Fields(vec![FieldError::new(pointer, code)])
}

/// The parts of a price: what a gift card contributes, and what is left to be charged.
struct Price {
    gift: Option<PlannedContribution>,
    rest: Money,
}

fn limits(settings: &VenueSettings) -> Result<ChargeLimits> {
    let payments = settings.payments.as_ref();
    let limits = payments.and_then(|payments| payments.charge_limits(settings.currency));
    limits.ok_or_else(|| VenueError::Broken("the venue takes no payments".to_owned()))
}

fn price(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    code: Option<&GiftCardCode>,
    terms: &PaymentTerms,
) -> Result<Price> {
    let limits = limits(settings)?;
    if terms.kind == PaymentKind::CardGuarantee || terms.amount.currency() != settings.currency {
        return Err(refused("/minutes", FieldCode::NotOffered));
    }
    let gift = match code {
        None => None,
        Some(code) => {
            let today = ctx.today(&settings.time_zone)?;
            Some(gift_cards::plan_contribution(
                ctx,
                code,
                terms.amount,
                limits,
                today,
            )?)
        }
    };
    let rest = match &gift {
        Some(gift) => terms.amount.checked_sub(gift.amount),
        None => Ok(terms.amount),
    };
    let rest = rest.map_err(|error| VenueError::Broken(error.to_string()))?;
    let is_covered = gift.is_some() && rest.amount() == 0;
    if !is_covered && !limits.allow(rest.amount()) {
        return Err(refused("/minutes", FieldCode::NotOffered));
    }
    Ok(Price { gift, rest })
}

/// Refuses a booking whose price cannot be taken. Nothing is written.
pub fn check(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    request: &ReservationRequest,
    terms: &PaymentTerms,
) -> Result<()> {
    price(ctx, settings, request.gift_card_code.as_ref(), terms).map(|_| ())
}

/// The quote with what the gift card of this code gives of what is due with the booking.
pub fn quoted(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    code: Option<&GiftCardCode>,
    quote: Quote,
) -> Result<Quote> {
    if code.is_none() {
        return Ok(quote);
    }
    let Some(terms) = &quote.terms else {
        return Err(refused("/giftCardCode", FieldCode::NothingToPay));
    };
    match price(ctx, settings, code, terms)?.gift {
        Some(gift) => {
            // What is paid at the venue stays: the card gives of what is due now.
            let due_at_venue = quote.due_at_venue;
            let quote = pricing::with_gift_card(quote, gift.amount);
            let quote = quote.map_err(|error| VenueError::Broken(error.to_string()))?;
            Ok(Quote {
                due_at_venue,
                ..quote
            })
        }
        None => Ok(quote),
    }
}

/// The statements that store a held booking with its payment.
pub fn begin(ctx: Ctx<'_>, settings: &VenueSettings, held: &HeldBooking<'_>) -> Result<Vec<Statement>> {
    let (reservation, now) = (held.reservation, ctx.now);
    let terms = reservation.payment.as_ref();
    let terms = terms.ok_or_else(|| VenueError::Broken("a paid booking has no price".to_owned()))?;
    let Price { gift, rest } = price(ctx, settings, held.request.gift_card_code.as_ref(), terms)?;
    let mut booking = PaidBooking::held(held.takes_deposit);
    let mut statements = Vec::new();
    if let Some(gift) = &gift {
        let today = ctx.today(&settings.time_zone)?;
        statements.extend(gift.redeem(ctx, &reservation.id, today, false)?);
    }
    if rest.amount() == 0 {
        booking = step(booking, Event::Paid).0;
        let id = reservation.id.as_str();
        statements.push(job_queue::schedule(JobKind::RemoteBooking, id, now));
    } else {
        let id =
            PaymentId::parse(ctx.new_id()?.as_str()).map_err(|code| VenueError::Broken(code.to_string()))?;
        let wanted = Wanted {
            id,
            subject: Subject::Reservation(reservation.id.clone()),
            mode: Mode::Charge,
            amount: rest,
            due_minutes: due_minutes(terms, held.held_until, now),
            // The hold would not wait for longer.
            is_extendable: false,
            agreement: Agreement::None,
        };
        statements.extend(payments::create(&wanted, now)?);
    }
    statements.push(insert(&RemoteBookingRow::new(held, booking, now))?);
    Ok(statements)
}

/// The minutes in which to pay: those of the terms, and not longer than the hold stays.
fn due_minutes(terms: &PaymentTerms, held_until: Option<Instant>, now: Instant) -> u32 {
    let held = held_until.map(|until| (until.unix() - now.unix() - BEFORE_LAPSE) / 60);
    let held = held.map_or(u32::MAX, |minutes| u32::try_from(minutes).unwrap_or(0));
    terms.due_minutes.min(held).max(1)
}

/// A booking at a remote system, as what a payment pays for.
pub struct BookingPayee<'a> {
    /// The venue's settings.
    pub settings: &'a VenueSettings,
}

impl Payee for BookingPayee<'_> {
    fn apply(
        &mut self,
        ctx: Ctx<'_>,
        before: &Row,
        events: &[flow::Event],
        beside: Vec<Statement>,
    ) -> Result<Row> {
        let (mut payment, all_news) = before.after(events);
        let mut statements = beside;
        let Subject::Reservation(id) = &before.subject else {
            return Err(VenueError::Broken("a payment pays for no booking".to_owned()));
        };
        if let Some(row) = rows::find(ctx.database, id)? {
            let mut booking_events = Vec::new();
            for news in &all_news {
                match news.news {
                    News::Secured => booking_events.push(Event::Paid),
                    News::Lost => booking_events.push(Event::Lapsed),
                    _ => statements.extend(letters::about_payment(ctx, self.settings, news, &row, &payment)?),
                }
            }
            let is_too_late = matches!(row.booking().stage, Stage::Releasing | Stage::Over);
            if is_too_late && booking_events.contains(&Event::Paid) {
                let late = late(&all_news);
                statements.extend(letters::about_payment(ctx, self.settings, &late, &row, &payment)?);
            }
            let advanced = advance(ctx, self.settings, (&row, Some(&payment)), &booking_events)?;
            statements.extend(advanced.statements);
            payment = advanced.payment.unwrap_or(payment);
        }
        statements.extend(payment.save(before, ctx.now)?);
        ctx.database.write(statements)?;
        Ok(payment)
    }
}

/// The news that a payment came too late.
fn late(all_news: &[RowNews]) -> RowNews {
    let secured = all_news.iter().find(|news| news.news == News::Secured);
    RowNews {
        news: News::Late,
        reversal: secured.and_then(|news| news.reversal.clone()),
        refusals: secured.map_or(0, |news| news.refusals),
    }
}

#[cfg(test)]
mod tests {
    use shared::money::Currency;

    use super::*;

    const NOW: Instant = Instant::from_unix(1_795_258_800);

    fn terms(due_minutes: u32) -> PaymentTerms {
        PaymentTerms {
            kind: PaymentKind::Deposit,
            amount: Money::zero(Currency::EUR),
            due_minutes,
            refund_minutes: None,
        }
    }

    #[test]
    fn a_payment_is_due_before_the_hold_lapses() {
        let held = |seconds: i64| Some(NOW.plus_seconds(seconds));
        for (terms_minutes, held_until, due) in [
            (30, None, 30),
            (30, held(3_600), 30),
            (30, held(600), 9),
            (30, held(30), 1),
            (30, held(-30), 1),
            (0, None, 1),
        ] {
            assert_eq!(due_minutes(&terms(terms_minutes), held_until, NOW), due);
        }
    }
}
