//! A venue's `[upstream]`: deadlines, retries, breaker and concurrency of calls to its booking system. Calls to mail,
//! payments and the check against robots have the defaults.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The longest read that the venue's object waits for.
pub const MAX_READ_DEADLINE: Duration = Duration::from_secs(8);
/// The longest write that the venue's object waits for. It is long, since giving up early leaves the outcome unknown.
pub const MAX_WRITE_DEADLINE: Duration = Duration::from_secs(25);

/// The settings for calls to the venue's booking system. Each has a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct UpstreamSettings {
    /// How long one try of a read may take, in milliseconds.
    pub read_try_ms: u32,
    /// How long a read may take with its queueing, tries and waits, in milliseconds; at most 8000.
    pub read_deadline_ms: u32,
    /// How long a write may take with its queueing, in milliseconds; at most 25000.
    pub write_deadline_ms: u32,
    /// A write with less time left than this, in milliseconds, is not sent: its outcome would stay unknown.
    pub write_least_ms: u32,
    /// The largest answer, in bytes of its body.
    pub body_limit_bytes: u32,
    /// How many calls are under way at once. Workers keep six connections open.
    pub concurrency: u8,
    /// How many of them only writes may use.
    pub write_share: u8,
    /// How many reads wait for one of them; as many writes may wait besides.
    pub queue: u16,
    /// The longest time for which a `Retry-After` is obeyed, in seconds.
    pub longest_hold_seconds: u32,
    /// How reads are tried again.
    pub retry: RetrySettings,
    /// When the upstream is left alone.
    pub breaker: BreakerSettings,
    /// How many calls may be sent within a time, below the limit that the system itself has; none where it has no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowance: Option<AllowanceSettings>,
}

/// How many calls may be sent within a time. A limit of the system belongs to the key that calls it: where venues share one,
/// each is given its part of it here. Where an account counts the calls of its venues, this is for the time in which it cannot
/// be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AllowanceSettings {
    /// How many calls may be sent within any `seconds`.
    pub calls: u16,
    /// The length of that time in seconds.
    pub seconds: u16,
    /// How many of the calls only bookings and changes may use, with what they have to ask on the way.
    #[serde(default)]
    pub for_writes: u16,
    /// How many of the calls only questions for days, times and prices may use.
    #[serde(default)]
    pub for_reads: u16,
}

/// How reads are tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RetrySettings {
    /// How often one read is tried again at most.
    pub times: u8,
    /// The first wait is at most this long, in milliseconds; the following ones double it.
    pub first_wait_ms: u32,
    /// No wait is longer than this, in milliseconds.
    pub longest_wait_ms: u32,
    /// How many tries all reads together may add, in percent of the reads.
    pub budget_percent: u8,
    /// How many further tries are there for a venue with few reads; one comes back every ten seconds.
    pub budget_floor: u8,
}

/// When the upstream is left alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct BreakerSettings {
    /// The breaker opens after at least this many failures among the last calls, 1 to `windowCalls`…
    pub failures: u8,
    /// …if they are also at least this share of the last calls, in percent, 1 to 100.
    pub failure_percent: u8,
    /// How many calls count as the last ones.
    pub window_calls: u8,
    /// How old they may be, in seconds.
    pub window_seconds: u16,
    /// How long it is left alone the first time, in milliseconds; every failed probe doubles it.
    pub cool_down_ms: u32,
    /// How long it is left alone at most, in milliseconds.
    pub longest_cool_down_ms: u32,
}

impl Default for UpstreamSettings {
    fn default() -> Self {
        Self {
            read_try_ms: 4_000,
            read_deadline_ms: 8_000,
            write_deadline_ms: 10_000,
            write_least_ms: 250,
            body_limit_bytes: 1024 * 1024,
            concurrency: 6,
            write_share: 2,
            queue: 64,
            longest_hold_seconds: 300,
            retry: RetrySettings::default(),
            breaker: BreakerSettings::default(),
            allowance: None,
        }
    }
}

impl Default for RetrySettings {
    fn default() -> Self {
        Self {
            times: 2,
            first_wait_ms: 200,
            longest_wait_ms: 2_000,
            budget_percent: 20,
            budget_floor: 3,
        }
    }
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self {
            failures: 5,
            failure_percent: 50,
            window_calls: 20,
            window_seconds: 30,
            cool_down_ms: 5_000,
            longest_cool_down_ms: 60_000,
        }
    }
}

impl UpstreamSettings {
    /// Every fault, as a line that names its place.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut fault = |found: bool, line: &str| {
            if found {
                faults.push(line.to_owned());
            }
        };
        fault(self.read_try_ms == 0, "readTryMs: must not be 0");
        fault(
            self.read_deadline_ms < self.read_try_ms,
            "readDeadlineMs: must not be shorter than readTryMs",
        );
        fault(
            self.write_deadline_ms <= self.write_least_ms,
            "writeDeadlineMs: must be longer than writeLeastMs",
        );
        let is_above = |milliseconds: u32, most: Duration| Duration::from_millis(milliseconds.into()) > most;
        fault(
            is_above(self.read_deadline_ms, MAX_READ_DEADLINE),
            "readDeadlineMs: write 8000 or less, guests are answered then",
        );
        fault(
            is_above(self.write_deadline_ms, MAX_WRITE_DEADLINE),
            "writeDeadlineMs: write 25000 or less, guests are answered then",
        );
        fault(self.body_limit_bytes == 0, "bodyLimitBytes: must not be 0");
        fault(
            self.concurrency == 0 || self.write_share >= self.concurrency,
            "writeShare: leave at least one of `concurrency` to reads",
        );
        fault(
            self.retry.budget_percent > 100,
            "retry.budgetPercent: write 0 to 100",
        );
        fault(
            self.retry.longest_wait_ms < self.retry.first_wait_ms,
            "retry.longestWaitMs: must not be shorter than firstWaitMs",
        );
        let breaker = &self.breaker;
        fault(
            breaker.failures == 0 || breaker.failures > breaker.window_calls,
            "breaker.failures: write 1 to windowCalls",
        );
        fault(
            !(1..=100).contains(&breaker.failure_percent),
            "breaker.failurePercent: write 1 to 100",
        );
        fault(
            breaker.window_seconds == 0,
            "breaker.windowSeconds: must not be 0",
        );
        fault(breaker.cool_down_ms == 0, "breaker.coolDownMs: must not be 0");
        fault(
            breaker.longest_cool_down_ms < breaker.cool_down_ms,
            "breaker.longestCoolDownMs: must not be shorter than coolDownMs",
        );
        if let Some(allowance) = &self.allowance {
            let kept = u32::from(allowance.for_writes) + u32::from(allowance.for_reads);
            fault(allowance.calls == 0, "allowance.calls: must not be 0");
            fault(allowance.seconds == 0, "allowance.seconds: must not be 0");
            fault(
                kept > u32::from(allowance.calls),
                "allowance.forWrites: with forReads, must not be more than calls",
            );
            fault(
                allowance.for_writes >= allowance.calls || allowance.for_reads >= allowance.calls,
                "allowance.forReads: leave at least one of `calls` to the other kind",
            );
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: serde_json::Value) -> Result<UpstreamSettings, serde_json::Error> {
        serde_json::from_value(json)
    }

    #[test]
    fn nothing_need_be_set() {
        let settings = parsed(serde_json::json!({})).unwrap();
        assert_eq!(settings, UpstreamSettings::default());
        assert_eq!(settings.faults(), Vec::<String>::new());
    }

    #[test]
    fn one_setting_leaves_the_others_as_they_are() {
        let settings = parsed(serde_json::json!({ "breaker": { "coolDownMs": 100 } })).unwrap();
        assert_eq!(settings.breaker.cool_down_ms, 100);
        assert_eq!(settings.breaker.failures, 5);
        assert_eq!(settings.read_try_ms, 4_000);
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        assert!(parsed(serde_json::json!({ "readTryMS": 1 })).is_err());
        assert!(parsed(serde_json::json!({ "retry": { "tries": 1 } })).is_err());
    }

    #[test]
    fn an_allowance_leaves_calls_to_reads_and_to_writes() {
        let with = |allowance: serde_json::Value| {
            let settings = parsed(serde_json::json!({ "allowance": allowance })).unwrap();
            settings.faults()
        };
        let fine = serde_json::json!({ "calls": 160, "seconds": 30, "forWrites": 40 });
        assert_eq!(with(fine), [""; 0]);
        assert_eq!(
            with(serde_json::json!({ "calls": 10, "seconds": 0, "forWrites": 8, "forReads": 3 })),
            [
                "allowance.seconds: must not be 0",
                "allowance.forWrites: with forReads, must not be more than calls",
            ]
        );
        assert_eq!(
            with(serde_json::json!({ "calls": 10, "seconds": 1, "forWrites": 10 })),
            ["allowance.forReads: leave at least one of `calls` to the other kind"]
        );
        assert!(parsed(serde_json::json!({ "allowance": { "calls": 10 } })).is_err());
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let settings = parsed(serde_json::json!({
            "readTryMs": 0, "writeDeadlineMs": 1, "bodyLimitBytes": 0, "concurrency": 2, "writeShare": 2,
            "retry": { "budgetPercent": 101, "firstWaitMs": 3000 },
            "breaker": {
                "failures": 21, "failurePercent": 0, "windowSeconds": 0, "coolDownMs": 0,
            },
        }))
        .unwrap();
        let faults = settings.faults();
        let places: Vec<&str> = faults
            .iter()
            .filter_map(|fault| Some(fault.split_once(':')?.0))
            .collect();
        assert_eq!(
            places,
            [
                "readTryMs",
                "writeDeadlineMs",
                "bodyLimitBytes",
                "writeShare",
                "retry.budgetPercent",
                "retry.longestWaitMs",
                "breaker.failures",
                "breaker.failurePercent",
                "breaker.windowSeconds",
                "breaker.coolDownMs",
            ]
        );
        let patient = |read: u32, write: u32| {
            let settings = parsed(serde_json::json!({ "readDeadlineMs": read, "writeDeadlineMs": write }));
            settings.unwrap().faults()
        };
        assert_eq!(patient(8_000, 25_000), [""; 0]);
        assert_eq!(
            patient(8_001, 25_001),
            [
                "readDeadlineMs: write 8000 or less, guests are answered then",
                "writeDeadlineMs: write 25000 or less, guests are answered then",
            ]
        );
        let hasty = parsed(
            serde_json::json!({ "readDeadlineMs": 1, "breaker": { "coolDownMs": 9, "longestCoolDownMs": 8 } }),
        );
        assert_eq!(hasty.unwrap().faults().len(), 2);
    }
}
