//! `cargo xtask validate lightspeed`: every operation at the simulated Lightspeed, through a proxy that validates both directions
//! against the vendor's OpenAPI document. The proxy's own numbers end at 2^53: an id beyond is looked at in the very bytes that
//! arrive, past the proxy.

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use couvert_tests::act::{Act, End};
use couvert_tests::lightspeed::{Settings, Simulator};
use couvert_tests::native::TestClock;
use couvert_tests::server::{self, Responder};
use http::Request;
use tokio::task::LocalSet;

use crate::BEGINNING;
use crate::document::Document;
use crate::proxy::{Line, Proxy, Traffic};
use crate::report::Report;
use crate::till::{Surroundings, activate, run};

/// The location of the restaurant, which the proxy's numbers hold.
const NEAR: u64 = 9_007_199_254_740_991;
/// A location past them.
const FAR: u64 = 9_765_040_300_495_493;

/// The operations that have to be called.
const OPERATIONS: [&str; 10] = [
    "activate",
    "answerOnboarding",
    "deactivate",
    "floorPlans",
    "locations",
    "profile",
    "push",
    "setCourses",
    "setProfile",
    "setWebhookAuth",
];

/// The till behind its port, in the time that is set.
pub struct Till {
    /// The till.
    pub simulator: Simulator,
    time: Arc<AtomicU64>,
    /// The bodies of activations, as they arrived.
    activations: Vec<Vec<u8>>,
    /// The requests that were refused, each with its answer.
    refusals: Vec<String>,
}

impl Till {
    fn new(time: Arc<AtomicU64>) -> Self {
        let settings = Settings {
            locations: vec![(NEAR, "Gasthaus zur Linde".to_owned())],
            ..Settings::default()
        };
        Self {
            simulator: Simulator::new(settings),
            time,
            activations: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// The id of its location.
    pub fn location(&self) -> u64 {
        self.simulator.settings.locations.first().map_or(0, |(id, _)| *id)
    }
}

impl Responder for Till {
    fn act(&mut self, request: &Request<Vec<u8>>, now: Duration) -> Act {
        let path = request.uri().path();
        if path.ends_with("/integration/activate") {
            self.activations.push(request.body().clone());
        }
        let act = self.simulator.act(request, now);
        if let End::Answer(answer) = &act.end
            && !answer.status().is_success()
        {
            let text = String::from_utf8_lossy(answer.body());
            let refusal = format!("{} {path}: {} {text}", request.method(), answer.status());
            self.refusals.push(refusal);
        }
        act
    }

    fn is_talkative(&self) -> bool {
        false
    }

    fn time(&self) -> Duration {
        Duration::from_millis(self.time.load(Ordering::SeqCst))
    }
}

/// Carries everything out, prints it, and returns whether all is as it has to be. The counts and the complaints are printed
/// after a run that ended early too: they say why.
pub fn validate(prism: &Path, openapi: &Path) -> Result<bool, Box<dyn Error>> {
    let time = Arc::new(AtomicU64::new(0));
    let till = Arc::new(Mutex::new(Till::new(Arc::clone(&time))));
    let upstream = serve(&till)?;
    let document = Rc::new(Document::read(openapi)?);
    let proxy = Proxy::start(prism, &document, &upstream)?;
    let traffic = Rc::new(RefCell::new(Traffic::default()));
    let pushes = Cell::new(0);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()?;
    let outcome = LocalSet::new().block_on(&runtime, async {
        let clock = TestClock::at(BEGINNING);
        let surroundings = |traffic| Surroundings {
            line: Line::new(clock, time.clone(), traffic, (document.clone(), upstream.clone())),
            clock,
            till: till.clone(),
        };
        run(&surroundings(traffic.clone()), &proxy.origin, &pushes).await?;
        {
            let mut till = till.lock().unwrap_or_else(PoisonError::into_inner);
            till.simulator.settings.locations = vec![(FAR, "Gasthaus zur Linde".to_owned())];
        }
        // Past the proxy, so that it is none of the calls that are validated.
        activate(&surroundings(Rc::default()), &upstream, FAR).await
    });
    drop(proxy);
    let till = till.lock().unwrap_or_else(PoisonError::into_inner);
    let mut wrong = Vec::new();
    if let Err(error) = outcome {
        wrong.push(format!("the run ended early: {error}"));
    }
    add_faults(&mut wrong, &till);
    let traffic = traffic.borrow();
    let report = Report {
        counts: format!("lightspeed: {} pushes; location {FAR}", pushes.get()),
        document: &document,
        traffic: &traffic,
        wrong: &wrong,
    };
    print!("{report}");
    Ok(report.is_clean())
}

/// Adds the faults that the till has seen.
fn add_faults(wrong: &mut Vec<String>, till: &Till) {
    let requests = &till.simulator.requests;
    let uncalled = OPERATIONS.iter().filter(|name| !requests.contains_key(*name));
    wrong.extend(uncalled.map(|name| format!("{name} was never called")));
    let refusals = till.refusals.iter();
    wrong.extend(refusals.map(|text| format!("the simulator refused {text}")));
    let last = till.activations.last().map(|body| String::from_utf8_lossy(body));
    let digits = format!("\"businessLocationId\":{FAR}");
    if !last.is_some_and(|body| body.contains(&digits)) {
        wrong.push("the digits of the location have changed".to_owned());
    }
}

/// Serves the till on a thread of its own, in real time, for as long as the program runs; where it is.
fn serve(till: &Arc<Mutex<Till>>) -> Result<String, Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let listener = runtime.block_on(server::listen(0))?;
    let origin = format!("http://{}", listener.local_addr()?);
    let till = Arc::clone(till);
    std::thread::spawn(move || runtime.block_on(server::serve(listener, till)));
    Ok(origin)
}
