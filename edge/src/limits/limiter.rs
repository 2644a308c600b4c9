//! The memory of callers, bounded: whoever has not asked for longest is forgotten first. It keeps no
//! address, only what a key known to this process alone makes of it.

use std::num::NonZeroUsize;

use hmac::{Hmac, KeyInit, Mac};
use lru::LruCache;
use sha2::Sha256;
use shared::id::VenueId;
use shared::time::Instant;

use super::gcra::{self, Due};
use super::{Caller, Class, Settings};

/// How many callers are remembered: some megabyte, and far more than ask in the minute after which a
/// caller has won back everything.
const CALLERS: NonZeroUsize = NonZeroUsize::new(16 * 1024).unwrap();

/// The caller has asked too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// After how many seconds the request would be taken.
    pub retry_after: u32,
}

type Digest = [u8; 16];

/// Counts the requests of callers.
pub struct Limiter {
    key: [u8; 32],
    callers: LruCache<Digest, Due>,
}

impl Limiter {
    /// A limiter that knows nobody yet; `key` is random and used for nothing else.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self::with_room(key, CALLERS)
    }

    fn with_room(key: [u8; 32], room: NonZeroUsize) -> Self {
        Self {
            key,
            callers: LruCache::new(room),
        }
    }

    /// Takes one request of a class, or says when to come back.
    pub fn take(
        &mut self,
        settings: &Settings,
        class: Class,
        venue: &VenueId,
        caller: Caller,
        now: Instant,
    ) -> Result<(), TooMany> {
        let digest = self.digest(class, venue, caller);
        let due = self.callers.get(&digest).copied();
        match gcra::take(settings.rate(class), due, now) {
            Ok(due) => {
                self.callers.put(digest, due);
                Ok(())
            }
            Err(retry_after) => Err(TooMany { retry_after }),
        }
    }

    fn digest(&self, class: Class, venue: &VenueId, caller: Caller) -> Digest {
        let mut digest = Digest::default();
        // HMAC takes keys of every length.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) {
            mac.update(&[class as u8]);
            mac.update(caller.bytes());
            mac.update(venue.as_str().as_bytes());
            digest.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        }
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Rate;

    const NOW: Instant = Instant::from_unix(1_795_000_000);

    fn settings() -> Settings {
        let rate = Rate {
            per_minute: 60,
            burst: 2,
        };
        Settings {
            reads: rate,
            writes: rate,
            look_ups: rate,
        }
    }

    fn caller(last: usize) -> Caller {
        Caller::of(Some(&format!("10.0.{}.{}", last / 256, last % 256)))
    }

    #[test]
    fn callers_classes_and_venues_are_counted_apart() {
        let mut limiter = Limiter::new([7; 32]);
        let venue = |id: &str| VenueId::parse(id).unwrap();
        let mut take = |class, venue_id: &str, number| {
            limiter.take(&settings(), class, &venue(venue_id), caller(number), NOW)
        };
        for _ in 0..2 {
            assert_eq!(take(Class::Write, "demo", 1), Ok(()));
        }
        assert_eq!(take(Class::Write, "demo", 1), Err(TooMany { retry_after: 1 }));
        assert_eq!(take(Class::Write, "demo", 2), Ok(()));
        assert_eq!(take(Class::Read, "demo", 1), Ok(()));
        assert_eq!(take(Class::Write, "linde", 1), Ok(()));
        assert_eq!(take(Class::Write, "demo", 1), Err(TooMany { retry_after: 1 }));
    }

    #[test]
    fn memory_is_bounded_and_the_busiest_callers_stay_known() {
        let mut limiter = Limiter::with_room([7; 32], NonZeroUsize::new(100).unwrap());
        let venue = VenueId::parse("demo").unwrap();
        let mut refused = 0;
        for number in 1..10_000 {
            let mut take = |number| limiter.take(&settings(), Class::Write, &venue, caller(number), NOW);
            assert_eq!(take(number), Ok(()));
            refused += usize::from(take(0).is_err());
        }
        assert_eq!(limiter.callers.len(), 100);
        assert_eq!(refused, 10_000 - 1 - 2);
    }

    #[test]
    fn no_address_is_kept() {
        let mut limiter = Limiter::new([7; 32]);
        let venue = VenueId::parse("demo").unwrap();
        limiter
            .take(
                &settings(),
                Class::Read,
                &venue,
                Caller::of(Some("203.0.113.7")),
                NOW,
            )
            .unwrap();
        let (digest, _) = limiter.callers.iter().next().unwrap();
        assert!(!digest.windows(4).any(|window| window == [203, 0, 113, 7]));
        let other = Limiter::new([8; 32]);
        assert_ne!(
            *digest,
            other.digest(Class::Read, &venue, Caller::of(Some("203.0.113.7")))
        );
    }
}
