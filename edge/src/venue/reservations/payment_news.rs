//! Reactions to payments that go wrong: a letter to the restaurant, and a new payment request to the guest of a
//! reservation that is accepted after its money was lost.

use shared::id::PaymentId;
use shared::payment::PaymentProblem;
use shared::problem::ProblemCode;
use shared::reservation::Status;

use super::Reservations;
use super::row::ReservationRow;
use crate::error::{Result, VenueError};
use crate::mail::templates::{PaidReservation, PayerNews};
use crate::payment::flow::{Mode, News, State};
use crate::provider::engine::number::reservation_number;
use crate::storage::database::Statement;
use crate::venue::context::Ctx;
use crate::venue::gift_cards;
use crate::venue::payments::letters::{Payer, letters_about, to_payer};
use crate::venue::payments::{self, Agreement, Row, RowNews, Subject, Wanted};

/// How long a guest has to pay anew, in minutes: the request comes in a letter, and not on the screen.
const ANEW_MINUTES: i64 = 24 * 60;

impl Reservations {
    /// Statements that queue the letters on a reservation's payment that goes wrong. No letter reports a loss for a
    /// reservation that is over, unless the money was to be taken all the same.
    pub(super) fn payment_letters(
        &self,
        ctx: Ctx<'_>,
        news: &RowNews,
        record: &ReservationRow,
        row: &Row,
    ) -> Result<Vec<Statement>> {
        let is_over = matches!(
            record.status,
            Status::Declined | Status::Cancelled | Status::Voided
        );
        let Some(letters) = self
            .letters
            .as_ref()
            .filter(|_| news.news != News::Lost || !is_over || row.flow.capture)
        else {
            return Ok(Vec::new());
        };
        Self::with_payer(record, |payer| {
            letters_about(ctx, letters.composer(), payer, news, row)
        })
    }

    fn with_payer<T>(record: &ReservationRow, with: impl FnOnce(&Payer<'_>) -> T) -> T {
        let guest = record.guest();
        let last = guest.last_name.as_str();
        let name = guest
            .first_name
            .as_ref()
            .map_or_else(|| last.to_owned(), |first| format!("{} {last}", first.as_str()));
        let number = reservation_number(record.number.into());
        with(&Payer {
            name: &name,
            email: guest.email.as_ref().map(shared::validation::Email::as_str),
            phone: guest.phone.as_ref().map(shared::validation::Phone::as_str),
            locale: &record.locale,
            reservation: Some(PaidReservation {
                number: &number,
                day: record.day,
                minutes: record.minutes,
                attendees: record.attendees,
            }),
            order: None,
        })
    }

    /// The status that a reservation gets when staff move it to `to`, with further statements. A reservation that is
    /// accepted after its money was lost waits for another payment, which its guest is asked for in a letter;
    /// [`ProblemCode::PaymentLost`] where the guest cannot be asked.
    pub(super) fn acceptance(
        &self,
        ctx: Ctx<'_>,
        record: &ReservationRow,
        to: Status,
    ) -> Result<(Status, Vec<Statement>)> {
        let is_yes = matches!(record.status, Status::Requested | Status::Unconfirmed)
            && matches!(to, Status::Booked | Status::Reconfirmed);
        let subject = Subject::Reservation(record.id.clone());
        if !is_yes {
            return Ok((to, Vec::new()));
        }
        let Some(before) = payments::of_subject(ctx.database, &subject)? else {
            return Ok((to, Vec::new()));
        };
        let lost = || VenueError::Refused(ProblemCode::PaymentLost);
        let (deadline, id, mut statements) = match before.flow.state {
            State::Lapsed if before.flow.lost => {
                let left = (record.starts_at.unix() - ctx.now.unix()) / 60;
                let minutes = u32::try_from(left.min(ANEW_MINUTES)).unwrap_or(0);
                if minutes == 0 {
                    return Err(lost());
                }
                let id = PaymentId::parse(ctx.new_id()?.as_str())
                    .map_err(|code| VenueError::Broken(code.to_string()))?;
                let wanted = Wanted {
                    id: id.clone(),
                    subject,
                    mode: match before.flow.mode {
                        Mode::Guarantee => Mode::Guarantee,
                        Mode::Charge | Mode::Reserve => Mode::Charge,
                    },
                    amount: before.amount,
                    due_minutes: minutes,
                    is_extendable: true,
                    agreement: Agreement::Given,
                };
                let deadline = ctx.now.plus_minutes(minutes.into());
                (deadline, id, payments::create(&wanted, ctx.now)?)
            }
            state if state.is_waiting() => (before.deadline, before.id.clone(), Vec::new()),
            _ => return Ok((to, Vec::new())),
        };
        let letters = self.letters.as_ref().ok_or_else(lost)?;
        let local = self.plan.zone().local(deadline);
        let until =
            local.ok_or_else(|| VenueError::Broken("the payment deadline has no local day".to_owned()))?;
        let composer = letters.composer();
        let token = self.secret.manage_token(&record.id);
        let link = composer.link(&format!("?view=manage#manage={}.{token}", record.id));
        let news = PayerNews::PayAnew { until, link: &link };
        let letter = Self::with_payer(record, |payer| {
            to_payer(ctx, composer, payer, news, (id.as_str(), &id, before.amount))
        })?;
        if letter.is_empty() {
            return Err(lost());
        }
        statements.extend(letter);
        Ok((Status::PaymentPending, statements))
    }

    /// Statements with which a reservation gives back the contribution of a gift card, with a letter to its guest
    /// where the money goes to the card's purchaser.
    pub(super) fn share_back(
        &self,
        ctx: Ctx<'_>,
        record: &ReservationRow,
        part: &gift_cards::CardContribution,
    ) -> Result<Vec<Statement>> {
        let (mut statements, to_purchaser) = part.give_back(ctx)?;
        if let (Some(amount), Some(letters)) = (to_purchaser, &self.letters) {
            // Each reservation has at most one such letter.
            let name =
                PaymentId::parse(record.id.as_str()).map_err(|code| VenueError::Broken(code.to_string()))?;
            let news = PayerNews::ShareToPurchaser;
            statements.extend(Self::with_payer(record, |payer| {
                to_payer(
                    ctx,
                    letters.composer(),
                    payer,
                    news,
                    (name.as_str(), &name, amount),
                )
            })?);
        }
        Ok(statements)
    }

    /// The problem with the payment of a reservation of this status. Money that was only promised is no problem once
    /// the reservation is over.
    pub(super) fn problem(status: Status, row: &Row) -> Option<PaymentProblem> {
        let is_over = matches!(status, Status::Declined | Status::Cancelled | Status::Voided);
        let is_promise = |problem: &PaymentProblem| {
            matches!(
                problem,
                PaymentProblem::AuthorisationLost | PaymentProblem::CaptureFailed
            )
        };
        row.flow
            .problem()
            .filter(|problem| !is_over || !is_promise(problem))
    }
}
