//! Networks within this process.

use std::cell::RefCell;
use std::rc::Rc;

use async_trait::async_trait;
use edge::upstream::{Network, NetworkError};
use http::{Request, Response};

use super::clock::TestClock;
use crate::act::{End, Simulation};
use crate::molzait::Simulator;

/// The network to a simulator.
pub struct Simulated<S = Simulator> {
    simulator: Rc<RefCell<S>>,
    clock: TestClock,
}

impl<S> Clone for Simulated<S> {
    fn clone(&self) -> Self {
        Self {
            simulator: self.simulator.clone(),
            clock: self.clock,
        }
    }
}

impl<S> Simulated<S> {
    /// The network to this simulator, in the time of this clock.
    #[must_use]
    pub fn new(simulator: Rc<RefCell<S>>, clock: TestClock) -> Self {
        Self { simulator, clock }
    }
}

#[async_trait(?Send)]
impl<S: Simulation> Network for Simulated<S> {
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, NetworkError> {
        // The request has arrived from here on: a caller that gives up does not take it back.
        let act = self
            .simulator
            .borrow_mut()
            .act(&with_path_alone(request)?, self.clock.since_epoch());
        tokio::time::sleep(act.delay).await;
        match act.end {
            End::Answer(answer) => within(answer, limit),
            End::Endless(_) => Err(NetworkError::TooLarge),
            End::Reset => Err(NetworkError::Broken("reset".to_owned())),
            End::Half(_) => Err(NetworkError::Broken("closed early".to_owned())),
            End::Hang => std::future::pending().await,
        }
    }
}

/// A network whose other end is a function, such as a router.
pub struct Handler<F>(pub F);

#[async_trait(?Send)]
impl<F> Network for Handler<F>
where
    F: AsyncFn(Request<Vec<u8>>) -> Response<Vec<u8>>,
{
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, NetworkError> {
        within((self.0)(with_path_alone(request)?).await, limit)
    }
}

fn within(answer: Response<Vec<u8>>, limit: usize) -> Result<Response<Vec<u8>>, NetworkError> {
    if answer.body().len() > limit {
        Err(NetworkError::TooLarge)
    } else {
        Ok(answer)
    }
}

/// The request as a server reads it: the target is path and query, and the host is a header
/// (RFC 9112, section 3.2.1).
fn with_path_alone(mut request: Request<Vec<u8>>) -> Result<Request<Vec<u8>>, NetworkError> {
    let broken = || NetworkError::Broken("no address".to_owned());
    let authority = request.uri().authority().ok_or_else(broken)?;
    let host = authority.as_str().parse().map_err(|_| broken())?;
    let target = request.uri().path_and_query().ok_or_else(broken)?;
    let target = target.as_str().parse().map_err(|_| broken())?;
    request.headers_mut().insert(http::header::HOST, host);
    *request.uri_mut() = target;
    Ok(request)
}
