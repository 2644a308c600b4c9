//! The network between the venue's object and the simulator: it takes time, and now and then the object dies while
//! it waits.

use std::rc::Weak;
use std::time::Duration;

use async_trait::async_trait;
use edge::upstream::{Network, NetworkError};
use http::{Method, Request, Response};

use crate::world::World;

/// One exchange in so many sees the object die at this very moment.
const DEATHS: u64 = 300;

/// The line.
pub struct DeadlyLine {
    pub simulated: Box<dyn Network>,
    pub world: Weak<World>,
}

#[async_trait(?Send)]
impl Network for DeadlyLine {
    async fn exchange(
        &self,
        request: Request<Vec<u8>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, NetworkError> {
        let gone = || NetworkError::Broken("the world has ended".to_owned());
        let world = self.world.upgrade().ok_or_else(gone)?;
        let posted_to = (request.method() == Method::POST).then(|| request.uri().path().to_owned());
        let travel = Duration::from_millis(world.rng(5..60));
        if world.rng(0..DEATHS) == 0 {
            world.die("before sending").await;
        }
        world.clock.pass(travel).await;
        let answer = self.simulated.exchange(request, limit).await;
        world.clock.pass(travel).await;
        if world.rng(0..DEATHS) == 0 {
            world.die("after the answer").await;
        }
        if let (Some(path), Ok(answer)) = (posted_to, &answer) {
            note_delivered(&world, &path, answer);
        }
        answer
    }
}

/// Notes the reservation whose making was properly answered.
fn note_delivered(world: &World, path: &str, answer: &Response<Vec<u8>>) {
    if answer.status().is_success()
        && let Ok(body) = serde_json::from_slice::<serde_json::Value>(answer.body())
        && let Some(id) = world.system.made(path, &body)
    {
        world.delivered.borrow_mut().insert(id);
    }
}
