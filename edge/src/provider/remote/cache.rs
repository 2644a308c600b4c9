//! A cache of reads, with the age of each entry.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::rc::Rc;
use std::time::Duration;

use lru::LruCache;

/// How long answers of a kind are given again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ages {
    /// Until then an answer is as good as new.
    pub(super) fresh: Duration,
    /// Until then it is given at once, and asked for anew behind it (RFC 5861, stale-while-revalidate).
    revalidated: Duration,
    /// Until then it is better than an error (RFC 5861, stale-if-error).
    pub(super) better_than_an_error: Duration,
}

impl Ages {
    /// Those of availability, which changes with each booking.
    pub(super) const AVAILABILITY: Self = Self {
        fresh: Duration::from_secs(30),
        revalidated: Duration::from_mins(5),
        better_than_an_error: Duration::from_mins(10),
    };

    /// Those of what a restaurant offers, which it seldom changes.
    pub(super) const CATALOGUE: Self = Self {
        fresh: Duration::from_mins(10),
        revalidated: Duration::from_hours(1),
        better_than_an_error: Duration::from_hours(6),
    };

    /// For how many seconds a new answer is fresh.
    pub(super) fn fresh_seconds(self) -> u32 {
        u32::try_from(self.fresh.as_secs()).unwrap_or_default()
    }
}

/// The cache's answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<V> {
    /// It is fresh, for some seconds yet.
    Fresh(V, u32),
    /// It may be given, and has to be asked for anew.
    Stale(V),
    /// It may be given if asking anew fails.
    Old(V),
    /// Nothing that could be given.
    Nothing,
}

/// Values by key, the least used dropped first.
pub(super) struct Cache<K: Hash + Eq, V> {
    entries: RefCell<LruCache<K, Entry<V>>>,
    /// The keys that are being refreshed in the background.
    refreshing: RefCell<HashSet<K>>,
    /// Counts what has been dropped, so that an answer that was on its way then is not kept.
    drops: Cell<u64>,
    /// How long the values are given again.
    pub(super) ages: Ages,
}

struct Entry<V> {
    value: V,
    read_at: Duration,
}

/// The start of a read, by which its answer is stored or dropped.
#[derive(Clone, Copy)]
pub(super) struct Reading(u64);

impl<K: Hash + Eq + Clone, V: Clone> Cache<K, V> {
    /// A cache of this many values, each given again for so long.
    pub(super) fn new(size: NonZeroUsize, ages: Ages) -> Self {
        Self {
            ages,
            entries: RefCell::new(LruCache::new(size)),
            refreshing: RefCell::default(),
            drops: Cell::default(),
        }
    }

    /// The entry under `key`.
    pub(super) fn find(&self, key: &K, now: Duration) -> Found<V> {
        let mut entries = self.entries.borrow_mut();
        let Some(Entry { value, read_at }) = entries.get(key) else {
            return Found::Nothing;
        };
        let (value, age) = (value.clone(), now.saturating_sub(*read_at));
        if age < self.ages.fresh {
            let seconds = self.ages.fresh.saturating_sub(age).as_secs();
            Found::Fresh(value, u32::try_from(seconds).unwrap_or_default())
        } else if age < self.ages.revalidated {
            Found::Stale(value)
        } else if age < self.ages.better_than_an_error {
            Found::Old(value)
        } else {
            entries.pop(key);
            Found::Nothing
        }
    }

    /// Begins a read; called before the request is sent.
    pub(super) fn begin(&self) -> Reading {
        Reading(self.drops.get())
    }

    /// Keeps what was read, unless something was dropped meanwhile: it may be from before.
    pub(super) fn keep(&self, reading: Reading, key: K, value: V, now: Duration) {
        if reading.0 == self.drops.get() {
            let entry = Entry { value, read_at: now };
            self.entries.borrow_mut().put(key, entry);
        }
    }

    /// Drops every value whose key is meant.
    pub(super) fn drop_where(&self, is_meant: impl Fn(&K) -> bool) {
        self.drops.set(self.drops.get() + 1);
        let mut entries = self.entries.borrow_mut();
        let meant: Vec<K> = entries
            .iter()
            .map(|(key, _)| key)
            .filter(|key| is_meant(key))
            .cloned()
            .collect();
        for key in meant {
            entries.pop(&key);
        }
    }
}

/// The right to ask for a value anew, which only one has at a time.
pub(super) struct Refresh<K: Hash + Eq, V> {
    cache: Rc<Cache<K, V>>,
    key: K,
}

impl<K: Hash + Eq + Clone, V> Refresh<K, V> {
    /// Takes the right to refresh, unless another read has it.
    pub(super) fn take(cache: &Rc<Cache<K, V>>, key: &K) -> Option<Self> {
        let is_first = cache.refreshing.borrow_mut().insert(key.clone());
        is_first.then(|| Self {
            cache: cache.clone(),
            key: key.clone(),
        })
    }
}

impl<K: Hash + Eq, V> Drop for Refresh<K, V> {
    fn drop(&mut self) {
        self.cache.refreshing.borrow_mut().remove(&self.key);
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;
