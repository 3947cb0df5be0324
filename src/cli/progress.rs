//! The progress of a wait or a download, on standard error.

use crate::api::{Progress, Wait};
use crate::error::human;
use crate::output::sanitize;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;

/// Shows the progress of a wait on standard error: a spinner on a terminal, otherwise a line for each
/// change of the status.
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

    /// Makes a wait of at most this length that reports to this meter.
    pub(super) fn wait(&mut self, limit: Duration) -> Wait<'_> {
        Wait::up_to(limit).on_progress(|progress| self.tell(progress))
    }

    fn tell(&mut self, progress: &Progress<'_>) {
        let Progress { subject, status, elapsed, .. } = progress;
        let line = format!("{}: {}", sanitize(&subject.to_string()), sanitize(status));
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

/// Shows the number of received bytes on standard error, if it is a terminal.
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
