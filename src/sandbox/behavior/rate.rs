//! Rate limits: requests of one method and project in a minute.

use crate::sandbox::state::timestamp::Timestamp;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const MINUTE: f64 = 60.0;

/// Leaky buckets, one for each method and project.
#[derive(Debug, Default)]
pub(crate) struct Buckets(Mutex<Vec<Bucket>>);

/// A leaky bucket: `level` seconds of a minute are used up.
#[derive(Debug)]
struct Bucket {
    key: String,
    level: f64,
    last: Timestamp,
    /// The time from which there is room for another request.
    next: Timestamp,
}

/// The number of requests that are allowed in a minute, and how many of them are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rate {
    pub(crate) value: u32,
    pub(crate) remaining: u32,
    pub(crate) next: Timestamp,
}

fn key(method: &str, project: &str) -> String {
    format!("{method} {project}")
}

impl Buckets {
    /// Counts a request. Returns the seconds to wait if there were too many.
    pub(crate) fn count(
        &self,
        (method, project): (&str, &str),
        per_minute: u32,
        now: Timestamp,
    ) -> Option<f64> {
        let (key, amount) = (key(method, project), MINUTE / f64::from(per_minute));
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
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

    /// Returns what is left of a rate: all of it if nothing was counted yet.
    pub(crate) fn remaining(
        &self,
        (method, project): (&str, &str),
        per_minute: u32,
        now: Timestamp,
    ) -> Rate {
        let key = key(method, project);
        let buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match buckets.iter().find(|bucket| bucket.key == key) {
            Some(bucket) => Rate {
                value: per_minute,
                remaining: bucket.remaining(per_minute),
                next: bucket.next,
            },
            None => Rate { value: per_minute, remaining: per_minute, next: now },
        }
    }
}

impl Bucket {
    /// Returns how many requests there was room for after the last one.
    fn remaining(&self, per_minute: u32) -> u32 {
        let room = ((MINUTE - self.level) / MINUTE * f64::from(per_minute) + 1e-6).floor();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to per_minute"
        )]
        let room = room.clamp(0.0, f64::from(per_minute)) as u32;
        room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_leaks() {
        let buckets = Buckets::default();
        let start = Timestamp(0);
        let count = |now| buckets.count(("GET", "p"), 3, now);
        assert_eq!([count(start), count(start), count(start)], [None; 3]);
        assert_eq!(count(start).map(f64::round), Some(20.0));
        assert_eq!(count(start.after(Duration::from_secs(21))), None);
    }
}
