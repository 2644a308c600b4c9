//! Facts about `client`.
