//! Facts about `map`.
