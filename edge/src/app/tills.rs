//! The wiring of tills.

use std::rc::Rc;

use config::{IkentooSettings, Till, VenueSettings};
use worker::Env;

use super::{ports, required};
use crate::error::VenueError;
use crate::platform::log::UpstreamLog;
use crate::platform::secrets;
use crate::pos::ikentoo::{Ikentoo, IkentooSecrets};
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
        Some(Till::Ikentoo(settings)) => ikentoo(env, (venue, settings), of_venue, database),
        Some(Till::Lightspeed(_)) => Err(VenueError::Broken(format!(
            "venue {}: there is no adapter for its till",
            venue.id
        ))),
        None => Err(VenueError::NotFound),
    }
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
