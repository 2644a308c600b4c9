//! The check of a change of a venue's settings, before it is stored.

pub mod manager;
