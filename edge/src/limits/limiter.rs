//! The memory of callers, bounded: the least recent caller is forgotten first. It keeps no address, only a keyed hash
//! of it, whose key is this process's own.

use std::num::NonZeroUsize;

use config::LimitSettings;
use config::limits::Rate;
use hmac::{Hmac, KeyInit, Mac};
use lru::LruCache;
use sha2::Sha256;
use shared::id::VenueId;
use shared::time::Instant;

use super::gcra::{self, Due};
use super::{Caller, Class};

/// How many callers are remembered: some megabyte, and far more than ask in the minute after which a
/// caller has won back everything.
const CALLERS: NonZeroUsize = NonZeroUsize::new(16 * 1024).unwrap();

/// The caller has asked too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// After how many seconds the request would be taken.
    pub retry_after: u32,
}

/// How many groups the keys that callers present are sorted into, see [`Limiter::admit_key`].
const KEY_GROUPS: u8 = 32;
/// How many right keys are remembered, each with its caller.
const RIGHT_KEYS: NonZeroUsize = NonZeroUsize::new(1024).unwrap();

type Digest = [u8; 16];

/// A keyed hash of a caller and the key that it presented.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyDigest(Digest);

impl KeyDigest {
    /// Its group, from 1. A caller cannot choose it.
    fn group(self) -> u8 {
        self.0[0] % KEY_GROUPS + 1
    }
}

/// Counts the requests of callers.
pub struct Limiter {
    key: [u8; 32],
    callers: LruCache<Digest, Due>,
    right_keys: LruCache<KeyDigest, ()>,
}

impl Limiter {
    /// A limiter without callers; `key` is random and used for nothing else.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self::with_room(key, CALLERS)
    }

    fn with_room(key: [u8; 32], room: NonZeroUsize) -> Self {
        Self {
            key,
            callers: LruCache::new(room),
            right_keys: LruCache::new(RIGHT_KEYS),
        }
    }

    /// Counts one request of a class, at a venue or at none; or returns after how long to repeat it. It counts for the
    /// caller and for each network around it, and for none of them if one has no allowance left.
    pub fn take(
        &mut self,
        settings: &LimitSettings,
        class: Class,
        venue: Option<&VenueId>,
        caller: Caller,
        now: Instant,
    ) -> Result<(), TooMany> {
        let judged = self.judge(class.rate(settings), (class, 0, venue), caller, now)?;
        self.keep(judged);
        Ok(())
    }

    fn keep(&mut self, judged: Vec<(Digest, Due)>) {
        for (digest, due) in judged {
            self.callers.put(digest, due);
        }
    }

    /// A key as [`Limiter::admit_key`] takes it.
    #[must_use]
    pub fn presented(&self, caller: Caller, key: &[u8]) -> KeyDigest {
        let mut digest = Digest::default();
        // HMAC takes keys of every length.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) {
            // No class has this number.
            mac.update(&[u8::MAX]);
            mac.update(caller.bytes(usize::MAX));
            mac.update(key);
            digest.copy_from_slice(&mac.finalize().into_bytes()[..16]);
        }
        KeyDigest(digest)
    }

    /// Whether a presented key may be compared with a venue's. That is so as long as the caller has wrong guesses left,
    /// which are counted as look-ups. Once they have run out, a key is compared if it was right before from this
    /// caller, so that others behind the same address do not lock staff out. To find out whether it was is a
    /// comparison too, and would let one guess without end. So each such try is counted: keys are sorted into groups
    /// by a hash that only this process can make, each group has as many tries as the caller has look-ups, and a key
    /// whose group has none left is refused unseen. One wrong key that is repeated uses up one group of 32, and all
    /// guesses together stay below 33 times the rate of look-ups.
    pub fn admit_key(
        &mut self,
        settings: &LimitSettings,
        venue: Option<&VenueId>,
        (caller, presented): (Caller, KeyDigest),
        now: Instant,
    ) -> Result<(), TooMany> {
        let Err(refused) = self.check(settings, Class::LookUp, venue, caller, now) else {
            return Ok(());
        };
        let of_group = (Class::LookUp, presented.group(), venue);
        let judged = self.judge(Class::LookUp.rate(settings), of_group, caller, now)?;
        if self.right_keys.get(&presented).is_some() {
            return Ok(());
        }
        self.keep(judged);
        Err(refused)
    }

    /// Remembers that a presented key was right.
    pub fn remember_key(&mut self, presented: KeyDigest) {
        self.right_keys.put(presented, ());
    }

    /// Whether a request would be taken, which counts nothing.
    pub fn check(
        &mut self,
        settings: &LimitSettings,
        class: Class,
        venue: Option<&VenueId>,
        caller: Caller,
        now: Instant,
    ) -> Result<(), TooMany> {
        self.judge(class.rate(settings), (class, 0, venue), caller, now)
            .map(drop)
    }

    fn judge(
        &mut self,
        rate: Rate,
        (class, group, venue): (Class, u8, Option<&VenueId>),
        caller: Caller,
        now: Instant,
    ) -> Result<Vec<(Digest, Due)>, TooMany> {
        let (mut taken, mut retry_after) = (Vec::new(), 0);
        for &(length, share) in caller.networks() {
            let digest = self.digest((class, group, venue), caller.bytes(length));
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

    /// `group` is 0 where nothing is sorted into groups.
    fn digest(&self, (class, group, venue): (Class, u8, Option<&VenueId>), network: &[u8]) -> Digest {
        let mut digest = Digest::default();
        // HMAC takes keys of every length.
        if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.key) {
            mac.update(&[class as u8, group]);
            // A network's length follows from its first byte and this one.
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

    fn settings() -> LimitSettings {
        let rate = Rate {
            per_minute: 60,
            burst: 2,
        };
        LimitSettings {
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
    fn a_key_that_was_right_is_admitted_after_the_guesses_and_their_number_is_bounded() {
        let (mut limiter, one) = (Limiter::new([7; 32]), caller(1));
        let right = limiter.presented(one, b"right");
        limiter.remember_key(right);
        for _ in 0..2 {
            assert_eq!(limiter.take(&settings(), Class::LookUp, None, one, NOW), Ok(()));
        }
        // One wrong key, however often.
        let wrong = (0..u8::MAX)
            .map(|number| limiter.presented(one, &[number]))
            .find(|wrong| wrong.group() != right.group())
            .unwrap();
        for _ in 0..100 {
            assert!(limiter.admit_key(&settings(), None, (one, wrong), NOW).is_err());
            assert_eq!(limiter.admit_key(&settings(), None, (one, right), NOW), Ok(()));
        }
        // The same key from elsewhere was never right there.
        let two = caller(2);
        for _ in 0..2 {
            assert_eq!(limiter.take(&settings(), Class::LookUp, None, two, NOW), Ok(()));
        }
        let elsewhere = limiter.presented(two, b"right");
        assert!(
            limiter
                .admit_key(&settings(), None, (two, elsewhere), NOW)
                .is_err()
        );
        // Many wrong keys end it for the right one too, until the caller's tries come back.
        for number in 0..2_000_u32 {
            let wrong = limiter.presented(one, &number.to_be_bytes());
            assert!(limiter.admit_key(&settings(), None, (one, wrong), NOW).is_err());
        }
        assert!(limiter.admit_key(&settings(), None, (one, right), NOW).is_err());
        let later = Instant::from_unix(NOW.unix() + 2);
        assert_eq!(limiter.admit_key(&settings(), None, (one, right), later), Ok(()));
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
                (Class::Read, 0, Some(&venue)),
                Caller::of(Some("203.0.113.7")).bytes(9)
            )
        );
    }
}
