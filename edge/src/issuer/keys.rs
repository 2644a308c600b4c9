//! The signing keys of an issuer over time. A key is published for a while before it signs, since those who verify tokens
//! keep the published keys for some minutes; and it stays published until the last token that it signed is over. So a token
//! is verified at every moment of its life, before and after a rotation.

use serde::{Deserialize, Serialize};
use shared::time::Instant;

use super::token::TOKEN_SECONDS;

/// For how many seconds others may keep the published keys, which is stated in the response.
pub const PUBLISHED_SECONDS: i64 = 300;

/// How long a key is published before it signs, in seconds: twice as long as others may keep the keys before.
pub const AHEAD_SECONDS: i64 = 2 * PUBLISHED_SECONDS;

/// How long a key is published after the end of the last token that it signed, in seconds, for clocks that are behind.
const LEEWAY_SECONDS: i64 = 120;

/// The age at which a key is followed by another, in seconds: 90 days.
const LONGEST_USE: i64 = 90 * 24 * 60 * 60;

/// The times of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyTimes {
    /// The time from which it is published.
    pub created_at: Instant,
    /// The time from which it signs.
    pub signs_from: Instant,
    /// The time from which it is no longer published; none while no other key follows it.
    pub ends_at: Option<Instant>,
}

/// The effects of a rotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The times of the new key.
    pub new: KeyTimes,
    /// When each earlier key without an end is published no more.
    pub others_end_at: Instant,
}

/// Whether a key is published at this instant.
#[must_use]
pub fn is_published(times: &KeyTimes, now: Instant) -> bool {
    times.ends_at.is_none_or(|end| now < end)
}

/// The key that signs at this instant: of those that are published and may sign, the latest.
#[must_use]
pub fn signing<'k, K: 'k>(
    keys: impl Iterator<Item = &'k K>,
    times: impl Fn(&K) -> KeyTimes,
    now: Instant,
) -> Option<&'k K> {
    keys.filter(|key| {
        let times = times(key);
        times.signs_from <= now && is_published(&times, now)
    })
    .max_by_key(|key| (times(key).signs_from, times(key).created_at))
}

/// Whether a regular rotation is due: no key signs, or the latest has become old.
#[must_use]
pub fn is_rotation_due(keys: &[KeyTimes], now: Instant) -> bool {
    if signing(keys.iter(), |times| *times, now).is_none() {
        return true;
    }
    let latest = keys.iter().map(|times| times.created_at).max();
    latest.is_none_or(|latest| latest.plus_seconds(LONGEST_USE) <= now)
}

/// A rotation at this instant; none while a key waits to sign, unless it has to be immediate. An immediate one ends every
/// earlier key at once, and with it the tokens that they have signed: for keys that others may know.
#[must_use]
pub fn rotate(keys: &[KeyTimes], is_immediate: bool, now: Instant) -> Option<Rotation> {
    let key = |signs_from| KeyTimes {
        created_at: now,
        signs_from,
        ends_at: None,
    };
    let has_signing = signing(keys.iter(), |times| *times, now).is_some();
    if is_immediate || !has_signing {
        return Some(Rotation {
            new: key(now),
            others_end_at: now,
        });
    }
    if keys
        .iter()
        .any(|times| times.signs_from > now && is_published(times, now))
    {
        return None;
    }
    let signs_from = now.plus_seconds(AHEAD_SECONDS);
    Some(Rotation {
        new: key(signs_from),
        others_end_at: signs_from.plus_seconds(TOKEN_SECONDS + LEEWAY_SECONDS),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Instant = Instant::from_unix(1_795_000_000);

    /// Carries out a rotation, if there is one.
    fn rotated(keys: &mut Vec<KeyTimes>, is_immediate: bool, now: Instant) {
        let Some(Rotation { new, others_end_at }) = rotate(keys, is_immediate, now) else {
            return;
        };
        for key in keys.iter_mut() {
            if is_immediate || key.ends_at.is_none() {
                key.ends_at = Some(others_end_at);
            }
        }
        keys.retain(|key| is_published(key, now));
        keys.push(new);
    }

    fn signing_at(keys: &[KeyTimes], now: Instant) -> Option<KeyTimes> {
        signing(keys.iter(), |times| *times, now).copied()
    }

    #[test]
    fn the_first_key_signs_at_once_and_the_second_once_others_have_read_it() {
        let mut keys = Vec::new();
        assert!(is_rotation_due(&keys, NOW));
        rotated(&mut keys, false, NOW);
        let first = keys[0];
        assert_eq!(signing_at(&keys, NOW), Some(first));
        let rotation = NOW.plus_seconds(1000);
        rotated(&mut keys, false, rotation);
        let second = keys[1];
        assert_eq!(second.signs_from, rotation.plus_seconds(600));
        let before = rotation.plus_seconds(599);
        assert_eq!(signing_at(&keys, before).unwrap().created_at, first.created_at);
        assert_eq!(signing_at(&keys, rotation.plus_seconds(600)), Some(second));
        // The last token of the first key, signed a second before, is over at 599 + 3600.
        assert!(is_published(&keys[0], rotation.plus_seconds(599 + 3600 + 119)));
        assert!(!is_published(&keys[0], rotation.plus_seconds(600 + 3600 + 120)));
    }

    #[test]
    fn a_second_rotation_waits_until_the_first_signs() {
        let mut keys = Vec::new();
        rotated(&mut keys, false, NOW);
        rotated(&mut keys, false, NOW.plus_seconds(1));
        assert_eq!(rotate(&keys, false, NOW.plus_seconds(600)), None);
        assert!(rotate(&keys, false, NOW.plus_seconds(601)).is_some());
    }

    #[test]
    fn an_immediate_rotation_leaves_the_new_key_alone() {
        let mut keys = Vec::new();
        rotated(&mut keys, false, NOW);
        rotated(&mut keys, false, NOW.plus_seconds(1));
        rotated(&mut keys, true, NOW.plus_seconds(2));
        assert_eq!(keys.len(), 1);
        assert_eq!(signing_at(&keys, NOW.plus_seconds(2)), Some(keys[0]));
    }

    #[test]
    fn a_key_is_followed_by_another_after_ninety_days() {
        let mut keys = Vec::new();
        rotated(&mut keys, false, NOW);
        let days = |days: i64| NOW.plus_seconds(days * 24 * 60 * 60);
        assert!(!is_rotation_due(&keys, days(89)));
        assert!(is_rotation_due(&keys, days(90)));
        rotated(&mut keys, false, days(90));
        assert!(!is_rotation_due(&keys, days(90)));
    }

    proptest! {
        #[test]
        fn a_token_is_verified_all_its_life_under_any_rotations(
            waits in proptest::collection::vec(1_i64..5_000, 1..20),
        ) {
            let (mut keys, mut now) = (Vec::new(), NOW);
            rotated(&mut keys, false, now);
            // The second is made later: here a key is known by the instant at which it was made.
            now = now.plus_seconds(1);
            let mut tokens = Vec::new();
            for wait in waits {
                let signs = signing_at(&keys, now);
                prop_assert!(signs.is_some());
                tokens.push((now, signs.unwrap().created_at));
                rotated(&mut keys, false, now);
                now = now.plus_seconds(wait);
                for (signed_at, key) in &tokens {
                    if now < signed_at.plus_seconds(TOKEN_SECONDS) {
                        let found = keys.iter().find(|known| known.created_at == *key);
                        prop_assert!(found.is_some_and(|key| is_published(key, now)));
                    }
                }
                // A key that signs was published for longer than others keep the keys before, but for the first.
                let signs = signing_at(&keys, now).unwrap();
                let age = now.unix() - signs.created_at.unix();
                prop_assert!(signs.created_at == NOW || age >= AHEAD_SECONDS);
                prop_assert!(keys.len() <= 10);
            }
        }
    }
}
