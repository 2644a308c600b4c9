//! Randomness for spreading waits. It is not fit for secrets: [`super::random`] is.

use std::cell::RefCell;

use super::random;
use crate::upstream::Rng;

/// A quick generator with a seed of its own.
pub struct JitterRng(RefCell<fastrand::Rng>);

impl JitterRng {
    /// A generator with a seed from the runtime, so that no two objects draw the same.
    pub fn new() -> Result<Self, getrandom::Error> {
        let seed = u64::from_ne_bytes(random::bytes()?);
        Ok(Self(RefCell::new(fastrand::Rng::with_seed(seed))))
    }
}

impl Rng for JitterRng {
    fn next(&self) -> u64 {
        self.0.borrow_mut().u64(..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_dice_throw_the_same() {
        let throw = || JitterRng::new().unwrap().next();
        assert_ne!(throw(), throw());
    }
}
