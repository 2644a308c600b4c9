//! The wiring of tills.

use std::rc::Rc;

use config::{IkentooSettings, LightspeedSettings, Till, UpstreamSettings, VenueSettings};
use shared::id::{AccountId, AccountRestaurantId};
use worker::Env;

use super::{ports, required};
use crate::account::client::AccountClient;
use crate::account::link::RestaurantLink;
use crate::error::VenueError;
use crate::platform::log::UpstreamLog;
use crate::platform::object::AccountTransport;
use crate::platform::{secrets, venues};
use crate::pos::ikentoo::{Ikentoo, IkentooSecrets};
use crate::pos::lightspeed::{Lightspeed, floor_plan};
use crate::storage::database::Database;
use crate::storage::retry_after::{Service, StoredRetryAfter};
use crate::storage::venue_secrets::VenueSecrets;
use crate::upstream::Upstream;
use crate::venue::service::TillConnection;

/// The till of a venue, for its object, which keeps it.
pub fn till(
    env: &Rc<Env>,
    venue: &VenueSettings,
    of_venue: VenueSecrets<'_>,
    database: Rc<dyn Database>,
) -> Result<TillConnection, VenueError> {
    match venue.till() {
        Some(Till::Lightspeed(settings)) => lightspeed(env, venue, settings, database),
        Some(Till::Ikentoo(settings)) => ikentoo(env, (venue, settings), of_venue, database),
        None => Err(VenueError::NotFound),
    }
}

/// A restaurant of the deployment's account at Lightspeed. Its deliveries come to the account.
fn lightspeed(
    env: &Rc<Env>,
    venue: &VenueSettings,
    settings: &LightspeedSettings,
    database: Rc<dyn Database>,
) -> Result<TillConnection, VenueError> {
    let broken = |text: &str| VenueError::Broken(format!("venue {}: till.lightspeed.{text}", venue.id));
    let accounts = venues::accounts().map_err(|error| broken(&error.to_string()))?;
    let account = AccountId::parse(&settings.account).ok();
    let account = account.and_then(|id| accounts.get(&id));
    let account = account.ok_or_else(|| broken("account: the deployment has no such account"))?;
    let platform = account.lightspeed.as_ref();
    let platform = platform.ok_or_else(|| broken("account: it is an account of another vendor"))?;
    let platform = platform.with_variables(&|name| secrets::variable(env, name));
    let restaurant = AccountRestaurantId::parse(&settings.restaurant);
    let restaurant = restaurant.map_err(|_| broken("restaurant: it is not a valid id"))?;
    let ports = ports(env)?;
    let log = Rc::new(UpstreamLog(venue.id.clone()));
    let upstream = Upstream::with(ports.clone(), UpstreamSettings::default(), log)
        .keeping(StoredRetryAfter::of(Service::Tills, database));
    let transport = AccountTransport {
        env: env.clone(),
        account: account.id.clone(),
    };
    let link = Rc::new(RestaurantLink {
        client: AccountClient::new(account.id.clone(), Box::new(transport)),
        restaurant,
        venue: venue.id.clone(),
    });
    let till = Lightspeed::new(settings.clone(), platform, venue.currency, link, upstream);
    let mut scopes = account.oauth.iter().flat_map(|oauth| &oauth.restaurant_scopes);
    let till = if scopes.any(|scope| scope == floor_plan::SCOPE) {
        till.reading_floor_plans()
    } else {
        till
    };
    Ok(TillConnection {
        pos: Rc::new(till),
        authentication: None,
        ports,
    })
}

/// The iKentoo of a venue. Its deliveries come to the venue's own address.
fn ikentoo(
    env: &Env,
    (venue, settings): (&VenueSettings, &IkentooSettings),
    of_venue: VenueSecrets<'_>,
    database: Rc<dyn Database>,
) -> Result<TillConnection, VenueError> {
    let settings = settings.with_variables(&|name| secrets::variable(env, name));
    let keys = IkentooSecrets::read(&settings, |name| required(of_venue, name))?;
    let ports = ports(env)?;
    let log = Rc::new(UpstreamLog(venue.id.clone()));
    let upstream = Upstream::with(ports.clone(), venue.upstream.clone(), log)
        .keeping(StoredRetryAfter::of(Service::Tills, database));
    let till = Ikentoo::new(settings, (&venue.id, venue.currency), keys, upstream);
    Ok(TillConnection {
        authentication: Some(till.authentication()),
        pos: Rc::new(till),
        ports,
    })
}
