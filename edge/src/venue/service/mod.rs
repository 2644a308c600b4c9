//! The venue's service, which lives as long as its object: opens what the settings name, authorises each request and
//! dispatches it.
//!
//! The embedded engine answers without waiting for anything, so no other message comes between a
//! check and the write that relies on it. A remote system is waited for, and meanwhile others are
//! answered.

pub mod authorize;
mod dispatch;
mod remote;
pub mod runner;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use config::mail::Adapter;
use config::{ChallengeSettings, MailSettings, System, VenueSettings};
use serde::Serialize;
use shared::id::VenueId;
use shared::time::Instant;

use crate::challenge::Check;
use crate::error::VenueError;
use crate::limits::Creation;
use crate::mail::Mailer;
use crate::mail::preview::{self, ShownLetter};
use crate::payment::Payments;
use crate::provider::Booked;
use crate::provider::remote::{Remote, RemoteCards};
use crate::storage::idempotency;
use crate::storage::schema::MigratedDatabase;
use crate::storage::secret::Secret;
use crate::upstream::Ports;
use crate::venue::context::Ctx;
use crate::venue::gift_cards;
use crate::venue::message::policy::Policy;
use crate::venue::message::staff::StaffRequest;
use crate::venue::message::visitor::Visitor;
use crate::venue::message::{self, Envelope, Request, Response};
use crate::venue::reservations::Reservations;
use crate::venue::service::authorize::{AuthContext, Authorizer};
use crate::venue::service::remote::by_remote;
use crate::venue::waitlist;

/// The deadline of a read at a remote system.
pub(super) const READ_DEADLINE: Duration = Duration::from_secs(8);
/// The deadline of a write at a remote system. It is long, since giving up early leaves the outcome unknown.
pub(super) const WRITE_DEADLINE: Duration = Duration::from_secs(25);

/// What the service needs from outside: database, randomness, clock, adapters, alarm, log.
pub struct Deps {
    /// The venue's database, migrated before the first statement.
    pub database: Rc<MigratedDatabase>,
    /// Cryptographic randomness, 16 bytes at a time; none if the runtime has none.
    pub random: Box<dyn Fn() -> Option<[u8; 16]>>,
    /// The clock.
    pub now: Box<dyn Fn() -> Instant>,
    /// Connects to the remote system of a venue that has one, or fails with the cause. The secret is the
    /// venue's own.
    pub connect_remote: Box<ConnectRemote>,
    /// Makes the check against robots of these settings, or fails with the cause.
    pub challenge: Box<Challenge>,
    /// Makes the mailer of a venue, or fails with the cause.
    pub mailer: Box<MailerFactory>,
    /// Makes the payment provider of a venue, whose secret this is, or fails with the cause.
    pub payments: Box<PaymentOffice>,
    /// Sets the object's one alarm to this time, or clears it.
    pub alarm: Box<dyn Fn(Option<Instant>)>,
    /// Logs an error of a background job.
    pub log_error: Box<LogError>,
}

/// See [`Deps::challenge`].
pub type Challenge = dyn Fn(&VenueId, &ChallengeSettings) -> Result<Check, VenueError>;

/// See [`Deps::log_error`]: the venue, and the cause without personal data.
pub type LogError = dyn Fn(&VenueId, &str);

/// See [`Deps::mailer`].
pub type MailerFactory = dyn Fn(&VenueSettings) -> Result<Rc<dyn Mailer>, VenueError>;

/// See [`Deps::payments`].
pub type PaymentOffice = dyn Fn(&VenueSettings, Secret) -> Result<Rc<dyn Payments>, VenueError>;

/// See [`Deps::connect_remote`].
pub type ConnectRemote = dyn Fn(&VenueSettings, Secret) -> Result<RemoteConnection, VenueError>;

/// A connection to a remote system.
pub struct RemoteConnection {
    /// The system, with journal, cache and recovery.
    pub remote: Remote,
    /// Network, clock and jitter source that it is reached through.
    pub ports: Rc<Ports>,
    /// Its gift cards.
    pub cards: Rc<dyn RemoteCards>,
    /// Counters of its calls, as OpenMetrics text.
    pub metrics: Box<dyn Fn() -> String>,
}

/// The metrics of a venue without a remote system: OpenMetrics text without a metric.
const NOTHING_COUNTED: &str = "# EOF\n";

/// A venue's service: the single writer of its database.
pub struct VenueService {
    pub(super) deps: Deps,
    authorizer: Authorizer,
    reservations: RefCell<Option<Reservations>>,
    connection: RefCell<Option<Rc<RemoteConnection>>>,
    check: RefCell<Option<Rc<Check>>>,
    mailer: RefCell<Option<Rc<dyn Mailer>>>,
    pub(super) payment_provider: RefCell<Option<Rc<dyn Payments>>>,
    /// When the current run of letters began, if there is one.
    pub(super) sending_since: Cell<Option<Instant>>,
    pub(super) is_retention_scheduled: Cell<bool>,
    /// Until when the mail service takes nothing, as far as this object knows: no letter is tried before.
    pub(super) letters_held_until: Cell<Option<Instant>>,
}

impl VenueService {
    /// A service that has opened nothing yet.
    #[must_use]
    pub fn new(deps: Deps) -> Self {
        Self {
            deps,
            authorizer: Authorizer::default(),
            reservations: RefCell::new(None),
            connection: RefCell::new(None),
            check: RefCell::new(None),
            mailer: RefCell::new(None),
            payment_provider: RefCell::new(None),
            sending_since: Cell::new(None),
            is_retention_scheduled: Cell::new(false),
            letters_held_until: Cell::new(None),
        }
    }

    /// Authorises a request and answers it.
    pub async fn handle(&self, settings: &VenueSettings, message: &Envelope) -> String {
        let Envelope { call, visitor, .. } = message;
        let ctx = self.ctx();
        let policy = call.policy();
        let context = AuthContext {
            settings,
            now: ctx.now,
            key: &|| ctx.key(),
            secret: &|| ctx.secret(),
        };
        if let Err(error) = self.authorizer.authorize(context, &policy, visitor.as_ref()) {
            return plain::<()>(Err(error));
        }
        let counted = match self.challenge(settings, &policy, visitor.as_ref()).await {
            Ok(counted) => counted,
            Err(error) => return plain::<()>(Err(error)),
        };
        let answer = self.answer(settings, call).await;
        if message::is_refusal(&answer) {
            counted.inspect(|creation| self.authorizer.give_back_creation(*creation));
        }
        // A venue at which nothing is booked any more is read at times, and its guests' data ends too.
        if policy.is_write || !self.is_retention_scheduled.get() {
            self.arm_alarm(settings);
        }
        answer
    }

    /// Verifies the check against robots and counts against the venue's quota, for calls that create something;
    /// returns what was counted. A known idempotency key only repeats an answer, and needs neither.
    async fn challenge(
        &self,
        settings: &VenueSettings,
        policy: &Policy<'_>,
        visitor: Option<&Visitor>,
    ) -> Result<Option<Creation>, VenueError> {
        let Some((creation, key)) = policy.creation else {
            return Ok(None);
        };
        let Ctx { database, now, .. } = self.ctx();
        let is_known = match (creation, settings.system()) {
            (Creation::Reservation, Some(System::Molzait(_))) => {
                crate::provider::remote::knows(database, key, now)?
            }
            (Creation::Reservation, Some(System::Engine(_)) | None) => {
                idempotency::kept(database, key, now)?.is_some()
            }
            (Creation::GiftCardOrder, _) => gift_cards::knows(database, key, now)?,
            (Creation::WaitlistEntry, _) => waitlist::of_key(database, key, now)?.is_some(),
        };
        if is_known {
            return Ok(None);
        }
        if let Some(turnstile) = &settings.turnstile {
            let token = visitor.and_then(|visitor| visitor.challenge_token.as_deref());
            // Venues may share a secret, and guests choose their keys, which have no spaces.
            let purpose = format!("{} {creation:?} {}", settings.id, key.as_str());
            self.check(settings, turnstile)?.pass(token, &purpose).await?;
        }
        self.authorizer.count_creation(settings, creation, now)?;
        Ok(Some(creation))
    }

    fn check(
        &self,
        settings: &VenueSettings,
        turnstile: &ChallengeSettings,
    ) -> Result<Rc<Check>, VenueError> {
        if let Some(check) = &*self.check.borrow() {
            return Ok(check.clone());
        }
        let check = Rc::new((self.deps.challenge)(&settings.id, turnstile)?);
        self.check.replace(Some(check.clone()));
        Ok(check)
    }

    /// Answers a call to the venue of these settings, always the same, as JSON of a [`Response`].
    pub async fn answer(&self, settings: &VenueSettings, call: &Request) -> String {
        if let Request::GiftCards(call) = call {
            return plain(self.answer_gift_cards(settings, call).await);
        }
        if let Request::Waitlist(call) = call {
            return plain(self.answer_waitlist(settings, call).await);
        }
        if let Request::PreviewMail(number) = call {
            return plain(self.shown_mail(settings, *number));
        }
        let answer = self.of_guest_data(settings, call);
        if let Some(answer) = answer.or_else(|| self.of_payments(settings, call)) {
            return answer;
        }
        let is_engine = matches!(settings.system(), Some(System::Engine(_)));
        if let (Request::Staff(StaffRequest::NoShow { id, token, is_said }), true) = (call, is_engine) {
            return plain(self.no_show(settings, id, (token.as_deref(), *is_said)).await);
        }
        match settings.system() {
            Some(System::Engine(_)) => match (call, &settings.payments) {
                (
                    Request::Reserve(_)
                    | Request::Reservation(_)
                    | Request::Change(..)
                    | Request::ExtendHold(_),
                    Some(_),
                ) => self.with_payment(settings, call).await,
                _ => self.by_engine(settings, call),
            },
            Some(System::Molzait(_)) => match self.remote_connection(settings) {
                Ok(connection) => by_remote(&connection, call).await,
                Err(error) => plain::<()>(Err(error)),
            },
            None => plain::<()>(Err(VenueError::Broken("no system is named".to_owned()))),
        }
    }

    pub(super) fn ctx(&self) -> Ctx<'_> {
        Ctx {
            database: &*self.deps.database,
            random: &*self.deps.random,
            now: (self.deps.now)(),
        }
    }

    /// The letters of a venue that shows them.
    fn shown_mail(
        &self,
        settings: &VenueSettings,
        number: Option<u32>,
    ) -> Result<Vec<ShownLetter>, VenueError> {
        let is_shown = |mail: &MailSettings| mail.adapter == Adapter::Shown;
        if !settings.mail.as_ref().is_some_and(is_shown) {
            return Err(VenueError::NotFound);
        }
        let Ctx { database, .. } = self.ctx();
        Ok(preview::letters(database, number)?)
    }

    /// The engine's answer, with the payment that belongs to it.
    async fn with_payment(&self, settings: &VenueSettings, call: &Request) -> String {
        let answer = self.with_reservations(settings, |reservations, ctx| match call {
            Request::Reserve(order) => reservations.reserve(ctx, order),
            Request::Reservation(id) => reservations.reservation(ctx, id).map(Booked::looked_up),
            Request::Change(id, change) => reservations.change(ctx, id, change).map(Booked::looked_up),
            Request::ExtendHold(id) => reservations.extend_hold(ctx, id).map(Booked::looked_up),
            _ => Err(VenueError::NotFound),
        });
        let reserved = match answer {
            Ok(reserved) => reserved,
            Err(error) => return plain::<()>(Err(error)),
        };
        let reservation = self.with_checkout(settings, reserved.reservation).await;
        if let Request::Reserve(_) = call {
            plain(Ok(Booked {
                reservation,
                replayed: reserved.replayed,
            }))
        } else {
            plain(Ok(reservation))
        }
    }

    /// Runs `work` on the venue's reservations in one turn, opening them first if they are not.
    pub(super) fn with_reservations<T>(
        &self,
        settings: &VenueSettings,
        work: impl FnOnce(&mut Reservations, Ctx<'_>) -> Result<T, VenueError>,
    ) -> Result<T, VenueError> {
        let ctx = self.ctx();
        // Taken out while it works: should that fail half-way, the next message reads it from disk
        // again, where everything has happened or nothing.
        let opened = self.reservations.take();
        let mut reservations = opened.map_or_else(|| Reservations::open(settings, ctx), Ok)?;
        let answer = work(&mut reservations, ctx);
        self.reservations.replace(Some(reservations));
        answer
    }

    fn by_engine(&self, settings: &VenueSettings, call: &Request) -> String {
        let ctx = self.ctx();
        let opened = self.reservations.take();
        let mut reservations = match opened.map_or_else(|| Reservations::open(settings, ctx), Ok) {
            Ok(reservations) => reservations,
            Err(error) => return plain::<()>(Err(error)),
        };
        let answer = match call {
            Request::Webhook { .. }
            | Request::Play(..)
            | Request::ExtendHold(_)
            | Request::PreviewMail(_)
            | Request::Staff(
                StaffRequest::NoShow { .. } | StaffRequest::ExportGuest(_) | StaffRequest::EraseGuest(_),
            )
            | Request::GiftCards(_)
            | Request::Waitlist(_) => plain::<()>(Err(VenueError::NotFound)),
            Request::Experiences => plain(reservations.experiences()),
            Request::Calendar(question) => plain(reservations.calendar(question, ctx.now)),
            Request::Slots(question) => plain(reservations.slots(question, ctx.now)),
            Request::Reserve(order) => plain(reservations.reserve(ctx, order)),
            Request::Reservation(id) => plain(reservations.reservation(ctx, id)),
            Request::Reservations(question) => plain(reservations.reservations(ctx, question)),
            Request::Change(id, change) => plain(reservations.change(ctx, id, change)),
            Request::SetStatus(id, status) => plain(reservations.set_status(ctx, id, *status)),
            Request::Metrics => plain(Ok(NOTHING_COUNTED)),
            Request::Staff(StaffRequest::Slots(question)) => {
                plain(reservations.staff_slots(&settings.id, ctx, question))
            }
            Request::Staff(StaffRequest::Create(request)) => plain(reservations.staff_create(ctx, request)),
            Request::Staff(StaffRequest::Reservation(id)) => plain(reservations.staff_reservation(ctx, id)),
            Request::Staff(StaffRequest::Reservations(question)) => {
                plain(reservations.staff_reservations(ctx, question))
            }
            Request::Staff(StaffRequest::CreateCard(new)) => {
                plain(gift_cards::made_by_staff(ctx, settings, new))
            }
            Request::Staff(StaffRequest::Card(code)) => plain(gift_cards::seen_by_staff(ctx, code)),
            Request::Staff(StaffRequest::Redeem(code, redemption)) => {
                plain(gift_cards::redeemed_by_staff(ctx, settings, code, redemption))
            }
            Request::Staff(StaffRequest::SetStatus(id, status)) => {
                plain(reservations.staff_set_status(ctx, id, *status))
            }
        };
        self.reservations.replace(Some(reservations));
        answer
    }

    /// The mail service. It is made once per object, so that its breaker, queue and `Retry-After` outlive a letter.
    pub(super) fn mailer(&self, settings: &VenueSettings) -> Result<Rc<dyn Mailer>, VenueError> {
        if let Some(mailer) = &*self.mailer.borrow() {
            return Ok(mailer.clone());
        }
        let mailer = (self.deps.mailer)(settings)?;
        self.mailer.replace(Some(mailer.clone()));
        Ok(mailer)
    }

    pub(super) fn remote_connection(
        &self,
        settings: &VenueSettings,
    ) -> Result<Rc<RemoteConnection>, VenueError> {
        if let Some(connection) = &*self.connection.borrow() {
            return Ok(connection.clone());
        }
        let ctx = self.ctx();
        let connection = Rc::new((self.deps.connect_remote)(settings, ctx.secret()?)?);
        self.connection.replace(Some(connection.clone()));
        Ok(connection)
    }
}

pub(super) fn plain<T: Serialize>(answer: Result<T, VenueError>) -> String {
    Response::plain(answer).text()
}
