//! A scripted network and a clock that stands still, for tests. It must not know what is tested.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use http::{Request, Response};
use shared::time::Instant;

use crate::upstream::{Chance, Clock, Network, NetworkError};

/// A network that notes what is sent and answers as it was told.
#[derive(Clone, Default)]
pub(super) struct Wire {
    /// What was sent.
    pub(super) sent: Rc<RefCell<Vec<Request<Vec<u8>>>>>,
    /// What is answered next: status and body.
    pub(super) answers: Rc<RefCell<VecDeque<(u16, String)>>>,
}

#[async_trait(?Send)]
impl Network for Wire {
    async fn exchange(&self, request: Request<Vec<u8>>, _: usize) -> Result<Response<Vec<u8>>, NetworkError> {
        self.sent.borrow_mut().push(request);
        let (status, body) = self.answers.borrow_mut().pop_front().unwrap();
        Ok(Response::builder()
            .status(status)
            .body(body.into_bytes())
            .unwrap())
    }
}

/// A clock that stands still, and chance that is none.
pub(super) struct Still;

#[async_trait(?Send)]
impl Clock for Still {
    fn now(&self) -> Instant {
        Instant::from_unix(0)
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, _: Duration) {
        std::future::pending::<()>().await;
    }
}

impl Chance for Still {
    fn next(&self) -> u64 {
        0
    }
}
