//! Calls to the payment provider: begin, capture, cancel, refund, look up, and webhooks. The object may be stopped at
//! any await; work that is left to do is in the database before the call.

use std::rc::Rc;

use config::{System, VenueSettings};
use shared::id::PaymentId;
use shared::payment::Payment;
use shared::reservation::Reservation;

use super::VenueService;
use crate::delivery::Delivery;
use crate::error::{Result, VenueError};
use crate::payment::demo::{self, Choice};
use crate::payment::flow::{Event, Mode, Todo};
use crate::payment::{
    NewRefund, NotBelieved, PaymentError, PaymentEvents, Payments, Reference, WebhookEvent,
};
use crate::storage::database::{Database as _, Statement};
use crate::storage::job_queue::{self, Job, JobKind};
use crate::venue::gift_cards::OrderPayee;
use crate::venue::message::payment::{DemoPayment, ReservationToPay, WebhookOutcome};
use crate::venue::payments::{Payee, Row, Subject, find, knows_notice, note, of_reference, of_subject};
use crate::venue::remote_bookings::BookingPayee;

/// The number of look-ups of a refund in progress after which the restaurant gets a letter: about ten days.
const MOST_LOOKS: u32 = job_queue::QUICK_TRIES + 7;

/// How many seconds after its deadline a hold is kept while its provider cannot be reached. The provider is asked
/// again after growing waits, the last time a quarter of an hour after the deadline.
const UNREACHABLE_HOLD_SECONDS: i64 = 600;

impl VenueService {
    /// The payment provider. It is created once per object, or until settings or a secret change, so that its breaker, queue
    /// and `Retry-After` outlive a call.
    pub(super) fn payment_provider(&self, settings: &VenueSettings) -> Result<Rc<dyn Payments>> {
        if let Some(provider) = &*self.payment_provider.borrow() {
            return Ok(provider.clone());
        }
        let settings = self.in_force(Some(settings))?.settings;
        let provider = (self.deps.payments)(&settings, self.ctx().secret()?, self.secrets(&settings))?;
        self.payment_provider.replace(Some(provider.clone()));
        Ok(provider)
    }

    /// The reservation with its payment, which begins at the provider if it has not begun yet. Where the provider
    /// cannot be reached the guest tries again.
    pub(super) async fn with_checkout(
        &self,
        settings: &VenueSettings,
        reservation: Reservation,
    ) -> Reservation {
        let subject = Subject::Reservation(reservation.id.clone());
        let checkout = self.checkout_or_log(settings, &subject).await;
        Reservation {
            checkout: checkout.map(Box::new),
            ..reservation
        }
    }

    /// The payment of a reservation or an order, which begins at the provider if it has not begun yet; none if there
    /// is no payment, or if that failed, which is logged.
    pub(super) async fn checkout_or_log(
        &self,
        settings: &VenueSettings,
        subject: &Subject,
    ) -> Option<Payment> {
        match self.checkout(settings, subject).await {
            Ok(checkout) => checkout,
            Err(error) => {
                self.log_error(settings, &error);
                None
            }
        }
    }

    async fn checkout(&self, settings: &VenueSettings, subject: &Subject) -> Result<Option<Payment>> {
        let Some(row) = of_subject(&*self.deps.database, subject)? else {
            return Ok(None);
        };
        match self.begin(settings, &row).await {
            Ok(row) => Ok(Some(row.public())),
            Err(error) => {
                self.log_error(settings, &error);
                Ok(Some(row.public()))
            }
        }
    }

    /// Begins a payment with its provider, unless it has begun.
    pub async fn begin(&self, settings: &VenueSettings, row: &Row) -> Result<Row> {
        if row.reference.is_some() || !row.flow.state.is_waiting() {
            return Ok(row.clone());
        }
        let begun = self.payment_provider(settings)?.begin(&row.to_begin()).await;
        let begun = begun.map_err(|error| VenueError::Failed(error.to_string()))?;
        // Other requests were answered meanwhile: the payment may have lapsed, or have begun twice as one and the
        // same.
        let now = self.ctx().now;
        let before = self.row(&row.id)?;
        let row = before.begun(begun.reference, begun.handover);
        self.deps.database.write(row.save(&before, now)?)?;
        Ok(row)
    }

    /// Processes a webhook of a provider. A webhook that cannot be verified changes nothing.
    pub(super) fn webhook(
        &self,
        settings: &VenueSettings,
        source: &str,
        delivery: &Delivery,
    ) -> Result<WebhookOutcome> {
        let is_theirs = settings
            .payments
            .as_ref()
            .is_some_and(|payments| payments.source() == Some(source));
        if !is_theirs {
            return Err(VenueError::NotFound);
        }
        let (provider, now) = (self.payment_provider(settings)?, self.ctx().now);
        let WebhookEvent { id, about } = match provider.notice(delivery, now) {
            Ok(notice) => notice,
            Err(NotBelieved(cause)) => {
                (self.deps.log_error)(&settings.id, cause);
                return Ok(WebhookOutcome::Rejected);
            }
        };
        let database = &*self.deps.database;
        if knows_notice(database, &id)? {
            return Ok(WebhookOutcome::Duplicate);
        }
        let row = about
            .as_ref()
            .map(|(reference, _)| of_reference(database, reference));
        match (row.transpose()?.flatten(), about) {
            (Some(row), Some((reference, standing))) => {
                let standing = row.own_events(&reference, standing);
                self.apply_payment_events(settings, &row, &standing, note(&id, now)?)?;
                Ok(WebhookOutcome::Processed)
            }
            // The webhook may arrive before its payment is known here: then the provider repeats it, or it is looked
            // up at the end.
            (None, Some(_)) | (_, None) => Ok(WebhookOutcome::Processed),
        }
    }

    /// Ends a payment at its deadline, unless the provider reports another state.
    pub(super) async fn lapse(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let Some(id) = self.known(JobKind::Hold, job)? else {
            return Ok(());
        };
        let row = self.row(&id)?;
        if let Some(reference) = &row.reference {
            // A notice may have got lost.
            let looked = match self.payment_provider(settings) {
                Ok(provider) => provider
                    .look(row.flow.mode, reference)
                    .await
                    .map_err(|error| VenueError::Failed(error.to_string())),
                Err(error) => Err(error),
            };
            match looked {
                Ok(standing) => {
                    self.apply_payment_events(settings, &self.row(&id)?, &standing, Vec::new())?;
                }
                // The job has been put off: the next run looks up the payment again.
                Err(error) if self.ctx().now < row.deadline.plus_seconds(UNREACHABLE_HOLD_SECONDS) => {
                    return Err(error);
                }
                Err(_) => {}
            }
        }
        let row = self.row(&id)?;
        if row.flow.state.is_waiting() && row.deadline > self.ctx().now {
            // The deadline was extended meanwhile.
            let again = job_queue::schedule(JobKind::Hold, id.as_str(), row.deadline);
            return Ok(self.deps.database.write(vec![again])?);
        }
        let over = vec![job_queue::settle(JobKind::Hold, id.as_str())];
        self.apply_payment_events(settings, &row, &[Event::Expired], over)?;
        Ok(())
    }

    /// Asks the provider for the open work of a payment. After the quick tries it is asked once a day, for as long as
    /// it takes, and the restaurant gets a letter; a stored card that cannot be forgotten is given up then.
    pub(super) async fn settle_payment(&self, settings: &VenueSettings, job: &Job) -> Result<()> {
        let Some(id) = self.known(JobKind::Payment, job)? else {
            return Ok(());
        };
        let asked = self.ask_for_todo(settings, job, &id).await;
        let row = self.row(&id)?;
        let patience = match row.flow.todo() {
            // Banks take their time.
            Some(Todo::Look) => MOST_LOOKS,
            _ => job_queue::QUICK_TRIES,
        };
        if job.tries >= patience && !row.flow.stuck {
            self.apply_payment_events(settings, &row, &[Event::Stuck], Vec::new())?;
        }
        match asked {
            // No money depends on this work, unlike on all other.
            Err(error)
                if job.tries >= job_queue::QUICK_TRIES
                    && row.flow.mode == Mode::Guarantee
                    && row.flow.todo() == Some(Todo::Cancel) =>
            {
                self.give_up_card(JobKind::Payment, &id, &error)
            }
            asked => asked,
        }
    }

    async fn ask_for_todo(&self, settings: &VenueSettings, job: &Job, id: &PaymentId) -> Result<()> {
        let row = self.row(id)?;
        let Some(todo) = row.flow.todo() else {
            let over = job_queue::settle(JobKind::Payment, id.as_str());
            return Ok(self.deps.database.write(vec![over])?);
        };
        let Some(reference) = row.reference.clone() else {
            // No browser was ever given the handover that opens the payment.
            self.apply_payment_events(settings, &row, &[Event::Closed], Vec::new())?;
            return Ok(());
        };
        if let Todo::Charge(amount) = todo {
            return self.charge_stored_card(settings, job, &row, amount).await;
        }
        let provider = self.payment_provider(settings)?;
        if job.tries > 0 || matches!(todo, Todo::Refund { .. } | Todo::Look) {
            // The try before may have been carried out, and keys are not stored for ever; and staff may have sent the
            // money back in the provider's dashboard.
            self.look(settings, &*provider, &row).await?;
            if todo == Todo::Look || self.row(id)?.flow.todo() != Some(todo) {
                return Ok(());
            }
        }
        let reference = row.charge.as_ref().unwrap_or(&reference);
        match ask(&*provider, &row, reference, todo).await {
            Ok(standing) => {
                self.apply_payment_events(settings, &self.row(id)?, &standing, Vec::new())?;
                Ok(())
            }
            Err(PaymentError::Declined(_)) if todo == Todo::Capture => {
                self.apply_payment_events(settings, &self.row(id)?, &[Event::CaptureRefused], Vec::new())?;
                Err(VenueError::Failed(format!(
                    "payment {id}: the bank does not give what it had set aside"
                )))
            }
            Err(PaymentError::Moved(cause)) => {
                self.look(settings, &*provider, &row).await?;
                if self.row(id)?.flow.todo() == Some(todo) {
                    Err(VenueError::Failed(cause))
                } else {
                    Ok(())
                }
            }
            Err(error) => Err(VenueError::Failed(error.to_string())),
        }
    }

    async fn look(&self, settings: &VenueSettings, provider: &dyn Payments, row: &Row) -> Result<()> {
        let Some((mode, reference)) = row.at_provider() else {
            return Ok(());
        };
        let standing = provider.look(mode, reference).await;
        let standing = standing.map_err(|error| VenueError::Failed(error.to_string()))?;
        let standing = row.own_events(reference, standing);
        self.apply_payment_events(settings, &self.row(&row.id)?, &standing, Vec::new())?;
        Ok(())
    }

    /// The payment of a due job; a job whose payment does not exist is settled.
    pub(super) fn known(&self, kind: JobKind, job: &Job) -> Result<Option<PaymentId>> {
        let id = PaymentId::parse(&job.subject).ok();
        let is_known = match &id {
            Some(id) => find(&*self.deps.database, id)?.is_some(),
            None => false,
        };
        if !is_known {
            let over = job_queue::settle(kind, &job.subject);
            self.deps.database.write(vec![over])?;
        }
        Ok(id.filter(|_| is_known))
    }

    pub(super) fn row(&self, id: &PaymentId) -> Result<Row> {
        find(&*self.deps.database, id)?.ok_or(VenueError::NotFound)
    }

    /// Applies events of a payment to what it pays for, with `beside` in the same write.
    pub(super) fn apply_payment_events(
        &self,
        settings: &VenueSettings,
        row: &Row,
        events: &[Event],
        beside: Vec<Statement>,
    ) -> Result<Row> {
        match (&row.subject, settings.system()) {
            (Subject::GiftCardOrder(order), _) => {
                OrderPayee { settings, order }.apply(self.ctx(), row, events, beside)
            }
            (Subject::Reservation(_), Some(System::Remote(_))) => {
                BookingPayee { settings }.apply(self.ctx(), row, events, beside)
            }
            (Subject::Reservation(_), _) => self.with_reservations(settings, |reservations, ctx| {
                reservations.apply(ctx, row, events, beside)
            }),
        }
    }

    /// Applies a choice on the page of a demonstration's payment.
    pub(super) fn apply_demo_choice(
        &self,
        settings: &VenueSettings,
        id: &PaymentId,
        token: &str,
        choice: Option<Choice>,
    ) -> Result<DemoPayment> {
        if settings.payments != Some(config::PaymentSettings::Demo) {
            return Err(VenueError::NotFound);
        }
        // Where no payment is demonstrated, there is no page either.
        self.payment_provider(settings)
            .map_err(|_| VenueError::NotFound)?;
        let ctx = self.ctx();
        // The same error as for a payment that does not exist, so that a caller does not learn which exist.
        if !demo::is_token(&ctx.secret()?, id, token) {
            return Err(VenueError::NotFound);
        }
        let row = self.row(id)?;
        let event = choice.and_then(|choice| choice.event(row.flow.mode, row.amount.amount()));
        let row = match event {
            Some(event) => self.apply_payment_events(settings, &row, &[event], Vec::new())?,
            None => row,
        };
        Ok(DemoPayment {
            payment: row.public(),
            is_guarantee: row.flow.mode == Mode::Guarantee,
            reservation: self.paid_reservation(settings, &row),
        })
    }

    /// The reservation that a payment is for; none of a gift card, and of one that another system has.
    fn paid_reservation(&self, settings: &VenueSettings, row: &Row) -> Option<ReservationToPay> {
        let (Subject::Reservation(id), Some(System::Engine(_))) = (&row.subject, settings.system()) else {
            return None;
        };
        let read = self.with_reservations(settings, |reservations, ctx| reservations.reservation(ctx, id));
        // The page is about the payment, and shows it without what it is for, too.
        let reservation = read.ok()?;
        Some(ReservationToPay {
            experience: reservation.experience.name,
            day: reservation.day,
            minutes: reservation.minutes,
            attendees: reservation.attendees,
        })
    }
}

async fn ask(
    provider: &dyn Payments,
    row: &Row,
    reference: &Reference,
    todo: Todo,
) -> Result<PaymentEvents, PaymentError> {
    match todo {
        Todo::Capture => provider.capture(&row.id, reference, row.amount).await,
        Todo::Cancel => provider.cancel(&row.id, row.flow.mode, reference).await,
        // These are handled elsewhere.
        Todo::Charge(_) | Todo::Look => Ok(PaymentEvents::new()),
        Todo::Refund {
            amount,
            total,
            failures,
        } => {
            let money = |amount| {
                shared::money::Money::new(amount, row.amount.currency())
                    .map_err(|error| PaymentError::Never(error.to_string()))
            };
            let refund = NewRefund {
                amount: money(amount)?,
                total: money(total)?,
                failures,
            };
            provider.refund(&row.id, reference, refund).await
        }
    }
}
