//! The network to the simulator within this process.

use std::cell::RefCell;
use std::rc::Rc;

use async_trait::async_trait;
use edge::upstream::{Network, NetworkError};
use http::{Request, Response};

use super::simulator::Simulator;
use crate::molzait::End;
use crate::native::TestClock;

/// The network to a simulator, in the time of a clock.
#[derive(Clone)]
pub struct SimulatorNetwork {
    /// The simulator.
    pub simulator: Rc<RefCell<Simulator>>,
    /// The clock.
    pub clock: TestClock,
}

#[async_trait(?Send)]
impl Network for SimulatorNetwork {
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, NetworkError> {
        let act = self
            .simulator
            .borrow_mut()
            .act(&request, self.clock.since_epoch());
        match act.end {
            End::Answer(answer) if answer.body().len() <= limit => Ok(answer),
            End::Answer(_) | End::Endless(_) => Err(NetworkError::TooLarge),
            End::Reset => Err(NetworkError::Broken("reset".to_owned())),
            End::Half(_) => Err(NetworkError::Broken("closed early".to_owned())),
            End::Hang => std::future::pending().await,
        }
    }
}
