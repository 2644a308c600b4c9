//! Facts about `request`.
