//! A world for tests: a network that answers by script, a clock that only moves while everyone
//! waits, randomness that is always the same, and a log that can be read.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use async_trait::async_trait;
use config::UpstreamSettings;
use shared::time::Instant;

use crate::upstream::{
    AllowanceRules, Answer, Call, CallLeases, Clock, Event, Failure, Log, Network, NetworkError, Ports,
    RetryAfterStore, Rng, Scope, Upstream,
};

/// When the world begins, in seconds after the Unix epoch.
pub(crate) const BEGIN: i64 = 1_780_000_000;

/// The network's scripted reaction to a request.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// After how many milliseconds.
    after: u64,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Status(u16, Option<&'static str>),
    Broken,
    TooLarge,
}

/// An answer of this status.
pub(crate) fn status(status: u16) -> Reply {
    What::Status(status, None).at_once()
}

/// An answer of this status with a `Retry-After`.
pub(crate) fn retry_after(status: u16, value: &'static str) -> Reply {
    What::Status(status, Some(value)).at_once()
}

/// A connection that breaks.
pub(crate) fn broken() -> Reply {
    What::Broken.at_once()
}

/// An answer that is too large.
pub(crate) fn too_large() -> Reply {
    What::TooLarge.at_once()
}

/// An answer that never comes.
pub(crate) fn never() -> Reply {
    status(200).after(100_000_000)
}

impl What {
    fn at_once(self) -> Reply {
        Reply { after: 0, what: self }
    }
}

impl Reply {
    /// The same after so many milliseconds.
    pub(crate) fn after(mut self, milliseconds: u64) -> Self {
        self.after = milliseconds;
        self
    }

    /// The same, but this much later.
    pub(crate) fn late(mut self, milliseconds: u64) -> Self {
        self.after += milliseconds;
        self
    }
}

/// A request that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    /// When, in milliseconds.
    pub(crate) at: u64,
    /// The path.
    pub(crate) path: String,
    /// The body's limit that was given.
    pub(crate) limit: usize,
    /// Whether it is turned away unread.
    pub(crate) turned_away: bool,
}

/// State that the ports share with the test.
pub(crate) struct Inner {
    script: RefCell<VecDeque<Reply>>,
    otherwise: RefCell<Reply>,
    sent: RefCell<Vec<Sent>>,
    under_way: Cell<usize>,
    most: Cell<usize>,
    events: RefCell<Vec<Event>>,
    rng: Cell<u64>,
    held_until: Cell<Option<i64>>,
    began: tokio::time::Instant,
}

impl Inner {
    fn now(&self) -> Duration {
        self.began.elapsed()
    }
}

struct UnderWay(Rc<Inner>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get() - 1);
    }
}

/// Lets so much time of the tests' clock go by.
pub(crate) async fn pass(time: Duration) {
    tokio::time::sleep(time).await;
}

struct Shared(Rc<Inner>);

#[async_trait(?Send)]
impl Network for Shared {
    async fn exchange(&self, request: http::Request<Vec<u8>>, limit: usize) -> Result<Answer, NetworkError> {
        let inner = &self.0;
        let scripted = inner.script.borrow_mut().pop_front();
        let reply = scripted.unwrap_or_else(|| inner.otherwise.borrow().clone());
        inner.sent.borrow_mut().push(Sent {
            at: u64::try_from(inner.now().as_millis()).unwrap(),
            path: request.uri().path().to_owned(),
            limit,
            turned_away: matches!(reply.what, What::Status(429, _)),
        });
        inner.under_way.set(inner.under_way.get() + 1);
        inner.most.set(inner.most.get().max(inner.under_way.get()));
        let _under_way = UnderWay(Rc::clone(inner));
        if reply.after > 0 {
            tokio::time::sleep(Duration::from_millis(reply.after)).await;
        }
        match reply.what {
            What::Status(status, retry_after) => {
                let mut answer = http::Response::builder().status(status);
                if let Some(value) = retry_after {
                    answer = answer.header("retry-after", value);
                }
                Ok(answer.body(request.uri().path().into()).unwrap())
            }
            What::Broken => Err(NetworkError::Broken("reset".to_owned())),
            What::TooLarge => Err(NetworkError::TooLarge),
        }
    }
}

#[async_trait(?Send)]
impl Clock for Shared {
    fn now(&self) -> Instant {
        Instant::from_unix(BEGIN + i64::try_from(self.0.now().as_secs()).unwrap())
    }

    fn elapsed(&self) -> Duration {
        self.0.now()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

impl Rng for Shared {
    fn next(&self) -> u64 {
        self.0.rng.get()
    }
}

impl RetryAfterStore for Shared {
    fn held_until(&self) -> Option<Instant> {
        self.0.held_until.get().map(Instant::from_unix)
    }

    fn keep(&self, until: Instant) {
        self.0.held_until.set(Some(until.unix()));
    }
}

impl Log for Shared {
    fn write(&self, event: &Event) {
        self.0.events.borrow_mut().push(event.clone());
    }
}

/// A world with one upstream, whose network answers 200 unless it is scripted otherwise.
pub(crate) struct World {
    pub(crate) upstream: Rc<Upstream>,
    inner: Rc<Inner>,
}

/// A call of this name to its own path.
pub(crate) fn call(name: &'static str) -> Call {
    call_to(name, name)
}

/// A call of this name to this path.
pub(crate) fn call_to(name: &'static str, path: &str) -> Call {
    let uri = format!("https://api.example.com/{path}?key=SECRET");
    let request = http::Request::get(uri).header("authorization", "Bearer SECRET");
    Call {
        name,
        request: request.body(Vec::new()).unwrap(),
    }
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(UpstreamSettings::default())
    }

    pub(crate) fn with(settings: UpstreamSettings) -> Self {
        Self::beginning(settings, None)
    }

    /// A world whose upstream is called within an allowance.
    pub(crate) fn allowed(rules: AllowanceRules) -> Self {
        let Self { upstream, inner } = Self::new();
        let upstream = Rc::try_unwrap(upstream).ok().unwrap();
        Self {
            upstream: Rc::new(upstream.within(rules)),
            inner,
        }
    }

    /// A world whose upstream leases its calls, and has this allowance of its own.
    pub(crate) fn leasing(leases: Rc<dyn CallLeases>, own: AllowanceRules) -> Self {
        let Self { upstream, inner } = Self::new();
        let upstream = Rc::try_unwrap(upstream).ok().unwrap();
        Self {
            upstream: Rc::new(upstream.leasing(leases, own)),
            inner,
        }
    }

    /// A world in which an earlier process stored until when the upstream is not called.
    pub(crate) fn remembering(held_until: i64) -> Self {
        Self::beginning(UpstreamSettings::default(), Some(held_until))
    }

    fn beginning(settings: UpstreamSettings, held_until: Option<i64>) -> Self {
        assert_eq!(settings.faults(), Vec::<String>::new());
        let inner = Rc::new(Inner {
            script: RefCell::default(),
            otherwise: RefCell::new(status(200)),
            sent: RefCell::default(),
            under_way: Cell::default(),
            most: Cell::default(),
            events: RefCell::default(),
            rng: Cell::new(0),
            held_until: Cell::new(held_until),
            began: tokio::time::Instant::now(),
        });
        let shared = || Shared(Rc::clone(&inner));
        let ports = Ports {
            network: Box::new(shared()),
            clock: Box::new(shared()),
            rng: Box::new(shared()),
        };
        let upstream = Upstream::with(Rc::new(ports), settings, Rc::new(shared()));
        let upstream = Rc::new(upstream.keeping(Rc::new(shared())));
        Self { upstream, inner }
    }

    /// The next requests get these replies, in order.
    pub(crate) fn script(&self, replies: impl IntoIterator<Item = Reply>) {
        self.inner.script.borrow_mut().extend(replies);
    }

    /// Requests beyond the script get this reply.
    pub(crate) fn otherwise(&self, reply: Reply) {
        *self.inner.otherwise.borrow_mut() = reply;
    }

    /// From now on, every request is answered with 200 at once.
    pub(crate) fn recover(&self) {
        self.inner.script.borrow_mut().clear();
        self.otherwise(status(200));
    }

    /// A scope that ends in so many milliseconds.
    pub(crate) fn scope(&self, milliseconds: u64) -> Scope {
        Scope::new(self.inner.now() + Duration::from_millis(milliseconds))
    }

    /// A read by a guest with a minute's patience; the answer's status.
    pub(crate) async fn read(&self, name: &'static str) -> Result<u16, Failure> {
        self.read_in(&self.scope(60_000), name).await
    }

    /// A read within a scope; the answer's status.
    pub(crate) async fn read_in(&self, scope: &Scope, name: &'static str) -> Result<u16, Failure> {
        let answer = self.upstream.read(scope, &call(name)).await;
        answer.map(|answer| answer.status().as_u16())
    }

    /// A write by a guest with a minute's patience; the answer's status.
    pub(crate) async fn write(&self, name: &'static str) -> Result<u16, Failure> {
        self.write_in(&self.scope(60_000), name).await
    }

    /// A write within a scope; the answer's status.
    pub(crate) async fn write_in(&self, scope: &Scope, name: &'static str) -> Result<u16, Failure> {
        let answer = self.upstream.write(scope, &call(name)).await;
        answer.map(|answer| answer.status().as_u16())
    }

    /// Lets so much time go by.
    pub(crate) async fn pass(&self, milliseconds: u64) {
        pass(Duration::from_millis(milliseconds)).await;
    }

    /// Milliseconds since the world began.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.inner.now().as_millis()).unwrap()
    }

    /// Every request sent so far.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.inner.sent.borrow().clone()
    }

    /// How many requests were sent so far.
    pub(crate) fn count(&self) -> usize {
        self.inner.sent.borrow().len()
    }

    /// How many requests are on the network.
    pub(crate) fn under_way(&self) -> usize {
        self.inner.under_way.get()
    }

    /// How many requests were on the network at once at most.
    pub(crate) fn most(&self) -> usize {
        self.inner.most.get()
    }

    /// The logged events.
    pub(crate) fn events(&self) -> Vec<Event> {
        self.inner.events.borrow().clone()
    }

    /// Until when the upstream asked to be left alone, in seconds after the world began.
    pub(crate) fn stored_hold(&self) -> Option<i64> {
        self.inner.held_until.get().map(|until| until - BEGIN)
    }

    /// From now on, the random number is this.
    pub(crate) fn rng(&self, number: u64) {
        self.inner.rng.set(number);
    }

    /// Opens the breaker with failing writes, which are not tried again.
    pub(crate) async fn open_breaker(&self) {
        self.script((0..5).map(|_| status(500)));
        for _ in 0..5 {
            let failure = self.write("breaking").await.unwrap_err();
            assert!(failure.is_outcome_unknown());
        }
    }
}

/// Nothing was sent, or turned away unread, for this reason.
pub(crate) fn away(milliseconds: Option<u64>, cause: &'static str) -> Failure {
    Failure::Away {
        retry_after: milliseconds.map(Duration::from_millis),
        cause,
    }
}
