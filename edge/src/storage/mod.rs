//! Storage of a Durable Object: the port to SQLite, the schema with its migrations, rows as structs, the audit log,
//! the journal of changes, idempotency records, single values, the venue's own secret, the sealed secrets by which it calls other systems, the
//! job queue, the bytes of pictures, and the `Retry-After` times of other systems. Imports no module of providers, payments, mail or the venue,
//! which are built on this one.

pub mod audit;
pub mod changes;
pub mod database;
pub mod idempotency;
pub mod job_queue;
pub mod meta;
pub mod picture_store;
pub mod retry_after;
pub mod row;
pub mod schema;
pub mod sealed_secret;
pub mod secret;
pub mod venue_secrets;
