//! Faults on request: what a sandbox does wrong so that clients can be tried.

use crate::Error;
use crate::sandbox::http::call::Call;
use crate::sandbox::http::reply::{Refusal, Reply};
use crate::sandbox::state::timestamp::Moment;
use serde_json::json;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// What goes wrong, and when.
///
/// Written as items between commas, for example
/// `latency=200ms,rate=5/min,error=503@3,close=1%,status=ERROR:name*`: [`KINDS`](Self::KINDS) has all.
///
/// Percentages are exact, not random: 10% is each tenth request. Only requests to
/// Trove are counted, from when the sandbox was opened; `*` matches anything and may
/// stand at the end of a name only.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    latency: Duration,
    rate: Option<u32>,
    errors: Vec<(u16, When)>,
    closes: Vec<When>,
    fates: Vec<(Fate, String)>,
    is_unwell: bool,
    without_object_store: bool,
    state: Arc<Counters>,
}

/// What becomes of an instance, or of a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
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
    buckets: Mutex<Vec<Bucket>>,
}

/// A leaky bucket: `level` seconds of a minute are used up.
#[derive(Debug)]
struct Bucket {
    key: String,
    level: f64,
    last: Moment,
    /// When there is room for another request.
    next: Moment,
}

/// How many requests of a kind may be made in a minute, and now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) value: u32,
    pub(crate) remaining: u32,
    pub(crate) next: Moment,
}

/// What a request meets instead of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accident {
    Status(u16),
    Close,
}

const MINUTE: f64 = 60.0;

/// How many requests a minute are allowed when there is no limit.
const UNLIMITED: u32 = 1_000_000;

fn bucket_key(verb: &str, call: &Call<'_>) -> String {
    format!("{verb} {}", call.caller.project)
}

impl Faults {
    /// Every kind of fault: an example of how it is written, and what it does.
    pub const KINDS: &[(&str, &str)] = &[
        ("latency=200ms", "Every answer comes that much later (or as in 1.5s)"),
        (
            "rate=5/min",
            "More requests of one method and project are refused with 413; PATCH never is",
        ),
        ("error=503@3", "The third request to Trove fails with 503"),
        ("error=503@3-5", "The third to the fifth"),
        ("error=500@3-", "All from the third"),
        ("error=503:10%", "Every tenth request fails"),
        ("close@3", "The connection breaks instead of an answer"),
        ("close=1%", "It does for every hundredth"),
        ("status=ERROR:db*", "Instances whose name matches end in ERROR, such backups in FAILED"),
        ("status=BUILD:db*", "They stay in BUILD, backups in BUILDING"),
        ("status=SILENT:db*", "Their guest agent stops reporting once they run"),
        ("health=503", "The service says of itself that it is not well"),
        ("swift=off", "There is no object store, and so no logs"),
    ];

    /// The same faults, with nothing counted yet.
    pub(crate) fn afresh(self) -> Self {
        Self { state: Arc::default(), ..self }
    }

    /// How long answers take.
    pub(crate) fn latency(&self) -> Duration {
        self.latency
    }

    /// Whether the service says that it is not well.
    pub(crate) fn is_unwell(&self) -> bool {
        self.is_unwell
    }

    /// Counts a request, and tells what happens to it.
    pub(crate) fn strike(&self) -> Option<Accident> {
        let number = self.state.requests.fetch_add(1, Ordering::Relaxed) + 1;
        if self.closes.iter().any(|when| when.is(number)) {
            return Some(Accident::Close);
        }
        let error = self.errors.iter().find(|(_, when)| when.is(number));
        error.map(|(status, _)| Accident::Status(*status))
    }

    /// What becomes of an instance or a backup with this name.
    pub(crate) fn fate(&self, name: &str) -> Option<Fate> {
        let matches = |pattern: &str| match pattern.strip_suffix('*') {
            Some(prefix) => name.starts_with(prefix),
            None => name == pattern,
        };
        self.fates.iter().find(|(_, pattern)| matches(pattern)).map(|(fate, _)| *fate)
    }

    /// Is there an object store?
    pub(crate) fn has_object_store(&self) -> bool {
        !self.without_object_store
    }

    /// Refuses what comes too fast (trove/common/limits.py).
    pub(crate) fn limit_rate(&self, call: &Call<'_>) -> Result<(), Refusal> {
        let verb = call.request.method().as_str();
        if !["GET", "POST", "PUT", "DELETE"].contains(&verb) {
            return Ok(());
        }
        let rate = self.per_minute();
        let amount = MINUTE / f64::from(rate);
        let Some(wait) = self.state.pour(bucket_key(verb, call), amount, call.now) else {
            return Ok(());
        };
        let seconds = format!("{:.0}", wait.ceil());
        let details = format!("Only {rate} {verb} request(s) can be made to * every minute.");
        let body = json!({"overLimit": {
            "code": 413,
            "message": "This request was rate-limited.",
            "details": details,
            "retryAfter": seconds,
        }});
        Err(Refusal::Other(Reply::json(413, &body).with("retry-after", seconds)))
    }

    fn per_minute(&self) -> u32 {
        self.rate.unwrap_or(UNLIMITED).max(1)
    }

    /// How many requests of this method the caller's project may make; all of them if none is counted.
    pub(crate) fn rate(&self, verb: &str, call: &Call<'_>, is_counted: bool) -> Rate {
        let value = self.per_minute();
        let full = Rate { value, remaining: value, next: call.now };
        let buckets = self.state.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let key = bucket_key(verb, call);
        match buckets.iter().find(|bucket| is_counted && bucket.key == key) {
            Some(bucket) => Rate { remaining: bucket.room(value), next: bucket.next, ..full },
            None => full,
        }
    }
}

impl Bucket {
    /// How many of so many requests a minute there was room for after the last one.
    fn room(&self, value: u32) -> u32 {
        let room = ((MINUTE - self.level) / MINUTE * f64::from(value) + 1e-6).floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to value"
        )]
        let room = room.clamp(0.0, f64::from(value)) as u32;
        room
    }
}

impl Counters {
    /// Adds to a bucket; tells how many seconds to wait when it is full.
    fn pour(&self, key: String, amount: f64, now: Moment) -> Option<f64> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let index = buckets.iter().position(|bucket| bucket.key == key).unwrap_or_else(|| {
            buckets.push(Bucket { key, level: 0.0, last: now, next: now });
            buckets.len() - 1
        });
        let bucket = buckets.get_mut(index)?;
        let level = (bucket.level - now.since(bucket.last).as_secs_f64()).max(0.0) + amount;
        bucket.last = now;
        // The sum of so many parts of a minute is not exactly a minute.
        let excess = level - MINUTE - 1e-6;
        bucket.level = if excess > 0.0 { level - amount } else { level };
        bucket.next = now.after(Duration::from_secs_f64(excess.max(0.0)));
        (excess > 0.0).then_some(excess)
    }
}

impl When {
    fn is(self, number: u64) -> bool {
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
                self.is_unwell = value == "503";
                self.is_unwell.then_some(())?;
            }
            "close" => self.closes.push(When::parse(value)?),
            "status" => {
                let (fate, pattern) = value.split_once(':')?;
                let fate = match fate {
                    "ERROR" => Fate::Error,
                    "BUILD" => Fate::Build,
                    "SILENT" => Fate::Silent,
                    _ => return None,
                };
                self.fates.push((fate, pattern.to_owned()));
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
    fn every_kind_of_fault_is_understood() {
        let text = "latency=200ms, rate=5/min,error=503@3,error=500@5-6,close=25%,close@1,status=ERROR:bad*,status=BUILD:slow";
        let faults: Faults = text.parse().unwrap();
        assert_eq!(faults.latency(), Duration::from_millis(200));
        assert_eq!(faults.fate("bad1"), Some(Fate::Error));
        assert_eq!(faults.fate("slow"), Some(Fate::Build));
        assert_eq!(faults.fate("slower"), None);
        let met: Vec<_> = (0..8).map(|_| faults.strike()).collect();
        let (close, e500) = (Some(Accident::Close), Some(Accident::Status(500)));
        let e503 = Some(Accident::Status(503));
        assert_eq!(met, [close, None, e503, close, e500, e500, None, close]);
    }

    #[test]
    fn every_example_is_a_fault_and_none_is_missing() {
        let mut told: Vec<_> = Faults::KINDS.iter().map(|(example, _)| *example).collect();
        for example in &told {
            assert!(example.parse::<Faults>().is_ok(), "{example}");
        }
        told.iter_mut().for_each(|example| *example = example.split(['=', '@']).next().unwrap());
        told.dedup();
        assert_eq!(told, ["latency", "rate", "error", "close", "status", "health", "swift"]);
    }

    #[test]
    fn what_is_no_fault_is_refused() {
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

    #[test]
    fn a_bucket_leaks() {
        let counters = Counters::default();
        let (start, part) = (Moment(0), MINUTE / 3.0);
        let pour = |now| counters.pour("GET p".into(), part, now);
        assert_eq!([pour(start), pour(start), pour(start)], [None; 3]);
        assert_eq!(pour(start).map(f64::round), Some(20.0));
        assert_eq!(pour(start.after(Duration::from_secs(21))), None);
    }
}
