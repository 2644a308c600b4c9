//! Facts about `cache`.
