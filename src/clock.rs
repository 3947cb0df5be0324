//! Clocks: the one of the machine, and one for tests.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Tells the time and sleeps. All waiting and all expiry go through a clock.
pub trait Clock: Send + Sync {
    /// The time of day. It jumps when somebody sets the clock of the machine.
    fn now(&self) -> SystemTime;
    /// The time since a fixed moment in the past. It never jumps: durations are measured with it.
    fn elapsed(&self) -> Duration;
    /// Sleeps for `duration`.
    fn sleep(&self, duration: Duration);
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn elapsed(&self) -> Duration {
        static START: OnceLock<Instant> = OnceLock::new();
        START.get_or_init(Instant::now).elapsed()
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that sleeps")]
    fn sleep(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}

/// A clock for tests: it moves when it is advanced, and by sleeping.
#[derive(Debug)]
pub struct ManualClock(Mutex<Hands>);

#[derive(Debug)]
struct Hands {
    now: SystemTime,
    elapsed: Duration,
}

impl ManualClock {
    /// Makes a clock that stands at `start`.
    #[must_use]
    pub fn new(start: SystemTime) -> Self {
        Self(Mutex::new(Hands { now: start, elapsed: Duration::ZERO }))
    }

    /// Advances the clock.
    pub fn advance(&self, duration: Duration) {
        let mut hands = self.hands();
        hands.now += duration;
        hands.elapsed += duration;
    }

    /// Sets the time of day, as an administrator of the machine does. No time passes.
    pub fn set(&self, now: SystemTime) {
        self.hands().now = now;
    }

    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        self.hands().now
    }

    fn elapsed(&self) -> Duration {
        self.hands().elapsed
    }

    fn sleep(&self, duration: Duration) {
        self.advance(duration);
    }
}
