//! A generator of random numbers with a fixed seed.

use std::cell::RefCell;

use edge::upstream::Rng;

/// The same seed draws the same numbers.
#[derive(Clone, Debug)]
pub struct SeededRng(RefCell<fastrand::Rng>);

impl SeededRng {
    /// A generator with this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(RefCell::new(fastrand::Rng::with_seed(seed)))
    }
}

impl Rng for SeededRng {
    fn next(&self) -> u64 {
        self.0.borrow_mut().u64(..)
    }
}
