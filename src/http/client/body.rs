//! Reads the body of an answer, which has an end.

use std::io;
use std::io::Read;
use std::time::{Duration, Instant};

/// The slowest body that is read to its end, in bytes a second.
const SLOWEST: u64 = 1000;

/// A body that lasts at most twice the timeout, and the time that its bytes take at 1 kB/s. Without
/// this, each piece of a body may come in time, and the whole never.
pub(super) struct TimedBody<R> {
    inner: R,
    start: Instant,
    timeout: Duration,
    length: u64,
}

/// A body took too long.
#[derive(Debug, thiserror::Error)]
#[error("only {length} bytes of the answer came in {time:.0?}")]
pub(super) struct TooSlow {
    length: u64,
    time: Duration,
}

impl<R> TimedBody<R> {
    pub(super) fn new(inner: R, timeout: Duration) -> Self {
        Self { inner, start: Instant::now(), timeout, length: 0 }
    }

    /// The longest time for the bytes so far.
    fn limit(&self) -> Duration {
        self.timeout * 2 + Duration::from_millis(self.length * 1000 / SLOWEST)
    }
}

impl<R: Read> Read for TimedBody<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.length += read as u64;
        let time = self.start.elapsed();
        if read > 0 && time > self.limit() {
            let error = TooSlow { length: self.length, time };
            return Err(io::Error::new(io::ErrorKind::TimedOut, error));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(age: u64, length: usize) -> TimedBody<Box<dyn Read>> {
        let body: Box<dyn Read> = Box::new(io::repeat(b'x').take(length as u64));
        let mut body = TimedBody::new(body, Duration::from_secs(10));
        body.start = Instant::now().checked_sub(Duration::from_secs(age)).unwrap();
        body
    }

    #[test]
    fn a_body_has_twice_the_timeout_and_a_second_for_each_kilobyte() {
        for (age, length, works) in
            [(19, 1, true), (21, 1, false), (24, 5000, true), (26, 5000, false)]
        {
            let mut into = vec![0; length];
            let read = body(age, length).read(&mut into);
            assert_eq!(read.is_ok(), works, "{age} {length}");
        }
        let error = body(21, 7).read(&mut [0; 7]).unwrap_err();
        assert_eq!(error.to_string(), "only 7 bytes of the answer came in 21s");
        // What has ended is complete, however long it took.
        assert_eq!(body(99, 0).read(&mut [0; 7]).unwrap(), 0);
    }
}
