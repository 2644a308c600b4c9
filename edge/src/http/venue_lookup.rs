//! The settings of a request's venue: from the isolate's copies, from the venue's object, or from the deployment's file.

use std::rc::Rc;

use config::{LimitSettings, VenueSettings};
use shared::id::VenueId;
use shared::settings::SettingsVersion;

use super::client::caller;
use super::error::ApiError;
use super::{Context, Request};
use crate::error::VenueError;
use crate::limits::Class;
use crate::venue::message::settings::SettingsInForce;

/// The venue of a request.
#[derive(Clone)]
pub struct FoundVenue {
    /// Its settings.
    pub settings: Rc<VenueSettings>,
    /// Their version; none where the object could not be asked.
    pub version: Option<SettingsVersion>,
}

/// Finds a venue by its id; none if there is no such venue. What leaves the isolate is
/// counted as a read of its caller before the object is asked. The object of an unknown id stores nothing.
pub async fn find(
    id: &VenueId,
    request: &Request,
    context: &Context<'_>,
) -> Result<Option<FoundVenue>, ApiError> {
    let cache = &context.settings_cache;
    let copy = cache.get(id);
    if let Some(copy) = copy.as_ref().filter(|copy| copy.is_fresh(context.now)) {
        return Ok(Some(FoundVenue {
            settings: copy.settings.clone(),
            version: Some(copy.version),
        }));
    }
    let of_file = context.venues.get(id);
    let settings_of_copy = copy.as_ref().map(|copy| copy.settings.clone());
    let stale = |settings| FoundVenue {
        settings,
        version: None,
    };
    if let Some(error) = cache.failure(id, context.now) {
        return settings_of_copy.map(stale).map(Some).ok_or_else(|| error.into());
    }
    if copy.is_none() && of_file.is_none() && cache.is_unknown(id, context.now) {
        return Ok(None);
    }
    {
        let known = settings_of_copy.as_deref().or(of_file);
        let limits = known.map_or_else(LimitSettings::default, |venue| venue.limits);
        let venue = known.map(|venue| &venue.id);
        let mut limiter = context.limiter.borrow_mut();
        limiter.take(&limits, Class::Read, venue, caller(request), context.now)?;
    }
    let known = copy.as_ref().map(|copy| copy.version);
    let found = (context.settings_client)(id).settings_in_force(known).await;
    let (version, settings) = match found {
        Ok(SettingsInForce::Unchanged) if copy.is_some() => {
            // Confirmed by the response.
            let settings = copy.map(|copy| copy.settings);
            return Ok(settings.map(|settings| FoundVenue {
                settings,
                version: known,
            }));
        }
        Ok(SettingsInForce::Stored(version, settings)) => (version, Rc::new(*settings)),
        Ok(SettingsInForce::OfFile | SettingsInForce::Unchanged) => match of_file {
            Some(settings) => (0, Rc::new(settings.clone())),
            // The object runs a release whose files have the venue, and this isolate an older one.
            None => return Ok(None),
        },
        Err(VenueError::UnknownVenue) => {
            cache.keep_unknown(id, context.now);
            return Ok(None);
        }
        // The settings of the file may not be those in force: without a copy nothing is answered by them.
        Err(error) => {
            cache.keep_failure(id, &error, context.now);
            return settings_of_copy.map(stale).map(Some).ok_or_else(|| error.into());
        }
    };
    cache.keep(id, version, settings.clone(), context.now);
    Ok(Some(FoundVenue {
        settings,
        version: Some(version),
    }))
}
