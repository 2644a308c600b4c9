//! Facts about `booking`.
