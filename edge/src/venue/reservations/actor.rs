//! Who changes a reservation's status.

/// Who takes a reservation to another status. The one who cancels decides whose the money is: the restaurant gives
/// everything back, and a guest who is late leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Actor {
    /// Its guest, or the deadline of the guest's payment.
    Guest,
    /// The restaurant: its staff, and their systems.
    Restaurant,
    /// The start of a request that the restaurant has not answered.
    Start,
}
