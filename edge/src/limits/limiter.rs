//! The memory of callers, bounded: whoever has not asked for longest is forgotten first. It keeps no
//! address, only what a key known to this process alone makes of it.

use std::num::NonZeroUsize;

use hmac::{Hmac, KeyInit, Mac};
use lru::LruCache;
use sha2::Sha256;
use shared::id::VenueId;
use shared::time::Instant;

use super::gcra::{self, Due};
use super::{Caller, Class, Rate, Settings};

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

    /// Takes one request of a class at a venue, or of none; or says when to come back. It counts for the caller and
    /// for each network around it, and for none of them if one has no allowance left.
    pub fn take(
        &mut self,
        settings: &Settings,
        class: Class,
        venue: Option<&VenueId>,
        caller: Caller,
        now: Instant,
    ) -> Result<(), TooMany> {
        for (digest, due) in self.judge(settings.rate(class), (class, venue), caller, now)? {
            self.callers.put(digest, due);
        }
        Ok(())
    }

    /// Whether a request would be taken, which counts nothing.
    pub fn check(
        &mut self,
        settings: &Settings,
        class: Class,
        venue: Option<&VenueId>,
        caller: Caller,
        now: Instant,
    ) -> Result<(), TooMany> {
        self.judge(settings.rate(class), (class, venue), caller, now)
            .map(drop)
    }

    fn judge(
        &mut self,
        rate: Rate,
        (class, venue): (Class, Option<&VenueId>),
        caller: Caller,
        now: Instant,
    ) -> Result<Vec<(Digest, Due)>, TooMany> {
        let (mut taken, mut retry_after) = (Vec::new(), 0);
        for &(length, share) in caller.networks() {
            let digest = self.digest(class, venue, caller.bytes(length));
            let due = self.callers.get(&digest).copied();
            match gcra::take(rate.times(share), due, now) {
                Ok(due) => taken.push((digest, due)),
                Err(seconds) => retry_after = retry_after.max(seconds),
            }
        }
        if retry_after == 0 {
            Ok(taken)
        } else {
            Err(TooMany { retry_after })
        }
    }

    fn digest(&self, class: Class, venue: Option<&VenueId>, network: &[u8]) -> Digest {
        let mut digest = Digest::default();
        // HMAC takes keys of every length.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) {
            mac.update(&[class as u8]);
            // A network's length is told by its first byte and by this one.
            mac.update(&[u8::try_from(network.len()).unwrap_or_default()]);
            mac.update(network);
            mac.update(venue.map_or("", VenueId::as_str).as_bytes());
            digest.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        }
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            staff: rate,
            venue_writes: rate,
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
            limiter.take(&settings(), class, Some(&venue(venue_id)), caller(number), NOW)
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
            let mut take =
                |number| limiter.take(&settings(), Class::Write, Some(&venue), caller(number), NOW);
            assert_eq!(take(number), Ok(()));
            refused += usize::from(take(0).is_err());
        }
        assert_eq!(limiter.callers.len(), 100);
        assert_eq!(refused, 10_000 - 1 - 2);
    }

    #[test]
    fn networks_of_ipv6_have_an_allowance_of_their_own() {
        let venue = VenueId::parse("demo").unwrap();
        // The same /64, another one of the same /56, another /56 of the same /48.
        for (step, expected) in [(0, 2), (1, 4 * 2), (256, 16 * 2)] {
            let mut limiter = Limiter::new([7; 32]);
            let taken = (0..200_u32).take_while(|turn| {
                let caller = Caller::of(Some(&format!("2001:db8:1:{:x}::1", turn * step)));
                limiter
                    .take(&settings(), Class::Write, Some(&venue), caller, NOW)
                    .is_ok()
            });
            assert_eq!(taken.count(), expected, "{step}");
        }
    }

    #[test]
    fn a_request_that_one_network_refuses_counts_for_none() {
        let venue = VenueId::parse("demo").unwrap();
        let mut limiter = Limiter::new([7; 32]);
        let mut take = |address: &str, seconds: i64| {
            let (caller, now) = (
                Caller::of(Some(address)),
                Instant::from_unix(NOW.unix() + seconds),
            );
            limiter.take(&settings(), Class::Write, Some(&venue), caller, now)
        };
        for subnet in 0..8 {
            assert_eq!(take(&format!("2001:db8:1:{subnet:x}::1"), 0), Ok(()));
        }
        for _ in 0..50 {
            assert_eq!(take("2001:db8:1:9::1", 0), Err(TooMany { retry_after: 1 }));
        }
        // The caller itself still has all it had.
        assert_eq!(take("2001:db8:1:9::1", 1), Ok(()));
        assert_eq!(take("2001:db8:1:9::1", 1), Ok(()));
        assert_eq!(take("2001:db8:1:9::1", 1), Err(TooMany { retry_after: 1 }));
        // Others of the world are not concerned.
        assert_eq!(take("2001:db8:2::1", 0), Ok(()));
        assert_eq!(take("203.0.113.7", 0), Ok(()));
    }

    #[test]
    fn what_is_checked_is_not_counted() {
        let mut limiter = Limiter::new([7; 32]);
        let one = caller(1);
        for _ in 0..10 {
            assert_eq!(limiter.check(&settings(), Class::LookUp, None, one, NOW), Ok(()));
        }
        for _ in 0..2 {
            assert_eq!(limiter.take(&settings(), Class::LookUp, None, one, NOW), Ok(()));
        }
        let refused = Err(TooMany { retry_after: 1 });
        assert_eq!(limiter.check(&settings(), Class::LookUp, None, one, NOW), refused);
    }

    #[test]
    fn no_address_is_kept() {
        let mut limiter = Limiter::new([7; 32]);
        let venue = VenueId::parse("demo").unwrap();
        limiter
            .take(
                &settings(),
                Class::Read,
                Some(&venue),
                Caller::of(Some("203.0.113.7")),
                NOW,
            )
            .unwrap();
        let (digest, _) = limiter.callers.iter().next().unwrap();
        assert!(!digest.windows(4).any(|window| window == [203, 0, 113, 7]));
        let other = Limiter::new([8; 32]);
        assert_ne!(
            *digest,
            other.digest(
                Class::Read,
                Some(&venue),
                Caller::of(Some("203.0.113.7")).bytes(9)
            )
        );
    }
}
