//! Facts about `calendar`.
