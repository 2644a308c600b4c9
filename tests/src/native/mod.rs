//! The edge's ports for tests: time that passes when it is waited for, randomness from a seed, and a network and a
//! database in this process.

mod account;
mod clock;
mod database;
mod directory;
mod network;
mod picture_cache;
mod rng;
mod streams;

pub use account::no_account;
pub use clock::{TestClock, since_epoch};
pub use database::{MemoryDatabase, Work};
pub use directory::no_directory;
pub use network::{Handler, Simulated};
pub use picture_cache::NoPictureCache;
pub use rng::SeededRng;
pub use streams::{NoSockets, NoStreams};

#[cfg(test)]
#[path = "native_tests.rs"]
mod tests;
