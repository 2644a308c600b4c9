//! Reads, answered from the cache where that is fresh enough. Booking a table never reads from here. Days are read in
//! chunks, in `days.rs`.

use std::hash::Hash;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::LocalBoxFuture;
use shared::id::ExperienceId;
use shared::party::Attendees;
use shared::time::Day;
use shared::venue::Experience;

use super::cache::{Cache, Found, Refresh};
use super::error::NextStep;
use super::{Inner, RemoteError};
use crate::provider::offer::Offers;
use crate::upstream::Scope;

/// The deadline of a background refresh.
pub(super) const BEHIND: Duration = Duration::from_secs(10);

/// The cache key of a day's slots. An access code is no part of it: what a code opens is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct DayKey {
    pub(super) experience_id: ExperienceId,
    /// The party; none where the answer holds for every party.
    pub(super) attendees: Option<Attendees>,
    pub(super) day: Day,
}

/// The source of an answer; several together have the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Hit,
    Stale,
    Miss,
}

/// An answer, and for how many seconds it is fresh yet.
pub(super) struct Read<V> {
    pub(super) value: V,
    pub(super) source: Source,
    pub(super) fresh_seconds: u32,
}

impl<V> Read<V> {
    /// Notes in the scope where the answer came from and how long it keeps.
    pub(super) fn note(self, scope: &Scope) -> V {
        note(scope, self.source, self.fresh_seconds);
        self.value
    }
}

/// Notes in the scope where an answer came from and how long it keeps.
pub(super) fn note(scope: &Scope, source: Source, fresh_seconds: u32) {
    scope.add_timing(match source {
        Source::Hit => "cache;desc=hit",
        Source::Stale => "cache;desc=stale",
        Source::Miss => "cache;desc=miss",
    });
    scope.keep_for(fresh_seconds);
}

pub(super) type Fetch<K, V> = fn(Rc<Inner>, Scope, K) -> LocalBoxFuture<'static, Result<V, RemoteError>>;

impl Inner {
    /// The experiences.
    pub(super) async fn experiences(
        self: &Rc<Self>,
        scope: &Scope,
    ) -> Result<Read<Rc<Vec<Experience>>>, RemoteError> {
        let fetch: Fetch<(), _> =
            |inner, scope, ()| Box::pin(async move { inner.system.experiences(&scope).await.map(Rc::new) });
        self.read(&self.experiences, (), scope, fetch).await
    }

    /// The choices that guests have at an experience.
    pub(super) async fn offers(
        self: &Rc<Self>,
        scope: &Scope,
        experience_id: &ExperienceId,
    ) -> Result<Read<Rc<Offers>>, RemoteError> {
        let fetch: Fetch<ExperienceId, _> =
            |inner, scope, id| Box::pin(async move { inner.system.offers(&scope, &id).await.map(Rc::new) });
        self.read(&self.offers, experience_id.clone(), scope, fetch).await
    }

    /// A value of this key, from its cache where it is fresh enough.
    pub(super) async fn read<K, V>(
        self: &Rc<Self>,
        cache: &Rc<Cache<K, V>>,
        key: K,
        scope: &Scope,
        fetch: Fetch<K, V>,
    ) -> Result<Read<V>, RemoteError>
    where
        K: Hash + Eq + Clone + 'static,
        V: Clone + 'static,
    {
        let found = cache.find(&key, self.elapsed());
        match found {
            Found::Fresh(value, fresh_seconds) => Ok(Read {
                value,
                source: Source::Hit,
                fresh_seconds,
            }),
            Found::Stale(value) => {
                self.refresh(cache, key, fetch);
                Ok(stale(value))
            }
            Found::Old(value) => match self.fetch(cache, key, scope.clone(), fetch).await {
                Err(error) if is_passing(&error) => Ok(stale(value)),
                answer => answer,
            },
            Found::Nothing => self.fetch(cache, key, scope.clone(), fetch).await,
        }
    }

    async fn fetch<K: Hash + Eq + Clone, V: Clone>(
        self: &Rc<Self>,
        cache: &Rc<Cache<K, V>>,
        key: K,
        scope: Scope,
        fetch: Fetch<K, V>,
    ) -> Result<Read<V>, RemoteError> {
        let reading = cache.begin();
        let value = fetch(self.clone(), scope, key.clone()).await?;
        cache.keep(reading, key, value.clone(), self.elapsed());
        Ok(Read {
            value,
            source: Source::Miss,
            fresh_seconds: cache.ages.fresh_seconds(),
        })
    }

    /// Refreshes a value in the background, once at a time. If that fails, the next request tries it again.
    fn refresh<K, V>(self: &Rc<Self>, cache: &Rc<Cache<K, V>>, key: K, fetch: Fetch<K, V>)
    where
        K: Hash + Eq + Clone + 'static,
        V: Clone + 'static,
    {
        let Some(right) = Refresh::take(cache, &key) else {
            return;
        };
        let (inner, cache) = (self.clone(), cache.clone());
        self.deps.background.spawn(Box::pin(async move {
            let _right = right;
            let scope = Scope::new(inner.elapsed() + BEHIND);
            // A failure is the upstream's to log and count.
            let _ = inner.fetch(&cache, key, scope, fetch).await;
        }));
    }
}

pub(super) fn stale<V>(value: V) -> Read<V> {
    Read {
        value,
        source: Source::Stale,
        fresh_seconds: 0,
    }
}

/// Whether an error is temporary: it is not about the query, which cannot be answered at present.
pub(super) fn is_passing(error: &RemoteError) -> bool {
    matches!(error.next_step(), NextStep::AskAgain | NextStep::LookItUp)
}
