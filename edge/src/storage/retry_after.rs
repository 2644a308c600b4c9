//! Stores until when each service that a venue's object calls has asked to be left alone (`Retry-After`), so that a
//! restart of the object does not forget it.

use std::rc::Rc;

use shared::time::Instant;

use crate::storage::database::Database;
use crate::storage::meta;
use crate::upstream::RetryAfterStore;

/// A service that a venue's object calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// The remote booking system.
    Bookings,
    /// The mail service.
    Mail,
    /// The payment provider.
    Payments,
    /// The check against robots.
    Challenge,
}

impl Service {
    /// Under what its time is kept in the table `meta`.
    fn key(self) -> &'static str {
        match self {
            Self::Bookings => "hold",
            Self::Mail => "hold.mail",
            Self::Payments => "hold.payments",
            Self::Challenge => "hold.challenge",
        }
    }
}

/// The kept time of one service.
pub struct StoredRetryAfter {
    service: Service,
    database: Rc<dyn Database>,
}

impl StoredRetryAfter {
    /// The time of this service, kept in this database.
    #[must_use]
    pub fn of(service: Service, database: Rc<dyn Database>) -> Rc<Self> {
        Rc::new(Self { service, database })
    }
}

impl RetryAfterStore for StoredRetryAfter {
    // A database that fails now fails the request elsewhere, with its cause; what is lost here costs
    // the other system one call too early.
    fn held_until(&self) -> Option<Instant> {
        let kept = meta::get(&*self.database, self.service.key()).ok()??;
        kept.parse().ok().map(Instant::from_unix)
    }

    fn keep(&self, until: Instant) {
        let until = meta::set(self.service.key(), &until.unix().to_string());
        let _ = self.database.write(vec![until]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::database::{DatabaseError, Statement};
    use crate::test_support::database::Memory;

    /// A database that fails.
    struct Full;

    impl Database for Full {
        fn rows(&self, _: Statement) -> Result<Vec<serde_json::Value>, DatabaseError> {
            Err(DatabaseError("full".to_owned()))
        }

        fn write(&self, _: Vec<Statement>) -> Result<(), DatabaseError> {
            Err(DatabaseError("full".to_owned()))
        }
    }

    #[test]
    fn what_each_service_asked_for_is_found_again_and_no_others() {
        let database: Rc<dyn Database> = Rc::new(Memory::new());
        let all = [
            Service::Bookings,
            Service::Mail,
            Service::Payments,
            Service::Challenge,
        ];
        let until = |place: usize| Instant::from_unix(1_780_000_030 + i64::try_from(place).unwrap());
        for (place, service) in all.into_iter().enumerate() {
            assert_eq!(
                StoredRetryAfter::of(service, database.clone()).held_until(),
                None,
                "{service:?}"
            );
            StoredRetryAfter::of(service, database.clone()).keep(until(place));
        }
        for (place, service) in all.into_iter().enumerate() {
            let found = StoredRetryAfter::of(service, database.clone()).held_until();
            assert_eq!(found, Some(until(place)), "{service:?}");
        }
    }

    #[test]
    fn a_database_that_fails_holds_nobody_back() {
        let hold = StoredRetryAfter::of(Service::Mail, Rc::new(Full));
        hold.keep(Instant::from_unix(1));
        assert_eq!(hold.held_until(), None);
    }
}
