//! `--wait`: how long, and showing on standard error how far it is.

use crate::api::{Progress, Wait};
use crate::cli::environment::World;
use crate::error::human;
use crate::output::sanitise;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;

// The option of every command that starts something. (A doc comment would become the help of commands.)
#[derive(Debug, Clone, Args)]
pub(crate) struct WaitArg {
    /// Wait until it is done, no longer than this (such as 90s, 15m or 1h30m; an hour if not said)
    #[arg(
        long,
        value_name = "DURATION",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1h",
        value_parser = duration
    )]
    pub(crate) wait: Option<Duration>,
}

/// Reads `90`, `90s`, `15m` or `1h30m`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("'{text}' is not a duration: write 90s, 15m or 1h30m");
    if let Ok(seconds) = text.parse::<u64>() {
        return Ok(Duration::from_secs(seconds));
    }
    let read: jiff::SignedDuration = text.parse().map_err(|_| wrong())?;
    Duration::try_from(read).map_err(|_| wrong())
}

/// Shows on standard error how far a wait is: a spinner on a terminal, else a
/// line for each change of status.
pub(super) struct Meter<'w> {
    err: &'w Mutex<&'w mut (dyn Write + Send + 'w)>,
    bar: Option<ProgressBar>,
    last: String,
}

impl<'w> Meter<'w> {
    pub(super) fn new(err: &'w Mutex<&'w mut (dyn Write + Send + 'w)>, terminal: bool) -> Self {
        let bar = terminal.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            // A template that does not parse would only cost the look of it.
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { err, bar, last: String::new() }
    }

    /// A wait of this length that tells this meter.
    pub(super) fn wait(&mut self, limit: Duration) -> Wait<'_> {
        Wait::up_to(limit).on_progress(|progress| self.tell(progress))
    }

    fn tell(&mut self, progress: &Progress<'_>) {
        let Progress { what, status, elapsed, .. } = progress;
        let line = format!("{}: {}", sanitise(what), sanitise(status));
        match &self.bar {
            Some(bar) => bar.set_message(format!("{line} ({})", human(*elapsed))),
            None if line != self.last => {
                if let Ok(mut err) = self.err.lock() {
                    // Progress that cannot be shown is no reason to stop.
                    let _ = writeln!(err, "{line} ({})", human(*elapsed));
                }
                self.last = line;
            }
            None => {}
        }
    }
}

impl Drop for Meter<'_> {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Shows on standard error how many bytes have come, if it is a terminal.
pub(super) fn bytes(terminal: bool, total: u64) -> ProgressBar {
    if !terminal {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {bytes} of {total_bytes} ({eta})") {
        bar.set_style(style);
    }
    bar
}

/// Lends standard error to waits, several of which may run at once.
pub(super) fn shared<'a>(world: &'a mut World<'_>) -> Mutex<&'a mut (dyn Write + Send + 'a)> {
    Mutex::new(&mut world.err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let seconds = |text| duration(text).map(|d| d.as_secs());
        assert_eq!(seconds("90"), Ok(90));
        assert_eq!(seconds("90s"), Ok(90));
        assert_eq!(seconds("15m"), Ok(900));
        assert_eq!(seconds("1h30m"), Ok(5400));
        assert_eq!(seconds("2h"), Ok(7200));
        for wrong in ["", "x", "-5", "-5s", "1x", "s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
