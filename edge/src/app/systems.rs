//! Wires the adapters of remote booking systems to their port: the abilities of each, and how a venue's object reaches it.

use std::rc::Rc;

use config::account::MEWS;
use config::{
    FourspacesSettings, MewsSettings, MolzaitSettings, RemoteSettings, System, UpstreamSettings,
    VenueSettings,
};
use shared::id::{AccountId, TokenName};
use worker::Env;

use super::{ports, required};
use crate::account::client::AccountClient;
use crate::account::property_link::PropertyLink;
use crate::error::VenueError;
use crate::platform::log::UpstreamLog;
use crate::platform::object::AccountTransport;
use crate::platform::{secrets, venues};
use crate::provider::Abilities;
use crate::provider::fourspaces::marketplace::FourspacesMarketplace;
use crate::provider::fourspaces::{self, Fourspaces, VenueContext};
use crate::provider::marketplace::Marketplace;
use crate::provider::mews::access::{MewsAccount, PropertyAccess};
use crate::provider::mews::client::Tokens;
use crate::provider::mews::{self, Mews, ServedVenue};
use crate::provider::molzait::{self, Molzait};
use crate::provider::remote::{Background, Remote, RemoteDeps, Rules};
use crate::storage::database::Database;
use crate::storage::retry_after::{Service, StoredRetryAfter};
use crate::storage::venue_secrets::VenueSecrets;
use crate::upstream::{Ports, Upstream};
use crate::venue::service::{ConnectionDeps, RemoteConnection};

/// The abilities of the remote system of these settings.
pub(super) fn abilities(remote: RemoteSettings<'_>) -> Abilities {
    match remote {
        RemoteSettings::Fourspaces(_) => fourspaces::ABILITIES,
        RemoteSettings::Mews(settings) => mews::abilities(settings),
        RemoteSettings::Molzait(settings) => molzait::abilities(settings),
    }
}

/// Reaches the remote system of a venue, for its object. A venue whose secret is missing is away, and
/// no other.
pub fn connect_remote(
    env: &Rc<Env>,
    venue: &VenueSettings,
    deps: ConnectionDeps<'_>,
    database: Rc<dyn Database>,
    background: Rc<dyn Background>,
) -> std::result::Result<RemoteConnection, VenueError> {
    let Some(System::Remote(remote)) = venue.system() else {
        return Err(VenueError::Broken(format!("{}: no remote system", venue.id)));
    };
    let ports = ports(env)?;
    let log = Rc::new(UpstreamLog(venue.id.clone()));
    let upstream = Upstream::with(ports.clone(), venue.upstream.clone(), log)
        .keeping(StoredRetryAfter::of(Service::Bookings, database.clone()));
    let adapter_deps = AdapterDeps {
        secrets: deps.secrets,
        ports,
        upstream,
    };
    let remote_deps = |ports: &Rc<Ports>, rules: Rules| RemoteDeps {
        ports: ports.clone(),
        database,
        background,
        secret: deps.secret,
        rules,
        in_progress: deps.in_progress,
    };
    match remote {
        RemoteSettings::Fourspaces(settings) => {
            connect_fourspaces(env, venue, settings, adapter_deps, remote_deps)
        }
        RemoteSettings::Mews(settings) => connect_mews(env, venue, settings, adapter_deps, remote_deps),
        RemoteSettings::Molzait(settings) => connect_molzait(env, venue, settings, adapter_deps, remote_deps),
    }
}

/// Dependencies of a vendor's adapter: the venue's secrets, the ports, and the upstream that its calls go through.
struct AdapterDeps<'a> {
    secrets: VenueSecrets<'a>,
    ports: Rc<Ports>,
    upstream: Upstream,
}

/// Takes another address for a system, where a variable of the deployment has one.
fn override_base_url(env: &Env, variable: Option<&str>, base_url: &mut String) {
    if let Some(url) = variable.and_then(|name| secrets::variable(env, name)) {
        url.trim_end_matches('/').clone_into(base_url);
    }
}

/// Reaches a venue's 4spaces.
fn connect_fourspaces(
    env: &Env,
    venue: &VenueSettings,
    settings: &FourspacesSettings,
    adapter_deps: AdapterDeps<'_>,
    remote_deps: impl FnOnce(&Rc<Ports>, Rules) -> RemoteDeps,
) -> std::result::Result<RemoteConnection, VenueError> {
    let (ports, upstream) = (adapter_deps.ports, adapter_deps.upstream);
    let key = required(adapter_deps.secrets, &settings.key)?;
    let mut settings = settings.clone();
    override_base_url(env, settings.base_url_variable.as_deref(), &mut settings.base_url);
    let remote_deps = remote_deps(&ports, Fourspaces::rules(&settings, venue.time_zone.clone()));
    let context =
        VenueContext::of(venue).ok_or_else(|| VenueError::Broken(format!("{}: no language", venue.id)))?;
    let system = Rc::new(Fourspaces::new(settings, context, key, upstream, ports.clone()));
    let (counted, id) = (system.clone(), venue.id.clone());
    Ok(RemoteConnection {
        remote: Remote::new(system, remote_deps),
        cards: None,
        ports,
        metrics: Box::new(move || counted.metrics(&[("venue", id.as_str()), ("system", "fourspaces")])),
    })
}

/// The marketplace to which a venue's experiences are published, for its object, which keeps it.
pub fn marketplace(
    env: &Env,
    venue: &VenueSettings,
    of_venue: VenueSecrets<'_>,
) -> std::result::Result<Rc<dyn Marketplace>, VenueError> {
    let none = || VenueError::Broken(format!("venue {}: no [publication]", venue.id));
    let settings = venue.publication.clone().ok_or_else(none)?;
    let key = required(of_venue, &settings.key)?;
    let mut access = settings.access();
    override_base_url(env, settings.base_url_variable.as_deref(), &mut access.base_url);
    let ports = ports(env)?;
    let log = Rc::new(UpstreamLog(venue.id.clone()));
    let upstream = Upstream::with(ports.clone(), UpstreamSettings::default(), log);
    Ok(Rc::new(FourspacesMarketplace::new(
        settings,
        access,
        key,
        (upstream, ports),
    )))
}

/// The account whose calls, and whose token, a venue's Mews has; none where the venue names none.
fn property_link(
    env: &Rc<Env>,
    venue: &VenueSettings,
    settings: &MewsSettings,
    ports: &Rc<Ports>,
) -> std::result::Result<Option<Rc<PropertyLink>>, VenueError> {
    let Some(account) = &settings.account else {
        return Ok(None);
    };
    let broken = |text: &str| VenueError::Broken(format!("venue {}: mews.{text}", venue.id));
    let accounts = venues::accounts().map_err(|error| broken(&error.to_string()))?;
    let account = AccountId::parse(account).ok().and_then(|id| accounts.get(&id));
    let account = account.filter(|account| account.vendor == MEWS);
    let account = account.ok_or_else(|| broken("account: the deployment has no such account at Mews"))?;
    let token = settings.token_name().and_then(|name| TokenName::parse(name).ok());
    let transport = AccountTransport {
        env: env.clone(),
        account: account.id.clone(),
    };
    Ok(Some(Rc::new(PropertyLink {
        client: AccountClient::new(account.id.clone(), Box::new(transport)),
        token: token.ok_or_else(|| broken("accessToken: it is no name"))?,
        venue: venue.id.clone(),
        ports: ports.clone(),
    })))
}

/// Reaches a venue's Mews.
fn connect_mews(
    env: &Rc<Env>,
    venue: &VenueSettings,
    settings: &MewsSettings,
    adapter_deps: AdapterDeps<'_>,
    remote_deps: impl FnOnce(&Rc<Ports>, Rules) -> RemoteDeps,
) -> std::result::Result<RemoteConnection, VenueError> {
    let (ports, upstream) = (adapter_deps.ports, adapter_deps.upstream);
    let secret = settings.access_token.as_deref();
    let secret = secret
        .map(|name| required(adapter_deps.secrets, name))
        .transpose()?;
    let link = property_link(env, venue, settings, &ports)?;
    let upstream = match &link {
        Some(link) => upstream.leasing(link.clone(), mews::OWN_SHARE),
        None => upstream,
    };
    let lender = link.filter(|_| settings.integration.is_some());
    let lender = lender.map(|link| -> Rc<dyn MewsAccount> { link });
    let tokens = Tokens {
        client: required(adapter_deps.secrets, &settings.client_token)?,
        access: PropertyAccess::of(secret, lender),
    };
    let mut settings = settings.clone();
    override_base_url(env, settings.base_url_variable.as_deref(), &mut settings.base_url);
    let remote_deps = remote_deps(&ports, Mews::rules(&settings, venue.time_zone.clone()));
    let served = ServedVenue::of(venue);
    let system = Rc::new(Mews::new(settings, served, tokens, (ports.clone(), upstream)));
    let (counted, id) = (system.clone(), venue.id.clone());
    Ok(RemoteConnection {
        remote: Remote::new(system, remote_deps),
        cards: None,
        ports,
        metrics: Box::new(move || counted.metrics(&[("venue", id.as_str()), ("system", "mews")])),
    })
}

/// Reaches a venue's Molzait.
fn connect_molzait(
    env: &Env,
    venue: &VenueSettings,
    settings: &MolzaitSettings,
    adapter_deps: AdapterDeps<'_>,
    remote_deps: impl FnOnce(&Rc<Ports>, Rules) -> RemoteDeps,
) -> std::result::Result<RemoteConnection, VenueError> {
    let AdapterDeps {
        secrets: of_venue,
        ports,
        upstream,
    } = adapter_deps;
    let key = required(of_venue, &settings.key)?;
    let mut settings = settings.clone();
    override_base_url(env, settings.base_url_variable.as_deref(), &mut settings.base_url);
    let remote_deps = remote_deps(&ports, Molzait::rules(&settings, venue.time_zone.clone()));
    let system = Rc::new(Molzait::new(settings, venue.currency, key, upstream));
    let (counted, id) = (system.clone(), venue.id.clone());
    Ok(RemoteConnection {
        remote: Remote::new(system.clone(), remote_deps),
        cards: Some(system),
        ports,
        metrics: Box::new(move || counted.metrics(&[("venue", id.as_str()), ("system", "molzait")])),
    })
}
