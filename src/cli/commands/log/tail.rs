//! `trove log tail`

use crate::api::{Collection, Log, LogChange, LogReader, is_transient};
use crate::cli::commands::log::log_args::LogArgs;
use crate::cli::context::Cx;
use crate::cli::run::Run;
use crate::output::sanitize;
use anyhow::Result;
use clap::Args;
use std::io::Write;
use std::time::Duration;

/// The pause between two polls for newly published lines.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// How many polls in a row may fail: a restart of the API must not end a tail that runs for hours.
const MAX_FAILURES: u32 = 5;

#[derive(Debug, Args)]
pub(crate) struct Tail {
    #[command(flatten)]
    log: LogArgs,
    /// Number of lines to print; 0 for all
    #[arg(short = 'n', long, default_value_t = 50, allow_negative_numbers = true)]
    lines: u64,
    /// Keep printing entries as they are published, until interrupted
    #[arg(long)]
    follow: bool,
    /// Publish pending entries first; this enables the log
    #[arg(long)]
    publish: bool,
}

impl Run for Tail {
    fn run(self, cx: &mut Cx<'_>) -> Result<()> {
        let client = cx.client()?;
        let logs = client.logs(&client.instances().find_id(&self.log.instance)?);
        let mut reader = self.log.open(&logs, self.publish, |log| match self.lines {
            0 => logs.read(log),
            lines => logs.tail(log, lines),
        })?;
        if reader.is_none() {
            cx.note(&format!("the log '{}' has no published entries yet", self.log.log_name));
        }
        let clock = cx.environment().clock.clone();
        let mut output = Output::new(cx);
        let mut failures = 0;
        let mut outcome = output.copy(reader.as_mut());
        loop {
            match outcome {
                Ok(()) if self.follow => failures = 0,
                Err(TailError::Log(error))
                    if self.follow && is_transient(&error) && failures < MAX_FAILURES =>
                {
                    failures += 1;
                    log::info!("{error}: trying again");
                }
                end => {
                    output.finish()?;
                    return Ok(end?);
                }
            }
            clock.sleep(POLL_INTERVAL);
            let polled = self.poll(&logs, &mut reader).map_err(TailError::Log);
            outcome = polled.and_then(|()| output.copy(reader.as_mut()));
        }
    }
}

impl Tail {
    /// Looks for newly published lines, after publishing if asked to.
    fn poll<'c>(
        &self,
        logs: &Collection<'c, Log>,
        reader: &mut Option<LogReader<'c>>,
    ) -> crate::Result<()> {
        if self.publish {
            let log = logs.change(&self.log.log_name, LogChange::publish())?;
            if reader.is_none() && log.is_published() {
                *reader = Some(logs.read(&log)?);
                return Ok(());
            }
        }
        reader.as_mut().map_or(Ok(()), LogReader::refresh)
    }
}

/// An error of the log or of the output.
#[derive(Debug, thiserror::Error)]
enum TailError {
    #[error(transparent)]
    Log(crate::Error),
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

/// Standard output, for text that arrives in pieces.
struct Output<'o> {
    out: &'o mut dyn Write,
    is_terminal: bool,
    /// The beginning of an unfinished line; only used on a terminal, where whole lines are sanitized.
    line: Vec<u8>,
}

impl<'o> Output<'o> {
    fn new(cx: &'o mut Cx<'_>) -> Self {
        let environment = cx.environment();
        let is_terminal = environment.terminals.out.is_some();
        Self { out: &mut environment.out, is_terminal, line: Vec::new() }
    }

    /// Prints all that the reader has: unchanged to a file or pipe, without control characters to a terminal.
    fn copy(&mut self, reader: Option<&mut LogReader<'_>>) -> Result<(), TailError> {
        let Some(reader) = reader else { return Ok(()) };
        while let Some(chunk) = reader.chunk().map_err(TailError::Log)? {
            self.print(chunk)?;
        }
        Ok(())
    }

    fn print(&mut self, mut chunk: Vec<u8>) -> std::io::Result<()> {
        if self.is_terminal {
            self.line.append(&mut chunk);
            let end = self.line.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let rest = self.line.split_off(end);
            chunk = self.sanitized_line();
            self.line = rest;
        }
        self.out.write_all(&chunk)?;
        self.out.flush()
    }

    fn sanitized_line(&self) -> Vec<u8> {
        sanitize(&String::from_utf8_lossy(&self.line)).as_bytes().to_vec()
    }

    /// Prints the last line, which has no line break.
    fn finish(self) -> std::io::Result<()> {
        self.out.write_all(&self.sanitized_line())?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(is_terminal: bool, chunks: &[&[u8]]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut output = Output { out: &mut out, is_terminal, line: Vec::new() };
        chunks.iter().try_for_each(|chunk| output.print(chunk.to_vec())).unwrap();
        output.finish().unwrap();
        out
    }

    #[test]
    fn a_terminal_gets_whole_lines_without_control_characters() {
        let chunks: &[&[u8]] = &[b"caf\xc3", b"\xa9 \x1b[31", b"mred\n\xff\nno end"];
        let text = String::from_utf8(printed(true, chunks)).unwrap();
        assert_eq!(text, "café \\x1b[31mred\n\u{fffd}\nno end");
    }

    #[test]
    fn a_pipe_gets_the_bytes_as_they_are() {
        assert_eq!(printed(false, &[b"\xff\x1b", b"x"]), b"\xff\x1bx");
    }
}
