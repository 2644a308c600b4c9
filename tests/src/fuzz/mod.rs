//! The parsers of other people's data with any input: for each, what holds of all that it reads. `tests/fuzz` gives them
//! the inputs that libFuzzer finds, and the tests of this module its seeds with damage.

#![expect(clippy::unwrap_used, reason = "its own settings, days and answers are valid")]

pub mod fourspaces;
pub mod mews;
pub mod molzait;
pub mod request;

#[cfg(test)]
#[path = "fuzz_tests.rs"]
mod tests;
