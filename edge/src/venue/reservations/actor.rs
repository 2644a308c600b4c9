//! The actor of a change of a reservation's status.

/// The actor that moves a reservation to another status. If it is cancelled, the actor decides the money: a
/// cancellation by the restaurant gives everything back; after a late one by the guest the restaurant keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Actor {
    /// Its guest, or the deadline of the guest's payment.
    Guest,
    /// The restaurant: its staff, and their systems.
    Restaurant,
    /// The start of a request that the restaurant has not answered.
    Start,
}
