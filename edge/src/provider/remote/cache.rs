//! A cache of reads, with the age of each entry.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::rc::Rc;
use std::time::Duration;

use lru::LruCache;

/// The ages up to which a cached answer of a kind is used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ages {
    /// The age up to which an answer is fresh.
    pub(super) fresh: Duration,
    /// The age up to which it is returned at once and refreshed in the background (RFC 5861, stale-while-revalidate).
    stale_while_revalidate: Duration,
    /// The age up to which it is returned where the refresh fails (RFC 5861, stale-if-error).
    pub(super) stale_if_error: Duration,
}

impl Ages {
    /// Those of availability, which changes with each booking.
    pub(super) const AVAILABILITY: Self = Self {
        fresh: Duration::from_secs(30),
        stale_while_revalidate: Duration::from_mins(5),
        stale_if_error: Duration::from_mins(10),
    };

    /// Those of what a restaurant offers, which it seldom changes.
    pub(super) const CATALOGUE: Self = Self {
        fresh: Duration::from_mins(10),
        stale_while_revalidate: Duration::from_hours(1),
        stale_if_error: Duration::from_hours(6),
    };

    /// For how many seconds a new answer is fresh.
    pub(super) fn fresh_seconds(self) -> u32 {
        u32::try_from(self.fresh.as_secs()).unwrap_or_default()
    }
}

/// The cache's answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<V> {
    /// A fresh value, with the seconds for which it stays fresh.
    Fresh(V, u32),
    /// A value that may be returned, and is to be refreshed in the background.
    Stale(V),
    /// A value that may be returned only if a refresh fails.
    Old(V),
    /// No value that may be returned.
    Nothing,
}

/// Values by key; the least recently used is dropped first.
pub(super) struct Cache<K: Hash + Eq, V> {
    entries: RefCell<LruCache<K, Entry<V>>>,
    /// The keys that are being refreshed in the background.
    refreshing: RefCell<HashSet<K>>,
    /// The number of drops, so that an answer that was requested before one is not stored.
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
    /// A cache of this many values, each used up to these ages.
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
        } else if age < self.ages.stale_while_revalidate {
            Found::Stale(value)
        } else if age < self.ages.stale_if_error {
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

    /// Stores what was read, unless something was dropped meanwhile: the value may be older than the drop.
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

/// The right to refresh a value, which one read holds at a time.
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
