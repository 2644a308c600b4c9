//! LRU cache of successful GET responses, one per isolate, keyed by venue, version of its settings, local date and URL. At most 256 responses;
//! each expires at the instant given with it.

use std::cell::{Cell, RefCell};
use std::num::NonZeroUsize;

use lru::LruCache;
use shared::id::VenueId;
use shared::settings::SettingsVersion;
use shared::time::{Day, Instant};

use super::Reply;
use super::endpoint::{AdmittedRequest, HandlerFuture};
use super::error::ApiError;
use super::venue_lookup::FoundVenue;

/// The largest number of responses; beyond it the least recently used is dropped. A day's slots take a few
/// kilobytes, and an isolate has 128 megabytes.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// The key of a cached response.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CacheKey {
    /// The venue.
    pub venue: VenueId,
    /// The version of the settings by which the response was made.
    pub version: SettingsVersion,
    /// The current date in the venue's zone, since responses change at midnight.
    pub today: Day,
    /// The whole URL: responses may contain addresses of the host they were requested from.
    pub url: String,
}

/// Cached responses, each with the instant at which it expires.
pub struct ResponseCache {
    responses: RefCell<LruCache<CacheKey, (Reply, Instant)>>,
    removals: Cell<u64>,
}

impl Default for ResponseCache {
    fn default() -> Self {
        Self {
            responses: RefCell::new(LruCache::new(CAPACITY)),
            removals: Cell::new(0),
        }
    }
}

impl ResponseCache {
    /// The cached response, if there is one that has not expired at `now`.
    #[must_use]
    pub fn get(&self, key: &CacheKey, now: Instant) -> Option<Reply> {
        let mut cached = self.responses.borrow_mut();
        if cached.peek(key)?.1 > now {
            cached.get(key).map(|(reply, _)| reply.clone())
        } else {
            cached.pop(key);
            None
        }
    }

    /// How often responses of a venue were removed. A response that was begun before a removal may not know the write
    /// behind it, so it is not cached after one.
    #[must_use]
    pub fn removals(&self) -> u64 {
        self.removals.get()
    }

    /// Caches a response until `expires`.
    pub fn insert(&self, key: CacheKey, reply: Reply, expires: Instant) {
        self.responses.borrow_mut().put(key, (reply, expires));
    }

    /// Removes every response of a venue.
    pub fn remove_venue(&self, venue: &VenueId) {
        self.removals.set(self.removals.get().wrapping_add(1));
        let mut cached = self.responses.borrow_mut();
        let keys = cached.iter().map(|(key, _)| key);
        let of_venue: Vec<CacheKey> = keys.filter(|key| key.venue == *venue).cloned().collect();
        for key in of_venue {
            cached.pop(&key);
        }
    }
}

/// The response of the isolate's cache, if it holds one that is still valid; else the handler's, which is cached for as
/// long as the data in it is valid.
pub(super) async fn cached(
    handler: for<'r, 'c> fn(AdmittedRequest<'r, 'c>) -> HandlerFuture<'r>,
    call: AdmittedRequest<'_, '_>,
    found: &FoundVenue,
) -> Result<Reply, ApiError> {
    let (venue, version) = (&found.settings, found.version);
    let (context, url) = (call.context, call.request.uri().to_string());
    let today = venue.time_zone.local(context.now).map(|(today, _)| today);
    // Without a version it is not known whether the settings are those in force.
    let key = today.zip(version).map(|(today, version)| CacheKey {
        venue: venue.id.clone(),
        version,
        today,
        url,
    });
    if let Some(key) = &key
        && let Some(reply) = context.response_cache.get(key, context.now)
    {
        context.server_timing.add(["cache;desc=edge".to_owned()]);
        return Ok(reply);
    }
    let removals = context.response_cache.removals();
    let reply = handler(call).await?;
    let fresh_seconds = context.server_timing.fresh_seconds();
    if let Some(key) = key
        && fresh_seconds > 0
        && context.response_cache.removals() == removals
    {
        let expires = Instant::from_unix(context.now.unix() + i64::from(fresh_seconds));
        context.response_cache.insert(key, reply.clone(), expires);
    }
    Ok(reply)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_unix(seconds)
    }

    fn key(venue: &str, url: &str) -> CacheKey {
        CacheKey {
            venue: VenueId::parse(venue).unwrap(),
            version: 0,
            today: Day::parse("2026-11-22").unwrap(),
            url: url.to_owned(),
        }
    }

    fn reply(text: &str) -> Reply {
        Reply::new(text.as_bytes().to_vec())
    }

    #[test]
    fn a_response_is_served_until_it_expires() {
        let cache = ResponseCache::default();
        let (a, b) = (key("linde", "a"), key("linde", "b"));
        cache.insert(a.clone(), reply("1"), at(30));
        assert_eq!(cache.get(&a, at(29)).unwrap().body(), b"1");
        assert!(cache.get(&b, at(29)).is_none());
        assert!(cache.get(&a, at(30)).is_none());
    }

    #[test]
    fn a_response_is_not_served_for_other_settings() {
        let cache = ResponseCache::default();
        let before = key("linde", "a");
        let after = CacheKey {
            version: 1,
            ..before.clone()
        };
        cache.insert(before, reply("1"), at(30));
        assert!(cache.get(&after, at(1)).is_none());
    }

    #[test]
    fn a_response_is_not_served_after_midnight() {
        let cache = ResponseCache::default();
        let today = key("linde", "a");
        let tomorrow = CacheKey {
            today: Day::parse("2026-11-23").unwrap(),
            ..today.clone()
        };
        cache.insert(today, reply("1"), at(30));
        assert!(cache.get(&tomorrow, at(1)).is_none());
    }

    #[test]
    fn beyond_the_capacity_the_least_recently_used_is_dropped() {
        let cache = ResponseCache::default();
        for number in 0..=CAPACITY.get() {
            cache.insert(key("linde", &number.to_string()), reply(""), at(30));
            assert!(cache.get(&key("linde", "0"), at(0)).is_some());
        }
        assert!(cache.get(&key("linde", "1"), at(0)).is_none());
        assert_eq!(cache.responses.borrow().len(), CAPACITY.get());
    }

    #[test]
    fn removing_a_venue_leaves_the_others() {
        let cache = ResponseCache::default();
        let (linde, quitte) = (key("linde", "a"), key("quitte", "a"));
        cache.insert(linde.clone(), reply("1"), at(30));
        cache.insert(quitte.clone(), reply("2"), at(30));
        cache.remove_venue(&linde.venue);
        assert!(cache.get(&linde, at(0)).is_none());
        assert!(cache.get(&quitte, at(0)).is_some());
    }
}
