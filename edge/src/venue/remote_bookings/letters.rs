//! Letters to the guest of a booking at a remote system that is paid for here, as statements for the transaction in which
//! the step is stored. The other system writes to the restaurant.

use config::VenueSettings;
use shared::id::PaymentId;
use shared::money::Money;
use shared::reservation::{Reservation, Status};
use shared::validation::{Email, Phone};

use super::rows::RemoteBookingRow;
use crate::error::{Result, VenueError};
use crate::mail::templates::{PaidReservation, PayerNews, PaymentState, ToGuest};
use crate::storage::database::Statement;
use crate::venue::composer::Composer;
use crate::venue::context::Ctx;
use crate::venue::gift_cards::CardContribution;
use crate::venue::payments::letters::{Payer, letters_about, to_payer};
use crate::venue::payments::{Row, RowNews, Wanted};
use crate::venue::reservations::{LetterFacts, Letters};

/// The letter about a booking that is confirmed or cancelled, with the state of its money.
pub(super) fn to_guest(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    about: (&RemoteBookingRow, &Reservation),
    money: Option<PaymentState>,
) -> Result<Vec<Statement>> {
    letter(ctx, settings, about, money, ToGuest::Confirmed)
}

/// The letter about a booking that its guest has moved.
pub(super) fn about_move(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    about: (&RemoteBookingRow, &Reservation),
    money: Option<PaymentState>,
) -> Result<Vec<Statement>> {
    letter(ctx, settings, about, money, ToGuest::Changed)
}

/// The letter about a booking: this one, unless it is cancelled.
fn letter(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    (row, reservation): (&RemoteBookingRow, &Reservation),
    money: Option<PaymentState>,
    what: ToGuest,
) -> Result<Vec<Statement>> {
    let Some(letters) = Letters::of(settings).filter(|_| !row.is_blanked()) else {
        return Ok(Vec::new());
    };
    let is_over = reservation.status == Status::Cancelled;
    let facts = LetterFacts {
        reservation,
        revision: row.revision,
        money: match money {
            Some(PaymentState::Paid) if is_over => Some(PaymentState::Kept),
            money => money,
        },
        guest: &row.guest(),
        notes: None,
        answers: row.answers(),
        message: None,
        locale: &row.locale,
    };
    let what = if is_over { ToGuest::Cancelled } else { what };
    letters.post_to_guest(&ctx.secret()?, facts, what, ctx.now)
}

/// The letter by which the guest of a table that is held for a payment finds the way back to it.
pub(super) fn ask_to_pay(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    row: &RemoteBookingRow,
    wanted: &Wanted,
) -> Result<Vec<Statement>> {
    let deadline = ctx.now.plus_minutes(wanted.due_minutes.into());
    let Some(until) = settings.time_zone.local(deadline) else {
        return Ok(Vec::new());
    };
    let token = ctx.secret()?.manage_token(&row.id);
    with_payer(settings, row, |composer, payer| {
        let link = composer.link(&format!("?view=manage#manage={}.{token}", row.id));
        let news = PayerNews::FinishPaying {
            until,
            link: &link,
            is_guarantee: false,
        };
        let about = (row.id.as_str(), &wanted.id, wanted.amount);
        to_payer(ctx, composer, payer, news, about)
    })
}

/// The letter that there is no table, and that the money goes back.
pub(super) fn regrets(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    row: &RemoteBookingRow,
    payment: Option<&Row>,
) -> Result<Vec<Statement>> {
    let terms = row.reservation.payment.as_ref();
    let Some(amount) = payment.map(|row| row.amount).or(terms.map(|terms| terms.amount)) else {
        return Ok(Vec::new());
    };
    about_reservation(ctx, settings, row, PayerNews::NotBooked, amount)
}

/// The statements by which a gift card's contribution goes back, with a letter where it goes to the card's purchaser.
pub(super) fn share_back(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    row: &RemoteBookingRow,
    part: &CardContribution,
) -> Result<Vec<Statement>> {
    let (mut statements, to_purchaser) = part.give_back(ctx)?;
    if let Some(amount) = to_purchaser {
        let news = PayerNews::ShareToPurchaser;
        statements.extend(about_reservation(ctx, settings, row, news, amount)?);
    }
    Ok(statements)
}

/// The letters about news of a booking's payment.
pub(super) fn about_payment(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    news: &RowNews,
    row: &RemoteBookingRow,
    payment: &Row,
) -> Result<Vec<Statement>> {
    with_payer(settings, row, |composer, payer| {
        letters_about(ctx, composer, payer, news, payment)
    })
}

/// A letter to the payer under the reservation's name: each reservation has at most one of each kind.
fn about_reservation(
    ctx: Ctx<'_>,
    settings: &VenueSettings,
    row: &RemoteBookingRow,
    news: PayerNews<'_>,
    amount: Money,
) -> Result<Vec<Statement>> {
    let name = PaymentId::parse(row.id.as_str()).map_err(|code| VenueError::Broken(code.to_string()))?;
    with_payer(settings, row, |composer, payer| {
        to_payer(ctx, composer, payer, news, (name.as_str(), &name, amount))
    })
}

/// The statements that `with` makes of the payer; none where the venue sends no mail, or the guest's data was blanked.
fn with_payer(
    settings: &VenueSettings,
    row: &RemoteBookingRow,
    with: impl FnOnce(Composer<'_>, &Payer<'_>) -> Result<Vec<Statement>>,
) -> Result<Vec<Statement>> {
    let Some(mail) = settings.mail.as_ref().filter(|_| !row.is_blanked()) else {
        return Ok(Vec::new());
    };
    let (guest, reservation) = (row.guest(), &row.reservation);
    let last = guest.last_name.as_str();
    let name = guest
        .first_name
        .as_ref()
        .map_or_else(|| last.to_owned(), |first| format!("{} {last}", first.as_str()));
    let payer = Payer {
        name: &name,
        email: guest.email.as_ref().map(Email::as_str),
        phone: guest.phone.as_ref().map(Phone::as_str),
        locale: &row.locale,
        reservation: Some(PaidReservation {
            number: &reservation.number,
            day: reservation.day,
            minutes: reservation.minutes,
            attendees: reservation.attendees,
        }),
        order: None,
    };
    with(Composer::new(settings, mail), &payer)
}
