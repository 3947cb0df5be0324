//! Faults on request, to test how clients cope with them.

use crate::Error;
use crate::sandbox::behavior::rate::{Buckets, Rate};
use crate::sandbox::state::timestamp::Timestamp;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Faults to inject, and when.
///
/// They are written as a list separated by commas, for example
/// `latency=200ms,rate=5/min,error=503@3,close=1%,status=ERROR:name*`.
/// [`KINDS`](Self::KINDS) lists all kinds.
///
/// Percentages are exact, not random: 10% is every tenth request. Only requests to Trove count, from
/// when the sandbox was opened. `*` stands for any text, at the end of a name.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    latency: Duration,
    rate: Option<u32>,
    errors: Vec<(u16, When)>,
    closes: Vec<When>,
    statuses: Vec<(StatusFault, String)>,
    is_unhealthy: bool,
    without_object_store: bool,
    state: Arc<Counters>,
}

/// A fault in the status of an instance or a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatusFault {
    Error,
    Build,
    Silent,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum When {
    Between(u64, u64),
    Percent(f64),
}

#[derive(Debug, Default)]
struct Counters {
    requests: AtomicU64,
    buckets: Buckets,
}

/// A fault instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Injected {
    Status(u16),
    Close,
}

/// A request that came too fast.
#[derive(Debug)]
pub(crate) struct RateLimited {
    /// The number of allowed requests a minute.
    pub(crate) rate: u32,
    /// The seconds to wait.
    pub(crate) seconds: String,
}

/// The number of allowed requests a minute without a fault.
const UNLIMITED: u32 = 1_000_000;

impl Faults {
    /// Every kind of fault: an example, and what it does.
    pub const KINDS: &[(&str, &str)] = &[
        ("latency=200ms", "Delay every answer (also in seconds: 1.5s)"),
        (
            "rate=5/min",
            "Refuse further requests with 413, counted by method and project (never PATCH)",
        ),
        ("error=503@3", "Fail the third request to Trove with 503"),
        ("error=503@3-5", "Fail the third to the fifth request"),
        ("error=500@3-", "Fail all requests from the third"),
        ("error=503:10%", "Fail every tenth request"),
        ("close@3", "Break the connection instead of the third answer"),
        ("close=1%", "Break the connection instead of every hundredth answer"),
        ("status=ERROR:db*", "End instances with a matching name in ERROR, backups in FAILED"),
        ("status=BUILD:db*", "Keep instances with a matching name in BUILD, backups in BUILDING"),
        ("status=SILENT:db*", "Silence the guest agents of instances with a matching name"),
        ("health=503", "Report the service as unhealthy"),
        ("swift=off", "Serve no object store, and therefore no logs"),
    ];

    /// Forgets all requests that were counted.
    pub(crate) fn without_counts(self) -> Self {
        Self { state: Arc::default(), ..self }
    }

    pub(crate) fn latency(&self) -> Duration {
        self.latency
    }

    pub(crate) fn is_unhealthy(&self) -> bool {
        self.is_unhealthy
    }

    /// Counts a request to Trove, and returns the fault that it meets.
    pub(crate) fn inject(&self) -> Option<Injected> {
        let number = self.state.requests.fetch_add(1, Ordering::Relaxed) + 1;
        if self.closes.iter().any(|when| when.includes(number)) {
            return Some(Injected::Close);
        }
        let error = self.errors.iter().find(|(_, when)| when.includes(number));
        error.map(|(status, _)| Injected::Status(*status))
    }

    /// Returns the fault of an instance or a backup with this name.
    pub(crate) fn status_fault(&self, name: &str) -> Option<StatusFault> {
        let matches = |pattern: &str| match pattern.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name == pattern,
        };
        self.statuses.iter().find(|(_, pattern)| matches(pattern)).map(|(fault, _)| *fault)
    }

    pub(crate) fn has_object_store(&self) -> bool {
        !self.without_object_store
    }

    /// Counts a request for the rate limit. Returns the limit if it is exceeded (trove/common/limits.py).
    pub(crate) fn limit_rate(
        &self,
        method: &str,
        project: &str,
        now: Timestamp,
    ) -> Option<RateLimited> {
        if !["GET", "POST", "PUT", "DELETE"].contains(&method) {
            return None;
        }
        let rate = self.per_minute();
        let wait = self.state.buckets.count((method, project), rate, now)?;
        Some(RateLimited { rate, seconds: format!("{:.0}", wait.ceil()) })
    }

    fn per_minute(&self) -> u32 {
        self.rate.unwrap_or(UNLIMITED).max(1)
    }

    /// Returns the rate limit of a method and a project.
    pub(crate) fn rate(&self, method: &str, project: &str, now: Timestamp) -> Rate {
        self.state.buckets.remaining((method, project), self.per_minute(), now)
    }

    /// Returns the rate of requests that are never counted.
    pub(crate) fn full_rate(&self, now: Timestamp) -> Rate {
        let value = self.per_minute();
        Rate { value, remaining: value, next: now }
    }
}

impl When {
    fn includes(self, number: u64) -> bool {
        match self {
            Self::Between(first, last) => (first..=last).contains(&number),
            Self::Percent(percent) => {
                #[expect(clippy::cast_precision_loss, reason = "no one sends 2^52 requests")]
                let share = |number: u64| (number as f64 * percent / 100.0 + 1e-9).floor();
                share(number) > share(number - 1)
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if let Some(percent) = text.strip_suffix('%') {
            let percent: f64 = percent.parse().ok()?;
            return (0.0..=100.0).contains(&percent).then_some(Self::Percent(percent));
        }
        let (first, last) = match text.split_once('-') {
            Some((first, "")) => (first.parse().ok()?, u64::MAX),
            Some((first, last)) => (first.parse().ok()?, last.parse().ok()?),
            None => (text.parse().ok()?, text.parse().ok()?),
        };
        (0 < first && first <= last).then_some(Self::Between(first, last))
    }
}

impl FromStr for Faults {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let mut faults = Self::default();
        for item in text.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            faults.add(item).ok_or_else(|| {
                let kinds: Vec<_> = Self::KINDS.iter().map(|(example, _)| *example).collect();
                Error::invalid(format!("unknown fault '{item}'"))
                    .with_hint(format!("faults are {}", kinds.join(", ")))
            })?;
        }
        Ok(faults)
    }
}

impl Faults {
    fn add(&mut self, item: &str) -> Option<()> {
        let split = item.find(['=', '@'])?;
        let (name, value) = (item.get(..split)?, item.get(split + 1..)?);
        match name {
            "latency" => self.latency = duration(value)?,
            "rate" => {
                let rate = value.strip_suffix("/min")?.parse().ok()?;
                self.rate = (rate > 0).then_some(rate);
                self.rate?;
            }
            "error" => {
                let (status, when) = value.split_once(['@', ':'])?;
                let status = status.parse().ok().filter(|status| (400..600).contains(status))?;
                self.errors.push((status, When::parse(when)?));
            }
            "health" => {
                self.is_unhealthy = value == "503";
                self.is_unhealthy.then_some(())?;
            }
            "close" => self.closes.push(When::parse(value)?),
            "status" => {
                let (status, pattern) = value.split_once(':')?;
                let fault = match status {
                    "ERROR" => StatusFault::Error,
                    "BUILD" => StatusFault::Build,
                    "SILENT" => StatusFault::Silent,
                    _ => return None,
                };
                self.statuses.push((fault, pattern.to_owned()));
            }
            "swift" if value == "off" => self.without_object_store = true,
            _ => return None,
        }
        Some(())
    }
}

fn duration(text: &str) -> Option<Duration> {
    let seconds: f64 = match text.strip_suffix("ms") {
        Some(millis) => millis.parse::<f64>().ok()? / 1000.0,
        None => text.strip_suffix('s')?.parse().ok()?,
    };
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_fault_parses() {
        let text = "latency=200ms, rate=5/min,error=503@3,error=500@5-6,close=25%,close@1,status=ERROR:bad*,status=BUILD:slow";
        let faults: Faults = text.parse().unwrap();
        assert_eq!(faults.latency(), Duration::from_millis(200));
        assert_eq!(faults.status_fault("bad1"), Some(StatusFault::Error));
        assert_eq!(faults.status_fault("slow"), Some(StatusFault::Build));
        assert_eq!(faults.status_fault("slower"), None);
        let injected: Vec<_> = (0..8).map(|_| faults.inject()).collect();
        let (close, e500) = (Some(Injected::Close), Some(Injected::Status(500)));
        let e503 = Some(Injected::Status(503));
        assert_eq!(injected, [close, None, e503, close, e500, e500, None, close]);
    }

    #[test]
    fn every_example_parses_and_none_is_missing() {
        let mut names: Vec<_> = Faults::KINDS.iter().map(|(example, _)| *example).collect();
        for example in &names {
            assert!(example.parse::<Faults>().is_ok(), "{example}");
        }
        names.iter_mut().for_each(|example| *example = example.split(['=', '@']).next().unwrap());
        names.dedup();
        assert_eq!(names, ["latency", "rate", "error", "close", "status", "health", "swift"]);
    }

    #[test]
    fn invalid_faults_are_refused() {
        for text in [
            "x",
            "latency=5",
            "rate=0/min",
            "rate=5",
            "error=503",
            "error=200@1",
            "error=503@0",
            "close=200%",
            "error=503@5-3",
            "status=ACTIVE:x",
            "health=200",
            "swift=on",
            "latency=-1s",
        ] {
            let error = text.parse::<Faults>().unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
            assert!(error.hint().is_some());
        }
    }
}
