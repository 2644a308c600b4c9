//! A check for tests: a Cloudflare that answers by script, and a clock that stands still.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;
use serde_json::{Value, json};
use shared::time::Instant;

use crate::challenge::Check;
use crate::upstream::{Clock, Network, NetworkError, Ports, Rng, Upstream};

/// The requests that were sent.
pub(crate) type Requests = Rc<RefCell<Vec<http::Request<Vec<u8>>>>>;

/// A network with one answer to every request, which records the requests.
struct Script {
    answer: Result<Value, ()>,
    requests: Rc<RefCell<Vec<http::Request<Vec<u8>>>>>,
}

#[async_trait(?Send)]
impl Network for Script {
    async fn exchange(
        &self,
        request: http::Request<Vec<u8>>,
        _: usize,
    ) -> Result<http::Response<Vec<u8>>, NetworkError> {
        self.requests.borrow_mut().push(request);
        match &self.answer {
            Ok(answer) => Ok(http::Response::new(answer.to_string().into_bytes())),
            Err(()) => Err(NetworkError::Broken("script".to_owned())),
        }
    }
}

/// A clock that stands still; waits end at once.
struct StoppedClock;

#[async_trait(?Send)]
impl Clock for StoppedClock {
    fn now(&self) -> Instant {
        Instant::from_unix(1_795_000_000)
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    async fn sleep(&self, time: Duration) {
        // Deadlines never come; a pause before another try is over at once.
        if time > Duration::from_secs(3) {
            std::future::pending::<()>().await;
        }
    }
}

struct FixedRng;

impl Rng for FixedRng {
    fn next(&self) -> u64 {
        0
    }
}

pub(crate) fn check(answer: Result<Value, ()>, settings: &Value) -> (Check, Requests) {
    let requests = Requests::default();
    let network = Script {
        answer,
        requests: requests.clone(),
    };
    let ports = Rc::new(Ports {
        network: Box::new(network),
        clock: Box::new(StoppedClock),
        rng: Box::new(FixedRng),
    });
    let mut all = json!({ "siteKey": "1x00000000000000000000AA", "secret": "KEY" });
    all.as_object_mut()
        .unwrap()
        .extend(settings.as_object().unwrap().clone());
    let secret = SecretString::from("s3cret");
    let upstream = Upstream::new(ports.clone());
    (
        Check::new(serde_json::from_value(all).unwrap(), secret, upstream, ports),
        requests,
    )
}
