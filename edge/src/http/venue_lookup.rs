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
use crate::venue::client::settings::SettingsCopy;
use crate::venue::message::settings::SettingsInForce;

/// The venue of a request.
#[derive(Clone)]
pub struct FoundVenue {
    /// Its settings.
    pub settings: Rc<VenueSettings>,
    /// Their version; none where the object could not be asked.
    pub version: Option<SettingsVersion>,
    /// Whether an operator has suspended it, as far as the isolate knows.
    pub is_suspended: bool,
}

impl From<&SettingsCopy> for FoundVenue {
    fn from(copy: &SettingsCopy) -> Self {
        Self {
            settings: copy.settings.clone(),
            version: Some(copy.version),
            is_suspended: copy.is_suspended,
        }
    }
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
        return Ok(Some(copy.into()));
    }
    let of_file = context.venues.get(id);
    let stale = || {
        copy.as_ref().map(|copy| FoundVenue {
            version: None,
            ..copy.into()
        })
    };
    if let Some(error) = cache.failure(id, context.now) {
        return stale().map(Some).ok_or_else(|| error.into());
    }
    if copy.is_none() && of_file.is_none() && cache.is_unknown(id, context.now) {
        return Ok(None);
    }
    {
        let known = copy.as_ref().map(|copy| &*copy.settings).or(of_file);
        let limits = known.map_or_else(LimitSettings::default, |venue| venue.limits);
        let venue = known.map(|venue| &venue.id);
        let mut limiter = context.limiter.borrow_mut();
        limiter.take(&limits, Class::Read, venue, caller(request), context.now)?;
    }
    let known = copy.as_ref().map(|copy| copy.version);
    let found = (context.settings_client)(id).settings_in_force(known).await;
    let (version, settings, is_suspended) = match found {
        Ok((SettingsInForce::Unchanged, is_suspended)) if copy.is_some() => {
            // Confirmed by the response.
            return Ok(copy.as_ref().map(|copy| FoundVenue {
                is_suspended,
                ..copy.into()
            }));
        }
        Ok((SettingsInForce::Stored(version, settings), is_suspended)) => {
            (version, Rc::new(*settings), is_suspended)
        }
        Ok((SettingsInForce::OfFile | SettingsInForce::Unchanged, is_suspended)) => match of_file {
            Some(settings) => (0, Rc::new(settings.clone()), is_suspended),
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
            return stale().map(Some).ok_or_else(|| error.into());
        }
    };
    cache.keep(id, (version, settings.clone()), is_suspended, context.now);
    Ok(Some(FoundVenue {
        settings,
        version: Some(version),
        is_suspended,
    }))
}
