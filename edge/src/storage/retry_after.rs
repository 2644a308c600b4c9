//! The `Retry-After` time of each service that a venue's object calls, stored so that it outlasts a restart of the
//! object.

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
    /// The token endpoint of a vendor.
    Tokens,
    /// The till, or the API of a vendor of tills.
    Tills,
}

impl Service {
    /// The name of its time in the table `meta`.
    fn key(self) -> &'static str {
        match self {
            Self::Bookings => "hold",
            Self::Mail => "hold.mail",
            Self::Payments => "hold.payments",
            Self::Challenge => "hold.challenge",
            Self::Tokens => "hold.tokens",
            Self::Tills => "hold.tills",
        }
    }
}

/// The stored `Retry-After` time of one service.
pub struct StoredRetryAfter {
    service: Service,
    database: Rc<dyn Database>,
}

impl StoredRetryAfter {
    /// The time of this service in this database.
    #[must_use]
    pub fn of(service: Service, database: Rc<dyn Database>) -> Rc<Self> {
        Rc::new(Self { service, database })
    }
}

impl RetryAfterStore for StoredRetryAfter {
    // Errors of the database are ignored here: a failing database also fails the request elsewhere, with its cause. A
    // time that is lost costs the other system one call too early.
    fn held_until(&self) -> Option<Instant> {
        let stored = meta::get(&*self.database, self.service.key()).ok()??;
        stored.parse().ok().map(Instant::from_unix)
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
    fn each_service_has_its_own_time() {
        let database: Rc<dyn Database> = Rc::new(Memory::new());
        let all = [
            Service::Bookings,
            Service::Mail,
            Service::Payments,
            Service::Challenge,
            Service::Tokens,
            Service::Tills,
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
    fn a_database_that_fails_delays_no_call() {
        let hold = StoredRetryAfter::of(Service::Mail, Rc::new(Full));
        hold.keep(Instant::from_unix(1));
        assert_eq!(hold.held_until(), None);
    }
}
