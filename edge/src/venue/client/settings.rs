//! The isolate's copies of venues' settings. A copy is used for [`FRESH_SECONDS`] without a request to the venue's object;
//! every response of the object says which version is in force, so that a copy of a busy venue stays fresh by itself,
//! and one of an older version is dropped at once.

use std::cell::RefCell;
use std::num::NonZeroUsize;
use std::rc::Rc;

use config::VenueSettings;
use lru::LruCache;
use serde::de::DeserializeOwned;
use shared::id::{AreaId, VenueId};
use shared::settings::{
    NewSettings, SettingsChange, SettingsDiff, SettingsVersion, SettingsVersions, VersionedSettings,
};
use shared::time::Instant;

use super::VenueClient;
use crate::error::VenueError;
use crate::venue::message::Request;
use crate::venue::message::floor_plan::{FloorPlan, FloorPlanParts, FloorPlansRequest};
use crate::venue::message::settings::{SettingsInForce, SettingsRequest};
use crate::venue::message::staff::StaffRequest;

/// For how many seconds a copy is used after the object has confirmed it.
pub const FRESH_SECONDS: i64 = 5;
/// For how many seconds an id is remembered as that of no venue.
const UNKNOWN_SECONDS: i64 = 30;
/// For how many seconds an object whose look-up has failed is not asked again.
const FAILED_SECONDS: i64 = 2;
/// The number of venues whose settings an isolate holds: settings take some kilobytes, and an isolate has 128 megabytes.
const VENUES: NonZeroUsize = NonZeroUsize::new(256).unwrap();
/// The number of ids that are remembered as those of no venue.
const UNKNOWN: NonZeroUsize = NonZeroUsize::new(1024).unwrap();

/// A copy of a venue's settings.
#[derive(Clone)]
pub struct SettingsCopy {
    /// The version.
    pub version: SettingsVersion,
    /// The settings.
    pub settings: Rc<VenueSettings>,
    /// Whether the venue is suspended.
    pub is_suspended: bool,
    confirmed_at: Instant,
}

impl SettingsCopy {
    /// Whether it may be used without a request to the object.
    #[must_use]
    pub fn is_fresh(&self, now: Instant) -> bool {
        (0..FRESH_SECONDS).contains(&(now.unix() - self.confirmed_at.unix()))
    }
}

/// The copies of an isolate; the least recently used one is dropped for another venue's.
pub struct SettingsCache {
    copies: RefCell<LruCache<VenueId, SettingsCopy>>,
    unknown: RefCell<LruCache<VenueId, Instant>>,
    failures: RefCell<LruCache<VenueId, (VenueError, Instant)>>,
}

impl Default for SettingsCache {
    fn default() -> Self {
        Self {
            copies: RefCell::new(LruCache::new(VENUES)),
            unknown: RefCell::new(LruCache::new(UNKNOWN)),
            failures: RefCell::new(LruCache::new(VENUES)),
        }
    }
}

impl SettingsCache {
    /// The copy of a venue's settings, however old.
    #[must_use]
    pub fn get(&self, venue: &VenueId) -> Option<SettingsCopy> {
        self.copies.borrow_mut().get(venue).cloned()
    }

    /// Whether the id was that of no venue a moment ago.
    #[must_use]
    pub fn is_unknown(&self, venue: &VenueId, now: Instant) -> bool {
        let unknown = self.unknown.borrow();
        let since = unknown.peek(venue);
        since.is_some_and(|since| (0..UNKNOWN_SECONDS).contains(&(now.unix() - since.unix())))
    }

    /// Keeps a copy that the object has just given or confirmed.
    pub fn keep(
        &self,
        venue: &VenueId,
        (version, settings): (SettingsVersion, Rc<VenueSettings>),
        is_suspended: bool,
        now: Instant,
    ) {
        self.unknown.borrow_mut().pop(venue);
        self.failures.borrow_mut().pop(venue);
        let copy = SettingsCopy {
            version,
            settings,
            is_suspended,
            confirmed_at: now,
        };
        self.copies.borrow_mut().put(venue.clone(), copy);
    }

    /// Remembers that there is no venue of this id.
    pub fn keep_unknown(&self, venue: &VenueId, now: Instant) {
        self.copies.borrow_mut().pop(venue);
        self.unknown.borrow_mut().put(venue.clone(), now);
    }

    /// The error of a look-up that has just failed: the object is not asked again at once.
    #[must_use]
    pub fn failure(&self, venue: &VenueId, now: Instant) -> Option<VenueError> {
        let failures = self.failures.borrow();
        let (error, at) = failures.peek(venue)?;
        let is_recent = (0..FAILED_SECONDS).contains(&(now.unix() - at.unix()));
        is_recent.then(|| error.clone())
    }

    /// Remembers that a look-up has failed.
    pub fn keep_failure(&self, venue: &VenueId, error: &VenueError, now: Instant) {
        self.failures
            .borrow_mut()
            .put(venue.clone(), (error.clone(), now));
    }

    /// Reads the version in force, and whether the venue is suspended, from a response of the object: a copy of that
    /// version is fresh again, and one of another version is dropped.
    fn confirm(&self, venue: &VenueId, version: SettingsVersion, is_suspended: bool, now: Instant) {
        self.unknown.borrow_mut().pop(venue);
        let mut copies = self.copies.borrow_mut();
        match copies.peek_mut(venue) {
            Some(copy) if copy.version == version => {
                copy.confirmed_at = now;
                copy.is_suspended = is_suspended;
            }
            Some(_) => drop(copies.pop(venue)),
            None => {}
        }
    }
}

/// The isolate's copies and the instant of an HTTP request, for its client.
#[derive(Clone)]
pub struct Copies {
    /// The copies.
    pub cache: Rc<SettingsCache>,
    /// The instant of the request.
    pub now: Instant,
}

impl Copies {
    pub(super) fn confirm(&self, venue: &VenueId, version: Option<SettingsVersion>, is_suspended: bool) {
        if let Some(version) = version {
            self.cache.confirm(venue, version, is_suspended, self.now);
        }
    }
}

impl VenueClient<'_> {
    /// A version of the settings; the one in force if none is named.
    pub async fn settings(&self, version: Option<SettingsVersion>) -> Result<VersionedSettings, VenueError> {
        self.about_settings(SettingsRequest::Read(version)).await
    }

    /// The versions of the settings before one, the newest first.
    pub async fn settings_versions(
        &self,
        before: Option<SettingsVersion>,
    ) -> Result<SettingsVersions, VenueError> {
        self.about_settings(SettingsRequest::Versions(before)).await
    }

    /// The difference between two versions of the settings.
    pub async fn settings_diff(
        &self,
        from: SettingsVersion,
        to: Option<SettingsVersion>,
    ) -> Result<SettingsDiff, VenueError> {
        self.about_settings(SettingsRequest::Diff(from, to)).await
    }

    /// Replaces the settings, if the version `expected` is in force.
    pub async fn replace_settings(
        &self,
        expected: SettingsVersion,
        new: NewSettings,
    ) -> Result<SettingsChange, VenueError> {
        let new = Box::new(new);
        self.about_settings(SettingsRequest::Replace { expected, new })
            .await
    }

    /// Every floor plan.
    pub async fn floor_plans(&self) -> Result<Vec<FloorPlan>, VenueError> {
        self.about_floor_plans(FloorPlansRequest::List).await
    }

    /// Creates a floor plan.
    pub async fn create_floor_plan(&self, parts: FloorPlanParts) -> Result<FloorPlan, VenueError> {
        self.about_floor_plans(FloorPlansRequest::Create(Box::new(parts)))
            .await
    }

    /// Replaces these parts of a floor plan.
    pub async fn replace_floor_plan(
        &self,
        id: AreaId,
        parts: FloorPlanParts,
    ) -> Result<FloorPlan, VenueError> {
        self.about_floor_plans(FloorPlansRequest::Replace(id, Box::new(parts)))
            .await
    }

    /// Deletes a floor plan.
    pub async fn delete_floor_plan(&self, id: AreaId) -> Result<(), VenueError> {
        self.about_floor_plans(FloorPlansRequest::Delete(id)).await
    }

    async fn about_floor_plans<T: DeserializeOwned>(
        &self,
        request: FloorPlansRequest,
    ) -> Result<T, VenueError> {
        self.about_settings(SettingsRequest::FloorPlans(request)).await
    }

    async fn about_settings<T: DeserializeOwned>(&self, request: SettingsRequest) -> Result<T, VenueError> {
        self.request(Request::Staff(StaffRequest::Settings(request)))
            .await
    }

    /// The settings in force, for an isolate that has those of this version; and whether the venue is suspended.
    pub async fn settings_in_force(
        &self,
        known: Option<SettingsVersion>,
    ) -> Result<(SettingsInForce, bool), VenueError> {
        let response = Box::pin(self.send(Request::Settings(known))).await?;
        let is_suspended = response.is_suspended;
        Ok((response.into_result()?, is_suspended))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn venue(id: &str) -> VenueSettings {
        let mut all: Vec<VenueSettings> =
            serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/venues.json"))).unwrap();
        let mut one = all.remove(0);
        one.id = VenueId::parse(id).unwrap();
        one
    }

    fn at(seconds: i64) -> Instant {
        Instant::from_unix(seconds)
    }

    fn kept(cache: &SettingsCache, id: &str, version: SettingsVersion, now: i64) -> VenueId {
        let settings = Rc::new(venue(id));
        let id = settings.id.clone();
        cache.keep(&id, (version, settings), false, at(now));
        id
    }

    #[test]
    fn a_copy_is_fresh_for_five_seconds_and_again_after_a_response_of_its_version() {
        let cache = SettingsCache::default();
        let id = kept(&cache, "linde", 3, 100);
        for (now, is_fresh) in [(99, false), (100, true), (104, true), (105, false)] {
            assert_eq!(cache.get(&id).unwrap().is_fresh(at(now)), is_fresh, "{now}");
        }
        cache.confirm(&id, 3, false, at(105));
        assert!(cache.get(&id).unwrap().is_fresh(at(109)));
    }

    #[test]
    fn a_response_of_another_version_drops_the_copy() {
        for version in [2, 4] {
            let cache = SettingsCache::default();
            let id = kept(&cache, "linde", 3, 100);
            cache.confirm(&id, version, false, at(100));
            assert!(cache.get(&id).is_none(), "{version}");
        }
    }

    #[test]
    fn a_response_says_whether_the_venue_is_suspended() {
        let cache = SettingsCache::default();
        let id = kept(&cache, "linde", 3, 100);
        for is_suspended in [true, false] {
            cache.confirm(&id, 3, is_suspended, at(101));
            assert_eq!(cache.get(&id).unwrap().is_suspended, is_suspended);
        }
    }

    #[test]
    fn a_response_of_a_venue_makes_its_id_known() {
        let cache = SettingsCache::default();
        let id = VenueId::parse("linde").unwrap();
        cache.keep_unknown(&id, at(100));
        cache.confirm(&id, 1, false, at(101));
        assert!(!cache.is_unknown(&id, at(101)));
    }

    #[test]
    fn an_isolate_holds_the_settings_of_a_bounded_number_of_venues() {
        let cache = SettingsCache::default();
        for number in 0..10_000 {
            let id = VenueId::parse(&format!("v{number}")).unwrap();
            cache.keep_unknown(&id, at(0));
        }
        assert_eq!(cache.unknown.borrow().len(), UNKNOWN.get());
        let often = kept(&cache, "often", 1, 0);
        let settings = Rc::new(venue("other"));
        for number in 0..10_000 {
            let id = VenueId::parse(&format!("v{number}")).unwrap();
            cache.keep(&id, (1, settings.clone()), false, at(0));
            assert!(cache.get(&often).is_some());
        }
        assert_eq!(cache.copies.borrow().len(), VENUES.get());
    }

    #[test]
    fn a_failure_is_remembered_for_two_seconds() {
        let cache = SettingsCache::default();
        let id = VenueId::parse("linde").unwrap();
        cache.keep_failure(&id, &VenueError::Timeout, at(100));
        assert_eq!(cache.failure(&id, at(101)), Some(VenueError::Timeout));
        assert_eq!(cache.failure(&id, at(102)), None);
        kept(&cache, "linde", 1, 100);
        assert_eq!(cache.failure(&id, at(100)), None);
    }

    #[test]
    fn an_unknown_id_is_remembered_for_half_a_minute_or_until_it_is_known() {
        let cache = SettingsCache::default();
        let id = VenueId::parse("linde").unwrap();
        cache.keep_unknown(&id, at(100));
        assert!(cache.is_unknown(&id, at(129)) && !cache.is_unknown(&id, at(130)));
        kept(&cache, "linde", 1, 101);
        assert!(!cache.is_unknown(&id, at(102)));
    }
}
