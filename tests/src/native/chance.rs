//! Chance from a seed. It must not be used for secrets.

use std::cell::RefCell;

use edge::upstream::Chance;
use fastrand::Rng;

/// The same seed draws the same numbers.
#[derive(Clone, Debug)]
pub struct SeededChance(RefCell<Rng>);

impl SeededChance {
    /// Chance from this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(RefCell::new(Rng::with_seed(seed)))
    }
}

impl Chance for SeededChance {
    fn next(&self) -> u64 {
        self.0.borrow_mut().u64(..)
    }
}
