//! Stored cards: a charge is sent once, looked up afterwards, and reported when it fails; cards that are not needed any
//! more are forgotten.

use config::VenueSettings;
use shared::id::{PaymentId, ReservationId};
use shared::money::Money;
use shared::no_show::{ChargeRefusal, NoShow};
use shared::problem::ProblemCode;

use super::VenueService;
use crate::access::Actor;
use crate::error::{Result, VenueError};
use crate::payment::flow::{Event, Mode, State};
use crate::payment::{Charged, PaymentError};
use crate::storage::database::{Database as _, Statement};
use crate::storage::job_queue::{self, Job, JobKind};
use crate::venue::payments::Row;

impl VenueService {
    /// Charges the stored card of a payment, or looks up the outcome of the charge.
    pub(super) async fn charge_stored_card(
        &self,
        settings: &VenueSettings,
        job: &Job,
        row: &Row,
        amount: i64,
    ) -> Result<()> {
        let (provider, id) = (self.payment_provider(settings)?, &row.id);
        let asked = match (&row.charge, &row.reference) {
            (Some(charge), _) => provider.look(Mode::Charge, charge).await.map(|standing| Charged {
                reference: charge.clone(),
                standing,
            }),
            (None, Some(reference)) => {
                let amount = Money::new(amount, row.amount.currency())
                    .map_err(|error| VenueError::Broken(error.to_string()))?;
                provider.charge(id, reference, amount, job.tries > 0).await
            }
            (None, None) => {
                return Err(VenueError::Broken(
                    "the payment has no stored card to charge".to_owned(),
                ));
            }
        };
        let error = match asked {
            Ok(Charged { reference, standing }) => {
                let before = self.row(id)?.charged(reference.clone());
                let standing = before.own_events(&reference, standing);
                let after = self.apply_payment_events(settings, &before, &standing, Vec::new())?;
                if after.flow.state != State::Charging {
                    return Ok(());
                }
                PaymentError::Again("the charge is still on its way".to_owned())
            }
            Err(error) => error,
        };
        let (refusal, cause) = match &error {
            PaymentError::Declined(refusal) => (*refusal, error.to_string()),
            // The charge was not carried out, and would not be the next time.
            PaymentError::Moved(cause) => (ChargeRefusal::Unreachable, cause.clone()),
            PaymentError::Again(cause) | PaymentError::Never(cause) => {
                if job.tries < job_queue::MOST_TRIES {
                    return Err(VenueError::Failed(cause.clone()));
                }
                (ChargeRefusal::Unreachable, cause.clone())
            }
        };
        let refused = [Event::Refused(refusal)];
        self.apply_payment_events(settings, &self.row(id)?, &refused, Vec::<Statement>::new())?;
        Err(VenueError::Failed(format!(
            "payment {id}: the stored card was not charged: {cause}"
        )))
    }

    /// Forgets a stored card for good, at its provider too, once its reservation can no longer be reported as a
    /// no-show.
    pub(super) async fn forget_card(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let Some(id) = self.known(JobKind::StoredCard, job)? else {
            return Ok(());
        };
        let row = self.row(&id)?;
        let over = vec![job_queue::settle(JobKind::StoredCard, id.as_str())];
        let end = self.with_reservations(settings, |reservations, ctx| reservations.card_end(ctx, &row))?;
        let now = self.ctx().now;
        match (end, row.flow.state, &row.reference) {
            // The reservation was moved, or the charge is not over.
            (Some(end), ..) if now <= end => {
                let again = job_queue::schedule(JobKind::StoredCard, id.as_str(), end.plus_seconds(1));
                self.deps.database.write(vec![again])?;
            }
            (Some(_), State::Charging, _) => {
                let again = job_queue::schedule(JobKind::StoredCard, id.as_str(), now.plus_minutes(24 * 60));
                self.deps.database.write(vec![again])?;
            }
            (Some(_), State::Authorised, _) => {
                let all = Event::GiveBack(row.amount.amount());
                self.apply_payment_events(settings, &row, &[all], over)?;
            }
            // The charge is a payment of its own, which this does not touch.
            (
                Some(_),
                State::Uncharged | State::Paid | State::Refunding | State::Refunded,
                Some(reference),
            ) => {
                let forgotten = match self.payment_provider(settings) {
                    Ok(provider) => match provider.cancel(&id, Mode::Guarantee, reference).await {
                        Ok(_) | Err(PaymentError::Moved(_)) => Ok(()),
                        Err(error) => Err(VenueError::Failed(error.to_string())),
                    },
                    Err(error) => Err(error),
                };
                match forgotten {
                    Ok(()) => self.deps.database.write(over)?,
                    Err(error) if job.tries < job_queue::MOST_TRIES => return Err(error),
                    Err(error) => return self.give_up_card(JobKind::StoredCard, &id, &error),
                }
            }
            _ => self.deps.database.write(over)?,
        }
        Ok(())
    }

    /// Ends a job that was to forget a stored card and has failed too often: the log names the payment.
    pub(super) fn give_up_card(&self, kind: JobKind, id: &PaymentId, error: &VenueError) -> Result<()> {
        self.deps
            .database
            .write(vec![job_queue::settle(kind, id.as_str())])?;
        let cause = error.log_text();
        Err(VenueError::Failed(format!(
            "payment {id}: the stored card was not forgotten, detach it by hand: {cause}"
        )))
    }

    /// Reports a no-show, or only reads the reservation. `token` is the reservation's no-show token; without it, the
    /// caller is staff.
    pub(super) async fn no_show(
        &self,
        settings: &VenueSettings,
        id: &ReservationId,
        (token, actor): (Option<&str>, &Actor),
        is_reported: bool,
    ) -> Result<NoShow> {
        let ctx = self.ctx();
        let secret = ctx.secret()?;
        if token.is_some_and(|token| !secret.is_no_show_token(id, token)) {
            // The same error whether the reservation exists or not.
            return Err(VenueError::Refused(ProblemCode::Unauthorized));
        }
        if is_reported {
            let asked = self
                .with_reservations_of(settings, actor, |reservations, ctx| reservations.no_show(ctx, id))?;
            if let Some(payment) = asked {
                self.charge_at_once(settings, &payment).await;
            }
        }
        self.with_reservations(settings, |reservations, ctx| reservations.seen_no_show(ctx, id))
    }

    /// The first try of the charge, while staff wait for the response. A charge that is not settled by it stays in
    /// the job queue.
    async fn charge_at_once(&self, settings: &VenueSettings, id: &PaymentId) {
        let job = Job {
            kind: JobKind::Payment,
            subject: id.to_string(),
            tries: 0,
        };
        if let Err(error) = self.settle_payment(settings, &job).await {
            self.log_error(settings, &error);
        }
    }
}
