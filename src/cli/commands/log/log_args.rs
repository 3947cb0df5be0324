//! The arguments that name one log.

use crate::api::{Collection, Log, LogChange, LogReader};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

// The arguments of every command on one log. (A doc comment would become the help of commands.)
#[derive(Debug, Args)]
pub(super) struct LogArgs {
    /// Instance name or ID
    pub(super) instance: String,
    /// Name of the log, such as general or slow_query
    #[arg(value_name = "LOG", value_parser = NonEmptyStringValueParser::new())]
    pub(super) log_name: String,
}

impl LogArgs {
    /// Opens the log for reading, after publishing it if asked to; nothing if there is nothing to publish.
    pub(super) fn open<'c>(
        &self,
        logs: &Collection<'c, Log>,
        publish: bool,
        read: impl FnOnce(&Log) -> crate::Result<LogReader<'c>>,
    ) -> crate::Result<Option<LogReader<'c>>> {
        let change = LogChange { publish, ..LogChange::default() };
        let log = logs.change(&self.log_name, change)?;
        if publish && !log.is_published() {
            return Ok(None);
        }
        read(&log).map(Some)
    }
}
