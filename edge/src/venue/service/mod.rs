//! The venue's service, which lives as long as its object: opens the adapters that the settings name, authorises each
//! request and dispatches it.
//!
//! The embedded engine answers without awaiting anything, so no other message comes between a check and the write
//! that relies on it. Calls to a remote system are awaited, and other requests are answered meanwhile.

mod admission;
pub mod authorize;
mod change_stream;
mod connections;
pub mod design_files;
mod dispatch;
mod engine;
pub mod link_delivery;
mod mail_preview;
mod operator;
mod paid_remote;
mod payments;
mod people;
mod pictures;
pub mod publication;
mod remote_booking;
mod remote_events;
mod remote_issue;
mod remote_letters;
mod remote_revoke;
mod retention;
pub mod runner;
mod secrets;
pub mod settings;
mod stored_card;
mod till_connection;
mod tills;
pub mod webhooks;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use config::upstream::{MAX_READ_DEADLINE, MAX_WRITE_DEADLINE};
use config::{ChallengeSettings, MailSettings, VenueSettings};
use futures_util::lock::Mutex;
use secrecy::SecretString;
use shared::id::VenueId;
use shared::time::Instant;

use crate::access::Actor;
use crate::challenge::Check;
use crate::error::{Result, VenueError};
use crate::mail::Mailer;
use crate::payment::Payments;
use crate::provider::remote::InProgress;
use crate::storage::picture_store::PictureStore;
use crate::storage::schema::MigratedDatabase;
use crate::storage::secret::Secret;
use crate::storage::venue_secrets::VenueSecrets;
use crate::venue::change_stream::Sockets;
use crate::venue::context::Ctx;
use crate::venue::gift_cards::design::DesignFiles;
use crate::venue::message::operator::OperatorRequest;
use crate::venue::message::{Envelope, Request, Response};
use crate::venue::reservations::Reservations;
use crate::venue::service::admission::Admitted;
use crate::venue::service::authorize::Authorizer;
use crate::venue::service::design_files::ReadDesignFile;
use crate::venue::service::publication::Publisher;
use crate::venue::service::settings::InForce;
use crate::venue::service::webhooks::WebhookSenderFactory;
use crate::webhook::WebhookSender;

pub use self::connections::{ConnectRemote, ConnectionDeps, RemoteConnection, TillConnection, TillFactory};

/// The deadline of a read at a remote system; the settings can only shorten it.
pub(super) const READ_DEADLINE: Duration = MAX_READ_DEADLINE;
/// The deadline of a write at a remote system; the settings can only shorten it.
pub(super) const WRITE_DEADLINE: Duration = MAX_WRITE_DEADLINE;

/// Dependencies of the service: database, randomness, clock, adapters, alarm, log.
pub struct Deps {
    /// The venue's database, migrated before the first statement.
    pub database: Rc<MigratedDatabase>,
    /// Cryptographic randomness, 16 bytes at a time; none if the runtime has none.
    pub random: Box<dyn Fn() -> Option<[u8; 16]>>,
    /// The clock.
    pub now: Box<dyn Fn() -> Instant>,
    /// Reads a secret of the worker by its name; none if it is not set.
    pub worker_secret: Box<WorkerSecret>,
    /// Whether the deployment's file of a venue names a worker secret, which then counts as assigned to it.
    pub file_names_secret: Box<FileNamesSecret>,
    /// Connects to the remote system of a venue that has one, or fails with the cause.
    pub connect_remote: Box<ConnectRemote>,
    /// Makes the check against robots of these settings, or fails with the cause.
    pub challenge: Box<Challenge>,
    /// Makes the mailer of a venue, or fails with the cause.
    pub mailer: Box<MailerFactory>,
    /// The deployment's own mail, for letters to the people of this venue while its settings have no `[mail]`; none where
    /// the deployment has none. Fails with the cause.
    pub deployment_mail: Box<DeploymentMailFactory>,
    /// Makes the payment provider of a venue, whose own secret this is, or fails with the cause.
    pub payments: Box<PaymentsFactory>,
    /// Connects to the till of a venue that has one, or fails with the cause.
    pub till: Box<TillFactory>,
    /// Sets the object's one alarm to this time, or clears it.
    pub alarm: Box<dyn Fn(Option<Instant>)>,
    /// The object's WebSockets.
    pub sockets: Box<dyn Sockets>,
    /// The bytes of uploaded pictures.
    pub pictures: Box<dyn PictureStore>,
    /// Whether the deployment has a picture of this name in the venue's folder.
    pub has_picture_file: Box<HasPictureFile>,
    /// Logs an error of a background job.
    pub log_error: Box<LogError>,
    /// Whether the deployment allows demonstrations of money and mail.
    pub allows_demonstrations: bool,
}

/// See [`Deps::worker_secret`].
pub type WorkerSecret = dyn Fn(&str) -> Option<SecretString>;

/// See [`Deps::file_names_secret`].
pub type FileNamesSecret = dyn Fn(&VenueId, &str) -> bool;

/// See [`Deps::challenge`].
pub type Challenge = dyn Fn(&VenueId, &ChallengeSettings, VenueSecrets<'_>) -> Result<Check>;

/// See [`Deps::has_picture_file`].
pub type HasPictureFile = dyn Fn(&VenueId, &str) -> bool;

/// See [`Deps::log_error`]: the venue, and the cause without personal data.
pub type LogError = dyn Fn(&VenueId, &str);

/// See [`Deps::mailer`].
pub type MailerFactory = dyn Fn(&VenueSettings, VenueSecrets<'_>) -> Result<Rc<dyn Mailer>>;

/// See [`Deps::deployment_mail`].
pub type DeploymentMailFactory = dyn Fn(&VenueId) -> Result<Option<DeploymentMail>>;

/// The deployment's own mail.
#[derive(Clone)]
pub struct DeploymentMail {
    /// Its sender, and the site to which letters link.
    pub settings: MailSettings,
    /// Its mail service.
    pub mailer: Rc<dyn Mailer>,
}

/// See [`Deps::payments`].
pub type PaymentsFactory = dyn Fn(&VenueSettings, Secret, VenueSecrets<'_>) -> Result<Rc<dyn Payments>>;

/// A venue's service: the single writer of its database.
pub struct VenueService {
    pub(super) deps: Deps,
    settings: RefCell<Option<InForce>>,
    authorizer: Authorizer,
    reservations: RefCell<Option<Reservations>>,
    connection: RefCell<Option<Rc<RemoteConnection>>>,
    in_progress: Rc<InProgress>,
    check: RefCell<Option<Rc<Check>>>,
    mailer: RefCell<Option<Rc<dyn Mailer>>>,
    deployment_mail: RefCell<Option<DeploymentMail>>,
    pub(super) payment_provider: RefCell<Option<Rc<dyn Payments>>>,
    till_connection: RefCell<Option<Rc<TillConnection>>>,
    /// When the current run of letters began; none if no run is in progress.
    pub(super) sending_since: Cell<Option<Instant>>,
    pub(super) is_retention_scheduled: Cell<bool>,
    /// Held by the upload or the deletion of a picture that is being carried out.
    pub(super) picture_changes: Mutex<()>,
    /// Until when the mail service takes nothing, as far as this object knows: no letter is tried before.
    pub(super) letters_held_until: Cell<Option<Instant>>,
    /// When the current run of webhooks began; none if no run is in progress.
    pub(super) webhooks_since: Cell<Option<Instant>>,
    publisher: Publisher,
    read_design_file: Option<Box<ReadDesignFile>>,
    /// The deployment's files for cards on paper, as far as they were read.
    design_files: RefCell<DesignFiles>,
    pub(super) webhook_senders: Option<Box<WebhookSenderFactory>>,
    pub(super) webhook_sender: RefCell<Option<Rc<dyn WebhookSender>>>,
}

impl VenueService {
    /// A service that has opened nothing yet.
    #[must_use]
    pub fn new(deps: Deps) -> Self {
        let now: Rc<dyn Fn() -> Instant> = Rc::from(deps.now);
        let of_changes = now.clone();
        deps.database.date_changes_by(Box::new(move || of_changes()));
        Self {
            deps: Deps {
                now: Box::new(move || now()),
                ..deps
            },
            settings: RefCell::new(None),
            authorizer: Authorizer::default(),
            reservations: RefCell::new(None),
            connection: RefCell::new(None),
            in_progress: Rc::default(),
            check: RefCell::new(None),
            mailer: RefCell::new(None),
            deployment_mail: RefCell::new(None),
            payment_provider: RefCell::new(None),
            till_connection: RefCell::new(None),
            sending_since: Cell::new(None),
            is_retention_scheduled: Cell::new(false),
            picture_changes: Mutex::new(()),
            letters_held_until: Cell::new(None),
            webhooks_since: Cell::new(None),
            publisher: Publisher::default(),
            read_design_file: None,
            design_files: RefCell::default(),
            webhook_senders: None,
            webhook_sender: RefCell::new(None),
        }
    }

    /// The same, which sends its webhooks by this; without it they wait.
    #[must_use]
    pub fn sending_webhooks(self, senders: Box<WebhookSenderFactory>) -> Self {
        Self {
            webhook_senders: Some(senders),
            ..self
        }
    }

    /// Authorises a request and answers it. `of_file` are the settings of the deployment's file, if it has the venue.
    pub async fn handle(&self, of_file: Option<&VenueSettings>, envelope: &Envelope) -> Response {
        let mut response = match (&envelope.request, self.in_force(of_file)) {
            // It is unknown until then.
            (Request::Operator(OperatorRequest::Create(settings)), _) => {
                self.create(of_file, envelope, settings)
            }
            (_, Ok(in_force)) => self.handle_with(&in_force.settings, envelope).await,
            (request, Err(VenueError::UnknownVenue)) => self.handle_unserved(request, envelope),
            (_, Err(error)) => error.into(),
        };
        // Also after an error, and of the settings as they are now.
        if let Some(in_force) = &*self.settings.borrow() {
            response.settings_version = Some(in_force.version);
            response.is_suspended = in_force.is_suspended;
        }
        response
    }

    async fn handle_with(&self, settings: &VenueSettings, envelope: &Envelope) -> Response {
        let policy = envelope.request.policy();
        let admitted = match self.admit(settings, &policy, envelope).await {
            Ok(admitted) => admitted,
            Err(error) => return error.into(),
        };
        let Admitted {
            actor,
            counted,
            is_repeated,
        } = admitted;
        // The check against robots was awaited.
        let settings = match self.in_force(Some(settings)) {
            Ok(in_force) => in_force.settings,
            Err(error) => return error.into(),
        };
        let settings = &*settings;
        let response = match self.refuse_suspended(&policy, is_repeated) {
            Ok(()) => self.dispatch(settings, &envelope.request, &actor).await,
            Err(error) => error.into(),
        };
        if response.result.as_ref().is_err_and(VenueError::changed_nothing) {
            counted.inspect(|creation| self.authorizer.give_back_creation(*creation));
        }
        if policy.is_write {
            self.check_streams_after(settings, &envelope.request);
        }
        self.publish_changes(settings);
        // Scheduled on reads too: a venue without bookings is still read at times, and its guests' data has to end
        // too.
        if policy.is_write || !self.is_retention_scheduled.get() {
            self.arm_alarm(settings);
        }
        response
    }

    /// The dependencies of a guest's request, or of a job.
    pub(super) fn ctx(&self) -> Ctx<'_> {
        self.ctx_of(&Actor::Unaudited)
    }

    /// The dependencies of a request by this actor.
    pub(super) fn ctx_of<'a>(&'a self, actor: &'a Actor) -> Ctx<'a> {
        Ctx {
            database: &*self.deps.database,
            random: &*self.deps.random,
            now: (self.deps.now)(),
            actor,
        }
    }

    /// Runs `work` on the venue's reservations in one turn, opening them first if they are not. For guests'
    /// requests, and jobs.
    pub(super) fn with_reservations<T>(
        &self,
        settings: &VenueSettings,
        work: impl FnOnce(&mut Reservations, Ctx<'_>) -> Result<T>,
    ) -> Result<T> {
        self.with_reservations_of(settings, &Actor::Unaudited, work)
    }

    /// The same, for a request by this actor.
    pub(super) fn with_reservations_of<T>(
        &self,
        settings: &VenueSettings,
        actor: &Actor,
        work: impl FnOnce(&mut Reservations, Ctx<'_>) -> Result<T>,
    ) -> Result<T> {
        let ctx = self.ctx_of(actor);
        let in_force = self.in_force(Some(settings))?;
        // Taken out during the work: should that fail half-way, the next message reads it from disk again, where all
        // or none of the write is.
        let opened = self.reservations.take();
        let open = || settings::open(&in_force.settings, in_force.is_suspended, ctx);
        let opened = opened.map_or_else(open, |opened| Ok(Some(opened)))?;
        let mut reservations = opened.ok_or_else(|| VenueError::Broken("there is no engine".to_owned()))?;
        let answer = work(&mut reservations, ctx);
        self.reservations.replace(Some(reservations));
        // Before anything is awaited.
        self.publish_changes(settings);
        answer
    }

    /// The secrets that the venue's settings name.
    pub(super) fn secrets<'a>(&'a self, settings: &'a VenueSettings) -> VenueSecrets<'a> {
        self.secrets_of(&settings.id)
    }

    /// The secrets of the venue of this id, whose object this is.
    pub(super) fn secrets_of<'a>(&'a self, venue: &'a VenueId) -> VenueSecrets<'a> {
        VenueSecrets {
            venue,
            database: &*self.deps.database,
            of_worker: &*self.deps.worker_secret,
            in_file: &*self.deps.file_names_secret,
            random: &*self.deps.random,
        }
    }

    /// Drops the adapters that were made of the venue's settings and secrets, after one has changed: the next request makes
    /// them anew. Calls that are under way end with the old ones. Letters that wait for the mail service are tried.
    pub(super) fn drop_adapters(&self) {
        self.connection.take();
        self.check.take();
        self.mailer.take();
        self.payment_provider.take();
        self.publisher.drop_adapter();
        self.till_connection.take();
        self.letters_held_until.set(None);
    }

    /// The mail service. It is created once per object, or until settings or a secret change, so that its breaker, queue and
    /// `Retry-After` outlive a letter.
    pub(super) fn mailer(&self, settings: &VenueSettings) -> Result<Rc<dyn Mailer>> {
        if let Some(mailer) = &*self.mailer.borrow() {
            return Ok(mailer.clone());
        }
        let settings = self.in_force(Some(settings))?.settings;
        let mailer = (self.deps.mailer)(&settings, self.secrets(&settings))?;
        self.mailer.replace(Some(mailer.clone()));
        Ok(mailer)
    }
}
