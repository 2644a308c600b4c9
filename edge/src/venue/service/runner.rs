//! Runs due jobs when the alarm fires, at most 50 per wake-up, then re-arms the alarm.

use config::VenueSettings;
use config::mail::DEFAULT_DAILY_PER_RECIPIENT;
use shared::id::{ReservationId, VenueId, WaitlistEntryId};
use shared::time::Instant;

use super::change_stream::StreamCheck;
use super::{VenueService, WRITE_DEADLINE};
use crate::error::VenueError;
use crate::mail::{MailError, OutgoingEmail};
use crate::storage::database::{DatabaseError, Statement};
use crate::storage::job_queue::{self, Job, JobKind, Lane};
use crate::storage::meta;
use crate::upstream::Scope;
use crate::venue::context::Ctx;
use crate::venue::gift_cards::{self, due_letter};
use crate::venue::jobs::outbox;
use crate::venue::reservations::day_of_reminder;
use crate::venue::{retention, waitlist};

/// The most jobs that run in one wake-up, so that guests' requests are not delayed.
const MOST_JOBS: u32 = 50;
/// The most letters that one run sends.
const MOST_LETTERS: u32 = 20;
/// While a run of letters has not ended, the alarm fires again after this many seconds.
const LETTERS_CHECKED_AFTER: i64 = 60;
/// A run of letters older than this, in seconds, counts as aborted: each letter has its own, shorter deadline.
const LETTERS_ABORTED_AFTER: i64 = 600;
/// How long, in seconds, no letter is tried where the mail service takes nothing and does not say for how long.
const MAIL_HELD: i64 = 30;

/// The right to send letters: one run at a time, begun at this instant.
#[must_use]
pub struct LettersRun(Instant);

impl VenueService {
    /// The id of the venue whose object this is; none until the first job is queued.
    pub fn venue(&self) -> Result<Option<VenueId>, DatabaseError> {
        let Ctx { database, .. } = self.ctx();
        let name = meta::get(database, "venue")?;
        Ok(name.and_then(|name| VenueId::parse(&name).ok()))
    }

    /// Checks the streams of changes, runs the due jobs of the lane for bookings, then arms the alarm. Returns a run of
    /// letters if one has to begin.
    pub async fn run_due_jobs(&self, settings: &VenueSettings) -> Option<LettersRun> {
        self.check_streams(settings, StreamCheck::Due);
        self.run_lane(settings, Lane::Bookings, MOST_JOBS).await;
        let run = self.begin_letters().unwrap_or_else(|error| {
            self.log_error(settings, &error);
            None
        });
        self.arm_alarm(settings);
        run
    }

    /// Begins a run if letters are due and none is in progress.
    fn begin_letters(&self) -> Result<Option<LettersRun>, VenueError> {
        let Ctx { database, now, .. } = self.ctx();
        let is_held = self.letters_held_until.get().is_some_and(|until| now < until);
        if is_held || self.is_sending() || job_queue::first(database, Lane::Letters, now)?.is_none() {
            return Ok(None);
        }
        self.sending_since.set(Some(now));
        Ok(Some(LettersRun(now)))
    }

    /// Sends the letters that are due, then arms the alarm. The object does this in the background, so that its alarm
    /// can fire for other jobs while the mail service is slow.
    pub async fn send_letters(&self, settings: &VenueSettings, run: LettersRun) {
        self.run_lane(settings, Lane::Letters, MOST_LETTERS).await;
        if self.sending_since.get() == Some(run.0) {
            self.sending_since.set(None);
        }
        match self.arm_alarm_for_next_job(settings) {
            Ok(true) => {}
            // The alarm that was set in case this run had never ended.
            Ok(false) => (self.deps.alarm)(None),
            Err(error) => self.log_error(settings, &error),
        }
    }

    fn is_sending(&self) -> bool {
        let now = self.ctx().now;
        let since = self.sending_since.get();
        since.is_some_and(|since| now < since.plus_seconds(LETTERS_ABORTED_AFTER))
    }

    async fn run_lane(&self, settings: &VenueSettings, lane: Lane, most: u32) {
        for _ in 0..most {
            // Other settings may have come into force while a job was awaited.
            let run = match self.in_force(Some(settings)) {
                Ok(in_force) => self.run_next_job(&in_force.settings, lane).await,
                Err(error) => Err(error),
            };
            self.publish_changes(settings);
            match run {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    self.log_error(settings, &error);
                    // The service takes no other letter either.
                    if lane == Lane::Letters && matches!(error, VenueError::Away { .. }) {
                        break;
                    }
                }
            }
        }
    }

    /// Arms the alarm for what is due next.
    pub(super) fn arm_alarm(&self, settings: &VenueSettings) {
        if let Err(error) = self.arm_alarm_for_next_job(settings) {
            self.log_error(settings, &error);
        }
    }

    /// Arms the alarm for the next job that is due; returns whether there is one.
    fn arm_alarm_for_next_job(&self, settings: &VenueSettings) -> Result<bool, VenueError> {
        let Ctx { database, .. } = self.ctx();
        self.schedule_retention()?;
        let Some(at) = self.next_due()? else {
            return Ok(false);
        };
        if meta::get(database, "venue")?.is_none() {
            database.write(vec![meta::set("venue", settings.id.as_str())])?;
        }
        (self.deps.alarm)(Some(at));
        Ok(true)
    }

    /// When the next job is due, or a stream of changes has to be looked at.
    pub(super) fn next_due(&self) -> Result<Option<Instant>, VenueError> {
        let Ctx { database, now, .. } = self.ctx();
        let bookings = job_queue::next(database, Lane::Bookings)?;
        let mut letters = job_queue::next(database, Lane::Letters)?;
        if self.is_sending() {
            // The end of the run arms the alarm again. This is for a run that never ends.
            let later = now.plus_seconds(LETTERS_CHECKED_AFTER);
            letters = letters.map(|at| at.max(later));
        }
        if let Some(until) = self.letters_held_until.get() {
            letters = letters.map(|at| at.max(until));
        }
        let webhooks = job_queue::next(database, Lane::Webhooks)?;
        let webhooks = webhooks.map(|at| self.webhooks_alarm(at, now));
        let streams = self.next_stream_check(now);
        let due = bookings.into_iter().chain(letters).chain(webhooks).chain(streams);
        Ok(due.min())
    }

    /// Runs the first due job of a lane; returns whether there was one.
    async fn run_next_job(&self, settings: &VenueSettings, lane: Lane) -> Result<bool, VenueError> {
        let Ctx { database, now, .. } = self.ctx();
        let Some(job) = job_queue::first(database, lane, now)? else {
            return Ok(false);
        };
        // Queued again before it is tried: a job that brings the object down is not tried again at once.
        let again = now.plus_seconds(job_queue::wait_seconds(job.tries));
        database.write(vec![job_queue::postpone(&job, again)])?;
        match job.kind {
            JobKind::Mail => self.deliver(settings, &job).await?,
            JobKind::Hold => self.lapse(settings, &job).await?,
            JobKind::Payment => self.settle_payment(settings, &job).await?,
            JobKind::RequestEnd | JobKind::StayEnd => self.run_reservation_job(settings, &job)?,
            JobKind::Freed | JobKind::OfferEnd | JobKind::EntryEnd => {
                self.run_waitlist_job(settings, &job)?;
            }
            JobKind::GiftCardLetter => self.deliver_gift_card_letter(settings, &job).await?,
            JobKind::Invitation | JobKind::SignInLink => self.deliver_link(settings, &job).await?,
            JobKind::GiftCard => self.run_gift_card_job(settings, &job).await?,
            JobKind::CardPending => gift_cards::lapse(self.ctx(), &job.subject)?,
            JobKind::StoredCard => self.forget_card(settings, &job).await?,
            JobKind::Move => self.finish_move(settings, &job).await?,
            JobKind::Webhook => self.run_webhook(settings, &job).await?,
            JobKind::RemoteBooking => self.run_remote_booking(settings, &job).await?,
            JobKind::RemoteLetter => self.run_remote_letter(settings, &job).await?,
            JobKind::PosNotice => self.work_delivery_off(settings, &job)?,
            JobKind::PosPush => self.push_to_till(settings, &job).await?,
            JobKind::Retention => retention::run(self.ctx(), settings)?,
        }
        Ok(true)
    }

    async fn finish_move(&self, settings: &VenueSettings, job: &Job) -> Result<(), VenueError> {
        let id = ReservationId::parse(&job.subject)
            .map_err(|_| VenueError::Broken("the subject of a move job cannot be read".to_owned()))?;
        let connection = self.remote_connection(settings)?;
        let scope = Scope::new(connection.ports.clock.elapsed() + WRITE_DEADLINE).of_write();
        connection.remote.resume_move(&scope, &id).await
    }

    fn run_reservation_job(&self, settings: &VenueSettings, job: &Job) -> Result<(), VenueError> {
        let id = ReservationId::parse(&job.subject).map_err(|_| {
            VenueError::Broken("the subject of a reservation's job cannot be read".to_owned())
        })?;
        self.with_reservations(settings, |reservations, ctx| match job.kind {
            JobKind::StayEnd => reservations.end_stay(ctx, &id),
            _ => reservations.end_request(ctx, &id),
        })
    }

    fn run_waitlist_job(&self, settings: &VenueSettings, job: &Job) -> Result<(), VenueError> {
        let unread = || VenueError::Broken("the subject of a waitlist job cannot be read".to_owned());
        if job.kind == JobKind::Freed {
            let (day, after) = waitlist::freed_of(&job.subject).ok_or_else(unread)?;
            return self.with_reservations(settings, |reservations, ctx| {
                reservations.offer_tables(ctx, day, after)
            });
        }
        let id = WaitlistEntryId::parse(&job.subject).map_err(|_| unread())?;
        self.with_reservations(settings, |reservations, ctx| match job.kind {
            JobKind::OfferEnd => reservations.end_offer(ctx, &id),
            _ => reservations.end_entry(ctx, &id),
        })
    }

    async fn deliver(&self, settings: &VenueSettings, job: &Job) -> Result<(), VenueError> {
        let Ctx { database, .. } = self.ctx();
        let id = job.subject.as_str();
        let waiting = outbox::waiting(database, id)?;
        let today = settings.time_zone.local(self.ctx().now).map(|(today, _)| today);
        if waiting.is_some() && day_of_reminder(id).is_some_and(|day| today >= Some(day)) {
            database.write(outbox::close(id, self.ctx().now))?;
            let cause = "a reminder was not sent: the day of its reservation has begun".to_owned();
            self.log_error(settings, &VenueError::Failed(cause));
            return Ok(());
        }
        if let Some(outbox::UnsentEmail { letter, .. }) = waiting
            .as_ref()
            .filter(|waiting| waiting.letter.is_limited && !waiting.is_counted)
            && let Some(left_out) = self.count_beyond_limit(settings, letter)?
        {
            database.write(outbox::close(id, self.ctx().now))?;
            let cause =
                format!("a letter was not sent: the recipient's daily limit is reached, {left_out} left out");
            self.log_error(settings, &VenueError::Failed(cause));
            return Ok(());
        }
        let sent = match waiting {
            Some(outbox::UnsentEmail { letter, .. }) => self.mailer(settings)?.send(&letter).await,
            None => Ok(()),
        };
        self.finish_delivery(job, sent, outbox::close(id, self.ctx().now))
    }

    /// Composes the letter about a gift card that is due, and hands it to the mail service.
    async fn deliver_gift_card_letter(&self, settings: &VenueSettings, job: &Job) -> Result<(), VenueError> {
        self.read_design_files(settings).await;
        let letter = due_letter(self.ctx(), &self.design_files.borrow(), settings, &job.subject)?;
        let sent = match letter {
            Some(letter) => self.mailer(settings)?.send(&letter).await,
            None => Ok(()),
        };
        // More money may have gone back meanwhile: that is another letter.
        let mut over = vec![job_queue::settle_tried(job)];
        over.extend(gift_cards::after_letter(&job.subject));
        self.finish_delivery(job, sent, over)
    }

    /// Counts a letter towards the daily limit of its recipient; returns how many were left out, if this one is
    /// beyond the limit.
    fn count_beyond_limit(
        &self,
        settings: &VenueSettings,
        letter: &OutgoingEmail,
    ) -> Result<Option<u32>, VenueError> {
        let ctx = self.ctx();
        let address = waitlist::mailbox(&letter.to.address);
        let hash = ctx.secret()?.hash("letter-recipient", &address);
        let recipient = base16ct::lower::encode_string(&hash);
        let mail = settings.mail.as_ref();
        let most = mail.map_or(DEFAULT_DAILY_PER_RECIPIENT, |mail| mail.daily_per_recipient);
        let count = outbox::count(ctx.database, &letter.id, &recipient, ctx.now)?;
        Ok(count.checked_sub(most).filter(|beyond| *beyond > 0))
    }

    /// Stores the outcome of handing a letter over: once the outcome is final, `over` is written.
    pub(super) fn finish_delivery(
        &self,
        job: &Job,
        sent: Result<(), MailError>,
        over: Vec<Statement>,
    ) -> Result<(), VenueError> {
        let Ctx { database, now, .. } = self.ctx();
        match sent {
            Err(MailError::Away { retry_after, cause }) => {
                // At least a second, or the alarm would fire without end.
                let seconds = retry_after.map_or(MAIL_HELD, |time| {
                    i64::try_from(time.as_secs())
                        .unwrap_or(MAIL_HELD)
                        .saturating_add(1)
                });
                let until = now.plus_seconds(seconds);
                self.letters_held_until.set(Some(until));
                database.write(vec![job_queue::put_off(job, until)])?;
                Err(VenueError::Away {
                    retry_after: None,
                    cause,
                })
            }
            Err(MailError::Later(cause)) if job.tries < job_queue::MOST_TRIES => {
                Err(VenueError::Failed(cause))
            }
            Err(MailError::Later(cause) | MailError::Never(cause)) => {
                database.write(over)?;
                Err(VenueError::Failed(format!("given up: {cause}")))
            }
            Ok(()) => Ok(database.write(over)?),
        }
    }

    pub(super) fn log_error(&self, settings: &VenueSettings, error: &VenueError) {
        (self.deps.log_error)(&settings.id, error.log_text());
    }
}
