//! What waits to be done after an answer was given: the outbox. Jobs themselves are in [`crate::storage::job_queue`],
//! and [`crate::venue::service`] runs them.

pub mod outbox;
