//! The embedded booking engine: a pure core. It must not know storage, HTTP or the clock.

pub mod adapter;
pub mod plan;
pub mod settings;
pub mod table_set;
