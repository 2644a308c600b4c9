//! The composition root: the only place that names adapters and wires them to ports.

mod systems;
mod tills;

use std::rc::Rc;
use std::sync::LazyLock;

use config::mail::Adapter;
use config::secret::DEPLOYMENT_MAIL_KEY;
use config::{ChallengeSettings, MailSettings, PaymentSettings, System, UpstreamSettings, VenueSettings};
use secrecy::SecretString;
use shared::id::{AccountId, VenueId};
use shared::time::Instant;
use worker::web_sys::{Request, Response};
use worker::{Env, Error, Result};

use crate::account::client::AccountClient;
use crate::account::service::AccountConnection;
use crate::challenge::Check;
use crate::demo::Allowed;
use crate::directory::client::DirectoryClient;
use crate::error::VenueError;
use crate::http::response_cache::ResponseCache;
use crate::http::{self, Context};
use crate::localization::questions;
use crate::mail::Mailer;
use crate::mail::http_api::HttpApi;
use crate::mail::preview::{DisabledMailer, PreviewMailer};
use crate::mail::timed::Timed;
use crate::payment::Payments;
use crate::payment::demo::Demo;
use crate::payment::stripe::Stripe;
use crate::platform::clock::{Offset, RuntimeClock};
use crate::platform::incoming::Drain;
use crate::platform::jitter::JitterRng;
use crate::platform::log::{AccountUpstreamLog, MailLog, UpstreamLog};
use crate::platform::network::Internet;
use crate::platform::object::{ObjectStreams, ObjectTransport};
use crate::platform::picture_cache::DataCentreCache;
use crate::platform::send_email::Binding;
use crate::platform::{incoming, limiter, log, random, secrets, venues};
use crate::provider::engine::adapter as engine;
use crate::provider::remote;
use crate::provider::server_timing::ServerTiming;
use crate::storage::database::Database;
use crate::storage::retry_after::{Service, StoredRetryAfter};
use crate::storage::secret::Secret;
use crate::storage::venue_secrets::VenueSecrets;
use crate::upstream::{Ports, Upstream};
use crate::venue::client::settings::{Copies, SettingsCache};
use crate::venue::client::{VenueClient, VenueFacts};
use crate::venue::service::DeploymentMail;
use crate::webhook::WebhookSender;
use crate::webhook::upstream::UpstreamWebhooks;

pub use self::systems::{connect_remote, marketplace};
pub use self::tills::till;

/// Where hashed files are. `cargo xtask build` says it; a worker built without has none to show.
static ASSETS: LazyLock<String> =
    LazyLock::new(|| format!("/{}", option_env!("COUVERT_ASSETS").unwrap_or("assets/unbuilt")));

thread_local! {
    /// The isolate's cache of responses.
    static RESPONSE_CACHE: Rc<ResponseCache> = Rc::default();
    /// The isolate's copies of venues' settings.
    static SETTINGS_CACHE: Rc<SettingsCache> = Rc::default();
}

/// Answers a request from the internet.
pub async fn answer(request: Request, env: &Env) -> Result<Response> {
    let offset = clock_offset(env)?;
    let drain = if demo(env).is_some() {
        Drain::Much
    } else {
        Drain::Little
    };
    let request = incoming::request(request, drain).await?;
    let id = random::bytes::<8>().map_err(|error| Error::RustError(error.to_string()))?;
    let limiter = limiter::of_isolate().map_err(|error| Error::RustError(error.to_string()))?;
    let (response_cache, server_timing) = (RESPONSE_CACHE.with(Rc::clone), ServerTiming::default());
    let now = offset.now();
    let copies = Copies {
        cache: SETTINGS_CACHE.with(Rc::clone),
        now,
    };
    let client = |id: &VenueId, facts| {
        let transport = Box::new(ObjectTransport::of_venue(env, id));
        VenueClient::new(id.clone(), facts, transport, server_timing.clone()).with_copies(copies.clone())
    };
    let (streams, clock) = (ObjectStreams::new(env), RuntimeClock::new(offset));
    let context = Context {
        venues: venues::served(demo(env))?,
        settings_cache: &copies.cache,
        settings_client: &|id| client(id, VenueFacts::UNKNOWN),
        demo: demo(env),
        venue_client: &|venue| client(&venue.id, facts(venue, now)),
        streams: &streams,
        directory: &|| DirectoryClient::new(Box::new(ObjectTransport::of_directory(env))),
        accounts: venues::accounts()?,
        account: &|id| AccountClient::new(id.clone(), Box::new(ObjectTransport::of_account(env, id))),
        secret: &|name| secrets::secret(env, name),
        variable: &|name| secrets::variable(env, name),
        server_timing: &server_timing,
        limiter: &limiter,
        response_cache: &response_cache,
        picture_cache: &DataCentreCache,
        clock: &clock,
        now,
        request_id: base16ct::lower::encode_string(&id),
        random: random::bytes::<16>().map_err(|error| Error::RustError(error.to_string()))?,
        assets: &ASSETS,
    };
    let (reply, record) = http::handle(request, &context).await;
    log::write(&record);
    match streams.take() {
        Some(socket) => incoming::upgraded(&reply, socket),
        None => incoming::response(reply),
    }
}

/// By how much the clock is ahead of the runtime's; a deployment that asks for it answers nothing at all.
fn clock_offset(env: &Env) -> Result<Offset> {
    Offset::of(env).map_err(|refused| Error::RustError(refused.to_string()))
}

/// The facts about a venue's system at `now` that need no call of its object.
fn facts(venue: &VenueSettings, now: Instant) -> VenueFacts {
    let local = venue.time_zone.local(now);
    match venue.system() {
        Some(System::Engine(settings)) => VenueFacts {
            abilities: engine::ABILITIES,
            experiences: Some(engine::experiences(settings, venue.currency, questions::words)),
            last_evening: local.and_then(|(today, time)| engine::last_evening(settings, today, time)),
        },
        Some(System::Remote(remote)) => VenueFacts {
            abilities: systems::abilities(remote),
            experiences: None,
            last_evening: local.and_then(|(today, time)| remote::last_evening(today, time)),
        },
        None => VenueFacts::UNKNOWN,
    }
}

/// The check against robots of a venue, for its object. Without its secret no token is valid, and
/// there are no bookings.
pub fn challenge(
    env: &Env,
    (venue, settings): (&VenueId, &ChallengeSettings),
    of_venue: VenueSecrets<'_>,
    database: Rc<dyn Database>,
) -> std::result::Result<Check, VenueError> {
    let secret = required(of_venue, &settings.secret)?;
    let mut settings = settings.clone();
    let name = settings.verify_url_variable.as_deref();
    if let Some(url) = name.and_then(|name| secrets::variable(env, name)) {
        settings.verify_url = url;
    }
    let ports = ports(env)?;
    let log = Rc::new(UpstreamLog(venue.clone()));
    let upstream = Upstream::with(ports.clone(), UpstreamSettings::default(), log)
        .keeping(StoredRetryAfter::of(Service::Challenge, database));
    Ok(Check::new(settings, secret, upstream, ports))
}

/// The mailer of a venue, for its object, which keeps it. Letters are shown where the deployment allows it too, and not
/// the venue alone: one for development may be deployed by accident.
pub fn mailer(
    env: &Env,
    venue: &VenueSettings,
    of_venue: VenueSecrets<'_>,
    database: Rc<dyn Database>,
) -> std::result::Result<Rc<dyn Mailer>, VenueError> {
    let broken = |text: &str| VenueError::Broken(format!("venue {}: {text}", venue.id));
    let mail = venue
        .mail
        .as_ref()
        .ok_or_else(|| broken("the venue has no [mail] section"))?;
    let offset = Offset::of(env).map_err(|refused| broken(&refused.to_string()))?;
    let now = move || offset.now();
    let mailer: Rc<dyn Mailer> = match mail.adapter {
        Adapter::Shown => match demo(env) {
            Some(demo) => Rc::new(PreviewMailer::new(demo, database, Box::new(now))),
            None => Rc::new(DisabledMailer),
        },
        Adapter::HttpApi => {
            let name = mail.key.as_deref().unwrap_or_default();
            let key = of_venue
                .require(name)
                .map_err(|error| broken(&error.to_string()))?;
            Rc::new(http_mailer(env, (&venue.id, &mail.url), key, database)?)
        }
        Adapter::SendEmail => {
            let binding = Binding::of(env, &mail.binding, Box::new(now));
            let binding = binding.ok_or_else(|| broken("the binding for mail is not in wrangler.toml"))?;
            Rc::new(Timed::new(Rc::new(binding), ports(env)?))
        }
    };
    let venue = venue.id.clone();
    Ok(Rc::new(MailLog { venue, mailer }))
}

/// The deployment's own mail, for an object, which keeps it; none where the deployment has none. Its key is read here
/// alone: no venue's settings reach it.
pub fn deployment_mail(
    env: &Env,
    venue: &VenueId,
    database: Rc<dyn Database>,
) -> std::result::Result<Option<DeploymentMail>, VenueError> {
    let settings = MailSettings::of_deployment(&|name| secrets::variable(env, name));
    let Some(settings) = settings.map_err(VenueError::Broken)? else {
        return Ok(None);
    };
    let key = secrets::secret(env, DEPLOYMENT_MAIL_KEY);
    let key =
        key.ok_or_else(|| VenueError::Broken(format!("the secret {DEPLOYMENT_MAIL_KEY} is not set")))?;
    let mailer = Rc::new(http_mailer(env, (venue, &settings.url), key, database)?);
    let venue = venue.clone();
    Ok(Some(DeploymentMail {
        mailer: Rc::new(MailLog { venue, mailer }),
        settings,
    }))
}

/// A mail service over HTTP.
fn http_mailer(
    env: &Env,
    (venue, url): (&VenueId, &str),
    key: SecretString,
    database: Rc<dyn Database>,
) -> std::result::Result<HttpApi, VenueError> {
    let ports = ports(env)?;
    let log = Rc::new(UpstreamLog(venue.clone()));
    let upstream = Upstream::with(ports.clone(), UpstreamSettings::default(), log)
        .keeping(StoredRetryAfter::of(Service::Mail, database));
    Ok(HttpApi::new(venue.clone(), url.to_owned(), key, upstream, ports))
}

/// The connection to the token endpoint of an account's vendor, for its object, which keeps it.
pub fn connect_account(
    env: &Env,
    account: &AccountId,
    database: Rc<dyn Database>,
) -> std::result::Result<AccountConnection, VenueError> {
    let ports = ports(env)?;
    let log = Rc::new(AccountUpstreamLog(account.clone()));
    let upstream = Upstream::with(ports.clone(), UpstreamSettings::default(), log)
        .keeping(StoredRetryAfter::of(Service::Tokens, database.clone()));
    let log = Rc::new(AccountUpstreamLog(account.clone()));
    let api = Upstream::with(ports.clone(), UpstreamSettings::default(), log)
        .keeping(StoredRetryAfter::of(Service::Tills, database));
    Ok(AccountConnection { ports, upstream, api })
}

/// Whether this deployment allows demonstrations.
pub fn demo(env: &Env) -> Option<Allowed> {
    Allowed::by(&|name| secrets::variable(env, name))
}

/// The payment provider of a venue, for its object, which keeps it.
pub fn payments(
    env: &Env,
    venue: &VenueSettings,
    (secret, of_venue): (Secret, VenueSecrets<'_>),
    database: Rc<dyn Database>,
) -> std::result::Result<Rc<dyn Payments>, VenueError> {
    let settings = match &venue.payments {
        None => return Err(VenueError::Broken(format!("venue {}: no payments", venue.id))),
        Some(PaymentSettings::Demo) => {
            let demo = demo(env).ok_or_else(|| VenueError::Away {
                retry_after: None,
                cause: format!(
                    "venue {}: payments.adapter `demo` takes no money, and {} is not `yes`",
                    venue.id,
                    crate::demo::VARIABLE
                ),
            })?;
            return Ok(Rc::new(Demo::new(demo, venue.id.clone(), secret)));
        }
        Some(PaymentSettings::Stripe(settings)) => settings,
    };
    let settings = settings.with_variables(&|name| secrets::variable(env, name));
    let key = required(of_venue, &settings.secret_key)?;
    let webhook_secret = required(of_venue, &settings.webhook_secret)?;
    let ports = ports(env)?;
    let log = Rc::new(UpstreamLog(venue.id.clone()));
    let upstream = Upstream::with(ports.clone(), UpstreamSettings::default(), log)
        .keeping(StoredRetryAfter::of(Service::Payments, database));
    Ok(Rc::new(Stripe::new(
        settings,
        key,
        webhook_secret,
        upstream,
        ports,
    )))
}

/// The port by which a venue's webhooks are sent, for its object, which keeps it.
pub fn webhooks(env: &Env, venue: &VenueId) -> std::result::Result<Rc<dyn WebhookSender>, VenueError> {
    let log = Rc::new(UpstreamLog(venue.clone()));
    Ok(Rc::new(UpstreamWebhooks::new(ports(env)?, log)))
}

/// The venue's secret of this name. Without it the system that it opens is away.
fn required(of_venue: VenueSecrets<'_>, name: &str) -> std::result::Result<SecretString, VenueError> {
    of_venue.require(name).map_err(|error| VenueError::Away {
        retry_after: None,
        cause: format!("venue {}: {error}", of_venue.venue),
    })
}

/// Network, clock and jitter source for calls to other systems.
fn ports(env: &Env) -> std::result::Result<Rc<Ports>, VenueError> {
    let offset = Offset::of(env).map_err(|refused| VenueError::Broken(refused.to_string()))?;
    let rng = JitterRng::new().map_err(|error| VenueError::Broken(error.to_string()))?;
    Ok(Rc::new(Ports {
        network: Box::new(Internet),
        clock: Box::new(RuntimeClock::new(offset)),
        rng: Box::new(rng),
    }))
}
