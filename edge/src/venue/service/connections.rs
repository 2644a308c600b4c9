//! The connections of a venue to its remote booking system and to its till.

use std::rc::Rc;

use config::VenueSettings;

use super::VenueService;
use crate::delivery::auth::Authentication;
use crate::error::{Result, VenueError};
use crate::pos::Pos;
use crate::provider::remote::{InProgress, Remote, RemoteCards};
use crate::storage::secret::Secret;
use crate::storage::venue_secrets::VenueSecrets;
use crate::upstream::Ports;

/// See [`till`](super::Deps::till).
pub type TillFactory = dyn Fn(&VenueSettings, VenueSecrets<'_>) -> Result<TillConnection>;

/// A connection to a till.
pub struct TillConnection {
    /// The till.
    pub pos: Rc<dyn Pos>,
    /// How deliveries to the venue's own address prove their origin; none where they come to the vendor's account.
    pub authentication: Option<Authentication>,
    /// The clock by which pushes have their deadlines.
    pub ports: Rc<Ports>,
}

/// See [`connect_remote`](super::Deps::connect_remote).
pub type ConnectRemote = dyn Fn(&VenueSettings, ConnectionDeps<'_>) -> Result<RemoteConnection>;

/// Dependencies for connecting to a remote system.
pub struct ConnectionDeps<'a> {
    /// The venue's own secret.
    pub secret: Secret,
    /// The secrets that the venue's settings name.
    pub secrets: VenueSecrets<'a>,
    /// The requests that the venue's connections are carrying out.
    pub in_progress: Rc<InProgress>,
}

/// A connection to a remote system.
pub struct RemoteConnection {
    /// The system, with journal, cache and recovery.
    pub remote: Remote,
    /// The network, clock and jitter source through which it is reached.
    pub ports: Rc<Ports>,
    /// Its gift cards; none at a system that keeps none.
    pub cards: Option<Rc<dyn RemoteCards>>,
    /// Counters of its calls, as OpenMetrics text.
    pub metrics: Box<dyn Fn() -> String>,
}

impl RemoteConnection {
    /// The system's gift cards; [`VenueError::Broken`] at a system that keeps none, which no order is issued by.
    pub(super) fn cards(&self) -> Result<&dyn RemoteCards> {
        let none = || VenueError::Broken("the booking system keeps no gift cards".to_owned());
        self.cards.as_deref().ok_or_else(none)
    }
}

impl VenueService {
    /// The venue's till. It is connected once per object, or until settings or a secret change, so that its breaker and its
    /// `Retry-After` outlive a push. [`VenueError::NotFound`] for a venue without one.
    pub(super) fn till(&self, settings: &VenueSettings) -> Result<Rc<TillConnection>> {
        if let Some(connection) = &*self.till_connection.borrow() {
            return Ok(connection.clone());
        }
        let settings = self.in_force(Some(settings))?.settings;
        if settings.till().is_none() {
            return Err(VenueError::NotFound);
        }
        let connection = Rc::new((self.deps.till)(&settings, self.secrets(&settings))?);
        self.till_connection.replace(Some(connection.clone()));
        Ok(connection)
    }

    /// The connection to the remote system. It is made once per object, or until settings or a secret change.
    pub(super) fn remote_connection(&self, settings: &VenueSettings) -> Result<Rc<RemoteConnection>> {
        if let Some(connection) = &*self.connection.borrow() {
            return Ok(connection.clone());
        }
        let settings = self.in_force(Some(settings))?.settings;
        let deps = ConnectionDeps {
            secret: self.ctx().secret()?,
            secrets: self.secrets(&settings),
            in_progress: self.in_progress.clone(),
        };
        let connection = Rc::new((self.deps.connect_remote)(&settings, deps)?);
        self.connection.replace(Some(connection.clone()));
        Ok(connection)
    }
}
