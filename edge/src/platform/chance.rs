//! Chance for spreading waits. It must not be used for anything that nobody may guess: that is what
//! `random` is for.

use std::cell::RefCell;

use fastrand::Rng;

use super::random;
use crate::upstream::Chance;

/// A quick generator with a seed of its own.
pub struct Dice(RefCell<Rng>);

impl Dice {
    /// Dice with a seed from the runtime, so that no two objects throw the same.
    pub fn new() -> Result<Self, getrandom::Error> {
        let seed = u64::from_ne_bytes(random::bytes()?);
        Ok(Self(RefCell::new(Rng::with_seed(seed))))
    }
}

impl Chance for Dice {
    fn next(&self) -> u64 {
        self.0.borrow_mut().u64(..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_dice_throw_the_same() {
        let throw = || Dice::new().unwrap().next();
        assert_ne!(throw(), throw());
    }
}
