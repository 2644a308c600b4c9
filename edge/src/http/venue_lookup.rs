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

/// Finds a venue by its id; none if there is no such venue. An id that is in no file and among no copies is counted as a
/// read of its caller before its object is asked, which then stores nothing.
pub async fn find(
    id: &VenueId,
    request: &Request,
    context: &Context<'_>,
) -> Result<Option<FoundVenue>, ApiError> {
    let cache = &context.copies;
    let copy = cache.get(id);
    if let Some(copy) = copy.as_ref().filter(|copy| copy.is_fresh(context.now)) {
        return Ok(Some(FoundVenue {
            settings: copy.settings.clone(),
            version: Some(copy.version),
        }));
    }
    let of_file = context.venues.get(id);
    if copy.is_none() && of_file.is_none() {
        if cache.is_unknown(id, context.now) {
            return Ok(None);
        }
        let limits = LimitSettings::default();
        let mut limiter = context.limiter.borrow_mut();
        limiter.take(&limits, Class::Read, None, caller(request), context.now)?;
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
        // What needs no object can still be answered.
        Err(error) => {
            let settings = copy.map(|copy| copy.settings);
            let settings = settings.or_else(|| of_file.map(|settings| Rc::new(settings.clone())));
            return match settings {
                Some(settings) => Ok(Some(FoundVenue {
                    settings,
                    version: None,
                })),
                None => Err(error.into()),
            };
        }
    };
    cache.keep(id, version, settings.clone(), context.now);
    Ok(Some(FoundVenue {
        settings,
        version: Some(version),
    }))
}

/// Removes the cached responses of a venue whose settings have changed since they were read for this request.
pub fn drop_stale_responses(found: &FoundVenue, context: &Context<'_>) {
    let id = &found.settings.id;
    let copy = context.copies.get(id);
    if found.version.is_some() && copy.map(|copy| copy.version) != found.version {
        context.response_cache.remove_venue(id);
    }
}
