//! The ports of the edge, as tests want the world: time that passes when it is waited for, chance
//! that repeats itself, and a network and a database that are in this process. It must not know
//! any vendor's rules.

mod clock;
mod database;
mod network;
mod rng;

pub use clock::TestClock;
pub use database::MemoryDatabase;
pub use network::{Handler, Simulated};
pub use rng::SeededRng;

#[cfg(test)]
#[path = "native_tests.rs"]
mod tests;
