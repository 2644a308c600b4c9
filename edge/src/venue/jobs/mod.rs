//! The outbox. Jobs themselves are in [`crate::storage::job_queue`], and [`crate::venue::service`] runs them.

pub mod outbox;
