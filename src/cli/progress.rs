//! The progress of a wait or a download, on standard error.

use crate::api::{Cancel, Progress, Wait, WaitEvent};
use crate::cli::stderr::secrets;
use crate::error::human;
use crate::json::Object;
use crate::output::sanitize;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::Write;
use std::sync::Mutex;
use std::time::Duration;

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Show {
    Nothing,
    /// A line for each change of status, and one for each minute without a change.
    Lines,
    /// A spinner on the terminal.
    Spinner,
}

/// Shows on standard error how far a wait is, and keeps what the wait has seen last.
pub(super) struct Meter<'w> {
    err: &'w Mutex<&'w mut (dyn Write + Send + 'w)>,
    show: Show,
    bar: Option<ProgressBar>,
    last: String,
    minutes: u64,
    /// The resource as it was seen last.
    seen: Option<Object>,
}

impl<'w> Meter<'w> {
    pub(super) fn new(err: &'w Mutex<&'w mut (dyn Write + Send + 'w)>, show: Show) -> Self {
        let bar = (show == Show::Spinner).then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            // A template that does not parse would only cost the look of it.
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(120));
            bar
        });
        Self { err, show, bar, last: String::new(), minutes: 0, seen: None }
    }

    /// Makes a wait of at most this length that reports to this meter.
    pub(super) fn wait(&mut self, limit: Duration, cancel: Cancel) -> Wait<'_> {
        Wait::up_to(limit).until(cancel).on_progress(|progress| self.tell(progress))
    }

    /// The resource as it was seen last.
    pub(super) fn into_seen(mut self) -> Option<Object> {
        self.seen.take()
    }

    fn tell(&mut self, progress: &Progress<'_>) {
        let Progress { subject, status, elapsed, object, event, .. } = progress;
        if let Some(object) = object {
            self.seen = Some((*object).clone());
        }
        let subject = sanitize(&subject.to_string()).into_owned();
        let line = format!("{subject}: {}", sanitize(status));
        if let Some(event) = event {
            self.say(&format!("{subject} {}", said(*event, &sanitize(status))));
        }
        let minutes = elapsed.as_secs() / 60;
        match &self.bar {
            Some(bar) => {
                // The spinner draws on the standard error of the process, past the filter of `err`.
                let line = format!("{line} ({})", human(*elapsed));
                bar.set_message(secrets().hide(&line).into_owned());
            }
            None if line != self.last => self.say(&format!("{line} ({})", human(*elapsed))),
            None if minutes > self.minutes => {
                let (status, seconds) = (sanitize(status), elapsed.as_secs());
                self.say(&format!("{subject}: still {status} ({seconds}s)"));
            }
            None => {}
        }
        self.minutes = minutes;
        self.last = line;
    }

    fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.println(line),
            None if self.show == Show::Nothing => {}
            None => {
                if let Ok(mut err) = self.err.lock() {
                    // Progress that cannot be shown is no reason to stop.
                    let _ = writeln!(err, "{line}");
                }
            }
        }
    }
}

/// The words for what happens during a wait.
fn said(event: WaitEvent, status: &str) -> String {
    match event {
        WaitEvent::DeletionRefused => {
            format!("cannot be deleted while it is {status}; trying until it can")
        }
        WaitEvent::DeletionUnderway => "is being deleted already".to_owned(),
        WaitEvent::DeletionRepeated => {
            format!("has come back from its deletion ({status}); deleting it once more")
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
