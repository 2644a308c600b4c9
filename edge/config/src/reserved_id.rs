//! Ids of venues that have a meaning of their own.

use shared::id::VenueId;

/// The id that no venue may have: the cookie of operators who are signed in is named as that of a venue of this id would
/// be.
pub const RESERVED_ID: &str = "operator";

/// Whether this is the id of one of the demonstrations, `demo` and `demo-…`.
#[must_use]
pub fn is_demonstration(id: &VenueId) -> bool {
    id.as_str() == "demo" || id.as_str().starts_with("demo-")
}
