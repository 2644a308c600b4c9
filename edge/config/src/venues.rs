//! All venues of the deployment, looked up by id. The build script writes them as JSON, the worker reads that.

use shared::id::VenueId;

use crate::venue::VenueSettings;

/// Every venue of this deployment.
#[derive(Debug)]
pub struct Venues(Vec<VenueSettings>);

impl Venues {
    /// Reads the venues that `build.rs` has validated and written as JSON.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(json).map(Self)
    }

    /// The venues that are no demonstrations, without made-up reservations.
    #[must_use]
    pub fn without_demonstrations(self) -> Self {
        let real = self.0.into_iter().filter(|venue| !venue.is_demonstration());
        let real = real.map(|venue| VenueSettings {
            made_up_reservations: false,
            ..venue
        });
        Self(real.collect())
    }

    /// Every venue.
    pub fn iter(&self) -> impl Iterator<Item = &VenueSettings> {
        self.0.iter()
    }

    /// The venue of this id, if there is one.
    #[must_use]
    pub fn get(&self, id: &VenueId) -> Option<&VenueSettings> {
        self.0.iter().find(|venue| venue.id == *id)
    }
}
