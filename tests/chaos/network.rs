//! The network between the venue's object and the simulator: it takes time, and now and then the object dies while
//! it waits.

use std::collections::HashSet;
use std::rc::Weak;
use std::time::Duration;

use async_trait::async_trait;
use couvert_tests::native::Simulated;
use edge::upstream::{Network, NetworkError};
use http::{Method, Request, Response};

use crate::world::World;

/// One exchange in so many sees the object die at this very moment.
const DEATHS: u64 = 300;

/// The line.
pub struct DeadlyLine {
    pub simulated: Simulated,
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
        let is_create = request.method() == Method::POST;
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
        if let (true, Ok(answer)) = (is_create, &answer) {
            note_delivered(answer, &mut world.delivered.borrow_mut());
        }
        answer
    }
}

/// Notes the reservation whose making was properly answered.
fn note_delivered(answer: &Response<Vec<u8>>, delivered: &mut HashSet<String>) {
    if answer.status().is_success()
        && let Ok(body) = serde_json::from_slice::<serde_json::Value>(answer.body())
        && let Some(id) = body.get("id").and_then(serde_json::Value::as_str)
        && body.get("status").is_some_and(serde_json::Value::is_string)
    {
        delivered.insert(id.to_owned());
    }
}
