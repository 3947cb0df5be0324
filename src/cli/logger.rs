//! Log messages on standard error: warnings, and more with `-v` and `--debug`.

use crate::cli::stderr::stderr;
use crate::output::sanitize;
use log::{Level, LevelFilter, Log, Metadata, Record};
use std::io::Write;

struct Logger;

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Not the HTTP library's own: it logs headers.
        metadata.target().starts_with("troveclient") || metadata.target().starts_with("trove")
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let text = record.args().to_string();
        let line = match record.level() {
            Level::Error | Level::Warn => format!("warning: {}", sanitize(&text)),
            _ => sanitize(&text).into_owned(),
        };
        let _ = writeln!(stderr(), "{line}");
    }

    fn flush(&self) {}
}

/// Prints warnings. [`GlobalOptions`](crate::cli::global_options::GlobalOptions) can set another level.
pub(super) fn install() {
    if log::set_logger(&Logger).is_ok() {
        log::set_max_level(LevelFilter::Warn);
    }
}
