//! What a venue's object stores, below everything that stores something: the port to SQLite, the schema with its
//! migrations, rows as structs, idempotency records, single values, the venue's secret, the job queue, and until when other systems
//! asked to be left alone. Nothing in here imports a provider, a payment, mail or the venue.

pub mod database;
pub mod idempotency;
pub mod job_queue;
pub mod meta;
pub mod retry_after;
pub mod row;
pub mod schema;
pub mod secret;
