//! The rate limiter of this isolate.

use std::cell::RefCell;
use std::rc::Rc;

use super::random;
use crate::limits::Limiter;

thread_local! {
    static LIMITER: RefCell<Option<Rc<RefCell<Limiter>>>> = const { RefCell::new(None) };
}

/// The isolate's limiter, made with a random key when it is first asked for.
pub fn of_isolate() -> Result<Rc<RefCell<Limiter>>, getrandom::Error> {
    LIMITER.with_borrow_mut(|slot| {
        if let Some(limiter) = slot {
            return Ok(Rc::clone(limiter));
        }
        let limiter = Rc::new(RefCell::new(Limiter::new(random::bytes()?)));
        *slot = Some(Rc::clone(&limiter));
        Ok(limiter)
    })
}
