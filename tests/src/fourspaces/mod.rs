//! A simulator of 4spaces, strict towards callers and as unreliable as it is configured to be: a pure core. It answers in
//! JSON and in JSV, signs callers in, and keeps its reservations by smart space. It must not know Couvert's own API, nor
//! the adapter it tests.

mod books;
mod demand;
mod faults;
mod jsv;
mod marketplace;
mod price;
mod publication;
mod response;
mod simulator;

pub use books::{Books, StoredReservation};
pub use demand::Operation;
pub use faults::{Trouble, TroublePlan, TroubleShare};
pub use marketplace::{CHEFS_TABLE, DINING, PROJECTOR, RESTAURANT_ZONE, TICKET};
pub use price::Order;
pub use simulator::{BUDGET_SECONDS, Settings, Simulator};

#[cfg(test)]
#[path = "simulator_tests.rs"]
mod tests;
