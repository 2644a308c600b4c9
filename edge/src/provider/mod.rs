//! The port to booking systems.

pub mod engine;
