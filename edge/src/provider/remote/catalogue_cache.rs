//! A cache of the catalogue that an adapter reads as a whole. Availability is never kept here.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use super::cache::Ages;
use super::error::{NextStep, RemoteError};
use crate::upstream::Clock;

/// The catalogue as it was read last, given again for as long as `Ages::CATALOGUE` says: while it is fresh without a
/// question, and later where it cannot be read anew.
pub struct CatalogueCache<T>(RefCell<Option<Entry<T>>>);

struct Entry<T> {
    catalogue: Rc<T>,
    read_at: Duration,
}

impl<T> Default for CatalogueCache<T> {
    fn default() -> Self {
        Self(RefCell::new(None))
    }
}

impl<T> CatalogueCache<T> {
    /// The catalogue, read by `read` where the last one is not fresh any more. An error is that of `read`.
    pub async fn get_or_read(
        &self,
        clock: &dyn Clock,
        read: impl Future<Output = Result<T, RemoteError>>,
    ) -> Result<Rc<T>, RemoteError> {
        let now = clock.elapsed();
        if let Some(catalogue) = self.younger_than(Ages::CATALOGUE.fresh, now) {
            return Ok(catalogue);
        }
        match read.await {
            Ok(catalogue) => {
                let catalogue = Rc::new(catalogue);
                *self.0.borrow_mut() = Some(Entry {
                    catalogue: catalogue.clone(),
                    read_at: now,
                });
                Ok(catalogue)
            }
            Err(error) => {
                let is_passing = matches!(error.next_step(), NextStep::AskAgain | NextStep::LookItUp);
                let old = self.younger_than(Ages::CATALOGUE.better_than_an_error, now);
                old.filter(|_| is_passing).ok_or(error)
            }
        }
    }

    fn younger_than(&self, age: Duration, now: Duration) -> Option<Rc<T>> {
        let entry = self.0.borrow();
        let entry = entry.as_ref()?;
        (now.saturating_sub(entry.read_at) < age).then(|| entry.catalogue.clone())
    }
}

#[cfg(test)]
#[path = "catalogue_cache_tests.rs"]
mod tests;
