//! `--timing`: how long each request took.

use crate::http::Timings;
use std::io::Write;
use std::time::Duration;

/// Prints a line for each request, and the total.
pub(in crate::cli) fn print(timings: &Timings, err: &mut dyn Write) {
    let timings = timings.all();
    let mut total = Duration::ZERO;
    for timing in &timings {
        total += timing.duration;
        let status = timing.status.map_or("failed".to_owned(), |status| status.to_string());
        let seconds = timing.duration.as_secs_f64();
        // If the times cannot be printed, the command has still succeeded.
        let _ = writeln!(err, "{seconds:.3}s {status} {} {}", timing.method, timing.url);
    }
    let _ = writeln!(err, "{:.3}s in {} requests", total.as_secs_f64(), timings.len());
}
