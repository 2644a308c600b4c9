//! Sends one request: past the `Retry-After` hold, the breaker and the queue, onto the network, and updates them by
//! its outcome.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use config::UpstreamSettings;
use http::StatusCode;
use shared::time::Instant;
use tokio::sync::Notify;

use super::allowance::{Allowance, AllowanceRules};
use super::breaker::{Admission, Breaker, Pass, Verdict};
use super::budget::Budget;
use super::bulkhead::{Bulkhead, Place};
use super::deadline::ms;
use super::lease::LeasedCalls;
use super::metrics::Metrics;
use super::record::{Observed, Record};
use super::throttle::Throttle;
use super::{
    Answer, BreakerState, Event, Failure, Kind, Log, NetworkError, Ports, RetryAfterStore, deadline, jitter,
    retry_after,
};

/// When a read that met a probe may ask again: the probe's outcome is seldom further away.
const PROBE_WAIT: Duration = Duration::from_secs(1);

/// Everything that is known of one upstream.
pub(super) struct Core {
    pub(super) ports: Rc<Ports>,
    pub(super) settings: UpstreamSettings,
    pub(super) budget: RefCell<Budget>,
    pub(super) bulkhead: Bulkhead,
    pub(super) metrics: Metrics,
    pub(super) log: Rc<dyn Log>,
    breaker: RefCell<Breaker>,
    /// The breaker's state that was logged last.
    logged_state: Cell<BreakerState>,
    probe_settled: Notify,
    throttle: RefCell<Throttle>,
    /// How many calls may be sent; none where the upstream names no limit.
    pub(super) allowance: Option<RefCell<Allowance>>,
    /// The calls that it shares with others; none where it shares none.
    pub(super) leased: Option<LeasedCalls>,
    keeper: Option<Rc<dyn RetryAfterStore>>,
}

/// A request that brought no answer.
pub(super) struct Unanswered {
    pub(super) failure: Failure,
    pub(super) again: Again,
}

/// Whether sending the same request again makes sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// It would have the same result.
    No,
    /// After a while.
    Soon,
    /// After the time the upstream asked for.
    After(Duration),
}

impl Unanswered {
    pub(super) fn unsent(retry_after: Option<Duration>, cause: &'static str) -> Self {
        Self {
            failure: Failure::Away { retry_after, cause },
            again: Again::No,
        }
    }

    /// No time was left for sending it.
    fn no_time(kind: Kind) -> Self {
        match kind {
            Kind::Read => Self {
                failure: Failure::Timeout,
                again: Again::No,
            },
            // A write must not look as if it might have been carried out.
            Kind::Write => Self::unsent(None, "no_time"),
        }
    }
}

/// How long a request may take, from which moment it is settled.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    /// When it has to be over, queueing included.
    pub(super) until: Duration,
    /// How long the exchange alone may take.
    pub(super) exchange: Duration,
    /// With less time left than this it is not sent.
    pub(super) least: Duration,
    /// The share of the allowance that it is taken from.
    pub(super) share: Kind,
}

impl Core {
    pub(super) fn new(ports: Rc<Ports>, settings: UpstreamSettings, log: Rc<dyn Log>) -> Self {
        let allowance = settings.allowance.as_ref().map(AllowanceRules::from);
        Self {
            budget: RefCell::new(Budget::new(&settings.retry, ports.clock.elapsed())),
            bulkhead: Bulkhead::new(&settings),
            metrics: Metrics::new(),
            log,
            breaker: RefCell::new(Breaker::new(settings.breaker.clone())),
            logged_state: Cell::new(BreakerState::Closed),
            probe_settled: Notify::new(),
            throttle: RefCell::default(),
            allowance: allowance.map(|rules| RefCell::new(Allowance::new(rules))),
            leased: None,
            keeper: None,
            ports,
            settings,
        }
    }

    /// Remembers with this from now on, beginning with what it remembers.
    pub(super) fn keep_with(&mut self, keeper: Rc<dyn RetryAfterStore>) {
        let clock = &*self.ports.clock;
        if let Some(until) = keeper.held_until() {
            let left = until.unix().saturating_sub(clock.now().unix());
            let left = Duration::from_secs(u64::try_from(left).unwrap_or(0));
            let left = left.min(self.longest_hold());
            self.throttle.get_mut().resume(clock.elapsed(), left);
        }
        self.keeper = Some(keeper);
    }

    fn longest_hold(&self) -> Duration {
        Duration::from_secs(self.settings.longest_hold_seconds.into())
    }

    pub(super) fn now(&self) -> Duration {
        self.ports.clock.elapsed()
    }

    pub(super) fn breaker_state(&self) -> BreakerState {
        self.breaker.borrow().state(self.now())
    }

    /// The parts that the record of a call reads and writes.
    pub(super) fn observed(&self) -> Observed<'_> {
        Observed {
            ports: &self.ports,
            breaker: &self.breaker,
            metrics: &self.metrics,
            log: &*self.log,
        }
    }

    /// Sends a request once, or returns why it was not sent.
    pub(super) async fn send(
        &self,
        kind: Kind,
        request: &http::Request<Vec<u8>>,
        patience: Patience,
        record: &Record<'_>,
    ) -> Result<Answer, Unanswered> {
        // A call that is refused anyway is refused at once; queued calls are checked again.
        self.check_open()?;
        let (_place, turn) = self.turn(kind, patience, record).await?;
        let pass = self.pass(kind, patience.until).await?;
        let sent_at = self.now();
        let trial = Trial {
            core: self,
            pass: Some(pass),
            sent_at,
            patience: patience.exchange,
        };
        let left = patience.until.saturating_sub(sent_at);
        if left.is_zero() || left < patience.least {
            return Err(Unanswered::no_time(kind));
        }
        self.begin(turn, sent_at, patience.share)?;
        record.sent();
        let until = patience.until.min(sent_at.saturating_add(patience.exchange));
        let limit = usize::try_from(self.settings.body_limit_bytes).unwrap_or(usize::MAX);
        let exchange = self.ports.network.exchange(request.clone(), limit);
        match deadline::until(&*self.ports.clock, until, exchange).await {
            None => {
                // The trial records by itself whether the upstream had time enough.
                drop(trial);
                Err(Unanswered {
                    failure: Failure::Timeout,
                    again: Again::Soon,
                })
            }
            Some(Err(NetworkError::TooLarge)) => {
                trial.settle(Verdict::Success);
                Err(Unanswered {
                    failure: Failure::Failed(NetworkError::TooLarge.to_string()),
                    again: Again::No,
                })
            }
            Some(Err(error @ NetworkError::Broken(_))) => {
                trial.settle(Verdict::Failure);
                Err(Unanswered {
                    failure: Failure::Failed(error.to_string()),
                    again: Again::Soon,
                })
            }
            Some(Ok(answer)) => {
                record.answered(answer.status());
                self.judge(kind, answer, trial)
            }
        }
    }

    /// Judges an answer's status: the result for the caller, and the verdict on the upstream's health.
    fn judge(&self, kind: Kind, answer: Answer, trial: Trial<'_>) -> Result<Answer, Unanswered> {
        let status = answer.status();
        let clock = &*self.ports.clock;
        let asked = retry_after::parse(answer.headers(), clock.now(), self.longest_hold());
        let is_throttled = status == StatusCode::TOO_MANY_REQUESTS;
        let is_unavailable = status == StatusCode::SERVICE_UNAVAILABLE;
        let failed = status.is_server_error() || is_throttled || status == StatusCode::REQUEST_TIMEOUT;
        trial.settle(if failed {
            Verdict::Failure
        } else {
            Verdict::Success
        });
        if is_throttled || (is_unavailable && asked.is_some()) {
            let rng = &*self.ports.rng;
            let time = self.throttle.borrow_mut().hold(self.now(), asked, rng);
            if let (Some(keeper), Some(asked)) = (&self.keeper, asked) {
                let seconds = i64::try_from(asked.as_secs()).unwrap_or(i64::MAX);
                keeper.keep(Instant::from_unix(clock.now().unix().saturating_add(seconds)));
            }
            let failure = if is_unavailable && kind == Kind::Write {
                // A system behind the answering one may have carried it out.
                Failure::Failed(format!("status {}", status.as_u16()))
            } else {
                Failure::Away {
                    retry_after: Some(time),
                    cause: if is_throttled { "throttled" } else { "unavailable" },
                }
            };
            return Err(Unanswered {
                failure,
                again: Again::After(time),
            });
        }
        if status.is_server_error() {
            return Err(Unanswered {
                failure: Failure::Failed(format!("status {}", status.as_u16())),
                again: Again::Soon,
            });
        }
        self.throttle.borrow_mut().took();
        Ok(answer)
    }

    pub(super) fn check_open(&self) -> Result<(), Unanswered> {
        let now = self.now();
        if let Some(wait) = self.throttle.borrow().remaining(now) {
            return Err(Unanswered::unsent(Some(wait), "throttled"));
        }
        match self.breaker.borrow().refusal(now) {
            Some(wait) => Err(Unanswered::unsent(Some(wait), "breaker")),
            None => Ok(()),
        }
    }

    pub(super) async fn place(
        &self,
        kind: Kind,
        until: Duration,
        record: &Record<'_>,
    ) -> Result<Place<'_>, Unanswered> {
        if let Some(place) = self.bulkhead.free(kind) {
            return Ok(place);
        }
        let began = self.now();
        let entered = deadline::until(&*self.ports.clock, until, self.bulkhead.queue(kind)).await;
        record.queued(self.now().saturating_sub(began));
        match entered {
            Some(Ok(place)) => Ok(place),
            Some(Err(_)) => Err(Unanswered::unsent(None, "queue_full")),
            None => Err(Unanswered::no_time(kind)),
        }
    }

    /// Leave to send. A read does not wait for a probe's outcome; a write does, because a guest's
    /// booking is worth more than a quick answer.
    async fn pass(&self, kind: Kind, until: Duration) -> Result<Pass, Unanswered> {
        loop {
            let settled = self.probe_settled.notified();
            let admission = self.breaker.borrow_mut().admit(self.now());
            self.log_state();
            match admission {
                Admission::Granted(pass) => return Ok(pass),
                Admission::Refused(wait) => return Err(Unanswered::unsent(Some(wait), "breaker")),
                Admission::Probing if kind == Kind::Read => {
                    return Err(Unanswered::unsent(Some(PROBE_WAIT), "breaker"));
                }
                Admission::Probing => {
                    if deadline::until(&*self.ports.clock, until, settled)
                        .await
                        .is_none()
                    {
                        return Err(Unanswered::no_time(kind));
                    }
                }
            }
        }
    }

    fn settle(&self, pass: Pass, verdict: Verdict) {
        let rng = &*self.ports.rng;
        let spread = |time| jitter::somewhat_over(time, rng);
        self.breaker
            .borrow_mut()
            .settle(self.now(), pass, verdict, spread);
        self.probe_settled.notify_waiters();
        self.log_state();
    }

    /// Logs the breaker's state if it has changed.
    fn log_state(&self) {
        let to = self.breaker_state();
        let from = self.logged_state.replace(to);
        if from != to {
            self.metrics.turned(to);
            self.log.write(&Event::UpstreamBreaker { from, to });
        }
    }

    /// The wait before a read is tried for another time, if there is one that ends before `until`.
    pub(super) fn wait(
        &self,
        again: Again,
        waits: &mut impl Iterator<Item = Duration>,
        until: Duration,
    ) -> Option<Duration> {
        let longest = waits.next()?;
        let spread = jitter::up_to(longest, &*self.ports.rng);
        let wait = match again {
            Again::No => return None,
            Again::Soon => spread,
            Again::After(time) => time.saturating_add(spread),
        };
        let now = self.now();
        let fits = now.saturating_add(wait) < until;
        (fits && self.budget.borrow_mut().withdraw(now)).then_some(wait)
    }

    /// The longest waits before the further tries of one read.
    pub(super) fn waits(&self) -> impl Iterator<Item = Duration> {
        use backon::BackoffBuilder;

        let retry = &self.settings.retry;
        backon::ExponentialBuilder::new()
            .with_min_delay(ms(retry.first_wait_ms))
            .with_max_delay(ms(retry.longest_wait_ms))
            .with_max_times(retry.times.into())
            .build()
    }
}

/// A request in flight. If it is dropped, it was aborted: that counts against the upstream once it
/// has had half of the time it is given by the settings, and for nothing before.
struct Trial<'a> {
    core: &'a Core,
    pass: Option<Pass>,
    sent_at: Duration,
    patience: Duration,
}

impl Trial<'_> {
    fn settle(mut self, verdict: Verdict) {
        if let Some(pass) = self.pass.take() {
            self.core.settle(pass, verdict);
        }
    }
}

impl Drop for Trial<'_> {
    fn drop(&mut self) {
        if let Some(pass) = self.pass.take() {
            let ran = self.core.now().saturating_sub(self.sent_at);
            let had_time = ran.saturating_mul(2) >= self.patience;
            let verdict = if had_time {
                Verdict::Failure
            } else {
                Verdict::Silence
            };
            self.core.settle(pass, verdict);
        }
    }
}
